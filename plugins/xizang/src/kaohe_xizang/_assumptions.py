"""Readings of ours where the Tibet document is silent or ambiguous (XZ-a1 to XZ-a17), and what it leaves undefined."""

from __future__ import annotations

from kaohe.rules import Reading, Undefined
from kaohe.words import Text

ASSUMPTIONS = (
    Reading(
        "XZ-a1",
        Text("a score between 89 and 90, or 79 and 80", "89与90、79与80之间的分数"),
        Text(
            "half-open bands on the exact mean; the result is flagged. Every reading moves only what lies between two "
            "printed bands: there is none between 60-79 and below 60",
            "按精确平均分、从各档下限起算，并作标记；各种读法只影响两档之间的分数，60分以下与60-79分之间没有空档",
        ),
        (
            Text("half-open", "从下限起算"),
            Text("rounded half-up", "四舍五入"),
            Text("cut", "舍去小数"),
            Text("refer to a person", "由人裁定"),
        ),
        clause="第六条（四）",
    ),
    Reading(
        "XZ-a2",
        Text("whether the three marks are entered raw or already weighted", "三项得分按百分制还是按占比录入"),
        Text("raw 0-100; the weights are applied here", "按百分制录入，由程序折算"),
        clause="第六条（四）",
    ),
    Reading(
        "XZ-a3",
        Text("rounding of the annual mean", "年均分的取舍"),
        Text("none for the grade; two decimals, half-up, for display", "评等不取舍；仅显示时四舍五入到两位小数"),
        (Text("none", "不取舍"), Text("one decimal", "一位小数"), Text("two decimals", "两位小数")),
        clause="第六条（四）",
    ),
    Reading(
        "XZ-a4",
        Text("which months and quarters form the year", "哪些月份、季度构成考核年度"),
        Text("the cycle lists its periods; November to October is proposed", "由周期逐一列明；建议上年11月至当年10月"),
        clause="第六条（六）",
    ),
    Reading(
        "XZ-a5",
        Text("missing months", "缺考核的期次"),
        Text(
            "not posted: not due; due and not scored: still needed; recorded as not assessed: left out and shown; "
            "fewer than half of the due ones: a person decides; never zero",
            "未派驻的不应考核；应考核未录入的待补；注明未考核的不计入并标明；不足一半由人裁定；绝不按零分计",
        ),
        clause="第六条（四）",
    ),
    Reading(
        "XZ-a6",
        Text("which number 群众满意度 60 refers to", "“群众满意度低于60分”指哪个分数"),
        Text(
            "the raw opinion mark: the mean of the periods for the year, each period for itself",
            "民意测评原始分：年度看各期平均，各期看本期",
        ),
        (
            Text("raw opinion mark", "民意测评原始分"),
            Text("a separate satisfaction rate among villagers", "另计村民满意率"),
        ),
        clause="第七条",
    ),
    Reading(
        "XZ-a7",
        Text("the scope of a veto", "一票否决的范围"),
        Text(
            "it bounds the year's grade and that of the period of the finding; scores stay as they are",
            "限制年度等次和认定所在期次的等次；得分不变",
        ),
        clause="第七条",
    ),
    Reading(
        "XZ-a8",
        Text("the comma in 7(3)1: either or both", "第七条（三）1逗号：其一即否决还是须同时具备"),
        Text("either", "其一即否决"),
        (Text("either", "其一"), Text("both", "同时")),
        clause="第七条（三）1",
    ),
    Reading(
        "XZ-a9",
        Text("four visits: in all or to each posting point", "“少于4次”按合计还是按驻村点"),
        Text("all visits of any leader together; per point as a setting", "领导到各点合计；可设为按点计"),
        (Text("in all", "合计"), Text("per posting point", "按点")),
        clause="第七条（三）1",
    ),
    Reading(
        "XZ-a10",
        Text("whether 2次以上 includes two", "“2次以上”是否含两次"),
        Text("it includes two", "含两次"),
        clause="第八条",
    ),
    Reading(
        "XZ-a11",
        Text("6(3) lets the team file the unit's report", "第六条（三）由工作队形成“本单位”报告"),
        Text("a slip for the dispatching unit", "应为派驻单位"),
        clause="第六条（三）",
    ),
    Reading(
        "XZ-a12",
        Text("sampling: of each kind, and which rounding", "抽查比例：是否分类别，如何取整"),
        Text("each kind for itself, rounded up, a seeded draw", "分对象类别，向上取整，种子可重算"),
        clause="第六条（六）（七）",
    ),
    Reading(
        "XZ-a13",
        Text("who gives the usual-record mark where two levels could", "平时掌握分由哪一级打"),
        Text("one mark by the implementing 强基办 of the organiser", "由组织方的强基办打一个分"),
        clause="第六条（四）",
    ),
    Reading(
        "XZ-a14",
        Text("a quota for 优秀", "优秀比例"),
        Text("none is stated, none is applied", "文件未规定，不设限额"),
        clause="第六条",
    ),
    Reading(
        "XZ-a15",
        Text("an altitude of exactly 4500 m", "海拔恰为4500米"),
        Text("it is included", "含4500米"),
        clause="第六条（五）",
    ),
    Reading(
        "XZ-a16",
        Text("a spot-check that changes a score", "抽查改变得分"),
        Text("a superseding entry with its reason; both are kept", "另记更正并写明理由，两者都保留"),
        clause="第六条（六）",
    ),
    Reading(
        "XZ-a17",
        Text(
            "whether a notice for unauthorised absence (7(1)3) is also a negative notice of Article 8",
            "擅自脱岗离岗的通报（第七条（一）3）是否也是第八条的负面通报",
        ),
        Text(
            "each counts for the clause that it is entered under; a 强基办's notice of absence is entered under both, "
            "and two under one clause do not make two under the other",
            "各按所录条款计次；强基办就脱岗离岗所发的负面通报须在两处录入，一条款的两次不当然是另一条款的两次",
        ),
        (
            Text("as entered", "按录入条款"),
            Text("notices of absence count for the recall too, each once", "脱岗离岗通报也计入召回，同一通报只计一次"),
        ),
        clause="第八条",
    ),
)

UNDEFINED = (
    Undefined(
        "XZ-u-table",
        "第六条（四）",
        Text("the items of the target table and the form of the opinion ballot", "考评表的项目和民意测评表的样式"),
    ),
    Undefined("XZ-u-rounding", "第六条（四）", Text("rounding of the annual mean", "年均分的取舍"), "XZ-a3"),
    Undefined("XZ-u-missing", "第六条（四）", Text("months and quarters without a score", "缺考核的期次"), "XZ-a5"),
    Undefined("XZ-u-quota", "第六条（四）", Text("how many may be 优秀", "优秀的比例"), "XZ-a14"),
    Undefined("XZ-u-scope", "第九条", Text("how wide results are publicised, and how long", "公示的范围和期限")),
)
