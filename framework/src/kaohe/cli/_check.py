"""`kaohe check`: hold a scheme to its declarations and worked cases, with the boundary table."""

from __future__ import annotations

from typing import Any

import click

from ..words import Text
from ._base import Command
from ._checking import checking, options_of, run_all

__all__ = ["check"]

_TEXT = Text(
    "Check SCHEME (or all): declarations, kept counterexamples, worked cases, boundary table. A failure is kept as a case "
    "file. "
    "Exit status 0 clean, 1 a failure, 2 nothing could be run.",
    "检查方案 SCHEME（或 all）：声明、留存的反例、演算案例、边界表。失败会写成案例文件。退出状态 0 无误，1 有失败，2 未能执行。",
)


@click.command(cls=Command, text=_TEXT)
@click.argument("scheme", metavar="SCHEME")
@checking
@click.pass_context
def check(context: click.Context, /, *, scheme: str, **given: Any) -> None:
    """Check one scheme or all."""
    context.exit(run_all(scheme, options_of(("lint", "kept", "cases", "table"), given), given))
