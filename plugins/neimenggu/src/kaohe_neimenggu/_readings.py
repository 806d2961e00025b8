"""Readings of ours where the Inner Mongolia document is silent or ambiguous (NM-a1 to NM-a16), and its gaps."""

from __future__ import annotations

from kaohe.rules import Reading, Undefined

# A table: question, reading taken, the other ones, clause, and the ways to read it otherwise.
# fmt: off
RESULT = "四（七）"

LINE = Reading(
    "NM-a1", ("“more than 240 days and above”, “fewer than 240 days and above”", "“超过240天以上”“少于240天以上”"),
    ("above 240: +2; below 240: -2; exactly 240: neither", "超过240天加2分，少于240天扣2分，恰为240天不加不扣"),
    clause="加分因素4、扣分因素3", key="days-reading",
    ways={"neither": ("240 counts as neither", "240天不加不扣"), "more": ("240 counts as more", "含240天为加分")})
CAP = Reading(
    "NM-a2", ("a total can reach 111 in a 100-point scheme", "百分制下总分可达111分"),
    ("no cap and no floor; the base and the total are both shown", "不封顶、不保底，同时显示基础分与总分"),
    clause=RESULT, key="total-limit", excuses="score.bounds",
    ways={"none": ("no cap", "不封顶"), "capped": ("capped at 100", "以100分封顶")})
PROPOSED = Reading(
    "NM-a3", ("no score separates the four grades", "四个等次没有分数界限"),
    (("every grade is a recorded proposal; the total orders those proposed for 优秀; beyond the places it takes "
      "a recorded reason, and without one 称职, the next grade, stands"),
     "各等次均为记录在案的拟定意见；拟定优秀者按总分排序，超出名额的须注明理由，否则为下一等次称职"),
    [("a person decides", "由人评定"), ("bands from annex 2", "按附件2分档推定")], clause="四（六）")
SUPERVISION = Reading(
    "NM-a4", ("督导组考核得分 is defined nowhere", "“督导组考核得分”全文未作规定"),
    ("a mark of its own out of 100", "另行录入的百分制得分"),
    [("a mark of its own", "单独得分"), ("the team's indicator mark", "即所在总队的指标考核得分")], clause=RESULT)
UNSCORED = Reading(
    "NM-a5", ("visits, survey, ledgers, daily supervision and third party have no scoring method",
              "实地查访、民意调查、查阅台账、日常督查、第三方评估没有评分办法"),
    ("marks out of 100 as their sources give them", "按来源录入百分制得分"), clause=RESULT)
BALLOT_POINTS = Reading(
    "NM-a6", ("how a vote of annex 3 becomes points", "附件3的票如何折成百分制"),
    ("好 97, 较好 87, 一般 77, 差 67 (annex 2's middle steps); the mean over the votes given, blanks left out",
     "好97、较好87、一般77、差67（取附件2各档中间值），按有效选项票平均，弃权不计"),
    clause="附件3", key="ballot-points",
    ways={"annex-2-middle": ("97, 87, 77, 67: annex 2's middle steps", "97、87、77、67（附件2各档中间值）"),
          "annex-2-top": ("100, 90, 80, 70: annex 2's top steps", "100、90、80、70（附件2各档最高值）"),
          "even": ("100, 80, 60, 40", "100、80、60、40")})
BALLOT_COLUMNS = Reading(
    "NM-a7", ("which column of annex 3 is the 总结测评", "总结测评取附件3哪一栏"),
    ("总体评价 only; the other four are shown", "仅取总体评价，其余四栏仅显示"), clause="附件3", key="ballot-columns",
    ways={"overall": ("the overall rating only", "仅总体评价"), "all": ("the mean of the five columns", "五栏平均")})
TEAM_RATED = Reading(
    "NM-a8", ("the team's 总结测评, though annex 3 rates members only", "总队的总结测评（附件3只测评成员）"),
    ("the mean over its members, head to member", "取本队全体队员（队长至成员）的平均"), clause=RESULT, key="team-rating",
    ways={"members": ("the mean of its members", "成员平均"), "head": ("its head's", "队长得分"),
          "ballot": ("a ballot of its own", "另行测评")})
RATERS = Reading(
    "NM-a9", ("several raters of the group in annex 2", "附件2考核组有数人打分"),
    ("the exact mean of their steps", "取各人档次分的精确平均"),
    [("mean", "平均"), ("consensus", "协商一致")], clause="附件2")
EXCELLENT_LIMIT = Reading(
    "NM-a10", ("“in principle” 30 %, and its rounding", "“原则上”30%及其取整"),
    ("rounded down; more takes a recorded reason and stays marked; never, as a setting", "向下取整；突破须注明理由并标明；可设为不得突破"),
    clause=RESULT, key="excellent-limit", label=("whether the 30 % may be exceeded", "30%可否突破"),
    ways={"soft": ("with a recorded reason", "注明理由可突破（原则上）"), "hard": ("never", "不得突破")})
REPEATED = Reading(
    "NM-a11", ("+3, +5 and -4: for each event or once", "加分3、加分5、扣分4按次还是只计一次"),
    ("once, 2 points; for each as a setting", "只计一次，2分；可设为按次"), clause=RESULT, key="repeated-points",
    ways={"once": ("once, 2 points", "只计一次，2分"), "each": ("2 points for each", "每次2分")})
ONE_LIST = Reading(
    "NM-a12", ("one list of bonus and penalty for teams and members", "总队与成员共用加减分因素"),
    ("days posted: members only; the county's rank: the team and all its members; the rest as entered for each",
     "派驻天数仅计成员；全区排名由总队及其成员共用；其余各按录入"),
    clause=RESULT, key="one-list",
    ways={"own": ("days for members only, the rest as entered for each", "派驻天数仅计成员，其余各按录入"),
          "days-too": ("the whole list for both: a team by the mean days of its members", "全部因素两者通用：总队按成员人均派驻天数"),
          "from-team": ("what the team gets goes to its members too, who have their days beside it",
                        "总队的加减分同时计入其成员，成员另按派驻天数")})
RANKED = Reading(
    "NM-a13", ("counties tied at places 5, 6, 10 or 53", "排名第5、6、10、53位有并列"),
    ("the rank is entered as published, equal places shared, among the 57 counties; the last five are 53 to 57",
     "排名按公布录入，并列同位，以57个旗县计，后5位即53至57位"), clause="加分因素2、扣分因素2")
PLACES = Reading(
    "NM-a14", ("whether the 8 villages lie in the 4 townships drawn", "8个嘎查村是否在抽中的4个苏木乡镇内"),
    ("within them, at least one each, a seeded draw", "在抽中乡镇内，每乡镇至少1个，种子可重算"),
    [("within the townships", "在抽中乡镇内"), ("county-wide", "全旗县范围")], clause="四（三）4")
EXCLUSIVE = Reading(
    "NM-a15", ("precise and not precise enough for one item", "同一项既加分又扣分"),
    ("one or the other or neither", "精准、不够精准、两者都不是，只取其一"), clause="加分因素1、扣分因素1")
NOTICES = Reading(
    "NM-a16", ("“outstanding” and “not up to the post” are tied to no grade", "“表现突出”“不能胜任”未与等次对应"),
    ("a notice at 优秀 and at 不称职; people decide", "评为优秀、不称职时提示，由有关部门决定"), clause="六（二）")
READINGS = (LINE, CAP, PROPOSED, SUPERVISION, UNSCORED, BALLOT_POINTS, BALLOT_COLUMNS, TEAM_RATED, RATERS, EXCELLENT_LIMIT,
            REPEATED, ONE_LIST, RANKED, PLACES, EXCLUSIVE, NOTICES)
UNDEFINED = (
    Undefined("NM-2,3", "二、三", ("principles and headings of content: no points, no rule", "考核原则与考核内容：没有分值和计分规则")),
    Undefined("NM-A1-points", "附件1", ("how points of an indicator are lost", "各项指标如何扣分")),
    Undefined("NM-A4", "附件4", ("the opinion survey form is listed, but not in the document",
                               "成员民意调查表列入目录，文件未附"), UNSCORED),
    Undefined("NM-4(6)-grades", "四（六）", ("which total deserves which grade", "多少分评为何等次"), PROPOSED),
    Undefined("NM-4(7)c-supervision", RESULT, ("who the 督导组 are and how they mark", "督导组为何及如何评分"), SUPERVISION),
    Undefined("NM-4(7)a-ties", RESULT, ("who takes a place among equal totals: a person decides", "总分相同者谁占名额：由人裁定")),
)
