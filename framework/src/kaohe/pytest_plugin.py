"""What pytest finds through the entry point `pytest11`: one option; nothing of Kaohe is imported until it is used."""

from __future__ import annotations

from typing import Any

__all__ = ["pytest_addoption", "pytest_collection_modifyitems"]


def pytest_addoption(parser: Any) -> None:
    """Add `--kaohe-scheme`."""
    parser.getgroup("kaohe").addoption(
        "--kaohe-scheme",
        action="append",
        default=[],
        metavar="ID",
        help="also run the checks of an installed Kaohe scheme (may be given more than once)",
    )


def pytest_collection_modifyitems(session: Any, config: Any, items: list[Any]) -> None:
    """Add one test for each check of the schemes asked for."""
    for name in config.getoption("--kaohe-scheme", default=[]):
        from .testing.phases import SchemeItems

        items.extend(SchemeItems.from_parent(session, name=name).collect())
