"""Mutation: what people get wrong, changed one declaration at a time, and whether the worked cases notice."""

from __future__ import annotations

from ._mutants import Mutant, mutants
from ._mutate import Mutation, Unnoticed, equivalent_of, mutate

__all__ = [
    "Mutant",
    "Mutation",
    "Unnoticed",
    "equivalent_of",
    "mutants",
    "mutate",
]
