"""Every state a power cut can leave, enumerated from the calls a store made.

The model is the strict one: a file's bytes and a directory's names are safe only after their fsync. Bytes that were
written and not yet synced may be there up to any length, or be there with any sector still NUL; names that were made
or removed and not yet synced may be there or not, in any combination.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from attrs import define, field

SECTOR = 512
Log = list[tuple[object, ...]]
Files = dict[str, bytes]


@define
class _Disk:
    safe: dict[int, bytes] = field(factory=dict)
    pending: dict[int, bytes] = field(factory=dict)
    names: dict[str, int] = field(factory=dict)
    moves: list[tuple[str, int | None]] = field(factory=list)
    acknowledged: list[object] = field(factory=list)

    def apply(self, call: tuple[object, ...]) -> None:
        match call:
            case ("start", str(name), int(inode), bytes(data)):
                self.names[name], self.safe[inode] = inode, data
            case ("make", str(name), int(inode)):
                self.safe[inode] = b""
                self.moves.append((name, inode))
            case ("write", int(inode), bytes(data)):
                self.pending[inode] = self.pending.get(inode, b"") + data
            case ("fsync", int(inode)):
                self.safe[inode] = self.safe.get(inode, b"") + self.pending.pop(inode, b"")
            case ("link", str(source), str(target)):
                self.moves.append((target, self._now()[source]))
            case ("unlink", str(name)):
                self.moves.append((name, None))
            case ("syncdir",):
                self.names, self.moves = self._now(), []
            case ("ack", thing):
                self.acknowledged.append(thing)

    def _now(self, chosen: tuple[bool, ...] | None = None) -> dict[str, int]:
        names = dict(self.names)
        for (name, inode), done in zip(self.moves, chosen or [True] * len(self.moves), strict=True):
            if done:
                names.pop(name, None)
                if inode is not None:
                    names[name] = inode
        return names

    def states(self, step: int) -> Iterator[Files]:
        """The files a power cut may leave now."""
        for chosen in itertools.product((False, True), repeat=len(self.moves)):
            names = self._now(chosen)
            inodes = sorted(set(names.values()))
            for contents in itertools.product(*(self._contents(inode, step) for inode in inodes)):
                by_inode = dict(zip(inodes, contents, strict=True))
                yield {name: by_inode[inode] for name, inode in names.items()}

    def _contents(self, inode: int, step: int) -> list[bytes]:
        safe, pending = self.safe.get(inode, b""), self.pending.get(inode, b"")
        return [safe + more for more in _survivors(pending, len(safe), step)]


def _survivors(pending: bytes, offset: int, step: int) -> list[bytes]:
    lengths = {0, 1, len(pending) - 1, len(pending), *range(0, len(pending), step)}
    found = [pending[:length] for length in sorted(lengths) if 0 <= length <= len(pending)]
    edges = sorted({0, len(pending), *range(SECTOR - offset % SECTOR, len(pending), SECTOR)})
    sectors = list(itertools.pairwise(edges))
    for count in range(1, len(sectors) + 1):
        for lost in itertools.islice(itertools.combinations(sectors, count), 64):
            data = bytearray(pending)
            for start, end in lost:
                data[start:end] = bytes(end - start)
            found.append(bytes(data))
    return found


def crash_states(log: Log, *, step: int) -> Iterator[tuple[list[object], Files]]:
    """What was acknowledged and what files there are, for each state; equal ones once."""
    disk, seen = _Disk(), set()
    for call in [*log, ("end",)]:
        for files in disk.states(step):
            key = (len(disk.acknowledged), tuple(sorted(files.items())))
            if key not in seen:
                seen.add(key)
                yield list(disk.acknowledged), files
        disk.apply(call)
