"""The terminal driver: no mouse unless it is asked for, the hardware cursor shown (input methods draw at it), hang-up noticed."""

from __future__ import annotations

import sys

from textual.app import App
from textual.drivers.linux_driver import LinuxDriver

__all__ = ["TerminalApp", "TerminalDriver"]


# The shape of a mouse pointer, and reports of the focus: each would come in between typed keys.
_UNASKED = ("\x1b]22;", "\x1b[?1004")
# Ends the kitty keyboard mode; where it was never begun, some terminals restore a cursor instead.
_POP = "\x1b[<u"
_CLICKS = "\x1b[?1000h\x1b[?1006h"


class TerminalApp(App[int]):
    """An app that can be told that its terminal is gone."""

    def terminal_gone(self) -> None:
        """Nobody sees the screen any more: end without writing to it."""
        raise NotImplementedError


class TerminalDriver(LinuxDriver):
    """textual's Linux driver for a text terminal over a slow line."""

    _app: TerminalApp
    _pushed = False

    def __init__(
        self, app: TerminalApp, *, debug: bool = False, mouse: bool = True, size: tuple[int, int] | None = None
    ) -> None:
        super().__init__(app, debug=debug, mouse=mouse, size=size)
        # textual draws on stderr; people redirect that to keep error messages.
        assert sys.__stdout__ is not None  # noqa: S101  # the entry point has checked that it is a terminal
        self._file = sys.__stdout__

    def write(self, data: str) -> None:
        """Send bytes to the terminal, but nothing that an old one prints as text or that nobody asked for."""
        if data.startswith("\x1b[>") and data.endswith("u"):
            self._pushed = True
        if not data.startswith(_UNASKED) and (data != _POP or self._pushed):
            super().write(data)

    def start_application_mode(self) -> None:
        """Take the terminal over, cursor visible."""
        super().start_application_mode()  # type: ignore[no-untyped-call]  # textual does not type it
        self.write("\x1b[?25h")

    def _enable_mouse_support(self) -> None:
        """Clicks and the wheel alone: every movement of the pointer would be bytes on the line."""
        if self._mouse:
            self.write(_CLICKS)
            self.flush()

    def _query_in_band_window_resize(self) -> None:
        """SIGWINCH tells sizes; terminals that also report them in band would send every resize twice."""

    def run_input_thread(self) -> None:
        """Read keys; a read error means that the terminal is gone."""
        try:
            super().run_input_thread()
        except OSError:
            self._loop.call_soon_threadsafe(self._app.terminal_gone)
