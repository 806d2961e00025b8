"""What a run found, and its forms: data, and JUnit XML with one case for each phase and check."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from xml.etree import ElementTree as Xml

from attrs import define, field

from ...words import Text
from ..basis import Check, Problem
from ..table import Reach

__all__ = ["STATUSES", "Found", "Report", "Result", "junit"]

STATUSES = ("passed", "failed", "reading", "known", "warned", "not-applicable", "waits")


@define
class Found:
    """One failure with its case file, where one was written."""

    problem: Problem
    path: Path | None = None


@define
class Result:
    """What became of one check in one phase. `status` is one of STATUSES; `runs` says of how many worlds it was asked."""

    check: Check | None
    phase: str
    status: str = "passed"
    runs: int = 0
    seconds: float = 0.0
    why: Text | None = None
    found: list[Found] = field(factory=list)
    readings: dict[str, int] = field(factory=dict)

    @property
    def id(self) -> str:
        """The check's id, or the phase's name where the phase waits."""
        return self.check.id if self.check is not None else self.phase


@define
class Report:
    """A run of checks over one scheme."""

    scheme: str
    seed: int
    results: list[Result] = field(factory=list)
    reach: Reach | None = None
    seconds: float = 0.0
    worlds: int = 0
    interrupted: bool = False
    complaints: list[Text] = field(factory=list)

    @property
    def failed(self) -> bool:
        """Whether some check failed, or an entry of the known failures did."""
        return bool(self.complaints) or any(result.status == "failed" for result in self.results)

    @property
    def walks(self) -> int:
        """How many walks through the work of an office were made."""
        return max((result.runs for result in self.results if result.phase == "workflow"), default=0)

    @property
    def ran(self) -> bool:
        """Whether any check ran at all."""
        return any(result.status not in ("not-applicable", "waits") for result in self.results)

    def failures(self) -> list[Result]:
        """The results that failed."""
        return [result for result in self.results if result.status == "failed"]

    def as_json(self) -> dict[str, Any]:
        """The report as plain data."""
        return {
            "scheme": self.scheme,
            "seed": self.seed,
            "ok": not self.failed,
            "seconds": round(self.seconds, 3),
            "worlds": self.worlds,
            "walks": self.walks,
            "interrupted": self.interrupted,
            "complaints": [{"en": text.en, "zh": text.zh} for text in self.complaints],
            "results": [_result(result) for result in self.results],
            "reach": None if self.reach is None else self.reach.as_json(),
        }


def _result(result: Result) -> dict[str, Any]:
    return {
        "check": result.id,
        "phase": result.phase,
        "status": result.status,
        "runs": result.runs,
        "seconds": round(result.seconds, 3),
        "why": None if result.why is None else {"en": result.why.en, "zh": result.why.zh},
        "readings": result.readings,
        "problems": [
            {
                "en": found.problem.text.en,
                "zh": found.problem.text.zh,
                "rule": found.problem.rule,
                "clause": found.problem.clause,
                "case": None if found.path is None else str(found.path),
            }
            for found in result.found
        ],
    }


def junit(reports: list[Report]) -> str:
    """JUnit XML: one suite a scheme, one case for each phase and check."""
    root = Xml.Element("testsuites", name="kaohe")
    for report in reports:
        failed = sum(result.status == "failed" for result in report.results)
        skipped = sum(result.status in ("not-applicable", "waits") for result in report.results)
        about = {"name": report.scheme, "tests": str(len(report.results)), "failures": str(failed)}
        about |= {"skipped": str(skipped), "time": f"{report.seconds:.3f}"}
        suite = Xml.SubElement(root, "testsuite", about)
        for result in report.results:
            _case(suite, report, result)
    Xml.indent(root)
    return Xml.tostring(root, encoding="unicode", xml_declaration=True) + "\n"


def _case(suite: Xml.Element, report: Report, result: Result) -> None:
    case = Xml.SubElement(
        suite,
        "testcase",
        classname=f"{report.scheme}.{result.phase}",
        name=result.id,
        time=f"{result.seconds:.3f}",
    )
    if result.status in ("not-applicable", "waits"):
        Xml.SubElement(case, "skipped", message=str(result.why or result.status))
    elif result.status == "failed":
        first = result.found[0]
        failure = Xml.SubElement(case, "failure", message=str(first.problem.text))
        failure.text = "\n".join(f"{found.problem.text} {found.path or ''}".strip() for found in result.found)
