"""Making many objects that stay: none of them is garbage, so that looking for garbage meanwhile is wasted time."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["no_collection"]


@contextmanager
def no_collection() -> Iterator[None]:
    """While a few hundred thousand objects are made, as by reading or evaluating a case, nothing is collected.

    Nor are they looked through as young ones at the next occasion: freezing and thawing makes them old at once.
    """
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.freeze()
            gc.unfreeze()
            gc.enable()
