"""Making files that are whole or not there, where books may be, and the sentences about paths."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from secrets import token_hex

from kaohe.words import Message

from ._chain import line_of
from ._disk import Disk, local_filesystem, network_filesystem
from ._errors import NoSpace, Refused, StoreError
from ._values import Record

__all__ = [
    "NO_SPACE",
    "cannot_open",
    "check_name",
    "check_place",
    "local_warnings",
    "make_ledger",
    "no_space",
    "not_a_book",
    "refuse_network",
    "write_new",
]

NO_SPACE = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
# What a file system without second names (FAT, exFAT, some shared folders) answers; Linux says EPERM.
_NO_LINKS = {errno.EPERM, errno.ENOSYS, errno.EOPNOTSUPP, errno.ENOTSUP}


def make_ledger(path: Path, records: Iterable[Record], *, mode: int, disk: Disk | None = None) -> None:
    """Create a ledger file of these records; it appears under its name whole or not at all."""
    disk = disk or Disk()
    refuse_network(path, disk)
    write_new(path, b"".join(line_of(record) for record in records), mode=mode, disk=disk)


def write_new(path: Path, data: bytes, *, mode: int, disk: Disk) -> None:
    """Create a file of `data` that is whole, on the disk, and the only one of its name; or raise, leaving nothing."""

    def use(draft: Path) -> None:
        _write_draft(draft, data, mode, disk)
        _name(draft, path, mode, disk)
        disk.sync_directory(path.parent)

    _with_draft(path, disk, use)


def check_place(path: Path, disk: Disk) -> None:
    """Raise what `make_ledger` would raise there at this moment."""
    refuse_network(path, disk)

    def use(draft: Path) -> None:
        if os.path.lexists(path):
            raise FileExistsError
        _write_draft(draft, b"", 0o600, disk)
        disk.unlink(draft)

    _with_draft(path, disk, use)


def _with_draft(path: Path, disk: Disk, use: Callable[[Path], None]) -> None:
    """Work with a draft of that file, which an error or an interruption leaves nothing of.

    Its name is one that nobody else has, so that what a kill leaves there stands in nobody's way.
    """
    check_name(path)
    _check_spelling(path)
    draft = path.with_name(f".{path.name}.{token_hex(4)}.new")
    try:
        try:
            use(draft)
        except BaseException:
            with suppress(OSError):
                disk.unlink(draft)
            raise
    except OSError as error:
        raise _cannot_make(path, error) from error


def _write_draft(draft: Path, data: bytes, mode: int, disk: Disk) -> None:
    fd = disk.make(draft, mode)
    try:
        while data:
            data = data[disk.write(fd, data) :]
        disk.fsync(fd)
    finally:
        disk.close(fd)


def _name(draft: Path, path: Path, mode: int, disk: Disk) -> None:
    """Give a draft its name, which must be free."""
    try:
        disk.link(draft, path)
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        _name_without_links(draft, path, mode, disk)
    else:
        disk.unlink(draft)


def _name_without_links(draft: Path, path: Path, mode: int, disk: Disk) -> None:
    # A plain rename would take the place of another's file, so an empty one takes the name first, which fails where one
    # is. Killed between the two calls that is what stays: it is refused as no book, and holds nothing.
    disk.close(disk.make(path, mode))
    try:
        disk.rename(draft, path)
    except BaseException:
        with suppress(OSError):
            if disk.stat_path(path).st_size == 0:  # else it was renamed before the interruption
                disk.unlink(path)
        raise


def check_name(path: Path) -> None:
    """Raise Refused for a path that can name no file: an empty one, a folder's root, one with a NUL."""
    if not path.name or "\0" in str(path):
        raise Refused(
            Message(
                "K4023", "{path} names no file; write the name of a file", "{path} 不是文件名；请写出文件名"
            ).format(path=repr(str(path)))
        )


def _check_spelling(path: Path) -> None:
    try:
        str(path).encode()
    except UnicodeEncodeError as error:
        raise Refused(
            Message(
                "K4024",
                "{path} is not UTF-8, so that nobody could type it again; nothing was made. Choose another name",
                "{path} 不是 UTF-8，无法再次输入；未创建任何内容。请另取名称",
            ).format(path=str(path))
        ) from error


def refuse_network(path: Path, disk: Disk) -> None:
    """Raise Refused where the file that `path` names, links followed, is or would be on a network file system."""
    kind = disk.filesystem(path)
    if network_filesystem(kind):
        raise Refused(
            Message(
                "K4025",
                "{path} is on {kind}, a network file system, where locks and fsync depend on another machine"
                " and a save can be lost; keep the book on a local disk, or use a PostgreSQL URL for many hosts",
                "{path} 位于网络文件系统 {kind}，其锁与落盘取决于另一台机器，保存可能丢失；"
                "请将账簿放在本地磁盘，多机使用请用 PostgreSQL 地址",
            ).format(path=str(path), kind=kind)
        )


def not_a_book(path: Path) -> StoreError:
    return Refused(
        Message(
            "K4026",
            "{path} is not a Kaohe book; it was not touched. Check the name",
            "{path} 不是 Kaohe 账簿；未作改动。请检查名称",
        ).format(path=str(path))
    )


def local_warnings(path: Path, disk: Disk) -> list[Message]:
    """What to know of the file system under `path`, where it is not one of which it is known that it keeps its word."""
    kind = disk.filesystem(path)
    if kind in ("tmpfs", "ramfs"):
        text = Message(
            "K4091",
            "{path} is on {kind}, which is memory: a power cut takes the whole book. Copy it to a disk",
            "{path} 位于内存文件系统 {kind}：断电即失去整本账簿。请复制到磁盘",
        )
    elif not local_filesystem(kind):
        text = Message(
            "K4092",
            "{path} is on a file system of the type {kind}, of which Kaohe does not know whether locks and fsync hold"
            " there; keep the book on a local disk (ext4, xfs, btrfs ...), or ask the administrator",
            "{path} 所在文件系统类型为 {kind}，无法确认其锁与落盘可靠；请将账簿放在本地磁盘（ext4、xfs、btrfs 等），或询问管理员",
        )
    else:
        return []
    return [text.format(path=str(path), kind=kind or "?")]


def cannot_open(path: Path, error: OSError) -> StoreError:
    if isinstance(error, FileNotFoundError):
        text = Message(
            "K4027",
            "there is no book at {path}; check the name, or make one with kaohe book new",
            "{path} 处没有账簿；请检查名称，或用 kaohe book new 新建",
        )
    elif error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        text = Message(
            "K4028",
            "{path} cannot be opened for writing ({why}); its contents are safe. Ask its owner for the right, or"
            " read it with kaohe book info",
            "{path} 无法以可写方式打开（{why}）；其内容无恙。请向所有者申请权限，或用 kaohe book info 查看",
        )
    else:
        text = Message("K4029", "{path} cannot be opened: {why}", "{path} 无法打开：{why}")
    return Refused(text.format(path=str(path), why=os.strerror(error.errno or 0)))


def _cannot_make(path: Path, error: OSError) -> StoreError:
    if isinstance(error, FileExistsError):
        return Refused(
            Message(
                "K4030",
                "{path} exists already and was not touched; choose another name",
                "{path} 已存在，未作改动；请另取名称",
            ).format(path=str(path))
        )
    if error.errno in NO_SPACE:
        return NoSpace(no_space(path, error))
    return Refused(
        Message(
            "K4031",
            "{path} could not be made: {why}; nothing was stored. Check the folder and its rights",
            "无法创建 {path}：{why}；未存入任何内容。请检查文件夹及其权限",
        ).format(path=str(path), why=os.strerror(error.errno or 0))
    )


def no_space(path: Path, error: OSError) -> Message:
    return Message(
        "K4032",
        "no room for this change in {path} ({why}); it was not stored, everything before it is safe."
        " Free some space and save again",
        "{path} 没有空间存入本次改动（{why}）；本次未存入，此前内容无恙。请腾出空间后重新保存",
    ).format(path=str(path), why=os.strerror(error.errno or 0))
