"""What people change in a book: frozen values that say nothing of documents or versions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from attrs import field, frozen

from ._acts import Act

__all__ = [
    "Amend",
    "Change",
    "Decide",
    "Enrol",
    "Enter",
    "Freeze",
    "Recheck",
    "Rescind",
    "Revise",
    "Supply",
    "Withdraw",
    "told_in",
]


@frozen
class Enter:
    """The raw value of one input, as a case file writes it; None takes the entry back.

    `at` is the period's name for an input on a period axis, "" for any other.
    """

    appraisee: str
    key: str
    value: Any
    at: str = ""


@frozen
class Enrol:
    """A new appraisee: a code, a kind, a name (kept in the roster document alone), links and facts as case files say."""

    id: str
    kind: str
    name: str = ""
    links: Mapping[str, Any] = field(factory=dict)
    facts: Mapping[str, Any] = field(factory=dict)


@frozen
class Amend:
    """Another name, kind or link of somebody on the roster; None leaves a thing as it is, a link to None takes it away."""

    id: str
    name: str | None = field(default=None, kw_only=True)
    kind: str | None = field(default=None, kw_only=True)
    links: Mapping[str, Any] = field(factory=dict, kw_only=True)


@frozen
class Withdraw:
    """Take somebody off the roster with all that was entered for them; the ledger keeps what was. Needs a reason."""

    id: str


@frozen
class Decide:
    """A decision, as a case file's [[decisions]] row says it: on a grade, a tie or an excess.

    It takes the place of an earlier one on the same grade, or on the same tie set or people of one quota.
    """

    decision: Mapping[str, Any]


@frozen
class Rescind:
    """Take back the decision of that id (`Office.decisions`). Needs a reason."""

    id: str


@frozen
class Recheck:
    """How the re-check of a limit stands: pending, confirmed or rejected with its document; None takes it back."""

    appraisee: str
    rule: str
    status: str | None
    document: str = ""


@frozen
class Freeze:
    """Nothing of this period (of `axis`), or of the whole book where `period` is "", changes from now on unasked."""

    axis: str = ""
    period: str = ""


@frozen
class Revise:
    """What was frozen so is changed by this save, on record. Needs a reason; what is frozen stays frozen after it."""

    axis: str = ""
    period: str = ""


@frozen
class Supply:
    """An indicator table of the cycle, as a case file's rows say it (id, label, points); no rows take it out.

    It stands in a save with other tables alone.
    """

    key: str
    rows: Sequence[Mapping[str, Any]]


Change = Enter | Enrol | Amend | Withdraw | Decide | Rescind | Recheck | Freeze | Revise | Supply | Act


def told_in(changes: Iterable[Change]) -> Iterator[str]:
    """The reasons that people wrote among the changes: of decisions, and of values that are absent."""
    for change in changes:
        given = change.decision if isinstance(change, Decide) else change.value if isinstance(change, Enter) else None
        if isinstance(given, Mapping) and isinstance(given.get("reason"), str):
            yield given["reason"]
