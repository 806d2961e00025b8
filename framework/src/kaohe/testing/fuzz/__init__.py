"""The fuzz: cohorts and illegal facts drawn at random, and a counterexample made small."""

from __future__ import annotations

__all__: list[str] = []
