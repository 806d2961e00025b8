"""Making a book after a plan, and opening one."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any, Self

from ..cases import case_from_data
from ..collection import no_collection
from ..rules.tools import Ruleset
from ..store import Change as Written
from ..store import Header, Refused, Store, create_book, open_book
from ._book import BOOK, Book
from ._carry import tables_of
from ._documents import SETTINGS
from ._plan import Plan, ruleset_of, settings_of

__all__ = ["Opening"]

# Seconds: how long a book may be without its settings while somebody makes it, and between two looks.
_SETTING_UP, _NAP = 2.0, 0.02


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
    ) -> Self:
        """Make a book after a plan and open it for writing. A book that was made and never set up is taken up.

        `folder` is where the files of indicator tables lie that the plan's cycle names, as a case's do.

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
        try:
            create_book(where, header, shared=shared, actor=actor, **timed)
        except Refused:
            if not _unfinished(where, header):
                raise
        store = open_book(where, actor=actor, **timed)
        try:
            by, time = store.actor, next(store.history()).time
            fields = settings_of(plan, rules, cycle, by=by, time=time)
            store.commit([Written(SETTINGS, BOOK, fields)], reason="")
            return cls(store, where=where, writable=True, ruleset=ruleset)
        except BaseException:
            store.close()
            raise

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

        Where the installed rules are not those that the book was made with, it opens for looking: see `difference`. One
        that somebody is making at this moment is waited for, some seconds at most. Raises StoreError, and
        UnknownSchemeError where the scheme is not installed.
        """
        with no_collection():
            store = open_book(where, writable=writable, actor=actor, patience=patience)
            try:
                _wait_for_settings(store)
                return cls(store, where=where, writable=writable, ruleset=ruleset)
            except BaseException:
                store.close()
                raise


def _wait_for_settings(store: Store) -> None:
    """Wait while a book has just been made and its settings, which are its second record, are still to come."""
    end = time.monotonic() + _SETTING_UP
    while store.get(SETTINGS, BOOK) is None and time.monotonic() < end:
        begun = datetime.fromisoformat(next(store.history()).time)
        if abs((store.now() - begun).total_seconds()) > _SETTING_UP:
            return  # nobody is making it any more
        time.sleep(_NAP)


def _unfinished(where: str | Path, header: Header) -> bool:
    """Whether a book for the same stands there with nothing in it, its making having been interrupted."""
    with suppress(Exception), open_book(where, writable=False) as found:
        return found.header == header and found.size() == (0, 1)
    return False
