"""A case: scheme, cycle, settings, appraisees with facts, decisions, and what is expected of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from attrs import define, field, frozen

from ..engine import Cohort

__all__ = ["FORMAT", "Case", "Expectation"]

FORMAT = 1


@frozen
class Expectation:
    """What a case expects of one appraisee: any of the fields of an outcome, and rules that must not take effect."""

    appraisee: str
    fields: Mapping[str, Any] = field(factory=dict)


@define
class Case:
    """A case file as read: its cohort, its title, its expectations, and the raw data it came from.

    `cites` gives the clause that a rule, or a row of a point table, comes from, as somebody read it in the document.
    """

    cohort: Cohort
    title: str = ""
    about: str = ""
    amendments: tuple[str, ...] = ()
    expectations: tuple[Expectation, ...] = ()
    cites: Mapping[str, str] = field(factory=dict)
    raw: Mapping[str, Any] = field(factory=dict, repr=False)
    source: str = ""
