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

# The rows of each document's inventory that are procedure (P) or consequence (C), in its own ids. Where a scheme declares one
# row as several rules, or a row's procedure beside its score, the rules' ids begin with the row's, or are named here.
INVENTORIES = {
    "xizang-2018": "XZ-3 XZ-6(1) XZ-6(2) XZ-6(3) XZ-6(5)a XZ-6(5)b XZ-6(6) XZ-6(7) XZ-8a XZ-8b XZ-8c XZ-9 XZ-10 XZ-11",
    "neimenggu-2018": "NM-4 NM-4(1) NM-4(2) NM-4(3)1 NM-4(3)2 NM-4(3)4 NM-4(4) NM-4(5) NM-4(6) NM-4(8) NM-6(1)(2) NM-6(3)",
    "xpcc-2016": "BT-1 BT-3(1) BT-3(2) BT-3(3) BT-5(5) BT-6(1)1 BT-6(1)2a BT-6(1)2c BT-6(1)3 BT-6(1)4 BT-6(1)5b BT-6(1)6"
    " BT-6(2)1 BT-6(2)2 BT-6(2)3 BT-6(2)4 BT-7(1) BT-7(2) BT-7(3) BT-8(1) BT-8(2) BT-8(3)",
    "yining": "YN-H2 YN-H4 YN-H5 YN-4 YN-5 YN-6 YN-7 YN-8 YN-9 YN-10 YN-11 YN-12",
    "wenling-2013": "WL-4.1 WL-4.2 WL-4.3 WL-5",
}
# What documents ask to be produced, which the inventories list apart from their rows; and duties and publicity within rows.
FORMS = {
    "xizang-2018": "XZ-6(4)a-forms XZ-6(5)a-table XZ-9-gate",
    "neimenggu-2018": "NM-4(7)a-publicity NM-4(7)a-table NM-5 NM-A1-form NM-A2-form NM-A3-form",
    "xpcc-2016": "BT-A2 BT-A3 BT-A4 BT-A5 BT-A6 BT-A7",
    "yining": "YN-H3-table YN-3(1) YN-3(2) YN-3(3) YN-3(4) YN-3(5) YN-3(6)",
    "wenling-2013": "WL-header WL-4.2-form WL-4.3-table",
}


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
def test_every_row_of_the_inventory_is_there(scheme: str) -> None:
    """Each P and C row of the inventory, and each form that it lists, has a row here; what else stands here is part of one."""
    rows, asked = {*_rows(scheme)}, [*INVENTORIES[scheme].split(), *FORMS[scheme].split()]
    assert not [name for name in asked if not _of(name, rows)]
    assert not rows - {one for name in asked for one in _of(name, rows)}


def _of(name: str, rows: set[str]) -> set[str]:
    """The rows of the page that carry a row of the inventory: its own id, or its id and a part of it in words."""
    return {one for one in rows if one == name or one.startswith(f"{name}-")}


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
