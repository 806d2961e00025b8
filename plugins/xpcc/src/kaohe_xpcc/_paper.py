"""附件2 to 附件7 and the report of 第八条（三）, as pages: what people write is empty, 附件5 and 附件6 have our columns."""

from __future__ import annotations

from kaohe.rules.forms import Column, Form, Grid, Para, People, Shown, Sign, Write
from kaohe.rules.nodes import number

from . import _appraised as s
from . import _tables as t

_CADRES, _STAFF = ("leader", "member"), ("inspector", "office")
_ALL = ("team", *_CADRES, *_STAFF)
_SIGNED, _SEALED = ("signature:", "签名："), ("seal:", "盖章：")
_YEAR = Para("（{year} 年度）", style="subtitle")


def _ballot(head: str, grades: tuple[str, ...]) -> People:
    """附件2: a name, and the grades to tick under 满意度."""
    return People((Column(head, "name"), *(Column(grade, under="满意度") for grade in grades)))


# 附件2: one page for each team, the team's ballot and that of its people; inspectors and office members by analogy (BT-a24).
_TEAM_BALLOT = "兵团“访惠聚”工作队考核满意度测评表"
_PEOPLE_BALLOT = "兵团“访惠聚”工作队队员考核满意度测评表"
BALLOTS = (
    Form("BT-A2-team", ("satisfaction ballot on a team", _TEAM_BALLOT), (_ballot("工作队名称", s.TEAM.grades),),
         clause="附件2", kinds=("team",)),
    Form("BT-A2-people", ("satisfaction ballot on a team's people", _PEOPLE_BALLOT), (
         People((Column("姓名", "name"), *(Column(grade, under="满意度") for grade in s.PERSONS)), kinds=_CADRES),),
         clause="附件2", kinds=_CADRES, each="team"),
    Form("BT-A2-staff", ("satisfaction ballot in a group", "督查组、工作办公室各组成员满意度测评表"),
         (_ballot("姓名", s.PERSONS),), clause="第六条（二）2", kinds=_STAFF, each="group", ours=True),
)  # fmt: skip

# 附件3 and 附件4, in two copies.
_HEAD = (
    [Column("姓名", "name"), Column("性别", "asked"), Column("出生年月", "asked")],
    [Column("政治面貌", "asked"), Column("任现职时间", "asked")],
    [Column("单位及职务（原单位职务、现任职务）", "asked")],
)
_POSTED = [Column("师（市）", "team.stationed", under="所驻工作队"), Column("团场（乡镇）", "asked", under="所驻工作队"),
           Column("连队（村、社区）", "asked", under="所驻工作队")]  # fmt: skip
REGISTERS = (
    Form("BT-A3", ("annual registration form of a team's cadre", "兵团“访惠聚”工作干部年度考核登记表"), (
         _YEAR, Grid([*_HEAD, _POSTED, Write("个人总结", lines=13)]),
         Para("附件3（续）", style="break"),
         Grid([Write("考核组评语及考核定等建议", lines=4, signed=_SIGNED), Write("团场（乡镇）党委意见", lines=3, signed=_SIGNED),
               Write("师（市）“访惠聚”工作领导小组意见", lines=3, signed=_SIGNED), Write("兵团“访惠聚”督查组意见", lines=3, signed=_SIGNED),
               Write("兵团“访惠聚”工作办公室意见", lines=3, signed=_SEALED),
               Write("兵团“访惠聚”工作领导小组意见", lines=3, signed=_SEALED), Write("本人意见", lines=3, signed=_SIGNED),
               Write("备注", lines=2)])),
         clause="附件3", kinds=_CADRES, copies=2),
    Form("BT-A4", ("annual registration form of office and inspectors", "兵团“访惠聚”工作办公室、督查组干部年度考核登记表"), (
         _YEAR, Grid([*_HEAD, Write("个人总结", lines=14)]),
         Para("附件4（续）", style="break"),
         Grid([Write("本组考核定等建议", lines=5, signed=_SIGNED), Write("兵团“访惠聚”工作办公室意见", lines=5, signed=_SIGNED),
               Write("兵团“访惠聚”工作领导小组意见", lines=5, signed=_SEALED), Write("本人意见", lines=5, signed=_SIGNED),
               Write("备注", lines=3)])),
         clause="附件4", kinds=_STAFF, copies=2),
)  # fmt: skip

# 附件5 and 附件6: the tables to sign, as pages; 附件7: what goes up with them.
_people = People(t.PEOPLE.columns, kinds=_CADRES, sort=t.PEOPLE.sort)
_count = s.TEAM_OF.back(s.LEADER, s.MEMBER).their(number(1)).sum()
MATERIAL = (
    Form("BT-A5", t.TEAMS.text, (People(t.TEAMS.columns, sort=t.TEAMS.sort), Sign(t.TEAMS.signers)), clause="附件5",
         kinds=("team",), each="cycle", ours=True, wide=True),
    Form("BT-A6", t.PEOPLE.text, (_people, Sign(t.PEOPLE.signers)), clause="附件6", kinds=_CADRES, each="team", ours=True,
         wide=True),
    Form("BT-A7", ("list of the material that goes up", "上报考核材料目录"), (
         Para("一、工作队考核结果汇总表（按单位分层次汇总）"), Para("二、工作队队员考核结果汇总表（按单位分层次汇总）"),
         Para("三、每个工作队材料：（一）工作队工作总结；（二）工作队队员个人总结；（三）工作队队员年度考核登记表（一式2份）；"
              "（四）工作队队员考核结果汇总表"),
         People((Column("序号", "number"), Column("工作队", "name"), Column("工作总结（份）", number(1)), Column("个人总结（份）", _count),
                 Column("登记表（份）", _count * 2), Column("汇总表（份）", number(1)), "收讫"), kinds=("team",)),
         Para("四、兵团督查组、“访惠聚”工作办公室各组材料：（一）个人工作总结；（二）个人年度考核登记表（一式2份）"),
         Shown("material", kinds=_STAFF), Para("★以上材料纸质版和电子版同时上报。")),
         clause="附件7", kinds=_ALL, each="cycle"),
)  # fmt: skip

# 第七条（一）: what goes back to the sending units, whose names the record does not hold.
FEEDBACK = Form("BT-7(1)", ("feedback to the sending units", "工作队及队员考核情况反馈表"), (
    People((Column("序号", "number"), Column("派出部门单位", "asked"), Column("姓名（名称）", "name"), Column("类别", "kind"),
            Column("考核等次", "grade")), who="settled"),
    Sign((s.CORPS_OFFICE,), stamp=True)), clause="第七条（一）", kinds=("team", *_CADRES), each="cycle", ours=True)  # fmt: skip

# 第八条（三）: five parts; whom it goes to stands in the document, not here.
REPORT = Form("BT-8(3)", ("report of a 师 on the appraisal", "“访惠聚”驻连（村）工作考核工作情况报告"), (
    Para("{year}年度“访惠聚”驻连（村）工作\n考核工作情况报告", style="title"),
    Para(("(about 3000 characters: 8(3))", "（第八条（三）：篇幅掌握在3000字左右）"), style="note"),
    Para("一、基本情况", style="prose"), Shown("grades"), Shown("grounds", ("limits that took effect", "限制条款生效情况")),
    Shown("rechecks", ("re-checks", "复核情况")),
    Shown("pools", ("places", "名额使用情况")), Para("二、主要做法", style="prose"), Para("三、工作典型（工作队及队员）", style="prose"),
    Para("四、存在问题", style="prose"), Para("五、工作建议", style="prose")),
    clause="第八条（三）", kinds=_ALL, each="cycle", report=True, plain=True)  # fmt: skip

FORMS = (*BALLOTS, *REGISTERS, *MATERIAL, FEEDBACK, REPORT)
