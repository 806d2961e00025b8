"""What every scheme has: publicity list, notice, explanation, sign-off sheet, samples, and one page of a cycle.

The documents ask for these and give no layout, so all are ours; a scheme that declares one under the same key has its own.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..rules import Procedure
from ..rules.forms import Column, Form, Grid, Level, Para, People, Shown, Sign, Write
from ..rules.tools import KindRules, Ruleset
from ..words import Text
from ._samples import is_drawn

__all__ = ["common_forms"]

_OFFICE = Text("appraisal office", "考核办公室")
_SIGNED = Text("signature:", "签名：")
_SEALED = Text("seal:", "盖章：")


def common_forms(ruleset: Ruleset) -> tuple[Form, ...]:
    """The forms of every scheme, for the kinds of this one."""
    kinds = tuple(rules.kind.key for rules in ruleset.kinds)
    return (
        _publicity(ruleset),
        _notice(kinds, graded=any(rules.kind.grades for rules in ruleset.kinds)),
        _explanation(kinds),
        *_sign_off(ruleset),
        *_samples(ruleset),
        _overview(),
        _tables(),
    )


def _publicity(ruleset: Ruleset) -> Form:
    """Names, units, results, days, and where to object: nothing else."""
    blocks: list[Para | People | Grid] = [
        Para(("The results of {period} are made public.", "现将{period}考核结果予以公示。")),
    ]
    for rules in ruleset.kinds:
        blocks += [
            Para(rules.kind.label, style="heading"),
            People(tuple(_public(rules)), kinds=(rules.kind.key,), who="settled"),
        ]
    blocks.append(
        Grid(
            [
                [Column(("days of publicity", "公示期限"), "publicity")],
                [Column(("where to object", "受理意见单位"))],
                [Column(("telephone", "联系电话"))],
                [Column(("how to object", "受理方式"))],
            ]
        )
    )
    return Form(
        "publicity",
        ("list for publicity", "考核结果公示"),
        (*blocks, Sign((_OFFICE,), stamp=True)),
        each="cycle",
        ours=True,
    )


def _public(rules: KindRules) -> Iterator[Column]:
    yield Column(("no.", "序号"), "number")
    yield Column(rules.kind.label if rules.kind.label.zh else "名称", "name")
    yield from (Column(link.label, link.key) for link in rules.links)
    yield Column(("grade", "等次"), "grade") if rules.kind.grades else Column(("score", "得分"), "score")


def _notice(kinds: tuple[str, ...], *, graded: bool) -> Form:
    """A scheme without grades has no place for one, nor for what limits it."""
    flags = Column(("flags", "标记"), "flags")
    result = [[Column(("score", "得分"), "score"), Column(("grade", "等次"), "grade")],
              [Column(("limits", "限制条款"), "limits"), flags]]  # fmt: skip
    blocks = (
        Para(("To {name}:", "{name}：")),
        Para((
            "the appraisal of {period} has come to this result. Whoever does not agree may say so to the office below.",
            "{period}考核已经结束，现将你（单位）考核结果反馈如下。如有异议，可在规定期限内向下列单位提出。")),
        Grid([[Column(("name", "姓名（名称）"), "name"), Column(("id", "编号"), "id")],
              [Column(("kind", "对象类别"), "kind"), Column(("cycle", "考核周期"), "period")],
              *(result if graded else [[Column(("score", "得分"), "score"), flags]]),
              [Column(("where to object", "异议受理单位")), Column(("until when", "受理期限"))],
              [Write(("opinion of the appraised", "本人（单位）意见"), lines=4, signed=_SIGNED)]]),
        Shown("notices", ("what follows", "结果运用")),
        Sign((_OFFICE,), stamp=True),
    )  # fmt: skip
    return Form("notice", ("notice of the result", "考核结果反馈单"), blocks, kinds=kinds, copies=2, ours=True)


def _explanation(kinds: tuple[str, ...]) -> Form:
    blocks = (Shown("explanation"), Sign((("the appraised", "本人（单位）"), _OFFICE)))
    return Form("explanation", ("why the result is what it is", "考核结果说明"), blocks, kinds=kinds, ours=True)


def _sign_off(ruleset: Ruleset) -> Iterator[Form]:
    """One line for each who signs, in the order of the document."""
    steps: dict[tuple[str, str], Procedure] = {}
    for rules in ruleset.kinds:
        for rule in rules.rules(Procedure):
            if isinstance(rule, Procedure) and rule.step in ("sign-off", "sampling", "gate") and rule.signers:
                steps.setdefault((rule.clause, rule.text.zh), rule)
    if not steps:
        return
    blocks: list[Para | Grid | Shown] = [Shown("grades", ("results", "考核结果"))]
    for (clause, said), rule in steps.items():
        blocks.append(Para((f"{rule.text.en} ({clause})", f"{said}（{clause}）")))
        blocks.append(Grid([[Write(who, lines=2, signed=_SIGNED)] for who in _signers(rule)]))
    blocks.append(Shown("signatures", ("signatures in the book", "系统中的签署记录")))
    yield Form("sign-off", ("sheet of signatures", "考核结果审核签批表"), tuple(blocks), each="cycle", ours=True)


def _signers(rule: Procedure) -> Iterator[Text]:
    """Who signs, in order, with the level that they sign for."""
    for one in rule.chain:
        if isinstance(one, Level) and one.by:
            yield from (Text("{level}: {who}", "{level}：{who}").format(level=one.label, who=who) for who in one.by)
        else:
            yield one.label if isinstance(one, Level) else one


def _samples(ruleset: Ruleset) -> Iterator[Form]:
    rules = [rule for one in ruleset.kinds for rule in one.rules(Procedure)]
    drawn = any(isinstance(rule, Procedure) and (rule.step == "sampling") and is_drawn(rule) for rule in rules)
    if drawn:
        blocks = (Shown("samples"), Sign((("drawn by", "抽取人"), ("witness", "监督人"))))
        yield Form("samples", ("sheet for samples", "抽查名单"), blocks, each="cycle", ours=True)


def _overview() -> Form:
    blocks = (Shown("cycle"),)
    return Form("overview", ("one page of the cycle", "考核周期一览"), blocks, each="cycle", ours=True, report=True)


def _tables() -> Form:
    """All figures of the cycle in full: what the one page leaves out for want of room."""
    blocks = (
        Shown("grades", ("grades", "等次分布")),
        Shown("scores", ("scores", "得分情况")),
        Shown("pools", ("places", "名额使用")),
        Shown("open", ("what is open", "待办事项")),
        Shown("rechecks", ("re-checks", "复核情况")),
        Shown("grounds", ("limits that took effect", "限制条款")),
        Shown("readings", ("open readings and what they would change", "待定读法及其影响")),
    )
    return Form(
        "overview-tables",
        ("the cycle in full tables", "考核周期一览附表"),
        blocks,
        each="cycle",
        ours=True,
        report=True,
    )
