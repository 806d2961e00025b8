"""The JSON form of answers, and how one differs from what its plan expects."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from operator import itemgetter
from typing import Any

from attrs import evolve

from kaohe.errors import KaoheError

from ._allocate import allocate
from ._decide import Refusal
from ._json import dumped
from ._plans import Plan
from ._problem import Decision, Excess, Problem
from ._report import Allocation, TieSet

__all__ = ["answer", "differences"]


def answer(plan: Plan) -> tuple[dict[str, Any], Allocation]:
    """The answer to `plan`, as JSON and as values; AllocationError names its line."""
    found = _allocated(plan, plan.problem)
    return {"id": plan.id, **_answered(found)}, found


def _allocated(plan: Plan, problem: Problem) -> Allocation:
    try:
        return allocate(problem)
    except KaoheError as error:
        raise type(error)(error.text, where=f"line {plan.line}") from None


def _answered(found: Allocation) -> dict[str, Any]:
    written: dict[str, Any] = {
        "selected": list(found.selected),
        "tied": [_tied(tie) for tie in found.ties],
        "not_selected": list(found.not_selected),
        "ineligible": list(found.ineligible),
        "shortfalls": [{"group": s.group, "asked": s.asked, "attained": s.attained} for s in found.shortfalls],
        "blocked_by": dict(sorted(found.blocked_by.items())),
        "refused": [_refused(refusal) for refusal in found.refused],
        "conflict": None,
    }
    if found.conflict is not None:
        written["conflict"] = {"group": found.conflict.group, "reason": str(found.conflict.reason)}
    if found.excesses or found.refused_excesses:
        written["excess"] = [
            {"group": e.group, "members": sorted(e.members), "reason": e.reason} for e in found.excesses
        ]
        written["refused_excess"] = [_refused(refusal) for refusal in found.refused_excesses]
    return written


def _tied(tie: TieSet) -> dict[str, Any]:
    return {"take": tie.take, "members": list(tie.members), "fingerprint": tie.fingerprint}


def _refused(refusal: Refusal) -> dict[str, Any]:
    refused, reason = refusal.decision, str(refusal.reason)
    if isinstance(refused, Excess):
        return {"group": refused.group, "members": sorted(refused.members), "reason": reason}
    return {"members": sorted(refused.members), "choose": sorted(refused.choose), "reason": reason}


def differences(plan: Plan) -> list[str]:
    """How the answer differs from what the plan expects, a line each; empty when it does not.

    `expect` is compared with the state before any decision, each entry of `after` with that choice alone made.
    """
    if plan.expect is None and not plan.after:
        return []
    plain = _allocated(plan, evolve(plan.problem, decisions=(), excesses=()))
    found = _answered(plain)
    found["tied"] = sorted(([tie["take"], tie["members"]] for tie in found["tied"]), key=itemgetter(1))
    told = [] if plan.expect is None else _compared(plan.expect, found)
    for number, entry in enumerate(plan.after):
        selected = _after_choice(plan, plain, entry["choose"])
        if selected != entry["selected"]:
            told.append(_difference(f"after[{number}].selected", entry["selected"], selected))
    return told


def _compared(expect: Mapping[str, Any], found: Mapping[str, Any]) -> list[str]:
    expected = {"conflict": False, **expect}
    conflict = expected.pop("conflict") or False
    met = conflict == (found["conflict"] is not None)
    if isinstance(conflict, dict):
        met = found["conflict"] is not None and conflict.get("group") in (None, found["conflict"]["group"])
    told = [] if met else [_difference("conflict", conflict, found["conflict"])]
    return told + [
        _difference(name, value, found[name]) for name, value in sorted(expected.items()) if value != found[name]
    ]


def _difference(name: str, expected: object, found: object) -> str:
    return f"{name}: {dumped(expected)} != {dumped(found)}"


def _after_choice(plan: Plan, plain: Allocation, choose: Sequence[str]) -> list[str] | None:
    """Who is selected when the tie set that holds all of `choose` is answered so; None when none does."""
    tie = next((tie for tie in plain.ties if set(choose) <= set(tie.members)), None)
    if tie is None:
        return None
    decision = Decision(tie.members, choose, reason="after")
    decided = _allocated(plan, evolve(plan.problem, decisions=(decision,), excesses=()))
    return None if decided.refused else list(decided.selected)
