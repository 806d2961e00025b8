"""Shared by the tests of scheme plugins: outcomes of a case's data, the data shuffled, renamed, under a hash seed."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import tomllib
from collections.abc import Mapping
from decimal import Decimal
from importlib.resources import files
from pathlib import Path
from typing import Any

from kaohe.cases import case_from_data
from kaohe.engine import Evaluation
from kaohe.rules.tools import Entry, Ruleset

COMPUTING = {"eligibility", "scoring", "bonus_penalty", "veto", "quota"}
_PRINT = "import sys; from plugin_kit import data_of, results; print(results(data_of(sys.argv[1], sys.argv[2])))"


def data_of(package: str, name: str) -> dict[str, Any]:
    """The plain data of a case that the plugin `package` ships under `name` (cases/X.toml, examples/X.json)."""
    text = (files(package) / name).read_text(encoding="utf-8")
    if name.endswith(".toml"):
        return tomllib.loads(text, parse_float=Decimal)
    return dict(json.loads(text, parse_float=Decimal))


def results(data: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Every outcome as plain data, by id."""
    return {outcome.id: outcome.as_json() for outcome in Evaluation(case_from_data(data).cohort).outcomes()}


def shuffled(data: Mapping[str, Any], seed: int) -> dict[str, Any]:
    """The same case with its appraisees and their facts in another order."""
    rows = [dict(row) for row in data["appraisees"]]
    chance = random.Random(seed)  # an order, not a secret
    chance.shuffle(rows)
    for row in rows:
        facts = list(row.get("facts", {}).items())
        chance.shuffle(facts)
        row["facts"] = dict(facts)
    return {**data, "appraisees": rows}


def renamed(data: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, str]]:
    """The same case under other ids, which sort the other way round, and what each id became."""
    ids = sorted(row["id"] for row in data["appraisees"])
    names = {old: f"Z{len(ids) - place:05d}" for place, old in enumerate(ids)}
    rows = [
        {**row, "id": names[row["id"]], "links": {key: names[to] for key, to in row.get("links", {}).items()}}
        for row in data["appraisees"]
    ]
    decisions = [{key: _renamed(value, names) for key, value in row.items()} for row in data.get("decisions", [])]
    kept = {key: value for key, value in data.items() if key != "expect"}
    kept["defaults"] = {
        kind: {**part, "links": {key: names[to] for key, to in part.get("links", {}).items()}}
        for kind, part in data.get("defaults", {}).items()
    }
    return {**kept, "appraisees": rows, "decisions": decisions}, names


def _renamed(value: Any, names: Mapping[str, str]) -> Any:
    return [names.get(one, one) for one in value] if isinstance(value, list) else names.get(value, value)


def settled(found: Mapping[str, Mapping[str, Any]], names: Mapping[str, str] | None = None) -> dict[str, Any]:
    """What must not depend on names or order: state, grade, score, rules and flags, by (new) id."""
    kept = ("state", "grade", "provisional_grade", "score", "rules", "flags")
    return {(names or {}).get(name, name): {key: one[key] for key in kept} for name, one in found.items()}


def printed_under_seed(package: str, name: str, seed: str) -> str:
    """What another process with PYTHONHASHSEED=`seed` prints for the case."""
    here = str(Path(__file__).parent)
    environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": here, "KAOHE_LANG": "en"}
    command = [sys.executable, "-c", _PRINT, package, name]
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=True)
    return done.stdout


def entries(ruleset: Ruleset) -> list[Entry]:
    """Every rule of every kind."""
    return [entry for rules in ruleset.kinds for entry in rules.entries]


def of_row(ruleset: Ruleset, row: str) -> list[Entry]:
    """The entries of one inventory row: those with its id, and its sub-rules ("BT-5(3)b-division")."""
    return [entry for entry in entries(ruleset) if entry.rule.id == row or entry.rule.id.startswith(f"{row}-")]
