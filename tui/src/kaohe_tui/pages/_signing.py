"""Signing along the chain that the scheme declares: who signs, what is missing; signing, returning, revising."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from functools import partial
from typing import ClassVar

from kaohe.office import Office, Opinion, Return, Sign, Signed, today_of
from kaohe.words import Message, Text

from ..session._job import Job
from ..session._may import may_not
from ..session._view import BOOK
from ..terminal._cells import Sheet, fit
from ._entry import Entry
from ._looked import LOOKING, Looked
from ._page import Host
from ._reading import wrapped
from ._revision import begin

__all__ = ["DONE", "NO_CHAIN", "Chain", "open_chain", "span_text", "waits_for"]


def span_text(span: str) -> str:
    """A span as people call it."""
    return span or str(Text("the year", "年度"))


def _day(time: str) -> str:
    """The day of a moment of the ledger where the office is."""
    return today_of(dt.datetime.fromisoformat(time)).isoformat()


def waits_for(one: Signed) -> str:
    """Whose signature comes next at one step."""
    if one.step.own:
        return str(_WORDS.format(n=one.words, m=one.covers))
    return str(one.step.signers[min(len(one.signatures), len(one.step.signers) - 1)])


def open_chain(desk: Host, span: str) -> None:
    """Find what is missing before a span is signed, beside the desk, and show its chain."""
    done = partial(_shown, desk, span)
    desk.work(LOOKING, Job(partial(_looked, desk.session.office, span)), done)


def _looked(office: Office, span: str) -> tuple[list[Signed], list[str]]:
    return office.signatures(span), office.unready(span)


def _shown(desk: Host, span: str, found: tuple[list[Signed], list[str]]) -> None:
    desk.enter(Chain(desk, span, *found))


class Chain(Looked):
    """The steps of one span, in order; below the step under the cursor, and what must be done before."""

    where: ClassVar[str] = "chain"
    heading_rows = 0

    def __init__(self, desk: Host, span: str, steps: list[Signed], missing: list[str]) -> None:
        super().__init__(desk)
        self.span, self.steps, self.missing = span, steps, missing
        self.cursor = next((n for n, one in enumerate(steps) if not one.complete), 0)

    def head(self) -> str:
        """Which span."""
        return f"{Text('signatures', '签署')} > {span_text(self.span)}"

    def ids(self) -> list[str]:
        """The steps' ids."""
        return [one.step.id for one in self.steps]

    def nothing(self) -> Sequence[Text]:
        """Shown only where there are steps."""
        return (NO_CHAIN,)

    @property
    def page_rows(self) -> int:
        """Below the steps stands what is missing."""
        return max(1, self.desk.body_rows // 2)

    def live(self) -> str:
        """How many steps are done, and how much is missing."""
        done = sum(one.complete for one in self.steps)
        told = Text("steps {n}/{m}", "步骤 {n}/{m}").format(n=done, m=len(self.steps))
        lacks = f"  ! {Text('before it is signed', '签署前待办')} {len(self.missing)}" if self.missing else ""
        return f"{told}{lacks}"

    def hint(self) -> str:
        """Who could sign, where whoever sits here may not."""
        refused = may_not(self.session.office, "sign")
        return "" if refused is None else refused.told()

    def draw_row(self, sheet: Sheet, y: int, place: int) -> None:
        """One step: whether it is done, whom it covers, who signed and who is waited for."""
        one = self.steps[place]
        mark = "[x]" if one.complete else "[<]" if one.returned is not None else "[ ]"
        tone = "k" if one.complete else "x" if one.returned is not None else "p"
        sheet.put(2, y, f"{mark} {place + 1} ", tone)
        sheet.put(8, y, fit(str(one.step.label), 24))
        sheet.put(33, y, fit(str(Text("{n} people", "{n} 人").format(n=one.covers)), 11))
        sheet.put(45, y, fit(self._signers(one), sheet.columns - 45))
        if place == self.cursor:
            self._draw_below(sheet, one)

    def _signers(self, one: Signed) -> str:
        if one.below:
            return str(_BELOW.format(units=Text(", ".join(one.below), "、".join(one.below))))
        if one.step.own:
            return str(_WORDS.format(n=one.words, m=one.covers))
        signed = {str(office): by for office, by, _ in one.signatures}
        return "  ".join(f"{signer} {signed.get(str(signer), str(_WAITS))}" for signer in one.step.signers)

    def _draw_below(self, sheet: Sheet, one: Signed) -> None:
        """The signatures of one step in full with their days, its return, and what is missing."""
        told = [f"{one.step.label}  {one.step.clause}"]
        told += [f"  {office}  {by}  {_day(time)}" for office, by, time in one.signatures]
        if not one.step.own and not one.complete and one.returned is None:
            told += [f"  {signer}  {_WAITS}" for signer in one.step.signers[len(one.signatures) :]]
        if one.returned is not None:
            told.append(
                "  "
                + str(
                    _RETURNED.format(
                        by=one.returned["by"],
                        time=_day(one.returned["time"]),
                        who=" ".join(one.returned["people"]) or "-",
                    )
                )
            )
        told += [f"! {text}" for text in self.missing] if not one.complete else []
        y = min(len(self.steps), self.page_rows) + 1
        for text in told:
            for row in wrapped(text, sheet.columns - 4):
                sheet.put(2, y, row)
                y += 1

    def refused(self, action: str) -> Text | None:
        """Signing and returning are for those who have the role."""
        ability = {"sign": "sign", "return": "return", "opinion": "conduct", "amend": "revise"}.get(action)
        return None if ability is None else self.session.closed_because or may_not(self.session.office, ability)

    def do_sign(self) -> None:
        """Ask for the typed word, then sign at the next step that waits."""
        step = next((one for one in self.steps if not one.complete), None)
        if step is None:
            self.desk.say(DONE)
            return

        def confirmed(text: str) -> None:
            if text.strip().lower() not in ("yes", "是"):
                self.desk.say(Text("not signed", "没有签署"))
            else:
                self._saved(Sign(self.span), "", _SIGNED)

        asked = Text("sign {span} at {step}, {office}? type yes: ", "签署 {span} {step} {office}？输入 是 确认: ")
        self.desk.ask(asked.format(span=span_text(self.span), step=step.step.label, office=waits_for(step)), confirmed)

    def do_return(self) -> None:
        """Return the span at the step under the cursor: whom it is about, then the reason."""
        step = self.steps[self.cursor].step.id
        asked = Text("ids that it is about (Enter: none): ", "涉及的编号（回车=不写）: ")
        self.desk.ask(asked, lambda text: self._reason(step, text.replace("，", " ").replace(",", " ").split()))

    def _reason(self, step: str, people: list[str]) -> None:
        asked = Text("reason for returning {span}: ", "退回 {span} 的理由: ").format(span=span_text(self.span))
        self.desk.ask(asked, lambda reason: self._saved(Return(self.span, step, people), reason, _SENT_BACK))

    def do_amend(self) -> None:
        """Revise what is frozen here: the reason, whose record, and then their form at the period."""
        session = self.session
        mine = [one for one in session.office.freezes if one == BOOK or one.partition("/")[2] == self.span]
        if mine:
            begin(self.desk, sorted(mine, key=BOOK.__ne__), self._whose)
        else:
            self.desk.say(_NOT_FROZEN)

    def _whose(self) -> None:
        self.desk.ask(Text("whose record, by id: ", "修订谁的数据（编号）: "), self._form)

    def _form(self, who: str) -> None:
        if who.strip() not in self.session.people:
            self.desk.say(_NOBODY.format(id=who.strip()[:40] or "-"))
            return
        entry = Entry(self.desk, who.strip(), [who.strip()])
        place = next((cell.id for _, cell in entry.form.cells if cell.field.period == self.span), None)
        if place is not None:
            entry.form.go(place)
        self.desk.enter(entry)

    def do_opinion(self) -> None:
        """A person's own word: the id, then whether they agree."""
        self.desk.ask(Text("whose word, by id: ", "谁的意见（编号）: "), self._word)

    def _word(self, who: str) -> None:
        asked = Text("1 agrees  2 objects: ", "1 同意  2 有异议: ")
        words = {"1": "agrees", "2": "objects"}
        self.desk.ask(
            asked,
            lambda text: self._saved(Opinion(who.strip(), words.get(text.strip(), text.strip()), self.span), "", _WORD),
        )

    def _saved(self, act: Sign | Return | Opinion, reason: str, said: Text) -> None:
        saved = self.session.change([act], reason=reason)
        self.desk.say(said.format(receipt=str(saved.receipt)))
        self.again()

    def looked(self, office: Office) -> tuple[list[Signed], list[str]]:
        """The steps, and what is missing."""
        return _looked(office, self.span)

    def took(self, found: tuple[list[Signed], list[str]]) -> None:
        """Show them."""
        self.steps, self.missing = found


NO_CHAIN = Text(
    "Nothing is signed: no chain is declared, or nobody is on the roster.",
    "没有可签署的内容：方案未规定签署链，或名册为空。",
)
_NOT_FROZEN = Text("nothing here is frozen yet: enter it without a revision", "此处尚未冻结：直接录入即可，不用修订")
_NOBODY = Message("K7101", "nobody on the roster has the id {id}; e asks again", "名册中没有编号 {id}；按 e 重新填写")
DONE = Text("signed at every level", "各级均已签署")
_WORDS = Text("own word {n}/{m}", "本人意见 {n}/{m}")
_BELOW = Text("signed below: {units}", "下级已签：{units}")
_WAITS = Text("waits", "待")
_RETURNED = Text("returned by {by} {time}: {who}", "{by} 于 {time} 退回：{who}")
_SIGNED = Text("signed: {receipt}", "已签署：{receipt}")
_SENT_BACK = Text(
    "returned, its signatures are taken back on record: {receipt}", "已退回，已有签署撤回并记录：{receipt}"
)
_WORD = Text("recorded: {receipt}", "已记入：{receipt}")
