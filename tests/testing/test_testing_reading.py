"""What an assumption excuses, what the table reaches through links, and whom a failing worked case is about."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from kaohe.cases import read_case
from kaohe.rules import Ceiling, Finding, Kind, Link, Quota, Reading, ScoreOf, lint
from kaohe.testing import CHECKS, PHASES, Options, Reach, Report, Subject, World, run, sample_world, subject_of
from kaohe.words import Text
from scheme_kit import BEST, GRADES, WORDS, bands, count, declare, lines, of, score, total
from testing_kit.broken import MANY, MARK, SCORE, quota, sound
from testing_kit.seeded import district

TEAM = of("x", "y", key="team")
HERE = of("yes", "no", key="from_here")
MERIT = [total(MARK), bands(SCORE, assumption=())]


def _rounded_up(*excuses: str) -> Report:
    reading = Reading("A", WORDS, WORDS, excuses=excuses)
    scheme = declare(name="broken", scoring=MERIT, quota=[quota(rounding="up", assumption="A")], readings=(reading,))
    return run(subject_of(scheme), Options())


def test_an_assumption_excuses_only_the_checks_that_it_names() -> None:
    """A reading of the rounding excuses quota.share where it says so; another reading on the rule excuses nothing."""
    excused = {result.id: result for result in _rounded_up("quota.share").results}
    assert (excused["quota.share"].status, set(excused["quota.share"].readings)) == ("reading", {"A"})
    assert [result.id for result in _rounded_up().failures()] == ["quota.share"]
    assert "quota.share" in {result.id for result in _rounded_up("score.bounds").failures()}


def test_a_needless_excuse_fails_the_run() -> None:
    """An assumption that excuses what nothing fails, or a check that there is not, is said and fails."""
    needless, unknown = _rounded_up("quota.share", "score.bounds"), _rounded_up("quota.share", "quota.shared")
    assert ["delete the excuse" in text.en for text in needless.complaints] == [True]
    assert ["no such check" in text.en for text in unknown.complaints] == [True]
    assert _rounded_up("quota.share").complaints == []


def test_the_numbers_of_a_text_belong_to_lint_and_may_be_excused() -> None:
    """A limit, points and a share that the text cites otherwise are warned of by lint, unless an assumption names it."""
    late = count("late", high=99)
    veto = Ceiling(GRADES[-1], id="v", clause="7", text=Text("15 days or more", "15天以上"), when=late >= 16)
    less = Text("two thirds", "三分之二")
    named = {"readings": (Reading("A", WORDS, WORDS, excuses="text.numbers"),)}
    for rule, expected in ((veto, 1), (_with(veto, "A"), 0)):
        found = lint(_made(veto=[rule], **named))
        assert [(fault.check, fault.level) for fault in found] == [("text.numbers", "warning")] * expected
    assert lint(_made(veto=[Ceiling(GRADES[-1], id="v", clause="7", text=less, when=MARK * 1 < 66)])) != []
    right = Ceiling(GRADES[-1], id="v", clause="7", text=Text("more than 15 days", "超过十五天"), when=late >= 16)
    assert lint(_made(veto=[right])) == []


def _with(rule: Ceiling, name: str) -> Ceiling:
    return Ceiling(rule.grade, id=rule.id, clause=rule.clause, text=rule.text, when=rule.when, assumption=name)


def _made(**hooks: Any) -> Any:
    made = subject_of(declare(name="texts", scoring=MERIT, **hooks))
    return made.rules


def _world(subject: Subject, rows: list[dict[str, Any]]) -> World:
    return (
        sample_world(subject)
        .about("")
        .with_rows({"id": f"P{place}", "kind": "person", "facts": facts} for place, facts in enumerate(rows))
    )


@pytest.mark.parametrize("guaranteed", [False, True])
def test_unknown_pool_keys_are_no_fault(guaranteed: bool) -> None:  # a parameter of the test
    """People whose pool is not entered yet trouble no check of pools: it is not known whom they stand with."""
    half = Quota(
        BEST,
        **lines("half", "5"),
        floor_share="50%",
        only=HERE.is_("yes"),
        pool=(TEAM,),
        base=MANY >= 0,
        within="quota",
    )
    quotas = [quota(pool=(TEAM,), share="50%"), *([half] if guaranteed else [])]
    subject = subject_of(declare(name="open", scoring=MERIT, quota=quotas))
    known: dict[str, Any] = {"team": "x", "from_here": "no", "absences": 0} if guaranteed else {"team": "x"}
    rows: list[dict[str, Any]] = [
        {"mark": 95, **known},
        {"mark": 95, **known},
        {"mark": 96},
        {"mark": 97},
        {"mark": 70, **known},
    ]
    world = _world(subject, rows)
    asked = [check for check in CHECKS.values() if check.level == "cohort" and check.applies(subject.rules)]
    assert [(check.id, str(problem.text)) for check in asked for problem in check.problems(world)] == []


def test_the_fuzz_runs_on_kinds_without_inputs() -> None:
    """A kind that nothing is entered of is drawn too, alone or beside another, and every phase ends."""
    thing = Kind("thing", WORDS, GRADES)
    each: tuple[dict[str, Any], ...] = ({"scoring": []}, {"scoring": {"person": MERIT, "thing": []}})
    for hooks in each:
        kinds = (thing,) if hooks["scoring"] == [] else (thing, sound().rules.kinds[0].kind)
        report = run(subject_of(declare(name="bare", kinds=kinds, **hooks)), Options(phases=PHASES, worlds=40))
        assert [(result.id, result.found) for result in report.failures()] == []
        assert report.worlds >= 40


def _linked() -> Subject:
    team, person = Kind("team", WORDS, GRADES), Kind("person", WORDS, GRADES)
    link = Link("team", WORDS, team, clause="1")
    target, late, case = score("target"), count("late", high=9), Finding("case", WORDS, clause="2")
    return subject_of(
        declare(
            kinds=(team, person),
            name="linked",
            scoring={"team": [total(target), bands(ScoreOf(), assumption=())], "person": MERIT},
            veto={
                "person": [
                    Ceiling(GRADES[1], **lines("low-team", "3"), when=link.their(target) < 60),
                    Ceiling(GRADES[1], **lines("team-case", "4"), when=link.their(case)),
                ],
                "team": [
                    Ceiling(GRADES[1], **lines("late", "5"), when=link.back(person).their(late).sum() >= 3),
                    Ceiling(GRADES[2], **lines("crowd", "6"), when=link.back(person).their(case).count() > 2),
                ],
            },
        )
    )


def test_the_table_reaches_what_comes_through_links() -> None:
    """Numbers of a linked team, of a team's members and how many of them there are: below, at and above; both limits fire."""
    report = run(_linked(), Options())
    assert isinstance(report.reach, Reach)
    told = {number for _, number, _ in report.reach.missed()}
    assert told & {"low-team < 60", "late >= 3", "crowd > 2"} == set()
    assert {("person", "low-team"), ("person", "team-case"), ("team", "late"), ("team", "crowd")} <= report.reach.cited
    assert report.failures() == []


def test_reached_counts_worked_cases(tmp_path: Path) -> None:
    """The phase of cases alone cites the rules that its cases bring about, and no others."""
    report = run(district(tmp_path), Options(phases=("cases",)))
    assert report.reach is not None
    assert {("member", "3"), ("member", "5"), ("team", "7-case")} <= report.reach.cited
    assert ("member", "7") not in report.reach.cited


def test_a_failing_case_is_shrunk_and_keeps_its_ids(tmp_path: Path) -> None:
    """Of a case of two divisions only those in a pool with, or linked to, whoever comes out wrong are kept, by their ids."""
    subject = district(tmp_path / "cases")
    places = tmp_path / "cases" / "6-places.toml"
    text = places.read_text("utf-8")
    before, _, after = text.partition("[expect.Y]")
    places.write_text(before + "[expect.Y]" + after.replace(GRADES[1], GRADES[2], 1), "utf-8")
    report = run(subject, Options(phases=("cases",), folder=tmp_path / "kept"))
    (result,) = report.failures()
    (found,) = result.found
    assert found.path is not None
    kept = read_case(found.path, ruleset=subject.ruleset)
    assert set(kept.cohort.appraisees) == {"Y", "U"}
    assert [expected.appraisee for expected in kept.expectations] == ["Y"]
