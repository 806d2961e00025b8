"""What is checked: a scheme, installed or not, with its worked cases and the evaluator that is to run it."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from attrs import define, evolve, field

from ...cases import Case, case_from_data
from ...engine import Cohort, Evaluation, FastLane
from ...errors import KaoheError, UnknownSchemeError
from ...rules import Scheme, assemble, discover, lint
from ...rules.tools import Fault, Plugin, Ruleset, entry_points_of, unknown_plugin
from ...words import Message, Text

__all__ = [
    "CasePath",
    "Evaluate",
    "Subject",
    "case_folder",
    "installed",
    "installed_subjects",
    "subject_of",
    "subject_of_case",
]

Choices = Mapping[str, str | tuple[str, ...]]
CasePath = Traversable
Evaluate = Callable[[Cohort], Evaluation]


@define(eq=False)
class Subject:
    """One scheme under check. `faults` are those of lint; while one is an error nothing is evaluated.

    `evaluate` is the evaluator under check, the framework's own by default. `choices` are the settings that the
    ruleset was assembled with. `installed` says that another process can load the scheme by its id.
    """

    id: str
    ruleset: Ruleset | None
    faults: tuple[Fault, ...] = ()
    cases: tuple[CasePath, ...] = ()
    evaluate: Evaluate = Evaluation
    choices: Choices = field(factory=dict)
    installed: bool = False
    base: Any = field(default=None, init=False)
    _lanes: dict[str, FastLane] = field(factory=dict, init=False)

    @property
    def rules(self) -> Ruleset:
        """The ruleset, where there is one. Raises UnknownSchemeError where it cannot be assembled."""
        if self.ruleset is None:
            raise UnknownSchemeError(Message("K6005", "{id} cannot be assembled", "{id} 不能装配").format(id=self.id))
        return self.ruleset

    @property
    def runs(self) -> bool:
        """Whether it passes lint, so that it may be evaluated."""
        return self.ruleset is not None and not any(fault.level == "error" for fault in self.faults)

    def case(self, raw: Mapping[str, Any], folder: Path | None = None) -> Case:
        """The case that `raw` says, read with this ruleset; small cases of one cycle share what is compiled.

        Files that it names lie in `folder`, by default in the working directory.
        """
        plain = {key: value for key, value in raw.items() if key not in ("settings", "amendments", "digest")}
        key = json.dumps(raw.get("cycle", {}), sort_keys=True, default=str)
        case = case_from_data(plain, ruleset=self.rules, folder=folder, lane=self._lanes.get(key))
        if isinstance(case.cohort.lane, FastLane):
            self._lanes.setdefault(key, case.cohort.lane)
        return case

    def chosen(self, choices: Choices) -> Subject:
        """The same scheme assembled with other settings."""
        if dict(choices) == dict(self.choices):
            return self
        made = assemble(type(self.rules.scheme), [type(one) for one in self.rules.amendments], choices=choices)
        return evolve(self, ruleset=made, faults=tuple(lint(made)), choices=dict(choices))


def subject_of(
    scheme: type[Scheme],
    *,
    cases: Sequence[CasePath] = (),
    evaluate: Evaluate = Evaluation,
    installed: bool = False,
) -> Subject:
    """A scheme class as a subject, whether it can run or not."""
    try:
        ruleset = assemble(scheme)
        faults = tuple(lint(ruleset))
    except KaoheError as error:
        fault = Fault("assemble", "error", scheme.id, "", error.text)
        return Subject(scheme.id, None, (fault,), tuple(cases), evaluate, installed=installed)
    return Subject(scheme.id, ruleset, faults, tuple(cases), evaluate, installed=installed)


def subject_of_case(subject: Subject, case: Case) -> Subject:
    """The subject under the settings and amendments of one of its cases."""
    ruleset = case.cohort.ruleset
    if ruleset is subject.ruleset:
        return subject
    choices = dict(ruleset.choices)
    return Subject(subject.id, ruleset, subject.faults, subject.cases, subject.evaluate, choices, subject.installed)


def installed(name: str) -> Subject:
    """The installed scheme of that id. Raises UnknownSchemeError where there is none that can be imported."""
    found = next(iter(discover(role="scheme", only=name)), None)
    if found is None:
        raise unknown_plugin("scheme", name)
    if found.state not in ("ok", "invalid"):
        raise _not_there(name, found)
    return _of_plugin(found)


def installed_subjects() -> list[Subject]:
    """Every installed scheme that is not disabled; one that cannot be loaded has the reason as its fault."""
    return [_of_plugin(plugin) for plugin in discover(role="scheme") if plugin.state != "disabled"]


def _of_plugin(plugin: Plugin) -> Subject:
    usable = plugin.declared if plugin.state in ("ok", "invalid") else None
    if usable is None or not issubclass(usable, Scheme):
        why = plugin.reason or Text("it is no scheme", "不是方案")
        return Subject(plugin.id, None, (Fault("assemble", "error", plugin.id, "", why),), installed=True)
    if plugin.state == "ok" and plugin.ruleset is not None:  # assembled when it was looked for
        faults = tuple(lint(plugin.ruleset))
        return Subject(usable.id, plugin.ruleset, faults, tuple(_cases(plugin.id)), installed=True)
    return subject_of(usable, cases=_cases(plugin.id), installed=True)


def _not_there(name: str, found: Plugin) -> UnknownSchemeError:
    text = Message("K6006", "{name} is installed but {state}: {why}", "{name} 已安装，但状态为 {state}：{why}")
    return UnknownSchemeError(text.format(name=name, state=found.state, why=found.reason))


def case_folder(name: str) -> Traversable | None:
    """The folder of worked cases that the plugin of that scheme ships, if it is installed."""
    point = entry_points_of("scheme").get(name)
    if point is None:
        return None
    try:
        return files(point.module.partition(".")[0]) / "cases"
    except TypeError:  # a plugin of one file is no package and has no folder of its own
        return None


def _cases(name: str) -> tuple[CasePath, ...]:
    folder = case_folder(name)
    if folder is None or not folder.is_dir():
        return ()
    found = (file for file in folder.iterdir() if file.name.endswith((".toml", ".json")))
    return tuple(sorted(found, key=lambda file: file.name))
