"""What a book has on record of its procedure, as far as papers show it; a case has none of it."""

from __future__ import annotations

from attrs import frozen

from ..office import Office
from ..words import Text

__all__ = ["NOTHING", "Record", "Signature", "record_of"]


@frozen(kw_only=True)
class Signature:
    """A signature: its step's clause, the office that signed, the day, the login."""

    clause: str
    office: Text
    day: str
    login: str


@frozen(kw_only=True)
class Record:
    """What is on record: who signed."""

    signed: tuple[Signature, ...] = ()


NOTHING = Record()


def record_of(office: Office, period: str = "") -> Record:
    """What a book has on record of the results of a period, or of the year."""
    signed = tuple(
        Signature(clause=one.step.clause, office=body, day=time[:10], login=login)
        for one in office.signatures(period)
        for body, login, time in one.signatures
    )
    return Record(signed=signed)
