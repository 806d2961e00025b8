"""The textual app: it hands keys to the desk in the order in which they came, and shows what the desk says."""

from __future__ import annotations

import os
import select
import signal
import sys
from collections.abc import Callable
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.geometry import Size

from ._canvas import Canvas
from ._driver import TerminalApp, TerminalDriver
from ._keys import Key, keys_of
from ._shown import Shown

__all__ = ["KaoheApp"]

_WATCH_SECONDS = 1.0
_PROGRESS_SECONDS = 0.25
_WHEEL = 3  # rows a notch


class KaoheApp(TerminalApp):
    """Shows one thing.

    Keys and pastes are taken here, in the order of the app's own queue, and not by a focused widget: what a key
    does to the desk is done before the next key is looked at, so a burst means what the same keys mean one by one.
    """

    CSS_PATH = "kaohe.tcss"
    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = []

    def __init__(
        self, shown: Shown, *, coloured: bool = False, on_ready: Callable[[KaoheApp], None] | None = None
    ) -> None:
        super().__init__(
            driver_class=TerminalDriver if sys.__stdin__ and sys.__stdin__.isatty() else None, ansi_color=True
        )
        self.shown, self.on_ready = shown, on_ready
        self.canvas = Canvas(shown, coloured=coloured)
        self.animation_level = "none"

    def compose(self) -> ComposeResult:
        """One widget."""
        yield self.canvas

    def on_mount(self) -> None:
        """Watch for a terminal that vanished and for files that change underneath."""
        self.set_interval(_WATCH_SECONDS, self._watch)
        self.set_interval(_PROGRESS_SECONDS, self._progress)
        if self.on_ready is not None:
            self.on_ready(self)

    async def on_event(self, event: events.Event) -> None:
        """Keys and pastes go to the desk at once; everything else is the library's."""
        if isinstance(event, events.Key) and not event.is_forwarded:
            for key in keys_of(event.key, event.character):
                self.shown.press(key)
            self._show()
        elif isinstance(event, events.Paste) and not event.is_forwarded:
            self.shown.paste(event.text)
            self._show()
        elif isinstance(event, events.MouseEvent):
            self._mouse(event)
        else:
            await super().on_event(event)

    def _mouse(self, event: events.MouseEvent) -> None:
        """A click and the wheel, where the mouse is on; no event comes where it is off."""
        if isinstance(event, events.MouseDown):
            self.shown.click(event.x, event.y)
        elif isinstance(event, events.MouseScrollDown | events.MouseScrollUp):
            name = "down" if isinstance(event, events.MouseScrollDown) else "up"
            for _ in range(_WHEEL):
                self.shown.press(Key(name))
        else:
            return
        self._show()

    def _show(self) -> None:
        text = self.shown.take_clipboard()
        if text:
            self.copy_to_clipboard(text)
        if self.shown.leaving:
            self.exit(0)
        elif self.canvas.is_mounted:
            self.canvas.catch_up()

    def _watch(self) -> None:
        """A terminal that hung up without a signal (a container, a broken pipe) is noticed within a second."""
        if self._is_gone():
            self.terminal_gone()
            return
        self._follow_size()
        if self.shown.look_underneath():
            self._show()

    def _progress(self) -> None:
        """Show how far work in the background is, and what it found."""
        if self.shown.progressed():
            self._show()

    def _follow_size(self) -> None:
        """A change of size whose signal came before anybody listened is made up for."""
        if not self.is_headless and sys.__stdin__ is not None:
            size = Size(*os.get_terminal_size(sys.__stdin__.fileno()))
            if size != self.size:
                self.post_message(events.Resize(size, size))

    def _is_gone(self) -> bool:
        return not self.is_headless and _hung_up(sys.__stdin__.fileno() if sys.__stdin__ else -1)

    def hung_up(self) -> None:
        """SIGHUP: with the terminal still there it is given back as it was, else there is nothing to give back."""
        if self._is_gone():
            self.terminal_gone()
        else:
            self.told_to_stop(128 + signal.SIGHUP)

    def terminal_gone(self) -> None:
        """Nobody sees the screen any more: keep what was typed, and end without writing to it."""
        self.shown.settle()
        self.shown.close()
        os._exit(129)

    def told_to_stop(self, status: int) -> None:
        """SIGTERM: keep what was typed and leave in order."""
        self.shown.settle()
        self.exit(status)


def _hung_up(handle: int) -> bool:
    if handle < 0:
        return False
    poller = select.poll()
    poller.register(handle, select.POLLHUP | select.POLLERR)
    return any(event & (select.POLLHUP | select.POLLERR | select.POLLNVAL) for _, event in poller.poll(0))
