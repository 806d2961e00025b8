"""Decisions among the changes of a save: which documents they make, and who must be at hand to read them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from attrs import define, field

from ..errors import CaseError
from ..rules.tools import alike, near
from ..words import Message, named
from ._changes import Decide, Rescind
from ._documents import Fields, decision_id, plain
from ._errors import Refusal
from ._rows import target_of
from ._state import State

__all__ = ["Deciding", "named_in"]

_NO_DECISION = Message(
    "K8009",
    "there is no decision {id} (the nearest is {near}); kaohe office status lists those on record; name one of them",
    "没有裁定 {id}（最接近的是 {near}）；kaohe office status 可列出已记录的裁定；请写其一",
)
_WHAT = Message(
    "K8011",
    "a decision names an appraisee and a grade, or a quota and its people; write it as case files do",
    "裁定须写明对象与等次，或名额规则与人员；请按案例文件的写法填写",
)


@define
class Deciding:
    """The decisions that a save leaves."""

    state: State
    changes: Sequence[Decide | Rescind]
    restored: Mapping[str, Fields | None]
    after: dict[str, Fields | None] = field(factory=dict, init=False)
    new: list[Decide] = field(factory=list, init=False)
    refusals: list[Refusal] = field(factory=list, init=False)

    def __attrs_post_init__(self) -> None:
        self.after |= self.restored
        self.new += [Decide(fields["decision"]) for fields in self.restored.values() if fields is not None]
        place = self.state.next_decision
        for change in self.changes:
            if isinstance(change, Rescind):
                self._rescind(change)
            elif not _says_what(change.decision):
                self.refusals.append(Refusal(change, *target_of(change), CaseError(_WHAT).text))
            else:
                row = plain(change.decision)
                id_ = self._free(decision_id(row))
                held = self.state.decisions.get(id_)
                self.after[id_] = {"decision": row, "place": held["place"] if held else place}
                place += held is None
                self.new.append(change)

    def _free(self, id_: str) -> str:
        """The id, or one after it where this very save has used it."""
        return self._free(f"{id_}+") if self.after.get(id_) is not None else id_

    def _rescind(self, change: Rescind) -> None:
        if change.id not in self.state.decisions:
            meant = near(change.id, self.state.decisions) or "-"
            text = _NO_DECISION.format(id=named(change.id[:80]), near=named(meant))
            self.refusals.append(Refusal(change, *target_of(change), text))
        else:
            self.after[change.id] = None

    def to_read(self, touched: Collection[str]) -> list[Mapping[str, Any]]:
        """Those that must be read anew: what stands about the people touched, then the new ones."""
        held = [fields["decision"] for id_, fields in self.state.decisions.items() if id_ not in self.after]
        return [row for row in held if touched and set(_people(row)) & set(touched)] + [
            plain(one.decision) for one in self.new
        ]

    def named(self, rows: Iterable[Mapping[str, Any]]) -> list[str]:
        """Whom decisions name, and whoever's id looks like one that they name."""
        return [self.state.alikes.get(alike(who), who) for who in named_in(rows)]


def _says_what(row: object) -> bool:
    return isinstance(row, Mapping) and (
        isinstance(row.get("appraisee"), str)
        or (isinstance(row.get("quota"), str) and all(isinstance(row.get(key, []), list | tuple) for key in _LISTS))
    )


_LISTS = ("members", "choose", "exceed")


def named_in(rows: Iterable[Mapping[str, Any]]) -> list[str]:
    """Everybody whom decisions name."""
    return [who for row in rows for who in _people(row)]


def _people(row: Mapping[str, Any]) -> list[str]:
    found = [row["appraisee"]] if "appraisee" in row else []
    return [str(who) for who in (*found, *(one for key in _LISTS for one in row.get(key, ())))]
