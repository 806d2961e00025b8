"""What one start found out, kept for the next: a file in the user's cache, as long as nothing it rests on has changed.

It is believed only where it is whole and the user's own, and where Python, the path, the installed distributions and
every file of the packages that were imported to make it are as they were. In doubt it is made anew. Whatever is wrong
with the file or its folder is never an error.
"""

from __future__ import annotations

import json
import os
import stat
import sys
import time
import zlib
from collections.abc import Iterator, Sequence
from types import ModuleType
from typing import Any

__all__ = ["keep", "kept"]

_MOST = 4_000_000
_SETTLED = 2_000_000_000  # nanoseconds: what changed so shortly before the start may change again within its time stamp
_STARTED = time.time_ns()
_OPEN = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
_METADATA = ("METADATA", "PKG-INFO", "entry_points.txt")
_OF_A_READER = "KAOHE_LANG"  # what is kept is in both languages

Stamp = tuple[str, os.stat_result | None]


def kept(name: str) -> Any:
    """The value kept under `name`, None where there is none that can be believed."""
    try:
        mark, _, body = _own_bytes(_file(name)).partition(b"\n")
        found = json.loads(body) if mark == _mark(body) else {}
        return found["value"] if found["seen"] == _seen(found["roots"])[0] else None
    except (OSError, ValueError, LookupError, TypeError):
        return None


def keep(name: str, value: Any) -> None:
    """Keep a JSON value, where that can be done and nothing changed while it was found out."""
    from pathlib import Path  # what is only read needs neither

    from ..files import write

    try:
        file, roots = Path(_file(name)), _roots()
        seen, newest = _seen(roots)
        if newest + _SETTLED < _STARTED and not file.is_symlink() and _is_own(str(file.parent)):
            body = json.dumps({"seen": seen, "roots": roots, "value": value}).encode()
            write(file, _mark(body) + b"\n" + body, replace=True, folders=True, mode=0o600)
    except (OSError, ValueError):
        return


def _file(name: str) -> str:
    """Where it lies, one file for each environment of Python. Raises ValueError where the user has no place."""
    folder = os.environ.get("XDG_CACHE_HOME", "")
    if not os.path.isabs(folder):
        folder = os.path.join(os.path.expanduser("~"), ".cache")
    if not os.path.isabs(folder):
        raise ValueError(folder)
    return os.path.join(folder, "kaohe", f"{name}-{_mark(os.fsencode(sys.prefix)).decode()}.json")


def _mark(body: bytes) -> bytes:
    """A sum that tells of damage; against other people there is `_own_bytes`."""
    return f"{zlib.crc32(body):08x}".encode()


def _own_bytes(file: str) -> bytes:
    """The bytes of a regular file that nobody but this user can have written. Raises OSError."""
    with open(os.open(file, _OPEN), "rb") as opened:
        found = os.fstat(opened.fileno())
        own = stat.S_ISREG(found.st_mode) and found.st_uid == os.geteuid() and not found.st_mode & 0o022
        if not own or found.st_nlink != 1 or found.st_size > _MOST:
            raise PermissionError(file)
        return opened.read()


def _is_own(folder: str) -> bool:
    """Whether what is made there is made in a folder of this user: root leaves nothing in another's home."""
    while not os.path.exists(folder):
        folder = os.path.dirname(folder)
    return os.stat(folder).st_uid == os.geteuid()


def _roots() -> list[str]:
    """The folders of the packages, and the single modules, that are imported and do not come with Python.

    Raises ValueError for what stands among the modules and is none: nobody knows what it was made of.
    """
    found: set[str] = set()
    for name, module in list(sys.modules.items()):
        if "." in name or name in sys.stdlib_module_names:
            continue
        if not isinstance(module, ModuleType):
            raise ValueError(name)
        found.update(map(str, vars(module).get("__path__") or [vars(module).get("__file__") or ""]))
    return sorted(found)


def _seen(roots: Sequence[str]) -> tuple[str, int]:
    """All that it rests on, line by line, and when the newest of the files last changed. Raises OSError in doubt."""
    variables = sorted(item for item in os.environ.items() if item[0].startswith("KAOHE_") and item[0] != _OF_A_READER)
    stamps, newest = [f"{sys.version} {sys.flags} {variables}"], 0
    for path, found in _stamps(roots):
        stamps.append(f"{path} {found and (found.st_size, found.st_mtime_ns, found.st_ctime_ns)}")
        newest = max(newest, found.st_ctime_ns if found else 0)
    return "\n".join(stamps), newest


def _stamps(roots: Sequence[str]) -> Iterator[Stamp]:
    """What could be imported from the path, the distributions there, and every file below `roots`."""
    for folder in map(os.path.abspath, sys.path):
        yield folder, _file_at(folder)
        for entry in _entries(folder):
            yield entry.path, None
            if entry.name.endswith((".dist-info", ".egg-info")):
                yield from ((path, _file_at(path)) for path in (os.path.join(entry.path, one) for one in _METADATA))
                yield entry.path, _file_at(entry.path)
    for root in roots:
        yield root, _file_at(root)
        yield from _below(root)


def _below(folder: str) -> Iterator[Stamp]:
    for entry in _entries(folder):
        if not entry.is_dir():
            yield entry.path, _file_at(entry.path)
        elif entry.is_symlink():
            raise OSError(entry.path)  # it may lead round in circles
        else:
            yield from _below(entry.path)


def _entries(folder: str) -> list[os.DirEntry[str]]:
    """What stands in a folder, but what Python compiled, which it holds to the sources itself."""
    try:
        with os.scandir(folder) as found:
            return sorted((one for one in found if one.name != "__pycache__"), key=lambda one: one.name)
    except OSError:  # an archive on the path, a single module, a folder that is not there
        return []


def _file_at(path: str) -> os.stat_result | None:
    """A file's size and times, None where there is none; those of a folder tell nothing."""
    try:
        found = os.stat(path)
    except OSError:
        return None
    return found if stat.S_ISREG(found.st_mode) else None
