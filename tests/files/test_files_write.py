"""Writing: whole or not at all, over nothing unasked, and through no file that somebody laid out before."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path
from typing import Any

import pytest

from kaohe.files import write


def names(folder: Path) -> list[str]:
    """What stands in a folder, hidden files too."""
    return sorted(os.listdir(folder))


def test_a_file_is_written_whole(tmp_path: Path) -> None:
    """Text as UTF-8, bytes as they are, nothing beside it."""
    write(tmp_path / "a.txt", "甲")
    write(tmp_path / "b.bin", b"\x00")
    assert (tmp_path / "a.txt").read_bytes() == "甲".encode()
    assert names(tmp_path) == ["a.txt", "b.bin"]


@pytest.mark.parametrize("there", ["file", "folder", "link", "dead link", "pipe"])
def test_nothing_is_overwritten_unasked(there: str, tmp_path: Path) -> None:
    """Whatever stands at the name stays, and what a link names is not touched."""
    path, other = tmp_path / "x", tmp_path / "other"
    other.write_text("kept", encoding="utf-8")
    made: dict[str, Any] = {
        "file": lambda: path.write_text("kept", encoding="utf-8"),
        "folder": path.mkdir,
        "link": lambda: path.symlink_to(other),
        "dead link": lambda: path.symlink_to(tmp_path / "target"),
        "pipe": lambda: os.mkfifo(path),
    }
    made[there]()
    before = names(tmp_path)
    with pytest.raises(FileExistsError) as caught:
        write(path, "new")
    assert (caught.value.filename, names(tmp_path)) == (str(path), before)
    assert other.read_text(encoding="utf-8") == "kept"


def test_a_file_is_replaced_with_its_permissions_through_its_link(tmp_path: Path) -> None:
    """Asked to replace, the file goes, its mode stays, and a link to it stays a link."""
    (tmp_path / "file").write_text("old", encoding="utf-8")
    (tmp_path / "file").chmod(0o640)
    (tmp_path / "link").symlink_to("file")
    write(tmp_path / "link", "new", replace=True)
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "file").read_text(encoding="utf-8") == "new"
    assert stat.S_IMODE((tmp_path / "file").stat().st_mode) == 0o640
    with pytest.raises(OSError, match="Invalid"):
        write(Path("/dev/null"), "x", replace=True)


@pytest.mark.parametrize("broken", ["fsync", "link", "write", "interrupt", "open"])
@pytest.mark.parametrize("replace", [True, False])
def test_a_write_that_fails_leaves_everything_as_it_was(
    broken: str, replace: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A full disk, Ctrl-C or a failing call: the old file, no new one, no folder, nothing beside."""
    path = tmp_path / "x.txt" if replace else tmp_path / "new" / "deep" / "x.txt"
    if replace:
        path.write_text("old", encoding="utf-8")

    def fails(*_: Any, **__: Any) -> Any:
        raise KeyboardInterrupt if broken == "interrupt" else OSError(errno.ENOSPC, "No space left on device")

    where = {"link": "replace" if replace else "link", "interrupt": "fsync"}.get(broken, broken)
    if where == "replace":
        monkeypatch.setattr(Path, "replace", fails)
    elif where == "write":
        monkeypatch.setattr("kaohe.files._write.open", _full, raising=False)
    else:
        monkeypatch.setattr(os, where, fails)
        if where == "link":
            monkeypatch.setattr(Path, "replace", fails)
    with pytest.raises((OSError, KeyboardInterrupt)):
        write(path, "new", replace=replace, folders=True)
    monkeypatch.undo()
    assert names(tmp_path) == (["x.txt"] if replace else [])
    assert not replace or path.read_text(encoding="utf-8") == "old"


def _full(handle: int, mode: str) -> Any:
    """A file on a full disk."""
    os.close(handle)
    return open("/dev/full", mode)  # the caller closes it


def test_where_second_names_are_unknown_a_file_is_written_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On a file system without links; and there, too, nothing is overwritten."""

    def unknown(*_: Any, **__: Any) -> Any:
        raise OSError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "link", unknown)
    write(tmp_path / "x", "one")
    with pytest.raises(FileExistsError):
        write(tmp_path / "x", "two")
    assert (names(tmp_path), (tmp_path / "x").read_text(encoding="utf-8")) == (["x"], "one")


def test_a_temporary_file_cannot_be_foreseen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its name is drawn anew each time, and one that stands there already is not taken."""
    seen: list[tuple[str, int]] = []
    really = os.open

    def watched(path: Any, flags: int, *rest: Any, **named: Any) -> int:
        if flags & os.O_CREAT:
            seen.append((os.fspath(path), flags))
        return really(path, flags, *rest, **named)

    monkeypatch.setattr(os, "open", watched)
    for _ in range(3):
        write(tmp_path / "x", "x", replace=True)
    assert len({name for name, _ in seen}) == 3
    assert all(flags & os.O_EXCL and flags & os.O_NOFOLLOW for _, flags in seen)
    monkeypatch.setattr("secrets.token_hex", lambda size: "known")
    (tmp_path / ".x.known.tmp").symlink_to(tmp_path / "victim")
    with pytest.raises(FileExistsError):
        write(tmp_path / "x", "y", replace=True)
    assert not (tmp_path / "victim").exists()
