"""Several texts as one."""

from __future__ import annotations

from collections.abc import Sequence

from ...words import Text

__all__ = ["listed"]


def listed(texts: Sequence[Text], *, en: str = ", ", zh: str = "、") -> Text:
    """The texts one after the other, "-" for none."""
    return Text(en.join(one.en for one in texts) or "-", zh.join(one.zh for one in texts) or "-")
