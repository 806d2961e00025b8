"""An explanation as lines of text, section by section; periods that tell the same share a line."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import groupby

from attrs import frozen

from ...rules.nodes import span
from ...rules.tools import said_period
from ...words import Text
from ._explanation import Explanation
from ._step import NOTHING, Step, listed

__all__ = ["Section", "explanation_lines", "explanation_sections"]

_TITLES = {
    "decided": Text("What decided", "决定结果的条款"),
    "waits": Text("What it waits for", "尚待确定的条款"),
    "applied": Text("What applied without deciding", "生效但不决定结果的条款"),
    "open": Text("Open, without bearing on the result", "未定但不影响结果的条款"),
    "not-applied": Text("What did not apply", "未生效的条款"),
    "figure": Text("Figures", "各项数值"),
    "period": Text("Period by period", "各期情况"),
}


@frozen
class Section:
    """Some lines under one title; the first section has none."""

    title: Text | None
    lines: tuple[Text, ...]


def explanation_sections(explanation: Explanation) -> list[Section]:
    """The sentence and the summary; the steps that decided; the others; the readings of ours that took effect."""
    outcome = explanation.outcome
    who = f"{outcome.id} {outcome.name}".strip()
    head = Text("{who}: {verdict}", "{who}：{verdict}").format(who=who, verdict=explanation.verdict)
    marked = [Text("! {told}", "! {told}").format(told=told) for told in explanation.departures]
    found = [Section(None, (head, explanation.summary, *marked))]
    for role, steps in groupby(explanation.steps, key=lambda step: step.role):
        lines = [_line(list(run)) for _, run in groupby(steps, key=_alike)]
        found.append(Section(_TITLES[role], tuple(lines)))
    if explanation.assumptions:
        text = Text("{id} ({clause}) {issue}: {taken}", "{id}（{clause}）{issue}：{taken}")
        readings = [
            text.format(id=one.id, clause=one.clause or "-", issue=one.issue, taken=explanation.taken[one.id])
            for one in explanation.assumptions
        ]
        found.append(Section(Text("Readings of ours", "我们的解释（假定）"), tuple(readings)))
    return found


def explanation_lines(explanation: Explanation) -> list[Text]:
    """The sections as one list of lines, what stands under a title indented."""
    indented = Text("  {line}", "  {line}")
    found: list[Text] = []
    for section in explanation_sections(explanation):
        found += [] if section.title is None else [section.title]
        found += [line if section.title is None else indented.format(line=line) for line in section.lines]
    return found


def _alike(step: Step) -> tuple[object, ...]:
    """Steps of one rule that differ in nothing but their period and its figures."""
    figures = () if step.status == "not-applied" else (step.value, step.because)
    return (step.rule, step.status, step.effect, step.assumptions, bool(step.period), figures)


def _line(steps: list[Step]) -> Text:
    """One line: the clause, the rule and its text, the effect, the figures and what was entered."""
    first = steps[0]
    told = [first.effect] if first.effect != NOTHING else []  # the title of the section says so
    told += [*_runs(steps, lambda step: step.because), *_runs(steps, lambda step: step.entered)]
    if first.basis:
        told.append(Text("basis: {basis}", "依据：{basis}").format(basis=first.basis))
    if first.assumptions:
        told.append(Text("reading {ids}", "解释 {ids}").format(ids=", ".join(first.assumptions)))
    at = Text(" <{span}>", " <{span}>").format(span=_span(steps)) if first.period else ""
    text = Text("{clause} {rule}{at} {text}: {told}", "{clause} {rule}{at} {text}：{told}")
    return text.format(clause=first.clause, rule=first.rule, at=at, text=first.text, told=listed(told))


def _runs(steps: list[Step], part: Callable[[Step], Text | None]) -> Iterator[Text]:
    """What the steps of a line say, with their periods where they do not all say the same."""
    runs = [(text, list(run)) for text, run in groupby(steps, key=part) if text is not None]
    for text, run in runs:
        yield text if len(runs) == 1 else Text("{at}: {text}", "{at} {text}").format(at=_span(run), text=text)


def _span(steps: list[Step]) -> Text:
    """The periods of a run of steps: 2018年11月至2019年4月."""
    return span([said_period(step.period) for step in steps])
