"""A book that holds nobody: every page says which key fills it, and every key of every page ends in a screen."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from kaohe.office import Office, Plan
from kaohe_tui.desk._desk import Desk
from kaohe_tui.pages._actions import actions_in, key_name
from kaohe_tui.pages._list import ListPage
from kaohe_tui.session._session import Session
from tui_kit import DEMO, case_data
from tui_kit.typing import press

# From the roster of an empty book to each page that there is without anybody.
_WAYS: dict[str, tuple[str, ...]] = {
    "roster": (),
    "results": ("r",),
    "points": ("o",),
    "sheets": ("b",),
    "meters": ("r", "m"),
    "scheme": ("c",),
    "help": ("?",),
    "person": ("a",),
}
_KEY = re.compile(r"(?:^|\s)(?:[a-z/]|Esc|F\d)(?:\s\s|\s|，|,)")


@pytest.fixture
def empty(tmp_path: Path) -> Desk:
    """A desk on a book that was made and holds nobody."""
    plan = Plan(scheme="demo", cycle=case_data()["cycle"], unit="示例县")
    Office.create(tmp_path / "empty.book", plan, ruleset=DEMO).close()
    desk = Desk(Session.open(tmp_path / "empty.book", ruleset=DEMO), who="li", terminal="pts/3")
    desk.size = (80, 24)
    return desk


def _body(desk: Desk) -> str:
    return "\n".join(desk.frame().text().split("\n")[1:-4])


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("page", ["roster", "results", "points", "sheets"])
def test_an_empty_list_says_which_key_fills_it(
    empty: Desk, page: str, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In the place of rows stands why there are none, and a key that leads on; it is not cut at 80 columns."""
    monkeypatch.setenv("KAOHE_LANG", language)
    press(empty, *_WAYS[page])
    assert empty.page.where == page
    assert _KEY.search(_body(empty)), _body(empty)
    assert "~" not in _body(empty)


def _lists(of: type[ListPage] = ListPage) -> list[type[ListPage]]:
    return [one for sub in of.__subclasses__() for one in (sub, *_lists(sub))]


def test_every_list_has_its_own_words_for_nothing() -> None:
    """No list is drawn as a blank page: each kind of list says itself what it says where it is empty."""
    assert len(_lists()) >= 12
    shown = [one for one in _lists() if one.where]
    assert [one.__name__ for one in shown if one.nothing is ListPage.nothing] == []


@pytest.mark.parametrize(
    ("keys", "wanted"),
    [(("/", *"nobody", "enter"), "Esc  取消筛选"), (("f", "f"), None), (("o", "/", *"none", "enter"), "/  清空")],
    ids=["filter", "state", "points"],
)
def test_a_list_that_a_filter_emptied_says_so(tmp_path: Path, keys: tuple[str, ...], wanted: str | None) -> None:
    """What was asked for and fits nobody names the key that takes it off; a state is only offered where it is."""
    from tui_kit.typing import desk_on

    desk = desk_on(tmp_path)
    press(desk, *keys)
    text = desk.frame().text()
    assert wanted in text if wanted else "没有符合" not in text


@pytest.mark.parametrize("page", _WAYS)
def test_every_key_of_every_page_ends_in_a_screen(empty: Desk, page: str) -> None:
    """With nobody in the book no key ends in a traceback, and Esc always leads back to the roster."""
    for action in actions_in(page):
        for key in action.keys:
            press(empty, *_WAYS[page])
            assert empty.page.where == page, (page, key_name(key))
            press(empty, key)
            assert empty.frame().text().strip()
            empty.leaving = False
            _back(empty)


def _back(desk: Any) -> None:
    """Esc until the roster is there, no prompt over it."""
    for _ in range(6):
        if desk.prompt is None and desk.page.where == "roster":
            return
        press(desk, "escape")
    raise AssertionError(f"no way back from {desk.page.where}")


def test_an_empty_home_in_english(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder without books says in English as well which keys make one."""
    monkeypatch.setenv("KAOHE_LANG", "en")
    home = Desk(None, folder=tmp_path)
    home.size = (80, 24)
    assert _KEY.search(_body(home))
    assert "~" not in _body(home)
