"""Two people side by side: what was entered for each and what each rule did, with a mark where they differ."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import ClassVar

from attrs import frozen

from kaohe.engine import Step, explain
from kaohe.exchange import Listing
from kaohe.words import Text

from ..results._links import links_text
from ..results._texts import score_text, state_text
from ..terminal._cells import fit
from ._listed import ask_file
from ._page import Host
from ._reading import Reading, wrapped

__all__ = ["Compare", "compare"]

_LABEL = 26


@frozen
class Pair:
    """One thing of two people: what it is, how it stands with each; a `title` has neither."""

    what: str
    left: str = ""
    right: str = ""
    title: bool = False

    @property
    def differs(self) -> bool:
        """Whether the two are not the same."""
        return self.left != self.right


class Compare(Reading):
    """The two; `f` shows what differs alone, and shows all again."""

    where: ClassVar[str] = "compare"

    def __init__(self, desk: Host, left: str, right: str) -> None:
        super().__init__(desk)
        self.left, self.right, self.differing = left, right, False
        self._seen: tuple[int, list[Pair]] = (-1, [])

    def head(self) -> str:
        """Which two."""
        people = self.session.people
        names = [f"{who} {people[who].name}".strip() for who in (self.left, self.right)]
        return f"{Text('side by side', '对照')} > {names[0]} | {names[1]}"

    def stands(self) -> bool:
        """Whether both are still in the book."""
        return {self.left, self.right} <= self.session.people.keys()

    def live(self) -> str:
        """How many things differ, and how much of all is seen."""
        differ = sum(pair.differs for pair in self._all())
        told = Text("{n} differ, marked !=", "不同 {n} 处，标 !=").format(n=differ)
        only = f"  {Text('these alone', '只看不同')}" if self.differing else ""
        return f"{told}{only}  {super().live()}"

    def pairs(self) -> list[Pair]:
        """What is shown; a title without anything under it is left out."""
        found = [pair for pair in self._all() if pair.title or pair.differs or not self.differing]
        return [
            pair for pair, after in zip_longest(found, found[1:]) if not (pair.title and (after is None or after.title))
        ]

    def _all(self) -> list[Pair]:
        if self._seen[0] != self.session.revision:
            self._seen = (self.session.revision, [*self._people(), *self._entries(), *self._steps()])
        return self._seen[1]

    def _people(self) -> Iterator[Pair]:
        session, two = self.session, (self.left, self.right)
        rules = session.rules_of(self.left)
        outcomes = [session.outcome(who) for who in two]
        yield Pair(str(Text("result", "结果")), title=True)
        yield _pair(Text("linked to", "关联"), [links_text(session, who) for who in two])
        yield _pair(Text("score", "得分"), [score_text(one, rules) for one in outcomes])
        yield _pair(Text("grade", "等次"), [_grade(one.grade, one.provisional_grade) for one in outcomes])
        yield _pair(Text("state", "状态"), [state_text(one, rules) for one in outcomes])

    def _entries(self) -> Iterator[Pair]:
        yield Pair(str(Text("entries", "录入项")), title=True)
        for of in self.session.fields(self.left):
            texts = [self.session.texts(who, of) for who in (self.left, self.right)]
            told = [" ".join(text for text in one.values() if text) or "-" for one in texts]
            yield _pair(f"{of.label} {of.period}".strip(), told)

    def _steps(self) -> Iterator[Pair]:
        yield Pair(str(Text("rules", "条款与规则")), title=True)
        mine, theirs = (self._by_rule(who) for who in (self.left, self.right))
        for key, step in {**mine, **theirs}.items():
            label = f"{step.clause} {step.rule} {step.period}".strip()
            yield _pair(label, [_told(one.get(key)) for one in (mine, theirs)])

    def _by_rule(self, who: str) -> dict[tuple[str, str], Step]:
        return {(one.rule, one.period): one for one in explain(self.session.results.single, who).steps}

    def laid_out(self, columns: int) -> list[tuple[int, str, str, str]]:
        """Three columns, each broken into lines where it is longer than its room."""
        room = (columns - _LABEL - 4) // 2
        found = []
        for pair in self.pairs():
            if pair.title:
                found.append((0, fit(pair.what, columns), "u", ""))
                continue
            parts = [wrapped(text, cells) for text, cells in ((pair.what, _LABEL - 1), (pair.left, room - 1))]
            rows = zip_longest(*parts, wrapped(pair.right, room - 1), fillvalue="")
            for place, (what, left, right) in enumerate(rows):
                mark = "!=" if pair.differs and not place else "  "
                text = f"{mark} {fit(what, _LABEL)}{fit(left, room)}{fit(right, room)}"
                found.append((0, text, "b" if pair.differs else "", ""))
        return found

    def listed(self) -> Listing:
        """The pairs shown, as rows of a file."""
        rows = [[pair.what, pair.left, pair.right, "!=" if pair.differs else ""] for pair in self.pairs()]
        return Listing(self.head(), [str(_WHAT), self.left, self.right, str(_DIFFERS)], rows)

    def do_differing(self) -> None:
        """Show what differs alone, or all again."""
        self.differing, self.top = not self.differing, 0

    def do_rows(self, name: str = "") -> None:
        """Write the pairs into a file, asked for where it is not given."""
        ask_file(self.desk, self.listed, name)


def compare(desk: Host, chosen: str | None) -> None:
    """Lay the person under the cursor beside the one marked, or two marked ones beside each other."""
    marked = desk.marks.of(desk.session.people)
    two = marked if len(marked) == 2 else [*(who for who in marked if who != chosen), *filter(None, [chosen])]
    if len(two) != 2:
        desk.say(_WHICH)
        return
    kinds = {desk.session.people[who].kind for who in two}
    if len(kinds) != 1:
        desk.say(_KINDS)
        return
    desk.enter(Compare(desk, *two))


def _pair(what: Text | str, two: Sequence[str]) -> Pair:
    return Pair(str(what), two[0], two[1])


def _grade(grade: str | None, provisional: str | None) -> str:
    return grade or (f"({provisional})" if provisional else "-")


def _told(step: Step | None) -> str:
    if step is None:
        return "-"
    figures = str(step.because) if step.because is not None else step.display or step.value or ""
    return f"{step.effect}  {figures}".strip()


_WHAT, _DIFFERS = Text("what", "项目"), Text("differs", "不同")
_WHICH = Text("mark one person and put the cursor on another, or mark two", "请标记一人后把光标移到另一人，或标记两人")
_KINDS = Text("the two are of different kinds, which different rules are for", "两者类别不同，适用的规则不同，不能对照")
