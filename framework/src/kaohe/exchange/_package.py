"""The parts of an .xlsx file: a zip archive read within limits, and what its small parts say of its sheets."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from xml.parsers import expat

from attrs import frozen

from ..errors import FileError
from ..words import Message

__all__ = ["Package", "Part", "Sketch", "parse"]

MOST_BYTES, _MOST_PARTS, _AT_ONCE = 300_000_000, 2_000, 1 << 16
_DATES = {*range(14, 18), 22, *range(27, 32), 36, *range(50, 59)}
_TIMES = {18, 19, 20, 21, 32, 33, 34, 35, 45, 46, 47}
_PERCENTS = {9, 10}
_LITERAL = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]|General', re.DOTALL)

_BROKEN = Message(
    "K9011",
    "the workbook is damaged or cut off; open it in a spreadsheet program and save it anew as .xlsx",
    "工作簿已损坏或不完整；请用表格软件打开后另存为 .xlsx",
)
_BOMB = Message(
    "K9012",
    "unpacked it would hold more than {most} million bytes: no roster or marks do; split it, by county or period",
    "解压后超过 {most} 百万字节，名册与评分表不会这么大；请按县或期次拆分",
)
_LOCKED = Message(
    "K9013",
    "it is protected by a password; save a copy without one and import that",
    "文件有密码保护；请另存一份不加密的副本再导入",
)
_MACROS = Message(
    "K9014",
    "it is a workbook with macros; save it as .xlsx without macros and import that",
    "这是含宏的工作簿；请另存为不含宏的 .xlsx 再导入",
)
_BINARY = Message(
    "K9015", "it is a binary workbook (.xlsb); save it as .xlsx", "这是二进制工作簿（.xlsb）；请另存为 .xlsx"
)
_OTHER = Message(
    "K9016",
    "it is an archive or a document of another kind, not a workbook; save the table as .xlsx or .csv",
    "这是其他类型的文档或压缩包，不是工作簿；请把表格另存为 .xlsx 或 .csv",
)


@frozen
class Part:
    """One sheet as the workbook lists it: its name, the part that holds it, and whether it is hidden."""

    name: str
    target: str
    hidden: bool


@frozen
class Sketch:
    """What a sheet is read with: the shared texts, the sort of each cell style, and the epoch of its days."""

    sheets: tuple[Part, ...]
    texts: tuple[str, ...]
    sorts: tuple[str, ...]
    from_1904: bool


class Package:
    """The archive, of which no more than MOST_BYTES are ever unpacked."""

    def __init__(self, data: bytes, name: str) -> None:
        self.name, self.left = name, MOST_BYTES
        try:
            self.archive = zipfile.ZipFile(io.BytesIO(data))
            self.parts = {info.filename.lstrip("/"): info for info in self.archive.infolist()}
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
            raise FileError(_BROKEN, where=name) from error
        self._check()

    def _check(self) -> None:
        if len(self.parts) > _MOST_PARTS:
            raise FileError(_OTHER, where=self.name)
        if any(info.flag_bits & 1 for info in self.parts.values()):
            raise FileError(_LOCKED, where=self.name)
        if any(name.lower().endswith("vbaproject.bin") for name in self.parts):
            raise FileError(_MACROS, where=self.name)
        if "xl/workbook.bin" in self.parts:
            raise FileError(_BINARY, where=self.name)
        if "[Content_Types].xml" not in self.parts or not any(name.startswith("xl/") for name in self.parts):
            raise FileError(_OTHER, where=self.name)
        if b"macroEnabled" in b"".join(self.chunks("[Content_Types].xml")):
            raise FileError(_MACROS, where=self.name)

    def chunks(self, part: str) -> Iterator[bytes]:
        """The bytes of one part, piece by piece. Raises FileError where it is damaged or too much in all."""
        try:
            with self.archive.open(self.parts[part]) as file:
                while chunk := file.read(_AT_ONCE):
                    self.left -= len(chunk)
                    if self.left < 0:
                        raise FileError(_BOMB.format(most=MOST_BYTES // 1_000_000), where=self.name)
                    yield chunk
        except (
            KeyError,
            zipfile.BadZipFile,
            zlib.error,
            EOFError,
            OSError,
            NotImplementedError,
            RuntimeError,
        ) as error:
            raise FileError(_BROKEN, where=self.name) from error

    def sketch(self) -> Sketch:
        """What the workbook says of its sheets, with its texts and styles."""
        book = self._book()
        targets = _targets(self, book)
        sheets, from_1904 = _sheets(self, book, targets)
        home = book.rpartition("/")[0]
        texts = tuple(_texts(self, f"{home}/sharedStrings.xml")) if f"{home}/sharedStrings.xml" in self.parts else ()
        sorts = _sorts(self, f"{home}/styles.xml") if f"{home}/styles.xml" in self.parts else ()
        return Sketch(tuple(sheets), texts, sorts, from_1904)

    def _book(self) -> str:
        if "xl/workbook.xml" in self.parts:
            return "xl/workbook.xml"
        raise FileError(_OTHER, where=self.name)


Start = Callable[[str, dict[str, str]], None]


def parse(
    package: Package,
    part: str,
    start: Start,
    end: Callable[[str], None] | None = None,
    text: Callable[[str], None] | None = None,
) -> None:
    """Run an XML part through handlers, names without their prefix. Raises FileError for what is not XML.

    A document type is refused: no workbook has one, and entities are how a few bytes become many.
    """
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = start
    if end is not None:
        parser.EndElementHandler = end
    if text is not None:
        parser.CharacterDataHandler = text
    parser.StartDoctypeDeclHandler = _no_doctype
    try:
        for chunk in package.chunks(part):
            parser.Parse(chunk, False)
        parser.Parse(b"", True)
    except (expat.ExpatError, ValueError, KeyError, IndexError) as error:
        raise FileError(_BROKEN, where=package.name) from error


def _no_doctype(*_: object) -> None:
    raise ValueError


def _bare(name: str) -> str:
    return name.rpartition(":")[2]


def _targets(package: Package, book: str) -> dict[str, str]:
    """The part behind each relation of the workbook."""
    home, _, file = book.rpartition("/")
    found: dict[str, str] = {}

    def start(name: str, given: dict[str, str]) -> None:
        if _bare(name) == "Relationship" and given.get("TargetMode") != "External":
            target = given.get("Target", "")
            found[given.get("Id", "")] = target.lstrip("/") if target.startswith("/") else f"{home}/{target}"

    parse(package, f"{home}/_rels/{file}.rels", start)
    return found


def _sheets(package: Package, book: str, targets: dict[str, str]) -> tuple[list[Part], bool]:
    found: list[Part] = []
    epoch = [False]

    def start(name: str, given: dict[str, str]) -> None:
        bare = _bare(name)
        if bare == "workbookPr":
            epoch[0] = given.get("date1904") in ("1", "true")
        elif bare == "sheet":
            link = next((value for key, value in given.items() if key.endswith(":id")), "")
            target = targets.get(link, "")
            if target in package.parts and "chartsheet" not in target:
                found.append(Part(given.get("name", ""), target, given.get("state", "visible") != "visible"))

    parse(package, book, start)
    return found, epoch[0]


def _texts(package: Package, part: str) -> list[str]:
    """The shared texts; of a text in several styles the pieces together, without its reading aid."""
    found: list[str] = []
    pieces: list[str] = []
    inside = [0, 0]  # in a t; in a reading aid (rPh)

    def start(name: str, given: dict[str, str]) -> None:
        bare = _bare(name)
        if bare == "t":
            inside[0] += 1
        elif bare == "rPh":
            inside[1] += 1

    def end(name: str) -> None:
        bare = _bare(name)
        if bare == "t":
            inside[0] -= 1
        elif bare == "rPh":
            inside[1] -= 1
        elif bare == "si":
            found.append("".join(pieces))
            pieces.clear()

    def text(data: str) -> None:
        if inside[0] and not inside[1]:
            pieces.append(data)

    parse(package, part, start, end, text)
    return found


def _sorts(package: Package, part: str) -> tuple[str, ...]:
    """What a number is in each cell style: "number", "date", "time" or "percent"."""
    custom: dict[int, str] = {}
    found: list[str] = []
    inside = [False]

    def start(name: str, given: dict[str, str]) -> None:
        bare = _bare(name)
        if bare == "numFmt":
            custom[int(given["numFmtId"])] = given.get("formatCode", "")
        elif bare == "cellXfs":
            inside[0] = True
        elif bare == "xf" and inside[0]:
            found.append(_sort_of(int(given.get("numFmtId", "0")), custom))

    def end(name: str) -> None:
        if _bare(name) == "cellXfs":
            inside[0] = False

    parse(package, part, start, end)
    return tuple(found)


def _sort_of(number: int, custom: dict[int, str]) -> str:
    code = custom.get(number)
    if code is None:
        return (
            "date"
            if number in _DATES
            else "time"
            if number in _TIMES
            else "percent"
            if number in _PERCENTS
            else "number"
        )
    plain = _LITERAL.sub("", code.partition(";")[0]).lower()
    if "%" in plain:
        return "percent"
    if re.search(r"[yde年日]", plain) or ("m" in plain and not re.search(r"[hs0#]", plain)):
        return "date"
    return "time" if re.search(r"[hs]", plain) else "number"
