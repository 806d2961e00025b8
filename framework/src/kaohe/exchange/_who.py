"""Whom a row is about: by id, never by name alone."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from attrs import define, field, frozen

from ..cases import Case
from ..engine import Appraisee
from ..errors import KaoheError
from ..rules import Link
from ..rules.tools import NAME_LENGTH, KindRules, Linked, alike, near, plain_text
from ..words import Message, Text
from ._cells import Row
from ._entry import Unread, masked
from ._layout import Layout
from ._preview import Options

__all__ = ["People", "Who"]

_NO_ID = Message(
    "K9121",
    "the row has no id and no name; enter the id",
    "此行既无编号也无姓名；请填写编号",
)
_NOBODY = Message(
    "K9122",
    "this id is not on the roster; correct it, or import the roster first (--kind roster)",
    "名册中没有此编号；请更正，或先导入名册（--kind roster）",
)
_NEAR = Message(
    "K9123",
    "this id is not on the roster; did you mean {near}?",
    "名册中没有此编号；是不是 {near}？",
)
_NO_NAME = Message(
    "K9124",
    "nobody on the roster has this name; correct it, or add the id",
    "名册中没有此姓名；请更正，或补上编号",
)
_UNNUMBERED = Message(
    "K9132",
    "somebody new without an id: add a column of ids, or have them numbered, --new-ids A",
    "新增对象没有编号：请加一列编号，或用 --new-ids A 自动编号",
)
_SEVERAL = Message(
    "K9125",
    "{n} on the roster have this name: {ids}; which is meant? Add the id, or a column that tells them apart, as the team",
    "名册中有 {n} 人同名：{ids}；是哪一位？请补上编号，或加一列能区分的内容，如所在工作队",
)
_OTHER_NAME = Message(
    "K9126",
    "the name beside {id} is not the one on the roster; were the columns sorted apart? Correct the id or the name",
    "{id} 旁的姓名与名册不符，是否各列分别排过序？请更正编号或姓名",
)
_KIND = Message(
    "K9127",
    "this is no kind of the scheme ({known}); enter one of them",
    "方案没有这一对象类别（{known}）；请填写其一",
)
_WHICH = Message(
    "K9128",
    "what kind is this one? Add a column 对象类别 ({known}), or say --of KIND",
    "属于哪类对象？请加一列“对象类别”（{known}），或用 --of 指明",
)
_OTHER_KIND = Message(
    "K9129",
    "{id} is a {found} on the roster; the kind is changed there, not by an import",
    "名册中 {id} 是{found}；类别须在名册中更改，不能通过导入更改",
)
_TWICE = Message(
    "K9130",
    "{id} stands in row {row} already; keep one row of each",
    "{id} 已在第 {row} 行出现；每个对象请只留一行",
)
_ALIKE = Message(
    "K9131",
    "this id looks like {id}, which is another: ids must differ to the eye; choose another",
    "此编号与 {id} 看来相同；编号须明显不同，请另取",
)
_FEW_SEARCHES = 20
_PARTS = re.compile(r"[\s()（）\[\]:：,，、]+")
_ID, _NAME = Text("the id", "编号"), Text("the name", "姓名")


@frozen
class Who:
    """An appraisee of the book, or one who is new; `asked` where only the name says who it is."""

    id: str
    kind: str
    name: str = ""
    new: bool = False
    asked: bool = False


@define
class People:
    """Everybody on the roster, and those whom the import adds to it."""

    case: Case
    options: Options
    roster: bool
    added: dict[str, Who] = field(factory=dict)
    seen: dict[tuple[str, str], int] = field(factory=dict)
    _names: dict[str, list[str]] = field(factory=lambda: defaultdict(list), init=False)
    _ids: dict[str, str] = field(factory=dict, init=False)
    _numbered: dict[str, int] = field(factory=dict, init=False)
    _searches: int = field(default=0, init=False)
    _spoken: dict[tuple[str, ...], list[str]] = field(factory=dict, init=False)

    def __attrs_post_init__(self) -> None:
        for who in self.case.cohort.appraisees.values():
            self._ids[alike(who.id)] = who.id
            if who.name:
                self._names[alike(who.name)].append(who.id)

    @property
    def kinds(self) -> Mapping[str, KindRules]:
        """The scheme's kinds by key."""
        return {rules.kind.key: rules for rules in self.case.cohort.ruleset.kinds}

    def of_row(self, layout: Layout, row: Row) -> Who:
        """Whom a row is about. Raises Unread where it does not say, or says somebody else."""
        given, name = _text(layout, row, "id"), _text(layout, row, "name")
        if not given and not name:
            raise Unread(_NO_ID)
        who = self._by_id(layout, row, given, name) if given else self._by_name(layout, row, name)
        self._check_kind(layout, row, who)
        return who

    def called(self, text: str) -> Who:
        """Whom a heading or the name of a sheet says, by id or by name. Raises Unread for nobody, and for several."""
        held = self.case.cohort.appraisees
        for part in (text, *_PARTS.split(text)):
            found = held.get(self._ids.get(alike(part), ""))
            if found is not None and part:
                return Who(found.id, found.kind, found.name)
        several = next((ids for part in (text, *_PARTS.split(text)) if (ids := self._names.get(alike(part)))), [])
        if len(several) == 1:
            return Who(several[0], held[several[0]].kind, held[several[0]].name, asked=not self.options.by_name)
        raise Unread(_SEVERAL.format(n=len(several), ids=", ".join(several[:6])) if several else _NO_NAME)

    def is_known(self, text: str) -> bool:
        """Whether a text is somebody's id or name, with more beside it or not."""
        return any(
            alike(part) in self._ids or alike(part) in self._names for part in (text, *_PARTS.split(text)) if part
        )

    def spoken_of(self, texts: Iterable[str]) -> list[str]:
        """The names and ids that stand in texts, those that are part of a longer one left out."""
        plain = tuple(alike(text) for text in texts)
        if plain not in self._spoken:
            found = [name for name in (*self._ids, *self._names) if any(_says(text, name) for text in plain)]
            longest = [one for one in found if not any(one != other and one in other for other in found)]
            self._spoken[plain] = longest
        return self._spoken[plain]

    def once(self, who: Who, at: str, row: int) -> None:
        """Raise Unread where the import has a row for the same one (and period) already."""
        first = self.seen.setdefault((who.id, at), row)
        if first != row:
            raise Unread(_TWICE.format(id=who.id, row=first))

    def named(self, text: str, kind: str) -> list[str]:
        """The ids of those of a kind who are called so."""
        held = self.case.cohort.appraisees
        return [one for one in self._names.get(alike(text), []) if held[one].kind == kind]

    def known(self, text: str) -> str:
        """The id on the roster, or of somebody new, that the text is: "" for nobody's."""
        found = self._ids.get(alike(text), "")
        return found if found == text or text not in self.added else text

    def kind_of(self, who: str) -> str:
        """The kind of somebody known."""
        return self.added[who].kind if who in self.added else self.case.cohort.appraisees[who].kind

    def _by_id(self, layout: Layout, row: Row, given: str, name: str) -> Who:
        held = self.case.cohort.appraisees.get(given)
        if held is None and given in self.added and not self.roster:
            added = self.added[given]  # by the roster of the same file
            return Who(added.id, added.kind, added.name)
        if held is None:
            return self._new(layout, row, given, name)
        if name and held.name and alike(held.name) != alike(name) and not self.roster:
            raise Unread(_OTHER_NAME.format(id=held.id))
        return Who(held.id, held.kind, name or held.name)

    def _new(self, layout: Layout, row: Row, given: str, name: str) -> Who:
        like = self._ids.get(alike(given))
        if not self.roster:
            meant = like or self._near(given)
            raise Unread(_NOBODY if meant is None else _NEAR.format(near=meant))
        if like is not None and like != given:
            raise Unread(_ALIKE.format(id=like))
        _plain(given, _ID)
        return self._add(Who(given, self._kind(layout, row), _plain(name, _NAME) if name else "", new=True))

    def _near(self, given: str) -> str | None:
        """The id that was meant; it is looked for a few times only, since each search goes through the roster."""
        self._searches += 1
        few = self._searches <= _FEW_SEARCHES and len(given) < NAME_LENGTH
        return near(given, self.case.cohort.appraisees) if few else None

    def _add(self, who: Who) -> Who:
        self.added[who.id] = who
        self._ids[alike(who.id)] = who.id
        return who

    def _by_name(self, layout: Layout, row: Row, name: str) -> Who:
        held = self.case.cohort.appraisees
        kind = self._said_kind(layout, row)
        bearers = self._names.get(alike(name), [])
        found = [one for one in bearers if not kind or held[one].kind == kind]
        if not found and not self.roster and not (self.options.of or self._said_kind(layout, row, sheet=False)):
            found = bearers  # a title speaks of teams where the rows are their members
        if len(found) > 1:
            told = [one for one in found if linked_so(layout, row, held[one], held)]
            found = told if len(told) == 1 else found
        if len(found) == 1:
            return Who(found[0], held[found[0]].kind, name, asked=not self.options.by_name)
        if found:
            raise Unread(_SEVERAL.format(n=len(found), ids=", ".join(found[:6])))
        if self.roster and self.options.ids:
            kind = self._kind(layout, row)
            return self._add(Who(self._next_id(), kind, _plain(name, _NAME), new=True))
        raise Unread(_UNNUMBERED if self.roster else _NO_NAME)

    def found(self, name: str, kind: str) -> Who:
        """Somebody new whom a link alone names, with an id of their own kind's. Raises Unread."""
        return self._add(Who(self._next_id(kind[:1].upper()), kind, _plain(name, _NAME), new=True))

    def _next_id(self, of: str = "") -> str:
        """The next id that nobody has; `of` marks those of another kind than the sheet's."""
        start = f"{self.options.ids}{of}"
        number = self._numbered.get(start, 0) + 1
        while alike(made := f"{start}{number:03}") in self._ids:
            number += 1
        self._numbered[start] = number
        return made

    def _check_kind(self, layout: Layout, row: Row, who: Who) -> None:
        said = self._said_kind(layout, row, sheet=False)
        if said and said != who.kind:
            raise Unread(_OTHER_KIND.format(id=who.id, found=self.kinds[who.kind].kind.label))

    def _kind(self, layout: Layout, row: Row) -> str:
        found = self._said_kind(layout, row)
        if not found:
            if len(self.kinds) > 1:
                raise Unread(_WHICH.format(known=self._known()))
            found = next(iter(self.kinds))
        return found

    def _said_kind(self, layout: Layout, row: Row, *, sheet: bool = True) -> str:
        """The kind that the row, the options, the columns, the name of the sheet or its title say, "" for none."""
        text = _text(layout, row, "kind")
        if text:
            found = next((key for key in self.kinds if alike(text) in self._called(key)), "")
            if not found:
                raise Unread(_KIND.format(known=self._known()))
            return found
        if not sheet or self.options.of:
            return self.options.of if sheet else ""
        return layout.only or self._titled((layout.sheet.name,)) or self._titled(layout.titles)

    def _titled(self, texts: tuple[str, ...]) -> str:
        """The kind whose label stands in one of the texts; of labels that hold each other the longest."""
        found = {
            key: max(len(name) for name in self._called(key) if any(name in alike(text) for text in texts))
            for key in self.kinds
            if any(name in alike(text) for name in self._called(key) for text in texts)
        }
        longest = [key for key, length in found.items() if length == max(found.values())]
        return longest[0] if len(longest) == 1 else ""

    def _called(self, key: str) -> set[str]:
        label = self.kinds[key].kind.label
        return {alike(key), alike(label.zh), alike(label.en)}

    def _known(self) -> Text:
        labels = [rules.kind.label for rules in self.kinds.values()]
        return Text(", ".join(one.en for one in labels), "、".join(one.zh for one in labels))


def linked_so(layout: Layout, row: Row, person: Appraisee, people: Mapping[str, Appraisee]) -> bool:
    """Whether the links that a row names are those of somebody: what tells two people of one name apart."""
    told = [
        (person.links.get(one.key), row.cells[place].text)
        for place, found in layout.columns.items()
        for one in found
        if place in row.cells and isinstance(one.of.get(person.kind), Link)
    ]
    return bool(told) and all(
        any(alike(text) in _called(people.get(target)) for target in _targets(link)) for link, text in told
    )


def _targets(link: Linked | None) -> Iterator[str]:
    """Whom a link leads to, at any time."""
    if isinstance(link, str):
        yield link
    elif link is not None:
        yield from (row.id for row in link.rows)


def _called(person: Appraisee | None) -> tuple[str, ...]:
    return () if person is None else (alike(person.id), alike(person.name))


def _says(text: str, name: str) -> bool:
    """Whether a text says a name or id, and not a longer one: M1 is not said in M12."""
    if name not in text:
        return False
    return not name.isascii() or re.search(rf"(?<![\w.-]){re.escape(name)}(?![\w.-])", text, re.ASCII) is not None


def _text(layout: Layout, row: Row, key: str) -> str:
    cell = row.cells.get(layout.at(key))
    return "" if cell is None else cell.text.strip()


def _plain(text: str, what: Text) -> str:
    """A name or an id as case files take it. Raises Unread."""
    try:
        return plain_text(text, what, longest=NAME_LENGTH)
    except KaoheError as error:
        raise Unread(masked(error.text, text)) from error
