"""Procedures of procedure: days, papers, draws, publicity and objections, opinions, imported results, notices."""

from __future__ import annotations

from ._agenda import WHEN, Bar, Due, barred
from ._deadlines import Deadline, Hold
from ._draws import Assign, Frame, Pledge, Reveal
from ._ground import Ground
from ._notices import Given, Serve
from ._opinions import OPINIONS, Asked, Consult, Import, Left
from ._papers import Awaited, Receive
from ._procedures import Procedures
from ._seeded import Stream, commitment_of
from ._subjects import Subject
from ._windows import OUTCOMES, Answer, Object, Objection, Publish, Shown, shown

__all__ = [
    "OPINIONS",
    "OUTCOMES",
    "WHEN",
    "Answer",
    "Asked",
    "Assign",
    "Awaited",
    "Bar",
    "Consult",
    "Deadline",
    "Due",
    "Frame",
    "Given",
    "Ground",
    "Hold",
    "Import",
    "Left",
    "Object",
    "Objection",
    "Pledge",
    "Procedures",
    "Publish",
    "Receive",
    "Reveal",
    "Serve",
    "Shown",
    "Stream",
    "Subject",
    "barred",
    "commitment_of",
    "shown",
]
