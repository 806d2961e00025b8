"""An office's first week: the commands of docs/first-week.md on a messy workbook, and what came of it."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import pytest
from click.testing import CliRunner

from cli_kit import ROOT, run
from exchange_kit.messy import MEMBERS, REMARKS, TEAMS, member, messy, score, team
from kaohe.cli import main
from kaohe.office import Office

PAGE = (ROOT / "docs" / "first-week.md").read_text(encoding="utf-8")


def _steps() -> Iterator[tuple[str, list[str]]]:
    """Each command of the page with what is answered."""
    (block,) = re.findall(r"^```\n(.*?)^```$", PAGE, flags=re.MULTILINE | re.DOTALL)
    for step in re.split(r"^kaohe ", block, flags=re.MULTILINE)[1:]:
        command, *lines = step.splitlines()
        several = re.match(r"> Enter, (\d+) times", lines[0]) if lines else None
        yield command, [""] * int(several[1]) if several else [line.removeprefix("> ") for line in lines]


@pytest.fixture(scope="module")
def week(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The folder in which the commands were typed, as at a terminal."""
    folder = tmp_path_factory.mktemp("week")
    messy(folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        patch.setattr("kaohe.cli._ask._somebody_is_there", lambda: True)
        for command, answers in _steps():
            words = command.split() + (["--ask"] if command.startswith("book new") else [])
            typed = "".join(f"{one}\n" for one in answers)
            done = CliRunner(env={"KAOHE_LANG": "zh"}).invoke(main, words, input=typed)
            assert done.exit_code == 0, (command, done.output[-2000:])
        yield folder


def test_the_page_counts_its_keys() -> None:
    """The number of keys that the page claims is what its commands and answers take."""
    keys = sum(len(f"kaohe {command}") + 1 + sum(len(one) + 1 for one in answers) for command, answers in _steps())
    assert f"That is {keys} keys" in PAGE


def test_everybody_of_the_workbook_is_on_the_roster_with_team_and_unit(week: Path) -> None:
    """Teams and units that stand only beside their members are there, once each; people of one name are two."""
    with Office.open(week / "2019.book", writable=False) as office:
        people = office.people
        kinds = Counter(person.kind for person in people.values())
        assert kinds == {"member": MEMBERS, "team": TEAMS, "unit": 10}
        members = [person for person in people.values() if person.kind == "member"]
        assert [one.name for one in members] == [member(number) for number in range(MEMBERS)]
        teams = [people[str(one.links["team"])] for one in members]
        assert [one.name for one in teams] == [team(number // 4 + 1) for number in range(MEMBERS)]
        assert all(one.links["unit"] == two.links["unit"] for one, two in zip(members, teams, strict=True))
        posted = {str(office.case.cohort.appraisees[one.id].fact("posted_from")) for one in members}
    assert posted == {"2018-11-01"}


def test_the_quarters_table_is_what_the_workbook_says(week: Path) -> None:
    """Every row of the table has the exact score of the three marks and a grade; 60 teams and two months of members."""
    done = run("table", week / "2019.book", "--period", "2018Q4", "--kind", "member", "-o", week / "m.csv", lang="zh")
    assert done.exit_code == 0, done.output
    rows = list(csv.DictReader((week / "m.csv").read_text(encoding="utf-8-sig").splitlines()))
    expected = [(member(number), at, score(number)) for number in range(MEMBERS) for at in ("2018-11", "2018-12")]
    assert [(row["名称"], row["期次"], Fraction(row["期得分"])) for row in rows] == expected
    assert all(row["等次"] for row in rows)
    assert (week / "汇总表.xlsx").stat().st_size > 10_000


def test_nothing_of_the_remarks_and_telephones_is_kept(week: Path) -> None:
    """What the scheme does not know is in no byte of the book; the names are, so the search would find it."""
    book = (week / "2019.book").read_bytes()
    assert member(0).encode() in book
    assert not [word for word in (*REMARKS, "1390000", "张三", "队长") if word.encode() in book]
