"""What a page is made of once it is worked out: lines, tables and charts, as plain texts. Nothing here knows a file format."""

from __future__ import annotations

from attrs import field, frozen

__all__ = ["FREE", "Bar", "Block", "Cell", "Chart", "Line", "Page", "Paper", "Part", "Table"]

FREE = 99


@frozen(kw_only=True)
class Cell:
    """One cell over `across` columns and `down` rows, at least `lines` high; `foot` stands at its lower edge.

    `shade` fills it, as a part of a bar: 0 is the darkest, FREE what the bar leaves free. `line` underlines an empty
    place where no table has lines.
    """

    text: str = ""
    head: bool = False
    align: str = "centre"
    across: int = 1
    down: int = 1
    lines: int = 0
    foot: str = ""
    shade: int = -1
    line: bool = False


@frozen(kw_only=True)
class Table:
    """Rows of cells over columns of these relative widths; the first `heads` rows stand on each page.

    `high` rows leave room to write in, `tight` ones leave none. A row leaves out the places that a cell above it, or to its left, covers.
    """

    widths: tuple[int, ...]
    rows: tuple[tuple[Cell, ...], ...]
    heads: int = 0
    border: bool = True
    high: bool = False
    tight: bool = False
    size: float = 12


@frozen
class Line:
    """A paragraph in one of the styles of `kaohe.rules.forms.Para`, or of ours.

    "sign" is a line to sign, "section" a small heading and "small" a line of small type on a page that is full.
    """

    text: str
    style: str = "text"


@frozen
class Part:
    """One part of a bar: what it is, and how long."""

    label: str
    value: int


@frozen
class Bar:
    """One bar of a chart: what it is, its parts, of how much, what stands at its end."""

    label: str
    parts: tuple[Part, ...]
    most: int
    shown: str


@frozen
class Chart:
    """Bars below a heading; their parts are told apart by their order and labels, never by a colour alone."""

    title: str
    bars: tuple[Bar, ...]


Block = Line | Table | Chart


@frozen
class Page:
    """What stands together, from the top of a sheet of paper on."""

    blocks: tuple[Block, ...]


@frozen(kw_only=True)
class Paper:
    """A document: its pages, whether A4 is turned, and the line at its foot. `whose` is the id of whom it is about, if one."""

    title: str
    pages: tuple[Page, ...] = field(factory=tuple)
    wide: bool = False
    foot: str = ""
    whose: str = ""
    language: str = "zh"
