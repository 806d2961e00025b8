"""`kaohe office decide`: what people decide, each with its document and reason."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import click

from ...engine import Tie
from ...errors import KaoheError
from ...office import Decide, Office, Rescind
from ...words import Message, Text
from .._base import JSON_OPTION, Command, Group, Option
from .._out import complain
from ._base import BOOK, REASON, at_office, saving, tell

__all__ = ["decide"]

_DOCUMENT = click.option(
    "--document", default="", metavar="NO", cls=Option, text=Text("the document that decides it", "作出裁定的文号")
)
_PEOPLE = click.argument("people", metavar="ID...", nargs=-1, required=True)
_QUOTA = click.argument("quota", metavar="QUOTA")
_NO_TIE = Message(
    "K5018",
    "no open tie at {quota} holds {people}; the open ties are {known}; name those of one of them",
    "{quota} 没有含 {people} 的未决并列；未决并列：{known}；请写其中成员",
)
_NO_EFFECT = Text(
    "the decision on {who} is recorded and not applied: {why}; close what is open, or take it back with rescind",
    "关于 {who} 的裁定已记录，但未予适用：{why}；请先办结相关事项，或用 rescind 撤回",
)


@click.group(cls=Group, text=Text("Record what people decide: a grade, a tie, an excess", "记录裁定：等次、并列、超额"))
def decide() -> None:
    """Hold the kinds of decisions."""


def _record(office: Office, row: dict[str, Any], *, as_json: bool) -> None:
    """Save a decision, and say at once where it is recorded and has no effect."""
    before = office.evaluation.refused()
    saved = office.save([Decide(row)])
    tell(saved, as_json=as_json)
    for who, why in office.evaluation.refused():
        if (who, why) not in before:
            complain(str(_NO_EFFECT.format(who=who, why=why)))


@decide.command(
    cls=Command,
    text=Text("Decide the grade of ID where the rules leave it to people.", "裁定 ID 的等次（规则交由人定时）。"),
)
@BOOK
@click.argument("appraisee", metavar="ID")
@click.argument("grade", metavar="GRADE")
@_DOCUMENT
@REASON
@JSON_OPTION
@saving
def grade(*, where: str, appraisee: str, grade: str, document: str, reason: str, as_json: bool) -> None:
    """Decide a grade."""
    with at_office(where) as office:
        row = {"appraisee": appraisee, "grade": grade, "reason": reason, "document": document}
        _record(office, row, as_json=as_json)


@decide.command(
    cls=Command,
    text=Text(
        "Decide a tie at QUOTA: the IDs take its places. Fewer than the places only with --leave-vacant.",
        "裁定 QUOTA 的并列：由所列 ID 占用名额；少于名额须加 --leave-vacant。",
    ),
)
@BOOK
@_QUOTA
@_PEOPLE
@click.option("--leave-vacant", is_flag=True, cls=Option, text=Text("leave the other places vacant", "其余名额空缺"))
@_DOCUMENT
@REASON
@JSON_OPTION
@saving
def tie(
    *, where: str, quota: str, people: Sequence[str], leave_vacant: bool, document: str, reason: str, as_json: bool
) -> None:
    """Decide a tie."""
    with at_office(where) as office:
        found = _tie(office, quota, people)
        row: dict[str, Any] = {"quota": found.quota, "members": [*found.members], "choose": [*people]}
        row |= {"reason": reason, "document": document, "fingerprint": found.fingerprint}
        row |= {"leave_vacant": True} if leave_vacant else {}
        _record(office, row, as_json=as_json)


def _tie(office: Office, quota: str, people: Sequence[str]) -> Tie:
    """The open tie that holds these people. Raises KaoheError where there is none."""
    ties = office.evaluation.ties()
    for found in ties:
        if found.quota == quota and set(people) <= set(found.members):
            return found
    known = "; ".join(f"{one.quota}: {' '.join(one.members[:6])}" for one in ties[:5])
    raise KaoheError(_NO_TIE.format(quota=quota[:60], people=" ".join(people)[:80], known=known or "-"))


@decide.command(
    cls=Command,
    text=Text(
        "Let the IDs have places beyond QUOTA, where the document allows it.",
        "经批准由所列 ID 超出 QUOTA 的名额（文件允许时）。",
    ),
)
@BOOK
@_QUOTA
@_PEOPLE
@_DOCUMENT
@REASON
@JSON_OPTION
@saving
def excess(*, where: str, quota: str, people: Sequence[str], document: str, reason: str, as_json: bool) -> None:
    """Exceed a quota."""
    with at_office(where) as office:
        row = {"quota": quota, "exceed": [*people], "reason": reason, "document": document}
        _record(office, row, as_json=as_json)


@decide.command(
    cls=Command,
    text=Text(
        "Take back the DECISION of that id (kaohe office status lists them). Needs a reason.",
        "撤回编号为 DECISION 的裁定（kaohe office status 可列出）；须写理由。",
    ),
)
@BOOK
@click.argument("decision", metavar="DECISION")
@REASON
@JSON_OPTION
@saving
def rescind(*, where: str, decision: str, reason: str, as_json: bool) -> None:
    """Take a decision back."""
    with at_office(where) as office:
        tell(office.save([Rescind(decision)], reason=reason), as_json=as_json)
