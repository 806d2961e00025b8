"""`kaohe schemes` keeps what it found: believed as long as nothing changed, and never where there is a doubt."""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

import kaohe
import kaohe.files  # before a test takes the path away
from kaohe.cli import _kept
from kaohe.cli._kept import keep, kept

PLUGIN = """
from pathlib import Path
from kaohe.rules import *
from kaohe.words import Text
W = Text("words", "文字")
P = Kind("person", W, ("好", "差"))
MARK = Score("mark", W, clause="1")
class Person(Part):
    kind = P
    def veto(self):
        return [Ceiling("差", id="v", clause="1", text=W, when=MARK < 60)]
class Made(Scheme):
    id, title = "made", W
    version = (Path(__file__).parent / "version.txt").read_text()
    document = Document(title="文件", issuer="单位", issued="2020-01-01")
    parts = (Person,)
"""
# Each start comes long after the last change, as far as it knows.
RUN = """
import sys
from kaohe.cli import _kept, main
_kept._STARTED += 10**12
try:
    main(sys.argv[1:])
finally:
    needless = {"kaohe.rules", "attrs", "pluggy", "importlib.metadata", "fake_made"}
    print("loaded" if needless & set(sys.modules) else "kept", file=sys.stderr)
"""


def _install(site: Path, name: str, code: str = PLUGIN) -> Path:
    package = site / f"fake_{name}"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text(code.replace('"made"', f'"{name}"'), encoding="utf-8")
    (package / "version.txt").write_text("1", encoding="utf-8")
    info = site / f"fake_{name}-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: fake-{name}\nVersion: 1.0\n", encoding="utf-8")
    (info / "entry_points.txt").write_text(f"[kaohe.scheme.v1]\n{name} = fake_{name}:Made\n", encoding="utf-8")
    return package


class Machine:
    """A path with a plugin of its own, beside the shipped ones that are not allowed, and a user with a cache."""

    def __init__(self, folder: Path) -> None:
        self.site, self.cache = folder / "site", folder / "cache"
        self.package = _install(self.site, "made")
        self.variables = {"KAOHE_ALLOW": "made other", "KAOHE_LANG": "en", "XDG_CACHE_HOME": str(self.cache)}

    def start(self, *words: str, **variables: str) -> subprocess.Popen[str]:
        """`kaohe schemes` as a process of its own."""
        return subprocess.Popen(
            [sys.executable, "-c", RUN, "schemes", *words],
            env={**os.environ, "PYTHONPATH": str(self.site), **self.variables, **variables},
            cwd=self.site,  # it stands on the path, so nobody else may make anything there
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def schemes(self, *words: str, **variables: str) -> tuple[str, str]:
        """What `kaohe schemes` prints, and "kept" or "loaded"."""
        with self.start(*words, **variables) as process:
            out, err = process.communicate()
        assert process.returncode == 0, err
        return out, err.splitlines()[-1]

    def made(self) -> dict[str, Any]:
        """The row of the plugin, which has to be loaded for it."""
        out, how = self.schemes("--json")
        assert how == "loaded"
        rows: dict[str, dict[str, Any]] = {row["id"]: row for row in json.loads(out)}
        return rows.get("made", {})

    @property
    def file(self) -> Path:
        """The one file that is kept."""
        (file,) = (self.cache / "kaohe").iterdir()
        return file


@pytest.fixture(scope="module")
def settled(tmp_path_factory: pytest.TempPathFactory) -> Machine:
    """A machine that has been started once."""
    machine = Machine(tmp_path_factory.mktemp("machine"))
    assert machine.schemes()[1] == "loaded"
    return machine


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    """One that a test may change, its cache filled."""
    made = Machine(tmp_path)
    assert made.schemes()[1] == "loaded"
    assert made.schemes()[1] == "kept"
    return made


@pytest.mark.parametrize("words", [(), ("--json",)], ids=["table", "json"])
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_what_is_kept_says_the_same(settled: Machine, words: tuple[str, ...], lang: str) -> None:
    """In both forms and both languages, whichever it was kept in; and no rules are loaded for it."""
    assert settled.schemes(*words, KAOHE_LANG=lang, XDG_CACHE_HOME="/dev/null")[1] == "loaded"
    anew, _ = settled.schemes(*words, KAOHE_LANG=lang, XDG_CACHE_HOME="/dev/null")
    assert settled.schemes(*words, KAOHE_LANG=lang) == (anew, "kept")


def test_other_variables_are_another_answer(settled: Machine, tmp_path: Path) -> None:
    """What is allowed, and how long a plugin may take, belongs to it."""
    for name, value in (("KAOHE_ALLOW", "other"), ("KAOHE_PLUGIN_TIMEOUT", "9"), ("PYTHONPATH", str(tmp_path))):
        cache = tmp_path / name
        shutil.copytree(settled.cache, cache)
        assert settled.schemes(XDG_CACHE_HOME=str(cache), **{name: value})[1] == "loaded", name


def test_a_changed_plugin_is_loaded(machine: Machine) -> None:
    """Though the file has the same size and the time of its last change was put back."""
    file = machine.package / "__init__.py"
    before = file.stat()
    file.write_text(file.read_text(encoding="utf-8").replace('"words"', '"other"'), encoding="utf-8")
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    shutil.rmtree(machine.package / "__pycache__", ignore_errors=True)  # Python believes size and time
    assert file.stat().st_size == before.st_size
    assert machine.made()["title"]["en"] == "other"


def test_changed_data_of_a_plugin_is_loaded(machine: Machine) -> None:
    """A table or a text of its package is as much a part of it as its code."""
    (machine.package / "version.txt").write_text("2", encoding="utf-8")
    assert machine.made()["version"] == "2"


def test_a_removed_plugin_is_gone(machine: Machine) -> None:
    """Uninstalled, it is listed no more; its module alone, without its metadata, is no plugin."""
    shutil.rmtree(machine.site / "fake_made-1.0.dist-info")
    assert machine.made() == {}


def test_a_removed_module_is_a_reason(machine: Machine) -> None:
    """Its metadata alone is a plugin that cannot be imported."""
    shutil.rmtree(machine.package)
    assert machine.made()["state"] == "failed"


def test_a_new_plugin_is_listed(machine: Machine) -> None:
    """It was no part of what is kept."""
    _install(machine.site, "other")
    out, how = machine.schemes("--json")
    assert how == "loaded"
    assert {row["id"]: row["state"] for row in json.loads(out)}["other"] == "ok"


def test_a_renamed_entry_point_is_seen(machine: Machine) -> None:
    """Metadata changed in place, as by an editor."""
    points = machine.site / "fake_made-1.0.dist-info" / "entry_points.txt"
    points.write_text("[kaohe.scheme.v9]\nmade = fake_made:Made\n", encoding="utf-8")
    assert machine.made()["state"] == "incompatible"


def test_a_changed_core_is_loaded(machine: Machine) -> None:
    """A new version of the framework may judge a plugin otherwise."""
    # With what is compiled: to do so takes seconds.
    shutil.copytree(Path(kaohe.__file__).parent, machine.site / "kaohe")
    assert [machine.schemes()[1], machine.schemes()[1]] == ["loaded", "kept"]
    file = machine.site / "kaohe" / "rules" / "_lint.py"
    file.write_text(file.read_text(encoding="utf-8") + "\n# changed\n", encoding="utf-8")
    assert machine.schemes()[1] == "loaded"


@pytest.mark.parametrize("more", ["print('hello')", "raise RuntimeError('no database')"], ids=["prints", "fails"])
def test_a_plugin_with_something_to_say_is_asked_each_time(tmp_path: Path, more: str) -> None:
    """What it prints is told at every start, and what it failed of may have been mended elsewhere."""
    machine = Machine(tmp_path)
    _install(machine.site, "other", f"{PLUGIN}\n{more}\n")
    assert [machine.schemes()[1], machine.schemes()[1]] == ["loaded", "loaded"]
    assert not machine.cache.exists()


@pytest.mark.parametrize(("cache", "home"), [("/dev/null", ""), ("/proc", ""), ("relative", "/proc"), ("", "relative")])
def test_a_home_that_takes_nothing_is_no_error(settled: Machine, cache: str, home: str) -> None:
    """No folder, read-only, or no place that can be told: it starts as before, and says nothing of it."""
    out, how = settled.schemes()
    with settled.start(XDG_CACHE_HOME=cache, HOME=home) as process:
        assert process.communicate() == (out, "loaded\n")
    assert (process.returncode, how) == (0, "kept")
    assert not (settled.site / "relative").exists()


def test_several_processes_at_once(tmp_path: Path) -> None:
    """All print the same, one of them is kept, whole, and nothing lies beside it."""
    machine = Machine(tmp_path)
    running = [machine.start() for _ in range(4)]
    said = {process.communicate() for process in running}
    assert len(said) == 1
    assert machine.file.suffix == ".json"
    assert machine.schemes()[1] == "kept"


VALUE = [{"id": "a", "title": {"en": "words", "zh": "文字"}}]


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A value that was kept by this process, long after anything changed."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr(_kept, "_STARTED", time.time_ns() + 10**12)
    package = _install(tmp_path / "site", "made")
    monkeypatch.setattr(_kept, "_roots", lambda: [str(package)])
    monkeypatch.setattr(sys, "path", [str(package.parent)])
    keep("value", VALUE)
    (found,) = (tmp_path / "cache" / "kaohe").iterdir()
    assert kept("value") == VALUE
    return found


def test_what_changed_just_before_the_start_is_not_kept(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It may change again within the same time stamp, and what was imported may be either."""
    newest = max(path.stat().st_ctime_ns for path in (file.parents[2] / "site").rglob("*.*"))
    file.unlink()
    monkeypatch.setattr(_kept, "_STARTED", newest + 1_900_000_000)
    keep("value", VALUE)
    assert kept("value") is None
    monkeypatch.setattr(_kept, "_STARTED", newest + 2_100_000_000)
    keep("value", VALUE)
    assert kept("value") == VALUE


def test_damage_is_never_believed(file: Path) -> None:
    """Any byte changed, any end cut off, anything before or after, or other data altogether."""
    whole, chance = file.read_bytes(), random.Random(7)
    damaged = [whole[:at] for at in (0, 1, 8, 9, 10, len(whole) // 2, len(whole) - 1)]
    places = [*range(12), *range(len(whole) - 120, len(whole)), *(chance.randrange(len(whole)) for _ in range(20))]
    damaged += [whole[:at] + bytes([whole[at] ^ 1 << chance.randrange(8)]) + whole[at + 1 :] for at in places]
    damaged += [b" " + whole, whole + b" ", whole * 2, bytes(len(whole)), b"[]", os.urandom(100)]
    damaged += [_kept._mark(body) + b"\n" + body for body in (b"", b"{}", b"[1]", b'{"seen": 1, "roots": 2}', b"[" * 9)]
    for data in damaged:
        file.write_bytes(data)
        assert kept("value") is None
    file.write_bytes(whole)
    assert kept("value") == VALUE


def test_a_damaged_file_is_made_anew(file: Path) -> None:
    """The next time something is kept, it stands in the place of what was no good."""
    whole = file.read_bytes()
    file.write_bytes(b"x")
    keep("value", VALUE)
    assert (kept("value"), file.read_bytes()) == (VALUE, whole)


def test_what_others_can_write_is_not_believed(file: Path) -> None:
    """Neither in its group nor to all; and no second name elsewhere leads to it."""
    for mode in (0o620, 0o602, 0o666):
        file.chmod(mode)
        assert kept("value") is None
    file.chmod(0o644)
    assert kept("value") == VALUE
    os.link(file, file.with_suffix(".too"))
    assert kept("value") is None


def test_what_belongs_to_another_is_neither_believed_nor_written(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Under sudo a home is another's: root leaves nothing in it that its owner could not replace."""
    monkeypatch.setattr(os, "geteuid", lambda: os.getuid() + 1)
    assert kept("value") is None
    before = file.stat()
    keep("value", "other")
    assert file.stat() == before
    shutil.rmtree(file.parents[1])
    keep("value", "other")
    assert not file.parents[1].exists()


@pytest.mark.parametrize("kind", ["folder", "pipe", "link", "too large"])
def test_what_is_no_file_of_ours_is_neither_read_nor_followed(file: Path, tmp_path: Path, kind: str) -> None:
    """It is left alone: nothing hangs, and nothing is written where a link leads."""
    body, target = file.read_bytes(), tmp_path / "target"
    file.unlink()
    if kind == "folder":
        file.mkdir()
    elif kind == "pipe":
        os.mkfifo(file)
    elif kind == "link":
        target.write_bytes(body)
        file.symlink_to(target)
    else:
        file.write_bytes(body + b" " * _kept._MOST)
    assert kept("value") is None
    if kind != "too large":
        keep("value", "other")
        assert kept("value") is None
        assert kind != "link" or target.read_bytes() == body


def test_a_package_that_may_lead_in_circles_is_a_doubt(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A folder behind a link is not gone through, so nothing that stands on it is kept."""
    package = tmp_path / "package"
    package.mkdir()
    monkeypatch.setattr(_kept, "_roots", lambda: [str(package)])
    keep("value", 1)
    assert kept("value") == 1
    (package / "round").symlink_to(package)
    keep("value", 2)
    assert kept("value") is None


def test_what_is_no_module_among_the_modules_is_a_doubt(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody knows what it was made of."""
    monkeypatch.undo()
    assert _kept._roots() or True
    monkeypatch.setitem(sys.modules, "strange", object())
    with pytest.raises(ValueError, match="strange"):
        _kept._roots()
