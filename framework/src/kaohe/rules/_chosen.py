"""The readings that are in force: what a case or book chose, where it differs from the default, who amends."""

from __future__ import annotations

from attrs import frozen

from ..words import Text
from ._rules import Document, Reading
from ._setting import Setting
from .assembly import Ruleset

__all__ = ["Chosen", "chosen", "cited", "departures", "reading_of"]


@frozen
class Chosen:
    """A setting with the codes that hold: those a case or book chose, else the default."""

    setting: Setting
    codes: tuple[str, ...]

    @property
    def differs(self) -> bool:
        """Whether it is another reading than the default."""
        return set(self.codes) != ({self.setting.default} - {""})

    @property
    def label(self) -> Text:
        """The reading in words; of a list, the codes."""
        labels = {option.code: option.label for option in self.setting.options}
        found = [labels.get(code, Text(code, code)) for code in self.codes]
        if not found:
            return Text("none", "无")
        return Text(", ".join(label.en for label in found), "、".join(label.zh for label in found))


def chosen(ruleset: Ruleset) -> tuple[Chosen, ...]:
    """Every setting of the scheme and its active amendments with what holds, in the order of declaration."""
    choices = dict(ruleset.choices)
    found = []
    for setting in ruleset.settings:
        value = choices.get(setting.key, setting.default)
        codes = (value,) if isinstance(value, str) else tuple(value)
        found.append(Chosen(setting, tuple(code for code in codes if code)))
    return tuple(found)


def reading_of(ruleset: Ruleset, assumption: Reading) -> Text:
    """The reading of `assumption` that is in force: the chosen one, where a setting chose another than the default."""
    other = [one.label for one in chosen(ruleset) if one.setting.assumption == assumption.id and one.differs]
    if not other:
        return assumption.default
    return Text("; ".join(label.en for label in other), "；".join(label.zh for label in other))


def departures(ruleset: Ruleset, *, confirmed: str = "") -> tuple[Text, ...]:
    """What every result must say of its rules: active amendments with their documents, settings that differ.

    `confirmed` is the reason for a cycle that the document is not for, where the case gives one.
    """
    amended = Text("amended by {id} {version}: {document}", "启用修订 {id} {version}：{document}")
    setting = Text(
        "setting {key}: {label}: {reading} (default: {default})", "设置 {key}：{label}：{reading}（默认：{default}）"
    )
    found = [amended.format(id=one.id, version=one.version, document=cited(one.document)) for one in ruleset.amendments]
    for one in chosen(ruleset):
        if one.differs:
            default = Chosen(one.setting, tuple(filter(None, (one.setting.default,)))).label
            found.append(
                setting.format(key=one.setting.key, label=one.setting.label, reading=one.label, default=default)
            )
    if confirmed:
        found.append(
            Text("a cycle that the document is not for: {why}", "文件适用范围以外的周期：{why}").format(why=confirmed)
        )
    return tuple(found)


def cited(document: Document) -> Text:
    """A document as it is cited: its title, number or day of issue."""
    return Text("{title} ({number})", "《{title}》（{number}）").format(
        title=document.title.strip("《》"), number=document.number or document.issued
    )
