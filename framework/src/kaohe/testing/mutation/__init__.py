"""Mutation: what people get wrong, changed one declaration at a time, and whether the worked cases notice."""

from __future__ import annotations

__all__: list[str] = []
