"""Papers as one self-contained page of HTML, with charts as inline SVG: nothing is fetched, nothing runs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from html import escape

from ..exchange import cells_wide
from ._page import FREE, Bar, Cell, Chart, Line, Page, Paper, Table

__all__ = ["html_text"]

_STYLE = """
@page { size: A4; margin: 37mm 26mm 35mm 28mm }
@page wide { size: A4 landscape; margin: 28mm 37mm 26mm 35mm }
body { font: 16pt/1.8 FangSong, STFangsong, SimSun, "Noto Serif CJK SC", serif; margin: 0; color: #000 }
section { max-width: 156mm; margin: 0 auto }
section.wide { page: wide; max-width: 225mm }
section + section, div.page + div.page { break-before: page }
h1 { font: 22pt/1.6 FZXiaoBiaoSong-B05S, STZhongsong, SimSun, "Noto Serif CJK SC", serif; text-align: center; margin: 0 0 4mm }
h2 { font: 16pt/1.8 SimHei, "Noto Sans CJK SC", sans-serif; margin: 3mm 0 0; break-after: avoid; text-indent: 2em }
p { margin: 0; text-indent: 2em }
p.subtitle { font-family: KaiTi, STKaiti, serif; text-align: center; text-indent: 0 }
p.note { font-size: 10.5pt; text-indent: 0 }
p.sign { text-align: right; margin: 6mm 0 0; text-indent: 0; white-space: pre-wrap; break-before: avoid }
div.prose { height: 30mm; break-before: avoid; break-inside: avoid }
table { border-collapse: collapse; width: 100%; margin: 2mm 0; line-height: 1.4; table-layout: fixed }
h1 { white-space: pre-line }
td { border: 1px solid #000; padding: 1mm 1pt; overflow-wrap: anywhere; white-space: pre-line }
table.plain td { border: none } table.plain td.line { border-bottom: 1px solid #000 }
td.foot { vertical-align: bottom } td.centre { text-align: center } td.right { text-align: right } thead { display: table-header-group }
tr { break-inside: avoid } div.foot { text-align: right; white-space: pre-wrap }
svg { width: 100%; height: auto; display: block; margin: 2mm 0 } svg text { font-family: SimHei, "Noto Sans CJK SC", sans-serif }
figure { margin: 0; break-inside: avoid } figcaption { font-size: 10.5pt }
table.tight { line-height: 11pt; margin: 0 0 2pt } table.tight td { padding: 0 1pt }
table.tight td.bar { border-left: 1px solid #fff; border-right: none } table.tight td.bar:last-child { border-right: 1px solid #000 }
section.full h1 { margin: 0; line-height: 35pt } section.full p.note { line-height: 17pt }
section.full footer { margin-top: 0; line-height: 1.2 }
p.section { font: 10.5pt/17pt SimHei, "Noto Sans CJK SC", sans-serif; text-indent: 0 }
p.small { font-size: 9pt; line-height: 12.5pt; text-indent: 0 }
footer { font-size: 8pt; text-align: center; margin-top: 6mm; border-top: 1px solid #000 }
"""
_LEAST, _MOST, _STEP, _WIDE, _END, _TYPE = 90, 330, 24, 600, 70, 11  # a label, a bar's step, all, its number, the type
_SHADES, _LIGHT_ON = ("#595959", "#8c8c8c", "#b3b3b3", "#d9d9d9", "#f2f2f2"), 2


def html_text(papers: Sequence[Paper], *, copies: int = 1) -> str:
    """The papers as one page, each `copies` times."""
    return "\n".join(_page(papers, copies)) + "\n"


def _page(papers: Sequence[Paper], copies: int) -> Iterator[str]:
    first = papers[0]
    yield f'<!DOCTYPE html>\n<html lang="{first.language}"><head><meta charset="utf-8"><title>{escape(first.title)}</title>'
    yield f"<style>{_STYLE}</style></head><body>"
    for paper in papers:
        for _ in range(copies):
            sort = "wide" if paper.wide else "full" if any(map(_is_full, paper.pages)) else ""
            yield f'<section class="{sort}">' if sort else "<section>"
            for page in paper.pages:
                yield '<div class="page">'
                for block in page.blocks:
                    yield from _block(block)
                yield "</div>"
            yield f"<footer>{escape(paper.foot)}</footer></section>"
    yield "</body></html>"


def _is_full(page: Page) -> bool:
    return any(isinstance(block, Table) and block.tight for block in page.blocks)


def _block(block: Line | Table | Chart) -> Iterator[str]:
    if isinstance(block, Line):
        yield from _line(block)
    elif isinstance(block, Table):
        yield from _table(block)
    else:
        yield from _chart(block)


def _line(line: Line) -> Iterator[str]:
    text = escape(line.text)
    if line.style == "title":
        yield f"<h1>{text}</h1>"
    elif line.style in ("heading", "prose"):
        yield f"<h2>{text}</h2>"
        if line.style == "prose":
            yield '<div class="prose"></div>'
    else:
        yield f'<p class="{line.style}">{text}</p>'


def _table(table: Table) -> Iterator[str]:
    lines = ' border="1" cellspacing="0"' if table.border else ' class="plain"'
    lines += ' class="tight"' if table.tight else ""
    yield f'<table{lines} style="font-size:{table.size:g}pt"><colgroup>'
    total = sum(table.widths)
    yield "".join(f'<col style="width:{Decimal(100 * one) / total:.2f}%">' for one in table.widths)
    yield "</colgroup><thead>" if table.heads else "</colgroup><tbody>"
    for number, row in enumerate(table.rows):
        if number and number == table.heads:
            yield "</thead><tbody>"
        yield "<tr>" + "".join(map(_cell, row)) + "</tr>"
    yield "</thead></table>" if table.heads >= len(table.rows) else "</tbody></table>"


def _cell(cell: Cell) -> str:
    if cell.shade >= 0:
        fill = "" if cell.shade == FREE else f' style="background:{_SHADES[min(cell.shade, len(_SHADES) - 1)]}"'
        return f'<td class="bar" colspan="{cell.across}"{fill}></td>'
    spans = (f' colspan="{cell.across}"' if cell.across > 1 else "") + (
        f' rowspan="{cell.down}"' if cell.down > 1 else ""
    )
    high = f' style="height:{cell.lines * 8}mm"' if cell.lines > 1 else ""
    foot = f'<div class="foot">{escape(cell.foot)}</div>' if cell.foot else ""
    sort = f"{cell.align} line" if cell.line else f"{cell.align} foot" if cell.foot else cell.align
    return f'<td class="{sort}"{spans}{high}>{escape(cell.text)}{foot}</td>'


def _chart(chart: Chart) -> Iterator[str]:
    """Bars with their label before and their number behind them; no part has to be told by its shade alone."""
    high, longest = _STEP * len(chart.bars) + 4, max((_wide(bar.label) for bar in chart.bars), default=0)
    label = min(_MOST, max(_LEAST, longest)) + 6
    yield f"<figure><figcaption>{escape(chart.title)}</figcaption>"
    named = escape(chart.title, quote=True)
    yield f'<svg viewBox="0 0 {_WIDE} {high}" font-size="{_TYPE}" role="img" aria-label="{named}">'
    for number, bar in enumerate(chart.bars):
        yield from _bar(bar, number * _STEP + 4, label)
    yield "</svg></figure>"


def _wide(text: str) -> int:
    """How wide a text of the chart's type is at most."""
    return -(-cells_wide(text) * _TYPE * 11 // 20)


def _bar(bar: Bar, top: int, label: int) -> Iterator[str]:
    pressed = f' textLength="{_MOST}" lengthAdjust="spacingAndGlyphs"' if _wide(bar.label) > _MOST else ""
    yield f'<text x="{label - 6}" y="{top + 12}" text-anchor="end"{pressed}>{escape(bar.label)}</text>'
    most = _WIDE - label - _END
    at = total = 0
    for shade, part in enumerate(bar.parts):
        total += part.value
        end = total * most // bar.most if bar.most > 0 else 0
        told = escape(f"{part.label} {part.value}".strip())
        fill = _SHADES[min(shade, len(_SHADES) - 1)]
        yield f'<rect x="{label + at}" y="{top}" width="{end - at}" height="16" fill="{fill}"><title>{told}</title></rect>'
        if part.label and end - at >= _wide(told) + 8:
            ink = "#fff" if shade < _LIGHT_ON else "#000"
            yield f'<text x="{label + at + 4}" y="{top + 12}" fill="{ink}">{told}</text>'
        at = end
    yield f'<rect x="{label}" y="{top}" width="{most}" height="16" fill="none" stroke="#666"/>'
    yield f'<text x="{label + most + 6}" y="{top + 12}">{escape(bar.shown)}</text>'
