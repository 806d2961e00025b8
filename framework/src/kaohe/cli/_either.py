"""A case file or a book, opened alike: `evaluate`, `explain` and `pools` take either."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from attrs import frozen

from ..cases import Case, read_case
from ..engine import Evaluation
from ..errors import CaseError
from ..words import Message, Text, prefer

if TYPE_CHECKING:
    from ..office import Office

__all__ = ["CASES", "Opened", "is_book", "opened", "record_outcomes", "standing_text"]

_RECORD = re.compile(rb"0 [0-9a-f]{64} \{")
CASES = (".toml", ".json")
_NEITHER = Message(
    "K5014",
    "{path} is neither a case (.toml or .json) nor a book; check the name",
    "{path} 既不是案例（.toml 或 .json），也不是账簿；请检查名称",
)
_NO_BOOK = Message(
    "K5022",
    "outcomes are recorded in a book, and {path} is none; leave --record out, or import the case into a book",
    "结果只能记入账簿，{path} 不是账簿；请去掉 --record，或先将案例导入账簿",
)


@frozen
class Opened:
    """What was opened; `office` is the book, None for a case file."""

    case: Case
    evaluation: Evaluation
    office: Office | None = None


def standing_text(office: Office) -> Text:
    """How far the year's results of a book have come, each state with how many: what is signed, what is approved."""
    from ..office import standings_text

    return standings_text(office.states())


def is_book(where: str) -> bool:
    """Whether a place is a book: an address of a database, or a file that begins as books do."""
    if "://" in where:
        return True
    with suppress(OSError), Path(where).open("rb") as file:
        return _RECORD.match(file.read(80)) is not None
    return False


@contextmanager
def opened(where: str) -> Iterator[Opened]:
    """Open a case or a book for looking; a book speaks its own language. Raises KaoheError for anything else."""
    if not is_book(where):
        if Path(where).suffix.lower() not in CASES and Path(where).is_file():
            raise CaseError(_NEITHER.format(path=where))
        case = read_case(where)
        yield Opened(case, Evaluation(case.cohort))
        return
    from ..office import Office  # a case needs none of it

    with Office.open(where, writable=False) as office:
        prefer(office.language)
        yield Opened(office.case, office.evaluation, office)


def record_outcomes(where: str) -> None:
    """Record everybody's outcome in a book, for comparison when the rules change. Raises CaseError for a case."""
    if not is_book(where):
        raise CaseError(_NO_BOOK.format(path=where))
    from ..office import Office

    with Office.open(where) as office:
        office.record()
