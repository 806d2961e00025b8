"""Every open point can be closed by what it asks for: follow them from incomplete records until nothing is open."""

from __future__ import annotations

from copy import deepcopy
from itertools import combinations
from pathlib import Path
from random import Random
from typing import Any

import pytest

from kaohe.cases import Case, case_from_data, read_case
from kaohe.engine import Evaluation, OpenPoint, open_points
from kaohe.rules import Choice, Count, Date, Days, Events, Finding, Periods, Score, Tally
from kaohe.rules.nodes import Input, Ratings

PLUGINS = Path(__file__).parents[2] / "plugins"
SCHEMES = ("xizang", "neimenggu", "xpcc", "wenling", "yining", "xizang_example_city")
DOCUMENT = "组发〔2020〕5号"
_SWEEPS = 40
LONGEST = 20_000  # bytes of a case; every sweep reads and evaluates all of it again


class _Record:
    """The plain data of a case, and what is entered into it to close its open points."""

    def __init__(self, case: Case, rng: Random) -> None:
        self.ruleset, self.rng = case.cohort.ruleset, rng
        self.raw: dict[str, Any] = deepcopy(dict(case.raw))
        self.raw.pop("expect", None)
        self.raw.setdefault("decisions", [])
        defaults = self.raw.pop("defaults", {})
        self.rows: dict[str, dict[str, Any]] = {}
        for row in self.raw["appraisees"]:
            for part in ("facts", "links"):
                row[part] = {**defaults.get(row["kind"], {}).get(part, {}), **row.get(part, {})}
            self.rows[row["id"]] = row
        self.tried: dict[tuple[str, ...], int] = {}

    def read(self) -> Evaluation:
        return Evaluation(case_from_data(self.raw, ruleset=self.ruleset).cohort)

    def rules(self, name: str) -> Any:
        return self.ruleset.kind(self.rows[name]["kind"])

    def spoil(self) -> None:
        """Take facts out, leave ballots without a vote, open re-checks: whatever makes a record incomplete."""
        for row in self.rows.values():
            inputs = {given.key: given for given in self.rules(row["id"]).inputs}
            for key in list(row["facts"]):
                what = self.rng.random()
                if what < 0.12:
                    del row["facts"][key]
                elif what < 0.3 and isinstance(inputs[key], Tally) and inputs[key].on is None:
                    row["facts"][key] = self._ballot(inputs[key], 0)
                elif what < 0.2 and isinstance(inputs[key], Finding) and inputs[key].recheck:
                    row["facts"][key] = [{"date": self.day(), "document": DOCUMENT, "status": "pending"}]
                elif what < 0.16 and inputs[key].on is None and isinstance(inputs[key], Score | Count | Days | Choice):
                    row["facts"][key] = {"absent": "not-assessed", "reason": "未考核"}
            if self.rng.random() < 0.05:
                row["links"].clear()

    def day(self) -> str:
        return str(self.raw["cycle"]["start"])

    def _ballot(self, given: Tally, votes: int) -> dict[str, int]:
        first, *rest = given.codes
        return {"issued": 9, "collected": votes, "spoilt": 0, "blank": 0, first: votes} | dict.fromkeys(rest, 0)

    def value(self, given: Input, evaluation: Evaluation) -> Any:
        """A legal value of an input."""
        if isinstance(given, Score | Count | Days):
            low, high = int(given.low or 0), int(given.high if given.high is not None else 100)
            days = evaluation.cohort.supplied.days
            if isinstance(given, Days) and days is not None and not given.beyond:
                high = min(high, days.length)
            return self.rng.choice([low, high, (low + high) // 2])
        if isinstance(given, Date):
            return self.day()
        if isinstance(given, Choice | Ratings):
            lists = evaluation.cohort.supplied.lists
            code = self.rng.choice(tuple(given.codes) or lists[getattr(given, "list_key", None) or ""])
            return code if isinstance(given, Choice) else [code]
        if isinstance(given, Tally):
            return self._ballot(given, 9)
        assert isinstance(given, Finding | Events), given
        return []

    def enter(self, point: OpenPoint, evaluation: Evaluation) -> None:
        """Enter what a point of missing data names, in the record that it names."""
        row, rules = self.rows[point.appraisee], self.rules(point.appraisee)
        for link in rules.links:
            if link.key == point.input:
                row["links"][link.key] = self._somebody(link.to.key)
                return
        given = next(one for one in rules.inputs if one.key == point.input)
        value = self.value(given, evaluation)
        name = point.what.rpartition(":")[2].partition("[")[2].removesuffix("]")
        if isinstance(given.on, Periods):
            names = [period.name for period in evaluation.periods(given.on.key)]
            there = row["facts"].get(given.key, {})
            if isinstance(there, list):
                there = {one: entry for one, entry in zip(names, there, strict=True) if entry is not None}
            row["facts"][given.key] = {**there, name: value}
        elif given.on is not None:
            row["facts"][given.on.axis_key][int(name) - 1][given.key] = value
        else:
            row["facts"][given.key] = value

    def _somebody(self, kind: str) -> str:
        """Somebody of a kind, added to the case where there is nobody."""
        there = [name for name, row in self.rows.items() if row["kind"] == kind]
        if not there:
            self.rows["new"] = {"id": "new", "kind": kind, "facts": {}, "links": {}}
            self.raw["appraisees"].append(self.rows["new"])
            there = ["new"]
        return self.rng.choice(there)

    def recheck(self, point: OpenPoint) -> None:
        """Record what a re-check found."""
        row, status = self.rows[point.appraisee], self.rng.choice(["confirmed", "rejected"])
        rows = row["facts"].get(point.input)
        if not isinstance(rows, list):
            row.setdefault("rechecks", {})[point.input] = {"status": status, "document": DOCUMENT}
            return
        for one in rows:
            if (isinstance(one, dict) and one.get("status") == "pending") or "status" not in one:
                one["status"] = status

    def decide(self, point: OpenPoint, evaluation: Evaluation) -> None:
        """Record the decision that a point asks for; a tie with the next choice that was not refused yet."""
        shared = {"reason": "集体研究", "document": DOCUMENT}
        if point.kind != "tied":
            grade = self.rng.choice(point.grades) if point.grades else "称职"
            decided = {one.get("appraisee") for one in self.raw["decisions"]}
            assert point.appraisee not in decided, f"decided, and still open: {point}"
            self.raw["decisions"].append({"appraisee": point.appraisee, "grade": grade} | shared)
            return
        tie = next(one for one in evaluation.ties() if point.appraisee in one.members)
        ways = list(combinations(tie.members, tie.take))
        place = self.tried.get(tie.members, 0)
        assert place < len(ways), f"every choice is refused: {point}"
        self.tried[tie.members] = place + 1
        row = {"quota": tie.quota, "members": list(tie.members), "choose": list(ways[place])}
        self.raw["decisions"] = [one for one in self.raw["decisions"] if one.get("members") != list(tie.members)]
        self.raw["decisions"].append(row | shared | {"fingerprint": tie.fingerprint[:12]})

    def withdraw(self, point: OpenPoint) -> None:
        """Take out the decision that was refused."""
        self.raw["decisions"] = [
            one
            for one in self.raw["decisions"]
            if point.id not in (one.get("appraisee"), ", ".join(one.get("members", ())), *one.get("exceed", ()))
        ]


def _close(record: _Record, points: list[OpenPoint], evaluation: Evaluation) -> None:
    """Do what the points ask for: first withdraw, then enter, then re-check, then decide."""
    wanted = {(point.appraisee, point.what.rpartition(":")[2], point.input): point for point in points}
    for kind in ("refused", "needs", "pending", "decision", "tied"):
        some = [point for point in wanted.values() if point.kind == kind]
        for point in some[:1] if kind in ("decision", "tied") else some:
            if kind == "refused":
                record.withdraw(point)
            elif point.closes == "entry":
                record.enter(point, evaluation)
            elif point.closes == "recheck":
                record.recheck(point)
            else:
                record.decide(point, evaluation)
        if some:
            return


def _follow(record: _Record) -> int:
    """Do what the open points ask for until nothing is open; how many times that took."""
    for sweep in range(_SWEEPS + 2 * len(record.rows)):
        evaluation = record.read()
        outcomes = evaluation.outcomes()
        points = open_points(evaluation, outcomes)
        open_ = {one.id for one in outcomes if one.state not in ("decided", "not_appraised")}
        assert open_ <= {point.id for point in points}, "open without a point that says why"
        for point in points:
            assert point.closes in ("entry", "recheck", "decision")
            assert point.kind == "refused" or point.appraisee in record.rows, point
            assert point.text.en
            assert "None" not in point.text.en
        if not points:
            return sweep
        _close(record, points, evaluation)
    raise AssertionError(f"no end: {points[:3]}")


CASES = {
    scheme: [
        path
        for path in sorted((PLUGINS / scheme / "src" / f"kaohe_{scheme}" / "cases").glob("*.toml"))
        if path.stat().st_size < LONGEST
    ]
    for scheme in SCHEMES
}


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("seed", range(4))
def test_what_open_points_ask_for_closes_them(scheme: str, seed: int) -> None:
    """From a spoilt case of each scheme, entering, re-checking and deciding what is asked for comes to an end."""
    rng = Random(f"{scheme} {seed}")
    record = _Record(read_case(str(rng.choice(CASES[scheme]))), rng)
    record.spoil()
    _follow(record)
