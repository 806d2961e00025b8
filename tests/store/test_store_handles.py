"""An open book whose file or process changes underneath, and the file systems that a book may stand on."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from kaohe.store import Corrupt, Disk, Refused, create_book, open_book
from store_kit import handles
from store_kit.checks import entry
from store_kit.disks import Through
from store_kit.kits import HEADER, FileKit


@pytest.mark.parametrize("check", handles.EVERY_HANDLE, ids=lambda check: check.__name__)
def test_handle(tmp_path: Path, check: Callable[[FileKit], object]) -> None:
    """The handle keeps the promise that the check's name and first line state."""
    check(FileKit(tmp_path))


class Mounted(Through):
    """A disk on which the folder `far` is another machine's."""

    def __init__(self, far: Path) -> None:
        super().__init__()
        self.far = far

    def filesystem(self, path: Path) -> str:
        """The type by where links lead to, as the real one."""
        return "nfs4" if path.resolve().is_relative_to(self.far) else "ext4"


def test_link_to_a_network_mount(tmp_path: Path) -> None:
    """A local link to a file on a network mount is refused for writing as that file is, and so is a linked folder."""
    far, near = tmp_path / "far", tmp_path / "near"
    far.mkdir()
    near.mkdir()
    create_book(far / "a.book", HEADER)
    (near / "link.book").symlink_to(far / "a.book")
    (near / "folder").symlink_to(far)
    kit = FileKit(near, disk=lambda: Mounted(far))
    for place in (near / "link.book", near / "folder" / "a.book"):
        with pytest.raises(Refused, match="nfs4, a network file system"):
            kit.open(str(place))
        kit.open(str(place), writable=False).close()
    with pytest.raises(Refused, match="nfs4"):
        kit.make(str(near / "folder" / "new.book"))
    assert not (far / "new.book").exists()


def test_the_real_disk_follows_links(tmp_path: Path) -> None:
    """The type of file system is that of what a link leads to."""
    (tmp_path / "link").symlink_to("/proc/self/status")
    assert Disk().filesystem(tmp_path / "link") == "proc"
    assert Disk().filesystem(tmp_path) != "proc"


def test_append_only_file(tmp_path: Path) -> None:
    """A file that the file system lets only grow is written as any other."""
    kit = FileKit(tmp_path)
    place = kit.new()
    if shutil.which("chattr") is None or subprocess.run(["chattr", "+a", place], capture_output=True).returncode:  # noqa: S607, the system's
        pytest.skip("chattr +a needs root and a file system that knows it")
    try:
        with kit.open(place) as book:
            book.commit([entry(1)], reason="a")
            assert book.verify().records == 2
        with pytest.raises(OSError, match="not permitted"), Path(place).open("r+b"):
            pass
    finally:
        subprocess.run(["chattr", "-a", place], check=True)  # noqa: S607, the system's


def test_an_edit_hidden_by_an_append(tmp_path: Path) -> None:
    """An old record edited as another process appends passes an open handle, and neither `verify` nor the next opening."""
    kit = FileKit(tmp_path)
    place = kit.new()
    with kit.open(place) as book:
        book.commit([entry(1, text="aa")], reason="a")
        book.commit([entry(2)], reason="b")
        shutil.copy(place, tmp_path / "copy")
        with kit.open(str(tmp_path / "copy")) as copy:
            copy.commit([entry(3)], reason="c")
        grown = (tmp_path / "copy").read_bytes()
        Path(place).write_bytes(grown.replace(b"aa", b"ab"))
        assert book.head().seq == 3
        with pytest.raises(Corrupt):
            book.verify()
    with pytest.raises(Corrupt):
        kit.open(place)


@pytest.mark.parametrize("kind", ["", "fuse.mergerfs", "vfat", "somefs", "tmpfs"])
def test_file_system_that_is_not_known(tmp_path: Path, kind: str) -> None:
    """A file system that is not known to be local is warned of by its type, in both languages, and works."""

    class Strange(Through):
        def filesystem(self, path: Path) -> str:
            return kind

    kit = FileKit(tmp_path, disk=Strange)
    with kit.open(kit.new()) as book:
        (warning,) = book.warnings()
    assert (kind or "?") in warning.en
    assert (kind or "?") in warning.zh


@pytest.mark.parametrize("kind", ["ext4", "xfs", "btrfs", "zfs", "overlay"])
def test_local_file_system(tmp_path: Path, kind: str) -> None:
    """A local file system gives no warning."""

    class Local(Through):
        def filesystem(self, path: Path) -> str:
            return kind

    kit = FileKit(tmp_path, disk=Local)
    with kit.open(kit.new()) as book:
        assert book.warnings() == []


@pytest.mark.parametrize("kind", ["nfs", "virtiofs", "vboxsf", "fuse.rclone", "fuse.vmhgfs-fuse", "beegfs"])
def test_more_network_file_systems(tmp_path: Path, kind: str) -> None:
    """What another machine keeps, a virtual machine's host too, is refused for writing."""

    class Network(Through):
        def filesystem(self, path: Path) -> str:
            return kind

    with pytest.raises(Refused, match=kind):
        FileKit(tmp_path, disk=Network).new()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("where", ["", ".", "/", "a\0b"])
def test_path_that_names_no_file(where: str) -> None:
    """A path that can name no file is a sentence wherever it is given."""
    for call in (lambda: open_book(where), lambda: create_book(where, HEADER)):
        with pytest.raises(Refused, match="names no file"):
            call()
