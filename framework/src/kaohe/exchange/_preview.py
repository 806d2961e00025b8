"""What an import would do, line by line, before anything is written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from attrs import define, field, frozen

from ..errors import FileError
from ..words import Message, Text
from ._cells import At, column_name

__all__ = ["ASK_IDS", "ASK_MARK", "ASK_NAMES", "CHECKED", "STATES", "Line", "Options", "Preview"]

STATES = {
    "new": Text("new", "新增"),
    "changed": Text("changed", "更改"),
    "same": Text("same", "相同"),
    "asked": Text("to confirm", "待确认"),
    "rejected": Text("rejected", "不接受"),
}


@frozen(kw_only=True)
class Options:
    """How a sheet is to be read where it does not say: the kind of import and of appraisee, the period, headings.

    `by_name` confirms that people named without an id are those who alone bear the name; `ids` begins the ids that
    people new to the roster are given where the sheet has none. `issued` is how many ballots were handed out, where a
    rater sheet does not say; `marks` are those of attendance sheets with the fields they count for, "-" for none.
    """

    kind: str = ""
    of: str = ""
    period: str = ""
    by_name: bool = False
    ids: str = ""
    issued: int | None = None
    marks: Mapping[str, str] = field(factory=dict)
    headings: Mapping[str, str] = field(factory=dict)


@frozen(kw_only=True)
class Line:
    """One entry, or one row: where it stands, whose it is, what stands in the book and what would.

    Of what is rejected nothing but the place is told, and why (design, section 11).
    """

    state: str
    at: At
    who: str = ""
    what: Text | None = None
    period: str = ""
    before: Any = None
    after: Any = None
    why: Message | None = None

    def as_json(self) -> dict[str, Any]:
        """The line as plain data."""
        why = None if self.why is None else {"number": self.why.number, "en": self.why.en, "zh": self.why.zh}
        what = None if self.what is None else {"en": self.what.en, "zh": self.what.zh}
        at = {"sheet": self.at.sheet, "row": self.at.row, "column": column_name(self.at.column) or None}
        told = {"id": self.who, "what": what, "period": self.period, "before": self.before, "after": self.after}
        return {"state": self.state, **at, **told, "why": why}


_LEFT = Message(
    "K9101",
    "nothing was imported: {n} places are rejected, the first being {at}: {why}. Correct them, or leave them out with "
    "--leave-out",
    "未导入：有 {n} 处不接受，首处为 {at}：{why}。请更正，或用 --leave-out 略去",
)
_ASKED = Message(
    "K9102",
    "nothing was imported: {n} rows name people without an id; look at whom they were taken for, then confirm with "
    "--by-name, or add the ids",
    "未导入：有 {n} 行只有姓名没有编号；请核对所对应的对象后用 --by-name 确认，或补上编号",
)


CHECKED = Text("checked {done:,} of {total:,} rows", "已校验 {done:,} / {total:,} 行")
# What an import asks of whoever sits at a terminal, in place of an option.
ASK_IDS = Text(
    "{n} rows are of new people without an id. Number them, beginning with (such as A; Enter: no): ",
    "{n} 行为新增对象而没有编号。自动编号以什么开头（如 A；直接回车则不编号）：",
)
ASK_NAMES = Text(
    "{n} rows say a name and no id; each was found once, as shown. Take them so? [y/N] ",
    "{n} 行只有姓名没有编号，均如上找到唯一对象。是否认可？[y/N] ",
)
ASK_MARK = Text(
    "The mark in {at} ({n} cells): for which entry does it count? (its name or label; -: nothing; Enter: leave it) ",
    "{at}的符号（共 {n} 格）计入哪一项？（填录入项名称；不计入填 -；直接回车则不处理）",
)
_UNNUMBERED = "K9132"


@define
class Preview:
    """Everything that an import would do: its lines in the order of the sheets, and the changes to the book.

    `changes` are `kaohe.office` changes without those of rejected rows; `notes` say what was found besides.
    """

    where: str
    kinds: tuple[str, ...] = ()
    lines: list[Line] = field(factory=list)
    notes: list[Text] = field(factory=list)
    changes: list[Any] = field(factory=list)
    places: dict[int, Line] = field(factory=dict)  # the line of each change, by its identity
    marks: dict[str, tuple[At, int]] = field(factory=dict)  # marks of days that nobody explained: first place, how many

    def change(self, change: Any, line: Line, *, at: int | None = None) -> None:
        """Take a change in, as the last or at a place, so that a refusal of it can be told at the line's."""
        self.changes.insert(len(self.changes) if at is None else at, change)
        self.places[id(change)] = line

    def refuse(self, line: Line, why: Message) -> None:
        """Turn a line into one that is rejected, with nothing of what it said."""
        place = next(place for place in range(len(self.lines) - 1, -1, -1) if self.lines[place] is line)
        self.lines[place] = Line(
            state="rejected", at=line.at, who=line.who, what=line.what, period=line.period, why=why
        )

    def drop(self, lines: Sequence[Line]) -> None:
        """Take lines out of what is new, since their row is not taken; it tells why in another line."""
        dropped = {id(line) for line in lines}
        self.lines = [line for line in self.lines if id(line) not in dropped]

    @property
    def counts(self) -> dict[str, int]:
        """How many lines there are of each state."""
        found = Counter(line.state for line in self.lines)
        return {state: found[state] for state in STATES}

    def of(self, *states: str) -> list[Line]:
        """The lines of these states."""
        return [line for line in self.lines if line.state in states]

    @property
    def unnumbered(self) -> list[Line]:
        """The rows of people new to the roster that say no id: `Options.ids` numbers them."""
        return [line for line in self.of("rejected") if line.why is not None and line.why.number == _UNNUMBERED]

    @property
    def by_name(self) -> set[tuple[str, int]]:
        """The rows, by sheet and number, that wait for `Options.by_name`."""
        return {(line.at.sheet, line.at.row) for line in self.of("asked")}

    def check(self, *, leave_out: bool = False) -> None:
        """Raise FileError where something stands against importing: what is rejected, or not confirmed."""
        rejected, asked = self.of("rejected"), self.of("asked")
        if rejected and not leave_out:
            first = rejected[0]
            told = _LEFT.format(n=len(rejected), at=first.at.text(), why=first.why or Text("-", "-"))
            raise FileError(told, where=self.where)
        if asked:
            raise FileError(_ASKED.format(n=len(self.by_name)), where=self.where)

    def as_json(self) -> dict[str, Any]:
        """The preview as plain data."""
        notes = [{"en": note.en, "zh": note.zh} for note in self.notes]
        return {"file": self.where, "kinds": list(self.kinds), "counts": self.counts, "notes": notes} | {
            "lines": [line.as_json() for line in self.lines]
        }
