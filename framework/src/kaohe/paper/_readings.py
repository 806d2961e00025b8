"""The open readings of a scheme, and what another way of reading would change for this cycle."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from ..cases import Trials, other_readings, read_otherwise, rows_otherwise
from ..errors import KaoheError
from ..progress import counted
from ..words import Text
from ._job import Job

__all__ = ["reading_rows", "without_rechecks"]

_TRYING = Text("trying other readings: {done} of {total}", "试算其他读法：{done} / {total}")


def reading_rows(job: Job) -> Iterator[Sequence[str]]:
    """Every other way of every reading: its id, what is open, how it is read, the other way, how many results change.

    "?" stands where the other way asks for entries that the record has not.
    """
    trials = Trials(job.evaluation)
    for one, code, label in counted(_TRYING, other_readings(job.evaluation.cohort.ruleset)):
        setting = one.setting
        words = (job.words(setting.label), job.words(one.label), job.words(label))
        yield setting.assumption, *words, _changed(job, trials, setting.key, code)


def _changed(job: Job, trials: Trials, key: str, code: str) -> str:
    """A trial of thousands takes seconds: what was tried for this one is kept with the job and whatever is evolved from it."""
    known = job.tried.get((key, code))
    if known is None or known[0] is not job.evaluation:
        known = job.tried[key, code] = (job.evaluation, _tried_now(job, trials, key, code))
    return known[1]


def _tried_now(job: Job, trials: Trials, key: str, code: str) -> str:
    try:
        return str(len(trials.of(read_otherwise(job.case, {key: code}))))
    except KaoheError:
        return "?"


def without_rechecks(job: Job, rules: Collection[tuple[str, str]]) -> int:
    """How many results would be otherwise had the confirmed re-checks of these rules (kind and id) been rejected."""
    rows = [_rejected(job, row, rules) for row in job.case.raw.get("appraisees", ())]
    return len(Trials(job.evaluation).of(rows_otherwise(job.case, rows)))


def _rejected(job: Job, row: Mapping[str, Any], rules: Collection[tuple[str, str]]) -> Mapping[str, Any]:
    held = row.get("rechecks") or {}
    told = {rule: {**one, "status": "rejected"} if _is_of(job, row, rule, rules) and one.get("status") == "confirmed" else one
            for rule, one in held.items()}  # fmt: skip
    return {**row, "rechecks": told} if told != held else row


def _is_of(job: Job, row: Mapping[str, Any], rule: str, rules: Collection[tuple[str, str]]) -> bool:
    return (job.kind(row["id"]), rule) in rules
