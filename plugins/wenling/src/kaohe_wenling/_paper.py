"""The annex as a filled sheet with self and checked scores, what goes with it, and the conversion of 五."""

from __future__ import annotations

from kaohe.rules.forms import Column, Form, Grid, Marked, Para, People, Shown, Sign
from . import _tables as t

_KINDS = ("town", "street")
_SERVING, _MANAGING = "联系服务群众（33分）", "教育管理考核（30分）"
_BUILDING, _INNOVATING = "建好干部队伍（17分）", "创新做法及其成效（20分）"
_LABELS = (
    (_SERVING, "完善直接联系服务群众机制"), (_SERVING, "健全民情沟通分析制度"), (_SERVING, "建立服务群众有效载体"),
    (_SERVING, "完善民主科学决策机制"), (_MANAGING, "加大教育培训力度"), (_MANAGING, "严格落实工作责任制"),
    (_MANAGING, "加强干部实绩考核"), (_MANAGING, "坚持从严管理"), (_BUILDING, "优化镇（街道）干部队伍结构"),
    (_BUILDING, "保持镇（街道）干部队伍相对稳定"), (_BUILDING, "健全落实谈心谈话"), (_BUILDING, "开展组团帮扶"),
    (_BUILDING, "总结表彰宣传先进典型"),
    (_INNOVATING, "结合本地实际，开展加强镇（街道）建设特别是镇（街道）干部队伍建设的探索"),
)  # fmt: skip
_COLUMNS = (
    Column("序号", "number"), Column("考核内容", "1"), Column("工作目标", "2"), Column("基本分", "points"),
    Column("具体内容与计分办法", "parts"), "自评分", Column("核查分", "value"),
)  # fmt: skip
_ROW_14 = Para("第14项：发文推广或批示肯定推广，国家级20分、省级15分、台州市10分、温岭市5分；媒体刊登报道，10分、7分、5分、3分；"
               "同一做法取最高级，加满20分为止。", style="note")  # fmt: skip
_SIGNED = (
    ("town or street party committee", "镇（街道）党（工）委"),
    ("checked by the 五好 office", "“五好”服务型镇（街道）建设办公室"),
)

_ANNEX = (
    "contents and marking, with self and checked scores",
    "温岭市镇（街道）干部队伍建设考核内容与计分办法（100分）",
)
SHEET = Form("WL-annex", _ANNEX, (
    Para("{year}年度温岭市镇（街道）干部队伍建设考核内容与计分办法（100分）", style="title"),
    Grid([[Column("镇（街道）", "name"), Column("类别", "kind")]]),
    Marked("WL-annex", _COLUMNS, labels=_LABELS, total=("total", "合计")), _ROW_14,
    Grid([[Column("核查得分", "score"), Column("折算比例（%）", "conversion_ratio"), Column("折算分（五）", "WL-5-converted")]]),
    Para(("自评分 is the town's to write; the two columns of scores are ours.",
          "“自评分”由镇（街道）填写；“自评分”“核查分”两栏由本系统加列。"), style="note"),
    Sign(_SIGNED)), clause="附件", kinds=_KINDS, wide=True, plain=True)  # fmt: skip
SELF_CHECK = Form("WL-4.2", ("cover of the self-check", "镇（街道）干部队伍建设自查自评报告"), (
    Grid([[Column("镇（街道）", "name"), Column("年度", "period")]]),
    Para(("1. Self-check", "一、自查自评情况"), style="prose"),
    Para(("2. Innovations and their effect", "二、创新做法及其成效"), style="prose"),
    Para(("3. List of material and ledgers", "三、材料、台账目录"), style="prose"),
    Sign((_SIGNED[0],), stamp=True)), clause="四2", kinds=_KINDS, ours=True)  # fmt: skip
TABLE = Form("WL-4.3", t.SCORES.text, (People(t.SCORES.columns), Sign(t.SCORES.signers)), clause="四3",
             kinds=_KINDS, each="cycle", ours=True)  # fmt: skip
REPORT = Form("WL-4.3-report", ("report of the scores to the city appraisal office", "镇（街道）干部队伍建设考核得分情况报告"), (
    Para(("1. How the appraisal was organised", "一、考核组织情况"), style="prose"), Para(("2. Scores", "二、得分情况"), style="heading"),
    Shown("scores"), People(t.SCORES.columns),
    Para(("3. Problems and proposals", "三、存在问题和建议"), style="prose"), Sign((("city 组织部", "市委组织部"),), stamp=True)),
    clause="四3", kinds=_KINDS, each="cycle", ours=True, report=True)  # fmt: skip

FORMS = (SHEET, SELF_CHECK, TABLE, REPORT)
