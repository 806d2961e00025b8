"""The scheme `xizang-2018`: Tibet posted cadres, teams and dispatching units (2018)."""

from __future__ import annotations

from ._inputs import MEMBER, MONTH, OPINION, QUARTER, TEAM, UNIT
from ._scheme import Xizang2018
from ._vetoes import one_vote_veto

__version__ = "1.0.0"
# What a city's amendment (Article 12) reads, the kinds, their periods and the opinion marks; and how it adds a veto.
__all__ = ["MEMBER", "MONTH", "OPINION", "QUARTER", "TEAM", "UNIT", "Xizang2018", "one_vote_veto"]
