"""Reading a case: every key known, every fact checked against its input, every link and decision real."""

from __future__ import annotations

import csv
import datetime as dt
import difflib
import io
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

from ..engine import Appraisee, Cohort, Cycle, Decisions, ExcessDecision, GradeDecision, Recheck, TieDecision
from ..errors import CaseError, KaoheError
from ..rules import (
    NAME_LENGTH,
    REASON_LENGTH,
    UNKNOWN,
    Absent,
    Choice,
    Indicator,
    IndicatorTable,
    Input,
    KindRules,
    Link,
    Period,
    Periods,
    Quota,
    Ruleset,
    Score,
    Supplied,
    accept,
    document_number,
    exact,
    load,
    parse_period,
    plain_text,
    show,
)
from ..words import Text
from ._locate import line_of
from ._model import FORMAT, Case, Expectation
from ._text import parse_text, read_text

__all__ = ["case_from_data", "read_case"]

Path_ = tuple[str | int, ...]
_TOP = {"format", "scheme", "digest", "amendments", "title", "about", "cycle", "settings", "defaults", "appraisees"}
_TOP |= {"decisions", "expect"}
_CYCLE = {"id", "start", "end", "periods", "lists", "tables"}
_APPRAISEE = {"id", "kind", "name", "about", "facts", "links", "rechecks"}
_EXPECT = {"state", "grade", "score", "provisional_grade", "needs", "pending", "rules", "not_rules", "flags"}
_EXPECT |= {"assumptions", "notices", "reasons"}
_EACH = "each"


class _At(Exception):  # noqa: N818  # carries a path to the place where it is turned into a line
    def __init__(self, path: Path_, error: KaoheError) -> None:
        super().__init__(str(error))
        self.path, self.error = path, error


def read_case(path: str | Path, *, ruleset: Ruleset | None = None) -> Case:
    """Read a TOML (.toml) or JSON case. Raises CaseError with file and line for anything it may not say.

    `ruleset` replaces the installed scheme that the case names (for schemes under development).
    """
    file = Path(path)
    toml = file.suffix.lower() == ".toml"
    text = read_text(file)
    raw = parse_text(text, str(file), toml=toml)
    try:
        return _Reader(raw, file.parent, ruleset).case(str(file))
    except _At as found:
        raise _located(found, text, str(file), toml=toml) from found.error


def case_from_data(raw: Mapping[str, Any], *, ruleset: Ruleset | None = None, folder: Path | None = None) -> Case:
    """The case that plain data says (the JSON form). Raises CaseError naming the place."""
    try:
        return _Reader(raw, folder or Path(), ruleset).case("")
    except _At as found:
        raise CaseError(found.error.text, where=_label(found.path) or None) from found.error


def _located(found: _At, text: str, name: str, *, toml: bool) -> CaseError:
    line = line_of(text, found.path, toml=toml)
    place = f"{name}:{line}" if line is not None else name
    label = _label(found.path)
    return CaseError(found.error.text, where=f"{place}: {label}" if label else place)


def _label(path: Path_) -> str:
    label = ""
    for part in path:
        label += f"[{part + 1}]" if isinstance(part, int) else f".{part}" if label else str(part)
    return label


def _known(raw: object, known: Iterable[str], path: Path_) -> Mapping[str, Any]:
    """`raw` as a table with known keys only."""
    if not isinstance(raw, Mapping):
        raise _At(path, CaseError(Text("this must be a table of keys", "此处须是键值表")))
    names = set(known)
    for key in raw:
        if key not in names:
            raise _At((*path, str(key)), _unknown_key(str(key), names))
    return raw


def _unknown_key(key: str, known: Iterable[str]) -> CaseError:
    near = difflib.get_close_matches(key, known, n=1, cutoff=0.5)
    if near:
        return CaseError(
            Text("unknown key {key}; did you mean {near}?", "未知的键 {key}；是不是 {near}？").format(
                key=key, near=near[0]
            )
        )
    listed = ", ".join(sorted(known)[:20])
    return CaseError(
        Text("unknown key {key}; known here are {known}", "未知的键 {key}；此处可用：{known}").format(
            key=key, known=listed
        )
    )


def _list(raw: object, path: Path_) -> list[Any]:
    if not isinstance(raw, list):
        raise _At(path, CaseError(Text("this must be a list", "此处须是列表")))
    return raw


class _Reader:
    def __init__(self, raw: Mapping[str, Any], folder: Path, ruleset: Ruleset | None) -> None:
        self.raw, self.folder, self.given = raw, folder, ruleset

    def case(self, source: str) -> Case:
        raw = _known(self.raw, _TOP, ())
        self._format(raw)
        self.ruleset = self._ruleset(raw)
        self.cycle_raw = _known(raw.get("cycle", {}), _CYCLE, ("cycle",))
        self.cycle = self._cycle()
        self.supplied = self._supplied()
        self.defaults = self._defaults(raw)
        self.kinds = {rules.kind.key: rules for rules in self.ruleset.kinds}
        appraisees = self._appraisees(_list(raw.get("appraisees", []), ("appraisees",)))
        self._check_links(appraisees)
        cohort = Cohort(self.ruleset, self.cycle, appraisees, self.supplied, self._decisions(appraisees))
        return Case(
            cohort=cohort,
            title=self._optional_text(raw, "title", Text("the title", "标题")),
            about=self._optional_text(raw, "about", Text("the note", "说明"), longest=2000),
            amendments=tuple(amendment.id for amendment in self.ruleset.amendments),
            expectations=self._expectations(appraisees),
            raw=self.raw,
            source=source,
        )

    def _format(self, raw: Mapping[str, Any]) -> None:
        version = raw.get("format")
        if version == FORMAT and not isinstance(version, bool):
            return
        if isinstance(version, int) and version > FORMAT:
            text = Text(
                "this case has format {found}; this Kaohe reads {known}: update Kaohe",
                "案例格式为 {found}，本程序只读 {known}：请升级",
            ).format(found=version, known=FORMAT)
        else:
            text = Text("a case begins with format = {known}", "案例须写 format = {known}").format(known=FORMAT)
        raise _At(("format",), CaseError(text))

    def _ruleset(self, raw: Mapping[str, Any]) -> Ruleset:
        amendments = [str(name) for name in _list(raw.get("amendments", []), ("amendments",))]
        settings = raw.get("settings", {})
        if not isinstance(settings, Mapping):
            raise _At(("settings",), CaseError(Text("this must be a table of keys", "此处须是键值表")))
        choices = {
            str(key): tuple(map(str, value)) if isinstance(value, list) else str(value)
            for key, value in settings.items()
        }
        try:
            ruleset = self._load(str(raw.get("scheme", "")), amendments, choices)
        except KaoheError as error:
            key = "settings" if choices and "setting" in error.text.en else "amendments" if amendments else "scheme"
            raise _At((key,), error) from error
        self._pinned(raw, ruleset)
        return ruleset

    def _load(self, name: str, amendments: Sequence[str], choices: Mapping[str, str | tuple[str, ...]]) -> Ruleset:
        if self.given is not None and self.given.id == name and not amendments and not choices:
            return self.given
        return load(name, amendments=amendments, choices=choices)

    def _pinned(self, raw: Mapping[str, Any], ruleset: Ruleset) -> None:
        if "digest" in raw and raw["digest"] != ruleset.digest:
            raise _At(
                ("digest",),
                CaseError(
                    Text(
                        "the case was made with other rules ({case}) than are installed ({here}); "
                        "install that version, or take the digest out to evaluate with these",
                        "案例所用规则（{case}）与已安装的（{here}）不同；请安装原版本，或删去 digest 按现规则计算",
                    ).format(case=str(raw["digest"])[:12], here=ruleset.digest[:12])
                ),
            )

    def _optional_text(self, raw: Mapping[str, Any], key: str, what: Text, *, longest: int = 200) -> str:
        if key not in raw:
            return ""
        return self._text(raw[key], what, (key,), longest=longest)

    def _text(self, raw: object, what: Text, path: Path_, *, longest: int) -> str:
        try:
            return plain_text(raw.replace("\n", " ") if isinstance(raw, str) else raw, what, longest=longest)
        except KaoheError as error:
            raise _At(path, error) from error

    def _day(self, key: str) -> dt.date:
        value = self.cycle_raw.get(key)
        try:
            found = dt.date.fromisoformat(value) if isinstance(value, str) else value
        except ValueError:
            found = None
        if not isinstance(found, dt.date) or isinstance(found, dt.datetime):
            text = Text("the cycle needs its {key} as a day, like 2018-11-01", "周期须写 {key}，如 2018-11-01").format(
                key=key
            )
            raise _At(("cycle", key), CaseError(text))
        return found

    def _cycle(self) -> Cycle:
        start, end = self._day("start"), self._day("end")
        if end < start:
            raise _At(("cycle", "end"), CaseError(Text("the cycle ends before it starts", "周期的结束早于开始")))
        axes = {axis.key: axis for axis in self.ruleset.axes}
        listed = _known(self.cycle_raw.get("periods", {}), axes, ("cycle", "periods"))
        periods = {key: self._periods(axes[key], names, start, end) for key, names in listed.items()}
        missing = [key for key in axes if not periods.get(key)]
        if missing:
            text = Text("the cycle lists no periods for {axes}", "周期没有列出 {axes} 的期次").format(
                axes=", ".join(missing)
            )
            raise _At(("cycle", "periods"), CaseError(text))
        return Cycle(str(self.cycle_raw.get("id", f"{start}/{end}")), start, end, periods)

    def _periods(self, axis: Periods, names: object, start: dt.date, end: dt.date) -> tuple[Period, ...]:
        path: Path_ = ("cycle", "periods", axis.key)
        found: list[Period] = []
        for index, name in enumerate(_list(names, path)):
            try:
                period = parse_period(str(name), axis.unit)
            except KaoheError as error:
                raise _At((*path, index), error) from error
            if period in found or (found and period.start <= found[-1].end):
                text = Text("{name} stands out of order or twice", "{name} 次序不对或重复").format(name=period.name)
                raise _At((*path, index), CaseError(text))
            found.append(period)
        return tuple(found)

    def _supplied(self) -> Supplied:
        lists = {
            str(key): tuple(
                self._text(code, Text("a code", "代码"), ("cycle", "lists", key), longest=NAME_LENGTH)
                for code in _list(codes, ("cycle", "lists", key))
            )
            for key, codes in _known(self.cycle_raw.get("lists", {}), self._list_keys(), ("cycle", "lists")).items()
        }
        declared = self._tables_declared()
        tables = {
            key: self._table(declared[key], raw, ("cycle", "tables", key))
            for key, raw in _known(self.cycle_raw.get("tables", {}), declared, ("cycle", "tables")).items()
        }
        columns: dict[str, tuple[Input, ...]] = {}
        for rules in self.ruleset.kinds:
            for given in rules.inputs:
                if given.on is not None and not isinstance(given.on, Periods):
                    columns.setdefault(given.on.axis_key, ())
                    if given not in columns[given.on.axis_key]:
                        columns[given.on.axis_key] += (given,)
        return Supplied(lists, tables, columns)

    def _list_keys(self) -> set[str]:
        return {
            given.list_key
            for rules in self.ruleset.kinds
            for given in rules.inputs
            if isinstance(given, Choice) and given.list_key is not None
        }

    def _tables_declared(self) -> dict[str, IndicatorTable]:
        return {
            given.table.key: given.table
            for rules in self.ruleset.kinds
            for given in rules.inputs
            if isinstance(given, Score) and given.table is not None and not given.table.items
        }

    def _table(self, declared: IndicatorTable, raw: object, path: Path_) -> tuple[Indicator, ...]:
        rows = self._table_rows(raw, path)
        lines: list[Indicator] = []
        for index, row in enumerate(rows):
            here = (*path, index)
            row = _known(row, ("id", "label", "points"), here)
            name = self._text(row.get("id"), Text("an indicator's id", "指标编号"), here, longest=20)
            label = self._text(row.get("label"), Text("an indicator's label", "指标名称"), here, longest=NAME_LENGTH)
            try:
                points = exact(row.get("points"), name="points")
            except KaoheError as error:
                raise _At((*here, "points"), error) from error
            if points <= 0 or any(line.id == name for line in lines):
                text = Text(
                    "indicator {id}: points must be above 0 and ids differ", "指标 {id}：分值须大于 0，编号不得重复"
                )
                raise _At(here, CaseError(text.format(id=name)))
            lines.append(Indicator(name, Text(label, label), points))
        total = sum((line.points for line in lines), Fraction(0))
        if total != declared.total:
            text = Text("the points of {table} add up to {sum}, not {total}", "{table} 的分值合计 {sum}，不是 {total}")
            raise _At(path, CaseError(text.format(table=declared.label, sum=show(total), total=show(declared.total))))
        return tuple(lines)

    def _table_rows(self, raw: object, path: Path_) -> list[Any]:
        if not isinstance(raw, Mapping):
            return _list(raw, path)
        name = _known(raw, ("file",), path).get("file")
        try:
            text = read_text(self.folder / str(name))
        except KaoheError as error:
            raise _At((*path, "file"), error) from error
        return [dict(row) for row in csv.DictReader(io.StringIO(text))]

    def _defaults(self, raw: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
        kinds = [rules.kind.key for rules in self.ruleset.kinds]
        given = _known(raw.get("defaults", {}), kinds, ("defaults",))
        return {kind: _known(part, ("facts", "links"), ("defaults", kind)) for kind, part in given.items()}

    def _appraisees(self, rows: list[Any]) -> dict[str, Appraisee]:
        found: dict[str, Appraisee] = {}
        readers = {key: FactReader(rules, self.cycle, self.supplied) for key, rules in self.kinds.items()}
        for index, row in enumerate(rows):
            path: Path_ = ("appraisees", index)
            raw = _known(row, _APPRAISEE, path)
            name = self._text(raw.get("id"), Text("the id", "编号"), (*path, "id"), longest=NAME_LENGTH)
            if name in found:
                text = Text("the id {id} stands twice; ids are unique", "编号 {id} 重复；编号须唯一").format(id=name)
                raise _At((*path, "id"), CaseError(text))
            reader = self._reader_of(raw, readers, path)
            found[name] = self._appraisee(raw, name, reader, path)
        return found

    def _reader_of(self, raw: Mapping[str, Any], readers: Mapping[str, FactReader], path: Path_) -> FactReader:
        kind = raw.get("kind")
        if kind not in readers:
            text = Text("kind {kind} is none of {known}", "kind {kind} 不在 {known} 之中")
            raise _At((*path, "kind"), CaseError(text.format(kind=str(kind), known=", ".join(readers))))
        return readers[str(kind)]

    def _appraisee(self, raw: Mapping[str, Any], name: str, reader: FactReader, path: Path_) -> Appraisee:
        kind = reader.rules.kind.key
        defaults = self.defaults.get(kind, {})
        facts = {**defaults.get("facts", {}), **_table(raw, "facts", path)}
        links = {**defaults.get("links", {}), **_table(raw, "links", path)}
        shown = (
            self._text(raw["name"], Text("the name", "姓名/名称"), (*path, "name"), longest=NAME_LENGTH)
            if "name" in raw
            else ""
        )
        return Appraisee(
            id=name,
            kind=kind,
            name=shown,
            facts=reader.read(facts, (*path, "facts")),
            links=_links(links, reader.rules, (*path, "links")),
            rechecks=_rechecks(raw.get("rechecks", {}), reader.rules, (*path, "rechecks")),
        )

    def _check_links(self, appraisees: Mapping[str, Appraisee]) -> None:
        index = {name: place for place, name in enumerate(appraisees)}
        for appraisee in appraisees.values():
            for key, target in appraisee.links.items():
                path: Path_ = ("appraisees", index[appraisee.id], "links", key)
                link = next(link for link in self.kinds[appraisee.kind].links if link.key == key)
                if target not in appraisees or appraisees[target].kind != link.to.key:
                    raise _At(path, _nobody(link, target, appraisees))
        _refuse_link_cycle(appraisees, index)

    def _decisions(self, appraisees: Mapping[str, Appraisee]) -> tuple[Decisions, ...]:
        found: list[Decisions] = []
        for index, row in enumerate(_list(self.raw.get("decisions", []), ("decisions",))):
            path: Path_ = ("decisions", index)
            if isinstance(row, Mapping) and "quota" in row:
                found.append(self._excess(row, path) if "exceed" in row else self._tie(row, path))
            else:
                found.append(self._grade(row, path, appraisees))
        return tuple(found)

    def _grade(self, row: object, path: Path_, appraisees: Mapping[str, Appraisee]) -> GradeDecision:
        raw = _known(row, ("appraisee", "grade", "reason", "document"), path)
        name = raw.get("appraisee")
        if not isinstance(name, str) or name not in appraisees:
            raise _At((*path, "appraisee"), _no_appraisee(str(name), appraisees))
        kind = self.kinds[appraisees[name].kind].kind
        if raw.get("grade") not in kind.grades:
            text = Text("{grade} is no grade of {kind} ({known})", "{grade} 不是{kind}的等次（{known}）")
            raise _At(
                (*path, "grade"),
                CaseError(
                    text.format(grade=str(raw.get("grade")), kind=kind.label, known=", ".join(kind.grades) or "-")
                ),
            )
        return GradeDecision(name, str(raw["grade"]), self._reason(raw, path), self._document(raw, path))

    def _tie(self, row: object, path: Path_) -> TieDecision:
        known = ("quota", "members", "choose", "reason", "document", "fingerprint", "leave_vacant")
        raw = _known(row, known, path)
        return TieDecision(
            self._quota(raw, path),
            self._names(raw, "members", path),
            self._names(raw, "choose", path),
            self._reason(raw, path),
            self._document(raw, path),
            str(raw.get("fingerprint", "")),
            raw.get("leave_vacant") is True,
        )

    def _excess(self, row: object, path: Path_) -> ExcessDecision:
        raw = _known(row, ("quota", "exceed", "reason", "document"), path)
        names = self._names(raw, "exceed", path)
        return ExcessDecision(self._quota(raw, path), names, self._reason(raw, path), self._document(raw, path))

    def _quota(self, raw: Mapping[str, Any], path: Path_) -> str:
        quotas = {rule.id for rules in self.ruleset.kinds for rule in rules.rules(Quota)}
        if raw["quota"] not in quotas:
            text = Text("{id} is no quota; the quotas are {known}", "{id} 不是名额规则；可用：{known}")
            known = ", ".join(sorted(quotas)) or "-"
            raise _At((*path, "quota"), CaseError(text.format(id=str(raw["quota"]), known=known)))
        return str(raw["quota"])

    def _names(self, raw: Mapping[str, Any], key: str, path: Path_) -> tuple[str, ...]:
        return tuple(str(name) for name in _list(raw.get(key, []), (*path, key)))

    def _reason(self, raw: Mapping[str, Any], path: Path_) -> str:
        return self._text(raw.get("reason"), Text("the reason", "理由"), (*path, "reason"), longest=REASON_LENGTH)

    def _document(self, raw: Mapping[str, Any], path: Path_) -> str:
        try:
            return document_number(raw.get("document"))
        except KaoheError as error:
            raise _At((*path, "document"), error) from error

    def _expectations(self, appraisees: Mapping[str, Appraisee]) -> tuple[Expectation, ...]:
        raw = self.raw.get("expect", {})
        if not isinstance(raw, Mapping):
            raise _At(("expect",), CaseError(Text("this must be a table by appraisee", "此处须按编号列表")))
        found = []
        for name, fields in raw.items():
            if name not in appraisees:
                raise _At(("expect", name), _no_appraisee(name, appraisees))
            found.append(Expectation(name, _known(fields, _EXPECT, ("expect", name))))
        return tuple(found)


def _no_appraisee(name: str, known: Iterable[str]) -> CaseError:
    near = difflib.get_close_matches(name, list(known), n=1, cutoff=0.5)
    if near:
        return CaseError(
            Text("nobody has the id {id}; did you mean {near}?", "没有编号 {id}；是不是 {near}？").format(
                id=name, near=near[0]
            )
        )
    return CaseError(Text("nobody has the id {id}", "没有编号 {id}").format(id=name))


def _nobody(link: Link, target: str, appraisees: Mapping[str, Appraisee]) -> CaseError:
    if target in appraisees:
        text = Text("{id} is a {found}, not a {wanted}", "{id} 是 {found}，不是 {wanted}")
        return CaseError(text.format(id=target, found=appraisees[target].kind, wanted=link.to.key))
    return _no_appraisee(target, [name for name, found in appraisees.items() if found.kind == link.to.key])


def _refuse_link_cycle(appraisees: Mapping[str, Appraisee], index: Mapping[str, int]) -> None:
    done: set[str] = set()
    for start in appraisees:
        trail: dict[str, None] = {}
        stack = [start]
        while stack:
            name = stack[-1]
            trail[name] = None
            following = [target for target in appraisees[name].links.values() if target not in done]
            loop = next((target for target in following if target in trail), None)
            if loop is not None:
                path = " -> ".join([*list(trail)[list(trail).index(loop) :], loop])
                text = Text("the links run in a circle: {path}", "链接成环：{path}").format(path=path)
                raise _At(("appraisees", index[loop], "links"), CaseError(text))
            if following:
                stack.append(following[0])
            else:
                done.add(stack.pop())
                trail.pop(name)


def _table(raw: Mapping[str, Any], key: str, path: Path_) -> Mapping[str, Any]:
    found = raw.get(key, {})
    if not isinstance(found, Mapping):
        raise _At((*path, key), CaseError(Text("this must be a table of keys", "此处须是键值表")))
    return found


def _links(raw: Mapping[str, Any], rules: KindRules, path: Path_) -> dict[str, str]:
    _known(raw, [link.key for link in rules.links], path)
    for key, target in raw.items():
        if not isinstance(target, str):
            raise _At((*path, key), CaseError(Text("a link is the id of somebody", "链接须是编号")))
    return dict(raw)


def _rechecks(raw: object, rules: KindRules, path: Path_) -> dict[str, Recheck]:
    confirmable = [entry.rule.id for entry in rules.entries if getattr(entry.rule, "confirm", False)]
    found = {}
    for name, row in _known(raw, confirmable, path).items():
        given = _known(row, ("status", "document"), (*path, name))
        status = given.get("status")
        if status not in ("pending", "confirmed", "rejected"):
            text = Text("status is pending, confirmed or rejected", "status 须是 pending、confirmed 或 rejected")
            raise _At((*path, name, "status"), CaseError(text))
        try:
            document = document_number(given["document"]) if "document" in given or status != "pending" else ""
        except KeyError:
            text = Text("a settled re-check needs its document", "已有结论的复核须写 document")
            raise _At((*path, name), CaseError(text)) from None
        except KaoheError as error:
            raise _At((*path, name, "document"), error) from error
        found[name] = Recheck(str(status), document)
    return found


class FactReader:
    """Reads the facts of one kind: every input's value, one a period where it lies on a period axis."""

    def __init__(self, rules: KindRules, cycle: Cycle, supplied: Supplied) -> None:
        self.rules, self.cycle, self.supplied = rules, cycle, supplied
        self.inputs = {given.key: given for given in rules.inputs if given.on is None or isinstance(given.on, Periods)}

    def read(self, raw: Mapping[str, Any], path: Path_) -> dict[str, Any]:
        """The checked facts. Raises (internally) the place and the reason of the first that is wrong."""
        _known(raw, self.inputs, path)
        facts: dict[str, Any] = {}
        for key, given in self.inputs.items():
            if given.on is None and key in raw:
                facts[key] = self._one(given, raw[key], (*path, key))
        for key, given in self.inputs.items():
            if isinstance(given.on, Periods):
                facts[key] = self._along(given, given.on, raw.get(key, {}), facts, (*path, key))
        return facts

    def _one(self, given: Input, raw: object, path: Path_) -> Any:
        try:
            return accept(given, raw, self.supplied)
        except KaoheError as error:
            raise _At(path, error) from error

    def _along(
        self, given: Input, axis: Periods, raw: object, facts: Mapping[str, Any], path: Path_
    ) -> tuple[Any, ...]:
        periods = self.cycle.periods[axis.key]
        rows = self._by_period(raw, periods, path)
        each = rows.pop(_EACH, UNKNOWN)
        found = []
        for period in periods:
            due = _posted(axis, period, facts)
            value = rows.get(period.name, each if due is not False else UNKNOWN)
            found.append(self._at_period(given, period, value, due, (*path, period.name)))
        return tuple(found)

    def _by_period(self, raw: object, periods: Sequence[Period], path: Path_) -> dict[str, Any]:
        names = [period.name for period in periods]
        if isinstance(raw, list):
            if len(raw) != len(names):
                text = Text("{n} values for {m} periods", "{m} 个期次却有 {n} 个值").format(n=len(raw), m=len(names))
                raise _At(path, CaseError(text))
            return {name: value for name, value in zip(names, raw, strict=True) if value is not None}
        return dict(_known(raw, [*names, _EACH], path))

    def _at_period(self, given: Input, period: Period, raw: object, due: bool | None, path: Path_) -> Any:
        if raw is UNKNOWN:
            return UNKNOWN if due is not False else Absent("not-posted")
        value = self._one(given, raw, path)
        if due is False and not isinstance(value, Absent):
            text = Text(
                "a value for {period}, outside the posting; check the dates",
                "{period} 不在派驻期内却有数值；请核对日期",
            )
            raise _At(path, CaseError(text.format(period=period.name)))
        return value


def _posted(axis: Periods, period: Period, facts: Mapping[str, Any]) -> bool | None:
    """Whether the period overlaps the posting; None where the posting is not known yet."""
    start = (
        facts.get(axis.posted_from.key, _unless_optional(axis.posted_from)) if axis.posted_from is not None else None
    )
    end = facts.get(axis.posted_to.key, _unless_optional(axis.posted_to)) if axis.posted_to is not None else None
    if (isinstance(start, dt.date) and start > period.end) or (isinstance(end, dt.date) and end < period.start):
        return False
    return None if UNKNOWN in (start, end) else True


def _unless_optional(given: Input) -> Any:
    return None if given.optional else UNKNOWN
