"""What the columns of an office's sheet may hold, as the scheme declares it, and the headings that mean each."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping

from attrs import evolve, field, frozen

from ..rules import Ceiling, Choice, Date, Events, Finding, Link, Tally
from ..rules.nodes import Input
from ..rules.tools import KindRules, Ruleset, alike, clause_number
from ..words import Text

__all__ = ["FOUND", "KINDS", "PARTS", "RECHECK", "WHO", "Column", "Headings", "columns_of", "recheck_columns"]

KINDS = {
    "roster": Text("roster", "名册"),
    "marks": Text("marks", "评分"),
    "tallies": Text("tallies", "票数"),
    "findings": Text("findings", "认定事项"),
    "events": Text("lists", "清单"),
    "rechecks": Text("re-checks", "复核"),
    "raters": Text("rater sheets", "逐票"),
    "attendance": Text("attendance", "考勤"),
    "indicators": Text("indicator tables", "指标表"),
    "earlier": Text("grades of earlier cycles", "往年等次"),
}
PARTS = {
    "issued": Text("issued", "发出"),
    "collected": Text("collected", "收回"),
    "spoilt": Text("spoilt", "废票"),
    "blank": Text("blank", "弃权"),
}
RECHECK = {
    "status": Text("re-check {clause}", "复核·{clause}"),
    "document": Text("re-check document {clause}", "复核文号·{clause}"),
}
_BRACKETS = re.compile(r"[(\[【〔〈<{].*?[)\]】〕〉>}]")
_MARK = re.compile(r"(?<=..)(?:得分|评分|打分|成绩|分数|分|表)$")
_LOOSE = re.compile(r"[\s·・.\-_:;,、/|*\"'“”‘’]+")


@frozen
class Column:
    """One thing that a column may hold: about whom (`sort` "who"), or an input, link, re-check or part of them by kind."""

    key: str
    label: Text
    sort: str
    names: tuple[str, ...] = ()
    part: str = ""
    of: Mapping[str, Input | Link | Ceiling] = field(factory=dict)

    @property
    def field(self) -> str:
        """How a mapping names it: "usual", "ballot.issued"."""
        return f"{self.key}.{self.part}" if self.part else self.key

    def is_for(self, kind: str) -> bool:
        """Whether that kind has it."""
        return not self.of or kind in self.of

    def said(self) -> Iterator[str]:
        """Every heading that means it."""
        yield from (self.field, self.label.zh, self.label.en, *self.names)


def _who(key: str, en: str, zh: str, *names: str, sort: str = "who") -> Column:
    return Column(key, Text(en, zh), sort, names)


WHO = (
    _who("id", "id", "编号", "code", "代码", "人员编号", "对象编号", "队员编号", "工作队编号", "单位编号"),
    _who("name", "name", "姓名", "名称", "对象名称", "工作队名称", "队名", "单位名称", "工作队", "队员姓名"),
    _who("kind", "kind", "对象类别", "类别", "考核对象类别", "对象类型"),
    _who("period", "period", "期次", "考核期次", "月份", "考核月份", "季度", "考核季度", "月度"),
    _who("number", "no.", "序号", "no", "#", "行号"),
)
FOUND = (
    _who("finding", "finding", "认定事项", "事项", "情形", "条款", "clause", sort="findings"),
    _who("date", "date", "日期", "认定日期", "发生日期", "时间", sort="findings"),
    _who("document", "document number", "文号", "文件号", "文件文号", "依据文号", "document", sort="findings"),
    _who("status", "re-check state", "认定状态", "状态", "复核状态", "复核情况", "status", sort="findings"),
    _who("item", "item", "事项编号", "分项", "item code", sort="findings"),
)


def columns_of(ruleset: Ruleset) -> tuple[Column, ...]:
    """Every column that a sheet for this scheme may have."""
    made: dict[tuple[str, str], tuple[Input | Link, Text, dict[str, Input | Link]]] = {}
    for rules in ruleset.kinds:
        both: list[Input | Link] = [*rules.links, *rules.inputs]
        for given in both:
            if isinstance(given, Input) and isinstance(given.on, Events | Finding):
                continue  # a column of a list, not of a sheet
            made.setdefault((given.key, alike(given.label.zh)), (given, given.label, {}))[2][rules.kind.key] = given
    columns = [one for given, label, of in made.values() for one in _columns(given, label, of)]
    ballots = {one.key for one in columns if one.sort == "tallies"}
    rechecks = [one for rules in ruleset.kinds for one in recheck_columns(rules)]
    return (*WHO, *FOUND, *(_alone(one) if len(ballots) == 1 else one for one in columns), *_joined(rechecks))


def recheck_columns(rules: KindRules) -> tuple[Column, ...]:
    """The columns for the re-checks of one kind: how each stands, and the document that settled it."""
    limits = [rule for rule in rules.rules(Ceiling) if isinstance(rule, Ceiling) and rule.confirm]
    return tuple(_recheck(rules.kind.key, rule, part) for rule in limits for part in RECHECK)


def _recheck(kind: str, rule: Ceiling, part: str) -> Column:
    label = RECHECK[part].format(clause=rule.clause)
    numbered = RECHECK[part].format(clause=clause_number(rule.clause) or rule.id)
    return Column(rule.id, label, "rechecks", (numbered.zh, numbered.en), part, {kind: rule})


def _joined(columns: list[Column]) -> list[Column]:
    """Columns of several kinds that are headed alike, as one."""
    found: dict[tuple[str, str], Column] = {}
    for one in columns:
        held = found.get((one.field, one.label.zh))
        found[one.field, one.label.zh] = one if held is None else evolve(held, of={**held.of, **one.of})
    return [*found.values()]


def _columns(given: Input | Link, label: Text, of: dict[str, Input | Link]) -> Iterator[Column]:
    if isinstance(given, Tally):
        parts = dict(PARTS)
        for tally in of.values():
            parts |= {option.code: option.label for option in getattr(tally, "options", ())}
        for part, said in parts.items():
            holds = {kind: one for kind, one in of.items() if part in PARTS or part in getattr(one, "codes", ())}
            both = Text("{label} {part}", "{label}·{part}").format(label=label, part=said)
            yield Column(given.key, both, "tallies", (f"{label.zh}{part}",), part, holds)
    elif isinstance(given, Link):
        yield Column(given.key, label, "roster", (f"{label.zh}编号", f"{label.en} id"), of=of)
    else:
        alone = given.on is None and isinstance(given, Choice | Date)
        yield Column(given.key, label, "roster" if alone else "marks", of=of)


def _alone(column: Column) -> Column:
    """Where the scheme has one ballot, its parts need no name before them."""
    if column.sort != "tallies":
        return column
    part = column.part
    bare = (PARTS[part].zh, PARTS[part].en) if part in PARTS else (part, column.label.zh.rpartition("·")[2])
    return Column(column.key, column.label, column.sort, (*column.names, *bare), part, column.of)


class Headings:
    """The columns by what stands over them; `mapped` are an office's own headings with the fields they mean."""

    def __init__(self, columns: Iterable[Column], mapped: Mapping[str, str] | None = None) -> None:
        self.columns = tuple(columns)
        self.levels = [_index(self.columns, level) for level in _LEVELS]
        self.mapped = {alike(heading): self._named(name) for heading, name in (mapped or {}).items()}

    def find(self, heading: str) -> tuple[Column, ...]:
        """What a heading means, () for nothing; several where kinds have inputs of one label.

        It is compared as it stands, then without blanks and marks, then without what it says in brackets, then
        without a word for mark or form at its end: 民意测评得分 is 民意测评.
        """
        own = self.mapped.get(alike(heading))
        return self._meant(heading) if own is None else own

    def linked(self, heading: str) -> tuple[Column, ...]:
        """The link that a heading may stand for as a part of its name, or of the name of whom it leads to."""
        plain = _loose(heading)
        found = [one for one in self.columns if any(plain and plain in _loose(name) for name in _link_names(one))]
        return tuple(found) if len({one.key for one in found}) == 1 else ()

    def _named(self, name: str) -> tuple[Column, ...]:
        """What a mapping calls so: a field ("usual", "ballot.issued") or a label."""
        return tuple(one for one in self.columns if one.field == name) or self._meant(name)

    def _meant(self, heading: str) -> tuple[Column, ...]:
        for level, index in zip(_LEVELS, self.levels, strict=True):
            found = index.get(level(heading), ())
            if found and not _clash(found):
                return found
        return ()


def _plain(heading: str) -> str:
    return alike(heading)


def _loose(heading: str) -> str:
    return _LOOSE.sub("", unicodedata.normalize("NFKC", heading)).casefold()


def _bare(heading: str) -> str:
    return _loose(_BRACKETS.sub("", unicodedata.normalize("NFKC", heading)))


def _trimmed(heading: str) -> str:
    return _MARK.sub("", _bare(heading))


def _link_names(column: Column) -> Iterator[str]:
    for link in column.of.values():
        if isinstance(link, Link):
            yield from (link.label.zh, link.label.en, link.to.label.zh, link.to.label.en)


_LEVELS = (_plain, _loose, _bare, _trimmed)


def _index(columns: tuple[Column, ...], level: Callable[[str], str]) -> dict[str, tuple[Column, ...]]:
    found: dict[str, list[Column]] = defaultdict(list)
    for column in columns:
        for name in column.said():
            plain = level(name)
            if plain and column not in found[plain]:
                found[plain].append(column)
    return {name: tuple(several) for name, several in found.items()}


def _clash(found: tuple[Column, ...]) -> bool:
    """Whether two of them are for one kind, so that a heading does not say which it means."""
    if len(found) == 1:
        return False
    kinds = [kind for one in found for kind in one.of]
    return any(not one.of for one in found) or len(kinds) > len(set(kinds))
