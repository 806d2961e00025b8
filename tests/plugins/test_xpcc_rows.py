"""The XPCC plugin against its inventory: every row declared under the hook its tag asks for, and nothing beyond."""

from __future__ import annotations

import re
import zipfile
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from flit_core.wheel import make_wheel_in  # type: ignore[import-untyped]  # flit ships no types

from kaohe.cases import case_from_data
from kaohe.engine import Evaluation
from kaohe.errors import CaseError, SchemeError
from kaohe.rules import Choice, Count, Finding, Tally, lint, load
from kaohe.rules.tools import HOOKS, Ruleset
from kaohe_xpcc._divisions import division
from plugin_kit import COMPUTING, data_of, entries, of_row

# id, tags (E eligibility, S scoring, V ceiling, Q quota, P procedure, C consequence), clause as the document cites it
ROWS = [
    ("BT-1", "P", "第一条"),
    ("BT-2", "E", "第二条"),
    ("BT-3(1)", "EP", "第三条（一）"),
    ("BT-3(2)", "P", "第三条（二）"),
    ("BT-3(3)", "P", "第三条（三）"),
    ("BT-5(1)", "S", "第五条（一）"),
    ("BT-5(2)", "S", "第五条（二）"),
    ("BT-5(3)a", "Q", "第五条（三）"),
    ("BT-5(3)b", "Q", "第五条（三）"),
    ("BT-5(3)c", "Q", "第五条（三）"),
    ("BT-5(3)d", "Q", "第五条（三）"),
    ("BT-5(4)", "Q", "第五条（四）"),
    ("BT-5(5)", "C", "第五条（五）"),
    *((f"BT-5(6){n}", "Q", f"第五条（六）{n}") for n in (1, 2, 3, 4, 5)),
    *((f"BT-5(7){n}", "V", f"第五条（七）{n}") for n in (1, 2, 3, 4, 5)),
    *((f"BT-5(8){n}", "V", f"第五条（八）{n}") for n in (1, 2, 3, 4)),
    ("BT-5(9)", "VS", "第五条（九）"),
    *((f"BT-5(10){n}", "V", f"第五条（十）{n}") for n in (1, 2, 3, 4, 5, 6, 7)),
    ("BT-6(1)1", "P", "第六条（一）1"),
    ("BT-6(1)2a", "P", "第六条（一）2"),
    ("BT-6(1)2b", "S", "第六条（一）2"),
    ("BT-6(1)2c", "EP", "第六条（一）2"),
    ("BT-6(1)3", "P", "第六条（一）3"),
    ("BT-6(1)4", "P", "第六条（一）4"),
    ("BT-6(1)5a", "S", "第六条（一）5"),
    ("BT-6(1)5b", "P", "第六条（一）5"),
    ("BT-6(1)6", "P", "第六条（一）6"),
    *((f"BT-6(2){n}", "P", f"第六条（二）{n}") for n in (1, 2, 3, 4)),
    *((f"BT-7({n})", "C", f"第七条（{zh}）") for n, zh in ((1, "一"), (2, "二"), (3, "三"))),
    ("BT-8(1)", "P", "第八条（一）"),
    ("BT-8(2)", "P", "第八条（二）"),
    ("BT-8(3)", "P", "第八条（三）"),
    *((f"BT-A{n}", "P", f"附件{n}") for n in (2, 3, 4, 5, 6, 7)),
]
SETTINGS: list[dict[str, str | tuple[str, ...]]] = [
    {},
    {"rounding": "half-up", "min-places": "1"},
    {"pools": "level"},
    {"pools": "level-and-division", "northern-divisions": ("八师",)},
    {"priority": "tie-break", "turnout": "void"},
    {"priority": "advisory", "rounding": "up"},
    {"leaders-and-members": "joint", "members-include-leaders": "no"},
    {"guarantee": "sent", "ballot-total": "issued"},
    {"leaders-and-members": "joint", "guarantee": "sent", "ballot-total": "votes"},
]
PLUGIN = Path(__file__).parents[2] / "plugins" / "xpcc"


@pytest.fixture(scope="module")
def xpcc() -> Ruleset:
    """The installed scheme under its defaults."""
    return load("xpcc-2016")


@pytest.mark.parametrize(("row", "tags", "clause"), ROWS)
def test_a_row_is_declared_by_id_and_clause(xpcc: Ruleset, row: str, tags: str, clause: str) -> None:
    """The row's id stands in the declarations, with the clause that the document gives it."""
    assert {entry.rule.clause for entry in entries(xpcc) if entry.rule.id == row} == {clause}


@pytest.mark.parametrize(("row", "tags", "clause"), ROWS)
def test_a_row_stands_under_the_hooks_of_its_tags(xpcc: Ruleset, row: str, tags: str, clause: str) -> None:
    """A row that decides something computes (E, S, V, Q); one that people carry out is procedure (P, C)."""
    hooks = {entry.hook for entry in of_row(xpcc, row)}
    assert hooks <= set(HOOKS)
    if set(tags) & set("ESVQ"):
        assert any(entry.rule.id == row and entry.hook in COMPUTING for entry in of_row(xpcc, row))
    if set(tags) & set("PC"):
        assert "procedure" in hooks


def test_every_rule_belongs_to_a_row(xpcc: Ruleset) -> None:
    """No rule is declared that the inventory does not have."""
    known = [row for row, _, _ in ROWS]
    strays = [
        e.rule.id for e in entries(xpcc) if not any(e.rule.id == k or e.rule.id.startswith(f"{k}-") for k in known)
    ]
    assert strays == ["BT-6(1)-record"]


def test_what_is_not_built_is_declared_undefined(xpcc: Ruleset) -> None:
    """Section 4's headings and the columns of annexes 5 and 6 are listed as undefined, not silently left out."""
    found = {question.id for question in xpcc.undefined}
    assert found >= {"BT-4(1)", "BT-4(2)", "BT-4(3)", "BT-A5-columns", "BT-A6-columns", "BT-a15-points"}
    assert not [entry for entry in entries(xpcc) if entry.rule.clause == "附件1"]


def test_grounds_are_findings_by_clause_number_only(xpcc: Ruleset) -> None:
    """The grounds of 5(6), 5(7)1-3 and 5, 5(8)1-3 and 5(10)1-3 carry no text but their clause number."""
    inputs = {given.key: given for rules in xpcc.kinds for given in rules.inputs}
    grounds = [f"clause_5_{part}" for part in (*(f"6_{n}" for n in (1, 2, 3, 4, 5)), *(f"7_{n}" for n in (1, 2, 3, 5)))]
    grounds += [f"clause_5_{part}" for part in (*(f"8_{n}" for n in (1, 2, 3)), *(f"10_{n}" for n in (1, 2, 3)))]
    for key in grounds:
        assert isinstance(inputs[key], Finding)
        assert re.fullmatch(r"第五条（[六七八十]）\d所列情形", inputs[key].label.zh)
        assert re.fullmatch(r"finding under 5\(\d+\)\d", inputs[key].label.en)


@pytest.mark.parametrize(
    ("start", "end"), [("2015-12-31", "2016-12-31"), ("2016-01-01", "2017-01-01"), ("2024-01-01", "2024-12-31")]
)
def test_no_cycle_but_2016_is_admitted(start: str, end: str) -> None:
    """第一条: a day before or after 2016, or another year, is refused, whatever reason is recorded; 2016 itself is not."""
    raw = data_of("kaohe_xpcc", "cases/BT-5(1).toml")
    assert case_from_data(raw).expectations
    for more in ({}, {"confirmed": "领导小组决定沿用"}):
        with pytest.raises(CaseError, match=r"2016-01-01 to 2016-12-31 \(第一条\).*no other cycle"):
            case_from_data({**raw, "cycle": {**raw["cycle"], "start": start, "end": end, **more}})


def test_the_figures_of_a_place_are_two_and_of_the_talks_two(xpcc: Ruleset) -> None:
    """Of a place its population and the attendance are kept, of the talks two head counts: no other count of people."""
    counts = {given.key for rules in xpcc.kinds for given in rules.inputs if isinstance(given, Count)}
    assert counts == {"population", "attended", "talks", "talks_representatives"}


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("一师", "一师"),
        ("第一师阿拉尔市", "一师"),
        ("一师阿拉尔", "一师"),
        ("三师·图木舒克市", "三师"),
        ("图木舒克", "三师"),
        ("十四师(昆玉市)", "十四师"),
        ("第14师", "十四师"),
        ("新疆生产建设兵团第十四师昆玉市", "十四师"),
        ("农业建设第三师", "三师"),
        ("八师石河子市", "八师"),
        ("十一师", "十一师"),
        ("第十一师", "十一师"),
        ("一师一团", "一师一团"),
        ("一师图木舒克市", "一师图木舒克市"),
        ("A", "A"),
    ],
)
def test_a_division_has_one_name(code: str, name: str) -> None:
    """BT-a25: a 师 is found by number or city in every usual spelling; what only resembles one stays what it is."""
    assert division(code) == name


def test_a_ballot_is_one_tally_a_kind(xpcc: Ruleset) -> None:
    """Votes are kept as one total a person or team: there is no tally by group of voters."""
    assert [sum(isinstance(given, Tally) for given in rules.inputs) for rules in xpcc.kinds] == [1] * 5


def test_grades_are_as_printed(xpcc: Ruleset) -> None:
    """Sections 5(1) and 5(2): one list for teams, one for the four kinds of people."""
    people = ("优秀", "称职", "基本称职", "不称职")
    assert [(rules.kind.key, rules.kind.grades) for rules in xpcc.kinds] == [
        ("team", ("优秀", "较好", "一般", "差")),
        *((kind, people) for kind in ("leader", "member", "inspector", "office")),
    ]


def test_every_reading_is_declared_and_tied(xpcc: Ruleset) -> None:
    """BT-a1 to BT-a26 are declared (BT-a2 with its places), each named by a rule, a setting or an open question."""
    declared = {assumption.id for assumption in xpcc.assumptions}
    assert declared == {"BT-a2-places", *(f"BT-a{n}" for n in range(1, 27))}
    tied = {name for entry in entries(xpcc) for name in entry.rule.assumption}
    tied |= {setting.assumption for setting in xpcc.settings}
    assert tied == declared


@pytest.mark.parametrize("choices", SETTINGS, ids=str)
def test_lint_finds_nothing_under_any_reading(choices: dict[str, str | tuple[str, ...]]) -> None:
    """The scheme passes lint without a warning under each of its settings."""
    assert lint(load("xpcc-2016", choices=choices)) == []


def test_the_guarantee_is_off_for_unlisted_northern_divisions(xpcc: Ruleset) -> None:
    """An empty list of 北疆有关师 keeps a warning in the rules; a list takes it away (BT-a8)."""
    assert [e for e in entries(xpcc) if e.rule.id == "BT-5(3)d-list"]
    listed = load("xpcc-2016", choices={"northern-divisions": ("八师",)})
    assert not [e for e in entries(listed) if e.rule.id == "BT-5(3)d-list"]


@pytest.mark.parametrize(
    "choices",
    [{"rounding": "nearest"}, {"pools": "city"}, {"northern-divisions": "八师"}, {"turnuot": "void"}],
    ids=str,
)
def test_a_setting_out_of_its_readings_is_refused(choices: dict[str, str]) -> None:
    """A setting takes one of its declared readings, the list setting a list."""
    with pytest.raises(SchemeError):
        load("xpcc-2016", choices=choices)


def test_northern_divisions_are_of_the_cycles_list() -> None:
    """A 师 that the cycle does not list would leave the guarantee (第五条（三）) without effect: it is refused by name."""
    raw = data_of("kaohe_xpcc", "cases/BT-5(3)d-northern.toml")
    with pytest.raises(CaseError, match=r"十九师 is not in the list divisions of the cycle.*五师") as caught:
        case_from_data({**raw, "settings": {"northern-divisions": ["五师", "十九师"]}})
    assert caught.value.where == "settings.northern-divisions"


def test_clauses_that_compute_have_a_case() -> None:
    """Each row that computes something or gives a notice has worked cases in a file of its name."""
    stems = {file.stem for file in (PLUGIN / "src/kaohe_xpcc/cases").glob("*.toml")}
    missing = [row for row, tags, _ in ROWS if set(tags) & set("ESVQC") and row not in stems]
    assert missing == []


def test_cases_and_example_ship_in_the_wheel(tmp_path: Path) -> None:
    """The wheel carries the worked cases and the example, so that they work where only the wheel is."""
    built = make_wheel_in(PLUGIN / "pyproject.toml", tmp_path)
    names = set(zipfile.ZipFile(built.file).namelist())
    package = PLUGIN / "src/kaohe_xpcc"
    here = [
        file.relative_to(package.parent).as_posix()
        for folder in ("cases", "examples")
        for file in (package / folder).iterdir()
    ]
    assert len(here) > 50
    assert set(here) <= names


BASE = data_of("kaohe_xpcc", "cases/BT-5(1).toml")


def _cohort(kind: str, rows: list[dict[str, Any]], **settings: str) -> Evaluation:
    """A cohort of `kind` with the default facts of the worked cases, one row of facts (and rechecks) each."""
    defaults = data_of("kaohe_xpcc", "cases/BT-5(5).toml")["defaults"] | {"team": BASE["defaults"]["team"]}
    defaults["team"]["facts"]["proposed"] = "较好"
    posted = {} if kind == "team" else {"team": "T"}
    team = [] if kind == "team" else [{"id": "T", "kind": "team"}]
    people = [{"id": f"{kind}-{n}", "kind": kind, "links": posted, **row} for n, row in enumerate(rows)]
    keys = ("format", "scheme", "cycle")
    data = {**{k: BASE[k] for k in keys}, "settings": settings, "defaults": defaults, "appraisees": team + people}
    return Evaluation(case_from_data(data).cohort)


def _ballots(options: tuple[str, ...], most: int) -> list[tuple[int, ...]]:
    return [votes for votes in product(range(most + 1), repeat=len(options)) if 0 < sum(votes) <= most]


def _tally(options: tuple[str, ...], votes: tuple[int, ...]) -> dict[str, int]:
    total = sum(votes)
    return {"issued": total, "collected": total, "spoilt": 0, "blank": 0, **dict(zip(options, votes, strict=True))}


def test_team_ballots_against_whole_numbers() -> None:
    """Every ballot of up to 6 votes: 差 exactly where 3(优+较好) < 2n or 3差 > n; the second limb never fires alone."""
    options = ("优秀", "较好", "一般", "差")
    ballots = _ballots(options, 6)
    confirmed = {"BT-5(7)4": {"status": "confirmed", "document": "师考核〔2016〕1号"}}
    rows = [{"facts": {"ballot": _tally(options, votes)}, "rechecks": confirmed} for votes in ballots]
    for votes, outcome in zip(ballots, _cohort("team", rows).outcomes(), strict=True):
        first = 3 * (votes[0] + votes[1]) < 2 * sum(votes)
        second = 3 * votes[3] > sum(votes)
        assert first or not second
        assert outcome.grade == ("差" if first or second else "较好"), votes
        assert ("BT-5(10)4" in outcome.rules) == (5 * (votes[0] + votes[1]) < 4 * sum(votes)), votes


@pytest.mark.parametrize(
    ("reading", "counted"),
    [
        ("collected-spoilt", ("blank",)),
        ("issued", ("blank", "spoilt", "kept")),
        ("collected", ("blank", "spoilt")),
        ("votes", ()),
    ],
)
def test_each_reading_of_the_total_against_whole_numbers(reading: str, counted: tuple[str, ...]) -> None:
    """BT-a9: with blank, spoilt and unreturned ballots beside up to 3 votes, 5(7)4 compares with the total that is read."""
    options = ("优秀", "较好", "一般", "差")
    more = [dict(zip(("blank", "spoilt", "kept"), some, strict=True)) for some in product((0, 1), repeat=3)]
    ballots = [(votes, beside) for votes in _ballots(options, 3) for beside in more]
    confirmed = {"BT-5(7)4": {"status": "confirmed", "document": "师考核〔2016〕1号"}}
    rows = []
    for votes, beside in ballots:
        collected = sum(votes) + beside["blank"] + beside["spoilt"]
        ballot = _tally(options, votes) | {"issued": collected + beside["kept"], "collected": collected}
        ballot |= {"blank": beside["blank"], "spoilt": beside["spoilt"]}
        rows.append({"facts": {"ballot": ballot}, "rechecks": confirmed})
    outcomes = _cohort("team", rows, **{"ballot-total": reading}).outcomes()
    for (votes, beside), outcome in zip(ballots, outcomes, strict=True):
        total = sum(votes) + sum(beside[name] for name in counted)
        failed = 3 * (votes[0] + votes[1]) < 2 * total or 3 * votes[3] > total
        assert outcome.grade == ("差" if failed else "较好"), (votes, beside)


def test_member_ballots_against_whole_numbers() -> None:
    """Every ballot of up to 6 votes: 不称职 where 3x > n, else 基本称职 where 3(优+称) < 2n; 5(10)6 where 2优 < n."""
    options = ("优秀", "称职", "基本称职", "不称职")
    ballots = _ballots(options, 6)
    confirmed = {name: {"status": "confirmed", "document": "师考核〔2016〕1号"} for name in ("BT-5(8)4", "BT-5(9)")}
    rows = [{"facts": {"ballot": _tally(options, votes)}, "rechecks": confirmed} for votes in ballots]
    outcomes = _cohort("member", rows).outcomes()[1:]
    for votes, outcome in zip(ballots, outcomes, strict=True):
        n = sum(votes)
        worst, low = 3 * votes[3] > n, 3 * (votes[0] + votes[1]) < 2 * n
        assert outcome.grade == ("不称职" if worst else "基本称职" if low else "称职"), votes
        assert ("BT-5(10)6" in outcome.rules) == (2 * votes[0] < n), votes


@pytest.mark.parametrize(("kind", "top", "bottom"), [("team", 2, 5), ("leader", 3, 10), ("member", 3, 10)])
def test_places_for_every_headcount(kind: str, top: int, bottom: int) -> None:
    """40 % of teams and 30 % of people, rounded down in whole numbers, for 1 to 40 of one level."""
    for n in range(1, 41):
        pools = [pool for pool in _cohort(kind, [{}] * n).pools() if pool.kind == kind and pool.places is not None]
        assert [(pool.base, pool.places) for pool in pools] == [(n, n * top // bottom)]


@pytest.mark.parametrize(
    ("facts", "word"),
    [
        ({"daily": 61}, "daily"),
        ({"annual": "40.01"}, "annual"),
        ({"leave": "15.3"}, "leave"),
        ({"ballot": _tally(("优秀", "称职", "基本称职", "不称职"), (1, 1, 0, 0)) | {"collected": 3}}, "ballot"),
        ({"clause_5_8_1": [{"document": "师考核〔2016〕1号"}]}, "clause_5_8_1"),
        ({"sent_by": "九师"}, "sent_by"),
        ({"clause_5_6_2": []}, "clause_5_6_2"),
    ],
    ids=lambda value: "" if isinstance(value, dict) else value,
)
def test_bad_entries_name_the_field(facts: dict[str, Any], word: str) -> None:
    """A mark beyond its points, a third of a day, votes that do not add up, a ground that is not the member's: all refused."""
    with pytest.raises(CaseError, match=word):
        _cohort("member", [{"facts": facts}])


def test_the_group_proposes_one_of_the_printed_grades(xpcc: Ruleset) -> None:
    """The proposal is a choice of the kind's own grades and nothing else."""
    for rules in xpcc.kinds:
        proposed = rules.input("proposed")
        assert isinstance(proposed, Choice)
        assert proposed.codes == rules.kind.grades
