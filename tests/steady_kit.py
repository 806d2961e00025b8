"""What must not matter to an outcome: the order of rows, the ids people go by, the seed of Python's hashes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from importlib.resources import as_file, files
from random import Random
from typing import Any

from kaohe.cases import case_from_data, read_case
from kaohe.engine import Evaluation

__all__ = ["example", "outcomes_of", "permuted", "renamed", "under_hash_seed"]

_PROGRAM = """
import json, sys
from kaohe.cases import read_case
from kaohe.engine import Evaluation
found = [outcome.as_json() for outcome in Evaluation(read_case(sys.argv[1]).cohort).outcomes()]
sys.stdout.write(json.dumps(found, ensure_ascii=True))
"""


def example(package: str, name: str) -> dict[str, Any]:
    """The data of a case that a plugin ships, without its expectations."""
    with as_file(files(package) / name) as path:
        raw = dict(read_case(path).raw)
    raw.pop("expect", None)
    return raw


def outcomes_of(raw: Mapping[str, Any]) -> dict[str, Any]:
    """Every outcome as plain data, by id."""
    return {found.id: found.as_json() for found in Evaluation(case_from_data(raw).cohort).outcomes()}


def permuted(raw: Mapping[str, Any], random: Random) -> dict[str, Any]:
    """The same case with its appraisees and its decisions in another order."""
    shuffled = {key: random.sample(raw[key], len(raw[key])) for key in ("appraisees", "decisions") if key in raw}
    return {**raw, **shuffled}


def renamed(raw: Mapping[str, Any], random: Random) -> tuple[dict[str, Any], dict[str, str]]:
    """The same case with other ids, drawn without regard to the old ones, and which new id stands for which old."""
    old = [row["id"] for row in raw["appraisees"]]
    new = dict(zip(old, (f"Z{number:05d}" for number in random.sample(range(100_000), len(old))), strict=True))
    text = json.dumps(raw, ensure_ascii=False, default=str)
    data = json.loads(text, parse_float=str)
    for row in data["appraisees"]:
        row["id"] = new[row["id"]]
        row["links"] = {key: new[target] for key, target in row.get("links", {}).items()}
    for part in data.get("defaults", {}).values():
        part["links"] = {key: new[target] for key, target in part.get("links", {}).items()}
    for decision in data.get("decisions", []):
        for key in ("members", "choose", "exceed"):
            decision.update({key: [new[name] for name in decision[key]]} if key in decision else {})
        decision.update({"appraisee": new[decision["appraisee"]]} if "appraisee" in decision else {})
    return data, {there: here for here, there in new.items()}


def under_hash_seed(package: str, name: str, seed: int) -> list[dict[str, Any]]:
    """Every outcome of a shipped case, evaluated by a Python of its own with that hash seed."""
    with as_file(files(package) / name) as path:
        done = subprocess.run(
            [sys.executable, "-c", _PROGRAM, str(path)],
            env={**os.environ, "PYTHONHASHSEED": str(seed)},
            capture_output=True,
            text=True,
            check=True,
            timeout=120,
        )
    found: list[dict[str, Any]] = json.loads(done.stdout)
    return found
