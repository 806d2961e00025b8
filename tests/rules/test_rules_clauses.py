"""Said once: a rule's clause, id and words, and an input's clause, come from what is declared beside them."""

from __future__ import annotations

from typing import Any

import pytest

from kaohe.errors import SchemeError
from kaohe.rules import (
    Asks,
    Bonus,
    Ceiling,
    Count,
    Events,
    Finding,
    Input,
    Item,
    ItemPart,
    Link,
    Penalty,
    PointTable,
    Procedure,
    Reading,
    Ruleset,
    Score,
    ScoreOf,
    Total,
    assemble,
    at,
    clause_number,
    lint,
)
from kaohe.words import Text
from scheme_kit import GRADES, PERSON, WORDS, amend, declare, lines, outcome_of

LOWEST = GRADES[2]
MARK = Score("mark", Text("mark", "得分"))
LATE = Finding("late", Text("late", "迟到"))
SHARED = Count("shared", Text("shared", "共用"), clause="第一条")


def made(*amendments: Any, prefix: str = "AB", **hooks: Any) -> Ruleset:
    """The scheme with the prefix AB that those hooks make."""
    return assemble(declare(prefix=prefix, **hooks), amendments)


def rule_of(*, prefix: str = "AB", **hooks: Any) -> Any:
    """The one rule of a scheme."""
    ((entry,),) = (rules.entries for rules in made(prefix=prefix, **hooks).kinds)
    return entry.rule


def refused(**hooks: Any) -> str:
    """Why the scheme is refused, in English; the Chinese is another sentence."""
    with pytest.raises(SchemeError) as error:
        made(**hooks)
    assert error.value.text.zh != error.value.text.en
    return error.value.text.en


# --- clauses and ids ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("clause", "number"),
    [
        ("第七条", "7"),
        ("第七条（一）", "7(1)"),
        ("第七条（一）1", "7(1)1"),
        ("第七条（一）第1项", "7(1)1"),
        ("第七条第（三）项", "7(3)"),
        ("第七条(三)", "7(3)"),
        ("第二十条第三款", "20.3"),
        ("第十条", "10"),
        ("第十九条", "19"),
        ("第三十条第十一项", "30.11"),
        ("第12条", "12"),
        ("第三章第八条", "3.8"),
        ("四（三）3", "4(3)3"),
        ("四、（三）", "4(3)"),
        ("第七条、第八条", "7.8"),
        ("第六条（四）、（五）", "6(4)(5)"),
        ("第七条 （一）", "7(1)"),
        ("二〇一八", "2018"),
        ("附件2", "A2"),
        ("附件二（一）", "A2(1)"),
        ("附件2第三条", "A2.3"),
    ],
)
def test_a_clause_has_a_number(clause: str, number: str) -> None:
    """Articles, paragraphs, items and annexes in Chinese or Arabic numerals, with either sort of brackets."""
    assert clause_number(clause) == number
    assert rule_of(veto=at(clause, Ceiling(LOWEST, when=LATE))).id == f"AB-{number}"


@pytest.mark.parametrize(
    "clause",
    [
        "加分因素1",
        "附件",
        "附件第5项",
        "前言",
        "细则第三条",
        "第七条之一",
        "第一百零五条",
        "、",
        "第（）项",
        "①",
        "1.5",
    ],
)
def test_a_clause_without_a_number_needs_an_id(clause: str) -> None:
    """Where words are left over nothing is guessed: the refusal names plugin, kind, hook and clause."""
    assert clause_number(clause) is None
    why = refused(veto=at(clause, Ceiling(LOWEST, when=LATE)))
    assert (
        why == f"test.veto(person): a rule of {clause} needs an id of its own: "
        f"the clause {clause} has no number to derive it from; write id=..."
    )
    given = rule_of(veto=at(clause, Ceiling(LOWEST, id="own", when=LATE)))
    assert (given.id, given.clause) == ("own", clause)


def test_an_id_is_prefix_clause_and_role() -> None:
    """Two rules of one clause are told apart by their roles, which stand nowhere else; a given id stays."""
    rules = at(
        "第六条（四）",
        Bonus(points=SHARED),
        Penalty(points=SHARED, role="b"),
        Bonus(id="given", points=SHARED * 2),
    )
    found = [entry.rule for entry in made(bonus_penalty=rules).kinds[0].entries]
    assert [rule.id for rule in found] == ["AB-6(4)", "AB-6(4)b", "given"]
    assert {rule.role for rule in found} == {""}


def test_an_id_does_not_hang_on_the_place() -> None:
    """A rule put in before another changes no id and no rule of the others."""
    later = at("第八条", Ceiling(LOWEST, when=LATE))
    before = at("第七条", Ceiling(LOWEST, when=SHARED > 3))
    alone, both = made(veto=later).kinds[0].entries, made(veto=[*before, *later]).kinds[0].entries
    assert both[1:] == alone


def test_a_derived_rule_is_the_same_as_one_spelled_out() -> None:
    """What is derived enters the digest as if it had been written."""
    spelled = Ceiling(
        LOWEST, id="AB-7", clause="第七条", text=LATE.label, when=Finding("late", LATE.label, clause="第七条")
    )
    short, long = made(veto=at("第七条", Ceiling(LOWEST, when=LATE))), made(veto=[spelled])
    assert short.kinds == long.kinds
    assert short.digest == long.digest


def test_two_rules_of_one_clause_need_a_role() -> None:
    """The refusal of a derived id that is there twice says how to tell the two apart."""
    why = refused(veto=at("第七条", Ceiling(LOWEST, when=LATE), Ceiling(LOWEST, when=SHARED > 3)))
    assert "the Ceiling of 第七条 has the id AB-7, as has the Ceiling of 第七条; give one of them a role=..." in why


def test_without_a_prefix_ids_are_given() -> None:
    """A scheme that declares no prefix derives no id."""
    why = refused(prefix="", veto=at("第七条", Ceiling(LOWEST, when=LATE)))
    assert why.endswith("needs an id of its own: the scheme declares no prefix; write id=...")
    assert rule_of(prefix="", veto=at("第七条", Ceiling(LOWEST, id="x", when=LATE))).id == "x"


def test_an_amendment_derives_with_its_own_prefix() -> None:
    """What a city adds is called by the city's prefix and clause."""
    city = amend(prefix="C", veto=at("第三条", Ceiling(LOWEST, when=SHARED > 3)))
    entries = made(city, veto=at("第七条", Ceiling(LOWEST, when=LATE))).kinds[0].entries
    assert [entry.rule.id for entry in entries] == ["AB-7", "C-3"]


@pytest.mark.parametrize("clause", ["", "  "])
def test_a_rule_without_a_clause_is_refused(clause: str) -> None:
    """A rule names its clause or stands in one."""
    why = refused(veto=[Ceiling(LOWEST, id="x", clause=clause, when=LATE)])
    assert why == "test.veto(person): a Ceiling x has no clause; put it in at(clause, ...) or write clause=..."


# --- words --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        (Ceiling(LOWEST, when=LATE), LATE.label),
        (Ceiling(LOWEST, when=(LATE.count() >= 2) | (LATE.count() < 0)), LATE.label),
        (Ceiling(LOWEST, when=LATE, text="另写"), Text("另写", "另写")),
    ],
)
def test_words_come_from_the_one_input(rule: Ceiling, text: Text) -> None:
    """A rule without words is called by the label of the input that it reads; words of its own stay."""
    assert rule_of(veto=at("第七条", rule)).text == text


def test_words_come_from_the_name_of_a_value() -> None:
    """A value with a name of its own is what the rule is called by, however many inputs it reads."""
    value = (MARK + SHARED).named("年度得分")
    assert rule_of(scoring=at("第二条", Total(value=value))).text == Text("年度得分", "年度得分")


@pytest.mark.parametrize(
    ("hook", "rule", "n"),
    [
        ("veto", Ceiling(LOWEST, when=LATE & (SHARED > 3)), 2),
        ("veto", Ceiling(LOWEST, when=ScoreOf() < 60), 0),
        ("veto", Ceiling(LOWEST, when=Link("boss", WORDS, PERSON, clause="1").their(MARK) < 60), 0),
        ("procedure", Procedure(step="report"), 0),
    ],
)
def test_words_that_could_be_several_are_given(hook: str, rule: Any, n: int) -> None:
    """Of no input, or of several, or of another's, no label can stand for the rule."""
    why = refused(**{hook: at("第七条", rule)})
    assert f"AB-7 has no text, and reads {n} inputs whose label could stand for it; write text=..." in why


# --- the clauses of inputs ----------------------------------------------------------------------------------------


def _input(ruleset: Ruleset, key: str) -> Input:
    found = ruleset.kinds[0].input(key)
    assert found is not None
    return found


def test_an_inline_input_takes_the_clause_of_its_rule() -> None:
    """An input without a clause has its rule's; one that owns its clause keeps it."""
    ruleset = made(veto=at("第七条（二）", Ceiling(LOWEST, when=LATE | (SHARED > 3), text="两项")))
    assert [_input(ruleset, key).clause for key in ("late", "shared")] == ["第七条（二）", "第一条"]


def test_what_an_inline_input_lies_on_and_refers_to_takes_the_clause_too() -> None:
    """The list whose column it is, the finding that it needs: no input is left without a clause."""
    talks = Events("talks", Text("talks", "谈话"))
    minutes = Count("minutes", Text("minutes", "分钟"), on=talks, needs=LATE)
    ruleset = made(
        bonus_penalty=at("第五条", Bonus(points=minutes.sum())), procedure=at("第六条", Asks(inputs=(LATE,)))
    )
    assert [(given.key, given.clause) for given in ruleset.kinds[0].inputs] == [
        ("talks", "第五条"),
        ("minutes", "第五条"),
        ("late", "第六条"),
    ]
    assert _input(ruleset, "minutes").needs == Finding("late", LATE.label, clause="第五条")
    assert lint(ruleset) == []


def test_an_input_of_two_clauses_owns_its_clause() -> None:
    """One that two clauses read and that names none is refused with both, and with what to do."""
    rules = [*at("第七条", Ceiling(LOWEST, when=LATE)), *at("第八条", Ceiling(LOWEST, when=LATE.count() > 3))]
    why = refused(veto=rules)
    assert why.startswith("person has two different inputs called late (第七条 and 第八条); ")
    assert "an input that several clauses read owns its clause: declare it once, with clause=..." in why
    twice = [*at("第七条", Ceiling(LOWEST, when=LATE)), *at("第七条", Ceiling(LOWEST, when=LATE.count() > 3, role="b"))]
    assert [given.clause for given in made(veto=twice).kinds[0].inputs] == ["第七条"]


# --- point tables -------------------------------------------------------------------------------------------------


def test_the_rows_of_a_table_are_filled_in_too() -> None:
    """A row and a part of it take clause, id and words: of their own clause, or of the table's where they say none."""
    lost, earned = Count("lost", Text("lost", "扣分项")), Count("earned", Text("earned", "得分项"))
    table = PointTable(
        text="打分表",
        items=(
            Item(
                clause="附件1（一）",
                text="纪律",
                points=60,
                parts=(ItemPart(clause="附件1（一）1", points=60, loses=lost),),
            ),
            Item(clause="附件1（二）", points=40, earns=earned),
        ),
    )
    found = rule_of(scoring=at("附件1", table))
    first, second = found.items
    assert (found.id, found.clause, found.text.zh) == ("AB-A1", "附件1", "打分表")
    assert (first.id, first.clause, first.text.zh) == ("AB-A1(1)", "附件1（一）", "纪律")
    assert (first.parts[0].id, first.parts[0].text.zh) == ("AB-A1(1)1", "扣分项")
    assert (second.id, second.text.zh, second.earns.clause) == ("AB-A1(2)", "得分项", "附件1（二）")
    assert first.parts[0].loses.clause == "附件1（一）1"
    outcome = outcome_of(made(scoring=at("附件1", table)), lost=15, earned=30)
    assert outcome.as_json()["score"] == "75"


def test_a_row_that_cannot_be_called_is_refused() -> None:
    """A row without words, or with a clause that has no number, is refused like a rule."""
    rows = (Item(clause="附件1（一）", points=100, earns=MARK + SHARED),)
    table = PointTable(text="打分表", items=rows)
    assert "AB-A1(1) has no text, and reads 2 inputs" in refused(scoring=at("附件1", table))
    odd = PointTable(text="打分表", items=(Item(clause="加分因素1", points=100, earns=MARK),))
    assert "a rule of 加分因素1 needs an id of its own" in refused(scoring=at("附件1", odd))


def test_everything_given_is_kept() -> None:
    """A rule that says everything itself is taken as it stands, whatever the prefix."""
    rule = Ceiling(LOWEST, **lines("own", "第七条"), when=Finding("late", WORDS, clause="第八条"), assumption="A")
    assert rule_of(veto=at("第九条", rule), readings=(Reading("A", WORDS, WORDS),)) == rule
