"""What is said shortly: words as a pair, options as {code: words}, a rule's first two arguments, one part for several kinds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pytest

import kaohe.rules
from kaohe.errors import SchemeError
from kaohe.rules import (
    Asks,
    Band,
    Bands,
    Bonus,
    Ceiling,
    Choice,
    Consequence,
    Count,
    Document,
    Eligibility,
    Figure,
    Flag,
    GradeIs,
    Kind,
    Part,
    Penalty,
    Procedure,
    Proposed,
    Quota,
    Reading,
    Refer,
    Scheme,
    Score,
    Tally,
    Total,
    assemble,
    at,
)
from kaohe.rules.nodes import Option, Ratings
from kaohe.words import Text

PAIR, SAID = ("mark", "得分"), Text("mark", "得分")
MARK = Score("mark", PAIR)
LOW = MARK < 60
GRADES = ("优秀", "合格")
ANY: Any = kaohe.rules  # what no type checker would let through


def test_a_pair_is_a_text_wherever_words_are_asked() -> None:
    """Labels, sections, signatures, names of values and ways: ("English", "中文") is Text("English", "中文")."""
    assert Score("mark", PAIR, section=PAIR, unit=PAIR) == Score("mark", SAID, section=SAID, unit=SAID)
    assert MARK.named(PAIR) == MARK.named(SAID)
    assert Procedure("form", PAIR, day=PAIR, chain=(PAIR, "组长")).chain == (SAID, Text("组长", "组长"))
    read = Reading("a1", PAIR, PAIR, [PAIR], key="k", ways={"a": PAIR, "b": (PAIR, MARK), "c": "丙"})
    assert (read.issue, read.default, read.alternatives) == (SAID, SAID, (SAID,))
    assert [(way.label, way.value) for way in read.ways] == [(SAID, None), (SAID, MARK), (Text("丙", "丙"), None)]


@pytest.mark.parametrize("words", [("one",), ("one", " "), ("a", "b", "c"), ("one", 2), (), ["a", "b"]])
def test_what_is_no_pair_is_refused(words: Any) -> None:
    """Two texts that are not blank, in a tuple; anything else is answered with what to write."""
    with pytest.raises(SchemeError) as refused:
        Score("mark", words)
    assert 'write ("English", "中文")' in refused.value.text.en
    assert '请写"中文"，或 ("English", "中文")' in refused.value.text.zh


@pytest.mark.parametrize("made", [Choice, Tally, Ratings])
def test_options_are_codes_with_their_words(made: Callable[..., Choice | Tally | Ratings]) -> None:
    """{code: words}, a list of codes that are their own words, or `Option`s: the same options."""
    listed = (Option("yes", SAID), Option("no", "否"))
    assert made("vote", PAIR, options={"yes": PAIR, "no": "否"}).options == listed
    assert made("vote", PAIR, options=listed).options == listed
    assert made("vote", PAIR, options=GRADES).options == tuple(Option(grade, grade) for grade in GRADES)
    assert made("vote", PAIR, options=[listed[0], "否"]).options == (listed[0], Option("否", "否"))


def test_one_pair_where_several_texts_stand_is_refused() -> None:
    """It would be two signers, each in one language; two Chinese texts, or two English ones, are what they say."""
    with pytest.raises(SchemeError) as refused:
        ANY.Procedure("sign-off", PAIR, chain=("head", "组长"))
    assert 'write (("head", "组长"),) for one' in refused.value.text.en
    assert '请写 (("head", "组长"),)' in refused.value.text.zh
    assert len(Procedure("sign-off", PAIR, chain=("组长", "主任")).chain) == 2
    assert len(Procedure("sign-off", PAIR, chain=[("head", "组长"), "主任"]).chain) == 2


@pytest.mark.parametrize("options", ["优秀", 3, {"": "空"}, {"yes": ("one",)}])
def test_options_of_another_form_are_refused(options: Any) -> None:
    """A single text is not the list of its characters; a code and its words are checked as everywhere."""
    with pytest.raises(SchemeError, match=r"options|code|label"):
        Choice("vote", PAIR, options=options)


GRADE = Choice("grade", PAIR, options=GRADES)
BANDS = (Band("优秀", low=60), Band("合格", below=60))
RULES = [
    (Total(MARK, PAIR), Total(value=MARK, text=SAID)),
    (Figure(MARK, PAIR), Figure(value=MARK, text=SAID)),
    (Bonus(MARK, PAIR), Bonus(points=MARK, text=SAID)),
    (Penalty(MARK, PAIR), Penalty(points=MARK, text=SAID)),
    (Ceiling("合格", LOW, PAIR), Ceiling(grade="合格", when=LOW, text=SAID)),
    (Bands(MARK, PAIR, bands=BANDS), Bands(of=MARK, text=SAID, bands=BANDS)),
    (Proposed(GRADE, PAIR), Proposed(by=GRADE, text=SAID)),
    (Flag(LOW, PAIR, "低"), Flag(when=LOW, flag=SAID, text="低")),
    (Refer(LOW, PAIR), Refer(when=LOW, text=SAID)),
    (Consequence(GradeIs(("优秀",)), PAIR), Consequence(when=GradeIs(("优秀",)), text=SAID)),
    (Quota("优秀", PAIR, share="30%"), Quota(grade="优秀", text=SAID, share="30%")),
    (Procedure("form", PAIR), Procedure(step="form", text=SAID)),
    (Asks((MARK,), PAIR), Asks(inputs=(MARK,), text=SAID)),
    (Eligibility(LOW, otherwise=PAIR), Eligibility(when=LOW, otherwise=SAID)),
]


@pytest.mark.parametrize(("short", "named"), RULES, ids=lambda rule: type(rule).__name__)
def test_a_rule_takes_what_it_reads_and_its_words(short: Any, named: Any) -> None:
    """By place they are what they are by name, and no third argument but a flag's has a place."""
    assert short == named
    if not isinstance(short, Ceiling | Flag):
        with pytest.raises(SchemeError):
            type(short)(*[MARK] * 3)


HEAD, MEMBER = (Kind(key, PAIR, GRADES) for key in ("head", "member"))
VISITS = Count("visits", "走访次数", high=9)


class Person(Part):
    """The same rules for heads and members."""

    def scoring(self) -> Sequence[Total]:
        """One mark."""
        return at("第一条", Total(MARK))

    def veto(self) -> Sequence[Ceiling]:
        """Each kind's own lowest grade."""
        return at("第二条", Ceiling(self.kind.lowest, VISITS < 4))


class Alike(Scheme):
    """Two kinds, one part."""

    id, prefix, version = "alike", "A", "1.0.0"
    title = Text("alike", "同类")
    document = Document(title="示例办法", issuer="示例县", issued="2026-01-01")
    parts = Person.of(HEAD, MEMBER)


def test_one_part_serves_several_kinds() -> None:
    """`Part.of` makes a part for each kind in order; each has the rules, and a name of its own in a refusal."""
    assert [part.kind for part in Alike.parts] == [HEAD, MEMBER]
    assert all(issubclass(part, Person) and part.__module__ == Person.__module__ for part in Alike.parts)
    assert len({part.__name__ for part in Alike.parts}) == 2
    found = assemble(Alike)
    assert [[entry.rule.id for entry in kind.entries] for kind in found.kinds] == [["A-1", "A-2"]] * 2
    with pytest.raises(SchemeError):
        ANY.assemble(type("Bare", (Alike,), {"parts": (Person,)}))
