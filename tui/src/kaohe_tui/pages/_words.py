"""The words of clauses, from the copy that an office laid beside its book: to be read here, and nowhere else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import ClassVar

from kaohe.errors import KaoheError
from kaohe.exchange import Copy, copy_names, copy_of, headings_of, words_of
from kaohe.rules.tools import Declared
from kaohe.words import Text

from ..session._session import Session
from ._page import Host
from ._reading import Reading, ReadingLine

__all__ = ["Words", "cited_by_scheme"]


class Words(Reading):
    """Each clause with what cites it and its words, or why none are shown."""

    where: ClassVar[str] = "words"
    own_copy: ClassVar[bool] = True

    def __init__(self, desk: Host, cited: Iterable[tuple[str, str, str]]) -> None:
        """`cited` are clauses, each with what cites it and of whom: "" the scheme, else an amendment's id."""
        super().__init__(desk)
        self._lines = [*_lines(self.session, cited)]

    def head(self) -> str:
        """The screen."""
        return str(Text("the words of the clauses", "条文"))

    def hint(self) -> str:
        """Whose words they are."""
        return str(_WHOSE)

    def lines(self) -> list[ReadingLine]:
        """Clause by clause."""
        return self._lines


def cited_by_scheme(session: Session) -> Iterator[tuple[str, str, str]]:
    """Every clause that the rules and inputs cite, with what cites it and whose it is."""
    for rules in session.ruleset.kinds:
        for entry in rules.entries:
            yield entry.rule.clause, f"{entry.rule.id} {entry.rule.text}", entry.origin
        for given in rules.inputs:
            yield given.clause, str(given.label), ""


def _lines(session: Session, cited: Iterable[tuple[str, str, str]]) -> Iterator[ReadingLine]:
    by_clause: dict[tuple[str, str], list[str]] = {}
    for clause, what, whose in cited:
        if clause and what not in by_clause.setdefault((whose, clause), []):
            by_clause[whose, clause].append(what)
    clauses = {clause for _, clause in by_clause}
    scheme = session.ruleset.scheme
    # An amendment's document is another one; whose is not known there is the scheme's.
    plugins = {plugin.id: plugin for plugin in session.ruleset.plugins}
    copies = {plugin.id: _Laid(session, plugin, clauses) for plugin in session.ruleset.plugins}
    if not any(one.copy for one in copies.values()):
        yield from (line for one in copies.values() for line in one.missing())
        return
    for (whose, clause), citing in by_clause.items():
        yield ReadingLine(clause, style="b", right=", ".join(citing)[:40])
        yield from copies[plugins.get(whose, scheme).id].told(clause)
        yield ReadingLine("")


class _Laid:
    """The copy of one document, where it lies beside the book; else what it would have to be called."""

    def __init__(self, session: Session, plugin: Declared, clauses: Iterable[str]) -> None:
        self.plugin, self.why = plugin, ""
        self.copy: Copy | None = None
        self.folder = Path(session.where).absolute().parent
        try:
            if "://" not in session.where:
                self.copy = copy_of(self.folder, copy_names(plugin.id, plugin.document), headings_of(clauses))
        except KaoheError as error:
            self.why = str(error)

    def missing(self) -> Iterator[ReadingLine]:
        """That there is none, and what to do."""
        first, second = copy_names(self.plugin.id, self.plugin.document)
        yield ReadingLine(f"! {self.why}" if self.why else str(_NO_COPY), style="b")
        yield ReadingLine(str(_LAY.format(folder=str(self.folder), first=first, second=second)), indent=2)

    def told(self, clause: str) -> Iterator[ReadingLine]:
        """The words of a clause, or why there are none."""
        if self.copy is None:
            yield from self.missing()
            return
        found = words_of(clause, self.copy, self.plugin.document.withheld)
        if isinstance(found, Text):
            yield ReadingLine(f"- {found}", indent=2)
        else:
            yield from (ReadingLine(line, indent=2) for line in found.split("\n"))


_WHOSE = Text(
    "your office's own copy; its words are not copied, exported or printed",
    "文字取自本单位自存的文本，不复制、不导出、不打印",
)
_NO_COPY = Text("your office has laid no copy of the document beside the book", "账簿旁没有本单位自存的文件文本")
_LAY = Text(
    "lay it in {folder} as {first}.txt, .md or .docx, or under the document's title: {second}.txt",
    "请放在 {folder}，命名为 {first}.txt、.md 或 .docx，或以文件标题命名：{second}.txt",
)
