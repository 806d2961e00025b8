"""Where the clauses of a document begin: an office's own copy, cut at its numbers."""

from __future__ import annotations

import re

from attrs import frozen

from ..rules import clause_number, numbers

__all__ = ["Clause", "outline", "path_of"]

Path = tuple[str, ...]
_NUMERAL = "[〇零一二三四五六七八九十]+"
# From the outermost level on; an article (第七条) and a section (七、) stand on the same one.
_HEADS = (
    re.compile(rf"第\s*(?:{_NUMERAL}|[0-9]+)\s*条|{_NUMERAL}\s*、"),
    re.compile(rf"[（(]\s*{_NUMERAL}\s*[）)]"),
    re.compile(r"[0-9]+\s*(?:[.．、])(?![0-9])"),
    re.compile(r"[（(]\s*[0-9]+\s*[）)]"),
    re.compile(r"[①②③④⑤⑥⑦⑧⑨⑩]"),
)
_ANNEX = re.compile(r"附件\s*([0-9]+|[一二三四五六七八九十])\s*[:：]?")


@frozen
class Clause:
    """One clause of a document: its numbers from the outermost inwards, its heading number as printed, its words."""

    path: Path
    head: str
    text: str


def outline(text: str) -> list[Clause]:
    """The clauses of a document in its order; what stands before the first is a clause without a number.

    A line that begins with a number begins a clause; other lines belong to the clause above them.
    """
    found: list[tuple[Path, str, list[str]]] = [((), "", [])]
    path: Path = ()
    for line in filter(None, (line.strip() for line in text.splitlines())):
        head, path_of_line = _begins(line, path)
        if path_of_line is not None:
            path = path_of_line
            found.append((path, head, [line]))
        else:
            found[-1][2].append(line)
    return [Clause(path, head, "\n".join(lines)) for path, head, lines in found if lines]


def _begins(line: str, above: Path) -> tuple[str, Path | None]:
    """The number that begins a line, and the path of the clause; None where it goes on with the one above."""
    if annex := _ANNEX.match(line):
        return annex.group(), (f"A{numbers(annex[1])[0]}",)
    annexed = above[:1] if above and above[0].startswith("A") else ()
    for level, pattern in enumerate(_HEADS):
        if head := pattern.match(line):
            outer = above[len(annexed) :][:level]
            return head.group(), (*annexed, *outer, *[str(number) for number in numbers(head.group())[:1]])
    return "", None


def path_of(clause: str) -> Path | None:
    """The path of a clause as rules cite it (第七条（一）3 is 7, 1, 3); None where it has words that are no number."""
    short = clause_number(clause)
    if short is None:
        return None
    annex = re.match(r"A[0-9]+", short)
    rest = short[annex.end() :] if annex else short
    return (*([annex.group()] if annex else []), *(str(number) for number in numbers(rest)))
