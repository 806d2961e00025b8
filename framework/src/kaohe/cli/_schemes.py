"""`kaohe schemes`: every discovered plugin, its state, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from ..words import Text, visible
from ._base import JSON_OPTION, Command
from ._kept import keep, kept
from ._out import both, complain, say, say_json
from ._table import table

if TYPE_CHECKING:
    from ..rules.tools import Plugin

__all__ = ["schemes"]

_TEXT = Text(
    "List every installed scheme and amendment: id, title, version, state and, where it cannot run, the reason.",
    "列出已安装的方案和修订：编号、名称、版本、状态；不能运行的写明原因。",
)
_SHOWN = 200  # characters of what a plugin printed
_HEAD = (Text("id", "编号"), Text("version", "版本"), Text("state", "状态"), Text("title", "名称"))


_ROWS = "schemes"


@click.command(cls=Command, text=_TEXT)
@JSON_OPTION
def schemes(*, as_json: bool) -> None:
    """List the plugins."""
    rows: list[dict[str, Any]] | None = kept(_ROWS)
    if rows is None:
        rows = _found()
    if as_json:
        say_json([{key: value for key, value in row.items() if key != "shown"} for row in rows])
        return
    if not rows:
        say(Text("no scheme is installed", "没有安装任何方案"))
        return
    for line in table([tuple(str(cell) for cell in _HEAD), *map(_cells, rows)]):
        say(line)


def _found() -> list[dict[str, Any]]:
    """A row of every plugin, kept for the next time where all of them are quiet and could be imported."""
    from ..rules import discover  # what is kept needs no rules

    plugins = discover()
    for plugin in plugins:
        if plugin.printed:
            text = Text("{id} wrote while it was loaded: {what}", "{id} 加载时输出：{what}")
            complain(str(text.format(id=plugin.id, what=plugin.printed.strip()[:_SHOWN])))
    rows = [_row(plugin) for plugin in plugins]
    if not any(plugin.printed or plugin.state == "failed" for plugin in plugins):
        keep(_ROWS, rows)
    return rows


def _row(plugin: Plugin) -> dict[str, Any]:
    """What is said of a plugin, as JSON, and its title as it is shown to people."""
    from ..rules.amend import Amendment
    from ..rules.tools import marked

    declared = plugin.declared
    return {
        "id": plugin.id,
        "role": plugin.role,
        "base": declared.base if declared is not None and issubclass(declared, Amendment) else None,
        "title": None if declared is None else both(declared.title),
        "version": None if declared is None else declared.version,
        "state": plugin.state,
        "reason": both(plugin.reason),
        "distribution": plugin.distribution,
        "digest": None if plugin.ruleset is None else plugin.ruleset.digest,
        "incomplete": declared is not None and not declared.document.complete,
        "shown": None if declared is None else both(marked(declared.title, declared)),
    }


def _cells(row: dict[str, Any]) -> tuple[str, ...]:
    notes = [row["distribution"] if row["shown"] is None else str(_text(row["shown"]))]
    if row["role"] == "amendment":
        notes.append(str(Text("amends {base}", "修订 {base}").format(base=row["base"] or "-")))
    if row["reason"] is not None:
        notes.append(f"-- {_text(row['reason'])}")
    return tuple(visible(cell) for cell in (row["id"], row["version"] or "-", row["state"], " ".join(notes)))


def _text(told: dict[str, str]) -> Text:
    return Text(told["en"], told["zh"])
