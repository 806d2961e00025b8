"""What is entered twice, how the two entries of it compare, and what a save does to first entries beside a second.

The first entry stands where every entry stands. The `second` document of a person (and period) keeps what was entered
the second time, by whom and when, and how differences were settled; whether both agree is compared when it is asked.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from attrs import frozen

from ...errors import CaseError
from ...rules import Tally
from ...rules.nodes import Input
from ...rules.tools import KindRules
from ...words import Message, named
from .._acts import Sight
from .._documents import FACTS, PERIOD, PRACTICE, ROLE, SECOND, Fields, Key, Row

__all__ = [
    "ALL",
    "TALLIES",
    "Beside",
    "Compared",
    "asked_of",
    "beside_second",
    "compared",
    "comparisons",
    "first_key",
    "first_of",
    "place_of",
    "wanted",
]

ALL, TALLIES = "all", "tallies"
_STANDS = Message(
    "K8127",
    "{key} of {id} was entered a second time, so it is changed by settling the difference: kaohe office second settle, or"
    " in a revision of what is frozen",
    "{id} 的 {key} 已经复录；更改须裁定差异：kaohe office second settle，或对已冻结内容进行修订",
)


def wanted(sight: Sight) -> Sequence[str]:
    """Which inputs are entered twice: keys, "tallies", "all". Where nobody said, tallies once the book has roles."""
    said = sight.held(PRACTICE).get("second")
    if said is not None:
        return tuple(said["inputs"])
    return (TALLIES,) if sight.held(ROLE) else ()


def asked_of(sight: Sight, rules: KindRules | None, axis: str) -> list[Input]:
    """The inputs of a kind that are entered twice along an axis, "" for those entered once a cycle."""
    asked = wanted(sight)
    if rules is None or not asked:
        return []
    axes = sight.state.axes[rules.kind.key]
    return [
        one
        for one in rules.inputs
        if axes.get(one.key, None) == axis
        and (ALL in asked or one.key in asked or (TALLIES in asked and isinstance(one, Tally)))
    ]


@frozen
class Compared:
    """One input that is entered twice: whose, which, at which period, and how its two entries stand.

    `state` is "first" (nothing entered), "due" (no second entry yet), "equal", "differs" or "settled"; `entered_by` is
    the second login.
    """

    appraisee: str
    key: str
    at: str
    state: str
    first: Any = None
    second: Any = None
    entered_by: str = ""
    settled: Fields | None = None

    def as_json(self) -> dict[str, Any]:
        """It as plain data."""
        about = {"appraisee": self.appraisee, "key": self.key, "at": self.at, "state": self.state}
        return {
            **about,
            "first": self.first,
            "second": self.second,
            "second_by": self.entered_by,
            "settled": self.settled,
        }


def place_of(sight: Sight, who: str, at: str) -> tuple[Key, str]:
    """The document that holds the first entries of a person at a period ("" for the cycle), and the id of the second."""
    axis = next((axis for axis, names in sight.periods.items() if at in names), "")
    return _places(axis, at, who)


def _places(axis: str, at: str, who: str) -> tuple[Key, str]:
    """The same, the axis being known. An id may hold any sign, so a second document says that it has no period."""
    id_ = f"{axis}/{at}/{who}"
    return ((PERIOD, id_) if axis else (FACTS, who)), id_


def first_key(id_: str) -> Key:
    """The document of first entries beside a second document."""
    return _places(*id_.split("/", 2))[0]  # AXIS, PERIOD, ID


def comparisons(sight: Sight, *, axis: str = "", at: str = "", only: str = "") -> Iterator[Compared]:
    """Everything that is entered twice at one period (or once a cycle), of everybody or of `only`."""
    asked: dict[str, list[Input]] = {}
    held = sight.held(SECOND)
    for who, row in sight.rows.items() if not only else [(only, sight.rows[only])]:
        kind = row["kind"]
        if kind not in asked:
            asked[kind] = asked_of(sight, sight.ruleset.kind(kind), axis)
        document = held.get(f"{axis}/{at}/{who}", {})
        for one in asked[kind]:
            yield compared(who, one.key, at, first_of(row, one.key, at), document)


def compared(who: str, key: str, at: str, first: Any, document: Fields) -> Compared:
    """How the entries of one input stand; `document` is the second document, empty for none."""
    entries: Mapping[str, Any] = document.get("entries", {})
    settled = document.get("settled", {}).get(key)
    if first is None:
        return Compared(who, key, at, "first")
    if key not in entries:
        return Compared(who, key, at, "due", first)
    by = document["by"].get(key, "")
    if settled is not None and _like(settled["value"]) == _like(first):
        return Compared(who, key, at, "settled", settled["first"], entries[key], by, settled)
    state = "equal" if _like(entries[key]) == _like(first) else "differs"
    return Compared(who, key, at, state, first, entries[key], by)


def _like(value: Any) -> Any:
    """The value so that a number typed and a number given are alike."""
    if isinstance(value, Mapping):
        return {key: _like(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_like(one) for one in value]
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


def first_of(row: Row, key: str, at: str) -> Any:
    """What a row holds of an input, at a period where one is named; None for nothing."""
    value = row.get("facts", {}).get(key)
    return value.get(at) if at and isinstance(value, Mapping) else value


@frozen
class Beside:
    """A document of first entries that a save changes although a second entry stands beside it.

    `names` are the inputs that it changes; `without` is the second document as a revision leaves it.
    """

    key: Key
    names: tuple[str, ...]
    without: tuple[Key, Fields]

    def refusal(self) -> CaseError:
        """Why it may not, unless it is a revision."""
        who = self.key[1].split("/", 2)[2] if self.key[0] == PERIOD else self.key[1]
        return CaseError(_STANDS.format(key=self.names[0], id=named(who)))


def beside_second(
    sight: Sight, documents: Mapping[Key, Fields | None], before: Mapping[Key, Fields | None]
) -> Iterator[Beside]:
    """The first entries of a save that stand beside a second one, which the save does not itself enter or settle."""
    held = sight.held(SECOND)
    for key, fields in documents.items() if held else ():
        id_ = key[1] if key[0] == PERIOD else f"//{key[1]}"
        second = held.get(id_) if key[0] in (FACTS, PERIOD) and (SECOND, id_) not in documents else None
        if second is not None:
            old, new = ((one or {}).get("facts", {}) for one in (before.get(key), fields))
            names = tuple(name for name in second["entries"] if old.get(name) != new.get(name))
            if names:
                left = {part: {k: v for k, v in second[part].items() if k not in names} for part in second}
                yield Beside(key, names, ((SECOND, id_), left))
