"""The pytest faces of the list: `pytest --kaohe-scheme=ID`, and the decorator `parametrize_with_checks`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pytest

from ..basis import Check, Subject, installed, select
from ._options import Options
from ._report import Report
from ._run import run

__all__ = ["CheckItem", "SchemeItems", "parametrize_with_checks"]

_PHASES = ("lint", "cases", "table")
_RUNS: dict[str, Report] = {}


def parametrize_with_checks(
    scheme: str | Subject, *, known: Mapping[str, str] | None = None, checks: tuple[str, ...] = ()
) -> Callable[[Callable[..., Any]], Any]:
    """Run a test once for each check that applies to a scheme; the test is called with `result`.

    `known` marks checks that are expected to fail, each with its reason, strictly: one that passes fails.
    A test asserts `result.status != "failed"`, and may look at `result.found`.
    """
    subject = installed(scheme) if isinstance(scheme, str) else scheme
    excused = known or {}
    for name in excused:
        select((name,))
    report = run(subject, Options(phases=_PHASES, checks=tuple(select(checks)), folder=None))
    params = [
        pytest.param(
            result,
            id=f"{result.phase}-{result.id}",
            marks=[pytest.mark.xfail(reason=excused[result.id], strict=True)] if result.id in excused else [],
        )
        for result in report.results
        if result.status not in ("not-applicable", "waits")
    ]
    return pytest.mark.parametrize("result", params)


class SchemeItems(pytest.Collector):
    """The checks of one scheme as test items."""

    def collect(self) -> Iterator[pytest.Item]:
        """One item for each phase and check that applies."""
        subject = installed(self.name)
        for phase in _PHASES:
            for check in select():
                here = check.phase == phase or (phase == "table" and not check.phase)
                if here and (subject.ruleset is None or check.applies(subject.ruleset)):
                    yield CheckItem.from_parent(self, name=f"{phase}-{check.id}", check=check, scheme=self.name)


class CheckItem(pytest.Item):
    """One check of one scheme."""

    def __init__(self, *, check: Check, scheme: str, **given: Any) -> None:
        super().__init__(**given)
        self.check, self.scheme = check, scheme

    def runtest(self) -> None:
        """Fail where the check failed; the phases run once for all items of a scheme."""
        if self.scheme not in _RUNS:
            _RUNS[self.scheme] = run(installed(self.scheme), Options(phases=_PHASES, folder=None))
        for result in _RUNS[self.scheme].results:
            if result.id == self.check.id and result.status == "failed":
                pytest.fail("\n".join(str(found.problem.text) for found in result.found), pytrace=False)

    def reportinfo(self) -> tuple[str, int | None, str]:
        """Where a failure is shown to be."""
        return f"kaohe:{self.scheme}", None, f"{self.scheme}: {self.check.id}"
