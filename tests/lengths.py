"""How long a run is: short in `make test`, long in `make torture`, which sets KAOHE_TORTURE."""

from __future__ import annotations

import os

__all__ = ["TORTURE", "scaled"]

TORTURE = bool(os.environ.get("KAOHE_TORTURE"))


def scaled(short: int, long: int) -> int:
    """`short` in the normal suite, `long` under KAOHE_TORTURE."""
    return long if TORTURE else short
