"""What must not matter under the Tibet scheme: the order of rows, the ids people go by, the seed of Python's hashes."""

from __future__ import annotations

import pytest

from plugin_kit import data_of, printed_under_seed, renamed, results, settled, shuffled

PACKAGE, COUNTY = "kaohe_xizang", "examples/county-2019.json"


@pytest.mark.parametrize("seed", [1, 2])
def test_order_changes_nothing(seed: int) -> None:
    """Other rows first: every outcome of the county stays, field by field."""
    data = data_of(PACKAGE, COUNTY)
    assert results(shuffled(data, seed)) == results(data)


def test_names_change_nothing() -> None:
    """Other ids, sorting the other way round: every state, grade, score, rule and flag stays."""
    data = data_of(PACKAGE, COUNTY)
    other, names = renamed(data)
    assert settled(results(other)) == settled(results(data), names)


def test_the_hash_seed_changes_nothing() -> None:
    """Two Pythons with different hash seeds print the same outcomes in the same order."""
    assert printed_under_seed(PACKAGE, COUNTY, "1") == printed_under_seed(PACKAGE, COUNTY, "2")
