"""`kaohe explain`: why one appraisee got their outcome, one line a step."""

from __future__ import annotations

import difflib

import click

from ..engine import explain as explain_outcome
from ..engine import explanation_sections
from ..errors import CaseError
from ..words import Message, Text, named
from ._base import JSON_OPTION, Command, Option
from ._either import opened
from ._in_force import in_force
from ._out import say, say_json
from ._progress import progress

__all__ = ["explain", "nobody"]

_TEXT = Text(
    "Explain the outcome of ID in a CASE or a BOOK: first the rule and the fact that decided, then the steps that decided, each "
    "with its clause, what was entered and the exact value; then what applied without deciding, what did not apply, "
    "the figures, and the readings of ours that took effect.",
    "解释案例 CASE 或账簿 BOOK 中 ID 的结果：先用一句话写明起决定作用的条款与事实，再逐条列出决定结果的条款、所录数据与精确值，"
    "然后是生效但不决定结果的、未生效的、各项数值，以及生效的假定。",
)
_STANDS = Text("this result is {state}", "本结果{state}")
_PRIVATE = Text(
    "the copy that leaves the office: no colleague's name, id, score or ground",
    "交给本人的文本：不含其他人员的姓名、编号、得分与事由",
)


@click.command(cls=Command, text=_TEXT)
@click.argument("case", metavar="CASE|BOOK")
@click.argument("appraisee", metavar="ID")
@click.option("--for-appraisee", "private", is_flag=True, cls=Option, text=_PRIVATE)
@JSON_OPTION
def explain(*, case: str, appraisee: str, private: bool, as_json: bool) -> None:
    """Explain one appraisee."""
    with progress(), opened(case) as found:
        evaluation = found.evaluation
        if appraisee not in evaluation.cohort.appraisees:
            raise CaseError(nobody(appraisee, list(evaluation.cohort.appraisees)), where=case)
        explanation = explain_outcome(evaluation, appraisee, private=private)
        standing = None if found.office is None else found.office.state_of(appraisee)
    if as_json:
        state = {} if standing is None else {"standing": standing.as_json()}
        say_json({**in_force(evaluation.cohort.ruleset), **explanation.as_json(), **state})
        return
    for place, section in enumerate(explanation_sections(explanation)):
        if section.title is not None:
            say()
            say(section.title, bold=True)
        for line in section.lines:
            say(line if section.title is None else f"  {line}", bold=place == 0 and line is section.lines[0])
    if standing is not None:
        say()
        say(_STANDS.format(state=standing.text))


def nobody(appraisee: str, known: list[str]) -> Message:
    """The refusal of an id that nobody has, with the nearest."""
    near = difflib.get_close_matches(appraisee, known, n=3, cutoff=0.5)
    if near:
        return Message(
            "K5007", "nobody has the id {id}; did you mean {near}?", "没有编号 {id}；是不是 {near}？"
        ).format(id=named(appraisee), near=", ".join(near))
    return Message(
        "K5008",
        "nobody has the id {id}; kaohe evaluate lists the {n} ids of this case",
        "没有编号 {id}；kaohe evaluate 可列出本案例的 {n} 个编号",
    ).format(id=named(appraisee), n=len(known))
