"""What the checks find, in the order of the annex.

A yes/no loss is a finding with its document; cases (每例, 一次, 一起) are a list of findings; things that are
either there or not (每项) are counted; where two limbs exclude each other the state is chosen (WL-a5).
"""

from __future__ import annotations

from kaohe.rules import APPRAISAL, Choice, Count, Days, Events, Finding, Kind, Option, Score
from kaohe.words import Text

TOWN = Kind("town", Text("town party committee", "镇党委"))
STREET = Kind("street", Text("street party committee", "街道党工委"))

OFFICE = Text("city 组织部", "市委组织部")

SERVING = Text("contact with and service to the public", "联系服务群众")
MANAGING = Text("education, management, appraisal", "教育管理考核")
BUILDING = Text("building the team", "建好干部队伍")
INNOVATING = Text("innovations and their effect", "创新做法及其成效")


def _found(key: str, en: str, zh: str, clause: str, section: Text) -> Finding:
    return Finding(key, Text(en, zh), clause=clause, section=section, entered_by=OFFICE, dated=APPRAISAL)


def _missing(key: str, en: str, zh: str, clause: str, section: Text, of: int) -> Count:
    return Count(key, Text(en, zh), clause=clause, high=of, section=section, entered_by=OFFICE)


def _state(key: str, en: str, zh: str, clause: str, section: Text, options: tuple[Option, ...]) -> Choice:
    return Choice(key, Text(en, zh), clause=clause, options=options, section=section, entered_by=OFFICE)


def _discretion(key: str, en: str, zh: str, section: Text, high: str, needs: Finding) -> Score:
    """Points taken at discretion, which rest on what was found."""
    return Score(
        key, Text(en, zh), clause=needs.clause, high=high, places=1, section=section, entered_by=OFFICE, needs=needs
    )


# What the year-end check finds may be dated after the year (WL-a11).
# Rows 1 to 4: 联系服务群众.
not_all_posted = _found("not_all_posted", "not all staff posted", "未实行全员驻（联）村", "附件第1项①", SERVING)
targets_unmet = _found("targets_unmet", "contact targets unmet", "联系对象未完成", "附件第1项②", SERVING)
day_systems_missing = _missing(
    "day_systems_missing",
    "systems missing: service day, no-meeting day",
    "无制度项数（服务日、无会日）",
    "附件第1项③",
    SERVING,
    2,
)
overnight = _found(
    "overnight", "overnight duty not set up or not kept up", "住夜带班未建立或未常态开展", "附件第1项④", SERVING
)
village_expert = _state(
    "village_expert",
    "驻村百晓 system",
    "“驻村百晓”制度",
    "附件第2项①",
    SERVING,
    (
        Option("carried-out", Text("carried out", "已落实")),
        Option("not-carried-out", Text("set up, not carried out", "已建立未落实")),
        Option("not-set-up", Text("not set up", "未建立")),
    ),
)
no_diary = _found("no_diary", "posted cadre without a diary", "驻村干部无民情日记", "附件第2项②", SERVING)
carriers_missing = _missing(
    "carriers_missing",
    "carriers of service missing, of three",
    "有效载体未建立项数",
    "附件第3项①",
    SERVING,
    3,
)
centres_abnormal = _found(
    "centres_abnormal", "service centres run abnormally", "便民服务中心运行不正常", "附件第3项②", SERVING
)
centres_deduction = _discretion(
    "centres_deduction", "points taken for it", "运行不正常酌情扣分", SERVING, "4", centres_abnormal
)
no_consultation = _found(
    "no_consultation", "no democratic consultation held", "未开展民主恳谈等活动", "附件第4项", SERVING
)

# Rows 5 to 8: 教育管理考核.
training_missing = _missing(
    "training_missing", "undone: training plan, evening study", "未完成项数（计划、夜学）", "附件第5项①", MANAGING, 2
)
no_course = _found("no_course", "no training course held", "未举办培训班", "附件第5项②", MANAGING)
training_days = Days(
    "training_days",
    Text("days of training, least-trained cadre", "集中学习培训天数（最少者）"),
    clause="附件第5项②",
    optional=True,
    section=MANAGING,
    entered_by=OFFICE,
    places=1,
)
months_unpublished = _missing(
    "months_unpublished", "months without publicised plan", "少公示的月数", "附件第6项①", MANAGING, 12
)
pledges_unpublished = _found("pledges_unpublished", "pledges not made public", "承诺书未公开", "附件第6项①", MANAGING)
pledges_deduction = _discretion(
    "pledges_deduction", "points taken for it", "承诺书未公开酌情扣分", MANAGING, "0.6", pledges_unpublished
)
no_notification = _found(
    "no_notification", "no regular notification of work", "未建立实施定期通报制度", "附件第6项②", MANAGING
)
no_first_asked = _found(
    "no_first_asked", "first-asked duty not carried out", "首问制和责任追究制未落实", "附件第6项③", MANAGING
)
appraisal_missing = _missing(
    "appraisal_missing",
    "systems missing: publication, public appraisal",
    "未建立制度项数（业绩公示、群众评议）",
    "附件第7项①",
    MANAGING,
    2,
)
appraisal_lapsed = _found("appraisal_lapsed", "appraisal not kept up", "实绩考核未常态开展", "附件第7项①", MANAGING)
no_tracking = _found("no_tracking", "follow-up supervision not done", "跟踪督评未开展或未完成", "附件第7项②", MANAGING)
no_proposals = _found(
    "no_proposals", "deputies' proposals not done", "代表提案、民主评议未完成", "附件第7项③", MANAGING
)
no_attendance_system = _found(
    "no_attendance_system", "attendance and leave not regulated", "日常管理制度未建立实施", "附件第8项①", MANAGING
)
no_service_files = _found("no_service_files", "no service files", "便民服务办事档案未建立", "附件第8项②", MANAGING)
cadres_notified = _found("cadres_notified", "cadre notified for a breach", "干部违反规定被通报", "附件第8项③", MANAGING)
stations_unmanaged = _found(
    "stations_unmanaged", "stations' cadres not managed", "对站所干部管理要求未落实", "附件第8项④", MANAGING
)

# Rows 9 to 13: 建好干部队伍.
growth_plan_undone = _found(
    "growth_plan_undone", "growth plan and mentors not done", "成长规划、导师帮带未实施", "附件第9项①", BUILDING
)
temporary_staff = _found(
    "temporary_staff", "temporary staff not regulated", "临时人员管理未落实", "附件第9项②", BUILDING
)
borrowed = _found("borrowed", "staff borrowed without consent", "未经同意借调公务员", "附件第10项", BUILDING)
no_talks = _found("no_talks", "talks with every cadre not done", "谈心谈话制度未完成", "附件第11项", BUILDING)
group_help = _state(
    "group_help",
    "group help to weak villages",
    "组团驻村帮扶",
    "附件第12项",
    BUILDING,
    (
        Option("done", Text("done", "已开展")),
        Option("no-ledger", Text("done without a ledger", "有组团驻村但未建立台账")),
        Option("not-done", Text("not done", "未开展")),
    ),
)
good_examples = _state(
    "good_examples",
    "selection of excellent posted cadres",
    "优秀驻村干部评选",
    "附件第13项",
    BUILDING,
    (
        Option("publicised", Text("held and publicised", "已开展并宣传")),
        Option("no-media", Text("held, not in the media", "有开展但未通过媒体宣传")),
        Option("not-held", Text("not held", "未开展评选")),
    ),
)

# Row 14: 创新做法; one line for each practice, under its own name or number, with the highest level of either kind: the
# code is what "the same practice takes the highest" rests on (WL-a6).
LEVELS = (
    Option("national", Text("national", "国家级")),
    Option("provincial", Text("provincial", "省级")),
    Option("taizhou", Text("Taizhou", "台州市")),
    Option("wenling", Text("Wenling", "温岭市")),
    Option("none", Text("none", "没有")),
)
practices = Events(
    "practices",
    Text("practices with effect", "经验做法"),
    clause="附件第14项",
    section=INNOVATING,
    entered_by=OFFICE,
    item=Text("practice", "做法"),
)
promoted = Choice(
    "promoted",
    Text("promoted by document or approval", "发文推广或领导批示肯定推广"),
    clause="附件第14项",
    options=LEVELS,
    on=practices,
    entered_by=OFFICE,
)
reported = Choice(
    "reported",
    Text("reported by media", "媒体刊登报道"),
    clause="附件第14项",
    options=LEVELS,
    on=practices,
    entered_by=OFFICE,
)

# 五: the ratio is not given (WL-a9).
conversion_ratio = Score(
    "conversion_ratio",
    Text("ratio of conversion", "折算比例"),
    clause="五",
    unit=Text("%", "%"),
    optional=True,
    entered_by=OFFICE,
)
