"""`kaohe office draw`: samples, cross-assessments and lots, by a seed pledged before and shown after."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import click

from ...errors import KaoheError
from ...office import Assign, Frame, Office, Pledge, Reveal
from ...office.procedure import Procedures, Subject, commitment_of
from ...words import Message, Text
from .._base import JSON_OPTION, Command, Group, Option
from .._out import both, complain, say, say_json
from .._table import table
from ._base import BOOK, REASON, at_office, pairs, saving, tell
from ._days import DOCUMENT

__all__ = ["draw"]

_ID = click.argument("id_", metavar="DRAW")  # as `draw list` has it, or a part of it that no other has
_BYTES = 32
_EXISTS = Message(
    "K5301",
    "{file} exists; a seed is never written over another: name a new file with --keep",
    "{file} 已存在；种子不覆盖原文件：请用 --keep 指定新文件",
)
_UNREAD = Message("K5302", "{file}: {why}; check the path", "{file}：{why}；请检查路径")
_TOO_LONG = Message(
    "K5303", "{file} has more than {most} lines; give one frame a file", "{file} 超过 {most} 行；每个文件只放一个抽样框"
)
_DIFFERS = Message(
    "K5304",
    "{id}: what is on record is not what seed and frame give; run kaohe book verify, and draw anew with --again",
    "{id}：记录与种子和抽样框计算的结果不符；请运行 kaohe book verify，并用 --again 重新抽取",
)
_MOST_LINES, _MOST_BYTES = 100_000, 8_000_000


@click.group(
    cls=Group,
    text=Text(
        "Draw samples, cross-assessments and lots: pledge a seed, freeze the frame, reveal the seed. Anybody can check it.",
        "抽取样本、交叉考核与抽签：承诺种子、冻结抽样框、公开种子；任何人都可复核。",
    ),
)
def draw() -> None:
    """Hold the commands of draws."""


@draw.command(
    "list",
    cls=Command,
    text=Text(
        "List what is drawn, and how far each draw has come. DRAW of the other commands is its id, or one part of it that no "
        "other has (villages, half-1, lot).",
        "列出应抽取的事项及进展。其他命令中的 DRAW 写其编号，或其中唯一的一段（如 villages、half-1、lot）。",
    ),
)
@BOOK
@JSON_OPTION
def list_(*, where: str, as_json: bool) -> None:
    """List draws."""
    with at_office(where, writable=False) as office:
        steps = office.procedure
        found = steps.subjects()
        if as_json:
            rows = [_data(one, steps) for one in found]
            say_json({"subjects": rows, "draws": steps.draws, "assignments": steps.assignments})
            return
        head = [Text("draw", "抽取"), Text("what", "事项"), Text("state", "进展"), Text("drawn", "结果")]
        lines = [(one.id, str(one.label), str(_state(steps.draw(one.id))), _drawn(steps.draw(one.id))) for one in found]
        for line in table([[str(one) for one in head], *lines]):
            say(line)
        for early in steps.early_marks()[:20]:
            complain(early.text.told())


def _named(office: Office, text: str) -> str:
    """The draw of that id, or the only one with that part between its strokes: "villages", "half-1", "lot"."""
    found = [one.id for one in office.procedure.subjects()] if "/" not in text else []
    parts = [id_ for id_ in found if text in id_.split("/")]
    return parts[0] if len(parts) == 1 and text not in found else text


def _data(one: Subject, steps: Procedures) -> dict[str, Any]:
    about = {"id": one.id, "sort": one.sort, "step": one.step, "clause": one.clause, "label": both(one.label)}
    return {**about, "needs_codes": one.needs_codes, "draw": steps.draw(one.id)}


def _state(fields: Mapping[str, Any] | None) -> Text:
    if fields is None:
        return Text("nothing yet", "未开始")
    if "drawn" in fields:
        return Text("drawn", "已抽取")
    return Text("frame frozen", "抽样框已冻结") if "frame" in fields else Text("seed pledged", "种子已承诺")


def _drawn(fields: Mapping[str, Any] | None) -> str:
    if fields is None or "drawn" not in fields:
        return ""
    codes = [code for group in sorted(fields["drawn"]) for code in fields["drawn"][group]]
    return " ".join(codes[:8]) + (f" (+{len(codes) - 8})" if len(codes) > 8 else "")  # a line's worth


@draw.command(
    cls=Command,
    text=Text(
        "Make a seed, keep it in a file of yours, and put its hash on record: before the frame is frozen.",
        "生成种子并存入您自己的文件，将其哈希记入账簿：须在冻结抽样框之前。",
    ),
)
@BOOK
@_ID
@click.option(
    "--keep",
    required=True,
    metavar="FILE",
    cls=Option,
    text=Text("the new file that keeps the seed", "存放种子的新文件"),
)
@click.option(
    "--again", is_flag=True, cls=Option, text=Text("a revision, with its reason", "作为修订重新抽取（须写理由）")
)
@REASON
@JSON_OPTION
@saving
def pledge(*, where: str, id_: str, keep: str, again: bool, reason: str, as_json: bool) -> None:
    """Pledge a seed."""
    with at_office(where) as office:
        seed = secrets.token_hex(_BYTES)
        with _kept(keep, seed):
            saved = office.save([Pledge(_named(office, id_), commitment_of(seed), again)], reason=reason)
        tell(saved, as_json=as_json)


class _kept:  # noqa: N801  # read as a word where it is used
    """A new file of the owner's alone that holds the seed; gone again where the pledge was refused."""

    def __init__(self, file: str, seed: str) -> None:
        self.file, self.seed = Path(file), seed

    def __enter__(self) -> None:
        try:
            handle = os.open(self.file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError as error:
            raise KaoheError(_EXISTS.format(file=self.file)) from error
        except OSError as error:
            raise KaoheError(_UNREAD.format(file=self.file, why=error.strerror or "-")) from error
        with os.fdopen(handle, "w", encoding="utf-8") as out:
            out.write(self.seed + "\n")

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is not None:
            self.file.unlink(missing_ok=True)


def _read(file: str) -> list[str]:
    try:
        with Path(file).open("rb") as source:
            raw = source.read(_MOST_BYTES + 1)
        lines = raw.decode("utf-8-sig").splitlines()
    except OSError as error:
        raise KaoheError(_UNREAD.format(file=file, why=error.strerror or "-")) from error
    except UnicodeDecodeError as error:
        raise KaoheError(_UNREAD.format(file=file, why=Text("it is not UTF-8", "不是 UTF-8 编码"))) from error
    if len(raw) > _MOST_BYTES or len(lines) > _MOST_LINES:
        raise KaoheError(_TOO_LONG.format(file=file, most=_MOST_LINES))
    return [line.strip() for line in lines if line.strip()]


def _codes(file: str) -> dict[str, list[str]]:
    """The codes of a file by group: one a line, or GROUP,CODE."""
    found: dict[str, list[str]] = {}
    for line in _read(file):
        group, comma, code = line.rpartition(",")
        found.setdefault(group.strip() if comma else "", []).append(code.strip())
    return found


@draw.command(
    cls=Command,
    text=Text(
        "Freeze what DRAW is drawn from, as the book stands: the roster, a tie, or a list of codes.",
        "按账簿现状冻结 DRAW 的抽样框：名册、并列人员或代码清单。",
    ),
)
@BOOK
@_ID
@click.option(
    "--codes",
    default="",
    metavar="FILE",
    cls=Option,
    text=Text("codes, one a line; villages as TOWNSHIP,VILLAGE", "代码清单，每行一个；嘎查村写成 苏木乡镇,嘎查村"),
)
@click.option(
    "--size",
    type=int,
    default=None,
    metavar="N",
    cls=Option,
    text=Text("how many, where the scheme does not say", "抽取数（方案未规定时）"),
)
@DOCUMENT
@REASON
@JSON_OPTION
@saving
def frame(*, where: str, id_: str, codes: str, size: int | None, document: str, reason: str, as_json: bool) -> None:
    """Freeze a frame."""
    with at_office(where) as office:
        given = _codes(codes) if codes else None
        tell(office.save([Frame(_named(office, id_), given, size, document)], reason=reason), as_json=as_json)


@draw.command(
    cls=Command,
    text=Text(
        "Show the seed that was pledged: what is drawn follows from it and the frame. Lots decide their tie at once.",
        "公开所承诺的种子：由种子和抽样框得出抽取结果；抽签同时裁定并列。",
    ),
)
@BOOK
@_ID
@click.option(
    "--seed",
    "file",
    required=True,
    metavar="FILE",
    cls=Option,
    text=Text("the file that keeps the seed", "存放种子的文件"),
)
@REASON
@JSON_OPTION
@saving
def reveal(*, where: str, id_: str, file: str, reason: str, as_json: bool) -> None:
    """Reveal a seed."""
    with at_office(where) as office:
        seed, id_ = "".join(_read(file)), _named(office, id_)
        saved = office.save([Reveal(id_, seed)], reason=reason)
        if as_json:
            say_json({"receipt": saved.receipt.full, "documents": saved.documents, "draw": office.procedure.draw(id_)})
            return
        tell(saved, as_json=False)
        say(_drawn(office.procedure.draw(id_)))


@draw.command(
    cls=Command,
    text=Text("Compute every draw on record again from its seed and frame.", "由种子和抽样框重新计算每次抽取并核对。"),
)
@BOOK
@JSON_OPTION
def check(*, where: str, as_json: bool) -> None:
    """Check draws."""
    with at_office(where, writable=False) as office:
        steps = office.procedure
        found = {id_: steps.holds(id_) for id_, fields in steps.draws.items() if "drawn" in fields}
        if as_json:
            say_json(found)
        else:
            for line in _checked(found):
                say(line)
        wrong = [id_ for id_, holds in found.items() if not holds]
        if wrong:
            raise KaoheError(_DIFFERS.format(id=", ".join(wrong)))


def _checked(found: Mapping[str, bool]) -> Iterator[str]:
    text = Text("{n} draws computed again; {good} agree", "已重新计算 {n} 次抽取；{good} 次相符")
    yield str(text.format(n=len(found), good=sum(found.values())))


@draw.command(
    cls=Command,
    text=Text(
        "Record a cross-assessment arranged by hand: ASSESSED=ASSESSOR for each; nobody assesses its own.",
        "记录人工安排的交叉考核：逐个写 被考核=考核方；不得考核本单位。",
    ),
)
@BOOK
@_ID
@click.argument("given", metavar="ASSESSED=ASSESSOR...", nargs=-1, required=True)
@DOCUMENT
@REASON
@JSON_OPTION
@saving
def assign(*, where: str, id_: str, given: tuple[str, ...], document: str, reason: str, as_json: bool) -> None:
    """Assign by hand."""
    with at_office(where) as office:
        tell(office.save([Assign(_named(office, id_), pairs(given), document)], reason=reason), as_json=as_json)
