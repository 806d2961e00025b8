"""Words that several screens use, in both languages."""

from __future__ import annotations

from collections.abc import Container, Sequence

from kaohe.engine import Outcome
from kaohe.rules.tools import KindRules, show_near
from kaohe.words import Text

from ..session._needs import lacks, own_needs

__all__ = ["AGAIN", "STATES", "refused_text", "score_text", "short_state", "state_text", "tone_of"]

AGAIN = Text("being recomputed", "重算中")

STATES = {
    "decided": Text("decided", "已定"),
    "needs": Text("incomplete", "待录"),
    "pending": Text("re-check open", "待复核"),
    "tied": Text("tied", "同分待定"),
    "decision": Text("to be decided", "待裁定"),
    "not_appraised": Text("not appraised", "不参加考核"),
}


def state_text(outcome: Outcome, rules: KindRules) -> str:
    """The state of an outcome, with how many entries are missing."""
    if outcome.state == "needs":
        missing = len(own_needs(outcome, rules))
        return str(Text("lacks {n}", "缺 {n} 项").format(n=missing) if missing else _POOL_OPEN)
    return str(STATES[outcome.state])


_POOL_OPEN = Text("others open", "其他未定")


def short_state(outcome: Outcome, inputs: Container[str]) -> str:
    """The state alone: incomplete, or waiting for others; `inputs` are the keys of the kind's inputs."""
    if outcome.state == "needs" and not lacks(outcome, inputs):
        return str(_POOL_OPEN)
    return str(STATES[outcome.state])


def refused_text(refusals: Sequence[object]) -> str:
    """How many entries of a record were refused; "" where none was."""
    return str(Text("! refused {n}", "! 未记入 {n}").format(n=len(refusals))) if refusals else ""


def score_text(outcome: Outcome, rules: KindRules) -> str:
    """The score to two decimals, or to as many as keep it on its side of every band; "-" while there is none."""
    return "-" if outcome.score is None else show_near(outcome.score, rules.limits)


def tone_of(outcome: Outcome, refusals: Sequence[object] = ()) -> str:
    """The letter of the style in which a state stands: refused, approved, open or pending; "" for none of them."""
    return "x" if refusals else _TONES[outcome.state]


_TONES = {"decided": "k", "needs": "o", "pending": "p", "tied": "p", "decision": "p", "not_appraised": ""}
