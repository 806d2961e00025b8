"""Numbered messages: one number one message, in code, on the screen, in JSON and in docs/messages.md."""

from __future__ import annotations

import pickle
import re
from dataclasses import replace

import pytest

from docs_kit import ROOT, Found, messages, page
from kaohe.cli._out import both
from kaohe.errors import CaseError
from kaohe.words import Message, Text, shortened

HOLE = re.compile(r"\{(?:why|text|wanted|hint|next)\}")
SAID = Message("K0412", "english {x}", "中文 {x}")


def test_every_number_names_one_message() -> None:
    """No number is used twice, and none has another form than K (W for what may be accepted) and four digits."""
    found = messages()
    assert len({one.number for one in found}) == len(found) > 50
    assert all(Message(one.number, one.en, one.zh).number == one.number for one in found)


def test_the_page_lists_every_message_as_it_is() -> None:
    """docs/messages.md is what `make docs` makes of the sources."""
    assert (ROOT / "docs" / "messages.md").read_text(encoding="utf-8") == page()


# What a refusal of an entry, a file or a command tells to do: a verb after a stop, a question, or a list of what may stand.
STEP = {
    "en": re.compile(
        r"(?i:(?:^|[;:.,(] |\b(?:and|or|please) )(?:add|check|choose|close|correct|declare|delete|enter|find|give|install|keep|name"
        r"|put|quote|report|return|run:?|save|say|see|set|split|take|try|type|update|use|write)\b"
        r"|did you mean|is its return forgotten\?|break it in)"
        r"|\b(?:are:?|the headings are|known here are) \{known\}|`kaohe new-case SCHEME` writes one"
    ),
    "zh": re.compile(r"请|可用|是不是|是否忘了|写法如"),
}
# Frames around another message, which has its own step; and words that stand within another.
FRAMES = {
    "K1051",
    "K1122",
    "K1054",
    "K1055",
    "K1058",
    "K1059",
    "K1062",
    "K1088",
    "K1089",
    "K1216",
    "K2122",
    "K2206",
    "K2617",
}
WITHIN = {"K1090", "K1091", "K2005", "K2006", "K2007", "K2008"}


def _refusals() -> list[Found]:
    return [one for one in messages() if one.number[1] in "12" and one.number not in FRAMES | WITHIN]


@pytest.mark.parametrize("code", STEP)
def test_every_refusal_says_what_to_do_next(code: str) -> None:
    """Whoever is refused an entry, a file, a command or a declaration reads in both languages what to write instead."""
    found = _refusals()
    assert len(found) > 100
    assert [one for one in found if not STEP[code].search(one.in_language(code))] == []


@pytest.mark.parametrize("code", STEP)
def test_a_sentence_without_a_next_step_is_seen(code: str) -> None:
    """The test above can fail: what only states a fault has no step."""
    bare = Message("K0412", "{value} is outside {low} to {high}", "{value} 超出 {low} 至 {high}")
    assert STEP[code].search(bare.in_language(code)) is None


def test_what_is_taken_out_is_a_frame_or_a_part() -> None:
    """A frame holds another sentence; a part is said by another message of its module or in a frame."""
    listed = {one.number: one for one in messages()}
    assert [number for number in FRAMES if not HOLE.search(listed[number].en)] == []
    assert listed.keys() >= WITHIN


def test_a_message_keeps_its_number_when_it_is_filled_in() -> None:
    """Format fills both languages and keeps the number; a Text has none."""
    filled = SAID.format(x=Text("a", "甲"))
    assert (filled.number, filled.en, filled.zh) == ("K0412", "english a", "中文 甲")
    assert isinstance(filled, Message)
    assert (Text("a", "甲").number, Text("{x}", "{x}").format(x=SAID).number) == ("", "")
    assert pickle.loads(pickle.dumps(filled)) == filled  # noqa: S301  # our own
    assert replace(Text("a", "甲"), en="b").en == "b"


@pytest.mark.parametrize("number", ["", "K1", "K00001", "0412", "X0412", "k0412", "K041２"])
def test_a_number_has_one_form(number: str) -> None:
    """K or W and four digits, nothing else."""
    with pytest.raises(ValueError, match="four digits"):
        Message(number, "a", "甲")


def test_an_error_shows_its_number_once() -> None:
    """Printed after the place, exposed as `number`, and in JSON beside the words."""
    error = CaseError(SAID.format(x=1), where="case.toml:3")
    assert (str(error), error.number) == ("case.toml:3: [K0412] english 1", "K0412")
    assert both(error.text) == {"en": "english 1", "zh": "中文 1", "number": "K0412"}
    plain = Text("a", "甲")
    assert (plain.told(), plain.number, both(plain)) == ("a", "", {"en": "a", "zh": "甲"})


@pytest.mark.parametrize("letter", ["x", "键", "😀", "\x00"])
def test_an_error_is_below_a_kilobyte(letter: str) -> None:
    """Whatever it quotes: place and words are cut in the middle, the next step and the number stay."""
    text = Message("K0412", "{x} is wrong; mend it", "{x} 不对；请更正").format(x=letter * 9999)
    error = CaseError(text, where=f"{letter * 999}.toml:7")
    for said in (error.text.en, error.text.zh):
        assert len(f"{error.where}: [{error.number}] {said}".encode()) < 1000
    assert error.text.en.endswith("is wrong; mend it")
    assert error.text.zh.endswith("不对；请更正")
    assert str(error.where).endswith(".toml:7")


def test_what_is_short_enough_stays() -> None:
    """Only what is too long is cut, and never within a character."""
    assert shortened("甲" * 10, 30) == "甲" * 10
    assert shortened("甲" * 11, 30).encode().decode() == shortened("甲" * 11, 30) != "甲" * 11
    assert len(shortened("甲" * 11, 30).encode()) <= 30
