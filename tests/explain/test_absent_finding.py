"""A finding recorded as absent: a condition on it is absent too, so a person decides."""

from __future__ import annotations

from typing import Any

from kaohe.cases import case_from_data
from kaohe.engine import Evaluation


def test_an_absent_finding_asks_a_person() -> None:
    """A veto on a finding that is recorded as not applicable is neither held nor dismissed."""
    raw: dict[str, Any] = {
        "format": 1,
        "scheme": "xizang-2018",
        "cycle": {
            "start": "2018-11-01",
            "end": "2019-10-31",
            "periods": {"month": ["2018-11"], "quarter": ["2018Q4"]},
        },
        "appraisees": [
            {
                "id": "U1",
                "kind": "unit",
                "facts": {
                    "usual": 90,
                    "opinion": 90,
                    "targets": 90,
                    "studied": 3,
                    "visits": 4,
                    "rotation_undone": [],
                    "not_recalled": {"absent": "not-applicable"},
                },
            }
        ],
    }
    outcome = Evaluation(case_from_data(raw).cohort).outcome("U1")
    assert (outcome.state, [reason.rule for reason in outcome.reasons]) == ("decision", ["XZ-7(3)3"])
