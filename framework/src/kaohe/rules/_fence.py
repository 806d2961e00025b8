"""Running a plugin's code: whatever it prints, changes, raises or hangs in ends there, with a sentence that names it.

A plugin is code and can do anything. What is kept here is what happens by mistake: the streams, the process's
settings, the interpreter's modules, a time limit. What cannot be kept is in docs/hooks.md.
"""

from __future__ import annotations

import builtins
import contextlib
import decimal
import io
import locale
import os
import signal
import sys
import threading
import traceback
import warnings
from collections.abc import Callable, Collection, Iterator
from operator import is_
from pathlib import Path
from types import FrameType
from typing import Any, NoReturn

from attrs import define

from ..errors import KaoheError, SchemeError
from ..words import Message, Text, visible

__all__ = [
    "TIMEOUT_VARIABLE",
    "Heard",
    "TooLong",
    "TookTooLongError",
    "fence",
    "limit",
    "too_long",
    "what_happened",
    "within_limit",
]

TIMEOUT_VARIABLE = "KAOHE_PLUGIN_TIMEOUT"
_DEFAULT, _LONGEST = 10, 86_400
_AGAIN, _RINGS = 0.5, 10  # a plugin that catches everything is rung again; after so often the process is given up
_SHOWN, _HEARD = 300, 2_000
_GIVEN_UP = 70
_SIGNALS = ("SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT", "SIGALRM", "SIGPIPE", "SIGCHLD", "SIGUSR1", "SIGUSR2", "SIGWINCH")
_HERE, _PYTHON = Path(__file__).parents[1], Path(os.__file__).parent

_Handler = Callable[[int, FrameType | None], None]


class TooLong(BaseException):
    """The time limit has passed; no Exception, so that a plugin's own handlers let it through."""


class TookTooLongError(SchemeError):
    """A plugin did not come to an end within the time limit."""


class _MadeUp(Exception):  # noqa: N818  # a KeyboardInterrupt that the plugin raised itself; never shown
    pass


@define
class Heard:
    """What a plugin wrote to standard output and standard error while it ran."""

    text: str = ""


_here = threading.local()  # the fence that stands: what runs inside it shares it


@contextlib.contextmanager
def fence(name: str) -> Iterator[Heard]:
    """Run the code of plugin `name`. A fence inside a fence is the outer one.

    Raises SchemeError for whatever the code raises, TookTooLongError where it takes longer than `limit()` seconds, and
    KeyboardInterrupt where a person pressed Ctrl-C. Away from the main thread only what it raises is caught.
    """
    there = getattr(_here, "heard", None)
    if there is not None:
        yield there
        return
    _here.heard = heard = Heard()
    try:
        with contextlib.ExitStack() as stack:
            if threading.current_thread() is threading.main_thread():
                _stand(stack, name, heard)
            else:
                stack.enter_context(_its_own_interrupts(()))
            yield heard
    except (KaoheError, KeyboardInterrupt):
        raise
    except TooLong as error:
        raise TookTooLongError(too_long(name)) from error
    except BaseException as error:
        why = what_happened(error.__cause__ if isinstance(error, _MadeUp) and error.__cause__ else error)
        raise SchemeError(Message("K1051", "{id}: {why}", "{id}：{why}").format(id=name, why=why)) from error
    finally:
        _here.heard = None


@contextlib.contextmanager
def within_limit(name: Callable[[], Text]) -> Iterator[None]:
    """Run one function of a plugin in the midst of other work, where a fence would cost more than the function.

    Only what it raises and its time are caught; `name` says what it is, and is asked only then. Raises SchemeError.
    """
    try:
        with contextlib.ExitStack() as stack:
            if threading.current_thread() is threading.main_thread() and getattr(_here, "heard", None) is None:
                before = signal.getsignal(signal.SIGALRM) if hasattr(signal, "SIGALRM") else None
                stack.enter_context(_in_time(stack, name, limit()))
                if before is not None:
                    stack.callback(signal.signal, signal.SIGALRM, before)
            yield
    except TooLong as error:
        raise TookTooLongError(too_long(name())) from error
    except KaoheError:
        raise
    except Exception as error:
        why = what_happened(error)
        raise SchemeError(Message("K1122", "{id}: {why}", "{id}：{why}").format(id=name(), why=why)) from error


def too_long(what: str | Text) -> Message:
    """The sentence for what was stopped."""
    text = Message(
        "K1052",
        "{what} takes longer than {n} s and was stopped; find what it waits for, or set {variable}",
        "{what} 超过 {n} 秒，已中止；请查明它在等什么，或设置 {variable}",
    )
    return text.format(what=what, n=limit(), variable=TIMEOUT_VARIABLE)


def what_happened(error: BaseException) -> Text:
    """What was raised, and where in the plugin: short, and safe whatever the exception is."""
    said: Text | str
    if isinstance(error, KaoheError) and isinstance(error.text, Text):
        said = error.text
    else:
        try:
            message = f"{error}"
        except BaseException:  # an exception's own __str__ may raise anything
            message = "?"
        name = str(type.__dict__["__name__"].__get__(type(error)))
        said = visible(f"{name}: {message}"[:_SHOWN])
    place = _place(error)
    return Text("{said}{place}", "{said}{place}").format(said=said, place=f" ({place})" if place else "")


def _place(error: BaseException) -> str:
    """The file and line of the plugin nearest to where it happened."""
    place = ""
    with contextlib.suppress(Exception):
        for frame, line in traceback.walk_tb(error.__traceback__):
            file = Path(frame.f_code.co_filename)
            if file.suffix == ".py" and not _no_plugin(file):
                place = f"{file.name}, {line}"
    return place


def _no_plugin(file: Path) -> bool:
    """Whether a file is of Kaohe, of Python itself, or of the libraries that stand between Kaohe and a plugin."""
    if file.is_relative_to(_HERE) or file.parent.name in ("attr", "attrs", "pluggy"):
        return True
    return file.is_relative_to(_PYTHON) and "site-packages" not in file.parts and "dist-packages" not in file.parts


def limit() -> int:
    """The seconds that loading one plugin may take; 0 means no limit. Raises SchemeError for what is no number."""
    text = os.environ.get(TIMEOUT_VARIABLE, "").strip()
    if not text:
        return _DEFAULT
    if not (text.isascii() and text.isdigit() and len(text) <= len(str(_LONGEST)) and int(text) <= _LONGEST):
        why = Message(
            "K1053",
            "{variable}={value} is no whole number of seconds from 0 (no limit) to {most}; set a number of them",
            "{variable}={value} 不是 0（不限）至 {most} 的整秒数；请设为其中一个数",
        )
        raise SchemeError(why.format(variable=TIMEOUT_VARIABLE, value=text[:40], most=_LONGEST))
    return int(text)


def _stand(stack: contextlib.ExitStack, name: str, heard: Heard) -> None:
    """Put up what keeps the process as it is; everything is put back in the opposite order."""
    seconds = limit()
    stack.enter_context(_same_process())
    stack.enter_context(warnings.catch_warnings())
    _keep(stack)
    sys.unraisablehook = _in_a_finalizer
    stack.enter_context(_heard(heard))
    stack.enter_context(_signals())
    stack.enter_context(_in_time(stack, name, seconds))


@contextlib.contextmanager
def _same_process() -> Iterator[None]:
    """A child that the plugin forked and that comes back here would do everything twice."""
    process = os.getpid()
    try:
        yield
    finally:
        if os.getpid() != process:
            os._exit(0)


def _keep(stack: contextlib.ExitStack) -> None:
    path, modules, built_in = list(sys.path), dict(sys.modules), dict(vars(builtins))
    own = [(vars(module), dict(vars(module))) for key, module in modules.items() if key.partition(".")[0] == "kaohe"]
    environment, search, names = dict(os.environ), sys.path, sys.modules
    hooks = sys.excepthook, sys.unraisablehook, sys.displayhook
    traced = sys.gettrace(), sys.getprofile()
    deepest, digits = sys.getrecursionlimit(), sys.get_int_max_str_digits()
    context, place, mask = decimal.getcontext().copy(), locale.setlocale(locale.LC_ALL), _umask()
    folder = _folder()

    def back() -> None:
        names.update(modules)
        sys.modules = names
        _restore(vars(builtins), built_in)
        for found, kept in own:
            _restore(found, kept)
        search[:] = path
        sys.path = search
        if dict(os.environ) != environment:
            os.environ.clear()
            os.environ.update(environment)
        sys.excepthook, sys.unraisablehook, sys.displayhook = hooks
        if (sys.gettrace(), sys.getprofile()) != traced:
            sys.settrace(traced[0])
            sys.setprofile(traced[1])
        sys.setrecursionlimit(deepest)
        sys.set_int_max_str_digits(digits)
        decimal.setcontext(context)
        locale.setlocale(locale.LC_ALL, place)
        os.umask(mask)
        if folder is not None and _folder() != folder:
            os.chdir(folder)

    stack.callback(back)


def _in_a_finalizer(found: Any) -> None:
    """What a __del__ raises Python cannot pass on: it is told with what the plugin wrote; a real Ctrl-C was noted."""
    sys.stderr.write(f"{what_happened(found.exc_value or found.exc_type())}\n")


def _restore(found: dict[str, Any], kept: dict[str, Any]) -> None:
    """Put back what was changed or removed; what was added (a module imported meanwhile) stays."""
    if kept.keys() <= found.keys() and all(map(is_, map(found.get, kept), kept.values())):
        return
    for name, value in kept.items():
        if found.get(name, found) is not value:
            found[name] = value


def _umask() -> int:
    mask = os.umask(0o077)
    os.umask(mask)
    return mask


def _folder() -> str | None:
    try:
        return os.getcwd()
    except OSError:
        return None


@contextlib.contextmanager
def _heard(heard: Heard) -> Iterator[None]:
    """Standard output and error go to a file of their own: streams, and descriptors where no other thread writes."""
    kept = {name: getattr(sys, name) for name in ("stdin", "stdout", "stderr", "__stdout__", "__stderr__")}
    written = io.StringIO()
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(Exception):
            stream.flush()
    sys.stdin = io.StringIO()
    for name in ("stdout", "stderr", "__stdout__", "__stderr__"):
        setattr(sys, name, written)
    with contextlib.ExitStack() as stack:
        file = _descriptors(stack) if threading.active_count() == 1 else None
        try:
            yield
        finally:
            for name, stream in kept.items():
                setattr(sys, name, stream)
            for stream in (kept["stdout"], kept["stderr"], kept["__stdout__"]):
                with contextlib.suppress(Exception):
                    stream.flush()
            with contextlib.suppress(ValueError):  # the plugin closed it
                heard.text = written.getvalue()[:_HEARD]
            if file is not None:
                heard.text += os.pread(file, _HEARD, 0).decode(errors="replace")


def _descriptors(stack: contextlib.ExitStack) -> int | None:
    """Send descriptors 1 and 2 to a file in memory until `stack` closes, where the system can and both are open."""
    if not hasattr(os, "memfd_create"):
        return None
    try:
        kept = [(number, os.dup(number)) for number in (1, 2)]
    except OSError:
        return None
    file = os.memfd_create("kaohe")
    stack.callback(os.close, file)
    for number, copy in kept:
        stack.callback(os.close, copy)
        stack.callback(os.dup2, copy, number)
        os.dup2(file, number)
    return file


@contextlib.contextmanager
def _signals() -> Iterator[None]:
    """Handlers as they were; a Ctrl-C that the plugin swallows is not lost, one that it makes up is its own."""
    kept = [(number, signal.getsignal(number)) for name in _SIGNALS if (number := getattr(signal, name, None))]
    pressed: list[KeyboardInterrupt] = []
    usual = signal.getsignal(signal.SIGINT)
    if callable(usual):
        signal.signal(signal.SIGINT, _noting(usual, pressed))
    try:
        with _its_own_interrupts(pressed):
            yield
    finally:
        for number, handler in kept:
            if handler is not None:
                signal.signal(number, handler)
    if pressed:
        raise pressed[0]


def _noting(usual: Callable[[int, FrameType | None], object], pressed: list[KeyboardInterrupt]) -> _Handler:
    """The handler that stood, with a note in `pressed` where it raises."""

    def interrupted(number: int, frame: FrameType | None) -> None:
        try:
            usual(number, frame)
        except KeyboardInterrupt as error:
            pressed.append(error)
            raise

    return interrupted


@contextlib.contextmanager
def _its_own_interrupts(pressed: Collection[object]) -> Iterator[None]:
    """A KeyboardInterrupt that nobody pressed keys for is a plugin's mistake like any other."""
    try:
        yield
    except KeyboardInterrupt as error:
        if pressed:
            raise
        raise _MadeUp from error


@contextlib.contextmanager
def _in_time(stack: contextlib.ExitStack, name: str | Callable[[], Text], seconds: int) -> Iterator[None]:
    if not seconds or not hasattr(signal, "setitimer"):
        yield
        return
    rung = 0

    def ring(number: int, frame: object) -> NoReturn:
        nonlocal rung
        rung += 1
        if rung > _RINGS:
            _give_up(stack, name)
        raise TooLong

    signal.signal(signal.SIGALRM, ring)
    before = signal.setitimer(signal.ITIMER_REAL, seconds, _AGAIN)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, *before)
    if rung:
        raise TooLong


def _give_up(stack: contextlib.ExitStack, name: str | Callable[[], Text]) -> NoReturn:
    """A plugin that catches every interruption can only be ended with the process."""
    text = Text(
        "{id} hangs and catches every interruption; uninstall it, or leave it out of KAOHE_ALLOW",
        "{id} 停不下来，也不接受中断；请卸载它，或不要列入 KAOHE_ALLOW",
    )
    with contextlib.suppress(BaseException):
        stack.close()
    os.write(2, f"{text.format(id=name if isinstance(name, str) else name())}\n".encode(errors="replace"))
    os._exit(_GIVEN_UP)
