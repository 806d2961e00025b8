"""The program: help, languages, exit status, and mistakes in the command itself."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from cli_kit import EXAMPLE, run, spawn
from kaohe import __version__
from kaohe.cli import COMMANDS
from kaohe.cli._book import book
from kaohe.cli._office import office


@pytest.mark.parametrize(("lang", "word"), [("en", "Options"), ("zh", "选项")])
def test_help_speaks_the_language_of_the_locale(lang: str, word: str) -> None:
    """The help page and its headings come in English or Chinese."""
    result = run("--help", lang=lang)
    assert (result.exit_code, word in result.stdout) == (0, True)


@pytest.mark.parametrize("command", ["schemes", "describe", "lint", "new-case", "evaluate", "explain"])
def test_every_command_has_help_in_both_languages(command: str) -> None:
    """A command's own page differs by language and names its options in both."""
    english, chinese = (run(command, "--help", lang=lang).stdout for lang in ("en", "zh"))
    assert "Options" in english
    assert "选项" in chinese
    assert "--json" in english
    assert "--json" in chinese


def test_the_help_page_lists_every_installed_command() -> None:
    """Commands stand on the help page without being imported."""
    page = run("--help").stdout
    assert [name for name, lazy in COMMANDS.items() if lazy.installed and f"  {name} " not in page] == []


def test_an_unknown_command_names_the_nearest() -> None:
    """A typing error in the command is answered with the command meant."""
    result = run("evalute", "x")
    assert (result.exit_code, result.stderr) == (2, "[K2202] there is no command evalute; did you mean evaluate?\n")


def test_a_missing_argument_is_a_sentence() -> None:
    """A command without its argument says which is missing, in the reader's language."""
    result = run("evaluate", lang="zh")
    assert result.exit_code == 2
    assert "缺少" in result.stderr


def test_an_unknown_option_is_a_sentence() -> None:
    """An option that does not exist is named."""
    result = run("schemes", "--jsn")
    assert result.exit_code == 2
    assert "--jsn" in result.stderr
    assert "--json" in result.stderr


def test_an_optional_command_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the terminal interface, `kaohe tui` names the distribution to install."""
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    result = run("tui")
    assert result.exit_code == 2
    assert "pip install kaohe-tui" in result.stderr


def test_the_program_tells_its_version() -> None:
    """`kaohe --version`, and the help says so in both languages."""
    assert run("--version").stdout == f"kaohe {__version__}\n"
    assert "显示版本。" in run("--help", lang="zh").stdout
    assert "Show the version." in run("--help").stdout


FACES = "kaohe.engine kaohe.store kaohe.cases kaohe.office kaohe.exchange kaohe.paper kaohe.testing"
LIBRARIES = "tinydb textual openpyxl docx sqlalchemy psycopg hypothesis"
SCHEMES = "kaohe.rules attrs pluggy importlib.metadata kaohe_xpcc kaohe_xizang kaohe_neimenggu"


@pytest.mark.parametrize(
    ("words", "needless"),
    [
        ("schemes", f"{FACES} {LIBRARIES}"),
        ("--help", f"{FACES} {LIBRARIES} {SCHEMES}"),
        ("help", f"{FACES} {LIBRARIES} {SCHEMES} kaohe.cli._vocabulary"),
        ("help schemes", f"{FACES} {LIBRARIES} kaohe.rules pluggy kaohe_xpcc"),
    ],
)
def test_a_list_imports_nothing_that_it_does_not_need(words: str, needless: str) -> None:
    """Commands and schemes are listed, and a command's page told, without what runs a scheme; commands without schemes."""
    code = (
        "import sys\nfrom kaohe.cli import main\n"
        f"try: main({words.split()})\nexcept SystemExit: pass\n"
        f"print([name for name in {needless.split()} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


def test_a_closed_pipe_ends_quietly() -> None:
    """A reader that leaves early gets no complaint, and the status is not that of a failed expectation."""
    read, write = os.pipe()
    os.close(read)
    command = [sys.executable, "-c", "from kaohe.cli import main; main()", "evaluate", str(EXAMPLE), "--json"]
    done = subprocess.run(command, stdout=write, stderr=subprocess.PIPE, text=True, check=False)
    os.close(write)
    assert (done.stderr, done.returncode) == ("", 141)


def test_a_terminal_without_chinese_gets_escapes() -> None:
    """Where the encoding lacks a character its escape is written; nothing fails."""
    done = spawn("schemes", lang="zh", PYTHONIOENCODING="latin-1")
    assert done.returncode == 0
    assert "\\u" in done.stdout


def test_an_interrupt_ends_quietly(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C ends the program with status 130 and no traceback."""

    def interrupted(**options: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("kaohe.rules.discover", interrupted)
    result = run("schemes")
    assert (result.exit_code, result.stdout.strip()) == (130, "")


def test_what_is_missing_is_named_as_it_is_typed() -> None:
    """An option by its dashes, an argument as the help writes it."""
    assert run("book", "import", "a.toml", "a.book").stderr.startswith("[K2205] --county is missing")
    assert run("explain", "a.toml").stderr.startswith("[K2205] ID is missing")


GROUPS = {"book": tuple(book.commands), "office": tuple(office.commands)}
PAGES = [(name, *part) for name in COMMANDS for part in [(), *((one,) for one in GROUPS.get(name, ()))]]


@pytest.mark.parametrize("words", PAGES, ids=" ".join)
def test_help_in_chinese_holds_no_word_that_click_writes(words: tuple[str, ...]) -> None:
    """Headings, the line of --help and the mark of what must be given are in the reader's language, of every command."""
    told = run(*words, "--help", lang="zh").stdout
    assert "用法：" in told
    assert [word for word in ("Usage", "Options:", "Commands:", "required", "Show this message") if word in told] == []
