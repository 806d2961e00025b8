"""`kaohe new-case`: an empty case to fill in, with every kind, input, range and clause in comments."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from ..cases import FORMAT
from ..files import write
from ..office import PublicDays, cycle_days, days_off, empty_case, tables_asked
from ..rules import (
    Ceiling,
    Choice,
    Count,
    Cycles,
    Date,
    Days,
    Events,
    Finding,
    Periods,
    Quota,
    Score,
    Tally,
    load,
)
from ..rules.nodes import FEWEST_RATERS, Input, Marks, Ratings
from ..rules.tools import (
    KindRules,
    Ruleset,
    chosen,
    cited,
    marked,
    show,
)
from ..words import Text, visible
from ._base import JSON_OPTION, Command, Option
from ._choices import choices_of
from ._declared import declared
from ._out import dumped, say, say_json

__all__ = ["case_lines", "new_case"]

_TEXT = Text(
    "Write an empty case for SCHEME, annotated, that `kaohe evaluate` accepts as it is.",
    "为方案 SCHEME 生成带说明的空案例，kaohe evaluate 可直接读取。",
)
_FILE = Text("write to FILE, which must not exist yet", "写入 FILE（不得已存在）")
_FROM = Text("first month of the cycle (default: as the scheme proposes)", "周期首月（默认按方案建议）")
_AMENDED = Text("with this amendment active (may be given again)", "启用该修订（可重复）")
_SET = Text("with this setting chosen (may be given again)", "采用所选设置（可重复）")
_TO = Text("last month of the cycle (default: a year)", "周期末月（默认满一年）")


@click.command("new-case", cls=Command, text=_TEXT)
@click.argument("scheme", metavar="SCHEME")
@click.option("-o", "--output", "output", metavar="FILE", cls=Option, text=_FILE)
@click.option("--from", "first", metavar="YYYY-MM", cls=Option, text=_FROM)
@click.option("--to", "last", metavar="YYYY-MM", cls=Option, text=_TO)
@click.option("--amendment", "amendments", metavar="ID", multiple=True, cls=Option, text=_AMENDED)
@click.option("--setting", "settings", metavar="KEY=CODE", multiple=True, cls=Option, text=_SET)
@JSON_OPTION
def new_case(
    *,
    scheme: str,
    output: str | None,
    first: str | None,
    last: str | None,
    amendments: tuple[str, ...],
    settings: tuple[str, ...],
    as_json: bool,
) -> None:
    """Write an empty case."""
    ruleset = load(scheme, amendments=amendments, choices=choices_of(settings))
    start, end = cycle_days(ruleset.scheme.cycles or Cycles(), first, last)
    if output is not None:
        text = dumped(empty_case(ruleset, start, end)) if as_json else "\n".join(case_lines(ruleset, start, end))
        write(Path(output), text + "\n")
        said = Text(
            "{file} is written; fill it in, then: kaohe evaluate {file}",
            "已写入 {file}；填写后运行 kaohe evaluate {file}",
        )
        say(said.format(file=output))
    elif as_json:
        say_json(empty_case(ruleset, start, end))
    else:
        for line in case_lines(ruleset, start, end):
            say(line)


_HEAD = Text(
    "A case for {id} {version}: {title}. Lines that begin with # and a blank explain; take the # away from a line "
    "like #kind = ... to use it. Codes only: no names are needed, and no data about residents.",
    "{id} {version} 的案例：{title}。# 后有空格的行是说明；去掉 #kind = … 这类行的 # 即可使用。请用代码，不必写姓名，不得写入群众信息。",
)


def case_lines(ruleset: Ruleset, start: dt.date, end: dt.date) -> Iterator[str]:
    """An empty case in TOML, annotated in the reader's language."""
    data = empty_case(ruleset, start, end)
    scheme = ruleset.scheme
    yield "# " + str(_HEAD.format(id=ruleset.id, version=scheme.version, title=marked(scheme.title, scheme)))
    yield f"# {visible(scheme.document.title)}"
    yield ""
    yield f"format = {FORMAT}"
    yield f"scheme = {_quoted(ruleset.id)}"
    pinned = Text(
        "to pin the rules, write the digest that kaohe evaluate --json shows",
        "需锁定规则时，写入 kaohe evaluate --json 显示的 digest",
    )
    yield f"# digest = ... {pinned}"
    for amendment in ruleset.amendments:
        yield f"# {amendment.id}: {amendment.title}, {cited(amendment.document)}"
    if "amendments" in data:
        yield f"amendments = {_list(data['amendments'])}"
    yield '#title = "..."'
    yield from _setting_lines(ruleset)
    yield from _cycle_lines(ruleset, data["cycle"])
    for kind, rules in zip(declared(ruleset)["kinds"], ruleset.kinds, strict=True):
        yield from _kind_lines(rules, kind, data)
    yield from _decision_lines(ruleset)


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _setting_lines(ruleset: Ruleset) -> Iterator[str]:
    if not ruleset.settings:
        return
    taken = dict(ruleset.choices)
    yield ""
    yield "[settings]" if taken else "#[settings]"
    for one in chosen(ruleset):
        setting = one.setting
        options = ", ".join(f"{option.code} ({option.label})" for option in setting.options)
        yield f"# {setting.label} ({setting.clause or '-'}): {options or '-'}"
        value = _list(list(one.codes)) if setting.is_list else _quoted("".join(one.codes))
        yield f"{'' if setting.key in taken else '#'}{setting.key} = {value}"


def _list(values: list[str]) -> str:
    return "[" + ", ".join(map(_quoted, values)) + "]"


def _cycle_lines(ruleset: Ruleset, cycle: dict[str, Any]) -> Iterator[str]:
    yield ""
    yield "[cycle]"
    yield f"start = {cycle['start']}"
    yield f"end = {cycle['end']}"
    cycles = ruleset.scheme.cycles
    days = dt.date.fromisoformat(cycle["start"]), dt.date.fromisoformat(cycle["end"])
    if cycles is not None and not cycles.admit(*days):
        why = Text(
            "the document is not for this cycle; write why the office applies it all the same",
            "文件不适用于本周期；确实沿用的，请写明理由",
        )
        yield f"# {why}"
        yield '#confirmed = "..."'
    if "holidays" in cycle:
        yield from _workday_lines(cycle, days_off(ruleset, *days))
    if "periods" in cycle:
        yield ""
        yield "[cycle.periods]"
        for key, names in cycle["periods"].items():
            yield f"{key} = {_list(names)}"
    if "lists" in cycle:
        yield ""
        yield "# " + str(Text("the codes that choices below are taken from", "下面的选择项所用的代码清单"))
        yield "[cycle.lists]"
        for key, codes in cycle["lists"].items():
            yield f"{key} = {_list(codes)}"
    for key, table in tables_asked(ruleset).items():
        yield ""
        text = Text(
            "{table}: the cycle's own indicators; the points add up to {total}. Without it a mark is one number.",
            "{table}：由周期提供的指标，分值合计 {total}。不写则直接录入得分。",
        )
        yield "# " + str(text.format(table=table.label, total=show(table.total)))
        yield f"#[[cycle.tables.{key}]]"
        yield '#id = "1"'
        yield '#label = "..."'
        yield f"#points = {show(table.total)}"


_WORKDAYS = Text(
    "weekdays off and weekends worked, by the office's own notice; check them",
    "假日（工作日放假）与调休上班日，以本单位通知为准，请核对",
)
_MISSING = Text(
    "not filled in for {years}: no published arrangement at hand (kaohe[holidays] brings those of past years)",
    "{years} 年未预填：没有已公布的安排可用（安装 kaohe[holidays] 可预填历年安排）",
)


def _workday_lines(cycle: dict[str, Any], found: PublicDays) -> Iterator[str]:
    yield f"# {_WORKDAYS}"
    if found.missing:
        yield "# " + str(_MISSING.format(years=", ".join(map(str, found.missing))))
    for key in ("holidays", "workdays"):
        yield f"{key} = [{', '.join(cycle[key])}]"


def _kind_lines(rules: KindRules, kind: dict[str, Any], data: dict[str, Any]) -> Iterator[str]:
    yield ""
    grades = " > ".join(rules.kind.grades) or "-"
    yield f"# ---- {rules.kind.key}: {rules.kind.label} ({grades})"
    yield "#[[appraisees]]"
    yield f"#id = {_quoted(_example_id(rules.kind.key))}"
    yield f"#kind = {_quoted(rules.kind.key)}"
    for link in rules.links:
        yield f"# {link.label} -> {link.to.key}, {link.clause}{_maybe(link.optional)}"
        yield f"#links.{link.key} = {_quoted(_example_id(link.to.key))}"
        if link.on is not None:
            told = Text("who changes within the cycle", "周期内有变动的")
            one = _quoted(_example_id(link.to.key))
            yield f'# {told}: links.{link.key} = [{{ id = {one}, until = "..." }}, {{ id = {one}, from = "..." }}]'
    for given, told in zip(rules.inputs, kind["inputs"], strict=True):
        if given.on is None or isinstance(given.on, Periods):
            yield "# " + _note(given, told)
            yield from _columns(rules, kind, given)
            yield from _rows(given, data["cycle"])
            yield from _items(given)
            yield f"#facts.{given.key} = {_example(given, data['cycle'])}"
    yield from _recheck_lines(rules)


def _example_id(kind: str) -> str:
    return f"{kind}-1"


def _maybe(optional: bool) -> str:
    return str(Text(", optional", "，可不填")) if optional else ""


def _note(given: Input, told: dict[str, Any]) -> str:
    """Label, type with range and step, period, who enters it, clause."""
    parts = [f"{given.label}: {told['type']}"]
    if "low" in told:
        span = Text("{low} to {high}, step {step}", "{low} 至 {high}，最小单位 {step}")
        parts.append(str(span.format(low=told["low"], high=told["high"], step=told["step"])))
    parts += [f"{option['code']}" for option in told.get("options", ()) if not isinstance(given, Tally)]
    if isinstance(given.on, Periods):
        parts.append(str(Text("each {axis}", "每{axis}").format(axis=given.on.label)))
    if isinstance(given, Finding | Events):
        parts.append(str(Text("[] attests that there is none", "[] 表示没有")))
    parts += [str(Text(text["en"], text["zh"])) for text in told["relations"]]
    if given.entered_by is not None:
        parts.append(str(given.entered_by))
    return visible(", ".join([*parts, given.clause])) + _maybe(given.optional)


def _columns(rules: KindRules, kind: dict[str, Any], given: Input) -> Iterator[str]:
    """The columns of a list of events."""
    for column, told in zip(rules.inputs, kind["inputs"], strict=True):
        if isinstance(given, Events) and column.on is not None and column.on.axis_key == given.key:
            yield f"#   {column.key}: {_note(column, told)}"


def _rows(given: Input, cycle: dict[str, Any]) -> Iterator[str]:
    """What a row of a finding looks like, with the states that its re-check may have."""
    if isinstance(given, Finding):
        status = ', status = "pending"' if given.recheck else ""
        states = Text(
            "; status: pending, confirmed or rejected", "；status：pending 待复核、confirmed 属实、rejected 不实"
        )
        row = f'{{ date = {cycle["start"]}, document = "..."{status} }}'
        yield f"#   {Text('a row', '一行')}: {row}{states}"


def _items(given: Input) -> Iterator[str]:
    """The indicators of a mark by table, each of which may be entered by its id."""
    for item in given.table.items if isinstance(given, Score) and given.table is not None else ():
        yield "#   " + visible(f"{item.id}: {item.label}, 0-{show(item.points)} {item.clause}".rstrip())


def _recheck_lines(rules: KindRules) -> Iterator[str]:
    """The limits that count once a re-check confirms them."""
    found = [rule for rule in rules.rules(Ceiling) if isinstance(rule, Ceiling) and rule.confirm]
    if found:
        text = Text(
            "re-checks: status pending, confirmed or rejected; a settled one names its document",
            "复核：status 为 pending、confirmed 或 rejected；已有结论的须写 document",
        )
        yield f"# {text}"
    for rule in found:
        yield "# " + visible(f"{rule.text}, {rule.clause}")
        yield f'#rechecks.{_quoted(rule.id)} = {{ status = "pending" }}'


_DECIDED = Text(
    "What people decide, each with its reason and document. A grade where the rules leave it to people; the whole "
    "tie set as shown, with whom is chosen; places beyond a quota where the document allows them.",
    "由人裁定的事项，均须写明理由和文号：规则交由人定的等次；并列的全部成员与选中者；文件允许时超出名额者。",
)


def _decision_lines(ruleset: Ruleset) -> Iterator[str]:
    """The forms of decisions, as explanation: which of them is possible depends on the outcomes."""
    graded = [rules for rules in ruleset.kinds if rules.kind.grades]
    quotas = [rule for rules in ruleset.kinds for rule in rules.rules(Quota) if isinstance(rule, Quota)]
    signed = ['# reason = "..."', '# document = "..."']
    yield ""
    yield f"# ---- {_DECIDED}"
    for rules in graded[:1]:
        name, grade = _quoted(_example_id(rules.kind.key)), _quoted(rules.kind.grades[0])
        yield from ("# [[decisions]]", f"# appraisee = {name}", f"# grade = {grade}", *signed)
    for quota in quotas[:1]:
        yield from ("# [[decisions]]", f"# quota = {_quoted(quota.id)}", '# members = ["A", "B"]', '# choose = ["A"]')
        yield from ('# fingerprint = "..."', *signed)
    for quota in [quota for quota in quotas if quota.soft][:1]:
        yield from ("# [[decisions]]", f"# quota = {_quoted(quota.id)}", '# exceed = ["A"]', *signed)


def _example(given: Input, cycle: dict[str, Any]) -> str:
    """A legal value to write over."""
    value = _value(given, cycle)
    if isinstance(given.on, Periods):
        return f"{{ {_quoted(cycle['periods'][given.on.key][0])} = {value} }}"
    return value


def _value(given: Input, cycle: dict[str, Any]) -> str:
    if isinstance(given, Date):
        return str(cycle["end"] if given.key.endswith("_to") else cycle["start"])
    if isinstance(given, Choice):
        codes = given.codes or (("A",) if given.list_key else ())
        return _quoted(codes[0] if codes else "")
    if isinstance(given, Finding | Events | Ratings):
        return "[]"
    if isinstance(given, Marks):
        sheet = "{ " + ", ".join(f"r{n} = {show(given.low)}" for n in range(1, FEWEST_RATERS + 1)) + " }"
        return f"{{ {', '.join(f'{_quoted(code)} = {sheet}' for code in given.codes)} }}" if given.codes else sheet
    if isinstance(given, Tally):
        counts = ", ".join(f"{_quoted(code)} = 0" for code in given.codes)
        return f"{{ issued = 0, collected = 0, spoilt = 0, blank = 0, {counts} }}"
    return show(given.low) if isinstance(given, Score | Count | Days) else "0"
