"""What is late, due today, this week and next; what stands in the way of approval; marks that came before their draw."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator
from typing import Any

from attrs import frozen

from ...engine import Evaluation
from ...rules.steps import Gate, Publicity
from ...words import Message, Text
from .._documents import ASSIGN, DRAW, FACTS, PERIOD
from ._deadlines import deadlines
from ._draws import current
from ._ground import Ground
from ._notices import notices
from ._opinions import opinions
from ._papers import papers
from ._subjects import subjects
from ._windows import objections, shown

__all__ = ["WHEN", "Bar", "Due", "agenda", "barred", "bars", "early_marks"]

WHEN = {
    "late": Text("late", "已逾期"),
    "today": Text("due today", "今日到期"),
    "week": Text("due this week", "本周到期"),
    "next": Text("due next week", "下周到期"),
    "later": Text("due later", "以后到期"),
    "open": Text("open, without a day", "待办（无期限）"),
    "done": Text("done", "已办"),
}


@frozen(kw_only=True)
class Due:
    """One thing to do, or done: of which step, for which period, by which day, and of how many people.

    `when` is a key of WHEN; `people` are those whose papers, opinions or notices are still missing.
    """

    sort: str
    step: str
    clause: str
    what: Text
    period: str
    day: dt.date | None
    when: str
    days: int
    on: dt.date | None
    people: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """It as plain data."""
        days = {name: None if day is None else day.isoformat() for name, day in (("day", self.day), ("on", self.on))}
        about = {"sort": self.sort, "step": self.step, "clause": self.clause, "period": self.period, **days}
        what = {"en": self.what.en, "zh": self.what.zh}
        return {**about, "what": what, "when": self.when, "days": self.days, "people": [*self.people]}


def when(day: dt.date | None, today: dt.date) -> tuple[str, int]:
    """Late by how many days, or due today, this week (up to Sunday), next week, later; "open" without a day."""
    if day is None:
        return "open", 0
    sunday = today + dt.timedelta(days=6 - today.weekday())
    if day < today:
        return "late", (today - day).days
    if day == today:
        return "today", 0
    if day <= sunday:
        return "week", 0
    return ("next" if day <= sunday + dt.timedelta(days=7) else "later"), 0


def agenda(ground: Ground, evaluation: Evaluation, today: dt.date) -> list[Due]:
    """Everything that the procedure asks for, done or not, by day; what has no day comes last."""
    found = [
        *_steps(ground, today),
        *_papers(ground, today),
        *_draws(ground, today),
        *_publicity(ground, today),
        *_opinions(ground, evaluation),
        *_notices(ground, evaluation),
    ]
    return sorted(found, key=lambda one: (one.day is None, one.day or today, one.step, one.period))


def _steps(ground: Ground, today: dt.date) -> Iterator[Due]:
    for one in deadlines(ground):
        done = one.on is not None and one.on <= today
        state, days = ("done", 0) if done else when(one.day, today)
        about: dict[str, Any] = {"step": one.step, "clause": one.clause, "what": one.text, "period": one.period}
        yield Due(sort="step", **about, day=one.day, when=state, days=days, on=one.on)


def _papers(ground: Ground, today: dt.date) -> Iterator[Due]:
    missing: dict[tuple[str, str, dt.date | None], list[Any]] = {}
    for one in papers(ground, today):
        if one.missing:
            missing.setdefault((one.paper, one.period, one.due), []).append(one)
    for (_, period, due), people in missing.items():
        state, days = when(due, today)
        first = people[0]
        about: dict[str, Any] = {"step": first.step, "clause": first.clause, "what": first.label, "period": period}
        who = tuple(one.appraisee for one in people)
        yield Due(sort="paper", **about, day=due, when=state, days=days, on=None, people=who)


def _draws(ground: Ground, today: dt.date) -> Iterator[Due]:
    for one in subjects(ground):
        found = current(ground, one.id)
        drawn = (found is not None and "drawn" in found[1]) or one.id in ground.held(ASSIGN)
        begins = one.period.start if one.period is not None else ground.start
        if begins <= today:
            about: dict[str, Any] = {"step": one.step, "clause": one.clause, "what": one.label, "period": one.id}
            yield Due(sort="draw", **about, day=None, when="done" if drawn else "open", days=0, on=None)


def _publicity(ground: Ground, today: dt.date) -> Iterator[Due]:
    held = shown(ground)
    for one in ground.declared(Publicity):
        mine = [each for each in held if each.step == one.step]
        about: dict[str, Any] = {"step": one.step, "clause": one.clause, "what": one.text}
        for each in mine:
            state, days = when(each.until, today)
            ended = each.ended(today)
            period = each.id.partition("/")[2]
            yield Due(
                sort="publicity",
                **about,
                period=period,
                day=each.until,
                when="done" if ended else state,
                days=days,
                on=None,
            )
        if not mine:
            yield Due(sort="publicity", **about, period="", day=None, when="open", days=0, on=None)
    for objection in objections(ground):
        if not objection.outcome:
            what = Text("objection {n} to answer", "第{n}号异议待处理").format(n=objection.number)
            about = {"step": "objection", "clause": "", "what": what, "period": str(objection.number)}
            yield Due(sort="objection", **about, day=None, when="open", days=0, on=None, people=(objection.appraisee,))


def _opinions(ground: Ground, evaluation: Evaluation) -> Iterator[Due]:
    missing: dict[str, list[Any]] = {}
    for one in opinions(ground, evaluation):
        if not one.says:
            missing.setdefault(one.key, []).append(one)
    for people in missing.values():
        first = people[0]
        about: dict[str, Any] = {"step": first.step, "clause": first.clause, "what": first.label, "period": first.key}
        who = tuple(one.appraisee for one in people)
        yield Due(sort="gate", **about, day=None, when="open", days=0, on=None, people=who)


def _notices(ground: Ground, evaluation: Evaluation) -> Iterator[Due]:
    missing: dict[tuple[str, Text], list[Any]] = {}
    for one in notices(ground, evaluation):
        if not one.on and one.state == "decided":
            missing.setdefault((one.rule, one.to), []).append(one)
    for (rule, to), people in missing.items():
        what = Text("notice to {who}", "告知：{who}").format(who=to)
        who = tuple(one.appraisee for one in people)
        about: dict[str, Any] = {"step": rule, "clause": people[0].clause, "what": what, "period": ""}
        yield Due(sort="notice", **about, day=None, when="open", days=0, on=None, people=who)


# What stands in the way of approval


@frozen(kw_only=True)
class Bar:
    """Why somebody's result may not be approved yet; `appraisee` "" where it is nobody's alone."""

    appraisee: str
    text: Message
    step: str = ""


_NOT_SHOWN = Message(
    "K8270",
    "{step} ({clause}): results have not been shown publicly; record it with kaohe office publish",
    "{step}（{clause}）：结果尚未公示；请用 kaohe office publish 记录",
)
_STILL_SHOWN = Message(
    "K8271",
    "{step} ({clause}): results are shown publicly up to {until}; nothing is approved before that day is over",
    "{step}（{clause}）：公示至 {until} 止；该日结束前不得审定",
)
_OPEN = Message(
    "K8272",
    "objection {number} to {id} is open; answer it first: kaohe office objection answer",
    "对 {id} 的第 {number} 号异议未处理；请先处理：kaohe office objection answer",
)
_UNASKED = Message(
    "K8273",
    "{step} ({clause}): the opinion of {who} on {id} is not on record; ask for it, then kaohe office gate",
    "{step}（{clause}）：尚无{who}对 {id} 的意见；请征求后用 kaohe office gate 记录",
)
_AGAINST = Message(
    "K8274",
    "{step} ({clause}): {who} is against {id} as {grade}; settle that with them, or decide another grade",
    "{step}（{clause}）：{who}对 {id} 定为{grade}有异议；请协商解决，或另行裁定等次",
)


def bars(ground: Ground, evaluation: Evaluation, today: dt.date) -> list[Bar]:
    """Everything that bars approval on that day: publicity not held or not over, open objections, opinions."""
    found: list[Bar] = []
    for one in ground.declared(Publicity):
        windows = [each for each in shown(ground) if each.step == one.step]
        about = {"step": one.step, "clause": one.clause}
        if not windows:
            found.append(Bar(appraisee="", text=_NOT_SHOWN.format(**about), step=one.step))
        elif not all(each.ended(today) for each in windows):
            last = max(each.until for each in windows)
            found.append(Bar(appraisee="", text=_STILL_SHOWN.format(**about, until=last), step=one.step))
    for objection in objections(ground):
        if not objection.outcome:
            text = _OPEN.format(number=objection.number, id=objection.appraisee)
            found.append(Bar(appraisee=objection.appraisee, text=text))
    for asked in opinions(ground, evaluation) if ground.declared(Gate) else ():
        if asked.must and asked.says != "none":
            outcome = evaluation.outcome(asked.appraisee)
            grade = outcome.grade or outcome.provisional_grade or "-"
            said = {"step": asked.step, "clause": asked.clause, "who": asked.label, "id": asked.appraisee}
            text = _AGAINST.format(**said, grade=grade) if asked.says else _UNASKED.format(**said)
            found.append(Bar(appraisee=asked.appraisee, text=text))
    return found


_MORE = Message(
    "K8276",
    "{text} (and {n} more of the kind; kaohe office due lists them)",
    "{text}（同类另有 {n} 项；kaohe office due 可列出）",
)


def barred(
    ground: Ground, evaluation: Evaluation, today: dt.date, people: Collection[str], kinds: Collection[str]
) -> Iterator[Text]:
    """The same of these people, and of publicity that their kinds have: each sort of bar once, with how many there are."""
    steps = {one.step for one in ground.declared(Publicity) if {*one.kinds} & {*kinds}}
    found: dict[str, list[Bar]] = {}
    for one in bars(ground, evaluation, today):
        if one.appraisee in people or (not one.appraisee and one.step in steps):
            found.setdefault(one.text.number, []).append(one)
    for first, *more in found.values():
        yield _MORE.format(text=first.text, n=len(more)) if more else first.text


_EARLY = Message(
    "K8275",
    "{key} of {id} was entered before {draw} was drawn; the marks follow the visit: once it is drawn, take the mark back ({key}=)"
    " and enter it anew",
    "{id} 的 {key} 在 {draw} 抽取之前录入；该项得分应在实地查访之后：抽取后请撤回（{key}=）并重新录入",
)


def early_marks(ground: Ground) -> list[Bar]:
    """Marks that a sample yields and that were entered before its draw: warned of, not refused.

    An entry changed after the draw is not warned of.
    """
    versions = ground.state.versions
    found: list[Bar] = []
    for one in subjects(ground):
        sample = None if one.sample is None else one.sample.term
        if sample is None or not sample.before:
            continue
        begun = current(ground, one.id)
        drawn = versions.get((DRAW, begun[0])) if begun is not None and "drawn" in begun[1] else None
        for who, row in ground.state.rows.items():
            if one.place and ground.code_of(row, sample.per) != one.place:
                continue
            found += [
                Bar(appraisee=who, text=_EARLY.format(key=key, id=who, draw=one.id))
                for key in sample.before
                if key in row.get("facts", {}) and (drawn is None or _version(ground, who, key) < drawn)
            ]
    return found


def _version(ground: Ground, who: str, key: str) -> int:
    """The commit that last changed the document that holds a fact."""
    value = ground.row(who)["facts"][key]
    axis = ground.state.axes.get(ground.row(who)["kind"], {}).get(key, "")
    ids = [(PERIOD, f"{axis}/{at}/{who}") for at in value] if axis else [(FACTS, who)]
    return max((ground.state.versions.get(one, 0) for one in ids), default=0)
