"""Papers as .docx: official page and type sizes (GB/T 9704-2012). python-docx is imported here and in `_docx_parts` only."""

from __future__ import annotations

import copy
import io
from collections.abc import Iterator, Sequence
from functools import lru_cache
from importlib import import_module
from typing import Any

from ..errors import FileError
from ..progress import counted
from ..words import Message, Text
from ._docx_parts import body_of, element, run_fonts
from ._fonts import OFFICIAL, Fonts
from ._page import Paper

__all__ = ["docx_bytes"]

# GB/T 9704-2012, 5.2: A4; 37 mm above, 28 mm at the left, a text of 156 mm by 225 mm, 22 lines of 28 characters.
_A4 = (210, 297)
_MARGINS = (37, 26, 35, 28)  # top, right, bottom, left; a turned page has them turned
_TURNED = (28, 37, 26, 35)
_FOOT_HIGH = 18  # 7 mm below the text stands the number, then a small line
_LINE_PITCH = 579  # twentieths of a point: 225 mm / 22
_MISSING = Message(
    "K9431",
    "writing .docx needs python-docx, which is not installed; run: pip install kaohe[paper] (offline: see the README), "
    "or write .html",
    "写 .docx 需要 python-docx，尚未安装；请运行 pip install kaohe[paper]（离线安装见 README），或改写 .html",
)
_WRITTEN = Text("wrote {done:,} of {total:,} papers", "已写 {done:,} / {total:,} 份")
# style: type size in points, alignment, line in twentieths of a point, indent of the first line in hundredths of a character
_STYLES: dict[str, tuple[str, float, str, int, int]] = {
    "title": ("title", 22, "center", 700, 0),
    "subtitle": ("subtitle", 16, "center", _LINE_PITCH, 0),
    "heading": ("heading", 16, "both", _LINE_PITCH, 200),
    "text": ("body", 16, "both", _LINE_PITCH, 200),
    "note": ("body", 10.5, "left", 340, 0),
    "prose": ("heading", 16, "both", _LINE_PITCH, 200),
    "sign": ("body", 14, "right", _LINE_PITCH, 0),
    "section": ("heading", 10.5, "left", 340, 0),
    "small": ("body", 9, "left", 250, 0),
}


def docx_bytes(papers: Sequence[Paper], *, copies: int = 1, fonts: Fonts = OFFICIAL) -> bytes:
    """The papers in one file, each `copies` times and from page 1. Raises FileError where python-docx is not installed."""
    try:
        docx = import_module("docx")
    except ImportError as error:
        raise FileError(_MISSING) from error
    document = docx.Document(io.BytesIO(_empty(fonts, even=papers[0].language == "zh")))
    _describe(document, papers)
    _set_page(document, papers[0], fonts)
    body = document.element.body
    last = body.sectPr
    for paragraph in list(body.p_lst):
        body.remove(paragraph)
    for place, paper in enumerate(counted(_WRITTEN, papers), 1):
        parts = [*body_of(paper, fonts)]
        for number in range(1, copies + 1):
            for part in parts if number == copies else copy.deepcopy(parts):
                last.addprevious(part)
            if place < len(papers) or number < copies:
                last.addprevious(_section_end(copy.deepcopy(last)))
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


# To make the styles takes as long as to write a person's paper, and each may have a file of its own.
@lru_cache(maxsize=8)
def _empty(fonts: Fonts, *, even: bool) -> bytes:
    """A file with our styles and nothing in it."""
    document = import_module("docx").Document()
    _make_styles(document, fonts, even=even)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _describe(document: Any, papers: Sequence[Paper]) -> None:
    """The file's own data: no person's name, no machine's."""
    core = document.core_properties
    core.title, core.author, core.last_modified_by, core.comments = papers[0].title, "kaohe", "", ""
    core.language = "zh-CN" if papers[0].language == "zh" else "en"


def _make_styles(document: Any, fonts: Fonts, *, even: bool) -> None:
    """The styles; lines are spread to an `even` edge in Chinese alone, as words would be torn apart."""
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = fonts.latin, import_module("docx.shared").Pt(16)
    run_fonts(normal.element.get_or_add_rPr(), fonts, fonts.body)
    for name, (face, size, align, line, indent) in _STYLES.items():
        style = document.styles.add_style(f"kaohe {name}", 1)
        style.base_style = normal
        style.font.size = import_module("docx.shared").Pt(size)
        rules = style.element.get_or_add_rPr()
        run_fonts(rules, fonts, getattr(fonts, face))
        if name in ("text", "heading", "prose"):
            # 28 characters of 16 points in 156 mm; the schema wants it before the size
            rules.find(element("w:sz").tag).addprevious(element("w:spacing", val=-5))
        paragraph = style.element.get_or_add_pPr()
        if name in ("title", "note", "sign", "section", "small"):
            paragraph.append(element("w:snapToGrid", val=0))
        paragraph.append(element("w:spacing", before=0, after=0, line=line, lineRule="exact"))
        if indent:
            paragraph.append(element("w:ind", firstLineChars=indent, firstLine=int(size * indent / 100 * 20)))
        paragraph.append(element("w:jc", val="left" if align == "both" and not even else align))


def _set_page(document: Any, paper: Paper, fonts: Fonts) -> None:
    millimetres = import_module("docx.shared").Mm
    section = document.sections[0]
    width, height = reversed(_A4) if paper.wide else _A4
    section.page_width, section.page_height = millimetres(width), millimetres(height)
    section.orientation = 1 if paper.wide else 0
    top, right, bottom, left = _TURNED if paper.wide else _MARGINS
    section.top_margin, section.bottom_margin = millimetres(top), millimetres(bottom)
    section.left_margin, section.right_margin = millimetres(left), millimetres(right)
    section.footer_distance, section.header_distance = millimetres(bottom - _FOOT_HIGH), millimetres(15)
    document.settings.odd_and_even_pages_header_footer = True
    for footer, align in ((section.footer, "right"), (section.even_page_footer, "left")):
        footer.is_linked_to_previous = False
        place = footer.part.element
        for old in list(place):
            place.remove(old)
        place.extend(_foot(paper, align, fonts))
    rules = document.element.body.sectPr
    for old in rules.findall(element("w:docGrid").tag):
        rules.remove(old)
    rules.find(element("w:cols").tag).addprevious(element("w:pgNumType", start=1))
    rules.append(element("w:docGrid", type="lines", linePitch=_LINE_PITCH))


def _foot(paper: Paper, align: str, fonts: Fonts) -> Iterator[Any]:
    """The page's number between dashes, at the outer edge, and below it what the paper was made from."""
    begin, code, end = (
        element("w:fldChar", fldCharType="begin"),
        element("w:instrText"),
        element("w:fldChar", fldCharType="end"),
    )
    code.text = "PAGE"
    pieces = [_plain("— ", fonts, 14), *(_run(one, fonts, 14) for one in (begin, code, end)), _plain(" —", fonts, 14)]
    spacing = {"before": 0, "after": 0, "lineRule": "exact"}
    yield element(
        "w:p", element("w:pPr", element("w:spacing", line=360, **spacing), element("w:jc", val=align)), *pieces
    )
    if paper.foot:
        rules = element("w:pPr", element("w:spacing", line=200, **spacing), element("w:jc", val="center"))
        yield element("w:p", rules, _plain(paper.foot, fonts, 7.5))


def _plain(text: str, fonts: Fonts, size: float) -> Any:
    told = element("w:t")
    told.text = text
    told.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    return _run(told, fonts, size)


def _run(part: Any, fonts: Fonts, size: float) -> Any:
    rules = element("w:rPr")
    run_fonts(rules, fonts, fonts.number)
    rules.append(element("w:sz", val=int(size * 2)))
    return element("w:r", rules, part)


def _section_end(rules: Any) -> Any:
    """A paragraph of no height that ends a paper's section, so that the next begins on page 1."""
    spacing = element("w:spacing", before=0, after=0, line=20, lineRule="exact")
    return element("w:p", element("w:pPr", spacing, rules))
