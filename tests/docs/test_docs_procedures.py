"""docs/procedures.md: every clause of procedure and consequence of the five schemes, with commands that there are."""

from __future__ import annotations

import re
from collections.abc import Iterator

import click
import pytest

from cli_kit import ROOT
from kaohe.cli import main
from kaohe.office.procedure import Stream
from kaohe.rules import Consequence, Procedure, load

PAGE = (ROOT / "docs" / "procedures.md").read_text(encoding="utf-8")
SCHEMES = ("xizang-2018", "neimenggu-2018", "xpcc-2016", "yining", "wenling-2013")


def _rows(scheme: str) -> dict[str, tuple[str, str]]:
    """The rows of a scheme's table: clause and what carries it through, by rule."""
    part = PAGE[PAGE.index(f"(`{scheme}`)") :].split("\n## ")[0]
    cells = [line.strip("| ").split(" | ") for line in part.splitlines() if re.match(r"\| [A-Z]{2}-", line)]
    assert all(len(row) == 4 and row[3].strip() for row in cells)
    assert len({row[0] for row in cells}) == len(cells)
    return {row[0]: (row[1], row[3]) for row in cells}


@pytest.mark.parametrize("scheme", SCHEMES)
def test_no_clause_of_procedure_is_missing(scheme: str) -> None:
    """The page has a row for each procedure and consequence that `describe` shows, with its clause, and no other."""
    declared = {rule.id: rule.clause for rules in load(scheme).kinds for rule in rules.rules(Procedure, Consequence)}
    assert {rule: clause for rule, (clause, _) in _rows(scheme).items()} == declared


@pytest.mark.parametrize("scheme", SCHEMES)
def test_a_row_has_a_command_or_says_why_none(scheme: str) -> None:
    """A row names a command, says why there is none, or sends to what is shown with the result."""
    for rule, (_, carried) in _rows(scheme).items():
        said = ("none", "the same", "shown with", "the notice carries")
        assert "`kaohe " in carried or carried.startswith(said), rule


def _commands() -> Iterator[str]:
    return (found.strip() for found in re.findall(r"`kaohe ([a-z -]+?)(?= --| \[| [A-Z]|`)", PAGE))


def test_every_command_of_the_page_is_there() -> None:
    """Each command named anywhere on the page can be run."""
    names = {*_commands(), *(f"office {name}" for name in re.findall(r"\| `office ([a-z]+)", PAGE))}
    assert len(names) > 12
    for name in names - {"describe SCHEME"}:
        command: click.Command = main
        context = click.Context(main)
        for word in name.split():
            assert isinstance(command, click.Group), name
            found = command.get_command(context, word)
            assert found is not None, name
            command = found


def test_the_printed_vector_is_what_is_drawn() -> None:
    """The five codes of the page come out in the order that it prints."""
    drawn = Stream("0123456789abcdef" * 4, "0" * 64).drawn([*"ABCDE"], 5)
    assert f"codes A to E:\n`{' '.join(drawn)}`" in PAGE
