"""One record with what was typed into it: what of it can be entered, what is refused, and how it counts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from attrs import define, field, frozen

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


def worked(
    office: Office,
    typed: Mapping[str, Sequence[tuple[Field, Cells]]],
    against: Mapping[str, Mapping[str, Text]],
    revised: Callable[[Sequence[Change]], Sequence[Change]],
) -> dict[str, Work]:
    """The records with these cells typed over what the book holds; `against` says why fields are refused already.

    All of them are judged together, as one save of them would be, with the revisions that `revised` adds to it.
    """
    found = {who: _Judged.of(office.people[who], who, cells, against.get(who, {})) for who, cells in typed.items()}
    people = _checked(office, found, revised)
    return {who: one.work(people.get(who, office.people[who])) for who, one in found.items()}


@define
class _Judged:
    """One record on the way to its work: the changes that stand so far, and the fields that are refused."""

    fields: dict[str, Field] = field(factory=dict)
    changes: dict[str, Change] = field(factory=dict)
    refused: dict[str, Refusal] = field(factory=dict)

    @classmethod
    def of(
        cls, stored: Appraisee, who: str, typed: Iterable[tuple[Field, Cells]], against: Mapping[str, Text]
    ) -> _Judged:
        """What the cells say, each field by itself."""
        found = cls()
        for of, texts in typed:
            found.fields[of.id] = of
            if of.id in against:
                found.refuse(of.id, against[of.id])
                continue
            try:
                change = _change(stored, who, of, texts)
            except KaoheError as error:
                found.refuse(of.id, error.text)
            else:
                found.changes |= {} if change is None else {of.id: change}
        return found

    def refuse(self, name: str, text: Text) -> None:
        """A field cannot be entered."""
        self.refused[name] = Refusal(self.fields[name], text)
        self.changes.pop(name, None)

    def work(self, person: Appraisee) -> Work:
        """The record as it comes out."""
        refusals = tuple(self.refused[name] for name in self.fields if name in self.refused)
        return Work(person, without(person, refusals), self.changes, refusals)


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
    office: Office, records: Mapping[str, _Judged], revised: Callable[[Sequence[Change]], Sequence[Change]]
) -> Mapping[str, Appraisee]:
    """The records with the changes that the office takes; the others are refused where they stand."""
    while changes := [(one, name, change) for one in records.values() for name, change in one.changes.items()]:
        try:
            return office.check(revised([change for _, _, change in changes]))
        except NotSaved as error:
            told = {id(one.change): one.text for one in error.refusals}
            guilty = [(one, name, told[id(change)]) for one, name, change in changes if id(change) in told]
            for one, name, text in guilty or [(one, name, error.text) for one, name, _ in changes]:
                one.refuse(name, text)
    return {}
