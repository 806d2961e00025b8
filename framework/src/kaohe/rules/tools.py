"""What programs that run schemes use: assembling, loading, lint, exact numbers, parsing and words."""

from __future__ import annotations

from ._alike import alike, alike_document, all_differ, look_alike, near, twice_alike
from ._chosen import Chosen, chosen, cited, departures, reading_of
from ._clauses import clause_number, numbers
from ._descend import descend
from ._digest import canonical, digest
from ._effects import band_text, effect
from ._exact import DecimalText, Exact, decimals, exact, half_up, round_as, show, show_cut, show_near
from ._exclusive import exclude
from ._fault import Fault
from ._fence import within_limit
from ._form import SHOWN
from ._lint_forms import form_faults
from ._lint_printed import meant
from ._loader import ALLOW_VARIABLE, AMENDMENT_GROUP, SCHEME_GROUP, Plugin, entry_points_of, sound, unknown_plugin
from ._once import once
from ._one_language import one_language
from ._periods import Period, add_months, parse_period
from ._redeclared import derived_of, redeclared
from ._relations import Posting, Relations, amount, part_above_whole
from ._renumbered import numbers_in, renumbered
from ._rules import Rule, Way, rows_of
from ._said_periods import said_period
from ._scheme import HOOKS, Declared, marked
from ._setting import Setting
from ._spans import CycleDays, check_cycle
from ._stays import Stay, Stays, overlaps, stays_on
from ._steps import EVERY, Term
from ._swapped import renamed, swapped
from ._text_numbers import uncited
from ._told import cycle_texts, relation_texts
from ._turns import (
    Linked,
    Turn,
    Turns,
    latest,
    linked_ids,
    linked_text,
    plain_link,
    raw_ids,
    relinked,
    said_turns,
    transferred,
    turns_of,
)
from ._values import (
    ABSENCES,
    UNKNOWN,
    Absence,
    Absent,
    EventRow,
    FindingRow,
    MarksValue,
    TallyValue,
    Unknown,
    Value,
)
from ._workdays import Calendar
from .assembly import Entry, KindRules, Ruleset, inputs_of, periods_of
from .facts import (
    ITEM_LENGTH,
    NAME_LENGTH,
    REASON_LENGTH,
    Supplied,
    accept,
    document_number,
    doubt_text,
    half_width,
    indicators_of,
    options_of,
    parse,
    parse_count,
    parse_day,
    parse_option,
    plain_text,
    recheck_state,
)
from .nodes import IN_CYCLE

__all__ = [
    "ABSENCES",
    "ALLOW_VARIABLE",
    "AMENDMENT_GROUP",
    "EVERY",
    "HOOKS",
    "IN_CYCLE",
    "ITEM_LENGTH",
    "NAME_LENGTH",
    "REASON_LENGTH",
    "SCHEME_GROUP",
    "SHOWN",
    "UNKNOWN",
    "Absence",
    "Absent",
    "Calendar",
    "Chosen",
    "CycleDays",
    "DecimalText",
    "Declared",
    "Entry",
    "EventRow",
    "Exact",
    "Fault",
    "FindingRow",
    "KindRules",
    "Linked",
    "MarksValue",
    "Period",
    "Plugin",
    "Posting",
    "Relations",
    "Rule",
    "Ruleset",
    "Setting",
    "Stay",
    "Stays",
    "Supplied",
    "TallyValue",
    "Term",
    "Turn",
    "Turns",
    "Unknown",
    "Value",
    "Way",
    "accept",
    "add_months",
    "alike",
    "alike_document",
    "all_differ",
    "amount",
    "band_text",
    "canonical",
    "check_cycle",
    "chosen",
    "cited",
    "clause_number",
    "cycle_texts",
    "decimals",
    "departures",
    "derived_of",
    "descend",
    "digest",
    "document_number",
    "doubt_text",
    "effect",
    "entry_points_of",
    "exact",
    "exclude",
    "form_faults",
    "half_up",
    "half_width",
    "indicators_of",
    "inputs_of",
    "latest",
    "linked_ids",
    "linked_text",
    "look_alike",
    "marked",
    "meant",
    "near",
    "numbers",
    "numbers_in",
    "once",
    "one_language",
    "options_of",
    "overlaps",
    "parse",
    "parse_count",
    "parse_day",
    "parse_option",
    "parse_period",
    "part_above_whole",
    "periods_of",
    "plain_link",
    "plain_text",
    "raw_ids",
    "reading_of",
    "recheck_state",
    "redeclared",
    "relation_texts",
    "relinked",
    "renamed",
    "renumbered",
    "round_as",
    "rows_of",
    "said_period",
    "said_turns",
    "show",
    "show_cut",
    "show_near",
    "sound",
    "stays_on",
    "swapped",
    "transferred",
    "turns_of",
    "twice_alike",
    "uncited",
    "unknown_plugin",
    "within_limit",
]
