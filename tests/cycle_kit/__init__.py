"""Transcripts of docs/: the commands of a page typed by the people it names, and what it says that they print.

A block holds lines `WHO$ kaohe ...`. Indented lines below one stand in what it prints, blanks apart; where the first of
them begins with a number like [K8153] the command is refused, and must leave exit status 2. `{name}` is typed once for
each value of that name; `x5 kaohe ...` is five times, by two approvers in turn.
"""

from __future__ import annotations

import getpass
import json
import re
import shlex
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from attrs import define, frozen

from cli_kit import ROOT, run

__all__ = ["Line", "Played", "case_file", "played", "typed"]

_APPROVERS = ("sun", "qian")


@frozen
class Line:
    """One command: who types it, the words after `kaohe`, and what it says."""

    who: str
    command: str
    says: tuple[str, ...] = ()

    @property
    def refused(self) -> bool:
        """Whether the page shows it refused."""
        return bool(self.says) and re.match(r"\[K\d{4}\]", self.says[0]) is not None


@define
class Played:
    """The folder in which a page was typed, how many commands that were, how many refused, and what the last one said."""

    folder: Path
    commands: int = 0
    refused: int = 0
    said: str = ""


def typed(page: str, each: Mapping[str, Sequence[str]]) -> Iterator[Line]:
    """Who types which command of a page of docs/, in order."""
    text = (ROOT / "docs" / page).read_text(encoding="utf-8")
    for block in re.findall(r"^```\n(.*?)^```$", text, flags=re.MULTILINE | re.DOTALL):
        for command in re.findall(r"^\S.*(?:\n +.*)*", block, flags=re.MULTILINE):
            first, *says = command.splitlines()
            yield from _turns(first, tuple(" ".join(line.split()) for line in says), each)


def _turns(line: str, says: tuple[str, ...], each: Mapping[str, Sequence[str]]) -> Iterator[Line]:
    who, _, command = line.partition(" kaohe ")
    name = next((one for one in each if f"{{{one}}}" in command), "")
    for value in each.get(name, [""]):
        words = command.replace(f"{{{name}}}", value) if name else command
        turns = int(who[1:]) if who.startswith("x") else 0
        yield from (Line(_APPROVERS[turn % 2], words, says) for turn in range(turns))
        if not turns:
            yield Line(who.rstrip("$"), words, says)


def played(page: str, folder: Path, each: Mapping[str, Sequence[str]]) -> Played:
    """A page typed in a folder, each command as its person, and what it says held against what it prints."""
    found = Played(folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        for line in typed(page, each):
            patch.setenv("KAOHE_IDENTITY", line.who)
            done = run(*shlex.split(line.command.replace("root:", f"{getpass.getuser()}:")))
            printed = " ".join((done.stdout + done.stderr).split())
            assert done.exit_code == (2 if line.refused else 0), (line, printed[-1500:])
            for said in line.says:
                assert said in printed, (line, said, printed[-1500:])
            found.commands, found.refused = found.commands + 1, found.refused + line.refused
            found.said = done.output
    return found


def case_file(folder: Path, name: str, data: Mapping[str, Any]) -> None:
    """A case file as the page imports it."""
    text = json.dumps({"format": 1, **data}, ensure_ascii=False)
    (folder / f"{name}.json").write_text(text, encoding="utf-8")
