"""The seam to the operating system: every call a file book makes, and nothing else, so tests can break each."""

from __future__ import annotations

import fcntl
import os
import re
import time
from pathlib import Path

__all__ = ["Disk", "local_filesystem", "network_filesystem"]

# The folders that a virtual machine shares with its host (9p, vboxsf ...) are another machine's too.
_NETWORK = re.compile(
    r"(nfs\d*|cifs|smb\w*|ncpfs|k?afs|9p|virtiofs|vboxsf|prl_fs|ceph|lustre|gfs2?|ocfs2|gpfs|panfs|orangefs|pvfs2"
    r"|glusterfs|coda|davfs|beegfs\w*"
    r"|fuse\.(sshfs|glusterfs|ceph\S*|s3\S*|dav\S*|rclone|smb\S*|curlftpfs|gcsfuse|goofys|juicefs|vmhgfs\S*))\Z"
)
_LOCAL = re.compile(r"(ext[234]|xfs|btrfs|zfs|f2fs|bcachefs|jfs|reiserfs|nilfs2|overlay|tmpfs|ramfs)\Z")


class Disk:
    """The real disk. Methods raise OSError and mean what the system call of that name means."""

    def open(self, path: Path, *, writable: bool) -> int:
        """Open an existing file; a writer can only append."""
        flags = os.O_RDWR | os.O_APPEND if writable else os.O_RDONLY
        return os.open(path, flags | os.O_CLOEXEC | os.O_NONBLOCK)  # nothing to wait for, were it a FIFO by now

    def make(self, path: Path, mode: int) -> int:
        """Create a file that must not exist, with `mode` whatever the umask."""
        fd = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, mode)
        os.fchmod(fd, mode)
        return fd

    def read(self, fd: int, count: int, offset: int) -> bytes:
        """Up to `count` bytes at `offset`."""
        return os.pread(fd, count, offset)

    def write(self, fd: int, data: bytes) -> int:
        """Append; may write less than all."""
        return os.write(fd, data)

    def fsync(self, fd: int) -> None:
        """Wait until the file is on the disk."""
        os.fsync(fd)

    def drop_cache(self, fd: int) -> None:
        """Forget cached pages, so that the next read shows what the disk has.

        After a failed fsync Linux marks pages clean that never reached it.
        """
        if hasattr(os, "posix_fadvise"):
            os.posix_fadvise(fd, 0, 0, os.POSIX_FADV_DONTNEED)

    def lock(self, fd: int) -> bool:
        """Take the writers' lock unless another holds it; the system frees it when the process ends."""
        try:
            fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def unlock(self, fd: int) -> None:
        """Give the lock back."""
        fcntl.flock(fd, fcntl.LOCK_UN)

    def stat(self, fd: int) -> os.stat_result:
        """Size and identity of an open file."""
        return os.fstat(fd)

    def stat_path(self, path: Path) -> os.stat_result:
        """Size and identity of what `path` names now."""
        return os.stat(path)

    def link(self, source: Path, target: Path) -> None:
        """A second name; fails where `target` exists."""
        os.link(source, target)

    def rename(self, source: Path, target: Path) -> None:
        """Another name, instead of what had it."""
        os.rename(source, target)

    def unlink(self, path: Path) -> None:
        """Remove a name."""
        os.unlink(path)

    def sync_directory(self, path: Path) -> None:
        """Wait until the names in a directory are on the disk."""
        fd = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            os.fsync(fd)
        finally:
            os.close(fd)

    def close(self, fd: int) -> None:
        """Close a file."""
        os.close(fd)

    def pause(self, seconds: float) -> None:
        """Wait."""
        time.sleep(seconds)

    def holder(self, fd: int) -> tuple[int, bool] | None:
        """The process that holds the lock, and whether it is stopped; None where the system does not say."""
        info = self.stat(fd)
        inode = f":{info.st_ino} "
        for line in _lines("/proc/locks"):
            parts = line.split()
            if "FLOCK" in parts and "->" not in parts and inode in line:
                pid = int(parts[4])
                if pid <= 0:  # in another container
                    return None
                return pid, any(re.match(r"State:\s+[tT]", text) is not None for text in _lines(f"/proc/{pid}/status"))
        return None

    def filesystem(self, path: Path) -> str:
        """The type of the file system that holds what `path` names ("ext4"); "" where the system does not say."""
        real = os.path.realpath(path)
        best, found = "", ""
        for line in _lines("/proc/self/mountinfo"):
            left, _, right = line.partition(" - ")
            mount = re.sub(r"\\([0-7]{3})", lambda match: chr(int(match[1], 8)), left.split()[4])
            inside = mount == "/" or real == mount or real.startswith(mount + "/")
            if inside and len(mount) >= len(best):
                best, found = mount, right.split()[0]
        return found


def _lines(path: str) -> list[str]:
    try:
        return os.fsdecode(Path(path).read_bytes()).splitlines()
    except OSError:
        return []


def network_filesystem(kind: str) -> bool:
    """Whether locks and fsync on this type of file system depend on a network."""
    return _NETWORK.match(kind) is not None


def local_filesystem(kind: str) -> bool:
    """Whether locks and fsync on this type of file system are known to be this machine's own."""
    return _LOCAL.match(kind) is not None
