"""The first screen while a large book is being opened."""

from __future__ import annotations

from typing import ClassVar

from kaohe.words import Text

from ._page import Host, Page

__all__ = ["OpeningPage"]


class OpeningPage(Page):
    """Nothing to see yet; the desk says below how far it is."""

    where: ClassVar[str] = "opening"

    def __init__(self, desk: Host, name: str) -> None:
        self.desk, self.name = desk, name

    def head(self) -> str:
        """Which book."""
        return f"{Text('opening', '打开')} > {self.name}"
