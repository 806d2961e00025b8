"""The packages of the framework know each other by their public names alone."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

SOURCES = Path(__file__).parents[2] / "framework/src/kaohe"
MODULES = [file for file in sorted(SOURCES.rglob("*.py")) if file.parent != SOURCES]


def _private(file: Path) -> list[str]:
    """What a module imports from a private module of a package that it does not lie in; a room lies in its package."""
    here = file.relative_to(SOURCES).parts[:-1]
    found = []
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module is not None:
            above = here[: len(here) - node.level + 1] if node.level else ()
            path = (*above, *node.module.removeprefix("kaohe.").split("."))
            if any(part.startswith("_") for part in path) and path[:-1] != here[: len(path) - 1]:
                found.append(".".join(path))
    return [name for name in found if not name.startswith("__future__")]


@pytest.mark.parametrize("file", MODULES, ids=lambda file: str(file.relative_to(SOURCES)))
def test_no_package_reads_another_ones_private_modules(file: Path) -> None:
    """What a package's `__init__` does not export, its siblings do not use."""
    assert _private(file) == []
