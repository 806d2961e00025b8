"""The digest: one number for what a scheme declares, the same on every Python."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import sysconfig
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from kaohe.errors import InexactError
from kaohe.rules import Ceiling, Reading, assemble, discover
from kaohe.rules.amend import Replacing
from kaohe.rules.nodes import Computed
from kaohe.rules.tools import canonical, digest, exact
from kaohe.words import Text
from scheme_kit import GRADES, POINTS, WORDS, amend, bands, declare, lines, score, total

ROOT = Path(__file__).parents[2]
READING = Reading("A", WORDS, key="reading", ways={"a": WORDS, "b": WORDS})
PRINT = "from kaohe.rules import discover; print({p.id: p.ruleset.digest for p in discover() if p.ruleset})"


def _printed(python: str, **variables: str) -> str:
    paths = [ROOT / "framework/src", *sorted(ROOT.glob("plugins/*/src")), sysconfig.get_path("purelib")]
    done = subprocess.run(
        [python, "-c", PRINT],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(map(str, paths)), "PYTHONDONTWRITEBYTECODE": "1", **variables},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def _here() -> str:
    return f"{ {plugin.id: plugin.ruleset.digest for plugin in discover() if plugin.ruleset} }\n"


@pytest.mark.parametrize("seed", ["0", "1", "4242"])
def test_the_digest_does_not_depend_on_the_hash_seed(seed: str) -> None:
    """Every installed scheme has the same digest whatever the order of sets."""
    assert _printed(sys.executable, PYTHONHASHSEED=seed) == _here()


@pytest.mark.parametrize("version", ["3.12", "3.13"])
def test_the_digest_is_the_same_on_a_later_python(version: str) -> None:
    """Every installed scheme has the same digest on a later Python."""
    python = _python(version)
    if python is None:
        pytest.skip(f"no working python{version} on this machine")
    assert _printed(python) == _here()


def _python(version: str) -> str | None:
    """A Python of that version: on the path, or among pyenv's."""
    root = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"))
    candidates = [shutil.which(f"python{version}"), *root.glob(f"versions/{version}*/bin/python")]
    for candidate in candidates:
        if candidate and not subprocess.run([candidate, "-c", ""], check=False, capture_output=True).returncode:
            return str(candidate)
    return None


def _changes() -> dict[str, Any]:
    rule = Ceiling(GRADES[2], **lines("v"), when=POINTS < 60)
    return {
        "another number": declare(veto=[Ceiling(GRADES[2], **lines("v"), when=POINTS < 61)]),
        "another comparison": declare(veto=[Ceiling(GRADES[2], **lines("v"), when=POINTS <= 60)]),
        "another grade": declare(veto=[Ceiling(GRADES[1], **lines("v"), when=POINTS < 60)]),
        "another clause": declare(veto=[Ceiling(GRADES[2], **lines("v", "2"), when=POINTS < 60)]),
        "another step": declare(veto=[Ceiling(GRADES[2], **lines("v"), when=score(places=1) < 60)]),
        "a re-check": declare(veto=[Ceiling(GRADES[2], **lines("v"), when=POINTS < 60, confirm=True)]),
        "another text": declare(
            veto=[Ceiling(GRADES[2], id="v", clause="1", text=Text("other", "另"), when=POINTS < 60)]
        ),
        "another rule": declare(veto=[rule], scoring=[total()]),
        "another name": declare(veto=[rule], name="other"),
        "an assumption": declare(veto=[rule], readings=(Reading("A", WORDS, WORDS),)),
        "a setting": declare(veto=[rule], readings=(READING,)),
    }


@pytest.mark.parametrize("name", _changes())
def test_any_change_of_the_declarations_changes_the_digest(name: str) -> None:
    """A number, a comparison, a grade, a clause, a text: whatever changes, the digest does."""
    same = assemble(declare(veto=[Ceiling(GRADES[2], **lines("v"), when=POINTS < 60)])).digest
    assert same == assemble(declare(veto=[Ceiling(GRADES[2], **lines("v"), when=POINTS < 60)])).digest
    assert assemble(_changes()[name]).digest != same


def test_the_digest_covers_settings_and_amendments() -> None:
    """A chosen reading and an active amendment are part of the rules; so is the order of amendments' precedence."""
    scheme = declare(readings=(READING,), veto=[Ceiling(GRADES[2], **lines("v"), when=POINTS < 60)])
    stricter = Replacing(rule=Ceiling(GRADES[2], **lines("v"), when=POINTS < 70), basis="细则")
    other_basis = Replacing(rule=stricter.rule, basis="另一细则")
    found = [
        assemble(scheme),
        assemble(scheme, choices={"reading": "b"}),
        assemble(scheme, [amend()]),
        assemble(scheme, [amend(veto=[stricter])]),
        assemble(scheme, [amend(veto=[other_basis])]),
    ]
    assert len({ruleset.digest for ruleset in found}) == len(found)


def test_numbers_are_digested_by_value() -> None:
    """The same number written in another way is the same rule."""
    assert digest({"a": exact("50%")}) == digest({"a": Fraction(1, 2)})
    assert assemble(declare(scoring=[total(), bands(assumption=())])).digest == (
        assemble(declare(scoring=[total(POINTS), bands(assumption=())])).digest
    )


def test_a_digest_is_sha_256() -> None:
    """64 hexadecimal digits, of the canonical JSON."""
    text = '{"a":["2/3",null],"b":"等次"}'
    assert digest({"b": "等次", "a": [Fraction(2, 3), None]}) == hashlib.sha256(text.encode()).hexdigest()


def _double(value: Fraction) -> Fraction:
    return value * 2


def test_an_authors_function_is_digested_by_its_name() -> None:
    """A function stands in the canonical form by module and name, not by its address."""
    node = Computed("double", _double, (POINTS,), low=0, high=200)
    assert canonical(node)["function"].endswith(":_double")


@pytest.mark.parametrize(
    "wrong", [0.5, float("nan"), object(), {1, 2}, b"x"], ids=["float", "nan", "object", "set", "bytes"]
)
def test_what_is_not_exact_cannot_be_digested(wrong: object) -> None:
    """A float, a set or any object has no canonical form: it is refused by value and type."""
    with pytest.raises(InexactError, match=type(wrong).__name__):
        digest({"field": [wrong]})
