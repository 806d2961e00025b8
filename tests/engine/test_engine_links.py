"""Links: a team's score from its members', a member's ceiling from the team's grade, in the order computed."""

from __future__ import annotations

from typing import Any

import pytest

from kaohe.cases import case_from_data
from kaohe.engine import Evaluation, Outcome
from kaohe.errors import CaseError
from kaohe.rules import Band, Bands, Ceiling, Finding, GradeIs, Kind, Link, Reading, ScoreOf, Total, assemble
from kaohe.words import Text
from scheme_kit import GRADES, POINTS, WORDS, bands, declare, lines, score, total

BEST, GOOD, POOR = GRADES
MEMBER = Kind("member", Text("member", "队员"), GRADES)
TEAM = Kind("team", Text("team", "工作队"), GRADES)
OF_TEAM = Link("team", Text("team", "所在队"), TEAM, clause="1")
MEMBERS = OF_TEAM.back(MEMBER)
MISUSED = Finding("misused", WORDS, clause="1", recheck=True)
OWN = score("own")

# The team has the mean of its members' scores; no member may be better than the team; a finding vetoes the team.
SCHEME = declare(
    kinds=(MEMBER, TEAM),
    readings=(Reading("A", WORDS, WORDS),),
    scoring={
        "member": [total(), bands()],
        "team": [total(MEMBERS.their(ScoreOf()).mean()), bands(MEMBERS.their(ScoreOf()).mean())],
    },
    veto={
        "member": [
            Ceiling(GOOD, **lines("not-above-good"), when=OF_TEAM.their(GradeIs((GOOD,)))),
            Ceiling(POOR, **lines("not-above-poor"), when=OF_TEAM.their(GradeIs((POOR,)))),
        ],
        "team": [Ceiling(POOR, **lines("misused"), when=MISUSED)],
    },
)


def evaluated(
    members: dict[str, Any], misused: Any = (), *, extra: Any = (), reverse: bool = False
) -> dict[str, Outcome]:
    """The outcomes of team T and its members with those marks (None for one not entered)."""
    team = {"id": "T", "kind": "team", "facts": {} if misused is None else {"misused": list(misused)}}
    rows: list[dict[str, Any]] = [team, *extra]
    for name, mark in members.items():
        facts = {} if mark is None else {"mark": mark}
        rows.append({"id": name, "kind": "member", "facts": facts, "links": {"team": "T"}})
    raw = {"format": 1, "scheme": "test", "cycle": {"start": "2020-01-01", "end": "2020-12-31"}}
    case = case_from_data(raw | {"appraisees": rows[::-1] if reverse else rows}, ruleset=assemble(SCHEME))
    return {outcome.id: outcome for outcome in Evaluation(case.cohort).outcomes()}


def row(status: str) -> dict[str, str]:
    """A finding."""
    return {"date": "2020-01-05", "document": "组发〔2020〕5号", "status": status}


def test_a_team_has_the_mean_of_its_members() -> None:
    """The mean runs over the members linked to the team, exactly."""
    found = evaluated({"A": 95, "B": 90, "C": 86})
    assert found["T"].as_json()["score"] == "271/3"
    assert found["T"].grade == BEST


def test_a_member_is_no_better_than_the_team() -> None:
    """A high scorer in a middling team is held to the team's grade; one already lower is not touched."""
    found = evaluated({"A": 99, "B": 50})
    assert [found[name].grade for name in ("T", "A", "B")] == [GOOD, GOOD, POOR]
    assert "not-above-good" in found["A"].rules


def test_a_veto_on_the_team_reaches_its_members() -> None:
    """The member's ceiling waits for the team's final grade, vetoes included."""
    found = evaluated({"A": 99, "B": 98}, [row("confirmed")])
    assert [found[name].grade for name in ("T", "A", "B")] == [POOR, POOR, POOR]


def test_the_order_of_entries_does_not_matter() -> None:
    """Members before or after their team, first or last: the outcomes are the same."""
    forward = evaluated({"A": 99, "B": 50})
    backward = evaluated({"B": 50, "A": 99}, reverse=True)
    assert {name: one.as_json() for name, one in forward.items()} == {
        name: one.as_json() for name, one in backward.items()
    }


def test_an_open_recheck_on_the_team_holds_its_members_pending() -> None:
    """What is pending for the team is pending for whoever it could lower, named with the team."""
    found = evaluated({"A": 99, "B": 91}, [row("pending")])
    assert (found["T"].state, found["T"].pending) == ("pending", ("misused[组发〔2020〕5号]",))
    assert (found["A"].state, found["A"].pending) == ("pending", ("T:misused[组发〔2020〕5号]",))
    assert found["A"].provisional_grade == BEST


def test_an_open_recheck_does_not_hold_whom_it_cannot_lower() -> None:
    """A member already at the lowest grade is decided whatever becomes of the team."""
    found = evaluated({"A": 99, "B": 30}, [row("pending")])
    assert (found["B"].state, found["B"].grade) == ("decided", POOR)
    assert found["A"].state == "pending"


def test_a_colleagues_missing_mark_is_named_with_the_colleague() -> None:
    """A team whose member has no mark needs it, and so does a colleague whose ceiling rests on it."""
    found = evaluated({"A": 99, "B": None})
    assert (found["T"].state, found["T"].needs) == ("needs", ("B:mark",))
    assert (found["A"].state, found["A"].needs) == ("needs", ("B:mark",))
    assert (found["B"].state, found["B"].needs) == ("needs", ("mark",))


def test_a_missing_mark_that_cannot_change_the_teams_band_is_not_asked_of_a_colleague() -> None:
    """Where the team's grade is settled by its other members a colleague is decided."""
    found = evaluated({**{f"A{n}": 95 for n in range(9)}, "A9": 55, "B": None}, [row("confirmed")])
    assert found["A0"].state == "decided"
    assert found["A0"].grade == POOR


def test_a_team_without_members_has_no_mean() -> None:
    """A mean over nobody is absent: a person decides, and nothing is zero."""
    found = evaluated({})
    assert (found["T"].state, found["T"].score) == ("decision", None)


def test_members_of_another_team_do_not_count() -> None:
    """The back link holds only those whose link it is."""
    other = [
        {"id": "U", "kind": "team", "facts": {"misused": []}},
        {"id": "Z", "kind": "member", "facts": {"mark": 10}, "links": {"team": "U"}},
    ]
    found = evaluated({"A": 95}, extra=other)
    assert (found["T"].grade, found["U"].grade) == (BEST, POOR)


@pytest.mark.parametrize(
    ("links", "why"),
    [
        ({"team": "X"}, "nobody has the id X"),
        ({"team": "B"}, "B is a member, not a team"),
        ({"boss": "T"}, "unknown key boss"),
        ({"team": 5}, "id of somebody"),
    ],
)
def test_a_link_leads_to_somebody_of_its_kind(links: Any, why: str) -> None:
    """A link to nobody, to another kind, of an unknown name or without an id is refused."""
    extra = [{"id": "A", "kind": "member", "links": links}, {"id": "B", "kind": "member", "links": {"team": "T"}}]
    with pytest.raises(CaseError, match=why):
        evaluated({}, extra=extra)


def test_a_link_that_was_not_made_is_needed() -> None:
    """Whose ceiling rests on a team that nobody named needs the link itself."""
    found = evaluated({}, extra=[{"id": "A", "kind": "member", "facts": {"mark": 95}}])
    assert (found["A"].state, found["A"].needs) == ("needs", ("team",))


def test_last_years_grade_is_a_link_like_any_other() -> None:
    """A link to one's own kind may carry what was entered there, without a circle."""
    earlier = Link("earlier", WORDS, MEMBER, clause="1", optional=True)
    scheme = declare(kinds=(MEMBER,), scoring=[Total(**lines("t"), value=POINTS + earlier.their(OWN)), _two_bands()])
    raw = {"format": 1, "scheme": "test", "cycle": {"start": "2020-01-01", "end": "2020-12-31"}}
    rows = [
        {"id": "2020", "kind": "member", "facts": {"mark": 50, "own": 1}, "links": {"earlier": "2019"}},
        {"id": "2019", "kind": "member", "facts": {"mark": 80, "own": 11}},
    ]
    case = case_from_data(raw | {"appraisees": rows}, ruleset=assemble(scheme))
    assert Evaluation(case.cohort).outcome("2020").score == 61


def _two_bands() -> Bands:
    return Bands(**lines("b"), of=ScoreOf(), bands=(Band(BEST, low=60), Band(POOR, below=60)))


def test_links_in_a_circle_are_refused() -> None:
    """Two people who are each other's superior are refused, spelling the circle out."""
    boss = Link("boss", WORDS, MEMBER, clause="1", optional=True)
    scheme = declare(kinds=(MEMBER,), scoring=[total(POINTS + boss.their(OWN))])
    raw = {"format": 1, "scheme": "test", "cycle": {"start": "2020-01-01", "end": "2020-12-31"}}
    rows = [
        {"id": name, "kind": "member", "facts": {"mark": 1, "own": 1}, "links": {"boss": other}}
        for name, other in (("A", "B"), ("B", "C"), ("C", "B"))
    ]
    with pytest.raises(CaseError, match="B -> C -> B"):
        case_from_data(raw | {"appraisees": rows}, ruleset=assemble(scheme))
