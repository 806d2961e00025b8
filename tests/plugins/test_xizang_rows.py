"""The Tibet plugin against its inventory: every row is declared, under the hook its tag asks for."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from kaohe.rules import Ceiling, Procedure, Quota, lint, load
from kaohe.rules.tools import HOOKS, Entry, Ruleset, round_as

# id, tags (E eligibility, S scoring, V veto, P procedure, C consequence), clause as the document cites it
ROWS = [
    ("XZ-3", "P", "第三条"),
    ("XZ-4", "E", "第四条"),
    ("XZ-5(1)", "S", "第五条（一）"),
    ("XZ-5(2)", "S", "第五条（二）"),
    ("XZ-5(3)", "S", "第五条（三）"),
    ("XZ-6(1)", "PS", "第六条（一）"),
    ("XZ-6(2)", "PS", "第六条（二）"),
    ("XZ-6(3)", "PS", "第六条（三）"),
    ("XZ-6(4)a", "S", "第六条（四）"),
    ("XZ-6(4)b", "S", "第六条（四）"),
    ("XZ-6(4)c", "S", "第六条（四）"),
    ("XZ-6(5)a", "P", "第六条（五）"),
    ("XZ-6(5)b", "EP", "第六条（五）"),
    ("XZ-6(6)", "P", "第六条（六）"),
    ("XZ-6(7)", "P", "第六条（七）"),
    ("XZ-7", "V", "第七条"),
    ("XZ-7(1)1", "V", "第七条（一）1"),
    ("XZ-7(1)2", "V", "第七条（一）2"),
    ("XZ-7(1)3", "V", "第七条（一）3"),
    ("XZ-7(1)4", "V", "第七条（一）4"),
    ("XZ-7(2)1", "V", "第七条（二）1"),
    ("XZ-7(2)2", "V", "第七条（二）2"),
    ("XZ-7(2)3", "V", "第七条（二）3"),
    ("XZ-7(2)4", "V", "第七条（二）4"),
    ("XZ-7(3)1", "V", "第七条（三）1"),
    ("XZ-7(3)2", "V", "第七条（三）2"),
    ("XZ-7(3)3", "V", "第七条（三）3"),
    ("XZ-7(3)4", "V", "第七条（三）4"),
    ("XZ-8a", "C", "第八条"),
    ("XZ-8b", "C", "第八条"),
    ("XZ-8c", "C", "第八条"),
    ("XZ-9", "P", "第九条"),
    ("XZ-10", "P", "第十条"),
    ("XZ-11", "P", "第十一条"),
]
COMPUTING = {"eligibility", "scoring", "bonus_penalty", "veto", "quota"}


@pytest.fixture(scope="module")
def xizang() -> Ruleset:
    """The installed scheme, without amendments."""
    return load("xizang-2018")


def _entries(ruleset: Ruleset) -> list[Entry]:
    return [entry for rules in ruleset.kinds for entry in rules.entries]


def _of(ruleset: Ruleset, row: str) -> list[Entry]:
    """The entries of one row: those with its id, and its sub-rules ("XZ-6(1)-procedure")."""
    return [entry for entry in _entries(ruleset) if entry.rule.id == row or entry.rule.id.startswith(f"{row}-")]


@pytest.mark.parametrize(("row", "tags", "clause"), ROWS)
def test_a_row_is_declared_by_id_and_clause(xizang: Ruleset, row: str, tags: str, clause: str) -> None:
    """The row's id stands in the declarations, with the clause that the document gives it."""
    assert {entry.rule.clause for entry in _entries(xizang) if entry.rule.id == row} == {clause}
    assert {entry.rule.clause for entry in _of(xizang, row)} == {clause}


@pytest.mark.parametrize(("row", "tags", "clause"), ROWS)
def test_a_row_stands_under_the_hooks_of_its_tags(xizang: Ruleset, row: str, tags: str, clause: str) -> None:
    """A row that decides something computes (E, S, V); one that people carry out is procedure or consequence (P, C)."""
    hooks = {entry.hook for entry in _of(xizang, row)}
    assert hooks <= set(HOOKS)
    if set(tags) & set("ESV"):
        assert any(entry.rule.id == row and entry.hook in COMPUTING for entry in _of(xizang, row))
    if set(tags) & set("PC"):
        assert "procedure" in hooks


def test_every_rule_belongs_to_a_row(xizang: Ruleset) -> None:
    """No rule is declared that the inventory does not have."""
    known = [row for row, _, _ in ROWS]
    strays = [
        entry.rule.id
        for entry in _entries(xizang)
        if not any(entry.rule.id == row or entry.rule.id.startswith(f"{row}-") for row in known)
    ]
    assert strays == []


def test_the_twelve_vetoes_bound_the_lowest_grade(xizang: Ruleset) -> None:
    """Article 7: each of the twelve vetoes is a ceiling at the kind's lowest grade."""
    found = {
        entry.rule.id: (entry.rule.grade, rules.kind.grades[-1])
        for rules in xizang.kinds
        for entry in rules.entries
        if isinstance(entry.rule, Ceiling) and not entry.rule.id.endswith("-period")
    }
    assert sorted(found) == sorted(f"XZ-7({kind}){case}" for kind in (1, 2, 3) for case in (1, 2, 3, 4))
    assert all(grade == lowest for grade, lowest in found.values())


def test_the_three_kinds_have_their_own_grade_names(xizang: Ruleset) -> None:
    """Article 6(4): 称职 and its neighbours for persons, 合格 and its neighbours for teams and units."""
    grades = {rules.kind.key: rules.kind.grades for rules in xizang.kinds}
    bodies = ("优秀", "合格", "基本合格", "不合格")
    assert grades == {"member": ("优秀", "称职", "基本称职", "不称职"), "team": bodies, "unit": bodies}


def test_every_reading_is_declared_with_its_question(xizang: Ruleset) -> None:
    """The seventeen readings XZ-a1 to XZ-a17 are declared, and each is tied to a rule, a setting or an open question."""
    assert [assumption.id for assumption in xizang.assumptions] == [f"XZ-a{n}" for n in range(1, 18)]
    tied = {name for entry in _entries(xizang) for name in entry.rule.assumption}
    tied |= {setting.assumption for setting in xizang.settings}
    tied |= {name for question in xizang.undefined for name in question.assumption}
    assert tied == {assumption.id for assumption in xizang.assumptions}


@pytest.mark.parametrize(("row", "of_eleven"), [("XZ-6(6)", 3), ("XZ-6(7)", 2)])
def test_samples_of_eleven_members(xizang: Ruleset, row: str, of_eleven: int) -> None:
    """Of 11 members the city draws ceil(20 %) = 3 and the region ceil(10 %) = 2."""
    steps = {entry.rule for entry in _of(xizang, row) if isinstance(entry.rule, Procedure)}
    (step,) = steps
    assert step.share is not None
    assert round_as(Fraction(11) * step.share, 0, step.rounding) == of_eleven


def test_no_quota_is_declared(xizang: Ruleset) -> None:
    """XZ-a14: the document states no quota, so none is declared."""
    assert not [entry for entry in _entries(xizang) if isinstance(entry.rule, Quota)]


def test_only_members_pass_the_discipline_gate(xizang: Ruleset) -> None:
    """Article 9 asks the discipline office about members recommended as excellent, not about teams or units."""
    gates = {
        rules.kind.key
        for rules in xizang.kinds
        for entry in rules.entries
        if isinstance(entry.rule, Procedure) and entry.rule.step == "gate"
    }
    assert gates == {"member"}


@pytest.mark.parametrize(
    "choices",
    [
        {},
        {"visits-reading": "per-point"},
        {"recall-reading": "absence-too"},
        *({"gap-reading": code} for code in ("half-up", "truncate", "refer")),
    ],
    ids=str,
)
def test_lint_finds_nothing_under_any_reading(choices: dict[str, str]) -> None:
    """The scheme passes lint without a warning under each of its settings."""
    assert lint(load("xizang-2018", choices=choices)) == []


def test_every_clause_that_computes_has_a_case() -> None:
    """Each row that computes something or gives a notice has worked cases in a file of its name."""
    folder = Path(__file__).parents[2] / "plugins/xizang/src/kaohe_xizang/cases"
    stems = {file.stem for file in folder.glob("*.toml")}
    assert [row for row, tags, _ in ROWS if set(tags) & set("ESVC") and row not in stems] == []
