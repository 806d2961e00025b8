"""Sections 1, 3, 6 and 8 and annexes 2 to 7: dates, organisers, steps, signatures, forms."""

from __future__ import annotations

from kaohe.rules import Asks, Kind, Procedure
from kaohe.words import Text

from . import _inputs as i
from ._inputs import CORPS_OFFICE, GROUP, INSPECTOR, OFFICE, POSTED, TEAM, TEAM_OF

_DIVISION_OFFICE = Text("师 office", "师（市）“访惠聚”工作办公室")
_DIVISION_LEADERS = Text("师 leading group", "师（市）“访惠聚”工作领导小组")
_CORPS_LEADERS = Text("兵团 leading group", "兵团“访惠聚”驻连（村）工作领导小组")
_INSPECTORS = Text("督查组", "兵团督查组")
_REGIMENT = Text("团场 (township) party committee", "团场（乡镇）党委")
_SELF = Text("the appraised person", "本人")


def procedure(kind: Kind) -> list[Procedure | Asks]:
    """What people do for appraisees of `kind`, in the order of the document."""
    steps = _staff_steps(kind) if kind in (INSPECTOR, OFFICE) else _posted_steps(kind)
    return [
        Procedure(
            id="BT-1",
            clause="第一条",
            step="deadline",
            text=Text("each 师 sets its own dates within this time", "各师（市）统筹安排具体考核时间"),
            day=Text("from late December 2016 to mid January 2017", "2016年12月下旬开始，2017年1月中旬结束"),
        ),
        *steps,
        *_discipline(),
        _report(kind),
        *_forms(kind),
    ]


def _posted_steps(kind: Kind) -> list[Procedure | Asks]:
    steps: list[Procedure | Asks] = [
        Procedure(
            id="BT-3(1)-procedure",
            clause="第三条（一）",
            step="organiser",
            text=Text(
                "village teams and their members: the autonomous region's office appraises and feeds back",
                "兵团驻村工作队及队员由自治区“访惠聚”工作办公室组织考核，结果向兵团反馈",
            ),
        ),
        Procedure(
            id="BT-3(2)",
            clause="第三条（二）",
            step="organiser",
            text=Text(
                "company teams and their members: the 师 office with the 团场 committees forms the group; a 团场's "
                "group does not assess its own 团场; the 督查组 guides",
                "兵团驻连工作队及队员由所驻师（市）办会同相关团场党委组成考核组，实行团场交叉考核；督查组指导",
            ),
        ),
        *_meeting(kind),
        *_sign_off(),
    ]
    if kind is TEAM:
        steps.append(_team_record())
    else:
        steps.append(
            Asks(
                id="BT-2-record",
                clause="第二条",
                text=Text("leaders and members belong to a team", "队长、队员属于一个工作队"),
                links=(TEAM_OF,),
            )
        )
    return steps


def _team_record() -> Asks:
    return Asks(
        id="BT-6(1)-record",
        clause="第六条（一）",
        text=Text("what the group records of its meeting, talks and checks", "考核组对测评、谈话、查看的记录"),
        inputs=(
            i.population,
            i.attended,
            i.turnout_reason,
            i.talks,
            i.talks_representatives,
            i.checked_on_site,
            i.cross_assessed,
        ),
    )


def _meeting(kind: Kind) -> list[Procedure]:
    return [
        Procedure(
            id="BT-6(1)1",
            clause="第六条（一）1",
            step="report",
            text=Text(
                "the team and each member write an annual summary for the group",
                "工作队及队员撰写年度工作总结，提交考核组审阅",
            ),
        ),
        Procedure(
            id="BT-6(1)2a",
            clause="第六条（一）2",
            step="publicity",
            text=Text(
                "a meeting: the leader reports for the team; ballots on the team and its members",
                "述职测评大会：队长代表工作队述职，对工作队及队员进行满意度测评",
            ),
        ),
        Procedure(
            id="BT-6(1)2c-procedure",
            clause="第六条（一）2",
            step="form",
            text=Text(
                "who votes: the groups that the clause lists; tallies are kept in total, never by person",
                "参加测评人员范围按条文；只记总票数，不记个人",
            ),
            columns=("发出", "收回", "废票", "弃权", *kind.grades),
            assumption=("BT-a9", "BT-a18"),
        ),
        Procedure(
            id="BT-6(1)3",
            clause="第六条（一）3",
            step="sampling",
            text=Text(
                "individual talks; in principle at least 30 % with 职工/村民 representatives; two counts are kept",
                "个别谈话：职工（村民、居民）代表原则上不少于30%；只记两项人数",
            ),
        ),
        Procedure(
            id="BT-6(1)4",
            clause="第六条（一）4",
            step="gate",
            text=Text("on-site checks: done or not done", "实地查看：记是否完成"),
        ),
        Procedure(
            id="BT-6(1)5b",
            clause="第六条（一）5",
            step="gate",
            text=Text(
                "opinions of the 督查组, the office and the 团场 committee are sought",
                "征求各级督查组、办公室、团场（乡镇）党委的意见",
            ),
            chain=(_INSPECTORS, Text("office", "“访惠聚”工作办公室"), _REGIMENT),
        ),
    ]


def _sign_off() -> list[Procedure]:
    return [
        Procedure(
            id="BT-6(1)6",
            clause="第六条（一）6",
            step="sign-off",
            text=Text(
                "dispatched by the 兵团: the group proposes after discussion with the 团场 committee; the 兵团 office "
                "reviews, the 兵团 leading group approves",
                "兵团下派：考核组商团场党委提出建议，兵团办审核，兵团领导小组审定",
            ),
            chain=(GROUP, _REGIMENT, CORPS_OFFICE, _CORPS_LEADERS),
        ),
        Procedure(
            id="BT-6(1)6-division",
            clause="第六条（一）6",
            step="sign-off",
            text=Text(
                "dispatched by a 师: the group proposes after discussion with the 团场 committee; the 师 office "
                "reviews, the 师 leading group approves",
                "师（市）下派：考核组商团场党委提出建议，师（市）办审核，师（市）领导小组审定",
            ),
            chain=(GROUP, _REGIMENT, _DIVISION_OFFICE, _DIVISION_LEADERS),
        ),
    ]


def _staff_steps(kind: Kind) -> list[Procedure | Asks]:
    leader = Text("group leader", "组长")
    return [
        Procedure(
            id="BT-3(3)",
            clause="第三条（三）",
            step="organiser",
            text=Text("the 兵团 office appraises", "由兵团“访惠聚”工作办公室负责考核"),
        ),
        Procedure(
            id="BT-6(2)1",
            clause="第六条（二）1",
            step="report",
            text=Text("each writes an annual summary for the 兵团 office", "撰写年度工作总结，报兵团办"),
        ),
        Procedure(
            id="BT-6(2)2",
            clause="第六条（二）2",
            step="publicity",
            text=Text(
                "the group leader chairs the group's own meeting and its satisfaction ballot",
                "组长主持召开组内述职会，并进行满意度测评",
            ),
            columns=kind.grades,
            assumption="BT-a24",
        ),
        Procedure(
            id="BT-6(2)3",
            clause="第六条（二）3",
            step="sign-off",
            text=Text(
                "the group leader proposes from usual knowledge and the ballot; the 兵团 office reviews",
                "组长结合平时掌握和测评情况提出建议，报兵团办审核",
            ),
            chain=(leader, CORPS_OFFICE),
        ),
        Procedure(
            id="BT-6(2)4",
            clause="第六条（二）4",
            step="sign-off",
            text=Text("the leading group approves", "报兵团领导小组审定"),
            chain=(CORPS_OFFICE, _CORPS_LEADERS),
        ),
    ]


def _discipline() -> list[Procedure]:
    return [
        Procedure(
            id="BT-8(1)",
            clause="第八条（一）",
            step="discipline",
            text=Text("groups keep to the procedure and answer for it", "落实考核工作责任制，严格程序"),
        ),
        Procedure(
            id="BT-8(2)",
            clause="第八条（二）",
            step="discipline",
            text=Text("places are not balanced between units", "注重实绩，不搞平衡照顾"),
        ),
    ]


def _report(kind: Kind) -> Procedure:
    if kind in (INSPECTOR, OFFICE):
        return Procedure(
            id="BT-8(3)",
            clause="第八条（三）",
            step="deadline",
            text=Text("each group sends its members' material to the 兵团 office", "各组将本组成员考核材料报兵团办"),
            day=Text("by 2017-01-10", "2017年1月10日前"),
        )
    return Procedure(
        id="BT-8(3)",
        clause="第八条（三）",
        step="deadline",
        text=Text(
            "一师, 三师 and 十四师 send the material of 兵团 teams; each 师 sends a report of about 3000 characters, "
            "electronically",
            "一师、三师、十四师报兵团机关工作队及队员考核材料；各师（市）以电子文档报考核工作情况报告（3000字左右）",
        ),
        day=Text("by 2017-01-20", "2017年1月20日前"),
        columns=("基本情况", "主要做法", "工作典型（工作队及队员）", "存在问题", "工作建议"),
    )


def _forms(kind: Kind) -> list[Procedure]:
    if kind in (INSPECTOR, OFFICE):
        return [_register_of_staff(), _material()]
    forms = [_ballot_form(kind)]
    forms += [_register()] if kind in POSTED else []
    return [*forms, _summary(kind), _material()]


def _ballot_form(kind: Kind) -> Procedure:
    return Procedure(
        id="BT-A2",
        clause="附件2",
        step="form",
        text=Text("satisfaction ballot", "满意度测评表"),
        columns=("工作队名称" if kind is TEAM else "姓名", *kind.grades),
    )


_HEAD = ("姓名", "性别", "出生年月", "政治面貌", "任现职时间", "单位及职务（原单位职务、现任职务）")


def _register() -> Procedure:
    return Procedure(
        id="BT-A3",
        clause="附件3",
        step="form",
        text=Text(
            "annual registration form, 2 copies; what the record does not hold is filled in by hand",
            "年度考核登记表，一式2份；系统不存的栏目由人工填写",
        ),
        columns=(
            *_HEAD, "所驻工作队（师（市）、团场（乡镇）、连队（村、社区））", "个人总结", "考核组评语及考核定等建议",
            "团场（乡镇）党委意见", "师（市）领导小组意见", "督查组意见", "兵团办意见", "兵团领导小组意见", "本人意见", "备注",
        ),
        chain=(GROUP, _REGIMENT, _DIVISION_LEADERS, _INSPECTORS, CORPS_OFFICE, _CORPS_LEADERS, _SELF),
    )  # fmt: skip


def _register_of_staff() -> Procedure:
    return Procedure(
        id="BT-A4",
        clause="附件4",
        step="form",
        text=Text(
            "annual registration form of the office and 督查组, 2 copies", "办公室、督查组年度考核登记表，一式2份"
        ),
        columns=(*_HEAD, "个人总结", "本组考核定等建议", "兵团办意见", "兵团领导小组意见", "本人意见", "备注"),
        chain=(Text("own group", "本组"), CORPS_OFFICE, _CORPS_LEADERS, _SELF),
    )


_TEAM_SUMMARY = (
    "序号", "选派层次", "派出单位", "驻地（师/团/连）", "工作队名称", "队长", "总票数", "优秀", "较好", "一般", "差",
    "满意率", "考核等次", "不得评优/定差条款", "优先条款", "备注",
)  # fmt: skip
_MEMBER_SUMMARY = (
    "序号", "选派层次", "派出单位", "工作队", "姓名", "职务（队长/队员）", "总票数", "优秀", "称职", "基本称职", "不称职",
    "优秀率", "（优＋称）率", "日常表现（60）", "其他（40）", "总分", "等次", "条款", "备注",
)  # fmt: skip


def _summary(kind: Kind) -> Procedure:
    """Annexes 5 and 6 are named without columns; these are proposed."""
    team = kind is TEAM
    return Procedure(
        id="BT-A5" if team else "BT-A6",
        clause="附件5" if team else "附件6",
        step="form",
        text=Text(
            "summary table by unit, then level; the document gives no columns, these are proposed",
            "考核结果汇总表（按单位分层次汇总）；文件未列栏目，此为建议栏目",
        ),
        columns=_TEAM_SUMMARY if team else _MEMBER_SUMMARY,
    )


def _material() -> Procedure:
    return Procedure(
        id="BT-A7",
        clause="附件7",
        step="archive",
        text=Text("list of material, on paper and electronically", "上报考核材料目录，纸质版和电子版同时上报"),
        columns=(
            "工作队考核结果汇总表", "工作队队员考核结果汇总表", "工作队工作总结", "队员个人总结", "年度考核登记表（一式2份）",
            "督查组、办公室个人工作总结", "督查组、办公室年度考核登记表（一式2份）",
        ),
    )  # fmt: skip
