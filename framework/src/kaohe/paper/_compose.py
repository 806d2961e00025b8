"""From a declared form to the papers of it: whom a page is for, and each of its blocks worked out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from attrs import evolve

from ..errors import FileError
from ..exchange import half_years
from ..progress import counted
from ..rules.forms import Form, Grid, Marked, Para, People, Shown, Sign
from ..rules.tools import linked_ids, said_period
from ..rules.tools import marked as marked_title
from ..words import Message, Text
from ._fit import titled
from ._grid import grid, people
from ._job import Job, Whose
from ._marked import marked
from ._page import Block, Line, Page, Paper
from ._shown import shown

__all__ = ["compose"]

_DRAWN = Text("drew {done:,} of {total:,}", "已生成 {done:,} / {total:,}")
_ABSENT = Message("K9411", "{form} cannot be printed: {why}", "{form} 无法打印：{why}")
_PERIOD = Message(
    "K9412", "{form} is of one period; name it with --period: {known}", "{form} 按期次填写；请用 --period 写明：{known}"
)
_NOBODY = Message(
    "K9413",
    "{form} is for {kinds}, and there is nobody of them (of the ids given); leave ids out for everybody",
    "{form} 的对象是{kinds}，没有这样的对象（或所给编号中没有）；不写编号则为全部",
)
_OURS = Text(
    "(The document gives no layout for this: it is Kaohe's, and the office may change it.)",
    "（办法未规定本表样式：由本系统拟定，单位可自行调整。）",
)
_IN_TITLE = (40, 57)  # digits of 22 points in 156 and 225 mm
_FOOT = Text("{scheme}  {form}", "{scheme}　{form}")
_RECEIPT = Text("  receipt {receipt}", "　回执 {receipt}")
_PLACE = re.compile(r"\{(unit|year|period|name|n)\}")
_SIGN = Text("{who} (signature):            (date)", "{who}（签字）：　　　　年　月　日")
_STAMP = Text("{who} (seal):            (date)", "{who}（盖章）：　　　　年　月　日")


def compose(job: Job, form: Form) -> list[Paper]:
    """The papers of a form, one for each whom it is for. Raises FileError where it is for nobody, or cannot be printed."""
    title = f"{form.key} {job.words(form.title)}"
    if form.absent is not None:
        raise FileError(_ABSENT.format(form=title, why=form.absent))
    halves = [one.name for one in half_years(job.evaluation)]
    if (form.by_period and not job.period) or (form.by_half and job.period not in halves):
        raise FileError(_PERIOD.format(form=title, known=_periods(job, form)))
    found = [*_whose(job, form)]
    if not found:
        kinds = [job.rules(kind).kind.label for kind in form.kinds]
        raise FileError(_NOBODY.format(form=title, kinds=_listed(kinds)))
    turned = evolve(job, wide=form.wide)
    return [_paper(turned, form, whose) for whose in counted(_DRAWN, found)]


def _periods(job: Job, form: Form) -> str:
    if form.by_half:
        return ", ".join(one.name for one in half_years(job.evaluation)) or "-"
    axes = {rules.kind.every.key for kind in form.kinds if (rules := job.rules(kind)).kind.every is not None}
    known = job.evaluation.cohort.cycle.periods
    return ", ".join(one.name for axis in sorted(axes) for one in known.get(axis, ())) or "-"


def _listed(kinds: list[Text]) -> Text:
    return Text(", ".join(one.en for one in kinds) or "-", "、".join(one.zh for one in kinds) or "-")


def _whose(job: Job, form: Form) -> Iterator[Whose]:
    """Whom a paper is for: everybody one by one, everybody together, or each group of them."""
    everybody = tuple(job.everybody(form.kinds, form.flagged))
    if form.each == "cycle":
        yield from (
            [Whose(name=job.stamp.unit, people=everybody, clause=form.clause)] if everybody or not form.flagged else []
        )
    elif form.each == "person":
        for who in everybody:
            yield Whose(id=who, name=job.name(who), person=True, people=(who,))
    else:
        groups: dict[str, list[str]] = {}
        for who in everybody:
            for code in _groups(job, who, form.each):
                groups.setdefault(code, []).append(who)
        known = job.evaluation.cohort.appraisees
        for code, members in groups.items():
            linked = form.each not in _inputs(job, members[0]) and code in known
            yield Whose(
                id=code,
                name=job.name(code) if linked else job.words(code),
                people=(*([code] if linked else []), *members),
            )


def _inputs(job: Job, who: str) -> set[str]:
    return {given.key for given in job.rules(job.kind(who)).inputs}


def _groups(job: Job, who: str, key: str) -> tuple[str, ...]:
    """Those whom somebody is linked to (a link by date: each of them), or the code that was entered; () for none."""
    person = job.evaluation.cohort.appraisees[who]
    if key in person.links:
        return linked_ids(person.links[key])
    fact = person.fact(key)
    return (fact,) if isinstance(fact, str) else ()


def _paper(job: Job, form: Form, whose: Whose) -> Paper:
    blocks: list[Block] = []
    if not form.plain:
        blocks.append(Line(titled(job.headed(form.title), _IN_TITLE[job.wide]), "title"))
    if form.ours:
        blocks.append(Line(job.words(_OURS), "note"))
    pages: list[Page] = []
    for block in form.blocks:
        if isinstance(block, Para) and block.style == "break":
            pages.append(Page(tuple(blocks)))
            blocks = []
        else:
            blocks += _BLOCKS[type(block)](job, block, whose)
    pages.append(Page(tuple(blocks)))
    return Paper(
        title=job.words(form.title), pages=tuple(pages), wide=form.wide, foot=_foot(job, form),
        whose=whose.id, language=job.language,
    )  # fmt: skip


def _foot(job: Job, form: Form) -> str:
    scheme = job.evaluation.cohort.ruleset.scheme
    said = job.words(_FOOT.format(scheme=marked_title(scheme.title, scheme), form=form.key))
    return said + (job.words(_RECEIPT.format(receipt=job.stamp.receipt)) if job.stamp.receipt else "")


def _para(job: Job, block: Para, whose: Whose) -> Iterator[Block]:
    cycle = job.evaluation.cohort.cycle
    known: dict[str, Text | str] = {
        "unit": job.stamp.unit, "year": str(cycle.end.year), "period": said_period(job.period or cycle.id), "name": whose.name,
        "n": str(len(whose.people)),
    }  # fmt: skip
    # In one pass: a name that looks like a placeholder stays a name.
    said = _PLACE.sub(lambda found: job.words(known[found[1]]), job.declared(block.text))
    yield Line(titled(said, _IN_TITLE[job.wide]) if block.style == "title" else said, block.style)


def _sign(job: Job, block: Sign, whose: Whose) -> Iterator[Block]:
    line = _STAMP if block.stamp else _SIGN
    yield from (Line(job.words(line.format(who=who)), "sign") for who in block.who)


def _grid(job: Job, block: Grid, whose: Whose) -> Iterator[Block]:
    yield grid(job, block, whose)


def _marked(job: Job, block: Marked, whose: Whose) -> Iterator[Block]:
    yield marked(job, block, whose)


_BLOCKS: dict[type, Callable[[Job, Any, Whose], Iterator[Block]]] = {
    Para: _para,
    Grid: _grid,
    People: people,
    Marked: _marked,
    Shown: shown,
    Sign: _sign,
}
