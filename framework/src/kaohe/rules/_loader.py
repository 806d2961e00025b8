"""Finding installed schemes and amendments: each is in a state, with the reason, and none stops the program."""

from __future__ import annotations

import difflib
import os
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from importlib.metadata import EntryPoint, entry_points

from attrs import evolve, frozen

from ..errors import KaoheError, SchemeError, UnknownSchemeError
from ..words import Text
from ._assemble import Ruleset, assemble
from ._lint import lint
from ._scheme import Amendment, Declared, Scheme, check_names

__all__ = ["ALLOW_VARIABLE", "AMENDMENT_GROUP", "SCHEME_GROUP", "Plugin", "discover", "load", "unknown_plugin"]

SCHEME_GROUP = "kaohe.scheme.v1"
AMENDMENT_GROUP = "kaohe.amendment.v1"
ALLOW_VARIABLE = "KAOHE_ALLOW"
_PREFIXES = {"scheme": "kaohe.scheme.", "amendment": "kaohe.amendment."}


@frozen
class Plugin:
    """One discovered entry point and what became of it.

    `state` is ok, disabled, incompatible, failed (it cannot be imported), invalid (it cannot be assembled or
    does not pass lint) or duplicate; `reason` says why where it is not ok. `role` is scheme or amendment.
    """

    id: str
    role: str
    distribution: str
    state: str = "ok"
    reason: Text | None = None
    declared: type[Declared] | None = None
    ruleset: Ruleset | None = None


def discover(*, allow: Iterable[str] | None = None, role: str = "", only: str | None = None) -> list[Plugin]:
    """Every installed scheme and amendment, sorted by role and id; those outside `allow` are not imported.

    `allow` defaults to the ids in the environment variable KAOHE_ALLOW, or to all. `only` imports a single id, none
    where it is empty.
    """
    allowed = _allowed(allow)
    found = [(name, point) for name, point in _entry_points() if role in ("", name)]
    twice = Counter((name, point.name) for name, point in found)
    plugins = [
        _examine(name, point, allowed, twice[name, point.name] > 1)
        for name, point in found
        if only in (None, point.name)
    ]
    return sorted(plugins, key=lambda plugin: (plugin.role != "scheme", plugin.id, plugin.distribution))


def _allowed(allow: Iterable[str] | None) -> frozenset[str] | None:
    if allow is None:
        listed = os.environ.get(ALLOW_VARIABLE, "")
        return frozenset(listed.replace(",", " ").split()) or None
    return frozenset(allow)


def _entry_points() -> list[tuple[str, EntryPoint]]:
    return [
        (role, point)
        for role, prefix in _PREFIXES.items()
        for group in sorted(entry_points().groups)
        if group.startswith(prefix)
        for point in entry_points(group=group)
    ]


def _examine(role: str, point: EntryPoint, allowed: frozenset[str] | None, twice: bool) -> Plugin:
    plugin = Plugin(point.name, role, point.dist.name if point.dist is not None else "-")
    if allowed is not None and point.name not in allowed:
        why = Text("not in the allow-list {name}", "不在允许清单 {name} 中").format(name=ALLOW_VARIABLE)
        return evolve(plugin, state="disabled", reason=why)
    if point.group not in (SCHEME_GROUP, AMENDMENT_GROUP):
        why = Text(
            "it is written for {group}; this Kaohe knows {known}: update one of them",
            "它按 {group} 编写，本程序支持 {known}：请更新其中之一",
        ).format(group=point.group, known=f"{_PREFIXES[role]}v1")
        return evolve(plugin, state="incompatible", reason=why)
    if twice:
        why = Text(
            "two installed distributions claim this id; uninstall one",
            "有两个已安装的包使用同一编号；请卸载其中一个",
        )
        return evolve(plugin, state="duplicate", reason=why)
    return _import(plugin, point)


def _import(plugin: Plugin, point: EntryPoint) -> Plugin:
    try:
        declared = point.load()
    except (Exception, SystemExit) as error:  # a plugin's import may raise anything, and must not stop the others
        why = Text("importing it failed: {why}", "导入失败：{why}").format(why=f"{type(error).__name__}: {error}")
        return evolve(plugin, state="failed", reason=why)
    expected = Scheme if plugin.role == "scheme" else Amendment
    if not (isinstance(declared, type) and issubclass(declared, expected)):
        why = Text("{value} is no subclass of {kind}", "{value} 不是 {kind} 的子类").format(
            value=point.value, kind=expected.__name__
        )
        return evolve(plugin, state="invalid", reason=why)
    return _assembled(plugin, declared)


def _assembled(plugin: Plugin, declared: type[Declared]) -> Plugin:
    needed = ("id", "title", "version", "document", *(("kinds",) if plugin.role == "scheme" else ("base",)))
    missing = [name for name in needed if not hasattr(declared, name)]
    if missing:
        why = Text("it declares no {names}", "没有声明 {names}").format(names=", ".join(missing))
        return evolve(plugin, state="invalid", reason=why)
    if declared.id != plugin.id:
        why = Text("its entry point is called {name}, its id is {id}", "入口名是 {name}，编号却是 {id}").format(
            name=plugin.id, id=declared.id
        )
        return evolve(plugin, state="invalid", reason=why)
    try:
        return _linted(evolve(plugin, declared=declared), declared)
    except KaoheError as error:
        return evolve(plugin, state="invalid", reason=error.text)
    except Exception as error:  # a declaration of a wrong type fails anywhere, and must not stop the others
        why = Text("assembling it failed: {why}", "装配失败：{why}").format(why=f"{type(error).__name__}: {error}")
        return evolve(plugin, state="invalid", reason=why)


def _linted(plugin: Plugin, declared: type[Declared]) -> Plugin:
    if not issubclass(declared, Scheme):
        check_names(declared())
        return plugin
    ruleset = assemble(declared)
    faults = [found for found in lint(ruleset) if found.level == "error"]
    if faults:
        return evolve(plugin, state="invalid", reason=faults[0].text)
    return evolve(plugin, ruleset=ruleset)


def load(
    scheme_id: str,
    *,
    amendments: Sequence[str] = (),
    choices: Mapping[str, str | tuple[str, ...]] | None = None,
) -> Ruleset:
    """The assembled scheme of that id with the amendments and settings named.

    Raises UnknownSchemeError, naming the nearest id, where none is installed or it is not ok, and SchemeError
    where amendments or settings do not hold together or the result does not pass lint.
    """
    plugin = _find("scheme", scheme_id)
    if not amendments and not choices and plugin.ruleset is not None:
        return plugin.ruleset
    extra = [_find("amendment", name).declared for name in amendments]
    ruleset = assemble(plugin.declared, extra, choices=choices)  # type: ignore[arg-type]  # _find checked the roles
    for found in lint(ruleset):
        if found.level == "error":
            raise SchemeError(found.text)
    return ruleset


def _find(role: str, name: str) -> Plugin:
    plugins = discover(role=role, only=name)
    if not plugins:
        raise unknown_plugin(role, name)
    plugin = plugins[0]
    if plugin.state != "ok":
        raise UnknownSchemeError(
            Text("{id} is installed but {state}: {why}", "{id} 已安装，但状态为 {state}：{why}").format(
                id=name, state=plugin.state, why=plugin.reason
            )
        )
    return plugin


def unknown_plugin(role: str, name: str) -> UnknownSchemeError:
    """That no scheme or amendment of that id is installed, with the nearest id, or all where none is named."""
    known = sorted({point.name for found, point in _entry_points() if found == role})
    near = difflib.get_close_matches(name, known, n=1, cutoff=0.4)
    kind = Text("scheme", "方案") if role == "scheme" else Text("amendment", "修订")
    if not name.strip():
        text = Text("no {kind} is named; name one of: {known}", "没有写明{kind}；请写明其一：{known}")
        return UnknownSchemeError(text.format(kind=kind, known=", ".join(known) or "-"))
    if near:
        return UnknownSchemeError(
            Text(
                "no {kind} {name} is installed; did you mean {near}?",
                "没有安装{kind} {name}；是不是 {near}？",
            ).format(kind=kind, name=name, near=near[0])
        )
    return UnknownSchemeError(
        Text("no {kind} {name} is installed; installed are: {known}", "没有安装{kind} {name}；已安装：{known}").format(
            kind=kind, name=name, known=", ".join(known) or "-"
        )
    )
