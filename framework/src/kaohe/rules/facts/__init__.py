"""Facts: what has been entered for an appraisee, from what a person writes or a file holds to the input's exact value."""

from __future__ import annotations

from ._accept import REASON_LENGTH, accept
from ._days import outside
from ._parse import half_width, indicators_of, options_of, parse, parse_count, parse_day, parse_option
from ._rows import recheck_state
from ._sameness import ask_across, doubt_text
from ._supplied import Supplied
from ._texts import ITEM_LENGTH, NAME_LENGTH, document_number, plain_text

__all__ = [
    "ITEM_LENGTH",
    "NAME_LENGTH",
    "REASON_LENGTH",
    "Supplied",
    "accept",
    "ask_across",
    "document_number",
    "doubt_text",
    "half_width",
    "indicators_of",
    "options_of",
    "outside",
    "parse",
    "parse_count",
    "parse_day",
    "parse_option",
    "plain_text",
    "recheck_state",
]
