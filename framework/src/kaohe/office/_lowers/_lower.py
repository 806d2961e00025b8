"""A lower book as it was joined: its code, the head that is kept, and whose people were joined from it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from attrs import frozen

from ...errors import CaseError
from ...rules.tools import plain_text
from ...store import Receipt
from ...words import Message, Text, named
from .._documents import LOWER, Fields
from .._state import State

__all__ = ["Lower", "fields_of", "joined_code", "lower_of", "lowers_of", "not_here", "under"]

_SEPARATOR = "."
_LONGEST_CODE = 12
_CODE = Message(
    "K8305",
    "the code {code} is 1 to {longest} characters without {sign}; it stands before the ids of the unit's people",
    "代码 {code} 应为 1 至 {longest} 个字符且不含 {sign}；该代码写在该单位人员编号之前",
)
_THERE = Message(
    "K8309",
    "{id} was joined from {unit} ({head}); change it in that book, freeze it there anew, and join it again",
    "{id} 由 {unit} 汇入（{head}）；请在该账簿更改并重新冻结，再次汇入",
)
_LABEL = Text("the code of the lower unit", "下级单位代码")


@frozen(kw_only=True)
class Lower:
    """A lower book as it was joined: its unit, the head, what of it was frozen by span, how many people it brought.

    `below` are the heads that it had itself joined, by code; `signed` the steps that were complete there, by span.
    """

    code: str
    unit: str
    head: Receipt
    spans: Mapping[str, str]
    people: int
    below: Mapping[str, str]
    signed: Mapping[str, Sequence[str]]

    def as_json(self) -> dict[str, Any]:
        """It as plain data, with the full head."""
        about = {"code": self.code, "unit": self.unit, "head": self.head.full, "spans": {**self.spans}}
        signed = {span: [*steps] for span, steps in self.signed.items()}
        return {**about, "people": self.people, "below": {**self.below}, "signed": signed}


def lowers_of(state: State) -> dict[str, Lower]:
    """The lower books that are joined, by code."""
    return {code: _read(code, fields) for code, fields in sorted(state.acts.get(LOWER, {}).items())}


def fields_of(lower: Lower) -> Fields:
    """The `lower` document of it, which goes by its code."""
    found = lower.as_json()
    return {key: value for key, value in found.items() if key != "code"}


def _read(code: str, fields: Fields) -> Lower:
    rest = {key: fields[key] for key in ("unit", "spans", "people", "below", "signed")}
    return Lower(code=code, head=Receipt.parse(fields["head"]), **rest)


def under(code: str, who: str) -> str:
    """The id that somebody of the lower book has in this one."""
    return f"{code}{_SEPARATOR}{who}"


def joined_code(state: State, who: str) -> str:
    """The code of the lower book that an id was joined from, "" for this book's own."""
    code, sign, _ = who.partition(_SEPARATOR)
    return code if sign and code in state.acts.get(LOWER, {}) else ""


def not_here(state: State, who: str) -> CaseError | None:
    """Why somebody who was joined is not changed in this book; None for its own people."""
    code = joined_code(state, who)
    if not code:
        return None
    lower = lowers_of(state)[code]
    return CaseError(_THERE.format(id=named(who), unit=lower.unit, head=str(lower.head)))


def lower_of(state: State, unit: str, head: Receipt, code: str, signed: Mapping[str, Sequence[str]]) -> Lower:
    """A lower book as it stands, to be joined under that code. Raises CaseError for a code that cannot be one."""
    text = plain_text(code, _LABEL, longest=200)
    if len(text) > _LONGEST_CODE or _SEPARATOR in text or text != text.strip():
        raise CaseError(_CODE.format(code=named(text[:60]), longest=_LONGEST_CODE, sign=_SEPARATOR))
    return Lower(
        code=text,
        unit=unit,
        head=head,
        spans={span: fields["inputs"] for span, fields in sorted(state.freezes.items())},
        people=len(state.rows),
        below={one.code: one.head.full for one in lowers_of(state).values()},
        signed=signed,
    )
