"""Every declared field is checked when its value is built: a wrong value is a sentence, never an exception later."""

from __future__ import annotations

import contextlib
import datetime as dt
import enum
import sys
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any

import attrs
import pytest

import kaohe.rules
from kaohe.cli._declared import declared
from kaohe.cli._describe import _lines
from kaohe.cli._markdown import markdown_lines
from kaohe.cli._new_case import case_lines
from kaohe.errors import KaoheError, SchemeError
from kaohe.office import empty_case
from kaohe.rules import (
    OWN,
    Asks,
    Band,
    Bonus,
    Ceiling,
    Choice,
    Consequence,
    Cycles,
    Date,
    Days,
    Document,
    Each,
    Eligibility,
    Events,
    Figure,
    Finding,
    Flag,
    Floor,
    GradeIs,
    Item,
    ItemPart,
    Kind,
    Link,
    Penalty,
    Periods,
    PointTable,
    Procedure,
    Proposed,
    Quota,
    Rank,
    Reading,
    Refer,
    ScoreOf,
    Span,
    Tally,
    Undefined,
    Window,
    assemble,
    lint,
    weighted,
)
from kaohe.rules._fields import KNOWN
from kaohe.rules.amend import Changed, Replacing
from kaohe.rules.forms import Column, Form, Grid, Level, Marked, Para, People, Shown, Sign, Write
from kaohe.rules.nodes import (
    BoolExpr,
    ChoiceExpr,
    Computed,
    CycleEnd,
    CycleStart,
    DateExpr,
    Headcount,
    Indicator,
    IndicatorTable,
    Input,
    Marks,
    NumberExpr,
    Option,
    PeriodEnd,
    PeriodStart,
    PoolCode,
    Ratings,
    SheetLimit,
    best_of,
    day,
    listed,
    matched,
    number,
    rank_of,
    spelled,
    unsettled,
)
from kaohe.rules.steps import By, Cross, Gate, Imported, Notify, On, Paper, Publicity, Sample
from kaohe.rules.tools import ABSENCES, Rule, Way
from kaohe.words import Text
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
    option,
    outcome_of,
    score,
    total,
)

X, CHOICE = count("x", high=9), of("a", "b", key="letter")
MONTHLY = score("monthly", on=MONTH)
FINDING, EVENTS = Finding("finding", WORDS, clause="1", recheck=True), Events("events", WORDS, clause="1")
RATED = Ratings("rated", WORDS, clause="1", options=option("u", "v"))
BALLOT = Tally("ballot", WORDS, clause="1", options=option("yes", "no"))
DAY = Date("day", WORDS, clause="1")
MARKED = Marks("marked", WORDS, clause="1", groups=option("m", "n"), sheet=(SheetLimit(95, 2),), no_equal=True)
BOSS = Link("boss", WORDS, PERSON, clause="1", optional=True)
LATER = DAY.plus_months(2)
PART = ItemPart(**lines("1.1"), points=100, loses=X)
ROW = Item(**lines("1"), points=100, parts=(PART,))
NAMED = Choice("named", WORDS, clause="1", list_key="posts")
TABLE = IndicatorTable("sheet", WORDS, items=(Indicator("i", WORDS, points=100, clause="1"),))


def _double(value: Fraction) -> Fraction:
    return value / 2


def _upper(code: str) -> str:
    return code.upper()


SAMPLES: list[Any] = [
    PERSON, Option("a", WORDS), ABSENCES[0], MONTH, PeriodStart(MONTH), PeriodEnd(MONTH), TABLE.items[0], TABLE,
    score("by_sheet", table=TABLE), X, Days("off", WORDS, clause="1"), DAY, CHOICE, FINDING, EVENTS, RATED, BALLOT, BOSS,
    FINDING.date(), FINDING.during(MONTH), BALLOT.total(), BALLOT.how_many("yes"), BALLOT.share("yes"),
    BOSS.back(PERSON), BOSS.their(POINTS), BOSS.their(X > 3), BOSS.their(CHOICE), OWN,
    number(3), day(dt.date(2020, 1, 1)), X + 1, X - 1, X * 2, X / 2, weighted((X, "40%"), (POINTS, "60%")),
    X.at_most(3), X.steps((1, 2)), X.rounded(1), X.named(WORDS), CHOICE.points({"a": 1, "b": 2}),
    (X > 3).then(2), best_of(X, POINTS), MONTHLY.mean(), Computed("half", _double, (X,), low=0, high=9),
    Span(cycles_back=1, since=DAY, clause="1"),
    Window(months=2, days=3), Cycles(dt.date(2020, 1, 1), dt.date(2029, 12, 31), clause="1"),
    matched(FINDING, FINDING), unsettled(X > 3, X), spelled(CHOICE, _upper), listed(NAMED, "北"),
    rank_of(X, pool=(CHOICE,)), Headcount(), PoolCode("a"),
    DAY.until(LATER), ScoreOf(), X > 3, CHOICE.is_("a"), GradeIs((GRADES[0],)), (X > 3) & (X < 5), (X > 3) | (X < 2),
    CycleStart(), CycleEnd(), DAY.plus_workdays(3), DAY.workdays_until(LATER), DAY.otherwise(LATER),
    MARKED, MARKED.mean("m", highest=1), MARKED.sheet[0],
    ~(X > 3), X.given(), (MONTHLY > 3).any(), (MONTHLY > 3).all(), LATER,
    Document("a", "b", "2020-01-01"), Reading("A", WORDS, WORDS, (WORDS,)), Way("a", WORDS, X),
    Changed("t", 1, 2), Each(assumption="A", flag=WORDS, text=WORDS), Undefined("u", "1", WORDS, "A"),
    Eligibility(**lines("e"), when=X > 3, otherwise=WORDS), total(), PART, ROW, PointTable(**lines("t"), items=(ROW,)),
    Bonus(**lines("b"), points=X), Penalty(**lines("p"), points=X), Ceiling(GRADES[1], **lines("c"), when=X > 3),
    Floor(GRADES[1], **lines("f"), when=X > 3), bands().bands[0], bands(), Proposed(**lines("pr"), by=of(key="grade")),
    Flag(**lines("fl"), flag="many", when=X > 3), Refer(**lines("r"), when=X > 3), Figure(**lines("fi"), value=X),
    Consequence(**lines("co"), when=X > 3), Rank(ScoreOf()),
    Quota(GRADES[0], **lines("q"), pool=(CHOICE,), share="30%", rank=(Rank(ScoreOf()),), otherwise=GRADES[1]),
    Procedure(**lines("st"), step="sampling", share="20%", chain=(WORDS,), columns=("x",), day=WORDS),
    On(2, year=1), By(each="month", days=10), Paper("report", WORDS, each="month"), Sample("drawn", WORDS, number=4),
    Publicity(days=5, working=True), Gate("asked", WORDS, grades=GRADES[0]), Imported(WORDS), Cross("units", WORDS),
    Notify(WORDS, link="boss"),
    Column("x", X, times="1/10", places=1, percent=True), Level(WORDS, (WORDS,)),
    Form("f", WORDS, (Para(WORDS),)), Grid([[Column("x")]]), Marked("t", (Column("x"),)), Para(WORDS),
    People((Column("x", "name"),)), Shown("grades"), Sign((WORDS,)), Write(WORDS),
    Asks(**lines("as"), inputs=(X,), links=(BOSS,)),
    Replacing(rule=Bonus(**lines("b"), points=X), basis="令"),
]  # fmt: skip

WRONG: list[Any] = [
    None, True, -7, 10**40, 0.5, Decimal("1.5"), "", "text", "a\u202e\x1b[2J{x}", "\ud800", (), [3], ("x",),
    {"a": 1}, object(), Text, Text("\ud800", "字"), X, X > 3, DAY, (PERSON, None), dt.datetime(2020, 1, 1),
]  # fmt: skip


def test_every_class_has_a_sample() -> None:
    """No class that a declaration may be made of goes untested; other tests make some of their own."""
    assert {type(sample) for sample in SAMPLES} == {kind for kind in KNOWN if kind.__module__.startswith("kaohe.")}


def _under_its_hook(value: Rule, scoring: list[Any]) -> dict[str, Any]:
    """The rule under the hook that gives its class, beside what a scheme needs to score."""
    hooks = {
        Bonus: "bonus_penalty", Ceiling: "veto", Quota: "quota", Eligibility: "eligibility",
        Procedure: "procedure", Consequence: "procedure", Asks: "procedure",
    }  # fmt: skip
    hook = next((name for kind, name in hooks.items() if isinstance(value, kind)), "scoring")
    if hook != "scoring":
        return {hook: [value]}
    name = type(value).__name__
    kept = {"Bands": [total()], "Proposed": []}.get(name, scoring)
    return {hook: [bands(ScoreOf()), value] if name in ("Total", "PointTable") else [*kept, value]}


TERMS = By | Paper | Sample | Publicity | Gate | Imported | Cross | Notify


def _stepped(value: Any) -> Procedure:
    """A step of procedure that holds a column, or what it asks for as data."""
    if isinstance(value, Column):
        return Procedure(**lines("st"), step="form", columns=(value,), title="x")
    if isinstance(value, Level):
        return Procedure(**lines("st"), step="sign-off", chain=(value,), signs=("year",))
    return Procedure(**lines("st"), step="deadline", does=By(on=value) if isinstance(value, On) else value)


def _of_scheme(value: Any) -> dict[str, Any]:
    """What the class of a scheme says of itself, where `value` is of that sort: document, window, cycles, forms."""
    if isinstance(value, Window | Cycles | Document):
        return {type(value).__name__.lower(): value}
    if isinstance(value, Form):
        return {"forms": (value,)}
    if isinstance(value, Write | Grid | Marked | Para | People | Shown | Sign):
        block = Grid([[value]]) if isinstance(value, Write) else value
        return {"forms": (Form("f", WORDS, (block,)),)}
    return {}


def _scheme(value: Any) -> Any:
    """A scheme in which `value` stands where such a value may stand."""
    parts: dict[str, Any] = {"scoring": [total(), bands(ScoreOf())], "readings": (Reading("A", WORDS, WORDS),)}
    if isinstance(value, Rule):
        parts |= _under_its_hook(value, parts["scoring"])
    elif isinstance(value, Kind):
        return declare(kinds=(value,), **parts)
    elif isinstance(value, Reading):
        parts["readings"] = (value, *parts["readings"])
    elif isinstance(value, On | Level | TERMS) or type(value) is Column:
        parts["scoring"] += [Figure(X, **lines("fi"))]
        parts["procedure"] = [_stepped(value)]
    elif isinstance(value, Way):
        parts["readings"] = (*parts["readings"], Reading("B", WORDS, key="reading", ways=(value,)))
    elif isinstance(value, Each):
        kind = attrs.evolve(PERSON, every=MONTH)
        return declare(kinds=(kind,), **parts, veto=[Ceiling(GRADES[1], **lines("c"), when=FINDING, each=value)])
    elif isinstance(value, Changed):
        return type(
            "Made", (declare(**parts, bonus_penalty=[Bonus(**lines("t"), points=X * 1)]),), {"changes": (value,)}
        )
    elif isinstance(value, Undefined):
        parts["undefined"] = (value,)
    elif said := _of_scheme(value):
        return type("Made", (declare(**parts),), said)
    elif isinstance(value, Replacing):
        return [declare(**parts, bonus_penalty=[Bonus(**lines("b"), points=X)]), amend(bonus_penalty=[value])]
    else:
        parts |= _standing(value)
    return declare(**parts)


def _standing(value: Any) -> dict[str, Any]:
    places: list[tuple[type, Callable[[Any], Rule]]] = [
        (
            Option,
            lambda one: Ceiling(GRADES[1], **lines("c"), when=Choice("k", WORDS, clause="1", options=(one,)).is_("a")),
        ),
        (type(OWN), lambda one: Figure(**lines("fi"), value=score("s", on=one).mean())),
        (IndicatorTable, lambda one: Figure(**lines("fi"), value=score("s", table=one))),
        (Indicator, lambda one: Figure(**lines("fi"), value=score("s", table=IndicatorTable("t", WORDS, (one,))))),
        (SheetLimit, lambda one: Figure(**lines("fi"), value=Marks("k", WORDS, clause="1", sheet=(one,)).mean())),
        (Link, lambda one: Asks(**lines("as"), links=(one,))),
        (Periods, lambda one: Figure(**lines("fi"), value=score("s", on=one).mean())),
        (Item, lambda one: PointTable(**lines("t"), items=(one,))),
        (ItemPart, lambda one: PointTable(**lines("t"), items=(Item(**lines("1"), points=100, parts=(one,)),))),
        (Rank, lambda one: Quota(GRADES[0], **lines("q"), number=1, rank=(one,), otherwise=GRADES[1])),
        (Band, lambda one: bands(ScoreOf(), bands=(one, *bands().bands[1:]))),
        (Input, lambda one: Asks(**lines("as"), inputs=(one,))),
        (Span, lambda one: Asks(**lines("as"), inputs=(Finding("f", WORDS, clause="1", dated=one),))),
        (NumberExpr, lambda one: Figure(**lines("fi"), value=one)),
        (BoolExpr, lambda one: Figure(**lines("fi"), value=one)),
        (ChoiceExpr, lambda one: Figure(**lines("fi"), value=one.is_("a"))),
        (DateExpr, lambda one: Figure(**lines("fi"), value=one > day(dt.date(2020, 1, 1)))),
    ]
    for kind, made in places:
        if isinstance(value, kind):
            rule = made(value)
            if isinstance(rule, PointTable):
                return {"scoring": [rule, bands(ScoreOf())]}
            hook = {"Ceiling": "veto", "Quota": "quota", "Asks": "procedure"}.get(type(rule).__name__)
            if hook is not None:
                return {hook: [rule]}
            return {"scoring": [total(), rule] if type(rule).__name__ == "Bands" else [total(), bands(ScoreOf()), rule]}
    assert type(value).__name__ in ("Absence", "LinkedBack"), value
    return {}


def _run(value: Any) -> None:
    """Assemble, lint, describe, propose a case, evaluate. Raises nothing but KaoheError."""
    made = _scheme(value)
    ruleset = assemble(made[0], made[1:]) if isinstance(made, list) else assemble(made)
    if any(fault.level == "error" for fault in lint(ruleset)):
        return
    data = declared(ruleset)
    list(_lines(data))
    list(markdown_lines(data))
    list(case_lines(ruleset, dt.date(2020, 1, 1), dt.date(2020, 12, 31)))
    empty_case(ruleset, dt.date(2020, 1, 1), dt.date(2020, 12, 31))
    if ruleset.kinds[0].kind.key == "person":
        outcome_of(ruleset, **({"mark": 95} if isinstance(ruleset.kinds[0].input("mark"), Input) else {}))


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: type(sample).__name__)
def test_a_sound_sample_runs(sample: Any) -> None:
    """Each sample is right, so that what is refused beside it is refused for the one field."""
    _run(sample)


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: type(sample).__name__)
def test_a_wrong_field_is_a_sentence_or_a_value(sample: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """For every field and every wrong value: refused with a sentence, or it runs; never another exception."""
    _unkept(monkeypatch)
    for field in attrs.fields(type(sample)):
        for wrong in WRONG:
            built, why = _built(sample, field.name, wrong)
            if why is not None:
                assert f"{field.name}" in why.en
                assert why.en.startswith(type(sample).__name__)
                assert max(len(why.en), len(why.zh)) < 1000
            else:
                with contextlib.suppress(KaoheError):
                    _run(built)


def _unkept(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing here changes the process: what the fence copies of every module, twice a value, is half of the time."""
    monkeypatch.setattr("kaohe.rules._fence._keep", lambda _: None)
    monkeypatch.setattr(sys, "unraisablehook", sys.unraisablehook)  # the fence sets it; it is put back after the test


def _built(sample: Any, name: str, wrong: Any) -> tuple[Any, Text | None]:
    try:
        return attrs.evolve(sample, **{name: wrong}), None
    except SchemeError as error:
        return None, error.text


# What a type checker finds is found without one too: these names are of no type to it.
MARK: Any = POINTS
COND: Any = POINTS >= 60
ANY: Any = kaohe.rules


@pytest.mark.parametrize(
    ("build", "says"),
    [
        (
            lambda: ANY.Quota(GRADES[0], **lines("BT-5"), pool=(3,), share="30%"),
            "Quota BT-5: pool[0] is 3 (int); write a choice: an input of options (for a number write number(60))",
        ),
        (
            lambda: ANY.Ceiling(GRADES[0], id="v", clause="1", text=3, when=COND),
            'Ceiling v: text is 3 (int); write ("English", "中文")',
        ),
        (
            lambda: ANY.Ceiling(GRADES[0], **lines("v"), when=MARK == 60),
            "(== compares declarations in Python: write x.is_(60); for and, or, not write & | ~)",
        ),
        (lambda: (MARK == 60) | (MARK > 90), "Or: conditions[0] is False; write a condition"),
        (lambda: COND & None, "And: conditions[1] is None; write a condition"),
        (
            lambda: ANY.Ceiling(GRADES[0], **lines("v"), when=COND.any),
            "when is method; write a condition such as mark >= 60 (call it: add ( ))",
        ),
        (lambda: ANY.PointTable(**lines("t"), items=ROW), "(a tuple of one needs its comma: (x,))"),
        (lambda: ANY.Kind("k", WORDS, "优秀"), "(a tuple of one needs its comma: (x,))"),
        (lambda: ANY.Ceiling(GRADES[0], **lines("v")), "Ceiling v lacks when="),
        (lambda: ANY.Ceiling(GRADES[0], **lines("v"), whn=COND), "Ceiling v has no field whn; did you mean when?"),
        (lambda: score("mark", low=0.5), "Score mark: low is 0.5 (float); number: 0.5 (float) is not an exact number"),
        (lambda: score("a b"), "Score a b: key is 'a b' (str); a key is 1 to 64 letters, digits, _ or -"),
        (lambda: score(places=-1), "Score mark: places is -1 (int); decimal places are 0 to 12"),
        (lambda: POINTS.rounded(10**9), "Round: places is 1000000000 (int); decimal places are 0 to 12"),
        (lambda: DAY.plus_months(10**6), "Shift: months is 1000000 (int); it lies within a hundred years"),
        (lambda: Cycles(starts=0), "Cycles: starts is 0 (int); a month is 1 to 12"),
        (lambda: Cycles(months=0), "Cycles: months is 0 (int); a cycle is 1 to 120 months"),
        (lambda: Window(days=10**6), "Window: days is 1000000 (int); it lies between 0 and 366"),
        (lambda: ANY.Total(**lines("t"), value=60), "(for a number write number(60))"),
    ],
)
def test_a_sentence_names_the_place_and_what_to_write(build: Callable[[], Any], says: str) -> None:
    """What authors often write is refused with class, id, field, what was found and what to write instead."""
    with pytest.raises(SchemeError) as refused:
        build()
    assert says in refused.value.text.en
    assert refused.value.text.zh != refused.value.text.en


def test_a_list_stands_for_a_tuple() -> None:
    """A list is kept as a tuple, so that what is declared cannot change and can be compared."""
    table = ANY.PointTable(**lines("t"), items=[ROW])
    assert table == ANY.PointTable(**lines("t"), items=(ROW,))
    assert hash(CHOICE) == hash(ANY.Choice(CHOICE.key, WORDS, clause=CHOICE.clause, options=list(CHOICE.options)))


def test_a_text_of_a_class_of_its_own_is_kept_as_plain_text() -> None:
    """An enumeration of grades declares the same as its plain texts, whatever its methods do."""
    best = next(iter(enum.StrEnum("Best", {"BEST": "优秀"})))
    kind = ANY.Kind("k", WORDS, (best,))
    assert [type(grade) for grade in kind.grades] == [str]
    assert kind == ANY.Kind("k", WORDS, ("优秀",))
