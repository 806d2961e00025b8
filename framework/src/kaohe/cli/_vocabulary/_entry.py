"""One entry of the vocabulary: the words are typed, signature and docstring are read from the code."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from fractions import Fraction
from types import ModuleType
from typing import Any

import attrs
from attrs import frozen

from ...words import Text

__all__ = ["Argument", "Entry", "Task"]

_GAP, _WORD = re.compile(r"\s+"), re.compile(r"\w+")
_ALIASES = {
    **dict.fromkeys(("Key", "Name"), "str"),
    **dict.fromkeys(("Places", "Step", "Month", "Length", "After", "Back"), "int"),
    "Declares": "Rule",
    "Some": "tuple",
    "Said": "words",
    "object": "Exact",
}


@frozen
class Argument:
    """One argument: its name as a caller writes it, its type, its default ("" where it has to be given)."""

    name: str
    type: str
    default: str = ""

    def __str__(self) -> str:
        return f"{self.name}={self.default}" if self.default else self.name


@frozen
class Entry:
    """A name that authors write, what it is for, and one line that uses it in the scheme of the prelude.

    `name` is that of a class, a function or a value that authors import ("Score"), or of something that one of them has
    ("NumberExpr.mean", "Quota.base"). `shown` is what an author writes where that is an operator ("a + b").
    """

    name: str
    said: Text
    example: str
    shown: str = ""

    @property
    def title(self) -> str:
        """What it is called: "Score", ".mean()", "Quota(base=...)"."""
        if self.shown:
            return self.shown
        owner, _, member = self.name.partition(".")
        if not member:
            return f"{owner}()" if inspect.isfunction(self.target) else owner
        if self.is_field:
            return f"{owner}({member}=...)"
        return f"{owner}.{member}" + ("()" if callable(self.target) else "")

    @property
    def names(self) -> list[str]:
        """What a reader may call it, the shortest first; to be found by them it needs none of the code."""
        owner, _, member = self.name.partition(".")
        called = f"{owner}({member}=...)" if member else f"{owner}()"
        return [self.sign or member or owner, self.name, self.shown or called]

    @property
    def sign(self) -> str:
        """The operator alone, "" where it is none."""
        return "".join(character for character in self.shown if not (character.isalpha() or character.isspace()))

    @property
    def imported(self) -> bool:
        """Whether authors import it by this name."""
        return "." not in self.name

    @property
    def home(self) -> str:
        """The module that it, or what has it, is imported from: "kaohe.rules", for most."""
        return _home(self.name.partition(".")[0]).__name__

    @property
    def owner(self) -> Any:
        """What has it: a class, or the module of the vocabulary."""
        from ... import rules

        name, _, member = self.name.partition(".")
        return _named(name) if member else rules

    @property
    def is_field(self) -> bool:
        """Whether it is an argument of a declared class."""
        owner = self.owner
        return inspect.isclass(owner) and attrs.has(owner) and self._last in attrs.fields_dict(owner)

    @property
    def _last(self) -> str:
        return self.name.rpartition(".")[2]

    @property
    def target(self) -> Any:
        """The class, function, method, property or value itself, None for an argument."""
        if self.is_field:
            return None
        found = inspect.getattr_static(self.owner, self._last) if "." in self.name else _named(self.name)
        return found.__func__ if isinstance(found, classmethod) else found

    @property
    def doc(self) -> tuple[str, ...]:
        """The paragraphs of its docstring, () where it has none of its own."""
        target = self.target
        if target is None or not (inspect.isroutine(target) or inspect.isclass(target) or isinstance(target, property)):
            return ()
        return tuple(_GAP.sub(" ", part) for part in (inspect.getdoc(target) or "").split("\n\n") if part)

    @property
    def arguments(self) -> tuple[Argument, ...]:
        """What it takes, in order; () for what is not called."""
        target = self.target
        if self.shown or not (inspect.isroutine(target) or inspect.isclass(target)):
            return ()
        if inspect.isclass(target) and not attrs.has(target):
            return tuple(_declared(target))
        return tuple(_arguments(inspect.signature(target)))

    @property
    def signature(self) -> str:
        """How it is called or declared, as the code has it: "Kind(key, label, grades=(), *, every=None)"."""
        target, given = self.target, ", ".join(map(str, self.arguments))
        if self.shown or not (given or inspect.isroutine(target)):
            return ""
        declared = inspect.isclass(target) and not attrs.has(target)
        return f"class ...({self.name}): {given}" if declared else f"{self.name}({given})"

    @property
    def gives(self) -> str:
        """The name of what it is or gives: the class itself, a method's or function's return type."""
        target = self.target
        if self.is_field:
            return str(self.owner.__name__)
        if inspect.isclass(target):
            return str(target.__name__)
        made = target.fget if isinstance(target, property) else target
        if inspect.isroutine(made):
            return str(inspect.signature(made).return_annotation).strip("'").partition("[")[0].rpartition(".")[2]
        return type(target).__name__


@frozen
class Task:
    """What an author sets about, with the entries for it in the order in which they are met."""

    key: str
    title: Text
    entries: tuple[Entry, ...]
    of: str = "rules"


def _home(name: str) -> ModuleType:
    from ... import rules  # what is only listed or looked for needs no rules
    from ...rules import amend, forms, nodes, steps

    return next(module for module in (rules, amend, forms, steps, nodes) if hasattr(module, name))


def _named(name: str) -> Any:
    return getattr(_home(name), name)


def _arguments(signature: inspect.Signature) -> Iterator[Argument]:
    starred = False
    for each in signature.parameters.values():
        if each.name in ("self", "cls"):
            continue
        name = each.name
        if each.kind is each.VAR_POSITIONAL:
            starred, name = True, f"*{name}"
        elif each.kind is each.KEYWORD_ONLY and not starred:
            starred = True
            yield Argument("*", "")
        default = "" if each.default is each.empty else _default(each.default)
        hint = "" if each.annotation is each.empty else _type(str(each.annotation))
        yield Argument(name, hint, default)


def _declared(owner: type) -> Iterator[Argument]:
    """What a class that authors write says of itself, that of the outermost base first."""
    for base in reversed(owner.__mro__):
        for name, hint in inspect.get_annotations(base).items():
            if not name.startswith("_"):
                default = _default(getattr(owner, name)) if hasattr(owner, name) else ""
                yield Argument(name, _type(str(hint).removeprefix("ClassVar[").removesuffix("]")), default)


def _type(hint: str) -> str:
    """An annotation as an author reads it: a checked text is a text, what is converted to a number an exact one."""
    return _WORD.sub(lambda word: _ALIASES.get(word[0], word[0]), hint.replace("nodes.", ""))


def _default(value: Any) -> str:
    """A default as an author would write it."""
    if isinstance(value, Fraction):
        from ...rules.tools import show

        return show(value)
    if isinstance(value, Text):
        return f'"{value.zh}"'
    if inspect.isfunction(value):
        return "..."
    if attrs.has(type(value)):
        return f"{type(value).__name__}()"
    return f'"{value}"' if isinstance(value, str) else repr(value)
