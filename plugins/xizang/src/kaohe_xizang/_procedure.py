"""Articles 3 to 6 and 9 to 11: organisation, deadlines, forms, sign-offs, sampling, publicity."""

from __future__ import annotations

from kaohe.rules import Asks, Kind, Procedure
from kaohe.words import Text

from ._inputs import MEMBER, TEAM, TEAM_OF, UNIT, UNIT_OF, altitude

_OFFICE_HEAD = Text("head of the 强基办", "强基办主任")
_SECRETARY = Text("party committee secretary", "党（工）委书记")

_APPRAISAL = {
    MEMBER: Procedure(
        id="XZ-6(1)-procedure",
        clause="第六条（一）",
        step="deadline",
        text=Text(
            "monthly, organised by the township party committee; group: township cadres and village-committee "
            "representatives; the member files a self-report",
            "月度考核：乡镇（街道）党（工）委组织，考核组由乡镇干部、村“两委”代表组成；队员报自查自评报告",
        ),
        day=Text("by the 10th of the next month", "每月10日前考核上月"),
        chain=(Text("township appraisal group", "乡镇考核组"),),
    ),
    TEAM: Procedure(
        id="XZ-6(2)-procedure",
        clause="第六条（二）",
        step="deadline",
        text=Text(
            "quarterly, organised by the county committee; group: townships, 组织部, 强基办, 扶贫办, 财政局; "
            "the team files a self-report",
            "季度考核：县（区）委组织，考核组由乡镇、组织部、强基办、扶贫办、财政局等组成；工作队报自查自评报告",
        ),
        day=Text("within 10 days after the quarter", "每季度结束后10日内"),
        chain=(Text("county appraisal group", "县考核组"),),
    ),
    UNIT: Procedure(
        id="XZ-6(3)-procedure",
        clause="第六条（三）",
        step="deadline",
        text=Text(
            "annual, organised by the county committee with the same group, by talks; the unit files a self-report",
            "年度考核：县（区）委组织，以交谈方式进行；派驻单位报自查自评报告",
        ),
        day=Text("late October", "每年10月下旬"),
        chain=(Text("county appraisal group", "县考核组"),),
        assumption="XZ-a11",
    ),
}

SUMMARY_COLUMNS = (
    "序号", "市（地）", "县（区）", "乡镇", "村", "对象类别", "名称", "派驻单位", "期次", "平时（10）", "民意（20）",
    "考评表（70）", "期得分", "年均分", "等次", "一票否决条款", "公示", "备注",
)  # fmt: skip


def procedure(kind: Kind) -> list[Procedure | Asks]:
    """What people do for appraisees of `kind`, in the order of the document."""
    return [
        Procedure(id="XZ-3", clause="第三条", step="organiser", text=_ORGANISERS),
        _APPRAISAL[kind],
        _weights(),
        _report(kind),
        *_half_year(kind),
        _city_check(),
        _region_check(),
        *_after(kind),
        _record(kind),
    ]


_ORGANISERS = Text(
    "led by the regional 领导小组; merit and attendance, 平时 first; region and city spot-check; county and township "
    "party committees organise, their 强基办 carry out",
    "自治区领导小组统一领导；考勤与考绩结合、以平时考核为主；自治区和市（地）抽查，县、乡党（工）委组织，县、乡强基办实施",
)


def _weights() -> Procedure:
    return Procedure(
        id="XZ-6(4)a-forms",
        clause="第六条（四）",
        step="form",
        text=Text(
            "forms: target table (items supplied by the county), opinion ballot, self-report",
            "表式：目标责任考评表（由县提供）、民意测评表、自查自评报告",
        ),
        columns=("平时掌握10%", "民意测评20%", "目标责任考评表70%"),
        assumption=("XZ-a2", "XZ-a13"),
    )


def _report(kind: Kind) -> Procedure:
    return Procedure(
        id="XZ-6(5)a",
        clause="第六条（五）",
        step="sign-off",
        text=Text(
            "summary, studied by township then county party committee; report and summary table signed, to the city",
            "汇总后由乡镇、县（区）党（工）委逐级集体研究，形成考核情况报告和考核结果汇总表，逐级签字后报市（地）强基办",
        ),
        day=Text("end of October", "每年10月底")
        if kind is UNIT
        else Text("within 10 days after the quarter's appraisal", "每季度考核结束后10日内"),
        chain=(_OFFICE_HEAD, _SECRETARY),
        columns=SUMMARY_COLUMNS,
    )


def _half_year(kind: Kind) -> list[Procedure]:
    if kind is UNIT:
        return []
    return [
        Procedure(
            id="XZ-6(5)b-procedure",
            clause="第六条（五）",
            step="report",
            text=Text(
                "villages at 4500 m and above rotate by the half-year; results are reported by the half-year",
                "海拔4500米以上村居半年轮换，考核结果按半年逐级上报审核",
            ),
            day=Text("every half-year", "每半年"),
            assumption="XZ-a15",
        )
    ]


def _city_check() -> Procedure:
    return Procedure(
        id="XZ-6(6)",
        clause="第六条（六）",
        step="sampling",
        text=Text(
            "the city's group checks a random 20 % every half-year; summary report signed, to the region",
            "市（地）每半年随机抽取20%检查；总结报告和汇总表经签字审定后报自治区强基办",
        ),
        share="20%",
        rounding="up",
        day=Text("report early in November", "每年11月初"),
        chain=(_OFFICE_HEAD, Text("city party secretary", "市（地）委书记")),
        assumption=("XZ-a4", "XZ-a12", "XZ-a16"),
    )


def _region_check() -> Procedure:
    return Procedure(
        id="XZ-6(7)",
        clause="第六条（七）",
        step="sampling",
        text=Text(
            "the region reviews the tables and re-checks 10 %; the 领导小组 approves",
            "自治区审核汇总表，抽取10%复核，报领导小组审定",
        ),
        share="10%",
        rounding="up",
        chain=(Text("regional leading group", "自治区强基惠民活动领导小组"),),
        assumption="XZ-a12",
    )


def _after(kind: Kind) -> list[Procedure]:
    return [
        Procedure(
            id="XZ-9",
            clause="第九条",
            step="publicity",
            text=Text(
                "results are publicised within a certain scope and fed back once confirmed",
                "考核结果在一定范围内公示，确定后向考核对象反馈",
            ),
        ),
        *([_GATE] if kind is MEMBER else []),
        Procedure(
            id="XZ-10",
            clause="第十条",
            step="archive",
            text=Text("the county keeps the archive, one custodian", "县（区）强基办统一建档归档，专人管理"),
        ),
        Procedure(
            id="XZ-11",
            clause="第十一条",
            step="discipline",
            text=Text("appraisers keep discipline and are held responsible", "考核人员严守纪律，失真失实的依规追究"),
        ),
    ]


# Article 9 asks the discipline office about members only.
_GATE = Procedure(
    id="XZ-9-gate",
    clause="第九条",
    step="gate",
    text=Text(
        "before recommending an excellent member, ask the discipline office and others of the same level",
        "推荐为优秀驻村工作队员的，征求同级纪检监察机关及有关部门的意见",
    ),
    chain=(Text("discipline office", "同级纪检监察机关"),),
)


def _record(kind: Kind) -> Asks:
    return Asks(
        id="XZ-4-record",
        clause="第四条",
        text=Text("appraised are members, teams and dispatching units", "考核对象为驻村工作队员、驻村工作队、派驻单位"),
        inputs=() if kind is UNIT else (altitude,),
        links=(TEAM_OF, UNIT_OF) if kind is MEMBER else (UNIT_OF,) if kind is TEAM else (),
    )
