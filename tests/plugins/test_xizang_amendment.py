"""The example city's amendment: it adds, it replaces by id with its basis, and contradictions are refused."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, cast

import pytest

from kaohe.cases import case_from_data, read_case
from kaohe.engine import Evaluation
from kaohe.errors import CaseError, SchemeError
from kaohe.rules import Band, Bands, Ceiling, Document, Part, assemble, at, discover, lint, load
from kaohe.rules.amend import Amendment, Replacing
from kaohe.words import Text
from kaohe_xizang import MEMBER, Member, Xizang2018
from kaohe_xizang_example_city import ExampleCity

CITY = "xizang-example-city"
CASES = Path(__file__).parents[2] / "plugins/xizang_example_city/src/kaohe_xizang_example_city/cases"
WORDS = Text("words", "文字")


def _amends(name: str, **hooks: Any) -> type[Amendment]:
    """Another city of the same scheme, with hooks for members."""
    part = type("Made", (Part,), {"kind": MEMBER, **hooks})
    document = Document(title="另一市细则", issuer="另一市", issued="2018-11-01")
    body = {"id": "other-city", "title": WORDS, "version": "1", "base": "xizang-2018", "document": document}
    return cast("type[Amendment]", type(name, (Amendment,), body | {"parts": (part,)}))


def _adds(self: Part) -> Sequence[Ceiling]:
    """A rule of its own under the region's condition, at another grade."""
    return at("另一市细则第一条", Ceiling("基本称职", id="OT-1", text=WORDS, when=Member.opinion.mean() < 60))


def _bands(self: Part) -> Sequence[Bands]:
    """Bands of its own beside the region's."""
    bands = (Band("优秀", low=95), Band("称职", low=80, below=95), Band("不称职", below=80))
    return at("另一市细则第二条", Bands(id="OT-2", text=WORDS, of=Member.opinion.mean(), bands=bands))


_Adds, _Bands = _amends("Adds", veto=_adds), _amends("Bands", scoring=_bands)


def _replaces(over: str = "") -> type[Amendment]:
    def veto(self: Part) -> Sequence[Replacing]:
        rule = Ceiling("不称职", id="XZ-7(1)4", text=WORDS, when=Member.opinion.mean() < 70)
        return at("另一市细则第三条", Replacing(rule=rule, basis="第十二条", over=over))

    return _amends("Replaces", veto=veto)


def _rules(*amendments: type[Amendment]) -> dict[str, tuple[str, str]]:
    """The member's rules by id, with their origin and basis."""
    return {entry.rule.id: (entry.origin, entry.basis) for entry in assemble(Xizang2018, amendments).kinds[0].entries}


def test_it_is_discovered_as_an_amendment() -> None:
    """The installed amendment is listed beside the schemes, and is ok."""
    (found,) = [plugin for plugin in discover(role="amendment") if plugin.id == CITY]
    assert (found.role, found.state, found.declared) == ("amendment", "ok", ExampleCity)


def test_it_adds_one_veto_and_replaces_three_rules() -> None:
    """The new veto bounds the year and the month; every other rule of the region stays as it was, and in its place."""
    before, after = _rules(), _rules(ExampleCity)
    added = {"SL-2", "SL-2-period"}
    assert [name for name in after if name not in added] == list(before)
    assert {after[name] for name in added} == {(CITY, "")}
    replaced = {name for name, (origin, _) in after.items() if origin == CITY and name not in added}
    assert replaced == {"XZ-7(1)4", "XZ-7(1)4-period", "XZ-7(1)4-single"}
    assert all("第十二条" in after[name][1] for name in replaced)


def test_the_amended_scheme_passes_lint() -> None:
    """Scheme and amendment hold together."""
    assert lint(load("xizang-2018", amendments=[CITY])) == []


def test_it_touches_members_only() -> None:
    """Teams and units keep the region's rules."""
    plain, amended = load("xizang-2018"), load("xizang-2018", amendments=[CITY])
    assert plain.kinds[1:] == amended.kinds[1:]


def test_it_is_inactive_unless_the_case_names_it() -> None:
    """Installed is not active: the same record without the amendment is judged by the region's line alone."""
    case = read_case(CASES / "XZ-7(1)4.toml")
    raw: dict[str, Any] = {key: value for key, value in case.raw.items() if key not in ("amendments", "expect")}
    raw["defaults"] = {"member": {"facts": _without(case.raw["defaults"]["member"]["facts"], "signed_for")}}
    raw["appraisees"] = [row for row in raw["appraisees"] if row["kind"] == "member"]
    plain = {outcome.id: outcome for outcome in Evaluation(case_from_data(raw).cohort).outcomes()}
    amended = {outcome.id: outcome for outcome in Evaluation(case.cohort).outcomes()}
    assert (plain["D-regions-line"].grade, amended["D-regions-line"].grade) == ("优秀", "不称职")


def _without(facts: dict[str, Any], key: str) -> dict[str, Any]:
    return {name: value for name, value in facts.items() if name != key}


def test_its_inputs_are_unknown_without_it() -> None:
    """What only the amendment asks for cannot be entered where it is inactive."""
    case = read_case(CASES / "SL-2.toml")
    with pytest.raises(CaseError, match="unknown key signed_for"):
        case_from_data({key: value for key, value in case.raw.items() if key not in ("amendments", "expect")})


def test_the_digest_changes_with_it() -> None:
    """A case pinned to the region's rules is refused under the city's, and the other way round."""
    plain, amended = load("xizang-2018"), load("xizang-2018", amendments=[CITY])
    assert plain.digest != amended.digest
    raw = {
        "format": 1,
        "scheme": "xizang-2018",
        "cycle": {"start": "2018-11-01", "end": "2019-10-31", "periods": {"month": ["2018-11"], "quarter": ["2018Q4"]}},
    }
    assert case_from_data(raw | {"digest": amended.digest, "amendments": [CITY]}).amendments == (CITY,)
    with pytest.raises(CaseError, match="made with other rules"):
        case_from_data(raw | {"digest": amended.digest})


def test_a_contradiction_is_refused_naming_both_clauses() -> None:
    """A rule that decides the region's case differently is refused with both clauses, and what to write instead."""
    with pytest.raises(SchemeError) as refused:
        assemble(Xizang2018, [_Adds])
    text = refused.value.text
    for part in ("XZ-7(1)4", "第七条（一）4", "OT-1", "另一市细则第一条", "Replacing"):
        assert part in text.en
        assert part in text.zh


def test_a_second_set_of_bands_is_refused() -> None:
    """Two ways from the score to the year's grade are a contradiction, not a choice."""
    with pytest.raises(SchemeError, match="OT-2"):
        assemble(Xizang2018, [_Bands])


def test_two_replacements_of_one_rule_are_refused_unless_one_is_over_the_other() -> None:
    """Without a declared precedence neither of two cities' lines wins."""
    with pytest.raises(SchemeError, match="one must be declared over the other") as refused:
        assemble(Xizang2018, [ExampleCity, _replaces()])
    assert "细则第三条" in refused.value.text.zh
    assert "另一市细则第三条" in refused.value.text.zh
    assert _rules(ExampleCity, _replaces(over=CITY))["XZ-7(1)4"] == ("other-city", "第十二条")


@pytest.mark.parametrize("amendments", [["xizang-example-town"], ["xizang-2018"]])
def test_an_amendment_that_is_not_installed_is_refused(amendments: list[str]) -> None:
    """A case that names an unknown amendment is refused, with the nearest."""
    with pytest.raises(CaseError, match=CITY) as refused:
        case_from_data({"format": 1, "scheme": "xizang-2018", "amendments": amendments})
    assert refused.value.where == "amendments"
