"""Whatever one plugin does at import or in a hook, the others are listed, and the list says which one and why.

Each test lays small distributions on a path of their own and asks the command line in a process of its own.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

GROUP = "kaohe.scheme.v1"
HEAD = """
from kaohe.rules import *
from kaohe.rules.tools import *
from kaohe.words import Text
W = Text("words", "文字")
P = Kind("person", W, ("好", "差"))
MARK = Score("mark", W, clause="1")
DOC = Document(title="文件", issuer="单位", issued="2020-01-01")
"""
PART = """
class Person(Part):
    kind = P
"""
SCHEME = """
class Made(Scheme):
    id, title, version, parts, document = "{id}", W, "1", (Person,), DOC
"""


def at_import(code: str) -> str:
    """A sound plugin that first does something else."""
    return f"{HEAD}\n{code}\n{PART}{SCHEME}"


def in_hook(code: str) -> str:
    """A plugin whose hook does something else."""
    body = "\n".join(f"        {line}" for line in code.strip().splitlines())
    return in_part(f"def veto(self):\n{body}")


def in_part(line: str) -> str:
    """A plugin whose part declares one thing wrongly."""
    return f"{HEAD}{PART}    {line}\n{SCHEME}"


def declaring(line: str) -> str:
    """A plugin that declares one thing wrongly."""
    return f"{HEAD}{PART}{SCHEME}    {line}\n"


# What a plugin does, the state that it is in then, and words of the reason.
HOSTILE: dict[str, tuple[str, str, str]] = {
    "exits": (at_import("raise SystemExit(3)"), "failed", "SystemExit: 3"),
    "quits": (at_import("import sys; sys.exit('bye')"), "failed", "bye"),
    "hook-exits": (in_hook("raise SystemExit(0)"), "invalid", "hook-exits.veto(person) failed: SystemExit: 0"),
    "interrupts": (at_import("raise KeyboardInterrupt"), "failed", "KeyboardInterrupt"),
    "hook-interrupts": (in_hook("raise KeyboardInterrupt('x')"), "invalid", "KeyboardInterrupt: x"),
    "finalizer": (at_import("class Last:\n    def __del__(self): raise KeyboardInterrupt\nLast()"), "ok", ""),
    "base": (at_import("class Own(BaseException): pass\nraise Own('own')"), "failed", "Own: own"),
    "unsayable": (
        at_import("class Own(Exception):\n    def __str__(self): raise ValueError\nraise Own"), "failed", "Own: ?"
    ),
    "hook-base": (in_hook("raise GeneratorExit('x')"), "invalid", "GeneratorExit"),
    "deep": (in_hook("def f(): return f()\nreturn f()"), "invalid", "RecursionError"),
    "long": (at_import("raise ValueError('x' * 100000)"), "failed", "ValueError"),
    "escape": (at_import("raise ValueError('\\x1b[2J\\nx')"), "failed", "\\x1b[2J"),
    "says": (at_import("print('{not json'); import sys; print('err', file=sys.stderr)"), "ok", ""),
    "writes": (at_import("import os; os.write(1, b'raw'); os.write(2, b'raw'); os.close(1)"), "ok", ""),
    "shell": (at_import("import subprocess; subprocess.run(['echo', 'from a child'])"), "ok", ""),
    "real-stream": (at_import("import sys; sys.__stdout__.write('x'); sys.__stdout__.close()"), "ok", ""),
    "no-stdout": (at_import("import sys; sys.stdout = None; sys.stderr = None"), "ok", ""),
    "hook-says": (in_hook("print('x'); return []"), "ok", ""),
    "asks": (at_import("input('name? ')"), "failed", "EOFError"),
    "path": (at_import("import sys, os; sys.path.clear(); sys.path = None; os.chdir('/'); os.environ.clear()"), "ok", ""),
    "modules": (at_import("import sys; sys.modules['json'] = None; sys.modules.pop('click', None)"), "ok", ""),
    "builtin": (at_import("import builtins; builtins.len = None; builtins.print = None; del builtins.sorted"), "invalid", "not callable"),
    "patch": (at_import("import kaohe.words; kaohe.words.visible = None; import kaohe.rules; kaohe.rules.discover = 1"), "ok", ""),
    "decimal": (at_import("import decimal; decimal.setcontext(decimal.Context(prec=1))"), "ok", ""),
    "signals": (at_import("from signal import *; signal(SIGALRM, SIG_IGN); signal(SIGINT, SIG_IGN)"), "ok", ""),
    "locale": (at_import("import locale; locale.setlocale(locale.LC_ALL, 'C')"), "ok", ""),
    "warns": (at_import("import warnings; warnings.warn('x'); warnings.simplefilter('error')"), "ok", ""),
    "limits": (at_import("import sys; sys.setrecursionlimit(200)"), "ok", ""),
    "forks": (at_import("import os; os.fork()"), "ok", ""),
    "none": (in_hook("pass"), "invalid", "none.veto(person) returned None: is its return forgotten?"),
    "one": (in_hook("return Ceiling('差', id='v', clause='1', text=W, when=MARK < 3)"), "invalid", "return a list"),
    "string": (in_hook("return 'abc'"), "invalid", "string.veto(person) returned 'abc' (str); return a list"),
    "number": (in_hook("return 3"), "invalid", "number.veto(person) failed: TypeError"),
    "wrong-things": (in_hook("return [3, None]"), "invalid", "returned 3; it may return Ceiling"),
    "generates": (in_hook("yield Ceiling('差', id='v', clause='1', text=W, when=MARK < 3)"), "ok", ""),
    "is-async": (in_part("async def veto(self): return []"), "invalid", "a hook is a method"),
    "is-static": (in_part("@staticmethod\n    def veto(): return []"), "invalid", "a hook is a method"),
    "takes-a-kind": (in_part("def veto(self, kind): return []"), "invalid", "a hook is a method: def veto(self)"),
    "takes-nothing": (in_part("def veto(): return []"), "invalid", "a hook is a method: def veto(self)"),
    "takes-more": (in_part("def veto(self, *, kind): return []"), "invalid", "a hook is a method: def veto(self)"),
    "takes-any": (in_part("def veto(self, *rest, **more): return []"), "ok", ""),
    "no-document": (declaring("document = None"), "invalid", "Made: document is None; write Document"),
    "text-title": (declaring("title = '文字'"), "ok", ""),
    "number-title": (declaring("title = 7"), "invalid", "Made: title is 7 (int); write ("),
    "blank-title": (declaring("title = ' '"), "invalid", "Made: title is ' ' (str); write ("),
    "half-title": (declaring("title = Text('\\ud800', '字')"), "invalid", "Made: title is Text; write ("),
    "number-id": (declaring("id = 7"), "invalid", "Made: id is 7 (int)"),
    "hard-id": (declaring("id = type('S', (str,), {{'__eq__': lambda a, b: 1 / 0, '__hash__': None}})('hard-id')"), "ok", ""),
    "number-version": (declaring("version = 1"), "invalid", "Made: version is 1 (int)"),
    "no-parts": (declaring("parts = None"), "invalid", "Made: parts is None"),
    "str-parts": (declaring("parts = 'person'"), "invalid", "Made: parts is 'person'"),
    "empty-parts": (declaring("parts = ()"), "invalid", "it holds at least one"),
    "comma": (declaring("parts = (Person)"), "invalid", "a tuple of one needs its comma: (x,)"),
    "list-parts": (declaring("parts = [Person]"), "ok", ""),
    "made-parts": (declaring("parts = (Person(None),)"), "invalid", "parts[0] is Person; write the name of a class, without ( )"),
    "other-parts": (declaring("parts = (Kind,)"), "invalid", "parts holds type; it holds classes made with class ...(Part)"),
    "bare-part": (declaring("parts = (Part,)"), "invalid", "the part Part has no kind; write kind = Kind(...)"),
    "same-parts": (declaring("parts = (Person, Person)"), "invalid", "a kind with the key person"),
    "same-kinds": (
        declaring("parts = (Person, type('Q', (Part,), {{'kind': Kind('person', W)}}))"), "invalid", "the key person",
    ),
    "no-kind": (in_part("kind = None"), "invalid", "the part Person has no kind; write kind = Kind(...)"),
    "kind-class": (in_part("kind = Kind"), "invalid", "the part Person has no kind; write kind = Kind(...)"),
    "same-grades": (in_part("kind = Kind('person', W, ('好', '好'))"), "invalid", "one grade twice"),
    "old-kinds": (declaring("kinds = (P,)"), "invalid", "old-kinds declares kinds; it stands in parts now"),
    "old-settings": (declaring("settings = ()"), "invalid", "old-settings declares settings; it stands in readings now"),
    "old-assumptions": (declaring("assumptions = ()"), "invalid", "declares assumptions; it stands in readings now"),
    "old-hook": (declaring("def veto(self, kind): return []"), "invalid", "old-hook declares veto; it stands in parts now"),
    "readings": (declaring("readings = 3"), "invalid", "Made: readings is 3 (int)"),
    "reading": (declaring("readings = ('gap',)"), "invalid", "Made: readings[0] is 'gap'"),
    "bare-reading": (declaring("readings = (Reading('A', W, key='gap'),)"), "invalid", "it has no options"),
    "two-readings": (declaring("readings = (Reading('A', W, key='s', ways={{'a': W}}),) * 2"), "invalid", "rename one"),
    "two-settings": (
        declaring("readings = tuple(Reading(name, W, key='s', ways={{'a': W}}) for name in 'AB')"), "invalid", "rename one",
    ),
    "two-ways": (declaring("readings = (Reading('A', W, key='s', ways=(Way('a', W), Way('a', W))),)"), "invalid", "option twice"),
    "str-way": (declaring("readings = (Reading('A', W, key='s', ways=('a',)),)"), "failed", "Reading A: ways[0] is 'a' (str); write Way"),
    "setting": (declaring("readings = (Setting('s', W),)"), "invalid", "Made: readings[0] is Setting"),
    "undefined": (declaring("undefined = (Undefined('u', '1', W, 'X'),)"), "invalid", "no assumption X"),
    "prefix": (declaring("prefix = 7"), "invalid", "Made: prefix is 7 (int)"),
    "changes": (declaring("changes = ('x',)"), "invalid", "Made: changes[0] is 'x' (str); write Changed"),
    "init": (declaring("def __init__(self): pass"), "invalid", "has a __init__ of its own"),
    "equal": (declaring("def __eq__(self, other): raise ValueError"), "invalid", "of its own; a scheme only declares"),
    "repr": (declaring("def __repr__(self): raise ValueError"), "invalid", "has a __repr__ of its own"),
    "getattr": (declaring("def __getattribute__(self, name): raise ValueError"), "invalid", "__getattribute__"),
    "part-init": (in_part("def __init__(self, owner): pass"), "invalid", "part-init:person has a __init__ of its own"),
    "part-chosen": (in_part("def chosen(self, reading): return 'x'"), "invalid", "has a chosen of its own"),
    "hook-is-not": (in_part("veto = 3"), "invalid", "veto is 3 (int); a hook is a method"),
    "changes-itself": (in_hook("Made.title = None; return []"), "invalid", "Made: title is None"),
    "changes-part": (in_hook("type(self).kind = None; return []"), "invalid", "the part Person has no kind"),
    "meta": (
        HEAD + "class M(type):\n    def __getattribute__(cls, name): raise ValueError('meta')\n"
        "class Made(Scheme, metaclass=M):\n    id = '{id}'\n", "invalid", "meta",
    ),
    "instance": (at_import("") + "\nMade = Made()\n", "invalid", "no subclass of Scheme"),
    "module": (HEAD + "import json as Made\n", "invalid", "no subclass of Scheme"),
    "own-class": (
        in_hook("class Own(BoolExpr):\n    def __hash__(self): raise ValueError\n"
                "return [Ceiling('差', id='v', clause='1', text=W, when=Own())]"), "invalid", "",
    ),
    "surrogate": (in_hook("return [Ceiling('差', id='v', clause='1\\ud800', text=W, when=MARK < 3)]"), "invalid", "clause"),
}  # fmt: skip
# Entry points whose metadata is broken: what stands behind the name, and words of the reason.
METADATA = {
    "no-module": ("no_such_module:Made", "no_such_module"),
    "no-attribute": ("fake_limits:Nothing", "Nothing"),
    "no-value": (":", "importing it failed"),
    "odd value": ("a b:c d", "rename it"),
    "all": ("fake_limits:Made", "rename it"),
    "-x": ("fake_limits:Made", "rename it"),
    "twice\u202e": ("fake_limits:Made", "rename it"),
    "\U0001f600": ("fake_limits:Made", "rename it"),
    "other": ("fake_limits:Made", "called other, its id is limits"),
}


def _install(folder: Path, name: str, code: str | None, entries: str) -> None:
    module = f"fake_{name.replace('-', '_')}"
    if code is not None:
        (folder / f"{module}.py").write_text(code.replace("{id}", name).replace("{{", "{").replace("}}", "}"), "utf-8")
    info = folder / f"{module}-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: fake-{name}\nVersion: 1.0\n", "utf-8")
    (info / "entry_points.txt").write_text(entries, "utf-8")


def _one(folder: Path, name: str, code: str) -> None:
    _install(folder, name, code, f"[{GROUP}]\n{name} = fake_{name.replace('-', '_')}:Made\n")


def _kaohe(folder: Path, *words: str, **variables: str) -> subprocess.CompletedProcess[str]:
    search = os.pathsep.join([str(folder), os.environ.get("PYTHONPATH", "")]).rstrip(os.pathsep)
    return subprocess.run(
        [sys.executable, "-c", "from kaohe.cli import main; main()", *words],
        env={**os.environ, "PYTHONPATH": search, "KAOHE_LANG": "en", **variables},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
        cwd=folder,
    )


def _rows(done: subprocess.CompletedProcess[str]) -> dict[str, Any]:
    assert "Traceback" not in done.stderr, done.stderr
    assert done.returncode == 0, done.stderr
    return {row["id"]: row for row in json.loads(done.stdout)}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A machine with every hostile plugin on it at once."""
    folder = tmp_path_factory.mktemp("hostile")
    for name, (code, _, _) in HOSTILE.items():
        _one(folder, name, code)
    for number, (name, (value, _)) in enumerate(METADATA.items()):
        _install(folder, f"m{number}", None, f"[{GROUP}]\n{name} = {value}\n")
    _install(folder, "damaged", None, "")
    (folder / "fake_damaged-1.0.dist-info" / "entry_points.txt").write_bytes(b"[\xff\xfe\n")
    nameless = folder / "fake_nameless-1.0.dist-info"
    nameless.mkdir()
    (nameless / "entry_points.txt").write_text(f"[{GROUP}]\nnameless = fake_limits:Made\n", "utf-8")
    return folder


@pytest.fixture(scope="module")
def listed(site: Path) -> subprocess.CompletedProcess[str]:
    """What `kaohe schemes --json` says of them."""
    return _kaohe(site, "schemes", "--json")


@pytest.mark.parametrize("name", HOSTILE)
def test_each_is_listed_with_its_state_and_reason(listed: subprocess.CompletedProcess[str], name: str) -> None:
    """The list is valid JSON with every plugin in it; one that is not ok says why, in both languages, briefly."""
    _, state, why = HOSTILE[name]
    row = _rows(listed)[name]
    assert row["state"] == state, row["reason"]
    if state == "ok":
        assert row["reason"] is None
    else:
        assert why in row["reason"]["en"]
        assert row["reason"]["zh"]
        assert len(row["reason"]["en"]) < 1000


@pytest.mark.parametrize("name", METADATA)
def test_a_broken_entry_point_is_listed(listed: subprocess.CompletedProcess[str], name: str) -> None:
    """An entry point that leads nowhere, or is oddly called, is a row with its reason."""
    row = _rows(listed)[name]
    assert row["state"] in ("failed", "invalid")
    assert METADATA[name][1] in row["reason"]["en"]


def test_damaged_metadata_of_one_distribution_hides_no_other(listed: subprocess.CompletedProcess[str]) -> None:
    """A list of entry points that cannot be read, and a distribution without a name, are rows of their own."""
    rows = _rows(listed)
    assert "entry points cannot be read" in rows["fake-damaged"]["reason"]["en"]
    assert "its id is limits" in rows["nameless"]["reason"]["en"]
    assert rows["xizang-2018"]["state"] == "ok"


def test_what_a_plugin_prints_is_told_on_standard_error(listed: subprocess.CompletedProcess[str]) -> None:
    """Whatever a plugin writes is a line of its own on standard error, named, and never in the output."""
    for name, words in (
        ("says", "{not json"),
        ("writes", "raw"),
        ("shell", "from a child"),
        ("hook-says", "x"),
        ("finalizer", "KeyboardInterrupt"),
    ):
        (line,) = (line for line in listed.stderr.splitlines() if line.startswith(f"{name} wrote"))
        assert words in line


def test_the_other_commands_name_the_broken_one(site: Path) -> None:
    """lint, describe, new-case and check say what is wrong with the plugin that is asked for."""
    for command in ("lint", "describe", "new-case", "check"):
        done = _kaohe(site, command, "number-title")
        assert "Traceback" not in done.stderr
        assert "title is 7 (int)" in done.stdout + done.stderr, command
        assert done.returncode in (1, 2)


def test_check_all_goes_on(tmp_path: Path) -> None:
    """A plugin that cannot be imported is a failure of its own; the others are checked."""
    _one(tmp_path, "exits", at_import("raise SystemExit(3)"))
    _one(tmp_path, "sound", at_import(""))
    done = _kaohe(tmp_path, "check", "all", "--phase", "lint", "--report", "json", KAOHE_ALLOW="exits sound")
    reports = {report["scheme"]: report for report in json.loads(done.stdout)}
    assert set(reports) == {"exits", "sound"}
    assert "SystemExit: 3" in json.dumps(reports["exits"])
    assert done.returncode == 1


HANGS = {
    "sleeps": at_import("import time; time.sleep(600)"),
    "loops": at_import("while True: pass"),
    "hook-loops": in_hook("while True: pass"),
    "endless": in_hook("while True: yield None"),
    "catches": at_import("while True:\n    try:\n        while True: pass\n    except Exception: pass"),
    "swallows-once": at_import("import time\ntry: time.sleep(600)\nexcept BaseException: pass\ntime.sleep(600)"),
}


def test_a_plugin_that_hangs_is_stopped_and_named(tmp_path: Path) -> None:
    """After the time limit the plugin is failed, with its name and hook; the program goes on with the others."""
    for name, code in HANGS.items():
        _one(tmp_path, name, code)
    _one(tmp_path, "sound", at_import(""))  # of a moment: a loaded machine may need a second for a shipped one
    rows = _rows(_kaohe(tmp_path, "schemes", "--json", KAOHE_PLUGIN_TIMEOUT="1"))
    for name in HANGS:
        assert rows[name]["state"] == "failed", rows[name]
        assert f"{name}" in rows[name]["reason"]["en"]
        assert "takes longer than 1 s and was stopped" in rows[name]["reason"]["en"]
    assert "hook-loops.veto(person)" in rows["hook-loops"]["reason"]["en"]
    assert rows["sound"]["state"] == "ok"


def test_a_plugin_that_cannot_be_stopped_is_named_when_the_process_ends(tmp_path: Path) -> None:
    """One that catches every interruption for ever ends the program with a sentence that names it."""
    _one(
        tmp_path,
        "stuck",
        at_import("import time\nwhile True:\n    try: time.sleep(60)\n    except BaseException: pass"),
    )
    done = _kaohe(tmp_path, "schemes", KAOHE_PLUGIN_TIMEOUT="1", KAOHE_ALLOW="stuck")
    assert done.returncode == 70
    assert "stuck hangs and catches every interruption" in done.stderr


@pytest.mark.parametrize("value", ["x", "-1", "1.5", "99999999"])
def test_a_time_limit_is_a_number_of_seconds(tmp_path: Path, value: str) -> None:
    """Anything else in KAOHE_PLUGIN_TIMEOUT is refused with the variable's name."""
    done = _kaohe(tmp_path, "schemes", KAOHE_PLUGIN_TIMEOUT=value)
    assert done.returncode == 2
    assert f"KAOHE_PLUGIN_TIMEOUT={value}" in done.stderr


def test_ctrl_c_while_a_plugin_is_loaded_ends_the_program(tmp_path: Path) -> None:
    """A real interruption is not taken for the plugin's, even where the plugin swallows it."""
    code = at_import(
        "import pathlib, time\npathlib.Path('here').touch()\ntry: time.sleep(600)\nexcept BaseException: pass"
    )
    _one(tmp_path, "sleeps", code)
    search = os.pathsep.join([str(tmp_path), os.environ.get("PYTHONPATH", "")]).rstrip(os.pathsep)
    child = subprocess.Popen(
        [sys.executable, "-c", "from kaohe.cli import main; main()", "schemes"],
        env={**os.environ, "PYTHONPATH": search, "KAOHE_ALLOW": "sleeps", "KAOHE_PLUGIN_TIMEOUT": "500"},
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    until = time.monotonic() + 300
    while not (tmp_path / "here").exists() and time.monotonic() < until:
        time.sleep(0.05)
    child.send_signal(signal.SIGINT)
    out, err = child.communicate(timeout=300)
    assert child.returncode == 130, err
    assert b"Traceback" not in err
    assert out == b""


def test_two_versions_of_one_plugin_are_no_duplicates(tmp_path: Path) -> None:
    """A plugin written for this Kaohe and for a later one is ok here."""
    _install(
        tmp_path,
        "both",
        at_import(""),
        f"[{GROUP}]\nboth = fake_both:Made\n[kaohe.scheme.v2]\nboth = fake_both:Made2\n",
    )
    done = _kaohe(tmp_path, "lint", "both")
    assert done.stdout.strip() == "both: nothing to report"
