"""What `read_plans` makes of JSON, field by field, and how it names what it cannot read."""

from __future__ import annotations

import json
from fractions import Fraction
from typing import Any

import pytest

from kaohe.engine.quota import Candidate, Decision, Excess, Group, Plan, Problem, ShareFloor, read_plans
from kaohe.errors import AllocationError, InexactError, KaoheError
from quota_kit.written import changed

FULL: dict[str, Any] = {
    "id": "one",
    "afterword": "a field of no meaning, though it begins like one",
    "groups": [
        {"id": "all", "cap": 3, "floor": 1, "soft": True, "clause": "5(1)", "title": "everybody"},
        {"id": "a", "parent": "all", "floor_share": {"of": "all", "share": "30%"}},
        {"id": "b", "parent": "all", "floor_share": {"of": "all", "share": 1}, "soft": False},
    ],
    "candidates": [
        {"id": "p1", "group": "a", "key": [1, "89.5"], "name": "Zhang"},
        {"id": "p2", "group": "b", "key": [-2, "617/3"], "eligible": False},
        {"id": "p3", "group": "all", "key": [0, 7], "eligible": True},
    ],
    "decisions": [
        {"members": ["p3", "p1"], "choose": ["p1"], "reason": "longer service", "fingerprint": "f", "by": "the board"},
        {"members": ["p2"], "choose": [], "reason": ""},
        {"members": ["p3"], "choose": ["p3"]},
    ],
    "excess": [{"group": "all", "members": ["p3", "p2"], "reason": "document 12", "date": "2024-01-05"}],
    "expect": {
        "selected": ["p3", "p1"],
        "not_selected": ["p9", "p2"],
        "ineligible": ["p8", "p7"],
        "tied": [[1, ["p6"]], [2, ["p5", "p4"]]],
        "shortfalls": [{"group": "b", "asked": 2, "attained": 1}, {"group": "a", "asked": 1, "attained": 0}],
        "blocked_by": {"p2": "a"},
        "conflict": True,
    },
    "after": [{"choose": ["p5", "p4"], "selected": ["p6", "p1"]}],
}
READ = Plan(
    id="one",
    line=1,
    problem=Problem(
        groups=[
            Group(id="all", cap=3, floor=1, soft=True, clause="5(1)"),
            Group(id="a", parent="all", floor_share=ShareFloor("all", Fraction(3, 10))),
            Group(id="b", parent="all", floor_share=ShareFloor("all", Fraction(1))),
        ],
        candidates=[
            Candidate("p1", "a", (1, Fraction(179, 2))),
            Candidate("p2", "b", (-2, Fraction(617, 3)), False),
            Candidate("p3", "all", (0, 7)),
        ],
        decisions=[
            Decision(("p3", "p1"), ("p1",), "longer service", "f"),
            Decision(("p2",), ()),
            Decision(("p3",), ("p3",)),
        ],
        excesses=[Excess("all", ("p3", "p2"), "document 12")],
    ),
    expect={
        "selected": ["p1", "p3"],
        "not_selected": ["p2", "p9"],
        "ineligible": ["p7", "p8"],
        "tied": [[2, ["p4", "p5"]], [1, ["p6"]]],
        "shortfalls": [{"group": "a", "asked": 1, "attained": 0}, {"group": "b", "asked": 2, "attained": 1}],
        "blocked_by": {"p2": "a"},
        "conflict": True,
    },
    after=({"choose": ["p4", "p5"], "selected": ["p1", "p6"]},),
)
BARE = '{"groups": [{"id": "all"}], "candidates": [{"id": "p1", "group": "all", "key": 5}]}'


def _bare(line: int) -> Plan:
    problem = Problem(groups=[Group(id="all")], candidates=[Candidate("p1", "all", 5)])
    return Plan(id=None, line=line, problem=problem)


def _refused(text: str) -> KaoheError:
    with pytest.raises(KaoheError) as caught:
        read_plans(text)
    return caught.value


def test_every_field_is_read() -> None:
    """A plan that uses every field is read into exactly these values; expected lists are sorted."""
    assert read_plans(json.dumps(FULL)) == [READ]


def test_what_is_left_out_has_its_default() -> None:
    """A bare plan has no name, nothing expected and nothing decided; its people are eligible, its caps hard."""
    (plan,) = read_plans(BARE)
    assert plan == _bare(1)
    assert (plan.problem.groups[0].soft, plan.problem.candidates[0].eligible) == (False, True)


def test_an_expectation_may_be_partial() -> None:
    """An expectation holds what it names and nothing else, even when that is nothing at all."""
    expectations: list[dict[str, Any]] = [{}, {"selected": []}, {"tied": []}, {"shortfalls": []}, {"blocked_by": {}}]
    for expect in expectations:
        assert read_plans(changed(FULL, "expect", expect))[0].expect == expect


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        (BARE, [1]),
        (f"\n \n{BARE}\n", [3]),
        (f"{BARE}\n\n{BARE}\r\n{BARE}", [1, 3, 4]),
        (BARE.replace("], ", "],\n"), [1]),
        ("\n\n" + json.dumps(json.loads(BARE), indent=1) + "\n\n", [3]),
    ],
)
def test_a_plan_knows_the_line_it_begins_on(text: str, lines: list[int]) -> None:
    """One plan a line, or one over several lines, with blank lines anywhere: each is named by its first line."""
    assert read_plans(text) == [_bare(line) for line in lines]


@pytest.mark.parametrize(
    ("text", "where", "told"),
    [
        ("", "line 1", "no plan here; give one JSON object, or one a line"),
        (" \n\t\n", "line 1", "no plan here; give one JSON object, or one a line"),
        ('\n{"groups": [\n', "line 2", "this is not JSON: a value is missing here (column 13); correct it there"),
        (
            BARE + "\n{]",
            "line 2",
            "this is not JSON: here a name in double quotes must stand (column 2); correct it there",
        ),
        (
            '\n\n{"groups":\n [],\n "id": "a b"\n x y}',
            "line 6",
            "this is not JSON: a comma is missing here (column 2); correct it there",
        ),
        ('\n{"groups": 5,\n"candidates": []}', "line 2, groups", "this must be a list, not 5"),
        (f'{BARE}\n\n{{"groups": []}}', "line 3, candidates", "this is missing; a plan needs it"),
        ("[1]", "line 1", "a plan is a JSON object, not [1]"),
        ('{"groups": [1]}', "line 1, groups[0]", "a group is a JSON object, not 1"),
    ],
)
def test_unreadable_text_is_refused_on_its_line(text: str, where: str, told: str) -> None:
    """Whatever is wrong is told in a sentence, with the line of the whole input it stands on."""
    error = _refused(text)
    assert (error.where, error.text.en, type(error)) == (where, told, AllocationError)


SHARE = 'the floor share of group "a" is {}; write it as text, such as "3/10" or "30%"'
KEY = (
    'the rank key of "p1" in group "a" holds {}; write a whole number, or a decimal or fraction as text '
    '("89.5", "617/3")'
)
TEXT, NO_TEXT = "this must be a text that is not empty, not {}", "a text is missing here"
NEEDED = "this is missing; {} needs it"
CLOSE = '"{}" is not a field of {}; did you mean "{}"?'


@pytest.mark.parametrize(
    ("path", "value", "where", "told"),
    [
        ("groups", None, "groups", NEEDED.format("a plan")),
        ("candidates", None, "candidates", NEEDED.format("a plan")),
        ("groups.0.id", None, "groups[0].id", NEEDED.format("a group")),
        ("groups.1.floor_share.of", None, "groups[1].floor_share.of", NEEDED.format("a share floor")),
        ("groups.1.floor_share.share", None, "groups[1].floor_share.share", NEEDED.format("a share floor")),
        ("candidates.2.id", None, "candidates[2].id", NEEDED.format("a candidate")),
        ("candidates.2.group", None, "candidates[2].group", NEEDED.format("a candidate")),
        ("candidates.2.key", None, "candidates[2].key", NEEDED.format("a candidate")),
        ("decisions.1.members", None, "decisions[1].members", NEEDED.format("a decision")),
        ("decisions.1.choose", None, "decisions[1].choose", NEEDED.format("a decision")),
        ("excess.0.group", None, "excess[0].group", NEEDED.format("an excess")),
        ("excess.0.members", None, "excess[0].members", NEEDED.format("an excess")),
        ("excess.0.reason", None, "excess[0].reason", NEEDED.format("an excess")),
        ("after.0.choose", None, "after[0].choose", NEEDED.format("a later expectation")),
        ("after.0.selected", None, "after[0].selected", NEEDED.format("a later expectation")),
    ],
)
def test_a_missing_field_is_named(path: str, value: None, where: str, told: str) -> None:
    """A field that its kind of object cannot do without is missed by name and place."""
    error = _refused(changed(FULL, path, value))
    assert (error.where, error.text.en) == (f"line 1, {where}", told)


@pytest.mark.parametrize(
    ("path", "where", "what"),
    [
        ("groups.1", "groups[1]", "a group"),
        ("groups.1.floor_share", "groups[1].floor_share", "a share floor"),
        ("candidates.1", "candidates[1]", "a candidate"),
        ("decisions.1", "decisions[1]", "a decision"),
        ("excess.0", "excess[0]", "an excess"),
        ("expect", "expect", "an expectation"),
        ("expect.shortfalls.1", "expect.shortfalls[1]", "a shortfall"),
        ("expect.blocked_by", "expect.blocked_by", "a map of people to groups"),
        ("after.0", "after[0]", "a later expectation"),
    ],
)
def test_what_must_be_an_object_is_named(path: str, where: str, what: str) -> None:
    """Where an object must stand anything else is refused, by what it should have been."""
    error = _refused(changed(FULL, path, 7))
    assert (error.where, error.text.en) == (f"line 1, {where}", f"{what} is a JSON object, not 7")


@pytest.mark.parametrize(
    ("path", "where", "told"),
    [
        ("exspect", "", CLOSE.format("exspect", "a plan", "expect")),
        ("groups.0.capp", ", groups[0]", CLOSE.format("capp", "a group", "cap")),
        ("groups.1.floor_share.shares", ", groups[1].floor_share", CLOSE.format("shares", "a share floor", "share")),
        ("candidates.0.points", ", candidates[0]", '"points" is not a field of a candidate'),
        ("decisions.0.reasons", ", decisions[0]", CLOSE.format("reasons", "a decision", "reason")),
        ("excess.0.take", ", excess[0]", '"take" is not a field of an excess'),
        ("expect.blocked", ", expect", CLOSE.format("blocked", "an expectation", "blocked_by")),
        ("expect.shortfalls.0.ask", ", expect.shortfalls[0]", CLOSE.format("ask", "a shortfall", "asked")),
        ("after.0.tied", ", after[0]", '"tied" is not a field of a later expectation'),
    ],
)
def test_a_misspelt_field_is_named(path: str, where: str, told: str) -> None:
    """A field that does not belong is refused, with the field that was probably meant, if there is one."""
    error = _refused(changed(FULL, path, "x"))
    assert (error.where, error.text.en) == (f"line 1{where}", told)


@pytest.mark.parametrize(
    ("path", "value", "where", "told"),
    [
        ("id", 5, "id", TEXT.format(5)),
        ("id", "", "id", NO_TEXT),
        ("groups.0.id", 0.5, "groups[0].id", TEXT.format(0.5)),
        ("groups.1.parent", 3, "groups[1].parent", TEXT.format(3)),
        ("groups.0.clause", [], "groups[0].clause", TEXT.format("[]")),
        ("groups.0.soft", "yes", "groups[0].soft", "say true or false, not 'yes'"),
        ("groups.0.cap", -1, "groups[0].cap", 'the cap of group "all" (clause 5(1)) is -1; {}'),
        ("groups.2.floor", "2", "groups[2].floor", 'the floor of group "b" is 2; {}'),
        ("groups.1.floor_share.of", 2, "groups[1].floor_share.of", TEXT.format(2)),
        ("groups.1.floor_share.share", 0.3, "groups[1].floor_share.share", SHARE.format(0.3)),
        ("groups.1.floor_share.share", [], "groups[1].floor_share.share", SHARE.format("[]")),
        ("groups.1.floor_share.share", "third", "groups[1].floor_share.share", SHARE.format("'third'")),
        ("groups.1.floor_share.share", "101%", "groups[1].floor_share.share", SHARE.format("'101%'")),
        ("groups.1.floor_share.share", 2, "groups[1].floor_share.share", SHARE.format(2)),
        ("candidates.0.id", 1, "candidates[0].id", TEXT.format(1)),
        ("candidates.0.id", "\ud800", "candidates[0].id", r"this text holds half a character ('\ud800')"),
        ("candidates.0.id", "a\udfff", "candidates[0].id", r"this text holds half a character ('a\udfff')"),
        ("candidates.0.group", 1, "candidates[0].group", TEXT.format(1)),
        ("candidates.0.key", [], "candidates[0].key", 'the rank key of "p1" in group "a" has no part'),
        ("candidates.0.key", "x", "candidates[0].key", KEY.format("'x'")),
        ("candidates.0.key", [1, True], "candidates[0].key[1]", KEY.format("true")),
        ("candidates.0.eligible", 1, "candidates[0].eligible", "say true or false, not 1"),
        ("decisions.0.members", "p1", "decisions[0].members", "this must be a list, not 'p1'"),
        ("decisions.0.choose", [1], "decisions[0].choose[0]", TEXT.format(1)),
        ("decisions.0.reason", 1, "decisions[0].reason", TEXT.format(1)),
        ("decisions.0.fingerprint", "", "decisions[0].fingerprint", NO_TEXT),
        ("excess.0.members", ["p1", ""], "excess[0].members[1]", NO_TEXT),
        ("excess.0.reason", "", "excess[0].reason", NO_TEXT),
        ("excess.0.group", "", "excess[0].group", NO_TEXT),
        ("expect.selected", [1], "expect.selected[0]", TEXT.format(1)),
        ("expect.tied.0", [1], "expect.tied[0]", "write [places, [members]], not [1]"),
        ("expect.tied.0", ["p1", ["p6"]], "expect.tied[0]", 'write [places, [members]], not ["p1", ["p6"]]'),
        ("expect.tied.0", [1, [2]], "expect.tied[0][1][0]", TEXT.format(2)),
        ("after.0.choose", "p5", "after[0].choose", "this must be a list, not 'p5'"),
        (
            "candidates.0.group",
            "c",
            "candidates[0].group",
            '"p1" stands in group "c", which is not declared; declare it or correct the name',
        ),
        (
            "candidates.1.id",
            "p1",
            "candidates",
            '"p1" is listed twice, in group "a" and in group "b"; each person has one innermost group',
        ),
        ("groups.1.parent", "c", "groups", 'group "a" stands in "c", which is not declared; {}'),
    ],
)
def test_a_wrong_value_is_named(path: str, value: object, where: str, told: str) -> None:
    """A value of the wrong kind is refused with its field and the value itself."""
    error = _refused(changed(FULL, path, value))
    rest = {"number": "it must be a whole number, zero or more", "parent": "declare it or correct the name"}
    told = told.format(rest["parent" if path.endswith("parent") else "number"])
    assert (error.where, error.text.en, type(error)) == (f"line 1, {where}", told, AllocationError)


def test_a_float_in_a_key_is_inexact() -> None:
    """Only a number with a point is an inexact key; it is shown as it was written."""
    error = _refused(changed(FULL, "candidates.0.key", [1, 89.50]).replace("89.5", "89.50", 1))
    assert (type(error), error.where, error.text.en) == (
        InexactError,
        "line 1, candidates[0].key[1]",
        KEY.format("89.50"),
    )


@pytest.mark.parametrize("digits", [60, 61])
def test_a_long_value_is_cut(digits: int) -> None:
    """Up to 60 characters of a wrong value are shown; of a longer one 57, and points."""
    shown = "7" * 60 if digits == 60 else "7" * 57 + "..."
    assert _refused(changed(FULL, "id", int("7" * digits))).text.en == TEXT.format(shown)


def test_errors_speak_chinese_too() -> None:
    """The names of fields' objects are given in the language of the sentence."""
    assert _refused(changed(FULL, "candidates.0.key", None)).text.zh == "缺少此项；候选人须有此项"
    assert _refused(changed(FULL, "groups.0.capp", 1)).text.zh == "组没有“capp”这一项；是否指“cap”？"
    assert _refused(changed(FULL, "candidates.0.points", 1)).text.zh == "候选人没有“points”这一项"


def test_exact_parts_stay_exact() -> None:
    """A decimal written as text is the same number, not a float near it."""
    key = read_plans(changed(FULL, "candidates.0.key", [0, "0.1"]))[0].problem.candidates[0].key
    assert key == (0, Fraction(1, 10))
