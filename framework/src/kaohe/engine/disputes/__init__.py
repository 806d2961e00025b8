"""Entries that contradict each other, within a record or between records."""

from __future__ import annotations

from ._together import Dispute, Disputes, disputes_of, without

__all__ = ["Dispute", "Disputes", "disputes_of", "without"]
