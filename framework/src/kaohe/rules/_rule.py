"""What every rule declares."""

from __future__ import annotations

from attrs import field, frozen

from ..words import Text
from ._fields import to_text
from ._readings import UNSAID, ids
from .nodes import Expr

__all__ = ["Rule"]


@frozen(kw_only=True)
class Rule:
    """What every rule declares: an id unique in its kind, the clause as the document cites it, a short text of ours.

    A `clause` may be given by `at`. What the rule reads, or the grade that it limits, comes first, its words second:
    `Total(mark.mean(), "年度得分")`. Without an `id` it is derived from the scheme's prefix, the clause and `role`
    ("XZ", "第六条（四）", "b": XZ-6(4)b), without a `text` it is the label of the input that the rule reads.
    """

    id: str = ""
    clause: str = ""
    text: Text = field(default=UNSAID, converter=to_text)
    role: str = ""
    assumption: tuple[str, ...] = field(default=(), converter=ids)

    def expressions(self) -> tuple[Expr, ...]:
        """The expressions that this rule reads."""
        return ()

    def grades(self) -> tuple[str, ...]:
        """The grades that this rule names."""
        return ()
