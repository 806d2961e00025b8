"""Running the examples: each line in the prelude's names, and what it is worth for the people of the example case.

The engine comes with it; the rest of the vocabulary is only words.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from inspect import getsource
from typing import Any

from ... import rules
from ...cases import Case, case_from_data, parse_text
from ...engine import Code, Day, Evaluation, Gone, Num, Truth
from ...rules import Part, amend, assemble, forms, nodes, steps
from ...rules.nodes import Expr, open_axis
from ...rules.tools import show
from ...words import Text
from . import _prelude
from ._entry import Entry
from ._key import Key, Place
from ._prelude import City, Example

__all__ = ["City", "Example", "example_case", "prelude", "ran", "within", "worth"]

WHO = "A"
_YES, _NO, _GONE = Text("yes", "是"), Text("no", "否"), Text("no value", "无值")


def prelude() -> str:
    """The source of the scheme that the examples belong to."""
    return getsource(_prelude).partition("# --- the scheme ---\n")[2].strip()


def example_case() -> str:
    """The case that the examples are evaluated in, as its file has it."""
    return (files(__package__) / "example.toml").read_text(encoding="utf-8")


def ran(entry: Entry) -> Any:
    """What the example gives: a declaration, an expression, a class, or what the hook that it defines returns."""
    names = {**vars(nodes), **vars(amend), **vars(forms), **vars(steps), **vars(rules), **vars(_prelude), "dt": dt}
    if not entry.example.startswith(("def ", "class ")):
        return eval(entry.example, names)  # noqa: S307  # a line of this package
    made: dict[str, Any] = {}
    exec(entry.example, names, made)  # noqa: S102  # a line of this package
    ((name, found),) = made.items()
    if not entry.example.startswith("def "):
        return found
    part = type("Made", (Part,), {"kind": _prelude.CADRE, name: found})
    return getattr(part(_prelude.Example()), name)()


def within(place: Place, key: Key) -> dict[str, Any]:
    """The example case with the key's lines where they stand, as plain data."""
    whole = parse_text(example_case(), "example.toml", toml=True)
    lines = parse_text(key.example, key.name, toml=True)
    person = {"id": "X", "kind": "cadre"}
    if place.key == "defaults":
        return _merged(whole, {"defaults": {"cadre": lines}})
    if place.key == "facts":
        return _merged(whole, {"appraisees": [person | {"facts": lines}]})
    if place.key == "appraisees":
        return _merged(whole, {"appraisees": [person | lines]})
    if place.key == "decisions":
        return whole | {"decisions": [lines]}
    if place.key == "expect":
        return whole | {"expect": lines}
    return _merged(whole, {"cycle": lines} if place.key == "cycle" else lines)


def _merged(whole: Mapping[str, Any], more: Mapping[str, Any]) -> dict[str, Any]:
    """`more` laid over `whole`: tables into tables, further appraisees behind those that are there."""
    found = dict(whole)
    for key, value in more.items():
        old = found.get(key)
        if key == "appraisees":
            found[key] = [*whole[key], *value]
        else:
            found[key] = _merged(old, value) if isinstance(old, Mapping) and isinstance(value, Mapping) else value
    return found


@cache
def _case() -> Case:
    return case_from_data(parse_text(example_case(), "example.toml", toml=True), ruleset=assemble(_prelude.Example))


def worth(entry: Entry) -> Text | None:
    """What an example that is a closed expression comes to for appraisee A of the example case, None for any other."""
    found = ran(entry)
    if not isinstance(found, Expr) or open_axis(found) is not None or not _asks(found):
        return None
    walker = Evaluation(_case().cohort).walker("T" if "back(" in entry.example else WHO)
    return _told(walker.worth(found))


def _asks(expression: Expr) -> bool:
    """Whether it is made of what the record of the example holds."""
    known = {given.key for kind in _case().cohort.ruleset.kinds for given in kind.inputs}
    own = isinstance(expression, nodes.Input)
    return not own and all(not isinstance(part, nodes.Input) or part.key in known for part in expression.parts())


def _told(found: Any) -> Text | None:
    if isinstance(found, Gone):
        return _GONE
    if isinstance(found, Num) and found.value is not None:
        return Text(show(found.value), show(found.value))
    if isinstance(found, Truth) and len(found.options) == 1:
        (holds,) = found.options
        return _GONE if holds is None else _YES if holds else _NO
    value = found.value if isinstance(found, Code | Day) else None
    return None if value is None else Text(str(value), str(value))
