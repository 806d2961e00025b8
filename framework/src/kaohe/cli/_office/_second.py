"""`kaohe office second`, `warnings`, `accept`: the second entry and its differences, what is odd and who accepted it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import click

from ...errors import KaoheError
from ...office import Accept, AskSecond, Compared, Office, Second, Settle
from ...words import Message, Text
from .._base import JSON_OPTION, Command, Group, Option
from .._out import say, say_json
from .._table import table
from ._base import AT, BOOK, REASON, WHO, at_office, axis_of, entries, saving, tell

__all__ = ["accept", "second", "warnings"]

_OF = click.option("--at", default=None, metavar="PERIOD", cls=Option, text=Text("only of this period", "只列该期次"))
_NOTHING = Text("nothing", "没有")
_ONE = Message(
    "K5201",
    "settling anew takes one value, KEY=VALUE; the other ways take the KEY alone",
    "重新录入须写 键=值；其他方式只写 键",
)


@click.group(
    cls=Group,
    text=Text(
        "Enter a second time and blind what the book asks for, and settle what differs from the first.",
        "按账簿要求背对背复录，并裁定与第一次录入的差异。",
    ),
)
def second() -> None:
    """Hold the commands on second entries."""


@second.command(
    cls=Command,
    text=Text(
        "Say what is entered twice: keys of inputs, tallies (ballots), all, or none. Tallies unless said, once the book "
        "has roles.",
        "规定哪些项目须复录：录入项的键、tallies（票数）、all（全部）或 none（不复录）。未规定时，有角色的账簿复录票数。",
    ),
)
@BOOK
@click.argument("inputs", metavar="KEY...", nargs=-1, required=True)
@REASON
@JSON_OPTION
@saving
def ask(*, where: str, inputs: Sequence[str], reason: str, as_json: bool) -> None:
    """Ask for second entries."""
    with at_office(where) as office:
        asked = [] if list(inputs) == ["none"] else inputs
        tell(office.save([AskSecond(asked)], reason=reason), as_json=as_json)


@second.command(
    cls=Command,
    text=Text(
        "Show what is to be entered a second time for ID, and nothing of the first entry.",
        "列出 ID 须复录的项目，不显示第一次录入的内容。",
    ),
)
@BOOK
@WHO
@AT
@JSON_OPTION
def blind(*, where: str, appraisee: str, at: str, as_json: bool) -> None:
    """Show a blind form."""
    with at_office(where, writable=False) as office:
        form = office.blind(appraisee, at)
        if as_json:
            say_json(form.as_json())
            return
        for one in form.inputs:
            done = Text("entered", "已复录") if one.key in form.done else Text("to enter", "待复录")
            say(f"{one.key}  {one.label}  {done}")
        if not form.inputs:
            say(_NOTHING)


@second.command(
    cls=Command,
    text=Text(
        "Enter values of ID a second time, typed as for kaohe office enter.",
        "复录 ID 的数据，写法同 kaohe office enter。",
    ),
)
@BOOK
@WHO
@click.argument("values", metavar="KEY=VALUE...", nargs=-1, required=True)
@AT
@JSON_OPTION
@saving
def enter(*, where: str, appraisee: str, values: Sequence[str], at: str, as_json: bool) -> None:
    """Enter a second time."""
    with at_office(where) as office:
        tell(office.save([Second(appraisee, entries(values), at)]), as_json=as_json)
        if not as_json:
            state = {one.key: one.state for one in office.second_entries(at) if one.appraisee == appraisee}
            differ = [key for key in entries(values) if state.get(key) == "differs"]
            if differ:
                text = Text(
                    "differs from the first entry: {keys}; a reviewer settles it",
                    "与第一次录入不同：{keys}；由审核员裁定",
                )
                say(text.format(keys=", ".join(differ)))


@second.command(
    cls=Command,
    text=Text(
        "List the differences that wait for a reviewer, with both entries.", "列出待审核员裁定的差异及两次录入的内容。"
    ),
)
@BOOK
@_OF
@click.option(
    "--all",
    "everything",
    is_flag=True,
    cls=Option,
    text=Text("those that are due, equal and settled too", "也列出待复录、一致和已裁定的"),
)
@JSON_OPTION
def differences(*, where: str, at: str | None, everything: bool, as_json: bool) -> None:
    """List differences."""
    with at_office(where, writable=False) as office:
        _known(office, at)
        found = office.second_entries(at)
        found = found if everything else [one for one in found if one.state in ("differs", "due")]
        if as_json:
            say_json([one.as_json() for one in found])
            return
        for line in _rows(found):
            say(line)


def _known(office: Office, at: str | None) -> None:
    if at:
        axis_of(office, at)


STATES = {
    "first": Text("nothing entered", "未录"),
    "due": Text("to be entered a second time", "待复录"),
    "equal": Text("equal", "一致"),
    "differs": Text("differs", "有差异"),
    "settled": Text("settled", "已裁定"),
}


def _rows(found: Sequence[Compared]) -> Iterator[str]:
    if not found:
        yield str(_NOTHING)
        return
    head = [Text("id", "编号"), Text("input", "项目"), Text("period", "期次"), Text("state", "状态")]
    rows = []
    for one in found:
        both_ = one.state in ("differs", "settled")
        rows.append(
            [one.appraisee, one.key, one.at or "-", str(STATES[one.state])]
            + ([str(one.first)[:40], str(one.second)[:40]] if both_ else ["", ""])
        )
    yield from table([[*map(str, head), str(Text("first", "一录")), str(Text("second", "二录"))], *rows])


@second.command(
    cls=Command,
    text=Text(
        "Settle the difference of ID's KEY: --take first, second, or anew with KEY=VALUE. The document number is kept with it.",
        "裁定 ID 的 KEY 的差异：--take first（一录）、second（二录），或 anew（重新录入）并写 键=值；文号一并保存。",
    ),
)
@BOOK
@WHO
@click.argument("key", metavar="KEY[=VALUE]")
@click.option(
    "--take", required=True, metavar="WHICH", cls=Option, text=Text("first, second or anew", "first、second 或 anew")
)
@click.option(
    "--document", default="", metavar="NO", cls=Option, text=Text("the document that decides it", "作出裁定的文号")
)
@AT
@JSON_OPTION
@saving
def settle(*, where: str, appraisee: str, key: str, take: str, document: str, at: str, as_json: bool) -> None:
    """Settle a difference."""
    if ("=" in key) != (take == "anew"):
        raise KaoheError(_ONE)
    values = entries([key]) if take == "anew" else {key: None}
    ((name, value),) = values.items()
    with at_office(where) as office:
        act = Settle(appraisee, name, take, at, value=value, document=document)
        tell(office.save([act]), as_json=as_json)


@second.command(
    cls=Command,
    text=Text("Show how far second entries have come, by unit and by operator.", "按单位和操作员显示复录进度。"),
)
@BOOK
@_OF
@JSON_OPTION
def progress(*, where: str, at: str | None, as_json: bool) -> None:
    """Show progress of second entries."""
    with at_office(where, writable=False) as office:
        _known(office, at)
        units, people = office.second_progress(at), office.operators()
        if as_json:
            say_json({"units": [one.as_json() for one in units], "operators": [one.as_json() for one in people]})
            return
        head = [
            Text("unit", "单位"),
            Text("made", "已复录"),
            Text("equal", "一致"),
            Text("differ", "差异"),
            Text("settled", "已裁定"),
        ]
        rows = [
            (
                f"{one.unit} {one.name}".strip() or "-",
                f"{one.made}/{one.due}",
                str(one.equal),
                str(one.differs),
                str(one.settled),
            )
            for one in units
        ]
        for line in table([[*map(str, head)], *rows]):
            say(line)
        say("")
        for line in operator_rows(office):
            say(line)


def operator_rows(office: Office) -> Iterator[str]:
    """A line for each login."""
    head = [Text("login", "登录名"), Text("commits", "提交"), Text("entered", "录入"), Text("second", "复录")]
    head += [Text("differing", "差异"), Text("settled", "裁定"), Text("signed", "签署"), Text("last", "最近")]
    rows = [
        (one.login, *map(str, (one.commits, one.entered, one.second, one.differing, one.settled, one.signed)), one.last)
        for one in office.operators()
    ]
    yield from table([[*map(str, head)], *rows])


@click.command(
    cls=Command,
    text=Text(
        "List what is legal and odd, by number: it is accepted with a reason before anything is signed.",
        "按编号列出合规但异常的内容；签署前须写明理由予以接受。",
    ),
)
@BOOK
@_OF
@click.option("--all", "everything", is_flag=True, cls=Option, text=Text("those accepted too", "也列出已接受的"))
@JSON_OPTION
def warnings(*, where: str, at: str | None, everything: bool, as_json: bool) -> None:
    """List warnings."""
    with at_office(where, writable=False) as office:
        _known(office, at)
        found = [one for one in office.warned(at) if everything or not one.accepted_by]
        if as_json:
            say_json([one.as_json() for one in found])
            return
        for one in found:
            done = Text(" (accepted by {by}, {time})", "（{by} 于 {time} 接受）").format(
                by=one.accepted_by, time=one.accepted_at
            )
            say(f"{one.id}  {one.text}" + (str(done) if one.accepted_by else ""))
        if not found:
            say(_NOTHING)


@click.command(
    cls=Command,
    text=Text(
        "Accept the WARNING of that id (kaohe office warnings lists them). Needs a reason.",
        "接受编号为 WARNING 的提示（kaohe office warnings 可列出）。须写理由。",
    ),
)
@BOOK
@click.argument("warning", metavar="WARNING")
@REASON
@JSON_OPTION
@saving
def accept(*, where: str, warning: str, reason: str, as_json: bool) -> None:
    """Accept a warning."""
    with at_office(where) as office:
        tell(office.save([Accept(warning)], reason=reason), as_json=as_json)
