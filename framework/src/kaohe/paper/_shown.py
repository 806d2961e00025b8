"""Figures of a cycle that forms and reports show: grades, scores, places, what is open, readings, the explanation."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator

from attrs import evolve

from ..engine import explain, explanation_sections
from ..rules.forms import Shown
from ..rules.tools import show
from ..words import Text
from ._counts import outcomes
from ._cycle import cycle_page
from ._figures import grades, grounds, open_points_of, pools, rechecks, scores
from ._job import Job, Whose
from ._page import Block, Line
from ._plain import CLAUSE, COUNT, KIND, NONE, plain_table
from ._readings import reading_rows
from ._samples import SAMPLE_HEADS, sample_rows, samplings, to_draw

__all__ = ["shown"]


_BY_SEED = Text("draw {id}: frame at the head {head}, seed {seed}", "抽取 {id}：抽样框冻结于 {head}，种子 {seed}")
_CHECKED = (
    Text("id", "编号"), Text("name", "姓名（名称）"), Text("found", "核查结论"), Text("remark", "备注"),
)  # fmt: skip
_FRAME = (Text("frame", "抽查范围"), Text("share", "比例"), Text("to be drawn", "应抽数"))
_LINES, _SHORT = 12, 16


def shown(job: Job, block: Shown, whose: Whose) -> Iterator[Block]:
    """The figures of one page, under their heading."""
    if block.head is not None:
        yield Line(job.headed(block.head), "heading")
    those = tuple(who for who in whose.people if not block.kinds or job.kind(who) in block.kinds)
    yield from _SHOWN[block.what](job, evolve(whose, people=those))


def _reading_effects(job: Job, whose: Whose) -> Iterator[Block]:
    rows = [*reading_rows(job)]
    heads = (
        Text("reading", "编号"), Text("what is open", "待定之处"), Text("read as", "现读法"), Text("other reading", "另一读法"),
        Text("results that would change", "将改变的结果数"),
    )  # fmt: skip
    yield from plain_table(
        job, heads, rows, empty=Text("The scheme has no reading to choose.", "本方案没有可选的读法。")
    )
    if any(row[-1] == "?" for row in rows):
        yield Line(
            job.words(
                Text("? : that reading asks for entries that the record has not.", "“?”：该读法需要另外录入数据。")
            ),
            "note",
        )


def _notices(job: Job, whose: Whose) -> Iterator[Block]:
    found: Counter[tuple[str, str]] = Counter()
    for outcome in outcomes(job, whose):
        for notice in outcome.notices:
            found[notice.clause, job.words(notice.text)] += 1
    if whose.person:
        yield from [Line(f"{text}（{clause}）") for clause, text in found] or [Line(job.words(NONE))]
        return
    rows = [[clause, text, str(many)] for (clause, text), many in found.items()]
    yield from plain_table(job, (CLAUSE, Text("what follows", "结果运用"), COUNT), rows)


def _explanation(job: Job, whose: Whose) -> Iterator[Block]:
    first, *sections = explanation_sections(explain(job.evaluation, whose.id, private=True))
    yield from (Line(job.words(line)) for line in first.lines)
    for section in sections:
        if section.title is not None:
            yield Line(job.headed(section.title), "heading")
        yield from (Line(job.words(line), "note") for line in section.lines)


def _material(job: Job, whose: Whose) -> Iterator[Block]:
    counts = Counter(job.kind(who) for who in whose.people)
    rows = [
        [job.words(rules.kind.label), str(counts[rules.kind.key]), str(2 * counts[rules.kind.key])]
        for rules in job.evaluation.cohort.ruleset.kinds
        if counts[rules.kind.key]
    ]
    yield from plain_table(job, (KIND, COUNT, Text("sheets in two copies", "一式2份共计")), rows)


def _samples(job: Job, whose: Whose) -> Iterator[Block]:
    """What was drawn, by its seed and its frame; where nothing is on record how many are to be, and lines for them."""
    for draw in job.record.draws:
        yield Line(f"{job.words(draw.label)}（{draw.clause}）")
        yield Line(job.words(_BY_SEED.format(id=draw.id, head=draw.head[:_SHORT], seed=draw.seed)), "note")
        known = job.evaluation.cohort.appraisees
        rows = [[code, job.name(code) if code in known else "", "", ""] for code in draw.codes]
        yield from plain_table(job, _CHECKED, rows)
    if not job.record.draws:
        yield from _to_draw(job, whose)


def _checks(job: Job, whose: Whose) -> Iterator[Block]:
    """What the clause of the form draws, and how many of each kind were drawn so far, each once."""
    rows = [[*row] for row in sample_rows(job, whose) if row[1] == whose.clause]
    heads = (*SAMPLE_HEADS, Text("to be drawn each time", "每次应抽"), Text("drawn so far", "累计已抽"))
    yield from plain_table(job, heads, rows)


def _to_draw(job: Job, whose: Whose) -> Iterator[Block]:
    for step, kinds in samplings(job):
        yield Line(f"{job.words(step.text)}（{step.clause}）")
        rows, lines = [], _LINES
        if step.share is not None:
            for kind in kinds:
                frame = sum(job.kind(who) == kind for who in whose.people)
                told = [str(frame), f"{show(step.share * 100)}%", str(to_draw(step, frame))]
                rows.append([job.words(job.rules(kind).kind.label), *told])
            lines = sum(int(row[-1]) for row in rows)
            yield from plain_table(job, (KIND, *_FRAME), rows)
        yield from plain_table(job, _CHECKED, [[""] * len(_CHECKED) for _ in range(lines)])


def _signatures(job: Job, whose: Whose) -> Iterator[Block]:
    """What the book has of signatures; nothing of a case, which holds none."""
    rows = [[one.clause, job.words(one.office), one.day, one.login] for one in job.record.signed]
    heads = (CLAUSE, Text("office", "签署单位"), Text("day", "日期"), Text("login", "登录名"))
    yield from plain_table(job, heads, rows)


_SHOWN: dict[str, Callable[[Job, Whose], Iterator[Block]]] = {
    "grades": grades,
    "scores": scores,
    "pools": pools,
    "open": open_points_of,
    "cycle": cycle_page,
    "rechecks": rechecks,
    "readings": _reading_effects,
    "grounds": grounds,
    "notices": _notices,
    "explanation": _explanation,
    "material": _material,
    "checks": _checks,
    "samples": _samples,
    "signatures": _signatures,
}
