"""What importing and exporting 24,000 rows costs, beside pandas' bare read and write in the same run.

`python tests/bench/exchange.py` (needs kaohe[bench]); seconds of CPU, the best of two.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from time import process_time
from typing import Any

from kaohe.cases import Case, case_from_data
from kaohe.engine import Evaluation
from kaohe.exchange import Options, Stamp, preview_file, read_sheets, rows_of, summary_xlsx, tables_of, template
from kaohe.office import Office, Plan

ROWS = 24_000
pandas: Any = import_module("pandas")  # without stubs, and not of the tests
CYCLE = {
    "id": "2019",
    "start": "2018-11-01",
    "end": "2019-10-31",
    "periods": {"month": ["2018-11", "2018-12"], "quarter": ["2018Q4"]},
}


def _case(*, marks: bool) -> Case:
    """A region's members, with a month's marks or without."""
    people = [
        {"id": f"M{n:05}", "kind": "member", "name": f"队员{n:05}", "facts": _facts(n) if marks else {}}
        for n in range(ROWS)
    ]
    return case_from_data({"format": 1, "scheme": "xizang-2018", "cycle": CYCLE, "appraisees": people})


_FINDINGS = ("serious_case", "refuses_management", "falsifies", "absence_notices", "negative_notices")


def _facts(number: int) -> dict[str, Any]:
    """A complete record: two months of three marks, and no finding."""
    steps = (("usual", 7), ("opinion", 11), ("targets", 13))
    marks = {key: [str(60 + (number * step + month) % 40) for month in (0, 3)] for key, step in steps}
    return {**marks, **{key: [] for key in _FINDINGS}}


def _best(run: Callable[[], Any]) -> float:
    times = []
    for _ in range(2):
        begun = process_time()
        run()
        times.append(process_time() - begun)
    return min(times)


_TABLES = {"table of the cycle, evaluated and drawn": "", "table of a month, evaluated and drawn": "2018-11"}


def _table(case: Case, into: Path, what: str, period: str) -> tuple[str, float, float]:
    """A table to sign, beside pandas' bare write of the same rows."""
    tables = tables_of(case.cohort.ruleset.kinds, "member")
    ours = _best(lambda: summary_xlsx(Evaluation(case.cohort), tables, stamp=Stamp(), period=period))
    frame = pandas.DataFrame(rows_of(Evaluation(case.cohort), tables[0], period).rows)
    return f"{what} ({frame.shape[1]} columns)", ours, _best(lambda: frame.to_excel(into, index=False))


def _save(folder: Path, sheet: Path) -> tuple[float, float]:
    """Opening-to-commit of one import into a book that holds everybody."""
    plan = Plan(scheme="xizang-2018", cycle=CYCLE, unit="-")
    with Office.of_case(folder / "b.book", _case(marks=False), unit=plan.unit) as office:
        begun = process_time()
        preview = preview_file(office.case, sheet, Options(period="2018-11"))
        looked = process_time()
        office.save(preview.changes)
        return looked - begun, process_time() - looked


def main() -> None:
    """Print the figures."""
    full, empty = _case(marks=True), _case(marks=False)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        sheet, other = folder / "a.xlsx", folder / "b.xlsx"
        write = _best(lambda: sheet.write_bytes(template(full, "marks", period="2018-11")))
        frame = pandas.read_excel(sheet, header=2)
        rows = [
            ("template, 24,000 rows of 5 cells", write, _best(lambda: frame.to_excel(other, index=False))),
            (
                "read, every cell exact",
                _best(lambda: read_sheets(sheet)),
                _best(lambda: pandas.read_excel(sheet, header=2)),
            ),
        ]
        preview = _best(lambda: preview_file(empty, sheet, Options(period="2018-11")))
        rows.append(("read, checked, previewed", preview, rows[1][2]))
        rows += [_table(full, other, what, period) for what, period in _TABLES.items()]
        for what, ours, bare in rows:
            print(f"{what:54} {ours:6.2f} s   pandas bare {bare:5.2f} s   {ours / bare:5.2f} x")
        looked, saved = _save(folder, sheet)
        print(f"into a book: preview {looked:.2f} s, one commit of 72,000 entries {saved:.2f} s")


if __name__ == "__main__":
    main()
