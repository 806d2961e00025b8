"""Links by date as declared: what stays open, how it is closed, and what a whole cycle cannot ask of them."""

from __future__ import annotations

from typing import Any

import pytest

from engine_kit.turned import MEMBER, MEMBERS, OWN, TEAM, TEAM_MONTH, TEAM_OF
from kaohe.errors import SchemeError
from kaohe.rules import Asks, Ceiling, Date, GradeIs, Kind, Link, Periods, Quota, Rank, Reading, ScoreOf, assemble, lint
from kaohe.rules.nodes import OWN as OWN_PERIODS
from kaohe.rules.nodes import open_axis
from kaohe.rules.tools import canonical
from scheme_kit import GRADES, MONTH, WORDS, bands, declare, lines, of, score, total

PLAIN = Link("team", WORDS, TEAM, clause="1")
MARK, SIDE = score("mark"), of("east", "west", key="side")
QUARTER = Periods("quarter", WORDS, "quarter")


def _faults(**hooks: Any) -> list[str]:
    """What lint says of a scheme of members and teams, in English."""
    made = assemble(declare(kinds=(MEMBER, TEAM), readings=(Reading("A", WORDS, WORDS),), **hooks))
    return [fault.text.en for fault in lint(made) if fault.level == "error"]


def _quota(**more: Any) -> dict[str, Any]:
    given: dict[str, Any] = {"number": 1, "rank": (Rank(ScoreOf()),), "otherwise": GRADES[1]} | more
    return {"member": [Quota(GRADES[0], **lines("q"), **given)]}


MONTHLY = [total(OWN.mean()), bands(OWN.mean()), bands(OWN, id="monthly")]
YEARLY = [total(OWN.mean()), bands(OWN.mean())]


def test_what_is_said_of_the_linked_one_is_open_on_the_periods_of_the_link() -> None:
    """A closed expression too: the team's year is one value for each month, as the team may be another."""
    assert open_axis(TEAM_OF.their(TEAM_MONTH)) == MONTH
    assert open_axis(TEAM_OF.their(MARK)) == MONTH
    assert open_axis(TEAM_OF.their(MARK).mean()) is None
    assert open_axis(PLAIN.their(MARK)) is None


def test_a_team_closes_its_members_first_and_then_the_periods() -> None:
    """Closed on the members it is one value a month; the months of the team are those of its own kind."""
    assert open_axis(MEMBERS.their(OWN)) == MEMBERS
    assert open_axis(MEMBERS.their(OWN).mean()) == MONTH
    assert open_axis(MEMBERS.their(OWN).mean() * TEAM_MONTH) == MONTH
    assert open_axis(MEMBERS.their(OWN).mean().mean()) is None
    assert open_axis(PLAIN.back(MEMBER).their(MARK).mean()) is None


def test_the_months_of_a_team_are_its_own_where_members_are_posted() -> None:
    """The link lies on months bounded by a member's posting; a team's months of the same key are not, and are its own."""
    posted = Periods("month", WORDS, "month", Date("since", WORDS, clause="1"))
    link = Link("team", WORDS, TEAM, clause="1", on=posted)
    assert open_axis(link.back(Kind("member", WORDS, GRADES, every=posted)).their(OWN).mean()) == MONTH


SOUND: dict[str, dict[str, Any]] = {
    "closed over the months": {"scoring": {"member": [total(TEAM_OF.their(TEAM_MONTH).mean()), bands()]}},
    "months of the linked kind itself": {
        "scoring": {"member": [total(TEAM_OF.their(score("joint", on=OWN_PERIODS)).mean()), bands()], "team": YEARLY}
    },
    "a limit of months that are graded": {
        "scoring": {"member": MONTHLY},
        "veto": {"member": [Ceiling(GRADES[2], **lines("c"), when=TEAM_OF.their(TEAM_MONTH) < 60)]},
    },
    "a limit of the year, closed": {
        "scoring": {"member": YEARLY, "team": YEARLY},
        "veto": {"member": [Ceiling(GRADES[2], **lines("c"), when=TEAM_OF.their(GradeIs((GRADES[2],))).any())]},
    },
    "places of each month": {
        "scoring": {"member": MONTHLY},
        "quota": _quota(each=MONTH, rank=(Rank(OWN),), pool=(TEAM_OF.their(SIDE),)),
    },
}


@pytest.mark.parametrize("name", SOUND)
def test_what_is_closed_is_sound(name: str) -> None:
    """Nothing to object."""
    assert _faults(**SOUND[name]) == []


FAULTY: dict[str, tuple[dict[str, Any], str]] = {
    "a score left open": (
        {"scoring": {"member": [total(TEAM_OF.their(TEAM_MONTH)), bands()]}},
        "its value is one for each month (the axis month is open); close it: a number with .mean()",
    ),
    "a team's score left open on the months": (
        {"scoring": {"team": [total(MEMBERS.their(OWN).mean()), bands()]}},
        "its value is one for each month (the axis month is open); close it",
    ),
    "a limit left open": (
        {
            "scoring": {"member": YEARLY, "team": YEARLY},
            "veto": {"member": [Ceiling(GRADES[2], **lines("c"), when=TEAM_OF.their(GradeIs((GRADES[2],))))]},
        },
        "its value is one for each month (the axis month is open); close it",
    ),
    "a limit of the periods where no period is graded": (
        {"scoring": {"member": YEARLY}, "veto": {"member": [Ceiling(GRADES[2], **lines("c"), when=OWN < 60)]}},
        "its value is one for each month (the axis month is open); close it",
    ),
    "a pool of the whole cycle": (
        {"scoring": {"member": YEARLY}, "quota": _quota(pool=(TEAM_OF.their(SIDE),))},
        "team changes by date, and places of the whole cycle are given out once: write each= for places of each month",
    ),
    "months through a link of the whole cycle": (
        {"scoring": {"member": [total(PLAIN.their(TEAM_MONTH).mean()), bands()]}},
        "one value for each month (the axis month is open), and the link holds the whole cycle; close it inside their(...)",
    ),
    "other periods than those of the link": (
        {"scoring": {"member": [total(TEAM_OF.their(score("q", on=QUARTER)).mean()), bands()]}},
        "(the axis quarter is open), but the link changes by month; close it inside their(...)",
    ),
    "a part of what changes by date": (
        {"scoring": {"member": [total(score("part", part_of=TEAM_OF.their(MARK))), bands()]}},
        "it is a part of what a link by date leads to, which is another's in each period; take part_of= out",
    ),
}


@pytest.mark.parametrize("name", FAULTY)
def test_what_is_left_open_says_how_to_close_it(name: str) -> None:
    """The sentence names the periods, or the link, and what to write."""
    hooks, says = FAULTY[name]
    assert any(says in said for said in _faults(**hooks)), _faults(**hooks)


@pytest.mark.parametrize("on", [OWN_PERIODS, "month", MARK])
def test_a_link_lies_on_periods_by_name(on: Any) -> None:
    """OWN is another kind's for whoever looks back, so that the periods are named."""
    with pytest.raises(SchemeError, match=r"Link team: on is .*; write Periods"):
        Link("team", WORDS, TEAM, clause="1", on=on)


def test_a_link_of_the_whole_cycle_is_declared_as_before() -> None:
    """What does not change by date says nothing of it: digests of other schemes stay what they are."""
    assert "on" not in canonical(PLAIN)
    assert "on" in canonical(TEAM_OF)


def test_a_cycle_lists_the_periods_of_a_link_that_no_rule_reads() -> None:
    """A link that the record holds alone brings its axis along."""
    link = Link("station", WORDS, TEAM, clause="1", on=QUARTER)
    made = assemble(
        declare(
            kinds=(MEMBER, TEAM), scoring={"member": YEARLY}, procedure={"member": [Asks(**lines("a"), links=(link,))]}
        )
    )
    assert {axis.key for axis in made.axes} == {"month", "quarter"}
