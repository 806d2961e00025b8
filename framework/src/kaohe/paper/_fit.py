"""How wide the columns of a table are, and how large its type: nothing is cut, and no word is broken where it need not be."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import accumulate, zip_longest
from math import ceil

from attrs import frozen

from ..exchange import cells_wide

__all__ = [
    "TIGHT_MARGIN",
    "Fitted",
    "broken",
    "fit",
    "fit_within",
    "folded",
    "one_line",
    "sides",
    "titled",
    "token_widths",
]

_SIZES = (12.0, 10.5, 9.0, 7.5)
_POINTS, _POINTS_TURNED = 442, 638  # 156 mm and 225 mm
_MARGIN = 6  # points that the edges of a cell take
_LEAST, _MOST, _BY_HAND, _SHORT = 4, 26, 20, 10
_THREE, _EIGHT = 6, 16  # digits of a heading that is not broken, and of one that is in the middle
_OF_A_DAY = 4
_ENTIRE = 18  # digits of a cell that is rather not broken at all
_NAME, _HIGHEST = 44, 3  # digits of a name of twenty characters or so, and how many lines it may take
_MOST_LEFT, _LATIN_WIDTH, _ORPHANS = 160, 1.25, 4
TIGHT_MARGIN = 4  # the same in a table without room
# What no line is broken in: a word, a number, a day, and a bracket with what it stands beside.
_TOKEN = re.compile(
    r"[（(“《〔]*(?:[^（()）\n]{1,6}[）)]\d*|\d{4}年(?:度|\d{1,2}月(?:\d{1,2}日)?)|[A-Za-z0-9.%/_+-]+|[^\n])[）)”》〕、，。；：]*"
)
_LATIN = re.compile(r"[A-Za-z0-9]")
_YEAR = re.compile(r"\d{4}年")
_MARK = re.compile(r"[A-Za-z0-9（）()/、“”\n]")
_HAN = re.compile(r"[一-鿿]")
_PART = re.compile(r"[（“]?[^（“”）、：]+[）”、：]*|[（“”）、：]+")  # what stands between the marks of a label
_GAP = re.compile(
    r"(?<=[A-Za-z0-9/])(?=[一-鿿])|(?<=[一-鿿])(?=[A-Za-z0-9/])"
)  # typesetting leaves a quarter of a character


@frozen
class Fitted:
    """The relative widths of the columns, the type size in points, and the headings, broken before a bracket where too long."""

    widths: tuple[int, ...]
    size: float
    heads: tuple[str, ...]


def fit(
    heads: Sequence[str],
    rows: Sequence[Sequence[str]],
    *,
    wide: bool,
    most: Sequence[int] = (),
    fixed: Sequence[int] = (),
) -> Fitted:
    """What suits a table; `most` are the widest that its columns may be, in digits. Empty ones get room for a hand.

    Columns that are `fixed` (0 for none) are so wide, or as wide as their longest word where that is wider.
    """
    columns = [{row[place] for row in rows} for place in range(len(heads))]
    limits = [limit for limit, _ in zip_longest(most, heads, fillvalue=_MOST)][: len(heads)]
    least = [_least(head, cells) for head, cells in zip(heads, columns, strict=True)]
    wanted = [_ideal(head, cells, limit) for head, cells, limit in zip(heads, columns, limits, strict=True)]
    set_so = [one for one, _ in zip_longest(fixed, heads, fillvalue=0)][: len(heads)]
    least = [max(one, low) for one, low in zip(set_so, least, strict=True)]
    ideal = [low if one else max(want, low) for one, want, low in zip(set_so, wanted, least, strict=True)]
    by_hand = [place for place, cells in enumerate(columns) if rows and not any(cells) and not set_so[place]]
    longest = [max(map(_widest, cells), default=0) for cells in columns]
    for size in _SIZES:
        room, last = _room(size, len(heads), wide=wide), size == _SIZES[-1]
        kept = _in_one_line(heads, rows, least, ideal)
        if sum(ideal) <= room or last or (size <= _SIZES[-2] and _stands(kept, longest, room)):
            _lower(ideal, _halved_where(heads, rows, least, kept, room), longest, room)
            _narrow(ideal, least, room)
            _widen(ideal, by_hand, room)
            return _fitted(heads, ideal, size, wide=wide)
    raise AssertionError  # the last size always serves


def _stands(kept: Sequence[int], longest: Sequence[int], room: int) -> bool:
    """Whether short cells are in one line, and names of twenty characters in no more than three."""
    names = [ceil(one / _HIGHEST) + 1 if one <= _NAME else 0 for one in longest]
    return sum(map(max, kept, names)) <= room


def fit_within(
    heads: Sequence[str], rows: Sequence[Sequence[str]], *, size: float, points: float, rest: float = 0
) -> tuple[tuple[int, ...], tuple[str, ...], int]:
    """Widths in tenths of a point for columns of one size in so many points, the headings folded to them, what is left.

    What stands in the rows counts; a heading may take two lines. At least `rest` points are left for something else,
    and all that the columns do not need; with 0 nothing is left.
    """
    columns = [{row[place] for row in rows} for place in range(len(heads))]
    least = [_least(head, cells) for head, cells in zip(heads, columns, strict=True)]
    longest = [max((ceil(sum(token_widths(cell))) for cell in cells), default=0) for cells in columns]
    ideal = [max(both) for both in zip(map(_halved, heads), longest, least, strict=True)]
    edges = TIGHT_MARGIN * len(heads)
    _narrow(ideal, least, int((points - rest - edges) * 2 / size))
    taken = [one * size / 2 + TIGHT_MARGIN for one in ideal]
    left = max(rest, min(_MOST_LEFT, points - sum(taken))) if rest else 0
    widths = [one * (points - left) / sum(taken) for one in taken]
    told = tuple(_split(head, (wide - TIGHT_MARGIN) * 2 / size) for head, wide in zip(heads, widths, strict=True))
    return tuple(round(one * 10) for one in widths), told, round(left * 10)


def sides(rows: Sequence[Sequence[str]], most: int) -> list[str]:
    """Where the cells of each column stand: all at the left where one is wider than so many digits, else in the middle."""
    return ["left" if max(map(cells_wide, cells), default=0) > most else "centre" for cells in zip(*rows, strict=True)]


def _split(head: str, width: float) -> str:
    """A heading as it is where it has room, else in two lines of nearly the same length."""
    if "\n" in head or cells_wide(head) <= width or _LATIN.search(head):
        return head
    at = len(head) // 2
    return f"{head[:at]}\n{head[at:]}"


def broken(head: str, width: float) -> str:
    """A label that is wider than so many digits in two lines: after a colon or quotation mark, before a bracket.

    Where one or two characters alone would stand in the second line it is halved.
    """
    over = cells_wide(head) - width
    if over <= 0 or "\n" in head:
        return head
    halves = [len(head) // 2] if over <= _ORPHANS and not _LATIN.search(head) else []
    places = [head.find("：") + 1, head.find("”") + 1, head.find("（"), *halves]
    for at in places:
        if 1 < at < len(head) - 1 and max(cells_wide(head[:at]), cells_wide(head[at:])) <= width:
            return f"{head[:at]}\n{head[at:]}"
    return _in_parts(head, width) or folded(head, width)


def _in_parts(head: str, width: float) -> str:
    """A label that two lines do not hold in more of them, none broken elsewhere than at its marks; "" where one would be."""
    lines = [""]
    for part in _PART.findall(head):
        if cells_wide(lines[-1] + part) <= width:
            lines[-1] += part
        else:
            lines.append(part)
    return "\n".join(filter(None, lines)) if max(map(cells_wide, lines)) <= width else ""


def titled(text: str, most: int) -> str:
    """A title that is longer than a line in two that are as like as its marks allow: after 、 ） ”, before （ “."""
    if cells_wide(text) <= most or "\n" in text or not _HAN.search(text):
        return text
    ends = [*accumulate(map(len, _PART.findall(text)))]
    halves = [(text[:end], text[end:]) for end in ends[:-1]]
    held = [pair for pair in halves if max(map(cells_wide, pair)) <= most]
    if not held:
        return text
    first, second = min(held, key=lambda pair: abs(cells_wide(pair[0]) - cells_wide(pair[1])))
    return f"{first}\n{second}"


def _halved(head: str) -> int:
    """How wide a heading is in two lines, those that it has or two made of it."""
    return max(map(cells_wide, head.split("\n"))) + 1 if "\n" in head else -(-cells_wide(head) // 2) + 1


def token_widths(text: str) -> list[float]:
    """How wide, in digits, each piece of a text is at most that no line is broken in."""
    return [_set(token) for token in _TOKEN.findall(text)]


def _set(token: str) -> float:
    """Letters and digits are up to a quarter wider than half a character in some typefaces, and stand off from those."""
    wide = cells_wide(token)
    return wide * _LATIN_WIDTH + len(_GAP.findall(token)) / 2 if _LATIN.search(token) else wide


def folded(head: str, width: float) -> str:
    """A heading that is wider than so many digits, broken before its bracket where that makes two better lines."""
    at = min((head.find(sign) for sign in "（(" if head.find(sign) > 0), default=-1)
    if cells_wide(head) <= width or at < 0 or "\n" in head:
        return head
    first, second = head[:at].rstrip(), head[at:]
    better = cells_wide(first) <= width and (cells_wide(second) <= width or second[-1] in "）)")
    return f"{first}\n{second}" if better else head


def _fitted(heads: Sequence[str], digits: Sequence[int], size: float, *, wide: bool) -> Fitted:
    """Widths in tenths of a point, the edges of the cells counted, so that a narrow column is not short of them."""
    points = [one * size / 2 + _MARGIN for one in digits]
    grown = (_POINTS_TURNED if wide else _POINTS) / sum(points)
    widths = [(one * grown - _MARGIN) * 2 / size for one in points]
    told = tuple(folded(head, width) for head, width in zip(heads, widths, strict=True))
    if any("\n" in head for head in told):  # then all that are alike, so that the row of headings is of one form
        told = tuple(folded(head, min(width, cells_wide(head) - 1)) for head, width in zip(heads, widths, strict=True))
    told = tuple(_in_halves(head, width) for head, width in zip(told, widths, strict=True))
    return Fitted(tuple(round(one * 10) for one in points), size, told)


def _in_halves(head: str, width: float) -> str:
    """A heading of a few characters that is too long for its column in two lines, after a stroke or in its middle."""
    if "\n" in head:
        return head
    if cells_wide(head) > _EIGHT:
        at = head.find("/") + 1
        return f"{head[:at]}\n{head[at:]}" if 1 < at < len(head) and width < cells_wide(head) else head
    at = (len(head) + 1) // 2
    return head if cells_wide(head) <= width or _MARK.search(head) else f"{head[:at]}\n{head[at:]}"


def _narrow(ideal: list[int], least: Sequence[int], room: int) -> None:
    """Take from the columns that have most to spare, until all of them fit or none has any."""
    while sum(ideal) > room and (spare := max(one - low for one, low in zip(ideal, least, strict=True))) > 0:
        at = next(place for place in range(len(ideal)) if ideal[place] - least[place] == spare)
        ideal[at] -= 1


def _lower(ideal: list[int], kept: Sequence[int], longest: Sequence[int], room: int) -> None:
    """Take from the columns whose longest cell has the fewest lines even then, so that no row is higher than it must be."""
    while sum(ideal) > room and (able := [at for at in range(len(ideal)) if ideal[at] > kept[at]]):
        lines = {at: ceil(longest[at] / max(1, ideal[at] - 2)) for at in able}
        ideal[min(able, key=lambda at: (lines[at], kept[at] - ideal[at]))] -= 1


def _widen(ideal: list[int], by_hand: Sequence[int], room: int) -> None:
    """Give what is left to the columns that people write in, the narrowest first."""
    while sum(ideal) < room and (waiting := [place for place in by_hand if ideal[place] < _BY_HAND]):
        ideal[min(waiting, key=lambda place: (ideal[place], place))] += 1


def _room(size: float, columns: int, *, wide: bool) -> int:
    """How many digits of a size a line of that many cells holds."""
    return int(((_POINTS_TURNED if wide else _POINTS) - _MARGIN * columns) * 2 / size)


def _ideal(head: str, cells: set[str], most: int) -> int:
    longest = max(map(_widest, cells), default=0)
    return max(_LEAST, min(most, max(longest, _named(head))))


def _named(head: str) -> int:
    """As wide as a heading; one that is long stands in two lines, the second from its bracket on."""
    named = cells_wide(head)
    if named <= _SHORT:
        return named
    parts = folded(head, named - 1).split("\n")
    return max(map(cells_wide, parts)) if len(parts) > 1 else -(-named // 2) + 1


def _least(head: str, cells: set[str]) -> int:
    """As wide as the longest that cannot be broken, and as two characters."""
    tokens = [_worth(token) for cell in (head, *cells) for token in _TOKEN.findall(cell)]
    return max(_LEAST, _short_head(head), max(tokens, default=0))


def _short_head(head: str) -> int:
    """A heading of three characters is not broken, a longer one in its middle; 0 for one that is long or has a mark."""
    wide = cells_wide(head)
    return 0 if wide > _EIGHT or _MARK.search(head) else wide if wide <= _THREE else -(-wide // 4) * 2


def _short_cells(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> list[list[int]]:
    """How wide the short cells of each column are, such as a kind or a quarter of the year.

    What stands before the bracket of a heading counts as much as all cells below it.
    """
    columns = [[wide for row in rows if (wide := _widest(row[place])) <= _ENTIRE] for place in range(len(heads))]
    for head, cells in zip(heads, columns, strict=True):
        first, *rest = folded(head, cells_wide(head) - 1).split("\n")
        cells += [one_line(first)] * len(rows) if rest else []
    return columns


def _in_one_line(
    heads: Sequence[str], rows: Sequence[Sequence[str]], least: Sequence[int], ideal: Sequence[int]
) -> list[int]:
    """How narrow each column may be with its short cells in one line."""
    found = zip(ideal, least, _short_cells(heads, rows), strict=True)
    return [min(want, max([low, *cells])) for want, low, cells in found]


def _halved_where(
    heads: Sequence[str], rows: Sequence[Sequence[str]], least: Sequence[int], kept: Sequence[int], room: int
) -> list[int]:
    """The same; where that is too much, two lines for the columns in which the fewest cells are broken by it."""
    kept, columns, places = [*kept], _short_cells(heads, rows), range(len(kept))
    halved = [max(low, -(-one // 2) + 1) for one, low in zip(kept, least, strict=True)]
    lost = [sum(wide > halved[place] for wide in columns[place]) for place in places]
    for place in sorted(places, key=lambda place: (lost[place], halved[place] - kept[place])):
        if sum(kept) > room:
            kept[place] = min(kept[place], halved[place])
    return kept


def one_line(cell: str) -> int:
    """How wide a column is that holds a cell in one line, with letters and digits as wide as the widest typeface has them."""
    wider = len(_LATIN.findall(cell)) * (_LATIN_WIDTH - 1) + len(_GAP.findall(cell)) / 2
    return ceil(cells_wide(cell) + wider) + 1 if cell else 0


def _widest(cell: str) -> int:
    """The same for a cell that may have several."""
    return max(map(one_line, cell.split("\n")))


def _worth(token: str) -> int:
    """How many digits a token takes: letters and digits are a little wider than half a character, and stand off from those."""
    gaps = len(_GAP.findall(token))
    if gaps >= _OF_A_DAY or _YEAR.match(token):  # it is long enough for the wider digits to break it
        return ceil(cells_wide(token) + len(_LATIN.findall(token)) * (_LATIN_WIDTH - 1) + (gaps + 1) / 2)
    apart = 2 if gaps == 0 and _LATIN.search(token) else (gaps + 1) // 2
    return cells_wide(token) + apart
