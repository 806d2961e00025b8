"""What a second look found beside the first trial's inputs: the same kinds of fault, other instances."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from cli_kit import run

FILES = Path(__file__).parent / "files"
QUARTERS = ["2016Q1", "2016Q2", "2016Q3", "2016Q4"]
LEAVE = {"date": "2016-05-05", "leave_days": 1, "leave_approved": "unit"}


def secondee(folder: Path, *, decisions: list[dict[str, str]] | None = None, **facts: Any) -> Path:
    """A case of the Yining scheme with two secondees and nothing found, but for `facts`."""
    known: dict[str, Any] = {"selected_by": "county-committee", "posted_from": "2016-01-01", "posted_to": "2016-12-31"}
    known |= dict.fromkeys(("late", "left_early", "absent_untold", "informal_leave", "reports_missing"), 0)
    known |= {key: [] for key in ("diary_faults", "conduct_faults", "sanctions", "task_faults")}
    people = [{"id": one, "kind": "secondee", "facts": known | facts} for one in ("A", "B7")]
    cycle = {"start": "2016-01-01", "end": "2016-12-31", "periods": {"quarter": QUARTERS}}
    data = {"format": 1, "scheme": "yining", "cycle": cycle, "appraisees": people, "decisions": decisions or []}
    file = folder / "case.json"
    file.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    return file


def first_line(*words: object, lang: str) -> str:
    """The first sentence that a command prints."""
    return run(*words, lang=lang).output.splitlines()[0]


@pytest.mark.parametrize(
    ("value", "en", "zh"),
    [(None, "an empty value (null)", "空值（null）"), (True, "true", "true"), ({"x": 1}, "a table", "一组键值")],
)
@pytest.mark.parametrize("key", ["late", "selected_by", "posted_from"])
def test_a_refusal_repeats_what_the_file_says(tmp_path: Path, key: str, value: object, en: str, zh: str) -> None:
    """A value of another type is repeated as the file has it: no None, no True, no braces of Python."""
    wrong: dict[str, Any] = {key: value}
    file = secondee(tmp_path, **wrong)
    for lang, told in (("en", en), ("zh", zh)):
        result = run("evaluate", file, lang=lang)
        assert result.exit_code == 2
        assert told in result.output
        assert not any(word in result.output for word in ("None", "True", "{'"))


@pytest.mark.parametrize(
    ("row", "en", "zh"),
    [
        (LEAVE | {"leave_days": "0.3"}, "row 2, leave_days (days of leave)", "第2行请假天数（leave_days）"),
        (LEAVE | {"leave_approved": "自己"}, "row 2, leave_approved (approved by)", "第2行批准（leave_approved）"),
        ({"leave_days": 1}, "row 2: an event without leave_approved (approved by)", "第2行缺批准（leave_approved）"),
    ],
)
def test_a_refused_cell_is_named_by_row_and_column(tmp_path: Path, row: dict[str, Any], en: str, zh: str) -> None:
    """What is wrong in a list of events is found by its row and the label of its column."""
    file = secondee(tmp_path, leaves=[LEAVE, row])
    assert en in run("evaluate", file, lang="en").output
    assert zh in run("evaluate", file, lang="zh").output


def test_a_recorded_result_is_what_decided(tmp_path: Path) -> None:
    """Where people give the result, the first sentence says so, not the score that decided nothing."""
    ours = {"appraisee": "A", "grade": "优秀", "reason": "审定", "document": "县组1号"}
    file = secondee(tmp_path, decisions=[ours])
    assert first_line("explain", file, "A", lang="en").startswith("A: recorded result 优秀: 县组1号")
    assert first_line("explain", file, "A", lang="zh").startswith("A：记录的结果：优秀：县组1号")
    assert "recorded result 优秀" in run("explain", file, "A").output.splitlines()[1]


def test_a_reason_that_names_a_colleague_stays_in_the_office(tmp_path: Path) -> None:
    """The reason of a decision is written by hand: the copy that leaves the office veils whom it names."""
    ours = {"appraisee": "A", "grade": "优秀", "reason": "优于B7", "document": "县组1号"}
    file = secondee(tmp_path, decisions=[ours])
    assert "B7" in run("explain", file, "A").output
    for extra in ([], ["--json"]):
        assert "B7" not in run("explain", file, "A", "--for-appraisee", *extra).output


def test_what_waits_for_another_is_named_by_label() -> None:
    """An input of another record stands in the summary by its label and whose it is, not by its key."""
    told = run("explain", FILES / "neimenggu-one-county-two-ranks.toml", "M", lang="zh").output.splitlines()[1]
    assert "T 的脱贫工作全区排名" in told
    assert "county_rank" not in told


@pytest.mark.parametrize(
    "more", [{"scheme": None}, {"amendments": [None]}, {"cycle": {"periods": {"quarter": [None]}}}]
)
def test_an_empty_value_of_the_frame_is_called_empty(tmp_path: Path, more: dict[str, Any]) -> None:
    """The frame of a case, too, repeats what the file says."""
    file = secondee(tmp_path)
    data = json.loads(file.read_text(encoding="utf-8"))
    for key, value in more.items():
        data[key] = data[key] | value if isinstance(value, dict) else value
    file.write_text(json.dumps(data), encoding="utf-8")
    result = run("evaluate", file, lang="zh")
    assert result.exit_code == 2
    assert "空值（null）" in result.output
    assert "None" not in result.output


def test_a_plan_that_is_null_is_called_null(tmp_path: Path) -> None:
    """`kaohe allocate` repeats a value as JSON has it."""
    file = tmp_path / "plan.json"
    file.write_text("null", encoding="utf-8")
    assert "null" in run("allocate", file, lang="zh").output
    assert "None" not in run("allocate", file, lang="zh").output


@pytest.mark.parametrize(
    ("scores", "key"),
    [({"2016Q1": 80}, "posted_to"), ({}, "posted_to"), ({"each": 80}, "posted_to")],
)
def test_a_posting_that_ends_before_it_starts_is_told_as_that(tmp_path: Path, scores: dict[str, int], key: str) -> None:
    """With values in the periods, too, the two days are named, not a value outside the posting."""
    file = secondee(tmp_path, posted_from="2016-10-31", posted_to="2016-03-01", quarter_score=scores)
    told = run("evaluate", file, lang="zh").output
    assert f"facts.{key}" in told
    assert "挂职截止日 2016-03-01 早于挂职起始日 2016-10-31" in told


def test_new_case_writes_no_case_that_its_scheme_refuses(tmp_path: Path) -> None:
    """A scheme for one year alone refuses another at once, and writes nothing."""
    file = tmp_path / "new.toml"
    result = run("new-case", "xpcc-2016", "--from", "2017-01", "-o", file, lang="en")
    assert result.exit_code == 2
    assert "2016-01-01 to 2016-12-31" in result.output
    assert not file.exists()
    assert run("new-case", "xpcc-2016", "--from", "2016-01", "-o", file).exit_code == 0
