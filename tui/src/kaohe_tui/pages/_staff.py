"""Who may do what in the book: its logins with their roles and units; appointing and dismissing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from kaohe.errors import CaseError
from kaohe.office import ABILITIES, ROLES, Appoint, Dismiss, Holder, Office
from kaohe.words import Message, Text

from ..form._editor import Editor
from ..session._may import may_not
from ..terminal._cells import Sheet, fit
from ._act import ActPage
from ._fill import Spot
from ._looked import Looked
from ._page import Host
from ._reading import wrapped

__all__ = ["Staff", "staff"]


def staff(office: Office) -> list[Holder]:
    """Everybody with a role."""
    return [*office.roles.values()]


class Staff(Looked):
    """Who has which roles; below, what those of the login under the cursor may do."""

    where: ClassVar[str] = "staff"

    def __init__(self, desk: Host, found: Sequence[Holder]) -> None:
        super().__init__(desk)
        self.found = [*found]

    def head(self) -> str:
        """The screen."""
        return f"{Text('cycle', '办理')} > {Text('roles', '人员角色')}"

    def ids(self) -> list[str]:
        """The logins."""
        return [one.login for one in self.found]

    def live(self) -> str:
        """How many there are."""
        told = Text("logins with a role {n}", "有角色的登录名 {n}").format(n=len(self.found))
        return f"{told}  {self.pages_text()}"

    def nothing(self) -> Sequence[Text]:
        """That everybody may do everything, and how that ends."""
        return (_SMALL, _BEGIN, _BACK)

    @property
    def page_rows(self) -> int:
        """Below the list stands what the roles let somebody do."""
        return max(1, self.desk.body_rows - self.heading_rows - 4)

    def draw_heading(self, sheet: Sheet) -> None:
        """The column heads."""
        heads = (Text("login", "登录名"), Text("roles", "角色"), Text("units, levels", "所属单位、层级"))
        self._columns(sheet, 0, [str(one) for one in heads], "u")

    def _columns(self, sheet: Sheet, y: int, texts: Sequence[str], style: str = "") -> None:
        x = 2
        for text, room in zip(texts, (22, 32, sheet.columns - 56), strict=True):
            sheet.put(x, y, fit(text, room - 1), style)
            x += room

    def draw_row(self, sheet: Sheet, y: int, place: int) -> None:
        """One login; what it may do in full below, where the cursor is."""
        one = self.found[place]
        roles = " ".join(str(ROLES[role]) for role in one.roles)
        bound = " ".join((*one.units, *self._levels(one))) or "-"
        self._columns(sheet, y, (one.login, roles, bound))
        if place == self.cursor:
            able = [str(text) for name, (text, _) in ABILITIES.items() if one.may(name)]
            told = f"{one.login}  {str(_SIGN).join(able) or _READS}"
            for line, text in enumerate(wrapped(told, sheet.columns - 4)[:3]):
                sheet.put(2, sheet.rows - 3 + line, text)

    def _levels(self, one: Holder) -> list[str]:
        """The levels that somebody is bound to, in the language of the screen."""
        return [str(level) for level in self.session.office.levels if level.zh in one.levels]

    def refused(self, action: str) -> Text | None:
        """Roles are given and taken by the administrator."""
        return may_not(self.session.office, "administer") if action in ("open", "appoint", "dismiss") else None

    def do_appoint(self) -> None:
        """Give a login roles; the first must leave an administrator, so whoever begins is offered that."""
        first = not self.found
        self._fill(_NEW, self.session.office.actor if first else "", "5" if first else "")

    def do_open(self) -> None:
        """Change the roles of the login under the cursor."""
        if self.found:
            one = self.found[min(self.cursor, len(self.found) - 1)]
            numbers = [*ROLES]
            roles = " ".join(str(numbers.index(role) + 1) for role in one.roles)
            names = [level.zh for level in self.session.office.levels]
            levels = " ".join(str(names.index(level) + 1) for level in one.levels if level in names)
            self._fill(_CHANGE, one.login, roles, " ".join(one.units), levels)

    def _fill(self, title: Text, login: str, roles: str, units: str = "", levels: str = "") -> None:
        spots = [
            Spot("login", Text("login", "登录名"), Editor.on(login), about=_LOGIN),
            Spot("roles", Text("roles", "角色"), Editor.on(roles), about=_numbered()),
            Spot("units", Text("units", "所属单位"), Editor.on(units), about=_UNITS),
            Spot("levels", Text("levels", "签署层级"), Editor.on(levels), about=_leveled(self.session.office.levels)),
        ]
        self.desk.enter(ActPage(self.desk, title, spots, _appointed))

    def do_dismiss(self) -> None:
        """Take the roles of the login under the cursor away, once it is typed again."""
        if not self.found:
            return
        login = self.found[min(self.cursor, len(self.found) - 1)].login

        def typed(text: str) -> None:
            if text.strip() != login:
                self.desk.say(Text("nobody was dismissed", "没有免去任何人"))
                return
            saved = self.session.change([Dismiss(login)])
            self.desk.say(Text("dismissed: {receipt}", "已免去：{receipt}").format(receipt=str(saved.receipt)))
            self.again()

        asked = Text("type {login} to take all its roles: ", "输入 {login} 以免去其全部角色: ")
        self.desk.ask(asked.format(login=login), typed)

    def looked(self, office: Office) -> list[Holder]:
        """Everybody with a role."""
        return staff(office)

    def took(self, found: list[Holder]) -> None:
        """Show them."""
        self.found = found


def _appointed(page: ActPage) -> list[Appoint]:
    roles = [_role(one) for one in _split(page.value("roles"))]
    if not roles:
        raise CaseError(_NO_ROLES)
    return [Appoint(page.value("login"), roles, _split(page.value("units")), _split(page.value("levels")))]


def _split(text: str) -> list[str]:
    for sign in "，、,":
        text = text.replace(sign, " ")
    return text.split()


def _role(text: str) -> str:
    """The code of a role that its number, code or words name; what is none of these is refused by the office."""
    codes = [*ROLES]
    if text.isdecimal() and 1 <= int(text) <= len(codes):
        return codes[int(text) - 1]
    return next((code for code, words in ROLES.items() if text in (words.en, words.zh)), text)


def _numbered() -> Text:
    """The roles with their numbers."""
    told = [
        "  ".join(f"{n} {words.in_language(code)}" for n, words in enumerate(ROLES.values(), 1))
        for code in ("en", "zh")
    ]
    return Text(*told)


def _leveled(levels: Sequence[Text]) -> Text:
    """The levels of the scheme with their numbers."""
    if not levels:
        return _NO_LEVELS
    told = ["  ".join(f"{n} {one.in_language(code)}" for n, one in enumerate(levels, 1)) for code in ("en", "zh")]
    return _LEVELS.format(known=Text(*told))


_SIGN = Text(", ", "、")
_LEVELS = Text("empty: all. An approver may be bound to levels: {known}", "不填为全部；审批人可限于若干层级：{known}")
_NO_LEVELS = Text("the scheme has no levels that sign: leave it empty", "方案没有签署层级：不填")
_SMALL = Text(
    "No roles are kept here: everybody whom the system lets in may do everything.",
    "本账簿未设角色：系统允许进入的人均可办理一切事项。",
)
_BEGIN = Text("a  appoints somebody; the first is an administrator", "a  任命人员；首位须为管理员")
_BACK = Text("Esc  back", "Esc  返回")
_NEW = Text("roles of a login", "任命")
_CHANGE = Text("other roles of a login", "更改角色")
_LOGIN = Text("as the head line shows it to that person", "即其本人屏幕右上角所示的名称")
_UNITS = Text(
    "empty: all. A clerk may be bound to units: their ids, with blanks between",
    "不填为全部；录入员可限于若干单位，写单位编号，以空格分开",
)
_READS = Text("reads, writes nothing", "只查阅，不写入")
_NO_ROLES = Message(
    "K7080", "no role is named; write its number, several with blanks between", "还缺角色；请写其序号，多个以空格分开"
)
