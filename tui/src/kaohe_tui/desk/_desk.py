"""The desk: the stack of screens, the lines around them, and the one place where keys are taken in order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from kaohe.errors import KaoheError
from kaohe.words import Text, reword

from ..pages._actions import Action, action_for
from ..pages._changed import Changed
from ..pages._commands import UnknownCommandError, completed, named, told
from ..pages._cycle import open_cycle
from ..pages._home import Home
from ..pages._marks import Marks
from ..pages._opening import OpeningPage
from ..pages._orders import order_from
from ..pages._page import Page
from ..pages._plain import Plain, too_long
from ..pages._points import Points
from ..pages._reading import Help
from ..pages._recover import Recover
from ..pages._results import Results
from ..pages._roster import Roster
from ..pages._scheme import SchemePage
from ..pages._sheets import Sheets
from ..pages._what_if import WhatIf
from ..pages._wording import BY_KEYS
from ..session._job import Job
from ..session._may import may_not
from ..session._opening import Opened
from ..session._session import Session
from ..terminal._keys import Key
from ._frame import LEAST, WIDE, Frame
from ._prompt import Prompt
from ._revising import revise
from ._waiting import Waiting

__all__ = ["LEAST", "WIDE", "Desk"]

_GLOBAL = (
    "help",
    "sheet",
    "command",
    "save",
    "export",
    "recompute",
    "scheme",
    "results",
    "points",
    "cycle",
    "what_if",
    "print",
    "report",
    "table",
    "template",
    "quit",
)
_WITHOUT = ("help", "command", "quit")
_OF_BOOKS = tuple(name for name in _GLOBAL if name not in _WITHOUT)


class Desk(Frame):
    """Takes keys one after another, whatever their rhythm, and says what the screen looks like now.

    It knows no terminal: the app draws what `frame` gives, and tests read the same.
    """

    def __init__(
        self,
        session: Session | None,
        *,
        who: str = "",
        terminal: str = "",
        folder: Path | None = None,
        sheet: Path | None = None,
    ) -> None:
        super().__init__()
        reword(BY_KEYS)
        self.who, self.terminal = who, terminal
        self.open_session = session
        self.marks = Marks()
        self.clipboard = ""
        self.pages = []
        if session is None:
            self.pages.append(Home(self, folder, sheet))
        else:
            self._begin()

    def await_book(self, job: Job[Opened], name: str) -> None:
        """Show that the first book is being opened; without it there is nothing to do here."""
        self.pages = [OpeningPage(self, name)]
        self.waiting = Waiting(_OPENING.format(name=name), job, self._first, stopped=self._leave)

    def _first(self, opened: Opened) -> None:
        self.open_session = Session.on(opened)
        self._begin()

    def _leave(self) -> None:
        self.leaving = True

    def _begin(self) -> None:
        """The roster, and over it what has to be asked first; beneath it Home, where that was the start."""
        self.pages = [*(page for page in self.pages[:1] if isinstance(page, Home)), Roster(self)]
        self.sheets, self.marks = Sheets(self), Marks()
        self.session.remember()
        self.session.presence.terminal = self.terminal
        if self.session.left_behind:
            self.pages.append(Recover(self))
        if self.session.changed is not None:
            self.pages.append(Changed(self))
        closed = self.session.closed(None)
        if closed is not None:
            self.say(closed)

    def show(self, session: Session) -> None:
        """Work on another book from now on; the one before is let go of."""
        self.page.settle()
        self.close()
        self.open_session = session
        self._begin()

    def page_where(self) -> str:
        """The name of the screen in front."""
        return self.page.where

    # Keys

    def press(self, key: Key) -> None:
        """Take one key. Nothing that a person does ends in a traceback: it ends in a sentence."""
        if not self.fits:
            return
        if self.waiting is not None:
            self._meanwhile(self.waiting, key)
            return
        self.message = ""
        self._guarded(lambda: self._press(key))

    def _press(self, key: Key) -> None:
        if self.prompt is not None:
            self._prompted(self.prompt, key)
            return
        if key.name == "ctrl+c":
            self.say(
                Text(
                    "q leaves (in a form: Esc, then q); nothing is lost", "按 q 退出（在表单中先按 Esc）；不会丢失内容"
                )
            )
            return
        action = action_for(self.page.where, key.command if len(key.char) == 1 else key.name)
        if key.char == " ":
            action = action_for(self.page.where, "space")
        if action is None:
            self.page.press(key)
        else:
            self.run(action)

    def _prompted(self, prompt: Prompt, key: Key) -> None:
        """Give a key to the open prompt; it closes once it is over or refused, unless another was opened."""
        over = True
        try:
            over = prompt.press(key)
        finally:
            if over and self.prompt is prompt:
                self.prompt = None

    def paste(self, text: str) -> None:
        """Take a pasted text."""
        if not self.fits:
            return
        if self.waiting is not None:
            self.waiting.keep(text)
            return
        self.message = ""
        self._guarded(lambda: self.prompt.paste(text) if self.prompt is not None else self.page.paste(text))

    def click(self, x: int, y: int) -> None:
        """A click: on the line of keys that key, in the body what the page makes of it."""
        if not self.fits or self.waiting is not None or self.prompt is not None:
            return
        self.message = ""
        if y == self.size[1] - 1:
            action = self.key_at(x)
            if action is not None:
                self._guarded(lambda: self.run(action))
        elif 0 < y <= self.body_rows and x < self.body_columns:
            self._guarded(lambda: self.page.click(y - 1))

    def run(self, action: Action, argument: str = "") -> None:
        """Do an action, or say why it cannot be done now."""
        reason = self.why_not(action)
        if reason is None and argument and not action.takes:
            reason = _TAKES_NOTHING.format(name=action.label)
        if reason is not None:
            self.say(reason)
        elif not self.page.act(action.name, argument):
            getattr(self, f"do_{action.name}")(*filter(None, [argument]))

    def why_not(self, action: Action) -> Text | None:
        """Why an action cannot be done on the screen in front: the screen, the state of things, or the role."""
        everywhere = _GLOBAL if self.open_session is not None else _WITHOUT
        if self.page.where not in action.where and action.name not in everywhere:
            return Text("{name} is not for this screen", "本屏不能用“{name}”").format(name=action.label)
        if self.open_session is None and action.name in _OF_BOOKS and not hasattr(self.page, f"do_{action.name}"):
            return _NO_BOOK
        if action.needs and self.open_session is not None:
            refused = may_not(self.session.office, action.needs)
            if refused is not None:
                return refused
        return self.page.refused(action.name)

    def ask(
        self,
        label: Text,
        done: Callable[[str], None],
        *,
        typing: Callable[[str], None] | None = None,
        initial: str = "",
    ) -> None:
        """Ask for one line at the foot of the screen; `done` takes it, `typing` sees every change."""
        self.prompt = Prompt(label, done, typing, initial)

    def enter(self, page: Page) -> None:
        """Put a screen in front."""
        self.page.settle()
        self.pages.append(page)

    def back(self) -> None:
        """Back to the screen before; the roster is the first."""
        self.page.settle()
        if len(self.pages) > 1:
            self.pages.pop()
            if isinstance(self.page, Home):
                self.close()
                self.open_session = None
                self.page.look()
            self.page.again()
        else:
            self.say(Text("this is the first screen; q leaves", "已是第一屏；q 退出"))

    # Actions of every screen

    def do_help(self) -> None:
        """The keys of this screen, and why some of them cannot be used now."""
        self.enter(Help(self, self.page.where, self.why_not))

    def do_command(self) -> None:
        """Ask for a command: it is completed by Tab, and what it may mean stands above it."""
        where = self.page.where
        self.prompt = Prompt(
            Text(":", ":"),
            self._command,
            None,
            "",
            told=lambda text: told(text, where),
            complete=lambda text, turn: completed(text, where, turn),
        )

    def _command(self, text: str) -> None:
        name, _, argument = text.strip().partition(" ")
        people = self.session.people if self.open_session is not None else {}
        if name.isdecimal() or name in people:
            self._goto(name)
        elif name:
            self._named(text.strip(), name, argument.strip())

    def _named(self, text: str, name: str, argument: str) -> None:
        """Do what a command means; what means none may be somebody's name or its initials."""
        try:
            action = named(name, self.page.where)
        except UnknownCommandError:
            place_of = getattr(self.page, "place_of", None)
            if place_of is None or place_of(text) is None:
                raise
            self._goto(text)
        else:
            self.run(action, argument)

    def do_goto(self, argument: str = "") -> None:
        """Go to a row of the list in front."""
        self._goto(argument)

    def do_copy(self, argument: str = "") -> None:
        """Hand the row, the cell or the page to the terminal's clipboard."""
        self.page.settle()
        if self.page.own_copy:
            self.say(_OWN_COPY)
            return
        text = self.page.page_text() if argument.strip() in ("page", "页", "整页") else self.page.copied()
        if not text.strip():
            self.say(_NOTHING_TO_COPY)
        elif too_long(text):
            self.say(_TOO_LONG)
        else:
            self.clipboard = text
            first = text.splitlines()[0]
            told_of = Text("sent to the clipboard: {text}", "已送剪贴板：{text}").format(text=first[:60])
            self.say(told_of)

    def take_clipboard(self) -> str:
        """What is to go to the terminal's clipboard, "" for nothing; given once."""
        text, self.clipboard = self.clipboard, ""
        return text

    def do_plain(self) -> None:
        """The page as bare text."""
        self.page.settle()
        if self.page.own_copy:
            self.say(_OWN_COPY)
        else:
            self.enter(Plain(self, self.page.page_text()))

    def _goto(self, wanted: str) -> None:
        goto = getattr(self.page, "goto", None)
        if goto is None:
            self.say(Text("there is no list here to go through", "本屏没有可跳转的列表"))
        else:
            goto(wanted)

    def do_save(self) -> None:
        """Save whatever was typed, in every record."""
        self.page.settle()
        self.save(*self.session.typed, always=True)

    def save(self, *whose: str, always: bool = False) -> None:
        """Save what was typed into these records, a commit for each, and say the receipt."""
        receipts = []
        for who in whose:
            if self.session.needs_reason(who):
                self._ask_reason(who)
            elif (saved := self.session.save(who)) is not None:
                receipts.append(f"{who} {saved.receipt}")
        if receipts:
            text = Text("saved: {receipt}", "已保存：{receipt}").format(receipt=receipts[-1])
            more = Text("{said} and {n} more", "{said}，另 {n} 条")
            said = text if len(receipts) == 1 else more.format(said=text, n=len(receipts) - 1)
            self.say(self._with_refusals(said, whose))
        elif self.prompt is None and (always or any(self.session.refusals(who) for who in whose)):
            self.say(self._with_refusals(Text("nothing to save", "没有待保存的录入"), whose))

    def _ask_reason(self, who: str) -> None:
        """A transfer stands on record with its reason; until it is given, what was typed stays a draft."""

        def given(text: str) -> None:
            saved = self.session.save(who, reason=text)
            if saved is not None:
                self.say(Text("saved: {receipt}", "已保存：{receipt}").format(receipt=f"{who} {saved.receipt}"))

        self.ask(Text("reason for the transfer of {who}: ", "{who} 调动事由: ").format(who=who), given)

    def _with_refusals(self, said: Text, whose: Iterable[str]) -> Text:
        """What a save says, and how much that was typed is not in it, the first with its reason."""
        found = [(who, refusal) for who in whose for refusal in self.session.refusals(who)]
        if not found:
            return said
        who, first = found[0]
        text = Text(
            "{said}; {n} refused and not recorded, first {who}, {first}", "{said}；{n} 项未记入，首项 {who} {first}"
        )
        return text.format(said=said, n=len(found), who=who, first=first.text)

    def do_revise(self) -> None:
        """Open a revision of what is frozen here, or end the one that is open."""
        revise(self)

    def do_export(self, argument: str = "") -> None:
        """Write tables, a case file or the documents: which, of whom, and where to."""
        self._order("export", argument.split())

    def do_print(self) -> None:
        """Print a form, for whom the screen in front is about."""
        self._order("form")

    def do_report(self) -> None:
        """Write the frame of a report."""
        self._order("report")

    def do_table(self) -> None:
        """Write the table to sign."""
        self._order("table")

    def do_template(self) -> None:
        """Write a sheet to fill in."""
        self._order("template")

    def _order(self, sort: str, words: Sequence[str] = ()) -> None:
        self.page.settle()
        order_from(self, self.page, sort, words)

    def do_recompute(self) -> None:
        """Compute everything anew; where many are appraised, in the background."""
        self.page.settle()
        self.session.recompute()
        if self.session.results.ask():
            self.say(Text("computed anew, quotas included", "已重算（含名额）"))
        else:
            self.say(Text("being computed anew, quotas included", "正在重算（含名额）"))

    def do_scheme(self) -> None:
        """The scheme to read."""
        self.enter(SchemePage(self))

    def do_sheet(self) -> None:
        """The sheets to choose from; the last one stays chosen."""
        self.sheets.begin()
        if self.sheets in self.pages:
            self.page.settle()
            del self.pages[self.pages.index(self.sheets) + 1 :]
        else:
            self.enter(self.sheets)

    def do_cycle(self) -> None:
        """What follows entering: second entries, warnings, signatures."""
        self.page.settle()
        open_cycle(self)

    def do_what_if(self) -> None:
        """Who would come out otherwise under something else."""
        self.enter(WhatIf(self))

    def do_results(self) -> None:
        """Results, quotas and ties."""
        self.enter(Results(self))

    def do_points(self) -> None:
        """What is not decided."""
        self.enter(Points(self))

    def do_quit(self) -> None:
        """Leave; what is not saved is offered at the next start."""
        self.page.settle()
        self.leaving = True

    def settle(self) -> None:
        """Before the program ends: whatever is being typed is entered, or kept as a draft; a save is waited for."""
        if self.waiting is not None and not self.waiting.stops:
            self.waiting.job.wait()
        for page in self.pages:
            try:
                page.settle()
            except KaoheError as error:
                self.say(error.text)

    def close(self) -> None:
        """Let go of the book; what is not saved is offered at the next start."""
        self._let_go()
        if self.open_session is not None:
            self.open_session.close()


_NO_BOOK = Text("no book is open; Enter on Home opens one", "没有打开账簿；请在首页按 Enter 打开")
_OPENING = Text("opening {name}", "正在打开 {name}")
_TAKES_NOTHING = Text("{name} takes nothing after it", "“{name}”后面不写内容")
_OWN_COPY = Text(
    "the words of your office's copy stay on this screen: they are not copied, exported or printed",
    "本单位自存文本的文字只在本屏显示，不复制、不导出、不打印",
)
_NOTHING_TO_COPY = Text("there is nothing to copy here", "此处没有可复制的内容")
_TOO_LONG = Text(
    "that is more than terminals take into a clipboard; l writes it into a file",
    "内容超过终端剪贴板的容量；按 l 写入文件",
)
