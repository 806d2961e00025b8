"""How the steps of a span stand: who signed, what must be done before, and which signatures a revision takes back.

A `signature` document is SPAN/STEP: who signed for whom and when, and the hash of what was frozen then; or that the
step returned the span. SPAN/STEP/ID is the appraised person's own word.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from attrs import frozen

from ...words import Text
from .._acts import Sight
from .._documents import SIGNATURE, Fields, Key
from .._lowers import joined_code, lowers_of
from .._points import progress_of
from ..procedure import Ground, barred
from ._chain import BOOK, Step, chain_at, covered, spans_of, within
from ._compared import comparisons
from ._listing import listed
from ._warnings import warned

__all__ = ["Signed", "barring", "lacking", "missing", "parts", "signed_steps", "span_said", "taken_back", "unsaid"]

_BOOK_SAID = Text("the year", "年度")

_ENTRIES = Text(
    "{n} people lack entries, the first being {who}; kaohe office status --at shows them",
    "{n} 人录入不全，首个为 {who}；kaohe office status --at 可查看",
)
_OPEN = Text(
    "{n} points are open, the first being {who}: {what}; kaohe office status lists them",
    "{n} 项待办，首项为 {who}：{what}；kaohe office status 可列出",
)
_TIED = Text(
    "{text}; where more than this book shares those places, it is decided above: kaohe office freeze, then kaohe office join there",
    "{text}；名额由本账簿以外的单位共用的，由上级裁定：请用 kaohe office freeze 冻结，再由上级账簿 kaohe office join 汇入",
)
_SECOND = Text(
    "{n} second entries are missing or differ, the first being {who} {key} {at}; kaohe office second differences lists them",
    "{n} 项复录未完成或有差异，首项为 {who} {key} {at}；kaohe office second differences 可列出",
)
_WARNED = Text(
    "{n} warnings are not accepted, the first being {id}; kaohe office warnings lists them",
    "{n} 项提示未接受，首项为 {id}；kaohe office warnings 可列出",
)
_BELOW = Text("{spans} must be signed at every level first", "{spans} 须先经各级签署")


@frozen
class Signed:
    """How a step of a span stands: its signatures (office, login, time), and whose return stands, if any.

    Of the persons' own words it counts those recorded among those it covers. `below` are the units whose joined books
    hold the signatures, where everybody whom it covers was joined with this step complete there.
    """

    step: Step
    signatures: tuple[tuple[Text, str, str], ...]
    covers: int
    words: int = 0
    returned: Fields | None = None
    below: tuple[str, ...] = ()

    @property
    def complete(self) -> bool:
        """Whether everybody who signs there has; a step that covers nobody has nothing to wait for."""
        return bool(self.below) or (self.words if self.step.own else len(self.signatures)) >= self._asked

    @property
    def _asked(self) -> int:
        return self.covers if self.step.own or not self.covers else len(self.step.signers)

    def as_json(self) -> dict[str, Any]:
        """It as plain data."""
        rows = [{"office": {"en": of.en, "zh": of.zh}, "by": by, "time": time} for of, by, time in self.signatures]
        about = {**self.step.as_json(), "covers": self.covers, "words": self.words, "complete": self.complete}
        return {**about, "signatures": rows, "returned": self.returned, "below": [*self.below]}


def signed_steps(sight: Sight, span: str) -> list[Signed]:
    """The steps of a span with their signatures, in order; those that cover nobody are left out."""
    held = sight.held(SIGNATURE)
    found = []
    for step in chain_at(sight, span):
        people = covered(sight, step)
        if people:
            fields = held.get(f"{span}/{step.id}", {})
            signatures = tuple(
                (signer, one["by"], one["time"])
                for signer, one in zip(step.signers, fields.get("signed", ()), strict=False)
            )
            words = sum(f"{span}/{step.id}/{who}" in held for who in people) if step.own else 0
            below = _below(sight, span, step, people)
            found.append(Signed(step, signatures, len(people), words, fields.get("returned"), below))
    return found


def unsaid(sight: Sight, span: str) -> Iterator[str]:
    """Whose own word on a span is still missing."""
    held = sight.held(SIGNATURE)
    for step in chain_at(sight, span):
        if step.own:
            yield from (who for who in covered(sight, step) if f"{span}/{step.id}/{who}" not in held)


def _below(sight: Sight, span: str, step: Step, people: Sequence[str]) -> tuple[str, ...]:
    """The units whose books hold the signatures of a step, where all of these people were joined with it complete."""
    lowers = lowers_of(sight.state)
    codes = {joined_code(sight.state, who) for who in people} if lowers else {""}
    if any(not code or step.id not in lowers[code].signed.get(span, ()) for code in codes):
        return ()
    return tuple(lowers[code].unit for code in sorted(codes))


def span_said(span: str) -> Text:
    """A span as people call it."""
    name = span.partition("/")[2]
    return Text(name, name) if name else _BOOK_SAID


def missing(sight: Sight, span: str, step: Step) -> Iterator[Text]:
    """What must be done before a step signs a span: periods below it, entries, open points, second entries, warnings."""
    people = {*covered(sight, step)}
    below = [one for one in within(sight, span) if any(not each.complete for each in signed_steps(sight, one))]
    if below:
        names = [span_said(one) for one in below]
        yield _BELOW.format(spans=listed([*names[:6], *([Text("...", "……")] if len(names) > 6 else [])]))
    if span == BOOK:
        points = [one for one in sight.points if one.id in people]
        if points:
            told = _OPEN.format(n=len(points), who=points[0].id, what=points[0].text)
            yield _TIED.format(text=told) if all(one.kind == "tied" for one in points) else told
    for axis, at in parts(sight, span):
        yield from _of_part(sight, axis, at, people)


def barring(sight: Sight, span: str, step: Step) -> Iterator[Text]:
    """What the procedure has the last level of the year wait for besides: publicity, objections, opinions."""
    last = not any(step.id in one.after for one in chain_at(sight, BOOK) if not one.own)
    if span == BOOK and last and not step.own:
        people = {*covered(sight, step)}
        yield from barred(Ground(sight.state, sight.ruleset), sight.evaluation, sight.today, people, step.kinds)


def parts(sight: Sight, span: str) -> list[tuple[str, str]]:
    """What a signature looks at itself, by axis and period: of the book all that no smaller signature looked at."""
    axis, _, at = span.partition("/")
    if span != BOOK:
        return [] if axis == "half" else [(axis, at)]
    below = {one.partition("/")[0] for one in spans_of(sight)}
    return [("", ""), *((axis, at) for axis, names in sight.periods.items() if axis not in below for at in names)]


def lacking(sight: Sight, axis: str, at: str, people: Iterable[str]) -> list[str]:
    """Which of these people lack an entry that is due at a period; nobody where none is named."""
    if not axis:
        return []
    appraisees = sight.evaluation.cohort.appraisees
    place = [*sight.periods[axis]].index(at)
    asked = [appraisees[who] for who in people]
    units = progress_of(asked, sight.rows, sight.ruleset, axis, place, at)
    return [who for unit in units for who in unit.missing]


def _of_part(sight: Sight, axis: str, at: str, people: set[str]) -> Iterator[Text]:
    without = lacking(sight, axis, at, people)
    if without:
        yield _ENTRIES.format(n=len(without), who=without[0])
    own = {who for who in people if not joined_code(sight.state, who)}  # of others both were asked below
    differ = [
        one for one in comparisons(sight, axis=axis, at=at) if one.state in ("due", "differs") and one.appraisee in own
    ]
    if differ:
        one = differ[0]
        yield _SECOND.format(n=len(differ), who=one.appraisee, key=one.key, at=one.at)
    waiting = [one for one in warned(sight, axis=axis, at=at) if not one.accepted_by and one.appraisee in own]
    if waiting:
        yield _WARNED.format(n=len(waiting), id=waiting[0].id)


def taken_back(sight: Sight, spans: Iterable[str]) -> dict[Key, Fields | None]:
    """The signatures that no longer hold once these spans are revised or returned: theirs, and those built on them."""
    gone = {*spans}
    gone |= {above for above in spans_of(sight) if gone & {*within(sight, above)}}
    return {(SIGNATURE, id_): None for id_ in sight.held(SIGNATURE) if any(id_.startswith(f"{span}/") for span in gone)}
