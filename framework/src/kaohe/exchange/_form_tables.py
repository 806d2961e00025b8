"""The template of an indicator table."""

from __future__ import annotations

from collections.abc import Iterator

from ..cases import Case
from ..engine import Appraisee
from ._form import PLAIN, Topic
from ._paper import Put
from ._shown import number_of
from ._tables_in import table_columns

__all__ = ["indicator_rows", "indicator_topics"]

_WIDE = {"id": 12, "label": 60, "points": 12}


def indicator_topics() -> tuple[Topic, ...]:
    """Its columns."""
    return tuple(Topic(one.label, _nothing, style=PLAIN, width=_WIDE[one.key]) for one in table_columns())


def indicator_rows(case: Case, key: str) -> Iterator[list[Put]]:
    """The indicators that the book has."""
    for one in case.cohort.supplied.tables.get(key, ()):
        yield [one.id, one.label.zh, number_of(one.points)]


def _nothing(one: Appraisee) -> Put:
    return None
