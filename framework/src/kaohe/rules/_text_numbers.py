"""The numbers that a rule declares, held against those that its own text cites: the cheapest check there is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from ._descend import everywhere
from ._exact import show
from ._rules import Bands, Bonus, Ceiling, Item, ItemPart, Quota, Rule, Total, rows_of
from .assembly import Ruleset
from .nodes import Clamp, Compare, Const, Expr, If, Points, Steps, Weighted

__all__ = ["CHECK", "said_numbers", "uncited"]

CHECK = "text.numbers"

# References to clauses, which are no numbers of the rule: 第七条（一）3, 7(1)3, Article 7, annex 2, row 8.
_REFERENCE = re.compile(
    r"第[零一二三四五六七八九十百\d]+[条章款项期](?:[（(][^）)]{1,3}[）)])?\d*|\d+\(\d+\)\S*"
    r"|(?:article|annex|clause|row|part)s? \d+(?:\(\d+\))*|附件\d+|\d{4}年|(?:19|20)\d\d-\d\d\S*|[①②③④⑤⑥⑦⑧⑨⑩]",
    re.IGNORECASE,
)
_FRACTION = re.compile(r"(\d+)\s*/\s*(\d+)")
_OF_PARTS = re.compile(r"([零一二两三四五六七八九十百]+)分之([零一二两三四五六七八九十百]+)")
_DIGITS = re.compile(r"\d+(?:\.\d+)?")
_NUMERAL = re.compile(r"[零一二两三四五六七八九十百]+")
_ENGLISH = re.compile(r"[A-Za-z]+")
_WORDS = {
    name: Fraction(number)
    for number, names in {
        0: "no none zero", 1: "one once first", 2: "two twice second", 3: "three third", 4: "four fourth", 5: "five fifth",
        6: "six sixth", 7: "seven", 8: "eight", 9: "nine", 10: "ten", 11: "eleven", 12: "twelve", 15: "fifteen",
        20: "twenty", 30: "thirty", 40: "forty", 50: "fifty", 60: "sixty", 70: "seventy", 80: "eighty", 90: "ninety",
        100: "hundred",
    }.items()
    for name in names.split()
}  # fmt: skip
_PARTS = {"half": 2, "thirds": 3, "third": 3, "quarter": 4, "quarters": 4, "fifth": 5, "fifths": 5, "tenth": 10}
_STRICT = re.compile(
    r"超过|多于|少于|不足|低于|高于|more than|fewer than|less than|over|above|below|under|beyond|exceed"
)
_INCLUDED = re.compile(r"以上|以下|以内|达到|不少于|至少|满|or more|or fewer|or less|at least|at most|and above|from")
# A table's cap often stands in its head: one is asked for only where the text speaks of a cap.
_CAPPED = re.compile(r"最多|最高|不超过|至多|上限|封顶|为止|at most|up to|no more than|maximum|capped|in all")
_VALUES = {digit: place for place, digit in enumerate("零一二三四五六七八九")} | {"两": 2}


def uncited(ruleset: Ruleset) -> Iterator[tuple[Rule | Item | ItemPart, tuple[Fraction, ...]]]:
    """The rules, and rows of tables, whose text cites numbers, but not those that are declared.

    A text without a number says nothing. Whether an assumption excuses it is for the caller to ask.
    """
    for rules in ruleset.kinds:
        for row in (row for entry in rules.entries for row in rows_of(entry.rule)):
            text = f"{row.text.en} {row.text.zh}"
            said = said_numbers(text)
            missing = [one for one, forms in _declared(row, text) if said and not said & forms]
            if missing:
                yield row, tuple(dict.fromkeys(missing))


def said_numbers(text: str) -> set[Fraction]:
    """Every number that a text cites: in digits, Chinese numerals or English words; a half, a third, 30 % as 30."""
    text = _REFERENCE.sub(" ", text)
    found: set[Fraction] = set()
    for one in _FRACTION.finditer(text):
        found |= {Fraction(int(one[1]), int(one[2]))} if int(one[2]) else set()
    for one in _OF_PARTS.finditer(text):
        whole, part = _chinese(one[1]), _chinese(one[2])
        found |= {Fraction(part, whole)} | ({Fraction(part)} if whole == 100 else set()) if whole else set()
    found |= {Fraction(one) for one in _DIGITS.findall(text)}
    found |= {Fraction(_chinese(one)) for one in _NUMERAL.findall(text)}
    if "半" in text:
        found.add(Fraction(1, 2))
    return found | _in_english([word.lower() for word in _ENGLISH.findall(text)])


def _in_english(words: list[str]) -> set[Fraction]:
    found = {_WORDS[word] for word in words if word in _WORDS}
    for before, word in zip(["", *words], words, strict=False):
        if word in _PARTS:
            found.add(Fraction(int(_WORDS.get(before, Fraction(1))) or 1, _PARTS[word]))
    return found


def _chinese(numeral: str) -> int:
    """A Chinese numeral below a thousand: 二十四, 一百, 两."""
    total, digit = 0, 0
    for character in numeral:
        if character in _VALUES:
            digit = _VALUES[character]
        else:
            total, digit = total + (digit or 1) * (10 if character == "十" else 100), 0
    return total + digit


Declared = tuple[Fraction, set[Fraction]]


def _declared(row: Rule | Item | ItemPart, text: str) -> Iterator[Declared]:
    """The numbers of a rule, each with the forms in which a text may cite it; 0 and 1 are said without a number."""
    for number, forms in _numbers(row, text):
        if number not in (0, 1):
            yield number, forms


def _numbers(row: Rule | Item | ItemPart, text: str) -> Iterator[Declared]:
    if isinstance(row, Bands):
        yield from (
            _plain(edge) for band in row.bands for edge in (band.low, band.high, band.below) if edge is not None
        )
    elif isinstance(row, Quota):
        shares = (share for share in (row.share, row.floor_share) if isinstance(share, Fraction))
        yield from (_share(share) for share in shares)
        if isinstance(row.number, int):
            yield _plain(Fraction(row.number))
    elif isinstance(row, Ceiling):
        yield from _compared(row.when, text)
    elif isinstance(row, Bonus):
        yield from _points(row.points, text)
    elif isinstance(row, Total):
        yield from _weights(row.value)
        yield from (_plain(edge) for edge in (row.at_least, row.at_most) if edge is not None and edge not in (0, 100))
    elif isinstance(row, ItemPart):
        yield from _points(row.loses, text)


def _plain(number: Fraction) -> Declared:
    return number, {number, -number}


def _share(number: Fraction) -> Declared:
    return number * 100, {number, number * 100}


def _compared(expression: Expr, text: str) -> Iterator[Declared]:
    """The numbers that values are held against; one more or less where the text says it from the other side."""
    for node in everywhere(expression):
        if isinstance(node, Compare):
            for const in (node.left, node.right):
                if isinstance(const, Const):
                    yield const.value, _forms(node.op, const.value, text)


def _forms(op: str, number: Fraction, text: str) -> set[Fraction]:
    forms = {number, number * 100, -number}
    if number.denominator == 1 and number > 1:
        if op in (">", "<") and _INCLUDED.search(text):
            forms.add(number + (1 if op == ">" else -1))
        if op in (">=", "<=") and _STRICT.search(text) and not _INCLUDED.search(text):
            forms.add(number + (-1 if op == ">=" else 1))
    return forms


def _points(expression: Expr, text: str) -> Iterator[Declared]:
    for node in everywhere(expression):
        for number in _points_of(node, capped=bool(_CAPPED.search(text))):
            yield _plain(number)


def _points_of(node: Expr, *, capped: bool) -> Iterator[Fraction]:
    if isinstance(node, Clamp):
        yield from (edge for edge in (node.low, node.high) if edge is not None and capped)
    elif isinstance(node, Points | Steps):
        yield from (result for _, result in node.table)
    elif isinstance(node, If):
        yield from (part.value for part in (node.value, node.otherwise) if isinstance(part, Const))
    elif not isinstance(node, Compare):
        yield from (part.value for part in node.parts() if isinstance(part, Const))


def _weights(expression: Expr) -> Iterator[Declared]:
    for node in everywhere(expression):
        if isinstance(node, Weighted):
            yield from (_share(weight) for _, weight in node.terms)


def told(numbers: tuple[Fraction, ...]) -> str:
    """The numbers as a sentence lists them."""
    return ", ".join(show(number) for number in numbers)
