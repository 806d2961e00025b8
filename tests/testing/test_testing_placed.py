"""Where `kaohe mutate` points, and what changes together: rules of single periods, and values that have a name."""

from __future__ import annotations

import importlib
import sys
from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import pytest

from kaohe.rules import Bands, Ceiling, Scheme, Total
from kaohe.rules.tools import descend
from kaohe.testing import Mutant, Subject, mutants, mutate, subject_of

# Each rule that may be left out is declared on the line that a comment ends with its id.
_MODULE = '''"""A scheme in the style of parts: an inherited hook, a helper, clauses given by position."""

from kaohe.rules import (OWN, Band, Bands, Ceiling, Document, Each, Finding, Flag, Kind, Part, Periods, Scheme, Score, Total, at)
from kaohe.words import Text

MONTH = Periods("month", Text("month", "月度"), "month")
GRADES = ("优秀", "合格", "不合格")
MARK, OTHER = (Score(key, Text(key, key), clause="第一条", on=OWN) for key in ("mark", "other"))
MARKED = (MARK * "60%" + OTHER * "40%").named(Text("marks of a month", "月度得分"))
LATE = Text("reports late twice", "两次迟报")


class Either(Part):
    """What both kinds have."""

    def scoring(self):
        """The mean, and its bands."""
        year, printed = Text("the year", "年度得分"), Text("90, 60", "90分，60分")
        bands = (Band("优秀", low=90), Band("合格", low=60, below=90), Band("不合格", below=60))
        return [
            *at("第一条", Total(role="-total", text=year, value=MARKED.mean())),
            *at("第二条", Bands(text=printed, of=MARKED.mean(), bands=bands, each=Each())),  # P-2
            *at("第三条", Flag(text=Text("below 60", "低于60分"), flag=year, when=MARKED.mean() < 60)),  # P-3
        ]

    def veto(self):
        """One rule for each case, in the order of the document."""
        return [rule for n, case in enumerate(self._cases(), 1) for rule in at(f"第七条{self.nth}{n}", case)]

    def _vetoed(self, when, **more):
        return Ceiling(self.kind.lowest, when=when, each=Each(flag=Text("in a period", "有期次")), **more)


class Person(Either):
    """A person."""

    kind, nth = Kind("person", Text("person", "人员"), GRADES, every=MONTH), "（一）"

    def _cases(self):
        refuses = Text("refuses", "不服从管理")
        return [
            self._vetoed(Finding("refuses", refuses)),  # P-7(1)1
            self._vetoed(Finding("late", Text("late", "迟报")).count() >= 2, text=LATE),  # P-7(1)2
            self._vetoed(Finding("hides", Text("case of 7(1)3", "第七条（一）3所列情形"))),  # P-7(1)3
        ]


class Body(Either):
    """A body: the same words for another case."""

    kind, nth = Kind("body", Text("body", "单位"), GRADES), "（二）"

    def _cases(self):
        return [Ceiling(self.kind.lowest, text=LATE, when=Finding("slow", Text("slow", "拖延")))]  # P-7(2)1


class Placed(Scheme):
    """Two kinds."""

    id, title, version, prefix = "placed-2020", Text("placed", "示例"), "1", "P"
    document = Document(title="示例", issuer="示例", issued="2020-01-01")
    parts = (Person, Body)
'''


@pytest.fixture(scope="module")
def placed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Subject]:
    """The scheme, imported from a file of its own."""
    folder = tmp_path_factory.mktemp("placed")
    (folder / "placed_scheme.py").write_text(_MODULE, "utf-8")
    sys.path.insert(0, str(folder))
    try:
        scheme: type[Scheme] = importlib.import_module("placed_scheme").Placed
        yield subject_of(scheme)
    finally:
        sys.path.remove(str(folder))
        del sys.modules["placed_scheme"]


@pytest.fixture(scope="module")
def found(placed: Subject) -> dict[str, Mutant]:
    """Its mutants by name."""
    return {mutant.name: mutant for mutant in mutants(placed.rules)}


def test_a_mutant_points_at_the_line_that_declares_its_rule(placed: Subject) -> None:
    """Through inherited hooks, helpers, words that have a name, and clauses put together, for each kind its own line."""
    report = mutate(placed, only=["*/rule: declared -> left out", "*/each: *"])
    lines = _MODULE.splitlines()
    said = {(one.rule, lines[int(one.where.rpartition(":")[2]) - 1].rpartition("# ")[2]) for one in report.unnoticed}
    ids = {"P-2", "P-3", "P-7(1)1", "P-7(1)2", "P-7(1)3", "P-7(2)1"}
    assert said == {(name, name) for name in ids}
    assert all(one.where.partition(":")[0].endswith("placed_scheme.py") for one in report.unnoticed)


def test_the_rule_of_a_period_has_no_mutants_of_its_own(found: dict[str, Mutant]) -> None:
    """Nobody can get it wrong by itself; leaving it out, or the year's mark of it, is a mutant of its source."""
    assert not [name for name in found if "-period/" in name or "-single/" in name]
    source = "person/P-7(1)2"
    for name, gone in (
        (f"{source}/each: declared -> left out", {"P-7(1)2-period", "P-7(1)2-single"}),
        (f"{source}/each.flag: declared -> left out", {"P-7(1)2-single"}),
        (f"{source}/rule: declared -> left out", {"P-7(1)2", "P-7(1)2-period", "P-7(1)2-single"}),
    ):
        assert _ids(found[f"{source}/grade: 不合格 -> 合格"]) - _ids(found[name]) == gone


def test_a_mutant_changes_the_rules_of_single_periods_too(found: dict[str, Mutant]) -> None:
    """The number of times is the same in the year and in a month, and so are a band's edges."""
    rules = _by_id(found["person/P-7(1)2/when.right.value: 2 -> 3"])
    year, month = rules["P-7(1)2"], rules["P-7(1)2-period"]
    assert isinstance(year, Ceiling)
    assert isinstance(month, Ceiling)
    assert [_numbers(one) for one in (year, month)] == [{Fraction(3)}, {Fraction(3)}]
    rules = _by_id(found["person/P-2/bands[0].low: 90 -> 91"])
    bands = [rule.bands[0].low for rule in (rules["P-2"], rules["P-2-period"]) if isinstance(rule, Bands)]
    assert bands == [91, 91]


def test_a_named_value_changes_wherever_it_is_read(found: dict[str, Mutant]) -> None:
    """Once declared, it is changed once: the score, the bands of year and month, and the mark read the same weight."""
    (mutant,) = [one for name, one in found.items() if name.startswith("person/") and "0.6 -> 0.61" in name]
    rules = _by_id(mutant)
    for name in ("P-1-total", "P-2", "P-2-period", "P-3"):
        assert Fraction(61, 100) in _numbers(rules[name])
        assert Fraction(60, 100) not in _numbers(rules[name])
    assert isinstance(rules["P-1-total"], Total)


def test_readings_that_say_the_same_are_no_mutants(found: dict[str, Mutant]) -> None:
    """Where bands begin at whole numbers a score cut to whole points stays in its band; a grade waits for its score."""
    assert "person/P-2/reading: half-open -> half-up" in found
    assert "person/P-2/reading: half-open -> truncate" not in found
    assert not [name for name in found if "/required:" in name]


_CASE = """\
format = 1
scheme = "placed-2020"

[cycle]
id = "2020"
start = 2020-01-01
end = 2020-12-31

[cycle.periods]
month = ["2020-01"]

[[appraisees]]
id = "A"
kind = "body"
facts = {{ mark = 95, other = 95, slow = [{{ date = 2020-01-08, document = "1", status = "confirmed" }}] }}

[expect.A]
state = "decided"
grade = "{grade}"
"""


@pytest.mark.parametrize(("grade", "caught"), [("不合格", {"slow.toml": 1}), ("合格", {})])
def test_a_case_that_does_not_come_out_as_it_says_notices_nothing(
    placed: Subject, tmp_path: Path, grade: str, caught: dict[str, int]
) -> None:
    """It would seem to notice every change; so would one that cannot be read, as where a file beside it is not found."""
    case = tmp_path / "slow.toml"
    case.write_text(_CASE.format(grade=grade), "utf-8")
    lost = tmp_path / "lost.toml"
    lost.write_text(_CASE.format(grade=grade) + '[cycle.tables]\nmarks = { file = "none.csv" }\n', "utf-8")
    subject = Subject(placed.id, placed.ruleset, (), (case, lost))
    report = mutate(subject, only=["body/P-7(2)1/rule: *"])
    assert Counter(report.by.values()) == caught


def _by_id(mutant: Mutant) -> dict[str, object]:
    rules = next(one for one in mutant.ruleset.kinds if one.kind.key == mutant.kind)
    return {entry.rule.id: entry.rule for entry in rules.entries}


def _ids(mutant: Mutant) -> set[str]:
    return set(_by_id(mutant))


def _numbers(rule: object) -> set[Fraction]:
    """The numbers that the expressions of a rule hold."""
    nodes = (node for expression in rule.expressions() for node in descend(expression))  # type: ignore[attr-defined]  # a rule, by its id
    return {value for node in nodes if isinstance(value := getattr(node, "value", None), Fraction)}
