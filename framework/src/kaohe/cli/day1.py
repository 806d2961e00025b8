"""The demonstration that `make day1` starts: an office's first day, from an empty book to the table to sign.

Ten teams of the XPCC scheme: templates are written and filled in with ten mistakes as people make them, the previews
name all ten, they are corrected and imported, a tie at the quota line is decided, and the table is written.
"""

from __future__ import annotations

import datetime as dt
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from pathlib import Path
from time import monotonic
from typing import Any

import click
from attrs import define, field

from ..engine import Tie
from ..exchange import (
    Options,
    Preview,
    Stamp,
    apply_import,
    preview_file,
    summary_csv,
    summary_xlsx,
    tables_of,
    template,
    why_page,
)
from ..files import write
from ..office import Decide, Office, Plan
from ..words import Text
from ._base import Command, guarded
from ._evaluate import summary_lines
from ._out import say

__all__ = ["Day", "day", "main"]

_PLAN = Plan(
    scheme="xpcc-2016",
    cycle={
        "id": "2016",
        "start": "2016-01-01",
        "end": "2016-12-31",
        "lists": {"divisions": ["一师", "三师"], "groups": ["A"]},
    },
    unit="示例师（虚构）",
)
_SHEET, _TEAMS = "工作队", tuple(f"T{number:02}" for number in range(1, 11))
_TOTALS = {"T01": (58, 37), "T02": (57, 36), "T03": (56, 35), "T04": (54, 34), "T05": (54, 34)}  # T04 and T05 are equal
Cells = Mapping[tuple[str, str], object]  # by id and the beginning of a heading

_TEXT = Text(
    "An office's first day: sheets in, ten mistakes named, a tie decided, the table out.",
    "单位的第一天：导入表格、指出十处错误、裁定并列、生成汇总表。",
)
_STEP = Text("{n}. {what}", "{n}. {what}")
_MADE = Text("a book for ten teams (invented): {book}", "为十个工作队（虚构）建立账簿：{book}")
_SENT = Text("the template of the {kind}, filled in as people do: {file}", "{kind}模板，按常见方式填写：{file}")
_NAMED = Text("the preview names {n} mistakes; nothing is written", "预览指出 {n} 处错误；未写入任何内容")
_MENDED = Text(
    "corrected and imported as one commit, receipt {receipt}: {n} entries",
    "更正后作为一次提交导入，回执 {receipt}：{n} 项",
)
_EVALUATED = Text("evaluation", "计算")
_TIED = Text(
    "{members} are equal for the last of {take} place: people decide", "{members} 并列，剩余名额 {take} 个：由人裁定"
)
_DECIDED = Text(
    "decided for {who}, with document and reason; receipt {receipt}", "裁定为 {who}，记录文号与理由；回执 {receipt}"
)
_OUT = Text("the table to sign and one page on why: {files}", "待签字的汇总表与一页说明：{files}")
_TOOK = Text("{n} mistakes of ten named; {seconds} s", "十处错误指出 {n} 处；用时 {seconds} 秒")


@click.command("day1", cls=Command, text=_TEXT)
@click.argument("folder", required=False, metavar="[FOLDER]")
def day(*, folder: str | None) -> None:
    """Show the first day; the files stay in FOLDER, or in a new one of the system's."""
    where = Path(folder) if folder else Path(tempfile.mkdtemp(prefix="kaohe-day1-"))
    where.mkdir(parents=True, exist_ok=True)
    Day(where).run()


@define
class Day:
    """The first day in one folder; `mistakes` are all that the previews named, in their order."""

    folder: Path
    tell: Callable[[object], None] = say
    mistakes: list[str] = field(factory=list)
    steps: int = 0

    def run(self) -> None:
        """All of it."""
        begun = monotonic()
        with Office.create(self.folder / "day1.book", _PLAN) as office:
            self._step(_MADE.format(book=str(self.folder / "day1.book")))
            self._import(office, "roster", Text("roster", "名册"), _roster(), _ROSTER_SLIPS)
            self._import(office, "marks", Text("marks", "评分"), _marks(), _MARK_SLIPS)
            self._import(office, "tallies", Text("ballots", "测评票数"), _ballots(), _BALLOT_SLIPS)
            self._evaluate(office)
            self._decide(office, office.evaluation.ties()[0])
            self._print(office)
        self.tell(_TOOK.format(n=len(self.mistakes), seconds=f"{monotonic() - begun:.1f}"))

    def _step(self, what: Text) -> None:
        self.steps += 1
        self.tell(_STEP.format(n=self.steps, what=what))

    def _import(self, office: Office, kind: str, named: Text, right: Cells, slips: Cells) -> None:
        """Template, filled in with mistakes, preview, corrected, imported."""
        file = self.folder / f"{kind}.xlsx"
        blank = template(office.case, kind, of="team", language="zh")
        write(file, _filled(blank, {**right, **slips}))
        self._step(_SENT.format(kind=named, file=file.name))
        preview = preview_file(office.case, file, Options())
        found = [f"{line.at.text()}  {line.why.told() if line.why else ''}" for line in preview.of("rejected")]
        self.mistakes += found
        self._step(_NAMED.format(n=len(found)))
        for line in found:
            self.tell(f"   {line}")
        write(file, _filled(blank, right), replace=True)
        self._save(office, preview_file(office.case, file, Options()))

    def _save(self, office: Office, preview: Preview) -> None:
        saved = apply_import(office, preview, reason="导入")
        self._step(_MENDED.format(receipt=str(saved.receipt), n=len(preview.of("new", "changed"))))

    def _evaluate(self, office: Office) -> None:
        self._step(_EVALUATED)
        outcomes = office.evaluation.outcomes()
        for line in summary_lines(office.case, office.evaluation, outcomes):
            self.tell(f"   {line}")

    def _decide(self, office: Office, tie: Tie) -> None:
        self._step(_TIED.format(members="、".join(tie.members), take=tie.take))
        chosen = list(tie.members[: tie.take])
        decision = {"quota": tie.quota, "members": list(tie.members), "choose": chosen, "fingerprint": tie.fingerprint}
        decision |= {"reason": "领导小组集体研究", "document": "示例组〔2017〕3号"}
        saved = office.save([Decide(decision)])
        self._step(_DECIDED.format(who="、".join(chosen), receipt=str(saved.receipt)))

    def _print(self, office: Office) -> None:
        stamp = Stamp(unit=office.header.county, cycle=office.header.cycle, receipt=str(office.head))
        tables = tables_of(office.ruleset.kinds, "team")
        made: dict[str, str | bytes] = {
            "table.xlsx": summary_xlsx(office.evaluation, tables, stamp=stamp),
            "table.csv": summary_csv(office.evaluation, tables[0]),
            "why-T05.html": why_page(office.evaluation, "T05", stamp=stamp),
        }
        for name, data in made.items():
            write(self.folder / name, data, replace=True)
        self._step(_OUT.format(files="  ".join(str(self.folder / name) for name in made)))


def _filled(blank: bytes, cells: Cells) -> bytes:
    """A template with these cells, as a person leaves it: people without a row get the next free one."""
    import io

    book = import_module("openpyxl").load_workbook(io.BytesIO(blank))
    sheet = book[_SHEET]
    heads = {str(cell.value): cell.column for cell in sheet[3]}
    rows = {str(sheet.cell(row, 1).value): row for row in range(4, sheet.max_row + 1) if sheet.cell(row, 1).value}
    for (who, head), value in cells.items():
        row = rows.setdefault(who, 4 + len(rows))
        column = next(place for name, place in heads.items() if name.startswith(head))
        sheet.cell(row, column).value = value
    into = io.BytesIO()
    book.save(into)
    return into.getvalue()


def _roster() -> Cells:
    cells: dict[tuple[str, str], object] = {}
    for number, who in enumerate(_TEAMS, 1):
        cells |= {
            (who, "编号"): who,
            (who, "姓名"): f"{number}连工作队",
            (who, "派驻类别"): "兵团驻连（村、社区）",
            (who, "选派层次"): "兵团下派",
            (who, "进驻日期"): dt.date(2016, 2, 20),
            (who, "所驻师"): "一师",
        }
    return cells


# As people make them: an id copied down, a day that there is not, an option in other words.
_ROSTER_SLIPS: Cells = {
    ("T08", "编号"): "T05",
    ("T03", "进驻日期"): "2016年2月30日",
    ("T06", "选派层次"): "兵团下放",
}


def _marks() -> Cells:
    cells: dict[tuple[str, str], object] = {}
    for number, who in enumerate(_TEAMS):
        daily, annual = _TOTALS.get(who, (50 - number, 30))
        cells |= {
            (who, "考核组建议等次"): "优秀" if who in _TOTALS else "较好",
            (who, "日常表现"): daily,
            (who, "年度考核其余"): annual,
            (who, "参加述职测评大会人数"): 210,
            (who, "连队（村、社区）人数"): 2300,
        }
        cells |= {(who, head): "无" for head in _FINDINGS}
    return cells


_FINDINGS = (
    *(f"第五条（六）{n}所列" for n in range(1, 6)), *(f"第五条（七）{n}所列" for n in (1, 2, 3, 5)),
    *(f"第五条（十）{n}所列" for n in (1, 2, 3)), "适用第五条（七）1", "到会人数不足的原因", "受到兵团督查组",
)  # fmt: skip
# A mark above the highest, a number in words, 9-1 turned into a date, a formula that was never worked out, a name that
# slipped to another row.
_MARK_SLIPS: Cells = {
    ("T01", "日常表现"): 66,
    ("T02", "年度考核其余"): "三十六",
    ("T04", "日常表现"): dt.date(2017, 9, 1),
    ("T07", "日常表现"): "=40+4",
    ("T09", "姓名"): "10连工作队",
}


def _ballots() -> Cells:
    cells: dict[tuple[str, str], object] = {}
    for number, who in enumerate(_TEAMS):
        counts = {
            "发出": 210,
            "收回": 205,
            "废票": 2,
            "弃权": 3,
            "优秀": 150 - number,
            "较好": 40 + number,
            "一般": 8,
            "差": 2,
        }
        cells |= {(who, f"满意度测评·{part}"): count for part, count in counts.items()}
    return cells


# A total that does not come out, and a cell left blank.
_BALLOT_SLIPS: Cells = {("T02", "满意度测评·优秀"): 194, ("T10", "满意度测评·废票"): None}


def main(words: Sequence[str] | None = None) -> None:
    """Run the demonstration; exit status 2 with a sentence where it cannot."""
    given: Any = list(sys.argv[1:] if words is None else words)
    guarded(lambda: day.main(args=given, standalone_mode=False))


if __name__ == "__main__":
    main()
