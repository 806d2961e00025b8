"""What the commands of `kaohe book` share: their options, and errors as a sentence and an exit status."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import wraps
from typing import Any, NoReturn, ParamSpec

import click

from ..errors import KaoheError
from ..store import Corrupt
from ..words import Message, Text
from ._out import refuse

__all__ = ["DAMAGE", "JSON", "SHARED", "WHERE", "answered", "printed", "told_help"]

DAMAGE, BAD_INPUT = 1, 2
P = ParamSpec("P")


def told_help(en: str, zh: str) -> str:
    return str(Text(en, zh))


WHERE = click.argument("where", metavar=told_help("BOOK", "账簿"))
JSON = click.option(
    "--json",
    "as_json",
    is_flag=True,
    help=told_help("Print JSON, history one object a line.", "输出 JSON（history 每行一个对象）。"),
)
SHARED = click.option(
    "--shared",
    is_flag=True,
    help=told_help("Let the file's group write too (mode 0660).", "允许同组用户写入（权限 0660）。"),
)


def answered(call: Callable[P, None]) -> Callable[P, None]:
    """Turn errors into a sentence and an exit status: 1 for damage, 2 for everything else."""

    @wraps(call)
    def wrapper(*arguments: P.args, **options: P.kwargs) -> None:
        try:
            call(*arguments, **options)
        except BrokenPipeError:  # whoever reads has had enough, which is no fault of the book
            raise
        except (KaoheError, OSError) as error:
            _fail(error, as_json=bool(options.get("as_json")))

    return wrapper


def _fail(error: KaoheError | OSError, *, as_json: bool) -> NoReturn:
    said = error if isinstance(error, KaoheError) else KaoheError(_SYSTEM.format(why=str(error.strerror or error)))
    refuse(said, kind=type(error).__name__, as_json=as_json)
    raise SystemExit(DAMAGE if isinstance(error, Corrupt) else BAD_INPUT)


_SYSTEM = Message(
    "K5013",
    "the system refused: {why}; nothing was changed. Check the path and its permissions",
    "系统拒绝：{why}；未作任何改动。请检查路径与权限",
)


def printed(result: dict[str, Any], lines: list[Text], *, as_json: bool) -> None:
    click.echo(json.dumps(result, ensure_ascii=False) if as_json else "\n".join(line.told() for line in lines))
