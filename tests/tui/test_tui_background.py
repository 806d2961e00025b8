"""Results of many people: a page at once, the rest in the background, keys answered meanwhile."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from attrs import evolve

from engine_kit.drawn import SCHEMES, same_cohort
from engine_kit.pooled import pooled_case, pooled_scheme
from kaohe.cases import read_case
from kaohe.engine import Evaluation, Tie
from kaohe.progress import heard_by
from kaohe_tui.desk._desk import Desk
from kaohe_tui.session._computation import Computation
from kaohe_tui.session._job import Stopped
from kaohe_tui.session._session import Session
from tui_kit import write_case
from tui_kit.terminal import Terminal
from tui_kit.typing import burst, desk_on, press

PEOPLE = 420  # more than are computed at every entry


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """A computation waits before its first record until the gate is opened."""
    opened = threading.Event()
    run = Computation.run

    def waiting(self: Computation) -> None:
        while not opened.wait(0.01):
            self.job.check()
        run(self)

    monkeypatch.setattr(Computation, "run", waiting)
    yield opened
    opened.set()


def _pooled(folder: Path, people: int = PEOPLE) -> Desk:
    """A desk on a case of 200 groups with a quota in each."""
    path = folder / "pooled.json"
    path.write_text(json.dumps(pooled_case(people)))
    desk = Desk(Session.open(path, ruleset=pooled_scheme()))
    desk.size = (80, 24)
    return desk


def _finish(desk: Desk, gate: threading.Event) -> None:
    gate.set()
    desk.session.results.wait()


def test_the_first_page_stands_before_anything_is_computed(tmp_path: Path, gate: threading.Event) -> None:
    """Rows in the order of the case, grades before quotas in brackets, and how far the computation is."""
    desk = desk_on(tmp_path, people=PEOPLE)
    press(desk, "r")
    shown = desk.frame().text()
    assert "正在计算得分 [....................] 0/421" in shown
    assert "000001 张一               95.00    (优秀)" in shown
    assert "000006 孙六               89.00    称职" in shown
    assert "全体" not in shown  # no meter of places that are not placed yet


def test_keys_are_answered_while_it_computes(tmp_path: Path, gate: threading.Event) -> None:
    """The list turns pages, finds and opens a form, and the results come all the same."""
    desk = desk_on(tmp_path, people=PEOPLE)
    press(desk, "r", "pagedown", "down")
    assert "> " in desk.frame().text()
    press(desk, "/", *"000300", "enter")
    assert ">       000300" in desk.frame().text()
    press(desk, "enter")
    assert "000300" in desk.page.head()
    assert "名额: 计算中" in desk.frame().text()
    _finish(desk, gate)
    press(desk, "escape")
    shown = desk.frame().text()
    assert "正在" not in shown
    assert "优秀 全体：126/420" in shown


def test_the_cursor_stays_on_its_person_when_the_order_comes(tmp_path: Path, gate: threading.Event) -> None:
    """From the order of the case to the order of scores the cursor follows whom it was on."""
    desk = desk_on(tmp_path, people=PEOPLE)
    press(desk, "r", "g", *"000050", "enter")
    desk.frame()
    _finish(desk, gate)
    assert "000050" in next(line for line in desk.frame().text().split("\n") if line.startswith(">"))


def test_escape_stops_it_and_a_second_one_goes_back(tmp_path: Path, gate: threading.Event) -> None:
    """Stopped results say so and are not begun again by looking; F5 begins them."""
    desk = desk_on(tmp_path, people=PEOPLE)
    press(desk, "r")
    desk.frame()
    press(desk, "escape")
    assert "已停止" in str(desk.message)
    assert "未计算" in desk.frame().text()
    assert not desk.session.results.computing
    press(desk, "escape")
    assert desk.page.where == "roster"
    press(desk, "r", "f5")
    assert desk.session.results.computing
    _finish(desk, gate)
    assert "优秀 全体：126/420" in desk.frame().text()


def test_an_entry_meanwhile_is_in_the_results(tmp_path: Path, gate: threading.Event) -> None:
    """What was begun before an entry is dropped; looking at the results begins anew, with the entry in them."""
    desk = desk_on(tmp_path, people=PEOPLE)
    press(desk, "r", "g", *"000006", "enter", "enter")
    for _ in range(4):
        press(desk, *"100", "tab", *"100", "tab")
    assert not desk.session.results.computing
    press(desk, "escape")
    assert "正在计算得分" in desk.frame().text()
    _finish(desk, gate)
    press(desk, "home")
    assert "> 1     000006 孙六               100.00   优秀" in desk.frame().text()


def test_after_an_entry_only_what_it_reaches_is_computed_again(tmp_path: Path, gate: threading.Event) -> None:
    """All rows and meters stand meanwhile, and a line says that it is computed; then other pools are the same objects."""
    desk = _pooled(tmp_path)
    press(desk, "r")
    _finish(desk, gate)
    before = {one.id: one for one in desk.session.results.everybody() or ()}
    page = desk.frame().text().split("\n")
    gate.clear()
    ids = list(desk.page.ids())  # type: ignore[attr-defined]  # the results are a list
    who = ids[-1]
    press(desk, "g", *who, "enter", "enter", *"100", "tab", "f2", "escape", "home")
    again = desk.frame().text().split("\n")
    assert any("录入后重新计算" in line for line in again)
    assert [line for line in page if "M00" in line][:9] == [line for line in again if "M00" in line][:9]
    assert "优秀" in "".join(line for line in again if "[" in line)
    _finish(desk, gate)
    assert "录入后" not in desk.frame().text()
    after = {one.id: one for one in desk.session.results.everybody() or ()}
    assert after == {one.id: one for one in Evaluation(desk.session._cohort()).outcomes()}
    group = {name: person.facts["group"] for name, person in desk.session.people.items()}
    assert after[who] != before[who]
    assert {name for name in after if after[name] is not before[name]} <= {n for n in group if group[n] == group[who]}


def test_what_is_computed_again_is_marked_line_by_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """After an entry the rows and the meter of its pool say that they are being computed again, and no others do."""
    desk = _pooled(tmp_path)
    desk.session.results.wait()
    told, opened, ties = threading.Event(), threading.Event(), Evaluation.ties

    def waiting(evaluation: Evaluation) -> list[Tie]:
        told.set()
        opened.wait(30)
        return ties(evaluation)

    monkeypatch.setattr(Evaluation, "ties", waiting)
    press(desk, "r")
    who = next(iter(desk.page.ids()))  # type: ignore[attr-defined]  # the results are a list
    press(desk, "enter", "enter", *"80", "tab", "f2", "escape", "home")
    desk.frame()
    assert told.wait(30)
    desk.session.results.poll()
    results, group = desk.session.results, {name: one.facts["group"] for name, one in desk.session.people.items()}
    mine = {name for name in group if group[name] == group[who]}
    assert {name for name in group if results.is_again(name)} == mine
    rows = [line for line in desk.frame().text().split("\n") if "M00" in line]
    assert {line[line.index("M") :][:8] for line in rows if "重算中" in line} == {
        name for name in mine if any(name in line for line in rows)
    }
    press(desk, "m")
    meters = [line.text for line in desk.page.lines()]  # type: ignore[attr-defined]  # the meters are lines to read
    assert [f" {group[who]}：" in line for line in meters if "重算中" in line] == [True]
    opened.set()
    results.wait()
    assert not any("重算中" in line.text for line in desk.page.lines())  # type: ignore[attr-defined]  # as above


def test_a_part_with_a_share_floor_is_marked_whole_and_can_be_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever shares places with the edited one is marked before any is given out; the search for them can be stopped."""
    scheme = SCHEMES["exclusive, one guaranteed"]
    rows = {f"P{number:02d}": {"facts": facts(number)} for number in range(24)}
    first = Computation(same_cohort(scheme, rows, []))
    first.run()
    rows["P00"] = {"facts": facts(0) | {"mark": 91}}
    given = same_cohort(scheme, rows, [])
    people = {**first.cohort.appraisees, "P00": given.appraisees["P00"]}
    work = Computation(evolve(first.cohort, appraisees=people), first)
    marked: list[str] = []
    ties = Evaluation.ties

    def noted(evaluation: Evaluation) -> list[Tie]:
        marked.extend(name for name in rows if work.is_again(name))
        work.job.stop()
        return ties(evaluation)

    monkeypatch.setattr(Evaluation, "ties", noted)
    with heard_by(lambda *_, **__: work.job.check()), pytest.raises(Stopped):
        work.run()
    assert set(marked) == {name for name, row in rows.items() if row["facts"]["post"] == "front"}
    assert (work.stage, len(work.outcomes)) == ("again", 0)


def facts(number: int) -> dict[str, object]:
    """What is entered of one of many, half of them at the front."""
    return {"mark": 90 + number % 7, "n": 0, "post": ("front", "office")[number % 2], "fit": "yes", "found": []}


def test_somebody_taken_out_is_in_no_list_while_it_is_computed_again(tmp_path: Path) -> None:
    """Where other people are there than before, nothing from before is shown; what came out of it is shared all the same."""
    desk = _pooled(tmp_path)
    desk.session.results.wait()
    first = desk.session.results._known
    assert first is not None
    cohort = desk.session._cohort()
    people = dict(list(cohort.appraisees.items())[1:])
    work = Computation(evolve(cohort, appraisees=people), first)
    assert (work.stage, work.pools, work.placed) == ("scores", None, None)
    work.run()
    assert {one.id: one for one in work.all} == {one.id: one for one in Evaluation(work.cohort).outcomes()}


def test_the_open_points_and_the_roster_wait_too(tmp_path: Path, gate: threading.Event) -> None:
    """Lists that hang on everybody say how far it is, and are there once it is done."""
    desk = desk_on(tmp_path, people=PEOPLE)
    press(desk, "o")
    assert "正在计算得分" in desk.frame().text()
    press(desk, "escape", "escape", "s", "s", "s", "s")
    assert "正在计算得分" in desk.frame().text()
    _finish(desk, gate)
    assert "排序 得分" in desk.frame().text()
    press(desk, "home")
    assert "> 000001    张一" in desk.frame().text()
    press(desk, "o")
    assert "待录 2" in desk.frame().text()


def test_progress_changes_one_line(tmp_path: Path, gate: threading.Event) -> None:
    """What is sent while a slow line waits is the line that says how far it is, and no row anew."""
    desk = desk_on(tmp_path, people=PEOPLE)
    press(desk, "r")
    before = desk.frame().text().split("\n")
    work = desk.session.results._work
    assert work is not None
    assert desk.progressed()
    assert not desk.progressed()
    work.counted = 210
    assert desk.progressed()
    after = desk.frame().text().split("\n")
    assert [y for y, (one, two) in enumerate(zip(before, after, strict=True)) if one != two] == [1]
    assert "[#########...........] 210/421" in after[1]


def test_a_terminal_answers_keys_while_results_come(tmp_path: Path) -> None:
    """Over a real terminal: a page, a key that moves, Esc that stops, F5 that begins anew, and the meters at the end."""
    with Terminal(str(write_case(tmp_path, people=1500))) as terminal:
        terminal.shows("1501/1501")
        first = terminal.spent(lambda: terminal.send("r\x1b[B"), lambda: ">       000002" in terminal.screen.text(), "")
        assert first <= 8192 + 100 * 300  # a page, and at most some seconds of four lines each
        terminal.send("\x1b[B\x1b[6~")
        terminal.wait(lambda: "第2页" in terminal.screen.text(), "the next page")
        if "正在" in terminal.screen.text():
            terminal.send("\x1b")  # where all came in that moment there is nothing to stop, and Esc goes back
            back = "显示 1501/1501"
            terminal.wait(lambda: any(one in terminal.screen.text() for one in ("未计算", back)), "a stop")
            terminal.send("r" if back in terminal.screen.text() else "\x1b[15~")
        terminal.shows("优秀 全体：450/1500")
        terminal.wait(lambda: "正在核定" not in terminal.screen.text(), "all outcomes")
        terminal.send("\x1b")
        terminal.shows("显示 1501/1501")


def test_background_and_foreground_find_the_same(tmp_path: Path) -> None:
    """Stages and threads change nothing: every outcome is the evaluation's, under quotas in 200 groups too."""
    desk = _pooled(tmp_path)
    desk.session.results.wait()
    found = {one.id: one for one in desk.session.results.everybody() or ()}
    case = read_case(tmp_path / "pooled.json", ruleset=pooled_scheme())
    assert found == {one.id: one for one in Evaluation(case.cohort).outcomes()}


def test_whoever_is_looked_at_comes_first(tmp_path: Path) -> None:
    """The outcomes of the page in view are made before the others'."""
    work = Computation(desk_on(tmp_path, people=PEOPLE).session._cohort())
    work.front = ("000420",)
    work.run()
    made = list(work.outcomes)
    assert made.index("000420") < made.index("000419")
    assert [one.id for one in work.all][-2:] == ["000419", "000420"]


def test_a_stopped_computation_ends_at_the_next_record(tmp_path: Path) -> None:
    """Nothing more is judged once nobody wants it."""
    work = Computation(_pooled(tmp_path).session._cohort())
    work.job.stop()
    with pytest.raises(Stopped):
        work.run()
    assert (work.stage, work.counted) == ("scores", 0)


def test_an_explanation_before_the_quotas_says_so(tmp_path: Path, gate: threading.Event) -> None:
    """It explains the grade before quotas under that heading, and the whole outcome once that is known."""
    desk = desk_on(tmp_path, people=PEOPLE)
    press(desk, "r", "down", "f4")
    assert "未计名额" in desk.frame().text()
    _finish(desk, gate)
    shown = desk.frame().text()
    assert "未计名额" not in shown
    assert "第九条 D-9" in shown


def test_a_decided_tie_is_computed_anew(tmp_path: Path) -> None:
    """A decision recorded on the results of many is in the next ones."""
    desk = _pooled(tmp_path, 1400)
    press(desk, "r")
    desk.session.results.wait()
    ties = desk.session.results.ties("member")
    ids = list(desk.page.ids())  # type: ignore[attr-defined]  # the results are a list
    press(desk, "g", *ids[ids.index(ties[0].members[0])], "enter", "t")
    for _ in range(ties[0].take):
        press(desk, "enter", "down")
    press(desk, *["down"] * len(ties[0].members), "up", *"集体研究", "down", *"组发〔2020〕7号", "f9", *"是", "enter")
    assert "已记入" in str(desk.message)
    desk.session.results.wait()
    after = desk.session.results.ties("member")
    assert ties[0].members not in [tie.members for tie in after]
    assert len(after) == len(ties) - 1


def test_what_goes_wrong_in_the_background_is_raised_where_it_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A thread that fails is not a screen that waits for ever."""

    def fails(self: Computation) -> None:
        raise RuntimeError("torn")

    monkeypatch.setattr(Computation, "run", fails)
    desk = desk_on(tmp_path, people=PEOPLE)
    press(desk, "r")
    with pytest.raises(RuntimeError, match="torn"):
        desk.session.results.wait()
    assert not desk.session.results.computing


def test_a_burst_over_a_running_computation_means_what_it_says(tmp_path: Path, gate: threading.Event) -> None:
    """Keys posted at once while the thread waits end where the same keys end one by one."""
    desk = desk_on(tmp_path, people=PEOPLE)
    asyncio.run(burst(desk, ["r", "down", "down", "enter", *"77", "tab", "escape", "escape", "escape"]))
    assert desk.session.people["000003"].facts["work"][0] == 77  # type: ignore[index]  # a tuple of quarters
    assert desk.page.where == "roster"
