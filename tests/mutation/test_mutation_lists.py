"""The lists of survivors are kept in step with the code that they are about."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from mutation._lists import listed_in

SOURCES = Path(__file__).parents[2] / "framework/src/kaohe"
LISTS = sorted((Path(__file__).parent / "survivors").glob("*.toml"))


def _functions(module: str) -> dict[str, str]:
    """The functions of a module as text, laid out as in the mutants' keys."""
    tree = ast.parse((SOURCES / f"{module.replace('.', '/')}.py").read_text("utf-8"))
    found = {}
    for node in tree.body:
        for part in node.body if isinstance(node, ast.ClassDef) else ():
            if isinstance(part, ast.FunctionDef):
                found[f"{getattr(node, 'name', '')}.{part.name}"] = ast.unparse(part)
        if isinstance(node, ast.FunctionDef):
            found[node.name] = ast.unparse(node)
    return found


@pytest.mark.parametrize("file", LISTS, ids=lambda file: file.stem)
def test_every_survivor_is_of_code_that_is_there(file: Path) -> None:
    """Each listed mutant changes a line that its function has today, and each has a reason."""
    gone = []
    for key in listed_in(file):
        module, place, change = key.split(":", 2)
        before = change.strip().partition(" => ")[0].partition(" / ")[0]
        if before not in _functions(module).get(place, ""):
            gone.append(key)
    assert gone == []
