"""The rule kinds: what a scheme's hooks return, clause by clause (design, section 3)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import TypeVar

from attrs import evolve, field, frozen

from ..errors import SchemeError
from ..words import Message, Said, Text
from ._exact import Exact, exact
from ._fields import Key, Name, Places, checked, maybe_text, to_text
from ._printed import Column, columns
from ._setting import Setting
from ._steps import By, Cross, Gate, Imported, Notify, Paper, Publicity, Sample, several
from .nodes import BoolExpr, ChoiceExpr, DateExpr, Expr, Input, Link, NumberExpr, Option, Periods

__all__ = [
    "UNSAID",
    "Asks",
    "Band",
    "Bands",
    "Bonus",
    "Ceiling",
    "Changed",
    "Consequence",
    "Document",
    "Each",
    "Eligibility",
    "Figure",
    "Flag",
    "Floor",
    "Item",
    "ItemPart",
    "Level",
    "Penalty",
    "PointTable",
    "Procedure",
    "Proposed",
    "Quota",
    "Rank",
    "Reading",
    "Refer",
    "Replacing",
    "Rule",
    "Total",
    "Undefined",
    "Way",
    "at",
    "rows_of",
]


UNSAID = Text("(no text)", "（未写明）")
"""The text of a rule that says none of its own, until it is assembled."""


def _ids(value: str | Reading | Sequence[str | Reading]) -> tuple[str, ...]:
    """The ids of one reading or several, each given as itself or by its id."""
    if isinstance(value, Reading):
        return (value.id,)
    if isinstance(value, str):
        return (value,) if value else ()
    return tuple(one.id if isinstance(one, Reading) else one for one in value)


def _words(value: str | Sequence[str]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)


_ONE_PAIR = Message(
    "K1230",
    "{value} is one text in two languages where several texts stand; write (({value}),) for one",
    "{value} 是一条文字的两种语言，此处应为若干条文字；只有一条时请写 (({value}),)",
)


def _is_pair(value: object) -> bool:
    """Whether it is ("English", "中文"), which as a list of texts would be two, each in one language."""
    if not (isinstance(value, tuple) and len(value) == 2 and all(isinstance(words, str) for words in value)):
        return False
    english, chinese = (any(letter >= "\u2e80" for letter in words) for words in value)
    return chinese and not english


def _texts(value: Sequence[Said]) -> tuple[Text, ...]:
    if _is_pair(value):
        raise SchemeError(_ONE_PAIR.format(value=", ".join(f'"{words}"' for words in value)))
    # a single text is no list of its characters: it stays, and is refused by `checked`
    return tuple(to_text(one) for one in value) if isinstance(value, list | tuple) else value  # type: ignore[return-value]  # see above


def _chain(value: Sequence[Said | Level]) -> tuple[Text | Level, ...]:
    if not isinstance(value, list | tuple) or _is_pair(value):
        return _texts(value)  # type: ignore[arg-type]  # no list: it refuses what it is given
    return tuple(one if isinstance(one, Level) else to_text(one) for one in value)


def _maybe(value: Exact | None) -> Fraction | None:
    return None if value is None else exact(value)


def _share(value: NumberExpr | Exact | None) -> Fraction | NumberExpr | None:
    return value if isinstance(value, NumberExpr) else _maybe(value)


@checked
@frozen
class Document:
    """The published document a scheme implements.

    `withheld` are clauses whose words no page of this program shows, whatever copy an office lays beside them.
    """

    title: str
    issuer: str
    issued: str
    number: str = ""
    complete: bool = True
    note: Text | None = field(default=None, converter=maybe_text)
    withheld: tuple[str, ...] = ()


@checked
@frozen
class Way:
    """One way to read what a document leaves open: its code, its words, and what it chooses (an input, an expression)."""

    code: Name
    label: Text = field(converter=to_text)
    value: Expr | None = None


Ways = Mapping[str, Said | tuple[Said, Expr]]


def _ways(value: Ways | Sequence[Way]) -> tuple[Way, ...]:
    if not isinstance(value, Mapping):
        return value  # type: ignore[return-value]  # `checked` turns a list into a tuple and refuses anything else
    return tuple(_way(code, said) for code, said in value.items())


def _way(code: str, said: Said | tuple[Said, Expr]) -> Way:
    if isinstance(said, tuple) and len(said) == 2 and not isinstance(said[1], str):
        return Way(code, said[0], said[1])
    return Way(code, said)


@checked
@frozen
class Reading:
    """A reading of ours where the document is silent or ambiguous: the issue, the reading taken, the other ones.

    With a `key` it is a setting too: a case or book may take another of its `ways`, given as {code: words} or
    {code: (words, what is then read)}; the first is the default. `default` says that one in full, `label` what the
    setting is called where `issue` is too long for it. With `is_list` a case gives several codes, with `list_key` those
    of the list that the cycle supplies under it. `excuses` names the checks (kaohe check --list) that a rule of this
    reading may fail, because the document itself breaks the relation that they hold it to; it excuses no other.
    """

    id: Name
    issue: Text = field(converter=to_text)
    default: Text = field(default=UNSAID, converter=to_text)
    alternatives: tuple[Text, ...] = field(default=(), converter=_texts)
    clause: str = ""
    key: Key | None = field(default=None, kw_only=True)
    label: Text | None = field(default=None, kw_only=True, converter=maybe_text)
    ways: tuple[Way, ...] = field(default=(), kw_only=True, converter=_ways)
    is_list: bool = field(default=False, kw_only=True)
    list_key: Key | None = field(default=None, kw_only=True)
    excuses: tuple[str, ...] = field(default=(), kw_only=True, converter=_words)

    def __attrs_post_init__(self) -> None:
        first = self.ways[0] if isinstance(self.ways, list | tuple) and self.ways else None
        if self.default == UNSAID and isinstance(first, Way):
            object.__setattr__(self, "default", first.label)

    @property
    def readings(self) -> tuple[Text, ...]:
        """Every reading in words, the ways first."""
        return (*(way.label for way in self.ways), *self.alternatives)

    @property
    def setting(self) -> Setting | None:
        """The setting that a case or book may make, None where there is nothing to choose."""
        if self.key is None:
            return None
        return Setting(
            self.key,
            self.label or self.issue,
            tuple(Option(way.code, way.label) for way in self.ways),
            self.ways[0].code if self.ways else "",
            clause=self.clause,
            assumption=self.id,
            is_list=self.is_list,
            list_key=self.list_key,
        )


@checked
@frozen
class Undefined:
    """Something the document leaves undefined, and that stays so."""

    id: str
    clause: str
    text: Text = field(converter=to_text)
    assumption: tuple[str, ...] = field(default=(), converter=_ids)


@checked
@frozen(kw_only=True)
class Each:
    """What a rule about the year says of each single period of the kind (`Kind.every`), derived when it is assembled.

    The rule of the period is called as the year's with "-period" behind, reads each finding by the periods it falls in
    and each mean as the period's own value, and carries `assumption`. With `flag` the year is marked too wherever a
    period's condition holds ("-single"), with `text` as its words. A kind without periods derives nothing.
    """

    assumption: tuple[str, ...] = field(default=(), converter=_ids)
    flag: Text | None = field(default=None, converter=maybe_text)
    text: Text | None = field(default=None, converter=maybe_text)


@frozen(kw_only=True)
class Rule:
    """What every rule declares: an id unique in its kind, the clause as the document cites it, a short text of ours.

    A `clause` may be given by `at`. What the rule reads, or the grade that it limits, comes first, its words second:
    `Total(mark.mean(), "年度得分")`. Without an `id` it is derived from the scheme's prefix, the clause and `role`
    ("XZ", "第六条（四）", "b": XZ-6(4)b), without a `text` it is the label of the input that the rule reads.
    """

    id: str = ""
    clause: str = ""
    text: Text = field(default=UNSAID, converter=to_text)
    role: str = ""
    assumption: tuple[str, ...] = field(default=(), converter=_ids)

    def expressions(self) -> tuple[Expr, ...]:
        """The expressions that this rule reads."""
        return ()

    def grades(self) -> tuple[str, ...]:
        """The grades that this rule names."""
        return ()


@checked
@frozen
class Eligibility(Rule):
    """Who is appraised: where `when` is false the appraisee is `not_appraised`, for the reason `otherwise`."""

    when: BoolExpr
    otherwise: Text = field(converter=to_text, kw_only=True)

    def expressions(self) -> tuple[Expr, ...]:
        return (self.when,)


@checked
@frozen
class Total(Rule):
    """The score before bonus and penalty; `at_most` and `at_least` limit the sum of all.

    `required=False` where the score only orders candidates: an outcome is then settled without it.
    """

    value: NumberExpr
    text: Text = field(default=UNSAID, converter=to_text)
    at_least: Fraction | None = field(default=None, converter=_maybe, kw_only=True)
    at_most: Fraction | None = field(default=None, converter=_maybe, kw_only=True)
    required: bool = field(default=True, kw_only=True)
    display_places: Places = field(default=2, kw_only=True)

    def expressions(self) -> tuple[Expr, ...]:
        return (self.value,)


@checked
@frozen(kw_only=True)
class ItemPart:
    """A sub-item of a point table: its points, what it may lose, and whether it may lose more than its points."""

    id: str = ""
    clause: str = ""
    text: Text = field(default=UNSAID, converter=to_text)
    points: Fraction = field(converter=exact)
    loses: NumberExpr
    uncapped: bool = False
    assumption: tuple[str, ...] = field(default=(), converter=_ids)


@checked
@frozen(kw_only=True)
class Item:
    """A row of a point table: `points`, less what its parts lose and never below 0, or what it `earns` up to `points`.

    Where the parts' points do not add up to the row's, `exception` says why (a declared exception). A row that need not
    apply to everybody says in `applies` to whom it does; it yields nothing for the others.
    """

    id: str = ""
    clause: str = ""
    text: Text = field(default=UNSAID, converter=to_text)
    points: Fraction = field(converter=exact)
    parts: tuple[ItemPart, ...] = ()
    earns: NumberExpr | None = None
    applies: BoolExpr | None = None
    exception: Text | None = field(default=None, converter=maybe_text)
    assumption: tuple[str, ...] = field(default=(), converter=_ids)


@checked
@frozen(kw_only=True)
class PointTable(Rule):
    """A table of rows that make the score; `points` is their declared sum, `groups` declared sums of some rows.

    Where the rows' points do not make the declared sum, `exception` says why. `at_most` and `at_least` limit the score,
    bonus and penalty included. With `rescale` the rows that apply to a person are counted up to the whole sum: their
    yield times `points` over the points of the rows that apply; it is absent where none does.
    """

    items: tuple[Item, ...]
    points: Fraction = field(default=Fraction(100), converter=exact)
    groups: tuple[tuple[Fraction, tuple[str, ...]], ...] = ()
    at_least: Fraction | None = field(default=None, converter=_maybe)
    at_most: Fraction | None = field(default=None, converter=_maybe)
    rescale: bool = False
    exception: Text | None = field(default=None, converter=maybe_text)
    display_places: Places = 2

    def expressions(self) -> tuple[Expr, ...]:
        found: list[Expr] = [item.earns for item in self.items if item.earns is not None]
        found += [item.applies for item in self.items if item.applies is not None]
        return (*found, *(part.loses for item in self.items for part in item.parts))


def rows_of(rule: Rule) -> tuple[Rule | Item | ItemPart, ...]:
    """A rule and, of a point table, its rows and their parts: everything that cites a clause of its own."""
    found: list[Rule | Item | ItemPart] = [rule]
    for item in rule.items if isinstance(rule, PointTable) else ():
        found += [item, *item.parts]
    return tuple(found)


@checked
@frozen
class Bonus(Rule):
    """Points added to the total (the expression gives them, 0 or more).

    With `beyond` the document lets them take the score out of the range of the total: over 100, below 0 for a penalty.
    Other points that do so are a fault that `kaohe check` finds.
    """

    points: NumberExpr
    text: Text = field(default=UNSAID, converter=to_text)
    beyond: bool = field(default=False, kw_only=True)

    def expressions(self) -> tuple[Expr, ...]:
        return (self.points,)


@checked
@frozen
class Penalty(Bonus):
    """Points taken from the total (the expression gives them as 0 or more)."""


@checked
@frozen
class Ceiling(Rule):
    """No better than `grade` while `when` holds: a veto, a bar, a failed ballot.

    `confirm` makes it count only once a re-check is recorded as confirmed. A condition open on the periods
    limits the grades of those periods; `each` derives that rule from the year's.
    """

    grade: str
    when: BoolExpr
    text: Text = field(default=UNSAID, converter=to_text)
    confirm: bool = field(default=False, kw_only=True)
    each: Each | None = field(default=None, kw_only=True)

    def expressions(self) -> tuple[Expr, ...]:
        return (self.when,)

    def grades(self) -> tuple[str, ...]:
        return (self.grade,)


@checked
@frozen
class Floor(Ceiling):
    """No worse than `grade` while `when` holds."""


@checked
@frozen
class Band:
    """A grade and its scores as printed: from `low` to `high`, both included, or under `below`."""

    grade: str
    low: Fraction | None = field(default=None, converter=_maybe, kw_only=True)
    high: Fraction | None = field(default=None, converter=_maybe, kw_only=True)
    below: Fraction | None = field(default=None, converter=_maybe, kw_only=True)


@checked
@frozen
class Bands(Rule):
    """The grade that a score proposes, best band first, with the reading of the gaps between printed bands.

    `reading` of the gaps: "half-open" (a band begins at its low), "half-up" or "truncate" (a score in a gap goes to
    whole numbers first), or "refer" (it goes to a person). `gap_flag` marks an outcome whose exact score lies in a gap,
    and carries the assumption. With `follows` a limit that moves the grade out of its band goes to a person.
    """

    of: NumberExpr
    text: Text = field(default=UNSAID, converter=to_text)
    bands: tuple[Band, ...] = field(kw_only=True)
    reading: str = field(default="half-open", kw_only=True)
    gap_flag: Text = field(default=Text("band gap", "落在两档之间"), converter=to_text, kw_only=True)
    follows: bool = field(default=False, kw_only=True)
    each: Each | None = field(default=None, kw_only=True)

    def expressions(self) -> tuple[Expr, ...]:
        return (self.of,)

    def grades(self) -> tuple[str, ...]:
        return tuple(band.grade for band in self.bands)


@checked
@frozen
class Proposed(Rule):
    """The grade that people propose, entered as a choice of grades."""

    by: ChoiceExpr
    text: Text = field(default=UNSAID, converter=to_text)

    def expressions(self) -> tuple[Expr, ...]:
        return (self.by,)


@checked
@frozen
class Flag(Rule):
    """Something to show beside the outcome; it changes nothing. `[expect] flags` of a case names its English text.

    Where it `asks`, an office accepts it with a reason before the result is signed.
    """

    when: BoolExpr
    flag: Text = field(converter=to_text)
    text: Text = field(default=UNSAID, converter=to_text)
    asks: bool = field(default=False, kw_only=True)

    def expressions(self) -> tuple[Expr, ...]:
        return (self.when,)


@checked
@frozen
class Refer(Rule):
    """While `when` holds a person must decide the grade."""

    when: BoolExpr
    text: Text = field(default=UNSAID, converter=to_text)

    def expressions(self) -> tuple[Expr, ...]:
        return (self.when,)


@checked
@frozen
class Figure(Rule):
    """A value to show, a number, a condition or a day (a deadline); it enters no result."""

    value: NumberExpr | BoolExpr | DateExpr
    text: Text = field(default=UNSAID, converter=to_text)

    def expressions(self) -> tuple[Expr, ...]:
        return (self.value,)


@checked
@frozen
class Consequence(Rule):
    """A notice that follows from the outcome; it changes no grade. `tells` says who receives it."""

    when: BoolExpr
    text: Text = field(default=UNSAID, converter=to_text)
    tells: tuple[Notify, ...] = field(default=(), converter=several, kw_only=True)

    def expressions(self) -> tuple[Expr, ...]:
        return (self.when,)


@checked
@frozen
class Rank:
    """One part of a rank key: bigger is better, or smaller with `bigger_is_better=False`."""

    by: NumberExpr | BoolExpr
    bigger_is_better: bool = True


@checked
@frozen
class Quota(Rule):
    """A limit on how many of a pool may hold `grade`, or a guarantee inside another quota's pool.

    `pool` are the keys that make one pool each; `only` says who belongs to the quota at all; `share` of the base
    (or `number`) gives the places, rounded as the clause says ("down", "up" or "half-up"). `base` says who counts
    in the headcount (everybody who is appraised, by default), `eligible` who may hold a place. Those beyond the
    places get `otherwise`. `soft` places may be exceeded by a recorded decision with its reason. A pool with
    anybody in its headcount has `at_least` places, where a scheme or its setting grants a minimum.

    `share`, `number` and `at_least` may be expressions, with one value for all of a pool: by a code of its key, a fact
    or grade of what its people are linked to, or its `Headcount`. With `or_better` whoever holds a better grade counts
    too (False says that the clause counts the grade alone). `unranked` places have no `rank`: where there are more
    candidates than places people decide. With `each` they are places of each period of that axis, among the grades
    of that period.

    A guarantee has a `floor_share` instead: of those who get the grade among the people of `base`, keyed by `pool`,
    at least that share, rounded up, are people of `only`. It lies inside the pools of the quota named `within`; with
    `across` its pools lie across those of the places, and where its share is not reached people decide.
    """

    grade: str
    text: Text = field(default=UNSAID, converter=to_text)
    pool: tuple[ChoiceExpr, ...] = field(default=(), kw_only=True)
    share: Fraction | NumberExpr | None = field(default=None, converter=_share, kw_only=True)
    number: int | NumberExpr | None = field(default=None, kw_only=True)
    at_least: int | NumberExpr = field(default=0, kw_only=True)
    rounding: str = field(default="down", kw_only=True)
    rank: tuple[Rank, ...] = field(default=(), kw_only=True)
    base: BoolExpr | None = field(default=None, kw_only=True)
    eligible: BoolExpr | None = field(default=None, kw_only=True)
    only: BoolExpr | None = field(default=None, kw_only=True)
    otherwise: str = field(default="", kw_only=True)
    soft: bool = field(default=False, kw_only=True)
    floor_share: Fraction | None = field(default=None, converter=_maybe, kw_only=True)
    within: str = field(default="", kw_only=True)
    or_better: bool | None = field(default=None, kw_only=True)
    unranked: bool = field(default=False, kw_only=True)
    each: Periods | None = field(default=None, kw_only=True)
    across: bool = field(default=False, kw_only=True)

    def sizes(self) -> tuple[NumberExpr, ...]:
        """The expressions that say how many places there are."""
        return tuple(part for part in (self.share, self.number, self.at_least) if isinstance(part, NumberExpr))

    def belongs(self) -> BoolExpr | None:
        """Who stands in its pools, None for everybody; of a guarantee, those among whom it counts."""
        return self.only if self.floor_share is None else self.base

    def expressions(self) -> tuple[Expr, ...]:
        conditions = tuple(part for part in (self.base, self.eligible, self.only) if part is not None)
        return (*self.pool, *(rank.by for rank in self.rank), *conditions, *self.sizes())

    def grades(self) -> tuple[str, ...]:
        return (self.grade, self.otherwise) if self.otherwise else (self.grade,)


@checked
@frozen
class Level:
    """One level of a chain: what it is called, and who signs there, each of them once.

    `own` is the appraised person's own word on the result (本人意见), recorded for each person by itself.
    """

    label: Text = field(converter=to_text)
    by: tuple[Text, ...] = field(default=(), converter=_texts)
    own: bool = field(default=False, kw_only=True)

    @property
    def signers(self) -> tuple[Text, ...]:
        """Who signs: those named, else whoever the level is called by."""
        return self.by or (self.label,)


@checked
@frozen
class Procedure(Rule):
    """A step that people take: a deadline, a sign-off, a form, a sample, publicity, a heading.

    `step` is one of "heading", "organiser", "deadline", "sign-off", "sampling", "publicity", "form", "gate",
    "archive", "discipline", "report"; `share` is the sampling share, `chain` the signatures in order,
    `columns` a form's columns, `day` a deadline as the document states it.

    `signs` says of what its chain signs the results: "month", "quarter", "half" or "year" (or the key of an axis of
    periods); of everybody, or of those for whom `of` holds. A text in such a chain is a level with one signature; in a form it is
    only printed, and a `Level` alone is signed.

    A form with a `title` is a table that the program fills in: one row an appraisee, ordered by the columns headed as
    in `sort`; `ours` where the document names it and gives no columns.

    `does` says the same as data, for the office that carries it through (`kaohe.rules.steps`).
    """

    step: str
    text: Text = field(default=UNSAID, converter=to_text)
    share: Fraction | None = field(default=None, converter=_maybe, kw_only=True)
    rounding: str = field(default="", kw_only=True)
    chain: tuple[Text | Level, ...] = field(default=(), converter=_chain, kw_only=True)
    columns: tuple[Column, ...] = field(default=(), converter=columns, kw_only=True)
    title: Text | None = field(default=None, converter=maybe_text, kw_only=True)
    sort: tuple[str, ...] = field(default=(), kw_only=True)
    ours: bool = field(default=False, kw_only=True)
    day: Text | None = field(default=None, converter=maybe_text, kw_only=True)
    signs: tuple[str, ...] = field(default=(), converter=_words, kw_only=True)
    of: BoolExpr | None = field(default=None, kw_only=True)
    does: tuple[By | Paper | Sample | Publicity | Gate | Imported | Cross | Notify, ...] = field(
        default=(), converter=several, kw_only=True
    )

    @property
    def signers(self) -> tuple[Text, ...]:
        """Everybody of the chain in order."""
        found = [one.signers if isinstance(one, Level) else (one,) for one in self.chain]
        return tuple(signer for signers in found for signer in signers)

    @property
    def levels(self) -> tuple[Level, ...]:
        """The levels that sign results, in order; none where it `signs` nothing."""
        if not self.signs:
            return ()
        named = [one for one in self.chain if isinstance(one, Level) or self.step != "form"]
        return tuple(one if isinstance(one, Level) else Level(one) for one in named)

    def expressions(self) -> tuple[Expr, ...]:
        return () if self.of is None else (self.of,)


@checked
@frozen
class Asks(Rule):
    """Inputs and links that a kind's record holds although no rule reads them."""

    inputs: tuple[Input, ...] = ()
    text: Text = field(default=UNSAID, converter=to_text)
    links: tuple[Link, ...] = field(default=(), kw_only=True)

    def expressions(self) -> tuple[Expr, ...]:
        return self.inputs


@checked
@frozen(kw_only=True)
class Replacing:
    """An amendment's replacement of one rule by its id, with its legal basis.

    `over` names the amendment whose replacement of the same rule this one supersedes.
    """

    rule: Rule
    basis: str
    over: str = ""


@checked
@frozen
class Changed:
    """A number that an edition changes: in the rule `rule` of the edition before, `was` becomes `now`.

    What derives from the rule (the single periods) changes with it. `clause` is where the new document says so, `text`
    the rule's words where they name the number.
    """

    rule: Name
    was: Fraction = field(converter=exact)
    now: Fraction = field(converter=exact)
    clause: str = field(default="", kw_only=True)
    text: Text | None = field(default=None, converter=maybe_text, kw_only=True)


Declares = TypeVar("Declares", bound="Rule | Replacing")


def at(clause: str, *rules: Declares) -> list[Declares]:
    """The rules of one clause: each that names none of its own takes this one."""
    return [_placed(rule, clause) for rule in rules]


def _placed(rule: Declares, clause: str) -> Declares:
    if isinstance(rule, Replacing):
        return evolve(rule, rule=_placed(rule.rule, clause))
    return rule if rule.clause else evolve(rule, clause=clause)
