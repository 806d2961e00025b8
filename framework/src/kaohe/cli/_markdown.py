"""A scheme's page for docs/, in both languages at once, so that it is the same under every locale."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from ..words import Text

__all__ = ["markdown_lines"]


def markdown_lines(data: dict[str, Any]) -> Iterator[str]:
    """The page of the scheme that `declared()` describes."""
    document = data["document"]
    yield f"# {data['id']}: {_both(data['title'])}"
    yield ""
    yield f"Written by `kaohe describe {data['id']} --markdown`; do not edit. 本页由命令生成，请勿修改。"
    yield ""
    number = f", {document['number']}" if document["number"] else ""
    yield f"Document 文件: {_cell(document['title'])}, {document['issuer']}, {document['issued']}{number}."
    if not document["complete"]:
        yield ""
        yield f"**Incomplete document 文件不完整.** {_both(document['note'])}".rstrip()
    yield ""
    for text in data["cycles"]:
        yield f"{_both(text)}."
    if data["cycles"]:
        yield ""
    yield f"Version {data['version']}, rules `{data['digest']}`."
    for kind in data["kinds"]:
        yield from _kind(kind)
    yield from _general(data)


def _cell(text: object) -> str:
    return str(text).replace("\\", "\\\\").replace("|", "\\|").replace("<", "&lt;").replace("\n", " ")


def _both(text: dict[str, str] | None) -> str:
    if text is None:
        return ""
    return _cell(text["en"]) if text["en"] == text["zh"] else f"{_cell(text['en'])} {_cell(text['zh'])}"


def _table(title: Text, head: Sequence[Text], rows: list[list[str]]) -> Iterator[str]:
    if not rows:
        return
    yield ""
    yield f"### {title.en} {title.zh}"
    yield ""
    yield "| " + " | ".join(f"{cell.en} {cell.zh}" for cell in head) + " |"
    yield "|" + "---|" * len(head)
    for row in rows:
        yield "| " + " | ".join(row) + " |"


_ID, _CLAUSE, _TEXT = Text("id", "编号"), Text("clause", "条款"), Text("text", "内容")
_READING = Text("assumption", "假定")


def _kind(kind: dict[str, Any]) -> Iterator[str]:
    yield ""
    yield f"## {kind['key']}: {_both(kind['label'])}"
    if kind["grades"]:
        yield ""
        yield f"Grades 等次: {' > '.join(kind['grades'])}"
    head: Sequence[Text] = (Text("key", "键"), Text("label", "名称"), Text("type", "类型"), Text("on", "期次"), _CLAUSE)
    yield from _table(Text("Inputs", "录入项"), head, [_input(given) for given in kind["inputs"]])
    rows = [row for given in kind["inputs"] for row in _indicators(given)]
    head = (Text("key", "键"), Text("indicator", "指标"), Text("points", "分值"), _CLAUSE)
    yield from _table(Text("Indicators", "指标"), head, rows)
    head = (Text("key", "键"), Text("label", "名称"), Text("to", "对象"), Text("on", "期次"), _CLAUSE)
    links = [
        [f"`{row['key']}`", _both(row["label"]), f"`{row['to']}`", _cell(row["on"] or "-"), _cell(row["clause"])]
        for row in kind["links"]
    ]
    yield from _table(Text("Links", "链接"), head, links)
    head = (_ID, _CLAUSE, Text("kind", "类别"), _TEXT, Text("effect", "效果"), Text("reads", "计算"), _READING)
    yield from _table(Text("Rules", "规则"), head, [_rule(rule) for rule in kind["rules"]])
    yield from _table(Text("Quotas", "名额"), head, [_rule(rule) for rule in kind["quotas"]])
    head = (_ID, _CLAUSE, Text("step", "环节"), _TEXT, Text("how", "要求"), _READING)
    yield from _table(Text("Procedure", "程序"), head, [_procedure(rule) for rule in kind["procedure"]])


def _input(given: dict[str, Any]) -> list[str]:
    kind = given["type"]
    if "low" in given:
        kind += f" {given['low']} to {given['high']}, step {given['step']}"
    if given.get("options"):
        kind += ": " + ", ".join(f"`{_cell(option['code'])}`" for option in given["options"])
    if given.get("list"):
        kind += f": `cycle.lists.{given['list']}`"
    if given["optional"]:
        kind += ", optional"
    on = "" if given["on"] is None else _both(given["on"]["label"])
    label = "<br>".join(_both(text) for text in (given["label"], *given["relations"]))
    return [f"`{given['key']}`", label, kind, on, _cell(given["clause"])]


def _indicators(given: dict[str, Any]) -> Iterator[list[str]]:
    """The indicators of a mark by table; without any, the list of the cycle that supplies them."""
    table = given.get("table")
    for item in table["items"] if table is not None else ():
        yield [f"`{given['key']}` {_cell(item['id'])}", _both(item["label"]), item["points"], _cell(item["clause"])]
    if table is not None and not table["items"]:
        yield [f"`{given['key']}`", f"{_both(table['label'])}: `cycle.tables.{table['key']}`", table["total"], ""]


def _rule(rule: dict[str, Any]) -> list[str]:
    reads = "<br>".join(_both(part) for part in rule["conditions"])
    reads += f"<br>{_both(rule['amended'])}" if rule["amended"] else ""
    cells = [_cell(rule["id"]), _cell(rule["clause"]), rule["kind"], _both(rule["text"]), _both(rule["effect"]), reads]
    return [*cells, ", ".join(rule["assumptions"])]


def _procedure(rule: dict[str, Any]) -> list[str]:
    columns = f" ({', '.join(map(_cell, rule['columns']))})" if rule["columns"] else ""
    cells = [_cell(rule["id"]), _cell(rule["clause"]), rule["step"], _both(rule["text"])]
    return [*cells, _both(rule["effect"]) + columns, ", ".join(rule["assumptions"])]


def _general(data: dict[str, Any]) -> Iterator[str]:
    settings = [
        [
            f"`{row['key']}`",
            _both(row["label"]),
            "<br>".join(f"`{_cell(option['code'])}` {_both(option['label'])}" for option in row["options"]),
            f"`{_cell(row['default'])}`" if row["default"] else "",
            row["assumption"],
        ]
        for row in data["settings"]
    ]
    head: Sequence[Text] = (
        Text("key", "键"),
        Text("label", "名称"),
        Text("readings", "选项"),
        Text("default", "默认"),
        _READING,
    )
    yield from _level_two(_table(Text("Settings", "设置"), head, settings))
    assumptions = [
        [row["id"], _cell(row["clause"]), _both(row["issue"]), _both(row["taken"]), _alternatives(row)]
        for row in data["assumptions"]
    ]
    head = (_ID, _CLAUSE, Text("issue", "问题"), Text("reading taken", "所取读法"), Text("readings", "各种读法"))
    yield from _level_two(_table(Text("Assumptions", "假定"), head, assumptions))
    undefined = [[row["id"], _cell(row["clause"]), _both(row["text"])] for row in data["undefined"]]
    yield from _level_two(
        _table(Text("Left undefined by the document", "文件未规定"), (_ID, _CLAUSE, _TEXT), undefined)
    )


def _alternatives(row: dict[str, Any]) -> str:
    return "<br>".join(_both(reading) for reading in row["readings"])


def _level_two(lines: Iterator[str]) -> Iterator[str]:
    """Sections that belong to no kind stand one level higher."""
    for line in lines:
        yield line.removeprefix("#") if line.startswith("###") else line
