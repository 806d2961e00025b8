"""`kaohe review`: an office's copy of the document beside what a scheme declares, clause by clause, to be signed."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from html import escape
from pathlib import Path
from typing import Any

import click

from ..errors import KaoheError
from ..exchange import Clause, headings_of, outline, paths_of, told_apart
from ..files import decode, read_bytes, write
from ..rules import Scheme, Window, load
from ..rules.tools import cycle_texts
from ..words import Message, Text, language, visible
from ._base import JSON_OPTION, Command, Option
from ._declared import declared, text_of
from ._out import say, say_json

__all__ = ["review"]

_TEXT = Text(
    "Lay each clause of DOCUMENT (your office's copy, plain text) beside what the scheme declares for it, clauses without "
    "a declaration first, as a page to read, sign and file under the rule digest.",
    "把文件（本单位留存的文本）逐条与方案的声明对照，未声明的条款列在最前，生成可审阅、签字并按规则摘要存档的页面。",
)
_DOCUMENT = Text("the document as plain text (UTF-8 or GB 18030)", "文件的纯文本（UTF-8 或 GB 18030）")
_TO = Text("write the page to FILE (default: SCHEME-review.html)", "页面写入 FILE（默认 方案-review.html）")
_REPLACE = Text("write over FILE", "覆盖 FILE")
_AMENDMENT = Text("with this amendment (may be given several times)", "启用此修订（可多次）")

Row = dict[str, Any]
_WITHHELD = Text("(the words of this clause are not shown)", "（本条文字不予显示）")


@click.command(cls=Command, text=_TEXT)
@click.argument("scheme", metavar="SCHEME")
@click.option("--document", metavar="FILE", required=True, cls=Option, text=_DOCUMENT)
@click.option("--to", "target", metavar="FILE", cls=Option, text=_TO)
@click.option("--replace", is_flag=True, cls=Option, text=_REPLACE)
@click.option("--amendment", "amendments", metavar="ID", multiple=True, cls=Option, text=_AMENDMENT)
@JSON_OPTION
def review(
    *, scheme: str, document: str, target: str | None, replace: bool, amendments: tuple[str, ...], as_json: bool
) -> None:
    """Write the page, or with --json its data."""
    ruleset = load(scheme, amendments=amendments)
    body = read_bytes(Path(document))
    data = declared(ruleset) | {"elsewhere": _cited_by_scheme(ruleset.scheme)}
    clauses = outline(decode(body, document, table=True), headings_of(row["clause"] for row in _cited(data)))
    if not any(clause.path for clause in clauses):
        text = Message(
            "K5110",
            "{file}: no line begins with a clause's number (第一条, 一、, （一）, 1.); give the document as plain text, "
            "one paragraph a line",
            "{file}：没有以条款号（第一条、一、（一）、1.）开头的行；请提供纯文本，每段一行",
        )
        raise KaoheError(text.format(file=document))
    data = _beside(data, clauses, ruleset.scheme.document.withheld) | {
        "document_sha256": hashlib.sha256(body).hexdigest()
    }
    if as_json:
        say_json(data)
        return
    path = Path(target or f"{scheme}-review.html")
    write(path, "\n".join(_page(data)) + "\n", replace=replace)
    text_done = Text(
        "{path}: {n} clauses, {open} without a declaration; {rest} declarations cite no clause of this copy",
        "{path}：{n} 条，其中 {open} 条没有声明；另有 {rest} 项声明所引条款不在此文本中",
    )
    counts = {"n": len(data["clauses"]), "open": len(_bare(data))}
    say(text_done.format(path=str(path), rest=len(data["elsewhere"]), **counts))


def _beside(data: dict[str, Any], clauses: Sequence[Clause], withheld: Sequence[str]) -> dict[str, Any]:
    """Each clause with its declarations: those that cite it, else those of the nearest clause that it lies under."""
    known = {clause.path for clause in clauses if clause.path}
    found: defaultdict[tuple[str, ...], list[Row]] = defaultdict(list)
    elsewhere: list[Row] = []
    for row in _cited(data):
        places = [_nearest(path, known) for path in paths_of(row["clause"])]
        for place in dict.fromkeys(filter(None, places)):
            found[place].append(row)
        if not any(places):
            elsewhere.append(row)
    hidden = [path for clause in withheld for path in paths_of(clause)]
    apart = told_apart(clauses, withheld)  # else the words of a withheld clause may stand in any other
    rows: list[Row] = []
    for clause in (clause for clause in clauses if clause.path):
        shown = apart and not any(clause.path[: len(path)] == path for path in hidden)
        rows.append(
            {
                "number": clause.head,
                "path": list(clause.path),
                "text": clause.text if shown else f"{clause.head} {_WITHHELD}",
                "declared": found.get(clause.path, []),
                "below": any(path[: len(clause.path)] == clause.path and path != clause.path for path in found),
            }
        )
    return {
        "scheme": data["id"],
        "title": data["title"],
        "version": data["version"],
        "digest": data["digest"],
        "document": data["document"],
        "clauses": rows,
        "elsewhere": elsewhere,
    }


def _nearest(path: tuple[str, ...], known: Collection[tuple[str, ...]]) -> tuple[str, ...] | None:
    """The clause of a path, or the nearest that it lies under; None where the copy has not even that."""
    return next((path[:length] for length in range(len(path), 0, -1) if path[:length] in known), None)


def _cited(data: dict[str, Any]) -> Iterator[Row]:
    """Everything declared that cites a clause: inputs, links, rules, quotas, procedure by kind; readings, cycles, window."""
    yield from data["elsewhere"]
    for kind in data["kinds"]:
        of = {"of": kind["label"]}
        for rule in (*kind["rules"], *kind["quotas"], *kind["procedure"]):
            yield {key: rule[key] for key in ("id", "clause", "text", "effect", "conditions", "assumptions")} | of
        for given in kind["inputs"]:
            yield _row(given["key"], given["clause"], given["label"], Text("input", "录入项")) | of
        for link in kind["links"]:
            yield _row(link["key"], link["clause"], link["label"], Text("link", "联系")) | of
    for one in data["assumptions"]:
        yield _row(one["id"], one["clause"], one["issue"], Text("reading", "读法")) | {"conditions": [one["taken"]]}
    for one in data["undefined"]:
        yield _row(one["id"], one["clause"], one["text"], Text("left undefined", "文件未规定"))


def _cited_by_scheme(scheme: Scheme) -> list[Row]:
    """The cycles that the document is for, and how long their appraisal runs on."""
    cycles, window = scheme.cycles, scheme.window
    found = [] if cycles is None else [("cycles", cycles.clause, cycle_texts(cycles, Window()))]
    found.append(("window", window.clause, cycle_texts(None, window)))
    said = Text("cycle", "周期")
    return [
        _row(name, clause, {"en": text.en, "zh": text.zh}, said)
        for name, clause, texts in found
        for text in texts
        if clause
    ]


def _row(name: str, clause: str, text: dict[str, str], what: Text) -> Row:
    effect = {"en": what.en, "zh": what.zh}
    row: Row = {"id": name, "clause": clause, "text": text, "effect": effect, "conditions": [], "assumptions": []}
    return row | {"of": None}


_STYLE = """
body { font: 11pt/1.5 serif; margin: 2cm auto; max-width: 26cm }
table { border-collapse: collapse; width: 100% } td, th { border: 1px solid #888; padding: 4px 6px; vertical-align: top }
td.words { width: 42%; white-space: pre-wrap } tr { break-inside: avoid } .none td { background: #eee }
code { font-size: 9pt; word-break: break-all } .sign td { height: 2cm }
"""


def _page(data: dict[str, Any]) -> Iterator[str]:
    """The page, complete in itself."""
    title = f"{data['scheme']}: {text_of(data['title'])}"
    yield f"<!doctype html><html lang='{language()}'><head><meta charset='utf-8'><title>{_html(title)}</title>"
    yield f"<style>{_STYLE}</style></head><body><h1>{_html(title)}</h1>"
    for label, value in (
        (Text("Document", "文件"), data["document"]["title"]),
        (Text("Version", "版本"), data["version"]),
        (Text("Rule digest", "规则摘要"), data["digest"]),
        (Text("SHA-256 of the copy reviewed", "所审文本的 SHA-256"), data["document_sha256"]),
    ):
        yield f"<p>{_html(label)}: <code>{_html(value)}</code></p>"
    bare = _bare(data)
    yield from _section(Text("Clauses without a declaration", "没有声明的条款"), bare)
    rest = [row for row in data["clauses"] if row not in bare]  # a heading too, whose items are declared
    yield from _section(Text("Clauses and their declarations", "条款与声明"), rest)
    if data["elsewhere"]:
        title_of_rest = Text("Declarations whose clause is not in this copy", "所引条款不在此文本中的声明")
        yield f"<h2>{_html(title_of_rest)}</h2><ul>{''.join(map(_declaration, data['elsewhere']))}</ul>"
    yield from _signatures()
    yield "</body></html>"


def _bare(data: dict[str, Any]) -> list[Row]:
    """The clauses for which nothing is declared, not even for one of their items."""
    return [row for row in data["clauses"] if not (row["declared"] or row["below"])]


def _section(title: Text, rows: Sequence[Row]) -> Iterator[str]:
    yield f"<h2>{_html(title)} ({len(rows)})</h2><table>"
    for row in rows:
        mark = "" if row["declared"] else " class='none'"
        said = "".join(map(_declaration, row["declared"]))
        yield f"<tr{mark}><td class='words'>{_html(row['text'])}</td><td><ul>{said}</ul></td></tr>"
    yield "</table>"


def _declaration(row: Row) -> str:
    """One declaration: its id, whom it is for, its words, what it reads, its effect and readings."""
    of = f" ({_html(text_of(row['of']))})" if row["of"] else ""
    parts = [text_of(part) for part in (*row["conditions"], row["effect"]) if part]
    notes = f" [{', '.join(row['assumptions'])}]" if row["assumptions"] else ""
    return f"<li><code>{_html(row['id'])}</code>{of} {_html(text_of(row['text']))}: {_html('; '.join(parts))}{_html(notes)}</li>"


def _signatures() -> Iterator[str]:
    cells = (Text("Read against the document by", "对照审阅人"), Text("Office", "单位"), Text("Date", "日期"))
    yield f"<h2>{_html(Text('Signatures', '签字'))}</h2><table class='sign'><tr>"
    yield "".join(f"<th>{_html(cell)}</th>" for cell in cells) + "</tr>"
    yield ("<tr>" + "<td></td>" * len(cells) + "</tr>") * 2 + "</table>"


def _html(value: object) -> str:
    """A value in the page: escaped, line ends kept, nothing that a terminal or browser could obey."""
    return "\n".join(escape(visible(line)) for line in str(value).split("\n"))
