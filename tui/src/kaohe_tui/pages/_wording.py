"""The messages whose next step is a command elsewhere and a key here: their words at the terminal, by number.

A test walks every message that can be shown here: one that names a command for which there is a screen, or an option,
needs its words in this list.
"""

from __future__ import annotations

from kaohe.words import Text

__all__ = ["BY_KEYS"]

BY_KEYS: dict[str, Text] = {
    "K4027": Text(
        "there is no book at {path}; check the name, or make one with n on Home",
        "{path} 处没有账簿；请检查名称，或在首页按 n 新建",
    ),
    "K5009": Text(
        "the cycle ends before it starts; correct its first or its last day", "周期的结束早于开始；请更正起止日期"
    ),
    "K8009": Text(
        "there is no decision {id} (the nearest is {near}); p, decisions lists those on record",
        "没有裁定 {id}（最接近的是 {near}）；p 办理中的“裁定记录”列出已有裁定",
    ),
    "K8012": Text(
        "{span} is frozen; nothing in it changes but by a revision on record: F9, with the reason",
        "{span} 已冻结；如须更改，按 F9 写明理由后修订，记录在案",
    ),
    "K8017": Text(
        "{where} holds no settings, so nothing can be entered: it was cut off, or its making was, by an earlier Kaohe; restore"
        " your copy of it, and where there is none make the book anew under another name with n on Home",
        "{where} 没有设置，不能录入：文件已被截断，或旧版本建立时中断；请恢复备份；如无备份，请在首页按 n 另取名称重新建立",
    ),
    "K8021": Text(
        "the book has no commit {seq}; p, history lists them", "账簿没有第 {seq} 次提交；p 办理中的“历史记录”可列出"
    ),
    "K8090": Text(
        "{link} holds for the whole cycle, whatever the day; leave the day empty",
        "{link}整个周期有效，不分日期；日期请不填",
    ),
    "K8111": Text(
        "{name} is no login; write the name that the head line shows to that person, at most 64 printable characters without"
        " blanks",
        "{name} 不是登录名；请写其本人屏幕右上角所示的名称，不超过 64 个可显示字符，不含空格",
    ),
    "K8114": Text(
        "{login} has no role in this book; p, roles shows who has",
        "{login} 在本账簿没有角色；p 办理中的“人员角色”可列出",
    ),
    "K8120": Text(
        "{key} of {id} is not entered a second time in this book; those that are: {known}. Leave it out, or let the"
        " administrator ask for it: p, second entry, a",
        "本账簿不要求复录 {id} 的 {key}；须复录的有：{known}。请去掉该项，或由管理员在 p 办理、“复录”中按 a 设置",
    ),
    "K8123": Text(
        "{key} of {id} has no difference to settle; p, differences lists those there are",
        "{id} 的 {key} 没有待裁定的差异；p 办理中的“差异裁定”可列出",
    ),
    "K8127": Text(
        "{key} of {id} was entered a second time, so it is changed by settling the difference (p, differences), or in a revision"
        " of what is frozen (F9)",
        "{id} 的 {key} 已经复录；更改须裁定差异（p 办理中的“差异裁定”），或对已冻结内容按 F9 修订",
    ),
    "K8130": Text(
        "no warning is called {name}; p, warnings lists those that stand",
        "没有名为 {name} 的提示；p 办理中的“提示”可列出",
    ),
    "K8141": Text(
        "the scheme says of nothing who signs it; freeze what is ready instead: z on the signatures",
        "方案未规定由谁签署；请在“签署”中按 z 冻结",
    ),
    "K8142": Text(
        "{span} is signed at every level already; what is wrong in it is changed by a revision: e here",
        "{span} 各级均已签署；如有错误，在此按 e 修订",
    ),
    "K8147": Text(
        "{step} is each person's own word; w here records it for each", "{step} 为本人意见；在此按 w 逐人记录"
    ),
    "K8160": Text(
        "the year is not signed at every level yet ({step} has not), so the book cannot be closed; Enter on the year shows what"
        " is missing",
        "年度尚未经各级签署（{step} 未签），不能封存；在“年度”上按 Enter 查看",
    ),
    "K8161": Text(
        "the scheme names nobody who signs the year, so the book is closed once it is frozen: z on the signatures",
        "方案未规定年度由谁签署，账簿须先冻结再封存：在“签署”中按 z",
    ),
    "K8201": Text(
        "nobody on the roster has the id {id}; the roster shows the ids; write one of them",
        "名册中没有编号 {id}；名册列出编号；请写其一",
    ),
    "K8203": Text(
        "no step with a deadline has the id {step}; p, what is due, f lists them",
        "没有编号为 {step} 且有时限的步骤；在 p 办理、“到期事项”中按 f 列出",
    ),
    "K8210": Text(
        "there is nothing to draw called {id}; p, draws shows what there is",
        "没有可抽取的 {id}；p 办理中的“抽取与交叉考核”可列出",
    ),
    "K8211": Text(
        "{id} is drawn from a list of codes: name its file (one code a line; villages as TOWNSHIP,VILLAGE)",
        "{id} 从代码清单中抽取：请填写代码文件（每行一个代码；嘎查村写成 苏木乡镇,嘎查村）",
    ),
    "K8212": Text(
        "{id} is drawn from {frame}, which the book holds; leave the file of codes empty",
        "{id} 从{frame}中抽取，账簿已有；代码文件请不填",
    ),
    "K8217": Text(
        "the scheme does not say how many {id} draws: say how many, at least 1",
        "方案未规定 {id} 抽取多少；请填写抽取数，至少 1",
    ),
    "K8218": Text(
        "the scheme says how many {id} draws; leave the number empty", "{id} 的抽取数由方案规定；抽取数请不填"
    ),
    "K8221": Text(
        "a seed is pledged by its SHA-256, 64 digits 0-9 a-f; Enter on the draw makes seed and hash",
        "种子以其 SHA-256（64 位十六进制）承诺；在抽取页按 Enter 可生成种子与哈希",
    ),
    "K8222": Text(
        "{id} is pledged already and not drawn yet; Enter on the draw goes on",
        "{id} 已承诺种子、尚未抽取；在抽取页按 Enter 继续",
    ),
    "K8223": Text(
        "{id} was drawn on this frame already: one draw a frame. Another is a revision: n on the draw, with its reason",
        "{id} 已按此抽样框抽取：一框一抽。再抽须作为修订：在抽取页按 n 并写事由",
    ),
    "K8224": Text(
        "{id} has not been drawn yet; Enter on the draw begins the first", "{id} 尚未抽取；在抽取页按 Enter 开始第一次"
    ),
    "K8225": Text(
        "a second draw of {id} needs its reason; write it on the first line", "{id} 再次抽取须写事由；请填写首行"
    ),
    "K8226": Text(
        "no seed of {id} is pledged; that comes first, in a commit of its own: Enter on the draw",
        "{id} 尚未承诺种子；须先单独提交：在抽取页按 Enter",
    ),
    "K8227": Text(
        "the frame of {id} is frozen already, at {head}; Enter on the draw shows the seed",
        "{id} 的抽样框已于 {head} 冻结；在抽取页按 Enter 公开种子",
    ),
    "K8228": Text(
        "the frame of {id} is not frozen yet; that comes before the seed is shown: Enter on the draw",
        "{id} 的抽样框尚未冻结；须先冻结再公开种子：在抽取页按 Enter",
    ),
    "K8229": Text(
        "this is not the seed that was pledged for {id}: its hash is {found}, and {pledged} is on record; nothing was drawn."
        " Find the pledged seed; where it is lost, n on the draw begins anew with a reason",
        "这不是为 {id} 承诺的种子：其哈希为 {found}，记录为 {pledged}；未抽取。请找出所承诺的种子；确已遗失的，在抽取页按 n 写事由重新开始",
    ),
    "K8230": Text(
        "a seed has 32 to 200 printable characters; Enter on the draw makes one",
        "种子须为 32 至 200 个可显示字符；在抽取页按 Enter 可生成",
    ),
    "K8231": Text(
        "lots are drawn where the office orders them: write the number of that document",
        "抽签须有办公室的决定：请填写文号",
    ),
    "K8232": Text(
        "the tie of {id} is not what it was when its frame was frozen; n on the draw begins anew",
        "{id} 的并列已与冻结抽样框时不同；在抽取页按 n 重新开始",
    ),
    "K8235": Text(
        "{id} is no cross-assessment; p, draws shows what each is",
        "{id} 不是交叉考核；p 办理中的“抽取与交叉考核”列出各项",
    ),
    "K8241": Text(
        "the document does not say for how long results are shown: write the last day",
        "文件未规定公示期限：请填写最后一日",
    ),
    "K8242": Text(
        "shown from {since}, the {days} days of {clause} run to {last}; {until} is too early. Leave the last day empty, or write a"
        " later one",
        "自 {since} 公示，{clause}规定的 {days} 天至 {last} 止；{until} 过早。最后一日请不填，或写更晚的日期",
    ),
    "K8244": Text(
        "{on} lies outside the days of publicity ({windows}); correct the day, or record it as an appeal (the last line)",
        "{on} 不在公示期内（{windows}）；请更正日期，或在末行选作申诉",
    ),
    "K8245": Text(
        "there is no objection number {number}; p, what is due lists those that wait",
        "没有第 {number} 号异议；p 办理中的“到期事项”列出待处理的",
    ),
    "K8260": Text(
        "{rule} gives no notice about {id} as the result stands; p, notices lists those that it gives",
        "按现有结果，{rule} 不产生关于 {id} 的告知；p 办理中的“告知”可列出",
    ),
    "K8270": Text(
        "{step} ({clause}): results have not been shown publicly; record it under p, what is due",
        "{step}（{clause}）：结果尚未公示；请在 p 办理、“到期事项”中记录",
    ),
    "K8272": Text(
        "objection {number} to {id} is open; answer it first, under p, what is due",
        "对 {id} 的第 {number} 号异议未处理；请先在 p 办理、“到期事项”中处理",
    ),
    "K8273": Text(
        "{step} ({clause}): the opinion of {who} on {id} is not on record; ask for it, then record it under p, what is due",
        "{step}（{clause}）：尚无{who}对 {id} 的意见；请征求后在 p 办理、“到期事项”中记录",
    ),
    "K8276": Text(
        "{text} (and {n} more of the kind; p, what is due lists them)",
        "{text}（同类另有 {n} 项；p 办理中的“到期事项”可列出）",
    ),
    "K8300": Text(
        "{unit}: nothing of that book is frozen, and only what is frozen can be joined; freeze it there (p, signatures, z), the"
        " whole book or the periods that are ready",
        "{unit}：该账簿没有冻结的内容，只有已冻结的才能汇入；请在该账簿的“签署”中按 z 冻结整本或已完成的期次",
    ),
    "K9101": Text(
        "nothing was imported: {n} places are rejected, the first being {at}: {why}. Correct them, or l leaves them out",
        "未导入：有 {n} 处不接受，首处为 {at}：{why}。请更正，或按 l 略去",
    ),
    "K9102": Text(
        "nothing was imported: {n} rows name people without an id; look at whom they were taken for, then b confirms, or add"
        " the ids",
        "未导入：有 {n} 行只有姓名没有编号；请核对所对应的对象后按 b 确认，或补上编号",
    ),
    "K9122": Text(
        "this id is not on the roster; correct it, or import the roster first (k says that a sheet is one)",
        "名册中没有此编号；请更正，或先导入名册（按 k 指明表格类别）",
    ),
    "K9128": Text(
        "what kind is this one? Add a column 对象类别 ({known})", "属于哪类对象？请加一列“对象类别”（{known}）"
    ),
    "K9132": Text(
        "somebody new without an id: add a column of ids, or n has them numbered",
        "新增对象没有编号：请加一列编号，或按 n 自动编号",
    ),
    "K9142": Text(
        "{label} is entered by the {axis}, and neither the row, the sheet nor its title says which: t says it, as {example}",
        "{label}须按{axis}录入，而行、表名和标题均未写明期次；请按 t 指明，如 {example}",
    ),
    "K9161": Text(
        "no row of it has headings that the scheme knows: at least an id or a name and one more. :template writes a sheet with"
        " them; m says what headings of your own are",
        "没有一行列标题是方案认识的：至少要有编号或姓名，另加一列。:待填表格 可生成；自有列标题按 m 指明",
    ),
    "K9165": Text(
        "the sheet speaks of several periods ({periods}); t says which, or add a column 期次",
        "表中提到多个期次（{periods}）；请按 t 指明，或加一列“期次”",
    ),
    "K9167": Text(
        "the sheet could be one of several lists ({lists}); name the sheet after one of them, or k says which, as {key}",
        "此表可能是几种清单之一（{lists}）；请以清单名作表名，或按 k 指明，如 {key}",
    ),
    "K9168": Text(
        "the scheme has no list of events; :template writes the sheets that it has",
        "方案没有清单；:待填表格 可生成其表格",
    ),
    "K9212": Text(
        "the scheme has nothing to enter on a sheet of {kind} without a period; take one of: {known}",
        "方案没有可在{kind}表中不分期次录入的内容；请选期次：{known}",
    ),
    "K9412": Text("{form} is of one period; take one of: {known}", "{form} 按期次填写；请选期次：{known}"),
    "K9602": Text(
        "this is no tick: in a rater sheet a row is one ballot; tick the option chosen (√), or k says that it holds counts",
        "此处不是勾选：逐票表中一行是一张票，请在所选项下打√；若填的是票数，请按 k 指明为票数表",
    ),
    "K9612": Text(
        "{label}: how many ballots were handed out? Write 发出 30 above the headings, add a column 发出, or h says it",
        "{label}：发出多少张票？请在列标题上方写明“发出 30 张”，加一列“发出”，或按 h 指明",
    ),
    "K9632": Text(
        "what does this mark count? {n} cells hold it; m says the field, or - where it counts nothing ({known})",
        "此符号计入哪一项？共 {n} 格；请按 m 指明录入项，不计入的写 -（{known}）",
    ),
    "K9661": Text(
        "it is not frozen as a whole, so its grades may still change; freeze it there first: p, signatures, z",
        "该账簿尚未整体冻结，其等次仍可能变动；请先在该账簿的“签署”中按 z 冻结",
    ),
}
