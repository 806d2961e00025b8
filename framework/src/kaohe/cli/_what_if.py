"""`kaohe what-if`: who would come out otherwise under another reading, another number or another entry."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

import click
from attrs import frozen

from ..cases import (
    Case,
    Effect,
    Trials,
    entered_otherwise,
    numbered_otherwise,
    other_readings,
    read_otherwise,
)
from ..errors import CaseError, KaoheError
from ..progress import counted
from ..rules.tools import exact, numbers_in, show
from ..words import Message, Text, visible
from ._base import JSON_OPTION, Command, Option
from ._choices import choices_of
from ._effects import MANY, effect_lines, grade_of
from ._either import opened
from ._in_force import in_force
from ._out import both, say, say_json
from ._pairs import entries
from ._progress import progress

__all__ = ["what_if"]

_TEXT = Text(
    "Show who would come out otherwise in a CASE or a BOOK, and how. Without an option: under every reading that is not in "
    "force, one after the other. Nothing is stored.",
    "列出案例 CASE 或账簿 BOOK 中哪些结果会改变、如何改变。不带选项时，逐一试行所有未采用的理解。不作任何保存。",
)
_READING = Text("under this reading (may be given again)", "改用此种理解（可重复）")
_NUMBER = Text(
    "with NEW where the rule declares OLD, as XZ-7(1)4:60=65; RULE alone lists its numbers",
    "把规则中的 OLD 改为 NEW，如 XZ-7(1)4:60=65；只写规则编号则列出其中的数",
)
_ENTRY = Text("with this entry of ID; `KEY=` for none", "改动 ID 的一项录入；写 `KEY=` 表示未录入")
_AT = Text("the period of the entries", "录入项的期次")
_ALL = Text("list everybody, not the first twenty", "全部列出，不只前二十人")
_NO_CHANGE = Message(
    "K5041",
    "{given} is no change of a number; write RULE:OLD=NEW, as XZ-7(1)4:60=65",
    "{given} 不是对数的改动；请写成 规则:原数=新数，如 XZ-7(1)4:60=65",
)


@frozen
class _Try:
    """One thing tried: what it is, in words and as data, and whom it changes."""

    what: Text
    data: dict[str, Any]
    found: tuple[Effect, ...]
    refused: Text | None = None

    def as_json(self) -> dict[str, Any]:
        """It as plain data."""
        rows = [one.as_json() for one in self.found]
        return {**self.data, "text": both(self.what), "refused": both(self.refused), "changes": rows}


@click.command("what-if", cls=Command, text=_TEXT)
@click.argument("case", metavar="CASE|BOOK")
@click.option("--reading", "readings", multiple=True, metavar="KEY=CODE", cls=Option, text=_READING)
@click.option("--number", "numbers", multiple=True, metavar="RULE:OLD=NEW", cls=Option, text=_NUMBER)
@click.option("--entry", "entered", multiple=True, nargs=2, metavar="ID KEY=VALUE", cls=Option, text=_ENTRY)
@click.option("--at", "at", default="", metavar="PERIOD", cls=Option, text=_AT)
@click.option("--all", "whole", is_flag=True, cls=Option, text=_ALL)
@JSON_OPTION
def what_if(
    *,
    case: str,
    readings: tuple[str, ...],
    numbers: tuple[str, ...],
    entered: tuple[tuple[str, str], ...],
    at: str,
    whole: bool,
    as_json: bool,
) -> None:
    """Try what was asked for, or every other reading."""
    with progress() as erase, opened(case) as found:
        ruleset = found.case.cohort.ruleset
        if len(numbers) == 1 and ":" not in numbers[0]:
            return _list_numbers(found.case, numbers[0], as_json=as_json)
        changes = [*_named(readings, numbers, entered, at)]
        trials = Trials(found.evaluation)
        tried = iter([_together(found.case, trials, changes)]) if changes else _every(found.case, trials)
        if as_json:
            say_json({**in_force(ruleset), "tried": [one.as_json() for one in tried]})
            return None
        labels = {rules.kind.key: str(rules.kind.label) for rules in ruleset.kinds}
        for line in _lines(tried, labels, most=None if whole else MANY):
            erase()
            say(line)
    return None


def _list_numbers(case: Case, row: str, *, as_json: bool) -> None:
    found = [show(one) for one in numbers_in(case.cohort.ruleset, row)]
    if as_json:
        say_json({"rule": row, "numbers": found})
    else:
        say(
            Text("{row} declares {numbers}", "{row} 中的数：{numbers}").format(row=row, numbers=", ".join(found) or "-")
        )


_Change = tuple[Text, dict[str, Any], Callable[[Case], Case]]


def _named(
    readings: Sequence[str], numbers: Sequence[str], entered: Sequence[tuple[str, str]], at: str
) -> Iterator[_Change]:
    """What the options ask for, in their order."""
    if readings:
        choices = choices_of(readings)
        told = ", ".join(readings)
        yield Text(told, told), {"readings": [*readings]}, lambda case: read_otherwise(case, choices)
    for one in numbers:
        yield _number(one)
    for who, given in entered:
        for key, value in entries([given]).items():
            told = f"{who} {given}" + (f" ({at})" if at else "")
            data = {"entry": {"appraisee": who, "key": key, "value": value, "at": at}}
            yield Text(told, told), data, _enter(who, key, value, at)


def _enter(who: str, key: str, value: Any, at: str) -> Callable[[Case], Case]:
    return lambda case: entered_otherwise(case, who, key, value, at)


def _number(given: str) -> _Change:
    row, colon, pair = given.rpartition(":")
    old, sign, new = pair.partition("=")
    if not (row and colon and old and sign and new):
        raise CaseError(_NO_CHANGE.format(given=given[:80]))
    was, now = exact(old, name=row), exact(new, name=row)
    text = Text("{row}: {now} instead of {was}", "{row}：{was} 改为 {now}").format(row=row, was=old, now=new)
    data = {"number": {"rule": row, "old": show(was), "new": show(now)}}
    return text, data, lambda case: numbered_otherwise(case, row, was, now)


def _together(case: Case, trials: Trials, changes: Sequence[_Change]) -> _Try:
    """All changes at once. Raises KaoheError where one cannot be made."""
    made = case
    for _, _, change in changes:
        made = change(made)
    en, zh = (
        sign.join(what.in_language(code) for what, _, _ in changes) for code, sign in (("en", "; "), ("zh", "；"))
    )
    data: dict[str, Any] = {}
    for _, one, _ in changes:
        for key, value in one.items():
            data.setdefault(f"{key}s" if not key.endswith("s") else key, []).append(value)
    return _Try(Text(en, zh), data, trials.of(made))


_TRYING = Text("tried {done} of {total} readings", "已试行 {done}/{total} 种理解")


def _every(case: Case, trials: Trials) -> Iterator[_Try]:
    """Every reading that is not in force, by itself."""
    for one, code, label in counted(_TRYING, other_readings(case.cohort.ruleset)):
        setting = one.setting
        text = Text("{key}={code} ({clause}): {label}", "{key}={code}（{clause}）：{label}")
        what = text.format(key=setting.key, code=code, clause=setting.clause or "-", label=label)
        data = {"readings": [f"{setting.key}={code}"], "in_force": [*one.codes], "clause": setting.clause}
        try:
            found = _Try(what, data, trials.of(read_otherwise(case, {setting.key: code})))
        except KaoheError as error:  # a reading may ask for entries that the case does not have
            found = _Try(what, data, (), error.text)
        yield found


def _lines(tried: Iterable[_Try], labels: Mapping[str, str], *, most: int | None) -> Iterator[str]:
    """What came of each, as soon as it was tried."""
    one = None
    for one in tried:
        yield visible(str(one.what))
        yield from (f"  {line}" for line in _lines_of(one, labels, most))
    if one is None:
        yield str(Text("this scheme leaves no reading open", "本方案没有可选的理解"))


def _lines_of(one: _Try, labels: Mapping[str, str], most: int | None) -> Iterator[str]:
    if one.refused is not None:
        told = Text("cannot be tried here: {why}", "此处不能试行：{why}")
        yield visible(str(told.format(why=one.refused)))
        return
    if not one.found:
        yield str(Text("nobody changes", "没有人改变"))
        return
    graded = sum(1 for effect in one.found if effect.before.grade != effect.after.grade)
    told = Text("{n} change, {graded} of them in their grade", "{n} 人改变，其中等次改变 {graded} 人")
    yield str(told.format(n=len(one.found), graded=graded))
    yield from _moves(one.found, labels)
    more = Text("and {n} more; --all lists them", "另有 {n} 人；--all 可全部列出")
    yield from effect_lines(one.found, most, more)


def _moves(found: Sequence[Effect], labels: Mapping[str, str]) -> Iterator[str]:
    """How many go from which grade to which, by kind, most first."""
    counts = Counter((one.kind, grade_of(one.before), grade_of(one.after)) for one in found)
    for (kind, was, now), count in counts.most_common():
        if was != now:
            yield visible(f"{labels[kind]}: {was} -> {now}: {count}")
