"""Upwards: a higher book takes in what lower books have frozen, each at a head that it keeps.

A `lower` document stands for each lower book, under the code that its people's ids begin with: the county `甲县` brings
its `M001` as `甲县.M001`. What was frozen is copied in one commit, so the higher book stands by itself: it opens,
verifies and computes without the lower ones.
"""

from __future__ import annotations

from ._brought import brought
from ._fits import check_fit, check_head
from ._joining import Joined, Joining
from ._lower import Lower, joined_code, lower_of, lowers_of, not_here

__all__ = [
    "Joined",
    "Joining",
    "Lower",
    "brought",
    "check_fit",
    "check_head",
    "joined_code",
    "lower_of",
    "lowers_of",
    "not_here",
]
