"""One open case: its data, what has been entered since it was saved, its evaluation, undo, saving and recovery."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from attrs import define, evolve, field, frozen

from kaohe.cases import Case, case_from_data, read_case
from kaohe.engine import Appraisee, Cohort, FastLane, Outcome
from kaohe.errors import CaseError, KaoheError
from kaohe.rules.tools import UNKNOWN, Absent, KindRules, Ruleset
from kaohe.words import Message, Text

from ..fields._fields import MISSING, Field
from ..fields._record import fields_of
from ._changes import Change, changed, drafted, entry_of, free_name, own_rows
from ._decisions import decision_of
from ._journal import Journal, JournalError, digest_of
from ._needs import own_needs
from ._refused import Refusal, without
from ._results import Results
from ._saving import case_text, replace

__all__ = ["Saved", "Session"]


@frozen
class Saved:
    """Where a case was saved, and whether that is another file than the one that was opened."""

    path: Path
    elsewhere: bool


@define
class Session:
    """An open case. Whatever changes it is checked first, then on disk in the journal, then in memory."""

    path: Path
    case: Case
    raw: dict[str, Any]
    journal: Journal | None
    closed_because: Message | None = None
    target: Path = field(init=False)
    unsaved: int = 0
    drafts: dict[str, dict[str, str]] = field(factory=dict)
    _digest: str = ""
    _seen: tuple[int, int, int] | None = field(default=None, init=False)
    _ruleset: Ruleset | None = None
    _written: dict[Path, str] = field(factory=dict, init=False)
    _rows: dict[str, dict[str, Any]] = field(factory=dict, init=False)
    _lines: dict[str, str] = field(factory=dict, init=False)
    _undo: dict[str, list[Change]] = field(factory=lambda: defaultdict(list), init=False)
    _redo: dict[str, list[Change]] = field(factory=lambda: defaultdict(list), init=False)
    results: Results = field(init=False)
    _checking: FastLane | None = field(default=None, init=False)
    _refusals: dict[str, tuple[Refusal, ...]] = field(factory=dict, init=False)

    def __attrs_post_init__(self) -> None:
        self.target = self.path if self.path.suffix.lower() != ".toml" else free_name(self.path.with_suffix(".json"))
        self._written[self.path] = self._digest
        self._seen = _state_of(self.path)
        self.results = Results(self._cohort)
        self._rows = {row["id"]: row for row in self.raw.get("appraisees", ())}

    @classmethod
    def open(cls, path: str | Path, *, ruleset: Ruleset | None = None) -> Session:
        """Open a case file. Raises CaseError where it cannot be read; where it is in use, it opens for looking only."""
        file = Path(path)
        case = read_case(file, ruleset=ruleset)
        digest = digest_of(file.read_bytes())
        raw = own_rows(case.raw)
        try:
            return cls(file, case, raw, Journal.beside(file, digest), digest=digest, ruleset=ruleset)
        except JournalError as error:
            return cls(file, case, raw, None, error.text, digest=digest, ruleset=ruleset)

    # What there is to see

    @property
    def ruleset(self) -> Ruleset:
        """The scheme that the case runs under."""
        return self.case.cohort.ruleset

    @property
    def people(self) -> Mapping[str, Appraisee]:
        """Everybody, by id, in the order of the file."""
        return self.case.cohort.appraisees

    def rules_of(self, who: str) -> KindRules:
        """The rules for one person's kind."""
        rules = self.ruleset.kind(self.people[who].kind)
        assert rules is not None  # noqa: S101  # a case holds declared kinds only
        return rules

    @property
    def revision(self) -> int:
        """Counts whatever changed a result."""
        return self.results.revision

    def outcome(self, who: str) -> Outcome:
        """The outcome of one person as the case stands now; in a large case without its quotas until they are known."""
        return self.results.outcome(who)

    def _cohort(self) -> Cohort:
        """The case as it stands, in a cohort of its own that no later entry changes."""
        cohort = self.case.cohort
        people = self._standing()
        return Cohort(cohort.ruleset, cohort.cycle, people, cohort.supplied, cohort.decisions, cohort.lane)

    def _standing(self) -> dict[str, Appraisee]:
        """Everybody as they count: what was typed and refused leaves its field open, whatever stood there before."""
        people = self.case.cohort.appraisees
        open_ = {who: without(people[who], found) for who in self.drafts if (found := self.refusals(who))}
        return {**people, **open_}

    def fields(self, who: str) -> list[Field]:
        """Every field of one record, in the order of the form."""
        return fields_of(self.case.cohort, self.rules_of(who))

    def texts(self, who: str, of: Field) -> dict[str, str]:
        """The texts of a field's cells: drafts over what is entered."""
        return {**of.texts(self.value(who, of)), **self._drafts_of(who, of)}

    def _drafts_of(self, who: str, of: Field) -> dict[str, str]:
        mine = f"{of.id}:"
        drafts = self.drafts.get(who, {})
        return {cell.removeprefix(mine): text for cell, text in drafts.items() if cell.startswith(mine)}

    def refusals(self, who: str) -> tuple[Refusal, ...]:
        """What was typed into one record and refused, with the reason, until it is mended or taken back."""
        if not self.drafts.get(who):
            return ()
        if who not in self._refusals:
            self._refusals[who] = tuple(self._refused(who))
        return self._refusals[who]

    def disputes(self, who: str) -> dict[str, Text]:
        """What in one record contradicts another's, by input: each entry stays, and is open until one is corrected."""
        return {one.input: one.text for one in self.results.single.disputes if one.appraisee == who}

    def _refused(self, who: str) -> Iterator[Refusal]:
        for of in self.fields(who):
            if any(text.strip() for text in self._drafts_of(who, of).values()):
                try:
                    self.check(who, of, self.texts(who, of))
                except KaoheError as error:
                    yield Refusal(of, error.text)

    def recompute(self) -> None:
        """Forget every computed result."""
        self._refusals.clear()
        self.results.forget()

    def incomplete(self, who: str) -> bool:
        """Whether something that could still change the outcome is not entered; drafts count as not entered."""
        if self.drafts.get(who):
            return True
        if not any(_unknown(self, who)):
            return False
        return bool(own_needs(self.outcome(who), self.rules_of(who)))

    def value(self, who: str, of: Field) -> Any:
        """The checked value of one field."""
        person = self.people[who]
        if of.where == "links":
            return person.links.get(of.key, UNKNOWN)
        if of.where == "rechecks":
            return person.rechecks.get(of.key, UNKNOWN)
        value = person.fact(of.key)
        if not of.period:
            return value
        return value[self._place(who, of)] if isinstance(value, tuple) else UNKNOWN

    def _place(self, who: str, of: Field) -> int:
        given = self.rules_of(who).input(of.key)
        axis = given.on.axis_key if given is not None and given.on is not None else ""
        names = [period.name for period in self.case.cohort.cycle.periods[axis]]
        return names.index(of.period)

    # Entering

    def enter(self, who: str, of: Field, texts: Mapping[str, str]) -> bool:
        """Enter what the cells of a field say; gives whether anything changed.

        Raises KaoheError with the reason where it is refused, and then nothing has changed.
        """
        change = self._change(who, of, texts)
        if change is None:
            return False
        self._apply(change)
        self._undo[who].append(change)
        self._redo[who].clear()
        return True

    def check(self, who: str, of: Field, texts: Mapping[str, str]) -> None:
        """Raise KaoheError with the reason where `enter` would refuse what the cells of a field say."""
        change = self._change(who, of, texts)
        if change is not None:
            self._read(changed(self._rows[who], change))

    def _change(self, who: str, of: Field, texts: Mapping[str, str]) -> Change | None:
        """What entering the texts would change, None where nothing. Raises KaoheError."""
        stored = of.texts(self.value(who, of))
        if dict(texts) == stored:
            return None
        plain = of.plain(of.said(texts, stored))
        after = self._table(who, of, plain) if of.period else plain
        before = self._rows[who].get(of.where, {}).get(of.key, MISSING)
        if after == before or (before is MISSING and after == {}):
            return None
        return Change(who, of.where, of.key, before, after)

    def _table(self, who: str, of: Field, plain: Any) -> dict[str, Any]:
        """All periods of an input, one of them anew; a period that is not due is left to the posting's dates."""
        given = self.rules_of(who).input(of.key)
        assert given is not None  # noqa: S101  # made from the declared inputs
        assert given.on is not None  # noqa: S101  # the field has a period
        raw = self._given(who, of.key)
        values: Any = self.people[who].fact(of.key)
        found: dict[str, Any] = {}
        for place, period in enumerate(self.case.cohort.cycle.periods[given.on.axis_key]):
            if period.name == of.period:
                if plain is not MISSING:
                    found[period.name] = plain
            elif values[place] is not UNKNOWN and values[place] != Absent("not-posted"):
                found[period.name] = raw[place] if isinstance(raw, list) else raw.get(period.name, raw.get("each"))
        return found

    def _given(self, who: str, key: str) -> Any:
        """What the case holds under a fact's key: the record's own, else its kind's default."""
        row = self._rows[who]
        default = self.raw.get("defaults", {}).get(row["kind"], {}).get("facts", {}).get(key, {})
        return row.get("facts", {}).get(key, default)

    def _apply(self, change: Change) -> None:
        self._writable()
        row = changed(self._rows[change.who], change)
        person = self._read(row)
        assert self.journal is not None  # noqa: S101  # _writable has checked
        self.journal.add(entry_of(change))
        self._put(row, person)

    def _writable(self) -> None:
        if self.closed_because is not None:
            raise JournalError(self.closed_because)

    def _read(self, row: Mapping[str, Any]) -> Appraisee:
        """One record, checked as the case reader checks it."""
        alone: dict[str, Any] = {key: self.raw[key] for key in ("format", "scheme", "cycle") if key in self.raw}
        defaults = {
            kind: {key: value for key, value in part.items() if key != "links"}
            for kind, part in self.raw.get("defaults", {}).items()
        }
        bare = {key: value for key, value in row.items() if key != "links"}
        try:
            case = case_from_data(
                {**alone, "defaults": defaults, "appraisees": [bare]},
                ruleset=self.ruleset,
                folder=self.path.parent,
                lane=self._lane(),
            )
        except CaseError as error:
            raise CaseError(error.text) from error
        links = {**self.raw.get("defaults", {}).get(row["kind"], {}).get("links", {}), **row.get("links", {})}
        return evolve(case.cohort.appraisees[row["id"]], links=links)

    def _lane(self) -> FastLane:
        """The fast lane for single records, compiled once: one record is checked at every entry."""
        if self._checking is None:
            cohort = self.case.cohort
            self._checking = FastLane(cohort.ruleset, cohort.cycle.periods, cohort.supplied, bools=True)
        return self._checking

    def _put(self, row: dict[str, Any], person: Appraisee) -> None:
        self._rows[person.id].clear()
        self._rows[person.id].update(row)
        self.case.cohort.appraisees[person.id] = person
        self._lines.pop(person.id, None)
        self.unsaved += 1
        self.recompute()

    def undo(self, who: str) -> Change | None:
        """Take back the last entry of one record; None where there is none."""
        return self._step(self._undo[who], self._redo[who], back=True)

    def redo(self, who: str) -> Change | None:
        """Make the entry again that was last taken back."""
        return self._step(self._redo[who], self._undo[who], back=False)

    def _step(self, taken: list[Change], given: list[Change], *, back: bool) -> Change | None:
        if not taken:
            return None
        change = taken[-1]
        self._apply(evolve(change, before=change.after, after=change.before) if back else change)
        given.append(taken.pop())
        return change

    def draft(self, who: str, cell: str, text: str | None) -> None:
        """Keep what stands in a cell and cannot be entered yet, or forget it (None). Raises JournalError."""
        drafts = self.drafts.setdefault(who, {})
        if drafts.get(cell) == text:
            return
        self._writable()
        assert self.journal is not None  # noqa: S101  # _writable has checked
        self.journal.add({"who": who, "draft": {cell: text}})
        drafted(drafts, {cell: text})
        self.recompute()

    def forget_drafts(self, who: str, of: Field) -> None:
        """Take the trail of a field's drafts out of the journal; what stands in its cells now stays. Raises JournalError."""
        if self.journal is None:
            return
        mine = f"{of.id}:"

        def of_this(entry: Mapping[str, Any]) -> bool:
            return entry.get("who") == who and any(cell.startswith(mine) for cell in entry.get("draft", ()))

        now = {cell: text for cell, text in self.drafts.get(who, {}).items() if cell.startswith(mine)}
        kept = [entry for entry in self.journal.entries if not of_this(entry)]
        self.journal.restart(self.journal.digest, [*kept, *([{"who": who, "draft": now}] if now else [])])

    def decide(self, row: Mapping[str, Any]) -> None:
        """Record a decision as a case file holds it. Raises KaoheError with the reason where it is refused."""
        self._writable()
        decision = decision_of(row)
        assert self.journal is not None  # noqa: S101  # _writable has checked
        self.journal.add({"decision": dict(row)})
        self.raw.setdefault("decisions", []).append(dict(row))
        self.case.cohort.decisions = (*self.case.cohort.decisions, decision)
        self.unsaved += 1
        self.recompute()

    # Saving and recovery

    def save(self) -> Saved:
        """Write the case in one step; a TOML file stays as it is, and the case is written beside it as JSON.

        A file that another program changed since is never overwritten. Raises CaseError where it cannot be written.
        """
        self._writable()
        try:
            if self.target.exists() and digest_of(self.target.read_bytes()) != self._written.get(self.target):
                self.target = free_name(self.target)
            data = replace(self.target, case_text(self.raw, self._lines))
        except OSError as error:
            raise CaseError(_UNSAVED.format(path=str(self.target), why=error.strerror)) from error
        self._written[self.target] = digest_of(data)
        if self.target == self.path:
            self._digest = digest_of(data)
            self._seen = _state_of(self.path)
        assert self.journal is not None  # noqa: S101  # _writable has checked
        self.journal.restart(self._digest, self._draft_entries())
        self.unsaved = 0
        return Saved(self.target, self.target != self.path)

    def _draft_entries(self) -> Iterator[dict[str, Any]]:
        for who, cells in self.drafts.items():
            for cell, text in cells.items():
                yield {"who": who, "draft": {cell: text}}

    def underneath(self) -> Text | None:
        """What another program did to the case file or the journal since it was last looked at, if anything."""
        said = self.journal.said if self.journal is not None else None
        if self.journal is not None:
            self.journal.said = None
        now = _state_of(self.path)
        if now == self._seen:
            return said
        self._seen = now
        return (_DELETED if now is None else _CHANGED).format(name=self.path.name)

    @property
    def left_behind(self) -> list[dict[str, Any]]:
        """What an earlier session entered and did not save."""
        return self.journal.found if self.journal is not None else []

    @property
    def changed_since(self) -> bool:
        """Whether the case file is another than the one to which the entries left behind belong."""
        return self.journal is not None and self.journal.found_digest != self._digest

    def recover(self) -> list[Text]:
        """Enter again what was left behind; gives the reasons of what the file no longer takes."""
        refused: list[Text] = []
        for entry in self.left_behind:
            try:
                self._again(entry)
            except (KaoheError, AttributeError, KeyError, TypeError, ValueError) as error:
                refused.append(error.text if isinstance(error, KaoheError) else Text(repr(error), repr(error)))
        self._settle()
        return refused

    def _again(self, entry: Mapping[str, Any]) -> None:
        if "decision" in entry:
            decision = decision_of(entry["decision"])
            self.raw.setdefault("decisions", []).append(dict(entry["decision"]))
            self.case.cohort.decisions = (*self.case.cohort.decisions, decision)
            self.unsaved += 1
            self.recompute()
        elif "draft" in entry:
            drafted(self.drafts.setdefault(self.people[entry["who"]].id, {}), entry["draft"])
        else:
            value = entry.get("value", MISSING)
            change = Change(entry["who"], entry["where"], entry["key"], MISSING, value)
            row = changed(self._rows[change.who], change)
            self._put(row, self._read(row))

    def _settle(self) -> None:
        """The entries left behind are dealt with: they stay in the journal, which goes on."""
        if self.journal is not None:
            self.journal.found = []

    def discard(self) -> None:
        """Throw away what was left behind."""
        if self.journal is not None:
            self.journal.restart(self._digest, ())
            self._settle()

    def close(self) -> None:
        """Let go of the case; what is not saved stays in the journal. An empty journal is removed."""
        self.results.stop()
        if self.journal is not None:
            self.journal.close()


def _unknown(session: Session, who: str) -> Iterator[bool]:
    person = session.people[who]
    for given in session.rules_of(who).inputs:
        value = person.fact(given.key)
        if given.optional:
            continue
        if (value is UNKNOWN and given.on is None) or (
            isinstance(value, tuple) and any(part is UNKNOWN for part in value)
        ):
            yield True


def _state_of(path: Path) -> tuple[int, int, int] | None:
    """What tells one state of a file from another, None where it is not there."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_ino, found.st_mtime_ns, found.st_size


_DELETED = Text(
    "{name} was deleted by another program; F2 writes it again with all that was entered",
    "{name} 被其他程序删除；F2 可连同已录入内容重新写出",
)
_CHANGED = Text(
    "{name} was changed by another program; F2 does not overwrite it but saves beside it, under another name",
    "{name} 被其他程序改动；F2 不会覆盖它，而是在旁边另存",
)
_UNSAVED = Message(
    "K7010",
    "{path} cannot be written ({why}); everything entered is in the journal beside it",
    "无法写入 {path}（{why}）；已录入的都在旁边的日志里",
)
