"""An open book as it stands: its case, its evaluation, what is open in it, and what its ledger tells."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from ..cases import Case
from ..engine import Appraisee, Evaluation, FastLane
from ..rules.tools import Ruleset
from ..store import Header, Receipt, Record, Report, Store
from ..words import Message
from ._acts import Sight, today_of
from ._documents import OUTCOMES, SETTINGS, Fields, spread
from ._draft import Draft
from ._errors import NotAdopted, OfficeError, Refusal
from ._hands import Hands
from ._lowers import Lower, lowers_of
from ._past import Event, events
from ._pinned import Comparison, Difference, compared, difference
from ._plan import frame_of, ruleset_of
from ._points import OpenItem, Progress, items_of, progress_of
from ._reader import Reader
from ._salvage import salvaged
from ._state import State
from .procedure import Procedures
from .steps import Control

__all__ = ["BOOK", "Book"]

BOOK = "book"
_NO_SETTINGS = Message(
    "K8017",
    "{where} holds no settings, so nothing can be entered: it was cut off, or its making was, by an earlier Kaohe; restore your"
    " copy of it, and where there is none make the book anew under another name with kaohe book new",
    "{where} 没有设置，不能录入：文件已被截断，或旧版本建立时中断；请恢复备份；如无备份，请用 kaohe book new 另取名称重新建立",
)
_NO_PERIOD = Message(
    "K8025",
    "there is no period {period} of {axis}; the periods are {known}",
    "{axis} 没有期次 {period}；可用：{known}",
)
_UNADOPTED = Message(
    "K8020",
    "the installed rules are not those of this book, so nothing is computed or entered; see kaohe office status, then"
    " install the earlier plugin, or take the new rules with kaohe office adopt and a reason",
    "已安装的规则与本账簿所用的不同，因此不计算、不录入；请看 kaohe office status，然后安装原插件，或用 kaohe office adopt"
    " 并写明理由采用新规则",
)


class Book(Control):
    """What an office shows: the ledger as of the last `refresh` or save. Close it, or use it in a `with`."""

    def __init__(self, store: Store, *, where: str | Path, writable: bool, ruleset: Ruleset | None = None) -> None:
        self.where = str(where)
        document = store.get(SETTINGS, BOOK)
        if document is None:
            raise OfficeError(_NO_SETTINGS.format(where=self.where))
        self._store, self.writable = store, writable
        self._head = store.head()
        settings = document.fields
        rules = ruleset or ruleset_of(settings["scheme"], settings["amendments"], settings["choices"])
        self._state = State.of(store, document, rules)
        self._hands = Hands()
        self._read(rules)

    def _read(self, rules: Ruleset) -> None:
        self._state.axes = spread(rules)
        self._chains: dict[str, Any] = {}
        self._reader = Reader(rules, frame_of(self._state.settings))
        case, self._refused = salvaged(self._reader, self._state)
        lane = case.cohort.lane
        self._reader.lane = lane if isinstance(lane, FastLane) else None
        self._cohort = case.cohort
        self._case: Case | None = None
        self._evaluation: Evaluation | None = None
        self._earlier: Evaluation | None = None  # of what stood before, which an edit's evaluation shares with

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
    def lowers(self) -> dict[str, Lower]:
        """The lower books that are joined here, by the code that their people's ids begin with."""
        return lowers_of(self._state)

    def verify(self, receipt: Receipt | None = None) -> Report:
        """Read the whole ledger again, and check that it holds the very record of a receipt. Raises Corrupt."""
        return self._store.verify(receipt)

    @property
    def refusals(self) -> tuple[Refusal, ...]:
        """What was entered and the rules no longer take: it stays in the book, counts as not entered, and is open."""
        return self._refused

    @property
    def difference(self) -> Difference | None:
        """How the installed rules differ from those of the book; None where they do not."""
        return difference(self._state.settings, self.ruleset)

    def compare(self) -> Comparison | None:
        """The outcomes under the installed rules beside those last recorded; None where none were.

        It looks and changes nothing, so it may be asked before the rules are adopted.
        """
        key = OUTCOMES, BOOK
        if key not in self._state.versions:
            return None
        return compared(self._state, self._evaluated(), self._state.versions[key])

    @property
    def case(self) -> Case:
        """The book folded into a case. Facts that the rules refuse are left open in it (`refusals`)."""
        if self._case is None:
            self._case = Case(
                cohort=self._cohort,
                title=self._state.settings.get("title", ""),
                amendments=tuple(one.id for one in self.ruleset.amendments),
                raw=self.case_data(names=True),
                source=self.where,
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
        return self._evaluated()

    def _evaluated(self) -> Evaluation:
        if self._evaluation is None:
            earlier = self._earlier
            self._evaluation = Evaluation(self._cohort) if earlier is None else earlier.revised(self._cohort)
            self._earlier = self._evaluation
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

    def _sight(self, reason: str) -> Sight:
        return Sight(
            self._state,
            self.ruleset,
            self.periods,
            self.actor,
            self._store.now(),
            self._head,
            reason,
            evaluate=self._evaluated,
            hands=self._hands_now,
            chains=self._chains,
            entered=lambda changes: Draft(self._sight(reason), self._reader, [*changes], guarded=False).rows,
        )

    def _hands_now(self) -> Hands:
        if self._hands.upto < self._head.seq:
            self._hands.read(self._store.history(after=self._hands.upto))
        return self._hands

    def _records(self) -> Iterator[Record]:
        return self._store.history()

    def heads(self) -> Iterator[Receipt]:
        """The receipt of every commit, from record 0 on."""
        return (record.receipt for record in self._store.history())

    @property
    def procedure(self) -> Procedures:
        """What the procedure asks for, and what is on record of it: days, papers, draws, publicity, notices."""
        return Procedures(self._state, self.ruleset, today_of(self._store.now()), evaluate=lambda: self.evaluation)

    def _refuse_unadopted(self) -> None:
        if self.difference is not None:
            raise NotAdopted(_UNADOPTED)

    def warnings(self) -> list[Message]:
        """What someone should look at before it becomes a fault: a book that is nearly full, or open to everyone."""
        return self._store.warnings()

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
