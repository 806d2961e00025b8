"""A declared short label stands where a heading has little room, and nothing is cut while there is room."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from kaohe.rules import Band, Bands, Document, Kind, Part, Periods, Scheme, Score, Total, assemble, at, weighted
from kaohe.rules.tools import Ruleset
from kaohe.words import Text
from kaohe_tui.desk._desk import Desk
from kaohe_tui.session._session import Session
from tui_kit.typing import press

_KIND = Kind("member", ("member", "队员"), ("优秀", "基本称职", "不称职"))
_QUARTER = Periods("quarter", ("quarter", "季度"), "quarter")
_LONG, _OTHER = (
    ("target-responsibility table", "目标责任考评表"),
    ("democratic appraisal", "民主测评总分"),
)


def _scheme(short: tuple[str, str] | None, *, more: int = 0) -> Ruleset:
    """Marks of a quarter with long labels, the first with a short one; `more` further marks."""
    first = Score("first", _LONG, clause="第一条", on=_QUARTER, short=short)
    second = Score("second", _OTHER, clause="第一条", on=_QUARTER)
    others = [Score(f"m{n}", (f"mark {n}", f"第{n}项"), clause="第一条", on=_QUARTER) for n in range(more)]

    class Member(Part):
        """Somebody with marks."""

        kind = _KIND

        def scoring(self) -> Sequence[Total | Bands]:
            """Their mean."""
            share = f"1/{2 + more}"
            value = weighted(*((one, share) for one in (first, second, *others))).mean()
            bands = (Band("优秀", low=90), Band("基本称职", low=60, below=90), Band("不称职", below=60))
            return at(
                "第一条",
                Total(id="S-1", text=("score", "得分"), value=value),
                Bands(id="S-2", text=("bands", "分段"), of=value, bands=bands),
            )

    class Shortened(Scheme):
        """Long labels."""

        id = "shortened"
        title = Text("Long labels", "长标题")
        version = "1.0"
        document = Document(title="示例", issuer="示例单位", issued="2020-01-01")
        parts = (Member,)

    return assemble(Shortened)


def _sheet(folder: Path, ruleset: Ruleset) -> Desk:
    facts = {given.key: [70] for given in ruleset.kinds[0].inputs}
    rows = [{"id": "000001", "kind": "member", "name": "张一", "facts": facts}]
    cycle = {"id": "2020", "start": "2020-01-01", "end": "2020-12-31", "periods": {"quarter": ["2020Q1"]}}
    path = folder / "short.json"
    path.write_text(json.dumps({"format": 1, "scheme": "shortened", "cycle": cycle, "appraisees": rows}))
    desk = Desk(Session.open(path, ruleset=ruleset))
    desk.size = (80, 24)
    press(desk, "b", "enter")
    return desk


def test_the_short_label_stands_where_the_whole_one_has_no_room(tmp_path: Path) -> None:
    """With many columns the heading is the short one; the cell's own line still says the whole label."""
    text = _sheet(tmp_path, _scheme(("targets", "考评表"), more=3)).frame().text().split("\n")
    assert "考评表 " in text[1]
    assert "目标责任" not in text[1]
    assert "目标责任考评表" in text[22]


def test_nothing_is_cut_while_there_is_room(tmp_path: Path) -> None:
    """A short label gives its room to a neighbour that has none; the longest grade stands whole as well."""
    text = _sheet(tmp_path, _scheme(("targets", "考评表"))).frame().text().split("\n")
    assert "民主测评总分" in text[1]
    assert "考评表" in text[1]
    assert "~" not in text[1]
    assert "基本称职" in text[2]


def test_without_a_short_label_a_long_one_is_cut_and_marked(tmp_path: Path) -> None:
    """What was declared before short labels were is shown as before."""
    heading = _sheet(tmp_path, _scheme(None, more=3)).frame().text().split("\n")[1]
    assert "~" in heading


def test_a_short_label_is_no_part_of_the_rules() -> None:
    """It changes no digest, and two inputs that differ in it alone are one."""
    with_, without = _scheme(("targets", "考评表")), _scheme(None)
    assert with_.digest == without.digest
    one, two = (next(given for given in found.kinds[0].inputs if given.key == "first") for found in (with_, without))
    assert one == two
    assert (str(one.short and one.short.zh), two.short) == ("考评表", None)
