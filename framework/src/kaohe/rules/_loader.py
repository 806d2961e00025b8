"""Finding installed schemes and amendments: each is in a state, with the reason, and none stops the program."""

from __future__ import annotations

import difflib
import os
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from importlib.metadata import Distribution, EntryPoint, distributions
from typing import Any

from attrs import evolve, frozen

from ..errors import KaoheError, SchemeError, UnknownSchemeError
from ..words import Message, Text
from ._fence import Heard, TookTooLongError, fence, limit, what_happened
from ._lint import lint
from ._scheme import Amendment, Declared, Scheme, check_declared
from .assembly import Ruleset, assemble

__all__ = [
    "ALLOW_VARIABLE",
    "AMENDMENT_GROUP",
    "SCHEME_GROUP",
    "Plugin",
    "discover",
    "entry_points_of",
    "load",
    "sound",
    "unknown_plugin",
]

SCHEME_GROUP = "kaohe.scheme.v1"
AMENDMENT_GROUP = "kaohe.amendment.v1"
ALLOW_VARIABLE = "KAOHE_ALLOW"
_ID = re.compile(r"[^\W_][\w.-]{0,63}")
_NAMELESS = "-"
_PREFIXES = {"scheme": "kaohe.scheme.", "amendment": "kaohe.amendment."}


@frozen
class Plugin:
    """One discovered entry point and what became of it.

    `state` is ok, disabled, incompatible, failed (it cannot be imported, or takes too long), invalid (it cannot be assembled or
    does not pass lint) or duplicate; `reason` says why where it is not ok. `role` is scheme or amendment. `printed` is
    what it wrote to the screen while it was loaded, which stood nowhere else.
    """

    id: str
    role: str
    distribution: str
    state: str = "ok"
    reason: Text | None = None
    declared: type[Declared] | None = None
    ruleset: Ruleset | None = None
    printed: str = ""


def discover(*, allow: Iterable[str] | None = None, role: str = "", only: str | None = None) -> list[Plugin]:
    """Every installed scheme and amendment, sorted by role and id; those outside `allow` are not imported.

    `allow` defaults to the ids in the environment variable KAOHE_ALLOW, or to all. `only` imports a single id, none
    where it is empty. Raises SchemeError where the time limit in KAOHE_PLUGIN_TIMEOUT is no number of seconds.
    """
    limit()
    allowed = _allowed(allow)
    points, broken = _installed()
    twice = Counter((found.role, found.point.group, found.point.name) for found in points)
    plugins = [
        _examine(found, allowed, twice[found.role, found.point.group, found.point.name] > 1)
        for found in points
        if role in ("", found.role) and only in (None, found.point.name)
    ]
    plugins += [plugin for plugin in broken if role in ("", plugin.role) and only in (None, plugin.id)]
    return sorted(plugins, key=_place)


def _place(plugin: Plugin) -> tuple[bool, str, bool, str]:
    return (plugin.role != "scheme", plugin.id, plugin.state == "incompatible", plugin.distribution)


def _allowed(allow: Iterable[str] | None) -> frozenset[str] | None:
    if allow is None:
        listed = os.environ.get(ALLOW_VARIABLE, "")
        return frozenset(listed.replace(",", " ").split()) or None
    return frozenset(allow)


@frozen
class _Found:
    role: str
    point: EntryPoint
    distribution: str


def _installed() -> tuple[list[_Found], list[Plugin]]:
    """Our entry points, and the distributions whose list of entry points cannot be read."""
    found: list[_Found] = []
    broken: list[Plugin] = []
    seen: set[str] = set()
    for distribution in distributions():
        try:
            points = [(role, point) for point in distribution.entry_points for role in _roles(point)]
        except Exception as error:  # a damaged file of one distribution must not hide the others
            text = Text(
                "its entry points cannot be read ({why}); install it again", "无法读取其入口（{why}）；请重新安装"
            )
            name = _name_of(distribution)
            broken.append(Plugin(name, "scheme", name, "failed", text.format(why=what_happened(error))))
            continue
        if not points:
            continue
        name = _name_of(distribution)
        known = name if name != _NAMELESS else f"{points}"
        if known not in seen:  # of two copies the one earlier on the path is the one that is imported
            found += [_Found(role, point, name) for role, point in points]
        seen.add(known)
    return found, broken


def _roles(point: EntryPoint) -> Iterator[str]:
    return (role for role, prefix in _PREFIXES.items() if point.group.startswith(prefix))


def _name_of(distribution: Distribution) -> str:
    try:
        return str(distribution.name or _NAMELESS)
    except Exception:  # its metadata is missing or damaged
        return _NAMELESS


def _examine(found: _Found, allowed: frozenset[str] | None, twice: bool) -> Plugin:
    point = found.point
    plugin = Plugin(point.name, found.role, found.distribution)
    state, why = "", Text("-", "-")
    if allowed is not None and point.name not in allowed:
        state, why = (
            "disabled",
            Text("not in the allow-list {name}", "不在允许清单 {name} 中").format(name=ALLOW_VARIABLE),
        )
    elif point.group not in (SCHEME_GROUP, AMENDMENT_GROUP):
        state, why = (
            "incompatible",
            Text(
                "it is written for {group}; this Kaohe knows {known}: update one of them",
                "它按 {group} 编写，本程序支持 {known}：请更新其中之一",
            ).format(group=point.group, known=f"{_PREFIXES[found.role]}v1"),
        )
    elif twice:
        state, why = (
            "duplicate",
            Text(
                "two installed distributions claim this id; uninstall one",
                "有两个已安装的包使用同一编号；请卸载其中一个",
            ),
        )
    elif not _ID.fullmatch(point.name) or point.name == "all":
        state, why = (
            "invalid",
            Text(
                "an id is up to 64 letters, digits, - _ and . and begins with a letter or digit (and is not all): rename it",
                "编号为至多 64 个字母、数字、-、_、.，以字母或数字开头（且不是 all）：请改名",
            ),
        )
    return evolve(plugin, state=state, reason=why) if state else _loaded(plugin, point)


def _loaded(plugin: Plugin, point: EntryPoint) -> Plugin:
    heard, imported, declared = Heard(), False, None
    try:
        with fence(plugin.id) as heard:
            declared, imported = point.load(), True
            found = _examined(plugin, point, declared)
    except KaoheError as error:
        why = what_happened(error)
        if not imported:
            why = Text("importing it failed: {why}", "导入失败：{why}").format(why=why)
        state = "invalid" if imported and not isinstance(error, TookTooLongError) else "failed"
        found = evolve(plugin, state=state, reason=why, declared=_sound(plugin, declared))
    return evolve(found, printed=heard.text)


def _examined(plugin: Plugin, point: EntryPoint, declared: Any) -> Plugin:
    """The plugin with its ruleset. Raises SchemeError for what is wrong with it."""
    expected = Scheme if plugin.role == "scheme" else Amendment
    if not (isinstance(declared, type) and issubclass(declared, expected)):
        why = Message(
            "K1060", "{value} is no subclass of {kind}; declare it as one", "{value} 不是 {kind} 的子类；请声明为其子类"
        ).format(value=point.value, kind=expected.__name__)
        raise SchemeError(why)
    check_declared(declared)
    if declared.id != plugin.id:
        why = Message(
            "K1061",
            "its entry point is called {name}, its id is {id}; give both the same name",
            "入口名是 {name}，编号却是 {id}；请用同一名称",
        ).format(name=plugin.id, id=declared.id)
        raise SchemeError(why)
    if not issubclass(declared, Scheme):
        return evolve(plugin, declared=declared)
    ruleset = _sound_rules(declared)  # type: ignore[arg-type]  # mypy takes the hash of its instances for a class's
    return evolve(plugin, declared=declared, ruleset=ruleset)


def _sound(plugin: Plugin, declared: Any) -> type[Declared] | None:
    """The class, where what it says of itself can be shown."""
    if declared is None:
        return None
    try:
        with fence(plugin.id):
            check_declared(declared)
    except KaoheError:
        return None
    return declared  # type: ignore[no-any-return]  # check_declared has looked


_FAULTY = Message("K1089", "{text}", "{text}")


@lru_cache(maxsize=32)  # a scheme is data that nothing changes; a case, the next case and the terminal all ask for it
def _sound_rules(
    scheme: type[Scheme],
    amendments: tuple[type[Amendment], ...] = (),
    choices: tuple[tuple[str, str | tuple[str, ...]], ...] = (),
) -> Ruleset:
    """The assembled scheme. Raises SchemeError where it cannot be, and for the first error that lint finds."""
    return sound(assemble(scheme, amendments, choices=dict(choices)))


def sound(ruleset: Ruleset) -> Ruleset:
    """The ruleset itself. Raises SchemeError for the first error that lint finds in it."""
    for found in lint(ruleset):
        if found.level == "error":
            raise SchemeError(_FAULTY.format(text=found.text))
    return ruleset


def entry_points_of(role: str) -> dict[str, EntryPoint]:
    """The entry points of every installed scheme ("scheme") or amendment ("amendment") by id, none imported."""
    return {found.point.name: found.point for found in _installed()[0] if found.role == role}


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
    extra = tuple(_find("amendment", name).declared for name in amendments)
    chosen = tuple(sorted((choices or {}).items()))
    with fence(scheme_id):
        return _sound_rules(plugin.declared, extra, chosen)  # type: ignore[arg-type]  # _find checked the roles


def _find(role: str, name: str) -> Plugin:
    plugins = discover(role=role, only=name)
    if not plugins or not name:
        raise unknown_plugin(role, name)
    plugin = plugins[0]
    if plugin.state != "ok":
        raise UnknownSchemeError(
            Message("K1062", "{id} is installed but {state}: {why}", "{id} 已安装，但状态为 {state}：{why}").format(
                id=name, state=plugin.state, why=plugin.reason
            )
        )
    return plugin


def unknown_plugin(role: str, name: str) -> UnknownSchemeError:
    """That no scheme or amendment of that id is installed, with the nearest id, or all where none is named."""
    known = sorted(entry_points_of(role))
    near = difflib.get_close_matches(name, known, n=1, cutoff=0.4)
    kind = Text("scheme", "方案") if role == "scheme" else Text("amendment", "修订")
    if not name.strip():
        text = Message("K1063", "no {kind} is named; name one of: {known}", "没有写明{kind}；请写明其一：{known}")
        return UnknownSchemeError(text.format(kind=kind, known=", ".join(known) or "-"))
    if near:
        return UnknownSchemeError(
            Message(
                "K1064",
                "no {kind} {name} is installed; did you mean {near}?",
                "没有安装{kind} {name}；是不是 {near}？",
            ).format(kind=kind, name=name, near=near[0])
        )
    return UnknownSchemeError(
        Message(
            "K1065",
            "no {kind} {name} is installed; installed are: {known}; name one of them, or install its plugin",
            "没有安装{kind} {name}；已安装：{known}；请写其一，或安装其插件",
        ).format(kind=kind, name=name, known=", ".join(known) or "-")
    )
