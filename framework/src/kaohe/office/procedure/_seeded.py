"""Drawing by a seed: exact whole numbers, the same on every machine, and nobody favoured by a remainder.

The key is SHA-256 of the seed, a newline and the hash of the frame in hexadecimal digits. Block number i (from 0) is
SHA-256 of the key followed by i in eight bytes, biggest first, read as a number of 256 bits. A number below n is the
first block below the largest multiple of n, modulo n; blocks at or above it are passed over.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from attrs import define, field

__all__ = ["Stream", "commitment_of"]

_BITS = 256


def commitment_of(seed: str) -> str:
    """What stands on record before a seed is shown: its SHA-256, 64 hexadecimal digits."""
    return hashlib.sha256(seed.encode()).hexdigest()


@define
class Stream:
    """The numbers that follow from a seed and a frame."""

    seed: str
    frame: str
    _key: bytes = field(init=False)
    _next: int = field(default=0, init=False)

    def __attrs_post_init__(self) -> None:
        self._key = hashlib.sha256(f"{self.seed}\n{self.frame}".encode()).digest()

    def below(self, bound: int) -> int:
        """The next number from 0 to `bound` - 1, each as likely."""
        limit = (1 << _BITS) - (1 << _BITS) % bound
        while True:
            block = int.from_bytes(hashlib.sha256(self._key + self._next.to_bytes(8, "big")).digest(), "big")
            self._next += 1
            if block < limit:
                return block % bound

    def drawn(self, codes: Sequence[str], number: int) -> list[str]:
        """`number` of the codes in the order in which they are drawn; the codes are taken in their sorted order."""
        left = sorted(codes)
        for place in range(number):
            other = place + self.below(len(left) - place)
            left[place], left[other] = left[other], left[place]
        return left[:number]

    def crossed(self, codes: Sequence[str]) -> dict[str, str]:
        """Each code with another that assesses it, each assessing one: shuffled again until nobody meets itself."""
        own = sorted(codes)
        while True:
            others = self.drawn(own, len(own))
            if all(one != other for one, other in zip(own, others, strict=True)):
                return dict(zip(own, others, strict=True))
