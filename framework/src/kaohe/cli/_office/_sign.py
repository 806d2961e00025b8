"""`kaohe office signatures`, `sign`, `return`, `opinion`: along the chain that the scheme declares."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import click

from ...office import Office, Opinion, Return, Sign, Signed
from ...words import Text
from .._base import JSON_OPTION, Command, Option
from .._out import say, say_json
from ._base import ALL, BOOK, PEOPLE, REASON, at_office, saving, tell, those

__all__ = ["opinion", "return_", "sign", "signatures"]

_SPAN = click.argument("span", metavar="[PERIOD]", required=False, default="")
_STEP = click.option(
    "--step",
    default="",
    metavar="STEP",
    cls=Option,
    text=Text(
        "the step, by number, id or name (else the next that waits)", "步骤的序号、编号或名称（不写则为下一个待签步骤）"
    ),
)


@click.command(
    cls=Command,
    text=Text(
        "Show the chain of signatures of PERIOD (without one: of everything that is signed), who signed, and what must be "
        "done before.",
        "显示 PERIOD 期次（不写则为全部）的签署链、签署情况及签署前须办事项。",
    ),
)
@BOOK
@_SPAN
@JSON_OPTION
def signatures(*, where: str, span: str, as_json: bool) -> None:
    """Show signatures."""
    with at_office(where, writable=False) as office:
        spans = [one.partition("/")[2] or one for one in office.spans] if not span else [span]
        if as_json:
            say_json([_data(office, one) for one in spans])
            return
        for one in spans:
            for line in _lines(office, one, whole=bool(span)):
                say(line)


def _data(office: Office, span: str) -> dict[str, object]:
    steps = [one.as_json() for one in office.signatures(span)]
    return {"span": span, "steps": steps, "missing": office.unready(span), "barred": office.barred(span)}


def _lines(office: Office, span: str, *, whole: bool) -> Iterator[str]:
    name = Text("the year", "年度") if span == "book" else span
    yield str(name)
    steps = office.signatures(span)
    for place, one in enumerate(steps, 1):
        yield f"  {_mark(one)} {place} {one.step.label}  {_told(one)}  {one.step.clause}"
    for why in (*office.unready(span), *office.barred(span)) if whole else ():
        yield "  ! " + why
    if not steps:
        yield "  " + str(Text("nobody's result is signed here", "此处没有待签署的结果"))


def _mark(one: Signed) -> str:
    return "[x]" if one.complete else "[<]" if one.returned else "[ ]"


def _told(one: Signed) -> str:
    if one.below:
        return str(Text("signed below: {units}", "已在下级签署：{units}").format(units=", ".join(one.below)))
    if one.step.own:
        return str(Text("{n} of {all} have said so", "{n}/{all} 人已表明意见").format(n=one.words, all=one.covers))
    signed = {str(office): (by, time) for office, by, time in one.signatures}
    waits = Text("waits", "待")
    parts = [
        f"{signer} {signed[str(signer)][0]} {signed[str(signer)][1][:10]}"
        if str(signer) in signed
        else f"{signer} {waits}"
        for signer in one.step.signers
    ]
    if one.returned is not None:
        back = Text("returned by {by} {time} {people}", "{by} 于 {time} 退回 {people}")
        about = one.returned
        parts.append(
            str(back.format(by=about["by"], time=about["time"][:10], people=" ".join(about["people"]))).rstrip()
        )
    return "; ".join(parts)


@click.command(
    cls=Command,
    text=Text(
        "Sign PERIOD (without one: the year) at the next step of its chain. The first signature freezes it.",
        "在签署链的下一步签署 PERIOD 期次（不写则为年度）。首次签署即冻结。",
    ),
)
@BOOK
@_SPAN
@_STEP
@REASON
@JSON_OPTION
@saving
def sign(*, where: str, span: str, step: str, reason: str, as_json: bool) -> None:
    """Sign."""
    with at_office(where) as office:
        tell(office.save([Sign(span, step)], reason=reason), as_json=as_json)


@click.command(
    "return",
    cls=Command,
    text=Text(
        "Return PERIOD (without one: the year) to be corrected: its signatures are taken back on record. Needs a reason.",
        "退回 PERIOD 期次（不写则为年度）更正：已有签署撤回并记录在案。须写理由。",
    ),
)
@BOOK
@_SPAN
@_STEP
@click.option(
    "--about",
    "people",
    multiple=True,
    metavar="ID",
    cls=Option,
    text=Text("whom it is about (may be given again)", "涉及的对象（可重复）"),
)
@REASON
@JSON_OPTION
@saving
def return_(*, where: str, span: str, step: str, people: Sequence[str], reason: str, as_json: bool) -> None:
    """Return."""
    with at_office(where) as office:
        tell(office.save([Return(span, step, people)], reason=reason), as_json=as_json)


@click.command(
    cls=Command,
    text=Text(
        "Record the own word of these IDs (--all: of whoever has not said theirs) on the result, where the form has it: "
        "agrees or objects. No text is kept.",
        "记录各 ID（--all 为所有尚未表明意见者）的本人意见（表格有此栏时）：agrees 同意或 objects 有异议；不保存文字。",
    ),
)
@BOOK
@PEOPLE
@click.argument("word", metavar="agrees|objects")
@ALL
@click.option(
    "--of",
    "span",
    default="",
    metavar="PERIOD",
    cls=Option,
    text=Text("the period (else the year)", "期次（不写则为年度）"),
)
@JSON_OPTION
@saving
def opinion(*, where: str, people: Sequence[str], word: str, every: bool, span: str, as_json: bool) -> None:
    """Record opinions."""
    with at_office(where) as office:
        whose = those(people, office.unsaid(span) if every else (), every=every)
        tell(office.save([Opinion(who, word, span) for who in whose]), as_json=as_json)
