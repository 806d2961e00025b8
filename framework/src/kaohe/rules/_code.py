"""The code of the way that is read, which knows its fellows: a code that was mistyped is never silently another one."""

from __future__ import annotations

from typing import Any

from ..errors import SchemeError
from ..words import Message
from ._rules import Reading

__all__ = ["Code"]

_TYPO = Message(
    "K1206",
    "{code} is none of the codes of the reading {id}; they are {known}; write one of them",
    "{code} 不是读法 {id} 的代码；可用：{known}；请写其一",
)


class Code(str):
    """A code among those of one reading. Comparing it with any other text raises SchemeError, which lists them.

    A declaration that takes it keeps the plain text.
    """

    reading: Reading

    __slots__ = ("reading",)

    @classmethod
    def of(cls, code: str, reading: Reading) -> Code:
        """The code of one way of `reading`."""
        made = cls(code)
        made.reading = reading
        return made

    __hash__ = str.__hash__

    def __eq__(self, other: object) -> bool:
        if isinstance(other, str) and all(str(other) != way.code for way in self.reading.ways):
            known = ", ".join(way.code for way in self.reading.ways)
            raise SchemeError(_TYPO.format(code=str(other)[:60], id=self.reading.id, known=known))
        return str.__eq__(self, str(other)) if isinstance(other, str) else False

    def __ne__(self, other: Any) -> bool:
        return not self == other
