"""`kaohe help`: the commands by who uses them, and any command, name of schemes or key of case files explained."""

from __future__ import annotations

import re

import pytest

from cli_kit import as_json, run
from kaohe.cli import COMMANDS
from kaohe.cli._help import USERS
from kaohe.cli._vocabulary import PLACES, TASKS, called, entries

CHINESE = re.compile(r"[\u3400-\u9fff]")


def test_every_command_stands_with_those_who_use_it() -> None:
    """Without a name every command is listed once, under staff, authors, testers or administrators."""
    listed = [name for _, names in USERS.values() for name in names]
    assert sorted(listed) == sorted(COMMANDS)
    page = run("help").stdout
    heads = [page.index(str(text)) for text in (text.en for text, _ in USERS.values())]
    assert heads == sorted(heads)
    assert [name for name in COMMANDS if f"kaohe {name} " not in page] == []


@pytest.mark.parametrize(("lang", "word"), [("en", "Testers"), ("zh", "测试人员")])
def test_the_list_speaks_the_readers_language(lang: str, word: str) -> None:
    """The heads are in the language of the locale."""
    assert word in run("help", lang=lang).stdout


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_command_is_told_as_by_itself(lang: str) -> None:
    """`kaohe help evaluate` prints what `kaohe evaluate --help` does."""
    own = run("evaluate", "--help", lang=lang).stdout
    assert own.strip() in run("help", "evaluate", lang=lang).stdout


def test_a_command_within_a_command_is_told() -> None:
    """`kaohe help book verify` prints the options of `kaohe book verify`."""
    page = run("help", "book", "verify").stdout
    assert "book verify [OPTIONS] BOOK" in page
    assert "--receipt" in page


def test_the_vocabulary_is_listed_by_task() -> None:
    """`kaohe help vocabulary` names each task and each entry; `expressions` the ones that rules are written with."""
    page, part = run("help", "vocabulary").stdout, run("help", "expressions").stdout
    assert [task.title.en for task in TASKS if task.title.en not in page] == []
    assert [entry.title for entry in entries() if f"  {entry.title} " not in page] == []
    assert "NumberExpr.mean()" in part
    assert "PointTable" not in part


def test_the_grammar_of_cases_is_listed_by_place() -> None:
    """`kaohe help case` names every part of a case file and every key."""
    page = run("help", "case").stdout
    assert [key.name for place in PLACES for key in place.keys if f"  {key.name} " not in page] == []


@pytest.mark.parametrize("name", ["mean", ".mean", ".mean()", "NumberExpr.mean", "MEAN"])
def test_a_method_is_found_however_it_is_written(name: str) -> None:
    """With or without its class, its dot and its brackets; with docstring, example and value."""
    page = run("help", name).stdout
    assert "The mean over the open axis, absent positions left out" in page
    assert "mark.mean()  # -> 88.875" in page


@pytest.mark.parametrize(
    ("sign", "example"), [("+", "absent + awards"), (">=", "mark.mean() >= 85"), ("~", "~notices")]
)
def test_an_operator_is_found(sign: str, example: str) -> None:
    """An operator is asked about by its sign."""
    assert example in run("help", sign).stdout


def test_a_class_is_told_with_its_arguments() -> None:
    """The signature and every argument with its type and default come from the code."""
    (found,) = [one for one in as_json("help", "Quota")["found"] if one["id"] == "Quota"]
    arguments = {one["name"]: one for one in found["arguments"]}
    assert arguments["rounding"] == {"name": "rounding", "type": "str", "default": '"down"'}
    assert arguments["grade"] == {"name": "grade", "type": "str", "default": ""}
    assert found["signature"].startswith('Quota(grade, text="（未写明）", *, id=')
    assert "`only` says who belongs to the quota at all" in " ".join(found["doc"])


def test_one_name_of_several_things_tells_each() -> None:
    """A class and a key of case files that share a name are both told."""
    found = as_json("help", "score")["found"]
    assert [one["sort"] for one in found] == ["name", "key", "key"]
    assert "facts" in run("help", "case.facts").stdout


def test_a_key_is_told_with_lines_that_work() -> None:
    """A key of a case file shows where it stands and lines to copy."""
    page = run("help", "repeat").stdout
    assert "[[appraisees]]" in page
    assert "repeat = 30" in page


@pytest.mark.parametrize("name", ["Score", "mean", "Quota", "repeat", "expressions", "case", "numbers", "choices"])
def test_a_chinese_reader_is_told_in_chinese(name: str) -> None:
    """The sentences are Chinese and the English ones are not shown."""
    english, chinese = run("help", name, lang="en").stdout, run("help", name, lang="zh").stdout
    told = list(as_json("help", name)["found"])
    sentences = [one["text"] for one in told] + [part["text"] for one in told for part in one.get("names", ())]
    assert sentences
    assert all(text["zh"] in chinese and text["en"] in english for text in sentences)
    assert [text["en"] for text in sentences if len(text["en"]) > 20 and text["en"] in chinese] == []
    assert CHINESE.search(chinese)
    assert [doc for one in told for doc in one.get("doc", ()) if doc in chinese] == []


@pytest.mark.parametrize(
    ("name", "near"),
    [
        ("evalute", "evaluate"),
        ("Scor", "Score"),
        ("meen", "mean"),
        ("expresions", "expressions"),
        ("apraisees", "appraisees"),
    ],
)
def test_a_near_name_is_suggested(name: str, near: str) -> None:
    """A typing error is answered with what was meant, whatever sort it is of."""
    done = run("help", name)
    assert (done.exit_code, done.stdout) == (2, "")
    assert f"[K5120] nothing is called {name}" in done.stderr
    assert near in done.stderr


@pytest.mark.parametrize("name", ["zzzzqqqq", "x" * 5000, "\u202e\u202ezzqq", "-- --"])
def test_what_is_like_nothing_is_answered_with_the_lists(name: str) -> None:
    """A name like none is refused in one short sentence that says where to look."""
    done = run("help", "--", name)
    assert done.exit_code == 2
    assert "kaohe help vocabulary" in done.stderr
    assert len(done.stderr.encode()) < 1000
    assert "\u202e" not in done.stderr


def test_a_refusal_is_said_as_json_too() -> None:
    """With --json a refusal stands on standard output as well."""
    assert as_json("help")["users"][0]["id"] == "staff"
    done = run("help", "Scor", "--json", lang="zh")
    assert (done.exit_code, '"number": "K5120"' in done.stdout) == (2, True)


def test_there_are_two_pages() -> None:
    """--markdown prints the vocabulary or the grammar, and refuses another name."""
    assert run("help", "vocabulary", "--markdown").stdout.startswith("# The vocabulary")
    assert run("help", "case", "--markdown").stdout.startswith("# Case files")
    assert "K5122" in run("help", "Score", "--markdown").stderr


def test_everything_that_is_called_can_be_asked_for() -> None:
    """Each name that a suggestion may give leads somewhere."""
    assert len(called()) > 150
    assert [name for name in called() if not as_json("help", name)["found"]] == []
