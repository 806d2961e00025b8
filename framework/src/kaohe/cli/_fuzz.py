"""`kaohe fuzz`: the checks of `kaohe check`, and the same on cohorts drawn at random around the declared numbers."""

from __future__ import annotations

from typing import Any

import click

from ..testing import PHASES
from ..words import Text
from ._base import Command, Option
from ._checking import checking, options_of, run_all, seconds

__all__ = ["fuzz"]

_TEXT = Text(
    "Check SCHEME (or all) and fuzz it: cohorts drawn around the declared numbers, every check on each. "
    "The seed is printed; the same seed draws the same cohorts.",
    "检查并随机测试方案 SCHEME（或 all）：围绕声明数值随机生成考核对象，逐一检查。种子相同，结果可重现。",
)
_COUNT = Text("how many cohorts (default 200; no limit with --time)", "生成多少组（默认 200；给定 --time 时不限）")
_TIME = Text("how long for each scheme: 60s, 10m, 1h", "每个方案测试多久：60s、10m、1h")
_MANY = 10**9


@click.command(cls=Command, text=_TEXT)
@click.argument("scheme", metavar="SCHEME")
@checking
@click.option("-n", "count", type=click.IntRange(1), metavar="N", cls=Option, text=_COUNT)
@click.option("--time", "budget", metavar="SPAN", cls=Option, text=_TIME)
@click.pass_context
def fuzz(context: click.Context, /, *, scheme: str, count: int | None, budget: str | None, **given: Any) -> None:
    """Fuzz one scheme or all."""
    limit = seconds(budget)
    worlds = count if count is not None else 200 if limit is None else _MANY
    context.exit(run_all(scheme, options_of(PHASES, given, worlds=worlds, budget=limit), given))
