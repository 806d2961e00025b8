"""How far a result has come: entered, checked, computed, signed, published, approved, sealed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from attrs import frozen

from ...rules.steps import Publicity
from ...words import Text
from .._acts import Sight
from .._documents import FREEZE, PUBLICITY, SEAL
from ..procedure import Ground, shown
from ._chain import BOOK, covered
from ._compared import comparisons
from ._signed import Signed, lacking, parts, signed_steps
from ._warnings import warned

__all__ = ["STANDINGS", "Standing", "standings", "standings_text"]

STANDINGS: dict[str, Text] = {
    "entered": Text("entered", "已录入"),
    "checked": Text("checked", "已核对"),
    "computed": Text("computed", "已计算"),
    "signed": Text("signed", "签署中"),
    "published": Text("published", "已公示"),
    "approved": Text("approved", "已审定"),
    "sealed": Text("sealed", "已封存"),
}


@frozen
class Standing:
    """How far one result has come, and at which step: the last that signed, "" before any."""

    appraisee: str
    state: str
    step: str = ""
    label: Text | None = None

    @property
    def text(self) -> Text:
        """The state in words."""
        return STANDINGS[self.state]

    def as_json(self) -> dict[str, Any]:
        """It as plain data."""
        return {"id": self.appraisee, "state": self.state, "step": self.step}


def standings(sight: Sight, span: str, only: str = "") -> Iterator[Standing]:
    """How far everybody's result (or that of `only`) of a span has come.

    `entered` lacks an entry, a second entry or an accepted warning; `checked` lacks none and is not decided; `computed`
    is decided and nobody has signed; `approved` is signed at every level, and nothing less is.
    """
    steps = signed_steps(sight, span)
    people = {one.step.id: {*covered(sight, one.step)} for one in steps}
    unready, public = _unready(sight, span), _published(sight, span)
    for who in [only] if only else sight.rows:
        mine = [one for one in steps if who in people[one.step.id]]
        yield _standing(sight, span, who, mine, unready, public)


def _standing(sight: Sight, span: str, who: str, mine: list[Signed], unready: set[str], public: set[str]) -> Standing:
    signed = [one for one in mine if one.signatures]
    last = signed[-1].step if signed else None
    about = ("", None) if last is None else (last.id, last.label)
    if sight.held(SEAL):
        return Standing(who, "sealed", *about)
    if mine and all(one.complete for one in mine):
        return Standing(who, "approved", *about)
    if sight.rows[who]["kind"] in public:
        return Standing(who, "published", *about)
    if last is not None:
        return Standing(who, "signed", *about)
    if who in unready:
        return Standing(who, "entered")
    outcome = sight.outcome(who) if span == BOOK else None
    if outcome is not None and outcome.state not in ("decided", "not_appraised"):
        return Standing(who, "entered" if outcome.needs else "checked")
    return Standing(who, "computed")


def _published(sight: Sight, span: str) -> set[str]:
    """The kinds whose results of a span were shown publicly, the last day being over; not if revised since."""
    ground, period = Ground(sight.state, sight.ruleset), span.partition("/")[2]
    freeze, versions = sight.state.freezes.get(span), sight.state.versions
    revised = versions[FREEZE, span] if freeze is not None and freeze["revisions"] else 0
    over = {
        one.step
        for one in shown(ground)
        if one.ended(sight.today) and one.id.partition("/")[2] == period and versions[PUBLICITY, one.id] > revised
    }
    return {kind for one in ground.declared(Publicity) if one.step in over for kind in one.kinds}


def _unready(sight: Sight, span: str) -> set[str]:
    """Whoever lacks an entry of the span, a second entry, or the acceptance of a warning."""
    found: set[str] = set()
    for axis, at in parts(sight, span):
        found |= {one.appraisee for one in comparisons(sight, axis=axis, at=at) if one.state in ("due", "differs")}
        found |= {one.appraisee for one in warned(sight, axis=axis, at=at) if not one.accepted_by}
        found |= {*lacking(sight, axis, at, sight.rows)}
    return found


def standings_text(states: Iterable[Standing]) -> Text:
    """How far results have come, each state with how many: what is signed, what is approved."""
    counts = Counter(one.state for one in states)
    parts = [(text, counts[name]) for name, text in STANDINGS.items() if counts[name]]
    en, zh = (", ".join(f"{text.in_language(code)} {n}" for text, n in parts) or "-" for code in ("en", "zh"))
    return Text(f"results: {en}", f"结果：{zh}")
