"""What a table to sign is declared in; a scheme without printed tables needs none of it."""

from __future__ import annotations

from ._printed import Column

__all__ = ["Column"]
