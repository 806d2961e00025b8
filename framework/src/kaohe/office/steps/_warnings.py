"""What is legal and odd: numbered warnings, apart from errors, which somebody accepts with a reason before a signature.

A `warning` document is named by number, person, input and period, and holds the hash of what it was accepted for: where
that changes, the warning stands again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import lru_cache
from typing import Any, ClassVar

from attrs import frozen

from ...errors import CaseError, KaoheError
from ...rules import Flag, Score, Tally
from ...rules.nodes import Input
from ...rules.tools import exact, show
from ...store import stamp
from ...words import Message, Text, named
from .._acts import Act, Sight
from .._documents import WARNING, Fields, Key, Row, hash_of
from ._compared import first_of

__all__ = ["Accept", "Warned", "warned"]

_APART, _OF = 30, 100  # points, of a range of so many
_FEW = 10  # of fewer ballots it is no wonder that all are alike
_SPOILT = Fraction(1, 10)

_FAR = Message(
    "W8101",
    "{input} is {value}, {apart} points from the nearest of the person's other marks ({others}); compare it with the paper",
    "{input}为 {value}，与本人其他得分（{others}）最近的也相差 {apart} 分；请核对纸质材料",
)
_SAME = Message(
    "W8102",
    "{input}: all {n} ballots say the same; compare them with the count sheet",
    "{input}：{n} 票完全一致；请核对计票表",
)
_MANY_SPOILT = Message(
    "W8103",
    "{input}: {spoilt} of {n} ballots are spoilt, more than 10 %; compare them with the count sheet",
    "{input}：收回 {n} 票中废票 {spoilt} 票，超过10%；请核对计票表",
)
_FLAGGED = Message("W8104", "{flag}; the scheme asks to look at it", "{flag}；方案要求核对")
_NO_WARNING = Message(
    "K8130",
    "no warning is called {name}; kaohe office warnings lists those that stand",
    "没有名为 {name} 的提示；kaohe office warnings 可列出现有提示",
)


@frozen
class Warned:
    """One warning: whose, about which input and period, in words; who accepted it, "" while nobody has.

    Its id names it in a book and is what `Accept` takes.
    """

    text: Message
    appraisee: str
    key: str
    at: str
    about: str
    accepted_by: str = ""
    accepted_at: str = ""

    @property
    def id(self) -> str:
        """Number, person, input and period."""
        return "/".join(part for part in (self.text.number, self.appraisee, self.key, self.at) if part)

    def as_json(self) -> dict[str, Any]:
        """It as plain data."""
        found = {"id": self.id, "number": self.text.number, "appraisee": self.appraisee, "key": self.key, "at": self.at}
        told = {"en": self.text.en, "zh": self.text.zh}
        return {**found, "text": told, "accepted_by": self.accepted_by, "accepted_at": self.accepted_at}


def warned(sight: Sight, *, axis: str = "", at: str = "", only: str = "") -> Iterator[Warned]:
    """The warnings about what was entered for one period (or once a cycle), of everybody or of `only`; accepted or not."""
    held = sight.held(WARNING)
    flags = _flags(sight) if not at else {}
    kinds = {rules.kind.key: [*_inputs(sight, rules.kind.key, axis)] for rules in sight.ruleset.kinds}
    marks = {kind: _marks(inputs) for kind, inputs in kinds.items()}
    for who, row in sight.rows.items() if not only else [(only, sight.rows[only])]:
        found = [*_of_marks(row, marks.get(row["kind"], []), at), *_of_ballots(row, kinds.get(row["kind"], []), at)]
        if flags:
            found += _of_flags(sight, row, flags.get(row["kind"], {}))
        for text, key, about in found:
            one = Warned(text, who, key, at, hash_of(about)[:16])
            said = held.get(one.id, {})
            ok = said.get("about") == one.about
            yield Warned(text, who, key, at, one.about, said["by"], said["time"]) if ok else one


Found = tuple[Message, str, Any]


def _inputs(sight: Sight, kind: str, axis: str) -> Iterator[Input]:
    rules = sight.ruleset.kind(kind)
    axes = sight.state.axes.get(kind, {})
    return (one for one in (rules.inputs if rules is not None else ()) if axes.get(one.key) == axis)


@frozen
class _Mark:
    """A mark that people enter: how far is far, in units of its last place, and which others are given alike."""

    given: Score
    far: Fraction
    beside: tuple[str, ...]


def _marks(inputs: Sequence[Input]) -> list[_Mark]:
    scores = [one for one in inputs if isinstance(one, Score)]
    return [
        _Mark(
            one,
            (one.high - one.low) * _APART * 10**one.places / _OF,
            tuple(each.key for each in scores if each is not one and _range(each) == _range(one)),
        )
        for one in scores
    ]


def _range(one: Score) -> tuple[Fraction, Fraction, int]:
    return one.low, one.high, one.places


def _of_marks(row: Row, marks: Iterable[_Mark], at: str) -> Iterator[Found]:
    """Marks that lie 30 of 100 points off every other mark of the person, in that period or of that input."""
    for mark in marks:
        one = mark.given
        value = _units(first_of(row, one.key, at), one.places)
        if value is None:
            continue
        beside = [found for key in mark.beside if (found := _units(first_of(row, key, at), one.places)) is not None]
        for others in (beside, _along(row.get("facts", {}).get(one.key), one.places, but=at)):
            apart = max(min(others) - value, value - max(others)) if len(others) > 1 else 0
            if apart > 0 and apart >= mark.far:
                shown = [show(Fraction(found, 10**one.places)) for found in (value, *others)]
                said = {"apart": show(Fraction(apart, 10**one.places)), "others": ", ".join(shown[1:7])}
                yield _FAR.format(input=one.label, value=shown[0], **said), one.key, [shown[0], sorted(shown[1:])]
                break


def _units(value: Any, places: int) -> int | None:
    """The number entered in units of its last place, None where it is no plain number."""
    return _counted(str(value), places) if isinstance(value, int | str) and not isinstance(value, bool) else None


@lru_cache(maxsize=10_000)  # marks are few and asked for many times
def _counted(text: str, places: int) -> int | None:
    try:
        return int(exact(text) * 10**places)
    except KaoheError:
        return None


def _along(value: Any, places: int, *, but: str) -> list[int]:
    """The same input in the other periods."""
    given = value.items() if isinstance(value, Mapping) else ()
    return [found for at, one in given if at != but and (found := _units(one, places)) is not None]


def _of_ballots(row: Row, inputs: Iterable[Input], at: str) -> Iterator[Found]:
    """Ballots that all say the same, and those of which more than a tenth are spoilt."""
    for one in inputs:
        value = first_of(row, one.key, at) if isinstance(one, Tally) else None
        if not isinstance(one, Tally) or not isinstance(value, Mapping) or "collected" not in value:
            continue
        count = {name: int(exact(value.get(name, 0))) for name in ("collected", "spoilt", "blank", *one.codes)}
        cast = [count[code] for code in one.codes]
        if sum(cast) >= _FEW and max(cast) == sum(cast) == count["collected"]:
            yield _SAME.format(input=one.label, n=sum(cast)), one.key, [*count.values()]
        if count["spoilt"] > _SPOILT * count["collected"]:
            text = _MANY_SPOILT.format(input=one.label, spoilt=count["spoilt"], n=count["collected"])
            yield text, one.key, [*count.values()]


def _flags(sight: Sight) -> dict[str, dict[str, Text]]:
    """The flags of each kind that somebody must look at, by rule."""
    found = {
        rules.kind.key: {one.id: one.flag for one in rules.rules(Flag) if isinstance(one, Flag) and one.asks}
        for rules in sight.ruleset.kinds
    }
    return {kind: flags for kind, flags in found.items() if flags}


def _of_flags(sight: Sight, row: Row, flags: Mapping[str, Text]) -> Iterator[Found]:
    if flags:
        for rule in sight.outcome(row["id"]).rules:
            if rule in flags:
                yield _FLAGGED.format(flag=flags[rule]), rule, [rule, row.get("facts", {})]


@frozen
class Accept(Act):
    """Accept the warning of that id (`Warned.id`), with the reason of the save."""

    warning: str
    reasoned: ClassVar[bool] = True
    needs: ClassVar[str] = "review"

    def written(self, sight: Sight) -> Iterable[tuple[Key, Fields | None]]:
        """The warning document. Raises CaseError where no such warning stands."""
        found = self._found(sight)
        yield (WARNING, found.id), {"about": found.about, "by": sight.actor, "time": stamp(sight.now)}

    def _found(self, sight: Sight) -> Warned:
        for who in sight.rows:
            if f"/{who}/" in f"{self.warning}/":
                for axis, names in {"": ("",), **sight.periods}.items():
                    for one in (each for at in names for each in warned(sight, axis=axis, at=at, only=who)):
                        if one.id == self.warning and not one.accepted_by:
                            return one
        raise CaseError(_NO_WARNING.format(name=named(self.warning[:100])))

    def about(self) -> tuple[str, str, str]:
        """The warning."""
        return "", self.warning, ""
