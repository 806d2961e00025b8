"""One small world of two linked kinds, and what every sort of node says of it: numbers, conditions, codes, days."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

from kaohe.rules import Choice, Date, Days, Events, Finding, Kind, Link, Periods, ScoreOf, Tally, weighted
from kaohe.rules.nodes import (
    BoolExpr,
    CycleEnd,
    CycleStart,
    Marks,
    NumberExpr,
    PeriodEnd,
    PeriodStart,
    Ratings,
    all_of,
    any_of,
    best_of,
    least_of,
    listed,
    matched,
    number,
    spelled,
    unsettled,
)
from kaohe.words import Text
from scheme_kit import WORDS, count, of, option, score

__all__ = ["CONDITIONS", "HOME", "MARK", "MEMBER", "NUMBERS", "OF_TEAM", "OPEN_CONDITIONS", "TEAM", "TEAM_OF"]

MONTH = Periods("month", WORDS, "month")
TEAM = Kind("team", Text("team", "队"))
MEMBER = Kind("member", Text("member", "队员"))
TEAM_OF = Link("team", WORDS, TEAM, clause="1")
HOME = Link("home", WORDS, TEAM, clause="1", optional=True)
PEOPLE = TEAM_OF.back(MEMBER)

MARK = A = score("a")
B, N = score("b", places=1), count("n", high=9)
D = Days("d", WORDS, clause="1")
M, K = score("m", on=MONTH, places=0), count("k", on=MONTH, high=3)
C = of("x", "y", "z", key="c")
OWN, OPEN = of("x", "y", key="own", optional=True), of("x", "y", key="open", on=MONTH)
OPTIONAL, MAYBE_MONTHS = score("optional", optional=True), score("maybe-m", optional=True, on=MONTH, places=0)
FOUND, OTHER = Finding("found", WORDS, clause="1"), Finding("other", WORDS, clause="1")
MAYBE = Finding("maybe", WORDS, clause="1", optional=True)
VOTES = Tally("votes", WORDS, clause="1", options=option("yes", "no"))
VALID = Tally("valid", WORDS, clause="1", options=option("yes", "no"), total_is="votes", optional=True)
ISSUED = Tally("issued", WORDS, clause="1", options=option("yes", "no"), total_is="issued")
MONTHLY_VOTES = Tally("ballots", WORDS, clause="1", options=option("yes", "no"), on=MONTH)
EVENTS, FEW = (Events(key, WORDS, clause="1", optional=key == "few") for key in ("events", "few"))
POINTS = score("points", on=EVENTS, places=1, high=10)
SORT = Choice("sort", WORDS, clause="1", on=EVENTS, options=option("x", "y"))
HOURS = Days("hours", WORDS, clause="1", on=EVENTS, places=1, optional=True)
LEAVE = Days("leave", WORDS, clause="1", on=FEW)
RATED = Ratings("rated", WORDS, clause="1", options=option("p", "q", "r"))
MARKS = Marks("marks", WORDS, clause="1", places=1, groups=option("g", "h"))
FIRST, LAST = Date("first", WORDS, clause="1"), Date("last", WORDS, clause="1", optional=True)
LISTED = Choice("listed", WORDS, clause="1", list_key="places")
STEPS: dict[str, int | Fraction] = {"p": 90, "q": Fraction(215, 3), "r": 40}


def _one_name(code: str) -> str:
    """B is another spelling of A."""
    return "A" if code == "B" else code


NUMBERS: dict[str, NumberExpr] = {
    "rounded half up": (A / 3).rounded(0),
    "rounded half up below zero": (A / 8 - 7).rounded(1),
    "rounded down": (number(10) - A / 3).rounded(1, how="down"),
    "rounded up": (number(10) - A / 3).rounded(0, how="up"),
    "a rounded share": (VOTES.share("yes") * 100).rounded(1),
    "a quotient": A / N,
    "a quotient by a difference": (A - 50) / (N - 3),
    "a quotient of quotients": (A / N) / (B / D),
    "a quotient by nothing": A / 0 + 1,
    "an optional number": OPTIONAL + 1,
    "the larger with an optional one": best_of(A, OPTIONAL),
    "points of an optional code": OWN.points({"x": 1, "y": 2}),
    "points that the list may lack": LISTED.points({"A": 1, "C": 2}),
    "points a month": OPEN.points({"x": 1, "y": Fraction(1, 3)}).sum(),
    "months of a code": OPEN.is_("x").count(),
    "marks and points a month": (M + OPEN.points({"x": 1, "y": 2})).mean(),
    "an optional ballot": VALID.total(),
    "an optional share": VALID.share("yes"),
    "a share of those issued": ISSUED.share("yes"),
    "a monthly ballot": MONTHLY_VOTES.share("yes").mean(),
    "the largest monthly share": MONTHLY_VOTES.share("yes").max(),
    "the smallest monthly share": MONTHLY_VOTES.share("no").min(),
    "how many monthly shares": MONTHLY_VOTES.share("yes").known(),
    "optional findings": MAYBE.count(),
    "a sum of optional marks": MAYBE_MONTHS.sum(),
    "a mean of optional marks": MAYBE_MONTHS.mean(),
    "the largest of optional marks": MAYBE_MONTHS.max(),
    "how many optional marks are known": MAYBE_MONTHS.known(),
    "how many optional marks are due": MAYBE_MONTHS.due(),
    "marks above optional ones": (M > MAYBE_MONTHS).count(),
    "known quotients": (M / K).known(),
    "a sum of quotients": (M / K).sum(),
    "a mean of quotients": (M / K).mean(),
    "a sum of quotients of quotients": (M / (K - 1)).sum(),
    "months due for findings": FOUND.during(MONTH).due(),
    "the most findings in a month": FOUND.during(MONTH).max(),
    "different marks": M.distinct(),
    "different codes": OPEN.distinct(),
    "different truths": (M > 50).distinct(),
    "weights over a mean": weighted((A, "0.5"), (M.mean(), "0.5")),
    "weights of shares": weighted((VOTES.share("yes") * 100, "0.3"), (ISSUED.share("yes") * 100, "0.7")),
    "weights with an optional one": weighted((A, "0.5"), (OPTIONAL, "0.5")),
    "the best of a mean": best_of(A, M.mean(), M.mean() * VOTES.share("yes")),
    "the least of shares": least_of(VOTES.share("yes"), ISSUED.share("yes"), number(Fraction(1, 3))),
    "a sum over a share": (M * VOTES.share("yes")).sum(),
    "the largest beyond a mean": (M - M.mean()).max(),
    "an axis inside an axis": ((M + K).max() - 1 <= M).count(),
    "marks against one mark": weighted((M, "0.5"), (A, "0.5")).sum(),
    "last days of months": (PeriodEnd(MONTH) > dt.date(2019, 2, 28)).count(),
    "months begun": (PeriodStart(MONTH) >= FIRST).count(),
    "events": EVENTS.count(),
    "points of events": POINTS.sum(),
    "mean points of events": POINTS.mean(),
    "the largest points": POINTS.max(),
    "hours of events": HOURS.sum(),
    "mean hours": HOURS.mean(),
    "events with hours": HOURS.known(),
    "events due hours": HOURS.due(),
    "points by sort": SORT.is_("x").then(POINTS, otherwise=POINTS * 2).sum(),
    "points of a sort": SORT.points({"x": 1, "y": Fraction(1, 3)}).sum(),
    "different sorts": SORT.distinct(),
    "optional events": FEW.count(),
    "leave": LEAVE.sum(),
    "longest leave": LEAVE.max(),
    "events of a day": (EVENTS.date() > FIRST).count(),
    "findings after a day": (FOUND.date() > FIRST).count(),
    "findings named elsewhere": matched(FOUND, by=OTHER).count(),
    "findings not named elsewhere": (~matched(FOUND, by=OTHER)).count(),
    "ratings": RATED.points(STEPS).mean(),
    "a sum of ratings": RATED.points(STEPS).sum(),
    "ratings of a sort": RATED.is_in("p", "q").count(),
    "different ratings": RATED.distinct(),
    "marks of raters": MARKS.mean(),
    "marks of a group": MARKS.mean("g", highest=1, lowest=1),
    "days between": FIRST.until(dt.date(2019, 6, 30)),
    "days to an optional day": FIRST.until(LAST),
    "days to the end": FIRST.until(LAST.otherwise(CycleEnd())),
    "days from a start": CycleStart().until(FIRST.plus_months(1).plus_days(3)),
    "one of two by what may be absent": (OPTIONAL > 50).then(A, otherwise=B),
    "one of two that may be absent": (A > 50).then(OPTIONAL, otherwise=VALID.share("yes")),
    "one of two over a zero": (N > 0).then(A / N, otherwise=VOTES.share("yes")),
    "a number whose need depends": FOUND.then(D, otherwise=A),
    "limits of a share": (VOTES.share("yes") * 100).at_most(80).at_least(20),
    "steps of an optional number": OPTIONAL.steps((50, 1), (90, 2)),
    "a named optional number": OPTIONAL.named(WORDS) * 2,
    "a team's mark": TEAM_OF.their(A),
    "a team's share": TEAM_OF.their(VOTES.share("yes")),
    "a team's mean": TEAM_OF.their(M.mean()) + A,
    "a team's score": TEAM_OF.their(ScoreOf()) / 2,
    "points by the team's code": TEAM_OF.their(C).points({"x": 1, "y": 2, "z": 3}),
    "points by the team's grade": TEAM_OF.their(Finding("found", WORDS, clause="1").then(1, otherwise=2)),
    "the home's mark": HOME.their(A),
    "colleagues": TEAM_OF.their(PEOPLE.their(number(1)).sum()),
    "the colleagues' mean": TEAM_OF.their(PEOPLE.their(A).mean()),
}

CONDITIONS: dict[str, BoolExpr] = {
    "an optional code": OWN.is_("x"),
    "an optional code or a mark": OWN.is_("x") | (A > 50),
    "an optional code and a mark": OWN.is_("x") & (A > 50),
    "not an optional code": ~OWN.is_("x"),
    "not optional findings, or more": ~(MAYBE | (OPTIONAL > 50)) | (N > 3),
    "an optional number": OPTIONAL >= 50,
    "both optional": all_of(OPTIONAL > 20, MAYBE, A > 10),
    "either optional": any_of(OPTIONAL > 90, MAYBE, A < 10),
    "given": OPTIONAL.given(),
    "given code": OWN.given(),
    "given findings": MAYBE.given(),
    "given share": VALID.share("yes").given(),
    "given quotient": (A / N).given(),
    "given condition": (OPTIONAL > 3).given(),
    "given day": LAST.given(),
    "given events": LEAVE.sum().given(),
    "a day before another": FIRST < LAST,
    "a day after a month": FIRST.plus_months(2) >= LAST.otherwise(dt.date(2019, 3, 1)),
    "some month of a code": OPEN.is_("x").any(),
    "all optional months": (MAYBE_MONTHS >= 50).all(),
    "some optional month": (MAYBE_MONTHS >= 50).any(),
    "all shares of months": (MONTHLY_VOTES.share("yes") >= "0.5").all(),
    "some share of a month": (MONTHLY_VOTES.share("yes") >= "0.5").any(),
    "a finding in each month": (FOUND.during(MONTH) > 0).all(),
    "a finding in some month": (FOUND.during(MONTH) > 0).any(),
    "a long leave": (LEAVE > 3).any(),
    "leaves all long": (LEAVE > 3).all(),
    "an event of a sort": (SORT.is_("x") & (POINTS > 5)).any(),
    "hours all long": (HOURS > 2).all(),
    "hours long": (HOURS > 2).any(),
    "a finding not named": ((FOUND.date() > FIRST) & ~matched(FOUND, by=OTHER)).any(),
    "a rating of a sort": RATED.is_("p").any(),
    "a listed place": LISTED.is_in("A", "B"),
    "a place spelled": spelled(LISTED, _one_name).is_("A"),
    "a list that holds": listed(LISTED, "A"),
    "a list that lacks": listed(LISTED, "nowhere"),
    "the team's finding": TEAM_OF.their(FOUND),
    "the team's optional finding": TEAM_OF.their(MAYBE) | (A > 50),
    "the home's code": HOME.their(C).is_("x"),
    "the home's mark": ~HOME.their(A > 50),
    "a team without a code": ~TEAM_OF.their(OWN).is_("x"),
    "more than one colleague": TEAM_OF.their(PEOPLE.their(number(1)).sum() > 1),
}

# What nobody can answer now and then.
OPEN_CONDITIONS: dict[str, BoolExpr] = {
    "what cannot be answered": unsettled(A > 80, B),
    "what cannot be answered of a team": TEAM_OF.their(unsettled(A > 80, B)) | (N > 3),
}

# What a team reads of its members.
OF_TEAM: dict[str, NumberExpr] = {
    "their mean": PEOPLE.their(A).mean(),
    "their days": PEOPLE.their(D).sum(),
    "their shares": PEOPLE.their(VOTES.share("yes")).mean(),
    "the largest share": PEOPLE.their(ISSUED.share("yes")).max(),
    "who has findings": PEOPLE.their(FOUND).count(),
    "who has an optional code": PEOPLE.their(OWN.is_("x")).count(),
    "how many have an optional mark": PEOPLE.their(OPTIONAL).known(),
    "whether any has findings": PEOPLE.their(FOUND).any().then(1, otherwise=2),
    "whether all have a mark": PEOPLE.their(OPTIONAL > 50).all().then(1, otherwise=2),
    "their scores": PEOPLE.their(ScoreOf()).sum(),
    "different codes": PEOPLE.their(C).distinct(),
    "points of their codes": PEOPLE.their(C).points({"x": 1, "y": 2, "z": 3}).sum(),
}
