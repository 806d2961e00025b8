"""The scheme to read: its document, settings, inputs, rules by clause, and our readings."""

from __future__ import annotations

from typing import ClassVar

from kaohe.rules.nodes import Input
from kaohe.rules.tools import KindRules, chosen, marked, reading_of
from kaohe.words import Text

from ..form._layout import range_text
from ._page import Host
from ._reading import Reading, ReadingLine
from ._words import Words, cited_by_scheme

__all__ = ["SchemePage"]


class SchemePage(Reading):
    """Everything the scheme declares."""

    where: ClassVar[str] = "scheme"

    def __init__(self, desk: Host) -> None:
        super().__init__(desk)
        self._made: list[ReadingLine] = []

    def head(self) -> str:
        """Which scheme, version and rules."""
        ruleset = self.session.ruleset
        return f"{marked(ruleset.id, ruleset.scheme)} v{ruleset.scheme.version} > {Text('clauses', '条款')}  {ruleset.digest[:6]}"

    def do_words(self) -> None:
        """The words of every clause that rules and inputs cite."""
        self.desk.enter(Words(self.desk, cited_by_scheme(self.session)))

    def lines(self) -> list[ReadingLine]:
        """Document, settings, then each kind, then the readings."""
        if not self._made:
            self._made = [*self._document(), *self._kinds(), *self._readings()]
        return self._made

    def _document(self) -> list[ReadingLine]:
        ruleset = self.session.ruleset
        found: list[ReadingLine] = []
        for plugin in ruleset.plugins:
            document = plugin.document
            found.append(ReadingLine(f"{document.title}", style="b"))
            found.append(ReadingLine(f"{document.issuer}  {document.issued}  {document.number}".strip(), indent=2))
            if not document.complete:
                found.append(
                    ReadingLine(str(document.note or Text("the document is incomplete", "文件不完整")), indent=2)
                )
        for one in chosen(ruleset):
            mark = "! " if one.differs else ""
            found.append(ReadingLine(f"{mark}{one.setting.label}: {one.label}", indent=2, right=one.setting.clause))
        return found

    def _kinds(self) -> list[ReadingLine]:
        found: list[ReadingLine] = []
        for rules in self.session.ruleset.kinds:
            found += [ReadingLine(""), ReadingLine(f"{rules.kind.label}  {' > '.join(rules.kind.grades)}", style="b")]
            found.append(ReadingLine(str(Text("Inputs", "录入项")), style="u"))
            found += [self._input(given) for given in rules.inputs]
            found.append(ReadingLine(str(Text("Rules", "规则")), style="u"))
            found += _rules(rules)
        return found

    def _input(self, given: Input) -> ReadingLine:
        ranged = range_text(given, self.session.case.cohort.supplied)
        by = f"  ({given.entered_by})" if given.entered_by is not None else ""
        return ReadingLine(f"{given.label} [{given.key}]  {ranged}{by}", indent=2, right=given.clause)

    def _readings(self) -> list[ReadingLine]:
        ruleset = self.session.ruleset
        found: list[ReadingLine] = []
        if ruleset.assumptions:
            found += [ReadingLine(""), ReadingLine(str(Text("Readings of ours", "我们的解释（假定）")), style="b")]
        for one in ruleset.assumptions:
            found.append(ReadingLine(f"{one.id}  {one.issue}: {reading_of(ruleset, one)}", indent=2, right=one.clause))
        if ruleset.undefined:
            found += [ReadingLine(""), ReadingLine(str(Text("Left undefined", "文件未规定")), style="b")]
        found += [ReadingLine(f"{one.id}  {one.text}", indent=2, right=one.clause) for one in ruleset.undefined]
        return found


def _rules(rules: KindRules) -> list[ReadingLine]:
    return [
        ReadingLine(
            f"{entry.rule.id}  {entry.rule.text}" + "".join(f" {{{name}}}" for name in entry.rule.assumption),
            indent=2,
            right=entry.rule.clause,
        )
        for entry in rules.entries
    ]
