"""2013年度温岭市镇（街道）干部队伍建设考核办法: its annex row by row, then 三 to 五."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from fractions import Fraction
from functools import partial
from typing import Any, ClassVar

from kaohe.rules import (
    APPRAISAL, Choice, Consequence, Count, Cycles, Days, Document, Events, Figure, Finding, Flag, Item, ItemPart,
    Kind, Part, PointTable, Procedure, Reading, Scheme, Score, ScoreOf, Window, at,
)  # fmt: skip
from kaohe.rules.nodes import NumberExpr, best_of
from kaohe.rules.steps import Paper
from kaohe.rules.tools import Exact
from kaohe.words import Said, Text

from . import _paper as p
from . import _readings as r
from . import _tables as t

OFFICE = ("city 组织部", "市委组织部")
APPRAISERS = ("city appraisal office", "市考核办")
COMMITTEE = ("party committee of the town or street", "镇（街道）党（工）委")
FIVE_GOOD = ("五好 office of the 组织部", "市委组织部“五好”服务型镇（街道）建设办公室")
COLUMNS = ("序号", "考核内容", "工作目标", "基本分", "具体内容与计分办法")

# The four blocks of the annex.
SERVING = ("contact with and service to the public", "联系服务群众")
MANAGING = ("education, management, appraisal", "教育管理考核")
BUILDING = ("building the team", "建好干部队伍")
INNOVATING = ("innovations and their effect", "创新做法及其成效")


def _found(block: Said, key: str, en: str, zh: str) -> Finding:
    """A loss with its document; what the year-end check finds may be dated after the year (WL-a11)."""
    return Finding(key, (en, zh), section=block, entered_by=OFFICE, dated=APPRAISAL)


def _missing(block: Said, key: str, en: str, zh: str, of: int) -> Count:
    """Things that are either there or not (每项)."""
    return Count(key, (en, zh), high=of, section=block, entered_by=OFFICE)


def _state(block: Said, key: str, en: str, zh: str, **states: Said) -> Choice:
    """How a row with two limbs was carried out: in order, neither limb, the smaller one, the larger one (WL-a5)."""
    return Choice(
        key,
        (en, zh),
        options={code.replace("_", "-"): said for code, said in states.items()},
        section=block,
        entered_by=OFFICE,
    )


def _discretion(found: Finding, key: str, zh: str, high: str) -> NumberExpr:
    """Points taken at discretion, which rest on what was found."""
    label = ("points taken for it", zh)
    points = Score(key, label, high=high, places=1, section=found.section, entered_by=OFFICE, needs=found)
    return found.then(points)


def _row(number: int, points: int, en: str, zh: str, *parts: ItemPart, **more: Any) -> Item:
    """A row of the annex; WL-5 is the rule of 五, so the fifth row steps aside."""
    name = "WL-5-row" if number == 5 else f"WL-{number}"
    return Item(id=name, clause=f"附件第{number}项", text=(en, zh), points=points, parts=parts, **more)


def _part(mark: str, points: int, loses: NumberExpr, en: str, zh: str, *readings: Reading, **more: Any) -> ItemPart:
    """A sub-item, called as the annex numbers it ("8③"), or the whole of a row without sub-items ("10")."""
    row = mark.rstrip("①②③④")
    sub = mark.removeprefix(row)
    named = partial(ItemPart, id=f"WL-{row}{sub or '-loss'}", clause=f"附件第{row}项{sub}", text=(en, zh))
    return named(points=points, loses=loses, assumption=readings, **more)


def _whole(mark: str, points: int, found: Finding, en: str, zh: str, *readings: Reading) -> ItemPart:
    """A sub-item that is lost whole or not at all (WL-a10)."""
    return _part(mark, points, found.then(points), en, zh, *readings, r.WHOLE)


class Appraised(Part):
    """Towns and streets: the same points; only the words of row 1④ (`overnight`) differ."""

    overnight: ClassVar[tuple[str, str]]

    def scoring(self) -> Sequence[PointTable | Figure | Flag]:
        """二 and the annex: the table, what is noted beside it, the conversion where a ratio is given (WL-a9)."""
        blocks = ((33, self._serving()), (30, self._managing()), (17, self._building()), (20, self._innovating()))
        rows = [(points, [row for row in block if isinstance(row, Item)]) for points, block in blocks]
        ratio = Score("conversion_ratio", ("ratio of conversion", "折算比例"), unit=("%", "%"), optional=True,
                      entered_by=OFFICE)  # fmt: skip
        return [
            *at("附件", PointTable(
                id="WL-annex", text=("fourteen rows, 100 points", "考核内容与计分办法（100分）"),
                items=tuple(row for _, block in rows for row in block),
                groups=tuple((Fraction(points), tuple(row.id for row in block)) for points, block in rows),
                display_places=1, assumption=(r.FLOOR, r.DECIMALS))),
            *(note for _, block in blocks for note in block if isinstance(note, Flag)),
            *at("五", Figure(
                role="-converted", text=("the score converted by the ratio given", "按所给比例折算的得分"),
                value=ScoreOf() * ratio / 100, assumption=r.RATIO)),
        ]  # fmt: skip

    def _limbs(self, state: Choice, smaller: Exact, larger: int) -> NumberExpr:
        """What the limbs of a row take by its state; added they stop at the part's points too (WL-a5, WL-a7)."""
        neither, less, most = state.codes
        added = 0 if self.chosen(r.LIMBS) == "exclusive" else Fraction(smaller)
        return state.points({neither: 0, less: smaller, most: larger + added})

    def _serving(self) -> Sequence[Item | Flag]:
        """Rows 1 to 4: 联系服务群众."""
        expert = _state(SERVING, "village_expert", "驻村百晓 system", "“驻村百晓”制度", carried_out=("carried out", "已落实"),
                        not_carried_out=("set up, not carried out", "已建立未落实"), not_set_up=("not set up", "未建立"))  # fmt: skip
        centres = _found(SERVING, "centres_abnormal", "service centres run abnormally", "便民服务中心运行不正常")
        return [
            _row(1, 10, "direct contact with the public", "完善直接联系服务群众机制",
                 _whole("1①", 2, _found(SERVING, "not_all_posted", "not all staff posted", "未实行全员驻（联）村"),
                        "not all staff posted, special posts excepted: 2", "除特殊岗位外未实行全员驻（联）村，扣2分"),
                 _whole("1②", 2, _found(SERVING, "targets_unmet", "contact targets unmet", "联系对象未完成"),
                        "contact targets unmet: 2", "联系对象未完成，扣2分"),
                 _part("1③", 3, _missing(SERVING, "day_systems_missing", "systems missing: service day, no-meeting day",
                                         "无制度项数（服务日、无会日）", 2) * "1.5",
                       "weekly service day, no-meeting day: 1.5 for each missing", "服务日、无会日无制度，每项扣1.5分"),
                 _part("1④", 3, _found(SERVING, "overnight", "overnight duty not set up or not kept up",
                                       "住夜带班未建立或未常态开展").count() * "0.5", *self.overnight)),
            _row(2, 8, "knowing what the public thinks", "健全民情沟通分析制度",
                 _part("2①", 5, self._limbs(expert, 3, 5), "驻村百晓 not set up: 5; not carried out: 3",
                       "“驻村百晓”未建立扣5分，未落实扣3分", r.LIMBS),
                 _part("2②", 3, _found(SERVING, "no_diary", "posted cadre without a diary", "驻村干部无民情日记").count() * 1,
                       "no diary: 1 a case", "无民情日记，发现一起扣1分")),
            *at("附件第2项①", Flag(
                id="WL-2①-order", text=("驻村百晓 not set up: it is to be set right", "“驻村百晓”未建立的，责令纠正"),
                flag=("to be set right", "责令纠正"), when=expert.is_("not-set-up"))),
            _row(3, 10, "carriers of service", "建立服务群众有效载体",
                 _part("3①", 6, _missing(SERVING, "carriers_missing", "carriers of service missing, of three",
                                         "有效载体未建立项数", 3) * 2, "2 for each carrier missing", "未建立的每项扣2分"),
                 _part("3②", 4, _discretion(centres, "centres_deduction", "运行不正常酌情扣分", "4"),
                       "service centres abnormal: at discretion, up to 4", "便民服务中心运行不正常，酌情扣分，扣完4分为止")),
            _row(4, 5, "democratic decisions", "完善民主科学决策机制",
                 _whole("4", 5, _found(SERVING, "no_consultation", "no democratic consultation held", "未开展民主恳谈等活动"),
                        "not held: 5", "未开展活动扣5分")),
        ]  # fmt: skip

    def _managing(self) -> Sequence[Item | Flag]:
        """Rows 5 to 8: 教育管理考核."""
        pledges = _found(MANAGING, "pledges_unpublished", "pledges not made public", "承诺书未公开")
        return [
            *self._training(),
            _row(6, 8, "responsibility for work", "严格落实工作责任制",
                 _part("6①", 3, _missing(MANAGING, "months_unpublished", "months without publicised plan", "少公示的月数", 12)
                       * "0.2" + _discretion(pledges, "pledges_deduction", "承诺书未公开酌情扣分", "0.6"),
                       "0.2 for each month not publicised; pledges not public: at discretion, up to 0.6",
                       "公示每少一个月扣0.2分；承诺书未公开，酌情扣0.6分以内", r.PLEDGES),
                 _whole("6②", 2, _found(MANAGING, "no_notification", "no regular notification of work", "未建立实施定期通报制度"),
                        "no regular notification: 2", "定期通报制度未建立实施，扣2分"),
                 _whole("6③", 3, _found(MANAGING, "no_first_asked", "first-asked duty not carried out", "首问制和责任追究制未落实"),
                        "first-asked duty not carried out: 3", "首问制和责任追究制未落实，扣3分")),
            _row(7, 8, "appraisal by results", "加强干部实绩考核",
                 _part("7①", 3, _missing(MANAGING, "appraisal_missing", "systems missing: publication, public appraisal",
                                         "未建立制度项数（业绩公示、群众评议）", 2) * "1.5"
                       + _found(MANAGING, "appraisal_lapsed", "appraisal not kept up", "实绩考核未常态开展").count() * "0.5",
                       "1.5 for each system missing, 0.5 for each time not kept up",
                       "未建立其中一项扣1.5分，未常态开展发现一次扣0.5分", r.SYSTEMS),
                 _whole("7②", 3, _found(MANAGING, "no_tracking", "follow-up supervision not done", "跟踪督评未开展或未完成"),
                        "follow-up supervision not done: 3", "跟踪督评未开展或未完成，扣3分"),
                 _whole("7③", 2, _found(MANAGING, "no_proposals", "deputies' proposals not done", "代表提案、民主评议未完成"),
                        "not done: 2", "未完成的，扣2分")),
            self._strictness(),
        ]  # fmt: skip

    def _training(self) -> Sequence[Item | Flag]:
        """Row 5; days of training are asked for where a course under 12 days takes points (WL-a3)."""
        free = self.chosen(r.COURSE) == "nothing"
        no_course = _found(MANAGING, "no_course", "no training course held", "未举办培训班")
        label = ("days of training, least-trained cadre", "集中学习培训天数（最少者）")
        days = Days("training_days", label, optional=free, section=MANAGING, entered_by=OFFICE, places=1)
        course = _whole("5②", 2, no_course, "no course held: 2", "未举办培训班，扣2分", r.COURSE)
        if not free:
            said = ("no course held, or under 12 days of training: 2", "未举办培训班或培训不足12天，扣2分")
            course = _part("5②", 2, (no_course | (days < 12)).then(2), *said, r.COURSE, r.WHOLE)
        return [
            _row(5, 6, "education and training", "加大教育培训力度",
                 _part("5①", 4, _missing(MANAGING, "training_missing", "undone: training plan, evening study",
                                         "未完成项数（计划、夜学）", 2) * 2,
                       "plan, evening study: 2 for each undone", "未完成其中一项扣2分"), course),
            *at("附件第5项②", Flag(
                id="WL-5②-days", text=("a course was held, under 12 days of training", "已举办培训班，但培训不足12天"),
                flag=("training under 12 days", "培训不足12天"), when=~no_course & (days < 12), assumption=r.COURSE)),
        ]  # fmt: skip

    def _strictness(self) -> Item:
        """Row 8: its stated points make 5 of 8; ③ has none of its own and may take the whole row, or has 3 (WL-a1)."""
        loss = _found(MANAGING, "cadres_notified", "cadre notified for a breach", "干部违反规定被通报").count() * 3
        said = ("cadre notified for a breach: 3 a case, up to 8", "干部违反规定被通报，每例扣3分，扣完8分为止")
        third = _part("8③", 0, loss.at_most(8), *said, r.ROW_8, r.FLOOR, uncapped=True)
        stated: Said | None = (
            "the stated points of ①②④ make 5; ③ has none and may take all 8 (WL-a1)",
            "①②④所列分值合计5分；③未列分值，可扣完8分（WL-a1）",
        )
        if self.chosen(r.ROW_8) == "three-points":
            said = ("cadre notified for a breach: 3 a case, up to 3", "干部违反规定被通报，每例扣3分，扣完3分为止")
            third, stated = _part("8③", 3, loss, *said, r.ROW_8), None
        return _row(
            8, 8, "strict management", "坚持从严管理",
            _whole("8①", 2, _found(MANAGING, "no_attendance_system", "attendance and leave not regulated",
                                   "日常管理制度未建立实施"), "not set up: 2", "未建立实施的，扣2分"),
            _whole("8②", 1, _found(MANAGING, "no_service_files", "no service files", "便民服务办事档案未建立"),
                   "no service files: 1", "未建立的，扣1分"), third,
            _whole("8④", 2, _found(MANAGING, "stations_unmanaged", "stations' cadres not managed", "对站所干部管理要求未落实"),
                   "not carried out: 2", "未落实的，扣2分"), exception=stated, assumption=r.ROW_8,
        )  # fmt: skip

    def _building(self) -> Sequence[Item]:
        """Rows 9 to 13: 建好干部队伍."""
        return [
            _row(9, 4, "structure of the team", "优化镇（街道）干部队伍结构",
                 _whole("9①", 2, _found(BUILDING, "growth_plan_undone", "growth plan and mentors not done",
                                        "成长规划、导师帮带未实施"), "not done: 2", "未实施的，扣2分"),
                 _whole("9②", 2, _found(BUILDING, "temporary_staff", "temporary staff not regulated", "临时人员管理未落实"),
                        "not carried out: 2", "未落实的，扣2分")),
            _row(10, 3, "stability of the team", "保持镇（街道）干部队伍相对稳定",
                 _part("10", 3, _found(BUILDING, "borrowed", "staff borrowed without consent", "未经同意借调公务员").count()
                       * "1.5", "borrowed without consent: 1.5 a case", "未经同意借调，每例扣1.5分")),
            _row(11, 4, "talks", "健全落实谈心谈话",
                 _whole("11", 4, _found(BUILDING, "no_talks", "talks with every cadre not done", "谈心谈话制度未完成"),
                        "not done: 4", "未完成的，扣4分")),
            _row(12, 4, "group help", "开展组团帮扶",
                 _part("12", 4, self._limbs(_state(
                     BUILDING, "group_help", "group help to weak villages", "组团驻村帮扶", done=("done", "已开展"),
                     no_ledger=("done without a ledger", "有组团驻村但未建立台账"), not_done=("not done", "未开展")),
                     "1.5", 4), "not done: 4; done without a ledger: 1.5", "未开展扣4分；未建立台账扣1.5分", r.LIMBS)),
            _row(13, 2, "good examples", "总结表彰宣传先进典型",
                 _part("13", 2, self._limbs(_state(
                     BUILDING, "good_examples", "selection of excellent posted cadres", "优秀驻村干部评选",
                     publicised=("held and publicised", "已开展并宣传"),
                     no_media=("held, not in the media", "有开展但未通过媒体宣传"), not_held=("not held", "未开展评选")),
                     1, 2), "not held: 2; held without media: 1", "未开展评选扣2分；未通过媒体宣传扣1分", r.LIMBS)),
        ]  # fmt: skip

    def _innovating(self) -> Sequence[Item]:
        """Row 14: a line for each practice under its own name or number, which tells "the same practice" (WL-a6)."""
        practices = Events("practices", ("practices with effect", "经验做法"), section=INNOVATING, entered_by=OFFICE,
                           item=("practice", "做法"))  # fmt: skip
        levels = {"national": ("national", "国家级"), "provincial": ("provincial", "省级"), "taizhou": ("Taizhou", "台州市"),
                  "wenling": ("Wenling", "温岭市"), "none": ("none", "没有")}  # fmt: skip
        level = partial(Choice, options=levels, on=practices, entered_by=OFFICE)
        promoted = level("promoted", ("promoted by document or approval", "发文推广或领导批示肯定推广"))
        reported = level("reported", ("reported by media", "媒体刊登报道"))
        document = promoted.points({"national": 20, "provincial": 15, "taizhou": 10, "wenling": 5, "none": 0})
        media = reported.points({"national": 10, "provincial": 7, "taizhou": 5, "wenling": 3, "none": 0})
        award = best_of(document, media).named(("the practice's highest award", "该做法最高级得分"))
        if self.chosen(r.PRACTICE) == "each-kind":
            award = (document + media).named(("the practice's two awards", "该做法两类得分之和"))
        return [_row(14, 20, *INNOVATING, earns=award.sum(), assumption=r.PRACTICE)]

    def procedure(self) -> Sequence[Procedure | Consequence]:
        """三 to 五: who checks and fixes the scores, and what they count for."""
        return [
            *at("三", Procedure("organiser", (
                "led by the 组织部 with others, guided by the city appraisal office",
                "在市考核办指导下，由市委组织部会同相关单位牵头"), id="WL-header", chain=(OFFICE, APPRAISERS))),
            *at("四1", Procedure("report", (
                "supervision in the year: regular, irregular and random checks",
                "平时督查：日常定期不定期检查、随机抽查"), chain=(OFFICE,))),
            *at("四2", Procedure("report", does=Paper("self-check", ("self-check material", "自查自评及材料、台账")), text=(
                "at year's end: self-check with material and ledgers, then marking, then a check on the spot",
                "年终考核：自查自评并上报材料、台账，核查量分，实地核验"), chain=(COMMITTEE, FIVE_GOOD))),
            *at("四3", Procedure("sign-off", (
                "the 组织部 and others fix the scores and report them; equal scores share a rank",
                "市委组织部会同相关单位研究确定得分，报市考核办；同分并列"), chain=(OFFICE, APPRAISERS), signs="year",
                assumption=r.RATIO), t.SCORES),
            *at("附件", Procedure("form", ("contents and marking, out of 100", "考核内容与计分办法（100分）"), id="WL-4.2-form",
                                columns=COLUMNS)),
            *at("五", Consequence(ScoreOf().given(), (
                "converted by proportion into the party-building total; a key figure for 五好镇（街道）",
                "按比例折算后计入党建工作考核总分，并作为评选年度“五好”服务型镇（街道）的重要指标"), assumption=r.RATIO)),
        ]  # fmt: skip


class Town(Appraised):
    """各镇党委."""

    kind = Kind("town", ("town party committee", "镇党委"))
    overnight = (
        "each member of staff a night a week, a leader on duty every day; 0.5 for each finding",
        "镇机关干部每周住夜不少于1天，每天1名领导带班；发现一次扣0.5分",
    )


class Street(Appraised):
    """各街道党工委."""

    kind = Kind("street", ("street party committee", "街道党工委"))
    overnight = (
        "3 staff or more and a leader every night; 0.5 for each finding",
        "街道每夜3名以上干部住夜、1名领导带班；发现一次扣0.5分",
    )


class Wenling2013(Scheme):
    """Wenling: a table of fourteen rows for towns and streets; no grades, ballots, quotas or vetoes."""

    id, prefix, version = "wenling-2013", "WL", "2.0.0"
    title = Text("Wenling town cadre-team building, 2013", "温岭市镇（街道）干部队伍建设考核（2013）")
    document = Document(
        title="2013年度温岭市镇（街道）干部队伍建设考核办法",
        issuer="中共温岭市委组织部",
        issued="2013-07-25",
        number="温组〔2013〕89号",
    )
    cycles = Cycles(dt.date(2013, 1, 1), dt.date(2013, 12, 31), clause="附件")
    window = Window(months=2, clause="四2", assumption=r.YEAR_END.id)
    parts, readings, undefined, forms = (Town, Street), r.READINGS, r.UNDEFINED, p.FORMS
