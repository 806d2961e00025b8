"""What a step of procedure says as data: days of a year, words, plain data, and what lint holds against the scheme."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from kaohe.errors import SchemeError
from kaohe.rules import Consequence, Procedure, Reading, assemble, lint, load
from kaohe.rules.steps import By, Cross, Gate, Imported, Notify, On, Paper, Publicity, Sample
from kaohe.rules.tools import effect
from kaohe.words import Text
from scheme_kit import GRADES, POINTS, WORDS, bands, declare, lines, total

SCHEMES = ("xizang-2018", "neimenggu-2018", "xpcc-2016", "yining", "wenling-2013")


@pytest.mark.parametrize(
    ("on", "end", "day"),
    [
        (On(1, 5, year=1), (2018, 12, 31), (2019, 1, 5)),
        (On(10), (2019, 10, 31), (2019, 10, 31)),
        (On(11, 10), (2019, 10, 31), (2019, 11, 10)),
        (On(11, 10), (2019, 12, 31), (2019, 11, 10)),
        (On(2, year=1), (2019, 12, 31), (2020, 2, 29)),
        (On(2, year=1), (2018, 12, 31), (2019, 2, 28)),
        (On(12, 31, year=-1), (2019, 6, 30), (2018, 12, 31)),
    ],
)
def test_a_day_of_the_year_in_a_cycle(on: On, end: tuple[int, int, int], day: tuple[int, int, int]) -> None:
    """The year is that of the cycle's last day, or the one beside; day 31 is the month's last."""
    assert on.in_cycle(dt.date(*end)) == dt.date(*day)


@pytest.mark.parametrize(
    ("term", "en", "zh"),
    [
        (By(on=On(1, 5, year=1)), "by 1-5 of the next year", "次年1月5日前"),
        (By(on=On(10)), "by the end of 10", "10月底前"),
        (By(on=On(10), opens=On(10, 21)), "from 10-21 by the end of 10", "10月21日起，10月底前"),
        (By(each="month", days=10), "within 10 days after the end of the month", "当月结束后10日内"),
        (By(days=-3, after="X-1"), "at least 3 days before X-1", "不迟于X-1前3日"),
        (By(each="half"), "by the end of the half-year", "半年结束前"),
        (Publicity(days=5, working=True), "shown publicly for 5 working days", "公示5个工作日"),
        (Publicity(days=7), "shown publicly for 7 days", "公示7天"),
        (Gate("a", "纪委", grades="优秀"), "opinion of 纪委 on 优秀", "优秀等次征求纪委意见"),
        (Gate("a", "纪委"), "opinion of: 纪委", "征求意见：纪委"),
        (Paper("a", "登记表", copies=2), "登记表, once a cycle, 2 copies", "登记表，每周期一次，一式2份"),
        (
            Sample("a", "乡镇", "places", 4, per="county"),
            "drawn at random: 4 乡镇, for each county",
            "随机抽取乡镇 4，逐个 county",
        ),
        (Cross("a", "团场"), "团场 assess one another, none its own", "团场交叉考核，不考核本单位"),
        (Imported("上级"), "results come from 上级", "结果由上级提供"),
        (Notify("派驻单位"), "told: 派驻单位", "告知：派驻单位"),
    ],
)
def test_terms_in_words(term: Any, en: str, zh: str) -> None:
    """Each term says itself in both languages, for describe."""
    assert term.text() == Text(en, zh)


def _faults(*rules: Any) -> list[str]:
    """What lint says of a scheme with these steps of procedure."""
    readings = (Reading("A", WORDS, WORDS),)
    scheme = declare(scoring=[total(), bands(POINTS)], procedure=[*rules], readings=readings)
    return [fault.text.en for fault in lint(assemble(scheme)) if fault.level == "error"]


def _step(*terms: Any) -> Procedure:
    return Procedure(**lines("st"), step="report", does=terms)


@pytest.mark.parametrize(
    ("rule", "why"),
    [
        (_step(By(after="nowhere", days=3)), "no step with the id nowhere"),
        (_step(By(on=On(1), days=3)), "stands alone"),
        (_step(By(opens=On(1))), "add on"),
        (_step(Paper("a", "x", due=By(after="nowhere"))), "no step with the id nowhere"),
        (_step(Paper("a", "x"), Paper("a", "y")), "two papers with the key a"),
        (_step(Gate("a", "x", grades="好")), "no grade 好"),
        (_step(Sample("a", "x", "places", 4, per="county")), "no kind has a choice county"),
        (_step(Cross("a", "x", per="county")), "no kind has a choice county"),
        (_step(Sample("a", "x", before="marks")), "no kind has an input marks"),
        (_step(Sample("a", "x", "places", 4, within="b")), "no sample b"),
        (_step(Sample("a", "x", "places", 4, within="a")), "no sample a"),
        (_step(Notify("x", link="unit")), "no kind has a link unit"),
        (Consequence(**lines("c"), when=POINTS > 1, tells=Notify("x", link="unit")), "no kind has a link unit"),
    ],
)
def test_lint_finds_what_the_scheme_does_not_have(rule: Any, why: str) -> None:
    """A step that counts from nowhere, a paper twice, grades, choices, inputs and links that there are not are errors."""
    found = _faults(rule)
    assert len(found) >= 1
    assert all(why in one for one in found)


def test_what_is_sound_has_no_fault() -> None:
    """Days after another step, several papers, an opinion on a grade of the kind: nothing to report."""
    first = Procedure(**lines("first"), step="deadline", does=By(each="quarter", days=10))
    more = [
        By(each="quarter", days=10, after="first"),
        Paper("a", "x"),
        Paper("b", "y"),
        Gate("g", "z", grades=GRADES[0]),
    ]
    assert _faults(first, _step(*more)) == []


@pytest.mark.parametrize("wrong", [{"each": "week"}, {"days": 0.5}, {"on": "5 January"}])
def test_a_term_that_cannot_be_is_refused_where_it_is_built(wrong: dict[str, Any]) -> None:
    """A unit that there is not, a float, a day in words: each names the class."""
    with pytest.raises(SchemeError, match="By"):
        By(**wrong)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_terms_stand_in_effect_and_data(scheme: str) -> None:
    """Whatever a step asks for as data is told in its effect, in both languages, and has plain data."""
    found = 0
    for rules in load(scheme).kinds:
        for rule in rules.rules(Procedure, Consequence):
            terms = rule.does if isinstance(rule, Procedure) else rule.tells if isinstance(rule, Consequence) else ()
            for term in terms:
                found += 1
                assert term.text().en in effect(rule).en
                assert term.text().zh in effect(rule).zh
                assert term.as_json()["term"]
    assert found
