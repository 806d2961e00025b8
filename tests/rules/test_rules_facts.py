"""accept(): the check of one entry, for every kind of input."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from kaohe.errors import CaseError, InexactError
from kaohe.rules import Date, Days, Events, Finding, Score, Tally
from kaohe.rules.nodes import Indicator, IndicatorTable, Input, Ratings
from kaohe.rules.tools import (
    ABSENCES,
    NAME_LENGTH,
    REASON_LENGTH,
    Absent,
    EventRow,
    FindingRow,
    Supplied,
    TallyValue,
    accept,
    document_number,
    plain_text,
)
from kaohe.words import Text
from scheme_kit import WORDS, count, of, option, score

NOTHING = Supplied()
COLUMNS = (score("amount"), of("late", "absent", key="why", optional=True))
TABLE = IndicatorTable("table", WORDS, (Indicator("1", WORDS, 60), Indicator("2", WORDS, 40)))
INPUTS: dict[str, Input] = {
    "score": score(),
    "signed": score(low=-10, high=10, places=1),
    "by item": Score("mark", WORDS, clause="1", table=TABLE),
    "count": count(high=5),
    "days": Days("days", WORDS, clause="1"),
    "date": Date("day", WORDS, clause="1"),
    "choice": of("x", "y"),
    "listed": of(key="division", list_key="divisions"),
    "finding": Finding("finding", WORDS, clause="1"),
    "rechecked": Finding("finding", WORDS, clause="1", recheck=True),
    "events": Events("events", WORDS, clause="1"),
    "ratings": Ratings("rated", WORDS, clause="1", options=option("x", "y")),
    "ballot": Tally("ballot", WORDS, clause="1", options=option("yes", "no")),
}
SUPPLIED = Supplied(lists={"divisions": ("一科", "二科")}, columns={"events": COLUMNS})
JAN = dt.date(2020, 1, 5)
ROW = {"date": JAN, "document": "组发〔2020〕5号"}
VOTES = {"issued": 10, "collected": 9, "spoilt": 1, "blank": 1, "yes": 4, "no": 3}


@pytest.mark.parametrize(
    ("name", "raw", "value"),
    [
        ("score", 90, Fraction(90)),
        ("score", Decimal("89.99"), Fraction(8999, 100)),
        ("score", "59.5", Fraction(119, 2)),
        ("score", 0, Fraction(0)),
        ("score", 100, Fraction(100)),
        ("signed", Decimal("-9.9"), Fraction(-99, 10)),
        ("by item", {"items": {"1": 60, "2": Decimal("39.5")}}, Fraction(199, 2)),
        ("by item", 70, Fraction(70)),
        ("count", 5, Fraction(5)),
        ("days", 366, Fraction(366)),
        ("date", JAN, JAN),
        ("date", "2020-01-05", JAN),
        ("choice", "y", "y"),
        ("listed", "二科", "二科"),
        ("finding", [], ()),
        ("finding", [ROW], (FindingRow(JAN, "组发〔2020〕5号", "confirmed"),)),
        ("finding", [ROW | {"status": "rejected"}], (FindingRow(JAN, "组发〔2020〕5号", "rejected"),)),
        ("rechecked", [ROW], (FindingRow(JAN, "组发〔2020〕5号", "pending"),)),
        ("events", [], ()),
        ("events", [{"date": JAN, "amount": 3}], (EventRow(JAN, (("amount", Fraction(3)),)),)),
        ("events", [{"amount": 3, "why": "late"}], (EventRow(None, (("amount", Fraction(3)), ("why", "late"))),)),
        ("ratings", ["x", "y", "x"], ("x", "y", "x")),
        ("ballot", VOTES, TallyValue(10, 9, 1, 1, (("yes", 4), ("no", 3)))),
    ],
)
def test_an_entry_is_taken_as_what_it_says(name: str, raw: Any, value: object) -> None:
    """Each kind of input takes what it declares, exactly."""
    assert accept(INPUTS[name], raw, SUPPLIED) == value


@pytest.mark.parametrize(
    ("name", "raw", "why"),
    [
        ("score", Decimal("100.01"), "outside 0 to 100"),
        ("score", -1, "outside 0 to 100"),
        ("score", Decimal("0.001"), "more than 2 decimals"),
        ("score", "2/3", "2/3 is not a number"),
        ("score", "85%", "85% is not a number"),
        ("score", True, "not a number"),
        ("score", None, "not a number"),
        ("score", [90], "not a number"),
        ("score", {"items": {}}, "no indicator table"),
        ("signed", Decimal("0.05"), "more than 1 decimals"),
        ("by item", {"items": {"1": 60}}, "indicators 2 have no points"),
        ("by item", {"items": {"1": 60, "2": 41}}, "outside 0 to 40"),
        ("by item", {"items": {"1": 60, "2": 40, "9": 0}}, "unknown key 9"),
        ("by item", {"parts": {}}, "unknown key parts"),
        ("count", 6, "outside 0 to 5"),
        ("count", Decimal("1.5"), "more than 0 decimals"),
        ("days", 367, "outside 0 to 366"),
        ("date", "2020-02-30", "not a day"),
        ("date", "5 Jan 2020", "not a day"),
        ("date", dt.datetime(2020, 1, 5, 12), "not a day"),
        ("date", 20200105, "not a day"),
        ("choice", "z", "z is none of 1 x .* 2 y"),
        ("choice", 1, "none of x, y"),
        ("listed", "三科", "三科 is none of 1 一科  2 二科"),
        ("finding", None, "must be a list"),
        ("finding", ROW, "must be a list"),
        ("finding", True, "must be a list"),
        ("finding", ["x"], "a table with date and document"),
        ("finding", [{"date": JAN}], "without document"),
        ("finding", [{"document": "1号"}], "without date"),
        ("finding", [ROW | {"status": "open"}], "open is none of 1 pending"),
        ("finding", [ROW | {"text": "他……"}], "unknown key text"),
        ("finding", [{"date": JAN, "document": "见附件；甲举报"}], "not a document number"),
        ("events", [{"date": JAN}], "without amount"),
        ("events", [{"amount": 101}], "outside 0 to 100"),
        ("events", [{"amount": 1, "note": "x"}], "unknown key note"),
        ("events", [3], "a table of its columns"),
        ("ratings", ["x", "z"], "z is none of 1 x .* 2 y"),
        ("ratings", "z", "z is none of"),
        ("ratings", ",", "0 where there are none"),
        ("ratings", 3, "must be a list"),
        ("ballot", 7, "table of counts"),
        ("ballot", VOTES | {"yes": 5}, "1 differ"),
        ("ballot", {key: VOTES[key] for key in VOTES if key != "blank"}, "lacks blank"),
        ("ballot", VOTES | {"voter": 1}, "unknown key voter"),
        ("ballot", VOTES | {"yes": -1}, "not a number of ballots"),
        ("ballot", VOTES | {"yes": Decimal("4.0")}, "not a number of ballots"),
        ("ballot", VOTES | {"yes": True}, "not a number of ballots"),
        ("ballot", VOTES | {"issued": 8}, "9 ballots collected of 8 issued|收回"),
    ],
)
def test_a_wrong_entry_is_refused_with_the_reason(name: str, raw: Any, why: str) -> None:
    """Each kind of input refuses what it cannot mean, and says why in both languages."""
    with pytest.raises(CaseError, match=why) as refused:
        accept(INPUTS[name], raw, SUPPLIED)
    assert refused.value.text.zh != refused.value.text.en


@pytest.mark.parametrize("name", ["score", "count", "days", "signed"])
@pytest.mark.parametrize("raw", [89.5, float("nan"), float("inf"), 90.0])
def test_a_float_is_never_a_fact(name: str, raw: float) -> None:
    """No input takes a float, not even a whole one."""
    with pytest.raises((CaseError, InexactError)):
        accept(INPUTS[name], raw, NOTHING)


@pytest.mark.parametrize("name", INPUTS)
def test_any_entry_may_be_absent_with_a_reason(name: str) -> None:
    """Instead of a value stands an absence, with its code and reason."""
    raw = {"absent": "not-assessed", "reason": "考核组未到"}
    assert accept(INPUTS[name], raw, SUPPLIED) == Absent("not-assessed", "考核组未到")


@pytest.mark.parametrize("code", [absence.code for absence in ABSENCES])
def test_an_absence_that_is_due_needs_a_reason(code: str) -> None:
    """An absence that still counts as due is refused without a reason; one that is not due needs none."""
    if Absent(code).due:
        with pytest.raises(CaseError, match="needs a reason"):
            accept(score(), {"absent": code}, NOTHING)
    else:
        assert accept(score(), {"absent": code}, NOTHING) == Absent(code)


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        ({"absent": "ill"}, "ill is none of"),
        ({"absent": "not-assessed", "reason": ""}, "must be a text"),
        ({"absent": "not-assessed", "reason": "x" * (REASON_LENGTH + 1)}, "at most 120"),
        ({"absent": "not-assessed", "reason": "a\x1b[2J"}, "U\\+001B"),
        ({"absent": "not-posted", "since": "2020"}, "unknown key since"),
    ],
)
def test_a_wrong_absence_is_refused(raw: dict[str, Any], why: str) -> None:
    """An unknown code, an empty, overlong or controlling reason, or another key is refused."""
    with pytest.raises(CaseError, match=why):
        accept(score(), raw, NOTHING)


@pytest.mark.parametrize(
    "mark", ["\x00", "\x07", "\x1b", "\x7f", "\u200b", "\u202e", "\u2066", "\ufeff", "\n", "\u00ad"]
)
def test_a_mark_that_hides_or_controls_is_refused(mark: str) -> None:
    """Control characters, escapes, bidirectional and zero-width marks stand in no text."""
    with pytest.raises(CaseError, match="U\\+"):
        plain_text(f"王{mark}五", Text("the name", "姓名"), longest=NAME_LENGTH)


def test_a_name_keeps_its_characters_and_its_length() -> None:
    """A name is kept as it is, ideographic space included, up to its longest length."""
    name = "王　五"
    assert plain_text(name, WORDS, longest=3) == name
    with pytest.raises(CaseError, match="has 3 characters"):
        plain_text(name, WORDS, longest=2)


@pytest.mark.parametrize("text", ["组发〔2018〕5号", "No. 5/2018", "藏强基办[2018]12-3号", "（2019）1"])
def test_a_document_number_is_kept(text: str) -> None:
    """Letters, digits, CJK, brackets and a few marks make a document number."""
    assert document_number(text) == text


@pytest.mark.parametrize("text", ["", "   ", "a;b", "x" * 41, 5, None, "组发\u200b5号", "<script>", "群众：反映"])
def test_no_other_text_is_a_document_number(text: object) -> None:
    """A sentence, a hidden mark or an overlong text is no document number."""
    with pytest.raises(CaseError):
        document_number(text)
