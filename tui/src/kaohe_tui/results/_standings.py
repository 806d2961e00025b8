"""The standings of one kind: everybody by score, each row made when it is looked at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence

from attrs import frozen

from kaohe.engine import STATES as STATE_ORDER
from kaohe.engine import Outcome
from kaohe.rules import Ceiling
from kaohe.words import Text

from ..session._ranking import turned
from ..session._session import Session
from ._texts import AGAIN, short_state

__all__ = ["ORDERS", "Standing", "Standings", "progress_text"]

ORDERS = {
    "score": Text("score", "得分"),
    "id": Text("id", "编号"),
    "name": Text("name", "名称"),
    "grade": Text("grade", "等次"),
    "state": Text("state", "状态"),
}


@frozen
class Standing:
    """One row of the results: the rank by score ("3=" where several share it), the outcome, its tie set, a note."""

    rank: str
    outcome: Outcome
    tie: int | None
    note: str


class Standings:
    """Those of one kind, best score first, those without a score last, or in another of ORDERS; of one `grade` only.

    Turned round where `backwards`: whoever has no score, or grade, to be ordered by stays last, and ranks are the same.
    Until every score is known they stand in the order of the case and have no rank, and a note says what is open.
    """

    def __init__(self, session: Session, kind: str, grade: str, by: str = "score", *, backwards: bool = False) -> None:
        self.session, self.kind = session, kind
        self.ties = session.results.ties(kind)
        self.of_tie = {member: place for place, tie in enumerate(self.ties) for member in tie.members}
        rules = session.ruleset.kind(kind)
        self.limits = {rule.id for rule in rules.rules(Ceiling)} if rules is not None else set()
        everybody = session.results.everybody()
        self.known = everybody is not None
        mine = [outcome for outcome in everybody or () if outcome.kind == kind]
        inputs = {given.key for given in rules.inputs} if rules is not None else set()
        self.counts = Counter(outcome.grade or short_state(outcome, inputs) for outcome in mine)
        grades = {outcome.id: outcome.grade or outcome.provisional_grade or "-" for outcome in mine}
        order = session.results.order(kind)
        if order is None:
            rows = [(name, "") for name, person in session.people.items() if person.kind == kind]
        else:
            rows = list(zip(order.ids, order.ranks, strict=True))
        self.grades = list(dict.fromkeys(grades[name] for name, _ in rows)) if self.known else []
        if grade and self.known:
            rows = [row for row in rows if grades[row[0]] == grade]
        if by in ("id", "name"):
            rows = sorted(rows, key=lambda row: (session.people[row[0]].name if by == "name" else "", row[0]))
        elif self.known and by != "score":
            rows = sorted(rows, key=_by_grade(mine, rules.kind.grades if rules is not None else (), by))
        if backwards:
            rows = turned(rows, {row for row in rows if _has_none(row, grades, by if self.known else "score")})
        self.ids = [name for name, _ in rows]
        self.ranks = [rank for _, rank in rows]

    def row(self, place: int) -> Standing:
        """One row."""
        who = self.ids[place]
        outcome = self.session.outcome(who)
        note = self._note(outcome)
        if self.session.results.is_again(who):
            note = f"{AGAIN}  {note}".rstrip()
        return Standing(self.ranks[place], outcome, self.of_tie.get(who), note)

    def _note(self, outcome: Outcome) -> str:
        """What stopped somebody: the blocking quota, a limit, a flag or what a person must decide."""
        for placement in self.session.results.placements(outcome.id):
            if placement.blocked_by is not None:
                short = f" -{placement.short}" if placement.short else ""
                return str(
                    Text("no place: {clause}{short}", "无名额：{clause}{short}").format(
                        clause=placement.clause or placement.blocked_by, short=short
                    )
                )
        limits = [name for name in outcome.rules if name in self.limits]
        return "  ".join(
            [*limits[:2], *map(str, outcome.flag_texts[:2]), *(str(reason.text) for reason in outcome.reasons[:1])]
        )


def _has_none(row: tuple[str, str], grades: Mapping[str, str], by: str) -> bool:
    """Whether somebody has nothing to be ordered by; before scores are known nobody has any."""
    who, rank = row
    return (by == "score" and rank in ("", "--")) or (by == "grade" and grades[who] == "-")


def _by_grade(outcomes: Iterable[Outcome], grades: Sequence[str], by: str) -> Callable[[tuple[str, str]], int]:
    """The best grade first, who has none last; or by state, what people have to do first."""
    if by == "state":
        place = {one.id: STATE_ORDER.index(one.state) for one in outcomes}
    else:
        place = {one.id: _place(one.grade or one.provisional_grade, grades) for one in outcomes}
    return lambda row: place[row[0]]


def _place(grade: str | None, grades: Sequence[str]) -> int:
    return grades.index(grade) if grade in grades else len(grades)


def progress_text(session: Session) -> str:
    """How far the results of all are, "" once they are known."""
    stage, counted, total = session.results.stage
    if stage == "done":
        return ""
    if not session.results.computing:
        return str(_STOPPED)
    bar = _BAR * counted // total if total else 0
    text = _STAGES[stage].format(n=counted, m=total, bar="#" * bar + "." * (_BAR - bar))
    return str(Text("{what}  Esc stops", "{what}  Esc 停止").format(what=text))


_BAR = 20
_STAGES = {
    "scores": Text("computing scores [{bar}] {n}/{m}", "正在计算得分 [{bar}] {n}/{m}"),
    "again": Text(
        "computing again after an entry; what it reaches and the places may still change",
        "录入后重新计算；受其影响者与名额可能变动",
    ),
    "quotas": Text("placing under the quotas; grades are before quotas", "正在分配名额；所示等次未计名额"),
    "outcomes": Text("settling grades [{bar}] {n}/{m}", "正在核定等次 [{bar}] {n}/{m}"),
}
_STOPPED = Text(
    "not computed: scores and grades are each person's, before quotas; F5 computes",
    "未计算：所示得分与等次未计名额；按 F5 计算",
)
