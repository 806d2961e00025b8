"""Bad input from end to end: the command names sheet, row and column with the reason, and the book stays as it was."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from cli_kit import run, spawn
from exchange_kit import Book, cell, county, workbook
from exchange_kit.sheets import SHEETS
from kaohe.errors import FileError
from kaohe.exchange import read_sheets
from kaohe.exchange._cells import At, column_number
from kaohe.office import Office

REFUSED = [name for name, sheet in SHEETS.items() if sheet.rejected]
WANTED = {  # what the issue names, and the sheet that has it
    "a formula without a cached value": "a formula without",
    "an error value": "an error value",
    "a wrong type under the right name": "out of range, too many decimals, words",
    "people not on the roster": "people not on the roster",
    "one person twice": "one person twice",
    "a column that is half dates": "a column that is half dates",
    "a date that was a number": "a date that was a number",
}


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """The county's book, closed."""
    with county(tmp_path):
        pass
    return tmp_path / "county.book"


def _state(book: Path) -> object:
    with Office.open(book, writable=False) as office:
        return office.head, office.case_data()


def test_every_bad_input_that_is_asked_for_has_a_sheet() -> None:
    """Each kind of bad cell that must be refused is among the awkward sheets, with a place that is rejected."""
    assert set(WANTED.values()) <= set(REFUSED)


def _place(name: str, place: str, sheet: str) -> str:
    letters = place.rstrip("0123456789")
    return At(sheet, int(place.removeprefix(letters)), column_number(letters)).text().zh


@pytest.mark.parametrize("name", REFUSED)
def test_a_bad_cell_is_named_by_its_place_and_nothing_is_written(name: str, book: Path, tmp_path: Path) -> None:
    """Though --yes is given: status 1, sheet, row, column and number of the reason, and the book as before."""
    sheet, before = SHEETS[name], _state(book)
    period = ["--period", sheet.options.period] if sheet.options.period else []
    path = sheet.make(tmp_path)
    done = run("import", book, path, "--yes", *period, lang="zh")
    assert done.exit_code == 1, done.output
    for place, number in sheet.rejected.items():
        told = _place(name, place, "评分")
        assert any(told in line and number in line for line in done.stdout.splitlines()), (told, done.stdout)
    assert _state(book) == before


def _bomb(folder: Path) -> Path:
    return workbook(folder / "a.xlsx", Book({"S": [cell("A1", 1)]}, shared=["<t>" + "a" * 310_000_000 + "</t>"]))


def _macros(folder: Path) -> Path:
    return workbook(folder / "a.xlsx", Book({"S": [cell("A1", 1)]}, more={"xl/vbaProject.bin": b"x"}))


def _password(folder: Path) -> Path:
    (folder / "a.xlsx").write_bytes(
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le")
    )
    return folder / "a.xlsx"


def _too_large(folder: Path) -> Path:
    with (folder / "a.csv").open("wb") as file:
        file.truncate(41 << 20)
    return folder / "a.csv"


def _misnamed(folder: Path) -> Path:
    return workbook(folder / "b.xlsx", Book({"S": [cell("A1", 1)]})).rename(folder / "a.csv")


@pytest.mark.parametrize(
    ("make", "number"),
    [(_bomb, "K9012"), (_macros, "K9014"), (_password, "K9001"), (_misnamed, "K9005"), (_too_large, "K2003")],
    ids=["zip-bomb", "macros", "password", "misnamed", "too-large"],
)
def test_a_bad_file_is_one_sentence_with_its_name(
    make: Callable[[Path], Path], number: str, book: Path, tmp_path: Path
) -> None:
    """Status 2, the file and the reason on standard error, no traceback, and the book as before."""
    before, path = _state(book), make(tmp_path)
    done = spawn("import", str(book), str(path), "--yes", lang="zh")
    assert done.returncode == 2, (done.stdout, done.stderr)
    assert path.name in done.stderr
    assert number in done.stderr
    assert "Traceback" not in done.stderr
    assert _state(book) == before


def test_a_hundred_unknown_columns_are_counted_and_not_kept(book: Path, tmp_path: Path) -> None:
    """They are told by their letters; the row's known entries come in, and nothing of the rest does."""
    path = SHEETS["a hundred unknown columns"].make(tmp_path)
    done = run("import", book, path, "--yes", "--period", "2018Q4", lang="zh")
    assert done.exit_code == 0, done.output
    assert "100 列不属于本方案" in done.stdout
    assert "附加" not in done.stdout
    assert b"91.5" in book.read_bytes()
    assert "附加".encode() not in book.read_bytes()


def test_a_damaged_workbook_is_not_called_text(tmp_path: Path) -> None:
    """Bytes that are no text under the name of a workbook are refused, without the advice to call them .csv."""
    path = tmp_path / "damaged.xlsx"
    path.write_bytes(bytes(range(255, 0, -1)) * 9)
    with pytest.raises(FileError) as found:
        read_sheets(path)
    assert found.value.text.number == "K2012"
