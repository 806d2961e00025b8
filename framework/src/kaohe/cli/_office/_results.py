"""`kaohe office publish`, `objection`, `gate`, `notice`, `imported`: what becomes of results."""

from __future__ import annotations

from collections.abc import Sequence

import click

from ...office import Answer, Consult, Import, Object, Publish, Serve
from ...rules.tools import parse_day
from ...words import Text
from .._base import JSON_OPTION, Command, Group, Option
from .._out import say, say_json
from .._table import table
from ._base import ALL, AT, BOOK, PEOPLE, REASON, WHO, at_office, saving, tell, those
from ._days import DOCUMENT, ON, day_of

__all__ = ["gate", "imported", "notice", "objection", "publish"]


@click.command(
    cls=Command,
    text=Text(
        "Record that results are shown publicly by STEP from that day; the last day follows from the scheme, or --until.",
        "记录结果自该日起按步骤 STEP 公示；最后一日依方案计算，或用 --until 写明。",
    ),
)
@BOOK
@click.argument("step", metavar="STEP")
@ON
@click.option("--until", default="", metavar="DATE", cls=Option, text=Text("the last day", "最后一日"))
@AT
@DOCUMENT
@REASON
@JSON_OPTION
@saving
def publish(*, where: str, step: str, day: str, until: str, at: str, document: str, reason: str, as_json: bool) -> None:
    """Record publicity."""
    with at_office(where) as office:
        last = parse_day(until) if until else None
        change = Publish(step, day_of(day, office.procedure), document, last, at)
        tell(office.save([change], reason=reason), as_json=as_json)


@click.group(
    cls=Group,
    text=Text(
        "Objections and appeals: day, document number and outcome code; neither who objects nor what they say.",
        "异议与申诉：只记日期、文号与处理结果代码；不记异议人与内容。",
    ),
)
def objection() -> None:
    """Hold the commands of objections."""


@objection.command("list", cls=Command, text=Text("List objections and appeals.", "列出异议与申诉。"))
@BOOK
@JSON_OPTION
def objections(*, where: str, as_json: bool) -> None:
    """List objections."""
    with at_office(where, writable=False) as office:
        found = office.procedure.objections()
        if as_json:
            say_json([one.as_json() for one in found])
            return
        head = [
            Text("no.", "序号"),
            Text("id", "编号"),
            Text("sort", "类别"),
            Text("received", "收到"),
            Text("document", "文号"),
            Text("outcome", "结果"),
        ]
        rows = [
            (str(one.number), one.appraisee, one.sort, one.on.isoformat(), one.document, one.outcome or "-")
            for one in found
        ]
        for line in table([[str(one) for one in head], *rows]):
            say(line)


@objection.command(
    "add",
    cls=Command,
    text=Text(
        "Record an objection to the result of ID within the days of publicity; --appeal for one at another time.",
        "记录公示期内对 ID 结果的异议；其他时间收到的用 --appeal。",
    ),
)
@BOOK
@WHO
@ON
@DOCUMENT
@click.option("--appeal", is_flag=True, cls=Option, text=Text("an appeal", "申诉"))
@REASON
@JSON_OPTION
@saving
def objection_add(
    *, where: str, appraisee: str, day: str, document: str, appeal: bool, reason: str, as_json: bool
) -> None:
    """Record an objection."""
    with at_office(where) as office:
        change = Object(appraisee, day_of(day, office.procedure), document, appeal)
        tell(office.save([change], reason=reason), as_json=as_json)


@objection.command(
    "answer",
    cls=Command,
    text=Text(
        "Record how objection NUMBER ended: upheld, rejected, withdrawn.",
        "记录第 NUMBER 号异议的处理结果：upheld 成立、rejected 不成立、withdrawn 撤回。",
    ),
)
@BOOK
@click.argument("number", metavar="NUMBER", type=int)
@click.argument("outcome", metavar="OUTCOME")
@ON
@DOCUMENT
@REASON
@JSON_OPTION
@saving
def objection_answer(
    *, where: str, number: int, outcome: str, day: str, document: str, reason: str, as_json: bool
) -> None:
    """Answer an objection."""
    with at_office(where) as office:
        change = Answer(number, outcome, day_of(day, office.procedure), document)
        tell(office.save([change], reason=reason), as_json=as_json)


@click.command(
    cls=Command,
    text=Text(
        "Record what the body KEY said of these IDs (--all: of whoever it was not asked about) before the result is final: "
        "none (nothing against), against; - takes it back.",
        "记录结果确定前 KEY 机关对各 ID（--all 为所有尚未征求意见者）的意见：none 无异议、against 有异议；- 表示撤回。",
    ),
)
@BOOK
@PEOPLE
@click.argument("key", metavar="KEY")
@click.argument("says", metavar="SAYS")
@ALL
@ON
@DOCUMENT
@REASON
@JSON_OPTION
@saving
def gate(
    *,
    where: str,
    people: Sequence[str],
    key: str,
    says: str,
    every: bool,
    day: str,
    document: str,
    reason: str,
    as_json: bool,
) -> None:
    """Record an opinion."""
    with at_office(where) as office:
        on, word = day_of(day, office.procedure), None if says == "-" else says
        asked = [one for one in office.procedure.opinions() if one.key == key] if every else []
        whose = those(people, [one.appraisee for one in asked if bool(one.says) == (word is None)], every=every)
        tell(office.save([Consult(who, key, word, on, document) for who in whose], reason=reason), as_json=as_json)


@click.group(
    cls=Group,
    text=Text("The notices that the scheme prescribes, as the results stand.", "方案规定的告知事项（按现有结果）。"),
)
def notice() -> None:
    """Hold the commands of notices."""


@notice.command(
    "list",
    cls=Command,
    text=Text("List the notices: about whom, to whom, given or not.", "列出告知事项：关于谁、告知谁、是否已办。"),
)
@BOOK
@JSON_OPTION
def notices(*, where: str, as_json: bool) -> None:
    """List notices."""
    with at_office(where, writable=False) as office:
        found = office.procedure.notices()
        if as_json:
            say_json([one.as_json() for one in found])
            return
        head = [
            Text("rule", "规则"),
            Text("id", "编号"),
            Text("to", "告知"),
            Text("given", "办理"),
            Text("result", "结果"),
        ]
        gone = str(Text("no longer follows", "已不再适用"))
        rows = [
            (
                one.rule,
                one.appraisee,
                f"{one.to} {one.addressee}".strip(),
                one.on or "-",
                one.state if one.follows else gone,
            )
            for one in found
        ]
        for line in table([[str(one) for one in head], *rows]):
            say(line)


@notice.command(
    "given",
    cls=Command,
    text=Text(
        "Record that the notice of RULE about these IDs (--all: about whomever it was not given) was given; --none takes "
        "it back.",
        "记录 RULE 关于各 ID（--all 为所有尚未告知者）的告知已办理；--none 表示撤回。",
    ),
)
@BOOK
@click.argument("rule", metavar="RULE")
@PEOPLE
@ALL
@ON
@click.option("--none", "gone", is_flag=True, cls=Option, text=Text("take it back", "撤回"))
@DOCUMENT
@REASON
@JSON_OPTION
@saving
def notice_given(
    *,
    where: str,
    rule: str,
    people: Sequence[str],
    every: bool,
    day: str,
    gone: bool,
    document: str,
    reason: str,
    as_json: bool,
) -> None:
    """Record notices."""
    with at_office(where) as office:
        on = None if gone else day_of(day, office.procedure)
        asked = [one for one in office.procedure.notices() if one.rule == rule and one.follows] if every else []
        whose = those(people, [one.appraisee for one in asked if bool(one.on) == gone], every=every)
        tell(office.save([Serve(who, rule, on, document) for who in whose], reason=reason), as_json=as_json)


@click.command(
    cls=Command,
    text=Text(
        "Record the GRADE that another body gave ID, whom the scheme leaves to it; - takes it back. Without ID: list them.",
        "记录由其他机关考核的 ID 的等次 GRADE；- 表示撤回。不写 ID 则列出。",
    ),
)
@BOOK
@click.argument("appraisee", metavar="[ID", required=False, default="")
@click.argument("grade", metavar="GRADE]", required=False, default="")
@ON
@DOCUMENT
@REASON
@JSON_OPTION
@saving
def imported(*, where: str, appraisee: str, grade: str, day: str, document: str, reason: str, as_json: bool) -> None:
    """Record a result of another body, or list them."""
    with at_office(where, writable=bool(appraisee)) as office:
        if appraisee:
            change = Import(appraisee, None if grade == "-" else grade, day_of(day, office.procedure), document)
            tell(office.save([change], reason=reason), as_json=as_json)
            return
        found = office.procedure.imported
        if as_json:
            say_json(found)
            return
        head = [Text("id", "编号"), Text("grade", "等次"), Text("day", "日期"), Text("document", "文号")]
        rows = [(who, one["grade"], one["on"], one["document"]) for who, one in found.items()]
        for line in table([[str(one) for one in head], *rows]):
            say(line)
