"""`kaohe book import`: a case made into a book."""

from __future__ import annotations

from contextlib import ExitStack

import click

from ..cases import read_case
from ..office import Office
from ..words import Text
from ._base import Bilingual
from ._book_base import JSON, SHARED, WHERE, answered, printed, told_help
from ._progress import progress

__all__ = ["import_"]

_MAKING = Text("making the book", "正在建立账簿")


@click.command(
    "import",
    cls=Bilingual,
    help=told_help(
        "Make a BOOK of a CASE: its people, facts and decisions in one commit. What it expects stays behind.",
        "将案例 CASE 建成账簿：人员、数据与裁定一次存入；案例的预期不存入。",
    ),
)
@click.argument("case", metavar=told_help("CASE", "案例"))
@WHERE
@click.option("--county", required=True, help=told_help("The county or other unit.", "县（市、区）或其他单位。"))
@click.option(
    "--language",
    type=click.Choice(["zh", "en"]),
    default="zh",
    help=told_help("Language of the book.", "账簿所用语言。"),
)
@SHARED
@JSON
@answered
def import_(case: str, where: str, county: str, language: str, shared: bool, as_json: bool) -> None:
    """Import a case."""
    with ExitStack() as made:
        with progress(_MAKING):
            found = read_case(case)
            office = made.enter_context(Office.of_case(where, found, unit=county, language=language, shared=shared))
        line = Text("made {where} of {n} appraisees; receipt {receipt}", "已建立 {where}，{n} 个对象；回执 {receipt}")
        told = line.format(where=where, n=len(office.people), receipt=str(office.head))
        printed({"receipt": office.head.full, "people": len(office.people)}, [told], as_json=as_json)
