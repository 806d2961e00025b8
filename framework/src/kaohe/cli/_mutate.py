"""`kaohe mutate`: change what a scheme declares, one thing at a time, and see whether the worked cases notice."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import click

from ..progress import Listener
from ..testing import (
    Mutation,
    Subject,
    Unnoticed,
    case_folder,
    equivalent_of,
    installed,
    installed_subjects,
    mutate,
)
from ..words import Text
from ._base import JSON_OPTION, Command, Option
from ._out import both, say, say_json
from ._progress import progress_line

__all__ = ["mutate_command"]

_TEXT = Text(
    "Change what SCHEME (or all) declares, one thing at a time: numbers, comparisons, grades, roundings, re-checks, pools, "
    "ranks, caps, conditions, options, clauses. Report by clause what neither lint nor a worked case notices, with the "
    "facts that would tell it apart. Exit status 1 where something goes unnoticed that is not listed as equivalent.",
    "逐一改动方案 SCHEME（或 all）所声明的内容：数值、比较、等次、取整、复核、分组、排序、上限、条件、选项、条款；"
    "按条款列出声明检查与演算案例都没有发现的改动，并给出能区分的数据；未列为等价的，退出状态为 1。",
)
_LISTED = Text(
    "mutants known to change nothing, with reasons (default: the plugin's mutants.toml)", "等价变异清单及理由"
)
_ONLY = Text("only this mutant, by its id or a glob of its name", "只做此变异：写编号，或名称的通配式")
_JOBS = Text("how many processes share the work (default: 2)", "由几个进程分担（默认 2）")


@click.command("mutate", cls=Command, text=_TEXT)
@click.argument("scheme", metavar="SCHEME")
@click.option("--only", "only", multiple=True, metavar="ID", cls=Option, text=_ONLY)
@click.option("--equivalent", "listed", metavar="FILE", cls=Option, text=_LISTED)
@click.option("--jobs", type=click.IntRange(1), metavar="N", cls=Option, text=_JOBS)
@JSON_OPTION
@click.pass_context
def mutate_command(
    context: click.Context, *, scheme: str, only: tuple[str, ...], listed: str | None, jobs: int | None, as_json: bool
) -> None:
    """Mutate one scheme or all."""
    subjects = installed_subjects() if scheme == "all" else [installed(scheme)]
    shared = jobs if jobs is not None else min(2, os.cpu_count() or 1)
    reports = []
    for subject in subjects:
        begun = time.monotonic()
        reports.append(_mutated(subject, listed, only, shared))
        if not as_json:
            for line in _lines(reports[-1], time.monotonic() - begun):
                say(line)
    if as_json:
        say_json([_data(report) for report in reports] if scheme == "all" else _data(reports[0]))
    context.exit(0 if all(report.clean for report in reports) else 1)


def _mutated(subject: Subject, listed: str | None, only: tuple[str, ...], jobs: int) -> Mutation:
    file = Path(listed) if listed is not None else _own_list(subject.id)
    known = equivalent_of(file) if file is not None else {}
    with progress_line() as line:
        told = partial(_told, line)
        return mutate(subject, equivalent=known, only=only, jobs=jobs, progress=told)


def _own_list(scheme: str) -> Path | None:
    folder = case_folder(scheme)
    path = Path(str(folder)).parent / "mutants.toml" if folder is not None else None
    return path if path is not None and path.is_file() else None


_TRIED = Text("{done} mutants, {survived} unnoticed", "{done} 个变异，{survived} 个未被发现")


def _told(line: Listener, done: int, survived: int) -> None:
    line(_TRIED, done=done, survived=survived)


def _lines(report: Mutation, seconds: float) -> Iterator[Text | str]:
    text = Text(
        "{scheme}: {total} mutants, {caught} caught, {equal} listed as equivalent, {left} unnoticed "
        "({apart} told apart by facts below); {seconds} s",
        "{scheme}：{total} 个变异，发现 {caught} 个，列为等价 {equal} 个，未发现 {left} 个（其中 {apart} 个有下列数据可区分）；"
        "{seconds} 秒",
    )
    yield text.format(
        scheme=report.scheme,
        total=report.total,
        caught=sum(report.caught.values()),
        equal=len(report.equivalent),
        left=len(report.unnoticed),
        apart=len(report.told_apart),
        seconds=f"{seconds:.1f}",
    )
    for one in sorted(report.unnoticed, key=lambda one: (one.kind, one.clause)):
        yield from _shown(one)
    for name in report.stale:
        text = Text(
            "  {name}: listed as equivalent, but it is caught or not there", "  {name}：列为等价，实已被发现或不存在"
        )
        yield text.format(name=name)


def _shown(one: Unnoticed) -> Iterator[Text | str]:
    """One mutant as a diff: what it is and where, before and after, and what would tell it apart."""
    yield f"  {one.id}  {one.clause}  {one.kind}  {one.row}  {one.sort}  {one.where}".rstrip()
    yield f"    {one.name}"
    yield Text("    - {was}", "    - {was}").format(was=one.was)
    yield Text("    + {now}", "    + {now}").format(now=one.now)
    if one.facts is not None:
        yield Text("    told apart by {facts}", "    区分：{facts}").format(facts=one.facts.text)
    elif one.sort == "clause":
        yield Text(
            "    told apart by a case that cites it: [cites] {row} = {clause}",
            "    区分：在案例中写明出处 [cites] {row} = {clause}",
        ).format(row=one.row, clause=one.clause)
    else:
        yield Text("    not told apart by {n} tried facts", "    试过 {n} 组数据，未能区分").format(n=one.tried)


def _data(report: Mutation) -> dict[str, object]:
    return {
        "scheme": report.scheme,
        "total": report.total,
        "caught": report.caught,
        "caught_by": report.by,
        "equivalent": report.equivalent,
        "unnoticed": [_one(one) for one in report.unnoticed],
        "stale": report.stale,
    }


def _one(one: Unnoticed) -> dict[str, object]:
    told = None
    if one.facts is not None:
        told = {"text": both(one.facts.text), "appraisee": one.facts.appraisee, "case": one.facts.raw}
    return {
        "id": one.id,
        "mutant": one.name,
        "sort": one.sort,
        "kind": one.kind,
        "row": one.row,
        "clause": one.clause,
        "where": one.where,
        "was": both(one.was),
        "now": both(one.now),
        "tried": one.tried,
        "told_apart_by": told,
    }
