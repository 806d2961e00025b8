"""The scheme `xpcc-2016`: appraisal of XPCC posted work teams and their members, 2016 cycle."""

from __future__ import annotations

from ._scheme import Xpcc2016

__version__ = "2.0.0"
__all__ = ["Xpcc2016"]
