"""One record with what was typed into it: what of it can be entered, what is refused, and how it counts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from attrs import frozen

from kaohe.engine import Appraisee
from kaohe.errors import KaoheError
from kaohe.office import Change, NotSaved, Office
from kaohe.words import Text

from ..fields._fields import MISSING, Field
from ._changes import Cells, change_of, value_of
from ._refused import Refusal, without

__all__ = ["Work", "worked"]


@frozen
class Work:
    """`person` has the values that can be entered; of `standing` the fields refused are open besides.

    `changes` are what a save would make, by the id of their field.
    """

    person: Appraisee
    standing: Appraisee
    changes: Mapping[str, Change]
    refusals: tuple[Refusal, ...]


def worked(office: Office, who: str, typed: Iterable[tuple[Field, Cells]], against: Mapping[str, Text]) -> Work:
    """The record with these cells typed over what the book holds; `against` says why fields are refused already."""
    stored = office.people[who]
    changes: dict[str, Change] = {}
    refused: dict[str, Refusal] = {}
    fields: dict[str, Field] = {}
    for of, texts in typed:
        fields[of.id] = of
        if of.id in against:
            refused[of.id] = Refusal(of, against[of.id])
            continue
        try:
            change = _change(stored, who, of, texts)
        except KaoheError as error:
            refused[of.id] = Refusal(of, error.text)
        else:
            changes |= {} if change is None else {of.id: change}
    person = _checked(office, who, changes, refused, fields)
    refusals = tuple(refused[name] for name in fields if name in refused)
    return Work(person, without(person, refusals), changes, refusals)


def _change(stored: Appraisee, who: str, of: Field, texts: Cells) -> Change | None:
    """What entering the texts would change, None where nothing. Raises KaoheError."""
    held = of.texts(value_of(stored, of))
    if _filled(texts) == _filled(held):
        return None
    plain = of.plain(texts)
    return None if plain is MISSING and not _filled(held) else change_of(who, of, plain)


def _filled(texts: Cells) -> dict[str, str]:
    return {part: text for part, text in texts.items() if text}


def _checked(
    office: Office, who: str, changes: dict[str, Change], refused: dict[str, Refusal], fields: Mapping[str, Field]
) -> Appraisee:
    """The record with the changes that the office takes; the others leave `changes` and are refused."""
    while changes:
        try:
            return office.check([*changes.values()])[who]
        except NotSaved as error:
            told = {id(one.change): one.text for one in error.refusals}
            guilty = {name: told[id(change)] for name, change in changes.items() if id(change) in told}
            for name, text in (guilty or dict.fromkeys(changes, error.text)).items():
                refused[name] = Refusal(fields[name], text)
                del changes[name]
    return office.people[who]
