"""A row of appraisees said once for many: `repeat = 30` and an id with {n} in it stand for thirty people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ..errors import CaseError
from ..rules.tools import relinked
from ..words import Message
from ._at import At

__all__ = ["Repeated", "repeated"]

_MOST = 100_000
_PLACE = "{n}"
_TIMES = Message(
    "K2670",
    "repeat is {given}; write how many there are, a whole number from 1 to {most}",
    "repeat 为 {given}；请写人数，1 至 {most} 的整数",
)
_NO_PLACE = Message(
    "K2671",
    'a repeated row needs {place} in its id, where the number goes; write id = "M{place}"',
    '重复的行须在编号中写 {place}，表示序号；请写 id = "M{place}"',
)


class Repeated:
    """Plain data of a case with every repeated row written out, and from which row each came."""

    def __init__(self, raw: Mapping[str, Any], rows: Sequence[int]) -> None:
        self.raw, self._rows = raw, rows

    def back(self, found: At) -> At:
        """An error at the row that stands in the file, not at one of those it was written out to."""
        path = found.path
        if len(path) > 1 and path[0] == "appraisees" and isinstance(path[1], int):
            return At((path[0], self._rows[path[1]], *path[2:]), found.error)
        return found


def repeated(raw: Mapping[str, Any]) -> Repeated | None:
    """The data written out, or None where nothing is repeated.

    {n} counts from 1, with as many digits as the last number has, in the id and in the ids that it links to; what is
    expected of the id as it stands ("M{n}") is expected of everybody. Raises At for a repeat that says not how often.
    """
    rows = raw.get("appraisees")
    if not isinstance(rows, list) or not any(
        "repeat" in row for row in rows if row.__class__ is dict or isinstance(row, Mapping)
    ):
        return None
    made: list[Any] = []
    origin: list[int] = []
    names: dict[str, list[str]] = {}
    for index, row in enumerate(rows):
        written = _written(row, index) if isinstance(row, Mapping) and "repeat" in row else [row]
        if len(made) + len(written) > _MOST:
            raise At(("appraisees", index, "repeat"), CaseError(_TIMES.format(given=row["repeat"], most=_MOST)))
        if len(written) > 1 or written[0] is not row:
            names[row["id"]] = [one["id"] for one in written]
        made += written
        origin += [index] * len(written)
    return Repeated({**raw, "appraisees": made} | _expected(raw, names), origin)


def _written(row: Mapping[str, Any], index: int) -> list[dict[str, Any]]:
    times, name = row["repeat"], row.get("id")
    if not isinstance(times, int) or isinstance(times, bool) or not 1 <= times <= _MOST:
        given = times if isinstance(times, int | str) else type(times).__name__
        raise At(("appraisees", index, "repeat"), CaseError(_TIMES.format(given=str(given)[:40], most=_MOST)))
    if not isinstance(name, str) or _PLACE not in name:
        raise At(("appraisees", index, "id"), CaseError(_NO_PLACE.format(place=_PLACE)))
    plain = {key: value for key, value in row.items() if key != "repeat"}
    width = len(str(times))
    return [_numbered(plain, f"{number:0{width}}") for number in range(1, times + 1)]


def _numbered(row: Mapping[str, Any], number: str) -> dict[str, Any]:
    links = row.get("links")
    made = {**row, "id": row["id"].replace(_PLACE, number)}
    if isinstance(links, Mapping):
        made["links"] = {key: relinked(to, lambda name: name.replace(_PLACE, number)) for key, to in links.items()}
    return made


def _expected(raw: Mapping[str, Any], names: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """What is expected of a repeated id, expected of everybody it stands for; a single one's own comes on top."""
    given = raw.get("expect")
    if not isinstance(given, Mapping) or not names.keys() & given.keys():
        return {}
    plain = {name: fields for name, fields in given.items() if name not in names}
    everybody = {one: given[name] for name in names if name in given for one in names[name]}
    return {"expect": everybody | plain}
