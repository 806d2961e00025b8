"""One draw in its three commits: the hash of a seed, the frame, the seed with what follows from it."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, ClassVar

from kaohe.errors import CaseError, KaoheError
from kaohe.files import read_bytes
from kaohe.office import Change, Frame, Pledge, Reveal
from kaohe.office.procedure import Subject, commitment_of
from kaohe.words import Message, Text

from ..form._editor import Editor
from ..session._may import may_not
from ._act import ActPage, document_spot
from ._assigning import AssignPage
from ._fill import Spot
from ._page import Host
from ._reading import Reading, ReadingLine

__all__ = ["DrawPage"]

_SEED_BYTES, _MOST = 32, 1_000_000


class DrawPage(Reading):
    """How far a draw has come, and its next step; the draws that it supersedes, and who assesses whom, stand below.

    That of a lower book is read only.
    """

    where: ClassVar[str] = "draw"

    def __init__(self, desk: Host, id_: str) -> None:
        super().__init__(desk)
        self.id = id_

    @property
    def _fields(self) -> Mapping[str, Any]:
        return self.session.office.procedure.draw(self.id) or {}

    @property
    def _subject(self) -> Subject | None:
        """What is drawn, None where it is another book's, or a tie that is open no more."""
        return next((one for one in self.session.office.procedure.subjects() if one.id == self.id), None)

    @property
    def _below(self) -> str:
        """The code of the lower book that it is of, "" for this book's own."""
        return next((code for code in self.session.office.lowers if self.id.startswith(f"{code}.")), "")

    def head(self) -> str:
        """Which draw."""
        return f"{Text('draw', '抽取')} > {self.id}"

    def hint(self) -> str:
        """The next step."""
        return str(_BELOW.format(code=self._below) if self._below else _NEXT[self._stage])

    @property
    def _stage(self) -> str:
        fields = self._fields
        return next((name for name in ("drawn", "frame", "commitment") if name in fields), "") if fields else ""

    def lines(self) -> list[ReadingLine]:
        """Each step with what is on record of it; what was drawn, computed again."""
        fields, subject = self._fields, self._subject
        found = [ReadingLine(str(self.id if subject is None else subject.label), style="b"), ReadingLine("")]
        mark = {True: "[x]", False: "[ ]"}
        found.append(ReadingLine(f"{mark[bool(fields)]} 1 {_PLEDGED}  {str(fields.get('commitment', ''))[:16]}"))
        found.append(ReadingLine(f"{mark['frame' in fields]} 2 {_FRAMED}"))
        for group, codes in fields.get("frame", {}).items() if isinstance(fields.get("frame"), Mapping) else ():
            found.append(ReadingLine(f"{self._group(group)}: {len(codes)}", indent=6))
        found.append(ReadingLine(f"{mark['drawn' in fields]} 3 {_SHOWN}{self._checked()}"))
        for group, codes in fields.get("drawn", {}).items():
            found.append(ReadingLine(f"{self._group(group)}: {' '.join(codes)}", indent=6))
        return [*found, *self._pairs(), *self._earlier()]

    def _checked(self) -> str:
        """Whether what was drawn is what its seed and frame give, computed again here."""
        steps = self.session.office.procedure
        keys = [*steps.drawn_of(self.id)]
        if not keys or "drawn" not in self._fields:
            return ""
        return f"  {_AGREES if steps.holds(keys[-1]) else _DIFFERS}"

    def _pairs(self) -> Iterator[ReadingLine]:
        """Who assesses whom, drawn or arranged by hand."""
        pairs = self.session.office.procedure.assignments.get(self.id, {})
        if pairs:
            yield ReadingLine("")
            yield ReadingLine(str(_PAIRS), style="b")
        for assessed, assessor in pairs.items():
            yield ReadingLine(f"{assessed} <- {assessor}", indent=6)

    def _earlier(self) -> Iterator[ReadingLine]:
        """The draws that this one supersedes: both stay on record."""
        *earlier, _ = [*self.session.office.procedure.drawn_of(self.id).items()] or [("", {})]
        for key, fields in earlier:
            drawn = [code for group in sorted(fields.get("drawn", {})) for code in fields["drawn"][group]]
            yield ReadingLine("")
            yield ReadingLine(str(_SUPERSEDED.format(id=key)), style="b")
            yield ReadingLine(" ".join(drawn) or str(_NOT_DRAWN), indent=6)

    def refused(self, action: str) -> Text | None:
        """What is drawn in a lower book is read only; drawing is for the reviewer; only a cross-assessment is assigned."""
        if action not in ("open", "anew_draw", "by_hand"):
            return None
        if self._below:
            return _BELOW.format(code=self._below)
        subject = self._subject
        if action == "by_hand" and (subject is None or subject.cross is None):
            return _NO_CROSS
        if action == "anew_draw" and not self._fields:
            return _NOT_BEGUN
        return may_not(self.session.office, "review")

    def do_anew_draw(self) -> None:
        """Begin another draw of it, as a revision with its reason: a new seed is pledged, the earlier draw stays on record."""
        spots = [
            Spot("reason", Text("reason", "事由"), Editor(), about=_WHY_ANEW),
            Spot("file", Text("keep the seed in", "种子存入"), Editor.on(self._seed_name(anew=True)), about=_KEEP),
        ]
        self.desk.enter(_Pledging(self.desk, _ANEW, spots, lambda page: self._pledged(page, again=True)))

    def do_by_hand(self) -> None:
        """Arrange who assesses whom by hand."""
        frame = self._fields.get("frame", {})
        codes = [code for group in frame.values() for code in group]
        self.desk.enter(AssignPage(self.desk, self.id, codes))

    def do_open(self) -> None:
        """The next step of it."""
        {"": self._pledge, "commitment": self._frame, "frame": self._reveal, "drawn": self._over}[self._stage]()

    def _group(self, code: str) -> str:
        """A stratum of the frame in words: of a kind its label, of anything else its code."""
        rules = self.session.ruleset.kind(code) if code else None
        return (code or "-") if rules is None else str(rules.kind.label)

    def _seed_name(self, *, anew: bool = False) -> str:
        """What the seed's file is called unless somebody says otherwise; of a revision with its number."""
        beside = Path(self.session.where).with_suffix("") if "://" not in self.session.where else Path("book")
        times = len(self.session.office.procedure.drawn_of(self.id)) + anew
        return f"{beside.name}-{self.id.replace('/', '-')}{f'-{times}' if times > 1 else ''}.seed"

    def _pledge(self) -> None:
        spots = [Spot("file", Text("keep the seed in", "种子存入"), Editor.on(self._seed_name()), about=_KEEP)]
        self.desk.enter(_Pledging(self.desk, _PLEDGED, spots, self._pledged))

    def _pledged(self, page: ActPage, *, again: bool = False) -> list[Change]:
        seed = secrets.token_hex(_SEED_BYTES)
        path = self._path(page.value("file"))
        try:
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        except OSError as error:
            raise CaseError(_NO_FILE.format(file=str(path), why=error.strerror or str(error))) from error
        with os.fdopen(handle, "w") as file:
            file.write(seed + "\n")
        if isinstance(page, _Pledging):
            page.seed = path
        return [Pledge(self.id, commitment_of(seed), again)]

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


class _Pledging(ActPage):
    """Where to keep a new seed: its file is gone again where the pledge was refused."""

    def do_submit(self) -> None:
        """Write the seed into its file, and put its hash on record."""
        self.seed: Path | None = None
        try:
            super().do_submit()
        except KaoheError:
            if self.seed is not None:
                self.seed.unlink(missing_ok=True)
            raise


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
    "drawn": Text("drawn; n draws anew, as a revision with its reason", "已抽取；按 n 写明事由后重新抽取（作为修订）"),
}
_KEEP = Text("a new file, yours alone; keep it until the seed is shown", "仅本人可读的新文件；公开种子前请妥善保存")
_CODES = Text(
    "empty: the roster. Else a file of codes, one a line; TOWNSHIP,VILLAGE for villages",
    "不填则为名册；否则每行一个代码，嘎查村写 苏木乡镇,嘎查村",
)
_SIZE = Text("empty: as the scheme says", "不填则按方案规定")
_SEED = Text("the file in which the seed was kept", "存放种子的文件")
_OVER = Text("it is drawn; n begins another draw, with its reason", "已抽取；按 n 写明事由后重新抽取")
_ANEW = Text("another draw, as a revision: a new seed is pledged", "重新抽取（作为修订）：承诺新的种子")
_WHY_ANEW = Text("why it is drawn again; ids, not names", "重新抽取的事由；写编号，不写姓名")
_AGREES = Text("computed again here: it agrees", "此处复算相符")
_DIFFERS = Text("! computed again here: it differs; draw anew", "! 此处复算不符；请重新抽取")
_PAIRS = Text("assessed <- assessed by", "被考核 <- 考核方")
_SUPERSEDED = Text("superseded, kept on record: {id}", "已被取代，记录保留：{id}")
_NOT_DRAWN = Text("it was not drawn", "未抽取")
_BELOW = Text("of the lower book {code}: it is only read here", "属下级账簿 {code}，此处只供查阅")
_NO_CROSS = Text("only a cross-assessment is arranged by hand", "只有交叉考核可人工安排")
_NOT_BEGUN = Text("nothing is drawn yet: Enter begins the first draw", "尚未抽取：按 Enter 开始第一次抽取")
_NO_FILE = Message("K7048", "{file} cannot be made ({why}); name another", "无法建立 {file}（{why}）；请另写文件名")
_NUMBER = Message("K7049", "{text} is no number; write how many are drawn", "{text} 不是数；请写抽取多少")
_LONG = Message("K7050", "{file} is too long for a list of codes", "{file} 过长，不是代码清单")
