"""Counterexamples as case files: small enough for a screen, replayable; ids stay, nobody's name is in them."""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from ...files import write
from ...rules import Periods
from ...rules.tools import DecimalText
from ..basis import Check, Problem, World

__all__ = ["by_period", "case_text", "counterexample", "file_name", "write_counterexample"]

_BARE = re.compile(r"[A-Za-z0-9_-]+")

Data = dict[str, Any]


def counterexample(check: Check, problem: Problem, world: World, *, seed: int | None = None) -> Data:
    """The case that shows the problem, as plain data."""
    source = problem.world or world
    data: Data = {
        "format": source.raw["format"],
        "scheme": source.raw["scheme"],
        "title": f"{check.id}: {problem.clause or problem.rule or check.level}"[:120],
        "about": f"{problem.text.en}\n{problem.text.zh}"[:1900],
        "check": {"id": check.id, **({"clause": problem.clause} if problem.clause else {})},
    }
    if seed is not None:
        data["check"]["seed"] = seed
    for key in ("amendments", "settings", "cycle"):
        if key in source.raw:
            data[key] = source.raw[key]
    data["appraisees"] = [by_period(source, row) for row in source.rows]
    if source.raw.get("decisions"):
        data["decisions"] = source.raw["decisions"]
    if source.raw.get("cites"):
        data["cites"] = source.raw["cites"]
    if problem.expect and problem.appraisee:
        data["expect"] = {problem.appraisee: dict(problem.expect)}
    return data


def by_period(world: World, row: Data) -> Data:
    """The row with a list that has gaps written by period: TOML knows no null."""
    facts = dict(row.get("facts", {}))
    for given in world.rules(row["id"]).inputs:
        values = facts.get(given.key)
        if isinstance(given.on, Periods) and isinstance(values, list) and None in values:
            names = world.raw["cycle"]["periods"][given.on.key]
            pairs = zip(names, values, strict=True)
            facts[given.key] = {name: value for name, value in pairs if value is not None}
    return {**row, "facts": facts}


def file_name(data: Data) -> str:
    """A name by check and content: the same counterexample is written once."""
    content = {key: data[key] for key in data if key not in ("title", "about", "check")}
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, default=str)
    return f"{data['check']['id']}-{hashlib.sha256(text.encode()).hexdigest()[:8]}.toml"


def write_counterexample(data: Data, folder: Path) -> Path:
    """Write a case under `folder`/<scheme>/ and return its path; one that is there already stays as it is."""
    path = folder / str(data["scheme"]) / file_name(data)
    with contextlib.suppress(FileExistsError):
        write(path, case_text(data), folders=True)
    return path


def case_text(data: Data) -> str:
    """The case in TOML, what most people of a kind have in common written once as defaults."""
    return "\n".join(_lines(data)) + "\n"


def _lines(data: Data) -> Iterator[str]:
    for key in ("format", "scheme", "title", "about", "check", "amendments"):
        if key in data:
            yield f"{key} = {_value(data[key])}"
    if data.get("settings"):
        yield from _table("settings", data["settings"])
    cycle = dict(data["cycle"])
    inner = {key: cycle.pop(key) for key in ("periods", "lists", "tables") if key in cycle}
    yield from _table("cycle", cycle)
    for key, table in inner.items():
        yield from _table(f"cycle.{key}", table)
    common = {kind: _common([row for row in data["appraisees"] if row["kind"] == kind]) for kind in _kinds(data)}
    for kind, facts in common.items():
        if facts:
            yield from _table(f"defaults.{_key(kind)}.facts", facts)
    for row in data["appraisees"]:
        yield from _person(row, common[row["kind"]])
    for decision in data.get("decisions", ()):
        yield from ("", "[[decisions]]", *(f"{_key(key)} = {_value(value)}" for key, value in decision.items()))
    if data.get("cites"):
        yield from _table("cites", data["cites"])
    for name, fields in data.get("expect", {}).items():
        yield from _table(f"expect.{_key(name)}", fields)


def _kinds(data: Data) -> list[str]:
    return list(dict.fromkeys(row["kind"] for row in data["appraisees"]))


def _common(rows: list[Data]) -> Data:
    """The facts that all rows have, and most alike."""
    if len(rows) < 2:
        return {}
    keys = [key for key in rows[0]["facts"] if all(key in row["facts"] for row in rows)]
    found = {}
    for key in keys:
        values = [_value(row["facts"][key]) for row in rows]
        most, times = Counter(values).most_common(1)[0]
        if times > 1:
            found[key] = rows[values.index(most)]["facts"][key]
    return found


def _person(row: Data, common: Data) -> Iterator[str]:
    yield ""
    yield "[[appraisees]]"
    for key in ("id", "kind"):
        yield f"{key} = {_value(row[key])}"
    for part in ("links", "rechecks"):
        if row.get(part):
            yield f"{part} = {_value(row[part])}"
    for key, value in row["facts"].items():
        if key not in common or _value(common[key]) != _value(value):
            yield f"facts.{_key(key)} = {_value(value)}"


def _table(name: str, values: Mapping[str, Any]) -> Iterator[str]:
    yield ""
    yield f"[{name}]"
    for key, value in values.items():
        if value is not None:
            yield f"{_key(key)} = {_value(value)}"


def _key(text: str) -> str:
    return text if _BARE.fullmatch(text) else json.dumps(text, ensure_ascii=False)


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return str(value)
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, str):
        return str(value) if isinstance(value, DecimalText) else json.dumps(value, ensure_ascii=False)
    if isinstance(value, Mapping):
        inner = ", ".join(f"{_key(str(key))} = {_value(part)}" for key, part in value.items() if part is not None)
        return f"{{ {inner} }}" if inner else "{}"
    return "[" + ", ".join(map(_value, value)) + "]"
