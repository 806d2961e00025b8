"""`kaohe office none`: that nothing was found, said once for everybody of whom nothing is entered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import click

from ...errors import KaoheError
from ...office import Enter, Office
from ...rules import Events, Finding
from ...rules.nodes import Input
from ...rules.tools import UNKNOWN
from ...words import Message, Text
from .._ask import agreed
from .._base import JSON_OPTION, Command, Option
from .._out import say, say_json
from ._base import BOOK, REASON, at_office, saving, tell

__all__ = ["none"]

_TEXT = Text(
    "Attest that there is none, for everybody of whom nothing is entered yet: every finding that must be entered, or the "
    "lists named by KEY. It is shown and asked first, and is one commit.",
    "声明“无”：对尚未录入者，就所有必录的认定事项（或 KEY 所指清单）一次录入“无”。先列出并询问，作为一次提交写入。",
)
_OF = Text("of one kind of appraisee alone", "只限某类考核对象")
_YES = Text("write without asking", "不再询问，直接写入")
_NO_KEY = Message(
    "K9321", "{key} is no list of findings or events; they are {known}", "{key} 不是认定事项或清单；可用：{known}"
)
_SHOWN = Text("{label} ({clause}), {kind}: none, for {n}", "{label}（{clause}），{kind}：{n} 个对象录入“无”")
_NOTHING = Text("Everybody has an entry already: nothing was written.", "均已录入：未写入。")
_ASK = Text("Attest this? [y/N] ", "是否如此声明？[y/N] ")
_LEFT = Text("Nothing was written. Add --yes to write it.", "未写入。加 --yes 即写入。")
_WHY = Text("attested: none", "声明：无")


@click.command(cls=Command, text=_TEXT)
@BOOK
@click.argument("keys", metavar="[KEY...]", nargs=-1)
@click.option("--kind", "of", default="", metavar="KIND", cls=Option, text=_OF)
@click.option("--yes", is_flag=True, cls=Option, text=_YES)
@REASON
@JSON_OPTION
@saving
def none(*, where: str, keys: Sequence[str], of: str, yes: bool, reason: str, as_json: bool) -> None:
    """Attest that there is none."""
    with at_office(where) as office:
        changes = _changes(office, keys, of)
        if not as_json:
            for line in _shown(office, changes):
                say(line)
        if not changes and not as_json:
            say(_NOTHING)
        elif yes or (not as_json and agreed(_ASK)):
            tell(office.save(changes, reason=reason or _WHY.in_language(office.language)), as_json=as_json)
        elif as_json:
            say_json({"entries": len(changes), "receipt": None})
        else:
            say(_LEFT)


def _changes(office: Office, keys: Sequence[str], of: str) -> list[Enter]:
    lists = {rules.kind.key: _lists(rules.inputs) for rules in office.ruleset.kinds if of in ("", rules.kind.key)}
    known = sorted({one.key for several in lists.values() for one in several})
    for key in keys:
        if key not in known:
            raise KaoheError(_NO_KEY.format(key=key[:60], known=", ".join(known) or "-"))
    return [
        Enter(person.id, one.key, [])
        for person in office.case.cohort.appraisees.values()
        for one in lists.get(person.kind, ())
        if (one.key in keys if keys else isinstance(one, Finding) and not one.optional)
        and person.fact(one.key) is UNKNOWN
    ]


def _lists(inputs: Sequence[Input]) -> list[Input]:
    return [one for one in inputs if isinstance(one, Finding | Events) and one.on is None]


def _shown(office: Office, changes: Sequence[Enter]) -> list[Text]:
    """Each list with how many are said to have nothing in it."""
    kinds = {who: person.kind for who, person in office.case.cohort.appraisees.items()}
    counts = Counter((kinds[one.appraisee], one.key) for one in changes)
    return [
        _SHOWN.format(label=one.label, clause=one.clause, kind=rules.kind.label, n=counts[rules.kind.key, one.key])
        for rules in office.ruleset.kinds
        for one in rules.inputs
        if counts[rules.kind.key, one.key]
    ]
