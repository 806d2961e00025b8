"""What every result says of its rules: the active amendments, and the settings that differ from the default."""

from __future__ import annotations

from typing import Any

from ..rules import Document
from ..rules.tools import Ruleset, chosen
from ._out import both

__all__ = ["document_data", "in_force"]


def in_force(ruleset: Ruleset) -> dict[str, Any]:
    """The JSON form: `amended_by` with each document, and `settings` with the reading chosen and the default."""
    return {
        "amended_by": [
            {
                "id": one.id,
                "version": one.version,
                "title": both(one.title),
                "document": document_data(one.document),
            }
            for one in ruleset.amendments
        ],
        "settings": [
            {
                "key": one.setting.key,
                "label": both(one.setting.label),
                "chosen": list(one.codes),
                "reading": both(one.label),
                "default": one.setting.default,
            }
            for one in chosen(ruleset)
            if one.differs
        ],
    }


def document_data(document: Document) -> dict[str, Any]:
    """A document as JSON."""
    return {
        "title": document.title,
        "issuer": document.issuer,
        "issued": document.issued,
        "number": document.number,
        "complete": document.complete,
        "note": both(document.note),
    }
