"""Links by date and the places of single periods are compiled: on random cohorts the compiled form says what the walker says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import reduce
from operator import add
from typing import Any as Anything

import pytest
from attrs import evolve
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine_kit.drawn import said
from engine_kit.turned import turned_case, turns
from kaohe.cases import Case
from kaohe.engine import Evaluation
from kaohe.errors import CaseError
from kaohe.rules import (
    Ceiling,
    Date,
    Eligibility,
    Finding,
    Flag,
    GradeIs,
    Kind,
    Link,
    Periods,
    Quota,
    Rank,
    Reading,
    Refer,
    ScoreOf,
    assemble,
)
from kaohe.rules.nodes import All, Any, BoolExpr, NumberExpr, PeriodStart, number, weighted
from kaohe.rules.tools import Rule, Ruleset
from lengths import scaled
from scheme_kit import GRADES, MONTH, WORDS, bands, count, declare, lines, of, score, total

Row = dict[str, Anything]
BEST, GOOD, POOR = GRADES

SINCE = Date("since", WORDS, clause="1", optional=True)
UNTIL = Date("until", WORDS, clause="1", optional=True)
# A member is there from one day to another; the months outside are not due.
STAY = Periods(MONTH.key, MONTH.label, "month", posted_from=SINCE, posted_to=UNTIL)


class World:
    """A member and a team, the member linked to teams by date; whole months, or those of a stay."""

    def __init__(self, axis: Periods) -> None:
        self.axis = axis
        self.member = Kind("member", WORDS, GRADES, every=axis)
        self.team = Kind("team", WORDS, GRADES, every=MONTH)
        self.team_of = Link("team", WORDS, self.team, clause="1", on=axis)
        self.home = Link("home", WORDS, self.team, clause="1", on=axis, optional=True)
        self.members = self.team_of.back(self.member)
        self.own = score("own", on=axis, places=0)
        self.maybe = score("maybe", on=axis, places=1, optional=True)
        self.side = of("front", "back", key="side", on=axis)
        self.post = of("front", "office", key="post")
        self.joint = score("joint", on=MONTH, places=0)
        self.n = count("n")
        self.area = of("east", "west", key="area")
        self.found = Finding("found", WORDS, clause="1", recheck=True)

    def numbers(self) -> dict[str, NumberExpr]:
        """What lies open on the months of a member, by what it is."""
        joint, home = self.team_of.their(self.joint), self.home.their(self.joint)
        return {
            "own": self.own,
            "the team's": joint,
            "both": self.own / 2 + joint / 2,
            "weighed": weighted((self.own, "0.3"), (joint, "0.7")),
            "the team's where one has none": self.maybe.given().then(self.maybe, otherwise=joint),
            "by a condition": (joint > 50).then(self.own, otherwise=joint - 3),
            "home": home.given().then(home, otherwise=7),
            "what is one for all months": self.own + self.team_of.their(self.n),
            "of the team's own": self.team_of.their(self.members.their(self.own).mean()),
            "of the team's year": self.team_of.their(ScoreOf()) - self.own,
            "beside the findings of the month": self.own - self.found.during(self.axis),
            "by a code": self.side.is_("front").then(joint, otherwise=self.own),
        }

    def conditions(self) -> dict[str, BoolExpr]:
        """The same of conditions."""
        return {
            "compared": self.own > self.team_of.their(self.joint),
            "the team's": self.team_of.their(self.joint >= 60),
            "its code": self.team_of.their(self.area).is_("east"),
            "its grade": self.team_of.their(GradeIs((BEST,))),
            "home": self.home.their(self.joint).given(),
            "after it began": (PeriodStart(self.axis) > SINCE) if self.axis == STAY else self.own > 50,
        }

    def of_members(self) -> dict[str, NumberExpr]:
        """What a team reads of its members month by month."""
        theirs = self.members.their(self.own)
        return {
            "mean": theirs.mean(),
            "sum": theirs.sum(),
            "most": theirs.max() - theirs.min(),
            "how many": self.members.their(number(1)).sum(),
            "known": theirs.known(),
            "optional ones": self.members.their(self.maybe).mean(),
            "different": self.members.their(self.side).distinct(),
            "counted": self.members.their(self.own >= 60).count(),
            "some": Any(self.members.their(self.own >= 90)).then(1, otherwise=0),
            "all": All(self.members.their(self.own >= 60)).then(1, otherwise=0),
            "beside the team's": self.joint - theirs.mean(),
            "of the whole year": self.members.their(self.n).sum(),
        }


def closed(open_on_months: Mapping[str, NumberExpr]) -> list[NumberExpr]:
    """Their means, and two more of the ways of closing each, in turn."""
    found: list[NumberExpr] = []
    for place, one in enumerate(open_on_months.values()):
        some, every = Any(one > 90).then(1, otherwise=0), All(one > 30).then(1, otherwise=0)
        ways = [one.sum(), some, one.max(), (one > 60).count(), one.min(), every, one.known(), (one <= 60).count()]
        found += [one.mean(), ways[2 * place % 8], ways[(2 * place + 1) % 8]]
    return found


def scored(parts: Sequence[NumberExpr]) -> list[Rule]:
    """A score in which each number stands at decimals of its own where it is there, and a flag where it is not."""
    told = [one.given().then(one) * 10 ** (5 * place) for place, one in enumerate(parts)]
    flags = [Flag(**lines(f"not-{place}"), flag=WORDS, when=~one.given()) for place, one in enumerate(parts)]
    return [total(reduce(add, told)), *flags]


def ruled(
    world: World,
    *,
    member: Sequence[Rule] = (),
    team: Sequence[Rule] = (),
    quota: Sequence[Quota] = (),
    veto: Sequence[Rule] = (),
) -> Ruleset:
    """Members and teams with those rules besides their months; a kind without any has its mean as its score."""
    asked = Flag(
        **lines("asked"),
        flag=WORDS,
        when=(world.maybe.known() > 99) | world.post.is_("none") | (world.home.their(world.n).known() > 99),
    )
    months = bands(world.own, id="monthly", assumption=())
    return assemble(
        declare(
            kinds=(world.member, world.team),
            readings=[Reading("A", WORDS, WORDS)],
            scoring={
                "member": [
                    *(member or [total(world.own.mean())]),
                    bands(world.own.mean()),
                    *([months] if quota else []),
                ],
                "team": [*(team or [total(world.joint.mean() + world.n)]), bands(world.joint.mean())],
            },
            eligibility={"member": [Eligibility(**lines("there"), when=world.own.known() > 0, otherwise=WORDS)]},
            veto={
                "member": [asked, *veto, Flag(**lines("sided"), flag=WORDS, when=world.side.is_("front").known() > 99)]
            },
            quota={"member": [*quota]},
        )
    )


def _facts(draw: st.DrawFn, keys: Sequence[str], stay: tuple[int, int]) -> Row:
    """The entries of one record; those of months lie within its stay."""
    first, last = stay

    def months(one: st.SearchStrategy[Anything]) -> list[Anything]:
        return [draw(one) if first <= at <= last else None for at in range(4)]

    mark = st.sampled_from((95, 92, 91, 90, 80, 60, 59, 20))
    drawn: dict[str, Anything] = {
        "own": lambda: months(mark),
        "maybe": lambda: months(st.one_of(st.none(), mark)),
        "side": lambda: months(st.sampled_from(("front", "back"))),
        "post": lambda: draw(st.sampled_from(("front", "office"))),
        "joint": lambda: [draw(mark) for _ in range(4)],
        "n": lambda: draw(st.integers(0, 3)),
        "area": lambda: draw(st.sampled_from(("east", "west"))),
        "found": lambda: draw(st.sampled_from(([], [], [], [FINDING], [FINDING | {"status": "pending"}]))),
        "since": lambda: f"2020-{first + 1:02d}-02" if first else None,
        "until": lambda: f"2020-{last + 1:02d}-20" if last < 3 else None,
    }
    return {key: value for key in keys if key in drawn and (value := drawn[key]()) is not None}


FINDING = {"date": "2020-02-02", "document": "组发〔2020〕5号", "status": "confirmed"}


@st.composite
def rows(draw: st.DrawFn, ruleset: Ruleset, *, most: int = 5) -> list[Row]:
    """Two teams and a few members who change team; in some cohorts an entry or a link is missing here and there."""
    keys = {rules.kind.key: [given.key for given in rules.inputs] for rules in ruleset.kinds}
    holes = draw(st.sampled_from((False, False, True)))
    found: list[Row] = [{"id": f"T{n}", "kind": "team", "facts": _facts(draw, keys["team"], (0, 3))} for n in (1, 2)]
    for n in range(draw(st.integers(1, most))):
        stays = "since" in keys["member"] and draw(st.booleans())
        stay = (draw(st.integers(0, 1)), draw(st.integers(2, 3))) if stays else (0, 3)
        links = {"team": draw(turns(("T1", "T2")))}
        if draw(st.booleans()):
            links["home"] = draw(turns(("T1", "T2")))
        found.append({"id": f"M{n}", "kind": "member", "facts": _facts(draw, keys["member"], stay), "links": links})
    for row in found:
        if holes and row["facts"] and draw(st.integers(0, 3)) == 0:
            del row["facts"][draw(st.sampled_from(sorted(row["facts"])))]
        if holes and "links" in row and draw(st.integers(0, 3)) == 0:
            row["links"] = {}
    known = {link.key for rules in ruleset.kinds for link in rules.links}
    return [
        row | {"links": {k: v for k, v in row["links"].items() if k in known}} if "links" in row else row
        for row in found
    ]


def hold_together(ruleset: Ruleset, kind: str, examples: int) -> None:
    """Draw cohorts; what is compiled of them must be as walked, the kind must be compiled, and so must some record."""
    compared = 0

    @settings(max_examples=examples, deadline=None, suppress_health_check=list(HealthCheck))
    @given(rows(ruleset))
    def check(drawn: list[Row]) -> None:
        nonlocal compared
        try:
            case: Case = turned_case(drawn, ruleset)
        except CaseError:  # a day outside a stay, say, which a case may not hold
            return
        assert case.cohort.lane is not None
        assert case.cohort.lane.compiled(kind) is not None, "it is not compiled"
        fast = Evaluation(case.cohort)
        compared += sum(verdict is not None for person, verdict in fast.verdicts() if person.kind == kind)
        assert said(fast) == said(Evaluation(evolve(case.cohort, lane=None)))

    check()
    assert compared, "nothing was compared"


WORLDS = {"whole months": World(MONTH), "a stay": World(STAY)}


def chunks(numbers: Sequence[NumberExpr], size: int = 6) -> list[list[NumberExpr]]:
    """The numbers, a few at a time."""
    return [list(numbers[start : start + size]) for start in range(0, len(numbers), size)]


@pytest.mark.parametrize("name", WORLDS)
@pytest.mark.parametrize("chunk", range(6))
def test_numbers_over_links_by_date_are_the_same_in_both_lanes(name: str, chunk: int) -> None:
    """What a member reads of the team of each month, closed in every way: the compiled number is the walker's."""
    world = WORLDS[name]
    parts = chunks(closed(world.numbers()))[chunk]
    hold_together(ruled(world, member=scored(parts)), "member", scaled(3, 800))


@pytest.mark.parametrize("name", WORLDS)
@pytest.mark.parametrize("chunk", range(6))
def test_numbers_over_those_linked_by_date_are_the_same_in_both_lanes(name: str, chunk: int) -> None:
    """What a team reads of its members of each month, of whom there may be none."""
    world = WORLDS[name]
    parts = chunks(closed(world.of_members()))[chunk]
    hold_together(ruled(world, team=scored(parts)), "team", scaled(3, 800))


@pytest.mark.parametrize("name", WORLDS)
def test_conditions_over_links_by_date_are_the_same_in_both_lanes(name: str) -> None:
    """Each condition and its opposite hold in as many months, in some and in all of them, in both lanes alike."""
    world = WORLDS[name]
    rules: list[Rule] = [total(world.own.mean())]
    for place, one in enumerate(world.conditions().values()):
        for sign, when in (("is", one), ("not", ~one)):
            rules += [Flag(**lines(f"{sign}-{way.__name__}-{place}"), flag=WORDS, when=way(when)) for way in (Any, All)]
            rules += [Flag(**lines(f"{sign}-many-{place}"), flag=WORDS, when=when.count() >= 2)]
    hold_together(ruled(world, member=rules), "member", scaled(8, 2000))


def monthly(world: World, name: str = "month", **more: Anything) -> Quota:
    """Places of each month by the month's own mark: 50 % of the pool, unless it says otherwise."""
    axis = world.axis
    given: Row = {"rank": (Rank(world.own),), "otherwise": GOOD, "each": axis} | more
    return Quota(
        BEST,
        **(
            lines(name)
            | ({} if "number" in given or "floor_share" in given else {"share": "50%"})
            | {"rounding": "down"}
            | given
        ),
    )


def quotas(world: World) -> dict[str, list[Quota]]:
    """Places of single months of every sort, some of them in the pools of the team of that month."""
    area, joint = world.team_of.their(world.area), world.team_of.their(world.joint)
    front = world.side.is_("front")
    return {
        "one pool": [monthly(world)],
        "pools by the team's code": [monthly(world, pool=(area,))],
        "pools by a code of the month": [monthly(world, pool=(world.side,), number=1)],
        "ranked by the team's month too": [monthly(world, rank=(Rank(world.own), Rank(joint, bigger_is_better=False)))],
        "some of them": [monthly(world, pool=(area,), only=front)],
        "who counts": [monthly(world, base=front)],
        "who may": [monthly(world, eligible=joint >= 60, number=2)],
        "soft": [monthly(world, soft=True, number=1)],
        "unranked": [monthly(world, rank=(), unranked=True, number=1)],
        "a guarantee": [
            monthly(world, number=2),
            Quota(BEST, **lines("half"), floor_share="50%", only=front, within="month", each=world.axis),
        ],
        "of the year besides": [
            monthly(world, pool=(area,)),
            Quota(BEST, **lines("year"), share="50%", rounding="up", rank=(Rank(ScoreOf()),), otherwise=GOOD),
        ],
    }


@pytest.mark.parametrize("world", WORLDS)
@pytest.mark.parametrize("name", quotas(WORLDS["a stay"]))
def test_places_of_single_periods_are_the_same_in_both_lanes(world: str, name: str) -> None:
    """Grades, placements, pools and ties of every month, with people who come, go and change team within the year."""
    here = WORLDS[world]
    vetoes: list[Rule] = [
        Ceiling(POOR, **lines("bad"), when=here.found, confirm=True),
        Refer(**lines("refer"), when=(here.own <= 20) & here.side.is_("front")),
        Ceiling(GOOD, **lines("below"), when=here.team_of.their(here.joint) < 60),
    ]
    ruleset = ruled(here, veto=vetoes, quota=quotas(here)[name])
    compared = 0

    @settings(max_examples=scaled(4, 1000), deadline=None, suppress_health_check=list(HealthCheck))
    @given(rows(ruleset, most=7))
    def check(drawn: list[Row]) -> None:
        nonlocal compared
        try:
            cohort = turned_case(drawn, ruleset).cohort
        except CaseError:
            return
        fast = Evaluation(cohort)
        compared += sum(len(fast.rows("member", span)) for span in fast.spans("member") if span.axis)
        assert said(fast) == said(Evaluation(evolve(cohort, lane=None)))

    check()
    assert compared, "nothing was compared"


def test_who_is_not_due_in_a_month_is_not_walked_for_its_places() -> None:
    """Of a month outside somebody's stay the compiled form says that they have no grade in it."""
    world = WORLDS["a stay"]
    ruleset = ruled(world, quota=[monthly(world)])
    facts = {
        "own": [None, 95, 95, 95],
        "maybe": [None] * 4,
        "side": [None, *["front"] * 3],
        "post": "front",
        "since": "2020-02-02",
    }
    team = {"id": "T1", "kind": "team", "facts": {"joint": [80] * 4, "n": 1}}
    case = turned_case([team, {"id": "M", "kind": "member", "facts": facts}], ruleset)
    evaluation = Evaluation(case.cohort)
    spans = [span for span in evaluation.spans("member") if span.axis]
    assert [[*evaluation.rows("member", span)] for span in spans] == [[], ["M"], ["M"], ["M"]]
    assert [evaluation.ungraded("member", span) for span in spans] == [{"M"}, set(), set(), set()]
