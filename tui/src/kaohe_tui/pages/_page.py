"""What every screen has in common."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar, Protocol, TypeVar

from kaohe.words import Text

from ..fields._fields import Field
from ..session._job import Job
from ..session._session import Session
from ..terminal._cells import Sheet
from ..terminal._keys import Key
from ._action import Action
from ._actions import elsewhere, key_name
from ._marks import Marks

__all__ = ["Host", "Page"]

Given = TypeVar("Given")


class Host(Protocol):
    """What a page asks of whatever shows it: the case, room, a sentence, a question, the way on and back."""

    @property
    def session(self) -> Session:
        """The open case."""

    @property
    def marks(self) -> Marks:
        """Who is marked, in whatever list."""

    @property
    def message(self) -> Text | str:
        """The sentence on the message line."""

    @property
    def body_rows(self) -> int:
        """How many rows a page has."""

    @property
    def body_columns(self) -> int:
        """How many columns a page has."""

    def say(self, text: Text | str) -> None:
        """Show one sentence on the message line."""

    def ask(
        self,
        label: Text,
        done: Callable[[str], None],
        *,
        typing: Callable[[str], None] | None = None,
        initial: str = "",
    ) -> None:
        """Ask for one line; `done` takes it, `typing` sees every change."""

    def press(self, key: Key) -> None:
        """Take a key as if it were typed."""

    def do_command(self) -> None:
        """Ask for a command."""

    def why_not(self, action: Action) -> Text | None:
        """Why an action cannot be done on the screen in front, None where it can."""

    def enter(self, page: Page) -> None:
        """Put a page in front."""

    def back(self) -> None:
        """Back to the page before."""

    def page_where(self) -> str:
        """The name of the screen in front."""

    def show(self, session: Session) -> None:
        """Work on another book from now on; the one before is let go of."""

    def work(
        self, what: Text, job: Job[Given], done: Callable[[Given], None], *, undone: Callable[[], None] | None = None
    ) -> None:
        """Do something that may take long beside the desk, saying how far it is; then `done` takes what it gave.

        Esc stops it. With `undone`, called where it ended in an error, it cannot be stopped: a save is whole or not
        at all. Quick work is done before this returns, and then what it raises is raised here.
        """

    def save(self, *whose: str, always: bool = False) -> None:
        """Save what was typed into these records, and say the receipt; with `always` also that there is nothing to save.

        A save that needs a reason asks for it. Raises KaoheError.
        """


class Page:
    """One screen: its name in the action registry, its head line, its body, its live line and its keys."""

    where: ClassVar[str] = ""

    def __init__(self, desk: Host) -> None:
        self.desk, self.session = desk, desk.session

    def head(self) -> str:
        """Where I am."""
        return ""

    def live(self) -> str:
        """The live line: score, quota, filter."""
        return ""

    def hint(self) -> str:
        """What the message line says while there is no message."""
        return ""

    def draw(self, sheet: Sheet) -> None:
        """Draw the body."""

    def beside(self) -> Page | None:
        """What stands beside the body on a wide terminal."""
        return None

    def press(self, key: Key) -> None:
        """Take a key that is no action of this screen."""
        found = elsewhere(key.command)
        if found is not None:
            action, where = found
            self.desk.say(_ELSEWHERE.format(key=key_name(key.command), name=action.label, where=where))
        elif key.char:
            self.desk.say(_NOTHING.format(key=key.char))

    def paste(self, text: str) -> None:
        """Take a pasted text: as keys, where nothing else is meant."""
        for character in text.splitlines()[0][:200] if text else "":
            self.desk.press(Key(character, character))

    def click(self, row: int) -> None:
        """Take a click on a row of the body."""

    def refused(self, action: str) -> Text | None:
        """Why an action cannot be done now, None where it can."""
        return None

    def act(self, action: str, argument: str = "") -> bool:
        """Do one of this screen's own actions, with what stands after it on the command line; False where it has none."""
        method = getattr(self, f"do_{action}", None)
        if method is None:
            return False
        method(argument) if argument else method()
        return True

    # Out of the screen

    bare: ClassVar[bool] = False  # whether it fills the screen, without head, live line and keys
    own_copy: ClassVar[bool] = False  # whether words of an office's own copy stand here, which nothing may carry away

    def page_text(self) -> str:
        """The page as it is on the screen, without what stands around it."""
        sheet = Sheet(self.desk.body_columns, self.desk.body_rows)
        self.draw(sheet)
        return sheet.text().rstrip("\n")

    def copied(self) -> str:
        """What is copied where nothing else is asked for: the row or cell under the cursor, else the page."""
        return self.page_text()

    @property
    def field(self) -> Field | None:
        """The field under the caret, None where there is none: which period a revision is of."""
        return None

    @property
    def record(self) -> str:
        """The id of the record that is entered here, "" for none: others who open it are told."""
        return ""

    def stands(self) -> bool:
        """Whether what is shown is still there, now that others changed the book."""
        return True

    def catch_up(self) -> None:
        """Show what others saved meanwhile."""

    def again(self) -> None:
        """The page is in front again, after one that it led to."""

    def settle(self) -> None:
        """Enter what is being typed, before the screen is left or the program ends. Raises KaoheError."""

    def do_back(self) -> None:
        """Go back to the screen before."""
        self.desk.back()


_NOTHING = Text("{key} does nothing here; F1 lists the keys", "此处 {key} 无作用；F1 列出按键")
_ELSEWHERE = Text(
    "{key} ({name}) is a key of {where}, not of this screen", "{key}（{name}）是“{where}”屏的按键，本屏没有"
)
