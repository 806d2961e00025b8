"""`kaohe mutate`: change each declared number, side and clause, and see whether the worked cases notice."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import click

from ..testing import (
    Mutant,
    Mutation,
    Subject,
    case_folder,
    equivalent_of,
    installed,
    installed_subjects,
    mutate,
)
from ..words import Text
from ._base import JSON_OPTION, Command, Option
from ._out import say, say_json

__all__ = ["mutate_command"]

_TEXT = Text(
    "Change each declared number, comparison and clause of SCHEME (or all), one at a time, and report by clause what neither "
    "lint nor a worked case notices. Exit status 1 where something goes unnoticed that is not listed as equivalent.",
    "逐一改动方案 SCHEME（或 all）声明的数值、比较与条款，按条款列出声明检查与演算案例都没有发现的改动；未列为等价的，退出状态为 1。",
)
_LISTED = Text(
    "mutants known to change nothing, with reasons (default: the plugin's mutants.toml)", "等价变异清单及理由"
)


@click.command("mutate", cls=Command, text=_TEXT)
@click.argument("scheme", metavar="SCHEME")
@click.option("--equivalent", "listed", metavar="FILE", cls=Option, text=_LISTED)
@JSON_OPTION
@click.pass_context
def mutate_command(context: click.Context, *, scheme: str, listed: str | None, as_json: bool) -> None:
    """Mutate one scheme or all."""
    subjects = installed_subjects() if scheme == "all" else [installed(scheme)]
    reports = []
    for subject in subjects:
        begun = time.monotonic()
        reports.append(_mutated(subject, listed))
        if not as_json:
            _say(reports[-1], time.monotonic() - begun)
    if as_json:
        say_json([_data(report) for report in reports] if scheme == "all" else _data(reports[0]))
    context.exit(0 if all(report.clean for report in reports) else 1)


def _mutated(subject: Subject, listed: str | None) -> Mutation:
    file = Path(listed) if listed is not None else _own_list(subject.id)
    report = mutate(subject, equivalent=equivalent_of(file) if file is not None else {}, progress=_progress)
    if sys.stderr.isatty():
        click.echo("\r\x1b[K", nl=False, err=True)
    return report


def _own_list(scheme: str) -> Path | None:
    folder = case_folder(scheme)
    path = Path(str(folder)).parent / "mutants.toml" if folder is not None else None
    return path if path is not None and path.is_file() else None


def _progress(done: int, survived: int) -> None:
    if done % 10 == 1 and sys.stderr.isatty():
        text = Text("{done} mutants, {survived} unnoticed", "{done} 个变异，{survived} 个未被发现")
        click.echo(f"\r\x1b[K{text.format(done=done, survived=survived)}", nl=False, err=True)


def _say(report: Mutation, seconds: float) -> None:
    text = Text(
        "{scheme}: {total} mutants, {caught} caught, {equal} equivalent, {silent} change no row of the table, "
        "{left} unnoticed; {seconds} s",
        "{scheme}：{total} 个变异，发现 {caught} 个，等价 {equal} 个，边界表无变化 {silent} 个，未发现 {left} 个；{seconds} 秒",
    )
    say(
        text.format(
            scheme=report.scheme,
            total=report.total,
            caught=sum(report.caught.values()),
            equal=len(report.equivalent),
            silent=len(report.silent),
            left=len(report.survived),
            seconds=f"{seconds:.1f}",
        )
    )
    for mutant in sorted(report.survived, key=lambda one: (one.kind, one.clause)):
        say(f"  {mutant.clause}  {mutant.sort}  {mutant.name}")
    for mutant in sorted(report.silent, key=lambda one: (one.kind, one.clause)):
        text = Text("{clause}  {name}: changes no row of the table", "{clause}  {name}：边界表无变化")
        say(Text("  {line}", "  {line}").format(line=text.format(clause=mutant.clause, name=mutant.name)))
    for name in report.stale:
        text = Text(
            "  {name}: listed as equivalent, but it is caught or not there", "  {name}：列为等价，实已被发现或不存在"
        )
        say(text.format(name=name))


def _data(report: Mutation) -> dict[str, object]:
    return {
        "scheme": report.scheme,
        "total": report.total,
        "caught": report.caught,
        "equivalent": [mutant.name for mutant in report.equivalent],
        "silent": [_one(mutant) for mutant in report.silent],
        "unnoticed": [_one(mutant) for mutant in report.survived],
        "stale": report.stale,
    }


def _one(mutant: Mutant) -> dict[str, str]:
    return {"mutant": mutant.name, "sort": mutant.sort, "clause": mutant.clause}
