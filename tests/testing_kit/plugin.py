"""A sample third-party plugin, written out, built into a wheel, and installed into a folder of its own."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

from forked_kit import forked

__all__ = ["environment", "install", "kaohe"]

_PROJECT = """\
[build-system]
requires = ["flit_core >=3.9,<4"]
build-backend = "flit_core.buildapi"

[project]
name = "sample-scheme"
version = "1"
description = "A sample."

[project.entry-points."kaohe.scheme.v1"]
sample-2020 = "sample_scheme:Sample"
"""
_MODULE = '''"""A sample scheme."""

from kaohe.rules import (Band, Bands, Document, Kind, Part, Quota, Rank, Scheme, Score, ScoreOf, Total)
from kaohe.rules.nodes import Computed
from kaohe.words import Text

WORDS = Text("words", "文字")
GRADES = ("A", "B", "C")
PERSON = Kind("person", WORDS, GRADES)
MARK = Score("mark", WORDS, clause="1")


def by_hash(mark):
    """What a careless author does: the order of a set of texts, other in every process."""
    names = {{f"name {{number}}" for number in range(99)}}
    return list(names).index("name 7") % 10 if {careless} else 0


class Person(Part):
    """Somebody with a mark."""

    kind = PERSON

    def scoring(self):
        """A mark, and bands."""
        extra = Computed("extra", by_hash, (MARK,), low=0, high=50)
        whole = (Band("A", low=90), Band("B", low=60, below=90), Band("C", below=60))
        return [
            Total(id="S-1", clause="1", text=WORDS, value=MARK + extra, at_most=100),
            Bands(id="S-2", clause="2", text=WORDS, of=ScoreOf(), bands=whole),
        ]

    def quota(self):
        """At most 30 % of all."""
        rounding = "{rounding}"
        return [
            Quota(
                "A", id="S-3", clause="3", text=WORDS, share="30%", rounding=rounding, rank=(Rank(ScoreOf()),),
                otherwise="B",
            )
        ]


class Sample(Scheme):
    """One mark, three grades, a quota."""

    id = "sample-2020"
    title = WORDS
    version = "1"
    document = Document(title="示例", issuer="示例", issued="2020-01-01")
    parts = (Person,)
'''
_CASE = """\
format = 1
scheme = "sample-2020"
title = "ninety"

[cycle]
start = 2020-01-01
end = 2020-12-31

[[appraisees]]
id = "P"
kind = "person"
facts.mark = 60

[expect.P]
grade = "B"
"""


def install(folder: Path, *, rounding: str = "down", careless: bool = False) -> Path:
    """Build the plugin's wheel and unpack it as an installer does; the folder to put on the path."""
    source, site = folder / "source", folder / "site-packages"
    package = source / "sample_scheme"
    (package / "cases").mkdir(parents=True)
    (source / "pyproject.toml").write_text(_PROJECT, "utf-8")
    (package / "__init__.py").write_text(_MODULE.format(rounding=rounding, careless=careless), "utf-8")
    (package / "cases" / "S-2.toml").write_text(_CASE, "utf-8")
    build = "import sys; from flit_core.buildapi import build_wheel; print(build_wheel(sys.argv[1]))"
    done = subprocess.run(
        [sys.executable, "-c", build, str(folder)], cwd=source, capture_output=True, text=True, check=True
    )
    with zipfile.ZipFile(folder / done.stdout.strip()) as wheel:
        wheel.extractall(site)
    return site


def environment(site: Path) -> dict[str, str]:
    """The environment in which only the sample is allowed, beside the framework itself."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("KAOHE", "LC_", "LANG"))}
    return {**kept, "PYTHONPATH": str(site), "KAOHE_ALLOW": "sample-2020", "KAOHE_LANG": "en", "CI": "1"}


def kaohe(site: Path, folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a command in a folder with the sample installed, in a process of its own."""
    return forked(arguments, folder=folder, environment=environment(site), path=(site,))
