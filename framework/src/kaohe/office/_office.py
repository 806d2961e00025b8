"""The office: an open book, its case and its evaluation, and the one way in which it changes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import Any

from attrs import evolve, frozen

from ..cases import Case, effects
from ..engine import Appraisee, Cohort, Evaluation
from ..engine import Decisions as Decision
from ..rules.tools import REASON_LENGTH, plain_text
from ..store import Change as Written
from ..store import Conflict, Receipt
from ..words import Message, Text
from ._acts import Act
from ._book import BOOK, Book
from ._carry import changes_of, plan_of
from ._changes import Amend, Change, Enrol, Rescind, Revise, Supply, Withdraw, told_in
from ._clashes import clashes_of
from ._decided import named_in
from ._documents import DECISION, FREEZE, OF_PEOPLE, OUTCOMES, SETTINGS, Fields, Key, Row
from ._draft import Draft
from ._errors import NotSaved, OfficeError, Refusal, Stale
from ._frozen import needs_reason
from ._lowers import Joined, Joining, Lower, brought, check_fit, check_head, lower_of
from ._opening import Opening
from ._past import replaced
from ._pinned import recorded
from ._plan import pinned
from ._reader import beside
from ._salvage import salvaged
from ._supplying import supplied, tables_before
from .steps import Guard

__all__ = ["Office", "Saved"]

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


class Office(Opening):
    """An open book, and the one way in which it changes."""

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
        reason: str = "",
    ) -> Office:
        """Make a book of a case and open it: its scheme, cycle and choices, everybody with their facts, the decisions.

        `reason` stands with the commit that holds them. Raises as `create` and `save`, with nothing made.
        """

        def fill(office: Office) -> None:
            office.save(changes_of(case), reason=reason)

        plan = plan_of(case, unit=unit, language=language)
        return cls.create(where, plan, shared=shared, ruleset=case.cohort.ruleset, actor=actor, fill=fill)

    # Changing it

    def save(self, changes: Sequence[Change], *, reason: str = "") -> Saved:
        """Make all these changes in one commit, or none.

        Raises NotSaved with every refusal, Stale where somebody else changed the same values meanwhile (what they
        changed beside them is taken in), NotAdopted, and the store's own errors; then nothing was stored.
        """
        self._refuse_unadopted()
        if any(isinstance(one, Supply) for one in changes):
            return self._supply(changes, reason)
        reason = self._reason(
            reason,
            needed=any(
                one.reasoned if isinstance(one, Act) else isinstance(one, Amend | Withdraw | Rescind | Revise)
                for one in changes
            ),
            changes=changes,
        )
        for text in told_in(changes):
            self._nameless(text, changes)
        return self._saved(lambda: Draft(self._sight(reason), self._reader, [*changes]), reason)

    def check(self, changes: Sequence[Change]) -> Mapping[str, Appraisee]:
        """Judge changes as `save` would, and write nothing; gives whom they touch, as they would stand then.

        Raises NotSaved and NotAdopted.
        """
        self._refuse_unadopted()
        if any(isinstance(one, Supply) for one in changes):
            self._supplied(changes, _UNSAID)
            return {}
        return Draft(self._sight(_UNSAID), self._reader, [*changes]).people

    def reasoned(self, reason: str) -> str:
        """A reason as a save that needs one keeps it. Raises CaseError for none, OfficeError for one that names somebody."""
        return self._reason(reason, needed=True)

    def undo(self, receipt: Receipt, *, reason: str) -> Saved:
        """Put back in one commit what that commit changed. Its number and the hash must be those of the receipt.

        Raises CaseError where something of it was changed again later, or where it froze, set up or adopted; and all
        that `save` raises.
        """
        self._refuse_unadopted()
        reason = self._reason(reason, needed=True)
        self.refresh()
        tables = tables_before(self._store, self._state, receipt)
        if tables is not None:
            return self._supply(tables, reason)

        def draft() -> Draft:
            back = replaced(self._store, self._state.versions, receipt)
            return Draft(self._sight(reason), self._reader, [], back)

        return self._saved(draft, reason)

    # Upwards

    def joining(self, lower: Book, code: str) -> Joining:
        """What joining a lower book as it stands would do; nothing is written.

        Raises OfficeError or CaseError where it cannot be joined, as where the head that was joined is no longer in it.
        """
        self._refuse_unadopted()
        self.refresh()
        done = {span: [one.step.id for one in lower.signatures(span) if one.complete] for span in lower.spans}
        given = lower_of(lower._state, lower.header.county, lower.head, code, done)
        before = self.lowers.get(given.code)
        if before is not None and before.unit == given.unit:
            check_head(lower, before)
        check_fit(self._state, self.header.county, lower._state, given)
        draft = self._joined(lower, given, _UNSAID)
        left = tuple(who for who, row in draft.rows.items() if row is None)
        came = tuple(who for who in draft.rows if who not in self._state.rows)
        then = self.evaluation.revised(self._with(draft))
        return Joining(lower=given, before=before, came=came, left=left, effects=effects(self.evaluation, then))

    def join(self, lower: Book, code: str, *, reason: str = "") -> Saved:
        """Take in, in one commit, what a lower book has frozen; its people's ids begin with `code` and a full stop.

        A lower book that went on is joined again with a reason, which is a revision of what is frozen here.
        Raises as `joining` and `save`.
        """
        reason = self._reason(reason, needed=False)
        given = self.joining(lower, code).lower
        return self._saved(lambda: self._joined(lower, given, reason), reason)

    def _joined(self, lower: Book, given: Lower, reason: str) -> Draft:
        revised = [Revise(*span.split("/")) if "/" in span else Revise() for span in self.freezes] if reason else []
        documents = brought(self._state, lower._state, given.code)
        return Draft(self._sight(reason), self._reader, [Joined(given), *revised], documents)

    def record(self, *, reason: str = "") -> Saved:
        """Write down everybody's outcome as it is now, for comparison when the rules change. Freezing does so itself."""
        self._refuse_unadopted()
        documents = {(OUTCOMES, BOOK): recorded(self.evaluation)}
        return self._put(documents, self._reason(reason, needed=False))

    def adopt(self, *, reason: str) -> Saved:
        """Take the installed rules for this book, on record. Raises OfficeError where its entries do not fit them."""
        reason = self._reason(reason, needed=True)
        self.refresh()
        if self.difference is None:
            return Saved(self._head, 0, ())
        known = {key for who, row in self._state.rows.items() for key in self._state.documents(who, row)}
        if known != {key for key in self._state.versions if key[0] in OF_PEOPLE}:
            raise OfficeError(_MISFIT)
        settings = {**self._state.settings, **pinned(self.ruleset)}
        return self._put({(SETTINGS, BOOK): settings, (OUTCOMES, BOOK): recorded(self._evaluated())}, reason)

    def _supply(self, changes: Sequence[Change], reason: str) -> Saved:
        """Put indicator tables in, in one commit, and read everything under them."""
        reason = self._reason(reason, needed=False)
        settings = self._supplied(changes, reason)
        saved = self._put({(SETTINGS, BOOK): settings}, reason)
        if saved.documents:
            self._read(self.ruleset)
        return saved

    def _supplied(self, changes: Sequence[Change], reason: str) -> Fields:
        """The settings with the tables of the changes, where whoever saves may put them in."""
        may_not = [
            Refusal(change, "", change.key if isinstance(change, Supply) else "", "", error.text)
            for change, error in Guard(self._sight(reason)).refusals(changes)
        ]
        if may_not:
            raise NotSaved(tuple(may_not), len(changes))
        return supplied(self._state, self._reader, changes, self._refused)

    def _put(self, documents: Mapping[Key, Fields | None], reason: str) -> Saved:
        """Save documents of the book as a whole. Raises Conflict where the book went on meanwhile."""
        error = Guard(self._sight(reason)).of_documents(documents, {})
        if error is not None:
            raise error
        if all(self._state.document(key) == fields for key, fields in documents.items()):
            return Saved(self._head, 0, ())
        self._head = self._commit(documents, reason)
        self._state.take(documents, self._head.seq)
        self._hands.follow(self._head.seq, self.actor, documents)
        self._case = None
        return Saved(self._head, len(documents), ())

    def _saved(self, made: Callable[[], Draft], reason: str) -> Saved:
        while True:
            draft = made()
            if not draft.documents:
                return Saved(self._head, 0, ())
            cohort = self._with(draft)
            if any(kind == FREEZE for kind, _ in draft.documents):
                draft.documents[OUTCOMES, BOOK] = recorded(Evaluation(cohort))
            try:
                receipt = self._commit(draft.documents, reason)
            except Conflict:
                self._settle(draft)
                continue
            return self._took(draft, cohort, receipt)

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

    def _took(self, draft: Draft, cohort: Cohort, receipt: Receipt) -> Saved:
        self._head = receipt
        people = self._state.take(draft.documents, receipt.seq)
        self._hands.follow(receipt.seq, self.actor, draft.documents)
        self._refused = tuple(one for one in self._refused if one.appraisee not in draft.rows)
        self._stand(cohort)
        return Saved(receipt, len(draft.documents), tuple(sorted(people)))

    def _with(self, draft: Draft) -> Cohort:
        """The cohort as a draft leaves it."""
        people = self._people({who: draft.people.get(who) for who in draft.rows}, draft.documents)
        decided = {id_: fields for (kind, id_), fields in draft.documents.items() if kind == DECISION}
        if not decided:
            return evolve(self._cohort, appraisees=people)
        rows = {who: row for who, row in draft.rows.items() if row is not None}
        return evolve(self._cohort, appraisees=people, decisions=self._decisions(self._state.decided(decided), rows))

    def _people(
        self, changed: Mapping[str, Appraisee | None], new: Mapping[Key, Fields | None] | None = None
    ) -> dict[str, Appraisee]:
        """Everybody in their order, with these in the place of what they were, None for those who left.

        `new` are the documents of a save that the state does not hold yet.
        """
        held = dict(self._cohort.appraisees)
        for who, person in changed.items():
            if person is None:
                held.pop(who, None)
            else:
                held[who] = person
        moved = new is None or any(kind == OF_PEOPLE[0] for kind, _ in new)
        return self._state.in_order(held, new) if moved else held

    def _stand(self, cohort: Cohort) -> None:
        self._cohort = cohort
        self._case = self._evaluation = None

    def _decisions(self, rows: Sequence[Mapping[str, Any]], new: Mapping[str, Row]) -> tuple[Decision, ...]:
        """The decisions as read; `new` are the rows of people of this save."""
        people: list[Row] = [{key: row[key] for key in ("id", "kind", "links") if key in row} for row in new.values()]
        bare = beside(self._state, {**new}, named_in(rows))
        return self._reader.case([*people, *bare], rows).cohort.decisions

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
        people = self._people({who: case.cohort.appraisees.get(who) for who in whose})
        decisions = self._decisions(self._state.decided(), {})
        self._stand(evolve(self._cohort, appraisees=people, decisions=decisions))

    def _reason(self, reason: str, *, needed: bool, changes: Sequence[Change] = ()) -> str:
        if not reason.strip():
            if needed:
                raise needs_reason()
            return ""
        return self._nameless(plain_text(reason, _WHY, longest=REASON_LENGTH), changes)

    def _nameless(self, text: str, changes: Sequence[Change] = ()) -> str:
        """The text, in which nobody of the roster is named, or comes to it with `changes`, teams and units apart.

        Raises OfficeError.
        """
        units = [link.to.key for rules in self.ruleset.kinds for link in rules.links]
        rows = self._state.rows
        there = ((who, row["kind"], row.get("name", "")) for who, row in rows.items())
        coming = (
            (one.id, one.kind or rows.get(one.id, {}).get("kind"), one.name)
            for one in changes
            if isinstance(one, Enrol | Amend) and isinstance(one.name, str)  # whether it is a name is judged later
        )
        for who, kind, name in chain(there, coming):
            if kind not in units and len(name) > 1 and name in text:
                raise OfficeError(_NAMED.format(id=who))
        return text


_MISFIT = Message(
    "K8026",
    "the new rules ask for some entries of this book otherwise (a kind is gone, or an input is entered by other periods);"
    " nothing was changed. Begin a new book under them: kaohe book export --case, then kaohe book import",
    "新规则对本账簿部分录入项的要求不同（对象类别取消，或录入的期次改变）；未作改动。请按新规则另立账簿：先用"
    " kaohe book export --case，再用 kaohe book import",
)
_UNSAID = "-"  # a reason is asked for when the changes are saved
_STUCK = Message(
    "K8019",
    "the book was changed behind this program; nothing was saved. Close it, run kaohe book verify, and open it again",
    "账簿在本程序之外被改动；未保存。请关闭后运行 kaohe book verify，再重新打开",
)


def _by_key(item: tuple[Key, Any]) -> Key:
    return item[0]
