"""Steps of procedure and control: who may do what, second entries, warnings, signatures, closing, looking back."""

from __future__ import annotations

from ._audit import Changed, Operator
from ._chain import Step
from ._closing import Seal
from ._compared import Compared, beside_second
from ._control import Blind, Control, SecondProgress
from ._guard import Guard
from ._roles import ABILITIES, ROLES, Appoint, Dismiss, Holder
from ._second import AskSecond, Second, Settle
from ._signed import Signed, taken_back
from ._signing import Opinion, Return, Sign
from ._standing import STANDINGS, Standing, standings_text
from ._warnings import Accept, Warned

__all__ = [
    "ABILITIES",
    "ROLES",
    "STANDINGS",
    "Accept",
    "Appoint",
    "AskSecond",
    "Blind",
    "Changed",
    "Compared",
    "Control",
    "Dismiss",
    "Guard",
    "Holder",
    "Operator",
    "Opinion",
    "Return",
    "Seal",
    "Second",
    "SecondProgress",
    "Settle",
    "Sign",
    "Signed",
    "Standing",
    "Step",
    "Warned",
    "beside_second",
    "standings_text",
    "taken_back",
]
