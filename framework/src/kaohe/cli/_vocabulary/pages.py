"""The two pages for docs/: the vocabulary by task, and the grammar of case files. Both languages stand on each."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import wrap

from ...words import Text
from ._declarations import DECLARATIONS
from ._entry import Entry, Task
from ._expressions import EXPRESSIONS
from ._grammar import PLACES
from ._key import Key, Place
from .examples import example_case, prelude, worth

__all__ = ["case_page", "vocabulary_page"]

_MADE = "Written by `kaohe help {name} --markdown` (make docs); do not edit. 本页由命令生成，请勿修改。"


def vocabulary_page() -> Iterator[str]:
    """docs/vocabulary.md, line by line."""
    yield from ("# The vocabulary of schemes 方案用语", "", _MADE.format(name="vocabulary"), "")
    yield (
        "Everything that a scheme is written in, by task. Import the names from `kaohe.rules`, unless another module "
        'stands with the signature. A label or text is `("English", "中文")`, or `"中文"` alone. Of a rule, what it reads '
        "comes first and its words second. Signatures and the first sentences are read from the code; each example runs "
        "as a test in the scheme below, and what stands behind `->` is its value for appraisee A of the example in "
        "[case files](case-files.md). `kaohe help NAME` tells the same at the prompt."
    )
    yield ""
    yield from ("| task 事项 | names |", "|---|---|")
    for task in (*DECLARATIONS, *EXPRESSIONS):
        names = ", ".join(f"`{_cell(entry.title)}`" for entry in task.entries)
        yield f"| [{_both(task.title)}](#{task.key}) | {names} |"
    yield from ("", "## The scheme of the examples 示例方案", "", "```python", *prelude().splitlines(), "```", "")
    for task in (*DECLARATIONS, *EXPRESSIONS):
        yield from _task(task)


def _task(task: Task) -> Iterator[str]:
    yield from (f'<a id="{task.key}"></a>', "", f"## {_both(task.title)}", "")
    for entry in task.entries:
        yield from _entry(entry)


def _entry(entry: Entry) -> Iterator[str]:
    yield from (f"### `{entry.title}`", "", f"{entry.said.en}. {entry.said.zh}。", "")
    for paragraph in entry.doc:
        yield from (paragraph, "")
    yield "```python"
    if entry.imported and entry.home != "kaohe.rules":
        yield f"from {entry.home} import {entry.name}"
    if entry.signature:
        yield from wrap(entry.signature, 110, initial_indent="# ", subsequent_indent="#     ", break_on_hyphens=False)
    found = worth(entry)
    yield entry.example if found is None else f"{entry.example}  # -> {found.en}"
    yield from ("```", "")


def case_page() -> Iterator[str]:
    """docs/case-files.md, line by line."""
    yield from ("# Case files 案例文件", "", _MADE.format(name="case"), "")
    yield (
        "A case is one TOML file (or JSON, with the same keys): a scheme, a cycle, appraisees with their facts, decisions "
        "on record, and what is expected. It is UTF-8; a number is written as it is, or in quotes; nothing may stand in it "
        "that is not listed here, and what is wrong is answered with its line. `kaohe new-case SCHEME` writes an empty "
        "one with the inputs of a scheme. Every example runs as a test."
    )
    yield from ("", "| part 部分 | under | keys |", "|---|---|---|")
    for place in PLACES:
        names = ", ".join(f"`{key.name}`" for key in place.keys)
        yield f"| [{_both(place.title)}](#{place.key}) | {f'`{place.where}`' if place.where else ''} | {names} |"
    yield from ("", "## One file with all of it 完整示例", "")
    yield "Of the scheme in [the vocabulary](vocabulary.md). `kaohe evaluate` finds every expectation of it met."
    yield from ("", "```toml", *example_case().splitlines(), "```", "")
    for place in PLACES:
        yield from _place(place)


def _place(place: Place) -> Iterator[str]:
    yield from (f'<a id="{place.key}"></a>', "", f"## {_both(place.title)}", "")
    if place.where:
        yield from (f"Under `{place.where}`, for example. 写在 `{place.where}` 之下，例如：", "")
    for key in place.keys:
        yield from _key(key)


def _key(key: Key) -> Iterator[str]:
    yield from (f"### `{key.name}`", "", f"{key.said.en}. {key.said.zh}。", "")
    yield from ("```toml", *key.example.splitlines(), "```", "")


def _both(text: Text) -> str:
    return text.en if text.en == text.zh else f"{text.en} {text.zh}"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
