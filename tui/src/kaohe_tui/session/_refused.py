"""What was typed and refused: it is no value, and it leaves its field open until it is mended or taken back."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from attrs import evolve, frozen

from kaohe.engine import Appraisee
from kaohe.rules.tools import UNKNOWN
from kaohe.words import Text

from ..fields._fields import Field

__all__ = ["Refusal", "without"]


@frozen
class Refusal:
    """One field whose text was refused, and why."""

    field: Field
    reason: Text

    @property
    def text(self) -> Text:
        """The field with its period, and the reason."""
        what = Text("{label} {period}", "{label} {period}").format(label=self.field.label, period=self.field.period)
        return Text("{what}: {reason}", "{what}：{reason}").format(
            what=Text(what.en.strip(), what.zh.strip()), reason=self.reason
        )


def without(person: Appraisee, refusals: Iterable[Refusal]) -> Appraisee:
    """The record with the fields of `refusals` not entered, whatever stood in them before."""
    found: dict[str, dict[str, Any]] = {
        "facts": dict(person.facts),
        "links": dict(person.links),
        "rechecks": dict(person.rechecks),
    }
    for refusal in refusals:
        _open(found[refusal.field.where], refusal.field)
    return evolve(person, facts=found["facts"], links=found["links"], rechecks=found["rechecks"], packed=None)


def _open(values: dict[str, Any], of: Field) -> None:
    value = values.get(of.key)
    if of.period and isinstance(value, tuple):
        values[of.key] = tuple(UNKNOWN if at == of.place else one for at, one in enumerate(value))
    else:
        values.pop(of.key, None)
