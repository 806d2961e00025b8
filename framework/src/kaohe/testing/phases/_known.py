"""Known failures: a file that names a check, why it fails, where that is tracked, and until when it may."""

from __future__ import annotations

import datetime as dt
import fnmatch
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from attrs import define, field

from ...files import decode, parse_toml, read_bytes
from ...words import Message, Text
from ..basis import CHECKS, CheckError

__all__ = ["Known", "read_known"]

_KEYS = {"check", "scheme", "reason", "clause", "issue", "until"}


@define
class Known:
    """One known failure; `used` counts what it excused."""

    check: str
    reason: str
    scheme: str = ""
    clause: str = ""
    issue: str = ""
    until: dt.date | None = None
    used: int = field(default=0)

    def excuses(self, scheme: str, check: str, clause: str, today: dt.date) -> bool:
        """Whether it names this failure and is not out of date."""
        if self.until is not None and today > self.until:
            return False
        here = fnmatch.fnmatchcase(check, self.check) and self.scheme in ("", scheme)
        return here and self.clause in ("", clause)

    def complaint(self, today: dt.date) -> Text | None:
        """Why the entry itself fails: it is out of date, or nothing failed that it names."""
        if self.until is not None and today > self.until:
            text = Text("known failure {check}: its date {until} has passed", "已知问题 {check}：期限 {until} 已过")
            return text.format(check=self.check, until=str(self.until))
        if not self.used:
            text = Text(
                "known failure {check}: nothing fails it any more; delete it", "已知问题 {check}：已不再出现，请删去"
            )
            return text.format(check=self.check)
        return None


def read_known(path: Path) -> list[Known]:
    """The entries of a TOML file of [[known]] tables.

    Raises FileError where it cannot be read, CheckError for an entry that does not say why or where.
    """
    raw = parse_toml(decode(read_bytes(path), str(path)), str(path), number=str)
    if set(raw) - {"known"} or not isinstance(raw.get("known", []), list):
        raise _bad(path, "it holds [[known]] tables only")
    return [_entry(path, row) for row in raw.get("known", [])]


def _entry(path: Path, row: Mapping[str, Any]) -> Known:
    if not isinstance(row, Mapping) or set(row) - _KEYS:
        raise _bad(path, f"an entry has the keys {', '.join(sorted(_KEYS))}")
    if not row.get("check") or not row.get("reason") or not (row.get("clause") or row.get("issue")):
        raise _bad(path, "an entry needs check, reason, and clause or issue")
    if not fnmatch.filter(CHECKS, str(row["check"])):
        raise _bad(path, f"no check is called {row['check']}")
    until = row.get("until")
    if until is not None and not isinstance(until, dt.date):
        raise _bad(path, f"until is a date like 2026-12-31, not {until}")
    return Known(
        check=str(row["check"]),
        reason=str(row["reason"]),
        scheme=str(row.get("scheme", "")),
        clause=str(row.get("clause", "")),
        issue=str(row.get("issue", "")),
        until=until,
    )


def _bad(path: Path, why: str) -> CheckError:
    text = Message(
        "K6002", "{file}: {why}; see docs/checking.md, known failures", "{file}：{why}；写法见 docs/checking.md"
    )
    return CheckError(text.format(file=str(path), why=why))
