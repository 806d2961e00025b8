"""What tables to sign, forms, reports and the chain that signs are declared in; a scheme without them needs none of it."""

from __future__ import annotations

from ._form import Form, Grid, Marked, Para, People, Shown, Sign, Write
from ._printed import Column
from ._rules import Level

__all__ = ["Column", "Form", "Grid", "Level", "Marked", "Para", "People", "Shown", "Sign", "Write"]
