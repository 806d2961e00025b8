"""Running the checks: phase by phase, check by check, with a budget, and never past a scheme that fails lint."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator, Sequence
from importlib.resources import as_file
from itertools import chain
from pathlib import Path

from attrs import define, field

from ...cases import read_case
from ...errors import KaoheError
from ...words import Text
from ..basis import (
    CHECKS,
    PHASES,
    Check,
    Problem,
    Subject,
    UnreadableError,
    World,
    subject_of_case,
    world_of_case,
)
from ..fuzz import shrink
from ..people import cohort_rows
from ..table import Reach, table_rows
from ..workflow import WORKFLOW, walked
from ._asked import asked, narrowed
from ._casefile import counterexample, write_counterexample
from ._known import Known
from ._options import Options
from ._replay import case_files, replay
from ._report import Found, Report, Result
from ._walking import problem_of, walkable

__all__ = ["run"]

_KEPT = 3
_TURN = 5
_REFUSAL = "inputs.refuse-illegal"


class _Stop(Exception):  # noqa: N818  # ends a run at the first failure
    pass


def run(subject: Subject, options: Options) -> Report:
    """Run the phases asked for. An interrupt ends the run; what was found so far is in the report."""
    return _Run(subject, options).report_of()


@define
class _Run:
    subject: Subject
    options: Options
    report: Report = field(init=False)
    started: float = field(init=False)
    _by_check: dict[tuple[str, str], Result] = field(factory=dict, init=False)
    _excused: set[tuple[str, str]] = field(factory=set, init=False)

    def __attrs_post_init__(self) -> None:
        self.started = time.monotonic()
        self.report = Report(self.subject.id, self.options.seed)
        if self.subject.ruleset is not None:
            self.report.reach = Reach(self.subject.ruleset)

    def report_of(self) -> Report:
        try:
            for phase in PHASES:
                if phase in self.options.phases:
                    self._phase(phase)
            self._needless()
        except KeyboardInterrupt:
            self.report.interrupted = True
        except _Stop:
            pass
        self.report.seconds = time.monotonic() - self.started
        return self.report

    def _phase(self, phase: str) -> None:
        if phase == "workflow":
            self._workflow()
            return
        if phase == "kept":
            self._kept()
            return
        runs = phase == "lint" or self.subject.runs
        for check in self.options.chosen:
            if check.phase == phase:
                self._of_scheme(check, phase, runs=runs)
        if phase == "cases" and runs:
            self._reached_by_cases()
        elif phase == "table":
            self._worlds(phase, chain(table_rows(self.subject), cohort_rows(self.subject)) if runs else ())
        elif phase == "fuzz":
            self._illegal(phase, runs=runs)
            self._worlds(phase, self._drawn() if runs else ())

    def _result(self, check: Check, phase: str) -> Result:
        key = (check.id, phase)
        if key not in self._by_check:
            self._by_check[key] = result = Result(check, phase)
            why = self._inapplicable(check, phase)
            if why is not None:
                result.status, result.why = "not-applicable", why
            self.report.results.append(result)
        return self._by_check[key]

    def _inapplicable(self, check: Check, phase: str) -> Text | None:
        if phase != "lint" and not self.subject.runs:
            return Text("the scheme does not pass lint", "方案未通过声明检查")
        if self.subject.ruleset is None or check.needs is None:
            return None
        if not check.applies(self.subject.ruleset):
            return Text("nothing of the sort is declared: {what}", "没有声明：{what}").format(what=check.needs.text)
        if self.options.clause and self.options.clause not in check.clauses(self.subject.ruleset):
            return Text("it does not concern clause {clause}", "与条款 {clause} 无关").format(
                clause=self.options.clause
            )
        return None

    def _of_scheme(self, check: Check, phase: str, *, runs: bool) -> None:
        result = self._result(check, phase)
        if result.status == "not-applicable" or check.of_subject is None:
            return
        if self.subject.ruleset is None and not check.id.startswith("lint."):
            result.status, result.why = "not-applicable", Text("it cannot be assembled", "方案不能装配")
            return
        begun = time.monotonic()
        result.runs += 1
        for problem in check.declared(self.subject):
            self._note(result, check, problem, None)
        result.seconds += time.monotonic() - begun

    def _kept(self) -> None:
        """The counterexamples that lie in the folder, those of lint left to lint."""
        place = self.options.folder / self.subject.id if self.options.folder is not None else None
        for path in case_files(place) if place is not None and place.is_dir() and any(place.iterdir()) else ():
            check = next((one for one in self.options.chosen if path.name.startswith(f"{one.id}-")), None)
            if check is None or check.phase == "lint":
                continue
            result = self._result(check, "kept")
            if result.status == "not-applicable":
                continue
            result.runs += 1
            found = replay(path, subject=None if self.subject.installed else self.subject)
            if found.status == "FAILED":
                self._note(result, check, Problem(text=found.text, rule=path.name), None, path=path)
            elif found.status == "ERROR":
                text = Text("{path} can no longer be run: {why}", "{path} 已不能重放：{why}")
                result.status = "warned" if result.status == "passed" else result.status
                result.found.append(Found(Problem(text=text.format(path=path.name, why=found.text), rule=path.name)))

    def _reached_by_cases(self) -> None:
        """Count what the worked cases reach, those of amendments left out: their rules are others."""
        for file in self.subject.cases:
            with contextlib.suppress(KaoheError), as_file(file) as path:
                case = read_case(path, ruleset=self.subject.ruleset)
                if self.report.reach is not None and not case.cohort.ruleset.amendments:
                    self.report.reach.see(world_of_case(subject_of_case(self.subject, case), case))

    def _needless(self) -> None:
        """An assumption that excuses a check which nothing fails is not true any more."""
        whole = self.options.checks is None and not self.options.clause and self.subject.runs
        if not whole or not {"lint", "cases", "table"} <= set(self.options.phases):
            return
        for assumption in self.subject.rules.assumptions:
            for name in assumption.excuses:
                if name not in CHECKS:
                    text = Text("{id} excuses {check}, and there is no such check", "{id} 豁免的检查 {check} 不存在")
                elif (assumption.id, name) not in self._excused:
                    text = Text(
                        "{id} excuses {check}, which nothing of it fails; delete the excuse",
                        "{id} 豁免检查 {check}，而与之有关的内容并未违反；请删去",
                    )
                else:
                    continue
                self.report.complaints.append(text.format(id=assumption.id, check=name))

    def _illegal(self, phase: str, *, runs: bool) -> None:
        """Illegal facts drawn at random must be refused as those of the table are."""
        check = next((check for check in self.options.chosen if check.id == _REFUSAL), None)
        if check is None:
            return
        result = self._result(check, phase)
        if result.status == "not-applicable" or not runs:
            return
        from ..fuzz import drawn_problems

        begun = time.monotonic()
        for problems in drawn_problems(self.subject, self.options):
            result.runs += 1
            for problem in problems:
                self._note(result, check, problem, None)
        result.seconds += time.monotonic() - begun

    def _drawn(self) -> Iterator[World]:
        from ..fuzz import drawn_worlds

        return drawn_worlds(self.subject, self.options)

    def _workflow(self) -> None:
        """Walks over books of drawn cohorts: one in so many of the fuzz's, in a fifth of its time beside it.

        Where no fuzz was asked for, each drawn cohort is for a walk, and all the time.
        """
        results = {name: Result(one, "workflow") for name, one in WORKFLOW.items()}
        self.report.results += results.values()
        why = None if self.subject.runs else Text("the scheme does not pass lint", "方案未通过声明检查")
        why = Text("other checks were asked for", "指定了其他检查") if self.options.checks is not None else why
        for result in results.values():
            result.status, result.why = ("passed", None) if why is None else ("not-applicable", why)
        for number, (world, spare) in enumerate(
            () if why is not None else walkable(self.subject, self.options, self._drawn())
        ):
            begun = time.monotonic()
            found = walked(world, spare, (self.options.seed, number))
            for result in results.values():
                result.runs += 1
                result.seconds += (time.monotonic() - begun) / len(results)
            if found is not None:
                self._note(results[found.check], WORKFLOW[found.check], problem_of(found), None)
            self.options.progress("workflow", number + 1, len(self.report.failures()))

    def _worlds(self, phase: str, worlds: Iterator[World] | Sequence[World]) -> None:
        checks = [check for check in self.options.chosen if check.of_world is not None]
        results = [(check, self._result(check, phase)) for check in checks]
        open_ = [(check, result) for check, result in results if result.status != "not-applicable"]
        cohorts = 0
        for number, world in enumerate(worlds):
            self.report.worlds += 1
            cohorts += not world.focus
            self.options.progress(phase, number + 1, len(self.report.failures()))
            if not self._readable(world):
                continue
            if self.report.reach is not None:
                self.report.reach.see(world)
            for place, (check, result) in enumerate(open_):
                if phase == "table" and asked(check, world, number, cohorts):
                    self._ask(check, result, world)
                elif phase == "fuzz" and (not check.costly or (number + place) % _TURN == 0):
                    self._ask(check, result, narrowed(check, world, number))

    def _readable(self, world: World) -> bool:
        """Whether the facts may be; what is refused on entry is not evaluated."""
        try:
            return bool(world.case.cohort.appraisees) or True
        except KaoheError:
            return False

    def _ask(self, check: Check, result: Result, world: World) -> None:
        begun = time.monotonic()
        result.runs += 1
        try:
            for problem in check.problems(world):
                self._note(result, check, problem, world)
        except UnreadableError:
            return
        except KaoheError as error:
            text = Text("evaluation refused a case that was read: {why}", "案例已读入，计算时却被拒绝：{why}")
            self._note(result, check, Problem(text=text.format(why=error.text)), world)
        except (ArithmeticError, AssertionError, AttributeError, LookupError, TypeError, ValueError) as error:
            text = Text("evaluation crashed: {why}", "计算崩溃：{why}")
            why = f"{type(error).__name__}: {error}"
            self._note(result, check, Problem(text=text.format(why=why[:200])), world)
        result.seconds += time.monotonic() - begun

    def _note(
        self, result: Result, check: Check, problem: Problem, world: World | None, *, path: Path | None = None
    ) -> None:
        if problem.readings:
            for reading in problem.readings:
                self._excused.add((reading, check.id))
                result.readings[reading] = result.readings.get(reading, 0) + 1
            if result.status == "passed":
                result.status = "reading"
            return
        if self.options.clause and problem.clause not in ("", self.options.clause):
            return
        known = next((k for k in self.options.known if self._known(k, check, problem)), None)
        if known is not None:
            known.used += 1
            if result.status in ("passed", "reading"):
                result.status, result.why = "known", Text(known.reason, known.reason)
            return
        result.status = "warned" if check.since > self.options.kit_level else "failed"
        # A worked case is about no rule by name: each of those that fail is told.
        told = {found.problem.rule for found in result.found} if check.phase != "cases" else set()
        if (len(result.found) < _KEPT or check.phase == "cases") and problem.rule not in told:
            result.found.append(Found(problem, path) if path is not None else self._written(check, problem, world))
        if self.options.stop_first and result.status == "failed":
            raise _Stop

    def _known(self, known: Known, check: Check, problem: Problem) -> bool:
        return known.excuses(self.subject.id, check.id, problem.clause, self.options.today)

    def _written(self, check: Check, problem: Problem, world: World | None) -> Found:
        """The failure made small and kept as a case file."""
        if world is not None and problem.world is None and check.of_world is not None:
            problem, world = shrink(check, problem, world)
        source = problem.world or world
        if self.options.folder is None or source is None:
            return Found(problem)
        data = counterexample(check, problem, source, seed=self.options.seed)
        return Found(problem, write_counterexample(data, self.options.folder))
