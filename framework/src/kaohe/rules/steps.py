"""What a step of procedure asks for, said as data, so that an office can carry it through."""

from __future__ import annotations

from ._steps import By, Cross, Gate, Imported, Notify, On, Paper, Publicity, Sample

__all__ = ["By", "Cross", "Gate", "Imported", "Notify", "On", "Paper", "Publicity", "Sample"]
