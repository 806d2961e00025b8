"""What is said of a damaged book: what was read of it, and what is missing."""

from __future__ import annotations

import json
from typing import Any

import click

from ..store import Intact
from ..words import Text

__all__ = ["tell_damage"]

_MOST_SENTENCES = 3
_KEEP = Text(
    "kaohe book copy --intact A B makes a sound book of what is left; keep the damaged one as it is",
    "kaohe book copy --intact A B 可用留存部分建立完好的账簿；请保留损坏的账簿原样",
)


def tell_damage(found: Intact, result: dict[str, Any], *, as_json: bool, advice: bool = True) -> None:
    """Print what was read of a damaged book with what is missing of it."""
    lost = [Text("the book is damaged; this is of what is intact", "该账簿已损坏；以上出自其完好部分"), *_damage(found)]
    lost += [_KEEP] if advice else []
    if as_json:
        damage = {
            "error": "Corrupt",
            "text": "\n".join(map(str, lost)),
            "missing": [{"first": one.first, "last": one.last, "why": str(one.why)} for one in found.missing],
        }
        click.echo(json.dumps({**result, **damage}, ensure_ascii=False))
    else:
        click.echo("\n".join(map(str, lost)), err=True)


def _damage(found: Intact) -> list[Text]:
    unsure = []
    if found.unsure:
        text = Text(
            "{count} documents are as they stood before a missing record, which may have changed them",
            "{count} 份文档为缺失记录之前的状态，可能已被缺失记录改动",
        )
        unsure = [text.format(count=len(found.unsure))]
    missing = [one.text for one in found.missing[:_MOST_SENTENCES]]
    if len(found.missing) > _MOST_SENTENCES:
        more = Text("and {count} more gaps", "另有 {count} 处缺失")
        missing.append(more.format(count=len(found.missing) - _MOST_SENTENCES))
    return [*missing, *unsure, *found.notes]
