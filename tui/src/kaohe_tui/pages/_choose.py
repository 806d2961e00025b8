"""One of several: a list whose Enter hands the choice on and goes back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from kaohe.words import Text

from ..terminal._cells import Sheet, fit
from ._list import ListPage
from ._page import Host
from ._reading import wrapped

__all__ = ["Choose"]


class Choose(ListPage):
    """Choose one of `options` (code, words); with `several` Enter marks, and going back hands on those marked."""

    where: ClassVar[str] = "choose"

    def __init__(
        self,
        desk: Host,
        title: Text,
        options: Sequence[tuple[str, str]],
        done: Callable[[list[str]], None],
        *,
        marked: Sequence[str] = (),
        several: bool = False,
    ) -> None:
        self.desk, self.title, self.options, self.done, self.several = desk, title, options, done, several
        self.marked = [*marked]
        self.cursor = next((place for place, (code, _) in enumerate(options) if code in marked), 0)

    def head(self) -> str:
        """What is chosen."""
        return str(self.title)

    def ids(self) -> list[str]:
        """The codes."""
        return [code for code, _ in self.options]

    def nothing(self) -> Sequence[Text]:
        """What to do where there is nothing to choose."""
        return (_NONE, _BACK)

    def hint(self) -> str:
        """How several are chosen."""
        return str(_SEVERAL) if self.several else ""

    def live(self) -> str:
        """The page."""
        return self.pages_text()

    @property
    def page_rows(self) -> int:
        """Some rows are left below for the whole words of the choice under the cursor."""
        return max(1, self.desk.body_rows - self.heading_rows - 5)

    def draw_row(self, sheet: Sheet, y: int, place: int) -> None:
        """A code with its words; below the list, all words of the one under the cursor."""
        code, words = self.options[place]
        if code in self.marked:
            sheet.put(1, y, "*")
        sheet.put(2, y, fit(code, 24))
        sheet.put(27, y, fit(words, sheet.columns - 28))
        if place == self.cursor:
            for line, text in enumerate(wrapped(words, sheet.columns - 4)[:4]):
                sheet.put(2, sheet.rows - 4 + line, text)

    def do_take(self) -> None:
        """Take the one under the cursor."""
        code = self.chosen
        if code is None:
            return
        if self.several:
            self.marked = [one for one in self.marked if one != code] if code in self.marked else [*self.marked, code]
        else:
            self.desk.back()
            self.done([code])

    def do_back(self) -> None:
        """Back; with several, those marked are handed on."""
        self.desk.back()
        if self.several:
            self.done(self.marked)


_SEVERAL = Text("Enter marks or unmarks; Esc goes back with those marked *", "Enter 标记或取消；Esc 以带 * 的各项返回")
_NONE = Text("There is nothing to choose: no plugin for this is installed.", "没有可选的内容：没有安装相应的插件。")
_BACK = Text(
    "Esc  back; `kaohe schemes` says what is installed and what is wrong with it",
    "Esc  返回；kaohe schemes 列出已安装的插件及其问题",
)
