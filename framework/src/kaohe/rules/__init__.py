"""What a scheme is written in.

What fewer documents need (ratings, marks, indicator tables, `best_of`) and the types of expressions live in
`kaohe.rules.nodes`, amendments and later editions in `kaohe.rules.amend`, the columns of tables to sign in
`kaohe.rules.forms`, what a step of procedure asks for in `kaohe.rules.steps`, what runs schemes in `kaohe.rules.tools`.
"""

from __future__ import annotations

from ._assemble import assemble
from ._lint import lint
from ._loader import discover, load
from ._rules import (
    Asks,
    Band,
    Bands,
    Bonus,
    Ceiling,
    Consequence,
    Document,
    Each,
    Eligibility,
    Figure,
    Flag,
    Floor,
    Item,
    ItemPart,
    Penalty,
    PointTable,
    Procedure,
    Proposed,
    Quota,
    Rank,
    Reading,
    Refer,
    Total,
    Undefined,
    at,
)
from ._scheme import Part, Scheme
from ._spans import Cycles, Window
from .nodes import (
    OWN,
    Choice,
    Count,
    Date,
    Days,
    Events,
    Finding,
    GradeIs,
    Kind,
    Link,
    Periods,
    Score,
    ScoreOf,
    Tally,
    weighted,
)
from .nodes._dates import APPRAISAL, Span

__all__ = [
    "APPRAISAL",
    "OWN",
    "Asks",
    "Band",
    "Bands",
    "Bonus",
    "Ceiling",
    "Choice",
    "Consequence",
    "Count",
    "Cycles",
    "Date",
    "Days",
    "Document",
    "Each",
    "Eligibility",
    "Events",
    "Figure",
    "Finding",
    "Flag",
    "Floor",
    "GradeIs",
    "Item",
    "ItemPart",
    "Kind",
    "Link",
    "Part",
    "Penalty",
    "Periods",
    "PointTable",
    "Procedure",
    "Proposed",
    "Quota",
    "Rank",
    "Reading",
    "Refer",
    "Scheme",
    "Score",
    "ScoreOf",
    "Span",
    "Tally",
    "Total",
    "Undefined",
    "Window",
    "assemble",
    "at",
    "discover",
    "lint",
    "load",
    "weighted",
]
