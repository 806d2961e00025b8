"""A Tibet quarter at the terminal, by keys alone: from an empty folder to the signed, published, closed book."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from types import SimpleNamespace

import pytest

from control_kit import as_
from tui_kit.quarter import Day, play

_PAGE = Path(__file__).parents[2] / "docs" / "cycle.md"


def test_a_quarter_by_keys_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Six people, nothing but keys: the ledger read from nothing holds every step, and the page tells what it took."""
    monkeypatch.setenv("KAOHE_IDENTITY", "ada")
    monkeypatch.setattr("pwd.getpwuid", lambda uid: SimpleNamespace(pw_name="root"))
    day = Day(tmp_path)
    play(day)
    (path,) = tmp_path.glob("*.book")
    with as_("root:wu", path, writable=False) as office:
        assert {*office.freezes} == {"book", "month/2019-01", "month/2019-02", "month/2019-03", "quarter/2019Q1"}
        assert all(step.complete for span in office.spans for step in office.signatures(span.partition("/")[2] or span))
        assert Counter(one.state for one in office.second_entries()) == {"equal": 23, "settled": 1}
        assert [one.accepted_by for one in office.warned()] == ["root:wang"]
        steps = office.procedure
        assert [steps.holds(draw) for draw in steps.draws] == [True]
        assert [(one.appraisee, one.outcome) for one in steps.objections()] == [("M2", "rejected")]
        assert [one.says for one in steps.opinions() if one.must] == ["none"]
        assert {str(one.on) for one in steps.notices() if one.on} == {"2019-11-20"}
        assert {one.grade for one in office.evaluation.outcomes()} == {"优秀", "基本称职"}
        assert {one.actor for one in office.history()} == {f"root:{who}" for who, _ in day.keys}
        assert {one.state for one in office.states()} == {"sealed"}
        assert office.seal is not None
        office.verify()
    assert table(day.keys) in _PAGE.read_text()


def table(keys: Counter[tuple[str, str]]) -> str:
    """What each person pressed, as the page tells it."""
    rows = "".join(f"| {who} | {what} | {n} |\n" for (who, what), n in keys.items())
    return f"| who | for what | keys |\n|---|---|---|\n{rows}| all | | {keys.total()} |\n"
