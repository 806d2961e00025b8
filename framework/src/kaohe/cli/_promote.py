"""`kaohe promote`: move a counterexample that holds now into its plugin's worked cases."""

from __future__ import annotations

from pathlib import Path

import click

from ..files import write
from ..testing import case_text, promoted
from ..words import Text
from ._base import Command, Option
from ._out import say

__all__ = ["promote"]

_TEXT = Text(
    "Move CASE into the worked cases of its scheme's plugin, with what comes out now as its expectations: "
    "read them against the document before you commit.",
    "把 CASE 移入其方案插件的演算案例，并以现在的结果为预期；提交前请对照文件核对。",
)
_TO = Text("another folder than the plugin's cases/", "改放到此文件夹，而非插件的 cases/")


@click.command(cls=Command, text=_TEXT)
@click.argument("case", metavar="CASE")
@click.option("--to", "folder", metavar="DIR", cls=Option, text=_TO)
def promote(*, case: str, folder: str | None) -> None:
    """Promote one case."""
    path, data = promoted(Path(case), Path(folder) if folder is not None else None)
    write(path, case_text(data), folders=True)
    Path(case).unlink()
    text = Text("moved to {path}; read its expectations against the document", "已移到 {path}；请对照文件核对预期")
    say(text.format(path=str(path)))
