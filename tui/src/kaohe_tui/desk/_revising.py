"""The key that revises what is frozen: it opens a revision, and ends it at the signatures that it took back."""

from __future__ import annotations

from typing import Protocol

from kaohe.words import Text

from ..pages._page import Host, Page
from ..pages._revision import begin, told_spans
from ..pages._signing import Chain, open_chain
from ..session._view import BOOK

__all__ = ["revise"]


class _Desk(Host, Protocol):
    pages: list[Page]

    @property
    def page(self) -> Page:
        """The screen in front."""

    def do_save(self) -> None:
        """Save whatever was typed."""


def revise(desk: _Desk) -> None:
    """Open a revision of what is frozen under the caret; where all of it is open, end it."""
    session, field = desk.session, desk.page.field
    if session.closed(field) is not None:
        begin(desk, session.frozen(field))
    elif session.revisions:
        _end(desk)
    else:
        desk.say(_NOT_FROZEN)


def _end(desk: _Desk) -> None:
    """Save what was typed, close the revision, and go to the signatures of the first span that is signed."""
    session = desk.session
    desk.page.settle()
    if not desk.page.act("save"):
        desk.do_save()
    said = str(desk.message)
    spans = session.end_revisions()
    found = next((one for one in reversed(spans) if one in session.office.spans), None)
    if found is not None:
        _to_chain(desk, "" if found == BOOK else found.partition("/")[2])
    desk.say(_ENDED.format(spans=told_spans(spans), said=said))


def _to_chain(desk: _Desk, span: str) -> None:
    """The chain of a span: the page that led here, or a new one."""
    place = next((n for n, page in enumerate(desk.pages) if isinstance(page, Chain) and page.span == span), None)
    if place is None:
        open_chain(desk, span)
    else:
        del desk.pages[place + 1 :]
        desk.page.again()


_NOT_FROZEN = Text(
    "nothing here is frozen: it is typed without a revision", "此处没有冻结的内容：直接录入即可，不用修订"
)
_ENDED = Text("the revision of {spans} is ended; {said}", "{spans} 的修订已结束；{said}")
