"""What an office shows of its control: roles, second entries, warnings, signatures, how far results have come."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from attrs import frozen

from ...errors import CaseError
from ...rules.nodes import Input
from ...words import Message, Text
from .._acts import Sight
from .._documents import CLOSING, ROLE, SEAL, SECOND, Fields
from .._past import Event
from ._audit import Changed, Operator, Wanted, changed_between, filtered, numbered, operators
from ._chain import levels_of, span_named, spans_of
from ._compared import Compared, asked_of, comparisons, first_of, place_of, wanted
from ._listing import linked
from ._roles import Holder, holder_of, holders
from ._signed import Signed, barring, missing, signed_steps, unsaid
from ._standing import Standing, standings
from ._warnings import Warned, warned

__all__ = ["Blind", "Control", "SecondProgress"]

_NOBODY = Message(
    "K8170",
    "nobody on the roster has the id {id}; correct it",
    "名册中没有编号 {id}；请更正",
)
_NO_PERIOD = Message(
    "K8171",
    "the cycle has no period {period}; the periods are {known}",
    "本周期没有期次 {period}；可用：{known}",
)


@frozen
class Blind:
    """What is entered a second time for one person at one period, and never what was entered the first time.

    `done` are those whose second entry is made.
    """

    appraisee: str
    at: str
    inputs: tuple[Input, ...]
    done: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """It as plain data."""
        asked = [{"key": one.key, "label": {"en": one.label.en, "zh": one.label.zh}} for one in self.inputs]
        return {"appraisee": self.appraisee, "at": self.at, "inputs": asked, "done": [*self.done]}


@frozen(kw_only=True)
class SecondProgress:
    """How far second entries of a unit have come: those due, made, equal, differing and settled."""

    unit: str
    name: str
    due: int
    made: int
    equal: int
    differs: int
    settled: int

    def as_json(self) -> dict[str, Any]:
        """It as plain data."""
        names = ("unit", "name", "due", "made", "equal", "differs", "settled")
        return {name: getattr(self, name) for name in names}


class Control(ABC):
    """The readers of roles, second entries, warnings and signatures of a book."""

    @abstractmethod
    def _sight(self, reason: str) -> Sight:
        """What a step may look at."""

    @abstractmethod
    def history(self, *, appraisee: str | None = None, after: int = 0) -> Iterator[Event]:
        """The commits after number `after`."""

    @property
    def _look(self) -> Sight:
        return self._sight("")

    # Roles

    @property
    def roles(self) -> dict[str, Holder]:
        """Who has which roles, by login; empty in a small office, where everybody may do everything."""
        return holders(self._look.held(ROLE))

    @property
    def levels(self) -> list[Text]:
        """Every level at which an office signs results: what an approver may be bound to."""
        return levels_of(self._look.ruleset)

    def may(self, ability: str) -> bool:
        """Whether whoever has the book open may do that: a key of `ABILITIES`."""
        held = holder_of(self._look)
        return held is None or held.may(ability)

    @property
    def seal(self) -> Fields | None:
        """When and by whom the book was closed, and until when it is kept; None while it is open."""
        return self._look.held(SEAL).get(CLOSING)

    # The second entry

    @property
    def second_asked(self) -> tuple[str, ...]:
        """What is entered twice: keys of inputs, "tallies", "all"; () for nothing."""
        return tuple(wanted(self._look))

    def blind(self, appraisee: str, at: str = "") -> Blind:
        """What is entered a second time for somebody, without the first entry. Raises CaseError for nobody's id."""
        sight = self._look
        self._known(sight, appraisee, at)
        row = sight.rows[appraisee]
        _, id_ = place_of(sight, appraisee, at)
        asked = asked_of(sight, sight.ruleset.kind(row["kind"]), id_.partition("/")[0])
        there = tuple(one for one in asked if first_of(row, one.key, at) is not None)
        made = sight.held(SECOND).get(id_, {}).get("entries", {})
        return Blind(appraisee, at, there, tuple(one.key for one in there if one.key in made))

    def second_entries(self, at: str | None = None) -> list[Compared]:
        """Every input that is entered twice, of one period ("" once a cycle) or, with none named, of all of them.

        Who has still to make a second entry asks `blind` instead: this shows what was entered first.
        """
        sight = self._look
        return [one for axis, name in _wheres(sight, at) for one in comparisons(sight, axis=axis, at=name)]

    def differences(self, at: str | None = None) -> list[Compared]:
        """The second entries that differ from the first and wait for a reviewer."""
        return [one for one in self.second_entries(at) if one.state == "differs"]

    def second_progress(self, at: str | None = None) -> list[SecondProgress]:
        """How far the second entries of each unit have come."""
        sight = self._look
        counts: dict[str, Counter[str]] = {}
        for one in self.second_entries(at):
            if one.state != "first":
                counts.setdefault(_unit(sight, one.appraisee), Counter())[one.state] += 1
        return [
            SecondProgress(
                unit=unit,
                name=sight.rows.get(unit, {}).get("name", ""),
                due=found.total(),
                made=found.total() - found["due"],
                equal=found["equal"],
                differs=found["differs"],
                settled=found["settled"],
            )
            for unit, found in counts.items()
        ]

    def operators(self) -> list[Operator]:
        """What each login did; reads the whole ledger."""
        differ = Counter(one.entered_by for one in self.second_entries() if one.state in ("differs", "settled"))
        return operators(self._records(), differ)

    @abstractmethod
    def _records(self) -> Iterator[Any]:
        """Every commit."""

    # Warnings

    def warned(self, at: str | None = None) -> list[Warned]:
        """What is legal and odd, of one period or of all, accepted or not."""
        sight = self._look
        return [one for axis, name in _wheres(sight, at) for one in warned(sight, axis=axis, at=name)]

    # Signatures

    @property
    def spans(self) -> tuple[str, ...]:
        """What is signed: AXIS/PERIOD, half/2019H1, and "book" for the year, as the scheme declares."""
        return spans_of(self._look)

    def signatures(self, span: str = "") -> list[Signed]:
        """The steps of a span ("" the year, a period, 2019H1) with who signed. Raises CaseError for no such span."""
        sight = self._look
        return signed_steps(sight, span_named(sight, span))

    def unready(self, span: str = "") -> list[str]:
        """What must be done before a span is signed, each in a sentence in the reader's language."""
        sight = self._look
        name = span_named(sight, span)
        found = [str(text) for one in signed_steps(sight, name) for text in missing(sight, name, one.step)]
        return list(dict.fromkeys(found))

    def unsaid(self, span: str = "") -> list[str]:
        """Whose own word on a span is still missing, where the form has a place for it."""
        sight = self._look
        return [*unsaid(sight, span_named(sight, span))]

    def barred(self, span: str = "") -> list[str]:
        """What the procedure has the last level of the year wait for: publicity, objections, opinions."""
        sight = self._look
        name = span_named(sight, span)
        found = [str(text) for one in signed_steps(sight, name) for text in barring(sight, name, one.step)]
        return list(dict.fromkeys(found))

    def state_of(self, appraisee: str, period: str = "") -> Standing:
        """How far one result has come. Raises CaseError for nobody's id or no such span."""
        sight = self._look
        self._known(sight, appraisee, "")
        return next(iter(standings(sight, span_named(sight, period) if period else "book", appraisee)))

    def states(self, period: str = "") -> list[Standing]:
        """How far everybody's result has come."""
        sight = self._look
        return [*standings(sight, span_named(sight, period) if period else "book")]

    # Looking back

    def audit(
        self, *, appraisee: str = "", key: str = "", actor: str = "", decision: str = "", after: int = 0
    ) -> Iterator[Event]:
        """The commits about a person, an input, an operator or a decision, with what they moved of it, oldest first."""
        wanted_ = Wanted(appraisee=appraisee, key=key, actor=actor, decision=decision)
        return filtered(self.history(after=after), wanted_)

    def commit_of(self, receipt: str) -> int:
        """The number of the commit that a receipt is of. Raises CaseError where this book has none, Refused for no receipt."""
        return numbered(self._records(), receipt)

    def between(self, first: int, last: int) -> list[Changed]:
        """What the book held after commit `last` otherwise than after commit `first`."""
        return changed_between(self.history(), first, last)

    def _known(self, sight: Sight, appraisee: str, at: str) -> None:
        if appraisee not in sight.rows:
            raise CaseError(_NOBODY.format(id=appraisee[:60] or "-"))
        if at and not any(at in names for names in sight.periods.values()):
            known = ", ".join(name for names in sight.periods.values() for name in names)
            raise CaseError(_NO_PERIOD.format(period=at[:60], known=known or "-"))


def _wheres(sight: Sight, at: str | None) -> Sequence[tuple[str, str]]:
    """The axes and periods asked about: all of them, with "" for what is entered once a cycle, or one."""
    every = [("", ""), *((axis, name) for axis, names in sight.periods.items() for name in names)]
    return every if at is None else [one for one in every if one[1] == at]


def _unit(sight: Sight, who: str) -> str:
    """The id of whom somebody belongs to."""
    row = sight.rows[who]
    rules = sight.ruleset.kind(row["kind"])
    keys = [link.key for link in (rules.links if rules is not None else ())]
    return next(linked(row, *keys), "") if keys else ""
