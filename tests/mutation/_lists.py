"""The lists of survivors: groups of mutants that no test kills, each group with the reason."""

from __future__ import annotations

import tomllib
from pathlib import Path

__all__ = ["listed_in"]


def listed_in(file: Path) -> dict[str, str]:
    """The mutants that a list names, each with its reason. Raises ValueError for one without, or named twice."""
    found: dict[str, str] = {}
    for group in tomllib.loads(file.read_text("utf-8"))["group"]:
        if len(group["reason"]) < 10:
            raise ValueError(f"{file.name}: a group needs a reason")
        for key in group["mutants"]:
            if key in found:
                raise ValueError(f"{file.name}: {key} is listed twice")
            found[key] = group["reason"]
    return found
