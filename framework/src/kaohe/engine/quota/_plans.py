"""The JSON form of problems, as `kaohe allocate` reads it."""

from __future__ import annotations

import difflib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from operator import itemgetter
from typing import Any, TypeVar

from attrs import evolve, frozen

from kaohe.errors import AllocationError, InexactError, KaoheError
from kaohe.words import Message, Text

from ._allocate import NO_GROUP, homes_of
from ._json import Inexact, parsed
from ._keys import Part, read_exact
from ._places import as_share
from ._problem import Candidate, Decision, Excess, Group, Problem, ShareFloor
from ._tree import Tree, check_number, named

__all__ = ["Plan", "read_plans"]

_EMPTY = Message(
    "K3013", "no plan here; give one JSON object, or one a line", "没有方案；请给出一个 JSON 对象，或每行一个"
)
_NOT_OBJECT = Message("K3028", "{what} is a JSON object, not {value}", "{what}须为 JSON 对象，而不是 {value}")
_NOT_LIST = Message("K3029", "this must be a list, not {value}", "此处须为列表，而不是 {value}")
_NOT_TEXT = Message("K3030", "this must be a text that is not empty, not {value}", "此处须为非空文字，而不是 {value}")
_BROKEN_TEXT = Message("K3031", "this text holds half a character ({value})", "文字含有不完整的字符（{value}）")
_MISSING = Message("K3032", "this is missing; {what}", "缺少此项；{what}")
_UNKNOWN = Message("K3033", '"{name}" is not a field of {what}', "{what}没有“{name}”这一项")
_MEANT = Message(
    "K3034", '"{name}" is not a field of {what}; did you mean "{close}"?', "{what}没有“{name}”这一项；是否指“{close}”？"
)
_NAMELESS = Message("K3035", "a field of {what} has no name; take it out", "{what}中有一项没有名称；请删去")
_NO_TEXT = Message("K3036", "a text is missing here", "此处缺少文字")
_BLANK = Text("an empty text", "空白文字")
_BOOLEAN = Message("K3037", "say true or false, not {value}", "请写 true 或 false，而不是 {value}")
_KEY = Message(
    "K3038",
    'the rank key of "{person}" in {group} holds {value}; write a whole number, or a decimal or '
    'fraction as text ("89.5", "617/3")',
    '{group}中“{person}”的排序依据含有 {value}；请写整数，或以文字写小数、分数（"89.5"、"617/3"）',
)
_KEY_EMPTY = Message("K3039", 'the rank key of "{person}" in {group} has no part', "{group}中“{person}”的排序依据为空")
_SHARE = Message(
    "K3040",
    'the floor share of {group} is {value}; write it as text, such as "3/10" or "30%"',
    '{group}的下限比例为 {value}；请写成文字，如 "3/10" 或 "30%"',
)
_PLAN, _GROUP = Text("a plan", "方案"), Text("a group", "组")
_CANDIDATE, _DECISION = Text("a candidate", "候选人"), Text("a decision", "决定")
_SHARE_FLOOR, _EXCESS = Text("a share floor", "比例下限"), Text("an excess", "超额")
_SHORTFALL, _BLOCKED = Text("a shortfall", "缺额"), Text("a map of people to groups", "人员与组的对应")
_TIE_PAIR = Message("K3041", "write [places, [members]], not {value}", "请写成 [名额, [成员]]，而不是 {value}")
_EXPECT, _AFTER = Text("an expectation", "预期"), Text("a later expectation", "决定后的预期")
_NEEDED = Text("{what} needs it", "{what}须有此项")

_T = TypeVar("_T")
_NOTES = ("clause", "name", "note", "source", "title")
_FIELDS: dict[Text, tuple[str, ...]] = {
    _GROUP: ("id", "parent", "cap", "floor", "floor_share", "soft", *_NOTES),
    _CANDIDATE: ("id", "group", "key", "eligible", *_NOTES),
    _DECISION: ("members", "choose", "reason", "fingerprint", "take", "by", "date", *_NOTES),
    _SHARE_FLOOR: ("of", "share"),
    _EXCESS: ("group", "members", "reason", "by", "date", *_NOTES),
    _EXPECT: ("selected", "tied", "shortfalls", "not_selected", "ineligible", "blocked_by", "conflict"),
    _AFTER: ("choose", "selected"),
    _SHORTFALL: ("group", "asked", "attained"),
}
_PLAN_FIELDS = ("id", "groups", "candidates", "decisions", "excess", "expect", "after")


@frozen
class Plan:
    """One line of input: a problem, its name, and what is expected of the answer."""

    id: str | None
    line: int
    problem: Problem
    expect: Mapping[str, Any] | None = None
    after: tuple[Mapping[str, Any], ...] = ()


@frozen
class _Spot:
    """One value of the input, and where it stands for whoever must mend it."""

    value: Any
    line: int
    path: str = ""

    def fail(self, text: Message, kind: type[KaoheError] = AllocationError) -> KaoheError:
        return kind(text, where=f"line {self.line}, {self.path}" if self.path else f"line {self.line}")

    def shown(self) -> str | Text:
        if self.value == "":
            return _BLANK
        written = repr(self.value) if type(self.value) is str else str(self.value)
        if self.value is None or isinstance(self.value, bool | list | dict):
            written = json.dumps(self.value, ensure_ascii=False, default=str)
        return written if len(written) <= 60 else f"{written[:57]}..."

    def get(self, name: str) -> _Spot:
        return _Spot(self.value.get(name), self.line, f"{self.path}.{name}" if self.path else name)

    def needed(self, name: str, what: Text) -> _Spot:
        found = self.get(name)
        if found.value is None:
            raise found.fail(_MISSING.format(what=_NEEDED.format(what=what)))
        return found

    def items(self) -> Iterator[_Spot]:
        if self.value is None:
            return
        if not isinstance(self.value, list):
            raise self.fail(_NOT_LIST.format(value=self.shown()))
        for number, value in enumerate(self.value):
            yield _Spot(value, self.line, f"{self.path}[{number}]")

    def object(self, what: Text) -> _Spot:
        if not isinstance(self.value, dict):
            raise self.fail(_NOT_OBJECT.format(what=what, value=self.shown()))
        for name in self.value:
            if name not in _FIELDS.get(what, self.value):
                raise self.unknown(name, what, _FIELDS[what])
        return self

    def unknown(self, name: str, what: Text, fields: Sequence[str]) -> KaoheError:
        if not name.strip():
            return self.fail(_NAMELESS.format(what=what))
        close = difflib.get_close_matches(name, fields)
        if close:
            return self.fail(_MEANT.format(name=name, what=what, close=close[0]))
        return self.fail(_UNKNOWN.format(name=name, what=what))

    def text(self) -> str:
        if self.value == "":
            raise self.fail(_NO_TEXT)
        if type(self.value) is not str:
            raise self.fail(_NOT_TEXT.format(value=self.shown()))
        if any("\ud800" <= character <= "\udfff" for character in self.value):
            raise self.fail(_BROKEN_TEXT.format(value=self.shown()))
        return self.value

    def optional_text(self) -> str | None:
        return None if self.value is None else self.text()

    def texts(self) -> tuple[str, ...]:
        return tuple(item.text() for item in self.items())

    def truth(self, default: bool) -> bool:
        if self.value is None:
            return default
        if not isinstance(self.value, bool):
            raise self.fail(_BOOLEAN.format(value=self.shown()))
        return self.value


def read_plans(text: str) -> list[Plan]:
    """The plans in `text`: one JSON object, or one a line.

    Raises AllocationError (InexactError for a float in a key) that names the line and the field.
    """
    lines = [(number, line) for number, line in enumerate(text.split("\n"), start=1) if line.strip()]
    if not lines:
        raise AllocationError(_EMPTY, where="line 1")
    if len(lines) > 1 and not _stands_alone(*lines[0]):
        number = lines[0][0]
        return [_plan(_Spot(parsed("\n".join(text.split("\n")[number - 1 :]), line=number), number))]
    return [_plan(_Spot(parsed(line, line=number), number)) for number, line in lines]


def _stands_alone(number: int, line: str) -> bool:
    try:
        parsed(line, line=number)
    except AllocationError:
        # What is wrong with it is said when the whole text is read.
        return False
    return True


def _plan(spot: _Spot) -> Plan:
    spot.object(_PLAN)
    for name in spot.value:
        if name not in _PLAN_FIELDS and difflib.get_close_matches(name, _PLAN_FIELDS, cutoff=0.75):
            raise spot.unknown(name, _PLAN, _PLAN_FIELDS)
    groups = [_group(item.object(_GROUP)) for item in spot.needed("groups", _PLAN).items()]
    tree = _checked(spot.get("groups"), lambda: Tree.of(groups))
    homes = {group.id: group for group in groups}
    candidates = [_candidate(item, homes) for item in spot.needed("candidates", _PLAN).items()]
    _checked(spot.get("candidates"), lambda: homes_of(tree, candidates))
    problem = Problem(
        groups=groups,
        candidates=candidates,
        decisions=[_decision(item.object(_DECISION)) for item in spot.get("decisions").items()],
        excesses=[_excess(item.object(_EXCESS)) for item in spot.get("excess").items()],
    )
    expect = spot.get("expect")
    return Plan(
        id=spot.get("id").optional_text(),
        line=spot.line,
        problem=problem,
        expect=None if expect.value is None else _expectation(expect.object(_EXPECT)),
        after=tuple(_after(item.object(_AFTER)) for item in spot.get("after").items()),
    )


def _checked(spot: _Spot, check: Callable[[], _T]) -> _T:
    """What `check` gives, its complaint placed at `spot`."""
    try:
        return check()
    except AllocationError as error:
        raise spot.fail(error.text) from None


def _group(spot: _Spot) -> Group:
    group = Group(
        id=spot.needed("id", _GROUP).text(),
        parent=spot.get("parent").optional_text(),
        soft=spot.get("soft").truth(False),
        clause=spot.get("clause").optional_text(),
    )
    for name in ("cap", "floor"):
        number = spot.get(name)
        if number.value is not None:
            _checked(number, partial(check_number, group, name, number.value))
            group = evolve(group, **{name: number.value})
    share = spot.get("floor_share")
    return group if share.value is None else evolve(group, floor_share=_share_floor(share, group))


def _share_floor(spot: _Spot, group: Group) -> ShareFloor:
    spot.object(_SHARE_FLOOR)
    of, written = spot.needed("of", _SHARE_FLOOR).text(), spot.needed("share", _SHARE_FLOOR)
    wrong = _SHARE.format(group=named(group), value=written.shown())
    if type(written.value) not in (int, str):
        raise written.fail(wrong)
    try:
        share = as_share(written.value)
    except AllocationError:
        raise written.fail(wrong) from None
    if share > 1:
        raise written.fail(wrong)
    return ShareFloor(of, share)


def _candidate(spot: _Spot, groups: Mapping[str, Group]) -> Candidate:
    spot.object(_CANDIDATE)
    person, home = spot.needed("id", _CANDIDATE).text(), spot.needed("group", _CANDIDATE)
    group = groups.get(home.text())
    if group is None:
        raise home.fail(NO_GROUP.format(person=person, group=home.value))
    return Candidate(person, group.id, _key(spot, person, group), spot.get("eligible").truth(True))


def _key(spot: _Spot, person: str, group: Group) -> tuple[Part, ...]:
    key = spot.needed("key", _CANDIDATE)
    parts = list(key.items()) if isinstance(key.value, list) else [key]
    if not parts:
        raise key.fail(_KEY_EMPTY.format(person=person, group=named(group)))
    return tuple(_part(part, person, group) for part in parts)


def _part(spot: _Spot, person: str, group: Group) -> Part:
    value = spot.value
    if type(value) is int:
        return value
    exact = read_exact(value) if type(value) is str else None
    if exact is None:
        kind = InexactError if isinstance(value, Inexact) else AllocationError
        raise spot.fail(_KEY.format(person=person, group=named(group), value=spot.shown()), kind)
    return exact


def _decision(spot: _Spot) -> Decision:
    return Decision(
        members=spot.needed("members", _DECISION).texts(),
        choose=spot.needed("choose", _DECISION).texts(),
        reason=spot.get("reason").optional_text() if spot.value.get("reason") != "" else None,
        fingerprint=spot.get("fingerprint").optional_text(),
    )


def _excess(spot: _Spot) -> Excess:
    reason = spot.needed("reason", _EXCESS)
    group = spot.needed("group", _EXCESS).text()
    return Excess(group, spot.needed("members", _EXCESS).texts(), reason.text())


def _expectation(spot: _Spot) -> dict[str, Any]:
    """The expectation in the form of an answer, lists of ids sorted."""
    expected = dict(spot.value)
    for name in ("selected", "not_selected", "ineligible"):
        if name in expected:
            expected[name] = sorted(spot.get(name).texts())
    if "tied" in expected:
        expected["tied"] = sorted((_expected_tie(item) for item in spot.get("tied").items()), key=itemgetter(1))
    if "shortfalls" in expected:
        found = [item.object(_SHORTFALL) for item in spot.get("shortfalls").items()]
        expected["shortfalls"] = sorted((item.value for item in found), key=lambda one: str(one.get("group")))
    if "blocked_by" in expected:
        spot.get("blocked_by").object(_BLOCKED)
    return expected


def _expected_tie(spot: _Spot) -> list[Any]:
    pair = list(spot.items())
    if len(pair) != 2 or type(pair[0].value) is not int:
        raise spot.fail(_TIE_PAIR.format(value=spot.shown()))
    return [pair[0].value, sorted(pair[1].texts())]


def _after(spot: _Spot) -> dict[str, Any]:
    return {name: sorted(spot.needed(name, _AFTER).texts()) for name in ("choose", "selected")}
