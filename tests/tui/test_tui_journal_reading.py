"""Reading a journal: whatever stands beside a case is entries or a sentence, at once."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from kaohe_tui.session._journal import Journal, JournalError


@pytest.mark.parametrize("what", ["pipe", "folder", "device", "link to a device"])
def test_what_is_no_file_is_refused_at_once(what: str, tmp_path: Path) -> None:
    """A pipe, a folder or a device beside a case keeps nobody waiting; the case opens for looking only."""
    case = tmp_path / "case.json"
    journal = tmp_path / "case.json.journal"
    if what == "pipe":
        os.mkfifo(journal)
    elif what == "folder":
        journal.mkdir()
    else:
        journal.symlink_to("/dev/zero")
    with pytest.raises(JournalError) as caught:
        Journal.beside(case, "0" * 64)
    assert caught.value.text.zh


def test_lines_that_are_no_entries_are_passed_over(tmp_path: Path) -> None:
    """Torn, doubled, endless or undecodable lines between good ones take none of these along."""
    lines = [
        b'{"kaohe-journal": 1, "sha256": "s"}',
        b'{"who": "a", "where": "facts", "key": "k", "value": 9.5}',
        b'{"who": ',
        b'{"who": 1, "who": 2}',
        b'{"value": 1e999999999}',
        b'{"value": ' + b"9" * 9999 + b"}",
        b"[" * 9999,
        b'{"who": "\\ud800"}',
        b"\xff\x00",
        b"[]",
        b'{"who": "no entry of ours"}',
        b'{"who": "b", "draft": {"cell": null}}',
        b'{"torn": 1',
    ]
    (tmp_path / "case.json.journal").write_bytes(b"\n".join(lines))
    journal = Journal.beside(tmp_path / "case.json", "0" * 64)
    journal.close()
    assert [entry.get("who") for entry in journal.found] == ["a", "b"]
    assert (journal.found_digest, str(journal.found[0]["value"])) == ("s", "9.5")
