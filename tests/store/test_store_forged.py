"""A book whose hashes are right and whose content is nonsense: a sentence, never a traceback."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kaohe.store import Corrupt, StoreError
from lengths import scaled
from store_kit import damage
from store_kit.kits import FileKit
from store_kit.machine import VALUES

CHANGES = st.lists(st.lists(VALUES | st.sampled_from(["entry", 0]), max_size=5) | VALUES, max_size=3) | VALUES
BODIES = VALUES | st.fixed_dictionaries(
    {}, optional={"time": VALUES, "actor": VALUES, "changes": CHANGES, "torn": VALUES}
)


@settings(max_examples=scaled(60, 3000), deadline=None, suppress_health_check=list(HealthCheck))
@given(
    header=st.fixed_dictionaries({}, optional=dict.fromkeys(damage.HEADER, VALUES)), bodies=st.lists(BODIES, max_size=3)
)
def test_forged_content(tmp_path: Path, header: dict[str, Any], bodies: list[Any]) -> None:
    """Forged records are read or refused."""
    path = tmp_path / "forged.book"
    path.write_bytes(damage.chained([json.dumps(one, ensure_ascii=False) for one in (damage.HEADER | header, *bodies)]))
    try:
        with FileKit(tmp_path).open(str(path)) as book:
            book.verify()
            book.find("entry")
            [record.changes for record in book.history("entry", "0")]
    except StoreError:
        pass


@pytest.mark.parametrize(
    "text", ["{", '{"time":1.5}', "[" * 100_000, "null", '{"time":"t"}', '{"time":"t","changes":[["entry","1",7,{}]]}']
)
def test_forged_line(tmp_path: Path, text: str) -> None:
    """A record with a right hash that is no record, or overwrites what its writer never saw, is damage."""
    path = tmp_path / "forged.book"
    path.write_bytes(damage.chained([damage.canonical(damage.HEADER), text]))
    with pytest.raises(Corrupt, match="record 1 is damaged"):
        FileKit(tmp_path).open(str(path))


def test_another_spelling(tmp_path: Path) -> None:
    """What is not spelled as Kaohe spells it does not verify."""
    damage.another_spelling(FileKit(tmp_path))


def test_documented_format(tmp_path: Path) -> None:
    """The format that docs/trust.md states is the one that is read: sha256 over "<hash before> <number> <body>"."""
    path = tmp_path / "ours.book"
    change = ["entry", "1", 0, {"unit": "u"}]
    path.write_bytes(damage.well_hashed([{"actor": "a", "changes": [change], "reason": "", "time": "t"}]))
    with FileKit(tmp_path).open(str(path)) as book:
        document = book.get("entry", "1")
        assert document is not None
        assert (document.version, document.fields) == (1, {"unit": "u"})
