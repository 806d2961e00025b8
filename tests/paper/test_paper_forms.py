"""Every form and report of every scheme: it is drawn, nothing in it is cut, and its numbers are the evaluation's."""

from __future__ import annotations

import io
import json
from collections import Counter
from fractions import Fraction
from html.parser import HTMLParser
from importlib import import_module

import pytest
from hypothesis import HealthCheck, given, reject, settings
from hypothesis import strategies as st

from kaohe.cases import case_from_data
from kaohe.engine import Evaluation, period_outcomes
from kaohe.errors import CaseError, FileError
from kaohe.exchange import Stamp
from kaohe.paper import Chart, Job, Line, Paper, Record, Signature, Table, compose, docx_bytes, forms_of, html_text
from kaohe.rules import PointTable, load
from kaohe.rules.tools import linked_ids, said_period, show
from kaohe.testing.strategies import case_data, cohorts
from kaohe.words import Text
from paper_kit import ROOT, SCHEMES, docx_words, drawn, forms, job_of, period_of, raw_small, small, words

ALL = [(scheme, form.key) for scheme in SCHEMES for form in forms(scheme)]
# What each document asks for by name; annex 4 of Inner Mongolia is listed there and not printed.
ASKED = {
    "xizang-2018": {"XZ-6(1)", "XZ-6(2)", "XZ-6(3)", "XZ-6(4)-member", "XZ-6(4)-ballot", "XZ-6(5)-table", "XZ-9", "notice",
                    "XZ-6(5)-township-quarter", "XZ-6(5)-township-year", "XZ-6(5)-county-quarter", "XZ-6(5)-county-year",
                    "XZ-6(6)", "XZ-6(5)b", "samples", "sign-off"},
    "xpcc-2016": {"BT-A2-team", "BT-A2-people", "BT-A3", "BT-A4", "BT-A5", "BT-A6", "BT-A7", "BT-8(3)", "BT-7(1)"},
    "neimenggu-2018": {"NM-A1", "NM-A2", "NM-A3", "NM-4(1)", "NM-4(3)4", "NM-4(6)", "NM-4(8)", "notice"},
    "wenling-2013": {"WL-annex", "WL-4.2", "WL-4.3", "WL-4.3-report"},
    "yining": {"YN-H2", "YN-H3", "YN-H4", "YN-4", "YN-7", "YN-8", "YN-9", "YN-15"},
}  # fmt: skip


def _tables(paper: Paper) -> list[Table]:
    return [block for page in paper.pages for block in page.blocks if isinstance(block, Table)]


def _row(table: Table, first: str) -> list[str]:
    return next([cell.text for cell in row] for row in table.rows if row[0].text == first)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_every_document_that_is_asked_for_has_its_form(scheme: str) -> None:
    """The keys of what each document names, and of what every scheme has."""
    everybody = {"publicity", "notice", "explanation", "overview", "overview-tables"}
    assert ASKED[scheme] | everybody <= {form.key for form in forms_of(load(scheme))}


@pytest.mark.parametrize(("scheme", "key"), ALL)
def test_a_form_is_drawn_whole_as_docx_and_html(scheme: str, key: str) -> None:
    """Each text of each cell stands in the .docx, which the library opens, and in the .html, which fetches nothing."""
    papers = drawn(scheme, key)
    data = docx_bytes(papers)
    wanted = [text for paper in papers for text in words(paper)]
    found = docx_words(data)
    missing = Counter(wanted) - Counter(found)
    charts = {bar.shown for paper in papers for page in paper.pages for block in page.blocks if isinstance(block, Chart)
              for bar in block.bars}  # fmt: skip
    assert set(missing) - charts == set()
    document = import_module("docx").Document(io.BytesIO(data))
    assert len(document.tables) >= len([table for paper in papers for table in _tables(paper)])
    page = _Parsed(html_text(papers))
    assert [text for text in wanted if text not in page.text] == []
    assert page.fetched == []


class _Parsed(HTMLParser):
    """The text of a page, and whatever it would fetch or run."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.text = ""
        self.fetched: list[str] = []
        self.feed(page)

    def handle_data(self, data: str) -> None:
        self.text += data

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("script", "iframe", "link", "img", "object") or {"src", "href"} & {name for name, _ in attrs}:
            self.fetched.append(tag)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_the_publicity_list_is_the_settled_results_and_nothing_else(scheme: str) -> None:
    """A row for each decided outcome with name, links and grade (or score); no clause, no flag, nobody who is open."""
    _, evaluation = small(scheme)
    paper = drawn(scheme, "publicity")[0]
    tables = [table for table in _tables(paper) if table.heads]
    listed = [[cell.text for cell in row] for table in tables for row in table.rows[table.heads :]]
    decided = [one for one in evaluation.outcomes() if one.state == "decided"]
    expected = Counter((one.name, one.grade or ("" if one.score is None else show(one.score))) for one in decided)
    if evaluation.cohort.ruleset.id != "wenling-2013":
        assert Counter((row[1], row[-1]) for row in listed) == expected
    assert sorted(row[1] for row in listed) == sorted(one.name for one in decided)
    links = {link.label.zh for rules in evaluation.cohort.ruleset.kinds for link in rules.links}
    kinds = {rules.kind.label.zh for rules in evaluation.cohort.ruleset.kinds}
    heads = {cell.text for table in tables for row in table.rows[: table.heads] for cell in row}
    assert heads <= {"序号", "等次", "得分"} | links | kinds


@pytest.mark.parametrize("scheme", ["xizang-2018", "xpcc-2016", "neimenggu-2018"])
def test_grades_add_up_to_the_evaluation(scheme: str) -> None:
    """The full tables of a cycle count each grade of each kind as the outcomes have it, and as many altogether as there are people."""
    _, evaluation = small(scheme)
    tables = _tables(drawn(scheme, "overview-tables")[0])
    for rules in evaluation.cohort.ruleset.kinds:
        of_kind = [one for one in evaluation.outcomes() if one.kind == rules.kind.key]
        if not of_kind:
            continue
        table = next(one for one in tables if any(cell.text == rules.kind.grades[0] for cell in one.rows[0])
                     and any(row[0].text == rules.kind.label.zh for row in one.rows))  # fmt: skip
        heads, row = [cell.text for cell in table.rows[0]], _row(table, rules.kind.label.zh)
        counted = dict(zip(heads, row, strict=True))
        assert {grade: int(counted[grade]) for grade in rules.kind.grades} == {
            grade: sum(one.grade == grade for one in of_kind) for grade in rules.kind.grades
        }
        assert int(counted["合计"]) == len(of_kind)


def test_the_months_of_a_quarter_stand_in_its_report() -> None:
    """A quarter's report counts each month of its members and the quarter of its teams."""
    _, evaluation = small("xizang-2018")
    tables = _tables(drawn("xizang-2018", "XZ-6(5)-county-quarter")[0])
    members = sum(one.kind == "member" for one in evaluation.cohort.appraisees.values())
    teams = sum(one.kind == "team" for one in evaluation.cohort.appraisees.values())
    totals = {row[0].text: row[-2].text for table in tables for row in table.rows[1:]}
    assert totals["驻村工作队员"] == str(3 * members)
    assert totals["驻村工作队"] == str(teams)


def test_the_half_year_of_high_villages_is_theirs_alone() -> None:
    """Teams at 4500 m and above and their members: a row for each quarter and month of the half-year, scores as evaluated."""
    case, _ = small("xizang-2018")
    data = {**case.raw, "appraisees": [dict(one) for one in case.raw["appraisees"]]}
    member = next(one for one in data["appraisees"] if one["kind"] == "member")
    high = {member["links"]["team"]}
    for one in data["appraisees"]:
        if one["id"] in high:
            one["facts"] = {**one["facts"], "altitude": "4500-and-above"}
    made = case_from_data(data)
    evaluation = Evaluation(made.cohort)
    form = next(one for one in forms("xizang-2018") if one.key == "XZ-6(5)b")
    table = _tables(
        compose(Job(case=made, evaluation=evaluation, stamp=Stamp(cycle="2019"), period="2019H1"), form)[0]
    )[0]
    heads = [cell.text for cell in table.rows[0]]
    name, at, score, grade = (heads.index(one) for one in ("名称", "期次", "期得分", "等次"))
    rows = [[cell.text for cell in row] for row in table.rows[table.heads :]]
    everybody = made.cohort.appraisees
    flagged = {one.id for one in everybody.values() if one.fact("altitude") == "4500-and-above"}
    wanted = flagged | {one.id for one in everybody.values() if str(one.links.get("team")) in flagged}
    expected = Counter({
        (everybody[who].name or who, said_period(one.period).zh, one.grade or "")
        for who in wanted for one in period_outcomes(evaluation, who)
        if "2019-01" <= one.period <= "2019-06" or one.period in ("2019Q1", "2019Q2")
    })  # fmt: skip
    assert Counter((row[name], row[at], row[grade]) for row in rows) == expected
    assert member["id"] in wanted
    assert all(row[score] for row in rows if row[grade])


def test_a_teams_recheck_counts_once() -> None:
    """What the team's members wait for is the team's re-check: it is counted at the team, under its clause, once."""
    data = json.loads((ROOT / "plugins" / SCHEMES["xpcc-2016"]).read_text(encoding="utf-8"))
    people = [one for one in data["appraisees"] if "T014" in (one["id"], one.get("links", {}).get("team"))]
    kept = {key: value for key, value in data.items() if key not in ("expect", "decisions")}
    made = case_from_data({**kept, "appraisees": people})
    evaluation = Evaluation(made.cohort)
    assert any(":" in name for one in evaluation.outcomes() for name in one.pending), "somebody waits for the team's"
    form = next(one for one in forms("xpcc-2016") if one.key == "BT-8(3)")
    tables = _tables(compose(Job(case=made, evaluation=evaluation, stamp=Stamp(cycle="2016")), form)[0])
    table = next(one for one in tables if one.rows[0][0].text == "规则或认定事项")
    rows = {row[0].text: int(row[1].text) for row in table.rows[1:]}
    mine = sum(":" not in name for one in evaluation.outcomes() for name in one.pending)
    assert sum(rows.values()) == mine
    assert not any(label.startswith("BT-") for label in rows)


def test_wenlings_sheet_adds_up_row_by_row() -> None:
    """Fourteen rows with the points of each, whose sum is the score that the sheet states; the self-score is empty."""
    case, evaluation = small("wenling-2013")
    for paper in drawn("wenling-2013", "WL-annex"):
        table = next(one for one in _tables(paper) if one.heads)
        rows = [[cell.text for cell in row] for row in table.rows[1:-1]]
        values = [Fraction(row[-1]) for row in rows]
        outcome = evaluation.outcome(paper.whose)
        assert len(rows) == 14
        assert sum(values) == outcome.score == Fraction(table.rows[-1][-1].text)
        assert {row[-2] for row in rows} == {""}
        point_table = case.cohort.ruleset.kinds[0].rules(PointTable)[0]
        assert isinstance(point_table, PointTable)
        assert [Fraction(row[-4 if row[-4].isdigit() else -5]) for row in rows] == [
            one.points for one in point_table.items
        ]


def test_inner_mongolias_indicators_are_the_entered_ones() -> None:
    """Eleven lines in the document's words with each mark entered; the total is the team's indicator mark."""
    case, _ = small("neimenggu-2018")
    entered = {
        one["id"]: one["facts"]["indicators"]["items"] for one in case.raw["appraisees"] if one["kind"] == "team"
    }
    for paper in drawn("neimenggu-2018", "NM-A1"):
        table = next(one for one in _tables(paper) if one.heads)
        marks = [row[-1].text for row in table.rows[1:-1]]
        assert marks == [str(mark) for mark in entered[paper.whose].values()]
        assert Fraction(table.rows[-1][-1].text) == case.cohort.appraisees[paper.whose].fact("indicators")
        assert table.rows[-1][-2].text == "100"


def test_ballots_have_a_page_for_each_team_and_only_its_people() -> None:
    """XPCC's annex 2: team by team the names to vote on, every option empty."""
    case, _ = small("xpcc-2016")
    people = case.cohort.appraisees.values()
    papers = drawn("xpcc-2016", "BT-A2-people")
    assert {paper.whose for paper in papers} == {one.links["team"] for one in people if "team" in one.links}
    for paper in papers:
        table = _tables(paper)[0]
        rows = [[cell.text for cell in row] for row in table.rows[table.heads :]]
        assert [row[0] for row in rows] == [one.name for one in people if one.links.get("team") == paper.whose]
        assert {text for row in rows for text in row[1:]} <= {""}
        assert [cell.text for cell in table.rows[1]] == ["优秀", "称职", "基本称职", "不称职"]


def test_registration_forms_are_in_two_copies_with_their_opinions_empty() -> None:
    """Annex 3 prints each person twice, from page 1 each time, with seven opinions to write and sign."""
    papers = drawn("xpcc-2016", "BT-A3")
    form = next(one for one in forms("xpcc-2016") if one.key == "BT-A3")
    assert form.copies == 2
    assert len(docx_words(docx_bytes(papers[:1], copies=2))) == 2 * len(docx_words(docx_bytes(papers[:1])))
    opinions = [cell for cell in _tables(papers[0])[1].rows if cell[1].foot]
    assert len(opinions) == 7
    assert all(row[1].text == "" for row in opinions)


def test_the_list_of_material_counts_team_by_team() -> None:
    """Annex 7: a summary for each of a team's people, and their forms twice."""
    case, _ = small("xpcc-2016")
    table = next(one for one in _tables(drawn("xpcc-2016", "BT-A7")[0]) if one.rows[0][0].text == "序号")
    for row in table.rows[1:]:
        name = row[1].text
        team = next(one.id for one in case.cohort.appraisees.values() if one.name == name)
        people = sum(one.links.get("team") == team for one in case.cohort.appraisees.values())
        assert [cell.text for cell in row[2:6]] == ["1", str(people), str(2 * people), "1"]


def test_another_reading_changes_as_many_results_as_it_says() -> None:
    """Each way that is not chosen is evaluated anew; the number is that of the outcomes that differ."""
    case, evaluation = small("xizang-2018")
    table = next(one for one in _tables(drawn("xizang-2018", "overview-tables")[0]) if one.rows[0][0].text == "编号")
    found = {(row[0].text, row[3].text): row[4].text for row in table.rows[1:]}
    setting = next(one for one in case.cohort.ruleset.settings if one.assumption == "XZ-a1")
    before = {one.id: (one.state, one.grade, one.score) for one in evaluation.outcomes()}
    for option in setting.options[1:]:
        other = Evaluation(case_from_data({**case.raw, "settings": {setting.key: option.code}}).cohort)
        after = {one.id: (one.state, one.grade, one.score) for one in other.outcomes()}
        assert found["XZ-a1", option.label.zh] == str(sum(before[who] != after[who] for who in before))


def test_a_form_that_the_document_lacks_says_so() -> None:
    """Annex 4 of Inner Mongolia is listed in the document and not in it: it is named and not made up."""
    form = next(one for one in forms_of(load("neimenggu-2018")) if one.key == "NM-A4")
    with pytest.raises(FileError, match=r"\[K9411\]"):
        compose(job_of("neimenggu-2018", form), form)


def test_the_incomplete_document_gives_no_grade() -> None:
    """Yining's papers state scores and deductions; nowhere a grade."""
    for form in forms("yining"):
        for paper in drawn("yining", form.key, only=("S001",) if form.each == "person" else ()):
            assert not {"优秀", "称职", "基本称职", "不称职"} & set(words(paper))
            assert "文件不完整" in paper.foot


@pytest.mark.parametrize("scheme", SCHEMES)
@settings(max_examples=2, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(data=st.data())
def test_every_form_of_random_books_is_drawn(scheme: str, data: st.DataObject) -> None:
    """Whatever legal entries there are, whole or not: each form is drawn and each of its pages holds what it should."""
    ruleset = load(scheme)
    kind = data.draw(st.sampled_from([rules.kind.key for rules in ruleset.kinds]))
    rows = data.draw(cohorts(ruleset, kind, largest=3))
    try:
        case = case_from_data(case_data(ruleset, rows))
    except CaseError:  # facts that are legal each by itself and not together, as a posting of no day of the cycle
        reject()
    evaluation = Evaluation(case.cohort)
    present = {one.kind for one in case.cohort.appraisees.values()}
    for form in forms_of(ruleset):
        if form.absent is not None or (form.kinds and not present & set(form.kinds)):
            continue
        job = Job(
            case=case,
            evaluation=evaluation,
            stamp=Stamp(cycle=case.cohort.cycle.id),
            period=period_of(evaluation, form),
        )
        try:
            papers = compose(job, form)
        except FileError:
            nobody = form.flagged or form.each not in ("cycle", "person")
            assert nobody, "only a form by groups, or of those whom a rule flags, may find nobody"
            continue
        wanted = Counter(text for paper in papers for text in words(paper))
        found = Counter(docx_words(docx_bytes(papers)))
        assert {text for text in wanted if found[text] < 1 and not text.isdigit()} == set()


@pytest.mark.parametrize("scheme", SCHEMES)
def test_only_those_asked_for_are_printed(scheme: str) -> None:
    """Ids name whom a paper is for; a report is then of them alone."""
    _, evaluation = small(scheme)
    who = next(iter(evaluation.cohort.appraisees))
    kind = evaluation.cohort.appraisees[who].kind
    form = next(one for one in forms(scheme) if one.each == "person" and kind in one.kinds)
    papers = compose(job_of(scheme, form, only=[who]), form)
    assert [paper.whose for paper in papers] == [who]
    listed = drawn(scheme, "publicity", only=(who,))[0]
    others = {one.name for one in evaluation.cohort.appraisees.values() if one.id != who}
    held = evaluation.cohort.appraisees[who].links.values()
    links = {evaluation.cohort.appraisees[target].name for link in held for target in linked_ids(link)}
    assert (set(words(listed)) & others) <= links


def test_raw_small_keeps_links_whole() -> None:
    """The cut example holds whoever it is linked to, so that it is a case of its own."""
    for scheme in SCHEMES:
        data = raw_small(scheme)
        ids = {one["id"] for one in data["appraisees"]}
        assert {link for one in data["appraisees"] for link in (one.get("links") or {}).values()} <= ids


def test_every_line_is_of_a_style_that_is_drawn() -> None:
    """No paper holds a line of a style that the page has no type for."""
    known = {"title", "subtitle", "heading", "text", "note", "prose", "sign", "section", "small"}
    for scheme, key in ALL:
        for paper in drawn(scheme, key):
            styles = {block.style for page in paper.pages for block in page.blocks if isinstance(block, Line)}
            assert styles <= known


def test_signatures_of_a_book_stand_on_the_sheet() -> None:
    """Beside the room to sign by hand: which office has signed in the book, when, under which login."""
    form = next(one for one in forms("xizang-2018") if one.key == "sign-off")
    signed = Signature(clause="第六条（五）", office=Text("township", "乡镇强基办"), day="2019-11-02", login="wang")
    paper = compose(job_of("xizang-2018", form, record=Record(signed=(signed,))), form)[0]
    table = next(one for one in _tables(paper) if one.heads and one.rows[0][0].text == "条款")
    assert [cell.text for cell in table.rows[1]] == ["第六条（五）", "乡镇强基办", "2019-11-02", "wang"]
