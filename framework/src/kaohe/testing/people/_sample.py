"""One small cohort of a scheme for what need only be shown once."""

from __future__ import annotations

from ...errors import KaoheError
from ..basis import Subject, World
from ._base import base_of
from ._cohorts import cohort_rows

__all__ = ["sample_world"]


def sample_world(subject: Subject) -> World:
    """A few people of every kind: two quiet ones each, and a cohort at a quota line where there is a quota."""
    base = base_of(subject)
    rows = {}
    for rules in subject.rules.kinds:
        kind = rules.kind.key
        for row in (*base.linked(kind), base.row(kind), {**base.row(kind), "id": f"{kind}-9"}):
            rows[row["id"]] = row
    for world in list(cohort_rows(subject))[:8]:
        for row in world.rows:
            rows.setdefault(row["id"], row)
    world = base.world(subject.rules.kinds[0].kind.key).with_rows(rows.values())
    try:
        _ = world.outcomes
    except KaoheError:
        return base.solo(subject.rules.kinds[0].kind.key)
    return world
