"""A scheme, its amendments, their parts, and the hooks those implement: a method overridden is a hook implemented."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from inspect import iscoroutinefunction
from types import FunctionType
from typing import Any, ClassVar, Self

from ..errors import SchemeError
from ..words import Message, Text
from ._code import Code
from ._fields import Name, Some, check_hints, shown
from ._form import Form
from ._rules import (
    Asks,
    Bands,
    Bonus,
    Ceiling,
    Changed,
    Consequence,
    Document,
    Eligibility,
    Figure,
    Flag,
    PointTable,
    Procedure,
    Proposed,
    Quota,
    Reading,
    Refer,
    Replacing,
    Rule,
    Total,
    Undefined,
)
from ._setting import Setting
from ._spans import Cycles, Window
from .nodes import Kind

__all__ = ["HOOKS", "Amendment", "Declared", "Part", "Scheme", "allowed_types", "check_declared", "marked"]

Choices = Mapping[str, str | tuple[str, ...]]


class Declared:
    """What a scheme and an amendment have in common: identity, document, readings, and a part for each kind.

    `prefix` begins the ids that rules derive from their clauses ("XZ": XZ-7(1)2). `forms` are what is printed; they
    decide nothing, and no digest holds them.
    """

    id: ClassVar[Name]
    title: ClassVar[Text]
    version: ClassVar[Name]
    document: ClassVar[Document]
    parts: ClassVar[Some[type[Part]]]
    prefix: ClassVar[str] = ""
    readings: ClassVar[tuple[Reading, ...]] = ()
    undefined: ClassVar[tuple[Undefined, ...]] = ()
    forms: ClassVar[tuple[Form, ...]] = ()

    def __init__(self, choices: Choices | None = None) -> None:
        self._choices: Choices = choices or {}

    @property
    def settings(self) -> tuple[Setting, ...]:
        """The readings that a case or book may choose otherwise."""
        return tuple(setting for reading in self.readings if (setting := reading.setting) is not None)

    def chosen(self, reading: Reading) -> Any:
        """What is read: the code of the way that a case or book chose (else the first), or what that way chooses.

        Comparing the code with a text that is none of the reading's codes raises SchemeError.
        """
        if not reading.ways:
            raise SchemeError(
                Message(
                    "K1205",
                    "the reading {id} has no ways to choose from; declare ways={{code: words, ...}} (codes of a list: "
                    "self.listed)",
                    "读法 {id} 没有可选的 ways；请声明 ways={{代码: 文字, ...}}（清单代码用 self.listed）",
                ).format(id=reading.id)
            )
        value = self._choices.get(reading.key or "", "")
        way = next((way for way in reading.ways if way.code == value), reading.ways[0])
        return Code.of(way.code, reading) if way.value is None else way.value

    def listed(self, reading: Reading) -> tuple[str, ...]:
        """The codes that a case or book gave for a reading that is a list, () where it gave none."""
        value = self._choices.get(reading.key or "", ())
        return (value,) if isinstance(value, str) else tuple(value)


class _Kinds:
    """The kinds of a scheme or amendment, one of each part in order."""

    def __get__(self, made: object, owner: type[Declared]) -> tuple[Kind, ...]:
        return tuple(part.kind for part in owner.parts)


class Scheme(Declared):
    """A region's scheme: who it is for, its document, and one `Part` for each kind of appraisee.

    `cycles` are the cycles that its document is for (None: it does not say), `window` how long their appraisal runs
    on. A later year's edition subclasses the scheme of the year before and names in `changes` the numbers that moved;
    an edition of that edition names only what moved since.
    """

    cycles: ClassVar[Cycles | None] = None
    window: ClassVar[Window] = Window()
    changes: ClassVar[tuple[Changed, ...]] = ()
    kinds = _Kinds()

    @property
    def moved(self) -> tuple[Changed, ...]:
        """The numbers that this edition and those before it change, the oldest first."""
        return tuple(one for owner in reversed(type(self).__mro__) for one in vars(owner).get("changes", ()))


class Amendment(Declared):
    """A city's own rules on top of a region's scheme, named by `base`: its parts add rules, or replace them by id."""

    base: ClassVar[Name]


class Part:
    """The rules for one kind: subclass it, set `kind`, override the hooks that the document has rules for.

    Each hook returns declarations and is called once, when the scheme is assembled. What several kinds share stands in
    a base class of their own; `self.chosen(reading)` is the way that is read, `self.kind` the kind.
    """

    kind: ClassVar[Kind]

    def __init__(self, owner: Declared) -> None:
        self._owner = owner

    @classmethod
    def of(cls, *kinds: Kind) -> tuple[type[Self], ...]:
        """A part for each of `kinds` that one set of rules is for: parts = (Team, *Person.of(HEAD, MEMBER))."""
        named = {kind: f"{cls.__name__}_{kind.key}" for kind in kinds}
        return tuple(type(name, (cls,), {"kind": kind, "__module__": cls.__module__}) for kind, name in named.items())

    def chosen(self, reading: Reading) -> Any:
        """What is read: the code of the way that a case or book chose (else the first), or what that way chooses."""
        return self._owner.chosen(reading)

    def listed(self, reading: Reading) -> tuple[str, ...]:
        """The codes that a case or book gave for a reading that is a list, () where it gave none."""
        return self._owner.listed(reading)

    def eligibility(self) -> Sequence[Eligibility | Replacing]:
        """Who of the kind is appraised at all."""
        return ()

    def scoring(self) -> Sequence[Total | PointTable | Bands | Proposed | Figure | Flag | Refer | Replacing]:
        """How the score and the proposed grade come about, figures to show, and what goes to a person."""
        return ()

    def bonus_penalty(self) -> Sequence[Bonus | Replacing]:
        """Points added to and taken from the total (`Bonus`, `Penalty`)."""
        return ()

    def veto(self) -> Sequence[Ceiling | Flag | Refer | Replacing]:
        """Ceilings and floors on the grade: one-vote vetoes, bars from excellent, failed ballots."""
        return ()

    def quota(self) -> Sequence[Quota | Replacing]:
        """Limits on how many of a pool may hold a grade."""
        return ()

    def procedure(self) -> Sequence[Procedure | Consequence | Asks | Replacing]:
        """Deadlines, sign-offs, sampling, publicity, forms, consequences, and inputs that no rule reads."""
        return ()


HOOKS: dict[str, tuple[type[Rule], ...]] = {
    "eligibility": (Eligibility,),
    "scoring": (Total, PointTable, Bands, Proposed, Figure, Flag, Refer),
    "bonus_penalty": (Bonus,),
    "veto": (Ceiling, Flag, Refer),
    "quota": (Quota,),
    "procedure": (Procedure, Consequence, Asks),
}


def marked(name: Text | str, declared: Declared | type[Declared]) -> Text:
    """`name` as it is shown to people: marked where the only available text of the document is incomplete."""
    shown = name if isinstance(name, Text) else Text(name, name)
    if declared.document.complete:
        return shown
    return Text("{name} [incomplete document]", "{name} [文件不完整]").format(name=shown)


def allowed_types(hook: str, *, amendment: bool) -> tuple[type, ...]:
    """The declarations that a hook may return."""
    return (*HOOKS[hook], Replacing) if amendment else HOOKS[hook]


def check_declared(plugin: type[Declared]) -> None:
    """Hold a scheme or amendment class to what it must say of itself. Raises SchemeError naming what is wrong.

    Its fields are there and of their types; it has no hooks, which stand in its parts; of a part every public method
    is a hook ("scroe" is none), a hook is a method, and nothing that Python itself calls (`__init__`) is its own.
    """
    kept = Amendment if issubclass(plugin, Amendment) else Scheme
    _check_moved(plugin)
    hints = {**Declared.__annotations__, **kept.__annotations__}
    missing = [name for name in hints if not hasattr(plugin, name)]
    if missing:
        raise SchemeError(
            Message(
                "K1082",
                "it declares no {names}; write each in the class (kaohe help Scheme, kaohe help Amendment)",
                "没有声明 {names}；请写在类中（kaohe help Scheme、kaohe help Amendment）",
            ).format(names=", ".join(missing))
        )
    check_hints(plugin, kept)
    _check_members(plugin.id, plugin, ())
    for part in plugin.parts:
        check_part(plugin.id, part)


def check_part(plugin: str, part: type[Part]) -> None:
    """The same for one part of `plugin`. Raises SchemeError."""
    if not (isinstance(part, type) and issubclass(part, Part)):
        text = Message(
            "K1191",
            "{plugin}: parts holds {value}; it holds classes made with class ...(Part): write their names, without ( )",
            "{plugin}：parts 中有 {value}；这里请写 class ...(Part) 定义的类名，名后不加 ( )",
        )
        raise SchemeError(text.format(plugin=plugin, value=shown(part)))
    if not isinstance(getattr(part, "kind", None), Kind):
        text = Message(
            "K1192",
            "{plugin}: the part {part} has no kind; write kind = Kind(...)",
            "{plugin}：部分 {part} 没有 kind；请写 kind = Kind(...)",
        )
        raise SchemeError(text.format(plugin=plugin, part=part.__name__))
    _check_members(f"{plugin}:{part.kind.key}", part, tuple(HOOKS))


def _check_members(name: str, made: type, hooks: tuple[str, ...]) -> None:
    for owner in made.__mro__:
        if owner.__module__ != __name__ and owner is not object:
            for member, value in vars(owner).items():
                _check_member(name, member, value, hooks)


def _check_moved(plugin: type[Declared]) -> None:
    """What a scheme of an earlier form still says: where it stands now."""
    moved = {"settings": "readings", "assumptions": "readings", "kinds": "parts"} | dict.fromkeys(HOOKS, "parts")
    for name, now in moved.items():
        if any(name in vars(owner) for owner in plugin.__mro__ if owner.__module__ != __name__):
            text = Message(
                "K1193",
                "{plugin} declares {name}; it stands in {now} now: a class ...(Part) for each kind carries its hooks, "
                "Reading(...) an assumption with its ways; write it there",
                "{plugin} 声明了 {name}；请写在 {now}：每类对象一个 class ...(Part)，其中写钩子；假定及其各种读法写 Reading(...)",
            )
            raise SchemeError(text.format(plugin=str(getattr(plugin, "id", plugin.__name__)), name=name, now=now))


# What Python itself puts into a class, or what only says something about it.
_HARMLESS = {
    "__abstractmethods__", "__annotate__", "__annotate_func__", "__annotations__", "__annotations_cache__", "__dict__",
    "__doc__", "__firstlineno__", "__module__", "__orig_bases__", "__parameters__", "__qualname__", "__slots__",
    "__static_attributes__", "__type_params__", "__weakref__",
}  # fmt: skip


def _check_member(plugin: str, name: str, value: object, hooks: tuple[str, ...]) -> None:
    if name in hooks:
        if not isinstance(value, FunctionType) or iscoroutinefunction(value) or not _takes_self_alone(value):
            text = Message(
                "K1083",
                "{plugin}.{name} is {value}; a hook is a method: def {name}(self): return [...]; write it so",
                "{plugin}.{name} 是 {value}；钩子须是方法：请写 def {name}(self): return [...]",
            )
            raise SchemeError(text.format(plugin=plugin, name=name, value=shown(value)))
    elif name in {"chosen", "listed"} or (name.startswith("__") and name.endswith("__") and name not in _HARMLESS):
        text = Message(
            "K1084",
            "{plugin} has a {name} of its own; a scheme only declares: take it out",
            "{plugin} 自己定义了 {name}；方案只作声明：请去掉",
        )
        raise SchemeError(text.format(plugin=plugin, name=name))
    elif not name.startswith("_") and callable(value) and not isinstance(value, type):
        raise _misspelt(plugin, name)


def _takes_self_alone(hook: FunctionType) -> bool:
    return hook.__code__.co_argcount == 1 and not hook.__code__.co_kwonlyargcount


def _misspelt(plugin: str, name: str) -> SchemeError:
    near = difflib.get_close_matches(name, HOOKS, n=1, cutoff=0.5)
    if near:
        return SchemeError(
            Message(
                "K1085",
                "{plugin}: {name} is not a hook; did you mean {near}? (a helper's name starts with _)",
                "{plugin}：{name} 不是钩子；是不是 {near}？（辅助方法请以 _ 开头）",
            ).format(plugin=plugin, name=name, near=near[0])
        )
    return SchemeError(
        Message(
            "K1086",
            "{plugin}: {name} is not a hook (the hooks are {hooks}); use one of them, or put _ before a helper's name",
            "{plugin}：{name} 不是钩子（钩子有 {hooks}）；辅助方法请以 _ 开头",
        ).format(plugin=plugin, name=name, hooks=", ".join(HOOKS))
    )
