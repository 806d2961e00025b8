"""`kaohe book new`: a book made step by step, or from options, or from a file."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import click

from ..cases import CaseFile
from ..errors import CaseError, KaoheError
from ..exchange import is_workbook, table_of_file
from ..office import Office, Plan, cycle_days, empty_case, tables_asked
from ..rules import Cycles, Reading, discover, load
from ..rules.amend import Amendment
from ..rules.tools import Ruleset, entry_points_of
from ..words import Message, Text
from ._base import Bilingual
from ._book_base import JSON, SHARED, WHERE, answered, printed, told_help
from ._choices import choices_of
from ._out import complain, say

__all__ = ["new"]

_MISSING = Message(
    "K5019",
    "{option} is missing; give it, or run the command on a terminal to be asked step by step",
    "缺少 {option}；请写明，或在终端中运行以逐步填写",
)
_PEOPLE = Message(
    "K5020",
    "{file} has appraisees in it; kaohe book import makes a book of a whole case",
    "{file} 中含有考核对象；整个案例请用 kaohe book import",
)
_NO_READING = Message(
    "K5021",
    "there is no reading {id}; the readings are {known}; name one of them",
    "没有解读 {id}；可用：{known}；请写其一",
)
_ALL = "all"


@click.command(
    cls=Bilingual,
    help=told_help(
        "Make a book for a scheme, a cycle and a unit; on a terminal step by step, each reading of ours shown and"
        " confirmed once.",
        "为某办法、周期和单位新建账簿；在终端中逐步填写，逐条显示并确认各项解读。",
    ),
)
@WHERE
@click.option("--scheme", help=told_help("Id of the scheme.", "办法编号。"))
@click.option("--county", help=told_help("The county or other unit.", "县（市、区）或其他单位。"))
@click.option("--cycle", help=told_help("What the cycle is called, such as 2025.", "考核周期的名称，如 2025。"))
@click.option("--first", metavar="YYYY-MM", help=told_help("First month of the cycle.", "周期首月。"))
@click.option("--last", metavar="YYYY-MM", help=told_help("Last month of the cycle.", "周期末月。"))
@click.option(
    "--amendment", "amendments", multiple=True, help=told_help("With this amendment.", "启用该修订（可重复）。")
)
@click.option(
    "--setting",
    "settings",
    metavar="KEY=CODE",
    multiple=True,
    help=told_help("Choose a reading.", "选择解读（可重复）。"),
)
@click.option(
    "--confirm",
    "confirmed",
    metavar="ID",
    multiple=True,
    help=told_help("A reading that was looked at and confirmed, or all.", "已阅并确认的解读（可重复），或 all。"),
)
@click.option(
    "--list", "lists", metavar="KEY=CODE,CODE", multiple=True, help=told_help("The codes of a list.", "代码清单。")
)
@click.option("--table", "tables", metavar="KEY=FILE", multiple=True, help=told_help("An indicator table.", "指标表。"))
@click.option(
    "--language",
    "speech",
    type=click.Choice(["zh", "en"]),
    help=told_help("Its language (zh).", "账簿所用语言（默认 zh）。"),
)
@click.option(
    "--from",
    "file",
    metavar="FILE",
    help=told_help("Scheme, cycle and settings as in a case.", "方案、周期与设置取自案例。"),
)
@click.option("--ask/--no-ask", default=None, help=told_help("Ask step by step, or not.", "逐步询问，或不询问。"))
@SHARED
@JSON
@answered
def new(where: str, file: str | None, ask: bool | None, shared: bool, as_json: bool, **given: Any) -> None:
    """Make a book."""
    asking = sys.stdin.isatty() and not as_json if ask is None else ask
    made = _Maker(given, asking=asking, file=file)
    plan = made.plan()
    with Office.create(where, plan, shared=shared, folder=made.folder) as office:
        line = Text("made {where}; receipt {receipt}", "已新建 {where}；回执 {receipt}")
        hint = Text(
            "next, the roster: kaohe import {where} SHEET.xlsx takes in your own sheet, kaohe template {where} roster -o "
            "roster.xlsx makes one to fill in; one by one: kaohe office roster add {where} ID KIND",
            "接下来登记名册：kaohe import {where} 花名册.xlsx 导入现有表格；kaohe template {where} roster -o 名册.xlsx "
            "生成待填表；逐个登记：kaohe office roster add {where} 编号 类别",
        )
        lines = [line.format(where=where, receipt=str(office.head)), *office.warnings(), hint.format(where=where)]
        result = {"receipt": office.head.full, "warnings": [one.told() for one in office.warnings()]}
    printed(result, lines, as_json=as_json)


class _Maker:
    """Gathers a plan: from a file, from options, and, where it may ask, from the person at the terminal."""

    def __init__(self, given: dict[str, Any], *, asking: bool, file: str | None) -> None:
        self.given, self.asking = given, asking
        self.raw: dict[str, Any] = {}
        self.folder = Path()
        if file is not None:
            path = Path(file)
            self.raw = CaseFile.at(path).data()
            self.folder = path.parent
            if self.raw.get("appraisees"):
                raise CaseError(_PEOPLE.format(file=file))

    def plan(self) -> Plan:
        """The plan. Raises KaoheError for what is missing and cannot be asked."""
        scheme = self._needed("scheme", Text("scheme", "办法编号"), self.raw.get("scheme"), _schemes())
        unit = self._needed("county", Text("county or other unit", "县（市、区）或其他单位"))
        amendments = self._amendments(scheme)
        choices: dict[str, Any] = {**self.raw.get("settings", {}), **choices_of(self.given["settings"])}
        confirmed = [*self._readings(load(scheme, amendments=amendments), choices)]
        chosen = {key: value if isinstance(value, str) else tuple(value) for key, value in choices.items()}
        ruleset = load(scheme, amendments=amendments, choices=chosen)
        cycle = self._cycle(ruleset)
        speech = self.given["speech"] or self._asked(Text("language (zh, en)", "语言（zh、en）"), "zh", ("zh", "en"))
        return Plan(
            scheme=scheme,
            cycle=cycle,
            unit=unit,
            amendments=amendments,
            choices=choices,
            confirmed=confirmed,
            language=speech,
            title=str(self.raw.get("title", "")),
        )

    def _needed(self, option: str, what: Text, told: Any = None, known: Sequence[str] = ()) -> str:
        value = self.given[option] if self.given[option] is not None else told
        if value is not None:
            return str(value)
        if not self.asking:
            raise KaoheError(_MISSING.format(option=f"--{option}"))
        for one in known:
            say(f"  {one}")
        return self._asked(what, "", known)

    def _asked(self, what: Text, default: str, known: Sequence[str] = ()) -> str:
        """What somebody answers, out of `known` where any are; the default where nobody is asked."""
        if not self.asking:
            return default
        while True:
            answer: str = click.prompt(str(what), default=default, show_default=bool(default)).strip()
            if not known or answer in known:
                return answer
            complain(str(Text("one of: {known}", "可用：{known}").format(known=", ".join(known))))

    def _again(self, act: Callable[[], Any]) -> Any:
        """What an act gives; where it is refused and somebody can be asked, again."""
        while True:
            try:
                return act()
            except KaoheError as error:
                if not self.asking:
                    raise
                complain(str(error))

    def _amendments(self, scheme: str) -> tuple[str, ...]:
        given = (*self.raw.get("amendments", ()), *self.given["amendments"])
        known = list(_amendments_of(scheme)) if self.asking and not given else []
        if not known:
            return given
        say(Text("amendments of this scheme:", "本方案的修订："))
        for one, title in known:
            say(f"  {one}  {title}")
        text = Text("amendments in force, with commas (none: Enter)", "启用的修订，用逗号分隔（没有则回车）")
        return tuple(_listed(self._asked(text, "")))

    def _readings(self, ruleset: Ruleset, choices: dict[str, Any]) -> Iterator[str]:
        """The readings that are confirmed; where somebody is asked, each is shown, and another may be chosen."""
        known = {one.id: one for one in ruleset.assumptions}
        for name in self.given["confirmed"]:
            if name not in (*known, _ALL):
                raise KaoheError(_NO_READING.format(id=name[:40], known=", ".join(known) or "-"))
        wanted = set(known) if _ALL in self.given["confirmed"] else set(self.given["confirmed"])
        for name, one in known.items():
            if name in wanted or (self.asking and self._confirmed(one, choices)):
                yield name

    def _confirmed(self, one: Reading, choices: dict[str, Any]) -> bool:
        """Show a reading with its alternatives, and take what is answered: Enter confirms, a code chooses, - leaves it."""
        say()
        say(f"{one.id} {one.clause}  {one.issue}", bold=True)
        say(f"  * {one.default}")
        setting = one.setting
        codes = [way.code for way in one.ways] if setting is not None and not setting.is_list else []
        for place, told in enumerate(one.readings):
            say(f"    {codes[place] if place < len(codes) else '-'}: {told}")
        leave = Text("Enter: confirm this reading; -: leave it open", "回车：确认此解读；-：暂不确认")
        choose = Text(
            "Enter: confirm; a code: take that one; -: leave it open", "回车：确认；代码：改用该解读；-：暂不确认"
        )
        answer = self._asked(choose if codes else leave, "", ("", "-", *codes))
        if answer in codes and setting is not None:
            choices[setting.key] = answer
        return answer != "-"

    def _cycle(self, ruleset: Ruleset) -> dict[str, Any]:
        if "cycle" in self.raw:
            cycle = {**self.raw["cycle"]}
        else:
            start, end = self._again(lambda: cycle_days(ruleset.scheme.cycles or Cycles(), *self._months(ruleset)))
            cycle = empty_case(ruleset, start, end)["cycle"]
            self._supply(ruleset, cycle)
        cycle |= {"id": self.given["cycle"]} if self.given["cycle"] is not None else {}
        name = self._asked(Text("name of the cycle", "周期名称"), str(cycle.get("id") or str(cycle["end"])[:4]))
        return {**cycle, "id": name}

    def _months(self, ruleset: Ruleset) -> tuple[str | None, str | None]:
        first, last = self.given["first"], self.given["last"]
        if not self.asking or first is not None:
            return first, last
        start, end = cycle_days(ruleset.scheme.cycles or Cycles(), None, last)
        first = self._asked(Text("first month", "首月"), f"{start:%Y-%m}")
        start, end = cycle_days(ruleset.scheme.cycles or Cycles(), first, last)
        return first, last or self._asked(Text("last month", "末月"), f"{end:%Y-%m}")

    def _supply(self, ruleset: Ruleset, cycle: dict[str, Any]) -> None:
        """What the office supplies for its cycle: periods, lists of codes, indicator tables."""
        if self.asking:
            labels = {axis.key: axis.label for axis in ruleset.axes}
            for axis, names in cycle.get("periods", {}).items():
                text = Text("periods of {axis}, with commas", "{axis}的期次，用逗号分隔").format(axis=labels[axis])
                cycle["periods"][axis] = _listed(self._asked(text, ",".join(names)))
        told = {key: _listed(codes) for key, codes in (_pair(one) for one in self.given["lists"])}
        for key in cycle.get("lists", {}):
            text = Text("codes of the list {key}, with commas", "清单 {key} 的代码，用逗号分隔").format(key=key)
            cycle["lists"][key] = told.get(key) or _listed(self._asked(text, ",".join(cycle["lists"][key])))
        files = dict(_pair(one) for one in self.given["tables"])
        for key, table in tables_asked(ruleset).items():
            text = Text(
                "file of the table {table}, {key}: .xlsx or .csv (none: Enter)",
                "指标表“{table}”（{key}）的文件，.xlsx 或 .csv（没有则回车）",
            ).format(table=table.label, key=key)
            file = files.get(key) or self._asked(text, "")
            if file:
                rows: Any = table_of_file(ruleset, key, Path(file)) if is_workbook(file) else {"file": file}
                cycle.setdefault("tables", {})[key] = rows


def _schemes() -> list[str]:
    return sorted(entry_points_of("scheme"))


def _amendments_of(scheme: str) -> Iterator[tuple[str, Text]]:
    for plugin in discover(role="amendment"):
        declared = plugin.declared
        if isinstance(declared, type) and issubclass(declared, Amendment) and declared.base == scheme:
            yield plugin.id, declared.title


def _listed(text: str) -> list[str]:
    for sign in "，、":
        text = text.replace(sign, ",")
    return [one.strip() for one in text.split(",") if one.strip()]


def _pair(given: str) -> tuple[str, str]:
    key, _, value = given.partition("=")
    return key, value
