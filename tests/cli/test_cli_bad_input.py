"""Bad input gets a clear error, ends with 2, never a traceback, and no control character reaches the terminal."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from cli_kit import JANUARY, member, run, spawn, written
from kaohe.cases import case_from_data
from kaohe.errors import CaseError
from kaohe.rules import Asks, Kind, Link, assemble
from scheme_kit import WORDS, declare, lines, score

TITLE, CLIPBOARD = "\x1b]0;owned\x07", "\x1b]52;c;ZXZpbA==\x07"
FINDING = {"date": "2019-01-05", "document": "强基办〔2019〕1号"}


def refused(file: Path, *, lang: str = "en") -> str:
    """What `evaluate` says of a case it refuses: exit status 2, one printable line, no traceback, nothing else."""
    result = run("evaluate", file, lang=lang)
    assert (result.exit_code, result.stdout) == (2, "")
    assert isinstance(result.exception, SystemExit)
    assert result.stderr.rstrip("\n").isprintable()
    return result.stderr


def toml(folder: Path, text: str) -> Path:
    """A TOML case with a head and `text`."""
    head = 'format = 1\nscheme = "xizang-2018"\n[cycle]\nstart = 2019-01-01\nend = 2019-01-31\n'
    head += '[cycle.periods]\nmonth = ["2019-01"]\nquarter = ["2019Q1"]\n[[appraisees]]\nid = "M1"\nkind = "member"\n'
    file = folder / "case.toml"
    file.write_text(head + text, encoding="utf-8")
    return file


@pytest.mark.parametrize(
    "bad", [TITLE, CLIPBOARD, "\x00", "\x9b31m", "\u202e", "\u200b", "\u2066", "\ufeff"], ids=ascii
)
@pytest.mark.parametrize("field", ["id", "name"])
def test_invisible_characters_are_refused_and_escaped(bad: str, field: str, tmp_path: Path) -> None:
    """A title sequence, a clipboard sequence or an invisible mark in a text is refused, and shown escaped."""
    file = written(tmp_path, member() | {field: f"张{bad}三"})
    assert "U+" in refused(file)


@pytest.mark.parametrize("bad", [TITLE, CLIPBOARD, "\u202e"], ids=ascii)
def test_keys_and_arguments_are_escaped(bad: str, tmp_path: Path) -> None:
    """What is echoed in an error is escaped, be it a key of the file, a scheme's name or an argument."""
    refused(written(tmp_path, member() | {f"na{bad}me": "x"}))
    refused(written(tmp_path, member(), scheme=f"xizang{bad}"))
    refused(tmp_path / f"no{bad}ne.json".replace("\x00", ""))
    said = run("describe", f"xi{bad}zang")
    assert said.exit_code == 2
    assert said.stderr.rstrip("\n").isprintable()


def test_the_process_itself_ends_with_2_and_one_line(tmp_path: Path) -> None:
    """As a program of its own it ends with 2, one line on standard error and nothing on standard output."""
    done = spawn("evaluate", written(tmp_path, member() | {"name": TITLE}))
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert "\x1b" not in done.stderr


def test_a_plugin_cannot_reach_the_terminal_either() -> None:
    """JSON output writes what is not printable as an escape, so no text of any plugin or case can act."""
    from kaohe.cli._out import dumped

    text = dumped({"name": TITLE + "\u202e\x9b" + CLIPBOARD + "优秀"})
    assert all(character.isprintable() or character == "\n" for character in text)
    assert json.loads(text)["name"] == TITLE + "\u202e\x9b" + CLIPBOARD + "优秀"


def test_an_unknown_key_in_toml_has_its_line(tmp_path: Path) -> None:
    """A misspelt key of a TOML case is answered with the key meant and the line."""
    said = refused(toml(tmp_path, 'nmae = "x"\n'))
    assert "case.toml:12:" in said
    assert "did you mean name?" in said


def test_an_unknown_key_in_json_has_its_line(tmp_path: Path) -> None:
    """A misspelt key of a JSON case is answered with the key meant and the line."""
    file = tmp_path / "case.json"
    data = {"format": 1, "scheme": "xizang-2018", "cycle": JANUARY, "appraisees": [member() | {"factz": {}}]}
    file.write_text(json.dumps(data, indent=1), encoding="utf-8")
    line = next(n for n, text in enumerate(file.read_text().splitlines(), 1) if "factz" in text)
    said = refused(file)
    assert f"case.json:{line}:" in said
    assert "did you mean facts?" in said


def test_an_unknown_input_is_answered_with_the_nearest(tmp_path: Path) -> None:
    """A misspelt input key is answered with the input meant."""
    assert "did you mean usual?" in refused(toml(tmp_path, "facts.usaul = [90]\n"))


@pytest.mark.parametrize(
    ("mark", "why"),
    [
        ("100.01", "outside 0 to 100"),
        ("-1", "outside 0 to 100"),
        ("90.001", "decimals"),
        ('"ninety"', "is not a number"),
        ("true", "not a number"),
        ("nan", "nan"),
        ("inf", "inf"),
        ("1e999999", ""),
    ],
)
def test_a_number_that_is_not_exact_or_in_range(mark: str, why: str, tmp_path: Path) -> None:
    """A mark out of range, too precise, or no number is refused with its place."""
    said = refused(toml(tmp_path, f"facts.usual = [{mark}]\n")).lower()
    assert why in said
    assert "case.toml:12:" in said


@pytest.mark.parametrize("mark", ["NaN", "Infinity", "-Infinity"])
def test_json_constants_are_refused(mark: str, tmp_path: Path) -> None:
    """NaN and infinities of JSON are refused by name."""
    file = written(tmp_path, member())
    file.write_text(file.read_text(encoding="utf-8").replace("[90]", f"[{mark}]"), encoding="utf-8")
    assert f"{mark} is not a number" in refused(file)


def test_a_float_from_python_is_refused() -> None:
    """A case handed over as data may hold no float, even one that looks exact."""
    raw = {"format": 1, "scheme": "xizang-2018", "cycle": JANUARY, "appraisees": [member(mark=90.5)]}
    with pytest.raises(CaseError, match=r"90\.5"):
        case_from_data(raw)


@pytest.mark.parametrize("name", ["2019-13", "2019Q1", "Jan 2019", "2019-1", "201901"])
def test_a_wrong_period_name_shows_the_right_form(name: str, tmp_path: Path) -> None:
    """A month of another form is answered with an example."""
    cycle = JANUARY | {"periods": {"month": [name], "quarter": ["2019Q1"]}}
    assert "write it like 2018-11" in refused(written(tmp_path, cycle=cycle))


def test_a_period_that_is_not_in_the_cycle(tmp_path: Path) -> None:
    """A mark for a month that the cycle does not list is refused."""
    assert "2019-02" in refused(written(tmp_path, member(usual={"2019-02": 90})))


@pytest.mark.parametrize("missing", ["document", "date"])
def test_a_finding_needs_its_document_and_day(missing: str, tmp_path: Path) -> None:
    """A finding without document number or date is refused, naming what is missing."""
    finding = {key: value for key, value in FINDING.items() if key != missing}
    assert f"without {missing}" in refused(written(tmp_path, member(falsifies=[finding])))


def test_a_document_number_is_no_free_text(tmp_path: Path) -> None:
    """Prose in the place of a document number is refused with an example."""
    finding = FINDING | {"document": "电话通知；详见谈话记录！"}
    assert "组发〔2018〕5号" in refused(written(tmp_path, member(falsifies=[finding])))


def test_a_link_to_nobody(tmp_path: Path) -> None:
    """A link to an id that is not there names the nearest of its kind."""
    team = {"id": "T01", "kind": "team"}
    said = refused(written(tmp_path, member() | {"links": {"team": "T1"}}, team))
    assert "did you mean T01?" in said


def test_a_link_to_another_kind(tmp_path: Path) -> None:
    """A team that is a member is refused, naming both kinds."""
    said = refused(written(tmp_path, member() | {"links": {"team": "M2"}}, member("M2")))
    assert "M2 is a posted member, not a posted team" in said


def test_a_circle_of_links_is_named() -> None:
    """Links that run in a circle are refused with the whole circle."""
    person = Kind("person", WORDS)
    link = Link("above", WORDS, person, clause="1", optional=True)
    asks = Asks(**lines("asks"), inputs=(score(),), links=(link,))
    ruleset = assemble(declare(kinds=[person], procedure=[asks]))
    people: list[dict[str, Any]] = [
        {"id": name, "kind": "person", "links": {"above": above}} for name, above in ("AB", "BC", "CA")
    ]
    raw = {"format": 1, "scheme": "test", "cycle": {"start": "2020-01-01", "end": "2020-12-31"}, "appraisees": people}
    with pytest.raises(CaseError, match="circle: A -> B -> C -> A"):
        case_from_data(raw, ruleset=ruleset)


def test_duplicate_ids(tmp_path: Path) -> None:
    """Two appraisees of one id are refused, naming it."""
    assert "the id M1 stands twice" in refused(written(tmp_path, member(), member()))


def test_a_key_that_stands_twice_in_json(tmp_path: Path) -> None:
    """JSON would keep the last of two equal keys and lose the first; that is refused."""
    file = tmp_path / "case.json"
    file.write_text('{"format": 1, "scheme": "xizang-2018", "scheme": "yining"}', encoding="utf-8")
    assert "scheme stands twice" in refused(file)


@pytest.mark.parametrize("words", [("describe",), ("lint",), ("new-case",)])
def test_an_unknown_scheme_names_the_nearest(words: tuple[str, ...]) -> None:
    """Every command that takes a scheme answers a misspelt one with the one meant."""
    result = run(*words, "xizang-2081")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "did you mean xizang-2018?" in result.stderr


def test_a_case_of_an_unknown_scheme(tmp_path: Path) -> None:
    """A case of a scheme that is not installed names the nearest."""
    assert "did you mean xizang-2018?" in refused(written(tmp_path, scheme="xizang2018"))


def plugin(folder: Path, distribution: str, entry: str, body: str, *, group: str = "kaohe.scheme.v1") -> None:
    """A distribution in `folder` with one module and one entry point."""
    module = entry.partition("=")[2].partition(":")[0].strip()
    (folder / f"{module}.py").write_text(body, encoding="utf-8")
    info = folder / f"{distribution}-1.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {distribution}\nVersion: 1\n", encoding="utf-8")
    (info / "entry_points.txt").write_text(f"[{group}]\n{entry}\n", encoding="utf-8")


MISSPELT = """
from kaohe.rules import (Document, Kind, Part, Scheme)
from kaohe.words import Text
class Person(Part):
    kind = Kind("person", Text("p", "人"))
    def scroe(self):
        return []
class Made(Scheme):
    id, title, version = "misspelt", Text("m", "拼"), "1"
    document = Document("d", "i", "2020-01-01")
    parts = (Person,)
"""


@pytest.fixture
def broken(tmp_path: Path) -> str:
    """A folder of plugins that are not ok, for PYTHONPATH."""
    plugin(tmp_path, "fails", "fails = kaohe_t_fails:Made", "raise RuntimeError('no')")
    plugin(tmp_path, "future", "future = kaohe_t_future:Made", "", group="kaohe.scheme.v9")
    plugin(tmp_path, "misspelt", "misspelt = kaohe_t_misspelt:Made", MISSPELT)
    for name in ("one", "two"):
        plugin(tmp_path, name, f"twice = kaohe_t_{name}:Made", "")
    return os.pathsep.join([str(tmp_path), *filter(None, [os.environ.get("PYTHONPATH")])])


def test_broken_plugins_are_listed_and_stop_nobody(broken: str) -> None:
    """One that fails on import, one of another version, one misspelt and two of one id: each with its reason."""
    done = spawn("schemes", "--json", PYTHONPATH=broken)
    assert (done.returncode, done.stderr) == (0, "")
    rows = {row["id"]: row for row in json.loads(done.stdout)}
    states = {name: rows[name]["state"] for name in ("fails", "future", "misspelt", "twice", "xizang-2018")}
    assert states == {
        "fails": "failed",
        "future": "incompatible",
        "misspelt": "invalid",
        "twice": "duplicate",
        "xizang-2018": "ok",
    }
    assert "did you mean" in rows["misspelt"]["reason"]["en"]
    assert all(rows[name]["reason"]["zh"] for name in ("fails", "future", "misspelt", "twice"))


def test_a_scheme_that_is_not_ok_never_runs(broken: str, tmp_path: Path) -> None:
    """A case of a scheme that failed is refused with the state and the reason."""
    file = written(tmp_path, scheme="fails")
    done = spawn("evaluate", file, PYTHONPATH=broken)
    assert done.returncode == 2
    assert "fails is installed but failed" in done.stderr


def test_lint_tells_what_is_wrong_with_an_invalid_scheme(broken: str) -> None:
    """A scheme that cannot be assembled has that as its fault, and lint ends with 1."""
    done = spawn("lint", "misspelt", PYTHONPATH=broken)
    assert done.returncode == 1
    assert "scroe" in done.stdout


def test_a_newer_format(tmp_path: Path) -> None:
    """A case of a newer format asks for an update instead of guessing."""
    assert "update Kaohe" in refused(written(tmp_path, format=2))


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b'format = 1\ntitle = "\xd6\xd0"\n', "not UTF-8"),
        (b"", "empty"),
        (b"  \n\n", "empty"),
        (b"format = = 1\n", "TOML"),
        (b"\x00\x01\x02", "TOML"),
    ],
)
def test_a_file_that_is_no_text(content: bytes, why: str, tmp_path: Path) -> None:
    """A file that is not UTF-8, empty or not TOML is refused with the reason."""
    file = tmp_path / "case.toml"
    file.write_bytes(content)
    assert why in refused(file)


@pytest.mark.parametrize("content", ["[", "[]", '"x"', "[" * 100_000, "{}", '{"format": 1}'])
def test_json_that_is_no_case(content: str, tmp_path: Path) -> None:
    """Broken, endless or foreign JSON is refused with a sentence."""
    file = tmp_path / "case.json"
    file.write_text(content, encoding="utf-8")
    refused(file)


def test_a_file_of_50_megabytes(tmp_path: Path) -> None:
    """A huge file is refused before it is read."""
    file = tmp_path / "case.json"
    with file.open("wb") as handle:
        handle.truncate(50_000_000)
    assert "split it" in refused(file)


def test_a_folder_and_a_missing_file(tmp_path: Path) -> None:
    """What cannot be opened is named with the reason."""
    assert "check the path" in refused(tmp_path)
    assert "check the path" in refused(tmp_path / "none.toml")


def test_errors_speak_chinese(tmp_path: Path) -> None:
    """The same mistakes are told in Chinese where the locale asks for it."""
    assert "编号 M1 重复" in refused(written(tmp_path, member(), member()), lang="zh")
