"""The open readings of a scheme, and what another way of reading would change for this cycle."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from attrs import frozen

from ..cases import Case, case_from_data
from ..engine import Evaluation, Outcome
from ..errors import KaoheError
from ..progress import told
from ..rules.tools import Setting, chosen
from ..words import Text

__all__ = ["Effect", "effects"]

_TRYING = Text("trying other readings: {done} of {total}", "试算其他读法：{done} / {total}")


@frozen
class Effect:
    """One way of reading that is not the chosen one: the reading, its words, and how many results it would change.

    `changed` is None where the entries at hand do not suffice to tell.
    """

    id: str
    clause: str
    what: Text
    now: Text
    other: Text
    changed: int | None


def effects(case: Case, evaluation: Evaluation) -> Iterator[Effect]:
    """Every other way of every reading that may be chosen, in the order of declaration; each is evaluated anew."""
    ways = [
        (one.setting, one.label, code)
        for one in chosen(evaluation.cohort.ruleset)
        for code in _others(one.setting, one.codes)
    ]
    now = {one.id: _result(one) for one in evaluation.outcomes()} if ways else {}
    for done, (setting, label, code) in enumerate(ways):
        told(_TRYING, done=done, total=len(ways))
        other = next(option.label for option in setting.options if option.code == code)
        yield Effect(
            setting.assumption, setting.clause, setting.label, label, other, _changed(case, setting, code, now)
        )


def _others(setting: Setting, codes: tuple[str, ...]) -> list[str]:
    return [] if setting.is_list else [option.code for option in setting.options if option.code not in codes]


def _changed(case: Case, setting: Setting, code: str, now: Mapping[str, object]) -> int | None:
    """How many results would be others. A reading may ask for entries that the record has not: then nobody can say."""
    settings = {**case.raw.get("settings", {}), setting.key: code}
    data = {key: value for key, value in case.raw.items() if key not in ("expect", "cites", "check", "digest")}
    try:
        found = case_from_data({**data, "settings": settings})
    except KaoheError:
        return None
    return sum(now[one.id] != _result(one) for one in Evaluation(found.cohort).outcomes())


def _result(outcome: Outcome) -> object:
    return outcome.state, outcome.grade or outcome.provisional_grade, outcome.score
