"""Reading a case file's text into plain data: UTF-8, size, TOML or JSON, exact numbers only."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path
from typing import Any, NoReturn

from ..errors import CaseError
from ..rules import DecimalText
from ..words import Text

__all__ = ["LARGEST", "parse_text", "read_text"]

LARGEST = 40_000_000


def read_text(path: Path) -> str:
    """The text of a file. Raises CaseError where it is missing, too large, empty or not UTF-8."""
    name = str(path)
    try:
        size = path.stat().st_size
        if size > LARGEST:
            raise CaseError(
                Text(
                    "the file has {size} bytes; a case has at most {most}: split it by county or kind",
                    "文件有 {size} 字节，案例最大 {most} 字节：请按县或对象类别拆分",
                ).format(size=size, most=LARGEST),
                where=name,
            )
        data = path.read_bytes()
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise CaseError(
            Text("it cannot be read: {why}; check the path", "无法读取：{why}；请检查路径").format(why=why), where=name
        ) from error
    return decode(data, name)


def decode(data: bytes, name: str) -> str:
    """`data` as UTF-8 text. Raises CaseError with the byte and line where it is not."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise CaseError(
            Text(
                "byte {at} is not UTF-8 text; save the file as UTF-8 and try again",
                "第 {at} 字节不是 UTF-8 文本；请另存为 UTF-8 后重试",
            ).format(at=error.start),
            where=f"{name}:{line}",
        ) from error
    if not text.strip():
        raise CaseError(
            Text(
                "the file is empty; `kaohe new-case SCHEME` writes one to fill in",
                "文件是空的；可用 kaohe new-case 生成",
            ),
            where=name,
        )
    return text


class _Numbers(dict[str, DecimalText]):
    """Each different decimal is kept once, as its text: a county's scores repeat a few hundred of them."""

    def __missing__(self, text: str) -> DecimalText:
        value = self[text] = DecimalText(text)
        return value


def parse_text(text: str, name: str, *, toml: bool) -> dict[str, Any]:
    """The data of a TOML or JSON case; decimals are exact texts. Raises CaseError with the line."""
    data = _toml(text, name) if toml else _json(text, name)
    if not isinstance(data, dict):
        raise CaseError(Text("a case is one table of keys", "案例必须是一个键值表"), where=name)
    return data


def _toml(text: str, name: str) -> Any:
    try:
        return tomllib.loads(text, parse_float=_Numbers().__getitem__)
    except tomllib.TOMLDecodeError as error:
        raise _broken(name, _line_in(str(error)), str(error), "TOML") from error
    except (ValueError, ArithmeticError, RecursionError) as error:
        raise _broken(name, None, str(error) or type(error).__name__, "TOML") from error


def _line_in(message: str) -> int | None:
    found = re.search(r"line (\d+)", message)
    return int(found[1]) if found else None


def _json(text: str, name: str) -> Any:
    try:
        return json.loads(
            text, parse_float=_Numbers().__getitem__, parse_constant=_no_constant, object_pairs_hook=_unique
        )
    except json.JSONDecodeError as error:
        raise _broken(name, error.lineno, error.msg, "JSON") from error
    except CaseError as error:
        raise CaseError(error.text, where=name) from error
    except (ValueError, ArithmeticError, RecursionError) as error:
        raise _broken(name, None, str(error) or type(error).__name__, "JSON") from error


def _no_constant(text: str) -> NoReturn:
    raise CaseError(Text("{value} is not a number", "{value} 不是数").format(value=text))


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise CaseError(
            Text(
                "the key {key} stands twice in one object; one of them would be lost", "键 {key} 出现两次；其一会丢失"
            ).format(key=twice)
        )
    return found


def _broken(name: str, line: int | None, why: str, form: str) -> CaseError:
    return CaseError(
        Text("this is not {form}: {why}", "不是有效的 {form}：{why}").format(form=form, why=why[:200]),
        where=f"{name}:{line}" if line else name,
    )
