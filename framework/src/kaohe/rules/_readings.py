"""What a scheme says of its document: which it is, how it is read where it is silent, and what stays undefined."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from attrs import field, frozen

from ..errors import SchemeError
from ..words import Message, Said, Text
from ._exact import Exact, exact
from ._fields import Key, Name, checked, maybe_text, to_text
from ._setting import Setting
from .nodes import Expr, Option

__all__ = [
    "UNSAID",
    "Document",
    "Each",
    "Reading",
    "Undefined",
    "Way",
    "ids",
    "is_pair",
    "maybe_exact",
    "texts",
    "words",
]


UNSAID = Text("(no text)", "（未写明）")
"""The text of a rule that says none of its own, until it is assembled."""


def ids(value: str | Reading | Sequence[str | Reading]) -> tuple[str, ...]:
    """The ids of one reading or several, each given as itself or by its id."""
    if isinstance(value, Reading):
        return (value.id,)
    if isinstance(value, str):
        return (value,) if value else ()
    return tuple(one.id if isinstance(one, Reading) else one for one in value)


def words(value: str | Sequence[str]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)


_ONE_PAIR = Message(
    "K1230",
    "{value} is one text in two languages where several texts stand; write (({value}),) for one",
    "{value} 是一条文字的两种语言，此处应为若干条文字；只有一条时请写 (({value}),)",
)


def is_pair(value: object) -> bool:
    """Whether it is ("English", "中文"), which as a list of texts would be two, each in one language."""
    if not (isinstance(value, tuple) and len(value) == 2 and all(isinstance(words, str) for words in value)):
        return False
    english, chinese = (any(letter >= "\u2e80" for letter in words) for words in value)
    return chinese and not english


def texts(value: Sequence[Said]) -> tuple[Text, ...]:
    if is_pair(value):
        raise SchemeError(_ONE_PAIR.format(value=", ".join(f'"{words}"' for words in value)))
    # a single text is no list of its characters: it stays, and is refused by `checked`
    return tuple(to_text(one) for one in value) if isinstance(value, list | tuple) else value  # type: ignore[return-value]  # see above


def maybe_exact(value: Exact | None) -> Fraction | None:
    return None if value is None else exact(value)


@checked
@frozen
class Document:
    """The published document a scheme implements.

    `withheld` are clauses whose words no page of this program shows, whatever copy an office lays beside them.
    """

    title: str
    issuer: str
    issued: str
    number: str = ""
    complete: bool = True
    note: Text | None = field(default=None, converter=maybe_text)
    withheld: tuple[str, ...] = ()


@checked
@frozen
class Way:
    """One way to read what a document leaves open: its code, its words, and what it chooses (an input, an expression)."""

    code: Name
    label: Text = field(converter=to_text)
    value: Expr | None = None


Ways = Mapping[str, Said | tuple[Said, Expr]]


def _ways(value: Ways | Sequence[Way]) -> tuple[Way, ...]:
    if not isinstance(value, Mapping):
        return value  # type: ignore[return-value]  # `checked` turns a list into a tuple and refuses anything else
    return tuple(_way(code, said) for code, said in value.items())


def _way(code: str, said: Said | tuple[Said, Expr]) -> Way:
    if isinstance(said, tuple) and len(said) == 2 and not isinstance(said[1], str):
        return Way(code, said[0], said[1])
    return Way(code, said)


@checked
@frozen
class Reading:
    """A reading of ours where the document is silent or ambiguous: the issue, the reading taken, the other ones.

    With a `key` it is a setting too: a case or book may take another of its `ways`, given as {code: words} or
    {code: (words, what is then read)}; the first is the default. `default` says that one in full, `label` what the
    setting is called where `issue` is too long for it. With `is_list` a case gives several codes, with `list_key` those
    of the list that the cycle supplies under it. `excuses` names the checks (kaohe check --list) that a rule of this
    reading may fail, because the document itself breaks the relation that they hold it to; it excuses no other.
    """

    id: Name
    issue: Text = field(converter=to_text)
    default: Text = field(default=UNSAID, converter=to_text)
    alternatives: tuple[Text, ...] = field(default=(), converter=texts)
    clause: str = ""
    key: Key | None = field(default=None, kw_only=True)
    label: Text | None = field(default=None, kw_only=True, converter=maybe_text)
    ways: tuple[Way, ...] = field(default=(), kw_only=True, converter=_ways)
    is_list: bool = field(default=False, kw_only=True)
    list_key: Key | None = field(default=None, kw_only=True)
    excuses: tuple[str, ...] = field(default=(), kw_only=True, converter=words)

    def __attrs_post_init__(self) -> None:
        first = self.ways[0] if isinstance(self.ways, list | tuple) and self.ways else None
        if self.default == UNSAID and isinstance(first, Way):
            object.__setattr__(self, "default", first.label)

    @property
    def readings(self) -> tuple[Text, ...]:
        """Every reading in words, the ways first."""
        return (*(way.label for way in self.ways), *self.alternatives)

    @property
    def setting(self) -> Setting | None:
        """The setting that a case or book may make, None where there is nothing to choose."""
        if self.key is None:
            return None
        return Setting(
            self.key,
            self.label or self.issue,
            tuple(Option(way.code, way.label) for way in self.ways),
            self.ways[0].code if self.ways else "",
            clause=self.clause,
            assumption=self.id,
            is_list=self.is_list,
            list_key=self.list_key,
        )


@checked
@frozen
class Undefined:
    """Something the document leaves undefined, and that stays so."""

    id: str
    clause: str
    text: Text = field(converter=to_text)
    assumption: tuple[str, ...] = field(default=(), converter=ids)


@checked
@frozen(kw_only=True)
class Each:
    """What a rule about the year says of each single period of the kind (`Kind.every`), derived when it is assembled.

    The rule of the period is called as the year's with "-period" behind, reads each finding by the periods it falls in
    and each mean as the period's own value, and carries `assumption`. With `flag` the year is marked too wherever a
    period's condition holds ("-single"), with `text` as its words. A kind without periods derives nothing.
    """

    assumption: tuple[str, ...] = field(default=(), converter=ids)
    flag: Text | None = field(default=None, converter=maybe_text)
    text: Text | None = field(default=None, converter=maybe_text)
