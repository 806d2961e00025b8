"""Closing a book: sealed once the year is signed at every level, kept unchanged until a day, then it may be deleted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import ClassVar

from attrs import frozen

from ...errors import CaseError, KaoheError
from ...rules.tools import parse_day
from ...store import stamp
from ...words import Message, named
from .._acts import Act, Sight
from .._documents import CLOSING, SEAL, Fields, Key
from ._chain import BOOK, spans_of
from ._signed import signed_steps

__all__ = ["Seal"]

_UNSIGNED = Message(
    "K8160",
    "the year is not signed at every level yet ({step} has not), so the book cannot be closed; see kaohe office signatures",
    "年度尚未经各级签署（{step} 未签），不能封存；请看 kaohe office signatures",
)
_UNFROZEN = Message(
    "K8161",
    "the scheme names nobody who signs the year, so the book is closed once it is frozen: kaohe office freeze",
    "方案未规定年度由谁签署，账簿须先冻结再封存：kaohe office freeze",
)
_DAY = Message(
    "K8162",
    "{day} is no day after today; write until when the book is kept, like 2030-12-31",
    "{day} 不是今天以后的日期；请写明保存至何日，如 2030-12-31",
)


@frozen
class Seal(Act):
    """Close the book for good: from then on it is read and never written. `retain` is the day until which it is kept.

    Raises CaseError where the year is not signed at every level, or the day is not to come.
    """

    retain: str
    reasoned: ClassVar[bool] = True
    needs: ClassVar[str] = "administer"
    alone: ClassVar[bool] = True

    def written(self, sight: Sight) -> Iterable[tuple[Key, Fields | None]]:
        """The seal."""
        if BOOK in spans_of(sight):
            for one in signed_steps(sight, BOOK):
                if not one.complete:
                    raise CaseError(_UNSIGNED.format(step=one.step.label))
        if BOOK not in sight.state.freezes:
            raise CaseError(_UNFROZEN)
        about = {"retain_until": self._day(sight).isoformat(), "by": sight.actor, "time": stamp(sight.now)}
        yield (SEAL, CLOSING), {**about, "inputs": sight.state.freezes[BOOK]["inputs"]}

    def _day(self, sight: Sight) -> dt.date:
        try:
            day = parse_day(self.retain)
        except KaoheError as error:
            raise CaseError(_DAY.format(day=named(str(self.retain)[:40]))) from error
        if day <= sight.today:
            raise CaseError(_DAY.format(day=day.isoformat()))
        return day

    def about(self) -> tuple[str, str, str]:
        """The book."""
        return "", "seal", ""
