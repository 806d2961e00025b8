"""`kaohe office due`, `done`, `papers`, `received`, `draw`, `publish`, `objection`, `gate`, `notice`, `imported`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from cli_kit import as_json, run
from office_kit import marks, member, new_book

HALF = "XZ-6(6)/checked/2019H1"


@pytest.fixture
def book(tmp_path: Path) -> str:
    """A book with six members, complete and with names."""
    people = [member(f"M{n}", f"张三{n}") for n in range(1, 7)]
    new_book(tmp_path, *people, *(one for n in range(1, 7) for one in marks(f"M{n}"))).close()
    return str(tmp_path / "a.book")


def said(*words: object, lang: str = "en", status: int = 0) -> str:
    """What a command prints, its exit status being as expected."""
    result = run(*words, lang=lang)
    assert result.exit_code == status, result.output
    return result.output


def test_a_half_year_by_commands(book: str, tmp_path: Path) -> None:
    """Papers and a step recorded, a sample drawn, results shown, opinions, feedback: each told, and nothing left late."""
    assert "late +1" in said("office", "due", book, "--on", "2019-02-11")
    said(
        "office",
        "received",
        book,
        "self-report",
        *(f"M{n}" for n in range(1, 7)),
        "--at",
        "2019-01",
        "--on",
        "2019-02-10",
    )
    said("office", "done", book, "XZ-6(1)-procedure", "--at", "2019-01", "--on", "2019-02-10")
    assert "late" not in said("office", "due", book, "--on", "2019-02-11")
    seed = tmp_path / "seed"
    said("office", "draw", "pledge", book, HALF, "--keep", seed)
    assert seed.stat().st_mode & 0o777 == 0o600
    said("office", "draw", "frame", book, HALF)
    shown = as_json("office", "draw", "reveal", book, HALF, "--seed", seed)
    assert len(shown["draw"]["drawn"]["member"]) == 2
    assert "1 agree" in said("office", "draw", "check", book)
    assert "drawn" in said("office", "draw", "list", book)
    said("office", "publish", book, "XZ-9", "--on", "2019-04-01", "--until", "2019-04-05", "--document", "公1号")
    said("office", "objection", "add", book, "M1", "--on", "2019-04-02", "--document", "异1号")
    said("office", "objection", "answer", book, "1", "rejected", "--on", "2019-04-03", "--document", "复1号")
    assert "rejected" in said("office", "objection", "list", book)
    said("office", "gate", book, "M1", "discipline", "none", "--on", "2019-04-03", "--document", "纪1号")
    said("office", "notice", "given", book, "XZ-9", "M1", "M2", "--on", "2019-04-06", "--document", "反1号")
    given = [one for one in as_json("office", "notice", "list", book) if one["rule"] == "XZ-9" and one["on"]]
    assert [one["appraisee"] for one in given] == ["M1", "M2"]


def test_every_list_has_plain_data(book: str) -> None:
    """--json gives rows with the same facts, days as 2019-02-10, texts in both languages."""
    due = as_json("office", "due", book, "--on", "2019-02-11")
    late = [one for one in due["due"] if one["when"] == "late"]
    assert {(one["sort"], one["step"], one["day"], one["days"]) for one in late} == {
        ("step", "XZ-6(1)-procedure", "2019-02-10", 1),
        ("paper", "XZ-6(1)-procedure", "2019-02-10", 1),
    }
    assert {"en", "zh"} == set(late[0]["what"])
    papers = as_json("office", "papers", book, "--on", "2019-02-11", "--missing")
    assert (len(papers), papers[0]["due"], papers[0]["late"]) == (12, "2019-02-10", 1)
    subjects = as_json("office", "draw", "list", book)["subjects"]
    assert [one["id"] for one in subjects] == [HALF, "XZ-6(7)/reviewed"]


def test_a_seed_is_never_written_over(book: str, tmp_path: Path) -> None:
    """A file that is there stays as it was; where a pledge is refused no file is left."""
    taken = tmp_path / "taken"
    taken.write_text("mine", encoding="utf-8")
    assert "K5301" in said("office", "draw", "pledge", book, HALF, "--keep", taken, status=2)
    assert taken.read_text(encoding="utf-8") == "mine"
    assert "K8210" in said("office", "draw", "pledge", book, "XZ-6(6)/no", "--keep", tmp_path / "new", status=2)
    assert not (tmp_path / "new").exists()
    assert "K5302" in said("office", "draw", "reveal", book, HALF, "--seed", tmp_path / "none", status=2)


def test_another_seed_is_refused_by_the_command(book: str, tmp_path: Path) -> None:
    """The file of another draw's seed is no use, and the next step is told."""
    said("office", "draw", "pledge", book, HALF, "--keep", tmp_path / "a")
    said("office", "draw", "pledge", book, "XZ-6(7)/reviewed", "--keep", tmp_path / "b")
    said("office", "draw", "frame", book, HALF)
    told = said("office", "draw", "reveal", book, HALF, "--seed", tmp_path / "b", status=2)
    assert "K8229" in told
    assert "--again" in told


REFUSED: list[tuple[tuple[str, ...], str]] = [
    (("done", "XZ-10"), "K8203"),
    (("done", "XZ-6(1)-procedure", "--at", "2019-09"), "K8204"),
    (("received", "summary", "M1"), "K8205"),
    (("received", "self-report", "M9", "--at", "2019-01"), "K8201"),
    (("received", "self-report", "M1", "--at", "2019-01", "--on", "31 Feb"), "K1071"),
    (("publish", "XZ-9", "--on", "2019-04-01", "--document", "公1号"), "K8241"),
    (("objection", "add", "M1", "--on", "2019-04-01", "--document", "异1号"), "K8244"),
    (("gate", "M1", "discipline", "maybe", "--document", "纪1号"), "K8251"),
    (("notice", "given", "XZ-8c", "M1", "--document", "告1号"), "K8260"),
    (("imported", "M1", "优秀", "--document", "考1号"), "K8253"),
    (("draw", "assign", "XZ-6(7)/reviewed", "a=b", "--document", "考1号"), "K8235"),
]


@pytest.mark.parametrize(("words", "number"), REFUSED)
def test_what_is_refused_says_the_next_step(book: str, words: tuple[Any, ...], number: str) -> None:
    """Each refusal has its number and ends with what to do, in either language; nothing is written."""
    group = 2 if words[0] in ("objection", "notice", "draw") else 1
    command = ("office", *words[:group], book, *words[group:])
    head = as_json("office", "status", book)["receipt"]
    assert number in said(*command, status=2)
    told = said(*command, lang="zh", status=2)
    assert number in told
    assert any(step in told for step in ("请", "写法", "kaohe office"))
    assert as_json("office", "status", book)["receipt"] == head


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_screens_are_in_one_language(book: str, lang: str) -> None:
    """What the lists print in Chinese holds no English words but ids, keys and document numbers."""
    for words in (("due",), ("papers",), ("draw", "list"), ("notice", "list"), ("objection", "list"), ("imported",)):
        told = said("office", *words, book, lang=lang)
        assert told.strip()
        if lang == "zh":
            assert not [
                word for word in ("late", "open", "due", "received", "people", "nothing") if f" {word} " in told
            ]
