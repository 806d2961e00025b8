"""Writing a file in one step: whole and on the disk, or not at all, and never over another unasked."""

from __future__ import annotations

import errno
import os
import secrets
import stat
from pathlib import Path

__all__ = ["sync_folder", "write"]

_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC


def write(path: Path, data: str | bytes, *, replace: bool = False, folders: bool = False, mode: int = 0o666) -> None:
    """Write `data` (a text as UTF-8) to `path` and wait until it is on the disk.

    With `replace` an existing file goes and its permissions stay; without, FileExistsError. With `folders` those of
    `path` are made. `mode` is that of a new file, less the umask. Raises OSError naming `path`; then everything is
    as it was before, folders too.
    """
    body = data.encode() if isinstance(data, str) else data
    made: list[Path] = []
    try:
        target = _target(path) if replace else path
        made = _folders(path.parent) if folders else []
        _put(target, body, replace=replace, mode=mode)
    except BaseException as error:
        for folder in reversed(made):
            _forget(folder)
        if isinstance(error, OSError | ValueError):
            raise _named(error, path) from error
        raise


def _target(path: Path) -> Path:
    """The regular file to replace: what a link names, not the link. Raises OSError for anything else."""
    found = path.resolve()
    if found.exists() and not stat.S_ISREG(found.stat().st_mode):
        raise OSError(errno.EINVAL, os.strerror(errno.EINVAL))
    return found


def _folders(folder: Path) -> list[Path]:
    """Make the folders that are not there; gives those made, outermost first."""
    missing = []
    while not folder.exists():
        missing.append(folder)
        folder = folder.parent
    made: list[Path] = []
    try:
        for new in reversed(missing):
            new.mkdir()
            made.append(new)
    except BaseException:
        for new in reversed(made):
            _forget(new)
        raise
    return made


def _put(path: Path, body: bytes, *, replace: bool, mode: int) -> None:
    # Nobody can foresee the name, and O_EXCL | O_NOFOLLOW takes no file or link that stands there already.
    beside = path.with_name(f".{path.name[:40]}.{secrets.token_hex(8)}.tmp")
    try:
        handle = os.open(beside, _NEW, mode)
        with open(handle, "wb") as file:
            if replace and path.exists():
                os.fchmod(handle, path.stat().st_mode & 0o777)
            file.write(body)
            file.flush()
            os.fsync(handle)
        if replace:
            beside.replace(path)
        else:
            _name(beside, path)
    finally:
        beside.unlink(missing_ok=True)
    sync_folder(path.parent)


def _name(beside: Path, path: Path) -> None:
    """Give the file its name where that is free. Raises FileExistsError where it is not."""
    try:
        os.link(beside, path, follow_symlinks=False)
    except FileExistsError:
        raise
    except OSError:  # a file system without second names: take the name first, then fill it
        os.close(os.open(path, _NEW))
        try:
            beside.replace(path)
        except BaseException:
            path.unlink(missing_ok=True)
            raise


def sync_folder(folder: Path) -> None:
    """Make the names in a folder durable. Raises OSError."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno != errno.EINVAL:  # a file system that has no such promise to give
            raise
    finally:
        os.close(handle)


def _forget(folder: Path) -> None:
    try:
        folder.rmdir()
    except OSError:
        return


def _named(error: Exception, path: Path) -> OSError:
    number = error.errno if isinstance(error, OSError) and error.errno else errno.EINVAL
    return OSError(number, os.strerror(number), str(path))
