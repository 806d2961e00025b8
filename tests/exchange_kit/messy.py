"""The workbook that an office really has: 60 teams of Tibet with their members, kept by hand since before Kaohe.

Everything awkward in it was seen in tables that offices publish: a merged title, a line of who filled it in, headings
in two rows, a team merged over its members and written nowhere else, no ids, days in three ways, full-width digits,
names twice, blank rows, subtotals, hidden rows, formulas, and remarks about people's lives that nobody may store.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

from .raw import Book, cell, workbook

__all__ = ["MEMBERS", "REMARKS", "TEAMS", "mark", "member", "messy", "score", "team"]

TEAMS, MEMBERS = 60, 240
REMARKS = ("母亲住院，请假照顾", "与村民扎西家属有矛盾", "联系电话已换13900001111")
_FIRST, _SECOND = (
    ["次仁", "扎西", "达瓦", "尼玛", "洛桑", "旦增", "格桑", "普布"],
    ["卓玛", "顿珠", "央金", "多吉", "曲珍", "平措", "罗布", "旺堆", "德吉", "边巴"],
)
_HAN, _GIVEN = (
    ["王", "李", "张", "刘", "陈", "杨", "赵", "黄", "周", "吴"],
    ["建国", "秀英", "志强", "丽华", "伟", "敏", "军", "芳", "勇", "静", "涛", "洁", "斌", "玲", "鹏", "霞"],
)
_TOWNS = ["江热", "嘎木", "措麦", "雄巴", "帕羊", "仁多"]
_BUREAUS = ["教育局", "水利局", "农牧局", "财政局", "民政局", "交通局", "文化局", "卫健委", "司法局", "统计局"]


def _letter(column: int) -> str:
    return chr(64 + column)


def _row(number: int, *values: object, hidden: bool = False) -> str:
    cells = "".join(_cell(f"{_letter(n)}{number}", value) for n, value in enumerate(values, 1))
    return f'<row r="{number}"{" hidden=" + chr(34) + "1" + chr(34) if hidden else ""}>{cells}</row>'


def _cell(ref: str, value: object) -> str:
    if isinstance(value, tuple):
        return cell(ref, value[0], style=str(value[1]))
    if isinstance(value, str) and value.startswith("="):
        formula, _, result = value[1:].partition("|")
        return f'<c r="{ref}"><f>{formula}</f><v>{result}</v></c>'
    return cell(ref, value)


def team(number: int) -> str:
    """The name of a team, 1 to 60."""
    return f"{_TOWNS[(number - 1) // 10]}乡{(number - 1) % 10 + 1}村工作队"


def member(number: int) -> str:
    """The name of a member, from 0; every fortieth has that of another, whose team is another."""
    number = number - 23 if number % 40 == 39 else number
    if number < 80:
        return _FIRST[number % 8] + _SECOND[number // 8]
    return _HAN[number % 10] + _GIVEN[number // 10 - 8]


def unit(number: int) -> str:
    """The unit that sends a team."""
    return f"县{_BUREAUS[(number - 1) % 10]}"


def _day(number: int) -> object:
    """One day in the three ways in which it is typed."""
    return ("2018年11月1日", (43405, "date"), "2018.11.1")[number % 3]


def _roster() -> tuple[list[str], list[str]]:
    rows = [
        _row(1, "某县2018—2019年度驻村工作队及队员花名册"),
        _row(2, "填报单位：某县强基办", None, None, None, None, None, "填报时间：2018年11月5日"),
        _row(3, "序号", "乡镇", "工作队情况", None, "队员情况", None, None, None, "备注"),
        _row(4, None, None, "工作队", "派驻单位", "姓名", "职务", "进驻时间", "联系电话"),
    ]
    merged = ["A1:I1", "A3:A4", "B3:B4", "C3:D3", "E3:H3", "I3:I4"]
    at, person = 5, 0
    for number in range(1, TEAMS + 1):
        merged += [f"C{at}:C{at + 3}", f"D{at}:D{at + 3}"]
        for seat in range(4):
            first = (_TOWNS[(number - 1) // 10] + "乡", team(number), unit(number)) if not seat else (None, None, None)
            remark = REMARKS[person // 80] if person % 80 == 7 else None
            told = (member(person), "队长" if not seat else "队员", _day(person), f"139{person:08}", remark)
            rows.append(_row(at, person + 1, *first, *told, hidden=person == 33))
            at, person = at + 1, person + 1
        if number % 10 == 0:
            rows.append(_row(at, "小计", None, None, None, f"=COUNTA(E{at - 40}:E{at - 1})|40"))
            at += 2  # and a blank row
    rows.append(_row(at, "合计", None, None, None, f"=COUNTA(E5:E{at - 1})|{MEMBERS}"))
    rows.append(_row(at + 1, "填表人：张三", None, None, None, "审核人：李四"))
    return rows, merged


_MARKED = ("平时掌握（10%）", "民意测评（20%）", "目标责任考评（70%）", "合计", "等次")


def mark(number: int, step: int) -> Fraction:
    """A mark from 60 to 99.5."""
    return Fraction(60 + number * step % 40) + Fraction(number % 4 == 1, 2)


def _typed(number: int, step: int) -> object:
    """The mark in one of the ways in which it is typed."""
    value = 60 + number * step % 40
    return (value, f"{value}.5", "".join(chr(ord(digit) + 0xFEE0) for digit in str(value)), f"{value}分")[number % 4]


def score(number: int) -> Fraction:
    """The period's score of a team or member: the three marks by their weight."""
    return (mark(number, 7) * 10 + mark(number + 1, 11) * 20 + mark(number + 2, 13) * 70) / 100


def _marks(at: int, number: int) -> Iterator[object]:
    yield from (_typed(number, 7), _typed(number + 1, 11), _typed(number + 2, 13))
    yield f"=D{at}*0.1+E{at}*0.2+F{at}*0.7|80"
    yield ("优秀", "称职")[number % 2]


def _month(title: str) -> list[str]:
    rows = [_row(1, title), _row(2, "序号", "工作队", "姓名", *_MARKED)]
    for number in range(MEMBERS):
        at = number + 3
        rows.append(_row(at, number + 1, team(number // 4 + 1), member(number), *_marks(at, number)))
    return [*rows, _row(MEMBERS + 3, "平均分", None, None, f"=AVERAGE(D3:D{MEMBERS + 2})|80")]


def _quarter() -> list[str]:
    rows = [_row(1, "某县2018年第四季度驻村工作队考核评分汇总"), _row(2, "序号", "乡镇", "工作队", *_MARKED)]
    for number in range(1, TEAMS + 1):
        at = number + 2
        rows.append(_row(at, number, _TOWNS[(number - 1) // 10] + "乡", team(number), *_marks(at, number)))
    return rows


def messy(folder: Path) -> tuple[Path, Path]:
    """The roster, and the marks of a quarter: two months of the members, and the teams."""
    rows, merged = _roster()
    roster = workbook(folder / "花名册.xlsx", Book({"花名册": rows}, merged=merged))
    sheets = {
        "11月": _month("某县驻村工作队员2018年11月份考核评分表"),
        "12月": _month("某县驻村工作队员2018年12月份考核评分表"),
        "工作队": _quarter(),
    }
    return roster, workbook(folder / "四季度考核.xlsx", Book(sheets, merged=["A1:H1"]))
