"""What `kaohe check` and `kaohe fuzz` have in common: their options, the run over one scheme or all, the report."""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import click
from attrs import evolve

from ..progress import Listener
from ..testing import (
    KIT_LEVEL,
    PHASES,
    CheckError,
    Options,
    Report,
    Result,
    Subject,
    installed,
    installed_subjects,
    junit,
    read_known,
    run,
    select,
)
from ..words import Message, Text
from ._base import Option
from ._out import complain, dumped, say
from ._progress import progress_line
from ._table import table

__all__ = ["CASES_FOLDER", "checking", "options_of", "run_all"]

CASES_FOLDER = "kaohe-cases"
_TIME = re.compile(r"(\d+)(s|m|h)?")
_UNITS = {"s": 1, "m": 60, "h": 3600}

Function = TypeVar("Function", bound=Callable[..., Any])

_PHASE = Text(
    "only this phase; may be given several times, or as a list with commas: lint,cases",
    "只做此阶段；可写多次，或以逗号分列：lint,cases",
)
_OPTIONS = (
    click.option(
        "--list", "listing", is_flag=True, cls=Option, text=Text("list the checks and what they need", "列出检查项")
    ),
    click.option(
        "--check", "wanted", multiple=True, metavar="GLOB", cls=Option, text=Text("only these checks", "只做这些检查")
    ),
    click.option(
        "--exclude", "unwanted", multiple=True, metavar="GLOB", cls=Option, text=Text("not these", "不做这些检查")
    ),
    click.option("--phase", "phases", multiple=True, metavar="PHASE", cls=Option, text=_PHASE),
    click.option("--clause", metavar="CLAUSE", default="", cls=Option, text=Text("only this clause", "只查此条款")),
    click.option("--seed", type=int, cls=Option, text=Text("seed of the fuzz (printed; 0 under CI)", "随机种子")),
    click.option("-x", "stop", is_flag=True, cls=Option, text=Text("stop at the first failure", "遇第一处失败即停")),
    click.option(
        "--report",
        "form",
        type=click.Choice(["text", "json", "junit"]),
        default="text",
        cls=Option,
        text=Text("form of the report", "报告形式"),
    ),
    click.option("--known", metavar="FILE", cls=Option, text=Text("known failures (TOML)", "已知问题清单（TOML）")),
    click.option(
        "--kit-level",
        type=int,
        default=KIT_LEVEL,
        cls=Option,
        text=Text("newer checks only warn", "更新的检查只作提醒"),
    ),
    click.option(
        "--min-reach",
        metavar="PERCENT",
        type=int,
        default=0,
        cls=Option,
        text=Text("fail below this share of rules cited", "规则引用率低于此值则失败"),
    ),
    click.option(
        "--reach", "full", is_flag=True, cls=Option, text=Text("list every side not reached", "列出未到达之处")
    ),
    click.option(
        "--cases",
        "folder",
        metavar="DIR",
        default=CASES_FOLDER,
        cls=Option,
        text=Text(
            "where counterexamples are written, and run again first (default: kaohe-cases)",
            "反例写入何处，下次先重放其中的反例（默认 kaohe-cases）",
        ),
    ),
)


def checking(function: Function) -> Function:
    """Give a command the options of a run."""
    for option in reversed(_OPTIONS):
        function = option(function)
    return function


def seconds(text: str | None) -> float | None:
    """A span like 90, 60s, 10m or 1h in seconds. Raises CheckError for anything else."""
    if text is None:
        return None
    found = _TIME.fullmatch(text.strip())
    if found is None:
        raise CheckError(
            Message(
                "K5002", "{text} is no span of time; write 60s, 10m or 1h", "{text} 不是时长；请写 60s、10m、1h"
            ).format(text=text)
        )
    return float(int(found[1]) * _UNITS[found[2] or "s"])


def options_of(
    phases: Sequence[str], given: dict[str, Any], *, worlds: int = 200, budget: float | None = None
) -> Options:
    """The options of a run. Raises CheckError for a phase, check or file that there is not."""
    chosen = tuple(part for text in given["phases"] for part in text.split(",")) or tuple(phases)
    for phase in chosen:
        if phase not in PHASES:
            text = Message(
                "K5003", "there is no phase {phase}; the phases are {known}", "没有阶段 {phase}；可用：{known}"
            )
            raise CheckError(text.format(phase=phase, known=", ".join(PHASES)))
    checks = tuple(select(given["wanted"], given["unwanted"])) if given["wanted"] or given["unwanted"] else None
    seed = given["seed"]
    if seed is None:
        seed = 0 if os.environ.get("CI") else secrets.randbelow(2**31)
    return Options(
        phases=tuple(phase for phase in PHASES if phase in chosen),
        checks=checks,
        clause=given["clause"],
        seed=seed,
        worlds=worlds,
        seconds=budget,
        stop_first=given["stop"],
        folder=Path(given["folder"]),
        known=tuple(read_known(Path(given["known"]))) if given["known"] else (),
        kit_level=given["kit_level"],
    )


_CHECKED = Text("{phase}: {done:,} cohorts, {n} checks failed", "{phase}：{done:,} 组，{n} 项检查失败")


def run_all(scheme: str, options: Options, given: dict[str, Any]) -> int:
    """Run over one scheme or all, report, and return the exit status: 0 clean, 1 a failure, 2 nothing ran."""
    subjects = installed_subjects() if scheme == "all" else [installed(scheme)]
    if given["listing"]:
        for subject in subjects:
            _list(subject, options)
        return 0
    reports: list[Report] = []
    for subject in subjects:
        with progress_line() as line:
            told = partial(_told, line)
            reports.append(run(subject, evolve(options, progress=told)))
        _reach_asked(reports[-1], given["min_reach"])
        if reports[-1].interrupted or (options.stop_first and reports[-1].failed):
            break
    unused = [text for known in options.known if (text := known.complaint(options.today)) is not None]
    if not any(report.interrupted for report in reports) and reports:
        reports[-1].complaints += unused
    _shown(reports, options, given)
    if not any(report.ran for report in reports):
        complain(str(Text("no check ran; see --list", "没有执行任何检查；见 --list")))
        return 2
    return (
        130 if reports[-1].interrupted and not any(r.failed for r in reports) else int(any(r.failed for r in reports))
    )


def _told(line: Listener, phase: str, done: int, failures: int) -> None:
    line(_CHECKED, phase=phase, done=done, n=failures)


def _reach_asked(report: Report, least: int) -> None:
    if report.reach is None or not least or report.interrupted:
        return
    cited, rules = report.reach.share
    if rules and Fraction(cited, rules) < Fraction(least, 100):
        text = Text(
            "only {cited} of {rules} rules were cited, below {least} %",
            "{rules} 条规则只引用了 {cited} 条，低于 {least} %",
        )
        report.complaints.append(text.format(cited=cited, rules=rules, least=least))


def _list(subject: Subject, options: Options) -> None:
    say(subject.id, bold=True)
    rows = []
    for check in options.chosen:
        applies = subject.ruleset is None or check.applies(subject.ruleset)
        needs = (
            ""
            if check.needs is None or applies
            else str(Text("needs: {what}", "需要：{what}").format(what=check.needs.text))
        )
        rows.append((check.id, check.phase or check.level, str(check.text), needs))
    for line in table(rows) if rows else ():
        say(f"  {line}")


def _shown(reports: Sequence[Report], options: Options, given: dict[str, Any]) -> None:
    if given["form"] == "json":
        click.echo(dumped([report.as_json() for report in reports]))
    elif given["form"] == "junit":
        click.echo(junit(list(reports)), nl=False)
    else:
        for report in reports:
            for line in _lines(report, full=given["full"]):
                say(line)
        say(Text("seed {seed}", "种子 {seed}").format(seed=options.seed))


def _lines(report: Report, *, full: bool) -> Iterator[Text | str]:
    counts = {status: sum(result.status == status for result in report.results) for status in ("passed", "reading")}
    text = Text(
        "{id}: {passed} checks passed, {failed} failed; {worlds} cohorts in {seconds} s",
        "{id}：通过 {passed} 项，失败 {failed} 项；{worlds} 组，{seconds} 秒",
    )
    yield text.format(
        id=report.scheme,
        passed=counts["passed"] + counts["reading"],
        failed=len(report.failures()),
        worlds=report.worlds,
        seconds=f"{report.seconds:.1f}",
    )
    if report.walks:
        walks = Text("  walks through the work of an office: {count}", "  办公流程走查：{count} 次")
        yield walks.format(count=report.walks)
    if report.interrupted:
        yield Text("  interrupted: this is what was found so far", "  已中断：以上为目前所得")
    for result in report.results:
        yield from _result_lines(result)
    yield from _inapplicable(report.results)
    for complaint in report.complaints:
        yield Text("  failed   {text}", "  失败   {text}").format(text=complaint)
    for line in report.reach.lines(full=full) if report.reach is not None and report.worlds else ():
        yield Text("  {line}", "  {line}").format(line=line)


def _result_lines(result: Result) -> Iterator[Text | str]:
    if result.status in ("failed", "warned"):
        word = Text("failed", "失败") if result.status == "failed" else Text("warning", "提醒")
        for found in result.found:
            text = Text("  {word}   {id}: {what}", "  {word}   {id}：{what}")
            yield text.format(word=word, id=result.id, what=found.problem.text)
            if found.path is not None:
                text = Text("           replay: kaohe replay {path}", "         重放：kaohe replay {path}")
                yield text.format(path=str(found.path))
    elif result.status == "reading":
        text = Text("  reading  {id}: {readings}", "  读法   {id}：{readings}")
        yield text.format(id=result.id, readings=", ".join(result.readings))
    elif result.status in ("known", "waits"):
        word = Text("known", "已知") if result.status == "known" else Text("waits", "待办")
        yield Text("  {word}    {id}: {why}", "  {word}   {id}：{why}").format(word=word, id=result.id, why=result.why)


def _inapplicable(results: Sequence[Result]) -> Iterator[Text]:
    """The checks that do not apply, by what is missing."""
    grouped: dict[Text, list[str]] = {}
    for result in results:
        if result.status == "not-applicable" and result.why is not None:
            grouped.setdefault(result.why, []).append(result.id)
    for why, ids in grouped.items():
        yield Text("  not run  {ids}: {why}", "  未做   {ids}：{why}").format(
            ids=", ".join(dict.fromkeys(ids)), why=why
        )
