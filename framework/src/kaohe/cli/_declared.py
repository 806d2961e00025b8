"""A scheme's declarations as plain data: what `describe` prints in every form."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from ..rules import (
    Choice,
    Consequence,
    Count,
    Days,
    Finding,
    Item,
    ItemPart,
    Link,
    Periods,
    PointTable,
    Procedure,
    Quota,
    Rank,
    Score,
    Tally,
)
from ..rules.nodes import IndicatorTable, Input, Marks, Option, Ratings, axis_label, join, render
from ..rules.tools import (
    Chosen,
    Entry,
    KindRules,
    Ruleset,
    chosen,
    cited,
    cycle_texts,
    effect,
    reading_of,
    relation_texts,
    show,
)
from ..words import Text
from ._in_force import document_data, in_force
from ._out import both

__all__ = ["declared", "text_of"]


def declared(ruleset: Ruleset) -> dict[str, Any]:
    """Everything declared, in the order of kinds, hooks and declarations; texts in both languages."""
    scheme = ruleset.scheme
    return {
        "id": ruleset.id,
        "title": both(scheme.title),
        "version": scheme.version,
        "digest": ruleset.digest,
        "document": document_data(scheme.document),
        "amendments": [amendment.id for amendment in ruleset.amendments],
        "amended_by": in_force(ruleset)["amended_by"],
        "cycles": [both(text) for text in cycle_texts(scheme.cycles, scheme.window)],
        "kinds": [_kind(ruleset, rules) for rules in ruleset.kinds],
        "periods": [_axis(axis) for axis in ruleset.axes],
        "settings": [_setting(one) for one in chosen(ruleset)],
        "assumptions": [
            {
                "id": one.id,
                "clause": one.clause,
                "issue": both(one.issue),
                "default": both(one.default),
                "taken": both(reading_of(ruleset, one)),
                "readings": [both(reading) for reading in one.readings],
            }
            for one in ruleset.assumptions
        ],
        "undefined": [
            {"id": one.id, "clause": one.clause, "text": both(one.text), "assumptions": list(one.assumption)}
            for one in ruleset.undefined
        ],
    }


def _kind(ruleset: Ruleset, rules: KindRules) -> dict[str, Any]:
    rows = [row for entry in rules.entries for row in _rules(ruleset, entry)]
    return {
        "key": rules.kind.key,
        "label": both(rules.kind.label),
        "grades": list(rules.kind.grades),
        "links": [_link(link) for link in rules.links],
        "inputs": [_input(given) for given in rules.inputs],
        "rules": [row for row in rows if row["kind"] not in ("quota", "procedure")],
        "quotas": [row for row in rows if row["kind"] == "quota"],
        "procedure": [row for row in rows if row["kind"] == "procedure"],
    }


def _link(link: Link) -> dict[str, Any]:
    return {
        "key": link.key,
        "label": both(link.label),
        "to": link.to.key,
        "clause": link.clause,
        "optional": link.optional,
        "on": None if link.on is None else link.on.key,
    }


def _axis(axis: Periods) -> dict[str, Any]:
    days = (axis.posted_from, axis.posted_to)
    return {
        "key": axis.key,
        "label": both(axis.label),
        "unit": axis.unit,
        "due_between": [day.key for day in days if day is not None],
    }


def _number(value: Fraction | None) -> str | None:
    return None if value is None else show(value)


def _input(given: Input) -> dict[str, Any]:
    data: dict[str, Any] = {
        "key": given.key,
        "label": both(given.label),
        "type": type(given).__name__.lower(),
        "clause": given.clause,
        "on": None if given.on is None else {"key": given.on.axis_key, "label": both(axis_label(given.on))},
        "optional": given.optional,
        "unit": both(given.unit),
        "section": both(given.section),
        "entered_by": both(given.entered_by),
        "due_by": both(given.due_by),
    }
    if isinstance(given, Score | Count | Days | Marks):
        data |= {"low": show(given.low), "high": show(given.high), "step": show(given.step), "places": given.places}
    if isinstance(given, Score) and given.table is not None:
        data["table"] = _table(given.table)
    if isinstance(given, Choice | Ratings | Tally):
        data["options"] = [_option(option) for option in given.options]
    if isinstance(given, Choice) and given.list_key is not None:
        data["list"] = given.list_key
    if isinstance(given, Marks):
        data["options"] = [_option(group) for group in given.groups]
    if isinstance(given, Finding):
        data["recheck"] = given.recheck
    return data | {"relations": [both(text) for text in relation_texts(given)]}


def _option(option: Option) -> dict[str, Any]:
    return {"code": option.code, "label": both(option.label)}


def _table(table: IndicatorTable) -> dict[str, Any]:
    return {
        "key": table.key,
        "label": both(table.label),
        "total": show(table.total),
        "items": [
            {"id": item.id, "label": both(item.label), "points": show(item.points), "clause": item.clause}
            for item in table.items
        ],
    }


def _rules(ruleset: Ruleset, entry: Entry) -> Iterator[dict[str, Any]]:
    """A rule, then the rows and sub-rows of a point table as rules of their own, each naming what it is part of."""
    rule, amended = entry.rule, both(_amended(ruleset, entry))
    row = _rule(entry, rule, amended) | {
        "conditions": [both(render(expression)) for expression in rule.expressions()],
        "grades": list(rule.grades()),
    }
    if isinstance(rule, PointTable):
        row["conditions"] = []
    if isinstance(rule, Procedure):
        row |= _procedure(rule)
    if isinstance(rule, Consequence):
        row["tells"] = [one.as_json() for one in rule.tells]
    if isinstance(rule, Quota):
        row |= _quota(rule) | {"conditions": [both(text) for text in _quota_texts(rule)]}
    yield row
    for item in rule.items if isinstance(rule, PointTable) else ():
        earns = [] if item.earns is None else [both(render(item.earns))]
        exception = both(item.exception)
        yield _rule(entry, item, amended) | {
            "of": rule.id,
            "points": show(item.points),
            "conditions": earns,
            "grades": [],
            "exception": exception,
        }
        for part in item.parts:
            loses = [both(render(part.loses))]
            yield _rule(entry, part, amended) | {
                "of": item.id,
                "points": show(part.points),
                "conditions": loses,
                "grades": [],
            }


def _amended(ruleset: Ruleset, entry: Entry) -> Text | None:
    """By which amendment the rule was put in place of the scheme's, or added, and on what basis."""
    by = next((one for one in ruleset.amendments if one.id == entry.origin), None)
    if by is None:
        return None
    if entry.basis:
        text = Text("replaced by {id}: {document}; basis: {basis}", "由修订 {id} 替换：{document}；依据：{basis}")
    else:
        text = Text("added by {id}: {document}", "由修订 {id} 增加：{document}")
    return text.format(id=by.id, document=cited(by.document), basis=entry.basis)


def _rule(entry: Entry, rule: Any, amended: dict[str, str] | None) -> dict[str, Any]:
    kind = {Item: "item", ItemPart: "part"}.get(type(rule), type(rule).__name__.lower())
    return {
        "id": rule.id,
        "hook": entry.hook,
        "clause": rule.clause,
        "kind": kind,
        "text": both(rule.text),
        "effect": both(effect(rule)),
        "assumptions": list(rule.assumption),
        "origin": entry.origin,
        "basis": entry.basis,
        "amended": amended,
    }


def _procedure(rule: Procedure) -> dict[str, Any]:
    return {
        "step": rule.step,
        "share": _number(rule.share),
        "rounding": rule.rounding,
        "chain": [both(signer) for signer in rule.signers],
        "columns": [column.head.zh for column in rule.columns],
        "day": both(rule.day),
        "does": [term.as_json() for term in rule.does],
    }


def _quota(rule: Quota) -> dict[str, Any]:
    def shown(name: str) -> dict[str, str] | None:
        expression = getattr(rule, name)
        return None if expression is None else both(render(expression))

    return {
        "grade": rule.grade,
        "share": _number(rule.share if isinstance(rule.share, Fraction) else None),
        "floor_share": _number(rule.floor_share),
        "number": rule.number if isinstance(rule.number, int) else None,
        "at_least": rule.at_least if isinstance(rule.at_least, int) else None,
        "sizes": [both(render(part)) for part in rule.sizes()],
        "or_better": rule.or_better is True,
        "unranked": rule.unranked,
        "across": rule.across,
        "each": None if rule.each is None else rule.each.key,
        "rounding": rule.rounding,
        "soft": rule.soft,
        "otherwise": rule.otherwise,
        "within": rule.within,
        "pool": [both(render(part)) for part in rule.pool],
        "rank": [{"by": both(render(rank.by)), "bigger_is_better": rank.bigger_is_better} for rank in rule.rank],
        "base": shown("base"),
        "eligible": shown("eligible"),
        "only": shown("only"),
    }


def _quota_texts(rule: Quota) -> Iterator[Text]:
    """Who belongs, who counts, who may hold a place and how they rank, each as a sentence."""
    labels = {
        "only": Text("only {of}", "限{of}"),
        "base": Text("counts in the base: {of}", "计入基数：{of}"),
        "eligible": Text("may hold a place: {of}", "可占名额：{of}"),
    }
    for name, label in labels.items():
        if (expression := getattr(rule, name)) is not None:
            yield label.format(of=render(expression))
    if rule.rank:
        parts = [_rank(rank) for rank in rule.rank]
        yield Text("ranked by {of}", "依次按{of}排序").format(of=join(parts, en=", then ", zh="、"))


def _rank(rank: Rank) -> Text:
    text = render(rank.by)
    if rank.bigger_is_better:
        return text
    return Text("{of} (smaller first)", "{of}（小者在先）").format(of=text)


def _setting(one: Chosen) -> dict[str, Any]:
    setting = one.setting
    return {
        "key": setting.key,
        "label": both(setting.label),
        "clause": setting.clause,
        "options": [_option(option) for option in setting.options],
        "default": setting.default,
        "chosen": list(one.codes),
        "assumption": setting.assumption,
        "is_list": setting.is_list,
    }


def text_of(value: dict[str, str] | None) -> str:
    """A text in JSON form, in the reader's language."""
    return "" if value is None else str(Text(value["en"], value["zh"]))
