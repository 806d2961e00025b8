"""The page of a cycle: how it came out, places, samples, re-checks, what is open, readings. It is one page, whatever the scheme.

Long lists give up their last rows until all of it fits; the shortest, the later first, get back what there is room for then.
Each says how many it left out and which paper has them.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from fractions import Fraction
from itertools import groupby

from attrs import define, field

from ..engine import Pool
from ..rules import Kind
from ..words import Text
from ._counts import RECHECK_STATES, graded, group_of, limited, places, rechecked, scored, waiting
from ._dense import Row, dense_table, height
from ._figures import named_rule
from ._job import Job, Whose
from ._page import Block, Line
from ._plain import ALL, CLAUSE, KIND
from ._readings import reading_rows, without_rechecks
from ._samples import SAMPLE_HEADS, sample_rows

__all__ = ["cycle_page"]

_POINTS = 575  # of the 637 of a page: its title, the remark below that, and the foot of an .html stand on it too
_SECTIONS = {
    "grades": Text("Distribution", "一、结果分布"), "places": Text("Places", "二、名额使用"),
    "samples": Text("Samples", "三、抽查"), "rechecks": Text("What re-checks changed", "四、复核及其影响"),
    "readings": Text("Open readings and what they would change", "五、待定读法及其影响"),
}  # fmt: skip
_BAR, _HELD, _SIZE = Text("bar: best first", "图：由高到低"), Text("bar: held", "图：已用"), Text("bar", "图示")
_OPEN, _NOT = Text("open", "未定"), Text("left out", "不考核")
_MEAN, _SPAN = Text("mean", "平均分"), Text("lowest to highest", "最低－最高")
_TENS = (90, 80, 70)
_REST = Text("and {n} more: report overview-tables", "另有{n}项，见《考核周期一览附表》")
_NO_QUOTA = Text("The scheme has no quota.", "本方案没有名额限制。")
_NO_SAMPLE = Text("The scheme draws no sample.", "本方案没有随机抽取的环节。")
_NO_RECHECK = Text("No re-check is open or on record.", "没有待复核或已复核的事项。")
_NO_READING = Text("The scheme has no reading to choose.", "本方案没有可选的读法。")
_IN_FULL = Text("Every pool is full, and no place is tied.", "各组名额均已用满，没有并列待定。")
_NOTHING_OPEN = Text("Open: nothing.", "待办：无。")
_STILL_OPEN = Text("Open: {all}.", "待办：{all}。")
_ONE_OPEN = Text("{label} {points} (of {people})", "{label}{points}项（涉及{people}个对象）")
_LIMITS = Text("Limits that took effect: {all}.", "生效的限制条款：{all}。")
_ONE_LIMIT = Text("{clause}: {n}", "{clause}：{n}次")
_SAME = Text("No result would change: {all}.", "不改变任何结果：{all}。")
_ASKS = Text("Asks for entries that the record has not: {all}.", "需要另外录入才能试算：{all}。")
_CLAUSES = 4


@define
class _Listed:
    """A table of which some rows may be left out, the last first; what stands for those then."""

    heads: Sequence[str]
    rows: Sequence[Row]
    bar: str = ""
    shown: int = field(init=False)

    def __attrs_post_init__(self) -> None:
        self.shown = len(self.rows)

    def blocks(self, job: Job) -> Iterator[Block]:
        """The table as far as it is shown, then how much is not."""
        if self.shown:
            yield dense_table(self.heads, self.rows[: self.shown], bar=self.bar)
        if self.shown < len(self.rows):
            yield Line(job.words(_REST.format(n=len(self.rows) - self.shown)), "small")


def cycle_page(job: Job, whose: Whose) -> Iterator[Block]:
    """All blocks below the title of the page."""
    parts: list[Block | _Listed] = []
    for key, work in (
        ("grades", _grades), ("places", _places), ("samples", _samples), ("rechecks", _rechecks), ("readings", _readings),
    ):  # fmt: skip
        parts += [Line(job.words(_SECTIONS[key]), "section"), *work(job, whose)]
    listed = [part for part in parts if isinstance(part, _Listed)]
    later = listed[::-1]
    while height(_blocks(job, parts)) > _POINTS and any(one.shown for one in listed):
        max(listed, key=lambda one: one.shown).shown -= 1
    while any(_one_more(job, parts, one) for one in sorted(later, key=lambda one: one.shown)):
        pass
    yield from _blocks(job, parts)


def _one_more(job: Job, parts: Sequence[Block | _Listed], one: _Listed) -> bool:
    """Give a list a row back where the page has room: the heading that went with the last row of another made some."""
    if one.shown == len(one.rows):
        return False
    one.shown += 1
    if height(_blocks(job, parts)) <= _POINTS:
        return True
    one.shown -= 1
    return False


def _blocks(job: Job, parts: Sequence[Block | _Listed]) -> list[Block]:
    return [one for part in parts for one in (part.blocks(job) if isinstance(part, _Listed) else (part,))]


def _grades(job: Job, whose: Whose) -> Iterator[Block]:
    """A table for the kinds that have as many grades: how many have each, the share of the best, the scores, a bar."""
    counts, values = graded(job, whose), scored(job, whose)
    kinds = [rules.kind for rules in job.evaluation.cohort.ruleset.kinds if counts.get(rules.kind.key)]
    for many, some in groupby(kinds, key=lambda kind: len(kind.grades)):
        several = [*some]
        heads = [KIND, *(_graded_heads(several) if many else _bands()), _MEAN, _SPAN]
        row = _graded if many else _scored
        rows = [row(job, kind, counts[kind.key], values.get(kind.key, ())) for kind in several]
        yield dense_table(_named(job, heads), rows, bar=job.words(_BAR))


def _named(job: Job, heads: Sequence[Text | str]) -> list[str]:
    """Headings in the language of the paper, those of several lines kept so."""
    return ["\n".join(map(job.words, head.split("\n"))) if isinstance(head, str) else job.words(head) for head in heads]


def _graded_heads(kinds: Sequence[Kind]) -> list[Text | str]:
    """The grades from the best on, of those that call them otherwise below each other."""
    names = ["\n".join(dict.fromkeys(some)) for some in zip(*(kind.grades for kind in kinds), strict=True)]
    return [*names, _OPEN, _NOT, ALL, Text("share of {grade}", "{grade}比例").format(grade=kinds[0].grades[0])]


def _bands() -> list[Text | str]:
    """Where a scheme gives no grades: the scores by tens."""
    return [*(f"≥{low}" for low in _TENS), f"<{_TENS[-1]}", _OPEN, _NOT, ALL]


def _graded(job: Job, kind: Kind, found: Counter[str | None], values: Sequence[Fraction]) -> Row:
    total = sum(found.values())
    share = job.number(Fraction(100 * found[kind.best], total), places=1)
    numbers = [found[grade] for grade in (*kind.grades, None, "")]
    cells = (job.words(kind.label), *map(str, numbers), str(total), f"{share}%", *_spread(job, kind, values))
    return Row(cells, tuple(numbers[:-1]), total)


def _scored(job: Job, kind: Kind, found: Counter[str | None], values: Sequence[Fraction]) -> Row:
    total = sum(found.values())
    above = [sum(value >= low for value in values) for low in _TENS]
    bands = [above[0], above[1] - above[0], above[2] - above[1], len(values) - above[2]]
    rest = [total - found[""] - len(values), found[""]]
    cells = (job.words(kind.label), *map(str, (*bands, *rest)), str(total), *_spread(job, kind, values))
    return Row(cells, (*bands, rest[0]), total)


def _spread(job: Job, kind: Kind, values: Sequence[Fraction]) -> tuple[str, str]:
    """The mean, and the lowest and the highest."""
    if not values:
        return "", ""
    limits = job.rules(kind.key).limits
    mean, low, high = (
        job.number(one, limits) for one in (sum(values, Fraction(0)) / len(values), min(values), max(values))
    )
    return mean, f"{low}－{high}"


def _places(job: Job, whose: Whose) -> Iterator[Block | _Listed]:
    """A row for each quota of each kind, then the pools that are not full or wait for a decision."""
    found = places(job)
    if not found:
        yield Line(job.words(_NO_QUOTA), "small")
        return
    quotas: dict[tuple[str, str, str, bool], list[Pool]] = defaultdict(list)
    for pool in found:
        quotas[pool.kind, pool.clause, pool.grade, pool.places is None].append(pool)
    grades = {grade for _, _, grade, _ in quotas}
    heads = [KIND, CLAUSE, *([Text("grade", "等次")] if len(grades) > 1 else []), Text("pools", "组数"), _held(grades),
             Text("held", "已用"), Text("tied", "并列待定"), Text("left", "剩余"), Text("not full", "未满组")]  # fmt: skip
    rows = [_quota(job, pools, graded=len(grades) > 1) for pools in quotas.values()]
    yield dense_table(_named(job, heads), rows, bar=job.words(_HELD))
    open_ones = sorted((pool for pool in found if _is_open(pool)), key=lambda pool: -(_left(pool) + pool.tied))
    if len(found) == len(quotas):
        return
    if not open_ones:
        yield Line(job.words(_IN_FULL), "small")
        return
    heads = [KIND, Text("pool that is not full", "未满或并列的名额组"), Text("headcount", "基数"), Text("places", "名额"),
             Text("held", "已用"), Text("tied", "并列待定"), Text("left", "剩余")]  # fmt: skip
    rows = [_pool(job, pool) for pool in open_ones]
    yield _Listed(_named(job, heads), rows, job.words(_HELD))


def _held(grades: Collection[str]) -> Text:
    """The heading of the places; with the grade where all are of one."""
    one = "" if len(grades) > 1 else next(iter(grades))
    return Text(f"{one} places".strip(), f"{one}名额")


def _left(pool: Pool) -> int:
    """How many places are left; how many a floor still lacks."""
    return max(0, pool.floor - pool.used) if pool.places is None else pool.left or 0


def _is_open(pool: Pool) -> bool:
    return bool(_left(pool) or pool.tied)


def _quota(job: Job, pools: Sequence[Pool], *, graded: bool) -> Row:
    first, floor = pools[0], pools[0].places is None
    total = sum(pool.floor if floor else pool.places or 0 for pool in pools)
    used, tied = sum(pool.used for pool in pools), sum(pool.tied for pool in pools)
    numbers = (used, tied, sum(map(_left, pools)), sum(map(_is_open, pools)))
    cells = (job.words(job.rules(first.kind).kind.label), first.clause, *([first.grade] if graded else []), str(len(pools)),
             f"≥{total}" if floor else str(total), *map(str, numbers))  # fmt: skip
    return Row(cells, (used,), max(total, used))


def _pool(job: Job, pool: Pool) -> Row:
    floor = pool.places is None
    total = pool.floor if floor else pool.places or 0
    cells = (job.words(job.rules(pool.kind).kind.label), group_of(job, pool), str(pool.base),
             f"≥{total}" if floor else str(total), str(pool.used), str(pool.tied), str(_left(pool)))  # fmt: skip
    return Row(cells, (pool.used,), max(total, pool.used))


def _samples(job: Job, whose: Whose) -> Iterator[Block | _Listed]:
    rows = [Row(tuple(cells)) for cells in sample_rows(job, whose)]
    if not rows:
        yield Line(job.words(_NO_SAMPLE), "small")
        return
    heads = (*SAMPLE_HEADS, Text("to be drawn", "应抽"), Text("drawn", "已抽"))
    yield _Listed(_named(job, heads), rows)


def _rechecks(job: Job, whose: Whose) -> Iterator[Block | _Listed]:
    """How the re-checks stand, and how many results would be otherwise had those confirmed been rejected."""
    states: dict[str, Counter[str]] = defaultdict(Counter)
    rules: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for (kind, rule), found in rechecked(job, whose).items():
        states[named_rule(job, kind, rule)].update(found)
        rules[named_rule(job, kind, rule)].add((kind, rule))
    if not states:
        yield Line(job.words(_NO_RECHECK), "small")
    else:
        changed = {
            label: without_rechecks(job, rules[label]) if found["confirmed"] else 0 for label, found in states.items()
        }
        most = max(1, *changed.values())
        rows = [Row((label, *(str(found[one]) for one in RECHECK_STATES), str(changed[label])), (changed[label],), most)
                for label, found in states.items()]  # fmt: skip
        rows.sort(key=lambda row: -row.parts[0])
        heads = (
            Text("rule or finding", "规则或认定事项"),
            *RECHECK_STATES.values(),
            Text("results changed", "改变结果数"),
        )
        yield _Listed(_named(job, heads), rows, job.words(_SIZE))
    yield Line(job.words(_open(job, whose)), "small")
    yield from _limits(job, whose)


def _open(job: Job, whose: Whose) -> Text:
    found = [_ONE_OPEN.format(label=one.label, points=one.points, people=one.people) for one in waiting(job, whose)]
    return _STILL_OPEN.format(all=_joined(found)) if found else _NOTHING_OPEN


def _joined(parts: Sequence[Text]) -> Text:
    return Text(", ".join(one.en for one in parts), "、".join(one.zh for one in parts))


def _limits(job: Job, whose: Whose) -> Iterator[Block]:
    """The clauses that held results down most often."""
    total: Counter[str] = Counter()
    for (_, clause), many in limited(job, whose).items():
        total[clause] += many
    told = [_ONE_LIMIT.format(clause=clause, n=many) for clause, many in total.most_common(_CLAUSES)]
    if len(total) > _CLAUSES:
        told.append(_REST.format(n=len(total) - _CLAUSES))
    if told:
        yield Line(job.words(_LIMITS.format(all=_joined(told))), "small")


def _readings(job: Job, whose: Whose) -> Iterator[Block | _Listed]:
    """The readings that would change most, in a table; those that change nothing by their ids."""
    every = [*reading_rows(job)]
    if not every:
        yield Line(job.words(_NO_READING), "small")
        return
    changing = sorted((row for row in every if row[-1] not in ("0", "?")), key=lambda row: -int(row[-1]))
    most = int(changing[0][-1]) if changing else 0
    rows = [Row((id_, what, other, number), (int(number),), most) for id_, what, _, other, number in changing]
    heads = (Text("reading", "编号"), Text("what is open", "待定之处"), Text("other reading", "另一读法"),
             Text("results changed", "改变结果数"))  # fmt: skip
    if rows:
        yield _Listed(_named(job, heads), rows, job.words(_SIZE))
    for text, sign in ((_SAME, "0"), (_ASKS, "?")):
        told = Counter(row[0] for row in every if row[-1] == sign)
        names = [id_ if many == 1 else f"{id_}×{many}" for id_, many in told.items()]
        if names:
            yield Line(job.words(text.format(all=_joined([Text(one, one) for one in names]))), "small")
