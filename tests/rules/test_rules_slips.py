"""The ordinary slips of somebody who writes a scheme: each is told with the rule or the line, and what to write."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from kaohe.errors import SchemeError
from kaohe.rules import (
    Band,
    Bands,
    Bonus,
    Ceiling,
    Choice,
    Document,
    Finding,
    Item,
    ItemPart,
    Kind,
    Link,
    Part,
    Periods,
    PointTable,
    Quota,
    Rank,
    Scheme,
    Score,
    Total,
    assemble,
    at,
    lint,
    weighted,
)

KIND = Kind("person", "人员", ("好", "中", "差"))
MONTH = Periods("month", "月", "month")
mark: Any = Score("mark", "得分", clause="第一条")
monthly = Score("monthly", "月度得分", clause="第一条", on=MONTH)
level: Any = Choice("level", "层级", clause="第一条", options=())
found = Finding("found", "问题", clause="第二条")
BANDS = (Band("好", low=90), Band("中", low=60, below=90), Band("差", below=60))


_ceiling: Any = Ceiling  # a type checker would tell these slips first


def _scheme(**hooks: Any) -> type[Scheme]:
    part = type("Made", (Part,), {"kind": KIND, **hooks})
    document = Document(title="文件", issuer="单位", issued="2020-01-01")
    body = {"id": "test", "prefix": "S", "title": "题", "version": "1", "document": document, "parts": (part,)}
    return type("Made", (Scheme,), body)


def _veto(condition: Callable[[], Any]) -> type[Scheme]:
    return _scheme(veto=lambda self: at("第二条", Ceiling("差", text="x", when=condition())))


def _quota(**options: Any) -> type[Scheme]:
    given = {"rank": (Rank(mark),), "share": "30%"} | options
    return _scheme(
        scoring=lambda self: [*at("第一条", Total(value=mark)), *at("第三条", Bands(text="x", of=mark, bands=BANDS))],
        quota=lambda self: at("第四条", Quota("好", text="x", otherwise="中", **given)),
    )


def _banded(*bands: Band) -> type[Scheme]:
    return _scheme(
        scoring=lambda self: [*at("第一条", Total(value=mark)), *at("第三条", Bands(text="x", of=mark, bands=bands))]
    )


# What an author writes, and words of what is said: the place, and what to write instead.
SLIPS: dict[str, tuple[type[Scheme], tuple[str, ...]]] = {
    "== for a condition": (_veto(lambda: mark == 60), ("test.veto(person)", "x.is_(60)")),
    "!= for a condition": (_veto(lambda: mark != 60), ("test.veto(person)", "write & | ~")),
    "== for a code": (_veto(lambda: level == "a"), ("test.veto(person)", "is_(")),
    "and": (_veto(lambda: (mark < 60) and found), ("write & | ~ for and, or, not",)),
    "a chained comparison": (_veto(lambda: 10 < mark < 60), ("(low <= x) & (x <= high)",)),
    "not": (_veto(lambda: not found), ("write & | ~ for and, or, not",)),
    "a number for a condition": (_veto(lambda: mark), ("when is Score mark", "mark >= 60")),
    "a method not called": (_veto(lambda: monthly.mean), ("call it: add ( )",)),
    "a float": (_veto(lambda: mark < 59.5), ("59.5 (float)", "a decimal in quotes")),
    "a misspelt argument": (
        _scheme(veto=lambda self: at("第二条", _ceiling("差", text="x", whne=found))),
        ("no field whne", "did you mean when"),
    ),
    "a missing argument": (_scheme(veto=lambda self: at("第二条", _ceiling("差", text="x"))), ("lacks when=",)),
    "an empty text": (_scheme(veto=lambda self: at("第二条", Ceiling("差", text="", when=found))), ("text is ''",)),
    "a rank without a list": (_quota(rank=Rank(mark)), ("rank is Rank", "needs its comma: (x,)")),
    "a link for a choice": (_quota(pool=(Link("team", "工作队", KIND, clause="1"),)), ("pool[0] is Link", "LINK.their(input)")),
    "an item and its part under one clause": (
        _scheme(scoring=lambda self: at("第五条", PointTable(text="x", items=(
            Item(clause="第五条1", text="x", points=100, parts=(ItemPart(text="x", points=100, loses=mark),)),
        )))),
        ("the id S-5.1", "give one of them an id="),
    ),
    "share and number": (_quota(number=3), ("S-4 (第四条)", "share + number", "leave one")),
    "neither share nor number": (_quota(share=None), ("S-4 (第四条)", "give it share=, number=")),
    "an axis still open": (
        _scheme(scoring=lambda self: at("第一条", Total(value=monthly))),
        ("S-1 (第一条)", "each 月", ".mean()"),
    ),
    "an open bonus": (
        _scheme(bonus_penalty=lambda self: at("第一条", Bonus(points=monthly))), ("S-1 (第一条)", "each 月", ".sum()")
    ),
    "mean of what has no axis": (
        _scheme(scoring=lambda self: at("第一条", Total(text="x", value=mark.mean()))), ("S-1 (第一条)", "give the input on=")
    ),
    "any of what has no axis": (_veto(lambda: (mark < 60).any()), ("S-2 (第二条)", "leave any() out")),
    "two axes": (
        _scheme(scoring=lambda self: at("第一条", Total(text="x", value=(monthly + found.date().until(found.date())).mean()))),
        ("S-1 (第一条)", "close one of them"),
    ),
    "a grade without a band": (
        _banded(Band("好", low=90), Band("差", below=90)), ("S-3 (第三条)", "grade 中", "add Band('中'")
    ),
    "a grade that the kind has not": (
        _scheme(veto=lambda self: at("第二条", Ceiling("优秀", when=found))), ("S-2 (第二条)", "no grade 优秀")
    ),
    "weights that make no whole": (
        _scheme(scoring=lambda self: at("第一条", Total(text="x", value=weighted((mark, "50%"), (mark, "40%"))))),
        ("S-1 (第一条)", "90 %, not 100 %"),
    ),
    "an id twice": (
        _scheme(veto=lambda self: at("第二条", Ceiling("差", when=found), Ceiling("中", text="x", when=mark < 70))),
        ("the id S-2", "第二条", "role="),
    ),
    "no clause": (_scheme(veto=lambda self: [Ceiling("差", id="x", when=found)]), ("test.veto(person)", "at(clause, ...)")),
    "a forgotten return": (_scheme(veto=lambda self: None), ("test.veto(person)", "is its return forgotten?")),
    "one rule for a list": (
        _scheme(veto=lambda self: Ceiling("差", id="x", clause="1", when=found)), ("test.veto(person)", "return a list: [...]")
    ),
    "a list in a list": (_scheme(veto=lambda self: [at("第二条", Ceiling("差", when=found))]), ("put a * before it",)),
    "a kind in the hook": (_scheme(veto=lambda self, kind: []), ("test:person.veto", "def veto(self)")),
    "a misspelt hook": (_scheme(vteo=lambda self: []), ("vteo is not a hook", "did you mean veto")),
}  # fmt: skip


@pytest.mark.parametrize("slip", SLIPS)
def test_each_slip_is_told_with_its_place_and_what_to_write(slip: str) -> None:
    """In both languages: whatever refuses it, assembly or lint, the sentence names the place and the next step."""
    scheme, wanted = SLIPS[slip]
    try:
        faults = [fault.text for fault in lint(assemble(scheme)) if fault.level == "error"]
        assert faults, "nothing was refused"
        text = faults[0]
    except SchemeError as refused:
        text = refused.text
    assert all(part in text.en for part in wanted), text.en
    assert text.zh != text.en


def test_parts_without_a_comma_are_told() -> None:
    """`parts = (P)` is no tuple, and the sentence says how one of one is written."""
    body = {
        "id": "test",
        "title": "题",
        "version": "1",
        "document": Document(title="文", issuer="单", issued="2020-01-01"),
    }
    with pytest.raises(SchemeError, match=r"a tuple of one needs its comma: \(x,\)"):
        assemble(type("Made", (Scheme,), body | {"parts": Part}))


def test_a_quantifier_over_nothing_never_runs() -> None:
    """any() and all() of one value are refused by lint, so that evaluation never meets them."""
    scheme = _scheme(veto=lambda self: at("第二条", Ceiling("差", text="x", when=(mark < 60).all())))
    assert [fault.level for fault in lint(assemble(scheme))] == ["error"]
