"""Making a book after a plan, and opening one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any, Self

from ..cases import case_from_data
from ..collection import no_collection
from ..rules.tools import Ruleset
from ..store import Change as Written
from ..store import Header, begin_book, open_book
from ._book import BOOK, Book
from ._carry import tables_of
from ._documents import SETTINGS
from ._plan import Plan, ruleset_of, settings_of

__all__ = ["Opening"]


class Opening(Book):
    """A book by how it comes to be open."""

    @classmethod
    def create(
        cls,
        where: str | Path,
        plan: Plan,
        *,
        shared: bool = False,
        ruleset: Ruleset | None = None,
        folder: Path | None = None,
        actor: str | None = None,
        clock: Callable[[], datetime] | None = None,
        fill: Callable[[Self], object] | None = None,
    ) -> Self:
        """Make a book after a plan and open it for writing; it appears at its place whole, or not at all.

        `folder` is where the files of indicator tables lie that the plan's cycle names, as a case's do. `fill` enters
        what the book is to hold from the beginning; whatever it raises, and an interruption, leaves nothing behind.

        Raises KaoheError for a plan that cannot hold, before anything is made, and Refused where something else is
        at that place.
        """
        timed: dict[str, Any] = {} if clock is None else {"clock": clock}
        rules = ruleset or ruleset_of(plan.scheme, plan.amendments, plan.choices)
        empty = case_from_data(
            {"format": 1, "scheme": rules.id, "cycle": dict(plan.cycle)}, ruleset=rules, folder=folder
        )
        header = Header(rules.id, empty.cohort.cycle.id, plan.unit)
        cycle = {"id": header.cycle, **plan.cycle, **tables_of(empty)}
        made = begin_book(where, header, shared=shared, actor=actor, **timed)
        fields = settings_of(plan, rules, cycle, by=made.actor, time=next(made.history()).time)
        made.commit([Written(SETTINGS, BOOK, fields)], reason="")
        book = cls(made, where=where, writable=True, ruleset=ruleset)
        with no_collection():
            if fill is not None:
                fill(book)
            made.put()
            book._store = open_book(where, actor=actor, **timed)
        return book

    @classmethod
    def open(
        cls,
        where: str | Path,
        *,
        writable: bool = True,
        ruleset: Ruleset | None = None,
        actor: str | None = None,
        patience: float = 5.0,
    ) -> Self:
        """Open a book. `ruleset` stands in for the installed rules (schemes under development, tests).

        Where the installed rules are not those that the book was made with, it opens for looking: see `difference`.
        Raises StoreError, OfficeError for a book without settings, and UnknownSchemeError where the scheme is not
        installed.
        """
        with no_collection():
            store = open_book(where, writable=writable, actor=actor, patience=patience)
            try:
                return cls(store, where=where, writable=writable, ruleset=ruleset)
            except BaseException:
                store.close()
                raise
