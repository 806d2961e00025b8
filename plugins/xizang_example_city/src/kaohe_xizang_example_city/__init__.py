"""示例市实施细则: an invented city's rules under Article 12 of the Tibet scheme, as an example of an amendment."""

from __future__ import annotations

from collections.abc import Sequence

from kaohe.rules import Ceiling, Document, Each, Finding, Part, Reading, at
from kaohe.rules.amend import Amendment, Replacing
from kaohe.words import Text
from kaohe_xizang import MEMBER, Member

__version__ = "2.0.0"
__all__ = ["ExampleCity"]

LINE = Reading(
    "SL-a1",
    ("whether 65 itself is below the line", "满意度恰为65分是否低于界线"),
    ("it is not", "不低于"),
    clause="细则第三条",
)
signed_for = Finding(
    "signed_for",
    ("has others sign the attendance record", "请人代签到"),
    section=("one-vote vetoes", "一票否决"),
    entered_by=("county 强基办", "县（区）强基办"),
)
below = Ceiling(
    MEMBER.lowest,
    Member.opinion.mean() < 65,
    ("public satisfaction below 65", "群众满意度低于65分的"),
    id="XZ-7(1)4",
    assumption=("XZ-a6", LINE),
    each=Each(
        assumption=("XZ-a6", LINE),
        flag=("period below 65", "有月份低于65分"),
        text=("public satisfaction below 65 in a single month", "有月份群众满意度低于65分"),
    ),
)


class CityMember(Part):
    """One more veto, and a stricter line of satisfaction: each for the year and for the month."""

    kind = MEMBER

    def veto(self) -> Sequence[Ceiling | Replacing]:
        """细则第二条 is new; 第三条 stands in place of the region's 第七条（一）4."""
        return [
            *at("细则第二条", Ceiling(MEMBER.lowest, signed_for, id="SL-2", each=Each(assumption="XZ-a7"))),
            *at("细则第三条", Replacing(rule=below, basis="第十二条；示例市实施细则第三条")),
        ]


class ExampleCity(Amendment):
    """A city's rules for members; teams and units stay as the region says."""

    id, version, base = "xizang-example-city", "2.0.0", "xizang-2018"
    title = Text("Example city's detailed rules (invented)", "示例市实施细则（虚构）")
    document = Document(
        title="示例市干部驻村工作考核实施细则（虚构示例）",
        issuer="示例市强基办",
        issued="2018-10-20",
        number="示强基办〔2018〕1号",
    )
    parts = (CityMember,)
    readings = (LINE,)
