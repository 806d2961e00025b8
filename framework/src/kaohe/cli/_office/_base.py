"""What the commands of `kaohe office` share: opening a book, reading KEY=VALUE, telling a save or its refusals."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import wraps
from typing import Any, ParamSpec

import click

from ...errors import KaoheError
from ...office import Change, Enter, NotSaved, Office, Refusal, Saved, Stale
from ...words import Message, Text, prefer
from .._base import Option
from .._out import both, complain, say, say_json
from .._pairs import entries, pairs

__all__ = [
    "ALL",
    "AT",
    "BOOK",
    "LINK",
    "PEOPLE",
    "REASON",
    "SET",
    "WHO",
    "at_office",
    "axis_of",
    "entries",
    "pairs",
    "saving",
    "tell",
    "those",
    "to_enter",
]

BOOK = click.argument("where", metavar="BOOK")
WHO = click.argument("appraisee", metavar="ID")
PEOPLE = click.argument("people", metavar="[ID]...", nargs=-1)
ALL = click.option(
    "--all", "every", is_flag=True, cls=Option, text=Text("for everybody for whom it is missing", "所有尚缺此项的对象")
)
AT = click.option("--at", default="", metavar="PERIOD", cls=Option, text=Text("the period", "期次"))
REASON = click.option(
    "--reason", default="", metavar="TEXT", cls=Option, text=Text("why, kept with the record", "事由，随记录保存")
)
SET = click.option(
    "--set",
    "facts",
    multiple=True,
    metavar="KEY=VALUE",
    cls=Option,
    text=Text("enter this too (may be given again)", "同时录入（可重复）"),
)
LINK = click.option(
    "--link",
    "links",
    multiple=True,
    metavar="LINK=ID",
    cls=Option,
    text=Text("linked to ID, as a member to a team (may be given again)", "链接到 ID，如队员到工作队（可重复）"),
)
_NO_PERIOD = Message(
    "K5017",
    "there is no period {name}; the periods are {known}; write one of them",
    "没有期次 {name}；可用：{known}；请写其一",
)
_WHO = Message(
    "K5305",
    "say for whom: one ID or several, or --all for everybody for whom it is missing, not both",
    "请写明对象：一个或多个 ID，或用 --all 表示所有尚缺此项者，二者只用其一",
)
_NOBODY = Message(
    "K5306",
    "it is missing for nobody, so --all stands for nobody; check the key and the period, or name the ID to record it anew",
    "没有尚缺此项者，--all 不指任何人；请核对键名与期次，如须重新记录请写 ID",
)
_BAD_INPUT = 2
P = ParamSpec("P")


@contextmanager
def at_office(where: str, *, writable: bool = True) -> Iterator[Office]:
    """Open a book, and speak its language."""
    with Office.open(where, writable=writable) as office:
        prefer(office.language)
        yield office


def axis_of(office: Office, period: str) -> str:
    """The axis that a period is of. Raises KaoheError where the cycle has none of that name."""
    for axis, names in office.periods.items():
        if period in names:
            return axis
    known = ", ".join(name for names in office.periods.values() for name in names)
    raise KaoheError(_NO_PERIOD.format(name=period[:60], known=known or "-"))


def those(people: Sequence[str], waiting: Iterable[str], *, every: bool) -> list[str]:
    """The ids named, or with --all everybody for whom it is missing, each once. Raises KaoheError for both and for none."""
    if bool(people) == every:
        raise KaoheError(_WHO)
    found = [*dict.fromkeys(waiting if every else people)]
    if not found:
        raise KaoheError(_NOBODY)
    return found


def to_enter(who: str, values: dict[str, Any], at: str) -> list[Change]:
    """The entries of one appraisee."""
    return [Enter(who, key, value, at) for key, value in values.items()]


def tell(saved: Saved, *, as_json: bool) -> None:
    """Print what a save did, with its receipt."""
    if as_json:
        say_json({"receipt": saved.receipt.full, "documents": saved.documents, "people": [*saved.people]})
    elif saved.documents:
        text = Text("saved: {n} documents; receipt {receipt}", "已保存 {n} 份文档；回执 {receipt}")
        say(text.format(n=saved.documents, receipt=str(saved.receipt)))
    else:
        say(Text("nothing differs, so nothing was saved", "没有变化，未作保存"))


def saving(call: Callable[P, None]) -> Callable[P, None]:
    """Tell every refusal of a save, and both versions of a conflict; exit status 2."""

    @wraps(call)
    def wrapper(*arguments: P.args, **options: P.kwargs) -> None:
        try:
            call(*arguments, **options)
        except (NotSaved, Stale) as error:
            _refused(error, as_json=bool(options.get("as_json")))
            raise SystemExit(_BAD_INPUT) from error

    return wrapper


def _refused(error: NotSaved | Stale, *, as_json: bool) -> None:
    complain(str(error))
    refusals: Sequence[Refusal] = error.refusals if isinstance(error, NotSaved) else ()
    for one in refusals if len(refusals) > 1 else ():
        place = " ".join(part for part in (one.appraisee, one.key, one.at) if part)
        complain(f"  {place}: {one.text.told()}")
    if as_json:
        rows = [{"appraisee": o.appraisee, "key": o.key, "at": o.at, "text": both(o.text)} for o in refusals]
        clashes = [
            {"appraisee": o.appraisee, "key": o.key, "at": o.at, "before": o.before, "theirs": o.theirs, "mine": o.mine}
            | {"by": o.by, "time": o.time}
            for o in (error.clashes if isinstance(error, Stale) else ())
        ]
        about = {"error": type(error).__name__, "number": error.number, "text": both(error.text)}
        say_json({**about, "refusals": rows, "clashes": clashes})
