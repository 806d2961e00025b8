"""四（七） of the Inner Mongolia scheme: the 30 % of each sequence, its ties and what goes beyond."""

from __future__ import annotations

from importlib.resources import as_file, files
from typing import Any

import pytest

from kaohe.cases import case_from_data, read_case
from kaohe.engine import Evaluation, Pool

KINDS = ("team", "head", "deputy", "liaison", "member")


def _shipped(name: str) -> dict[str, Any]:
    """The data of a worked case of the plugin."""
    with as_file(files("kaohe_neimenggu") / "cases" / f"{name}.toml") as path:
        return dict(read_case(path).raw)


def _pool(evaluation: Evaluation, kind: str) -> Pool:
    (pool,) = (found for found in evaluation.pools() if found.kind == kind)
    return pool


def _refused(raw: dict[str, Any]) -> dict[str, list[str]]:
    """The decisions that each kind refuses."""
    evaluation = Evaluation(case_from_data(raw).cohort)
    found = {kind: [who for who, _ in evaluation.placed(kind).refused] for kind in KINDS}
    return {kind: refused for kind, refused in found.items() if refused}


def test_the_places_of_57_teams() -> None:
    """30 % of 57 teams are 17 places, rounded down."""
    raw = _shipped("NM-4(7)b")
    raw["appraisees"] = [{"id": f"T{n}", "kind": "team"} for n in range(57)]
    raw["expect"] = {}
    pool = _pool(Evaluation(case_from_data(raw).cohort), "team")
    assert (pool.base, pool.places) == (57, 17)


@pytest.mark.parametrize(("base", "places"), [(1, 0), (3, 0), (4, 1), (6, 1), (7, 2), (9, 2), (10, 3), (11, 3)])
def test_places_are_rounded_down(base: int, places: int) -> None:
    """NM-a10: the share is rounded down, so that it is never exceeded; up to three people have no place."""
    raw = _shipped("NM-4(7)a-fewer")
    raw["appraisees"] = [{"id": "T", "kind": "team"}, *({"id": f"M{n}", "kind": "member"} for n in range(base))]
    raw["expect"] = {}
    assert _pool(Evaluation(case_from_data(raw).cohort), "member").places == places


def test_a_tie_decision_for_one_sequence_is_refused_by_no_other() -> None:
    """A decision on a tie of heads is settled there; the sequences that share the quota's id leave it alone."""
    assert _refused(_shipped("NM-4(7)a-tie-decided")) == {}


def test_a_tie_decision_that_names_nobody_is_refused() -> None:
    """A decision whose members are in no sequence is not dropped in silence."""
    raw = _shipped("NM-4(7)a-tie-decided")
    raw["decisions"] = [raw["decisions"][0] | {"members": ["Z1", "Z2"], "choose": ["Z1"]}]
    raw["expect"] = {}
    assert set(_refused(raw)) == set(KINDS)


def test_a_stale_tie_decision_is_refused() -> None:
    """A decision on a tie set that has changed since is refused, and the tie stands."""
    raw = _shipped("NM-4(7)a-tie-decided")
    raw["decisions"] = [raw["decisions"][0] | {"members": ["H2", "H3"]}]
    raw["expect"] = {}
    assert _refused(raw) == {"head": ["H2, H3"]}
    assert [tie.members for tie in Evaluation(case_from_data(raw).cohort).ties()] == [("H2", "H3", "H4")]


def test_a_place_beyond_the_share_stays_visible() -> None:
    """NM-a10: a recorded reason opens a third place for seven heads, and the pool shows one place over."""
    raw = _shipped("NM-4(7)a-beyond")
    pool = _pool(Evaluation(case_from_data(raw).cohort), "head")
    assert (pool.places, pool.used, pool.over, pool.soft) == (2, 3, 1, True)


def test_the_hard_reading_refuses_a_place_beyond() -> None:
    """NM-a10: under the hard reading the recorded reason is refused, and the pool is not exceeded."""
    raw = _shipped("NM-a10-hard")
    assert _refused(raw) == {"head": ["H3"]}
    pool = _pool(Evaluation(case_from_data(raw).cohort), "head")
    assert (pool.places, pool.used, pool.over, pool.soft) == (2, 2, 0, False)


@pytest.mark.parametrize(("named", "refused"), [("H6", {"head"}), ("T", {"team"}), ("Z9", set(KINDS))])
def test_a_place_beyond_for_no_candidate_is_refused(named: str, refused: set[str]) -> None:
    """A recorded reason gives nothing to somebody who is not proposed, or not there at all, and says so by name."""
    raw = _shipped("NM-4(7)a-beyond")
    raw["decisions"] = [raw["decisions"][0] | {"exceed": ["H3", named]}]
    raw["expect"] = {}
    assert _refused(raw) == {kind: [named] for kind in refused}
    assert _pool(Evaluation(case_from_data(raw).cohort), "head").used == 3
