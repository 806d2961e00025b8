"""The open readings of a scheme, and what another way of reading would change for this cycle."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..cases import Case, Trials, other_readings, read_otherwise
from ..errors import KaoheError
from ..progress import counted
from ..words import Text
from ._job import Job

__all__ = ["reading_rows"]

_TRYING = Text("trying other readings: {done} of {total}", "试算其他读法：{done} / {total}")


def reading_rows(job: Job) -> Iterator[Sequence[str]]:
    """Every other way of every reading: its id, what is open, how it is read, the other way, how many results change.

    "?" stands where the other way asks for entries that the record has not.
    """
    trials = Trials(job.evaluation)
    for one, code, label in counted(_TRYING, other_readings(job.evaluation.cohort.ruleset)):
        setting = one.setting
        words = (job.words(setting.label), job.words(one.label), job.words(label))
        yield setting.assumption, *words, _changed(job.case, trials, setting.key, code)


def _changed(case: Case, trials: Trials, key: str, code: str) -> str:
    try:
        return str(len(trials.of(read_otherwise(case, {key: code}))))
    except KaoheError:
        return "?"
