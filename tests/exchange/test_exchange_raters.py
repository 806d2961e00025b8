"""Rater sheets: a row a ballot, counted exactly; what is void or too many is named by its cell, and no rater is kept."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cli_kit import run
from exchange_kit import corps
from kaohe.errors import FileError
from kaohe.exchange import Options, Preview, apply_import, preview_file, template
from kaohe.office import Enrol, Enter, Office, Plan
from kaohe.rules import Flag, assemble
from kaohe.rules.nodes import Marks
from scheme_kit import WORDS, bands, declare, lines, total

YEAR = {"id": "2018", "start": "2018-01-01", "end": "2018-12-31"}
WIDE = (
    "工作队满意度测评票（发出 6 张，收回 5 张）\n票号,A,B,评分人\n1,优秀,较好,张某\n2,优秀,,李某\n3,差,弃权,王某\n"
    "4,优秀、较好,一般,赵某\n5,废票,优秀,钱某\n6,,,\n"
)
COUNTED = {
    "A": {"issued": 6, "collected": 5, "spoilt": 2, "blank": 0, "优秀": 2, "较好": 0, "一般": 0, "差": 1},
    "B": {"issued": 6, "collected": 5, "spoilt": 0, "blank": 2, "优秀": 1, "较好": 1, "一般": 1, "差": 0},
}


def _csv(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    (folder / "a.csv").write_text(text, encoding=encoding)
    return folder / "a.csv"


def _preview(office: Office, folder: Path, text: str, **options: Any) -> Preview:
    return preview_file(office.case, _csv(folder, text), Options(**options))


def _facts(office: Office, who: str) -> Any:
    row = office.row(who)
    assert row is not None
    return row.get("facts", {})


def _rejected(preview: Preview) -> list[tuple[int, int, str]]:
    return [(one.at.row, one.at.column, one.why.number) for one in preview.of("rejected") if one.why]


def test_ballots_are_counted_into_the_declared_tally(tmp_path: Path) -> None:
    """Void, blank and split votes each where they belong; one commit, taken back as one, and the same when read again."""
    with corps(tmp_path) as office:
        before = office.case_data()
        preview = _preview(office, tmp_path, WIDE)
        assert (preview.kinds, preview.counts["new"]) == (("raters",), 2)
        saved = apply_import(office, preview)
        assert {who: _facts(office, who)["ballot"] for who in "AB"} == COUNTED
        assert _preview(office, tmp_path, WIDE).counts["same"] == 2
        office.undo(saved.receipt, reason="误导入")
        assert office.case_data() == before


def test_void_ballots_and_unused_rows_are_told_by_their_places(tmp_path: Path) -> None:
    """Which cells were counted as spoilt, and which rows choose nothing and were not counted."""
    with corps(tmp_path) as office:
        notes = " ".join(one.zh for one in _preview(office, tmp_path, WIDE).notes)
    assert "计为废票：B6, B7" in notes
    assert "未计入（8）" in notes


def test_who_rated_is_neither_read_nor_kept(tmp_path: Path) -> None:
    """A column of raters' names is told as not read; no name of it is in the preview, the output or the book."""
    names = [f"{one}某" for one in "张李王赵钱"]
    with corps(tmp_path) as office:
        preview = _preview(office, tmp_path, WIDE)
        assert any("D 列写的是评分人" in one.zh for one in preview.notes)
    done = run("import", tmp_path / "corps.book", tmp_path / "a.csv", "--yes", lang="zh")
    assert done.exit_code == 0, done.output
    held = (tmp_path / "corps.book").read_bytes().decode()
    for name in names:
        assert name not in str(preview.as_json()) + done.output + held


@pytest.mark.parametrize(
    ("text", "options"),
    [
        ("一连工作队测评票 发出3张\n序号,优秀,较好,一般,差\n1,√,,,\n2,,1,,\n3,○,0,,否\n", {"by_name": True}),
        (
            "测评票\n票号,评价\n1,优秀\n2,较好\n3,优秀\n说明：一连工作队，发出 ３ 张,\n",
            {"kind": "raters", "by_name": True},
        ),
        ("编号,姓名,票号,满意度测评,满意度测评·发出\nA,一连工作队,1,优秀,3\nA,,2,较好,\nA,,3,优秀,\n", {}),
        (
            "姓名,票号,测评等次\n一连工作队,1,优秀\n一连工作队,2,较好\n一连工作队,3,优秀\n",
            {"issued": 3, "by_name": True},
        ),
        ("id,ballot no.,satisfaction ballot\nA,1,优秀\nA,2,较好\nA,3,优秀\n", {"issued": 3}),
    ],
    ids=["ticks", "one-team", "long-with-a-column", "by-name", "english"],
)
def test_every_usual_layout_gives_the_same_count(tmp_path: Path, text: str, options: dict[str, Any]) -> None:
    """Ticks below the options, a sheet about one team, a row a ballot and appraisee, people as headings."""
    with corps(tmp_path) as office:
        apply_import(office, _preview(office, tmp_path, text, **options))
        assert _facts(office, "A")["ballot"] == {
            "issued": 3,
            "collected": 3,
            "spoilt": 0,
            "blank": 0,
            "优秀": 2,
            "较好": 1,
            "一般": 0,
            "差": 0,
        }


HEAD = "编号,票号,满意度测评\n"


@pytest.mark.parametrize(
    ("text", "options", "rejected"),
    [
        (HEAD + "A,1,优秀\nA,2,优秀\nA,3,差\nA,4,差\n", {"issued": 2}, [(4, 3, "K9611"), (5, 3, "K9611")]),
        (HEAD + "A,1,优秀\nA,1,优秀\n", {"issued": 2}, [(3, 3, "K9624")]),
        (HEAD + "A,1,很好\n", {"issued": 2}, [(2, 3, "K9601")]),
        (HEAD + "A,1,优秀\n", {}, [(2, 3, "K9612")]),
        (HEAD + "Z9,1,优秀\nA,2,优秀\n", {"issued": 2}, [(2, 0, "K9122")]),
        ("测评票 发出 2 收回 2\n" + HEAD + "A,1,优秀\n", {"kind": "raters"}, [(3, 3, "K9627")]),
        ("一连工作队\n票号,优秀,较好,一般,差\n1,12,3,,\n", {"issued": 20}, [(3, 2, "K9602")]),
        ("一连工作队\n票号,优秀,较好,一般,差\n1,×,√,,\n", {"issued": 20}, [(3, 2, "K9602")]),
        ("票号,优秀,较好,一般,差\n1,√,,,\n", {"issued": 2}, [(2, 0, "K9621")]),
        ("票号,A\n1,优秀\n2,#N/A\n", {"issued": 2}, [(3, 2, "K9111")]),
        (HEAD.replace("\n", ",满意度测评·发出\n") + "A,1,优秀,5\nA,2,优秀,6\n", {}, [(3, 4, "K9626")]),
        (HEAD.replace("\n", ",满意度测评·发出\n") + "A,1,优秀,五\n", {}, [(2, 4, "K9625")]),
    ],
)
def test_what_cannot_be_counted_is_named_and_no_count_is_made(
    tmp_path: Path, text: str, options: dict[str, Any], rejected: list[tuple[int, int, str]]
) -> None:
    """Sheet, row, column and reason; even with the rest left out no tally is written that lacks one of its ballots."""
    with corps(tmp_path) as office:
        preview = _preview(office, tmp_path, text, **options)
        assert [one for one in _rejected(preview) if one[2] != "K9612" or one in rejected] == rejected
        assert preview.changes == []
        with pytest.raises(FileError, match="K9101"):
            apply_import(office, preview)
        assert "很好" not in str(preview.as_json())


def test_a_heading_that_two_bear_is_a_question(tmp_path: Path) -> None:
    """A column headed by a name of two teams is refused with both ids, as a row would be."""
    with corps(tmp_path) as office:
        office.save([Enrol("C", "team", "三连工作队"), Enrol("D", "team", "三连工作队")])
        preview = _preview(office, tmp_path, "票号,三连工作队\n1,优秀\n", issued=1)
        assert _rejected(preview) == [(2, 0, "K9125")]
        assert "C, D" in str(preview.of("rejected")[0].why)


def test_a_name_alone_waits_for_confirmation(tmp_path: Path) -> None:
    """A team told by its name is proposed and not taken unasked."""
    with corps(tmp_path) as office:
        preview = _preview(office, tmp_path, "票号,一连工作队\n1,优秀\n", issued=1)
        assert preview.counts["asked"] == 1
        with pytest.raises(FileError, match="K9102"):
            apply_import(office, preview)


def test_gb18030_and_full_width_ballots_are_read(tmp_path: Path) -> None:
    """A file of a Chinese Windows with full-width digits says the same."""
    with corps(tmp_path) as office:
        path = _csv(tmp_path, "测评票 发出２张\n票号\tＡ\n１\t优秀\n２\t差\n", "gb18030")
        preview = preview_file(office.case, path, Options())
        (told,) = [one.after for one in preview.of("new")]
        assert told == "issued 2 collected 2 spoilt 0 blank 0 优秀 1 较好 0 一般 0 差 1"


@pytest.fixture
def steppe(tmp_path: Path) -> Any:
    """A general team of Inner Mongolia with two members."""
    plan = Plan(scheme="neimenggu-2018", cycle={**YEAR, "lists": {"counties": ["某旗"]}}, unit="某盟")
    with Office.create(tmp_path / "nm.book", plan) as office:
        people = [Enrol(who, "member", name, {"team": "T"}) for who, name in (("M1", "甲"), ("M2", "乙"))]
        office.save([Enrol("T", "team", "某旗总队"), *people])
        yield office


ANNEX3 = "姓名,目标任务完成,基层组织建设,为民服务事宜,脱贫攻坚成效,总体评价\n"


def test_a_ballot_of_five_questions_and_the_steps_of_a_group(steppe: Office, tmp_path: Path) -> None:
    """Annex 3's five columns are five tallies; annex 2's steps are ratings, in an order that tells nobody apart."""
    rows = "甲,好,好,较好,一般,好\n甲,较好,,好,好,好\n乙,差,差,差,差,差\n"
    apply_import(steppe, _preview(steppe, tmp_path, ANNEX3 + rows, kind="raters", issued=5, by_name=True))
    tally = {"issued": 5, "collected": 2, "spoilt": 0, "blank": 0}
    assert _facts(steppe, "M1")["ballot_overall"] == {**tally, "好": 2, "较好": 0, "一般": 0, "差": 0}
    assert _facts(steppe, "M1")["ballot_organisation"] == {**tally, "blank": 1, "好": 1, "较好": 0, "一般": 0, "差": 0}
    steps = "考核组综合评价评分票\n票号,M1,M2\n1,C2,A1\n2,A1,优秀A1（100分）\n3,B1,弃权\n"
    apply_import(steppe, _preview(steppe, tmp_path, steps))
    assert _facts(steppe, "M1")["group_steps"] == ["A1", "B1", "C2"]
    assert _facts(steppe, "M2")["group_steps"] == ["A1", "A1"]
    steppe.save([Enter("M1", "group_steps", ["C2", "A1", "B1"])])
    assert _preview(steppe, tmp_path, steps).counts["same"] == 2


def test_a_column_a_person_needs_to_say_which_question(steppe: Office, tmp_path: Path) -> None:
    """Where a kind is asked about several things, the sheet must name one."""
    assert {one[2] for one in _rejected(_preview(steppe, tmp_path, "票号,M1\n1,好\n", issued=1))} == {"K9622"}


VOTES = st.lists(st.sampled_from(["优秀", "较好", "一般", "差", "弃权", "废票", "未交"]), max_size=12)


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.tuples(VOTES, VOTES))
def test_counting_is_exact_and_a_template_gives_it_back(tmp_path: Path, votes: tuple[list[str], list[str]]) -> None:
    """Any ballots: each option is what stands there that often, and the template of them is the same again."""
    with corps(tmp_path) as office:
        rows = [
            f"{who},{place},{vote}" for who, said in zip("AB", votes, strict=True) for place, vote in enumerate(said)
        ]
        preview = _preview(office, tmp_path, HEAD + "\n".join(rows) + "\n", issued=12, kind="raters")
        assert not preview.of("rejected")
        if preview.changes:
            apply_import(office, preview)
        for who, said in zip("AB", votes, strict=True):
            if said:
                tally = _facts(office, who)["ballot"]
                assert tally["collected"] == sum(vote != "未交" for vote in said)
                assert [tally[one] for one in ("优秀", "差", "blank", "spoilt")] == [
                    said.count(one) for one in ("优秀", "差", "弃权", "废票")
                ]
        again = tmp_path / "again.xlsx"
        again.write_bytes(template(office.case, "raters"))
        counts = preview_file(office.case, again, Options()).counts
        assert counts == {"new": 0, "changed": 0, "same": sum(map(bool, votes)), "asked": 0, "rejected": 0}
    (tmp_path / "corps.book").unlink()


PANEL = Marks("panel", WORDS, clause="1", groups={"a": "班子", "b": "群众"}, places=1)
RATED = assemble(declare(scoring=[total(), bands(), Flag(**lines("f"), flag=WORDS, when=PANEL.mean("a") > 90)]))


def test_marks_of_raters_stand_under_numbers_and_never_names(tmp_path: Path) -> None:
    """A rater's mark goes to the number of the ballot, or of the row; a name in its place is refused and not repeated."""
    plan = Plan(scheme=RATED.id, cycle=YEAR, unit="某县")
    with Office.create(tmp_path / "a.book", plan, ruleset=RATED) as office:
        office.save([Enrol("P1", "person"), Enrol("P2", "person")])
        text = "评分票\n票号,组别,评委,P1,P2\nA1,班子,张某,95.5,90\nA2,群众,李某,88,弃权\n"
        apply_import(office, _preview(office, tmp_path, text))
        assert _facts(office, "P1")["panel"] == {"a": {"A1": "95.5"}, "b": {"A2": "88"}}
        assert _facts(office, "P2")["panel"] == {"a": {"A1": "90"}}
        (tmp_path / "t.xlsx").write_bytes(template(office.case, "raters"))
        again = preview_file(office.case, tmp_path / "t.xlsx", Options())
        assert again.counts["rejected"] == 0
        wrong = _preview(office, tmp_path, "评分票\n票号,组别,P1\n张某,班子,95\n2,外人,95\n3,班子,101\n")
        assert [one[2] for one in _rejected(wrong)] == ["K9629", "K9628", "K1029"]
        assert "张某" not in str(wrong.as_json())
