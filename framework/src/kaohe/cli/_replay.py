"""`kaohe replay`: run kept counterexamples again."""

from __future__ import annotations

from pathlib import Path

import click

from ..files import write
from ..testing import case_files, replay, written_test
from ..words import Text
from ._base import JSON_OPTION, Command, Option
from ._checking import CASES_FOLDER
from ._out import both, say, say_json

__all__ = ["replay_command"]

_TEXT = Text(
    "Replay the counterexample FILE, or all below DIR (default: kaohe-cases): FIXED, FAILED or ERROR. "
    "Exit status 0, 1, 2.",
    "重放反例文件 FILE，或 DIR 之下全部（默认 kaohe-cases）：FIXED、FAILED 或 ERROR。退出状态 0、1、2。",
)
_TEST = Text("also write a pytest file that replays them", "另写一个重放它们的 pytest 文件")


@click.command("replay", cls=Command, text=_TEXT)
@click.argument("place", metavar="[FILE|DIR]", required=False, default=CASES_FOLDER)
@click.option("--write-test", "test", metavar="PATH", cls=Option, text=_TEST)
@JSON_OPTION
@click.pass_context
def replay_command(context: click.Context, *, place: str, test: str | None, as_json: bool) -> None:
    """Replay a file or a folder."""
    paths = case_files(Path(place))
    found = [replay(path) for path in paths]
    if as_json:
        say_json([{"case": str(one.path), "status": one.status, "text": both(one.text)} for one in found])
    else:
        for one in found:
            say(f"{one.status:7}{one.path}: {one.text.told()}")
    if test is not None:
        write(Path(test), written_test(paths, Path(test)))
        say(Text("{path} is written; run: pytest {path}", "已写入 {path}；请运行 pytest {path}").format(path=test))
    states = {one.status for one in found}
    context.exit(2 if "ERROR" in states else int("FAILED" in states))
