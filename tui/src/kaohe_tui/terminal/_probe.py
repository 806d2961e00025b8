"""Checks before the app starts: locale, terminal, size of characters. Each refusal says what to do."""

from __future__ import annotations

import os
import re
import select
import sys
import termios
import time
import tty
from collections.abc import Mapping

from attrs import frozen

from kaohe.errors import KaoheError
from kaohe.words import Message

__all__ = ["AMBIGUOUS_VARIABLE", "Probe", "TerminalError", "check_environment", "check_terminal", "probe", "widths"]

AMBIGUOUS_VARIABLE = "KAOHE_AMBIGUOUS"
_LOCALE = ("LC_ALL", "LC_CTYPE", "LANG")
_REPORT = re.compile(rb"\x1b\[(\d+);(\d+)R")
_PROBE_SECONDS = 0.3


class TerminalError(KaoheError):
    """The terminal interface cannot start here."""


@frozen
class Probe:
    """How many cells the terminal gave to a wide and to an ambiguous glyph (None: no answer), and keys typed meanwhile."""

    wide: int | None
    ambiguous: int | None
    early: str = ""


def check_environment(environment: Mapping[str, str]) -> None:
    """Refuse a locale that is not UTF-8 and a terminal that cannot move its cursor. Raises TerminalError."""
    locale = next((environment[name] for name in _LOCALE if environment.get(name)), "")
    charset = locale.partition(".")[2].partition("@")[0].lower().replace("-", "")
    plain = locale in ("C", "POSIX")
    if (locale and not charset and not plain) or (charset and charset != "utf8") or (plain and "LC_ALL" in environment):
        raise TerminalError(_LOCALE_TEXT.format(locale=locale))
    if environment.get("TERM", "dumb") in ("dumb", "unknown", ""):
        raise TerminalError(_TERM_TEXT.format(term=environment.get("TERM") or "-"))


def check_terminal() -> None:
    """Refuse where input or output is no terminal. Raises TerminalError."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise TerminalError(_NO_TERMINAL)


def probe() -> Probe:
    """Ask the terminal where its cursor is after one wide and one ambiguous glyph; the line is left as it was."""
    handle = sys.stdin.fileno()
    before = termios.tcgetattr(handle)
    try:
        tty.setcbreak(handle, termios.TCSANOW)
        os.write(sys.stdout.fileno(), "\r考\x1b[6n\r×\x1b[6n\r\x1b[K".encode())
        found = _answers(handle)
    finally:
        termios.tcsetattr(handle, termios.TCSANOW, before)
    columns = [int(match[2]) - 1 for match in _REPORT.finditer(found)]
    early = _REPORT.sub(b"", found).decode(errors="ignore")
    return Probe(columns[0], columns[1], early) if len(columns) == 2 else Probe(None, None, early)


def _answers(handle: int) -> bytes:
    """What comes in until both reports are there, or the time is over."""
    found, end = b"", time.monotonic() + _PROBE_SECONDS
    while len(_REPORT.findall(found)) < 2:
        ready, _, _ = select.select([handle], [], [], max(0.0, end - time.monotonic()))
        if not ready:
            break
        data = os.read(handle, 1024)
        if not data:
            break
        found += data
    return found


def widths(seen: Probe, choice: str) -> bool:
    """Whether ambiguous glyphs may be drawn as they are; `choice` (narrow or wide) overrides what was seen.

    Raises TerminalError where the terminal gives a Chinese character another width than two cells.
    """
    if seen.wide is not None and seen.wide != 2:
        raise TerminalError(_WIDTH_TEXT.format(cells=seen.wide))
    return choice == "narrow" or (choice != "wide" and seen.ambiguous == 1)


_LOCALE_TEXT = Message(
    "K7011",
    "the locale {locale} is not UTF-8; run: export LC_ALL=C.UTF-8 KAOHE_LANG=en, and set the terminal to UTF-8",
    "区域设置 {locale} 不是 UTF-8；请执行 export LC_ALL=C.UTF-8 KAOHE_LANG=zh，并把终端字符集设为 UTF-8",
)
_TERM_TEXT = Message(
    "K7012",
    "a terminal of type {term} cannot show forms; run: export TERM=xterm, or use kaohe evaluate",
    "终端类型 {term} 不能显示表单；请执行 export TERM=xterm，或改用 kaohe evaluate",
)
_NO_TERMINAL = Message(
    "K7013",
    "this needs a terminal for input and output; use kaohe evaluate in pipes and scripts",
    "须在终端中运行；在管道或脚本中请用 kaohe evaluate",
)
_WIDTH_TEXT = Message(
    "K7014",
    "the terminal gives a Chinese character {cells} cells instead of 2: set its character set to UTF-8 "
    "(PuTTY: Window, Translation) and its font to a Chinese one",
    "终端把一个汉字显示为 {cells} 格而不是 2 格：请把终端字符集设为 UTF-8（PuTTY：窗口-转换），并选用中文字体",
)
