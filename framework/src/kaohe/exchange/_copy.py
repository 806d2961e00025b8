"""An office's own copy of a document, laid beside its book: its words by clause, to be read on a screen and nowhere else.

Nothing here writes, and no page, table, form or book is made of what it gives.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections import Counter
from collections.abc import Collection, Sequence
from pathlib import Path
from xml.parsers import expat

from attrs import frozen

from ..errors import FileError
from ..files import decode, read_bytes
from ..rules import Document
from ..words import Message, Text
from ._outline import Clause, outline, paths_of

__all__ = ["Copy", "copy_names", "copy_of", "told_apart", "words_of"]

_ENDS = (".txt", ".md", ".docx")
_PART, _MOST = "word/document.xml", 20_000_000
_DAMAGED = Message(
    "K9241",
    "the copy cannot be read as .docx; open it and save it anew, or lay a .txt beside the book",
    "无法按 .docx 读取该文本；请打开后另存，或改放 .txt",
)


@frozen
class Copy:
    """A copy as it was found: its file, and its clauses in its order."""

    path: Path
    clauses: Sequence[Clause]


def copy_names(scheme: str, document: Document) -> list[str]:
    """The names, without their ends, under which a copy is looked for: the scheme's id, and the document's title."""
    return [scheme, document.title]


def copy_of(folder: Path, names: Collection[str], headings: Collection[str] = ()) -> Copy | None:
    """The copy that lies in the folder under one of the names, .txt, .md or .docx. Raises FileError where it is none."""
    for name in names:
        for end in _ENDS:
            path = folder / f"{name}{end}"
            if path.is_file():
                return Copy(path, outline(_text(path), headings))
    return None


def _text(path: Path) -> str:
    data = read_bytes(path)
    if path.suffix == ".docx":
        return _docx(data, str(path))
    lines = decode(data, str(path), table=True).splitlines()
    return "\n".join(line.lstrip("#> ") for line in lines) if path.suffix == ".md" else "\n".join(lines)


def _docx(data: bytes, where: str) -> str:
    """The paragraphs of a .docx, a line each; the numbers that a word processor counts itself are not in it."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive, archive.open(_PART) as part:
            body = part.read(_MOST + 1)
    except (zipfile.BadZipFile, zlib.error, KeyError, OSError, EOFError, NotImplementedError, RuntimeError) as error:
        raise FileError(_DAMAGED, where=where) from error
    if len(body) > _MOST:
        raise FileError(_DAMAGED, where=where)
    reader = _Paragraphs()
    try:
        reader.parser.Parse(body, True)
    except (expat.ExpatError, ValueError) as error:
        raise FileError(_DAMAGED, where=where) from error
    return "\n".join(reader.lines)


class _Paragraphs:
    """The texts of w:t, a line for each w:p."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.pieces: list[str] = []
        self.kept = False
        self.parser = expat.ParserCreate()
        self.parser.StartElementHandler, self.parser.EndElementHandler = self._start, self._end
        self.parser.CharacterDataHandler, self.parser.EntityDeclHandler = self._data, self._entity

    def _start(self, name: str, _given: dict[str, str]) -> None:
        self.kept = name == "w:t"

    def _end(self, name: str) -> None:
        self.kept = False
        if name == "w:p":
            self.lines.append("".join(self.pieces))
            self.pieces.clear()

    def _data(self, data: str) -> None:
        if self.kept:
            self.pieces.append(data)

    def _entity(self, *_given: object) -> None:
        raise ValueError("a text declares no entities")


def words_of(clause: str, copy: Copy, withheld: Collection[str] = ()) -> str | Text:
    """The words of a clause as rules cite it, with everything under it; or why none are shown.

    Where a scheme withholds clauses, neither their words are shown nor those of a clause that they lie under; and none
    at all of a copy in which they are not told apart from the others, each under its own number and once.
    """
    hidden = [path for one in withheld for path in paths_of(one)]
    if not told_apart(copy.clauses, withheld):
        return _NOT_APART
    wanted = [path for path in paths_of(clause) if path]
    if any(_meet(path, one) for path in wanted for one in hidden):
        return _WITHHELD
    found = [one for path in wanted for one in copy.clauses if one.path[: len(path)] == path]
    return "\n".join(one.text for one in found) if found else _NOT_FOUND


def told_apart(clauses: Collection[Clause], withheld: Collection[str]) -> bool:
    """Whether every withheld clause stands in the copy once under its own number, and no number comes twice.

    Else the words of one may stand in another, and none are to be shown. True where nothing is withheld.
    """
    hidden = [path for one in withheld for path in paths_of(one)]
    times = Counter(one.path for one in clauses if one.path)
    return not hidden or (all(times[path] == 1 for path in hidden) and max(times.values(), default=0) == 1)


def _meet(path: tuple[str, ...], hidden: tuple[str, ...]) -> bool:
    """Whether one of the two lies under the other."""
    short = min(len(path), len(hidden))
    return path[:short] == hidden[:short]


_WITHHELD = Text("the words of this clause are not shown by this program", "本条文字不予显示")
_NOT_FOUND = Text("this copy has no clause of that number", "此文本中没有该条款号")
_NOT_APART = Text(
    "no words are shown: in this copy the clauses whose words are withheld do not each stand under a number of their own",
    "不显示文字：此文本中不予显示的条款没有各自单独编号成段",
)
