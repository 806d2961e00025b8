"""Reading the appraisees: who they are, their facts, their links and the re-checks on record."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from ..engine import Appraisee, Cycle, FastLane, Recheck
from ..errors import CaseError, KaoheError
from ..progress import counted
from ..rules import Periods
from ..rules.nodes import Input
from ..rules.tools import (
    NAME_LENGTH,
    UNKNOWN,
    Absent,
    DecimalText,
    KindRules,
    Linked,
    Period,
    Relations,
    Ruleset,
    Supplied,
    accept,
    alike,
    all_differ,
    document_number,
    look_alike,
    overlaps,
    recheck_state,
    stays_on,
)
from ..words import Message, Text
from ._at import At, Place, as_list, known_keys, table_at, text_at
from ._links import check_links, read_links

__all__ = ["FactReader", "PeopleReader"]

_APPRAISEE = {"id", "kind", "name", "about", "facts", "links", "rechecks"}
_PLAIN = {"id", "kind", "name", "facts", "links", "rechecks"}
_BARE = {"id", "kind", "name", "facts"}
_NOTHING: Mapping[str, Any] = MappingProxyType({})
_EACH = "each"
_PLAIN_VALUES = frozenset({int, str, DecimalText, dt.date})
_READ = Text("read {done:,} of {total:,}", "已读取 {done:,} / {total:,}")


class PeopleReader:
    """Reads the `appraisees` of a case; complete and plain ones take the fast lane."""

    def __init__(self, ruleset: Ruleset, cycle: Cycle, supplied: Supplied, defaults: object, lane: FastLane) -> None:
        self.kinds = {rules.kind.key: rules for rules in ruleset.kinds}
        given = known_keys(defaults, self.kinds, ("defaults",))
        self.defaults = {kind: _default(part, kind) for kind, part in given.items()}
        self.readers = {key: FactReader(rules, cycle, supplied) for key, rules in self.kinds.items()}
        self.link_axes = {key: {link.key: link.on for link in rules.links} for key, rules in self.kinds.items()}
        self.cycle, self.packers = cycle, lane.packers

    def read(self, raw: object, kept: Mapping[str, Appraisee]) -> dict[str, Appraisee]:
        """Everybody, by id, in the order of the case; those of `kept` are known, and their rows not looked at."""
        people: list[Appraisee] = []
        try:
            for row in counted(_READ, as_list(raw, ("appraisees",))):
                known = kept and kept.get(row["id"])
                people.append(known or self._plain(row) or self._full(row, ("appraisees", len(people))))
        except At:
            _refuse_same_ids(people)  # what is wrong further up comes first
            raise
        found = {appraisee.id: appraisee for appraisee in people}
        if len(found) < len(people) or not all_differ(found):
            _refuse_same_ids(people)
        check_links(found, self.kinds)
        return found

    def _plain(self, row: Any) -> Appraisee | None:
        """The appraisee, where everything about them is plain and complete; facts are then read only if asked for."""
        if row.__class__ is not dict:
            return None
        if len(row) == len(_BARE) and "name" in row and "facts" in row:
            name, kind, label, facts = row.get("id"), row.get("kind"), row["name"], row["facts"]
        elif row.keys() <= _PLAIN:
            name, kind, label, facts = row.get("id"), row.get("kind"), row.get("name", ""), row.get("facts", {})
        else:
            return None
        if not (name.__class__ is kind.__class__ is label.__class__ is str and facts.__class__ is dict):
            return None
        if not 0 < len(name) <= NAME_LENGTH >= len(label) or name.isspace() or label.isspace():
            return None
        if not (name.isprintable() and label.isprintable() and kind in self.packers):
            return None
        if kind in self.defaults or len(row) > len(_BARE) or "links" in row or "rechecks" in row:
            return self._plain_more(row, name, kind, label)
        packed = self.packers[kind](facts, _NOTHING)
        return (
            None
            if packed is None
            else Appraisee(name, kind, label, LazyFacts(self.readers[kind], facts), _NOTHING, _NOTHING, packed)
        )

    def _plain_more(self, row: Mapping[str, Any], name: str, kind: str, label: str) -> Appraisee | None:
        """The same of somebody with links, re-checks on record or defaults."""
        facts = {**self.defaults.get(kind, {}).get("facts", {}), **row.get("facts", {})}
        rechecks = self._plain_rechecks(row.get("rechecks", {}), kind)
        packed = None if rechecks is None else self.packers[kind](facts, rechecks)
        if packed is None or rechecks is None:
            return None
        links = self._plain_links(row.get("links", {}), kind)
        if links is None:
            return None
        return Appraisee(name, kind, label, LazyFacts(self.readers[kind], facts), links, rechecks, packed)

    def _plain_links(self, links: Any, kind: str) -> Mapping[str, Linked] | None:
        """The links with the defaults', None where the full reading refuses them."""
        if links.__class__ is not dict:
            return None
        merged = {**self.defaults.get(kind, {}).get("links", {}), **links}
        known = self.link_axes[kind]
        if all(to.__class__ is str and known.get(key, key) is None for key, to in merged.items()):
            return merged
        try:
            return read_links(merged, self.kinds[kind], self.cycle, ())
        except At:
            return None

    def _plain_rechecks(self, raw: object, kind: str) -> dict[str, Recheck] | None:
        """The re-checks on record, None where the full reading refuses them."""
        try:
            return _rechecks(raw, self.kinds[kind], ())
        except At:
            return None

    def _full(self, row: object, path: Place) -> Appraisee:
        raw = known_keys(row, _APPRAISEE, path)
        name = text_at(raw.get("id"), Text("the id", "编号"), (*path, "id"), longest=NAME_LENGTH)
        return self._appraisee(raw, name, self._reader_of(raw, self.readers, path), path)

    def _reader_of(self, raw: Mapping[str, Any], readers: Mapping[str, FactReader], path: Place) -> FactReader:
        kind = raw.get("kind")
        if not isinstance(kind, str) or kind not in readers:
            text = Message(
                "K2616", "kind {kind} is none of {known}; write one of them", "kind {kind} 不在 {known} 之中；请写其一"
            )
            raise At((*path, "kind"), CaseError(text.format(kind=str(kind), known=", ".join(readers))))
        return readers[str(kind)]

    def _appraisee(self, raw: Mapping[str, Any], name: str, reader: FactReader, path: Place) -> Appraisee:
        kind = reader.rules.kind.key
        defaults = self.defaults.get(kind, {})
        facts = {**defaults.get("facts", {}), **table_at(raw, "facts", path)}
        links = {**defaults.get("links", {}), **table_at(raw, "links", path)}
        shown = (
            text_at(raw["name"], Text("the name", "姓名/名称"), (*path, "name"), longest=NAME_LENGTH)
            if "name" in raw
            else ""
        )
        return Appraisee(
            id=name,
            kind=kind,
            name=shown,
            facts=_of(name, reader, facts, (*path, "facts")),
            links=read_links(links, reader.rules, reader.cycle, (*path, "links")),
            rechecks=_rechecks(raw.get("rechecks", {}), reader.rules, (*path, "rechecks")),
        )


def _of(name: str, reader: FactReader, facts: Mapping[str, Any], path: Place) -> dict[str, Any]:
    """The facts of one appraisee; what is refused says whose it is."""
    try:
        return reader.read(facts, path)
    except At as found:
        said = Message("K2617", "{id}: {text}", "{id}：{text}").format(id=name, text=found.error.text)
        raise At(found.path, CaseError(said)) from found


def _refuse_same_ids(people: Sequence[Appraisee]) -> None:
    places: dict[str, int] = {}
    for index, appraisee in enumerate(people):
        first = places.setdefault(alike(appraisee.id), index)
        if first != index:
            raise At(("appraisees", index, "id"), _same_id(people[first].id, appraisee.id, first, index))


def _same_id(one: str, two: str, first: int, second: int) -> CaseError:
    places = f"appraisees[{first + 1}], appraisees[{second + 1}]"
    if one == two:
        text = Message(
            "K2618",
            "the id {id} stands twice ({places}); ids are unique; give one another",
            "编号 {id} 重复（{places}）；编号须唯一；请更改其一",
        )
        return CaseError(text.format(id=two, places=places))
    text = Message(
        "K2619", "{why}: {places}; ids are unique, give one another", "{why}：{places}；编号须唯一，请更改其一"
    )
    return CaseError(text.format(why=look_alike(one, two), places=places))


def _default(raw: object, kind: str) -> dict[str, Mapping[str, Any]]:
    """What every appraisee of a kind has unless they say otherwise."""
    part = known_keys(raw, ("facts", "links"), ("defaults", kind))
    return {key: table_at(part, key, ("defaults", kind)) for key in part}


class LazyFacts(Mapping[str, Any]):
    """The facts of a record that was packed: read in full only when somebody asks for one."""

    __slots__ = ("_facts", "_raw", "_reader")

    def __init__(self, reader: FactReader, raw: Mapping[str, Any]) -> None:
        self._reader, self._raw = reader, raw
        self._facts: dict[str, Any] | None = None

    @property
    def raw(self) -> Mapping[str, Any]:
        """The facts as they were entered, packed without an objection."""
        return self._raw

    def _read(self) -> dict[str, Any]:
        if self._facts is None:
            self._facts = self._reader.read(self._raw, ())
        return self._facts

    def __getitem__(self, key: str) -> Any:
        return self._read()[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._read())

    def __len__(self) -> int:
        return len(self._read())


def _rechecks(raw: object, rules: KindRules, path: Place) -> dict[str, Recheck]:
    confirmable = [entry.rule.id for entry in rules.entries if getattr(entry.rule, "confirm", False)]
    found = {}
    for name, row in known_keys(raw, confirmable, path).items():
        given = known_keys(row, ("status", "document"), (*path, name))
        try:
            status = recheck_state(given.get("status"))
        except CaseError as error:
            raise At((*path, name, "status"), error) from error
        try:
            document = document_number(given["document"]) if "document" in given or status != "pending" else ""
        except KeyError:
            text = Message(
                "K2624",
                'a settled re-check needs its document; add document = "..."',
                "已有结论的复核须写 document；请补写文号",
            )
            raise At((*path, name), CaseError(text)) from None
        except KaoheError as error:
            raise At((*path, name, "document"), error) from error
        found[name] = Recheck(status, document)
    return found


class FactReader:
    """Reads the facts of one kind: every input's value, one a period where it lies on a period axis."""

    def __init__(self, rules: KindRules, cycle: Cycle, supplied: Supplied) -> None:
        self.rules, self.cycle, self.supplied = rules, cycle, supplied
        self.relations = Relations.of(rules)
        self.inputs = {given.key: given for given in rules.inputs if given.on is None or isinstance(given.on, Periods)}
        self._accepted: dict[tuple[str, type, object], Any] = {}

    def read(self, raw: Mapping[str, Any], path: Place) -> dict[str, Any]:
        """The checked facts. Raises (internally) the place and the reason of the first that is wrong."""
        facts = self._values(raw, path)
        self._related(facts, path)
        try:
            return self.relations.settled(facts)
        except KaoheError as error:
            raise At(path, error) from error

    def _values(self, raw: Mapping[str, Any], path: Place) -> dict[str, Any]:
        known_keys(raw, self.inputs, path)
        facts: dict[str, Any] = {}
        for key, given in self.inputs.items():
            if given.on is None and key in raw:
                facts[key] = self._one(given, raw[key], (*path, key))
        due: dict[int, list[bool | None]] = {}
        try:
            for key, given in self.inputs.items():
                if isinstance(given.on, Periods):
                    posted = due.get(id(given.on)) or due.setdefault(id(given.on), self._posted(given.on, facts))
                    facts[key] = self._along(given, given.on, raw.get(key, {}), posted, (*path, key))
        except At:
            # Where the posting ends before it starts, that is the reason, not the value that fell outside it.
            self._related(facts, path)
            raise
        return facts

    def _related(self, facts: Mapping[str, Any], path: Place) -> None:
        fault = self.relations.fault(facts, self.supplied.days)
        if fault is not None:
            raise At((*path, fault[0]), fault[1])

    def _one(self, given: Input, raw: object, path: Place) -> Any:
        """The checked value; what is plain is checked once and remembered, since many people have the same marks."""
        plain = (given.key, type(raw), raw) if type(raw) in _PLAIN_VALUES else None
        if plain is not None and plain in self._accepted:
            return self._accepted[plain]
        try:
            found = accept(given, raw, self.supplied)
        except KaoheError as error:
            raise At(path, error) from error
        if plain is not None:
            self._accepted[plain] = found
        return found

    def _posted(self, axis: Periods, facts: Mapping[str, Any]) -> list[bool | None]:
        return [_posted(axis, period, facts) for period in self.cycle.periods[axis.key]]

    def _along(
        self, given: Input, axis: Periods, raw: object, posted: Sequence[bool | None], path: Place
    ) -> tuple[Any, ...]:
        periods = self.cycle.periods[axis.key]
        rows = self._by_period(raw, periods, path)
        each = rows.pop(_EACH, UNKNOWN)
        found = []
        for period, due in zip(periods, posted, strict=True):
            value = rows.get(period.name, each if due is not False else UNKNOWN)
            found.append(self._at_period(given, period, value, due, (*path, period.name)))
        return tuple(found)

    def _by_period(self, raw: object, periods: Sequence[Period], path: Place) -> dict[str, Any]:
        names = [period.name for period in periods]
        if isinstance(raw, list):
            if len(raw) != len(names):
                text = Message(
                    "K2625",
                    "{n} values for {m} periods; enter one for each, or name the periods",
                    "{m} 个期次却有 {n} 个值；请逐期填写，或写明期次",
                ).format(n=len(raw), m=len(names))
                raise At(path, CaseError(text))
            return {name: value for name, value in zip(names, raw, strict=True) if value is not None}
        return dict(known_keys(raw, [*names, _EACH], path))

    def _at_period(self, given: Input, period: Period, raw: object, due: bool | None, path: Place) -> Any:
        if raw is UNKNOWN:
            return UNKNOWN if due is not False else Absent("not-posted")
        value = self._one(given, raw, path)
        if due is False and not isinstance(value, Absent):
            text = Message(
                "K2626",
                "a value for {period}, outside the posting; check the dates",
                "{period} 不在派驻期内却有数值；请核对日期",
            )
            raise At(path, CaseError(text.format(period=period.name)))
        return value


def _posted(axis: Periods, period: Period, facts: Mapping[str, Any]) -> bool | None:
    """Whether the period overlaps the posting; None where the posting is not known yet."""
    stays = stays_on(axis)
    if stays is not None:
        return overlaps(stays, facts, period.start, period.end)
    start = (
        facts.get(axis.posted_from.key, _unless_optional(axis.posted_from)) if axis.posted_from is not None else None
    )
    end = facts.get(axis.posted_to.key, _unless_optional(axis.posted_to)) if axis.posted_to is not None else None
    if (isinstance(start, dt.date) and start > period.end) or (isinstance(end, dt.date) and end < period.start):
        return False
    return None if UNKNOWN in (start, end) else True


def _unless_optional(given: Input) -> Any:
    return None if given.optional else UNKNOWN
