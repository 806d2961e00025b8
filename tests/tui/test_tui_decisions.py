"""Decisions of every kind by key: a tie with its places, places beyond a soft limit; the places of a kind, sorting."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve

from kaohe.rules import Quota
from kaohe.rules.tools import KindRules, Ruleset
from kaohe_tui.desk._desk import Desk
from kaohe_tui.session._session import Session
from tui_kit import DEMO, case_data
from tui_kit.typing import RECEIPT, desk_on, press


def _softened(rules: KindRules) -> KindRules:
    entries = [
        evolve(entry, rule=evolve(entry.rule, soft=True)) if isinstance(entry.rule, Quota) else entry
        for entry in rules.entries
    ]
    return evolve(rules, entries=tuple(entries))


def _soft() -> Ruleset:
    """The test scheme with places that may be exceeded."""
    return evolve(DEMO, kinds=tuple(_softened(rules) for rules in DEMO.kinds))


def _scored(folder: Path, *scores: int, ruleset: Ruleset | None = None) -> Desk:
    """A desk on complete members with these scores."""
    data = case_data(people=len(scores), empty=0)
    for row, score in zip(data["appraisees"][1:], scores, strict=True):
        row["facts"] |= {"work": {"each": score}, "opinion": {"each": score}}
    path = folder / "scored.json"
    path.write_text(json.dumps(data))
    desk = Desk(Session.open(path, ruleset=ruleset or _soft()), who="li", terminal="pts/3")
    desk.size = (80, 24)
    return desk


def _texts(desk: Desk) -> None:
    """Reason and document, from the first of them."""
    press(desk, *"集体研究", "tab", *"组发〔2020〕7号")


def test_places_are_exceeded_by_key(tmp_path: Path) -> None:
    """Whom a soft limit keeps out gets the grade by a recorded decision, and the meter says by how many it is beyond."""
    desk = _scored(tmp_path, 95, 92, 91, 85)
    press(desk, "r", "x")
    assert "> ( ) 000002 李二" in desk.frame().text()
    press(desk, "enter", "down", "down")
    _texts(desk)
    press(desk, "f9", "是", "enter")
    assert RECEIPT.search(str(desk.message))
    (row,) = desk.session.office.decisions.values()
    assert (row["quota"], row["exceed"]) == ("D-9", ["000002"])
    assert desk.session.outcome("000002").grade == "优秀"
    assert "超 1 个 !" in desk.frame().text()


def _under_a_hard_one(rules: KindRules) -> KindRules:
    """The soft places of a kind, inside hard ones for half of it."""
    hard = [
        evolve(entry, rule=evolve(entry.rule, id="D-10", soft=False, share=Fraction(1, 2)))
        for entry in rules.entries
        if isinstance(entry.rule, Quota)
    ]
    return evolve(_softened(rules), entries=(*_softened(rules).entries, *hard))


def test_nothing_is_recorded_that_would_have_no_effect(tmp_path: Path) -> None:
    """A decision that the engine would not apply is refused with its reason before it is on record."""
    ruleset = evolve(DEMO, kinds=tuple(map(_under_a_hard_one, DEMO.kinds)))
    desk = _scored(tmp_path, 95, 92, 91, 85, ruleset=ruleset)
    press(desk, "r", "x")
    assert desk.page.where == "excess"
    press(desk, "enter", "down", "enter", "down")
    _texts(desk)
    press(desk, "f9")
    assert "[K7042]" in desk.frame().text()
    assert not desk.session.office.decisions


def test_hard_places_are_never_exceeded(tmp_path: Path) -> None:
    """Where no limit is soft, and where nobody is kept out, the key says so."""
    desk = _scored(tmp_path, 95, 92, 91, 85, ruleset=DEMO)
    press(desk, "r", "x")
    assert desk.page.where == "results"
    assert "没有可超出的名额" in desk.frame().text()
    (tmp_path / "b").mkdir()
    other = _scored(tmp_path / "b", 85, 80, 75, 70)
    press(other, "r", "x")
    assert "没有排除任何人" in other.frame().text()


def test_who_is_chosen_with_which_reason_is_asked_for(tmp_path: Path) -> None:
    """Nobody chosen, no reason: each is a sentence; another word than yes records nothing."""
    desk = _scored(tmp_path, 95, 92, 91, 85)
    press(desk, "r", "x", "f9")
    assert "[K7041]" in desk.frame().text()
    press(desk, "space", "f9")
    assert "[K7041]" in desk.frame().text()
    press(desk, "enter", "f9")
    assert str(desk.message)
    press(desk, "down", "down")
    _texts(desk)
    press(desk, "f9", *"no", "enter")
    assert "没有记入" in desk.frame().text()
    assert not desk.session.office.decisions


def test_a_tie_may_leave_its_places_vacant(tmp_path: Path) -> None:
    """Choosing fewer than the places needs F8, and the decision says that the rest stays vacant."""
    desk = _scored(tmp_path, 95, 92, 92, 85, 80, 80, 80, ruleset=DEMO)
    press(desk, "r", "down", "t", "f9")
    assert "[K7015]" in desk.frame().text()
    press(desk, "f8", "down", "down")
    _texts(desk)
    assert "其余空缺" in desk.frame().text()
    press(desk, "f9", "是", "enter")
    (row,) = desk.session.office.decisions.values()
    assert (row["choose"], row["leave_vacant"]) == ([], True)
    assert {desk.session.outcome(who).grade for who in ("000002", "000003")} == {"称职"}


def test_every_quota_is_a_key_away(tmp_path: Path) -> None:
    """The results show one line of places; m shows all of them with clause and whom they wait for."""
    desk = desk_on(tmp_path)
    press(desk, "r")
    assert desk.frame().text().count("余 0") == 1
    press(desk, "m")
    text = desk.frame().text()
    assert "第九条 D-9" in text
    assert "等待 000009, 000010" in text


@pytest.mark.parametrize("order", ["id", "name", "grade", "state"])
def test_the_results_sort_by_every_column(tmp_path: Path, order: str) -> None:
    """Each column is an order; the cursor stays on its person, and the ranks stay those of the scores."""
    desk = desk_on(tmp_path)
    press(desk, "r", "down", "down")
    page: Any = desk.page
    who, ranks = page.chosen, {one: page.standings().row(n).rank for n, one in enumerate(page.ids())}
    while page.order != order:
        press(desk, "s")
    ids = page.ids()
    outcomes = [desk.session.outcome(one) for one in ids]
    keys: dict[str, list[Any]] = {
        "id": ids,
        "name": [(one.name, one.id) for one in outcomes],
        "grade": [["优秀", "称职", None].index(one.grade or one.provisional_grade) for one in outcomes],
        "state": [["decided", "needs"].index(one.state) for one in outcomes],
    }
    assert keys[order] in (sorted(keys[order]), sorted(keys[order], reverse=True))
    assert page.chosen == who
    assert {one: page.standings().row(n).rank for n, one in enumerate(ids)} == ranks


@pytest.mark.parametrize("order", ["score", "id", "name", "grade", "state"])
def test_the_results_are_turned_round(tmp_path: Path, order: str) -> None:
    """S is the same order the other way round: ranks stay, who has no score or grade stays last, the cursor on its person."""
    desk = desk_on(tmp_path)
    press(desk, "r", "down", "down")
    page: Any = desk.page
    while page.order != order:
        press(desk, "s")
    who, before = page.chosen, [*page.ids()]
    ranks = {one: page.standings().row(n).rank for n, one in enumerate(before)}
    nobodys = {"score": lambda one: one.score is None, "grade": lambda one: not (one.grade or one.provisional_grade)}
    without = [one for one in before if nobodys.get(order, lambda _: False)(desk.session.outcome(one))]
    assert before[len(before) - len(without) :] == without
    assert bool(without) == (order in nobodys)
    assert "倒序" not in desk.frame().text()
    press(desk, "S")
    after = [*page.ids()]
    assert after == [*before[: len(before) - len(without)][::-1], *without]
    assert after != before
    assert page.chosen == who
    assert {one: page.standings().row(n).rank for n, one in enumerate(after)} == ranks
    assert "（倒序）" in desk.frame().text()
    press(desk, "S")
    assert (page.ids(), page.chosen) == (before, who)
    assert "倒序" not in desk.frame().text()


def test_a_tie_is_decided_where_the_results_are_turned_round(tmp_path: Path) -> None:
    """Turned round, T still opens the tie of the row that is shown under the cursor."""
    desk = desk_on(tmp_path)
    press(desk, "r", "S")
    page: Any = desk.page
    rows = page.standings()
    place = next(n for n in range(len(rows.ids)) if rows.row(n).tie is not None)
    press(desk, "home", *["down"] * place, "t")
    assert rows.ids[place] in desk.frame().text()
    assert desk.page.where == "tie"


def test_results_turned_round_by_name_in_a_command_and_listed_under_f1(tmp_path: Path) -> None:
    """The command turns them as the key does, and F1 on the page lists the key."""
    desk = desk_on(tmp_path)
    press(desk, "r", ":", *"reverse", "enter")
    assert "（倒序）" in desk.frame().text()
    press(desk, "f1")
    assert "倒序: 同一排序" in desk.frame().text()


def test_the_results_say_how_many_lack_something(tmp_path: Path) -> None:
    """Those who lack an entry, and those who only wait for others, are counted apart."""
    desk = desk_on(tmp_path)
    press(desk, "r")
    assert "待录 2" in desk.frame().text()
    assert "其他未定 3" in desk.frame().text()
