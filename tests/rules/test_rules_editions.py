"""A later year's edition is declared as the numbers that moved, and changes nothing else."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from attrs import evolve

from kaohe.errors import SchemeError
from kaohe.rules import (
    OWN,
    Band,
    Ceiling,
    Each,
    Item,
    ItemPart,
    PointTable,
    Quota,
    Rank,
    Reading,
    Scheme,
    Score,
    ScoreOf,
    assemble,
)
from kaohe.rules.amend import Changed, Replacing
from kaohe.rules.tools import Rule
from kaohe.words import Text
from scheme_kit import GRADES, MONTH, PERSON, POINTS, WORDS, amend, bands, count, declare, lines, outcome_of, total

BEST, GOOD, POOR = GRADES
OPINION = Score("opinion", WORDS, clause="1", on=OWN)
KIND = evolve(PERSON, every=MONTH)
CAP = Ceiling(POOR, **lines("cap"), when=OPINION.mean() < 60, each=Each(assumption="A"))
FEW = Quota(BEST, **lines("few"), number=2, rank=(Rank(ScoreOf()),), otherwise=GOOD)
SHARE = Quota(GOOD, **lines("share"), share="30%", rank=(Rank(ScoreOf()),), otherwise=POOR)
PART = ItemPart(**lines("row.1"), points=40, loses=count() * 5)
TABLE = PointTable(
    **lines("table"),
    items=(
        Item(**lines("row"), points=40, parts=(PART,)),
        Item(**lines("other"), points=60, earns=count("x") * 5),
    ),
)


def edition(scheme: type[Scheme], *changes: Changed, name: str = "test-2019", **more: Any) -> type[Scheme]:
    """The edition of a scheme with those changes."""
    return type("Edition", (scheme,), {"id": name, "version": "2", "changes": changes} | more)


def first(**hooks: Any) -> type[Scheme]:
    """The edition before."""
    return declare(kinds=(KIND,), readings=(Reading("A", WORDS, WORDS),), **hooks)


def rules_of(scheme: type[Scheme], *amendments: Any) -> dict[str, Rule]:
    """The rules of its kind by id."""
    return {entry.rule.id: entry.rule for entry in assemble(scheme, amendments).kinds[0].entries}


def refused(scheme: type[Scheme]) -> str:
    """Why it is refused; the Chinese is another sentence."""
    with pytest.raises(SchemeError) as error:
        assemble(scheme)
    assert error.value.text.zh != error.value.text.en
    return error.value.text.en


def test_an_edition_changes_a_number_and_what_derives_from_it() -> None:
    """The year's rule and the single periods' move together; everything else is as it was."""
    scheme = first(veto=[CAP], quota=[SHARE])
    later = edition(scheme, Changed("cap", 60, 65))
    spelled = first(veto=[evolve(CAP, when=OPINION.mean() < 65)], quota=[SHARE])
    assert rules_of(later) == rules_of(spelled)
    assert rules_of(scheme)["cap"] != rules_of(later)["cap"]
    assert (assemble(later).id, assemble(scheme).id) == ("test-2019", "test")
    assert assemble(later).digest != assemble(scheme).digest


def test_an_edition_says_where_and_in_what_words() -> None:
    """The clause of the new document, and words that name the number, come with it."""
    changed = Changed("share", "30%", "25%", clause="第五条第二款", text="不超过25%")
    found = rules_of(edition(first(quota=[SHARE]), changed))["share"]
    assert isinstance(found, Quota)
    assert (found.share, found.clause) == (Fraction(1, 4), "第五条第二款")
    assert found.text == Text("不超过25%", "不超过25%")


def test_a_number_of_places_can_change() -> None:
    """A whole number is a number too; how a score is written is none."""
    found = rules_of(edition(first(scoring=[total()], quota=[FEW]), Changed("few", 2, 3)))["few"]
    assert found == evolve(FEW, number=3)
    why = refused(edition(first(scoring=[total()]), Changed("total", 2, 3)))
    assert "where 2 stands 0 times" in why


def test_half_a_place_is_refused() -> None:
    """A whole number does not become a fraction."""
    assert "number is Fraction(5, 2)" in refused(
        edition(first(scoring=[total()], quota=[FEW]), Changed("few", 2, "2.5"))
    )


@pytest.mark.parametrize(
    ("rule", "was", "times"),
    [("cap", 61, 0), ("bands", 60, 2)],
    ids=["none", "both sides of a band"],
)
def test_a_number_stands_once(rule: str, was: int, times: int) -> None:
    """A number that is not there, or is there twice, is refused with hook, rule and both numbers."""
    scheme = first(scoring=[total(OPINION.mean()), bands(OPINION.mean())], veto=[CAP])
    hook = "veto" if rule == "cap" else "scoring"
    assert refused(edition(scheme, Changed(rule, was, 70))) == (
        f"test-2019.{hook}(person): the edition changes {was} to 70 in {rule}, where {was} stands {times} times; "
        "it must stand once, or write the hook anew"
    )


def test_one_of_several_bands_changes() -> None:
    """The lower number of one band moves and the others stay."""
    printed = (Band(BEST, low=90), Band(GOOD, low=60, high=89), Band(POOR, below=60))
    scheme = first(scoring=[total(POINTS), bands(POINTS, bands=printed)])
    later = edition(scheme, Changed("bands", 90, 92), Changed("bands", 89, 91), name="test")
    moved = (Band(BEST, low=92), Band(GOOD, low=60, high=91), Band(POOR, below=60))
    assert rules_of(later)["bands"] == bands(POINTS, bands=moved)
    assert [outcome_of(assemble(one), mark=91).grade for one in (scheme, later)] == [BEST, GOOD]


def test_a_row_of_a_point_table_changes() -> None:
    """The row is named by its own id; the same number in another row, or in the input, is not meant."""
    later = edition(first(scoring=[TABLE]), Changed("row.1", 5, 6, clause="附件2"))
    table = rules_of(later)["table"]
    assert isinstance(table, PointTable)
    assert table.items[0].parts[0] == evolve(PART, loses=count() * 6, clause="附件2")
    assert (table.items[1], table.clause) == (TABLE.items[1], TABLE.clause)
    assert "where 5 stands 2 times" in refused(edition(first(scoring=[TABLE]), Changed("table", 5, 6)))


@pytest.mark.parametrize(("rule", "near"), [("cup", "cap"), ("cap-period", "cap"), ("zzzz", "-")])
def test_a_change_is_of_a_rule_that_there_is(rule: str, near: str) -> None:
    """An unknown rule is refused with the nearest; so is a derived one, which follows the year's."""
    why = refused(edition(first(veto=[CAP]), Changed(rule, 60, 65)))
    assert why == f"test-2019 changes a number of {rule}, but there is no such rule; did you mean {near}?"


def test_an_edition_of_an_edition_names_only_what_moved_since() -> None:
    """The changes of the years between hold on, the oldest first; one that names nothing new is the same rules."""
    second = edition(first(veto=[CAP], quota=[SHARE]), Changed("cap", 60, 65), name="second")
    third = edition(second, Changed("cap", 65, 70), Changed("share", "30%", "25%"), name="third")
    found = rules_of(third)
    assert found["cap"] == evolve(CAP, when=evolve(OPINION, on=MONTH).mean() < 70, each=None)
    assert found["share"] == evolve(SHARE, share="25%")
    same = type("Fourth", (third,), {"id": "fourth"})
    assert rules_of(same) == found
    assert "where 60 stands 0 times" in refused(edition(second, Changed("cap", 60, 70), name="third"))


def test_an_edition_may_override_parts_besides() -> None:
    """What is no number is overridden in a part as in any class; the changes apply to what it then says."""
    scheme = first(veto=[CAP])
    (before,) = scheme.parts

    class Now(before):  # type: ignore[misc,valid-type]  # the base is made at run time
        def veto(self) -> list[Ceiling]:
            return [*super().veto(), Ceiling(GOOD, **lines("new"), when=POINTS < 80)]

    later = edition(scheme, Changed("cap", 60, 65), Changed("new", 80, 85), parts=(Now,))
    assert list(rules_of(later)) == ["cap", "cap-period", "new"]
    assert rules_of(later)["new"] == Ceiling(GOOD, **lines("new"), when=POINTS < 85)


def test_an_amendment_of_an_edition_stands_over_its_changes() -> None:
    """The edition changes the scheme's rules; what a city puts in their place is the city's own."""
    later = edition(first(veto=[CAP]), Changed("cap", 60, 65))
    own = evolve(CAP, when=OPINION.mean() < 60, each=None)
    city = amend(base="test-2019", kinds=(KIND,), veto=[Replacing(rule=own, basis="细则")])
    assert rules_of(later, city) == rules_of(first(veto=[own]))


@pytest.mark.parametrize("wrong", [0.5, "many", None], ids=str)
def test_a_change_is_of_exact_numbers(wrong: Any) -> None:
    """A float or a word is no number of a document."""
    with pytest.raises(SchemeError, match="Changed"):
        Changed("cap", 60, wrong)
