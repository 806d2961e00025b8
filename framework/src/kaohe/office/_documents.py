"""Which documents a book holds, and an appraisee's row of a case taken apart into them and put together again.

kind     | id                | holds
---------|-------------------|------
settings | book              | scheme, digest, amendments, choices, cycle, confirmed readings, language
person   | ID                | kind, links, place in the roster, and the name, which stands nowhere else
facts    | ID                | what was entered once for the cycle
period   | AXIS/PERIOD/ID    | what was entered for one period
recheck  | ID                | how the re-checks of limits stand
decision | see `decision_id` | one decision, and its place among them
freeze   | book, AXIS/PERIOD | the hash of what was frozen, the rules and outcomes of then
outcomes | book              | what was last recorded of everybody's outcome, for comparison under other rules

Beside these stand the documents of steps of procedure (`ACTS`), each described where its step is:

role      | LOGIN              | who may do what
practice  | second             | which inputs are entered a second time
second    | ID, AXIS/PERIOD/ID | the second entry, and how its differences were settled
warning   | see `Warned`       | a warning that somebody accepted, with the reason
signature | SPAN/STEP[/ID]     | who signed a step of the chain for a period or the book, or returned it
book      | closing            | when the book was closed, and until when it is kept
held      | STEP/PERIOD        | the day on which a step of procedure was done, or is planned
paper     | PAPER/PERIOD/ID    | the day on which a paper came
draw      | see `Subject`      | the hash of a seed, the frame, the seed, what was drawn
assign    | as the draw        | who assesses whom
publicity | STEP[/PERIOD]      | first and last day
objection | NUMBER/ID          | an objection or appeal, and its outcome code
gate      | KEY/ID             | a body's opinion
notice    | RULE/ID            | the day on which a notice was given
imported  | ID                 | the grade that another body gave
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from ..rules import Periods
from ..rules.tools import Ruleset, raw_ids, show

__all__ = [
    "ACTS",
    "ASSIGN",
    "CLOSING",
    "DECISION",
    "DRAW",
    "FACTS",
    "FREEZE",
    "GATE",
    "HELD",
    "IMPORTED",
    "LOWER",
    "NOTICE",
    "NOT_UNDONE",
    "OBJECTION",
    "OF_PEOPLE",
    "OUTCOMES",
    "PAPER",
    "PERIOD",
    "PERSON",
    "PRACTICE",
    "PUBLICITY",
    "RECHECK",
    "ROLE",
    "SEAL",
    "SECOND",
    "SETTINGS",
    "SIGNATURE",
    "WARNING",
    "Fields",
    "Key",
    "Row",
    "decision_id",
    "documents_of",
    "hash_of",
    "owner_of",
    "plain",
    "put",
    "span_id",
    "spread",
    "targets_of",
]

SETTINGS, PERSON, FACTS, PERIOD = "settings", "person", "facts", "period"
RECHECK, DECISION, FREEZE, OUTCOMES = "recheck", "decision", "freeze", "outcomes"
OF_PEOPLE = (PERSON, FACTS, PERIOD, RECHECK)
ROLE, PRACTICE, SECOND, WARNING = "role", "practice", "second", "warning"
SIGNATURE, LOWER = "signature", "lower"
SEAL, CLOSING = "book", "closing"  # the store takes no commit after it, and keeps the book to its day
DRAW, ASSIGN, HELD, PAPER, PUBLICITY = "draw", "assign", "held", "paper", "publicity"
OBJECTION, GATE, NOTICE, IMPORTED = "objection", "gate", "notice", "imported"
ACTS: tuple[str, ...] = (
    *(SEAL, LOWER, PRACTICE, ROLE, SECOND, SIGNATURE, WARNING),
    *(ASSIGN, DRAW, GATE, HELD, IMPORTED, NOTICE, OBJECTION, PAPER, PUBLICITY),
)
# What is taken back by a step of its own, and never by undoing a commit.
NOT_UNDONE = (ASSIGN, DRAW, FREEZE, OUTCOMES, ROLE, SEAL, SETTINGS, SIGNATURE)

Key = tuple[str, str]
Fields = dict[str, Any]
Row = dict[str, Any]


def plain(value: Any) -> Any:
    """`value` as a book holds it: exact numbers as text, days as 2026-01-05; a float stays one, to be refused."""
    if isinstance(value, Mapping):
        return {str(key): plain(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [plain(part) for part in value]
    if isinstance(value, str):
        return str(value)
    if isinstance(value, Fraction):
        return show(value)
    if isinstance(value, Decimal):
        return str(value)
    return value.isoformat() if isinstance(value, dt.date) else value


def span_id(axis: str, period: str) -> str:
    """How a document names a period, "book" for all of the book."""
    return f"{axis}/{period}" if period else "book"


def owner_of(key: Key) -> str:
    """Whose document it is, "" where it is nobody's."""
    kind, id_ = key
    return id_.split("/", 2)[2] if kind == PERIOD else id_ if kind in OF_PEOPLE else ""


def documents_of(row: Row, place: int, axes: Mapping[str, str]) -> dict[Key, Fields]:
    """The documents of one appraisee; `axes` names the axis of each input of their kind, "" for one of the cycle."""
    who = row["id"]
    found: dict[Key, Fields] = {(PERSON, who): _person(row, place)}
    for key, value in row.get("facts", {}).items():
        axis = axes.get(key, "")
        by_document = (
            {(PERIOD, f"{axis}/{at}/{who}"): one for at, one in value.items()} if axis else {(FACTS, who): value}
        )
        for document, one in by_document.items():
            found.setdefault(document, {"facts": {}})["facts"][key] = one
    if row.get("rechecks"):
        found[RECHECK, who] = {"rules": row["rechecks"]}
    return found


def _person(row: Row, place: int) -> Fields:
    fields: Fields = {"kind": row["kind"], "place": place}
    return fields | {key: row[key] for key in ("name", "links") if row.get(key)}


def targets_of(row: Row | None) -> list[str]:
    """Whom somebody is linked to at some time."""
    links = {} if row is None else row.get("links", {})
    return [target for held in links.values() for target in raw_ids(held)]


def put(row: Row, key: Key, fields: Fields) -> None:
    """Put one document of an appraisee into their row."""
    kind, id_ = key
    if kind == PERSON:
        row |= {name: value for name, value in fields.items() if name != "place"}
    elif kind == FACTS:
        row.setdefault("facts", {}).update(fields["facts"])
    elif kind == PERIOD:
        period, facts = id_.split("/", 2)[1], row.setdefault("facts", {})
        for name, value in fields["facts"].items():
            facts.setdefault(name, {})[period] = value
    else:
        row["rechecks"] = fields["rules"]


def spread(ruleset: Ruleset) -> dict[str, dict[str, str]]:
    """The axis of periods of each input that people enter, "" for those of the cycle, by kind and key."""
    return {
        rules.kind.key: {
            given.key: given.on.key if given.on is not None else ""
            for given in rules.inputs
            if given.on is None or isinstance(given.on, Periods)
        }
        for rules in ruleset.kinds
    }


def decision_id(row: Mapping[str, Any]) -> str:
    """What names a decision: whose grade, or the quota with a hash of the people that it is about."""
    if "quota" not in row:
        return f"grade/{row['appraisee']}"
    sort = "excess" if "exceed" in row else "tie"
    people = row.get("exceed", row.get("members", []))
    return f"{sort}/{row['quota']}/{hash_of(sorted(people))[:12]}"


def hash_of(value: Any) -> str:
    """The SHA-256 of plain data in its one written form, 64 hexadecimal digits."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
