"""Ballots as counted: every number there, and their sums in agreement."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ...errors import CaseError
from ...words import Message, echo
from .._values import TallyValue
from ._parse import parse_count
from ._shape import only, typed
from ._supplied import Supplied

__all__ = ["tally_of"]

_PAPERS = ("issued", "collected", "spoilt", "blank")


def tally_of(given: Any, raw: object, supplied: Supplied) -> TallyValue:
    """The checked count of one ballot. Raises CaseError."""
    if not isinstance(raw, Mapping):
        raise CaseError(
            Message(
                "K1046",
                "a ballot is a table of counts; write it like { issued = 9, collected = 9, ... }",
                "票数须逐项写明；请写成 { issued = 9, collected = 9, …… }",
            )
        )
    names = (*_PAPERS, *given.codes)
    only(raw, {*names})
    missing = [name for name in names if name not in raw]
    if missing:
        raise CaseError(
            Message(
                "K1047", "the ballot lacks {names}; write 0 where there was none", "票数缺 {names}；没有的请写 0"
            ).format(names=", ".join(missing))
        )
    counts = {name: _votes(name, raw[name]) for name in names}
    votes = tuple((code, counts[code]) for code in given.codes)
    value = TallyValue(**{name: counts[name] for name in _PAPERS}, votes=votes)
    _check_sums(value)
    return value


def _votes(name: str, raw: object) -> int:
    if typed(raw):
        raw = parse_count(raw)
    if not isinstance(raw, int) or isinstance(raw, bool) or not 0 <= raw <= 999_999:
        raise CaseError(
            Message(
                "K1048",
                "{name}: {value} is not a number of ballots; enter a whole number from 0 to 999999",
                "{name}：{value} 不是票数；请录入 0 至 999999 的整数",
            ).format(name=name, value=echo(raw))
        )
    return raw


def _check_sums(value: TallyValue) -> None:
    counted = sum(votes for _, votes in value.votes) + value.blank + value.spoilt
    if counted != value.collected:
        raise CaseError(
            Message(
                "K1049",
                "the options, blank and spoilt make {counted}, but {collected} were collected: {difference} differ; "
                "correct the count that is wrong",
                "各项、弃权与废票合计 {counted}，收回 {collected}：差 {difference}；请核对并更正",
            ).format(counted=counted, collected=value.collected, difference=abs(counted - value.collected))
        )
    if value.collected > value.issued:
        raise CaseError(
            Message(
                "K1050",
                "{collected} ballots collected of {issued} issued; correct one of the two",
                "收回 {collected} 张，多于发出的 {issued} 张；请更正其一",
            ).format(collected=value.collected, issued=value.issued)
        )
