"""Reading tables: what Excel and WPS leave in a file comes out as what people see, exactly, or is refused by name."""

from __future__ import annotations

import zipfile
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from exchange_kit import Book, cell, workbook
from kaohe.errors import FileError
from kaohe.exchange import Cell, Sheet, read_sheets


def _read(path: Path) -> list[Sheet]:
    return read_sheets(path)


def _cells(path: Path) -> list[list[str]]:
    return [[cell.text for cell in row.cells.values()] for row in read_sheets(path)[0].rows]


def _only(tmp_path: Path, row: str, **more: object) -> Cell:
    path = workbook(tmp_path / "a.xlsx", Book({"S": [row]}, **more))  # type: ignore[arg-type]  # fields of Book
    return next(iter(read_sheets(path)[0].rows[0].cells.values()))


@pytest.mark.parametrize(
    ("written", "seen"),
    [
        ("9.9499999999999993", "9.95"),  # as Excel writes 9.95
        ("0.30000000000000004", "0.3"),  # as a formula leaves it, and as Excel shows it
        ("91.5", "91.5"),
        ("1E2", "100"),
        ("1.0000000000000001E-2", "0.01"),
        ("-3", "-3"),
        ("86.666666666666671", "86.6666666666667"),
    ],
)
def test_a_number_is_the_decimal_that_a_spreadsheet_shows(tmp_path: Path, written: str, seen: str) -> None:
    """Whatever digits the file holds, the fifteen that a spreadsheet keeps are read."""
    assert _only(tmp_path, f'<c r="A1"><v>{written}</v></c>') == Cell(seen, "number")


@given(st.decimals(-(10**9), 10**9, places=5))
def test_every_decimal_of_fifteen_digits_comes_back(number: object) -> None:
    """What was typed with at most fifteen digits survives being a binary number in the file."""
    from decimal import Decimal

    from kaohe.exchange._cells import number_text

    assert Decimal(number_text(repr(float(str(number))))) == number


@pytest.mark.parametrize("raw", ["NaN", "INF", "-inf", "x", "1E400", "1e-999999999"])
def test_what_is_no_number_of_a_spreadsheet_is_an_error_value(raw: str, tmp_path: Path) -> None:
    """What a damaged or hostile file has in the place of a number neither comes in nor takes memory."""
    assert _only(tmp_path, f'<c r="A1"><v>{raw}</v></c>') == Cell("", "error")


@pytest.mark.parametrize(
    ("style", "found"),
    [
        ("date", Cell("2018-11-01", "date")),
        ("chinese-date", Cell("2018-11-01", "date")),
        ("month", Cell("2018-11-01", "date")),
        ("general", Cell("43405", "number")),
        ("text", Cell("43405", "number")),
        ("time", Cell("43405", "time")),
    ],
)
def test_a_serial_number_is_what_its_style_makes_of_it(tmp_path: Path, style: str, found: Cell) -> None:
    """A date is told from a number by the format of its cell, Chinese ones too."""
    assert _only(tmp_path, cell("A1", 43405, style=style)) == found


def test_days_of_workbooks_that_count_from_1904(tmp_path: Path) -> None:
    """The old epoch of Macintosh gives the same days."""
    assert _only(tmp_path, cell("A1", 43405 - 1462, style="date"), from_1904=True).text == "2018-11-01"


def test_a_percentage_is_read_as_it_is_seen(tmp_path: Path) -> None:
    """91.5 % stands in the file as 0.915."""
    assert _only(tmp_path, cell("A1", 0.915, style="percent")) == Cell("91.5", "percent")


def test_formulas_give_their_result_and_one_without_is_no_blank(tmp_path: Path) -> None:
    """A cached result is the value; where there is none, that is said and not skipped."""
    row = '<c r="A1"><f>1+1</f><v>2</v></c><c r="B1"><f>SUM(A1)</f></c><c r="C1" t="str"><f>""</f><v></v></c>'
    path = workbook(tmp_path / "a.xlsx", Book({"S": [row]}))
    assert _read(path)[0].rows[0].cells == {1: Cell("2", "number"), 2: Cell("", "uncached")}


def test_errors_and_truth_are_told_apart(tmp_path: Path) -> None:
    """#N/A is an error, TRUE no number."""
    path = workbook(tmp_path / "a.xlsx", Book({"S": ['<c r="A1" t="e"><v>#N/A</v></c><c r="B1" t="b"><v>1</v></c>']}))
    assert _read(path)[0].rows[0].cells == {1: Cell("", "error"), 2: Cell("TRUE", "truth")}


def test_text_in_several_styles_is_one_text_without_its_reading_aid(tmp_path: Path) -> None:
    """A shared text may stand in runs, with phonetic signs beside it."""
    shared = ["<r><t>驻村</t></r><r><t>工作队</t></r><rPh><t>zhu</t></rPh>"]
    assert _only(tmp_path, '<c r="A1" t="s"><v>0</v></c>', shared=shared) == Cell("驻村工作队")


def test_hidden_rows_and_sheets_are_read_and_marked(tmp_path: Path) -> None:
    """What is hidden is data still: it is marked for whoever tells of it."""
    rows = [cell("A1", "a"), f'<row r="2" hidden="1">{cell("A2", "b")}</row>']
    sheets = _read(workbook(tmp_path / "a.xlsx", Book({"S": rows, "T": rows}, hidden=["T"])))
    assert [row.hidden for row in sheets[0].rows] == [False, True]
    assert [sheet.hidden for sheet in sheets] == [False, True]


def test_a_merged_area_holds_in_each_of_its_rows(tmp_path: Path) -> None:
    """A value merged over two people is both of theirs."""
    rows = [cell("A1", "一师") + cell("B1", 1), cell("B2", 2), cell("B3", 3)]
    sheet = _read(workbook(tmp_path / "a.xlsx", Book({"S": rows}, merged=["A1:A2"])))[0]
    assert [1 in row.cells for row in sheet.rows] == [True, True, False]


def test_rows_without_references_are_counted(tmp_path: Path) -> None:
    """Some programs leave out the names of cells and rows."""
    row = "<row><c><v>1</v></c><c><v>2</v></c></row>"
    sheet = _read(workbook(tmp_path / "a.xlsx", Book({"S": [row, row]})))[0]
    assert [(row.number, list(row.cells)) for row in sheet.rows] == [(1, [1, 2]), (2, [1, 2])]


def test_what_openpyxl_writes_is_read(tmp_path: Path) -> None:
    """A workbook of another library is no other."""
    book = openpyxl.Workbook()
    book.active.append(["编号", 9.95, None, "x"])  # type: ignore[union-attr]  # a new workbook has a sheet
    book.save(tmp_path / "a.xlsx")
    assert _cells(tmp_path / "a.xlsx") == [["编号", "9.95", "x"]]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_text_tables_in_the_encodings_of_offices(tmp_path: Path, encoding: str, mark: str) -> None:
    """Encoding and separator are found, under a title too."""
    lines = ["2018年第四季度", mark.join(["编号", "名称", "分"]), mark.join(["T1", "一村", "９１．５"])]
    (tmp_path / "a.csv").write_bytes("\r\n".join(lines).encode(encoding))
    assert _cells(tmp_path / "a.csv") == [["2018年第四季度"], ["编号", "名称", "分"], ["T1", "一村", "９１．５"]]


def test_a_row_is_named_as_the_spreadsheet_numbers_it(tmp_path: Path) -> None:
    """A line break within a cell makes two lines and one row."""
    (tmp_path / "a.csv").write_text('编号,"平时\n掌握"\n\nT1,1\n', encoding="utf-8")
    assert [row.number for row in _read(tmp_path / "a.csv")[0].rows] == [1, 3]


def _zip(path: Path, **parts: bytes) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name.replace("__", "/"), data)
    return path


def _plain(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
_REFUSED = {
    "old": ("a.xlsx", _OLE, "K9002"),
    "password": ("a.xlsx", _OLE + "EncryptedPackage".encode("utf-16-le"), "K9001"),
    "web": ("a.xls", b"<html><table><tr><td>1</td></tr></table></html>", "K9003"),
    "xml": ("a.xlsx", b'<?xml version="1.0"?><Workbook/>', "K9003"),
    "pdf": ("a.xlsx", b"%PDF-1.4 ...", "K9004"),
    "picture": ("a.csv", b"\x89PNG\r\n\x1a\n....", "K9004"),
    "nul": ("a.csv", b"a,b\0\n1,2\n", "K9004"),
    "text-as-xlsx": ("a.xlsx", "编号,名称\n1,2\n".encode(), "K9005"),
    "empty": ("a.csv", b"  \r\n", "K9006"),
    "cut": ("a.xlsx", b"PK\x03\x04 and no more", "K9011"),
}


@pytest.mark.parametrize("what", _REFUSED)
def test_what_is_no_table_is_refused_with_what_to_do(tmp_path: Path, what: str) -> None:
    """The bytes decide, whatever the name says, and the sentence says what to do."""
    name, data, number = _REFUSED[what]
    with pytest.raises(FileError) as refused:
        read_sheets(_plain(tmp_path / name, data))
    assert refused.value.number == number


def test_a_workbook_under_the_name_of_text_is_refused(tmp_path: Path) -> None:
    """An .xlsx called .csv may be the wrong file."""
    path = workbook(tmp_path / "a.xlsx", Book({"S": [cell("A1", "a")]})).rename(tmp_path / "a.csv")
    with pytest.raises(FileError, match="K9005"):
        read_sheets(path)


def test_macros_encryption_and_other_archives_are_refused(tmp_path: Path) -> None:
    """A workbook with macros, a binary one, a document and an archive are each told apart."""
    macros = Book({"S": [cell("A1", 1)]}, more={"xl/vbaProject.bin": b"x"})
    typed = Book({"S": [cell("A1", 1)]}, content_type="application/vnd.ms-excel.sheet.macroEnabled.main+xml")
    cases = [
        (workbook(tmp_path / "m.xlsx", macros), "K9014"),
        (workbook(tmp_path / "n.xlsx", typed), "K9014"),
        (_zip(tmp_path / "b.xlsx", xl__workbook__bin=b"x", **{"[Content_Types].xml": b"<Types/>"}), "K9016"),
        (_zip(tmp_path / "w.xlsx", word__document__xml=b"<x/>", **{"[Content_Types].xml": b"<Types/>"}), "K9016"),
        (_zip(tmp_path / "z.xlsx", readme=b"x"), "K9016"),
    ]
    for path, number in cases:
        with pytest.raises(FileError, match=number):
            read_sheets(path)


def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No more is unpacked than the limit, whatever the archive says of itself."""
    monkeypatch.setattr("kaohe.exchange._package.MOST_BYTES", 1_000_000)
    book = Book({"S": [cell("A1", 1)]}, shared=["<t>" + "a" * 3_000_000 + "</t>"])
    path = workbook(tmp_path / "a.xlsx", book)
    assert path.stat().st_size < 20_000
    with pytest.raises(FileError, match="K9012"):
        read_sheets(path)


def test_more_cells_than_the_limit_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Cells are counted, those of merged areas too, and so is a text file's."""
    monkeypatch.setattr("kaohe.exchange._xlsx.MOST_CELLS", 5)
    monkeypatch.setattr("kaohe.exchange._read.MOST_CELLS", 5)
    rows = [cell("A1", "x"), *(cell(f"B{n}", n) for n in range(2, 5))]
    with pytest.raises(FileError, match="K9021"):
        read_sheets(workbook(tmp_path / "a.xlsx", Book({"S": rows}, merged=["A1:A4"])))
    with pytest.raises(FileError, match="K9007"):
        read_sheets(_plain(tmp_path / "a.csv", b"a,b,c\n1,2,3\n"))


def test_a_document_type_is_refused(tmp_path: Path) -> None:
    """Entities, by which a few bytes become many, need one; no workbook has it."""
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaa">]><worksheet><sheetData/></worksheet>'
    path = workbook(tmp_path / "a.xlsx", Book({"S": [cell("A1", 1)]}))
    with zipfile.ZipFile(path, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("xl/worksheets/sheet1.xml", bomb)
    with pytest.raises(FileError, match="K9011"):
        read_sheets(path)


@given(st.binary(max_size=300))
def test_any_bytes_end_in_a_table_or_a_sentence(data: bytes) -> None:
    """No file makes the reader fail in another way."""
    from tempfile import TemporaryDirectory

    with TemporaryDirectory() as folder:
        for name in ("a.xlsx", "a.csv"):
            path = _plain(Path(folder) / name, data)
            try:
                read_sheets(path)
            except FileError as refused:
                assert refused.number.startswith("K")  # noqa: PT017  # either end is right


@given(st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 255)), min_size=1, max_size=8))
def test_a_damaged_workbook_ends_in_a_table_or_a_sentence(changed: list[tuple[int, int]]) -> None:
    """Whatever bytes of a good workbook are changed, nothing but a FileError comes of it."""
    from tempfile import TemporaryDirectory

    with TemporaryDirectory() as folder:
        rows = [cell("A1", "编号") + cell("B1", 1.5, style="date"), cell("A2", "x") + cell("B2", 2)]
        path = workbook(Path(folder) / "a.xlsx", Book({"S": rows}, shared=["<t>y</t>"], merged=["A1:A2"]))
        data = bytearray(path.read_bytes())
        for place, byte in changed:
            data[place % len(data)] = byte
        path.write_bytes(data)
        try:
            read_sheets(path)
        except FileError as refused:
            assert refused.number.startswith("K")  # noqa: PT017  # either end is right
