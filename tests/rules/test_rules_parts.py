"""Parts: one class for each kind, each registered under its own name, and the readings that they choose from."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import pytest

from kaohe.errors import SchemeError
from kaohe.rules import (
    Ceiling,
    Choice,
    Kind,
    Part,
    Reading,
    Scheme,
    Total,
    assemble,
    at,
    lint,
)
from kaohe.rules.amend import Amendment, Replacing
from kaohe.rules.nodes import NumberExpr, Option
from kaohe.rules.tools import Rule, Way
from kaohe.words import Text
from scheme_kit import GRADES, PERSON, PLAIN, POINTS, WORDS, amend, count, declare, lines, outcome_of, score, total

TEAM = Kind("team", "工作队", GRADES)
LOWEST = GRADES[2]
mark = POINTS
VISITS, FEWEST = count("visits"), count("fewest")


def cap(id: str = "cap", when: Any = POINTS < 60, **more: Any) -> Ceiling:  # noqa: A002  # the field's own name
    """A ceiling."""
    return Ceiling(LOWEST, **lines(id), when=when, **more)


def of(*parts: type[Part], **fields: Any) -> type[Scheme]:
    """A scheme of those parts."""
    return type("Made", (declare(**fields),), {"parts": parts})


def amending(*parts: type[Part], **fields: Any) -> type[Amendment]:
    """An amendment of those parts."""
    return type("City", (amend(**fields),), {"parts": parts})


def refused(scheme: Any, *amendments: Any, choices: Any = None) -> Text:
    """Why assembling is refused: in both languages, below a kilobyte."""
    with pytest.raises(SchemeError) as error:
        assemble(scheme, amendments, choices=choices)
    assert error.value.text.zh != error.value.text.en
    assert len(error.value.text.en) < 1000
    return error.value.text


class Posted(Part):
    """What both kinds share."""

    worst = 60

    def veto(self) -> Sequence[Ceiling]:
        """The mark is below what the part says."""
        return [Ceiling(self.kind.lowest, **lines("cap"), when=mark < self.worst)]


class Member(Posted):
    """A person."""

    kind = PERSON


class Team(Posted):
    """A team, with a rule more and another number."""

    kind = TEAM
    worst = 70

    def veto(self) -> Sequence[Ceiling]:
        """What is shared, and one of its own."""
        return [*super().veto(), Ceiling(self.kind.grades[1], **lines("own"), when=POINTS < 90)]


def test_a_part_has_the_hooks_of_its_kind_alone() -> None:
    """Each part gives rules for its own kind; what kinds share is inherited and may be overridden."""
    ruleset = assemble(of(Member, Team))
    assert [(rules.kind, [entry.rule.id for entry in rules.entries]) for rules in ruleset.kinds] == [
        (PERSON, ["cap"]),
        (TEAM, ["cap", "own"]),
    ]
    lines_of = [rules.limits for rules in ruleset.kinds]
    assert lines_of == [(Fraction(60),), (Fraction(70), Fraction(90))]
    assert ruleset.scheme.kinds == (PERSON, TEAM)
    assert of(Member, Team).kinds == (PERSON, TEAM)


def test_a_part_is_registered_under_its_plugin_and_kind() -> None:
    """Errors name the part as it is registered; two plugins of one id cannot both be."""

    class Misspelt(Part):
        kind = TEAM

        def vetto(self) -> Sequence[Ceiling]:
            return []

    assert refused(of(Member, Misspelt)).en == (
        "test:team: vetto is not a hook; did you mean veto? (a helper's name starts with _)"
    )
    city = amend(veto=[cap("city", POINTS < 50)])
    assert refused(of(Member), city, city).en.startswith("city:person: pluggy refuses it: ")


def test_an_amendment_has_parts_too() -> None:
    """The part of an amendment adds and replaces rules of its kind only."""

    class Stricter(Part):
        kind = TEAM

        def veto(self) -> Sequence[Ceiling | Replacing]:
            return [Replacing(rule=cap(when=POINTS < 80), basis="细则"), cap("city", POINTS < 10)]

    person, team = assemble(of(Member, Team), [amending(Stricter)]).kinds
    assert [(entry.rule.id, entry.origin) for entry in person.entries] == [("cap", "test")]
    assert [(entry.rule.id, entry.origin) for entry in team.entries] == [
        ("cap", "city"),
        ("own", "test"),
        ("city", "city"),
    ]


class Odd(Part):
    """A part for a kind that looks like the scheme's and is not."""

    kind = Kind("team", "队", GRADES)


@pytest.mark.parametrize("parts", [(Odd,), (Member, Member), (Member, Posted)], ids=["another kind", "twice", "none"])
def test_a_part_of_an_amendment_is_for_one_kind_of_the_scheme(parts: Any) -> None:
    """A kind that the scheme has not, a second part for a kind, and a part without one are refused by name."""
    why = refused(of(Member, Team), amending(*parts)).en
    if Posted in parts:
        assert why == "city: the part Posted has no kind; write kind = Kind(...)"
    else:
        assert why.startswith(f"city: the part {parts[-1].__name__} is for ")
        assert "import the kind from the scheme's package" in why


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"kinds": (PERSON,)}, "test declares kinds; it stands in parts now: a class ...(Part) for each kind"),
        ({"settings": ()}, "test declares settings; it stands in readings now"),
        ({"assumptions": ()}, "test declares assumptions; it stands in readings now"),
        ({"veto": lambda self, kind: []}, "test declares veto; it stands in parts now"),
    ],
)
def test_what_has_moved_is_said(fields: Any, says: str) -> None:
    """A scheme or amendment in the earlier form is told where each thing stands now."""
    assert says in refused(type("Older", (of(Member),), fields)).en
    assert "stands in" in refused(of(Member), type("Older", (amending(Member),), fields)).en


@pytest.mark.parametrize(
    ("parts", "says"),
    [
        ((Member, Part), "the part Part has no kind; write kind = Kind(...)"),
        ((Kind,), "parts holds type; it holds classes made with class ...(Part)"),
        ((Member, Odd, Team), "two parts are for a kind with the key team; one part for each kind"),
    ],
)
def test_wrong_parts_are_refused(parts: Any, says: str) -> None:
    """What is no part, a part without a kind, and two parts for one kind: each is a sentence."""
    assert says in refused(of(*parts)).en


def test_a_kind_without_grades_has_no_best_and_no_lowest() -> None:
    """Asking for its grades is refused with what to declare."""
    assert (PERSON.best, PERSON.lowest) == (GRADES[0], LOWEST)
    for end in ("best", "lowest"):
        with pytest.raises(SchemeError, match="has no grades; declare them: Kind\\('person', "):
            getattr(PLAIN, end)


# --- readings -----------------------------------------------------------------------------------------------------

LINE = Reading("A", "多少分", key="line", ways={"high": "七十分", "low": Text("fifty", "五十分")}, clause="第三条")
COUNTED = Reading("B", "次数的口径", key="counted", ways={"all": ("全部", VISITS), "each": ("各点最少", FEWEST)})


class Reads(Part):
    """A score by the input that a reading chooses, and a limit by the code of another."""

    kind = PERSON

    def scoring(self) -> Sequence[Total]:
        """What is counted."""
        value: NumberExpr = self.chosen(COUNTED)
        return [Total(**lines("total"), value=value, assumption=COUNTED)]

    def veto(self) -> Sequence[Ceiling]:
        """By the line."""
        line = {"high": 70, "low": 50}[self.chosen(LINE)]
        return [cap(when=mark < line, assumption=(LINE, "B"))]


@pytest.mark.parametrize(
    ("choices", "score", "codes"),
    [({}, "5", ("high", "all")), ({"counted": "each", "line": "low"}, "2", ("low", "each"))],
)
def test_a_reading_chooses_codes_and_inputs(choices: Any, score: str, codes: tuple[str, str]) -> None:
    """Without a choice the first way is read; a way may be an input, and only what is read is asked for."""
    ruleset = assemble(of(Reads, readings=(LINE, COUNTED)), choices=choices)
    asked = {given.key for given in ruleset.kinds[0].inputs}
    assert asked == {"mark", "fewest" if codes[1] == "each" else "visits"}
    facts = {"mark": 60, "visits": 5, "fewest": 2}
    outcome = outcome_of(ruleset, **{key: value for key, value in facts.items() if key in asked})
    assert outcome.as_json()["score"] == score
    assert ("cap" in outcome.rules) == (codes[0] == "high")


@pytest.mark.parametrize("typo", ["hihg", "", "HIGH"])
@pytest.mark.parametrize("how", ["is", "is not", "among"])
def test_a_code_that_a_reading_has_not_is_refused(typo: str, how: str) -> None:
    """Comparing with a code that was mistyped is no silent "no": the sentence lists the codes of the reading."""

    class Reads(Part):
        kind = PERSON

        def veto(self) -> Sequence[Ceiling]:
            way = self.chosen(LINE)
            found: dict[str, Any] = {
                "is": lambda: way == typo,
                "is not": lambda: typo != way,
                "among": lambda: way in (typo, "low"),
            }
            return [cap(when=mark < 70)] if found[how]() else []

    said = refused(of(Reads, readings=(LINE,))).en
    assert "none of the codes of the reading A; they are high, low; write one of them" in said


def test_a_code_of_a_reading_is_a_text_like_any_other() -> None:
    """Its own codes compare as ever, it is a key of a table, and a declaration keeps it as a plain text."""

    class Reads(Part):
        kind = PERSON

        def veto(self) -> Sequence[Ceiling]:
            way = self.chosen(LINE)
            assert (way == "high", way != "high", way == "low", way in ("low", "high")) == (True, False, False, True)
            assert way != 3
            return [cap(way, mark < 70)]

    (entry,) = assemble(of(Reads, readings=(LINE,))).kinds[0].entries
    assert type(entry.rule.id) is str
    assert entry.rule.id == "high"


def test_a_reading_is_assumption_and_setting_in_one() -> None:
    """It stands among the assumptions, and with a key among the settings, its first way the default."""
    ruleset = assemble(of(Reads, readings=(LINE, COUNTED)))
    assert [given.id for given in ruleset.assumptions] == ["A", "B"]
    line = ruleset.settings[0]
    assert (line.key, line.default, line.assumption, line.clause) == ("line", "high", "A", "第三条")
    assert [option.code for option in line.options] == ["high", "low"]
    assert (LINE.default, line.label) == (Text("七十分", "七十分"), LINE.issue)
    assert LINE.readings == (Text("七十分", "七十分"), Text("fifty", "五十分"))
    assert [entry.rule.assumption for entry in ruleset.kinds[0].entries] == [("B",), ("A", "B")]
    assert lint(ruleset) == []


def test_a_reading_without_a_key_is_an_assumption_alone() -> None:
    """It has no setting; its first way is what is read, and where it has none nothing can be chosen."""
    told = Reading("A", WORDS, WORDS)
    assert (told.setting, told.default) == (None, WORDS)

    class Chooses(Part):
        kind = PERSON

        def veto(self) -> Sequence[Ceiling]:
            return self.chosen(told)  # type: ignore[no-any-return]  # it is refused

    assert "test.veto(person) failed: the reading A has no ways to choose from" in refused(of(Chooses)).en
    assert "no setting line" in refused(declare(readings=(told,)), choices={"line": "high"}).en


@pytest.mark.parametrize("key", ["line", None], ids=["a setting", "no setting"])
def test_ways_are_given_as_words_or_as_ways(key: str | None) -> None:
    """A mapping of codes stands for the ways themselves."""
    ways: Any = (Way("high", Text("七十分", "七十分")), Way("low", Text("fifty", "五十分")))
    assert Reading("A", "多少分", key=key, ways=ways, clause="第三条").ways == LINE.ways


@pytest.mark.parametrize(
    ("ways", "says"),
    [
        ("high", "Reading A: ways is 'high' (str); write a tuple of: Way"),
        (("high",), "Reading A: ways[0] is 'high' (str); write Way"),
        ({"high": 3}, "Way high: label is 3 (int)"),
        ({"high": ("words", 3)}, "Way high: value is 3 (int)"),
        ({" ": "words"}, "Way: code is ' ' (str)"),
    ],
)
def test_wrong_ways_are_sentences(ways: Any, says: str) -> None:
    """What is no way is refused by the field."""
    with pytest.raises(SchemeError) as error:
        Reading("A", WORDS, key="line", ways=ways)
    assert says in error.value.text.en


def test_a_choice_reaches_the_parts_of_amendments() -> None:
    """A part of an amendment reads the same choice of the scheme's reading."""

    class Also(Part):
        kind = PERSON

        def veto(self) -> Sequence[Ceiling]:
            line = {"high": 71, "low": 51}[self.chosen(LINE)]
            return [cap("city", mark < line)]

    ruleset = assemble(of(Reads, readings=(LINE, COUNTED)), [amending(Also)], choices={"line": "low"})
    *_, added = ruleset.kinds[0].entries
    assert added.rule == cap("city", POINTS < 51)


# --- a plain text for both languages ------------------------------------------------------------------------------


def test_a_plain_text_stands_wherever_a_text_is_asked() -> None:
    """A title, a label, an option, a rule's words and a name of a value may be one Chinese text."""
    grade = Choice("level", "层级", clause="第一条", options=(Option("a", "甲级"),))
    rules: list[Rule] = [total(POINTS.named("年度得分"), text="得分")]
    scheme = type("Made", (declare(scoring=rules),), {"title": "示例办法"})
    ruleset = assemble(scheme)
    (entry,) = ruleset.kinds[0].entries
    assert entry.rule == total(POINTS.named(Text("年度得分", "年度得分")), text=Text("得分", "得分"))
    assert (ruleset.scheme.title, grade.label, TEAM.label) == (
        Text("示例办法", "示例办法"),
        Text("层级", "层级"),
        Text("工作队", "工作队"),
    )
    assert lint(ruleset) == []


@pytest.mark.parametrize("wrong", ["", "  ", 3, b"x", ["a"]], ids=str)
def test_what_is_no_text_is_refused(wrong: Any) -> None:
    """A blank, a number, bytes or a list is no text."""
    with pytest.raises(SchemeError, match=r"Score mark: label is "):
        score_of(wrong)


def score_of(label: Any) -> Any:
    """A score of that label."""
    return type(POINTS)("mark", label)


def test_a_text_is_no_list_of_its_characters() -> None:
    """Where several texts are asked, one text is refused and not read letter by letter."""
    with pytest.raises(SchemeError, match=r"Reading A: alternatives is '甲乙' \(str\)"):
        Reading("A", WORDS, WORDS, "甲乙")


def test_at_places_rules_in_a_clause() -> None:
    """Rules that name no clause take the one they stand in, replacements too; what names its own keeps it."""
    bare = Total(id="t", text=WORDS, value=score())
    own = Total(id="u", clause="第九条", text=WORDS, value=score())
    first, second, third = at("第二条", bare, own, Replacing(rule=bare, basis="细则"))
    assert isinstance(third, Replacing)
    assert isinstance(first, Total)
    assert isinstance(second, Total)
    assert (first.clause, second.clause, third.rule.clause) == ("第二条", "第九条", "第二条")
    assert at("第二条") == []
