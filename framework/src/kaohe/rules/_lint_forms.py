"""Lint of forms and reports: that every form is of known kinds, and that what stands in each of its cells exists."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from ..words import Text
from ._fault import Fault
from ._form import LINE_WORDS, Form, Grid, Marked, People, Shown
from ._lint_printed import meant
from ._printed import WORDS, Column
from ._rules import Flag, PointTable
from .assembly import KindRules, Ruleset
from .nodes import Choice, Score

__all__ = ["form_faults", "forms"]

_TWICE = Text("two forms have the key {key}; give each its own", "有两张表用了键名 {key}；请各取其名")
_KIND = Text("it is of {kind}, which is no kind of the scheme: {known}", "其对象 {kind} 不是本方案的对象类别：{known}")
_NOBODY = Text("it is of no kind; name some in kinds", "没有写明对象；请在 kinds 中写明")
_STRANGE = Text(
    "its cell {head} shows {of}, which {kind} has not; write one of its keys, or a word: {words}",
    "其“{head}”一格的内容 {of} {kind}并没有；请写其键名，或用：{words}",
)
_EACH = Text(
    'each = {each}: it is "person", "cycle", or a link or choice of its kinds',
    "each = {each}：须为 person、cycle，或其对象的关联、选项",
)
_TABLE = Text(
    "{key} is no input with an indicator table and no point table", "{key} 不是带指标表的录入项，也不是计分表"
)
_NO_FLAG = Text("flagged = {rule}: that is no flag of all its kinds", "flagged = {rule}：不是其各类对象共有的标记规则")
_SORTED = Text("it is sorted by {head}, which is none of its columns", "按“{head}”排序，但没有这一栏")
_LINE = Text("its column {head} shows {of}; write one of: {words}", "其“{head}”栏的内容 {of} 不可用；请用：{words}")


def forms(ruleset: Ruleset) -> Iterator[Fault]:
    """What is wrong in the forms of a scheme and its amendments."""
    for plugin in ruleset.plugins:
        for key, times in Counter(form.key for form in plugin.forms).items():
            if times > 1:
                yield Fault("words", "error", key, "", _TWICE.format(key=key))
    for form in ruleset.forms:
        yield from (Fault("words", "error", form.key, form.clause, text) for text in form_faults(ruleset, form))


def form_faults(ruleset: Ruleset, form: Form) -> Iterator[Text]:
    """What is wrong in one form of a scheme."""
    known = ", ".join(rules.kind.key for rules in ruleset.kinds)
    named = {*form.kinds, *(kind for block in form.blocks if isinstance(block, People | Shown) for kind in block.kinds)}
    for kind in sorted(named):
        if ruleset.kind(kind) is None:
            yield _KIND.format(kind=kind, known=known)
            return
    if form.each != "cycle" and form.absent is None and not form.kinds:
        yield _NOBODY
    kinds = [rules for rules in ruleset.kinds if rules.kind.key in form.kinds]
    if form.each not in ("person", "cycle") and not all(_groups(form.each, rules) for rules in kinds):
        yield _EACH.format(each=form.each)
    if form.flagged and not all(any(one.id == form.flagged for one in rules.rules(Flag)) for rules in kinds):
        yield _NO_FLAG.format(rule=form.flagged)
    for block in form.blocks:
        if isinstance(block, Grid):
            yield from _cells(ruleset, kinds, [column for row in block.rows for column in row])
        elif isinstance(block, People):
            those = [rules for rules in ruleset.kinds if rules.kind.key in (block.kinds or form.kinds)]
            yield from _cells(ruleset, those, block.columns)
            yield from (_SORTED.format(head=head) for head in block.sort if head not in _heads(block))
        elif isinstance(block, Marked):
            yield from _marked(kinds, block)


def _heads(block: People) -> list[str]:
    return [column.head.zh for column in block.columns]


def _groups(key: str, rules: KindRules) -> bool:
    return isinstance(rules.input(key), Choice) or any(link.key == key for link in rules.links)


def _cells(ruleset: Ruleset, kinds: list[KindRules], cells: list[Column] | tuple[Column, ...]) -> Iterator[Text]:
    for rules in kinds:
        for cell in cells:
            if meant(cell, rules, ruleset.kinds) is None:
                of = cell.of if isinstance(cell.of, str) else type(cell.of).__name__
                words = ", ".join(filter(None, WORDS))
                yield _STRANGE.format(head=cell.head, of=of, kind=rules.kind.label, words=words)


def _marked(kinds: list[KindRules], block: Marked) -> Iterator[Text]:
    for rules in kinds:
        given = rules.input(block.key)
        tables = [rule for rule in rules.rules(PointTable) if rule.id == block.key]
        if not tables and not (isinstance(given, Score) and given.table is not None):
            yield _TABLE.format(key=block.key)
    places = [str(place) for place in range(1, 1 + max(map(len, block.labels), default=0))]
    for column in block.columns:
        if column.of not in (*LINE_WORDS, *places):
            words = ", ".join((*filter(None, LINE_WORDS), *places))
            yield _LINE.format(head=column.head, of=str(column.of), words=words)
