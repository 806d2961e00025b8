"""`kaohe describe`: a scheme clause by clause, as text, as JSON, or as its page for the documentation."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import click

from ..rules import load
from ..words import Text, visible
from ._base import JSON_OPTION, Command, Option
from ._choices import choices_of
from ._clauses import matching
from ._declared import declared, text_of
from ._kinds import kind_text
from ._markdown import markdown_lines
from ._out import say, say_json
from ._table import table

__all__ = ["describe"]

_TEXT = Text(
    "Describe SCHEME: kinds, inputs, rules, grades, quotas, procedure, settings, assumptions, and what its document "
    "leaves undefined.",
    "说明方案 SCHEME：考核对象、录入项、规则、等次、名额、程序、设置、假定，以及文件未规定之处。",
)
_CLAUSE = Text("only the rules of this clause or rule id", "只看该条款或规则编号")
_PAGE = Text("print the scheme's page for docs/", "输出 docs/ 用的方案页面")
_AMENDED = Text("with this amendment active (may be given again)", "启用该修订（可重复）")
_SET = Text("with this setting chosen (may be given again)", "按所选设置说明（可重复）")


@click.command(cls=Command, text=_TEXT)
@click.argument("scheme", metavar="SCHEME")
@click.option("--clause", metavar="CLAUSE|ID", cls=Option, text=_CLAUSE)
@click.option("--amendment", "amendments", metavar="ID", multiple=True, cls=Option, text=_AMENDED)
@click.option("--setting", "settings", metavar="KEY=CODE", multiple=True, cls=Option, text=_SET)
@click.option("--markdown", is_flag=True, cls=Option, text=_PAGE)
@JSON_OPTION
def describe(
    *,
    scheme: str,
    clause: str | None,
    amendments: tuple[str, ...],
    settings: tuple[str, ...],
    markdown: bool,
    as_json: bool,
) -> None:
    """Describe one scheme."""
    data = declared(load(scheme, amendments=amendments, choices=choices_of(settings)))
    if clause is not None:
        _describe_clause(data, clause, as_json=as_json)
    elif as_json:
        say_json(data)
    else:
        for line in markdown_lines(data) if markdown else _lines(data):
            say(line)


def _describe_clause(data: dict[str, Any], clause: str, *, as_json: bool) -> None:
    """The rules, inputs, assumptions and undefined points of one clause."""
    rows = [
        {"appraises": kind["key"], **row}
        for kind in data["kinds"]
        for name in ("rules", "quotas", "procedure")
        for row in kind[name]
    ]
    rows += [{"kind": "assumption", **row} for row in data["assumptions"]]
    rows += [{"kind": "undefined", **row} for row in data["undefined"]]
    found = matching(rows, clause)
    if as_json:
        say_json({"scheme": data["id"], "version": data["version"], "rules": found})
        return
    for row in found:
        say(f"{row['id']}  {row['clause']}  [{row.get('appraises', '-')}] {kind_text(row['kind'])}", bold=True)
        for line in _details(row):
            say(f"  {line}")


def _details(row: Any) -> Iterator[str]:
    """Everything told of one rule, a line each."""
    for name in ("text", "issue", "effect", "taken", "day", "exception", "amended"):
        if row.get(name):
            yield text_of(row[name])
    for name in ("conditions", "readings", "chain"):
        for part in row.get(name, ()):
            yield f"- {text_of(part)}"
    if row.get("assumptions"):
        yield str(Text("assumptions: {ids}", "假定：{ids}").format(ids=", ".join(row["assumptions"])))


def _lines(data: dict[str, Any]) -> Iterator[str]:
    document = data["document"]
    yield f"{data['id']} {data['version']}  {text_of(data['title'])}"
    yield f"{document['title']}  {document['issuer']}  {document['issued']}  {document['number']}".rstrip()
    if not document["complete"]:
        note = text_of(document["note"])
        yield str(Text("INCOMPLETE DOCUMENT {note}", "文件不完整 {note}").format(note=note)).rstrip()
    for text in data["cycles"]:
        yield text_of(text)
    yield str(Text("rules {digest}", "规则 {digest}").format(digest=data["digest"]))
    for one in data["amended_by"]:
        shown = Text("amended by {id} {version}: {title}, {document}", "启用修订 {id} {version}：{title}，{document}")
        title = text_of(one["title"])
        yield str(shown.format(id=one["id"], version=one["version"], title=title, document=one["document"]["title"]))
    for kind in data["kinds"]:
        yield ""
        yield from _kind_lines(kind)
    yield from _general(data)


def _section(title: Text, rows: Sequence[tuple[str, ...]]) -> Iterator[str]:
    if rows:
        yield ""
        yield str(title)
        for line in table([tuple(visible(cell) for cell in row) for row in rows]):
            yield f"  {line}"


def _leads(link: dict[str, Any]) -> str:
    """Where a link leads, with the periods by which it changes."""
    return f"-> {link['to']}" + (f" / {link['on']}" if link["on"] else "")


def _kind_lines(kind: dict[str, Any]) -> Iterator[str]:
    grades = " > ".join(kind["grades"]) or str(Text("no grades", "不评等次"))
    yield f"== {kind['key']}: {text_of(kind['label'])} ({grades})"
    yield from _section(Text("Inputs", "录入项"), [_input_row(given) for given in kind["inputs"]])
    links = [(link["key"], link["clause"], _leads(link), text_of(link["label"])) for link in kind["links"]]
    yield from _section(Text("Indicators", "指标"), [row for given in kind["inputs"] for row in _indicators(given)])
    yield from _section(Text("Links", "链接"), links)
    yield from _section(Text("Rules", "规则"), [_rule_row(rule) for rule in kind["rules"]])
    yield from _section(Text("Quotas", "名额"), [_rule_row(rule) for rule in kind["quotas"]])
    yield from _section(Text("Procedure", "程序"), [_rule_row(rule) for rule in kind["procedure"]])


def _input_row(given: dict[str, Any]) -> tuple[str, ...]:
    on = "" if given["on"] is None else str(Text("each {axis}", "每{axis}").format(axis=text_of(given["on"]["label"])))
    label = " | ".join(text_of(text) for text in (given["label"], *given["relations"]))
    return (given["key"], given["clause"], input_type(given), on, label)


def _indicators(given: dict[str, Any]) -> Iterator[tuple[str, ...]]:
    """The indicators of a mark by table with their points, or that the cycle supplies them."""
    table = given.get("table")
    if table is None:
        return
    total = str(Text("{n} points", "{n} 分").format(n=table["total"]))
    supplied = "" if table["items"] else f"cycle.tables.{table['key']}"
    yield (given["key"], supplied, total, text_of(table["label"]))
    for item in table["items"]:
        yield (f"  {item['id']}", item["clause"], item["points"], text_of(item["label"]))


def input_type(given: dict[str, Any]) -> str:
    """The type of an input with its range and step, or its codes: "score 0-100 step 0.01"."""
    text = kind_text(given["type"])
    if "low" in given:
        step = Text("step {step}", "最小单位 {step}").format(step=given["step"])
        text += f" {given['low']}-{given['high']} {step}"
    if given.get("options"):
        text += " " + "|".join(option["code"] for option in given["options"])
    if given.get("list"):
        text += f" cycle.lists.{given['list']}"
    return text + "?" if given["optional"] else text


def _rule_row(rule: dict[str, Any]) -> tuple[str, ...]:
    parts = [text_of(rule["text"]), text_of(rule["effect"]), *(text_of(part) for part in rule["conditions"])]
    if rule["assumptions"]:
        parts.append("{" + ", ".join(rule["assumptions"]) + "}")
    if rule["amended"]:
        parts.append(f"[{text_of(rule['amended'])}]")
    return (rule["id"], rule["clause"], kind_text(rule["kind"]), " | ".join(parts))


def _setting_rows(setting: dict[str, Any]) -> Iterator[tuple[str, ...]]:
    """A setting, then each of its readings: > before those in force, the default marked."""
    yield ("", setting["key"], setting["clause"], text_of(setting["label"]))
    for option in setting["options"]:
        default = f"  ({Text('default', '默认')})" if option["code"] == setting["default"] else ""
        mark = ">" if option["code"] in setting["chosen"] else ""
        yield (mark, f"  {option['code']}", "", text_of(option["label"]) + default)
    if not setting["options"]:
        yield (">", f"  {', '.join(setting['chosen']) or '-'}", "", "")


def _assumption_rows(assumption: dict[str, Any]) -> Iterator[tuple[str, ...]]:
    """An assumption with the reading taken, then the other readings it might have."""
    yield (assumption["id"], assumption["clause"], f"{text_of(assumption['issue'])}: {text_of(assumption['taken'])}")
    others = [reading for reading in assumption["readings"] if reading != assumption["taken"]]
    if others:
        label = Text("readings: {all}", "各种读法：{all}")
        yield ("", "", str(label.format(all=" / ".join(map(text_of, assumption["readings"])))))


def _general(data: dict[str, Any]) -> Iterator[str]:
    settings = [row for setting in data["settings"] for row in _setting_rows(setting)]
    yield from _section(Text("Settings (> is in force)", "设置（> 为所取读法）"), settings)
    assumptions = [row for assumption in data["assumptions"] for row in _assumption_rows(assumption)]
    yield from _section(Text("Assumptions (readings of ours)", "假定（我们的读法）"), assumptions)
    undefined = [(row["id"], row["clause"], text_of(row["text"])) for row in data["undefined"]]
    yield from _section(Text("Left undefined by the document", "文件未规定"), undefined)
