"""Discovery: every installed plugin is in a state, with the reason, and none stops the others.

Each test lays small distributions on a path of their own and looks from a fresh interpreter.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from kaohe.errors import KaoheError
from kaohe.rules import load

SCHEME, AMENDMENT = "kaohe.scheme.v1", "kaohe.amendment.v1"

SOUND = """
from kaohe.rules import *
from kaohe.words import Text
W = Text("words", "文字")
P = Kind("person", W, ("好", "差"))
MARK = Score("mark", W, clause="1")
class Person(Part):
    kind = P
    def {hook}(self):
        return [Ceiling("差", id="v", clause="1", text=W, when=MARK < 60)]
    {more}
class Made(Scheme):
    id, title, version = "{id}", W, "1"
    document = Document(title="文件", issuer="单位", issued="2020-01-01")
    parts = (Person,)
"""
AMENDS = """
from kaohe.rules import *
from kaohe.rules.amend import Amendment
from kaohe.words import Text
class Person(Part):
    kind = Kind("person", Text("words", "文字"), ("好", "差"))
    def {hook}(self):
        return []
class Made(Amendment):
    id, title, version, base = "{id}", Text("words", "文字"), "1", "sound"
    document = Document(title="文件", issuer="单位", issued="2020-01-01")
    parts = (Person,)
"""


def _sound(*, id: str, hook: str, more: str = "pass") -> str:  # noqa: A002  # the field's own name
    """A sound scheme of one part with one hook."""
    return SOUND.format(id=id, hook=hook, more=more)


LOOK = """
import json, sys
from kaohe.rules import discover
print(json.dumps([[p.role, p.id, p.state, p.reason and p.reason.en, p.reason and p.reason.zh, p.distribution]
                  for p in discover()]))
print(json.dumps(sorted(name for name in sys.modules if name.startswith("fake_"))))
"""


def _install(folder: Path, name: str, code: str, *, id: str, group: str = SCHEME, value: str = "Made") -> None:  # noqa: A002
    module = f"fake_{name}"
    (folder / f"{module}.py").write_text(code, encoding="utf-8")
    info = folder / f"{module}-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: fake-{name}\nVersion: 1.0\n", encoding="utf-8")
    (info / "entry_points.txt").write_text(f"[{group}]\n{id} = {module}:{value}\n", encoding="utf-8")


def _python(folder: Path, script: str, **variables: str) -> list[Any]:
    search = os.pathsep.join([str(folder), os.environ.get("PYTHONPATH", "")]).rstrip(os.pathsep)
    done = subprocess.run(
        [sys.executable, "-c", script],
        env={**os.environ, "PYTHONPATH": search, "KAOHE_LANG": "en", **variables},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def _look(folder: Path, **variables: str) -> dict[str, list[Any]]:
    """What discover() says of the fake plugins, by distribution: [role, id, state, English, Chinese]."""
    return {row[5]: row[:5] for row in _python(folder, LOOK, **variables)[0]}


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Any]]:
    """One look at a machine with a sound plugin and one of every broken sort."""
    folder = tmp_path_factory.mktemp("site")

    def install(name: str, code: str, **more: str) -> None:
        _install(folder, name, code, **({"id": name} | more))

    sound = _sound(id="{id}", hook="veto")
    install("sound", sound.format(id="sound"))
    install("raises", "raise RuntimeError('no database')")
    install("missing", "import no_such_module_anywhere")
    install("broken", "def f(:\n")
    install("leaves", "raise SystemExit(3)")
    install("v9", sound.format(id="v9"), group="kaohe.scheme.v9")
    install("misspelt", _sound(id="misspelt", hook="scroing"))
    install("one", sound.format(id="twin"), id="twin")
    install("two", sound.format(id="twin"), id="twin")
    install("other", sound.format(id="another"), id="other")
    install("function", "def Made():\n    return 1\n")
    install("nothing", "x = 1\n")
    install("wrongkind", _sound(id="wrongkind", hook="bonus_penalty"))
    install("dropped", _sound(id="dropped", hook="veto").replace("(self)", "()"))
    install("older", _sound(id="older", hook="veto").replace("(self)", "(self, kind)"))
    install("attribute", _sound(id="attribute", hook="veto", more="quota = ()"))
    install("boolean", _sound(id="boolean", hook="veto").replace("when=MARK < 60", "when=True"))
    install("noparts", sound.format(id="noparts").replace("parts = ", "prats = "))
    install("nokind", sound.format(id="nokind").replace("    kind = P", "    pass"))
    install("moved", sound.format(id="moved") + "    kinds = (P,)\n")
    install("lint", sound.format(id="lint").replace('Ceiling("差"', 'Ceiling("坏"'))
    install("float", sound.format(id="float").replace("MARK < 60", "MARK < 59.5"))
    install("city", AMENDS.format(id="city", hook="veto"), group=AMENDMENT)
    install("town", AMENDS.format(id="town", hook="vetto"), group=AMENDMENT)
    install("notamend", sound.format(id="notamend"), group=AMENDMENT)
    return _look(folder)


STATES = {
    "sound": ("ok", None),
    "raises": ("failed", "no database"),
    "missing": ("failed", "no_such_module_anywhere"),
    "broken": ("failed", "SyntaxError"),
    "leaves": ("failed", "SystemExit: 3"),
    "v9": ("incompatible", "kaohe.scheme.v9; this Kaohe knows kaohe.scheme.v1"),
    "misspelt": ("invalid", "scroing is not a hook; did you mean scoring?"),
    "one": ("duplicate", "uninstall one"),
    "two": ("duplicate", "uninstall one"),
    "other": ("invalid", "called other, its id is another"),
    "function": ("invalid", "no subclass of Scheme"),
    "nothing": ("failed", "Made"),
    "wrongkind": ("invalid", "returned Ceiling; it may return Bonus"),
    "dropped": ("invalid", "dropped:person.veto is function; a hook is a method: def veto(self): return [...]"),
    "older": ("invalid", "older:person.veto is function; a hook is a method: def veto(self): return [...]"),
    "attribute": ("invalid", "quota"),
    "boolean": ("invalid", "bool"),
    "noparts": ("invalid", "it declares no parts"),
    "nokind": ("invalid", "nokind: the part Person has no kind; write kind = Kind(...)"),
    "moved": ("invalid", "moved declares kinds; it stands in parts now"),
    "lint": ("invalid", "no grade 坏"),
    "float": ("invalid", "59.5"),
    "city": ("ok", None),
    "town": ("invalid", "vetto is not a hook; did you mean veto?"),
    "notamend": ("invalid", "no subclass of Amendment"),
}


@pytest.mark.parametrize("name", STATES)
def test_a_plugin_is_in_its_state_with_the_reason(found: dict[str, list[Any]], name: str) -> None:
    """Each plugin is listed with its state, and says why in both languages where it is not ok."""
    state, why = STATES[name]
    _role, _id, actual, english, chinese = found[f"fake-{name}"]
    assert actual == state, english
    if why is None:
        assert english is None
    else:
        assert why in english
        assert chinese
        assert chinese != english


def test_the_installed_schemes_still_work_beside_broken_ones(found: dict[str, list[Any]]) -> None:
    """A broken plugin stops no other: the Tibet scheme is ok among them."""
    assert found["kaohe-xizang"][2] == "ok"


def test_the_list_is_sorted_by_role_and_id(tmp_path: Path) -> None:
    """Schemes come first, then amendments, each in order of id."""
    _install(tmp_path, "zeta", _sound(id="zeta", hook="veto"), id="zeta")
    _install(tmp_path, "alpha", _sound(id="alpha", hook="veto"), id="alpha")
    _install(tmp_path, "city", AMENDS.format(id="city", hook="veto"), id="city", group=AMENDMENT)
    rows = [(row[0] != "scheme", row[1]) for row in _python(tmp_path, LOOK)[0]]
    assert rows == sorted(rows)
    assert {"zeta", "alpha", "city"} <= {name for _, name in rows}


def test_what_the_allow_list_leaves_out_is_not_imported(tmp_path: Path) -> None:
    """With KAOHE_ALLOW only the plugins named are imported; the others are listed as disabled."""
    _install(tmp_path, "sound", _sound(id="sound", hook="veto"), id="sound")
    _install(tmp_path, "trap", "raise RuntimeError('imported')", id="trap")
    rows, imported = _python(tmp_path, LOOK, KAOHE_ALLOW="sound, other")
    states = {row[1]: (row[2], row[3]) for row in rows}
    assert states["sound"][0] == "ok"
    assert states["trap"][0] == "disabled"
    assert "KAOHE_ALLOW" in states["trap"][1]
    assert imported == ["fake_sound"]


def test_an_unknown_version_is_not_imported(tmp_path: Path) -> None:
    """The version is read from the entry point: a plugin for another Kaohe is never imported."""
    _install(tmp_path, "later", "raise RuntimeError('imported')", id="later", group="kaohe.scheme.v2")
    rows, imported = _python(tmp_path, LOOK)
    assert {row[1]: row[2] for row in rows}["later"] == "incompatible"
    assert imported == []


ASK = """
import json
from kaohe.rules import load
from kaohe.errors import KaoheError
try:
    load("{id}"{more})
    print(json.dumps("ok"))
except KaoheError as error:
    print(json.dumps([type(error).__name__, error.text.en]))
"""


@pytest.mark.parametrize(
    ("ask", "more", "why"),
    [
        ("raises", "", "is installed but failed"),
        ("xizang-2081", "", "did you mean xizang-2018?"),
        ("zzz", "", "installed are: "),
        ("xizang-2018", ", amendments=['town']", "is installed but invalid"),
        ("xizang-2018", ", amendments=['citty']", "did you mean city?"),
        ("xizang-2018", ", amendments=['city']", "amends sound, not xizang-2018"),
        ("xizang-2018", ", choices={'gap': 'up'}", "no setting gap; the settings are: gap-reading"),
        ("xizang-2018", ", choices={'gap-reading': 'up'}", "not one of half-open"),
    ],
)
def test_a_scheme_that_is_not_ok_never_runs(tmp_path: Path, ask: str, more: str, why: str) -> None:
    """Loading what is broken, unknown, amended wrongly or set wrongly is refused with the next step."""
    _install(tmp_path, "raises", "raise RuntimeError('no database')", id="raises")
    _install(tmp_path, "city", AMENDS.format(id="city", hook="veto"), id="city", group=AMENDMENT)
    _install(tmp_path, "town", AMENDS.format(id="town", hook="vetto"), id="town", group=AMENDMENT)
    (answer,) = _python(tmp_path, ASK.format(id=ask, more=more))
    assert why in answer[1]


def test_a_scheme_is_assembled_once() -> None:
    """However often a case asks for it; what is amended or set otherwise is another, and what fails is asked anew."""
    plain = load("xizang-2018")
    amended = load("xizang-2018", amendments=["xizang-example-city"])
    chosen = load("xizang-2018", choices={"gap-reading": "truncate"})
    assert load("xizang-2018") is plain
    assert load("xizang-2018", amendments=["xizang-example-city"]) is amended
    assert load("xizang-2018", choices={"gap-reading": "truncate"}) is chosen
    assert len({plain.digest, amended.digest, chosen.digest}) == 3
    for _ in range(2):
        with pytest.raises(KaoheError, match="no setting gap"):
            load("xizang-2018", choices={"gap": "up"})
