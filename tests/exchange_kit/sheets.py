"""Awkward sheets, one for each way in which people's own tables are awkward; made when a test runs, in its folder.

Each says what is expected of it: the places that are new, and those that are rejected with the number of the reason.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from attrs import field, frozen

from kaohe.exchange import Options

from .raw import Book, cell, workbook

__all__ = ["SHEETS", "Awkward"]

HEAD = ("编号", "名称", "平时掌握", "民意测评", "目标责任考评表")
Rows = tuple[tuple[object, ...], ...]


@frozen
class Awkward:
    """One awkward sheet for the county of the kit: how it is made, how it is read, and what must come of it.

    `new` are values by cell, `rejected` the numbers of reasons by cell ("C4", or "4" for a whole row).
    """

    make: Callable[[Path], Path]
    new: Mapping[str, str] = field(factory=dict)
    rejected: Mapping[str, str] = field(factory=dict)
    notes: tuple[str, ...] = ()
    options: Options = field(factory=lambda: Options(period="2018Q4"))


def _letter(column: int) -> str:
    return chr(64 + column)


def _row(number: int, values: tuple[object, ...]) -> str:
    return "".join(_one(f"{_letter(n)}{number}", value) for n, value in enumerate(values, 1))


def _one(ref: str, value: object) -> str:
    if isinstance(value, str) and value.startswith("<"):
        return value.replace("<c", f'<c r="{ref}"', 1)
    if isinstance(value, tuple):
        return cell(ref, value[0], style=str(value[1]))
    return cell(ref, value)


def _sheet(*rows: tuple[object, ...], **more: object) -> Callable[[Path], Path]:
    def make(folder: Path) -> Path:
        written = [_row(number, row) for number, row in enumerate(rows, 1)]
        return workbook(folder / "a.xlsx", Book({"评分": written}, **more))  # type: ignore[arg-type]  # fields of Book

    return make


def _text(text: str, *, encoding: str = "utf-8", name: str = "a.csv") -> Callable[[Path], Path]:
    def make(folder: Path) -> Path:
        (folder / name).write_bytes(text.encode(encoding))
        return folder / name

    return make


def _marks(*row: object) -> tuple[tuple[object, ...], ...]:
    return (HEAD, row)


_PLAIN = {"C2": "91.5", "D2": "88", "E2": "90"}
_FORMULA, _UNCACHED, _ERROR = "<c><f>A1</f><v>88</v></c>", "<c><f>A1</f></c>", '<c t="e"><v>#REF!</v></c>'
_TITLE = ("2018年第四季度驻村工作队考核评分表",)
_STRANGE = tuple(f"附加{n}" for n in range(100))


def _wide(folder: Path) -> Path:
    rows = [
        "".join(f'<c r="{_col(n)}{row}" t="inlineStr"><is><t>{value}</t></is></c>' for n, value in enumerate(values, 1))
        for row, values in enumerate(((*HEAD, *_STRANGE), ("T1", "一村工作队", "91.5", "88", "90", *_STRANGE)), 1)
    ]
    return workbook(folder / "a.xlsx", Book({"评分": rows}))


def _col(number: int) -> str:
    from kaohe.exchange._cells import column_name

    return column_name(number)


def _hidden(folder: Path) -> Path:
    rows = [_row(1, HEAD), f'<row r="2" hidden="1">{_row(2, ("T1", "一村工作队", 91.5, 88, 90))}</row>']
    return workbook(folder / "a.xlsx", Book({"评分": rows}))


def _several(folder: Path) -> Path:
    sheets = {
        "说明": ["".join(cell(f"A{n}", "请逐项填写") for n in (1,))],
        "2018Q4": [_row(1, HEAD), _row(2, ("T1", "一村工作队", 91.5, 88, 90))],
        "2019年一季度": [_row(1, HEAD), _row(2, ("T1", "一村工作队", 91, 88, 90))],
        "备用": [_row(1, HEAD), _row(2, ("T1", "一村工作队", 1, 1, 1))],
    }
    return workbook(folder / "a.xlsx", Book(sheets, hidden=["备用"]))


SHEETS: dict[str, Awkward] = {
    "plain": Awkward(_sheet(*_marks("T1", "一村工作队", 91.5, 88, 90)), _PLAIN),
    "merged title, heading in row 3": Awkward(
        _sheet(_TITLE, (), HEAD, ("T1", "一村工作队", 91.5, 88, 90), merged=["A1:E1"]),
        {"C4": "91.5", "D4": "88", "E4": "90"},
        options=Options(),
    ),
    "heading in two rows": Awkward(
        _sheet(
            ("编号", "名称", "考核评分"), (None, None, *HEAD[2:]), ("T1", None, 91.5, 88, 90), merged=["A1:A2", "B1:B2"]
        ),
        {"C3": "91.5", "D3": "88", "E3": "90"},
    ),
    "several sheets": Awkward(
        _several,
        {"2018Q4 C2": "91.5", "2018Q4 D2": "88", "2018Q4 E2": "90", "2019年一季度 C2": "91", "2019年一季度 D2": "88"}
        | {"2019年一季度 E2": "90"},
        notes=("说明", "备用"),
        options=Options(),
    ),
    "full-width digits, numbers as text, signs": Awkward(
        _sheet(*_marks("T1", "一村工作队", "９１．５", "88分", "90%")), _PLAIN
    ),
    "percent format": Awkward(_sheet(*_marks("T1", "一村工作队", (0.915, "percent"), (0.88, "percent"), 90)), _PLAIN),
    "a formula with its result": Awkward(_sheet(*_marks("T1", "一村工作队", 91.5, _FORMULA, 90)), _PLAIN),
    "a formula without": Awkward(
        _sheet(*_marks("T1", "一村工作队", 91.5, _UNCACHED, 90)), {"C2": "91.5", "E2": "90"}, {"D2": "K9112"}
    ),
    "an error value": Awkward(
        _sheet(*_marks("T1", "一村工作队", 91.5, _ERROR, 90)), {"C2": "91.5", "E2": "90"}, {"D2": "K9111"}
    ),
    "a date that was a number": Awkward(
        _sheet(*_marks("T1", "一村工作队", (43474, "date"), 88, 90)), {"D2": "88", "E2": "90"}, {"C2": "K9113"}
    ),
    "blank rows, totals, signatures": Awkward(
        _sheet(
            HEAD,
            (),
            ("T1", "一村工作队", 91.5, 88, 90),
            (),
            ("合计", None, 91.5),
            ("制表人：甲", None, None, "审核人：乙"),
        ),
        {"C3": "91.5", "D3": "88", "E3": "90"},
        notes=("5, 6",),
    ),
    "a hidden row": Awkward(_hidden, _PLAIN, notes=("隐藏行",)),
    "GB18030 and semicolons": Awkward(
        _text("编号;名称;平时掌握;民意测评;目标责任考评表\r\nT1;一村工作队;91.5;88;90\r\n", encoding="gb18030"), _PLAIN
    ),
    "UTF-16 and tabs": Awkward(
        _text("编号\t名称\t平时掌握\t民意测评\t目标责任考评表\r\nT1\t一村工作队\t91.5\t88\t90\r\n", encoding="utf-16"),
        _PLAIN,
    ),
    "headings in English, with units and blanks": Awkward(
        _sheet(
            ("ID", "Name", "Usual Record (0-100)", "public\nopinion", "target-responsibility table"),
            _marks("T1", None, 91.5, 88, 90)[1],
        ),
        _PLAIN,
    ),
    "a period in a column": Awkward(
        _sheet((*HEAD, "期次"), ("T1", None, 91.5, 88, 90, "2018年四季度"), ("T1", None, 1, 2, 3, "第5季度")),
        _PLAIN,
        {"3": "K9143"},
        options=Options(),
    ),
    "no period anywhere": Awkward(
        _sheet(*_marks("T1", None, 91.5, 88, 90)), {}, {"C2": "K9142", "D2": "K9142", "E2": "K9142"}, options=Options()
    ),
    "a hundred unknown columns": Awkward(_wide, _PLAIN, notes=("100",)),
    "people not on the roster": Awkward(
        _sheet(HEAD, ("T1", None, 91.5, 88, 90), ("T77", "别的队", 1, 1, 1)), _PLAIN, {"3": "K9122"}
    ),
    "one person twice": Awkward(
        _sheet(HEAD, ("T1", None, 91.5, 88, 90), ("T1", None, 1, 1, 1)), _PLAIN, {"3": "K9130"}
    ),
    "columns sorted apart": Awkward(_sheet(*_marks("T1", "二村工作队", 1, 1, 1)), {}, {"2": "K9126"}),
    "two people of one name": Awkward(_sheet(*_marks(None, "三村工作队", 1, 1, 1)), {}, {"2": "K9125"}),
    "a name that nobody has": Awkward(_sheet(*_marks(None, "九村工作队", 1, 1, 1)), {}, {"2": "K9124"}),
    "out of range, too many decimals, words": Awkward(
        _sheet(*_marks("T1", None, 108, 88.123, "优")), {}, {"C2": "K1029", "D2": "K1031", "E2": "K1069"}
    ),
    "an absence with its reason": Awkward(
        _sheet(*_marks("T1", None, "!4 住院", "！4", 90)), {"C2": "not assessed", "E2": "90"}, {"D2": "K1026"}
    ),
    "a finding attested as none, and one that is not": Awkward(
        _sheet(("编号", "第七条（二）2所列情形", "贪污、挤占、挪用、截留经费"), ("T1", "无", "有")),
        {"B2": "0"},
        {"C2": "K9117"},
        options=Options(),
    ),
    "a column that is half dates": Awkward(
        _sheet(
            ("编号", "名称", "派驻起始日"),
            ("T1", "一村工作队", (43405, "date")),
            ("T2", "二村工作队", "2018年11月5日"),
            ("T3", "三村工作队", 43405),
            ("T4", "三村工作队", "11月"),
        ),
        {"C2": "2018-11-01", "C3": "2018-11-05", "C4": "2018-11-01"},
        {"C5": "K1071"},
        options=Options(),
    ),
}
