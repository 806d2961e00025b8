"""What TinyDB's own storages do to data, which is why a book does not write through them.

Run `python tests/store/tinydb_faults.py`; each line says what went in and what is there afterwards.
"""

from __future__ import annotations

import resource
import sys
import tempfile
from pathlib import Path

from tinydb import TinyDB
from tinydb.storages import MemoryStorage
from tinydb.table import Document


def shared_memory() -> str:
    """#551: lists handed in and out are the database's own."""
    db = TinyDB(storage=MemoryStorage)
    given = {"scores": [1]}
    db.insert(given)
    given["scores"].append(2)
    db.all()[0]["scores"].append(3)
    return f"inserted [1], changed only outside the database, now {db.all()[0]['scores']}"


def mixed_insert() -> str:
    """#629: documents and plain dicts in one insert_multiple overwrite each other."""
    db = TinyDB(storage=MemoryStorage)
    ids = db.insert_multiple([{"n": 1}, Document({"n": 2}, doc_id=2), {"n": 3}])
    return f"inserted 3 documents with ids {ids}, now {len(db)}"


def opened_empty(folder: Path) -> str:
    """#636: opening a table with persist_empty=True empties it."""
    with TinyDB(folder / "a.json") as db:
        db.table("t").insert({"n": 1})
    with TinyDB(folder / "a.json") as db:
        return f"1 document saved, after opening the table with persist_empty {len(db.table('t', persist_empty=True))}"


def full_disk(folder: Path) -> str:
    """A write for which there is no room leaves a file that cannot be read."""
    path = folder / "full.json"
    with TinyDB(path) as db:
        db.insert_multiple({"text": "x" * 100} for _ in range(200))
        _, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, hard))
        try:
            db.update({"text": "y" * 150}, doc_ids=[1])
        except OSError:
            pass
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
    try:
        with TinyDB(path) as db:
            return f"200 documents saved, now {len(db)}"
    except ValueError as error:
        return f"200 documents saved, now unreadable: {error}"


def main() -> None:
    """Print what each shows."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        lines = [shared_memory(), mixed_insert(), opened_empty(folder), full_disk(folder)]
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
