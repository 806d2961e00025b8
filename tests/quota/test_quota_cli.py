"""`kaohe allocate`: one plan or one a line in, one answer a line out, every mistake on its line and field."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from kaohe.cli import main
from quota_kit.written import changed

DATA = Path(__file__).parent / "data"
PLAN: dict[str, Any] = {
    "id": "one",
    "groups": [{"id": "all", "cap": 2}, {"id": "a", "parent": "all", "cap": 1, "clause": "5(3)"}],
    "candidates": [
        {"id": "p1", "group": "a", "key": [1, "89.5"]},
        {"id": "p2", "group": "a", "key": [1, "179/2"]},
        {"id": "p3", "group": "all", "key": [0, 99]},
        {"id": "p4", "group": "a", "key": [0, 0], "eligible": False},
        {"id": "p5", "group": "a", "key": [0, 0]},
    ],
}
ANSWER_FIELDS = [
    "id",
    "selected",
    "tied",
    "not_selected",
    "ineligible",
    "shortfalls",
    "blocked_by",
    "refused",
    "conflict",
]


def _run(source: str | bytes, *options: str) -> Result:
    return CliRunner(env={"KAOHE_LANG": "en"}).invoke(main, ["allocate", "-", *options], input=source)


def test_answer_has_the_published_form() -> None:
    """--json prints one object with exactly the published fields, lists of ids sorted."""
    found = json.loads(_run(json.dumps(PLAN), "--json").stdout)
    assert list(found) == ANSWER_FIELDS
    assert found["selected"] == ["p3"]
    assert [(tie["take"], tie["members"]) for tie in found["tied"]] == [(1, ["p1", "p2"])]
    assert found["not_selected"] == ["p5"]
    assert found["ineligible"] == ["p4"]
    assert found["blocked_by"] == {"p5": "a"}
    assert found["conflict"] is None


def test_all_examples_pass_from_the_file_in_order() -> None:
    """The published examples and those of share floors are answered in order, with exit status 0."""
    for name in ("quota.jsonl", "share_floors.jsonl"):
        result = CliRunner().invoke(main, ["allocate", str(DATA / name), "--json"])
        assert result.exit_code == 0, result.stderr
        ids = [json.loads(line)["id"] for line in (DATA / name).read_text("utf-8").splitlines()]
        assert [json.loads(line)["id"] for line in result.stdout.splitlines()] == ids


def test_one_plan_over_several_lines_is_read() -> None:
    """A plan laid out over lines is one plan; blank lines, CRLF and a byte order mark are nothing."""
    laid_out = json.dumps(PLAN, indent=2)
    for text in (laid_out, "\n\n" + laid_out + "\n", "\ufeff" + laid_out.replace("\n", "\r\n")):
        assert json.loads(_run(text, "--json").stdout)["selected"] == ["p3"]
    assert len(_run(f"{json.dumps(PLAN)}\n\n{json.dumps(PLAN)}\r\n", "--json").stdout.splitlines()) == 2


def test_decisions_are_applied_and_refused_ones_named() -> None:
    """A good decision settles its set; a wrong one is named with the reason and leaves exit status 0."""
    good = {"members": ["p2", "p1"], "choose": ["p2"], "reason": "longer service"}
    wrong = {"members": ["p1", "p3"], "choose": ["p3"]}
    result = _run(json.dumps({**PLAN, "decisions": [good, wrong]}), "--json")
    found = json.loads(result.stdout)
    assert result.exit_code == 0
    assert found["selected"] == ["p2", "p3"]
    assert [(one["members"], one["choose"]) for one in found["refused"]] == [(["p1", "p3"], ["p3"])]
    assert "no tie set" in found["refused"][0]["reason"]


def test_conflict_is_an_answer() -> None:
    """A rule conflict selects nobody, names the group, and is not an error of the input."""
    result = _run(changed(PLAN, "groups.1.floor", 3), "--json")
    found = json.loads(result.stdout)
    assert result.exit_code == 0
    assert found["conflict"]["group"] == "a"
    assert "clause 5(3)" in found["conflict"]["reason"]
    assert (found["selected"], found["not_selected"], found["tied"]) == ([], ["p1", "p2", "p3", "p5"], [])


def test_expectation_is_compared_before_decisions() -> None:
    """`expect` is the state before any decision; a difference is told on stderr and ends with status 1."""
    decided = {**PLAN, "decisions": [{"members": ["p1", "p2"], "choose": ["p2"]}]}
    met = _run(json.dumps({**decided, "expect": {"selected": ["p3"], "tied": [[1, ["p2", "p1"]]]}}), "--json")
    assert (met.exit_code, met.stderr) == (0, "")
    assert json.loads(met.stdout)["selected"] == ["p2", "p3"]
    missed = _run(json.dumps({**decided, "expect": {"selected": ["p2", "p3"], "tied": []}}), "--json")
    assert missed.exit_code == 1
    assert 'plan one, line 1: expected != found: selected: ["p2", "p3"] != ["p3"]' in missed.stderr
    assert json.loads(missed.stdout)["selected"] == ["p2", "p3"]


@pytest.mark.parametrize(
    ("path", "value", "named"),
    [
        ("groups", None, ["line 1, groups", "missing"]),
        ("groups", {}, ["line 1, groups", "list"]),
        ("groups.0", 5, ["line 1, groups[0]", "object"]),
        ("groups.1.id", None, ["line 1, groups[1].id"]),
        ("groups.1.id", "", ["line 1, groups[1].id"]),
        ("groups.1.id", 7, ["line 1, groups[1].id"]),
        ("groups.0.id", "a", ["declared twice", "5(3)"]),
        ("groups.1.parent", "nowhere", ['"nowhere"', "5(3)"]),
        ("groups.0.parent", "a", ["its own ancestor", "5(3)"]),
        ("groups.1.cap", -1, ["line 1, groups[1].cap", '"a" (clause', "-1"]),
        ("groups.1.cap", 1.5, ["line 1, groups[1].cap", "1.5"]),
        ("groups.1.cap", "1", ["line 1, groups[1].cap"]),
        ("groups.1.cap", True, ["line 1, groups[1].cap"]),
        ("groups.1.floor", -1, ["line 1, groups[1].floor"]),
        ("groups.1.capp", 1, ["line 1, groups[1]", '"capp"', 'did you mean "cap"']),
        ("groups.1.floor_share", {"of": "all", "share": 0.3}, ["line 1, groups[1].floor_share.share", "0.3", "a"]),
        ("groups.1.floor_share", {"of": "all", "share": "4/3"}, ["line 1, groups[1].floor_share.share"]),
        ("groups.1.floor_share", {"of": "all"}, ["line 1, groups[1].floor_share.share", "missing"]),
        ("groups.1.floor_share", {"of": "b", "share": "1/3"}, ['"b"', "does not contain"]),
        ("groups.0.floor_share", {"of": "a", "share": "1/3"}, ['"a"', "does not contain"]),
        ("candidates.0.id", None, ["line 1, candidates[0].id"]),
        ("candidates.0.id", "\ud800", ["line 1, candidates[0].id"]),
        ("candidates.1.id", "p1", ['"p1" is listed twice']),
        ("candidates.0.group", None, ["line 1, candidates[0].group"]),
        ("candidates.0.group", "b", ["line 1, candidates[0].group", '"p1"', '"b"']),
        ("candidates.0.key", None, ["line 1, candidates[0].key"]),
        ("candidates.0.key", [], ["line 1, candidates[0].key", '"p1"', "5(3)"]),
        ("candidates.0.key", [1], ['"p1"', "1 part(s)", "5(3)"]),
        ("candidates.0.key", [1, 89.5], ["line 1, candidates[0].key[1]", '"p1"', "89.5", "5(3)"]),
        ("candidates.0.key", [1, "1e9"], ["line 1, candidates[0].key[1]", "1e9"]),
        ("candidates.0.key", [1, "1/0"], ["line 1, candidates[0].key[1]"]),
        ("candidates.0.key", [1, "９"], ["line 1, candidates[0].key[1]"]),
        ("candidates.0.key", [1, True], ["line 1, candidates[0].key[1]"]),
        ("candidates.0.key", {"a": 1}, ["line 1, candidates[0].key"]),
        ("candidates.0.eligible", "no", ["line 1, candidates[0].eligible"]),
        ("candidates.0.score", 1, ["line 1, candidates[0]", '"score"']),
        ("decisions", [{"members": ["p1"]}], ["line 1, decisions[0].choose"]),
        ("decisions", [{"members": "p1", "choose": []}], ["line 1, decisions[0].members"]),
        ("decisions", [{"members": [1], "choose": []}], ["line 1, decisions[0].members[0]"]),
        ("decision", [], ['"decision"', 'did you mean "decisions"']),
        ("expect", {"selectd": []}, ["line 1, expect", 'did you mean "selected"']),
        ("expect", {"tied": [["p1"]]}, ["line 1, expect.tied[0]"]),
        ("after", [{"choose": ["p1"]}], ["line 1, after[0].selected"]),
        ("id", 5, ["line 1, id"]),
    ],
)
def test_unreadable_field_is_named(path: str, value: object, named: list[str]) -> None:
    """Exit status 2, the refusal as JSON on stdout, and the line, the field and the thing at fault on stderr."""
    result = _run(changed(PLAN, path, value), "--json")
    assert (result.exit_code, json.loads(result.stdout.splitlines()[-1])["error"]) == (2, "AllocationError")
    assert "Traceback" not in result.stderr
    for part in named:
        assert part in result.stderr


@pytest.mark.parametrize(
    ("source", "named"),
    [
        (b"", "line 1: [K3013] no plan"),
        (b" \n\n", "line 1: [K3013] no plan"),
        (b"\xff\xfe{}", "line 1: [K2011] byte 0 is not UTF-8"),
        (b'{"id": "x"}\n{"id": "\xc3("}', "line 2: [K2011] byte 20 is not UTF-8"),
        (b"[]", "a plan is a JSON object"),
        (b"5", "a plan is a JSON object"),
        (b'{"groups": [', "line 1: [K2031] this is not JSON"),
        (b'{"groups": [], "groups": [], "candidates": []}', "groups stands twice"),
        (b'{"groups": [{"id": "a", "cap": NaN}], "candidates": []}', "groups[0].cap"),
        (b'{"groups": [{"id": "a", "cap": 1e400}], "candidates": []}', "groups[0].cap"),
        (b'{"groups": [{"id": "a", "cap": ' + b"9" * 5000 + b'}], "candidates": []}', "5000 digits"),
        (b"[" * 100_000, "nested more than 40 deep"),
        (b'{"groups": [], "candidates": []}\n{"groups": [}', "line 2: [K2031] this is not JSON"),
        (b'{"groups": [], "candidates": []}\n\n{"groups": [{}], "candidates": []}', "line 3, groups[0].id"),
    ],
)
def test_unreadable_input_is_named(source: bytes, named: str) -> None:
    """Whatever is fed in, the answer is a sentence with the line, and status 2; under --json it stands on stdout too."""
    result = _run(source, "--json")
    assert (result.exit_code, set(json.loads(result.stdout.splitlines()[-1]))) == (
        2,
        {"error", "number", "where", "text"},
    )
    assert named in result.stderr
    assert len(result.stderr) < 400


def test_missing_file_is_named(tmp_path: Path) -> None:
    """A file that is not there, and a folder, end with status 2 and a sentence."""
    for path in (tmp_path / "none.json", tmp_path):
        result = CliRunner().invoke(main, ["allocate", str(path)])
        assert result.exit_code == 2
        assert path.name in result.stderr


def test_a_long_key_is_exact_and_an_endless_one_refused() -> None:
    """Hundreds of digits are compared exactly; thousands are refused rather than computed for minutes."""
    digits = "9" * 300
    plan = json.loads(changed(PLAN, "candidates.0.key", [1, f"{digits}.5"]))
    plan["candidates"][1]["key"] = [1, f"{digits}.4"]
    assert json.loads(_run(json.dumps(plan), "--json").stdout)["selected"] == ["p1", "p3"]
    assert _run(changed(PLAN, "candidates.0.key", [1, "9" * 5000])).exit_code == 2


def test_control_characters_are_escaped_wherever_shown() -> None:
    """An id that could move the cursor or turn the text is escaped in the table, in JSON and in errors."""
    evil = "p\x1b[2J\u202e\x9b\x7f"
    plan = json.dumps(PLAN).replace('"p1"', json.dumps(evil))
    table, found, error = _run(plan), _run(plan, "--json"), _run(plan.replace('"89.5"', "0.5"))
    assert error.exit_code == 2
    for shown in (table.stdout, found.stdout, error.stderr):
        assert not set(shown) & set("\x1b\u202e\x9b\x7f")
        assert "x1b" in shown or "u001b" in shown
    assert json.loads(found.stdout)["tied"][0]["members"] == [evil, "p2"]


def test_chinese_ids_are_printed_as_they_are() -> None:
    """Chinese names stay readable, in columns as wide as they are."""
    plan = json.dumps(PLAN).replace("p1", "张三").replace('"all"', '"全县"')
    assert '"张三"' in _run(plan, "--json").stdout
    rows = [line for line in _run(plan).stdout.splitlines() if "张三" in line or line.startswith("  p2")]
    assert rows[0].startswith("  p2      tied")
    assert any(row.startswith("  张三    tied") for row in rows)


def test_table_says_what_is_to_be_decided() -> None:
    """Without --json: groups with their meters, people with what stopped them, ties, shortfalls, refusals."""
    plan = {**PLAN, "decisions": [{"members": ["p9"], "choose": []}]}
    table = _run(json.dumps(plan)).stdout
    assert "Plan one" in table
    assert "To decide: 1 of p1, p2 (fingerprint " in table
    assert "p5      not selected  a           2" in table
    assert "Refused, p9: no tie set" in table
    assert "Rule conflict at" in _run(changed(PLAN, "groups.1.floor", 2)).stdout
    assert 'Too few for the floor of "all": 2 of 3' not in table


def test_table_in_chinese() -> None:
    """The table speaks the language of the locale."""
    result = CliRunner(env={"KAOHE_LANG": "zh"}).invoke(main, ["allocate", "-"], input=json.dumps(PLAN))
    assert "待决定：在 p1, p2 中选 1 人" in result.stdout


def test_excess_over_a_soft_cap_is_shown() -> None:
    """A soft cap and a recorded excess are read too; the answer then has an `excess` field."""
    plan = json.loads(changed(PLAN, "groups.1.soft", True))
    plan["decisions"] = [{"members": ["p1", "p2"], "choose": ["p2"]}]
    plan["groups"][0]["cap"] = 3
    plan["excess"] = [{"group": "a", "members": ["p1"], "reason": "document 12"}]
    found = json.loads(_run(json.dumps(plan), "--json").stdout)
    assert found["selected"] == ["p1", "p2", "p3"]
    assert found["excess"] == plan["excess"]
    assert "Beyond the cap of" in _run(json.dumps(plan)).stdout


def test_output_does_not_depend_on_hash_seed_or_locale(tmp_path: Path) -> None:
    """The same bytes under two hash seeds and under a locale that cannot write Chinese."""
    source = tmp_path / "plan.json"
    source.write_text((DATA / "share_floors.jsonl").read_text("utf-8").replace('"own"', '"本师"'), "utf-8")
    code = "from kaohe.cli import main; main()"
    outputs = {
        subprocess.run(
            [sys.executable, "-c", code, "allocate", str(source), "--json"],
            env={**os.environ, "KAOHE_LANG": "en", "PYTHONHASHSEED": seed, "LC_ALL": locale, "PYTHONUTF8": "0"},
            capture_output=True,
            check=True,
        ).stdout
        for seed, locale in (("1", "C.UTF-8"), ("2", "POSIX"))
    }
    assert len(outputs) == 1
    assert "本师".encode() in outputs.pop()
