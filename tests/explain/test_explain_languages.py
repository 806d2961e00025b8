"""No screen mixes the languages: Chinese text has no English words but names and codes, English no Chinese but official terms."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import attrs
import pytest

import kaohe.rules as rules
from cli_kit import ROOT, run
from kaohe.cases import read_case
from kaohe.cli import main
from kaohe.engine import Evaluation, explain, explanation_lines
from kaohe.rules import load, tools
from kaohe.rules.tools import Ruleset
from texts_kit import written

HAN = re.compile(r"[\u3400-\u9fff]+")
WORD = re.compile(r"[A-Za-z][A-Za-z_]+")
PLACEHOLDER = re.compile(r"\{[^{}]*\}")
# What is no English although it is written in ASCII: options, file names, key = value, units of time.
CODED = re.compile(
    r"--[a-z-]+|[\w~/]*\.[a-z]{2,9}\b|\b[A-Z][A-Z0-9_=.-]+|[a-z]+://\S*|\b\d+[smh]\b|\bkaohe(?:_[a-z]+)?(?:[ .-][a-z-]+)*"
)
REASONS = {
    "keys and codes of a case file": "absent date document status pending confirmed rejected reason kind scheme format "
    "digest expect item cycle settings null holidays workdays repeat amendments decided decision tied posted rotated out none "
    "no valid votes assessed applicable not_appraised",
    "keys of a declaration": "share number floor_share rank otherwise basis cases mutant down up half half-up Replacing rule "
    "Part Kind Reading Band Periods Scheme Amendment class at prefix earlier back cites",
    "words of Python and of the expressions": "and or not low high mean sum any best_of true false True False def is_ mark "
    "weighted any_of all_of Date Text None return self",
    "an example of a pair of words": "English",
    "keys of the keyboard": "Tab Enter Shift End Home Esc Ctrl",
    "commands of a shell and their words": "pip install export kill make run chmod book new check all help commit schemes docs testing "
    "case vocabulary lint county rescind adopt revise amend",
    "kinds of imports, keys of their files and fields": "roster marks tallies findings headings usual score Column sheets "
    "events rechecks raters attendance indicators earlier",
    "words that a command takes": "clerk second reviewer approver administrator auditor anew agrees objects upheld withdrawn "
    "against",
    "keys of forms and steps of procedure": "rows kinds person after opens flagged",
    "parts of ids, of draws and of decisions": "villages lot tie",
    "names of programs and settings": "pytest xterm Kaohe Python PuTTY PostgreSQL TinyDB pluggy hypothesis open_book fsync off on MiB "
    "openpyxl LibreOffice python docx paper",
    "of a locale, an address, an extra, a table, a file system": "zh en service server head ext xfs btrfs",
}
ALLOWED = {word for words in REASONS.values() for word in words.split()}
# Terms of the documents that the English texts keep: offices, ranks, grades, and words whose meaning is in question.
TERMS = {
    term
    for line in (
        "兵团 师 团场 一师 三师 十四师 督查组 督导组 组织部 强基办 扶贫办 财政局",
        "领导小组 总队 北疆有关师 街道 嘎查村 优秀 称职 基本称职 不称职 较好 一般 好 差",
        "合格 不合格 队员 队长 职工 村民 驻村百晓 五好 五好镇 平时 总体评价 总结测评",
        "总票数 督导组考核得分 群众满意度 视情 每项 每例 一次 次以上 未举办的",
    )
    for term in line.split()
}
EXAMPLES = sorted(ROOT.glob("plugins/*/src/*/examples/*.json"))
NONSENSE = ("None", "True", "False", "DecimalText", "Fraction(", "is the total is", "为 合计", "{}")


def english_in(text: str, known: frozenset[str] = frozenset()) -> set[str]:
    """The English words of a Chinese text, beyond what has a reason."""
    left = CODED.sub(" ", PLACEHOLDER.sub(" ", text))
    return {word for word in WORD.findall(left) if word not in ALLOWED | known}


def test_chinese_texts_hold_no_english() -> None:
    """What stands in a Chinese text in ASCII is a name, a key or a code, each with its reason."""
    known = frozenset(declared_names())
    assert {one: words for one in written() if (words := english_in(one.chinese, known))} == {}


def declared_names() -> set[str]:
    """The attributes of all declarations: what a scheme's author writes."""
    found = [getattr(rules, name) for name in rules.__all__]
    return {field.name for kind in found if isinstance(kind, type) and attrs.has(kind) for field in attrs.fields(kind)}


def test_english_texts_hold_no_chinese() -> None:
    """What stands in an English text in Chinese is a term of a document; the framework needs an example and the headings of a table."""
    ours = {"组发", "号", "编号", "指标", "分值", "第一条", "一", "年", "月", "日", "以上", "超过", "不足"}
    ours |= {
        "平时分",
        "期次",
        "序号",
        "得分",
        "备注",
        "对象类别",
        "无",
        "中文",
    }  # headings, what a cell may say, a pair
    ours |= {
        "性别",
        "出生年月",
        "政治面貌",
        "乡镇",
        "某镇",
        "考评表",
    }  # columns of an office's own file, a paper's number
    ours |= {
        "弃权",
        "废票",
        "发出",
        "上午",
        "下午",
        "甲",
    }  # what a sheet of ballots or of attendance says, a unit's short name
    wrong = [
        one
        for one in written()
        for word in HAN.findall(one.english)
        if word not in (TERMS if "plugins" in one.file.relative_to(ROOT).parts else ours)
    ]
    assert wrong == []


def test_the_search_would_find_a_mixture() -> None:
    """A text that mixes the languages is found, so that an empty result means something."""
    assert english_in("标记“period left over”") == {"period", "left", "over"}
    assert english_in("请运行 kaohe new-case，用 --json 输出 {n} 项") == set()


def known_words(ruleset: Ruleset) -> frozenset[str]:
    """Ids, keys and codes of one scheme, in words."""
    names = [ruleset.id, *(one.id for one in ruleset.assumptions), *(one.id for one in ruleset.undefined)]
    names += [text for one in ruleset.settings for text in (one.key, *(option.code for option in one.options))]
    names += [axis.key for axis in ruleset.axes]
    for kind in ruleset.kinds:
        names += [kind.kind.key, *(link.key for link in kind.links), *(row.id for row in rows(kind.entries))]
        for given in kind.inputs:
            table = getattr(given, "table", None)
            names += [given.key, *getattr(given, "codes", ()), getattr(given, "list_key", None) or ""]
            names += [] if table is None else [table.key, *(line.id for line in table.items)]
    return frozenset(word for name in names for word in WORD.findall(name))


def rows(entries: tuple[tools.Entry, ...]) -> Iterator[tools.Rule | rules.Item | rules.ItemPart]:
    """Every rule with its rows and parts."""
    return (row for entry in entries for row in tools.rows_of(entry.rule))


@pytest.mark.parametrize("file", EXAMPLES, ids=[file.parts[-3] for file in EXAMPLES])
def test_no_command_shows_a_mixture(file: Path) -> None:
    """describe, lint, evaluate, pools and explain of each example: Chinese without English words, no stray Python."""
    case = read_case(file)
    cohort, title = case.cohort, case.title
    known = known_words(cohort.ruleset) | known_words(load(cohort.ruleset.id)) | {"cycle", "lists", "tables", "ok"}
    people = {one.kind: one.id for one in reversed(cohort.appraisees.values())}
    ids = frozenset(word for name in cohort.appraisees for word in WORD.findall(name))
    first, *others = people.values()
    commands: list[tuple[object, ...]] = [("describe", cohort.ruleset.id), ("lint", cohort.ruleset.id), ("pools", file)]
    commands += [("evaluate", file), ("explain", file, first)]
    said = {words: [run(*words, lang=lang).output for lang in ("en", "zh")] for words in commands}
    evaluation = Evaluation(cohort)
    for who in others:  # what the command prints, without evaluating everybody again
        lines = explanation_lines(explain(evaluation, who))
        said[("explain", file, who)] = ["\n".join(line.in_language(lang) for line in lines) for lang in ("en", "zh")]
    for words, (english, chinese) in said.items():
        shown = [line for line in chinese.splitlines() if line != title and "规则 " not in line and "指纹 " not in line]
        wrong = {line: found for line in shown if (found := english_in(line, known | ids))}
        assert wrong == {}, words
        assert not [word for word in NONSENSE if word in english + chinese], words


def test_every_command_helps_in_chinese() -> None:
    """The help of each command has no English beyond names, options and the words of the shell."""
    for name in sorted(main.commands):
        said = run(name, "--help", lang="zh").output.replace("Usage", "").replace("Options", "").replace("TEXT", "")
        assert english_in(said, frozenset({name, *main.commands})) <= set(), name


@pytest.mark.parametrize("scheme", ["xizang-2018", "xpcc-2016", "neimenggu-2018", "wenling-2013", "yining"])
def test_every_flag_is_in_both_languages(scheme: str) -> None:
    """A flag that an outcome shows has a Chinese label of its own; its English text is what a case expects."""
    flags = [row for kind in load(scheme).kinds for row in rows(kind.entries) if isinstance(row, rules.Flag)]
    assert all(HAN.search(flag.flag.zh) and not HAN.search(flag.flag.en) for flag in flags)
