"""Readings of ours where the Tibet document is silent or ambiguous (XZ-a1 to XZ-a17), and what it leaves undefined."""

from __future__ import annotations

from functools import partial

from kaohe.rules import Count, Reading, Undefined

# A table: question, reading taken, clause, and the ways to read it otherwise.
# fmt: off
MARKS, VISITED = "第六条（四）", "第七条（三）1"
COUNTY, VETOES = ("county 强基办", "县（区）强基办"), ("one-vote vetoes", "一票否决")

GAP = Reading(
    "XZ-a1", ("a score between 89 and 90, or 79 and 80", "89与90、79与80之间的分数"),
    (("half-open bands on the exact mean; the result is flagged. Every reading moves only what lies between two "
      "printed bands: there is none between 60-79 and below 60"),
     "按精确平均分、从各档下限起算，并作标记；各种读法只影响两档之间的分数，60分以下与60-79分之间没有空档"),
    clause=MARKS, key="gap-reading",
    ways={"half-open": ("a band begins at its lower number", "从各档下限起算"),
          "half-up": ("rounded half-up to whole points", "四舍五入到整数"),
          "truncate": ("cut to whole points", "舍去小数"),
          "refer": ("a person decides", "由人裁定")})
RAW = Reading("XZ-a2", ("are marks entered raw or weighted", "三项得分按百分制还是按占比录入"),
              ("raw 0-100; the weights are applied here", "按百分制录入，由程序折算"), clause=MARKS)
ROUNDING = Reading("XZ-a3", ("rounding of the annual mean", "年均分的取舍"),
                   ("none for the grade; two decimals, half-up, for display", "评等不取舍；仅显示时四舍五入到两位小数"), clause=MARKS)
YEAR = Reading("XZ-a4", ("which months and quarters form the year", "哪些月份、季度构成考核年度"),
               ("the cycle lists them; November to October is proposed", "由周期逐一列明；建议上年11月至当年10月"), clause="第六条（六）")
MISSING = Reading(
    "XZ-a5", ("missing months", "缺考核的期次"),
    (("not posted: not due; due and not scored: still needed; recorded as not assessed: left out and shown; "
      "fewer than half of the due ones: a person decides; never zero"),
     "未派驻的不应考核；应考核未录入的待补；注明未考核的不计入并标明；不足一半由人裁定；绝不按零分计"),
    clause=MARKS, key="missing-periods",
    ways={"refer": ("with fewer than half of the due ones a person decides", "不足应考核期次一半的由人裁定"),
          "mean": ("the mean of those assessed stands", "按已考核期次的平均值"),
          "excluded": ("with fewer than half of the due ones: not appraised", "不足应考核期次一半的不考核")})
SATISFACTION = Reading(
    "XZ-a6", ("which number 群众满意度 60 refers to", "“群众满意度低于60分”指哪个分数"),
    ("the raw opinion mark: the mean of the periods for the year, each period for itself", "民意测评原始分：年度看各期平均，各期看本期"),
    clause="第七条", key="satisfaction-reading",
    ways={"opinion": ("the raw opinion mark", "民意测评原始分"),
          "villagers": ("a separate satisfaction rate among villagers", "另计村民满意率")})
SCOPE = Reading("XZ-a7", ("the scope of a veto", "一票否决的范围"),
                ("it bounds the grades of the year and the period", "限制年度等次和认定所在期次的等次；得分不变"), clause="第七条")
COMMA = Reading(
    "XZ-a8", ("the comma in 7(3)1: either or both", "第七条（三）1逗号：其一即否决还是须同时具备"),
    clause=VISITED, key="studies-and-visits",
    ways={"either": ("either", "其一即否决"), "both": ("both", "同时具备才否决")})
visits = partial(Count, clause=VISITED, section=VETOES, entered_by=COUNTY)
VISITS = Reading(
    "XZ-a9", ("four visits: in all or to each posting point", "“少于4次”按合计还是按驻村点"),
    ("all visits of any leader together; per point as a setting", "领导到各点合计；可设为按点计"),
    clause=VISITED, key="visits-reading",
    ways={"total": (("all visits to all posting points", "到各驻村点合计"),
                    visits("visits", ("leaders' visits in the year", "党组（党委）领导到驻村点次数"))),
          "per-point": (("visits to the least-visited point", "每个驻村点分别计"),
                        visits("visits_least_point", ("leaders' visits, least-visited posting point", "到次数最少的驻村点次数")))})
TWICE = Reading(
    "XZ-a10", ("whether 2次以上 includes two", "“2次以上”是否含两次"), clause="第八条", key="recall-from",
    ways={"two": ("it includes two", "含两次"), "three": ("it begins at three", "不含两次，从三次起")})
UNIT_REPORT = Reading("XZ-a11", ("6(3) lets the team file the unit's report", "第六条（三）由工作队形成“本单位”报告"),
                      ("a slip for the dispatching unit", "应为派驻单位"), clause="第六条（三）")
SAMPLE = Reading("XZ-a12", ("sampling: of each kind, and which rounding", "抽查比例：是否分类别，如何取整"),
                 ("each kind for itself, rounded up, a seeded draw", "分对象类别，向上取整，种子可重算"), clause="第六条（六）（七）")
MARKED_BY = Reading("XZ-a13", ("who gives the usual-record mark where two levels could", "平时掌握分由哪一级打"),
                    ("one mark by the implementing 强基办 of the organiser", "由组织方的强基办打一个分"), clause=MARKS)
NO_QUOTA = Reading("XZ-a14", ("a quota for 优秀", "优秀比例"),
                   ("none is stated, none is applied", "文件未规定，不设限额"), clause="第六条")
ALTITUDE = Reading("XZ-a15", ("an altitude of exactly 4500 m", "海拔恰为4500米"), ("it is included", "含4500米"), clause="第六条（五）")
CORRECTED = Reading("XZ-a16", ("a spot-check that changes a score", "抽查改变得分"),
                    ("a superseding entry with its reason; both are kept", "另记更正并写明理由，两者都保留"), clause="第六条（六）")
NOTICES = Reading(
    "XZ-a17", ("is a notice of absence (7(1)3) a negative notice of Article 8 too", "脱岗通报是否也是第八条的负面通报"),
    (("each counts for the clause that it is entered under; a 强基办's notice of absence is entered under both, "
      "and two under one clause do not make two under the other"),
     "各按所录条款计次；强基办就脱岗离岗所发的负面通报须在两处录入，一条款的两次不当然是另一条款的两次"),
    clause="第八条", key="recall-reading",
    ways={"as-entered": ("those entered as negative notices of a 强基办", "按强基办负面通报录入的"),
          "absence-too": ("notices of absence too, each once", "擅自脱岗离岗的通报也计入，同一通报只计一次")})
READINGS = (GAP, RAW, ROUNDING, YEAR, MISSING, SATISFACTION, SCOPE, COMMA, VISITS, TWICE, UNIT_REPORT, SAMPLE, MARKED_BY,
            NO_QUOTA, ALTITUDE, CORRECTED, NOTICES)
UNDEFINED = (
    Undefined("XZ-u-table", MARKS, ("the target table's items, the opinion ballot", "考评表的项目和民意测评表的样式")),
    Undefined("XZ-u-rounding", MARKS, ("rounding of the annual mean", "年均分的取舍"), ROUNDING),
    Undefined("XZ-u-missing", MARKS, ("periods without a score", "缺考核的期次"), MISSING),
    Undefined("XZ-u-quota", MARKS, ("how many may be 优秀", "优秀的比例"), NO_QUOTA),
    Undefined("XZ-u-scope", "第九条", ("how wide results are publicised, how long", "公示的范围和期限")),
)
