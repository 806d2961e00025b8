"""Reading marks of several raters, from a case or typed as one text: raters by code, in their groups."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from typing import Any

from ...errors import CaseError
from ...words import Message, echo
from .._alike import alike
from .._values import MarksValue
from ..nodes import Marks

__all__ = ["marks_of", "typed_marks"]

_RATER = re.compile(r"[A-Za-z0-9-]{1,12}")
_LONGEST = 2000
_TABLE = Message(
    "K1212",
    "{label}: marks are a table by rater's code; write it like {example}",
    "{label}：请按评分人代码写明分数，如 {example}",
)
_GROUPED = Message(
    "K1219",
    "{label}: marks are a table by group and rater's code; write it like {example}",
    "{label}：请按分组和评分人代码写明分数，如 {example}",
)
_CODE = Message(
    "K1213",
    "{rater} is no rater's code; give each a code of its own, 1 to 12 letters A-Z, digits and -, and no name",
    "{rater} 不是评分人代码；请为评分人编代码，即 1 至 12 个字母 A-Z、数字和 -，不得写姓名",
)
_TWICE = Message(
    "K1214",
    "the rater {rater} stands twice; keep one mark of each rater",
    "评分人 {rater} 出现两次；请为每名评分人只留一个分数",
)
_GROUP = Message(
    "K1215", "{group} is none of the groups {known}; write one of them", "{group} 不在分组 {known} 之中；请写其一"
)
_MARK = Message("K1216", "rater {rater}: {why}", "评分人 {rater}：{why}")
_MANY = Message(
    "K1217",
    "{n} raters are more than {most}; enter those of this appraisee alone",
    "评分人 {n} 名，多于 {most} 名；请只录入本对象的评分",
)

Number = Callable[[object], Fraction]


def marks_of(given: Marks, raw: object, number: Number) -> MarksValue:
    """The checked marks of one appraisee; `number` checks one mark. Raises CaseError naming group or rater."""
    if not isinstance(raw, Mapping):
        raise CaseError(_wanted(given))
    rows = [(group, *row) for group, part in _parts(given, raw) for row in _rows(given, part, number)]
    if len(rows) > _LONGEST:
        raise CaseError(_MANY.format(n=len(rows), most=_LONGEST))
    seen: set[str] = set()
    for _, rater, _ in rows:
        if alike(rater) in seen:
            raise CaseError(_TWICE.format(rater=rater))
        seen.add(alike(rater))
    return MarksValue(tuple(rows))


def _parts(given: Marks, raw: Mapping[Any, Any]) -> Iterator[tuple[str, object]]:
    if not given.groups:
        yield "", raw
        return
    for group, part in raw.items():
        if group not in given.codes:
            raise CaseError(_GROUP.format(group=echo(group), known=", ".join(given.codes)))
        yield group, part


def _rows(given: Marks, raw: object, number: Number) -> Iterator[tuple[str, Fraction]]:
    if not isinstance(raw, Mapping):
        raise CaseError(_wanted(given))
    for rater, mark in raw.items():
        if not isinstance(rater, str) or not _RATER.fullmatch(rater):
            raise CaseError(_CODE.format(rater=echo(rater)))
        try:
            yield rater, number(mark)
        except CaseError as error:
            raise CaseError(_MARK.format(rater=rater, why=error.text)) from error


def _wanted(given: Marks) -> Message:
    example = "{ r1 = 90, r2 = 85 }"
    if given.groups:
        example = f"{{ {given.codes[0]} = {example} }}"
    text = _GROUPED if given.groups else _TABLE
    return text.format(label=given.label, example=example)


_PAIR = re.compile(r"([^\s=,;:]+)\s*=\s*([^\s=,;:]+)")
_HEAD = re.compile(r"([^\s=,;:]+)\s*:")
_TYPED = Message(
    "K1218",
    "{text} is no mark of a rater; type code=mark, a group before its raters: {example}",
    "{text} 不是评分；请录“代码=分数”，分组写在其评分人之前：{example}",
)


def typed_marks(given: Marks, text: str, number: Callable[[str], object]) -> dict[str, Any]:
    """The plain table that "a: r1=90 r2=85 b: r3=88" says, "0" for none; `number` reads a mark. Raises CaseError."""
    found: dict[str, Any] = {}
    into, rest = found, "" if text == "0" else text.strip(" ,;")
    while rest:
        read = _PAIR.match(rest) or (_HEAD.match(rest) if given.groups else None)
        if read is None:
            example = "r1=90 r2=85" if not given.groups else f"{given.codes[0]}: r1=90 r2=85"
            raise CaseError(_TYPED.format(text=echo(rest[:20]), example=example))
        if read.re is _HEAD:
            into = found.setdefault(read[1], {})
        elif read[1] in into:
            raise CaseError(_TWICE.format(rater=read[1]))
        else:
            into[read[1]] = number(read[2])
        rest = rest[read.end() :].lstrip(" ,;\t")
    return found
