"""Papers in tests: small cases cut from the schemes' examples, and what stands in a paper however it was drawn."""

from __future__ import annotations

import io
import json
import re
import subprocess  # LibreOffice is a program
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from kaohe.cases import Case, case_from_data
from kaohe.engine import Evaluation
from kaohe.exchange import Stamp, half_years
from kaohe.paper import Chart, Job, Line, Paper, Table, compose, find_office, forms_of
from kaohe.rules.forms import Form

__all__ = [
    "ROOT",
    "SCHEMES",
    "cells",
    "docx_words",
    "drawn",
    "forms",
    "has_writer",
    "job_of",
    "named_case",
    "pages_of",
    "period_of",
    "raw_small",
    "small",
    "words",
]

ROOT = Path(__file__).parents[1]
SCHEMES = {
    "xizang-2018": "xizang/src/kaohe_xizang/examples/county-2019.json",
    "xpcc-2016": "xpcc/src/kaohe_xpcc/examples/prefecture.json",
    "neimenggu-2018": "neimenggu/src/kaohe_neimenggu/examples/region.json",
    "wenling-2013": "wenling/src/kaohe_wenling/examples/city.json",
    "yining": "yining/src/kaohe_yining/examples/county.json",
}
_OF_EACH = 3
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@cache
def _raw(scheme: str) -> Any:
    return json.loads((ROOT / "plugins" / SCHEMES[scheme]).read_text(encoding="utf-8"))


def raw_small(scheme: str) -> dict[str, Any]:
    """The example of a scheme with a few of each kind, a team of a high village, and those whom they are linked to."""
    data = _raw(scheme)
    people = {one["id"]: one for one in data["appraisees"]}
    kinds = dict.fromkeys(one["kind"] for one in people.values())
    kept = [one for kind in kinds for one in [*(p for p in people.values() if p["kind"] == kind)][:_OF_EACH]]
    high = [one for one in people.values() if one.get("facts", {}).get("altitude") == "4500-and-above"]
    kept += [one for one in high[:1] if one not in kept]
    ids = {one["id"] for one in kept}
    waiting = [*kept]
    while waiting:
        for link in (waiting.pop().get("links") or {}).values():
            if link not in ids:
                ids.add(link)
                waiting.append(people[link])
    chosen = [one for one in people.values() if one["id"] in ids]
    return {key: value for key, value in data.items() if key not in ("expect", "decisions")} | {"appraisees": chosen}


def named_case(scheme: str, name: str = "某甲#号") -> Case:
    """The small case with a name for everybody that no other text holds, # being a number."""
    data = raw_small(scheme)
    people = [{**one, "name": name.replace("#", str(place))} for place, one in enumerate(data["appraisees"], 1001)]
    return case_from_data({**data, "appraisees": people})


@cache
def small(scheme: str) -> tuple[Case, Evaluation]:
    """The small case of a scheme, with names, and its evaluation."""
    case = named_case(scheme)
    return case, Evaluation(case.cohort)


def job_of(scheme: str, form: Form, *, language: str = "zh", only: Sequence[str] = (), **more: Any) -> Job:
    """The small case as it is printed, of the second period where the form is of one."""
    case, evaluation = small(scheme)
    period = period_of(evaluation, form)
    stamp = Stamp(unit="示例县", cycle=case.cohort.cycle.id, receipt="6/7dc8bcdb9189")
    return Job(
        case=case, evaluation=evaluation, stamp=stamp, period=period, language=language, only=tuple(only), **more
    )


def period_of(evaluation: Evaluation, form: Form) -> str:
    """The second of the periods or half-years that a form may be of, "" for any other form."""
    if form.by_half:
        return half_years(evaluation)[1].name
    if not form.by_period:
        return ""
    axes = [rules.kind.every for rules in evaluation.cohort.ruleset.kinds if rules.kind.key in form.kinds]
    axis = [one for one in axes if one is not None][-1]
    return evaluation.periods(axis.key)[1].name


def forms(scheme: str) -> list[Form]:
    """The forms and reports of a scheme that can be printed."""
    return [one for one in forms_of(small(scheme)[0].cohort.ruleset) if one.absent is None]


@cache
def drawn(scheme: str, key: str, *, language: str = "zh", only: tuple[str, ...] = ()) -> list[Paper]:
    """The papers of a form by its key."""
    form = next(one for one in forms(scheme) if one.key == key)
    return compose(job_of(scheme, form, language=language, only=only), form)


def words(paper: Paper) -> Iterator[str]:
    """Every text of a paper in order, cells and their feet each by itself, charts by their labels and numbers."""
    for page in paper.pages:
        for block in page.blocks:
            if isinstance(block, Line):
                yield block.text
            elif isinstance(block, Table):
                yield from (text for cell in cells(block) for text in (cell.text, cell.foot) if text)
            elif isinstance(block, Chart):
                yield block.title
                yield from (text for bar in block.bars for text in (bar.label, bar.shown))


def cells(table: Table) -> Iterator[Any]:
    """The cells of a table in order."""
    return (cell for row in table.rows for cell in row)


def docx_words(data: bytes) -> list[str]:
    """The paragraphs with any text of a .docx, in order, as its XML has them."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        root = ElementTree.fromstring(package.read("word/document.xml"))  # noqa: S314  # made by the test itself
    found = []
    for paragraph in root.iter(f"{_W}p"):
        parts = [one for one in paragraph.iter() if one.tag in (f"{_W}t", f"{_W}br")]
        text = "".join("\n" if one.tag == f"{_W}br" else one.text or "" for one in parts)
        if text:
            found.append(text)
    return found


def has_writer() -> bool:
    """Whether LibreOffice is here with its Writer, which some machines have it without."""
    program = find_office()
    return program is not None and (Path(program).resolve().parent / "libswlo.so").exists()


def pages_of(folder: Path, files: Iterable[Path]) -> dict[str, int]:
    """How many pages LibreOffice makes of each .docx, all in one call, by the names of the files."""
    command = [
        find_office() or "", f"-env:UserInstallation={(folder / 'home').as_uri()}", "--headless", "--norestore",
        "--convert-to", "pdf", "--outdir", str(folder), *map(str, files),
    ]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True, timeout=600)  # the program that was found
    found = {}
    for file in folder.glob("*.pdf"):
        found[file.stem] = max(int(one) for one in re.findall(rb"/Count (\d+)", file.read_bytes()))
    return found
