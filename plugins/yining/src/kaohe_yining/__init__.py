"""The scheme `yining`: Yining county seconded cadres; the available text of the document is incomplete."""

from __future__ import annotations

from ._scheme import Yining

__version__ = "2.0.0"
__all__ = ["Yining"]
