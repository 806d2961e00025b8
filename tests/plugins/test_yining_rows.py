"""The Yining plugin against its inventory: every row declared, ranges kept, and no grade made up."""

from __future__ import annotations

import runpy
import zipfile
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from flit_core.wheel import make_wheel_in  # type: ignore[import-untyped]  # flit ships no types

from kaohe.cases import case_from_data
from kaohe.engine import Evaluation, Outcome
from kaohe.errors import CaseError
from kaohe.rules import Quota, lint, load
from kaohe.rules.tools import HOOKS, Ruleset
from plugin_kit import COMPUTING, data_of, entries, of_row, printed_under_seed, renamed, results, settled, shuffled

# id, tags (E eligibility, S scoring, B deduction, P procedure), clause as the document cites it
ROWS = [
    ("YN-H2", "P", "使用说明二"),
    ("YN-H3", "S", "使用说明三"),
    ("YN-H4", "P", "使用说明四"),
    ("YN-H5", "SP", "使用说明五"),
    ("YN-2", "E", "第二条"),
    *((f"YN-3({n})", "P", f"第三条{n}") for n in (1, 2, 3, 4, 5, 6)),
    ("YN-3(7)", "S", "第三条7"),
    ("YN-4", "P", "第四条"),
    ("YN-5", "P", "第五条"),
    ("YN-6", "P", "第六条"),
    ("YN-7", "EP", "第七条"),
    ("YN-8", "P", "第八条"),
    ("YN-9", "P", "第九条"),
    ("YN-10", "P", "第十条"),
    ("YN-11", "P", "第十一条"),
    ("YN-12", "P", "第十二条"),
    ("YN-13", "S", "第十三条"),
    ("YN-14", "S", "第十四条"),
    *((f"YN-15.{n}", "B", f"第十五条{n}") for n in (1, 2, 3, 4, 5)),
    ("YN-16", "E", "第十六条"),
]
PLUGIN = Path(__file__).parents[2] / "plugins" / "yining"
BASE = data_of("kaohe_yining", "cases/YN-2.toml")
RANGES = {"diary_faults": (1, 3), "conduct_faults": (3, 5), "sanctions": (5, 10), "task_faults": (1, 3)}
REASONS = {"diary_faults": "missing", "conduct_faults": "own-error", "sanctions": "circular", "task_faults": "superior"}


@pytest.fixture(scope="module")
def yining() -> Ruleset:
    """The installed scheme under its defaults."""
    return load("yining")


def _outcome(**facts: Any) -> Outcome:
    """The outcome of one secondee with nothing deducted but what `facts` say."""
    row = {"id": "S", "kind": "secondee", "facts": facts}
    kept = {key: BASE[key] for key in ("format", "scheme", "cycle", "defaults")}
    return Evaluation(case_from_data({**kept, "appraisees": [row]}).cohort).outcome("S")


def _fault(key: str, points: object) -> list[dict[str, object]]:
    return [{"date": "2020-05-06", f"{key}_reason": REASONS[key], f"{key}_points": points}]


@pytest.mark.parametrize(("row", "tags", "clause"), ROWS)
def test_a_row_is_declared_by_id_and_clause(yining: Ruleset, row: str, tags: str, clause: str) -> None:
    """The row's id stands in the declarations, with the clause that the document gives it."""
    assert {entry.rule.clause for entry in of_row(yining, row)} == {clause}
    assert any(entry.rule.id == row for entry in entries(yining))


@pytest.mark.parametrize(("row", "tags", "clause"), ROWS)
def test_a_row_stands_under_the_hooks_of_its_tags(yining: Ruleset, row: str, tags: str, clause: str) -> None:
    """A row that decides something computes (E, S, B); one that people carry out is procedure (P)."""
    found = of_row(yining, row)
    assert {entry.hook for entry in found} <= set(HOOKS)
    if set(tags) & set("ESB"):
        assert any(entry.rule.id == row and entry.hook in COMPUTING for entry in found)
    if "B" in tags:
        assert {entry.hook for entry in found} <= {"bonus_penalty"}
    if "P" in tags:
        assert any(entry.hook == "procedure" for entry in found)


def test_every_rule_belongs_to_a_row(yining: Ruleset) -> None:
    """No rule is declared that the inventory does not have; YN-15 sums its five items."""
    known = [row for row, _, _ in ROWS]
    strays = {
        e.rule.id for e in entries(yining) if not any(e.rule.id == k or e.rule.id.startswith(f"{k}-") for k in known)
    }
    assert strays == {"YN-15", "YN-15-reasons"}


def test_the_document_is_marked_incomplete_and_lint_is_clean(yining: Ruleset) -> None:
    """The scheme is valid; what is incomplete is its document, and the note says where it ends."""
    assert not yining.scheme.document.complete
    assert yining.scheme.document.note is not None
    assert "article 16" in yining.scheme.document.note.en
    assert lint(yining) == []
    assert lint(load("yining", choices={"half-year": "183-days"})) == []


def test_what_the_text_does_not_say_stays_undefined(yining: Ruleset) -> None:
    """No grades, no quota; each missing piece is listed and points to its assumption (YN-a7)."""
    assert [rules.kind.grades for rules in yining.kinds] == [()]
    assert not [entry for entry in entries(yining) if isinstance(entry.rule, Quota)]
    found = {question.id for question in yining.undefined}
    assert found >= {"YN-16-rest", "YN-grades", "YN-term-end", "YN-quota", "YN-recheck", "YN-rewards", "YN-forms"}


def test_every_reading_is_declared_and_tied(yining: Ruleset) -> None:
    """YN-a1 to YN-a8 are declared, and each is named by a rule, a setting or an open question."""
    declared = {assumption.id for assumption in yining.assumptions}
    assert declared == {f"YN-a{n}" for n in range(1, 9)}
    tied = {name for entry in entries(yining) for name in entry.rule.assumption}
    tied |= {setting.assumption for setting in yining.settings}
    tied |= {name for question in yining.undefined for name in question.assumption}
    assert tied == declared


def test_the_grade_is_a_decision_that_the_text_does_not_define() -> None:
    """With everything entered the state is `decision`, the reason says why, and the marked total is there."""
    found = _outcome()
    assert (found.state, found.grade) == ("decision", None)
    assert found.score == 100
    assert [reason.rule for reason in found.reasons] == ["YN-16-grade"]
    assert "not defined in the available text" in found.reasons[0].text.en
    assert {"YN-a1", "YN-a7"} <= set(found.assumptions)


def test_a_recorded_result_closes_the_year_and_is_shown_as_recorded() -> None:
    """The document names no grades: the office's own word is kept with its document, and no grade is computed."""
    decision = {"appraisee": "S1", "grade": "优秀", "reason": "研究决定", "document": "组发〔2021〕1号"}
    found = Evaluation(case_from_data({**BASE, "decisions": [decision]}).cohort).outcome("S1")
    assert (found.state, found.grade) == ("decided", None)
    assert found.recorded is not None
    assert (found.recorded.grade, found.recorded.document) == ("优秀", "组发〔2021〕1号")


@pytest.mark.parametrize("key", RANGES)
def test_a_discretionary_deduction_lies_in_its_range(key: str) -> None:
    """Both ends of the printed range are taken exactly; one step outside is refused with the field's name."""
    low, high = RANGES[key]
    assert _outcome(**{key: _fault(key, low)}).score == 100 - low
    assert _outcome(**{key: _fault(key, high)}).score == 100 - high
    for outside in (f"{low - 1}.9", f"{high}.1", 0, -1):
        with pytest.raises(CaseError, match=key):
            _outcome(**{key: _fault(key, outside)})


@pytest.mark.parametrize("key", RANGES)
def test_a_discretionary_deduction_needs_its_reason_and_amount(key: str) -> None:
    """There is no default amount, and a deduction without a coded reason is refused (YN-a3)."""
    for missing in (f"{key}_reason", f"{key}_points"):
        row = {name: value for name, value in _fault(key, RANGES[key][0])[0].items() if name != missing}
        with pytest.raises(CaseError, match=missing):
            _outcome(**{key: [row]})
    with pytest.raises(CaseError, match=key):
        _outcome(**{key: [{**_fault(key, RANGES[key][0])[0], f"{key}_reason": "whatever"}]})


def test_self_scores_never_enter_the_result() -> None:
    """The best and the worst self-scores give the same outcome (YN-a8)."""
    assert _outcome(self_score=[100] * 4) == _outcome(self_score=[0] * 4) == _outcome()


def test_a_deduction_more_never_raises_the_total() -> None:
    """One more of anything that deducts lowers the total, or leaves it at 0."""
    counts = ("late", "left_early", "absent_untold", "informal_leave", "reports_missing")
    for key in counts:
        scores = [_outcome(**{key: n}).score for n in range(60)]
        steps = list(pairwise(scores))
        assert all(after is not None and before is not None and after <= before for before, after in steps)
        assert all(
            after == 0 or (before is not None and after is not None and after < before) for before, after in steps
        )


def test_clauses_that_compute_have_a_case() -> None:
    """Each row that computes something has worked cases in a file of its name; quarters and years share theirs."""
    stems = {file.stem for file in (PLUGIN / "src/kaohe_yining/cases").glob("*.toml")}
    missing = {row for row, tags, _ in ROWS if set(tags) & set("ESB") and row not in stems}
    assert missing == {"YN-H5", "YN-13"}


def test_cases_and_example_ship_in_the_wheel(tmp_path: Path) -> None:
    """The wheel carries the worked cases and the example, so that they work where only the wheel is."""
    built = make_wheel_in(PLUGIN / "pyproject.toml", tmp_path)
    names = set(zipfile.ZipFile(built.file).namelist())
    package = PLUGIN / "src/kaohe_yining"
    files = [file for folder in ("cases", "examples") for file in (package / folder).iterdir()]
    assert len(files) > 15
    assert {file.relative_to(package.parent).as_posix() for file in files} <= names


EXAMPLE = data_of("kaohe_yining", "examples/county.json")


def test_the_generator_writes_the_example_that_ships() -> None:
    """The example is exactly what its generator writes, so it can be made again."""
    made = runpy.run_path(str(PLUGIN / "tools" / "make_example.py"))
    shipped = PLUGIN / "src/kaohe_yining/examples/county.json"
    assert made["as_text"](made["example"]()) == shipped.read_text(encoding="utf-8")


@pytest.mark.parametrize("seed", [1, 2])
def test_the_order_of_rows_changes_nothing(seed: int) -> None:
    """The example shuffled gives everybody the same outcome."""
    assert settled(results(shuffled(EXAMPLE, seed))) == settled(results(EXAMPLE))


def test_names_change_nothing() -> None:
    """The example under other ids gives everybody the same outcome."""
    data, names = renamed(EXAMPLE)
    assert settled(results(data)) == settled(results(EXAMPLE), names)


def test_the_hash_seed_changes_nothing() -> None:
    """Two processes with different PYTHONHASHSEED print the same outcomes."""
    runs = [printed_under_seed("kaohe_yining", "examples/county.json", seed) for seed in ("1", "77")]
    assert runs[0] == runs[1]
    assert "YN-16-grade" in runs[0]
