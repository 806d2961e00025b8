"""Every declared field is checked when its value is built, by what the class says that the field holds.

The annotations of the declared classes are the rules: `checked` reads them once for each class.
"""

from __future__ import annotations

import datetime as dt
import difflib
import inspect
import sys
import typing
from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from functools import cache, wraps
from typing import Any, TypeVar

import attrs

from ..errors import KaoheError, SchemeError
from ..words import Message, Text, visible
from ._field_rules import (
    After,
    Back,
    Beside,
    Few,
    Key,
    Length,
    Month,
    MonthDay,
    Name,
    Places,
    Some,
    Step,
    Workdays,
    maybe_text,
    one_of,
    to_text,
    within,
)
from ._fits import PLAIN, Fit, Unfit, fit_of

__all__ = [
    "KNOWN",
    "SHOWN_ONLY",
    "After",
    "Back",
    "Beside",
    "Few",
    "Key",
    "Length",
    "Month",
    "MonthDay",
    "Name",
    "Places",
    "Some",
    "Step",
    "Workdays",
    "check_hints",
    "checked",
    "maybe_text",
    "one_of",
    "shown",
    "to_text",
    "within",
]

KNOWN: set[type] = set()  # every class that a declaration may be made of
SHOWN_ONLY = {"shown only": True}  # the metadata of a field that screens alone read: no digest holds it

Made = TypeVar("Made", bound=type)


def checked(made: Made) -> Made:
    """Let a frozen class check every field when a value is built, by its annotations.

    A list stands for a tuple. Anything else that does not fit raises SchemeError, which names the class, the
    field, the value's id or key, what was found and what is wanted.
    """
    KNOWN.add(made)
    build: Any = made.__init__  # type: ignore[misc]  # wrapped where it stands
    fits: list[tuple[str, Fit]] = []

    @wraps(build)
    def __init__(self: Any, *args: Any, **named: Any) -> None:  # noqa: N807  # it replaces the class's own
        try:
            build(self, *args, **named)
        except Exception as error:
            raise _not_built(made, build, args, named, error) from error
        if not fits:
            fits.extend(_fits(made))
        name = ""
        try:
            for name, fit in fits:
                value = getattr(self, name)
                fitted = fit(value)
                if fitted is not value:
                    object.__setattr__(self, name, fitted)
        except Unfit as found:
            raise _unfit(made, _identity(_fields_of(self)), name, found) from None

    made.__init__ = __init__  # type: ignore[misc]  # as above
    return made


def _fields_of(value: Any) -> dict[str, object]:
    """The fields of a declared value by name."""
    return {field.name: getattr(value, field.name, None) for field in attrs.fields(type(value))}


def check_hints(owner: type, kept: type) -> None:
    """Check the class attributes of `owner` by what `kept`, its base, says of them; each is then in its plain form.

    Raises SchemeError.
    """
    for name, fit in _class_fits(kept):
        value = getattr(owner, name)
        try:
            fitted = fit(value)
        except Unfit as found:
            raise _unfit(owner, "", name, found) from None
        if fitted is not value:
            setattr(owner, name, fitted)


@cache
def _class_fits(kept: type) -> tuple[tuple[str, Fit], ...]:
    hints = typing.get_type_hints(kept, include_extras=True)
    return tuple((name, fit_of(hint)) for name, hint in hints.items())


def _fits(made: type) -> Iterator[tuple[str, Fit]]:
    """The checks of a class by field, each annotation read in the module of the class that wrote it."""
    for field in attrs.fields(made):
        owner = next(base for base in made.__mro__ if field.name in inspect.get_annotations(base))
        yield field.name, _written(owner.__module__, str(field.type))


@cache
def _written(module: str, hint: str) -> Fit:
    """The check that an annotation in `module` asks for; the same words mean the same in all its classes."""
    return fit_of(eval(hint, vars(sys.modules[module])))  # noqa: S307  # the text is an annotation of our own


def shown(value: object) -> str:
    """A value in a sentence: short, on one line, and safe whatever it is."""
    kind = type(value)
    if value is None or kind is bool:
        return repr(value)
    if kind in (str, int, float, Fraction, Decimal, dt.date, dt.datetime):
        try:
            return visible(f"{value!r:.60} ({kind.__name__})")
        except ValueError:  # Python does not write out more than 4,300 digits
            return f"({kind.__name__})"
    name = visible(str(type.__dict__["__name__"].__get__(kind)))[:60]
    held = _identity(_fields_of(value)) if kind in KNOWN else ""
    return f"{name} {held}".strip()


def _identity(fields: Mapping[str, object]) -> str:
    """What a declared value is called: its id, key, code or grade."""
    for name in ("id", "key", "code", "grade"):
        found = fields.get(name)
        if type(found) is str and found.strip():
            return visible(found[:60])
    return ""


def _unfit(made: type, called: str, field: str, found: Unfit) -> SchemeError:
    text = Message("K1054", "{what}: {field} is {value}; {wanted}", "{what}：{field} 是 {value}；{wanted}").format(
        what=f"{made.__name__} {called}".strip(),
        field=field + found.path,
        value=shown(found.value),
        wanted=found.wanted,
    )
    if found.hint is not None:
        text = Message("K1055", "{text} ({hint})", "{text}（{hint}）").format(text=text, hint=found.hint)
    return SchemeError(text)


def _not_built(
    made: type, build: Any, args: tuple[Any, ...], named: Mapping[str, Any], error: Exception
) -> SchemeError:
    """Why a value could not be built at all: a missing field, one there is not, or one that no conversion takes."""
    fields = attrs.fields(made)
    known = [name for name in inspect.signature(build).parameters if name != "self"]
    places = [field.name for field in fields if field.init and not field.kw_only]
    given = dict(zip(places, args, strict=False)) | dict(named)
    what = f"{made.__name__} {_identity(given)}".strip()
    for name in named:
        if name not in known:
            near = difflib.get_close_matches(name, known, n=1, cutoff=0.5) or [", ".join(known) or "-"]
            text = Message(
                "K1056", "{what} has no field {name}; did you mean {near}?", "{what} 没有 {name}；是不是 {near}？"
            )
            return SchemeError(text.format(what=what, name=name, near=near[0]))
    for field in fields:
        if field.init and field.default is attrs.NOTHING and field.name not in given:
            text = Message("K1057", "{what} lacks {name}=; give it one", "{what} 缺少 {name}=；请补上")
            return SchemeError(text.format(what=what, name=field.name))
        if field.converter is not None and field.name in given:
            try:
                field.converter(given[field.name])
            except Exception as refused:
                return _unconverted(what, field.name, given[field.name], refused)
    why = error.text if isinstance(error, KaoheError) else f"{type(error).__name__}: {error}"
    return SchemeError(Message("K1058", "{what}: {why}", "{what}：{why}").format(what=what, why=why))


def _unconverted(what: str, name: str, value: object, refused: Exception) -> SchemeError:
    wanted: Text = refused.text if isinstance(refused, KaoheError) else PLAIN[str][1]
    text = Message("K1059", "{what}: {field} is {value}; {wanted}", "{what}：{field} 是 {value}；{wanted}")
    return SchemeError(text.format(what=what, field=name, value=shown(value), wanted=wanted))
