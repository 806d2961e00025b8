"""The scheme `xizang-2018`: Tibet posted cadres, teams and dispatching units (2018)."""

from __future__ import annotations

from ._scheme import MEMBER, TEAM, UNIT, Member, Team, Unit, Xizang2018

__version__ = "2.0.0"
# The kinds that a city's amendment (Article 12) is for, and their parts, whose marks it may read.
__all__ = ["MEMBER", "TEAM", "UNIT", "Member", "Team", "Unit", "Xizang2018"]
