"""What a store refuses or reports; every text says what is safe and what to do next."""

from __future__ import annotations

from kaohe.errors import KaoheError

__all__ = ["Broken", "Busy", "Conflict", "Corrupt", "NoSpace", "Refused", "StoreError"]


class StoreError(KaoheError):
    """Anything a store can say no to."""


class Refused(StoreError):  # noqa: N818, the design names it so
    """A value, a place or an act that this store never accepts; nothing was stored."""


class Conflict(StoreError):  # noqa: N818, the design names it so
    """A document was changed since the writer read it; nothing was stored."""


class Busy(StoreError):  # noqa: N818, the design names it so
    """Another process held the book for longer than the caller's patience; nothing was stored."""


class NoSpace(StoreError):  # noqa: N818, the design names it so
    """The disk, the quota or the file size limit is used up; nothing was stored, the handle still works."""


class Broken(StoreError):  # noqa: N818, the design names it so
    """The disk or the database failed under the handle, which is dead until the book is reopened.

    What was acknowledged before is kept. Whether the last commit was stored is known after reopening.
    """


class Corrupt(StoreError):  # noqa: N818, the design names it so
    """The book's bytes are not those that were written, or do not reach the receipt that was shown."""
