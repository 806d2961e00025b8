"""`kaohe explain`: why one appraisee got their outcome, one line a step."""

from __future__ import annotations

import difflib

import click

from ..cases import read_case
from ..engine import Evaluation, explanation_lines
from ..engine import explain as explain_outcome
from ..errors import CaseError
from ..words import Text
from ._base import JSON_OPTION, Command
from ._out import say, say_json

__all__ = ["explain"]

_TEXT = Text(
    "Explain the outcome of ID in CASE: every rule with its clause, what it read, the exact value and its effect, "
    "what did not apply and why, and the readings of ours that took effect.",
    "解释案例 CASE 中 ID 的结果：逐条列出条款、所读数据、精确值与效果，未生效的及原因，以及生效的假定。",
)


@click.command(cls=Command, text=_TEXT)
@click.argument("case", metavar="CASE")
@click.argument("appraisee", metavar="ID")
@JSON_OPTION
def explain(*, case: str, appraisee: str, as_json: bool) -> None:
    """Explain one appraisee."""
    evaluation = Evaluation(read_case(case).cohort)
    if appraisee not in evaluation.cohort.appraisees:
        raise CaseError(_nobody(appraisee, list(evaluation.cohort.appraisees)), where=case)
    explanation = explain_outcome(evaluation, appraisee)
    if as_json:
        say_json(explanation.as_json())
        return
    head, *steps = explanation_lines(explanation)
    say(head, bold=True)
    for line in steps:
        say(line)


def _nobody(appraisee: str, known: list[str]) -> Text:
    near = difflib.get_close_matches(appraisee, known, n=3, cutoff=0.5)
    if near:
        return Text("nobody has the id {id}; did you mean {near}?", "没有编号 {id}；是不是 {near}？").format(
            id=appraisee, near=", ".join(near)
        )
    return Text(
        "nobody has the id {id}; kaohe evaluate lists the {n} ids of this case",
        "没有编号 {id}；kaohe evaluate 可列出本案例的 {n} 个编号",
    ).format(id=appraisee, n=len(known))
