"""Reading: a value or a sentence for any bytes, from regular files or a bounded stream, in linear time."""

from __future__ import annotations

import contextlib
import io
import json
import os
import random
import socket
import time
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from kaohe.errors import FileError
from kaohe.files import csv_rows, decode, line_of, parse, parse_json, parse_toml, read_bytes, read_inside, read_stream


@pytest.fixture
def things(tmp_path: Path) -> Iterator[dict[str, Path]]:
    """What may stand where a file is expected: a pipe, a socket, a device, a folder, and links to them."""
    os.mkfifo(tmp_path / "pipe")
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(str(tmp_path / "socket"))
    (tmp_path / "folder").mkdir()
    found = {name: tmp_path / name for name in ("pipe", "socket", "folder")}
    found |= {"device": Path("/dev/zero"), "terminal": Path("/dev/tty"), "none": tmp_path / "none"}
    for name, target in list(found.items()):
        link = tmp_path / f"link-to-{name}"
        link.symlink_to(target)
        found[link.name] = link
    circle = tmp_path / "circle"
    circle.symlink_to(circle)
    yield {**found, "circle": circle, "nul": Path("a\x00b"), "long": tmp_path / ("x" * 300)}
    listener.close()


def test_nothing_but_a_regular_file_is_read(things: dict[str, Path]) -> None:
    """A pipe without a writer, a device without an end, a folder, a link to one: refused at once, in a sentence."""
    began = time.process_time()
    for path in things.values():
        with pytest.raises(FileError) as caught:
            read_bytes(path)
        assert caught.value.text.zh
    assert time.process_time() - began < 5


def test_a_link_to_a_file_is_that_file(tmp_path: Path) -> None:
    """Links are no crime; only what they lead to counts."""
    (tmp_path / "file").write_bytes(b"text")
    (tmp_path / "link").symlink_to("file")
    assert read_bytes(tmp_path / "link") == b"text"


def test_no_more_is_read_than_is_declared(tmp_path: Path) -> None:
    """Neither of a file nor of a stream that never ends."""
    (tmp_path / "file").write_bytes(b"x" * 11)
    assert read_bytes(tmp_path / "file", most=11) == b"x" * 11
    with pytest.raises(FileError, match="more than 10 bytes"):
        read_bytes(tmp_path / "file", most=10)
    with open("/dev/zero", "rb") as endless, pytest.raises(FileError, match="more than"):
        read_stream(endless, "standard input")
    assert read_stream(io.BytesIO(b"abc"), "standard input") == b"abc"


@pytest.mark.parametrize(
    "name", ["../out.csv", "/etc/hostname", "inner/../../out.csv", "link.csv", "way/out.csv", "a\x00b"]
)
def test_a_table_lies_in_the_folder_of_its_case(name: str, tmp_path: Path) -> None:
    """No name, path or link leads out of the folder."""
    home = tmp_path / "home"
    (home / "inner").mkdir(parents=True)
    (tmp_path / "out.csv").write_text("secret", encoding="utf-8")
    (home / "link.csv").symlink_to(tmp_path / "out.csv")
    (home / "way").symlink_to(tmp_path)
    with pytest.raises(FileError) as caught:
        read_inside(home, name)
    assert "secret" not in str(caught.value)


def test_a_table_in_the_folder_or_below_is_read(tmp_path: Path) -> None:
    """By its name, also through a link that stays inside."""
    (tmp_path / "inner").mkdir()
    (tmp_path / "inner" / "t.csv").write_text("x", encoding="utf-8")
    (tmp_path / "t.csv").symlink_to("inner/t.csv")
    assert [read_inside(tmp_path, name)[1] for name in ("inner/t.csv", "t.csv")] == [b"x", b"x"]


@pytest.mark.parametrize(
    ("data", "table", "text"),
    [
        (b"a\r\nb\rc\n", False, "a\nb\nc\n"),
        ("\ufeff甲".encode(), False, "甲"),
        ("甲,乙".encode("gbk"), True, "甲,乙"),
        ("㐀,𠀀".encode("gb18030"), True, "㐀,𠀀"),
        ("甲\t乙".encode("utf-16"), True, "甲\t乙"),
    ],
)
def test_text_is_decoded_as_it_is_saved(data: bytes, table: bool, text: str) -> None:
    """UTF-8 with or without its mark; a table also in what spreadsheets write; every line end is one."""
    assert decode(data, "file", table=table) == text


@pytest.mark.parametrize(("data", "table"), [(b"ok\n\xff\xfe", False), (b"ok\n\x81\xff", True), (b"\xff\xfea", True)])
def test_bytes_that_are_no_text_are_refused_on_their_line(data: bytes, table: bool) -> None:
    """The file and the line are named."""
    with pytest.raises(FileError) as caught:
        decode(data, "file", table=table)
    assert caught.value.where == f"file:{1 + data.count(10)}"


JSON_ERRORS = [
    ('{"a": 1,\n "b": 2,\n "a": 3}', 3, "K2033"),
    ('{"x": [{"a": 1, "b": "a"},\n {"c": 1, "c": 2}]}', 2, "K2033"),
    ('{"a": \n' + "9" * 5000 + "}", 2, "K2021"),
    ('{"a": \n' + "9" * 500 + "}", 2, "K2021"),
    ('{"a": \n1e999999999}', 2, "K2022"),
    ('{"a": \n1.' + "9" * 500 + "}", 2, "K2021"),
    ('{"a": "NaN",\n "b": NaN}', 2, "K2032"),
    ('{"a": "\\\\ud800",\n "b": "\\ud800"}', 2, "K2034"),
    ('{"\\ud800":\n 1}', 1, "K2034"),
    ("[\n" * 100_000, 41, "K2023"),
    ("[\n" * 50 + "]" * 50, 41, "K2023"),
    ('{"a":\n tru}', 2, "K2031"),
    ('{"a":\n "x\x00"}', 2, "K2031"),
    ("", 1, "K2031"),
]
TOML_ERRORS = [
    ("a = 1\nb = 2\na = 3\n", 3, "K2041"),
    ("a = 1\nb = " + "9" * 5000 + "\n", 2, "K2021"),
    ("a = 1\nb = 0x" + "f" * 5000 + "\n", 2, "K2021"),
    ("a = 1\nb = 1e999999999\n", 2, "K2022"),
    ("a = 1\n" + "b." * 60 + "c = 1\n", 2, "K2042"),
    ("a = '''\nb.b'''\n[" + '"b" . ' * 60 + "c]\n", 3, "K2042"),
    ("a = 1\nb = " + "[" * 10_000, 2, "K2023"),
    ("a = 1\nb = " + "[" * 50 + "]" * 50, 2, "K2023"),
    ("a = 1\nb = \x00\n", 2, "K2041"),
    ('a = 1\nb = "\n', 2, "K2041"),
    ("a = 1\nb = 2020-02-30\n", 2, "K2041"),
]


@pytest.mark.parametrize(("text", "line", "number"), JSON_ERRORS, ids=range(len(JSON_ERRORS)))
def test_json_is_refused_by_number_and_line(text: str, line: int, number: str) -> None:
    """Twice the same key, endless numbers and nesting, half characters, and plain syntax."""
    with pytest.raises(FileError) as caught:
        parse_json(text, "file", number=Decimal)
    assert (caught.value.number, caught.value.where) == (number, f"file:{line}")


@pytest.mark.parametrize(("text", "line", "number"), TOML_ERRORS, ids=range(len(TOML_ERRORS)))
def test_toml_is_refused_by_number_and_line(text: str, line: int, number: str) -> None:
    """The same of TOML, and keys of endless parts."""
    with pytest.raises(FileError) as caught:
        parse_toml(text, "file", number=Decimal)
    assert (caught.value.number, caught.value.where) == (number, f"file:{line}")


def test_dots_in_texts_are_no_keys() -> None:
    """A text of many parts is a text, in every kind of quotes and in a comment."""
    dots = ".".join("a" * 90)
    text = f"a = '{dots}'\nb = \"{dots}\"\nc = '''\n{dots}'''\nd = \"\"\"{dots}\"\"\"  # {dots}\n"
    assert set(parse_toml(text, "file", number=Decimal).values()) == {dots}


SAMPLE = '''# [[appraisees]]
title = "[[appraisees]]"
"x.y" = 1
[cycle]
start = 2020-01-01
periods = { month = ["2020-01",
  "2020-02"] }
[[appraisees]]
id = "A"
facts.marks = [
  1, # one
  { a = 1, b = [2,
     3] },
]
[[appraisees]]
id = "B"
[appraisees.facts]
"marks" = 5
[[appraisees.rows]]
n = 1
[[appraisees.rows]]
n = 2
about = """
n = 3
"""
end = 1
'''


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("title",), 2),
        (("x.y",), 3),
        (("cycle",), 4),
        (("cycle", "start"), 5),
        (("cycle", "periods", "month", 0), 6),
        (("cycle", "periods", "month", 1), 7),
        (("appraisees", 0, "id"), 9),
        (("appraisees", 0, "facts", "marks", 1, "a"), 12),
        (("appraisees", 0, "facts", "marks", 1, "b", 1), 13),
        (("appraisees", 0, "facts", "none"), 10),
        (("appraisees", 1), 15),
        (("appraisees", 1, "facts", "marks"), 18),
        (("appraisees", 1, "rows", 1, "n"), 22),
        (("appraisees", 1, "rows", 1, "end"), 26),
        (("nowhere",), None),
    ],
)
def test_the_line_of_a_place_in_toml(path: tuple[str | int, ...], line: int | None) -> None:
    """By headers, dotted keys, lists and inline tables; what stands in a text or comment is no place."""
    assert line_of(SAMPLE, path, toml=True) == line


def test_the_line_of_every_place_in_json() -> None:
    """Every value that a text holds is found on the line it was written on."""
    data = {"a": [1, {"b": [2, [3, 4]], "c\n": "}],[{"}], "d": {"e": {"a": 5}}, "f": [[], {}, "x"]}
    text, expected = _laid_out(data)
    assert parse(text, "file", toml=False, number=Decimal) == data
    assert {path: line_of(text, path, toml=False) for path in expected} == expected


def _laid_out(data: Any) -> tuple[str, dict[tuple[str | int, ...], int]]:
    """The data as JSON, a line for every mark and value, and the line of each place."""
    lines: list[str] = []
    places: dict[tuple[str | int, ...], int] = {}

    def put(value: Any, path: tuple[str | int, ...], key: str = "") -> None:
        lines.append(key + (json.dumps(value) if not isinstance(value, dict | list) else "[{"[isinstance(value, dict)]))
        places[path] = len(lines)
        if isinstance(value, dict | list):
            items = list(value.items()) if isinstance(value, dict) else list(enumerate(value))
            for place, (name, part) in enumerate(items):
                put(part, (*path, name), f"{json.dumps(name)}: " if isinstance(value, dict) else "")
                if place < len(items) - 1:
                    lines.append(",")
            lines.append("]}"[isinstance(value, dict)])

    put(data, ())
    return "\n".join(lines), places


DEEPEST = 40  # the deepest at which a value may stand is one less

TEXTS = ["", "]", "[", "}{", '"', '"]"', '"["', '"]', '["', "\\", "\\]", '\\"[', "[]", "村", "😀{"]
HIDING = [("]", "["), ('"]"', '"["'), ('\\"]\\"', '\\"[\\"'), ('"]', '["'), ("\\]\\", "\\[\\"), ("x", "x")]


def _depth(value: Any) -> int:
    inner = list(value.values()) if isinstance(value, dict) else value if isinstance(value, list) else None
    return 0 if inner is None else 1 + max(map(_depth, inner), default=-1)


def _nested(depth: int, levels: Callable[[], tuple[bool, str, str]], chance: random.Random) -> Any:
    """Data about that deep; each level a list or a table, with a text before and one after what it holds."""
    found: Any = chance.choice([1, "x", [], {}])
    for _ in range(depth):
        listed, before, after = levels()
        found = [before, found, after] if listed else {"a": before, "b": found, "c": after}
    return found


@pytest.mark.parametrize("ascii_only", [True, False])
def test_what_is_nested_too_deep_is_refused_whatever_its_texts_hold(*, ascii_only: bool) -> None:
    """Brackets and quotes in texts neither hide a nesting nor make one; the limit is exact."""
    chance = random.Random(5)

    def any_level() -> tuple[bool, str, str]:
        return chance.random() < 0.5, chance.choice(TEXTS), chance.choice(TEXTS)

    data = [_nested(depth, any_level, chance) for depth in range(60)]
    for before, after in HIDING:
        tables = (before.replace("]", "}"), after.replace("[", "{"))
        for level in ((True, before, after), (False, *tables)):
            data += [_nested(depth, lambda level=level: level, chance) for depth in (*range(37, 43), 60)]  # type: ignore[misc]
    for one in data:
        text = json.dumps(one, ensure_ascii=ascii_only)
        if _depth(one) < DEEPEST:
            assert parse_json(text, "f", number=Decimal) == one
        else:
            with pytest.raises(FileError, match="40 deep"):
                parse_json(text, "f", number=Decimal)


@pytest.mark.parametrize("sign", ["", "-"])
@pytest.mark.parametrize("form", ["{}", "{}.5", '[1, {{"a": {}}}]'])
def test_a_number_has_four_hundred_digits_at_most(sign: str, form: str) -> None:
    """A longer one is refused with its line, whole or not; a sign is no digit."""
    most = 400 - 2 * form.endswith(".5")  # the point is counted with the digits
    parse_json(form.format(sign + "9" * most), "f", number=Decimal)
    with pytest.raises(FileError, match=r"40[12] digits") as caught:
        parse_json("\n" + form.format(sign + "9" * (most + 1)), "f", number=Decimal)
    assert caught.value.where == "f:2"


def test_equal_numbers_are_one_object() -> None:
    """A county's marks repeat a few hundred numbers, which are made and kept once; small whole ones are in any case."""
    data = parse_json("[1000.5, 1000.5, 100, 100]", "f", number=Decimal)
    assert data == [Decimal("1000.5")] * 2 + [100] * 2
    assert data[0] is data[1]
    assert data[2] is data[3]


@pytest.mark.parametrize("mark", [",", ";", "\t", "，", "；"])
def test_a_table_is_read_whatever_stands_between_its_cells(mark: str) -> None:
    """Blanks round cells and blank rows are nothing; a row has its line."""
    text = f'\n a {mark}b\n\n{mark}\n1{mark} "x{mark}\n y" \n'
    assert [(row.line, row.cells) for row in csv_rows(text, "t")] == [(2, ("a", "b")), (6, ("1", f"x{mark}\n y"))]


def test_a_cell_without_end_is_refused_on_its_line() -> None:
    """A quote that is never closed does not swallow the table in silence."""
    with pytest.raises(FileError) as caught:
        csv_rows('a,b\n1,"' + "x" * 200_000, "t.csv")
    assert caught.value.where == "t.csv:2"


GROWING: dict[str, Callable[[int], Any]] = {
    "a key twice": lambda n: parse_json(
        "{" + ",".join(f'"k{i}":1' for i in range(n)) + ',"k1":1}', "f", number=Decimal
    ),
    "a place in json": lambda n: line_of("[" + "[1]," * n + '{"a": 1}]', (n, "a"), toml=False),
    "a place in toml": lambda n: line_of("[[a]]\nb = 1\n" * n, ("a", n - 1, "c"), toml=True),
    "blanks in a header": lambda n: line_of("x = 1\n" + "#[ " + " " * n * 8, ("y",), toml=True),
    "a key of many parts": lambda n: parse_toml("a" + ".a" * n * 4 + " = 1", "f", number=Decimal),
    "quotes": lambda n: parse_toml("x = " + '"a" ' * n, "f", number=Decimal),
    "backslashes": lambda n: parse_json('["' + "\\\\" * n * 4 + '", "\\ud800"', "f", number=Decimal),
    "digits": lambda n: parse_json('{"a": ' + "9" * n * 20 + "}", "f", number=Decimal),
    "halves": lambda n: parse_json("[" + '"\\ud83d\\ude00",' * n + '"\\ud800"]', "f", number=Decimal),
    "a table": lambda n: csv_rows("a,b\n" + "1,2\n" * n, "f"),
}


@pytest.mark.parametrize("name", GROWING)
def test_time_grows_with_the_size_and_no_faster(name: str) -> None:
    """Sixteen times the size takes far less than the 256 times of a square."""

    def taken(size: int) -> float:
        began = time.process_time()
        with contextlib.suppress(FileError):
            GROWING[name](size)
        return time.process_time() - began

    small = min(taken(2_000) for _ in range(3))
    assert min(taken(32_000) for _ in range(2)) < 64 * max(small, 0.002)
