"""What must hold of a book after every save, whoever made it and in whatever order."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from attrs import define, field

from ...engine import Evaluation
from ...office import Enter, Office, Pledge, Second, Sign
from ...rules import Periods
from ...rules.tools import parse_period
from ...words import Text
from ..basis import CHECKS, Check, World
from ._moves import Save

__all__ = ["WORKFLOW", "Seen", "broken"]

Place = tuple[str, str, str]
Holds = Callable[["Seen", Save, Office], Text | None]


@define
class Seen:
    """What a walk remembers: what was signed as it was then, what was approved with its outcome, what was drawn.

    `entered` is what each login entered or changed: whose, which input, at which period. `before` is what stood there
    before the save that is asked about.
    """

    world: World
    path: Path
    entered: dict[str, set[Place]] = field(factory=dict)
    before: dict[Place, Any] = field(factory=dict)
    signed: dict[str, Any] = field(factory=dict)
    approved: dict[str, Any] = field(factory=dict)
    sealed: str = ""
    drawn: dict[str, Any] = field(factory=dict)
    pledged: set[str] = field(factory=set)

    def look(self, save: Save, office: Office) -> None:
        """Remember what stands where a save is about to enter."""
        self.before = {place: _held(office, place) for place in _places(save)}

    def note(self, save: Save, office: Office) -> None:
        """Remember who entered what, and what stands now."""
        self.enter(save, office)
        self.stand(office)

    def enter(self, save: Save, office: Office) -> None:
        """Remember who entered what."""
        moved = {place for place, was in self.before.items() if _held(office, place) != was}
        self.entered.setdefault(save.who, set()).update(moved)

    def stand(self, office: Office) -> None:
        """Remember what stands now."""
        self.signed = {span: content_of(office, span) for span in office.spans if _signed(office, span)}
        outcomes = office.evaluation
        self.approved = {
            one.appraisee: _came(outcomes.outcome(one.appraisee)) for one in office.states() if one.state == "approved"
        }
        draws = office.procedure.draws
        self.drawn = {id_: fields["drawn"] for id_, fields in draws.items() if "drawn" in fields}
        self.pledged = {id_.partition("~")[0] for id_ in draws}
        self.sealed = office.head.full if office.seal is not None else ""


def _places(save: Save) -> list[Place]:
    return [(one.appraisee, one.key, one.at) for one in save.changes if isinstance(one, Enter)]


def _held(office: Office, place: Place) -> Any:
    """What stands as the first entry."""
    who, key, at = place
    value = (office.row(who) or {}).get("facts", {}).get(key)
    return value.get(at) if at and isinstance(value, dict) else value


def _signed(office: Office, span: str) -> bool:
    return any(one.signatures for one in office.signatures(_named(span)))


def _named(span: str) -> str:
    return "" if span == "book" else span.partition("/")[2]


def content_of(office: Office, span: str) -> Any:
    """What was entered for a span: of one period, or of the whole book with its decisions; names left out."""
    data = office.case_data()
    if span == "book" or span not in office.freezes:
        return [data["appraisees"], data.get("decisions", [])] if span == "book" else []
    period = span.partition("/")[2]
    axis = span.partition("/")[0]
    keys = {
        rules.kind.key: {one.key for one in rules.inputs if isinstance(one.on, Periods) and one.on.key == axis}
        for rules in office.ruleset.kinds
    }
    found = []
    for row in data["appraisees"]:
        for key, values in sorted(row.get("facts", {}).items()):
            if key in keys[row["kind"]] and isinstance(values, dict) and period in values:
                found.append([row["id"], key, values[period]])
    return found


def _came(outcome: Any) -> tuple[Any, ...]:
    return outcome.state, outcome.grade, outcome.score


def _replays(seen: Seen, _: Save, office: Office) -> Text | None:
    """The ledger read from nothing gives the same state, the same head and the same outcomes."""
    with Office.open(seen.path, writable=False, ruleset=office.ruleset, actor="wu") as again:
        if again.head != office.head or again.case_data(names=True) != office.case_data(names=True):
            return Text("the book reads otherwise when it is opened anew", "重新打开后账簿内容不同")
        anew = {one.id: _came(one) for one in Evaluation(again.case.cohort).outcomes()}
        held = {one.id: _came(one) for one in office.evaluation.outcomes()}
        if anew != held:
            who = next(who for who in anew if anew[who] != held.get(who))
            text = Text("{id} comes out otherwise when the book is opened anew", "重新打开后 {id} 的结果不同")
            return text.format(id=who)
    return None


def _frozen(seen: Seen, _: Save, office: Office) -> Text | None:
    """What is signed is as it was when it was signed; a change takes the signatures back."""
    for span, before in seen.signed.items():
        if _signed(office, span) and content_of(office, span) != before:
            text = Text("{span} was changed and is still signed", "{span} 已改动而签署仍在")
            return text.format(span=span)
    return None


def _stands(seen: Seen, _: Save, office: Office) -> Text | None:
    """An approved result is the one that was approved."""
    for one in office.states():
        before = seen.approved.get(one.appraisee)
        if one.state == "approved" and before is not None:
            now = _came(office.evaluation.outcome(one.appraisee))
            if now != before:
                text = Text("the approved result of {id} changed", "{id} 已审定的结果发生改变")
                return text.format(id=one.appraisee)
    return None


def _apart(seen: Seen, save: Save, office: Office) -> Text | None:
    """Nobody signs what they entered, nor twice at a level; nobody enters a second time what they entered first."""
    mine = seen.entered.get(save.who, set())
    for change in save.changes:
        if isinstance(change, Second) and any((change.appraisee, key, change.at) in mine for key in change.values):
            both = Text("{who} made both entries of {id}", "{who} 两次录入了 {id}")
            return both.format(who=save.who, id=change.appraisee)
        text = _signs(mine, save.who, change.span, office) if isinstance(change, Sign) else None
        if text is not None:
            return text
    return None


def _signs(mine: set[Place], who: str, span: str, office: Office) -> Text | None:
    """What is wrong with somebody's signature of a span, "" for the year."""
    second = {(one.appraisee, one.key, one.at) for one in office.second_entries() if one.entered_by == who}
    theirs = {place for place in mine | second if not span or _inside(office, place[2], span)}
    for one in office.signatures(span):
        logins = [by for _, by, _ in one.signatures]
        if len({*logins}) < len(logins):
            text = Text("{span} was signed twice by one login at {step}", "{span} 在 {step} 由同一登录名签署两次")
            return text.format(span=span or "year", step=one.step.label)
        covered = {name for name, person in office.people.items() if person.kind in one.step.kinds}
        own = [place for place in sorted(theirs) if place[0] in covered]
        if own and who in logins and len(covered) == one.covers:  # else only some of them are meant, we do not see whom
            text = Text("{who} signed what they had entered: {id} {key}", "{who} 签署了自己的录入：{id} {key}")
            return text.format(who=who, id=own[0][0], key=own[0][1])
    return None


def _inside(office: Office, at: str, span: str) -> bool:
    """Whether a period is the span, or one of those in it that are signed by themselves."""
    axes = office.evaluation.cohort.cycle.periods
    signed = {one.name: one for axis, ones in axes.items() for one in ones if f"{axis}/{one.name}" in office.spans}
    part, whole = signed.get(at), signed.get(span) or parse_period(span, "half")
    return part is not None and whole.start <= part.start and part.end <= whole.end


def _blind(seen: Seen, save: Save, office: Office) -> Text | None:
    """What the second clerk is shown to enter by is made of the declarations alone, whatever was entered first."""
    del seen
    places = {(one.appraisee, one.at) for one in save.changes if isinstance(one, Enter | Second)}
    for who, at in places if places else {(one.appraisee, one.at) for one in office.second_entries()}:
        form = office.blind(who, at)
        asked = [{"key": one.key, "label": {"en": one.label.en, "zh": one.label.zh}} for one in form.inputs]
        if form.as_json() != {"appraisee": who, "at": at, "inputs": asked, "done": [*form.done]}:
            text = Text("the second entry of {id} is not blind", "{id} 的复录表显示了第一次录入")
            return text.format(id=who)
    return None


def _closed(seen: Seen, save: Save, _: Office) -> Text | None:
    """A closed book takes no save."""
    if seen.sealed:
        return Text("a closed book was changed: {save}", "已封存的账簿被改动：{save}").format(save=save.told)
    return None


def _once(seen: Seen, save: Save, office: Office) -> Text | None:
    """What was drawn stays drawn, unless a revision on record draws again; and it follows from its seed and frame."""
    procedure = office.procedure
    for id_, fields in procedure.draws.items():
        before = seen.drawn.get(id_)
        if before is not None and fields.get("drawn") != before:
            return Text("{id} was drawn otherwise a second time", "{id} 第二次抽取的结果不同").format(id=id_)
        if "drawn" in fields and not procedure.holds(id_):
            return Text("{id} does not follow from its seed and frame", "{id} 与种子和抽样框不符").format(id=id_)
    for change in save.changes:
        again = isinstance(change, Pledge) and not change.again and change.draw in seen.pledged
        if isinstance(change, Pledge) and again:
            return Text("{id} was pledged a second time", "{id} 再次承诺了种子").format(id=change.draw)
    return None


_HARD = ("quota.cap", "quota.share")


def _caps(seen: Seen, _: Save, office: Office) -> Text | None:
    """No quota is exceeded, whatever was done before."""
    world = World(seen.world.subject, {**office.case_data()}, seen.world.note)
    for name in _HARD:
        check = CHECKS[name]
        if check.applies(seen.world.subject.rules):
            for problem in check.problems(world):
                if not problem.readings:
                    return problem.text
    return None


_HELD: dict[str, tuple[Text, Holds | None]] = {
    "office.refuses": (
        Text("a refused save is a sentence, and leaves the book as it was", "被拒绝的保存有说明，且不改动账簿"),
        None,
    ),
    "office.replays": (
        Text(
            "the ledger read from nothing gives the same state, head and outcomes",
            "从头重放账簿得到相同内容、回执与结果",
        ),
        _replays,
    ),
    "office.signed": (Text("what is signed is as it was signed", "已签署的内容与签署时相同"), _frozen),
    "office.approved": (Text("an approved result does not change", "已审定的结果不再改变"), _stands),
    "office.apart": (
        Text("nobody signs or enters again what they entered", "不得签署、复录自己录入的内容"),
        _apart,
    ),
    "office.blind": (
        Text("the second clerk is not shown the first entry", "复录时看不到第一次录入的内容"),
        _blind,
    ),
    "office.closed": (Text("a closed book takes no save", "已封存的账簿不接受保存"), _closed),
    "office.drawn": (Text("what was drawn is drawn once", "抽取只有一次"), _once),
    "office.caps": (Text("no quota is exceeded after any saves", "任何保存之后名额都不超过"), _caps),
}
WORKFLOW = {name: Check(id=name, level="office", text=text, phase="workflow") for name, (text, _) in _HELD.items()}


def broken(seen: Seen, save: Save, office: Office) -> tuple[str, Text] | None:
    """The first check that does not hold after a save, and what it says; None where all do."""
    for name, (_, holds) in _HELD.items():
        text = None if holds is None else holds(seen, save, office)
        if text is not None:
            return name, text
    return None
