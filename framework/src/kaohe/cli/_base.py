"""The program: lazy commands, help in the reader's language, one handler for every mistake."""

from __future__ import annotations

import contextlib
import importlib
import importlib.util
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, NoReturn

import click

from .. import __version__
from .._why import why_of
from ..errors import KaoheError
from ..words import Message, Text, prefer, visible
from ._end import have_streams, interruptible, unforeseen
from ._out import complain, refuse, say

__all__ = ["JSON_OPTION", "Bilingual", "Command", "Group", "Lazy", "Option", "Program", "guarded"]

Sections = Mapping[Text, Sequence[str]]  # commands by who uses them

BAD_INPUT, UNFORESEEN, INTERRUPTED, BROKEN_PIPE = 2, 70, 130, 141

_FAILED = Message("K2201", "{file}: {why}; check the path and its permissions", "{file}：{why}；请检查路径与权限")
_OUTPUT = Text("the output", "输出")
_STOPPED = Text("stopped; every file is as it was, or whole", "已中止；所有文件或保持原样，或已完整写入")
_LONGEST = 100
_COMMAND = Message("K2202", "there is no command {name}; did you mean {near}?", "没有命令 {name}；是不是 {near}？")
_COMMANDS = Message(
    "K2203", "there is no command {name}; the commands are: {known}", "没有命令 {name}；可用命令：{known}"
)
_OPTION = Message("K2204", "there is no option {name}; see {near}", "没有选项 {name}；请看 {near}")
_ARGUMENT = Message("K2205", "{name} is missing; add it to the command", "缺少 {name}；请在命令中补上")
_USAGE = Message("K2206", "{why}", "{why}")
_MORE = Text("{text}; {command} --help tells more", "{text}；详见 {command} --help")


@dataclass(frozen=True, slots=True)  # as words are: no start needs attrs
class Lazy:
    """Where a command lives ("module:name"), its line in the help, and what to say if it is not installed."""

    target: str
    text: Text
    missing: Message | None = None

    @property
    def installed(self) -> bool:
        """Whether its module can be found, without importing it."""
        try:
            return importlib.util.find_spec(self.target.partition(":")[0]) is not None
        except ModuleNotFoundError:
            return False

    def load(self) -> click.Command:
        """The command itself."""
        module, _, name = self.target.partition(":")
        command: click.Command = getattr(importlib.import_module(module), name)
        return command


class Bilingual(click.Command):
    """Help whose own words are in the reader's language."""

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        pieces = self.collect_usage_pieces(ctx)
        prefix = Text("Usage: ", "用法：")
        formatter.write_usage(ctx.command_path, " ".join(pieces), prefix=str(prefix))

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        options = [param for param in self.get_params(ctx) if isinstance(param, click.Option)]
        records = [_record(record) for one in options if (record := one.get_help_record(ctx)) is not None]
        if records:
            with formatter.section(str(Text("Options", "选项"))):
                formatter.write_dl(records)

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = str(Text("Show this page.", "显示本页。"))
        return option


def _record(record: tuple[str, str]) -> tuple[str, str]:
    """The line of an option with the one word of it that click writes itself."""
    name, text = record
    return name, text.replace("[required]", str(Text("[required]", "［必填］")))


class Option(click.Option):
    """An option with its help in both languages."""

    def __init__(self, *args: Any, text: Text, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.text = text

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        self.help = str(self.text)
        return super().get_help_record(ctx)


class Command(Bilingual):
    """A command with its help in both languages."""

    def __init__(self, *args: Any, text: Text, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.text = text

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        self.help = str(self.text)
        super().format_help_text(ctx, formatter)


class Group(Bilingual, click.Group):
    """Commands under one name, with their help in both languages."""

    command_class = Bilingual

    def __init__(self, *args: Any, text: Text, sections: Sections | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.text = text
        self.sections = sections or {}

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        self.help = str(self.text)
        super().format_help_text(ctx, formatter)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        Bilingual.format_options(self, ctx, formatter)
        _write(formatter, {name: _first(self.commands[name]) for name in self.list_commands(ctx)}, self.sections)

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [*self.commands]


def _write(formatter: click.HelpFormatter, commands: Mapping[str, str], sections: Sections) -> None:
    """The commands with a line each, under the headings of who uses them; those under none come last."""
    placed = {name for names in sections.values() for name in names}
    left = [name for name in commands if name not in placed]
    for title, names in {**sections, **({Text("Commands", "命令"): left} if left else {})}.items():
        with formatter.section(str(title)):
            formatter.write_dl([(name, commands[name]) for name in names if name in commands])


def _first(command: click.Command) -> str:
    """The first sentence of a command's help."""
    text = str(command.text) if isinstance(command, Command | Group) else command.help or ""
    return text.partition(". " if text.isascii() else "。")[0]


_NAME = "kaohe"


def _version(context: click.Context, _: click.Parameter, asked: bool) -> None:
    if asked and not context.resilient_parsing:
        say(f"{_NAME} {__version__}")
        context.exit()


_VERSION = Option(
    ["--version"],
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_version,
    text=Text("Show the version.", "显示版本。"),
)
JSON_OPTION = click.option("--json", "as_json", is_flag=True, cls=Option, text=Text("print JSON", "输出 JSON"))


class Program(Bilingual, click.Group):
    """`kaohe`: its commands by name, each imported when it is used; nothing ends in a traceback."""

    def __init__(self, commands: Mapping[str, Lazy], *, text: Text, sections: Sections) -> None:
        help_names = {"help_option_names": ["-h", "--help"]}
        super().__init__(name="kaohe", no_args_is_help=True, context_settings=help_names, params=[_VERSION])
        self.lazy = commands
        self.text = text
        self.sections = sections

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [name for name, lazy in self.lazy.items() if lazy.installed or lazy.missing is not None]

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        lazy = self.lazy.get(name)
        if lazy is None:
            return None
        if not lazy.installed:
            raise KaoheError(lazy.missing or _no_command(name, self.list_commands(ctx)))
        return lazy.load()

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and not args[0].startswith("-") and args[0] not in self.lazy:
            raise KaoheError(_no_command(args[0], self.list_commands(ctx)))
        return super().resolve_command(ctx, args)

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        self.help = str(self.text)
        super().format_help_text(ctx, formatter)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        Bilingual.format_options(self, ctx, formatter)
        _write(formatter, {name: str(self.lazy[name].text) for name in self.list_commands(ctx)}, self.sections)

    def main(  # type: ignore[override]  # it always ends the process, as a program does
        self, args: Sequence[str] | None = None, prog_name: str | None = None, **extra: Any
    ) -> NoReturn:
        """Run; exit status 0, 1 where something does not hold, 2 for bad input."""
        extra["standalone_mode"] = False
        prefer("")
        as_json = _asks_for_json(sys.argv[1:] if args is None else args)
        words = sys.argv[1:] if args is None else args
        if not words and (home := _home()) is not None:
            guarded(home)
        guarded(lambda: super(Program, self).main(args=args, prog_name=prog_name or "kaohe", **extra), as_json=as_json)


def _home() -> Callable[[], NoReturn] | None:
    """What `kaohe` alone does on a terminal: show the books at hand, where the terminal interface is installed."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()) or importlib.util.find_spec("kaohe_tui") is None:
        return None

    def show() -> NoReturn:
        raise SystemExit(importlib.import_module("kaohe_tui.cli").open_home())

    return show


def _asks_for_json(words: Sequence[str]) -> bool:
    """Whether a command line asks for JSON, be the rest of it right or wrong."""
    pairs = pairwise(words)
    return "--json" in words or "--report=json" in words or ("--report", "json") in pairs


def guarded(run: Callable[[], Any], *, as_json: bool = False) -> NoReturn:
    """Run and end the process, never with a traceback.

    A mistake is a sentence on standard error and exit status 2; Ctrl-C is 130, a reader that left 141, and what
    nobody foresaw a sentence and 70 (KAOHE_DEBUG=1 shows the traceback too). `as_json` says it on standard output too.
    """
    have_streams()
    _never_fail_to_write()
    with interruptible() as interrupt:
        try:
            code = interrupt.watched(run)
        except BaseException as error:
            code = _ended(error, interrupted=interrupt.seen, as_json=as_json)
        sys.exit(_flushed(code if isinstance(code, int) else 0))


def _ended(error: BaseException, *, interrupted: bool, as_json: bool) -> int:
    """The exit status for what ended a command, its sentence being said."""
    if interrupted or isinstance(error, KeyboardInterrupt | click.Abort):
        complain(str(_STOPPED))
        return INTERRUPTED
    if isinstance(error, BrokenPipeError):
        return BROKEN_PIPE
    if isinstance(error, click.exceptions.NoArgsIsHelpError) and error.ctx is not None:
        click.echo(error.ctx.get_help(), err=True)
        return BAD_INPUT
    if isinstance(error, SystemExit) and type(sys.stdout).__name__.endswith("PacifyFlushWrapper"):
        return BROKEN_PIPE  # click wraps the stream and ends with 1, which would read as a failed expectation
    if isinstance(error, SystemExit) and (error.code is None or isinstance(error.code, int)):
        return error.code or 0
    foreseen = isinstance(error, KaoheError | click.ClickException | OSError)
    refuse(_refusal(error) if foreseen else unforeseen(error), kind=type(error).__name__, as_json=as_json)
    return BAD_INPUT if foreseen else UNFORESEEN


def _flushed(code: int) -> int:
    """The exit status once all output is out: another where it cannot be."""
    try:
        sys.stdout.flush()
    except OSError as error:
        _close_quietly()
        if isinstance(error, BrokenPipeError):
            return code if code != 0 else BROKEN_PIPE
        if code == 0:
            complain(str(_failed(error)))
            return BAD_INPUT
    except ValueError:  # closed
        _close_quietly()
    return code


def _refusal(error: BaseException) -> KaoheError:
    """The error as one of ours."""
    if isinstance(error, OSError):
        return _failed(error)
    if isinstance(error, click.UsageError):
        return _usage(error)
    if isinstance(error, click.ClickException):
        return KaoheError(_USAGE.format(why=error.format_message()))
    return error if isinstance(error, KaoheError) else unforeseen(error)


def _never_fail_to_write() -> None:
    """Where the terminal's encoding lacks a character, write its escape instead of failing."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="backslashreplace")


def _close_quietly() -> None:
    """The reader of our output has gone; keep the interpreter from complaining about it at exit."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _no_command(name: str, known: Sequence[str]) -> Message:
    import difflib  # a command that is spelt right needs it not

    near = difflib.get_close_matches(name, known, n=1, cutoff=0.5) if len(name) < _LONGEST else ()
    if near:
        return _COMMAND.format(name=name, near=near[0])
    return _COMMANDS.format(name=name, known=", ".join(known))


def _usage(error: click.UsageError) -> KaoheError:
    """Click's own complaints in the reader's language, with where to find help."""
    text = _USAGE.format(why=error.format_message())
    if isinstance(error, click.NoSuchOption):
        near = ", ".join(error.possibilities or ()) or "--help"
        text = _OPTION.format(name=error.option_name, near=near)
    elif isinstance(error, click.MissingParameter):
        text = _ARGUMENT.format(name=_called(error.param, error.ctx))
    if error.ctx is not None:
        text = text.reworded(
            *(_MORE.format(text=text, command=error.ctx.command_path).in_language(c) for c in ("en", "zh"))
        )
    return KaoheError(text)


def _called(param: click.Parameter | None, context: click.Context | None) -> str:
    """What a missing parameter is called on the command line: --county for an option, BOOK for an argument."""
    if isinstance(param, click.Option):
        return max(param.opts, key=len)
    return param.make_metavar(context) if param is not None and context is not None else "-"


def _failed(error: OSError) -> KaoheError:
    name = visible(str(error.filename)) if error.filename is not None else str(_OUTPUT)
    return KaoheError(_FAILED.format(file=name, why=why_of(error)))
