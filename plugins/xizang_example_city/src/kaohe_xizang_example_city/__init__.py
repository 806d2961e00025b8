"""示例市实施细则: an invented city's rules under Article 12 of the Tibet scheme, as an example of an amendment."""

from __future__ import annotations

from collections.abc import Sequence

from kaohe.rules import Amendment, BoolExpr, Ceiling, Document, Finding, Flag, Kind, Reading, Refer, Replacing, Score
from kaohe.words import Text
from kaohe_xizang import MEMBER, OPINION, one_vote_veto

__version__ = "1.0.0"
__all__ = ["ExampleCity"]

BASIS = "第十二条；示例市实施细则第三条"
LOWEST = MEMBER.grades[-1]
signed_for = Finding(
    "signed_for",
    Text("attendance signed for by others", "请人代签到"),
    clause="细则第二条",
    section=Text("one-vote vetoes", "一票否决"),
    entered_by=Text("county 强基办", "县（区）强基办"),
)


class ExampleCity(Amendment):
    """One more veto for members, and a stricter line of satisfaction; teams and units stay as the region says."""

    id = "xizang-example-city"
    title = Text("Example city's detailed rules (invented)", "示例市实施细则（虚构）")
    version = "1.0.0"
    base = "xizang-2018"
    document = Document(
        title="示例市干部驻村工作考核实施细则（虚构示例）",
        issuer="示例市强基办",
        issued="2018-10-20",
        number="示强基办〔2018〕1号",
    )
    assumptions = (
        Reading(
            "SL-a1",
            Text("whether 65 itself is below the line", "满意度恰为65分是否低于界线"),
            Text("it is not", "不低于"),
            clause="细则第三条",
        ),
    )

    def veto(self, kind: Kind) -> Sequence[Ceiling | Flag | Refer | Replacing]:
        """Add 细则第二条, put 第三条 in place of the region's 第七条（一）4: each for the year and for the month."""
        if kind is not MEMBER:
            return []
        opinion: Score = OPINION[MEMBER]
        return [
            *one_vote_veto(
                MEMBER,
                name="SL-2",
                clause="细则第二条",
                text=Text("has others sign the attendance record", "请人代签到的"),
                found=signed_for,
            ),
            Replacing(basis=BASIS, rule=_line("XZ-7(1)4", opinion.mean() < 65)),
            Replacing(basis=BASIS, rule=_line("XZ-7(1)4-period", opinion < 65)),
            Replacing(basis=BASIS, rule=_single("XZ-7(1)4-single", opinion)),
        ]


def _line(name: str, when: BoolExpr) -> Ceiling:
    return Ceiling(
        LOWEST,
        id=name,
        clause="细则第三条",
        text=Text("public satisfaction below 65", "群众满意度低于65分的"),
        when=when,
        assumption=("XZ-a6", "SL-a1"),
    )


def _single(name: str, opinion: Score) -> Flag:
    return Flag(
        id=name,
        clause="细则第三条",
        text=Text("public satisfaction below 65 in a single month", "有月份群众满意度低于65分"),
        flag=Text("period below 65", "有月份低于65分"),
        when=(opinion < 65).any(),
        assumption=("XZ-a6", "SL-a1"),
    )
