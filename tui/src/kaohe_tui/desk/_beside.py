"""What stands beside the desk: work that it waits for, the results as they come, and what others save meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from kaohe.errors import KaoheError
from kaohe.office import NotSaved
from kaohe.words import Text, visible

from ..pages._opening import OpeningPage
from ..pages._page import Page
from ..session._job import Job
from ..session._presence import Other
from ..session._session import Session
from ..session._sharing import Anew
from ..terminal._keys import Key
from ._waiting import Waiting

__all__ = ["Beside"]

Given = TypeVar("Given")


class Beside:
    """The part of a desk that works while keys are answered. `patience` is how many seconds work is waited for first."""

    patience = 0.25
    message: Text | str = ""
    leaving = False
    pages: list[Page]
    open_session: Session | None

    def __init__(self) -> None:
        self.failed: KaoheError | None = None
        self.waiting: Waiting | None = None
        self.rereading: Job[Anew] | None = None
        self._stopped: Job[Any] | None = None
        self.together: list[Other] = []

    @property
    def session(self) -> Session:
        """The open book; screens that need none never ask for it."""
        assert self.open_session is not None  # noqa: S101  # only Home and what it leads to stand without one
        return self.open_session

    @property
    def page(self) -> Page:
        """The screen in front."""
        return self.pages[-1]

    def say(self, text: Text | str) -> None:
        """Show one sentence on the message line."""
        self.message = text

    def press(self, key: Key) -> None:
        """Take one key."""
        raise NotImplementedError

    def paste(self, text: str) -> None:
        """Take a pasted text."""
        raise NotImplementedError

    def _guarded(self, act: Callable[[], None]) -> None:
        try:
            act()
        except NotSaved as error:
            alone = error.refusals[0].text if len(error.refusals) == 1 else error.text
            self.say(alone)
        except KaoheError as error:
            where = visible(str(error.where).rpartition("/")[2]) if error.where else ""
            self.say(
                error.text.reworded(f"{where}: {error.text.en}", f"{where}：{error.text.zh}") if where else error.text
            )

    # Work that takes long

    def work(
        self, what: Text, job: Job[Given], done: Callable[[Given], None], *, undone: Callable[[], None] | None = None
    ) -> None:
        """Do something that may take long, as `Host.work` says."""
        job.start()
        self.waiting = Waiting(what, job, done, undone)
        if job.wait(self.patience):
            self._ended(self.waiting)

    def _ended(self, waiting: Waiting) -> None:
        """Take what the work gave; then what was typed ahead of it. Raises what ended it."""
        self.waiting = None
        try:
            given = waiting.job.result()
        except KaoheError as error:
            if isinstance(self.page, OpeningPage):
                self.failed, self.leaving = error, True
            elif waiting.undone is not None:
                waiting.undone()
            raise
        waiting.done(given)

    def _meanwhile(self, waiting: Waiting, key: Key) -> None:
        """A key while work is waited for: Esc stops it, any other comes after it."""
        if key.name != "escape":
            waiting.keep(key)
        elif waiting.stops:
            waiting.job.stop()
            self.waiting, self._stopped = None, waiting.job
            waiting.stopped()
            self.say(Text("stopped: nothing was changed", "已停止，没有改动"))

    def _waited(self) -> bool:
        """Whether the work that is waited for has anything to show; where it is over, all that follows is done."""
        waiting = self.waiting
        if waiting is None:
            return False
        if not waiting.job.over:
            return waiting.moved()
        self._guarded(lambda: self._ended(waiting))
        for typed in waiting.ahead:
            self.paste(typed) if isinstance(typed, str) else self.press(typed)
        return True

    def look_underneath(self) -> bool:
        """Take in what others saved in this book, and say so; gives whether there was anything."""
        if self.open_session is None or self.waiting is not None or self.rereading is not None:
            return False
        together = self._looked_around()
        try:
            if self.session.far_behind:
                self._read_anew()
                return True
            said: Text | None = self.session.refresh()
        except KaoheError as error:
            said = error.text
        return self._catch_up(said) or together

    def _looked_around(self) -> bool:
        """Whether somebody else opened or left the record that is entered here."""
        presence = self.session.presence
        presence.at(self.page.record)
        found, before = presence.others(), self.together
        self.together = [one for one in found if not one.gone]
        gone = [one for one in found if one.gone]
        if gone:
            self.say(_TAKEN_OVER.format(who=gone[0].login))
        return bool(gone) or self.together != before

    def _catch_up(self, said: Text | None) -> bool:
        if said is None:
            return False
        self.pages = [page for page in self.pages if page.stands()]
        for page in self.pages:
            self._guarded(page.catch_up)
        self.say(said)
        return True

    def _read_anew(self) -> None:
        """Much was saved by others: read the book beside the desk, which goes on with what it has."""
        self.rereading = Job(self.session.read_anew, Anew.close)
        self.rereading.start()
        self.say(_REREADING)

    def _reread(self) -> bool:
        """Go over to the book as it was read beside the desk, once that is done."""
        job = self.rereading
        if job is None or not job.over or self.waiting is not None:
            return False
        self.rereading = None
        try:
            return self._catch_up(self.session.change_to(job.result()))
        except KaoheError as error:
            self.say(error.text)
            return True

    def progressed(self) -> bool:
        """Take what was done beside the desk since; gives whether there is anything new to show."""
        waited = self._waited()
        return self._computed() or self._reread() or waited

    def _computed(self) -> bool:
        if self.open_session is None:
            return False
        try:
            return self.session.results.poll()
        except KaoheError as error:
            self.say(error.text)
            return True

    def _let_go(self) -> None:
        """Before the book is let go of: nothing beside it goes on."""
        if self.rereading is not None:
            self.rereading.stop()
            self.rereading = None
        if self._stopped is not None:
            self._stopped.wait(_TIDYING)  # it takes away what it had begun


_TIDYING = 10.0  # seconds
_REREADING = Text("others saved much; it is being read, go on meanwhile", "他人存入较多，正在读入；可继续操作")
_TAKEN_OVER = Text(
    "{who}'s session at this record ended without closing it; you may go on", "{who} 在此份的会话已断开，您可接手"
)
