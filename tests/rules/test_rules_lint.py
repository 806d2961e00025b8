"""Lint: each check is broken by one scheme, and by nothing else in it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

import pytest

from kaohe.rules import (
    Asks,
    Band,
    Bonus,
    Ceiling,
    Figure,
    Finding,
    Flag,
    GradeIs,
    Item,
    ItemPart,
    Kind,
    Link,
    Penalty,
    PointTable,
    Procedure,
    Proposed,
    Quota,
    Rank,
    Reading,
    Refer,
    ScoreOf,
    Tally,
    assemble,
    lint,
    weighted,
)
from kaohe.rules.nodes import Aggregate, Clamp, Compare, Indicator, IndicatorTable, NumberExpr, Ratings, Steps, day
from kaohe.rules.tools import Rule, exact
from kaohe.words import Text
from scheme_kit import (
    GRADES,
    MONTH,
    PERSON,
    PLAIN,
    POINTS,
    WORDS,
    bands,
    count,
    declare,
    lines,
    of,
    option,
    score,
    total,
)

A = (Reading("A", WORDS, WORDS),)
MONTHLY = score("monthly", on=MONTH)
BALLOT = Tally("ballot", WORDS, clause="1", options=option("yes", "no"))
RATED = Ratings("rated", WORDS, clause="1", options=option("x", "y"))
TEAM = Kind("team", WORDS, ("好", "差"))
TEAM_OF = Link("team", WORDS, TEAM, clause="1")
DIVISION, LEVEL = of("a", "b", key="division"), of("c", "d", key="level")
BY = (Rank(ScoreOf()),)


class _Own(NumberExpr):
    """An expression that an author made up."""


def _checks(hook: str, rules: Sequence[Rule], *, kind: Kind = PERSON, level: str = "error") -> list[str]:
    hooks: dict[str, Any] = {hook: {kind.key: rules}}
    scheme = declare(kinds=(kind, TEAM), readings=A, **hooks)
    return [fault.check for fault in lint(assemble(scheme)) if fault.level == level]


def _item(id: str, points: int, *parts: int, **more: Any) -> Item:  # noqa: A002  # the field's own name
    row = tuple(ItemPart(**lines(f"{id}.{n}"), points=size, loses=count(f"k{id}{n}")) for n, size in enumerate(parts))
    return Item(**lines(id), points=points, parts=row, **more)


def _ceiling(when: Any, grade: str = GRADES[2], **more: Any) -> Ceiling:
    return Ceiling(grade, **(lines("veto") | more), when=when)


def _flag(when: Any) -> Flag:
    return Flag(**lines("flag"), flag="flag", when=when)


def _places(id: str = "q", **more: Any) -> Quota:  # noqa: A002  # the field's own name
    return Quota(GRADES[0], **lines(id), **({"share": "30%", "rank": BY, "otherwise": GRADES[1]} | more))


SOUND: dict[str, tuple[str, list[Rule]]] = {
    "bands that meet": ("scoring", [total(), bands()]),
    "gaps with a declared reading": (
        "scoring",
        [bands(bands=(Band(GRADES[0], low=90), Band(GRADES[1], low=60, high=89), Band(GRADES[2], below=60)))],
    ),
    "a table that sums": ("scoring", [PointTable(**lines("t"), items=(_item("1", 60, 40, 20), _item("2", 40)))]),
    "a declared exception": (
        "scoring",
        [PointTable(**lines("t"), items=(_item("1", 100, 5, exception=Text("printed so", "原文如此")),))],
    ),
    "weights of 100 %": ("scoring", [total(weighted((POINTS, "1/3"), (count("n", high=100), "2/3")))]),
    "a figure on the periods": ("scoring", [Figure(**lines("f"), value=MONTHLY)]),
    "a limit at the edge of a range": ("veto", [_ceiling(POINTS <= 0)]),
    "nested pools": ("quota", [_places("q1"), _places("q2", pool=(DIVISION,))]),
    "steps that ascend": ("bonus_penalty", [Bonus(**lines("b"), points=POINTS.steps((60, 1), (90, 2)))]),
    "a list that the cycle supplies": ("veto", [_ceiling(of(key="post", list_key="posts").is_("x"))]),
    "a proposed grade": ("scoring", [Proposed(**lines("p"), by=of(*GRADES))]),
    "the linked kind's own grade": ("veto", [_ceiling(TEAM_OF.their(GradeIs(("差",))))]),
}


@pytest.mark.parametrize("name", SOUND)
def test_a_sound_scheme_has_no_faults(name: str) -> None:
    """What is declared properly passes without a finding."""
    hook, rules = SOUND[name]
    assert _checks(hook, rules) == []
    assert _checks(hook, rules, level="warning") == []


BROKEN: dict[str, tuple[str, str, list[Rule]]] = {
    "a rule with a blank id": ("identified", "veto", [_ceiling(POINTS < 60, id=" ")]),
    "an input with a blank clause": (
        "identified",
        "veto",
        [_ceiling(Finding("finding", WORDS, clause=" "))],
    ),
    "an assumption nobody declared": ("assumptions", "veto", [_ceiling(POINTS < 60, assumption="B")]),
    "a row's assumption nobody declared": (
        "assumptions",
        "scoring",
        [PointTable(**lines("t"), items=(_item("1", 100, assumption="B"),))],
    ),
    "a ceiling at an unknown grade": ("grades", "veto", [_ceiling(POINTS < 60, "不合格")]),
    "a band of an unknown grade": (
        "grades",
        "scoring",
        [bands(bands=(Band(GRADES[0], low=60), Band("不合格", below=60)))],
    ),
    "a condition on an unknown grade": ("grades", "veto", [_flag(GradeIs(("一等",)))]),
    "a quota of an unknown grade": ("grades", "quota", [_places(otherwise="一等")]),
    "an unknown grade of the linked kind": ("grades", "veto", [_ceiling(TEAM_OF.their(GradeIs((GRADES[2],))))]),
    "a score open on the months": ("axes", "scoring", [total(MONTHLY)]),
    "a flag open on the months": ("axes", "veto", [_flag(MONTHLY < 60)]),
    "a referral open on the months": ("axes", "veto", [Refer(**lines("r"), when=MONTHLY < 60)]),
    "two axes in one expression": ("axes", "scoring", [total((MONTHLY + RATED.points({"x": 1, "y": 0})).mean())]),
    "an unknown reading": ("bands", "scoring", [bands(reading="up")]),
    "bands that overlap": (
        "bands",
        "scoring",
        [bands(bands=(Band(GRADES[0], low=90), Band(GRADES[1], low=60, high=91), Band(GRADES[2], below=60)))],
    ),
    "a gap without a reading": (
        "bands",
        "scoring",
        [
            bands(
                bands=(Band(GRADES[0], low=90), Band(GRADES[1], low=60, high=89), Band(GRADES[2], below=60)),
                assumption=(),
            )
        ],
    ),
    "a best band closed above": (
        "bands",
        "scoring",
        [bands(bands=(Band(GRADES[0], low=90, high=100), Band(GRADES[1], below=90)))],
    ),
    "a worst band closed below": (
        "bands",
        "scoring",
        [bands(bands=(Band(GRADES[0], low=90), Band(GRADES[1], low=60, below=90)))],
    ),
    "a middle band without an end": (
        "bands",
        "scoring",
        [bands(bands=(Band(GRADES[0], low=90), Band(GRADES[1], low=60), Band(GRADES[2], below=60)))],
    ),
    "a table that does not sum": (
        "sums",
        "scoring",
        [PointTable(**lines("t"), items=(_item("1", 60), _item("2", 41)))],
    ),
    "a group that does not sum": (
        "sums",
        "scoring",
        [PointTable(**lines("t"), items=(_item("1", 60), _item("2", 40)), groups=((exact(61), ("1",)),))],
    ),
    "parts that do not sum": ("sums", "scoring", [PointTable(**lines("t"), items=(_item("1", 100, 60, 41),))]),
    "a fixed indicator table that does not sum": (
        "sums",
        "scoring",
        [total(score("m", table=IndicatorTable("k", WORDS, (Indicator("1", WORDS, 99),))))],
    ),
    "a quota without places": ("quota", "quota", [_places(share=None)]),
    "a quota with two limits": ("quota", "quota", [_places(number=3)]),
    "a share above one": ("quota", "quota", [_places(share="101%")]),
    "a negative number": ("quota", "quota", [_places(share=None, number=-1)]),
    "an unknown rounding": ("quota", "quota", [_places(rounding="bankers")]),
    "a quota that leaves the rest without a grade": ("quota", "quota", [_places(otherwise="")]),
    "a quota that ranks by nothing": ("quota", "quota", [_places(rank=())]),
    "weights of 99 %": ("weights", "scoring", [total(weighted((POINTS, "50%"), (count("n", high=100), "49%")))]),
    "weights inside a link": (
        "weights",
        "scoring",
        [total(TEAM_OF.their(weighted((POINTS, "50%"), (count("n", high=100), "49%"))))],
    ),
    "a threshold out of range": ("reachable", "veto", [_ceiling(POINTS < -1)]),
    "a threshold above a weighted score": (
        "reachable",
        "veto",
        [_ceiling(weighted((POINTS, "50%"), (count("n", high=100), "50%")) > 101)],
    ),
    "a best band that no score reaches": (
        "reachable",
        "scoring",
        [
            bands(
                bands=(Band(GRADES[0], low="100.5"), Band(GRADES[1], low=60, below="100.5"), Band(GRADES[2], below=60))
            )
        ],
    ),
    "a worst band that no score reaches": (
        "reachable",
        "scoring",
        [bands(bands=(Band(GRADES[0], low=90), Band(GRADES[1], low=0, below=90), Band(GRADES[2], below=0)))],
    ),
    "a share above one in a condition": ("reachable", "veto", [_ceiling(BALLOT.share("yes") > 66)]),
    "an option that does not exist": ("codes", "veto", [_ceiling(of("x", "y").is_("z"))]),
    "a rating that does not exist": ("codes", "veto", [_ceiling(RATED.is_("z").any())]),
    "a ballot option that does not exist": ("codes", "veto", [_ceiling(BALLOT.how_many("maybe") > 1)]),
    "a point table that lacks a code": ("codes", "scoring", [total(of("x", "y").points({"x": 1}))]),
    "a choice of nothing": ("codes", "veto", [_ceiling(of(key="post").is_("x"))]),
    "limits turned round": ("limits", "scoring", [total(Clamp(POINTS, low=exact(9), high=exact(1)))]),
    "steps that do not ascend": ("steps", "scoring", [total(POINTS.steps((90, 2), (60, 1)))]),
    "the same step twice": (
        "steps",
        "scoring",
        [total(Steps(POINTS, ((exact(1), exact(1)), (exact(1), exact(2))), exact(0)))],
    ),
    "an unknown way to round": ("words", "scoring", [total(POINTS.rounded(1, how="floor"))]),
    "an unknown total of a ballot": (
        "words",
        "veto",
        [_ceiling(Tally("b", WORDS, clause="1", options=option("x"), total_is="all").share("x") < 1)],
    ),
    "an unknown step of procedure": ("words", "procedure", [Procedure(**lines("p"), step="dedline")]),
    "an unknown rounding of a sample": (
        "words",
        "procedure",
        [Procedure(**lines("p"), step="sampling", share="20%", rounding="ceil")],
    ),
    "a range turned round": ("range", "scoring", [total(score(low=9, high=1))]),
    "a link to a kind that is not there": (
        "links",
        "veto",
        [_ceiling(Link("unit", WORDS, Kind("unit", WORDS), clause="1").their(POINTS) < 60)],
    ),
    "a link only asked for, to a kind that is not there": (
        "links",
        "procedure",
        [Asks(**lines("a"), links=(Link("unit", WORDS, Kind("unit", WORDS), clause="1"),))],
    ),
    "a link to another kind of the same key": (
        "links",
        "veto",
        [_ceiling(Link("peer", WORDS, Kind("person", WORDS, ("甲",)), clause="1").their(POINTS) < 60)],
    ),
    "an option twice": ("codes", "veto", [_ceiling(of("x", "x").is_("x"))]),
    "a ballot without options": ("codes", "veto", [_ceiling(Tally("b", WORDS, clause="1").total() > 3)]),
    "a number compared with a day": ("axes", "veto", [_ceiling(Compare("<", POINTS, day(dt.date(2020, 1, 1))))]),
    "a mean of what lies on no axis": ("axes", "scoring", [total(POINTS.mean())]),
    "a sum of conditions": ("axes", "scoring", [total(Aggregate("sum", score("m", on=MONTH) > 3))]),
    "a count of no rows": ("axes", "scoring", [total(Aggregate("rows", POINTS))]),
    "a band that ends below its start": (
        "bands",
        "scoring",
        [total(), bands(bands=(Band(GRADES[0], low=80), Band(GRADES[1], low=90, below=80), Band(GRADES[2], below=90)))],
    ),
    "a band with two ends": (
        "bands",
        "scoring",
        [
            total(),
            bands(
                bands=(
                    Band(GRADES[0], low=80),
                    Band(GRADES[1], low=60, high=79, below=80),
                    Band(GRADES[2], below=60),
                )
            ),
        ],
    ),
    "a share of a sample above 1": ("quota", "procedure", [Procedure(**lines("p"), step="sampling", share="120%")]),
    "a guarantee inside no quota": ("quota", "quota", [_places("q1", within="nowhere")]),
    "a row without an id": (
        "identified",
        "scoring",
        [PointTable(**lines("t"), items=(Item(**lines(" "), points=100, earns=POINTS),))],
    ),
    "two rows with one id": (
        "identified",
        "scoring",
        [PointTable(**lines("t"), items=(_item("1", 50, 50), _item("1", 50, 50)))],
    ),
    "a group of rows that are not there": (
        "sums",
        "scoring",
        [PointTable(**lines("t"), items=(_item("1", 100, 100),), groups=((exact(0), ("9",)),))],
    ),
    "a sum nested without end": ("closed", "scoring", [total(sum([POINTS] * 80, start=POINTS))]),
    "a class of one's own": ("closed", "scoring", [total(_Own())]),
    "pools that cross": ("tree", "quota", [_places("q1", pool=(DIVISION,)), _places("q2", pool=(LEVEL,))]),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_scheme_has_exactly_that_fault(name: str) -> None:
    """Each mistake is found, once, by the check that it belongs to."""
    check, hook, rules = BROKEN[name]
    assert _checks(hook, rules) == [check]


def test_every_check_has_a_scheme_that_breaks_it() -> None:
    """No check of lint goes untested."""
    assert {check for check, _, _ in BROKEN.values()} == {
        "identified", "assumptions", "grades", "axes", "bands", "sums", "quota", "weights",
        "reachable", "codes", "limits", "steps", "tree", "links", "words", "range", "closed",
    }  # fmt: skip


def test_a_needless_exception_is_a_warning() -> None:
    """An exception declared where the parts add up is doubtful, not wrong."""
    rules = [PointTable(**lines("t"), items=(_item("1", 100, 100, exception=WORDS),))]
    assert _checks("scoring", rules) == []
    assert _checks("scoring", rules, level="warning") == ["sums"]


def test_a_fault_names_rule_and_clause() -> None:
    """A finding says where: the rule's id and clause, in both languages."""
    (fault,) = lint(assemble(declare(veto=[_ceiling(POINTS < 60, "不合格", clause="第七条")])))
    assert (fault.rule, fault.clause, fault.level) == ("veto", "第七条", "error")
    assert "第七条" in fault.text.en
    assert "不合格" in fault.text.zh


def test_a_penalty_is_held_to_the_same_checks() -> None:
    """Bonus and penalty expressions are linted like any other."""
    penalty = Penalty(**lines("p"), points=of("x", "y").points({"x": 1}))
    assert _checks("bonus_penalty", [penalty], kind=PLAIN) == ["codes"]
