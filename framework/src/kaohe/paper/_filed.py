"""Papers as files: one for all, or one for each in a folder; whole or not at all, and never over another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from attrs import define, field, frozen

from ..errors import FileError
from ..files import write
from ..words import Message, Text
from ._docx import docx_bytes
from ._fonts import OFFICIAL, Fonts, installed_fonts
from ._html import html_text
from ._page import Paper
from ._pdf import pdf_bytes

__all__ = ["FORMATS", "Filed", "check_output", "file_papers", "written_file"]

FORMATS = (".docx", ".html", ".pdf")
_SUFFIX = Message(
    "K9451",
    "{file}: write .docx, .html or .pdf, or a folder ending in /",
    "{file}：请写 .docx、.html 或 .pdf，或以 / 结尾的文件夹",
)
_NO_OUTPUT = Message("K9452", "say where to write it: -o FILE", "请写明输出文件：-o 文件")
_THERE = Message(
    "K9453", "it exists already and is not overwritten; choose another name", "文件已存在，不会覆盖；请另取文件名"
)
_FONTS = Text("this machine has no {missing}; the .pdf is set in {used}", "本机没有{missing}字体；.pdf 改用{used}")
_FACES = ("body", "heading", "subtitle", "title")


@frozen
class Filed:
    """The files that were written, and which typefaces of a .pdf had to be replaced (None: none)."""

    files: tuple[str, ...]
    typefaces: Text | None = None


def check_output(output: str, *, as_pdf: bool = False, each: str = ".docx") -> tuple[str, ...]:
    """The formats in which `output` is written: the file's own, or `each` into a folder (ending in /), and .pdf beside it.

    Raises FileError for none, or for one that papers are not written in.
    """
    if not output:
        raise FileError(_NO_OUTPUT)
    suffix = each if output.endswith("/") else Path(output).suffix.lower()
    if suffix not in FORMATS:
        raise FileError(_SUFFIX.format(file=output))
    return (suffix, ".pdf") if as_pdf and suffix != ".pdf" else (suffix,)


def file_papers(
    papers: Sequence[Paper], output: str, *, key: str, formats: Sequence[str] = (), copies: int = 1
) -> Filed:
    """Write all papers into the file `output`, or each into one of its own in the folder `output` (ending in /).

    `key` is that of the form, the beginning of the names in a folder; `formats` as `check_output` gives them. Where it
    is stopped or fails, what it wrote is taken away again. Raises FileError, OSError.
    """
    suffixes = tuple(formats) or check_output(output)
    with _folder(output) as made:
        for file, some in _files(papers, output, suffixes, key):
            written_file(file, made.drawn(some, file, copies))
            made.files.append(file)
        return Filed(tuple(map(str, made.files)), made.typefaces)


def written_file(file: Path, data: str | bytes, *, mode: int = 0o666) -> None:
    """Write one file that is not there yet. Raises FileError where it is, OSError."""
    try:
        write(file, data, mode=mode)
    except FileExistsError as error:
        raise FileError(_THERE, where=str(file)) from error


@define
class _Made:
    """What has been written so far."""

    files: list[Path] = field(factory=list)
    fonts: Fonts | None = None

    def drawn(self, papers: Sequence[Paper], file: Path, copies: int) -> str | bytes:
        """Papers in the format of a file."""
        suffix = file.suffix.lower()
        if suffix == ".html":
            return html_text(papers, copies=copies)
        if suffix == ".docx":
            return docx_bytes(papers, copies=copies)
        self.fonts = self.fonts or installed_fonts()
        return pdf_bytes(docx_bytes(papers, copies=copies, fonts=self.fonts), file.parent)

    @property
    def typefaces(self) -> Text | None:
        """Which typefaces the machine has not, and which it takes in their place."""
        if self.fonts is None:
            return None
        pairs = [(getattr(OFFICIAL, one), getattr(self.fonts, one)) for one in _FACES]
        told = {official: used for official, used in pairs if used != official}
        return _FONTS.format(missing="、".join(told), used="、".join(dict.fromkeys(told.values()))) if told else None


@contextmanager
def _folder(output: str) -> Iterator[_Made]:
    """A folder to write into is made; whatever ends the work early leaves nothing of it behind."""
    made, folder = _Made(), Path(output)
    new = output.endswith("/") and not folder.exists()
    if new:
        folder.mkdir()
    try:
        yield made
    except BaseException:
        for file in made.files:
            file.unlink(missing_ok=True)
        if new:
            folder.rmdir()
        raise


def _files(
    papers: Sequence[Paper], output: str, suffixes: Sequence[str], key: str
) -> Iterator[tuple[Path, Sequence[Paper]]]:
    place = Path(output)
    for suffix in suffixes:
        if not output.endswith("/"):
            yield (place if suffix == suffixes[0] else place.with_suffix(suffix)), papers
            continue
        for number, paper in enumerate(papers, 1):
            yield place / f"{_named(key, paper, number)}{suffix}", [paper]


def _named(key: str, paper: Paper, place: int) -> str:
    """The name of one file: the form, and whose it is."""
    whose = paper.whose or str(place)
    return "".join(one if one.isalnum() or one in "-_（）()" else "_" for one in f"{key}-{whose}")
