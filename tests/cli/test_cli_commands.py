"""schemes, lint, describe, evaluate, explain: what they print, and their JSON."""

from __future__ import annotations

import json
from importlib.resources import as_file, files
from pathlib import Path

import pytest

from cli_kit import EXAMPLE, as_json, member, run, written

ROWS = [
    *("XZ-3", "XZ-4", "XZ-5(1)", "XZ-5(2)", "XZ-5(3)", "XZ-6(1)", "XZ-6(2)", "XZ-6(3)"),
    *("XZ-6(4)a", "XZ-6(4)b", "XZ-6(4)c", "XZ-6(5)a", "XZ-6(5)b", "XZ-6(6)", "XZ-6(7)", "XZ-7"),
    *(f"XZ-7({kind}){n}" for kind in (1, 2, 3) for n in (1, 2, 3, 4)),
    *("XZ-8a", "XZ-8b", "XZ-8c", "XZ-9", "XZ-10", "XZ-11"),
    *(f"XZ-a{n}" for n in range(1, 17)),
]


def test_schemes_lists_the_tibet_scheme_as_ok() -> None:
    """Each plugin is listed with its id, version, state and digest."""
    found = {row["id"]: row for row in as_json("schemes")}
    assert found["xizang-2018"]["state"] == "ok"
    assert len(found["xizang-2018"]["digest"]) == 64


def test_an_incomplete_document_is_marked() -> None:
    """A scheme whose document is cut off says so beside its name, and is still ok."""
    row = next(line for line in run("schemes").stdout.splitlines() if line.startswith("yining"))
    assert " ok " in row
    assert "[incomplete document]" in row


def test_lint_of_a_sound_scheme_ends_with_0() -> None:
    """A scheme without errors has exit status 0 and says so."""
    assert as_json("lint", "xizang-2018")["ok"] is True


def test_describe_holds_every_row_of_the_inventory() -> None:
    """Every row id of the Tibet inventory stands in the description, with a clause."""
    data = as_json("describe", "xizang-2018")
    rows = [row for kind in data["kinds"] for name in ("rules", "quotas", "procedure") for row in kind[name]]
    found = {row["id"]: row["clause"] for row in (*rows, *data["assumptions"], *data["undefined"])}
    assert [row for row in ROWS if not found.get(row)] == []


def test_describe_gives_the_whole_of_an_input() -> None:
    """An input shows key, both labels, type, range, step, period and clause."""
    kinds = {kind["key"]: kind for kind in as_json("describe", "xizang-2018")["kinds"]}
    given = next(given for given in kinds["member"]["inputs"] if given["key"] == "opinion")
    wanted = {"type": "score", "low": "0", "high": "100", "step": "0.01", "clause": "第六条（四）"}
    assert given | wanted == given
    assert given["label"] == {"en": "public opinion", "zh": "民意测评"}
    assert given["on"]["key"] == "month"


@pytest.mark.parametrize("wanted", ["XZ-7(1)3", "xz-7(1)3"])
def test_a_rule_is_found_by_its_id(wanted: str) -> None:
    """A rule id finds exactly that rule."""
    assert {row["id"] for row in as_json("describe", "xizang-2018", "--clause", wanted)["rules"]} == {"XZ-7(1)3"}


@pytest.mark.parametrize("wanted", ["第七条（一）3", "第七条(一)3", "第七条（一） 3"])
def test_a_rule_is_found_by_its_clause(wanted: str) -> None:
    """The clause text finds its rules, whichever form of brackets is typed."""
    rules = as_json("describe", "xizang-2018", "--clause", wanted)["rules"]
    assert {row["id"] for row in rules} == {"XZ-7(1)3", "XZ-7(1)3-period"}


def test_an_article_has_all_that_stands_under_it() -> None:
    """An article's number finds its items too, but not those of another article."""
    rules = as_json("describe", "xizang-2018", "--clause", "第七条")["rules"]
    assert {"XZ-7(1)1", "XZ-7(3)4"} <= {row["id"] for row in rules}
    assert all(row["clause"].startswith("第七条") for row in rules)


def test_an_unknown_clause_names_the_nearest() -> None:
    """A clause that does not exist is refused with the nearest ones."""
    result = run("describe", "xizang-2018", "--clause", "XZ-7(1)9")
    assert result.exit_code == 2
    assert "XZ-7(1)" in result.stderr


def test_describe_shows_conditions_as_text() -> None:
    """A rule's condition can be read in both languages."""
    rules = as_json("describe", "xizang-2018", "--clause", "XZ-7(1)3")["rules"]
    assert rules[0]["conditions"] == [
        {"en": "count(notices for unauthorised absence) >= 2", "zh": "擅自脱岗离岗被通报的次数 >= 2"}
    ]


def test_evaluate_prints_the_json_of_the_issue() -> None:
    """The JSON has the promised keys, exact scores as text, and the open points."""
    data = as_json("evaluate", EXAMPLE)
    assert {"scheme", "version", "digest", "outcomes", "open_points"} <= set(data)
    by_id = {row["id"]: row for row in data["outcomes"]}
    keys = {"id", "kind", "state", "score", "grade", "provisional_grade", "needs", "rules", "assumptions", "flags"}
    assert keys <= set(by_id["M001"])
    assert (by_id["M001"]["score"], by_id["M006"]["score"]) == ("89.5", "91.998")
    assert {"id": "M008", "kind": "needs", "what": "usual[2019-07]"}.items() <= next(
        row.items() for row in data["open_points"] if row["id"] == "M008"
    )


def test_a_score_that_does_not_end_is_a_fraction(tmp_path: Path) -> None:
    """A mean of three months is given in lowest terms, never rounded."""
    cycle = {
        "start": "2019-01-01",
        "end": "2019-03-31",
        "periods": {"month": ["2019-01", "2019-02", "2019-03"], "quarter": ["2019Q1"]},
    }
    marks = [90, 89, 89]
    file = written(tmp_path, member(usual=marks, opinion=marks, targets=marks), cycle=cycle)
    assert as_json("evaluate", file)["outcomes"][0]["score"] == "268/3"


def test_a_failed_expectation_ends_with_1_and_shows_both_values(tmp_path: Path) -> None:
    """What was expected and what came out stand on standard error; the status is 1."""
    file = written(tmp_path, member(), expect={"M1": {"grade": "称职"}})
    result = run("evaluate", file)
    assert result.exit_code == 1
    assert result.stderr == "M1: grade should be 称职, but is 优秀\n"
    assert as_json("evaluate", file)["differences"] == [
        {"id": "M1", "field": "grade", "expected": "称职", "found": "优秀"}
    ]


def test_the_example_meets_its_own_expectations() -> None:
    """The county-year evaluates with exit status 0."""
    result = run("evaluate", EXAMPLE, "--summary")
    assert (result.exit_code, result.stderr) == (0, "")


def test_the_distribution_counts_everybody() -> None:
    """The bar chart's numbers add up to the number of appraisees of each kind."""
    data = as_json("evaluate", EXAMPLE)
    for kind, n in (("member", 300), ("team", 60), ("unit", 30)):
        counted = data["distribution"][kind]
        open_states = sum(count for state, count in counted["states"].items() if state != "decided")
        assert sum(counted["grades"].values()) + open_states == n


def test_explain_is_versioned_json() -> None:
    """The JSON form of an explanation carries its version and the scheme's digest."""
    data = as_json("explain", EXAMPLE, "M005")
    assert (data["version"], data["id"], data["outcome"]["grade"]) == (2, "M005", "不称职")
    veto = next(step for step in data["steps"] if step["rule"] == "XZ-7(1)3")
    assert veto["status"] == "applied"
    assert veto["inputs"][0]["value"] == "2"


@pytest.mark.parametrize(
    ("lang", "word"), [("en", "  第七条（一）3 XZ-7(1)3 notified twice"), ("zh", "  第七条（一）3 XZ-7(1)3 擅自脱岗")]
)
def test_explain_speaks_both_languages(lang: str, word: str) -> None:
    """The text form comes in the reader's language, one line a step."""
    assert word in run("explain", EXAMPLE, "M005", lang=lang).stdout


def test_explain_names_the_nearest_id() -> None:
    """An id that is not there is answered with the nearest ones."""
    result = run("explain", EXAMPLE, "M0005")
    assert result.exit_code == 2
    assert "M005" in result.stderr


def test_no_json_output_depends_on_the_locale() -> None:
    """The same command prints the same JSON under both languages."""
    for words in (("schemes",), ("describe", "xizang-2018"), ("evaluate", EXAMPLE), ("explain", EXAMPLE, "M004")):
        english, chinese = (run(*words, "--json", lang=lang).stdout for lang in ("en", "zh"))
        assert json.loads(english)
        assert english == chinese


def test_describe_says_how_a_quota_ranks_and_counts() -> None:
    """A quota's description names its share, its pools and its rank key part by part."""
    kinds = as_json("describe", "neimenggu-2018")["kinds"]
    quota = next(row for kind in kinds for row in kind["quotas"])
    assert (quota["share"], quota["soft"]) == ("0.3", True)
    assert quota["rank"]
    assert any(text["en"].startswith("ranked by") for text in quota["conditions"])


@pytest.mark.parametrize(("lang", "mark"), [("en", "[incomplete document]"), ("zh", "[文件不完整]")])
def test_an_incomplete_document_is_marked_wherever_its_scheme_is_named(lang: str, mark: str) -> None:
    """Yining's text breaks off: schemes, evaluate and new-case say so beside its name, and say nothing of Tibet's."""
    with as_file(files("kaohe_yining") / "examples" / "county.json") as case:
        for words in (("schemes",), ("evaluate", "--summary", case), ("new-case", "yining")):
            assert mark in run(*words, lang=lang).stdout, words
        assert as_json("evaluate", case)["incomplete"] is True
    assert mark not in run("evaluate", "--summary", EXAMPLE, lang=lang).stdout
