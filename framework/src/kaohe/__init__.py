"""Kaohe (考核): run published appraisal schemes exactly and explain every grade by clause."""

from __future__ import annotations

__version__ = "0.1.0"
