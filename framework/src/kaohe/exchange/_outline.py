"""Where the clauses of a document begin: an office's own copy, cut at its numbers and at the headings that rules cite."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator

from attrs import frozen

from ..rules.tools import numbers

__all__ = ["Clause", "headings_of", "outline", "paths_of"]

Path = tuple[str, ...]
_DIGIT, _CIRCLED = "〇零一二三四五六七八九十", "①②③④⑤⑥⑦⑧⑨⑩"
_NUMERAL = rf"(?:[{_DIGIT}]+|[0-9]+)"
# From the outermost level on; an article (第七条) and a section (七、) stand on the same one.
_HEADS = (
    re.compile(rf"第\s*{_NUMERAL}\s*条|[{_DIGIT}]+\s*、"),
    re.compile(rf"[（(]\s*[{_DIGIT}]+\s*[）)]"),
    re.compile(r"[0-9]+\s*[.．、](?![0-9])"),
    re.compile(r"[（(]\s*[0-9]+\s*[）)]"),
    re.compile(rf"[{_CIRCLED}]"),
)
_CHAPTER = re.compile(rf"第\s*{_NUMERAL}\s*章")
_ANNEX = re.compile(rf"附件\s*({_NUMERAL})?\s*[:：]?")
_ROW = re.compile(r"[0-9]{1,3}")  # the number of a table's row, alone on its line
_CITED = re.compile(rf"(?P<words>[^第（()0-9{_DIGIT}{_CIRCLED}]*)(?P<rest>[第条款项章节（）()0-9{_DIGIT}{_CIRCLED}]*)")
_LONGEST = 40  # characters of a heading without a number of its own


@frozen
class Clause:
    """One clause of a document: its numbers from the outermost inwards, its heading number as printed, its words.

    `path` begins at the innermost heading that rules cite by its words (附件2, 使用说明), where there is one.
    """

    path: Path
    head: str
    text: str


def outline(text: str, headings: Collection[str] = ()) -> list[Clause]:
    """The clauses of a document in its order; what stands before the first is a clause without a number.

    A line that begins with a number begins a clause, as does a short line that ends in one of `headings` or in what a
    heading ends in ("包括："); other lines belong to the clause above them.
    """
    found: list[tuple[Path, str, list[str]]] = [((), "", [])]
    cutter = _Cutter(headings)
    fresh = True
    for line in (line.strip() for line in text.splitlines()):
        head = cutter.begins(line, fresh=fresh) if line else None
        if head is not None:
            found.append((cutter.path(), head, [line]))
        elif line:
            found[-1][2].append(line)
        fresh = not line
    return [Clause(path, head, "\n".join(lines)) for path, head, lines in found if lines]


class _Cutter:
    """Where in the tree of clauses a line stands: the numbers and words above it, each with its level."""

    def __init__(self, headings: Collection[str]) -> None:
        self.headings = sorted(headings, key=len, reverse=True)
        self.above: list[tuple[float, str]] = []

    def path(self) -> Path:
        """From the innermost heading of words on."""
        names = [name for _, name in self.above]
        words = [place for place, name in enumerate(names) if not name.isdigit()]
        return tuple(names[words[-1] :] if words else names)

    def begins(self, line: str, *, fresh: bool) -> str | None:
        """The number or heading that begins a line, and the cutter now stands there; None where it goes on.

        `fresh` is a line after an empty one: so the rows of a table begin, whose points stand alone on their lines too.
        """
        if _CHAPTER.match(line):
            self.above = []
            return None
        annex = _ANNEX.fullmatch(line) or (_ANNEX.match(line) if re.match(rf"附件\s*{_NUMERAL}", line) else None)
        if annex is not None:
            self.above = [(-1, _annex(annex[1]))]
            return annex.group().strip()
        for level, pattern in enumerate(_HEADS):
            if head := pattern.match(line):
                return self._stand(level, str(numbers(head.group())[0]), head.group())
        if fresh and self.above and self.above[0][1].startswith("A") and _ROW.fullmatch(line):
            return self._stand(0, line, line)
        return self._heading(line)

    def _heading(self, line: str) -> str | None:
        bare = re.sub(r"(包括|如下)?[:：]?$", "", line)
        word = next((word for word in self.headings if bare.endswith(word)), None)
        if word is None or len(line) > _LONGEST:
            return None
        words = [level for level, name in self.above if not name.isdigit()]
        level = words[-1] if words else (self.above[-1][0] if self.above else -1) + 0.5
        return self._stand(level, word, line)

    def _stand(self, level: float, name: str, head: str) -> str:
        self.above = [(outer, said) for outer, said in self.above if outer < level] + [(level, name)]
        return head


def _annex(number: str | None) -> str:
    return f"A{numbers(number)[0]}" if number else "A"


def headings_of(clauses: Iterable[str]) -> set[str]:
    """The headings that citations name by words: 使用说明三 names 使用说明."""
    words = {match["words"] for clause in clauses for part in clause.split("、") if (match := _CITED.match(part))}
    return words - {"", "附件"}


def paths_of(clause: str) -> Iterator[Path]:
    """The paths of a clause as rules cite it: 第七条（一）3 is 7, 1, 3; 附件2 is A2; several are joined by 、.

    Nothing where it has words that are neither a heading nor a number.
    """
    for part in clause.split("、"):
        match = _CITED.fullmatch(part)
        if match is None:
            continue
        found = [str(number) for number in numbers(match["rest"])]
        if match["words"] == "附件":
            numbered = bool(found) and not match["rest"].startswith("第")
            yield (f"A{found[0]}", *found[1:]) if numbered else ("A", *found)
        elif match["words"] or found:
            yield (*filter(None, [match["words"]]), *found)
