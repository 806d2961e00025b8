"""What an office refuses, with everything that a form, a sheet or an import needs to mark its cells."""

from __future__ import annotations

from typing import Any

from attrs import frozen

from ..errors import KaoheError
from ..words import Message, Text
from ._changes import Change

__all__ = ["Clash", "NotAdopted", "NotSaved", "OfficeError", "Refusal", "Stale"]


class OfficeError(KaoheError):
    """Anything that an office can say no to; nothing was stored."""


@frozen
class Refusal:
    """One change that was refused: whose, of which input, rule or link, at which period, and why.

    `change` is None where what was entered before is refused, by rules that are newer than it.
    """

    change: Change | None
    appraisee: str
    key: str
    at: str
    text: Message


@frozen
class Clash:
    """One value that somebody else changed meanwhile: what stood there, theirs, and the one that was not saved."""

    appraisee: str
    key: str
    at: str
    before: Any
    theirs: Any
    mine: Any
    by: str
    time: str


_NOT_SAVED = Message(
    "K8001",
    "nothing was saved: {n} of {all} changes are refused, the first being {what}: {why}",
    "未保存：{all} 项改动中有 {n} 项不予接受，首项为 {what}：{why}",
)
_STALE = Message(
    "K8002",
    "{what} was changed meanwhile by {by} ({time}): it is {theirs} now, and you entered {mine}. Nothing was saved; look"
    " at both, then enter it again or leave theirs",
    "{what} 已被 {by} 于 {time} 改动：现为 {theirs}，您录入的是 {mine}。未保存；请比对两者后重新录入，或保留对方所录",
)
_NONE = Text("nothing", "空")


class NotSaved(OfficeError):  # noqa: N818  # reads as a sentence where it is caught
    """A save was refused whole; `refusals` are all the reasons."""

    def __init__(self, refusals: tuple[Refusal, ...], changes: int) -> None:
        first = refusals[0]
        what = _named(first.appraisee, first.key, first.at)
        super().__init__(
            _NOT_SAVED.format(n=len(refusals), all=max(changes, len(refusals)), what=what, why=_numbered(first.text))
        )
        self.refusals = refusals


class Stale(OfficeError):  # noqa: N818  # reads as a sentence where it is caught
    """Somebody else changed the same values since they were read; `clashes` hold both versions."""

    def __init__(self, clashes: tuple[Clash, ...]) -> None:
        one = clashes[0]
        what = _named(one.appraisee, one.key, one.at)
        super().__init__(
            _STALE.format(what=what, by=one.by, time=one.time, theirs=_shown(one.theirs), mine=_shown(one.mine))
        )
        self.clashes = clashes


class NotAdopted(OfficeError):  # noqa: N818  # reads as a sentence where it is caught
    """The installed rules are not those that the book was made with, and nobody has adopted them yet."""


def _numbered(text: Message) -> Text:
    return Text(f"[{text.number}] {text.en}", f"[{text.number}] {text.zh}")


def _named(appraisee: str, key: str, at: str) -> str:
    return " ".join(part for part in (appraisee, key, at) if part) or "-"


def _shown(value: Any) -> Text:
    text = str(value)[:60]
    return _NONE if value is None else Text(text, text)
