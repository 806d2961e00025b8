"""What may be drawn: samples of people and places, lots of a tie, who assesses whom; and how many of which frame."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

from attrs import frozen

from ...engine import Evaluation, Tie
from ...errors import CaseError
from ...rules.steps import Cross, Sample
from ...rules.tools import Period, round_as, twice_alike
from ...words import Message, Text
from .._documents import hash_of
from ._ground import Declared, Ground

__all__ = ["Subject", "framed", "sized", "subject_of", "subjects", "ties_of"]

_NO_SUBJECT = Message(
    "K8210",
    "there is nothing to draw called {id}; kaohe office draw list shows what there is; write one of its ids",
    "没有可抽取的 {id}；kaohe office draw list 可列出；请写其中的编号",
)
_NO_CODES = Message(
    "K8211",
    "{id} is drawn from a list of codes: give it with --codes (a file, one code a line; villages as TOWNSHIP,VILLAGE)",
    "{id} 从代码清单中抽取：请用 --codes 给出文件（每行一个代码；嘎查村写成 苏木乡镇,嘎查村）",
)
_OWN_FRAME = Message(
    "K8212",
    "{id} is drawn from {frame}, which the book holds; leave --codes out",
    "{id} 从{frame}中抽取，账簿已有；请去掉 --codes",
)
_CODE = Message(
    "K8213",
    "{code} is no code: 1 to 64 letters, digits, dots, _ or -, each once; correct the list",
    "{code} 不是代码：须为 1 至 64 个字母、数字、点、_ 或 -，且不重复；请更正清单",
)
_FEW = Message(
    "K8214",
    "{id} draws {number} of {there}: the frame {group} holds too few; check the list, or record why it is smaller",
    "{id} 须从 {there} 个中抽取 {number} 个：抽样框 {group} 不足；请核对清单，或记录其不足的原因",
)
_WITHIN = Message(
    "K8215",
    "{id} lies within what {other} drew ({drawn}); the list has no place in {lacking}: add at least one to each, as"
    " TOWNSHIP,VILLAGE; places elsewhere are left out",
    "{id} 限于 {other} 所抽（{drawn}）；清单中 {lacking} 没有地点：请以 苏木乡镇,嘎查村 补充，每处至少一个；其他地点不计入",
)
_NOT_DRAWN = Message(
    "K8216",
    "{id} lies within what {other} draws, which has not been drawn; draw that first",
    "{id} 限于 {other} 所抽范围，而后者尚未抽取；请先抽取",
)
_SIZE = Message(
    "K8217",
    "the scheme does not say how many {id} draws: give --size, at least 1",
    "方案未规定 {id} 抽取多少；请用 --size 写明，至少 1",
)
_SAID = Message(
    "K8218",
    "the scheme says how many {id} draws; leave --size out",
    "{id} 的抽取数由方案规定；请去掉 --size",
)
_EMPTY = Message(
    "K8219",
    "{id} has an empty frame; nobody can be drawn; enter the roster first",
    "{id} 的抽样框为空，无从抽取；请先建立名册",
)
_ALONE = Message(
    "K8220",
    "{id} has one code only, {code}: it could only assess itself; add the others, or record another arrangement by hand",
    "{id} 只有一个代码 {code}，只能考核自己；请补充其他单位，或另行安排",
)
_ROSTER, _TIE = Text("the roster", "名册"), Text("the people of the tie", "并列人员")
_KEY = re.compile(r"[\w.-]{1,64}")


@frozen(kw_only=True)
class Subject:
    """One thing that is drawn once: a sample of one period and place, the lots of one tie, one cross-assessment."""

    id: str
    label: Text
    step: str
    clause: str
    period: Period | None = None
    place: str = ""
    sample: Declared[Sample] | None = None
    cross: Declared[Cross] | None = None
    tie: Tie | None = None

    @property
    def sort(self) -> str:
        """What sort of draw it is: "sample", "cross" or "lot"."""
        return "sample" if self.sample is not None else "cross" if self.cross is not None else "lot"

    @property
    def needs_codes(self) -> bool:
        """Whether the office brings the frame."""
        return self.cross is not None or (self.sample is not None and self.sample.term.frame == "places")

    @property
    def beside(self) -> str:
        """The id of the draw that it lies within."""
        assert self.sample is not None and self.period is not None  # noqa: S101, PT018  # only samples lie within
        return _id(self.step, self.sample.term.within, self.period.name, self.place)


def subjects(ground: Ground) -> Iterator[Subject]:
    """Every sample and assignment that the scheme asks for in this cycle; ties come and go with the outcomes."""
    for one in ground.declared(Sample):
        for span in ground.spans(one.term.each):
            for place in ground.places(one.term.per) if one.term.per else ("",):
                yield Subject(
                    id=_id(one.step, one.term.key, span.name, place),
                    label=one.term.label,
                    step=one.step,
                    clause=one.clause,
                    period=span,
                    place=place,
                    sample=one,
                )
    for two in ground.declared(Cross):
        for place in ground.places(two.term.per) if two.term.per else ("",):
            about: dict[str, Any] = {"step": two.step, "clause": two.clause, "place": place, "cross": two}
            yield Subject(id=_id(two.step, two.term.key, "", place), label=two.term.label, **about)


def _id(*parts: str) -> str:
    return "/".join(part for part in parts if part)


def ties_of(evaluation: Evaluation) -> Iterator[Subject]:
    """The lots that an office may order: one for each open tie."""
    for tie in evaluation.ties():
        id_ = f"lot/{tie.quota}/{hash_of(sorted(tie.members))[:12]}"
        label = Text("lots for a tie", "并列抽签")
        yield Subject(id=id_, label=label, step=tie.quota, clause=tie.clause, tie=tie)


def subject_of(ground: Ground, evaluation: Evaluation | None, id_: str) -> Subject:
    """What has that id; ties only with an evaluation. Raises CaseError."""
    for one in subjects(ground) if not id_.startswith("lot/") else ties_of(evaluation) if evaluation else ():
        if one.id == id_:
            return one
    raise CaseError(_NO_SUBJECT.format(id=id_[:120]))


# Frames and sizes

Frame = dict[str, list[str]]


def framed(
    ground: Ground, subject: Subject, codes: Mapping[str, Sequence[str]] | None, townships: Sequence[str] | None
) -> Frame:
    """The frame of a draw by stratum: people by kind, or the codes given, of which only those within `townships` count.

    Raises CaseError.
    """
    if not subject.needs_codes:
        if codes is not None:
            raise CaseError(_OWN_FRAME.format(id=subject.id, frame=_ROSTER if subject.tie is None else _TIE))
        return _own(ground, subject)
    if not codes:
        raise CaseError(_NO_CODES.format(id=subject.id))
    flat = [code for group in codes.values() for code in group]
    for code in [*filter(None, codes), *flat]:
        if not _KEY.fullmatch(code):
            raise CaseError(_CODE.format(code=code[:60]))
    twice = twice_alike(flat)
    if twice is not None:
        raise CaseError(_CODE.format(code=flat[twice[1]]))
    sample = None if subject.sample is None else subject.sample.term
    if sample is not None and sample.within:
        if townships is None:
            raise CaseError(_NOT_DRAWN.format(id=subject.id, other=subject.beside))
        lacking = [group for group in sorted(townships) if not codes.get(group)]
        if lacking:
            about = {"drawn": ", ".join(sorted(townships)), "lacking": ", ".join(lacking)}
            raise CaseError(_WITHIN.format(id=subject.id, other=subject.beside, **about))
        return {group: sorted(codes[group]) for group in sorted(townships)}
    return {"": sorted(flat)}


def _own(ground: Ground, subject: Subject) -> Frame:
    if subject.tie is not None:
        return {"": sorted(subject.tie.members)}
    assert subject.sample is not None and subject.period is not None  # noqa: S101, PT018  # the one sort that is left
    found: Frame = {}
    for kind in subject.sample.kinds:
        people = [
            who
            for who, row in ground.state.rows.items()
            if row["kind"] == kind
            and ground.present(row, subject.period)
            and (not subject.place or ground.code_of(row, subject.sample.term.per) == subject.place)
        ]
        if people:
            found[kind] = sorted(people)
    return found


def sized(subject: Subject, frame: Frame, size: int | None) -> dict[str, int]:
    """How many are drawn of each stratum, "" for all of them together. Raises CaseError."""
    there = {group: len(codes) for group, codes in frame.items()}
    if not sum(there.values()):
        raise CaseError(_EMPTY.format(id=subject.id))
    if subject.sample is None:
        if size is not None:
            raise CaseError(_SAID.format(id=subject.id))
        if subject.cross is not None and there[""] < 2:  # two that assess each other
            raise CaseError(_ALONE.format(id=subject.id, code=frame[""][0]))
        return there
    rule, number = subject.sample.rule, subject.sample.term.number
    if (number is not None or rule.share is not None) and size is not None:
        raise CaseError(_SAID.format(id=subject.id))
    if number is None and rule.share is not None:
        rounding = rule.rounding or "up"
        return {group: int(round_as(Fraction(n) * rule.share, 0, rounding)) for group, n in there.items()}
    wanted = size if number is None else number
    if wanted is None or wanted < 1:
        raise CaseError(_SIZE.format(id=subject.id))
    if wanted > sum(there.values()) or (len(there) > 1 and subject.sample.term.within and wanted < len(there)):
        total = sum(there.values())
        raise CaseError(_FEW.format(id=subject.id, number=wanted, there=total, group=subject.place or "-"))
    return {"": wanted}
