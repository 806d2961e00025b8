"""Texts that people write into facts: names and reasons, document numbers, the codes of items."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from ...errors import CaseError
from ...words import Message, Text
from ._shape import typed

__all__ = ["ITEM_LENGTH", "NAME_LENGTH", "document_number", "item_code", "plain_text"]

NAME_LENGTH = 60
ITEM_LENGTH = 20
_DOCUMENT_LENGTH = 40
_DOCUMENT = re.compile(r"[\w〔〕\[\]（）()《》\-－./·、 ]+")


def plain_text(raw: object, what: Text, *, longest: int) -> str:
    """`raw` as a text without control characters, escape sequences, bidirectional or zero-width marks."""
    if not typed(raw) or not raw.strip():
        raise CaseError(
            Message(
                "K1021", "{what} must be a text that is not blank; enter it", "{what}须是非空的文本；请填写"
            ).format(what=what)
        )
    if len(raw) > longest:
        raise CaseError(
            Message(
                "K1022",
                "{what} has {n} characters; at most {longest} are kept; use fewer",
                "{what}有 {n} 个字符，最多 {longest} 个；请缩短",
            ).format(what=what, n=len(raw), longest=longest)
        )
    bad = next((character for character in raw if not character.isprintable() and character != "\u3000"), None)
    if bad is not None:
        raise CaseError(
            Message(
                "K1023",
                "{what} holds the character U+{code}, which is invisible or controls the terminal; delete it",
                "{what}含有字符 U+{code}（不可见或会控制终端）；请删去",
            ).format(what=what, code=f"{ord(bad):04X}")
        )
    return raw


def document_number(raw: object) -> str:
    """A document number: letters, digits, CJK, brackets and - . / only, at most 40 characters. Raises CaseError."""
    return _coded(raw, Text("the document number", "文号"), _DOCUMENT_LENGTH, _NO_DOCUMENT)


def item_code(row: Mapping[str, Any]) -> str:
    """The short code that tells a row from others of one document, "" where it has none. Raises CaseError."""
    raw = row.get("item", "")
    if raw == "":
        return ""
    if isinstance(raw, int) and not isinstance(raw, bool):
        raw = str(raw)
    return _coded(raw, Text("the item", "事项编号"), ITEM_LENGTH, _NO_ITEM)


_NO_DOCUMENT = Message(
    "K1024",
    '"{text}" is not a document number; write it like 组发〔2018〕5号',
    "“{text}”不是文号；写法如 组发〔2018〕5号",
)
_NO_ITEM = Message(
    "K1042", 'item "{text}" is no short code; write it like 1 or A-2', "item “{text}”不是编号；写法如 1 或 A-2"
)


def _coded(raw: object, what: Text, longest: int, refused: Message) -> str:
    text = plain_text(raw, what, longest=longest)
    if not _DOCUMENT.fullmatch(text):
        raise CaseError(refused.format(text=text))
    return text
