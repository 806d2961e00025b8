"""The second entry: another login enters blind, and what differs is settled field by field by a third."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, ClassVar

from attrs import field, frozen

from ...errors import CaseError
from ...rules.tools import document_number
from ...store import stamp
from ...words import Message, Text, named
from .._acts import Act, Sight
from .._changes import Change, Enter
from .._documents import PRACTICE, SECOND, Fields, Key, plain
from ._compared import ALL, TALLIES, Compared, asked_of, compared, first_of, place_of
from ._listing import listed, names

__all__ = ["AskSecond", "Second", "Settle"]

_NOT_ASKED = Message(
    "K8120",
    "{key} of {id} is not entered a second time in this book; those that are: {known}. Leave it out, or let the"
    " administrator ask for it: kaohe office second ask",
    "本账簿不要求复录 {id} 的 {key}；须复录的有：{known}。请去掉该项，或由管理员用 kaohe office second ask 设置",
)
_NO_FIRST = Message(
    "K8121",
    "{key} of {id} has no first entry yet; the first clerk enters it first",
    "{id} 的 {key} 尚无第一次录入；请先由录入员录入",
)
_SAME_LOGIN = Message(
    "K8122",
    "{actor} made the first entry of {id}; the second is made by another login",
    "{id} 的第一次录入出自 {actor}；复录须由另一登录名办理",
)
_NO_DIFFERENCE = Message(
    "K8123",
    "{key} of {id} has no difference to settle; kaohe office second differences lists those there are",
    "{id} 的 {key} 没有待裁定的差异；kaohe office second differences 可列出",
)
_OWN = Message(
    "K8124",
    "{actor} entered {key} of {id} and does not settle it; a reviewer who made neither entry does",
    "{actor} 录入过 {id} 的 {key}，不得自行裁定；请由两次录入以外的审核员裁定",
)
_TAKE = Message(
    "K8125",
    "{take} says not which entry stands; write first, second, or anew with the value",
    "{take} 未说明以何者为准；请写 first（一录）、second（二录）或 anew（重新录入）并附数值",
)
_NO_VALUE = Message(
    "K8126",
    "a difference settled anew needs the value; the other ways take none",
    "重新录入须写明数值；其他方式不写数值",
)
_NO_INPUT = Message(
    "K8128",
    "the scheme has no input {key}; write keys of inputs, tallies, all or none",
    "方案没有录入项 {key}；请写录入项的键、tallies、all 或 none",
)
_NOTHING = Message(
    "K8129",
    "nothing was entered a second time; write at least one value",
    "没有复录任何项目；请至少写一项",
)


@frozen
class AskSecond(Act):
    """Say what is entered a second time: keys of inputs, "tallies", "all"; nothing for none."""

    inputs: Sequence[str] = field(converter=names)
    needs: ClassVar[str] = "administer"

    def written(self, sight: Sight) -> Iterable[tuple[Key, Fields | None]]:
        """The practice document. Raises CaseError for an input that no kind has."""
        known = {ALL, TALLIES} | {given.key for rules in sight.ruleset.kinds for given in rules.inputs}
        for key in self.inputs:
            if key not in known:
                raise CaseError(_NO_INPUT.format(key=named(str(key)[:60])))
        yield (PRACTICE, "second"), {"inputs": sorted({*self.inputs})}

    def about(self) -> tuple[str, str, str]:
        """Which inputs."""
        return "", "second", ""


@frozen
class Second(Act):
    """The second entry of one person (at one period): values by key, as typed, checked as first entries are.

    Raises CaseError where an input is not entered twice, has no first entry, or the first was made by the same login.
    """

    appraisee: str
    values: Mapping[str, Any]
    at: str = ""
    needs: ClassVar[str] = "second"

    def written(self, sight: Sight) -> Iterable[tuple[Key, Fields | None]]:
        """The second document, with what was entered so before."""
        if not self.values:
            raise CaseError(_NOTHING)
        rows = sight.as_entered([Enter(self.appraisee, key, value, self.at) for key, value in self.values.items()])
        row = sight.rows[self.appraisee]
        document, id_ = place_of(sight, self.appraisee, self.at)
        axis = id_.partition("/")[0]
        asked = [one.key for one in asked_of(sight, sight.ruleset.kind(row["kind"]), axis)]
        for key in self.values:
            if key not in asked:
                known = listed([Text(one, one) for one in asked])
                raise CaseError(_NOT_ASKED.format(key=key, id=named(self.appraisee), known=known))
            if first_of(row, key, self.at) is None:
                raise CaseError(_NO_FIRST.format(key=key, id=named(self.appraisee)))
        if sight.actor in sight.hands.of(document, self.values):
            raise CaseError(_SAME_LOGIN.format(actor=sight.actor, id=named(self.appraisee)))
        held = sight.held(SECOND).get(id_, {})
        made = rows.get(self.appraisee) or row
        typed = {key: plain(first_of(made, key, self.at)) for key in self.values}
        by = {**held.get("by", {}), **dict.fromkeys(self.values, sight.actor)}
        settled = {key: one for key, one in held.get("settled", {}).items() if key not in self.values}
        yield (SECOND, id_), {"entries": {**held.get("entries", {}), **typed}, "by": by, "settled": settled}

    def about(self) -> tuple[str, str, str]:
        """Whose, what and when."""
        return self.appraisee, next(iter(self.values), ""), self.at


@frozen
class Settle(Act):
    """Settle one difference: `take` "first", "second", or "anew" with the value, by the document of that number.

    Both entries are kept beside it. Raises CaseError where nothing differs, or where either entry was made by the same
    login.
    """

    appraisee: str
    key: str
    take: str
    at: str = ""
    value: Any = field(default=None, kw_only=True)
    document: str = field(default="", kw_only=True)
    needs: ClassVar[str] = "review"

    def entries(self, sight: Sight) -> Iterable[Change]:
        """The value that stands then."""
        found = self._found(sight)
        if self.take != "first":
            value = found.second if self.take == "second" else self.value
            yield Enter(self.appraisee, self.key, value, self.at)

    def written(self, sight: Sight) -> Iterable[tuple[Key, Fields | None]]:
        """The second document with the difference settled."""
        found = self._found(sight)
        document, id_ = place_of(sight, self.appraisee, self.at)
        held = sight.held(SECOND)[id_]
        first = sight.hands.of(document, [self.key])
        if sight.actor in {*first, found.entered_by}:
            told = {"actor": sight.actor, "key": self.key, "id": named(self.appraisee)}
            raise CaseError(_OWN.format(**told))
        made = sight.as_entered(tuple(self.entries(sight)))
        row = made.get(self.appraisee) or sight.rows[self.appraisee]
        about = {"take": self.take, "first": found.first, "value": first_of(row, self.key, self.at)}
        about |= {"by": sight.actor, "time": stamp(sight.now), "document": document_number(self.document)}
        yield (SECOND, id_), {**held, "settled": {**held["settled"], self.key: about}}

    def _found(self, sight: Sight) -> Compared:
        """The difference. Raises CaseError where there is none, or it is not said how it is settled."""
        if self.take not in ("first", "second", "anew"):
            raise CaseError(_TAKE.format(take=named(self.take[:40])))
        if (self.value is None) == (self.take == "anew"):
            raise CaseError(_NO_VALUE)
        _, id_ = place_of(sight, self.appraisee, self.at)
        row = sight.rows.get(self.appraisee)
        if row is not None:
            found = compared(
                self.appraisee, self.key, self.at, first_of(row, self.key, self.at), sight.held(SECOND).get(id_, {})
            )
            if found.state == "differs":
                return found
        raise CaseError(_NO_DIFFERENCE.format(key=named(self.key[:60]), id=named(self.appraisee[:60])))

    def about(self) -> tuple[str, str, str]:
        """Whose, what and when."""
        return self.appraisee, self.key, self.at
