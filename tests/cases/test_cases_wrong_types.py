"""Whatever stands anywhere in a case, reading and evaluating it ends in a result or in a sentence, never a crash."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from importlib.resources import files
from typing import Any

import pytest

from kaohe.cases import case_from_data, differences
from kaohe.engine import Evaluation, explain
from kaohe.errors import KaoheError
from kaohe.rules import load

WRONG: tuple[Any, ...] = (
    None,
    True,
    -1,
    10**400,
    "",
    "\x1b]0;title\x07",
    "\u202e",
    "x" * 500,
    [],
    [[]],
    [None],
    [{"id": []}],
    {},
    {"": 1},
    {"absent": "not-assessed"},
    {"absent": [], "reason": {}},
    {"file": "/nonexistent"},
    {"items": {"a": 1}},
    {"each": {}},
)
FIRST = 1
VOTES = {"优秀": 8, "称职": 1, "基本称职": 0, "不称职": 0}
BALLOT = {"issued": 10, "collected": 10, "spoilt": 0, "blank": 1, **VOTES}


def tibet() -> dict[str, Any]:
    """The first few appraisees of the example county with everything a case may hold around them."""
    text = (files("kaohe_xizang") / "examples" / "county-2019.json").read_text(encoding="utf-8")
    data: dict[str, Any] = json.loads(text, parse_float=str)
    people = data["appraisees"]
    data["appraisees"] = [*people[:FIRST], *people[30 : 30 + FIRST], *people[90 : 90 + FIRST]]
    kept = {row["id"] for row in data["appraisees"]}
    for row in data["appraisees"]:
        row["links"] = {key: to for key, to in row.get("links", {}).items() if to in kept}
    data["decisions"] = [{"appraisee": "M001", "grade": "称职", "reason": "会议", "document": "纪要〔2019〕1号"}]
    data["expect"] = {"M001": {"state": "decided", "score": "90", "rules": ["XZ-6(4)c"]}}
    return data


def soldiers() -> dict[str, Any]:
    """Three members of one pool with a tie decision, an excess, a re-check and linked teams."""
    member = {"id": "M1", "kind": "member", "facts": {"leave": 3, "proposed": "优秀", "ballot": BALLOT}}
    member |= {"links": {"team": "T1"}, "rechecks": {"BT-5(8)4": {"status": "confirmed", "document": "复〔2016〕1号"}}}
    tie = {"quota": "BT-5(3)c", "members": ["M1"], "choose": ["M1"], "reason": "会议", "document": "纪要1号"}
    more = {"quota": "BT-5(3)c", "exceed": ["M1"], "reason": "会议", "document": "纪要2号"}
    finding = [{"date": "2016-05-01", "document": "通〔2016〕1号", "status": "pending"}]
    team = {"id": "T1", "kind": "team", "facts": {"entered": "2016-03-01", "clause_5_7_1": finding, "level": "corps"}}
    return {
        "format": 1,
        "scheme": "xpcc-2016",
        "cycle": {"start": "2016-01-01", "end": "2016-12-31", "lists": {"divisions": ["一师"], "groups": ["综合组"]}},
        "defaults": {"member": {"facts": {"circular": []}}},
        "appraisees": [team, member],
        "decisions": [tie, more],
    }


def paths(data: Any, here: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Every place in the data; of long lists the first few."""
    if here:
        yield here
    items = data.items() if isinstance(data, dict) else enumerate(data[:FIRST]) if isinstance(data, list) else ()
    for key, value in items:
        yield from paths(value, (*here, key))


def put(data: dict[str, Any], path: tuple[str | int, ...], value: Any) -> dict[str, Any]:
    """A copy of `data` with `value` at `path`."""
    changed = copy.deepcopy(data)
    inner: Any = changed
    for key in path[:-1]:
        inner = inner[key]
    inner[path[-1]] = copy.deepcopy(value)
    return changed


def run(data: dict[str, Any]) -> str:
    """Read, evaluate and explain; the sentence that refuses it, or "" where all went through."""
    try:
        case = case_from_data(data, ruleset=RULES.get(str(data.get("scheme"))))
        evaluation = Evaluation(case.cohort)
        differences(case, evaluation.outcomes())
        evaluation.pools()
        evaluation.refused()
        for name in list(case.cohort.appraisees)[:1]:
            explain(evaluation, name)
    except KaoheError as error:
        return f"{error.where}: {error.text.en} / {error.text.zh}"
    return ""


RULES = {name: load(name) for name in ("xizang-2018", "xpcc-2016")}
BASES = {"tibet": tibet(), "xpcc": soldiers()}
PLACES = [(name, path) for name, base in BASES.items() for path in paths(base)]
SOME = 7  # values at each place, others at the next; `make torture` puts thousands more anywhere


@pytest.mark.parametrize("name", BASES)
def test_the_untouched_case_is_read(name: str) -> None:
    """What the other test spoils is sound to begin with."""
    assert run(BASES[name]) == ""


@pytest.mark.parametrize(("name", "path"), PLACES, ids=[f"{n}-{'.'.join(map(str, p))}" for n, p in PLACES])
def test_a_wrong_value_anywhere_is_a_sentence(name: str, path: tuple[str | int, ...]) -> None:
    """Wrong values of every kind, in turn at all places, are refused in both languages, or are harmless."""
    begin = PLACES.index((name, path)) * SOME
    for number in range(begin, begin + SOME):
        run(put(BASES[name], path, WRONG[number % len(WRONG)]))


@pytest.mark.parametrize("name", BASES)
def test_a_key_nobody_knows_is_named(name: str) -> None:
    """A stray key in any table that has fixed keys is refused by its name."""
    refused = 0
    for path in paths(BASES[name]):
        inner: Any = BASES[name]
        for key in path:
            inner = inner[key]
        if isinstance(inner, dict):
            assert "stray" in run(put(BASES[name], (*path, "stray"), 1)), path
            refused += 1
    assert refused > len(BASES)


@pytest.mark.parametrize("value", WRONG)
def test_wrong_settings_are_a_sentence(value: Any) -> None:
    """Settings of a wrong shape, an unknown setting and an unknown reading are refused."""
    if value != {}:
        assert run({**BASES["tibet"], "settings": value}) != ""
    assert run({**BASES["tibet"], "settings": {"gap-reading": value}}) != ""
    codes = isinstance(value, list) and all(isinstance(code, str) for code in value)
    assert (run({**BASES["xpcc"], "settings": {"northern-divisions": value}}) == "") == codes


def test_a_period_of_another_grade_is_a_difference() -> None:
    """The grades expected of single periods are held against the periods' own, both values printed."""
    case = case_from_data({**BASES["tibet"], "expect": {"U01": {}, "M001": {"periods": {"2019-01": "不称职"}}}})
    (difference,) = differences(case, Evaluation(case.cohort).outcomes())
    assert difference.field == "periods"
    assert "不称职" in difference.text.en
