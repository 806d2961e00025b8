"""What a book has on record of its procedure, as far as papers show it; a case has none of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from attrs import frozen

from ..office import Office
from ..words import Text

__all__ = ["NOTHING", "Draw", "Record", "Signature", "record_of"]


@frozen(kw_only=True)
class Signature:
    """A signature: its step's clause, the office that signed, the day, the login."""

    clause: str
    office: Text
    day: str
    login: str


@frozen(kw_only=True)
class Draw:
    """A draw that was carried out: what it is, from which head with which seed, and the codes in their order."""

    id: str
    label: Text
    clause: str
    head: str
    seed: str
    codes: tuple[str, ...]


@frozen(kw_only=True)
class Record:
    """What is on record: who signed, the days of the latest publicity (None: none), what was drawn."""

    signed: tuple[Signature, ...] = ()
    published: tuple[dt.date, dt.date] | None = None
    draws: tuple[Draw, ...] = ()


NOTHING = Record()


def record_of(office: Office, period: str = "") -> Record:
    """What a book has on record of the results of a period, or of the year."""
    signed = tuple(
        Signature(clause=one.step.clause, office=body, day=time[:10], login=login)
        for one in office.signatures(period)
        for body, login, time in one.signatures
    )
    shown = [
        one
        for one in office.procedure.shown()
        if one.id == f"{one.step}/{period}" or (not period and one.id == one.step)
    ]
    last = max(shown, key=lambda one: one.until, default=None)
    published = None if last is None else (last.since, last.until)
    return Record(signed=signed, published=published, draws=tuple(_draws(office, period)))


def _draws(office: Office, period: str) -> Iterator[Draw]:
    """The samples that were drawn, of a period where one is named; lots and cross-assessments have papers of their own."""
    for one in office.procedure.subjects():
        held = office.procedure.draw(one.id) if one.sort == "sample" else None
        if held is None or "drawn" not in held or (period and one.period is not None and one.period.name != period):
            continue
        codes = tuple(code for group in sorted(held["drawn"]) for code in held["drawn"][group])
        yield Draw(id=one.id, label=one.label, clause=one.clause, head=held["head"], seed=held["seed"], codes=codes)
