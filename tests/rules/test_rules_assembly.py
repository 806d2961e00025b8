"""Assembling a scheme: hooks, amendments, contradictions, inputs gathered, and the order of outcomes."""

from __future__ import annotations

from typing import Any

import pytest

from kaohe.errors import SchemeError
from kaohe.rules import (
    Asks,
    Bonus,
    Ceiling,
    Consequence,
    Eligibility,
    Events,
    Figure,
    Flag,
    Floor,
    GradeIs,
    Kind,
    Link,
    Part,
    Penalty,
    Periods,
    Procedure,
    Proposed,
    Quota,
    Rank,
    Reading,
    Refer,
    ScoreOf,
    assemble,
    at,
)
from kaohe.rules.amend import Replacing
from kaohe.rules.tools import HOOKS, Entry, Rule
from scheme_kit import (
    GRADES,
    MONTH,
    PERSON,
    POINTS,
    WORDS,
    amend,
    bands,
    count,
    declare,
    lines,
    of,
    outcomes,
    score,
    total,
)

LOWEST = GRADES[2]
TEAM = Kind("team", WORDS, GRADES)
MADE_EVENTS = Events("events", WORDS, clause="1")
TEAM_OF = Link("team", WORDS, TEAM, clause="1")


def veto(id: str = "veto", when: Any = POINTS < 60, grade: str = LOWEST, clause: str = "第七条") -> Ceiling:  # noqa: A002
    """A ceiling."""
    return Ceiling(grade, **lines(id, clause), when=when)


def of_parts(*parts: type[Part], **fields: Any) -> Any:
    """A scheme of those parts."""
    return type("Made", (declare(**fields),), {"parts": parts})


def refused(scheme: Any, *amendments: Any, choices: Any = None) -> str:
    """Why assembling is refused."""
    with pytest.raises(SchemeError) as error:
        assemble(scheme, amendments, choices=choices)
    return error.value.text.en


# One declaration of every type, and the one hook that takes it.
MADE: dict[str, Rule] = {
    "Eligibility": Eligibility(**lines("a"), when=POINTS > 1, otherwise=WORDS),
    "Total": total(),
    "Bands": bands(),
    "Proposed": Proposed(**lines("a"), by=of(*GRADES)),
    "Figure": Figure(**lines("a"), value=POINTS),
    "Flag": Flag(**lines("a"), flag="flag", when=POINTS > 1),
    "Refer": Refer(**lines("a"), when=POINTS > 1),
    "Bonus": Bonus(**lines("a"), points=POINTS),
    "Penalty": Penalty(**lines("a"), points=POINTS),
    "Ceiling": veto(),
    "Floor": Floor(GRADES[0], **lines("a"), when=POINTS > 1),
    "Quota": Quota(GRADES[0], **lines("a"), share="30%", rank=(Rank(ScoreOf()),), otherwise=GRADES[1]),
    "Procedure": Procedure(**lines("a"), step="deadline"),
    "Consequence": Consequence(**lines("a"), when=GradeIs((LOWEST,))),
    "Asks": Asks(**lines("a"), inputs=(POINTS,)),
}
TAKEN = {
    "eligibility": {"Eligibility"},
    "scoring": {"Total", "Bands", "Proposed", "Figure", "Flag", "Refer"},
    "bonus_penalty": {"Bonus", "Penalty"},
    "veto": {"Ceiling", "Floor", "Flag", "Refer"},
    "quota": {"Quota"},
    "procedure": {"Procedure", "Consequence", "Asks"},
}


def test_the_hooks_are_six() -> None:
    """The hooks are those of the design, no more."""
    assert set(HOOKS) == set(TAKEN)


@pytest.mark.parametrize("made", MADE)
@pytest.mark.parametrize("hook", TAKEN)
def test_a_hook_takes_its_declarations_and_no_others(hook: str, made: str) -> None:
    """Each declaration is taken from its hooks, and refused from the others by name of plugin, hook and type."""
    hooks: dict[str, Any] = {hook: [MADE[made]]}
    if made in TAKEN[hook]:
        (entry,) = assemble(declare(**hooks)).kinds[0].entries
        assert entry == Entry(hook, "test", MADE[made])
    else:
        assert refused(declare(**hooks)).startswith(f"test.{hook}(person) returned {made}; it may return ")


@pytest.mark.parametrize("wrong", [None, 1, "veto", MADE["Ceiling"], [None], ["veto"], [[MADE["Ceiling"]]]], ids=str)
def test_a_hook_returns_a_sequence_of_declarations(wrong: Any) -> None:
    """Anything else is refused, naming plugin and hook."""
    assert refused(declare(veto=wrong)).startswith("test.veto(person) ")


def test_a_list_inside_a_hooks_list_says_how_to_unpack_it() -> None:
    """What `at` gives stands in a list with a star before it."""
    why = refused(declare(veto=[at("第七条", veto(clause=""))]))
    assert why == "test.veto(person) returned a list inside its list; put a * before it: [*at(...), ...]"


def test_an_error_inside_a_hook_names_it() -> None:
    """An exception in an author's code says which hook of which plugin for which kind."""

    class Raises(Part):
        kind = PERSON

        def veto(self) -> list[Ceiling]:
            raise KeyError("优秀")

    assert refused(of_parts(Raises)).startswith("test.veto(person) failed: KeyError: '优秀' (test_rules_assembly.py, ")


def test_hooks_are_called_once_for_every_kind() -> None:
    """Assembling calls each hook once a kind; evaluating calls none."""
    calls: list[str] = []

    class Counts(Part):
        kind = PERSON

        def veto(self) -> list[Ceiling]:
            calls.append(self.kind.key)
            return []

    class CountsToo(Counts):
        kind = TEAM

    ruleset = assemble(of_parts(Counts, CountsToo))
    outcomes(ruleset, {"P": {}})
    assert calls == ["person", "team"]


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("scroing", "did you mean scoring?"),
        ("vetoes", "did you mean veto?"),
        ("bonus", "did you mean bonus_penalty?"),
        ("quotas", "did you mean quota?"),
        ("zzz", "the hooks are eligibility, scoring"),
    ],
)
def test_a_public_method_that_is_no_hook_is_refused(name: str, hint: str) -> None:
    """A misspelt hook is refused with the nearest one; a helper starts with an underscore."""
    hooks: dict[str, Any] = {name: []}
    assert hint in refused(declare(**hooks))
    helper: dict[str, Any] = {f"_{name}": []}
    assemble(declare(**helper))
    assert hint in refused(declare(), amend(**hooks))


def test_a_misspelt_hook_in_a_shared_base_class_is_found() -> None:
    """The names are checked along the whole inheritance, not in the last class alone."""

    class Shared(Part):
        def scroing(self) -> list[Rule]:
            return []

    class Child(Shared):
        kind = PERSON

    assert "test:person: scroing is not a hook; did you mean scoring?" in refused(of_parts(Child))


def test_two_rules_of_one_id_are_refused() -> None:
    """An id is unique in its kind, across hooks; the refusal names both clauses."""
    text = refused(declare(veto=[veto("x", POINTS < 60, clause="第七条"), veto("x", POINTS < 50, clause="第八条")]))
    assert "第七条" in text
    assert "第八条" in text
    assert "give one of them a role=... (added to the id), or an id=..." in text
    assert "the Bands of 1 has the id total, as has the Total of 1" in refused(
        declare(scoring=[total(), bands(id="total")])
    )


def test_two_kinds_may_share_an_id() -> None:
    """Ids are unique within a kind only."""
    ruleset = assemble(declare(kinds=(PERSON, TEAM), veto=[veto()]))
    assert [entry.rule.id for rules in ruleset.kinds for entry in rules.entries] == ["veto", "veto"]


CONTRADICTIONS = {
    "two totals": ("scoring", total(), total(id="b", clause="第九条")),
    "two bands": ("scoring", bands(), bands(id="b", clause="第九条")),
    "bands and a proposed grade": ("scoring", bands(), Proposed(**lines("b", "第九条"), by=of(*GRADES))),
    "two ceilings under one condition": ("veto", veto(grade=GRADES[1]), veto("b", clause="第九条")),
    "two quotas of one pool": (
        "quota",
        MADE["Quota"],
        Quota(GRADES[0], **lines("b", "第九条"), share="20%", rank=(Rank(ScoreOf()),), otherwise=GRADES[1]),
    ),
}


@pytest.mark.parametrize("name", CONTRADICTIONS)
def test_two_rules_that_decide_the_same_thing_are_refused(name: str) -> None:
    """Within a scheme, and between scheme and amendment, both clauses are named; never does the first win."""
    hook, one, other = CONTRADICTIONS[name]
    alone, added, both = (dict[str, Any]({hook: list(rules)}) for rules in ((one,), (other,), (one, other)))
    for text in (refused(declare(**both)), refused(declare(**alone), amend(**added))):
        assert f"{one.id} ({one.clause})" in text
        assert "b (第九条)" in text
        assert "Replacing" in text


def test_bands_of_the_year_and_of_the_months_stand_side_by_side() -> None:
    """Bands open on the periods grade the periods, and contradict no annual ones."""
    monthly = score("monthly", on=MONTH)
    ruleset = assemble(declare(scoring=[total(monthly.mean()), bands(monthly.mean()), bands(monthly, id="b")]))
    assert len(ruleset.kinds[0].entries) == 3


# --- amendments ---------------------------------------------------------------------------------------------------


def test_an_amendment_adds_rules_under_its_own_name() -> None:
    """What an amendment adds stands after the scheme's own, with the amendment as its origin."""
    ruleset = assemble(declare(veto=[veto()]), [amend(veto=[veto("city", POINTS < 50)])])
    assert [(entry.rule.id, entry.origin) for entry in ruleset.kinds[0].entries] == [("veto", "test"), ("city", "city")]
    assert [plugin.id for plugin in ruleset.plugins] == ["test", "city"]


def test_an_amendment_replaces_a_rule_in_its_place_with_the_basis() -> None:
    """A replacement takes the rule's place in the order, and keeps its legal basis."""
    stricter = veto(when=POINTS < 70)
    ruleset = assemble(
        declare(veto=[veto(), veto("last", POINTS < 10)]), [amend(veto=[Replacing(rule=stricter, basis="细则第三条")])]
    )
    first, last = ruleset.kinds[0].entries
    assert first == Entry("veto", "city", stricter, "细则第三条")
    assert last.origin == "test"


@pytest.mark.parametrize(
    ("hook", "replacing", "why"),
    [
        ("veto", Replacing(rule=veto("other"), basis="细则"), "has no such rule; check its id"),
        ("scoring", Replacing(rule=bands(id="veto"), basis="细则"), "has no such rule; check its id"),
        ("veto", Replacing(rule=veto(), basis=" "), "without its legal basis"),
        ("veto", Replacing(rule=total(id="veto"), basis="细则"), "returned Total"),
        ("veto", veto(when=POINTS < 50), "contradict each other: they have the same id"),
    ],
)
def test_a_wrong_replacement_is_refused(hook: str, replacing: Any, why: str) -> None:
    """A replacement names an existing rule of the same hook, and its legal basis."""
    hooks: dict[str, Any] = {hook: [replacing]}
    assert why in refused(declare(veto=[veto()]), amend(**hooks))


def test_a_scheme_replaces_nothing() -> None:
    """Only an amendment may replace."""
    text = refused(declare(veto=[Replacing(rule=veto(), basis="x")]))
    assert "test.veto(person) returned Replacing" in text


def test_two_replacements_need_a_declared_precedence() -> None:
    """Two amendments that replace one rule are refused, unless one says which it supersedes."""
    scheme = declare(veto=[veto()])
    one = amend("one", veto=[Replacing(rule=veto(when=POINTS < 70), basis="甲")])
    two = amend("two", veto=[Replacing(rule=veto(when=POINTS < 80), basis="乙")])
    over = amend("over", veto=[Replacing(rule=veto(when=POINTS < 90), basis="丙", over="one")])
    assert "one must be declared over the other" in refused(scheme, one, two)
    entry = assemble(scheme, [one, over]).kinds[0].entries[0]
    assert (entry.origin, entry.basis) == ("over", "丙")
    assert "one must be declared over the other" in refused(scheme, two, over)


def test_an_amendment_of_another_scheme_is_refused() -> None:
    """An amendment says whose it is, and is refused elsewhere."""
    assert "amends other, not test" in refused(declare(), amend(base="other"))


# --- settings -----------------------------------------------------------------------------------------------------

READING = Reading("A", WORDS, key="reading", ways={"a": WORDS, "b": WORDS})
POSTS = Reading("B", WORDS, key="posts", ways={"x": WORDS, "y": WORDS}, is_list=True)


def test_a_scheme_reads_its_settings() -> None:
    """A hook sees the chosen reading, or the default; a list setting gives its codes."""
    seen: list[Any] = []

    class Reads(Part):
        kind = PERSON

        def veto(self) -> list[Ceiling]:
            seen.append((self.chosen(READING), self.listed(POSTS)))
            return []

    scheme = of_parts(Reads, readings=(READING, POSTS))
    assemble(scheme)
    assemble(scheme, choices={"reading": "b", "posts": ("y", "x")})
    assert seen == [("a", ()), ("b", ("y", "x"))]


@pytest.mark.parametrize(
    ("choices", "why"),
    [
        ({"reading": "c"}, "c is not one of a, b"),
        ({"reeding": "a"}, "no setting reeding; the settings are: posts, reading"),
        ({"reading": ("a",)}, "not one of"),
        ({"posts": "x"}, "not one of"),
        ({"posts": ("z",)}, "not one of x, y"),
    ],
)
def test_a_wrong_setting_is_refused(choices: Any, why: str) -> None:
    """An unknown setting or code is refused with those that exist."""
    assert why in refused(declare(readings=(READING, POSTS)), choices=choices)


def test_an_amendment_may_bring_settings_of_its_own() -> None:
    """The settings of an active amendment may be chosen; of an inactive one they are unknown."""
    city = amend(readings=(READING,))
    assert assemble(declare(), [city], choices={"reading": "b"}).choices == (("reading", "b"),)
    assert "no setting reading" in refused(declare(), choices={"reading": "b"})


# --- what is gathered ---------------------------------------------------------------------------------------------


def test_the_inputs_of_a_kind_are_those_its_rules_read() -> None:
    """Inputs are gathered in the order in which rules read them, lists before their columns, and those asked for."""
    on = score("amount", on=MADE_EVENTS)
    rules = [total(POINTS + on.sum()), Figure(**lines("f"), value=POINTS)]
    ruleset = assemble(declare(scoring=rules, procedure=[Asks(**lines("asks"), inputs=(count("asked"),))]))
    assert [given.key for given in ruleset.kinds[0].inputs] == ["mark", "events", "amount", "asked"]


def test_two_inputs_of_one_key_are_refused() -> None:
    """A key means one input; two declarations of it are refused with both clauses."""
    other = score("mark", high=10)
    text = refused(declare(scoring=[total()], veto=[veto(when=other < 5)]))
    assert "two different inputs called mark" in text


@pytest.mark.parametrize(
    "axes",
    [
        [Periods("week", WORDS, "week")],
        [Periods("when", WORDS, "month"), Periods("when", WORDS, "quarter")],
    ],
    ids=["an unknown unit", "two units of one axis"],
)
def test_an_axis_of_periods_has_one_known_unit(axes: list[Periods]) -> None:
    """Periods are months, quarters, halves or years, and one axis is one of them."""
    rules = [Figure(**lines(f"f{n}"), value=score(f"s{n}", on=axis)) for n, axis in enumerate(axes)]
    assert "one axis has one unit out of month, quarter" in refused(declare(scoring=rules))


def test_a_link_and_what_is_read_through_it_are_gathered() -> None:
    """The linking kind has the link, the linked kind the input."""
    ruleset = assemble(declare(kinds=(PERSON, TEAM), veto={"person": [veto(when=TEAM_OF.their(POINTS) < 60)]}))
    person, team = ruleset.kinds
    assert [link.key for link in person.links] == ["team"]
    assert [given.key for given in team.inputs] == ["mark"]
    assert (len(person.inputs), len(team.links)) == (0, 0)


def test_a_back_link_gives_the_members_the_link() -> None:
    """Who is read along a back link has the link, also where only the other kind has the rule."""
    mean = TEAM_OF.back(PERSON).their(POINTS).mean()
    person, team = assemble(declare(kinds=(PERSON, TEAM), scoring={"team": [total(mean)]})).kinds
    assert [link.key for link in person.links] == ["team"]
    assert [given.key for given in person.inputs] == ["mark"]
    assert (len(team.inputs), len(team.links)) == (0, 0)


# --- order --------------------------------------------------------------------------------------------------------


def test_outcomes_are_ordered_by_what_they_rest_on() -> None:
    """A member's ceiling by the team's grade puts the team's grade first, and its score on the members' before that."""
    ruleset = assemble(
        declare(
            kinds=(PERSON, TEAM),
            scoring={
                "person": [total()],
                "team": [total(TEAM_OF.back(PERSON).their(ScoreOf()).mean()), bands(ScoreOf())],
            },
            veto={"person": [veto(when=TEAM_OF.their(GradeIs((LOWEST,))))]},
        )
    )
    order = list(ruleset.order)
    wanted = [("person", "score"), ("team", "score"), ("team", "grade"), ("person", "grade")]
    assert [order.index(stage) for stage in wanted] == sorted(order.index(stage) for stage in wanted)


@pytest.mark.parametrize(
    "hooks",
    [
        {"veto": {"person": [veto(when=Link("boss", WORDS, PERSON, clause="1").their(GradeIs((LOWEST,))))]}},
        {
            "scoring": {
                "person": [total(TEAM_OF.their(ScoreOf()))],
                "team": [total(TEAM_OF.back(PERSON).their(ScoreOf()).mean())],
            }
        },
    ],
    ids=["a grade by the superior's grade", "scores of each other"],
)
def test_outcomes_in_a_circle_are_refused(hooks: dict[str, Any]) -> None:
    """A circle of outcomes is refused, spelling the circle out."""
    text = refused(declare(kinds=(PERSON, TEAM), **hooks))
    assert "circle" in text
    assert "->" in text


def test_a_consequence_may_look_at_any_outcome() -> None:
    """A notice comes after all outcomes, so it makes no circle."""
    notice = Consequence(**lines("n"), when=Link("boss", WORDS, PERSON, clause="1").their(GradeIs((LOWEST,))))
    assemble(declare(procedure=[notice]))
