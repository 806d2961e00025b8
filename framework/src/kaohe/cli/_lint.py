"""`kaohe lint`: what is wrong or doubtful in a scheme's declarations."""

from __future__ import annotations

import click

from ..errors import KaoheError
from ..rules import Scheme, assemble, discover, load
from ..rules import lint as lint_rules
from ..rules.tools import Fault, Ruleset, one_language
from ..words import Text
from ._base import JSON_OPTION, Command
from ._out import both, say, say_json

__all__ = ["lint"]

_TEXT = Text(
    "Check the declarations of SCHEME: weights, sums, bands, grades, reachable numbers. Exit status 1 if it cannot run.",
    "检查方案 SCHEME 的声明：权重、合计、档次、等次、可达的数值。不能运行时退出状态为 1。",
)


@click.command(cls=Command, text=_TEXT)
@click.argument("scheme", metavar="SCHEME")
@JSON_OPTION
@click.pass_context
def lint(context: click.Context, *, scheme: str, as_json: bool) -> None:
    """Lint one scheme."""
    ruleset, faults = _faults(scheme)
    untold = one_language(ruleset) if ruleset is not None else ()
    wrong = any(fault.level == "error" for fault in faults)
    if as_json:
        say_json(
            {
                "scheme": scheme,
                "ok": not wrong,
                "faults": [_data(fault) for fault in faults],
                "one_language": len(untold),
            }
        )
    else:
        for fault in faults:
            level = Text("error", "错误") if fault.level == "error" else Text("warning", "提醒")
            say(
                Text("{level} [{check}] {text}", "{level} [{check}] {text}").format(
                    level=level, check=fault.check, text=fault.text
                )
            )
        if not faults:
            say(Text("{id}: nothing to report", "{id}：没有问题").format(id=scheme))
        if untold:
            say(_UNTOLD.format(n=len(untold), first=untold[0].zh))
    context.exit(1 if wrong else 0)


_UNTOLD = Text(
    "{n} texts are in Chinese only, {first!r} first; Text(english, chinese) has both, and a plugin of one region may do without",
    "{n} 处文字只有中文，首处为“{first}”；Text(英文, 中文) 可写两种语言，只供本地使用的插件可以不写",
)


def _faults(scheme: str) -> tuple[Ruleset | None, list[Fault]]:
    """An installed scheme with its faults, whatever its state; one that cannot be assembled has that as its fault."""
    found = next(iter(discover(role="scheme", only=scheme)), None)
    if found is None or found.state not in ("ok", "invalid"):
        load(scheme)
    if found is None or found.declared is None or not issubclass(found.declared, Scheme):
        reason = found.reason if found is not None and found.reason is not None else Text("no scheme", "没有方案")
        return None, [Fault("assemble", "error", scheme, "", reason)]
    try:
        ruleset = assemble(found.declared)
        return ruleset, lint_rules(ruleset)
    except KaoheError as error:
        return None, [Fault("assemble", "error", scheme, "", error.text)]


def _data(fault: Fault) -> dict[str, object]:
    return {
        "check": fault.check,
        "level": fault.level,
        "rule": fault.rule,
        "clause": fault.clause,
        "text": both(fault.text),
    }
