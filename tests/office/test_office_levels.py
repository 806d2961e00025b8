"""An approver of one level: signs and returns there alone, and is told who does elsewhere."""

from __future__ import annotations

from pathlib import Path

import pytest

from cli_kit import as_json, run
from control_kit import as_, refused, staffed
from kaohe.office import Act, Appoint, NotSaved, Return, Revise, Sign
from office_kit import MONTHS, marks

GROUP, TOWNSHIP, COUNTY = "township appraisal group", "township", "县（区）"
QUARTER = "2019Q1"
OF_LEVELS = {"he": GROUP, "tu": TOWNSHIP, "zhou": TOWNSHIP, "lu": COUNTY}
"""Who is an approver of which level of the Tibet chain, by its name in either language."""


def office(folder: Path) -> Path:
    """A book whose months are entered, with approvers of three levels and no other."""
    path = staffed(folder, *marks("M1", 90), *marks("M2", 80))
    with as_("ada", path) as book:
        book.save([Appoint("sun", ["reviewer"]), Appoint("qian", ["reviewer"])])
        book.save([Appoint(login, ["approver"], levels=[level]) for login, level in OF_LEVELS.items()])
    return path


def signed(path: Path, who: str, span: str = "") -> None:
    """A signature by somebody."""
    with as_(who, path) as book:
        book.save([Sign(span)])


def told(path: Path, who: str, act: Act) -> tuple[str, str]:
    """Number and sentence with which a step by somebody is refused; nothing of the book changes."""
    with as_(who, path) as book:
        head = book.head
        with pytest.raises(NotSaved) as caught:
            book.save([act], reason="a reason")
        assert book.head == head
    refusal = caught.value.refusals[0].text
    return refusal.number, refusal.en


def _months(path: Path) -> None:
    """Every month signed by the township's group."""
    for month in MONTHS:
        signed(path, "he", month)


def test_an_approver_signs_at_their_own_level_alone(tmp_path: Path) -> None:
    """Of another level they are refused with the reason and with who could; their own goes through."""
    path = office(tmp_path)
    number, why = told(path, "lu", Sign(MONTHS[0]))
    assert number == "K8153"
    assert why.endswith(
        "is an approver of county and neither signs nor returns 2019-01 at township appraisal group; ask he"
    )
    signed(path, "he", MONTHS[0])
    with as_("he", path) as book:
        assert book.signatures(MONTHS[0])[0].complete


def test_each_level_of_a_quarter_is_its_own_approvers(tmp_path: Path) -> None:
    """The township's two, then the county's: one of the county comes after them, and none of them signs for it."""
    path = office(tmp_path)
    _months(path)
    number, why = told(path, "lu", Sign(QUARTER))
    assert number == "K8144"
    assert "county comes after township" in why
    signed(path, "tu", QUARTER)
    assert told(path, "tu", Sign(QUARTER))[0] == "K8145"
    signed(path, "zhou", QUARTER)
    number, why = told(path, "tu", Sign(QUARTER))
    assert number == "K8153"
    assert "at county; ask lu" in why
    signed(path, "lu", QUARTER)
    assert told(path, "zhou", Sign(QUARTER, "county"))[0] == "K8153"


def test_a_level_without_an_approver_is_the_administrators_to_fill(tmp_path: Path) -> None:
    """Where nobody is of the level that waits, the refusal says who appoints somebody."""
    path = office(tmp_path)
    with as_("ada", path) as book:
        book.save([Appoint("he", ["clerk"])])
    assert told(path, "lu", Sign(MONTHS[0]))[1].endswith("the book has no approver of that level")


def test_a_return_is_of_a_level_too_and_a_reviewers_of_any(tmp_path: Path) -> None:
    """What waits for the county is returned by the county, or by a reviewer, not by the township."""
    path = office(tmp_path)
    _months(path)
    signed(path, "tu", QUARTER)
    signed(path, "zhou", QUARTER)
    assert told(path, "tu", Return(QUARTER, "county"))[0] == "K8153"
    with as_("lu", path) as book:
        book.save([Return(QUARTER)], reason="a reason")
        assert [one.returned is not None for one in book.signatures(QUARTER)] == [False, True]
    signed(path, "tu", QUARTER)
    with as_("sun", path) as book:
        book.save([Return(QUARTER, "county")], reason="a reason")
        assert not any(one.signatures for one in book.signatures(QUARTER))


def test_what_all_have_signed_is_returned_at_the_last_level_that_is_ones_own(tmp_path: Path) -> None:
    """A month that its group signed goes back by the group; the county, which has no part in it, is refused."""
    path = office(tmp_path)
    signed(path, "he", MONTHS[0])
    assert told(path, "lu", Return(MONTHS[0]))[0] == "K8153"
    with as_("he", path) as book:
        book.save([Return(MONTHS[0])], reason="a reason")
        assert not book.signatures(MONTHS[0])[0].complete


def test_an_approver_without_a_level_signs_wherever_the_book_stands(tmp_path: Path) -> None:
    """As before: no level binds nobody, and other abilities of an approver are not bound by theirs."""
    path = office(tmp_path)
    with as_("ada", path) as book:
        book.save([Appoint("qian", ["approver"])])
        assert book.roles["lu"].at_level("sign", "县（区）")
        assert not book.roles["lu"].at_level("sign", "市（地）")
        assert book.roles["qian"].at_level("sign", "市（地）")
    for month in MONTHS:
        signed(path, "qian", month)
    with as_("lu", path) as book:
        book.save([Revise("month", MONTHS[0])], reason="a reason")


@pytest.mark.parametrize(
    ("act", "number"),
    [
        (Appoint("lu", ["approver"], levels=["village"]), "K8115"),
        (Appoint("lu", ["approver"], levels=["0"]), "K8115"),
        (Appoint("lu", ["clerk"], levels=[COUNTY]), "K8116"),
    ],
)
def test_a_level_that_cannot_be_is_refused(act: Act, number: str, tmp_path: Path) -> None:
    """One that the scheme has not, with those that it has; one for somebody who signs nothing."""
    assert refused("ada", office(tmp_path), act) == [number]


def test_the_command_gives_a_level_by_its_number_and_lists_it(tmp_path: Path) -> None:
    """`role list` numbers the levels, `role give --level` takes number or name, and the JSON holds both."""
    path = staffed(tmp_path)
    with as_("ada", path) as book:
        me = book.levels
        book.save([Appoint(_me(), ["administrator"])])
    place = [one.zh for one in me].index(COUNTY) + 1
    assert run("office", "role", "give", path, "lu", "approver", "--level", place).exit_code == 0
    listed = run("office", "role", "list", path)
    assert f"{place} county" in listed.output
    assert any(line.split()[0] == "lu" and line.endswith("county") for line in listed.output.splitlines())
    found = as_json("office", "role", "list", path)
    assert {"login": "lu", "roles": ["approver"], "units": [], "levels": [COUNTY]} in found["roles"]
    assert {"en": "county", "zh": COUNTY} in found["levels"]
    bad = run("office", "role", "give", path, "lu", "approver", "--level", "省")
    assert bad.exit_code == 2
    assert f"{place} county" in bad.stderr


def _me() -> str:
    from kaohe.store import login

    return login()
