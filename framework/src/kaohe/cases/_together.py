"""What must hold between the records of a case: parts of a linked appraisee's whole, facts of a shared thing."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from ..engine import Appraisee
from ..errors import CaseError
from ..rules import Absent, Input, Link, Relations, TheirNumber, Unknown, amount, exact, part_above_whole
from ..words import Text
from ._at import At, Place

__all__ = ["check_together", "first_disagreement"]

_Fault = tuple[str, str, CaseError]


def check_together(relations: Mapping[str, Relations], people: Mapping[str, Appraisee]) -> None:
    """Refuse the first fact that does not go with somebody else's (raises its place internally)."""
    found = first_disagreement(relations, people)
    if found is not None:
        name, key, error = found
        path: Place = ("appraisees", list(people).index(name), "facts", key)
        raise At(path, CaseError(Text("{id}: {text}", "{id}：{text}").format(id=name, text=error.text)))


def first_disagreement(relations: Mapping[str, Relations], people: Mapping[str, Appraisee]) -> _Fault | None:
    """The first fact that does not go with another appraisee's: whose, which input, and why; None where all agree."""
    shared: dict[tuple[str, str, str], Appraisee] = {}
    for person in people.values():
        mine = relations[person.kind]
        for given, whole in mine.across:
            error = _above(person, given, whole, people)
            if error is not None:
                return person.id, given.key, error
        for given in mine.shared:
            error = _differs(person, given, shared)
            if error is not None:
                return person.id, given.key, error
    return None


def _raw(person: Appraisee) -> Mapping[str, Any] | None:
    """The facts as entered, where they were packed and nobody has asked for them yet: reading all is slow."""
    return getattr(person.facts, "raw", None)


def _amount(person: Appraisee, given: Input) -> Fraction | None:
    raw = _raw(person)
    if raw is None or given.on is not None:
        return amount(person.fact(given.key))
    value = raw.get(given.key)
    if isinstance(value, Mapping):
        return Fraction(value["collected"]) if "collected" in value else amount(person.fact(given.key))
    return None if value is None else exact(value)


def _above(person: Appraisee, given: Input, whole: TheirNumber, people: Mapping[str, Appraisee]) -> CaseError | None:
    target = people.get(person.links.get(whole.link.key, "")) if isinstance(whole.link, Link) else None
    if target is None or not isinstance(whole.expression, Input):
        return None
    found, most = _amount(person, given), _amount(target, whole.expression)
    if found is None or most is None or found <= most:
        return None
    error = part_above_whole(given, found, whole.expression, most)
    return CaseError(Text("{text} ({other})", "{text}（{other}）").format(text=error.text, other=target.id))


def _differs(person: Appraisee, given: Input, shared: dict[tuple[str, str, str], Appraisee]) -> CaseError | None:
    assert given.shared_by is not None  # noqa: S101  # only shared inputs are asked about
    code, value = _entered(person, given.shared_by.key), _entered(person, given.key)
    if not isinstance(code, str) or value is None:
        return None
    other = shared.setdefault((given.key, given.shared_by.key, code), person)
    if other is person or _entered(other, given.key) == value or other.fact(given.key) == person.fact(given.key):
        return None
    text = Text(
        "{given} of {code} is entered otherwise here than for {other}; it is a fact of {shared} and stands once: "
        "correct one of the two",
        "{code}的{given}与 {other} 处所录不同；它是{shared}的同一事实：请更正其一",
    )
    return CaseError(text.format(given=given.label, code=code, other=other.id, shared=given.shared_by.label))


def _entered(person: Appraisee, key: str) -> Any:
    """A fact as entered where it was packed, else as read; None where it is not known."""
    raw = _raw(person)
    value = raw.get(key) if raw is not None else person.facts.get(key)
    return None if isinstance(value, Unknown | Absent) else value
