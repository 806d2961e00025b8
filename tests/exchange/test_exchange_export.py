"""`kaohe export`: what is exported is what the book holds, and what is entered comes back; names only where they belong."""

from __future__ import annotations

import csv
import io
import json
import stat
import zipfile
from pathlib import Path
from typing import Any

import pytest

from cli_kit import ROOT, as_json, run
from exchange_kit import county
from kaohe.cases import case_from_data, read_case
from kaohe.engine import Evaluation
from kaohe.errors import FileError
from kaohe.exchange import EXPORTS, Export, Options, exported, preview_file
from kaohe.office import Amend, Enter, Recheck
from kaohe.rules.tools import show

PLUGINS = ("neimenggu", "wenling", "xizang", "xpcc", "yining")


def _example(plugin: str) -> Path:
    (found,) = (ROOT / "plugins" / plugin / "src" / f"kaohe_{plugin}" / "examples").glob("*.json")
    return found


@pytest.fixture(scope="module", params=PLUGINS)
def example(request: pytest.FixtureRequest) -> Path:
    """The example of each document."""
    return _example(request.param)


def _made(given: Path, folder: Path) -> str:
    """A book of a case."""
    book = str(folder / "a.book")
    assert run("book", "import", given, book, "--county", "示例").exit_code == 0
    return book


def _table(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_text("utf-8-sig"))))


def test_the_results_are_those_of_the_evaluation(example: Path, tmp_path: Path) -> None:
    """A row each, with the score, state and grade that the evaluation gives, numbers exact where they are short."""
    assert run("export", example, "results", "-o", tmp_path / "a.csv").exit_code == 0
    rows = {row["id"]: row for row in _table(tmp_path / "a.csv")}
    evaluation = Evaluation(read_case(example).cohort)
    assert sorted(rows) == sorted(evaluation.cohort.appraisees)
    for who, row in rows.items():
        outcome = evaluation.quick(who)
        assert row["grade"] == (outcome.grade or "")
        if (
            outcome.score is not None
            and len(show(outcome.score).partition(".")[2]) <= 2
            and "/" not in show(outcome.score)
        ):
            assert row["score"] == show(outcome.score)


def _taken(rows: dict[str, dict[str, Any]], change: object) -> None:
    if isinstance(change, Enter):
        facts = rows[change.appraisee]["facts"]
        if change.at:
            facts.setdefault(change.key, {})[change.at] = change.value
        else:
            facts[change.key] = change.value
    elif isinstance(change, Amend):
        rows[change.id]["links"] |= change.links
    elif isinstance(change, Recheck):
        settled = {"document": change.document} if change.document else {}
        rows[change.appraisee]["rechecks"][change.rule] = {"status": change.status, **settled}


def test_what_is_exported_of_the_entries_comes_back_unchanged(example: Path, tmp_path: Path) -> None:
    """Roster and entries of a book, read into one with the same people and nothing else, give the same outcomes."""
    full = json.loads(example.read_text("utf-8"))
    case = read_case(example)
    bare = [{key: row[key] for key in ("id", "kind", "name") if key in row} for row in full["appraisees"]]
    frame = {key: part for key, part in full.items() if key not in ("appraisees", "defaults", "expect")}
    rows = {row["id"]: {**row, "facts": {}, "links": {}, "rechecks": {}} for row in bare}
    empty = case_from_data({**frame, "decisions": [], "appraisees": list(rows.values())})
    evaluation = Evaluation(case.cohort)
    for what in ("roster", "entries"):
        data, _ = exported(evaluation, case, Export(what=what), file="a.xlsx")
        file = tmp_path / f"{what}.xlsx"
        file.write_bytes(data)
        preview = preview_file(empty, file, Options())
        assert not preview.of("rejected"), preview.of("rejected")[0]
        for change in preview.changes:
            _taken(rows, change)
    again = case_from_data({**frame, "appraisees": list(rows.values())})
    for who, before in case.cohort.appraisees.items():
        after = again.cohort.appraisees[who]
        assert (after.links, after.rechecks) == (before.links, before.rechecks)
    known = {who: evaluation.quick(who) for who in case.cohort.appraisees}
    renewed = Evaluation(again.cohort)
    assert {who: renewed.quick(who).score for who in known} == {who: one.score for who, one in known.items()}


@pytest.fixture
def book(tmp_path: Path) -> str:
    """A county of Tibet: units, teams and a member with names, of whom a little was entered."""
    with county(tmp_path) as office:
        office.save(
            [
                Enter("M1", "usual", "91.5", at="2018-11"),
                Enter("M1", "usual", "88", at="2019-02"),
                Enter("T1", "usual", "90", at="2018Q4"),
            ]
        )
    return str(tmp_path / "county.book")


NAMES = ("一村工作队", "县教育局", "甲")


@pytest.mark.parametrize("what", [what for what in EXPORTS if what not in ("roster", "indicators")])
def test_names_stand_only_where_they_are_asked_for(what: str, book: str, tmp_path: Path) -> None:
    """Nothing but the roster holds a name, unless --names says so; then it stands beside its id."""
    for names in ([], ["--names"]):
        out = tmp_path / f"{what}{len(names)}.xlsx"
        found = run("export", book, what, "-o", out, *names)
        if "K9235" in found.output:  # nothing was entered of it
            return
        assert found.exit_code == 0, found.output
        with zipfile.ZipFile(out) as parts:
            whole = "".join(parts.read(name).decode() for name in parts.namelist() if name.endswith(".xml"))
        assert any(name in whole for name in NAMES) is bool(names)


def test_a_roster_is_one_table_with_names_and_links(book: str, tmp_path: Path) -> None:
    """That is what a roster is for; each kind's links stand in columns of their own."""
    assert run("export", book, "roster", "-o", tmp_path / "a.csv", lang="zh").exit_code == 0
    rows = _table(tmp_path / "a.csv")
    assert [row["编号"] for row in rows if row["姓名"] == "甲"] == ["M1"]
    assert {row["对象类别"] for row in rows} == {"驻村工作队", "驻村工作队员", "派驻单位"}
    assert stat.S_IMODE((tmp_path / "a.csv").stat().st_mode) == 0o600


def test_a_period_or_a_half_year_is_exported_alone(book: str, tmp_path: Path) -> None:
    """A half-year holds the months and quarters that lie within it; the cycle by its own name is the whole of it."""
    found = {}
    for period in ("2018-11", "2018Q4", "2018H2", "2019H1"):
        assert run("export", book, "marks", "--period", period, "-o", tmp_path / f"{period}.xlsx").exit_code == 0
        found[period] = as_json("export", book, "marks", "--period", period, "-o", tmp_path / f"{period}.2.xlsx")[
            "tables"
        ]
    assert [sum(found[period].values()) for period in found] == [1, 2, 2, 1]
    assert run("export", book, "results", "--period", "2019", "-o", tmp_path / "a.csv").exit_code == 0
    refused = run("export", book, "results", "--period", "2020H1", "-o", tmp_path / "b.csv")
    assert (refused.exit_code, "K9314" in refused.output, "2019H1" in refused.output) == (2, True, True)


def test_one_kind_and_some_people_can_be_chosen(book: str, tmp_path: Path) -> None:
    """--kind and --of leave the others out."""
    assert run("export", book, "results", "--kind", "team", "-o", tmp_path / "a.csv").exit_code == 0
    assert [row["编号"] for row in _table(tmp_path / "a.csv")] == ["T1", "T2", "T3", "T4"]
    assert run("export", book, "results", "--of", "T2", "--of", "M1", "-o", tmp_path / "b.csv").exit_code == 0
    assert {row["编号"] for row in _table(tmp_path / "b.csv")} == {"T2", "M1"}


def test_nothing_is_overwritten_unless_replace_says_so(book: str, tmp_path: Path) -> None:
    """A file that is there stays as it is, for a table, a case and documents alike."""
    for what, name in (("results", "a.csv"), ("case", "a.json"), ("documents", "b.json"), ("tinydb", "c.json")):
        (tmp_path / name).write_text("mine")
        refused = run("export", book, what, "-o", tmp_path / name)
        assert (refused.exit_code, "K9237" in refused.output) == (2, True)
        assert (tmp_path / name).read_text() == "mine"
        assert run("export", book, what, "-o", tmp_path / name, "--replace").exit_code == 0
        assert (tmp_path / name).read_text() != "mine"


def test_it_is_one_way_out_with_book_export(book: str, tmp_path: Path) -> None:
    """`kaohe book export` writes the same case and the same documents."""
    for what, words in (("case", ["--case"]), ("documents", []), ("tinydb", ["--tinydb"])):
        assert run("export", book, what, "-o", tmp_path / "a.json", "--replace").exit_code == 0
        (tmp_path / "b.json").unlink(missing_ok=True)
        assert run("book", "export", book, *words, tmp_path / "b.json").exit_code == 0
        assert (tmp_path / "a.json").read_bytes() == (tmp_path / "b.json").read_bytes()
    made = as_json("export", book, "case", "-o", tmp_path / "c.json")
    with_names = as_json("export", book, "case", "--names", "-o", tmp_path / "d.json")
    assert made["receipt"] == with_names["receipt"]
    assert [any(name in (tmp_path / file).read_text() for name in NAMES) for file in ("c.json", "d.json")] == [
        False,
        True,
    ]
    assert len(read_case(tmp_path / "c.json").cohort.appraisees) == 7


@pytest.mark.parametrize(
    ("words", "number"),
    [
        (["nonsense", "-o", "a.csv"], "K9233"),
        (["results"], "K9236"),
        (["results", "-o", "a.txt"], "K9311"),
        (["results", "--kind", "none", "-o", "a.csv"], "K9234"),
        (["findings", "-o", "a.csv"], "K9235"),
        (["entries", "-o", "a.csv"], "K9232"),
        (["documents", "--names", "-o", "a.json"], "K9239"),
        (["case", "--period", "2018Q4", "-o", "a.json"], "K9239"),
        (["results", "-o", "missing/a.csv"], "K2201"),
        (["results", "-o", "\udcff.csv"], "K9240"),
    ],
)
def test_what_cannot_be_exported_is_refused_with_the_next_step(
    words: list[str], number: str, book: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A sentence with its number, and no file."""
    monkeypatch.chdir(tmp_path)
    before = sorted(path.name for path in tmp_path.iterdir())
    refused = run("export", book, *words)
    assert (refused.exit_code, number in refused.output) == (2, True), refused.output
    assert sorted(path.name for path in tmp_path.iterdir()) == before


def test_a_case_file_is_exported_too_but_not_into_itself(tmp_path: Path) -> None:
    """What a case file holds stands in tables as a book's does; documents are a book's alone."""
    example = _example("xizang")
    assert as_json("export", example, "figures", "-o", tmp_path / "a.csv")["receipt"] is None
    refused = run("export", example, "documents", "-o", tmp_path / "a.json")
    assert (refused.exit_code, "K9238" in refused.output) == (2, True)


def test_without_a_word_it_lists_what_there_is() -> None:
    """Every word with its files, in both languages, and as JSON."""
    assert [row["what"] for row in json.loads(run("export", "x", "--json").output)][: len(EXPORTS)] == [*EXPORTS]
    assert "名册" in run("export", "x", lang="zh").output


def test_a_number_too_long_for_a_workbook_is_said() -> None:
    """A .csv takes any number of rows, a workbook a million."""
    from kaohe.exchange import Listing, listed_csv, listed_xlsx

    table = Listing("t", ["a"], [[1]] * 1_048_571)
    with pytest.raises(FileError, match="K9231"):
        listed_xlsx(table)
    assert listed_csv(table).count(b"\n") == 1_048_572


@pytest.mark.parametrize("period", ["2018-12", "2018Q4", "2018H2", "2019H2", "2019"])
def test_a_table_to_sign_is_of_any_period_half_year_or_the_cycle(period: str, book: str, tmp_path: Path) -> None:
    """`kaohe table` takes the half-years of 第六条 too: teams by their quarters within, members by their months."""
    done = run("table", book, "--period", period, "--kind", "team", "-o", tmp_path / "a.csv", lang="zh")
    assert done.exit_code == 0, done.output
