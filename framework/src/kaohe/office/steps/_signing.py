"""Signing along the chain: a signature, a return with its reason, the person's own word."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar

from attrs import field, frozen

from ...errors import CaseError
from ...store import stamp
from ...words import Message, Text, named
from .._acts import Act, Sight
from .._documents import FREEZE, PERIOD, ROLE, SECOND, SIGNATURE, Fields, Key, owner_of
from ._chain import BOOK, covered, levels_of, span_named, within
from ._compared import first_key
from ._listing import listed, names
from ._roles import Holder, holder_of, holders
from ._signed import Signed, barring, missing, signed_steps, span_said, taken_back

__all__ = ["Opinion", "Return", "Sign"]

_ALL_SIGNED = Message(
    "K8142",
    "{span} is signed at every level already; what is wrong in it is changed by a revision: kaohe office revise",
    "{span} 各级均已签署；如有错误请修订：kaohe office revise",
)
_NO_STEP = Message(
    "K8143",
    "{span} has no step {name}; its steps are {known}",
    "{span} 没有步骤 {name}；步骤有：{known}",
)
_ORDER = Message(
    "K8144",
    "{step} comes after {before}, which has not signed {span} yet; sign there first",
    "{step} 须在 {before} 之后；后者尚未签署 {span}；请先在该级签署",
)
_TWICE = Message(
    "K8145",
    "{actor} signed {span} at {step} already; the other signature there is another login's",
    "{actor} 已在 {step} 签署 {span}；该级另一签字须由另一登录名签署",
)
_OWN_ENTRY = Message(
    "K8146",
    "{actor} made entries in {span} ({document}) and does not sign them; another approver does",
    "{actor} 录入过 {span} 的内容（{document}），不得自行签署；请由其他审批人签署",
)
_BY_PERSON = Message(
    "K8147",
    "{step} is each person's own word; record it for each: kaohe office opinion",
    "{step} 为本人意见；请逐人记录：kaohe office opinion",
)
_NOT_READY = Message("K8148", "{span} cannot be signed yet: {why}", "{span} 还不能签署：{why}")
_NO_SIGNATURE = Message(
    "K8149",
    "nobody has signed {span} yet, so there is nothing to return; have the entries corrected",
    "{span} 尚无人签署，无可退回；请直接更正录入",
)
_NOT_OURS = Message(
    "K8150",
    "{id} is not among those whose results are signed here; name people of {span}",
    "{id} 不在此处签署的对象之内；请写 {span} 所含的编号",
)
_NO_OWN = Message(
    "K8151",
    "the forms of {span} hold no word of the person's own for {id}; leave it out",
    "{span} 的表格没有 {id} 的本人意见栏；请略去",
)
_SAYS = Message(
    "K8152", "{word} is no opinion; write agrees or objects", "{word} 不是意见；请写 agrees（同意）或 objects（有异议）"
)
_OTHER_LEVEL = Message(
    "K8153",
    "{actor} is an approver of {levels} and neither signs nor returns {span} at {step}; ask {who}",
    "{actor} 是 {levels} 的审批人，不在 {step} 签署或退回 {span}；请找 {who}",
)
_NOBODY_THERE = Text(
    "the administrator, since the book has no approver of that level", "管理员（本账簿尚无该层级的审批人）"
)


def _step(sight: Sight, steps: Sequence[Signed], span: str, name: str, ability: str) -> Signed:
    """The step of that id, name or number; without one the next that waits, at a level of whoever saves if there is one.

    Where all have signed, what is returned is returned at the last. Raises CaseError for a step that there is not, and
    for one of a level that they are no approver of.
    """
    holder = holder_of(sight)
    offices = [one for one in steps if not one.step.own]
    mine = [one for one in offices if holder is None or holder.at_level(ability, one.step.label.zh)]
    if ability == "return" and not name and all(one.complete for one in steps):
        found = [*steps, *offices, *mine][-1]
    else:
        found = _found(steps if name else [*mine, *steps], span, name)
    if holder is not None and not found.step.own and found not in mine:
        raise CaseError(_elsewhere(sight, holder, span, found, ability))
    return found


def _elsewhere(sight: Sight, holder: Holder, span: str, found: Signed, ability: str) -> Message:
    """That somebody is of another level, and who is of that one."""
    level = found.step.label
    able = [one.login for one in holders(sight.held(ROLE)).values() if one.at_level(ability, level.zh)]
    who = Text(", ".join(able), "、".join(able)) if able else _NOBODY_THERE
    names = {one.zh: one for one in levels_of(sight.ruleset)}
    held = listed([names.get(one, Text(one, one)) for one in holder.levels])
    return _OTHER_LEVEL.format(actor=holder.login, levels=held, span=span_said(span), step=level, who=who)


def _found(steps: Sequence[Signed], span: str, name: str) -> Signed:
    for place, one in enumerate(steps, 1):
        if name in (str(place), one.step.id, one.step.label.en, one.step.label.zh) or (not name and not one.complete):
            return one
    if not name:
        raise CaseError(_ALL_SIGNED.format(span=span_said(span)))
    known = listed([Text(f"{n} {one.step.label.en}", f"{n} {one.step.label.zh}") for n, one in enumerate(steps, 1)])
    raise CaseError(_NO_STEP.format(span=span_said(span), name=named(name[:60]), known=known))


def _in_order(steps: Sequence[Signed], span: str, now: Signed) -> None:
    """Raise CaseError where an earlier step has not signed."""
    before = [one for one in steps if one.step.id in now.step.after and not one.complete]
    if before:
        told = {"step": now.step.label, "before": before[0].step.label, "span": span_said(span)}
        raise CaseError(_ORDER.format(**told))


@frozen
class Sign(Act):
    """Sign a span ("" the year, a period, 2019H1) at a step: its id, name or number, "" for the next that waits.

    The first signature freezes what is signed. Where the book has roles nobody signs what they entered, nor twice at a
    level. Raises CaseError where a step before is missing, or anything that `missing` tells.
    """

    span: str = ""
    step: str = ""
    needs: ClassVar[str] = "sign"
    alone: ClassVar[bool] = True

    def written(self, sight: Sight) -> Iterable[tuple[Key, Fields | None]]:
        """The signature, and the freeze with the first."""
        span = span_named(sight, self.span)
        steps = signed_steps(sight, span)
        now = _step(sight, steps, span, self.step, self.needs)
        if now.step.own:
            raise CaseError(_BY_PERSON.format(step=now.step.label))
        if now.complete:
            raise CaseError(_ALL_SIGNED.format(span=span_said(span)))
        _in_order(steps, span, now)
        if holder_of(sight) is not None:
            _apart(sight, span, now)
        why = [*missing(sight, span, now.step), *barring(sight, span, now.step)]
        if why:
            raise CaseError(_NOT_READY.format(span=span_said(span), why=listed(why, en="; ", zh="；")))
        frozen_now = _frozen_now(sight, span)
        yield from frozen_now.items()
        hashes = {one: {**sight.state.freezes, **{id_: f for (_, id_), f in frozen_now.items()}}[one]["inputs"]
                  for one in _frozen_spans(sight, span)}  # fmt: skip
        office = now.step.signers[len(now.signatures)]
        mine = {"office": office.zh, "by": sight.actor, "time": stamp(sight.now)}
        held = sight.held(SIGNATURE).get(f"{span}/{now.step.id}", {})
        signed = [*held.get("signed", ()), mine]
        yield (SIGNATURE, f"{span}/{now.step.id}"), {"label": now.step.label.zh, "signed": signed, "inputs": hashes}

    def about(self) -> tuple[str, str, str]:
        """The span."""
        return "", self.step, self.span


def _frozen_spans(sight: Sight, span: str) -> list[str]:
    return within(sight, span) if span.startswith("half/") else [span]


def _frozen_now(sight: Sight, span: str) -> dict[Key, Fields]:
    """The freezes that the first signature makes; of a half-year those of its periods in which nobody signs for anybody."""
    found: dict[Key, Fields] = {}
    for one in _frozen_spans(sight, span):
        if one not in sight.state.freezes:
            axis, _, period = one.partition("/")
            inputs = sight.state.span_hash(axis, period, sight.rows, sight.state.decided())
            found[FREEZE, one] = {"inputs": inputs, "digest": sight.state.settings["digest"], "revisions": 0}
    return found


def _apart(sight: Sight, span: str, now: Signed) -> None:
    """Raise CaseError where the signer signed there already, or entered something of what is signed."""
    if any(by == sight.actor for _, by, _ in now.signatures):
        raise CaseError(_TWICE.format(actor=sight.actor, span=span_said(span), step=now.step.label))
    people, spans = {*covered(sight, now.step)}, {span, *within(sight, span)}
    for key, hands in sight.hands.documents():
        if sight.actor in hands and owner_of(key) in people and _lies_in(key, spans):
            raise CaseError(_OWN_ENTRY.format(actor=sight.actor, span=span_said(span), document=key[1]))
    for id_, second in sight.held(SECOND).items():
        where = first_key(id_)
        if sight.actor in second["by"].values() and owner_of(where) in people and _lies_in(where, spans):
            raise CaseError(_OWN_ENTRY.format(actor=sight.actor, span=span_said(span), document=id_))


def _lies_in(key: Key, spans: set[str]) -> bool:
    kind, id_ = key
    return BOOK in spans or (kind == PERIOD and "/".join(id_.split("/", 2)[:2]) in spans)


@frozen
class Return(Act):
    """Return a span to be corrected, at a step that has not signed it ("" for the next); `people` whom it is about.

    Every signature on it, and on what is built on it, is taken back on record. What was frozen stays so: it is corrected
    by a revision. Raises CaseError where nobody has signed it.
    """

    span: str = ""
    step: str = ""
    people: Sequence[str] = field(default=(), converter=names)
    reasoned: ClassVar[bool] = True
    needs: ClassVar[str] = "return"
    alone: ClassVar[bool] = True

    def written(self, sight: Sight) -> Iterable[tuple[Key, Fields | None]]:
        """The signatures taken away, and the return."""
        span = span_named(sight, self.span)
        steps = signed_steps(sight, span)
        if not any(one.signatures or one.words for one in steps):
            raise CaseError(_NO_SIGNATURE.format(span=span_said(span)))
        now = _step(sight, steps, span, self.step, self.needs)
        ours = {*covered(sight, now.step)}
        for who in self.people:
            if who not in ours:
                raise CaseError(_NOT_OURS.format(id=named(str(who)[:60]), span=span_said(span)))
        yield from taken_back(sight, [span]).items()
        about = {"by": sight.actor, "time": stamp(sight.now), "people": [*self.people]}
        fields = {"label": now.step.label.zh, "signed": [], "inputs": {}, "returned": about}
        yield (SIGNATURE, f"{span}/{now.step.id}"), fields

    def about(self) -> tuple[str, str, str]:
        """The span."""
        return "", self.step, self.span


@frozen
class Opinion(Act):
    """The appraised person's own word on the result, where the form has it: "agrees" or "objects" (no text is kept)."""

    appraisee: str
    word: str
    span: str = ""
    needs: ClassVar[str] = "conduct"

    def written(self, sight: Sight) -> Iterable[tuple[Key, Fields | None]]:
        """The person's signature. Raises CaseError where the form has no place for it, or others sign before."""
        span = span_named(sight, self.span)
        if self.word not in ("agrees", "objects"):
            raise CaseError(_SAYS.format(word=named(str(self.word)[:40])))
        steps = signed_steps(sight, span)
        now = next((one for one in steps if one.step.own and self.appraisee in covered(sight, one.step)), None)
        if now is None:
            raise CaseError(_NO_OWN.format(span=span_said(span), id=named(str(self.appraisee)[:60])))
        _in_order(steps, span, now)
        about = {"opinion": self.word, "by": sight.actor, "time": stamp(sight.now)}
        yield (SIGNATURE, f"{span}/{now.step.id}/{self.appraisee}"), about

    def about(self) -> tuple[str, str, str]:
        """Whose."""
        return self.appraisee, "opinion", self.span
