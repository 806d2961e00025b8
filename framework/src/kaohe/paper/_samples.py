"""What is drawn at random: what a book has on record, else what is to be drawn."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from ..rules import Procedure
from ..rules.steps import Sample
from ..rules.tools import round_as, show
from ..words import Text
from ._job import Job, Whose
from ._plain import CLAUSE, KIND

__all__ = ["SAMPLE_HEADS", "is_drawn", "sample_rows", "samplings", "to_draw"]

SAMPLE_HEADS = (Text("sample", "抽查"), CLAUSE, KIND, Text("frame", "范围"), Text("share", "比例"))
_PLACES = Text("places", "地点")


def is_drawn(rule: Procedure) -> bool:
    """Whether a step of sampling draws at random: a share of the roster, or what its sample says."""
    return rule.share is not None or any(isinstance(one, Sample) for one in rule.does)


def samplings(job: Job) -> list[tuple[Procedure, list[str]]]:
    """The steps that draw, each with the kinds that it draws from."""
    found: dict[tuple[str, str], tuple[Procedure, list[str]]] = {}
    for rules in job.evaluation.cohort.ruleset.kinds:
        for rule in rules.rules(Procedure):
            if isinstance(rule, Procedure) and rule.step == "sampling" and is_drawn(rule):
                found.setdefault((rule.clause, rule.text.zh), (rule, []))[1].append(rules.kind.key)
    return list(found.values())


def to_draw(step: Procedure, frame: int) -> int:
    """How many of a frame a step draws by its share."""
    return int(round_as((step.share or Fraction(0)) * frame, 0, step.rounding or "down"))


def sample_rows(job: Job, whose: Whose) -> Iterator[Sequence[str]]:
    """For each draw: what it is, its clause, from whom, how many they are, the share, how many are to be drawn and were.

    What is to be drawn is of each kind of the roster, or of the places that the office brings, whose number nobody
    knows before the draw.
    """
    for step, kinds in samplings(job):
        samples = [one for one in step.does if isinstance(one, Sample)]
        drawn = [draw for draw in job.record.draws if draw.clause == step.clause]
        if step.share is not None:
            yield from _by_share(job, whose, step, kinds, {code for draw in drawn for code in draw.codes})
        else:
            for one in samples:
                many = sum(len(draw.codes) for draw in drawn if draw.label == one.label)
                number = "" if one.number is None else str(one.number)
                yield job.words(one.label), step.clause, job.words(_PLACES), "", "", number, str(many)


def _by_share(
    job: Job, whose: Whose, step: Procedure, kinds: Sequence[str], drawn: set[str]
) -> Iterator[Sequence[str]]:
    label = next((one.label for one in step.does if isinstance(one, Sample)), step.text)
    for kind in kinds:
        frame = [who for who in whose.people if job.kind(who) == kind]
        share = f"{show((step.share or Fraction(0)) * 100)}%"
        named = job.words(job.rules(kind).kind.label)
        many = sum(who in drawn for who in frame)
        yield job.words(label), step.clause, named, str(len(frame)), share, str(to_draw(step, len(frame))), str(many)
