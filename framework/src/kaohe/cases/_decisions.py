"""Reading the decisions on record and what a case expects."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from ..engine import Appraisee, Cycle, Decisions, ExcessDecision, GradeDecision, TieDecision
from ..errors import CaseError, KaoheError
from ..rules import Quota
from ..rules.tools import REASON_LENGTH, Period, Rule, Ruleset, alike, document_number, exact
from ..words import Message, Text
from ._at import At, Place, as_list, known_keys, no_appraisee, text_at, unknown_key
from ._expect import clauses_of
from ._figures import check_figures
from ._model import Expectation

__all__ = ["DecisionReader", "read_cites", "read_expectations"]

_EXPECT = {"state", "grade", "score", "provisional_grade", "needs", "pending", "rules", "not_rules", "flags"}
_EXPECT |= {"assumptions", "notices", "reasons", "periods", "score_range", "figures"}
_WORD_LENGTH = 20
_SINGLE = {"state", "grade", "score", "provisional_grade"}


class DecisionReader:
    """Reads the `decisions` of a case."""

    def __init__(self, ruleset: Ruleset, periods: Mapping[str, tuple[Period, ...]] = MappingProxyType({})) -> None:
        self.ruleset, self.periods = ruleset, periods
        self.kinds = {rules.kind.key: rules for rules in ruleset.kinds}

    def read(self, raw: object, appraisees: Mapping[str, Appraisee]) -> tuple[Decisions, ...]:
        found: list[Decisions] = []
        seen: set[str] = set()
        for index, row in enumerate(as_list(raw, ("decisions",))):
            path: Place = ("decisions", index)
            if isinstance(row, Mapping) and "quota" in row:
                found.append(
                    self._excess(row, path, appraisees) if "exceed" in row else self._tie(row, path, appraisees)
                )
            else:
                found.append(self._grade(row, path, appraisees))
                _once(found[-1], seen, path)
        return tuple(found)

    def _grade(self, row: object, path: Place, appraisees: Mapping[str, Appraisee]) -> GradeDecision:
        raw = known_keys(row, ("appraisee", "grade", "reason", "document"), path)
        name = raw.get("appraisee")
        if not isinstance(name, str) or not name.strip():
            text = Message("K2606", "say whose result is decided: the id is missing", "请写明裁定谁的结果：缺少编号")
            raise At((*path, "appraisee"), CaseError(text))
        if name not in appraisees:
            raise At((*path, "appraisee"), no_appraisee(name, appraisees))
        kind = self.kinds[appraisees[name].kind].kind
        if not kind.grades:
            # The document names no grades here, so the result is a word of the office's own document.
            word = text_at(raw.get("grade"), Text("the result", "结果"), (*path, "grade"), longest=_WORD_LENGTH)
            return GradeDecision(name, word, self._reason(raw, path), self._document(raw, path))
        if raw.get("grade") not in kind.grades:
            text = Message(
                "K2607",
                "{grade} is no grade of {kind} ({known}); enter one of these",
                "{grade} 不是{kind}的等次（{known}）；请填其一",
            )
            raise At(
                (*path, "grade"),
                CaseError(
                    text.format(grade=str(raw.get("grade")), kind=kind.label, known=", ".join(kind.grades) or "-")
                ),
            )
        return GradeDecision(name, str(raw["grade"]), self._reason(raw, path), self._document(raw, path))

    def _tie(self, row: object, path: Place, people: Mapping[str, Appraisee]) -> TieDecision:
        known = ("quota", "members", "choose", "reason", "document", "fingerprint", "leave_vacant")
        raw = known_keys(row, known, path)
        return TieDecision(
            self._quota(raw, path),
            self._names(raw, "members", path, people),
            self._names(raw, "choose", path, people),
            self._reason(raw, path),
            self._document(raw, path),
            str(raw.get("fingerprint", "")),
            raw.get("leave_vacant") is True,
        )

    def _excess(self, row: object, path: Place, people: Mapping[str, Appraisee]) -> ExcessDecision:
        raw = known_keys(row, ("quota", "exceed", "reason", "document"), path)
        names = self._names(raw, "exceed", path, people)
        return ExcessDecision(self._quota(raw, path), names, self._reason(raw, path), self._document(raw, path))

    def _quota(self, raw: Mapping[str, Any], path: Place) -> str:
        quotas = {name for rules in self.ruleset.kinds for rule in rules.rules(Quota) for name in self._named(rule)}
        if not isinstance(raw["quota"], str) or raw["quota"] not in quotas:
            text = Message("K2608", "{id} is no quota; the quotas are {known}", "{id} 不是名额规则；可用：{known}")
            known = ", ".join(sorted(quotas)) or "-"
            raise At((*path, "quota"), CaseError(text.format(id=str(raw["quota"]), known=known)))
        return str(raw["quota"])

    def _named(self, rule: Rule) -> Iterator[str]:
        """What a decision may call a quota: its id, with the period where there are places of each period."""
        if isinstance(rule, Quota) and rule.each is not None:
            yield from (f"{rule.id}[{period.name}]" for period in self.periods.get(rule.each.key, ()))
        else:
            yield rule.id

    def _names(self, raw: Mapping[str, Any], key: str, path: Place, people: Mapping[str, Appraisee]) -> tuple[str, ...]:
        """The ids as given; one that only looks like somebody's is refused, naming whose."""
        names = tuple(str(name) for name in as_list(raw.get(key, []), (*path, key)))
        for place, name in enumerate(names):
            if not name.strip():
                raise At(
                    (*path, key, place),
                    CaseError(Message("K2609", "an id is missing here; enter it", "此处缺少编号；请填写")),
                )
        strange = [(place, name) for place, name in enumerate(names) if name not in people]
        known = {alike(name) for name in people} if strange else set()
        for place, name in strange:
            if alike(name) in known:
                raise At((*path, key, place), no_appraisee(name, people))
        return names

    def _reason(self, raw: Mapping[str, Any], path: Place) -> str:
        return text_at(raw.get("reason"), Text("the reason", "理由"), (*path, "reason"), longest=REASON_LENGTH)

    def _document(self, raw: Mapping[str, Any], path: Place) -> str:
        try:
            return document_number(raw.get("document"))
        except KaoheError as error:
            raise At((*path, "document"), error) from error


def _once(decision: Decisions, seen: set[str], path: Place) -> None:
    """Refuse a second decision on one person's grade: neither the first nor the last may win."""
    if not isinstance(decision, GradeDecision):
        return
    if decision.appraisee in seen:
        text = Message(
            "K2610",
            "there are two decisions on the grade of {id}; keep the one that holds",
            "{id} 的等次有两项裁定；请只保留有效的一项",
        )
        raise At((*path, "appraisee"), CaseError(text.format(id=decision.appraisee)))
    seen.add(decision.appraisee)


def read_expectations(
    raw: object, appraisees: Mapping[str, Appraisee], ruleset: Ruleset, cycle: Cycle
) -> tuple[Expectation, ...]:
    """What the case expects of its appraisees, by id."""
    if not isinstance(raw, Mapping):
        raise At(
            ("expect",),
            CaseError(
                Message(
                    "K2611",
                    "this must be a table by appraisee; write it like { id = ... }",
                    "此处须按编号列表；请写成 { 编号 = …… }",
                )
            ),
        )
    found = []
    for name, fields in raw.items():
        if name not in appraisees:
            raise At(("expect", name), no_appraisee(name, appraisees))
        known = known_keys(fields, _EXPECT, ("expect", name))
        _check_periods(known.get("periods", {}), ("expect", name, "periods"))
        if "figures" in known:
            rules = ruleset.kind(appraisees[name].kind)
            assert rules is not None  # noqa: S101  # read appraisees are of declared kinds
            check_figures(known["figures"], rules, cycle.periods, ("expect", name, "figures"))
        if "score_range" in known:
            _check_range(known["score_range"], ("expect", name, "score_range"))
        for key in known.keys() - _SINGLE - {"periods", "score_range", "figures"}:
            for place, wanted in enumerate(as_list(known[key], ("expect", name, key))):
                if not isinstance(wanted, str):
                    text = Message(
                        "K2612",
                        'this must be a list of ids or names; write it like ["..."]',
                        "此处须是编号或名称的列表；请写成 [“……”]",
                    )
                    raise At(("expect", name, key, place), CaseError(text))
        found.append(Expectation(name, known))
    return tuple(found)


def read_cites(raw: object, ruleset: Ruleset) -> dict[str, str]:
    """The clauses that the case expects rules to come from, by the id of a rule or of a row of a point table."""
    if not isinstance(raw, Mapping):
        raise At(
            ("cites",),
            CaseError(
                Message(
                    "K2613",
                    'this must be a table of clauses by rule; write it like { rule = "clause" }',
                    "此处须是按规则编号的条款表；请写成 { 规则 = “条款” }",
                )
            ),
        )
    known = clauses_of(ruleset) if raw else {}
    for name, clause in raw.items():
        if name not in known:
            raise At(("cites", name), unknown_key(name, known))
        text_at(clause, Text("the clause", "条款"), ("cites", name), longest=80)
    return dict(raw)


def _check_range(raw: object, path: Place) -> None:
    """The two ends that an open score is expected to lie between."""
    ends = as_list(raw, path)
    if len(ends) != 2 or not all(end == "" or _is_number(end) for end in ends):
        text = Message(
            "K2614",
            'this must be two exact numbers, lowest first ("" for no limit); write it like ["60", "90"]',
            "此处须是由低到高的两个数（“”表示无限制）；请写成 [“60”, “90”]",
        )
        raise At(path, CaseError(text))


def _is_number(raw: object) -> bool:
    try:
        return isinstance(raw, int | str | Decimal) and exact(raw) is not None
    except KaoheError:
        return False


def _check_periods(raw: object, path: Place) -> None:
    """The grades expected of single periods, by period name."""
    if not isinstance(raw, Mapping) or not all(isinstance(grade, str) for grade in raw.values()):
        text = Message(
            "K2615",
            'this must be a table of grades by period ("" for none); write it like { period = "grade" }',
            "此处须是按期次的等次表（“”表示没有）；请写成 { 期次 = “等次” }",
        )
        raise At(path, CaseError(text))
