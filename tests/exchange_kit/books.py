"""Books to import into: a Tibetan county with two units and four teams, and XPCC teams that nothing was entered for."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kaohe.office import Enrol, Office, Plan

__all__ = ["corps", "county", "secondees"]

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


@contextmanager
def secondees(folder: Path) -> Iterator[Office]:
    """Yining's seconded cadres S1 and S2, posted for all of 2016, of whom nothing else was entered."""
    cycle = {"id": "2016", "start": "2016-01-01", "end": "2016-12-31", "periods": {"quarter": ["2016Q1", "2016Q2"]}}
    posted = {"posted_from": "2016-01-01", "posted_to": "2016-12-31"}
    with Office.create(folder / "yining.book", Plan(scheme="yining", cycle=cycle, unit="伊宁县")) as office:
        office.save([Enrol(who, "secondee", name, facts=posted) for who, name in (("S1", "甲"), ("S2", "乙"))])
        yield office
