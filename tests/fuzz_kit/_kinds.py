"""The kinds of input: how one is drawn, and what is done with it."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import tomllib
from collections.abc import Callable
from functools import cache
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any
from unittest.mock import patch

from attrs import frozen

from cli_kit import ROOT
from kaohe.cases import differences, read_case
from kaohe.engine import Evaluation, explain
from kaohe.engine.quota import answer, read_plans
from kaohe.engine.quota import differences as plan_differences
from kaohe.errors import KaoheError
from kaohe.files import decode, read_bytes
from kaohe.testing import replay
from kaohe.words import Message
from kaohe_tui.session._drafts import left_behind
from kaohe_tui.session._places import key_of, state_folder

from ._mutate import spoilt_bytes, spoilt_data
from ._plugins import plugin_folder

__all__ = ["KINDS", "Kind"]


@frozen
class Kind:
    """One kind of input. `tried` draws one in a folder, uses it, and gives what is wrong with the way it ended."""

    name: str
    tried: Callable[[random.Random, Path], str]
    seconds: float = 10


@cache
def _cases() -> tuple[tuple[str, bytes], ...]:
    found = [path for path in sorted(ROOT.glob("plugins/*/src/*/cases/*.toml")) if path.stat().st_size < 6000]
    found += sorted(ROOT.glob("tests/defects/files/*.toml"))
    return tuple((path.name, path.read_bytes()) for path in found)


@cache
def _data() -> tuple[dict[str, Any], ...]:
    made = []
    for _, text in _cases():
        try:
            made.append(tomllib.loads(text.decode()))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError):
            continue
    return tuple(made)


def _drawn_case(rng: random.Random, folder: Path) -> Path:
    """A TOML case spoilt by the byte, or a JSON case spoilt by the value or the byte."""
    if rng.random() < 0.4:
        path = folder / rng.choice(("case.toml", "case.TOML", "case.json"))
        path.write_bytes(spoilt_bytes(rng, rng.choice(_cases())[1]))
        return path
    path = folder / "case.json"
    text = json.dumps(spoilt_data(rng, rng.choice(_data())), default=str).encode()
    path.write_bytes(spoilt_bytes(rng, text) if rng.random() < 0.2 else text)
    return path


def _case(rng: random.Random, folder: Path) -> str:
    return _evaluated(_drawn_case(rng, folder))


def _evaluated(path: Path) -> str:
    try:
        case = read_case(path)
        evaluation = Evaluation(case.cohort)
        differences(case, evaluation.outcomes())
        evaluation.pools()
        for name in list(case.cohort.appraisees)[:1]:
            explain(evaluation, name)
    except KaoheError as error:
        return _wrong(error)
    return ""


def _wrong(error: KaoheError) -> str:
    """What is wrong with a sentence: it is too long, or says nothing in one of the languages."""
    said = [f"{error.where}: {error.number} {text}" for text in (error.text.en, error.text.zh)]
    if any(len(text.encode("utf-8", "replace")) >= 1000 for text in said):
        return f"a sentence of {max(map(len, said))} characters: {said[0][:80]}"
    return "" if error.text.en.strip() and error.text.zh.strip() else "an empty sentence"


_PLANS = tuple((ROOT / "tests" / "quota" / "data" / "quota.jsonl").read_bytes().splitlines()[:60])


def _plan(rng: random.Random, folder: Path) -> str:
    path = folder / "plan.json"
    line = rng.choice(_PLANS)
    if rng.random() < 0.6:
        line = json.dumps(spoilt_data(rng, json.loads(line)), indent=rng.choice((None, 1))).encode()
    path.write_bytes(spoilt_bytes(rng, line) if rng.random() < 0.6 else line + b"\n" + rng.choice(_PLANS))
    try:
        for plan in read_plans(decode(read_bytes(path), str(path))):
            answer(plan)
            plan_differences(plan)
    except KaoheError as error:
        return _wrong(error)
    return ""


_DRAFTS = b"".join(
    json.dumps(entry).encode() + b"\n"
    for entry in (
        {"kaohe-drafts": 1, "book": "x.book"},
        {"who": "a", "cells": {"facts.usual@2026-01:": "90.5"}, "on": {"facts.usual@2026-01": "0" * 12}},
        {"who": "a", "cells": {"facts.usual@2026-01:": None}, "on": {}},
    )
)


def _drafts(rng: random.Random, folder: Path) -> str:
    book = str(folder / "x.book")
    with patch.dict(os.environ, {"XDG_STATE_HOME": str(folder)}):
        path = state_folder() / "drafts" / f"{key_of(book)}-1-x.jsonl"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(spoilt_bytes(rng, _DRAFTS))
        found = left_behind(book)
    for left in found:
        left.close()
    texts = [text for left in found for entry in left.entries for text in entry.cells.values()]
    return "" if all(text is None or isinstance(text, str) for text in texts) else "an entry that is none"


def _replay(rng: random.Random, folder: Path) -> str:
    path = _drawn_case(rng, folder)
    if rng.random() < 0.5 and path.suffix == ".json":
        data = spoilt_data(rng, rng.choice(_data()))
        path.write_text(json.dumps({**data, "check": rng.choice((5, [], {"id": []}, "x", "record.pure"))}, default=str))
    found = replay(path)
    if found.status not in ("FIXED", "FAILED", "ERROR"):
        return f"status {found.status}"
    return _wrong(KaoheError(Message("K0000", found.text.en, found.text.zh))) if found.status == "ERROR" else ""


_HEAD = (ROOT / "tests" / "defects" / "files" / "csv-zh.toml").read_bytes()
_TABLES = [path.read_bytes() for path in sorted((ROOT / "tests" / "defects" / "files").glob("*.csv"))]


def _table(rng: random.Random, folder: Path) -> str:
    path = folder / "case.toml"
    path.write_bytes(_HEAD)
    name = folder / "csv-zh.csv"
    name.unlink(missing_ok=True)
    if rng.random() < 0.05:
        name.symlink_to(rng.choice(("/dev/zero", "/etc/hostname", "..", "csv-zh.csv", "none")))
    else:
        name.write_bytes(spoilt_bytes(rng, rng.choice(_TABLES)))
    found = _evaluated(path)
    if not name.is_symlink():
        return found
    name.unlink()
    return found


def _plugins(rng: random.Random, folder: Path) -> str:
    """Ten odd plugins at once beside the installed ones: every scheme is listed, and standard output is JSON."""
    odd = plugin_folder(rng, folder, 10)
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join([str(folder), *filter(None, [os.environ.get("PYTHONPATH")])]),
    }
    done = subprocess.run(
        [sys.executable, "-m", "kaohe", "schemes", "--json"],
        capture_output=True,
        text=True,
        env=environment,
        timeout=120,
        check=False,
    )
    if done.returncode != 0 or "Traceback" in done.stderr:
        return f"status {done.returncode}: {done.stderr[-200:]}"
    try:
        listed = {row["id"] for row in json.loads(done.stdout)}
    except ValueError:
        return f"no JSON: {done.stdout[:80]!r}"
    missing = {point.name for point in entry_points(group="kaohe.scheme.v1")} | set(odd)
    missing -= listed
    return f"not listed: {', '.join(sorted(missing))}" if missing else ""


KINDS = {
    kind.name: kind
    for kind in (
        Kind("cases", _case),
        Kind("plans", _plan),
        Kind("drafts", _drafts),
        Kind("replay files", _replay, seconds=60),
        Kind("tables", _table),
        Kind("plugins", _plugins, seconds=120),
    )
}
