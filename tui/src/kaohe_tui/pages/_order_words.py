"""What can be printed and written out, in words: the sorts, their steps and formats, and which ones a scheme has."""

from __future__ import annotations

from kaohe.errors import FileError
from kaohe.exchange import EXPORTS, FILES, KINDS, tables_of
from kaohe.paper import forms_of
from kaohe.rules.tools import Ruleset
from kaohe.words import Text

from ..session._orders import FORMS

__all__ = ["LABELS", "SORTS", "formats_of", "titles_of"]

SORTS = {
    "form": Text("form", "表"),
    "report": Text("report", "报告"),
    "table": Text("table to sign", "汇总表"),
    "template": Text("sheet to fill in", "待填表格"),
    "export": Text("export of data", "导出数据"),
}
LABELS = {
    "sort": Text("what", "种类"),
    "key": Text("which one", "名称"),
    "whom": Text("for whom", "对象"),
    "period": Text("period", "期次"),
    "format": Text("format", "格式"),
    "each": Text("files", "文件数"),
    "people": Text("your file of people", "人员文件"),
    "layout": Text("your own layout", "自定样式"),
    "copies": Text("copies", "份数"),
    "names": Text("names", "姓名"),
    "file": Text("write to", "写到"),
}
_FORMATS: dict[str, tuple[tuple[str, ...], ...]] = {
    **dict.fromkeys(FORMS, ((".docx",), (".pdf",), (".docx", ".pdf"), (".html",))),
    "table": ((".xlsx",), (".csv",)),
    "template": ((".xlsx",),),
    "export": ((".xlsx",), (".csv",)),
}


def formats_of(sort: str, key: str) -> tuple[tuple[str, ...], ...]:
    """The formats that one of a sort may be written in."""
    return ((".json",),) if sort == "export" and key in FILES else _FORMATS[sort]


def titles_of(ruleset: Ruleset, sort: str) -> dict[str, str]:
    """What there is of a sort by key, with its words; those that the document does not print say why not."""
    if sort == "template":
        return {key: str(text) for key, text in KINDS.items()}
    if sort == "export":
        return {key: str(text) for key, text in {**EXPORTS, **FILES}.items()}
    if sort == "table":
        everything = Text("all tables in one file", "全部汇总表，一个文件")
        try:
            tables = tables_of(ruleset.kinds)
        except FileError:  # a scheme without any: the step stays empty, and making it says why
            return {}
        titles = {kind: str(one.title) for one in tables for kind in [*one.columns][:1]}
        return {"": str(everything), **titles}
    known = [one for one in forms_of(ruleset) if one.report is (sort == "report")]
    return {one.key: f"{one.title}{f' ({one.absent})' if one.absent else ''}" for one in known}
