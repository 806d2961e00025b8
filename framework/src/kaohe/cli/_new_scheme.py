"""`kaohe new-scheme`: the folder of a region's own scheme, installable and checked, to write the document into."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from string import Template

import click

from ..errors import KaoheError
from ..files import write
from ..rules.tools import entry_points_of
from ..words import Message, Text
from ._base import Command, Option
from ._out import say

__all__ = ["new_scheme"]

_TEXT = Text(
    "Write the folder of a new scheme: a plugin with each hook as an example, and one worked case that passes.",
    "生成新方案的文件夹：一个插件，每个钩子各有示例，并附一个可通过的演算案例。",
)
_TO = Text("write the folder in DIR (default: here)", "在 DIR 中生成（默认为当前文件夹）")
_TITLE = Text("the scheme's title as it is shown", "方案名称")
_ID = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_FILES = {
    "pyproject.toml": "pyproject.toml.txt",
    "src/{module}/__init__.py": "init.py.txt",
    "src/{module}/_scheme.py": "scheme.py.txt",
    "src/{module}/cases/{prefix}-2.toml": "case.toml.txt",
}


@click.command(cls=Command, text=_TEXT)
@click.argument("name", metavar="ID")
@click.option("--to", "folder", metavar="DIR", cls=Option, text=_TO, default=".")
@click.option("--title", metavar="TEXT", cls=Option, text=_TITLE)
def new_scheme(*, name: str, folder: str, title: str | None) -> None:
    """Write the folder."""
    _check(name)
    names = _names(name, title or name)
    root = Path(folder) / names["distribution"]
    if root.exists():
        text = Message(
            "K5101",
            "{folder} is there already; take another id, or another folder with --to",
            "{folder} 已存在；请换一个编号，或用 --to 换一个文件夹",
        )
        raise KaoheError(text.format(folder=str(root)))
    for path, body in _made(names):
        write(root / path, body, folders=True)
    say(Text("{folder} is written; next:", "已生成 {folder}；接下来：").format(folder=str(root)))
    for line in (f"pip install -e {root}", f"kaohe check {name}"):
        say("  " + line)


def _check(name: str) -> None:
    """Refuse an id that cannot name a plugin, or that one has already."""
    if not _ID.fullmatch(name) or len(name) > 40:
        text = Message(
            "K5100",
            "the id {name} is not one: small letters and digits, parts joined by -, such as county-2026",
            "编号 {name} 不合格式：小写字母和数字，各段用 - 连接，如 county-2026",
        )
        raise KaoheError(text.format(name=repr(name)[:60]))
    if name in entry_points_of("scheme"):
        text = Message(
            "K5102", "a scheme {name} is installed already; take another id", "已安装方案 {name}；请换一个编号"
        )
        raise KaoheError(text.format(name=name))


def _names(name: str, title: str) -> dict[str, str]:
    """What the id is called in each place: the distribution, the module, the class, the beginning of rule ids."""
    words = name.split("-")
    return {
        "id": name,
        "entry": name,
        "title": title.replace("\\", "").replace('"', "”"),
        "distribution": f"kaohe-{name}",
        "module": f"kaohe_{name.replace('-', '_')}",
        "class_name": "".join(word.capitalize() for word in words),
        "prefix": words[0].upper()[:8],
    }


def _made(names: dict[str, str]) -> Iterator[tuple[str, str]]:
    """The files of the folder with their texts."""
    forms = files(__package__) / "new_scheme"
    for path, form in _FILES.items():
        yield path.format(**names), Template((forms / form).read_text("utf-8")).substitute(names)
