"""`kaohe help`: the commands by who uses them, and what a command, a name of the vocabulary or a key of a case is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import click

from ..words import Text
from . import COMMANDS
from ._base import JSON_OPTION, Command, Option
from ._out import both, say, say_json
from ._table import listed
from ._topics import TOPICS
from ._users import USERS

__all__ = ["USERS", "help_command"]

_TEXT = Text(
    "Explain NAME: a command, a task, a class or method of schemes, or a key of case files. Without NAME, the commands "
    "by who uses them.",
    "解释 NAME：命令、事项、方案中的类或方法、案例文件的键。不写 NAME 则按使用者列出命令。",
)
_PAGE = Text("print the page for docs/ (NAME: vocabulary or case)", "输出 docs/ 用的页面（NAME 为 vocabulary 或 case）")


@click.command("help", cls=Command, text=_TEXT)
@click.argument("names", nargs=-1, metavar="[NAME]")
@click.option("--markdown", is_flag=True, cls=Option, text=_PAGE)
@JSON_OPTION
@click.pass_context
def help_command(ctx: click.Context, *, names: tuple[str, ...], markdown: bool, as_json: bool) -> None:
    """Explain one name, or list the commands."""
    if any(names) or markdown:
        from ._help_name import say_of  # only a name needs the vocabulary

        say_of(names, ctx, markdown=markdown, as_json=as_json)
    elif as_json:
        say_json(_start_data())
    else:
        for line in _start():
            say(line)


def _start() -> Iterator[str]:
    """The commands by who uses them, and what else can be asked about."""
    for text, commands in USERS.values():
        yield f"{text}"
        yield from listed([(f"kaohe {one}", COMMANDS[one].text) for one in commands if one in COMMANDS])
        yield ""
    yield str(Text("To read on", "继续查阅"))
    yield from listed(
        [
            *((f"kaohe help {name}", text) for name, text in TOPICS.items()),
            ("kaohe help NAME", Text("a command, class, method or key", "命令、类、方法或键")),
        ]
    )


def _start_data() -> dict[str, Any]:
    return {
        "users": [
            {
                "id": key,
                "text": both(text),
                "commands": [{"id": one, "text": both(COMMANDS[one].text)} for one in names],
            }
            for key, (text, names) in USERS.items()
        ],
        "topics": [{"id": name, "text": both(text)} for name, text in TOPICS.items()],
    }
