"""What a scheme, its amendments and the choices of a case must agree in before and after they are merged."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence

from ...errors import SchemeError
from ...words import Message
from .._rules import rows_of
from .._scheme import Amendment, Declared, Scheme
from ._merge import Entry

__all__ = ["check_base", "check_changes", "check_choices", "check_kinds", "check_parts"]


def check_kinds(scheme: type[Scheme]) -> None:
    """Refuse two parts for one kind, and a grade that stands twice. Raises SchemeError."""
    keys = [kind.key for kind in scheme.kinds]
    for kind in scheme.kinds:
        twice = keys.count(kind.key) > 1
        if twice or len(set(kind.grades)) < len(kind.grades):
            text = (
                Message(
                    "K1001",
                    "{id}: two parts are for a kind with the key {key}; one part for each kind: name it once in parts, or give "
                    "the other kind a key of its own",
                    "{id}：有两个部分的对象键名都是 {key}；每类对象一个部分：parts 中请只写一次，或另取键名",
                )
                if twice
                else Message(
                    "K1002",
                    "{id}: the kind {key} has one grade twice; write each once, from best to worst",
                    "{id}：对象类别 {key} 的等次有重复；每个等次请只写一次，由高到低",
                )
            )
            raise SchemeError(text.format(id=scheme.id, key=kind.key))


def check_parts(amendment: type[Amendment], scheme: type[Scheme]) -> None:
    """Refuse a part of an amendment that is not for one kind of the scheme, the very same. Raises SchemeError."""
    seen: set[str] = set()
    for part in amendment.parts:
        if part.kind not in scheme.kinds or part.kind.key in seen:
            text = Message(
                "K1201",
                "{id}: the part {part} is for {kind}, which {scheme} does not declare so, or another part is for it too; "
                "import the kind from the scheme's package, and write one part for each",
                "{id}：部分 {part} 针对{kind}，但 {scheme} 没有这样声明，或另有一个部分也针对它；请从方案的包导入对象类别，一类一个部分",
            )
            raise SchemeError(text.format(id=amendment.id, part=part.__name__, kind=part.kind.label, scheme=scheme.id))
        seen.add(part.kind.key)


def check_base(amendment: type[Amendment], scheme: type[Scheme]) -> None:
    """Refuse an amendment of another scheme. Raises SchemeError."""
    if amendment.base != scheme.id:
        raise SchemeError(
            Message(
                "K1003",
                "amendment {id} amends {base}, not {scheme}; take it out of this case's amendments",
                "修订 {id} 的对象是 {base}，不是 {scheme}；请从本案例的修订中去掉",
            ).format(id=amendment.id, base=amendment.base, scheme=scheme.id)
        )


def check_choices(plugins: Sequence[Declared], chosen: Mapping[str, str | tuple[str, ...]]) -> None:
    """Refuse a choice that no setting has, or that is none of its options. Raises SchemeError."""
    known = {setting.key: setting for plugin in plugins for setting in plugin.settings}
    for key, value in chosen.items():
        setting = known.get(key)
        if setting is None:
            raise SchemeError(
                Message(
                    "K1004",
                    "there is no setting {key}; the settings are: {known}",
                    "没有设置项 {key}；可用的有：{known}",
                ).format(key=key, known=", ".join(sorted(known)) or "-")
            )
        allowed = {option.code for option in setting.options}
        wrong = [part for part in ([value] if isinstance(value, str) else value) if allowed and part not in allowed]
        if wrong or setting.is_list == isinstance(value, str):
            raise SchemeError(
                Message(
                    "K1005",
                    "setting {key}: {value} is not one of {allowed}; choose one of them",
                    "设置项 {key}：{value} 不在 {allowed} 之中；请从中选用",
                ).format(key=key, value=str(value), allowed=", ".join(sorted(allowed)) or "a list of codes")
            )


def check_changes(base: Scheme, found: Mapping[str, list[Entry]]) -> None:
    """Refuse a number that an edition changes in a rule that is not there. Raises SchemeError."""
    entries = (entry for entries in found.values() for entry in entries if not entry.derived_from)
    known = {row.id for entry in entries for row in rows_of(entry.rule)}
    for changed in base.moved:
        if changed.rule not in known:
            near = difflib.get_close_matches(changed.rule, known, n=1, cutoff=0.4)
            text = Message(
                "K1202",
                "{id} changes a number of {rule}, but there is no such rule; did you mean {near}?",
                "{id} 修改 {rule} 的数值，但没有这条规则；是不是 {near}？",
            )
            raise SchemeError(text.format(id=base.id, rule=changed.rule, near=", ".join(near) or "-"))
