"""Books to import into: a Tibetan county with two units and four teams, and XPCC teams that nothing was entered for."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kaohe.office import Enrol, Office, Plan

__all__ = ["corps", "county"]

_MONTHS = [f"2018-{month}" for month in (11, 12)] + [f"2019-{month:02}" for month in range(1, 11)]
COUNTY = Plan(
    scheme="xizang-2018",
    cycle={
        "id": "2019",
        "start": "2018-11-01",
        "end": "2019-10-31",
        "periods": {"month": _MONTHS, "quarter": ["2018Q4", "2019Q1", "2019Q2", "2019Q3"]},
    },
    unit="示例县",
)
CORPS = Plan(
    scheme="xpcc-2016",
    cycle={
        "id": "2016",
        "start": "2016-01-01",
        "end": "2016-12-31",
        "lists": {"divisions": ["一师", "三师"], "groups": ["督查一组"]},
    },
    unit="示例师",
)


@contextmanager
def county(folder: Path) -> Iterator[Office]:
    """Units U1 and U2, teams T1 to T4, of which T3 and T4 have one name, and the member M1 of T1."""
    with Office.create(folder / "county.book", COUNTY) as office:
        office.save(
            [
                Enrol("U1", "unit", "县教育局"),
                Enrol("U2", "unit", "县水利局"),
                Enrol("T1", "team", "一村工作队", {"unit": "U1"}),
                Enrol("T2", "team", "二村工作队", {"unit": "U1"}),
                Enrol("T3", "team", "三村工作队", {"unit": "U2"}),
                Enrol("T4", "team", "三村工作队", {"unit": "U2"}),
                Enrol("M1", "member", "甲", {"team": "T1", "unit": "U1"}),
            ]
        )
        yield office


@contextmanager
def corps(folder: Path) -> Iterator[Office]:
    """Teams A and B of XPCC."""
    with Office.create(folder / "corps.book", CORPS) as office:
        office.save([Enrol("A", "team", "一连工作队"), Enrol("B", "team", "二连工作队")])
        yield office
