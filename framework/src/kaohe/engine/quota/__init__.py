"""Quota allocation: exact answers for caps and floors on a tree of groups, with every tie left to people.

`allocate(Problem(groups=..., candidates=..., decisions=...))` is the whole of it; `places` turns a share of a
headcount into places, `check_groups` and `nest` refuse groups that do not form a tree when a scheme loads, and
`read_plans` and `answer` are the JSON form that `kaohe allocate` reads and prints.
"""

from __future__ import annotations

from ._allocate import allocate, check_groups
from ._answers import answer, differences
from ._decide import Refusal, fingerprint
from ._json import dumped
from ._places import Rounding, as_share, places
from ._plans import Plan, read_plans
from ._problem import Candidate, Decision, Excess, Group, Problem, ShareFloor
from ._report import Allocation, Meter, Shortfall, Standing, Status, TieSet
from ._tree import Conflict, nest

__all__ = [
    "Allocation",
    "Candidate",
    "Conflict",
    "Decision",
    "Excess",
    "Group",
    "Meter",
    "Plan",
    "Problem",
    "Refusal",
    "Rounding",
    "ShareFloor",
    "Shortfall",
    "Standing",
    "Status",
    "TieSet",
    "allocate",
    "answer",
    "as_share",
    "check_groups",
    "differences",
    "dumped",
    "fingerprint",
    "nest",
    "places",
    "read_plans",
]
