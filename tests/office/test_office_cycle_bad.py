"""What goes wrong in a cycle: each time a sentence with the next step, by the command too, and nothing of the book lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from cli_kit import run
from cycle_kit import case_file, neimenggu, xpcc
from kaohe.office import Office

OUT_OF_ORDER = [
    ("draw frame one.book regiments --codes regiments.txt", "K8226", "draw pledge"),
    ("draw reveal one.book regiments --seed regiments.txt", "K8226", "draw pledge"),
    ("sign one.book --step 3", "K8144", "sign there first"),
    ("sign one.book", "K8148", "kaohe office status lists them"),
    ("return one.book --reason x", "K8149", "nothing to return"),
    ("opinion one.book agrees --all", "K8144", "sign there first"),
    ("close one.book --retain 2099-12-31 --reason x", "", "sign"),
    ("notice given one.book BT-7(2) C1 --document 文1号", "K8260", "kaohe office notice list"),
    ("imported one.book C1 优秀 --document 文1号", "K8252", "imported only"),
    ("publish one.book BT-1 --on 2017-01-20 --document 文1号", "K8248", "no step"),
]
OUTSIDE = [
    ("received one.book summary C1 --on 1999-01-05", "K8207", "year"),
    ("received one.book summary --all --on 2999-01-05", "K8202", "has not come"),
    ("done one.book BT-8(3) --on 2006-01-20", "K8207", "year"),
    ("done one.book BT-8(3) --on 2150-01-20", "K8208", "year"),
    ("gate one.book regiment none --all --on 2015-12-31 --document 文1号", "K8207", "year"),
    ("imported one.book V1 优秀 --on 2015-01-18 --document 文1号", "K8207", "year"),
    ("received one.book summary C1 --on 2017-02-30", "K1071", "is not a day"),
    ("enter one.book C1 entered=2019-01-01", "", "2016"),
]
UNCLEAR = [
    ("received one.book summary", "K5305", "--all"),
    ("received one.book summary C1 --all", "K5305", "not both"),
    ("received one.book sumary --all", "K5306", "check the key"),
    ("gate one.book regiments none --all --document 文1号", "K5306", "check the key"),
    ("notice given one.book BT-9 --all --document 文1号", "K5306", "check the key"),
    ("draw pledge one.book mates --keep seed", "K8210", "kaohe office draw list"),
]


@pytest.fixture
def division(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The book of 一师 as it begins, in the folder of its files."""
    xpcc.prepare(tmp_path)
    monkeypatch.chdir(tmp_path)
    assert run("book", "import", "one.json", "one.book", "--county", "一师").exit_code == 0
    return tmp_path / "one.book"


def _head(book: Path) -> str:
    with Office.open(book, writable=False) as office:
        return office.head.full


@pytest.mark.parametrize(("command", "number", "says"), [*OUT_OF_ORDER, *OUTSIDE, *UNCLEAR])
def test_a_step_that_cannot_be_now_is_refused(division: Path, command: str, number: str, says: str) -> None:
    """Out of order, on a day outside the cycle, for nobody or for too many: said in both languages; nothing changes."""
    head = _head(division)
    for lang in ("en", "zh"):
        done = run("office", *command.split(), lang=lang)
        assert done.exit_code == 2
        assert done.stderr.startswith("[K")
        assert lang == "zh" or says in done.stderr
    with Office.open(division, writable=False) as office:
        assert office.head.full == head
    if number:
        assert number in _numbers(command)


def _numbers(command: str) -> str:
    """What the command says as data: the numbers of the refusal and of each change that was refused."""
    return run("office", *command.split(), "--json").stdout


def test_a_tie_that_others_share_says_where_it_is_decided(tmp_path: Path) -> None:
    """三师 with two equal members cannot decide places of the whole 兵团: it is told to freeze, and the higher book joins it."""
    people = [xpcc.team("C1", "corps", "三师")]
    people += [xpcc.person(f"N{n}", "C1", "优秀" if n < 3 else "称职", 55) for n in range(1, 5)]
    case_file(tmp_path, "tied", xpcc.data(people))
    case_file(tmp_path, "up", xpcc.data([]))
    for name in ("tied", "up"):
        run("book", "import", tmp_path / f"{name}.json", tmp_path / f"{name}.book", "--county", name)
    refused = run("office", "sign", tmp_path / "tied.book")
    assert refused.exit_code == 2
    assert "kaohe office freeze, then kaohe office join there" in refused.stderr
    assert run("office", "freeze", tmp_path / "tied.book").exit_code == 0
    assert run("office", "join", tmp_path / "up.book", tmp_path / "tied.book", "--as", "三").exit_code == 0
    done = run(
        "office", "decide", "tie", tmp_path / "up.book", "BT-5(3)c", "三.N1", "--document", "文1号", "--reason", "研究"
    )
    assert done.exit_code == 0
    for _ in range(2):
        assert run("office", "sign", tmp_path / "up.book").exit_code == 0


@pytest.mark.parametrize(("harm", "says"), [("flip", "K4067"), ("cut", "K8311"), ("other", "K8311"), ("gone", "K4027")])
def test_a_lower_book_that_does_not_verify_is_named_and_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, harm: str, says: str
) -> None:
    """A byte turned, its end cut off, another book in its place, none there: a sentence, and the region stands as it was."""
    neimenggu.prepare(tmp_path)
    monkeypatch.chdir(tmp_path)
    for name, unit in (("jia", "甲旗"), ("region", "自治区")):
        run("book", "import", f"{name}.json", f"{name}.book", "--county", unit)
    run("office", "freeze", "jia.book")
    assert run("office", "join", "region.book", "jia.book", "--as", "甲旗").exit_code == 0
    _harmed(tmp_path / "jia.book", harm)
    before = (tmp_path / "region.book").read_bytes()
    for words in (
        ("join", "region.book", "jia.book", "--as", "甲旗", "--reason", "again"),
        ("joined", "region.book", "jia.book"),
    ):
        done = run("office", *words)
        assert done.exit_code == 2
        assert says in done.stderr
        assert says == "K4067" or "甲旗" in done.stderr or "jia.book" in done.stderr
    assert (tmp_path / "region.book").read_bytes() == before
    assert run("book", "verify", "region.book").exit_code == 0


def _harmed(book: Path, harm: str) -> None:
    """What happened to a lower book after it was joined."""
    raw = book.read_bytes()
    book.unlink()
    if harm == "flip":
        at = raw.index(b"third_party")
        book.write_bytes(raw[:at] + b"T" + raw[at + 1 :])
    elif harm == "cut":
        book.write_bytes(b"".join(raw.splitlines(keepends=True)[:-1]))
    elif harm == "other":
        # With a reason of its own: the same acts within one second would make the same book, byte for byte.
        run("book", "import", "jia.json", "jia.book", "--county", "甲旗")
        assert run("office", "freeze", "jia.book", "--reason", "anew").exit_code == 0


def test_a_seed_of_another_draw_draws_nothing(division: Path) -> None:
    """It is refused with both hashes and the way out; the pledged seed draws after it as if nothing had been."""
    for words in (
        ("draw", "pledge", division, "regiments", "--keep", "seed-1"),
        ("draw", "frame", division, "regiments", "--codes", "regiments.txt"),
    ):
        assert run("office", *words).exit_code == 0
    head = _head(division)
    Path("other").write_text("ab" * 32, encoding="utf-8")
    refused = run("office", "draw", "reveal", division, "regiments", "--seed", "other")
    assert refused.exit_code == 2
    assert "begin anew with --again and a reason" in refused.stderr
    assert _head(division) == head
    assert run("office", "draw", "reveal", division, "regiments", "--seed", "seed-1").exit_code == 0
