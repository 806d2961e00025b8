"""2013年度温岭市镇（街道）干部队伍建设考核办法, clause by clause."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from kaohe.rules import (
    Asks,
    Consequence,
    Cycles,
    Document,
    Figure,
    Flag,
    Kind,
    PointTable,
    Procedure,
    Scheme,
    ScoreOf,
    Window,
)
from kaohe.words import Text

from . import _inputs as i
from ._assumptions import ASSUMPTIONS, UNDEFINED
from ._inputs import STREET, TOWN
from ._procedure import procedure
from ._table import GROUPS, rows


class Wenling2013(Scheme):
    """Wenling: a table of fourteen rows for towns and streets; no grades, ballots, quotas or vetoes."""

    id = "wenling-2013"
    title = Text("Wenling town cadre-team building, 2013", "温岭市镇（街道）干部队伍建设考核（2013）")
    version = "1.0.0"
    document = Document(
        title="2013年度温岭市镇（街道）干部队伍建设考核办法",
        issuer="中共温岭市委组织部",
        issued="2013-07-25",
        number="温组〔2013〕89号",
    )
    kinds = (TOWN, STREET)
    cycles = Cycles(dt.date(2013, 1, 1), dt.date(2013, 12, 31), clause="附件")
    window = Window(months=2, clause="四2", assumption="WL-a11")
    assumptions = ASSUMPTIONS
    undefined = UNDEFINED

    def scoring(self, kind: Kind) -> Sequence[PointTable | Figure | Flag]:
        """二 and the annex: the table, what is noted beside it, the conversion where a ratio is given."""
        return [
            PointTable(
                id="WL-annex",
                clause="附件",
                text=Text("fourteen rows, 100 points", "考核内容与计分办法（100分）"),
                items=rows(kind),
                groups=GROUPS,
                display_places=1,
                assumption=("WL-a7", "WL-a8"),
            ),
            *_NOTED,
            Figure(
                id="WL-5-converted",
                clause="五",
                text=Text("the score converted by the ratio given", "按所给比例折算的得分"),
                value=ScoreOf() * i.conversion_ratio / 100,
                assumption="WL-a9",
            ),
        ]

    def procedure(self, kind: Kind) -> Sequence[Procedure | Consequence | Asks]:
        """三 to 五: checks, marking, and what the score counts for."""
        return procedure()


_NOTED = (
    Flag(
        id="WL-2①-order",
        clause="附件第2项①",
        text=Text("驻村百晓 not set up: it is to be set right", "“驻村百晓”未建立的，责令纠正"),
        flag=Text("to be set right", "责令纠正"),
        when=i.village_expert.is_("not-set-up"),
    ),
    Flag(
        id="WL-5②-days",
        clause="附件第5项②",
        text=Text("a course was held, under 12 days of training", "已举办培训班，但培训不足12天"),
        flag=Text("training under 12 days", "培训不足12天"),
        when=~i.no_course & (i.training_days < 12),
        assumption="WL-a3",
    ),
)
