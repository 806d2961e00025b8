"""Something a person can do on a screen, and the groups of screens that share what can be done."""

from __future__ import annotations

from attrs import frozen

from kaohe.words import Text

__all__ = ["ALL", "CYCLE", "HOME", "LETTERS", "LISTS", "SHEET", "WHAT_IF", "Action", "action"]

LISTS = ("roster", "results", "points")
LETTERS = (*LISTS, "why", "scheme", "meters", "help")
HOME = ("home", "maker", "choose", "readings")
SHEET = ("sheets", "sheet", "block")
CYCLE = ("cycle", "second", "differences", "warnings", "staff", "lowers", "signing", "chain")
WHAT_IF = ("what_if", "effects", "joining")
ALL = (
    *(*LETTERS, "form", "tie", "excess", "paste", "count", "recover", "changed", "person", "judge", "sheet_in"),
    *(*HOME, *SHEET, *CYCLE, "blind", "settle", "due", "due_people", "draw", "act", "orders"),
    *WHAT_IF,
)


@frozen
class Action:
    """Something a person can do: its keys where it holds (`where`), its short and its long words.

    Letters are keys only on screens where nothing is typed into fields.
    """

    name: str
    keys: tuple[str, ...]
    label: Text
    about: Text
    where: tuple[str, ...]
    shown: tuple[str, ...] = ()


def action(
    name: str, keys: str, label: tuple[str, str], about: tuple[str, str], where: tuple[str, ...], shown: str = ""
) -> Action:
    """An action; several keys, and the screens that show it on their line of keys, stand with blanks between."""
    return Action(name, tuple(keys.split()), Text(*label), Text(*about), where, tuple(shown.split()))
