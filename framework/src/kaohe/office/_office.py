"""The office: an open book, its case and its evaluation, and the one way in which it changes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from attrs import evolve, frozen

from ..cases import Case, case_from_data
from ..engine import Appraisee, Evaluation, FastLane
from ..rules.tools import REASON_LENGTH, Ruleset, plain_text
from ..store import Change as Written
from ..store import Conflict, Header, Receipt, Refused, Store, create_book, open_book
from ..words import Message, Text
from ._carry import changes_of, plan_of, tables_of
from ._changes import Amend, Change, Rescind, Revise, Withdraw
from ._clashes import clashes_of
from ._documents import DECISION, SETTINGS, Fields, Key, spread
from ._draft import Draft
from ._errors import NotAdopted, OfficeError, Refusal, Stale
from ._frozen import needs_reason
from ._past import Event, events, replaced
from ._pinned import Difference, difference
from ._plan import Plan, frame_of, ruleset_of, settings_of
from ._points import OpenItem, Progress, items_of, progress_of
from ._reader import Reader, beside
from ._salvage import salvaged
from ._state import State

__all__ = ["Office", "Saved"]

_BOOK = "book"
_NO_SETTINGS = Message(
    "K8017",
    "{where} holds no settings yet, so nothing can be entered; make the book with kaohe book new {where}",
    "{where} 尚无设置，不能录入；请用 kaohe book new {where} 建立",
)
_NAMED = Message(
    "K8018",
    "the reason holds the name of {id}; names stand in the roster alone, so write the id instead",
    "理由中有 {id} 的姓名；姓名只存于名册，请改写编号",
)
_WHY = Text("the reason", "理由")


@frozen
class Saved:
    """What a save did: the receipt of its commit, how many documents it left, and whose outcomes it may have moved.

    Where nothing differed `documents` is 0 and the receipt that of the head: nothing was written.
    """

    receipt: Receipt
    documents: int
    people: tuple[str, ...]


class Office:
    """An open book. What it shows is the ledger as of the last `refresh` or save; close it, or use it in a `with`."""

    def __init__(self, store: Store, *, writable: bool, ruleset: Ruleset | None = None) -> None:
        document = store.get(SETTINGS, _BOOK)
        if document is None:
            raise OfficeError(_NO_SETTINGS.format(where=str(getattr(store, "path", "the book"))))
        self._store, self.writable = store, writable
        self._head = store.head()
        settings = document.fields
        rules = ruleset or ruleset_of(settings["scheme"], settings["amendments"], settings["choices"])
        self._state = State.of(store, document, rules)
        self._read(rules)

    def _read(self, rules: Ruleset) -> None:
        self._state.axes = spread(rules)
        self._reader = Reader(rules, frame_of(self._state.settings))
        case, self._refused = salvaged(self._reader, self._state)
        lane = case.cohort.lane
        self._reader.lane = lane if isinstance(lane, FastLane) else None
        self._cohort = case.cohort
        self._case: Case | None = None
        self._evaluation: Evaluation | None = None

    @classmethod
    def create(
        cls,
        where: str | Path,
        plan: Plan,
        *,
        shared: bool = False,
        ruleset: Ruleset | None = None,
        actor: str | None = None,
        clock: Callable[[], datetime] | None = None,
    ) -> Office:
        """Make a book after a plan and open it for writing. A book that was made and never set up is taken up.

        Raises KaoheError for a plan that cannot hold, before anything is made, and Refused where something else is
        at that place.
        """
        timed: dict[str, Any] = {} if clock is None else {"clock": clock}
        rules = ruleset or ruleset_of(plan.scheme, plan.amendments, plan.choices)
        empty = case_from_data({"format": 1, "scheme": rules.id, "cycle": dict(plan.cycle)}, ruleset=rules)
        header = Header(rules.id, empty.cohort.cycle.id, plan.unit)
        cycle = {"id": header.cycle, **plan.cycle, **tables_of(empty)}
        try:
            create_book(where, header, shared=shared, actor=actor, **timed)
        except Refused:
            if not _unfinished(where, header):
                raise
        store = open_book(where, actor=actor, **timed)
        try:
            by, time = store.actor, next(store.history()).time
            fields = settings_of(plan, rules, cycle, by=by, time=time)
            store.commit([Written(SETTINGS, _BOOK, fields)], reason="")
            return cls(store, writable=True, ruleset=ruleset)
        except BaseException:
            store.close()
            raise

    @classmethod
    def of_case(
        cls,
        where: str | Path,
        case: Case,
        *,
        unit: str,
        language: str = "zh",
        shared: bool = False,
        actor: str | None = None,
    ) -> Office:
        """Make a book of a case and open it: its scheme, cycle and choices, everybody with their facts, the decisions."""
        plan = plan_of(case, unit=unit, language=language)
        office = cls.create(where, plan, shared=shared, ruleset=case.cohort.ruleset, actor=actor)
        try:
            office.save(changes_of(case))
        except BaseException:
            office.close()
            raise
        return office

    @classmethod
    def open(
        cls,
        where: str | Path,
        *,
        writable: bool = True,
        ruleset: Ruleset | None = None,
        actor: str | None = None,
        patience: float = 5.0,
    ) -> Office:
        """Open a book. `ruleset` stands in for the installed rules (schemes under development, tests).

        Where the installed rules are not those that the book was made with, it opens for looking: see `difference`.
        Raises StoreError, and UnknownSchemeError where the scheme is not installed.
        """
        store = open_book(where, writable=writable, actor=actor, patience=patience)
        try:
            return cls(store, writable=writable, ruleset=ruleset)
        except BaseException:
            store.close()
            raise

    # What there is to see

    @property
    def header(self) -> Header:
        """Scheme, cycle and unit of the book."""
        return self._store.header

    @property
    def head(self) -> Receipt:
        """The full receipt of the last commit that this office has seen."""
        return self._head

    @property
    def actor(self) -> str:
        """The login that its saves stand under."""
        return self._store.actor

    @property
    def settings(self) -> Fields:
        """The settings document: scheme, digest, amendments, choices, cycle, readings confirmed, language."""
        return {**self._state.settings}

    @property
    def language(self) -> str:
        """The book's language, "zh" or "en"."""
        return str(self._state.settings.get("language", "zh"))

    @property
    def ruleset(self) -> Ruleset:
        """The rules that the book is read by: the installed ones."""
        return self._reader.ruleset

    @property
    def periods(self) -> dict[str, tuple[str, ...]]:
        """The names of the cycle's periods, by axis."""
        return {axis: tuple(one.name for one in periods) for axis, periods in self._cohort.cycle.periods.items()}

    @property
    def people(self) -> Mapping[str, Appraisee]:
        """Everybody on the roster by id, in its order, as read and checked."""
        return self._cohort.appraisees

    def row(self, who: str) -> Mapping[str, Any] | None:
        """What was entered for one appraisee, as a case file's row; None where nobody has that id."""
        return self._state.rows.get(who)

    @property
    def decisions(self) -> dict[str, Mapping[str, Any]]:
        """The decisions on record by id, as a case file says them."""
        return {id_: fields["decision"] for id_, fields in self._state.decisions.items()}

    @property
    def freezes(self) -> dict[str, Fields]:
        """What is frozen: "AXIS/PERIOD" or "book", each with the hash of its inputs, the digest and how often revised."""
        return {span: {**fields} for span, fields in self._state.freezes.items()}

    @property
    def refusals(self) -> tuple[Refusal, ...]:
        """What was entered and the rules no longer take: it stays in the book, counts as not entered, and is open."""
        return self._refused

    @property
    def difference(self) -> Difference | None:
        """How the installed rules differ from those of the book; None where they do not."""
        return difference(self._state.settings, self.ruleset)

    @property
    def case(self) -> Case:
        """The book folded into a case. Facts that the rules refuse are left open in it (`refusals`)."""
        if self._case is None:
            self._case = Case(
                cohort=self._cohort,
                title=self._state.settings.get("title", ""),
                amendments=tuple(one.id for one in self.ruleset.amendments),
                raw=self.case_data(names=True),
                source=str(getattr(self._store, "path", "")),
            )
        return self._case

    def case_data(self, *, names: bool = False) -> dict[str, Any]:
        """The book as the plain data of a case file; names only where asked for, ids alone otherwise."""
        rows = self._state.rows.values()
        people = [row if names else {key: part for key, part in row.items() if key != "name"} for row in rows]
        data = {**frame_of(self._state.settings), "appraisees": people}
        return data | ({"decisions": decided} if (decided := self._state.decided()) else {})

    @property
    def evaluation(self) -> Evaluation:
        """The evaluation of the book as it stands. Raises NotAdopted where the rules changed and nobody has said yes."""
        self._refuse_unadopted()
        if self._evaluation is None:
            self._evaluation = Evaluation(self._cohort)
        return self._evaluation

    def open_points(self) -> list[OpenItem]:
        """Everything that is open, by name, unit and whoever is responsible. Raises NotAdopted as `evaluation`."""
        return items_of(self.evaluation, self._refused)

    def progress(self, axis: str = "", period: str = "") -> list[Progress]:
        """How far each unit has come with one period of an axis, or, with none named, with what is entered once.

        Raises OfficeError for a period that the cycle does not have.
        """
        names = self.periods.get(axis, ())
        if period not in names and (axis or period):
            raise OfficeError(_NO_PERIOD.format(period=period or "-", axis=axis or "-", known=", ".join(names) or "-"))
        place = names.index(period) if period else None
        return progress_of(self.people.values(), self._state.rows, self.ruleset, axis, place, period)

    def history(self, *, appraisee: str | None = None, after: int = 0) -> Iterator[Event]:
        """The commits after number `after`, oldest first: who moved which value when; of one appraisee where named."""
        return events(self._store, appraisee=appraisee, after=after)

    # Changing it

    def save(self, changes: Sequence[Change], *, reason: str = "") -> Saved:
        """Make all these changes in one commit, or none.

        Raises NotSaved with every refusal, Stale where somebody else changed the same values meanwhile (what they
        changed beside them is taken in), NotAdopted, and the store's own errors; then nothing was stored.
        """
        self._refuse_unadopted()
        reason = self._reason(
            reason, needed=any(isinstance(one, Amend | Withdraw | Rescind | Revise) for one in changes)
        )
        return self._saved(lambda: Draft(self._state, self._reader, self.periods, [*changes], reason), reason)

    def check(self, changes: Sequence[Change]) -> None:
        """Judge changes as `save` would, and write nothing: for a preview. Raises NotSaved and NotAdopted."""
        self._refuse_unadopted()
        Draft(self._state, self._reader, self.periods, [*changes], _UNSAID)

    def undo(self, receipt: Receipt, *, reason: str) -> Saved:
        """Put back in one commit what that commit changed. Its number and the hash must be those of the receipt.

        Raises CaseError where something of it was changed again later, or where it froze, set up or adopted; and all
        that `save` raises.
        """
        self._refuse_unadopted()
        reason = self._reason(reason, needed=True)
        self.refresh()

        def draft() -> Draft:
            back = replaced(self._store, self._state.versions, receipt)
            return Draft(self._state, self._reader, self.periods, [], reason, back)

        return self._saved(draft, reason)

    def _saved(self, made: Callable[[], Draft], reason: str) -> Saved:
        while True:
            draft = made()
            if not draft.documents:
                return Saved(self._head, 0, ())
            try:
                receipt = self._commit(draft.documents, reason)
            except Conflict:
                self._settle(draft)
                continue
            return self._took(draft, receipt)

    def _commit(self, documents: Mapping[Key, Fields | None], reason: str) -> Receipt:
        versions = self._state.versions
        written = [
            Written(*key, fields, seen=versions.get(key, 0)) for key, fields in sorted(documents.items(), key=_by_key)
        ]
        return self._store.commit(written, reason=reason, after=self._head)

    def _settle(self, draft: Draft) -> None:
        """Take in what others saved. Raises Stale where it is about the same values."""
        seen = self._head
        self.refresh()
        if self._head == seen:
            raise OfficeError(_STUCK)
        clashes = clashes_of(draft.documents, draft.before, self._state, self._store)
        if clashes:
            raise Stale(clashes)

    def _took(self, draft: Draft, receipt: Receipt) -> Saved:
        self._head = receipt
        people = self._state.take(draft.documents, receipt.seq)
        self._refused = tuple(one for one in self._refused if one.appraisee not in draft.rows)
        decided = any(kind == DECISION for kind, _ in draft.documents)
        self._replace({who: draft.people.get(who) for who in draft.rows}, decided=decided)
        return Saved(receipt, len(draft.documents), tuple(sorted(people)))

    def _replace(self, people: Mapping[str, Appraisee | None], *, decided: bool) -> None:
        """The cohort with these people in the place of what they were, None for those who left."""
        held = dict(self._cohort.appraisees)
        for who, person in people.items():
            if person is None:
                held.pop(who, None)
            else:
                held[who] = person
        decisions = self._decisions() if decided else self._cohort.decisions
        self._cohort = evolve(self._cohort, appraisees=held, decisions=decisions)
        self._case = self._evaluation = None

    def _decisions(self) -> tuple[Any, ...]:
        rows = self._state.decided()
        named = [who for row in rows for key in ("members", "choose", "exceed") for who in row.get(key, ())]
        named += [row["appraisee"] for row in rows if "appraisee" in row]
        return self._reader.case(beside(self._state, {}, named), rows).cohort.decisions

    def refresh(self) -> frozenset[str]:
        """Take in what others saved since; gives whose records changed."""
        head = self._store.head()
        if head == self._head:
            return frozenset()
        now, held = self._store.versions(), self._state.versions
        changed: dict[int, dict[Key, Fields | None]] = {}
        for key in now.keys() | held.keys():
            if now.get(key) != held.get(key):
                document = self._store.get(*key)
                version = 0 if document is None else document.version
                changed.setdefault(version, {})[key] = None if document is None else document.fields
        whose: set[str] = set()
        for version, documents in sorted(changed.items()):
            whose |= self._state.take(documents, version)
        self._head = head
        if any(kind == SETTINGS for documents in changed.values() for kind, _ in documents):
            self._read(self.ruleset)
        else:
            self._again(whose)
        return frozenset(whose)

    def _again(self, whose: set[str]) -> None:
        case, refused = salvaged(self._reader, self._state, whose)
        self._refused = (*(one for one in self._refused if one.appraisee not in whose), *refused)
        self._replace({who: case.cohort.appraisees.get(who) for who in whose}, decided=True)

    def _reason(self, reason: str, *, needed: bool) -> str:
        if not reason.strip():
            if needed:
                raise needs_reason()
            return ""
        text = plain_text(reason, _WHY, longest=REASON_LENGTH)
        for who, row in self._state.rows.items():
            if len(row.get("name", "")) > 1 and row["name"] in text:
                raise OfficeError(_NAMED.format(id=who))
        return text

    def _refuse_unadopted(self) -> None:
        if self.difference is not None:
            raise NotAdopted(_UNADOPTED)

    # Closing

    def close(self) -> None:
        """Let go of the book."""
        self._store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


_NO_PERIOD = Message(
    "K8025",
    "there is no period {period} of {axis}; the periods are {known}",
    "{axis} 没有期次 {period}；可用：{known}",
)
_UNSAID = "-"  # a reason is asked for when the changes are saved
_STUCK = Message(
    "K8019",
    "the book was changed behind this program; nothing was saved. Close it, run kaohe book verify, and open it again",
    "账簿在本程序之外被改动；未保存。请关闭后运行 kaohe book verify，再重新打开",
)
_UNADOPTED = Message(
    "K8020",
    "the installed rules are not those of this book, so nothing is computed or entered; see kaohe office status, then"
    " install the earlier plugin, or take the new rules with kaohe office adopt and a reason",
    "已安装的规则与本账簿所用的不同，因此不计算、不录入；请看 kaohe office status，然后安装原插件，或用 kaohe office adopt"
    " 并写明理由采用新规则",
)


def _by_key(item: tuple[Key, Any]) -> Key:
    return item[0]


def _unfinished(where: str | Path, header: Header) -> bool:
    """Whether a book for the same stands there with nothing in it, its making having been interrupted."""
    with suppress(Exception), open_book(where, writable=False) as found:
        return found.header == header and found.size() == (0, 1)
    return False
