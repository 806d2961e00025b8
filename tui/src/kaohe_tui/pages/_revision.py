"""A revision of what is frozen: asked for with its reason, and shown while it is open."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from kaohe.words import Text

from ..session._may import may_not
from ..session._session import Session
from ..session._view import span_text
from ._page import Host
from ._recover import Recover

__all__ = ["begin", "shown", "told_spans"]

_ENTERING = ("form", "sheet")


def shown(session: Session) -> str:
    """What is being revised, for the head of the screen; "" for nothing."""
    spans = [str(span_text(one)) for one in session.revisions]
    return f"[{_REVISION} {' '.join(spans)}] " if spans else ""


def told_spans(spans: Sequence[str]) -> Text:
    """Spans in a sentence."""
    texts = [span_text(one) for one in spans]
    return Text(", ".join(one.en for one in texts), "、".join(one.zh for one in texts))


def begin(desk: Host, spans: Sequence[str], then: Callable[[], None] = lambda: None) -> None:
    """Ask for the reason of a revision of these spans, open it, and go on with `then`; who may not is told first."""
    session = desk.session
    abilities = ("revise", "enter") if desk.page_where() in _ENTERING else ("revise",)
    refusals = [may_not(session.office, one) for one in abilities]
    refused = session.closed_because or _sealed(session) or next(filter(None, refusals), None)
    if refused is not None:
        desk.say(refused)
        return

    def given(reason: str) -> None:
        session.revise(spans, reason)
        desk.say(_OPEN.format(spans=told_spans(spans)))
        if session.left_behind:
            desk.enter(Recover(desk))
        then()

    desk.ask(_REASON.format(spans=told_spans(spans)), given)


def _sealed(session: Session) -> Text | None:
    seal = session.office.seal
    return None if seal is None else _SEALED.format(until=seal["retain_until"])


_REVISION = Text("REVISION", "修订")
_REASON = Text("reason for revising {spans}, with its document number: ", "修订 {spans} 的理由（写明文号）: ")
_OPEN = Text(
    "revision of {spans}: change it, F2 saves; F9 ends it and leads to the signatures",
    "正在修订 {spans}：更改后按 F2 保存；F9 结束修订并转到签署",
)
_SEALED = Text(
    "the book is closed and kept until {until}: nothing in it is revised", "账簿已封存，保存至 {until}，不能修订"
)
