"""A scheme, its amendments, and the hooks they implement: a method overridden is a hook implemented."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from inspect import iscoroutinefunction
from types import FunctionType
from typing import ClassVar

from ..errors import SchemeError
from ..words import Message, Text
from ._fields import Name, Some, check_hints, shown
from ._rules import (
    Asks,
    Assumption,
    Bands,
    Bonus,
    Ceiling,
    Consequence,
    Document,
    Eligibility,
    Figure,
    Flag,
    PointTable,
    Procedure,
    Proposed,
    Quota,
    Refer,
    Replacing,
    Rule,
    Total,
    Undefined,
)
from ._setting import Setting
from ._spans import Cycles, Window
from .nodes import Kind

__all__ = ["HOOKS", "Amendment", "Declared", "Scheme", "allowed_types", "check_declared", "marked"]

Choices = Mapping[str, str | tuple[str, ...]]


class Declared:
    """What a scheme and an amendment have in common: identity, document, settings and assumptions."""

    id: ClassVar[Name]
    title: ClassVar[Text]
    version: ClassVar[Name]
    document: ClassVar[Document]
    settings: ClassVar[tuple[Setting, ...]] = ()
    assumptions: ClassVar[tuple[Assumption, ...]] = ()
    undefined: ClassVar[tuple[Undefined, ...]] = ()

    def __init__(self, choices: Choices | None = None) -> None:
        self._choices: Choices = choices or {}

    def chosen(self, setting: Setting) -> str:
        """The reading that a case or book chose for `setting`, else its default."""
        value = self._choices.get(setting.key, setting.default)
        return value if isinstance(value, str) else ",".join(value)

    def listed(self, setting: Setting) -> tuple[str, ...]:
        """The codes that a case or book gave for a list setting, () where it gave none."""
        value = self._choices.get(setting.key, ())
        return (value,) if isinstance(value, str) else tuple(value)


class Scheme(Declared):
    """A region's scheme: subclass it, override the hooks that the document has rules for.

    Each hook takes one kind and returns declarations. Hooks are called once, when the scheme is assembled. `cycles`
    are the cycles that its document is for (None: it does not say), `window` how long their appraisal runs on.
    """

    kinds: ClassVar[Some[Kind]]
    cycles: ClassVar[Cycles | None] = None
    window: ClassVar[Window] = Window()

    def eligibility(self, kind: Kind) -> Sequence[Eligibility]:
        """Who of the kind is appraised at all."""
        return ()

    def scoring(self, kind: Kind) -> Sequence[Total | PointTable | Bands | Proposed | Figure | Flag | Refer]:
        """How the score and the proposed grade come about, figures to show, and what goes to a person."""
        return ()

    def bonus_penalty(self, kind: Kind) -> Sequence[Bonus]:
        """Points added to and taken from the total (`Bonus`, `Penalty`)."""
        return ()

    def veto(self, kind: Kind) -> Sequence[Ceiling | Flag | Refer]:
        """Ceilings and floors on the grade: one-vote vetoes, bars from excellent, failed ballots."""
        return ()

    def quota(self, kind: Kind) -> Sequence[Quota]:
        """Limits on how many of a pool may hold a grade."""
        return ()

    def procedure(self, kind: Kind) -> Sequence[Procedure | Consequence | Asks]:
        """Deadlines, sign-offs, sampling, publicity, forms, consequences, and inputs that no rule reads."""
        return ()


class Amendment(Declared):
    """A city's own rules on top of a region's scheme, named by `base`: it adds rules, or replaces them by id."""

    base: ClassVar[Name]

    def eligibility(self, kind: Kind) -> Sequence[Eligibility | Replacing]:
        """Added or replaced eligibility rules."""
        return ()

    def scoring(
        self, kind: Kind
    ) -> Sequence[Total | PointTable | Bands | Proposed | Figure | Flag | Refer | Replacing]:
        """Added or replaced scoring rules."""
        return ()

    def bonus_penalty(self, kind: Kind) -> Sequence[Bonus | Replacing]:
        """Added or replaced bonuses and penalties."""
        return ()

    def veto(self, kind: Kind) -> Sequence[Ceiling | Flag | Refer | Replacing]:
        """Added or replaced ceilings and floors."""
        return ()

    def quota(self, kind: Kind) -> Sequence[Quota | Replacing]:
        """Added or replaced quotas."""
        return ()

    def procedure(self, kind: Kind) -> Sequence[Procedure | Consequence | Asks | Replacing]:
        """Added or replaced procedure."""
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

    Its fields are there and of their types, a public method is a hook ("scroe" is none), a hook is a method, and
    nothing that Python itself calls (`__init__`, `__eq__`) is its own.
    """
    kept = Amendment if issubclass(plugin, Amendment) else Scheme
    hints = {**Declared.__annotations__, **kept.__annotations__}
    missing = [name for name in hints if not hasattr(plugin, name)]
    if missing:
        raise SchemeError(
            Message("K1082", "it declares no {names}", "没有声明 {names}").format(names=", ".join(missing))
        )
    check_hints(plugin, kept)
    for owner in plugin.__mro__:
        if owner.__module__ != __name__ and owner is not object:
            for name, value in vars(owner).items():
                _check_member(plugin, name, value)


# What Python itself puts into a class, or what only says something about it.
_HARMLESS = {
    "__abstractmethods__", "__annotate__", "__annotate_func__", "__annotations__", "__annotations_cache__", "__dict__",
    "__doc__", "__firstlineno__", "__module__", "__orig_bases__", "__parameters__", "__qualname__", "__slots__",
    "__static_attributes__", "__type_params__", "__weakref__",
}  # fmt: skip


def _check_member(plugin: type[Declared], name: str, value: object) -> None:
    if name in HOOKS:
        if not isinstance(value, FunctionType) or iscoroutinefunction(value):
            text = Message(
                "K1083",
                "{plugin}.{name} is {value}; a hook is a method: def {name}(self, kind): return [...]",
                "{plugin}.{name} 是 {value}；钩子须是方法：def {name}(self, kind): return [...]",
            )
            raise SchemeError(text.format(plugin=plugin.id, name=name, value=shown(value)))
    elif name in {"chosen", "listed"} or (name.startswith("__") and name.endswith("__") and name not in _HARMLESS):
        text = Message(
            "K1084",
            "{plugin} has a {name} of its own; a scheme only declares: take it out",
            "{plugin} 自己定义了 {name}；方案只作声明：请去掉",
        )
        raise SchemeError(text.format(plugin=plugin.id, name=name))
    elif not name.startswith("_") and callable(value) and not isinstance(value, type):
        raise _misspelt(plugin, name)


def _misspelt(plugin: type[Declared], name: str) -> SchemeError:
    near = difflib.get_close_matches(name, HOOKS, n=1, cutoff=0.5)
    if near:
        return SchemeError(
            Message(
                "K1085",
                "{plugin}: {name} is not a hook; did you mean {near}? (a helper's name starts with _)",
                "{plugin}：{name} 不是钩子；是不是 {near}？（辅助方法请以 _ 开头）",
            ).format(plugin=plugin.id, name=name, near=near[0])
        )
    return SchemeError(
        Message(
            "K1086",
            "{plugin}: {name} is not a hook (the hooks are {hooks}); start a helper's name with _",
            "{plugin}：{name} 不是钩子（钩子有 {hooks}）；辅助方法请以 _ 开头",
        ).format(plugin=plugin.id, name=name, hooks=", ".join(HOOKS))
    )
