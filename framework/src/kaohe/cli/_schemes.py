"""`kaohe schemes`: every discovered plugin, its state, and why."""

from __future__ import annotations

from typing import Any

import click

from ..rules import discover
from ..rules.amend import Amendment
from ..rules.tools import Plugin, marked
from ..words import Text, visible
from ._base import JSON_OPTION, Command
from ._out import both, complain, say, say_json
from ._table import table

__all__ = ["schemes"]

_TEXT = Text(
    "List every installed scheme and amendment: id, title, version, state and, where it cannot run, the reason.",
    "列出已安装的方案和修订：编号、名称、版本、状态；不能运行的写明原因。",
)
_SHOWN = 200  # characters of what a plugin printed
_HEAD = (Text("id", "编号"), Text("version", "版本"), Text("state", "状态"), Text("title", "名称"))


@click.command(cls=Command, text=_TEXT)
@JSON_OPTION
def schemes(*, as_json: bool) -> None:
    """List the plugins."""
    plugins = discover()
    for plugin in plugins:
        if plugin.printed:
            text = Text("{id} wrote while it was loaded: {what}", "{id} 加载时输出：{what}")
            complain(str(text.format(id=plugin.id, what=plugin.printed.strip()[:_SHOWN])))
    if as_json:
        say_json([_data(plugin) for plugin in plugins])
        return
    if not plugins:
        say(Text("no scheme is installed", "没有安装任何方案"))
        return
    rows = [tuple(str(cell) for cell in _HEAD), *(_row(plugin) for plugin in plugins)]
    for line in table(rows):
        say(line)


def _row(plugin: Plugin) -> tuple[str, ...]:
    declared = plugin.declared
    title = str(marked(declared.title, declared)) if declared is not None else plugin.distribution
    notes = [title]
    if plugin.role == "amendment":
        notes.append(str(Text("amends {base}", "修订 {base}").format(base=_base(plugin) or "-")))
    if plugin.reason is not None:
        notes.append(f"-- {plugin.reason}")
    version = declared.version if declared is not None else "-"
    return tuple(visible(cell) for cell in (plugin.id, version, plugin.state, " ".join(notes)))


def _base(plugin: Plugin) -> str:
    declared = plugin.declared
    return declared.base if declared is not None and issubclass(declared, Amendment) else ""


def _incomplete(plugin: Plugin) -> bool:
    return plugin.declared is not None and not plugin.declared.document.complete


def _data(plugin: Plugin) -> dict[str, Any]:
    declared = plugin.declared
    return {
        "id": plugin.id,
        "role": plugin.role,
        "base": _base(plugin) or None,
        "title": None if declared is None else both(declared.title),
        "version": None if declared is None else declared.version,
        "state": plugin.state,
        "reason": both(plugin.reason),
        "distribution": plugin.distribution,
        "digest": None if plugin.ruleset is None else plugin.ruleset.digest,
        "incomplete": _incomplete(plugin),
    }
