"""The columns of a rater sheet: ballot numbers, questions, options to tick; who rated is known, so as not to be read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from attrs import evolve

from ..rules import Tally
from ..rules.nodes import Input, Marks, Ratings
from ..rules.tools import Ruleset, alike
from ..words import Text
from ._cells import Sheet
from ._columns import WHO, Column, columns_of
from ._who import People

__all__ = ["ANSWER", "BALLOT", "GROUP", "RATER", "asks", "people_columns", "rater_columns", "says_raters"]

ANSWER = (Tally, Ratings, Marks)
BALLOT = Column(
    "ballot_no",
    Text("ballot no.", "票号"),
    "ballot",
    (
        *("选票号", "票序", "票次", "测评票号", "票编号", "评委编号", "评委代码", "评分人代码", "评分人编号"),
        "ballot",
        "rater code",
    ),
)
RATER = Column(
    "rater_name",
    Text("rater", "评分人"),
    "rater",
    (
        *(
            "测评人",
            "投票人",
            "评委",
            "评议人",
            "填票人",
            "打分人",
            "考核人",
            "评价人",
            "签名",
            "签字",
            "voter",
            "rater name",
        ),
        *(f"{who}姓名" for who in ("评分人", "测评人", "投票人", "评委", "评议人", "填票人", "打分人", "评价人")),
    ),
)
GROUP = Column(
    "voter_group",
    Text("voter group", "评分人分组"),
    "ballot",
    ("组别", "分组", "投票组", "评委类别", "评分人类别", "测评人类别", "group"),
)
_ASKED = (
    "评价",
    "测评",
    "等次",
    "测评等次",
    "评价等次",
    "评价意见",
    "测评结果",
    "选择",
    "打分",
    "得票",
    "vote",
    "choice",
    "rating",
)
_TOLD = ("测评票", "选票", "逐票", "计票明细", "评分票", "打分票", "ballots", "rater sheet")
_LOOKED_AT = 40


def asks(ruleset: Ruleset, kind: str) -> list[Input]:
    """What raters are asked about somebody of a kind."""
    inputs = next(rules.inputs for rules in ruleset.kinds if rules.kind.key == kind)
    return [given for given in inputs if isinstance(given, ANSWER)]


def rater_columns(ruleset: Ruleset) -> tuple[Column, ...]:
    """Every column that a rater sheet for this scheme may have, the people apart whom its headings may name."""
    columns = columns_of(ruleset)
    parts = [one for one in columns if one.sort == "tallies"]
    asked = [evolve(one, sort="raters") for one in columns if one.sort == "marks" and _is_asked(one)]
    asked += _tallies(ruleset)
    most = Counter(kind for one in asked for kind in one.of)
    if asked and max(most.values()) == 1:  # where there is one question a heading need not say which
        asked = [evolve(one, names=(*one.names, *_ASKED)) for one in asked]
    return (*WHO, BALLOT, RATER, GROUP, *parts, *asked)


def _is_asked(column: Column) -> bool:
    return any(isinstance(given, ANSWER) for given in column.of.values())


def _tallies(ruleset: Ruleset) -> Iterator[Column]:
    found: dict[tuple[str, str], Column] = {}
    for rules in ruleset.kinds:
        for given in rules.inputs:
            if isinstance(given, Tally):
                held = found.setdefault((given.key, alike(given.label.zh)), Column(given.key, given.label, "raters"))
                found[given.key, alike(given.label.zh)] = evolve(held, of={**held.of, rules.kind.key: given})
    yield from found.values()


def people_columns(sheet: Sheet, people: People) -> Iterator[Column]:
    """A column for each cell in the first rows that is the id or name of somebody."""
    taken: set[str] = set()
    for row in sheet.rows[:_LOOKED_AT]:
        for cell in row.cells.values():
            plain = alike(cell.text)
            if cell.sort in ("text", "number") and plain not in taken and people.is_known(cell.text):
                taken.add(plain)
                yield Column(cell.text, Text(cell.text, cell.text), "person", (cell.text,))


def says_raters(sheet: Sheet) -> bool:
    """Whether a sheet is one of ballots: by its name, its title, or a column of ballot numbers.

    A sheet with a column of ballots collected holds counts.
    """
    names = {alike(name) for name in (BALLOT.label.zh, BALLOT.label.en, *BALLOT.names[:_NUMBERED])}
    rows = [[cell.text for cell in row.cells.values()] for row in sheet.rows[:_LOOKED_AT]]
    if any(text.strip().endswith(_COUNTS) for texts in rows for text in texts):
        return False
    titles = (sheet.name, *(text for texts in rows[:_TITLES] for text in texts))
    told = any(word in title.lower() for title in titles for word in _TOLD)
    return told or any(alike(text) in names for texts in rows for text in texts)


_TITLES, _NUMBERED = 3, 5
_COUNTS = ("收回", "回收", "collected")
