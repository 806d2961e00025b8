"""Small schemes whose people read one another through links, with and without places; for incremental evaluation."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import evolve

from kaohe.rules import GradeIs, Kind, Link, Quota, Rank, Reading, ScoreOf, assemble
from kaohe.rules.nodes import RankOf
from kaohe.rules.tools import Rule, Ruleset
from scheme_kit import WORDS, bands, count, declare, lines, of, score, total

__all__ = ["LINKED"]

GRADES = ("优秀", "称职", "不称职")
UNIT = Kind("unit", WORDS, GRADES)
PERSON = Kind("person", WORDS, GRADES)
UNIT_OF = Link("unit", WORDS, UNIT, clause="1")
MARK, N, AREA = score("mark"), count("n"), of("east", "west", key="area")
PLACES = count("places", high=3)
TEAM = of("a", "b", key="post")


def _scheme(mine: list[Rule], theirs: list[Rule], quotas: list[Quota], *, units: Sequence[Quota] = ()) -> Ruleset:
    return assemble(
        declare(
            kinds=[PERSON, UNIT],
            scoring={"person": mine, "unit": theirs},
            quota={"person": quotas, "unit": units},
            readings=[Reading("A", WORDS, WORDS)],
        )
    )


PLACE = Quota("优秀", **lines("top"), number=2, pool=(AREA,), rank=(Rank(ScoreOf()),), otherwise="称职")
BEST_UNIT = Quota("优秀", **lines("first"), number=1, rank=(Rank(ScoreOf()),), otherwise="称职")
BANDS = bands(ScoreOf())
OWN = [total(MARK), BANDS]
TEAM_MARK = [total(UNIT_OF.their(ScoreOf()) / 2 + MARK / 2), BANDS]
UNIT_MARK = [total(PLACES * 30), bands(ScoreOf())]
MEAN = [total(UNIT_OF.back(PERSON).their(MARK).mean()), bands(ScoreOf())]
RANKED = [total(MARK + (RankOf(MARK) <= 1).then(2)), BANDS]

LINKED: dict[str, Ruleset] = {
    "of the unit": _scheme(TEAM_MARK, UNIT_MARK, [PLACE]),
    "of the members": _scheme(OWN, MEAN, [PLACE]),
    "a part of the unit's": _scheme(
        [total(MARK + count("n", part_of=UNIT_OF.their(PLACES)) + UNIT_OF.their(PLACES) / 9), BANDS], UNIT_MARK, [PLACE]
    ),
    "ranked": _scheme(RANKED, UNIT_MARK, [PLACE]),
    "the grade of the unit": _scheme(
        [total(MARK + UNIT_OF.their(GradeIs(("优秀",))).then(5)), BANDS], UNIT_MARK, [PLACE], units=[BEST_UNIT]
    ),
    "places by the grade of the unit": _scheme(
        OWN, MEAN, [evolve(PLACE, number=UNIT_OF.their(GradeIs(("优秀",))).then(2), pool=(AREA,))], units=[BEST_UNIT]
    ),
    "a fact of the post": _scheme([total(MARK + count("n", shared_by=TEAM)), BANDS], UNIT_MARK, [PLACE]),
}
