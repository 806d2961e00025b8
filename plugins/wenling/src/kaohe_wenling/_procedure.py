"""三 to 五: who checks and fixes the scores, and what they count for."""

from __future__ import annotations

from kaohe.rules import Consequence, Procedure, ScoreOf
from kaohe.words import Text

_ORGANISATION = Text("city 组织部", "市委组织部")
_FIVE_GOOD = Text("五好 office of the 组织部", "市委组织部“五好”服务型镇（街道）建设办公室")
_APPRAISAL = Text("city appraisal office", "市考核办")


def procedure() -> list[Procedure | Consequence]:
    """The same for towns and streets, in the order of the document."""
    return [
        Procedure(
            id="WL-header",
            clause="三",
            step="organiser",
            text=Text(
                "led by the 组织部 with others, guided by the city appraisal office",
                "在市考核办指导下，由市委组织部会同相关单位牵头",
            ),
            chain=(_ORGANISATION, _APPRAISAL),
        ),
        Procedure(
            id="WL-4.1",
            clause="四1",
            step="report",
            text=Text(
                "supervision in the year: regular, irregular and random checks",
                "平时督查：日常定期不定期检查、随机抽查",
            ),
            chain=(_ORGANISATION,),
        ),
        Procedure(
            id="WL-4.2",
            clause="四2",
            step="report",
            text=Text(
                "at year's end: self-check with material and ledgers, then marking, then a check on the spot",
                "年终考核：自查自评并上报材料、台账，核查量分，实地核验",
            ),
            chain=(Text("party committee of the town or street", "镇（街道）党（工）委"), _FIVE_GOOD),
        ),
        Procedure(
            id="WL-4.3",
            clause="四3",
            step="sign-off",
            text=Text(
                "the 组织部 and others fix the scores and report them; equal scores share a rank",
                "市委组织部会同相关单位研究确定得分，报市考核办；同分并列",
            ),
            chain=(_ORGANISATION, _APPRAISAL),
            assumption="WL-a9",
        ),
        Procedure(
            id="WL-4.2-form",
            clause="附件",
            step="form",
            text=Text("contents and marking, out of 100", "考核内容与计分办法（100分）"),
            columns=("序号", "考核内容", "工作目标", "基本分", "具体内容与计分办法"),
        ),
        Consequence(
            id="WL-5",
            clause="五",
            text=Text(
                "converted by proportion into the party-building total; a key figure for 五好镇（街道）",
                "按比例折算后计入党建工作考核总分，并作为评选年度“五好”服务型镇（街道）的重要指标",
            ),
            when=ScoreOf().given(),
            assumption="WL-a9",
        ),
    ]
