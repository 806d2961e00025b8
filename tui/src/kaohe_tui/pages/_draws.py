"""One draw in its three commits: the hash of a seed, the frame, the seed with what follows from it."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, ClassVar

from kaohe.errors import CaseError
from kaohe.files import read_bytes
from kaohe.office import Change, Frame, Pledge, Reveal
from kaohe.office.procedure import commitment_of
from kaohe.words import Message, Text

from ..form._editor import Editor
from ._act import ActPage, document_spot
from ._fill import Spot
from ._page import Host
from ._reading import Reading, ReadingLine

__all__ = ["DrawPage"]

_SEED_BYTES, _MOST = 32, 1_000_000


class DrawPage(Reading):
    """How far a draw has come, and its next step."""

    where: ClassVar[str] = "draw"

    def __init__(self, desk: Host, id_: str) -> None:
        super().__init__(desk)
        self.id = id_

    @property
    def _fields(self) -> Mapping[str, Any]:
        return self.session.office.procedure.draw(self.id) or {}

    def head(self) -> str:
        """Which draw."""
        return f"{Text('draw', '抽取')} > {self.id}"

    def hint(self) -> str:
        """The next step."""
        return str(_NEXT[self._stage])

    @property
    def _stage(self) -> str:
        fields = self._fields
        return next((name for name in ("drawn", "frame", "commitment") if name in fields), "") if fields else ""

    def lines(self) -> list[ReadingLine]:
        """Each step with what is on record of it; what was drawn, computed again."""
        fields, steps = self._fields, self.session.office.procedure
        label = next((one.label for one in steps.subjects() if one.id == self.id), None)
        found = [ReadingLine(str(label or self.id), style="b"), ReadingLine("")]
        mark = {True: "[x]", False: "[ ]"}
        found.append(ReadingLine(f"{mark[bool(fields)]} 1 {_PLEDGED}  {str(fields.get('commitment', ''))[:16]}"))
        found.append(ReadingLine(f"{mark['frame' in fields]} 2 {_FRAMED}"))
        for group, codes in fields.get("frame", {}).items() if isinstance(fields.get("frame"), Mapping) else ():
            found.append(ReadingLine(f"{self._group(group)}: {len(codes)}", indent=6))
        found.append(ReadingLine(f"{mark['drawn' in fields]} 3 {_SHOWN}"))
        for group, codes in fields.get("drawn", {}).items():
            found.append(ReadingLine(f"{self._group(group)}: {' '.join(codes)}", indent=6))
        return found

    def do_open(self) -> None:
        """The next step of it."""
        {"": self._pledge, "commitment": self._frame, "frame": self._reveal, "drawn": self._over}[self._stage]()

    def _group(self, code: str) -> str:
        """A stratum of the frame in words: of a kind its label, of anything else its code."""
        rules = self.session.ruleset.kind(code) if code else None
        return (code or "-") if rules is None else str(rules.kind.label)

    def _seed_name(self) -> str:
        """What the seed's file is called unless somebody says otherwise."""
        beside = Path(self.session.where).with_suffix("") if "://" not in self.session.where else Path("book")
        return f"{beside.name}-{self.id.replace('/', '-')}.seed"

    def _pledge(self) -> None:
        spots = [Spot("file", Text("keep the seed in", "种子存入"), Editor.on(self._seed_name()), about=_KEEP)]
        self.desk.enter(ActPage(self.desk, _PLEDGED, spots, self._pledged))

    def _pledged(self, page: ActPage) -> list[Change]:
        seed = secrets.token_hex(_SEED_BYTES)
        path = self._path(page.value("file"))
        try:
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        except OSError as error:
            raise CaseError(_NO_FILE.format(file=str(path), why=error.strerror or str(error))) from error
        with os.fdopen(handle, "w") as file:
            file.write(seed + "\n")
        return [Pledge(self.id, commitment_of(seed))]

    def _frame(self) -> None:
        spots = [
            Spot("codes", Text("file of codes", "代码文件"), Editor(), about=_CODES),
            Spot("size", Text("how many", "抽取数"), Editor(), about=_SIZE),
            document_spot(),
        ]
        self.desk.enter(ActPage(self.desk, _FRAMED, spots, self._framed))

    def _framed(self, page: ActPage) -> list[Change]:
        codes = _codes_in(self._path(page.value("codes"))) if page.value("codes") else None
        size = page.value("size")
        if size and not size.isdecimal():
            raise CaseError(_NUMBER.format(text=size[:20]))
        return [Frame(self.id, codes, int(size) if size else None, page.value("document"))]

    def _reveal(self) -> None:
        name = self._seed_name() if self._path(self._seed_name()).is_file() else ""
        spots = [Spot("file", Text("file of the seed", "种子文件"), Editor.on(name), about=_SEED)]
        self.desk.enter(ActPage(self.desk, _SHOWN, spots, self._revealed))

    def _revealed(self, page: ActPage) -> Sequence[Change]:
        seed = read_bytes(self._path(page.value("file"))).decode("ascii", "replace").strip()
        return [Reveal(self.id, seed)]

    def _over(self) -> None:
        self.desk.say(_OVER)

    def _path(self, name: str) -> Path:
        folder = Path.cwd() if "://" in self.session.where else Path(self.session.where).parent
        return folder / Path(name).expanduser()


def _codes_in(path: Path) -> dict[str, list[str]]:
    """The codes of a file, one a line; "TOWNSHIP,VILLAGE" makes a group of each township."""
    data = read_bytes(path)
    if len(data) > _MOST:
        raise CaseError(_LONG.format(file=path.name))
    found: dict[str, list[str]] = {}
    for line in data.decode("utf-8", "replace").lstrip("\ufeff").splitlines():
        group, _, code = line.replace("，", ",").rpartition(",")
        if code.strip():
            found.setdefault(group.strip(), []).append(code.strip())
    return found


_PLEDGED = Text("the seed is pledged by its hash", "以哈希承诺种子")
_FRAMED = Text("the frame is frozen", "冻结抽样框")
_SHOWN = Text("the seed is shown, and the draw follows", "公开种子并抽取")
_NEXT = {
    "": Text("Enter pledges a seed", "Enter 承诺种子"),
    "commitment": Text(
        "Enter freezes the frame; another person than who pledged does", "Enter 冻结抽样框；应由承诺种子以外的人办理"
    ),
    "frame": Text("Enter shows the seed", "Enter 公开种子"),
    "drawn": Text(
        "drawn; anybody can compute it again: kaohe office draw check",
        "已抽取；任何人都可复算：kaohe office draw check",
    ),
}
_KEEP = Text("a new file, yours alone; keep it until the seed is shown", "仅本人可读的新文件；公开种子前请妥善保存")
_CODES = Text(
    "empty: the roster. Else a file of codes, one a line; TOWNSHIP,VILLAGE for villages",
    "不填则为名册；否则每行一个代码，嘎查村写 苏木乡镇,嘎查村",
)
_SIZE = Text("empty: as the scheme says", "不填则按方案规定")
_SEED = Text("the file in which the seed was kept", "存放种子的文件")
_OVER = Text(
    "it is drawn; a revision is begun by command, with its reason: kaohe office draw pledge --again",
    "已抽取；重新抽取须写理由：kaohe office draw pledge --again",
)
_NO_FILE = Message("K7048", "{file} cannot be made ({why}); name another", "无法建立 {file}（{why}）；请另写文件名")
_NUMBER = Message("K7049", "{text} is no number; write how many are drawn", "{text} 不是数；请写抽取多少")
_LONG = Message("K7050", "{file} is too long for a list of codes", "{file} 过长，不是代码清单")
