"""The page of numbered messages, from the sources: `python tests/docs_kit.py > docs/messages.md` (make docs does)."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from attrs import frozen

__all__ = ["Found", "messages", "page"]

ROOT = Path(__file__).parents[1]
_WORDS = ROOT / "framework" / "src" / "kaohe" / "words.py"
_HEAD = """# Messages by number

Made from the sources by `make docs`; do not edit.

An error or a warning that has a number shows it as `[K2001]` on the screen and as `"number"` in JSON. The number stays
when the words change, and is the same in both languages; search for it here, in a log, or in a report to us. `{...}`
stands for what the message names: a file, a value, a limit.

With `--json` (or `--report json`) whatever a command refuses stands on standard output too, in one line:
`{"error": "CaseError", "number": "K2001", "where": "case.toml:3", "text": {"en": "...", "zh": "..."}}`. `where` is the file, line or
place, null where there is none; `error` names the class. The sentence on standard error and the exit status stay as they are.

| number | English | Chinese | said by |
|---|---|---|---|
"""


@frozen(order=True)
class Found:
    """One message as it stands in a source."""

    number: str
    en: str
    zh: str
    module: str

    def in_language(self, code: str) -> str:
        """The words in one language."""
        return self.zh if code == "zh" else self.en


@cache
def messages() -> tuple[Found, ...]:
    """Every message of every distribution here, by number. Raises ValueError for one whose words are computed."""
    sources = [ROOT / "framework" / "src", ROOT / "tui" / "src", *sorted(ROOT.glob("plugins/*/src"))]
    return tuple(
        sorted(found for source in sources for file in source.rglob("*.py") for found in _in_file(file, source))
    )


def _in_file(file: Path, source: Path) -> Iterator[Found]:
    if file == _WORDS:  # where the class is
        return
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Message":
            words = [part.value for part in node.args if isinstance(part, ast.Constant) and isinstance(part.value, str)]
            if len(words) != 3 or node.keywords:
                raise ValueError(f"{file}:{node.lineno}: a message has its number and its words as they are")
            number, en, zh = words
            yield Found(number, en, zh, ".".join(file.relative_to(source).with_suffix("").parts))


def page() -> str:
    """The page as it should stand."""
    rows = (f"| {one.number} | {_cell(one.en)} | {_cell(one.zh)} | `{one.module}` |\n" for one in messages())
    return _HEAD + "".join(rows)


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


if __name__ == "__main__":
    sys.stdout.write(page())
