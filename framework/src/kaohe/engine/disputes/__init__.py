"""Entries that contradict each other, within a record or between records."""

from __future__ import annotations

from ._together import Dispute, disputes_of, without

__all__ = ["Dispute", "disputes_of", "without"]
