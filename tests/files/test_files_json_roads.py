"""Large JSON is read quickly where nothing is in doubt, strictly else; both roads say the same."""

from __future__ import annotations

import json
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kaohe.errors import FileError
from kaohe.files import parse_json

# What is read quickly is large and given as bytes: blanks make it so.
LARGE = " " * (1 << 19)
DOUBTED = "9" * 500

ODD_NUMBERS = [
    *[
        "0",
        "-0",
        "1",
        "1.0",
        "0.1",
        "-0.0",
        "1E5",
        "1e400",
        "1e0005",
        "1e1000",
        "2e-7",
        "01",
        "+1",
        "1.",
        ".5",
        "-",
        "1_0",
        "0x1",
        "NaN",
        "-Infinity",
        "18446744073709551616",
    ],
    *("9" * 399, "9" * 401, "9" * 5000, "1." + "3" * 401),
]
ODD_TEXTS = [
    *[r"a", r"a:b", r'quo"te', r"br{ace", r"[", r"]}", r"队员", r"\ud800", r"\ud83d\ude00", r"\u0061", r"\n", r"\x"],
    "",
    "\x01",
]
KEYS = ("a", "\\u0061", "a:", '\\"', "{", "", " :")

blanks = st.sampled_from(["", "", "", " ", "\n", "\t"])
words = st.one_of(
    st.sampled_from((*ODD_NUMBERS, "true", "false", "null", "tru", "")),
    st.integers().map(str),
    st.sampled_from(ODD_TEXTS).map(lambda text: f'"{text}"'),
    st.text(max_size=5).map(json.dumps),
)


def _lists(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    members = st.lists(inner, max_size=4)
    return st.builds(lambda found, blank: f"[{blank}" + f",{blank}".join(found) + "]", members, blanks)


def _tables(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    pair = st.builds(
        lambda key, one, two, value: f'"{key}"{one}:{two}{value}', st.sampled_from(KEYS), blanks, blanks, inner
    )
    return st.lists(pair, max_size=3).map(lambda pairs: "{" + ",".join(pairs) + "}")


texts = st.recursive(words, lambda inner: st.one_of(_lists(inner), _tables(inner)), max_leaves=12)


class Made:
    """A number as its reader was given it."""

    def __init__(self, text: str) -> None:
        self.text = text


def said(text: str | bytes) -> object:
    """What comes of a text: its value with the kinds of all its parts, or the error and its line."""
    try:
        return kinds(parse_json(text, "f", number=Made))
    except FileError as error:
        return error.number, error.where, str(error)


def kinds(value: Any) -> object:
    """A value as texts that differ where kinds differ: 1 and true, 1 and 1.0, the order of keys."""
    if isinstance(value, dict):
        return [(key, kinds(one)) for key, one in value.items()]
    if isinstance(value, list):
        return ["list", *map(kinds, value)]
    return type(value).__name__, value.text if isinstance(value, Made) else value


@settings(max_examples=300)
@given(texts)
def test_both_roads_say_the_same(text: str) -> None:
    """Values equal with their kinds and the order of keys, errors with their number, line and words."""
    large = text + LARGE
    assert said(large.encode()) == said(large)


@pytest.mark.parametrize("text", [*ODD_NUMBERS, *(f'"{text}"' for text in ODD_TEXTS)])
def test_both_roads_say_the_same_of_what_is_odd(text: str) -> None:
    """Every odd number and text, alone, as a value, and in a table as the last of two with one key."""
    for form in ("{}", '{{"a": {}}}', '{{"a": 1,\n "a" : {}}}', '{{"a": 1,\n "\\u0061": {}}}'):
        large = form.format(text) + LARGE
        assert said(large.encode()) == said(large)


NESTS = [("[", "]", ""), ("[", "]", "1"), ('{"a":', "}", "[1]"), ('{"a": ', "}", "[]"), ('{"a":[', "]}", "{}")]
DEEP = [inner.join((opens * most, ends * most)) for most in range(36, 42) for opens, ends, inner in NESTS]


@pytest.mark.parametrize(
    "text", [*DEEP, "[" * 5000 + "]" * 5000, '{"a": ["{", [{"a": 1}]]}', '{"a:[": [[{}]], "b": "[["}']
)
def test_both_roads_say_the_same_of_what_is_deep(text: str) -> None:
    """As deep as may be, one deeper, far too deep, and with brackets in texts."""
    large = text + LARGE
    assert said(large.encode()) == said(large)


@pytest.mark.parametrize("raw", [b'\xef\xbb\xbf{"a": 1}', b'["\xff"]', b'["\xed\xa0\x80"]', b'{"a": 1,\r\n "a": 2}'])
def test_bytes_are_read_as_their_text_is(raw: bytes) -> None:
    """A mark of UTF-8, what is no UTF-8, half a character and other line ends come out as with few bytes."""
    assert said(raw + LARGE.encode()) == said(raw)


@pytest.mark.parametrize(
    ("text", "parses"),
    [
        ('{"a": 1, "b": [0.5, {"c" : "d"}]}', 0),
        ('{"a": "10:30", "b" : 1}', 0),
        ('{"a": "b: c"}', 0),
        ('{"a": "b : c"}', 1),
        ('{"a": "' + DOUBTED + '"}', 1),
        ('{"a": [1, 2, {"a": [{"b": "}"}]}]}', 0),
        ('{"a": [{"b": 1}, {"b": {"c": 1}}, {"b": 1}, {"b": 1}, {"b": [{"c": 1}]}, {"b": 1}]}', 0),
    ],
)
def test_what_is_plain_is_not_parsed_strictly(text: str, parses: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """A colon in a text is no key, unless it looks like one; what is in doubt is parsed again, and comes out right."""
    loads: Callable[..., Any] = json.loads
    seen: list[str] = []

    def counted(text: str, **hooks: Any) -> Any:
        seen.append(text)
        return loads(text, **hooks)

    monkeypatch.setattr(json, "loads", counted)
    assert parse_json((text + LARGE).encode(), "f", number=Decimal) == loads(text, parse_float=Decimal)
    assert len(seen) == parses


def test_a_key_that_stands_twice_is_found_wherever_it_stands() -> None:
    """In the last of many rows or before it, in a list of lists, and where texts hold brackets and colons."""
    for row in ('{"id": 1, "id": 1}', '{"id": [[{"a": 1, "a": 1}]]}', '{"id": "}:", "facts": {"a": 1, "\\u0061": 1}}'):
        for after in (0, 3):
            plain = '{"id": "x:y", "facts": {"marks": [1, 2]}}'
            rows = ", ".join([*[plain] * 20_000, row, *[plain] * after])
            with pytest.raises(FileError) as found:
                parse_json(f'{{"rows": [{rows}]}}'.encode(), "f", number=Decimal)
            assert found.value.number == "K2033"
