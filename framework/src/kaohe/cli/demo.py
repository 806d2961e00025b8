"""The demonstration that `make run` starts: a county's year, one surprising result explained, what to try next.

On a terminal it first opens a copy of the example in the terminal interface.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import click
from attrs import evolve

from ..cases import Case, read_case
from ..engine import Evaluation, Outcome, explain, explanation_lines
from ..office import example_case
from ..words import Text
from ._base import Command, guarded
from ._evaluate import summary_lines
from ._out import say

__all__ = ["main"]

_SCHEME = "xizang-2018"
_TEXT = Text("Evaluate the example county-year and explain one result.", "计算示例县的一年，并解释一个结果。")


@click.command("demo", cls=Command, text=_TEXT)
def demo() -> None:
    """Show the main job on an invented county."""
    path = example_case()
    if sys.stdin.isatty() and sys.stdout.isatty():
        _browse(path)
    case = read_case(path)
    evaluation = Evaluation(case.cohort)
    outcomes = evaluation.outcomes()
    say(Text("$ {command}", "$ {command}").format(command=_command(path, "evaluate --summary")))
    for line in summary_lines(case, evaluation, outcomes):
        say(line)
    surprise = _surprise(case, outcomes)
    if surprise is not None:
        _tell(evaluation, surprise, path)
    say()
    for line in _next(path, outcomes):
        say(line)


def _browse(path: Path) -> None:
    """Open a copy of the example in the terminal interface, where that is installed and the terminal will do."""
    try:
        terminal = import_module("kaohe_tui.cli")
    except ModuleNotFoundError:
        return
    terminal.open_example(path)


def _surprise(case: Case, outcomes: list[Outcome]) -> Outcome | None:
    """Among the people with the worst grade, the one with the best score."""
    worst = {rules.kind.key: rules.kind.grades[-1:] for rules in case.cohort.ruleset.kinds}
    fallen = [one for one in outcomes if one.grade in worst[one.kind] and one.score is not None]
    return max(fallen, key=lambda one: one.score or 0, default=None)


def _tell(evaluation: Evaluation, outcome: Outcome, path: Path) -> None:
    """What decided, and what the score alone would have given."""
    say()
    asked = Text("Why is {id} {grade}, with these scores?", "{id} 得分这么高，为什么是{grade}？")
    say(asked.format(id=outcome.id, grade=outcome.grade), bold=True)
    say(Text("$ {command}", "$ {command}").format(command=_command(path, "explain", outcome.id)))
    explanation = explain(evaluation, outcome.id)
    told = tuple(
        step for step in explanation.steps if step.role == "decided" or (step.kind == "bands" and not step.period)
    )
    for line in explanation_lines(evolve(explanation, steps=told, assumptions=())):
        say(f"  {line}")
    rest = len(explanation.steps) - len(told)
    more = Text("and {n} more steps: each month, and what did not apply", "另有 {n} 步：各月情况，以及未生效的条款")
    say("  " + str(more.format(n=rest)))


def _next(path: Path, outcomes: list[Outcome]) -> Iterator[str]:
    still = next((one for one in outcomes if one.state == "needs"), outcomes[0])
    yield str(Text("Try next:", "接下来可以试："))
    tries = [
        (_command(path, "explain", still.id), Text("somebody whose month is missing", "缺一个月的人")),
        (_kaohe() + f" describe {_SCHEME}", Text("the scheme, clause by clause", "逐条看这个方案")),
        (_kaohe() + " schemes", Text("the other regions", "其他地区的方案")),
        (_kaohe() + f" new-case {_SCHEME} -o my.toml", Text("an empty case of your own", "建一个自己的空案例")),
    ]
    for command, why in tries:
        yield f"  {command}"
        yield f"      {why}"


def _kaohe() -> str:
    """The command as it can be typed here."""
    script = Path(sys.prefix) / "bin" / "kaohe"
    return _short(script) if script.exists() and Path(sys.prefix).name == ".venv" else "kaohe"


def _command(path: Path, *words: str) -> str:
    first, *rest = words
    return " ".join([_kaohe(), first, _short(path), *rest])


def _short(path: Path) -> str:
    """`path` from here, where that is shorter."""
    return min(os.path.relpath(path), str(path), key=len)


def main() -> None:
    """Run the demonstration; exit status 2 with a sentence where it cannot."""
    guarded(lambda: demo.main(standalone_mode=False))


if __name__ == "__main__":
    main()
