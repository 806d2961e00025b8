"""An open book as it stands at one terminal: what the ledger holds, and what was typed here over it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from attrs import define, field

from kaohe.cases import Case
from kaohe.engine import Appraisee, Cohort, Outcome
from kaohe.office import Act, Change, Enter, Office, Revise, Settle
from kaohe.rules.tools import UNKNOWN, KindRules, Ruleset
from kaohe.words import Message, Text

from ..fields._fields import Field
from ..fields._record import fields_of
from ..fields._rows import RowsField
from ._changes import value_of
from ._drafts import Drafts, Left
from ._needs import own_needs
from ._opening import FROZEN
from ._refused import Refusal
from ._results import Results
from ._work import Work, worked

__all__ = ["BOOK", "View", "begins", "span_text"]


@define(eq=False)
class View:
    """What a session shows.

    `drafts` are the texts of cells that are not saved, by person; those that can be entered count already in what is
    shown here, and nowhere else. `roster` counts whatever may have changed who there is, and how they are called.
    `revisions` are the frozen spans that may be changed here, each with the reason.
    """

    office: Office
    where: str
    closed_because: Message | None = None
    changed: Path | None = None
    left: list[Left] = field(factory=list)
    drafts: dict[str, dict[str, str]] = field(factory=dict, init=False)
    roster: int = field(default=0, init=False)
    revisions: dict[str, str] = field(factory=dict, init=False)
    results: Results = field(init=False)
    _file: Drafts = field(init=False)
    _marks: dict[str, dict[str, str]] = field(factory=lambda: defaultdict(dict), init=False)
    _clashes: dict[str, dict[str, Text]] = field(factory=lambda: defaultdict(dict), init=False)
    _works: dict[str, Work] = field(factory=dict, init=False)
    _fields: dict[str, list[Field]] = field(factory=dict, init=False)
    _people: Mapping[str, Appraisee] | None = field(default=None, init=False)

    def __attrs_post_init__(self) -> None:
        self._file = Drafts(self.where)
        self.results = Results(self._cohort)

    @property
    def name(self) -> str:
        """The book as people call it: its file's name."""
        return Path(self.where).name

    @property
    def ruleset(self) -> Ruleset:
        """The scheme that the book runs under."""
        return self.office.ruleset

    @property
    def case(self) -> Case:
        """The book as a case, without what is not saved."""
        return self.office.case

    @property
    def people(self) -> Mapping[str, Appraisee]:
        """Everybody by id in the order of the roster, with what was typed here and can be entered."""
        if self._people is None:
            typed = {who: self._work(who).person for who in self.typed}
            self._people = {**self.office.people, **typed} if typed else self.office.people
        return self._people

    def rules_of(self, who: str) -> KindRules:
        """The rules for one person's kind."""
        rules = self.ruleset.kind(self.office.people[who].kind)
        assert rules is not None  # noqa: S101  # a book holds declared kinds only
        return rules

    @property
    def revision(self) -> int:
        """Counts whatever changed a result."""
        return self.results.revision

    def outcome(self, who: str) -> Outcome:
        """The outcome of one person as all stands here; in a large book without its quotas until they are known."""
        return self.results.outcome(who)

    def _cohort(self) -> Cohort:
        """Everybody as they count here, in a cohort of its own that no later entry changes."""
        cohort = self.office.case.cohort
        standing = {who: self._work(who).standing for who in self.typed}
        people = {**cohort.appraisees, **standing}
        return Cohort(cohort.ruleset, cohort.cycle, people, cohort.supplied, cohort.decisions, cohort.lane)

    def input_label(self, key: str) -> str:
        """What the scheme calls an input; of what it does not declare the key."""
        kinds = self.office.ruleset.kinds
        return next((str(one.label) for rules in kinds for one in rules.inputs if one.key == key), key)

    def fields(self, who: str) -> list[Field]:
        """Every field of one record, in the order of the form: the same for everybody of a kind."""
        rules = self.rules_of(who)
        if rules.kind.key not in self._fields:
            self._fields[rules.kind.key] = fields_of(self.office.case.cohort, rules)
        return self._fields[rules.kind.key]

    def value(self, who: str, of: Field) -> Any:
        """The checked value of one field, as typed here where that can be entered."""
        return value_of(self.people[who], of)

    def stored(self, who: str, of: Field) -> dict[str, str]:
        """The texts of a field's cells as the book holds them."""
        return of.texts(value_of(self.office.people[who], of))

    def texts(self, who: str, of: Field) -> dict[str, str]:
        """The texts of a field's cells as they stand here: what is refused as it was typed."""
        typed = self._typed(who, of)
        if not typed:
            return self.stored(who, of)
        if any(one.field.id == of.id for one in self.refusals(who)):
            return {**self.stored(who, of), **typed}
        found = of.texts(self.value(who, of))
        return {**found, **{part: "" for part, text in typed.items() if not text and begins(of, part)}}

    def _typed(self, who: str, of: Field) -> dict[str, str]:
        mine = f"{of.id}:"
        drafts = self.drafts.get(who)
        return (
            {cell.removeprefix(mine): text for cell, text in drafts.items() if cell.startswith(mine)} if drafts else {}
        )

    def _work(self, who: str) -> Work:
        """One record with what was typed into it; all records that wait for that are judged together."""
        if who not in self._works:
            waiting = {one for one in self.typed if one not in self._works} | {who}
            typed = {
                one: [
                    (of, {**self.stored(one, of), **cells})
                    for of in self.fields(one)
                    if (cells := self._typed(one, of))
                ]
                for one in waiting
            }
            self._works |= worked(self.office, typed, self._clashes, self.revised)
        return self._works[who]

    def refusals(self, who: str) -> tuple[Refusal, ...]:
        """What was typed into one record and refused, with the reason, until it is mended or taken back."""
        return self._work(who).refusals if self.drafts.get(who) and who in self.office.people else ()

    def disputes(self, who: str) -> dict[str, Text]:
        """What in one record contradicts another's, by input: each entry stays, and is open until one is corrected."""
        return {one.input: one.text for one in self.results.single.disputes if one.appraisee == who}

    def recompute(self) -> None:
        """Forget every computed result."""
        self._works.clear()
        self._fields.clear()
        self._people = None
        self.results.forget()

    def incomplete(self, who: str) -> bool:
        """Whether something that could still change the outcome is not entered, or was refused."""
        if self.refusals(who):
            return True
        if not any(_unknown(self, who)):
            return False
        return bool(own_needs(self.outcome(who), self.rules_of(who)))

    def clashed(self, who: str) -> str:
        """The id of a field of which somebody else saved another value meanwhile, "" where there is none."""
        return next(iter(self._clashes[who]), "")

    @property
    def typed(self) -> list[str]:
        """Whose records hold something that was typed and is not saved."""
        return [who for who, cells in self.drafts.items() if cells and who in self.office.people]

    @property
    def unsaved(self) -> int:
        """In how many records something was typed that is not saved."""
        return sum(map(bool, self.drafts.values()))

    def closed(self, of: Field | None) -> Message | None:
        """Why nothing may be typed into a field (None: anywhere), None where it may. What is signed and recorded goes on."""
        if self.closed_because is not None:
            return self.closed_because
        shut = [one for one in self.frozen(of) if not {one, BOOK} & self.revisions.keys()]
        return FROZEN.format(span=span_text(shut[0])) if shut else None

    # Revisions of what is frozen

    def frozen(self, of: Field | None) -> list[str]:
        """The frozen spans that hold a field (None: what is of no period), the whole book before a period."""
        mine = [f"{of.axis}/{of.period}"] if of is not None and of.period else []
        return [span for span in (BOOK, *mine) if span in self.office.freezes]

    def revised(self, changes: Sequence[Change]) -> list[Change]:
        """The changes with the revisions that are open here and that they are part of; a step of procedure is of none."""
        entered = [one for one in changes if not isinstance(one, Act) or isinstance(one, Settle)]
        periods = {one.at for one in entered if isinstance(one, Enter | Settle)}
        held = [one for one in self.revisions if one in self.office.freezes]
        spans = [one.partition("/") for one in held if entered and (one == BOOK or one.partition("/")[2] in periods)]
        return [*(Revise(axis, period) if period else Revise() for axis, _, period in spans), *changes]

    def why_revised(self, changes: Sequence[Change]) -> str:
        """The reasons of the revisions among changes, "" where there is none."""
        spans = [f"{one.axis}/{one.period}" if one.period else BOOK for one in changes if isinstance(one, Revise)]
        return "; ".join(dict.fromkeys(self.revisions[one] for one in spans))


def span_text(span: str) -> Text:
    """A frozen span as people call it."""
    period = span.partition("/")[2]
    return Text(period, period) if period else _WHOLE


BOOK = "book"
_WHOLE = Text("the whole book", "整本账簿")


def begins(of: Field, part: str) -> bool:
    """Whether a cell is the first of a row of a list."""
    return isinstance(of, RowsField) and part.endswith(f".{of.columns[0]}")


def _unknown(view: View, who: str) -> Iterator[bool]:
    person = view.people[who]
    for given in view.rules_of(who).inputs:
        value = person.fact(given.key)
        if given.optional:
            continue
        if (value is UNKNOWN and given.on is None) or (
            isinstance(value, tuple) and any(part is UNKNOWN for part in value)
        ):
            yield True
