"""The parts of a .docx body: paragraphs, tables, charts drawn as tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from importlib import import_module
from typing import Any

from ..exchange import cells_wide
from ._fonts import Fonts
from ._page import FREE, Bar, Block, Cell, Chart, Line, Paper, Table

__all__ = ["body_of", "chart_table", "element", "run_fonts"]

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_NAMES = {"w": _W}
_TEXT_WIDTH, _TEXT_WIDTH_TURNED = 8845, 12757  # twentieths of a point: 156 mm and 225 mm
_ROW, _HIGH_ROW, _WRITE_LINE = 397, 567, 454  # 7, 10 and 8 mm
_TIGHT_ROW, _TIGHT_LINE = 250, 220  # 12.5 and 11 points
_PROSE_ROOM = 2 * 579  # two lines
_CHART_UNITS, _CHART_LABEL, _LONGEST_LABEL, _CHART_END = 60, 14, 30, 10
_DIGIT, _EDGES = 95, 130  # twentieths of a point: half a character of 9 points and a little, the edges of a cell
_LIGHT_ON = 2  # on the darkest two, letters are white
_SHADES = ("595959", "8C8C8C", "B3B3B3", "D9D9D9", "F2F2F2")


@cache
def _etree() -> Any:
    return import_module("lxml.etree")  # what python-docx itself stands on


def element(tag: str, *children: Any, **attributes: object) -> Any:
    """An element of the word-processing namespace with its attributes and children."""
    made = _etree().Element(f"{{{_W}}}{tag.removeprefix('w:')}", nsmap=_NAMES)
    for name, value in attributes.items():
        made.set(f"{{{_W}}}{name}", str(value))
    made.extend(children)
    return made


def run_fonts(rules: Any, fonts: Fonts, face: str) -> None:
    """Set the typeface of Chinese text, and of Latin letters and digits beside it."""
    for old in rules.findall(element("w:rFonts").tag):
        rules.remove(old)
    latin = fonts.latin
    rules.insert(0, element("w:rFonts", ascii=latin, hAnsi=latin, cs=latin, eastAsia=face))


def body_of(paper: Paper, fonts: Fonts) -> Iterator[Any]:
    """Everything that stands in a paper, in order."""
    for number, page in enumerate(paper.pages):
        signs = [isinstance(block, Line) and block.style == "sign" for block in page.blocks]
        made = [[*parts] for parts in _page_of(page.blocks, paper, fonts, first=number > 0)]
        for place, parts in enumerate(made[:-1]):
            if (place + 1 < len(signs) and signs[place + 1]) or _leads(page.blocks, place):
                _keep_with_next(parts[-1])
        yield from (part for parts in made for part in parts)


def _leads(blocks: Sequence[Block], place: int) -> bool:
    """Whether a line says what the table below it is."""
    told, below = blocks[place], blocks[place + 1] if place + 1 < len(blocks) else None
    return isinstance(told, Line) and told.style == "text" and isinstance(below, Table)


def _keep_with_next(part: Any) -> None:
    """No signature stands on a page without what is signed: a paragraph, or a table's last row, goes there with it."""
    rows = part.findall(element("w:tr").tag)
    paragraphs = [part] if not rows else list(rows[-1].iter(element("w:p").tag))
    for paragraph in paragraphs:
        rules = paragraph.find(element("w:pPr").tag)
        style = rules.find(element("w:pStyle").tag)
        if rules.find(element("w:keepNext").tag) is None:
            rules.insert(0 if style is None else 1, element("w:keepNext"))


def _page_of(blocks: Sequence[Block], paper: Paper, fonts: Fonts, *, first: bool) -> Iterator[Iterator[Any]]:
    """The parts of each block of a page."""
    width, after_table = _TEXT_WIDTH_TURNED if paper.wide else _TEXT_WIDTH, False
    for block in blocks:
        yield _block(block, width, fonts, first=first, after_table=after_table)
        first, after_table = False, not isinstance(block, Line)
    if after_table:
        yield iter([_thin()])


def _block(block: Block, width: int, fonts: Fonts, *, first: bool, after_table: bool) -> Iterator[Any]:
    if isinstance(block, Line):
        yield from _lines(block, new_page=first)
        return
    if first or after_table:
        yield _thin(new_page=first)
    if isinstance(block, Chart):
        yield from _lines(Line(block.title, "note"))
    yield _table(chart_table(block) if isinstance(block, Chart) else block, width, fonts)


def _thin(*, new_page: bool = False) -> Any:
    """A paragraph of nearly no height: between two tables, which would else be one, and before one on a new page."""
    rules = element("w:pPr")
    if new_page:
        rules.append(element("w:pageBreakBefore"))
    rules.append(element("w:snapToGrid", val=0))
    rules.append(element("w:spacing", before=0, after=0, line=120, lineRule="exact"))
    return element("w:p", rules)


def _lines(line: Line, *, new_page: bool = False) -> Iterator[Any]:
    rules = element("w:pPr", element("w:pStyle", val=f"kaohe{line.style}"))
    if line.style in ("heading", "prose"):
        rules.append(element("w:keepNext"))
    if new_page:
        rules.append(element("w:pageBreakBefore"))
    yield element("w:p", rules, *_runs(line.text))
    if line.style == "prose":
        # One line to begin in, and room below it that makes no page of its own.
        room = element("w:spacing", after=_PROSE_ROOM)
        yield element("w:p", element("w:pPr", element("w:pStyle", val="kaohetext"), room))


def _runs(text: str, rules: Any = None) -> Iterator[Any]:
    """One run, with a line break for each new line; nothing in a text acts."""
    run = element("w:r")
    if rules is not None:
        run.append(rules)
    for number, part in enumerate(text.split("\n")):
        if number:
            run.append(element("w:br"))
        told = element("w:t")
        told.text = part
        told.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        run.append(told)
    yield run


def chart_table(chart: Chart) -> Table:
    """A chart as a table whose bars are filled cells."""
    longest = max((cells_wide(bar.label) for bar in chart.bars), default=0)
    wanted = -(-(longest * _DIGIT + _EDGES) * _CHART_UNITS // _TEXT_WIDTH)
    label = min(_LONGEST_LABEL, max(_CHART_LABEL, wanted))
    rows = tuple(tuple(_bar(bar, label)) for bar in chart.bars)
    return Table(widths=(1,) * _CHART_UNITS, rows=rows, border=False, size=9)


def _bar(bar: Bar, label: int) -> Iterator[Cell]:
    yield Cell(text=bar.label, across=label, align="right")
    most = _CHART_UNITS - label - _CHART_END
    at = total = 0
    for shade, part in enumerate(bar.parts):
        total += part.value
        end = total * most // bar.most if bar.most > 0 else 0  # whole units: no bar seems longer than it is
        if end > at:
            told = f"{part.label}{part.value}" if part.label else ""
            fits = cells_wide(told) * _DIGIT + _EDGES <= (end - at) * _TEXT_WIDTH // _CHART_UNITS
            yield Cell(text=told if fits else "", across=end - at, shade=shade)
        at = max(at, end)
    if at < most:
        yield Cell(across=most - at)
    yield Cell(text=bar.shown, across=_CHART_END, align="left")


def _table(table: Table, width: int, fonts: Fonts) -> Any:
    total = sum(table.widths)
    columns = [width * one // total for one in table.widths]
    rules = element(
        "w:tblPr",
        element("w:tblW", w=sum(columns), type="dxa"),
        element("w:jc", val="center"),
        *([_borders()] if table.border else []),
        element("w:tblLayout", type="fixed"),
        element("w:tblCellMar", *(element(f"w:{side}", w=_edge(table), type="dxa") for side in ("left", "right"))),
    )
    made = element("w:tbl", rules, element("w:tblGrid", *(element("w:gridCol", w=one) for one in columns)))
    covered: dict[int, tuple[int, int]] = {}
    for number, row in enumerate(table.rows):
        made.append(_row(row, columns, covered, table, fonts, head=number < table.heads))
    return made


def _edge(table: Table) -> int:
    return 28 if table.tight else 57


def _borders() -> Any:
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    return element(
        "w:tblBorders", *(element(f"w:{side}", val="single", sz=4, space=0, color="000000") for side in sides)
    )


def _row(
    row: tuple[Cell, ...],
    columns: list[int],
    covered: dict[int, tuple[int, int]],
    table: Table,
    fonts: Fonts,
    *,
    head: bool,
) -> Any:
    """One row; `covered` are the columns that a cell above reaches into, with how many rows and columns more."""
    lines = max((cell.lines for cell in row), default=0)
    least = _TIGHT_ROW if table.tight else _HIGH_ROW if table.high else _ROW if table.border else 300
    height = max(lines * _WRITE_LINE, least) if lines > 1 else least
    rules = element("w:trPr", element("w:cantSplit"), element("w:trHeight", val=height, hRule="atLeast"))
    if head:
        rules.append(element("w:tblHeader"))
    made, at = element("w:tr", rules), 0
    waiting = list(row)
    while at < len(columns):
        if at in covered:
            more, across = covered.pop(at)
            made.append(_cell(Cell(across=across), columns, at, table, fonts, merged="continue"))
            if more > 1:
                covered[at] = more - 1, across
            at += across
        elif waiting:
            cell = waiting.pop(0)
            across = min(cell.across, len(columns) - at)
            if cell.down > 1:
                covered[at] = cell.down - 1, across
            made.append(_cell(cell, columns, at, table, fonts, merged="restart" if cell.down > 1 else ""))
            at += across
        else:
            break
    return made


def _cell(cell: Cell, columns: list[int], at: int, table: Table, fonts: Fonts, *, merged: str = "") -> Any:
    width = sum(columns[at : at + cell.across])
    rules = element("w:tcPr", element("w:tcW", w=width, type="dxa"))
    if cell.across > 1:
        rules.append(element("w:gridSpan", val=cell.across))
    if merged:
        rules.append(element("w:vMerge", val=merged))
    if cell.shade >= 0:
        rules.extend(_filled(cell.shade, tight=table.tight))
    elif cell.line:
        rules.append(element("w:tcBorders", element("w:bottom", val="single", sz=4, space=0, color="000000")))
    rules.append(element("w:vAlign", val="bottom" if cell.foot and not cell.text else "center"))
    made = element("w:tc", rules)
    if cell.text or not cell.foot:
        light = 0 <= cell.shade < _LIGHT_ON
        made.append(_paragraph(cell.text, cell.align, table, fonts, light=light))
    if cell.foot:
        made.append(_paragraph(cell.foot, "right", table, fonts))
    return made


def _filled(shade: int, *, tight: bool) -> Iterator[Any]:
    """A part of a bar, apart from its neighbours; in a table with lines it is between those."""
    sides = ("left",) if shade == FREE else ("left", "right") if tight else ("top", "left", "bottom", "right")
    gaps = (element(f"w:{side}", val="single", sz=6 if tight else 12, space=0, color="FFFFFF") for side in sides)
    yield element("w:tcBorders", *gaps)
    if shade != FREE:
        yield element("w:shd", val="clear", color="auto", fill=_SHADES[min(shade, len(_SHADES) - 1)])


def _paragraph(text: str, align: str, table: Table, fonts: Fonts, *, light: bool = False) -> Any:
    size = table.size
    line, rule = (_TIGHT_LINE, "exact") if table.tight else (int(size * 20 * 1.25), "atLeast")
    rules = element(
        "w:pPr",
        element("w:snapToGrid", val=0),
        element("w:spacing", before=0, after=0, line=line, lineRule=rule),
        element("w:jc", val={"centre": "center", "left": "left", "right": "right"}[align]),
    )
    if not text:
        rules.append(element("w:rPr", element("w:sz", val=int(size * 2))))
        return element("w:p", rules)
    run = element("w:rPr")
    run_fonts(run, fonts, fonts.body)
    if light:
        run.append(element("w:color", val="FFFFFF"))
    run.append(element("w:sz", val=int(size * 2)))
    return element("w:p", rules, *_runs(text, run))
