"""What a list shows, written as a file: the rows on the screen or those marked, every cell as it is read here."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from kaohe.errors import CaseError
from kaohe.exchange import Listing, listed_csv, listed_xlsx
from kaohe.files import write
from kaohe.words import Message, Text

from ..session._job import Job
from ._page import Host

__all__ = ["ask_file"]


def ask_file(desk: Host, found: Callable[[], Listing], name: str = "") -> None:
    """Write the rows into the file `name`, or into one that is asked for."""
    if name.strip():
        _write(desk, found(), name)
        return
    asked = Text("the rows into the file (.xlsx, .csv): ", "所列各行写入文件（.xlsx、.csv）: ")
    desk.ask(asked, lambda text: _write(desk, found(), text) if text.strip() else None)


def _write(desk: Host, found: Listing, name: str) -> None:
    path = Path(name.strip()).expanduser()
    if path.suffix.lower() not in (".xlsx", ".csv"):
        raise CaseError(_NO_SORT.format(name=name.strip()[:80]))

    def made() -> Path:
        data = (listed_csv if path.suffix.lower() == ".csv" else listed_xlsx)(found)
        try:
            write(path, data, mode=0o600)
        except OSError as error:
            raise CaseError(_UNWRITTEN.format(path=str(path), why=error.strerror or "-")) from error
        return path

    desk.work(_WRITING, Job(made), lambda at: desk.say(_WRITTEN.format(n=len(found.rows), path=str(at))))


_WRITING = Text("writing the rows", "正在写出所列各行")
_WRITTEN = Text("{n} rows written: {path} (names are in it)", "已写出 {n} 行：{path}（内含姓名）")
_NO_SORT = Message(
    "K7054",
    "{name} is neither .xlsx nor .csv; end the file's name in one of them",
    "{name} 既不是 .xlsx 也不是 .csv；文件名请以其一结尾",
)
_UNWRITTEN = Message(
    "K7055",
    "{path} cannot be written ({why}); nothing was written over. Give another name",
    "无法写入 {path}（{why}）；没有覆盖任何文件。请另取文件名",
)
