"""What people of an office do next: a save drawn at random, mostly by whoever may, sometimes by somebody else.

Each move gives its saves one after the other; those that look at the book again refresh it first.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from random import Random
from typing import Any

from attrs import field, frozen

from ...office import (
    Accept,
    AskSecond,
    Change,
    Consult,
    Decide,
    Enter,
    Frame,
    Office,
    Opinion,
    Pledge,
    Publish,
    Recheck,
    Return,
    Reveal,
    Revise,
    Seal,
    Second,
    Settle,
    Sign,
)
from ...rules import Periods

__all__ = ["STAFF", "UNDO", "Save", "drawn", "opened"]

STAFF: dict[str, tuple[str, ...]] = {
    "ada": ("administrator",),
    "li": ("clerk",),
    "zhao": ("second",),
    "mei": ("clerk", "second", "approver"),  # nothing but who made an entry keeps her from doing the rest
    "wang": ("reviewer",),
    "sun": ("approver",),
    "qian": ("approver",),
    "wu": ("auditor",),
}
UNDO = "undo"
_RETAINED = "2099-12-31"
_SHOWN = dt.timedelta(days=40)  # publicity began so long ago, and is over
_TRIES = 12  # entries drawn to find one of what is frozen
_STRAY = 0.12  # how often somebody tries what is another's work


def _as_tuple(changes: Iterable[Change]) -> tuple[Change, ...]:
    return tuple(changes)


@frozen
class Save:
    """One save: who, what (nothing: the last commit is undone), why."""

    who: str
    changes: tuple[Change, ...] = field(default=(), converter=_as_tuple)
    reason: str = "a reason"

    @property
    def told(self) -> str:
        """It in a line."""
        return f"{self.who}: {', '.join(map(_told, self.changes)) or UNDO}"


def _told(change: Change) -> str:
    parts = [type(change).__name__.lower()]
    for name in ("appraisee", "id", "span", "step", "key", "at", "period", "take", "values", "value"):
        found = getattr(change, name, None)
        parts += [] if found in (None, "") else [str(found)]
    return " ".join(parts)[:100]


@frozen
class Draw:
    """What moves are drawn from: the book as it stands, other legal values of each input, and chance."""

    office: Office
    spare: Mapping[str, Sequence[Mapping[str, Any]]]
    chance: Random

    def entry(self) -> Enter | None:
        """Another legal value of one input of somebody, None where the spare people have none."""
        who = self.chance.choice([*self.office.people])
        row = self.office.row(who)
        rows = self.spare.get("" if row is None else row["kind"], ())
        facts = self.chance.choice(rows).get("facts", {}) if rows else {}
        if not facts:
            return None
        key = self.chance.choice(sorted(facts))
        given = next(
            (one for rules in self.office.ruleset.kinds for one in rules.inputs if row and rules.kind.key == row["kind"]
             and one.key == key), None)  # fmt: skip
        on = None if given is None else given.on
        names = self.office.periods.get(on.key, ()) if isinstance(on, Periods) else ()
        if not names:
            return Enter(who, key, facts[key])
        at = self.chance.choice(names)
        value = facts[key][names.index(at)] if isinstance(facts[key], list) else facts[key].get(at)
        return Enter(who, key, value, at)

    def again(self) -> Office:
        """The book with what was saved meanwhile."""
        self.office.refresh()
        return self.office

    def span(self) -> str:
        """Something that is signed, as people name it."""
        return self.chance.choice([_named(span) for span in self.office.spans])


def _named(span: str) -> str:
    return "" if span == "book" else span.partition("/")[2]


Move = Callable[[Draw], Iterator[Save]]


def drawn(draw: Draw) -> Iterator[Save]:
    """The next saves: one move, or the few that belong together."""
    moves: list[Move] = [_enter, _enter, _again, _both, _settle, _ready, _ready, _sign, _sign_all, _sign_all]
    moves += [_revise, _revise, _return, _decide, _opinion, _draw, _undo, _seal, _finish, _finish]
    for save in draw.chance.choice(moves)(draw):
        stray = draw.chance.random() < _STRAY
        yield Save(draw.chance.choice([*STAFF, "stranger"]), save.changes, save.reason) if stray else save


def opened(draw: Draw) -> Iterator[Save]:
    """The first saves of a book: what is entered a second time, tallies or one input, at times nothing; and one such entry."""
    keys = sorted({key for who in draw.office.people for key in (draw.office.row(who) or {}).get("facts", {})})
    asked = draw.chance.choice([["tallies"], [], *([draw.chance.choice(keys)] for _ in range(4) if keys)])
    yield Save("ada", [AskSecond(asked)])
    draw.again()
    yield from _both(draw)


def _enter(draw: Draw) -> Iterator[Save]:
    entry = draw.entry()
    if entry is not None:
        yield Save(draw.chance.choice(("li", "li", "li", "mei")), [entry])


def _again(draw: Draw) -> Iterator[Save]:
    """A second entry, most of them right."""
    due = [one for one in draw.office.second_entries() if one.state == "due"]
    for one in draw.chance.sample(due, min(len(due), draw.chance.choice((1, 8)))):
        other = draw.entry() if draw.chance.random() < 0.2 else None
        same = other is not None and (other.appraisee, other.key, other.at) == (one.appraisee, one.key, one.at)
        value = other.value if other is not None and same else one.first
        yield Save(draw.chance.choice(("zhao", "zhao", "mei")), [Second(one.appraisee, {one.key: value}, one.at)])


def _both(draw: Draw) -> Iterator[Save]:
    """Somebody who is both clerks changes a first entry, and makes the second of it herself."""
    asked = {(one.appraisee, one.key, one.at): one.first for one in draw.office.second_entries()}
    for entry in (draw.entry() for _ in range(_TRIES * 12 if asked else 0)):
        place = ("", "", "") if entry is None else (entry.appraisee, entry.key, entry.at)
        if entry is not None and place in asked and asked[place] != entry.value:
            yield Save("mei", [entry])
            yield Save("mei", [Second(entry.appraisee, {entry.key: entry.value}, entry.at)])
            return


def _settle(draw: Draw) -> Iterator[Save]:
    differ = draw.office.differences()
    if differ:
        one = draw.chance.choice(differ)
        take = draw.chance.choice(("first", "second"))
        yield Save("wang", [Settle(one.appraisee, one.key, take, one.at, document="纪要3号")])


def _sign(draw: Draw) -> Iterator[Save]:
    yield Save(draw.chance.choice(("sun", "qian", "mei")), [Sign(draw.span())])


def _sign_all(draw: Draw) -> Iterator[Save]:
    """Every signature that can be had, from the smallest span up."""
    for span in sorted(map(_named, draw.office.spans), key=lambda name: (not name, -len(name))):
        waiting = sum(len(one.step.signers) for one in draw.office.signatures(span) if not one.complete)
        yield from (Save(("sun", "qian")[turn % 2], [Sign(span)]) for turn in range(waiting))


def _ready(draw: Draw) -> Iterator[Save]:
    """What keeps a signature back: ties, second entries, warnings, differences; now and then all of it."""
    yield from _decide(draw)
    due: dict[tuple[str, str], dict[str, Any]] = {}
    for one in draw.office.second_entries():
        if one.state == "due":
            due.setdefault((one.appraisee, one.at), {})[one.key] = one.first
    if due:
        yield Save("zhao", [Second(who, values, at) for (who, at), values in due.items()])
    for other in draw.office.differences():
        yield Save("wang", [Settle(other.appraisee, other.key, "first", other.at, document="纪要3号")])
    waiting = [one for one in draw.office.warned() if not one.accepted_by]
    yield from (Save("wang", [Accept(one.id)], "looked at") for one in waiting)


_CLOSED = 0.2  # how often a book that is done is closed as well
_LATE = 0.5  # how often something is tried once more after it is done: a change of what is signed, a draw
_MUCH = 20  # ties and grades decided on the way to the end


def _finish(draw: Draw) -> Iterator[Save]:
    """All that the year's approval waits for, in its order, and often the end of the book."""
    yield from _ready(draw)
    yield from _settled(draw)
    for span in sorted({*map(_named, draw.again().spans)} - {""}, key=lambda name: -len(name)):
        yield from _at_every_level(draw, span)
    yield from _procedure(draw)
    yield from _at_every_level(draw, "")
    yield from (Save("li", [Opinion(who, "agrees", "")]) for who in _unsaid(draw))
    if draw.chance.random() < _LATE:
        draw.again()
        yield from _revise(draw)
    if draw.chance.random() < _CLOSED:
        yield Save("ada", [Seal(_RETAINED)])


def _settled(draw: Draw) -> Iterator[Save]:
    """Whatever of the results a person has to say: re-checks, grades, ties."""
    for one in draw.again().evaluation.outcomes():
        yield from (Save("wang", [Recheck(one.id, rule, "confirmed", "复核6号")]) for rule in one.pending)
    for one in draw.again().evaluation.outcomes():
        if one.state in ("decision", "needs"):
            grades = sorted(draw.office.evaluation.possible_grades(one.id)[0])
            row = {"appraisee": one.id, "reason": "decided", "document": "纪要7号"}
            yield from (Save("sun", [Decide({**row, "grade": grade})]) for grade in grades[:1])
    for _ in range(_MUCH):
        if not draw.again().evaluation.ties():
            return
        yield from _decide(draw)


def _at_every_level(draw: Draw, span: str) -> Iterator[Save]:
    """The signatures of one span that are still missing."""
    waiting = sum(len(one.step.signers) for one in draw.again().signatures(span) if not one.complete)
    yield from (Save(("sun", "qian")[turn % 2], [Sign(span)]) for turn in range(waiting))


def _procedure(draw: Draw) -> Iterator[Save]:
    """Publicity, and the opinions of other bodies."""
    found = draw.again().procedure
    first = found.today - _SHOWN
    for due in found.agenda():
        if due.sort == "publicity" and due.when == "open":
            yield Save("wang", [Publish(due.step, first, "公示8号", until=first + _SHOWN / 2)])
        elif due.sort == "gate":
            yield from (Save("wang", [Consult(who, due.period, "none", found.today, "函9号")]) for who in due.people)


def _unsaid(draw: Draw) -> list[str]:
    return draw.again().unsaid("") if "book" in draw.office.spans else []


def _return(draw: Draw) -> Iterator[Save]:
    yield Save("wang", [Return(draw.span())])


def _revise(draw: Draw) -> Iterator[Save]:
    """A change of what is frozen, with the revision that it needs, and at times without."""
    spans = draw.office.freezes
    entries = [one for one in (draw.entry() for _ in range(_TRIES)) if one is not None]
    inside = [one for one in entries if "book" in spans or any(span.endswith(f"/{one.at}") for span in spans)]
    for entry in inside[:1] or entries[:1]:
        marks = [Revise(*span.split("/")) if "/" in span else Revise() for span in spans]
        yield Save("li", [*marks, entry] if draw.chance.random() < 0.8 else [entry])


def _decide(draw: Draw) -> Iterator[Save]:
    ties = draw.office.evaluation.ties()
    if not ties:
        return
    tie = draw.chance.choice(ties)
    chosen = draw.chance.sample([*tie.members], min(tie.take, len(tie.members)))
    row = {"quota": tie.quota, "members": [*tie.members], "choose": chosen, "fingerprint": tie.fingerprint}
    yield Save("sun", [Decide({**row, "reason": "decided", "document": "纪要4号"})])


def _opinion(draw: Draw) -> Iterator[Save]:
    who = draw.chance.choice([*draw.office.people])
    yield Save("li", [Opinion(who, draw.chance.choice(("agrees", "objects")), "")])


def _draw(draw: Draw) -> Iterator[Save]:
    """A sample or lots: the seed pledged, the frame frozen, the seed shown; now and then what was drawn already."""
    subjects = [one for one in draw.office.procedure.subjects() if not one.needs_codes]
    if not subjects:
        return
    which, seed = draw.chance.choice(subjects).id, f"{draw.chance.getrandbits(128):032x}"
    pledge = Pledge(which, hashlib.sha256(seed.encode()).hexdigest(), again=draw.chance.random() < 0.2)
    yield Save("wang", [pledge])
    yield Save("wang", [Frame(which, size=None, document="纪要5号")])
    yield Save("wang", [Reveal(which, seed if draw.chance.random() < 0.9 else seed[::-1])])
    if draw.chance.random() < _LATE:
        yield Save("wang", [Pledge(which, hashlib.sha256(seed[::-1].encode()).hexdigest())])


def _undo(draw: Draw) -> Iterator[Save]:
    yield Save(draw.chance.choice(("li", "zhao", "wang", "sun")))


def _seal(draw: Draw) -> Iterator[Save]:
    """The end of the book, once it is approved."""
    del draw  # whatever the book is
    yield Save("ada", [Seal(_RETAINED)])
