"""An explanation as lines of text, one a step; periods that tell the same share a line."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from ..rules import join
from ..words import Text
from ._explain import Explanation
from ._step import Step

__all__ = ["STATUS_LABELS", "explanation_lines"]

STATUS_LABELS = {
    "applied": Text("applied", "生效"),
    "not-applied": Text("not applied", "未生效"),
    "rejected": Text("rejected", "复核否定"),
    "possible": Text("possible", "可能"),
    "pending": Text("pending", "待复核"),
    "needs": Text("needs data", "待补录"),
}


def explanation_lines(explanation: Explanation) -> list[Text]:
    """The summary, one line a step, and the assumptions that took effect."""
    outcome = explanation.outcome
    who = f"{outcome.id} {outcome.name}".strip()
    head = Text("{who}: {summary}", "{who}：{summary}").format(who=who, summary=explanation.summary)
    found = [head]
    for _, steps in groupby(explanation.steps, key=_alike):
        found.append(_line(list(steps)))
    for one in explanation.assumptions:
        text = Text("assumption {id} ({clause}): {issue}: {default}", "假定 {id}（{clause}）：{issue}：{default}")
        found.append(text.format(id=one.id, clause=one.clause or "-", issue=one.issue, default=one.default))
    return found


def _alike(step: Step) -> tuple[object, ...]:
    """Steps of one rule that differ in nothing but their period and its figures."""
    figures = () if step.status == "not-applied" else (step.value, step.because)
    return (step.rule, step.status, step.effect, step.assumptions, bool(step.period), figures)


_LINE = Text("[{status}] {rule} {clause}{periods} {text}: {told}", "[{status}] {rule} {clause}{periods} {text}：{told}")
_MARKED = Text(" {{assumption {ids}}}", "｛假定 {ids}｝")


def _line(steps: list[Step]) -> Text:
    first = steps[0]
    periods = _spans(steps)
    told = join(list(_told(steps)), en="; ", zh="；")
    line = _LINE.format(
        status=STATUS_LABELS[first.status],
        rule=first.rule,
        clause=first.clause,
        periods=f" <{periods}>" if periods else "",
        text=first.text,
        told=told,
    )
    if not first.assumptions:
        return line
    marked = _MARKED.format(ids=", ".join(first.assumptions))
    return Text(line.en + marked.en, line.zh + marked.zh)


def _told(steps: list[Step]) -> Iterator[Text]:
    """The effect, the rounding for the eye, what was read where nothing else says so, and the reasons."""
    first = steps[0]
    yield first.effect
    if first.display is not None:
        yield Text("shown as {value}", "显示为 {value}").format(value=first.display)
    yield from _inputs(first, several=len(steps) > 1)
    reasons = [(because, list(group)) for because, group in groupby(steps, key=lambda step: step.because) if because]
    for because, group in reasons:
        text = because if len(reasons) == 1 else Text("{at} {why}", "{at} {why}").format(at=_spans(group), why=because)
        yield text
    yield from _documents(steps)
    if first.basis:
        yield Text("basis: {basis}", "依据：{basis}").format(basis=first.basis)


def _documents(steps: list[Step]) -> Iterator[Text]:
    """The documents that findings rest on, where the reason does not name them already."""
    notes = dict.fromkeys(
        reading.note
        for step in steps
        for reading in step.inputs
        if reading.state == "given" and reading.note is not None
    )
    reasons = [step.because.en for step in steps if step.because is not None]
    yield from (note for note in notes if not any(note.en in reason for reason in reasons))


def _inputs(step: Step, *, several: bool) -> Iterator[Text]:
    """What is missing, and what was read where no figures say so."""
    if step.status == "needs":
        missing = [reading for reading in step.inputs if reading.state == "unknown"]
        for reading in missing[:_MOST]:
            period = "" if several or not reading.period else f" {reading.period}"
            text = Text("{label}{period} not entered", "{label}{period} 未录入")
            yield text.format(label=reading.label, period=period)
        if len(missing) > _MOST:
            yield Text("and {n} more not entered", "另有 {n} 项未录入").format(n=len(missing) - _MOST)
    elif step.because is None and step.value is None and step.status != "not-applied":
        for reading in step.inputs:
            if reading.state == "given":
                yield Text("{label} {value}", "{label} {value}").format(label=reading.label, value=reading.value)


_MOST = 3


def _spans(steps: list[Step]) -> str:
    """The periods of a run of steps: "2018-11..2019-04"."""
    names = [step.period for step in steps if step.period]
    return "" if not names else names[0] if len(names) == 1 else f"{names[0]}..{names[-1]}"
