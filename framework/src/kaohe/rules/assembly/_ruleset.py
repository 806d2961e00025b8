"""A scheme as it runs: the rules of each kind, and all that holds for the whole."""

from __future__ import annotations

from fractions import Fraction
from functools import cached_property

from attrs import frozen

from .._digest import digest, digests
from .._form import Form
from .._rules import Reading, Rule, Undefined
from .._scheme import Amendment, Declared, Scheme
from .._setting import Setting
from ..nodes import Input, Kind, Link, Periods
from ._limits import limits_of
from ._merge import Entry
from ._uses import counts_workdays

__all__ = ["KindRules", "Ruleset"]


@frozen
class KindRules:
    """Everything that holds for one kind, in the order of hooks and declarations."""

    kind: Kind
    entries: tuple[Entry, ...]
    inputs: tuple[Input, ...]
    links: tuple[Link, ...]

    @cached_property
    def limits(self) -> tuple[Fraction, ...]:
        """Every number that a rule of the kind compares something with, for `show_near` and `show_cut`."""
        return limits_of(entry.rule for entry in self.entries)

    def rules(self, *types: type[Rule]) -> tuple[Rule, ...]:
        """The rules of the given types."""
        if types not in self._of_types:
            self._of_types[types] = tuple(entry.rule for entry in self.entries if isinstance(entry.rule, types))
        return self._of_types[types]

    @cached_property
    def _of_types(self) -> dict[tuple[type[Rule], ...], tuple[Rule, ...]]:
        return {}

    def input(self, key: str) -> Input | None:
        """The input of that key, if the kind has one."""
        return next((given for given in self.inputs if given.key == key), None)


@frozen
class Ruleset:
    """A scheme as it runs: one scheme, its active amendments and settings, assembled and digested."""

    scheme: Scheme
    amendments: tuple[Amendment, ...]
    kinds: tuple[KindRules, ...]
    axes: tuple[Periods, ...]
    order: tuple[tuple[str, str], ...]
    choices: tuple[tuple[str, str | tuple[str, ...]], ...]

    @cached_property
    def digest(self) -> str:
        """The rule digest: SHA-256 of the canonical declarations, 64 hexadecimal digits."""
        return _digest_of(self)

    @cached_property
    def counts_workdays(self) -> bool:
        """Whether any rule counts working days, which the cycle then has to list."""
        return counts_workdays(entry.rule for rules in self.kinds for entry in rules.entries)

    @cached_property
    def digests(self) -> dict[str, str]:
        """The digest of every rule and input by kind and id ("team: XZ-7"), for what keeps them beside results."""
        return digests(
            {
                f"{rules.kind.key}: {name}": value
                for rules in self.kinds
                for name, value in (
                    *((entry.rule.id, entry.rule) for entry in rules.entries),
                    *((given.key, given) for given in rules.inputs),
                )
            }
        )

    @property
    def id(self) -> str:
        """The scheme's id."""
        return self.scheme.id

    @cached_property
    def settings(self) -> tuple[Setting, ...]:
        """The settings of the scheme and of its active amendments."""
        return tuple(given for plugin in self.plugins for given in plugin.settings)

    @property
    def assumptions(self) -> tuple[Reading, ...]:
        """The readings of the scheme and of its active amendments: what each assumes where its document is silent."""
        return tuple(given for plugin in self.plugins for given in plugin.readings)

    @property
    def undefined(self) -> tuple[Undefined, ...]:
        """What the documents leave undefined."""
        return tuple(given for plugin in self.plugins for given in plugin.undefined)

    @property
    def forms(self) -> tuple[Form, ...]:
        """What is printed: the scheme's forms by key, where an amendment's stand in place of those of the same key."""
        return tuple({form.key: form for plugin in self.plugins for form in plugin.forms}.values())

    @property
    def plugins(self) -> tuple[Declared, ...]:
        """The scheme, then its active amendments."""
        return (self.scheme, *self.amendments)

    def kind(self, key: str) -> KindRules | None:
        """The rules of the kind called `key`."""
        return next((rules for rules in self.kinds if rules.kind.key == key), None)


def _digest_of(ruleset: Ruleset) -> str:
    return digest(
        {
            "plugins": [[plugin.id, plugin.version] for plugin in ruleset.plugins],
            "documents": [plugin.document for plugin in ruleset.plugins],
            "settings": list(ruleset.settings),
            "choices": [[key, value] for key, value in ruleset.choices],
            "assumptions": list(ruleset.assumptions),
            "cycles": ruleset.scheme.cycles,
            "window": ruleset.scheme.window,
            "kinds": [
                [rules.kind, [[e.hook, e.origin, e.rule, e.basis] for e in rules.entries]] for rules in ruleset.kinds
            ],
        }
    )
