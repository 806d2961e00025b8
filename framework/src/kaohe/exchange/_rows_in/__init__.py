"""One row a person: who is new, and what each cell says of the inputs, links, ballots and re-checks of their kind."""

from __future__ import annotations

from ._rows import PersonRows

__all__ = ["PersonRows"]
