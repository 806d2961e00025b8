"""Reading a case: every key known, every fact checked against its input, every link and decision real."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from ..collection import no_collection
from ..engine import Cohort, FastLane
from ..errors import CaseError, KaoheError
from ..rules import load
from ..rules.tools import Ruleset, look_alike, twice_alike
from ..words import Message, Text, echo
from ._at import At, as_list, known_keys, label_of, located, text_at
from ._cycle_reader import CycleReader
from ._decisions import DecisionReader, read_cites, read_expectations
from ._model import FORMAT, Case
from ._people import PeopleReader
from ._repacked import repacked
from ._repeat import repeated
from ._text import CaseFile

__all__ = ["case_from_data", "read_case"]

_TOP = {"format", "scheme", "digest", "amendments", "title", "about", "cycle", "settings", "defaults", "appraisees"}
_TOP |= {"decisions", "expect", "cites", "check"}

_TWICE = Message("K2650", "{why}; delete one", "{why}；请删去其一")


def read_case(path: str | Path, *, ruleset: Ruleset | None = None) -> Case:
    """Read a TOML (.toml) or JSON case. Raises CaseError with file and line for anything it may not say.

    `ruleset` replaces the installed scheme that the case names (for schemes under development).
    """
    file = CaseFile.at(path)
    name = str(file.path)
    with no_collection():
        raw = file.data()
        bools = file.toml or b"true" in file.raw or b"false" in file.raw
        try:
            return _Reader(raw, file.path.parent, ruleset, bools=bools).case(name)
        except At as found:
            raise located(found, file.text, name, toml=file.toml) from found.error


def case_from_data(
    raw: Mapping[str, Any],
    *,
    ruleset: Ruleset | None = None,
    folder: Path | None = None,
    lane: FastLane | None = None,
    known: Cohort | None = None,
) -> Case:
    """The case that plain data says (the JSON form). Raises CaseError naming the place.

    `lane` is that of another case of the same ruleset and cycle, for whoever reads many small ones. `known` are the same
    people, read under another ruleset of the scheme: of a kind whose entries this one reads alike nobody is read again.
    """
    try:
        return _Reader(raw, folder or Path(), ruleset, bools=True, lane=lane, known=known).case("")
    except At as found:
        raise CaseError(found.error.text, where=label_of(found.path) or None, path=found.path) from found.error


class _Reader:
    def __init__(
        self,
        raw: Mapping[str, Any],
        folder: Path,
        ruleset: Ruleset | None,
        *,
        bools: bool,
        lane: FastLane | None = None,
        known: Cohort | None = None,
    ) -> None:
        self.raw, self.folder, self.given, self.bools, self.lane = raw, folder, ruleset, bools, lane
        self.known = known

    def case(self, source: str) -> Case:
        """The case, its repeated rows written out."""
        written = repeated(self.raw) if isinstance(self.raw, Mapping) else None
        if written is None:
            return self._case(source)
        self.raw = written.raw
        try:
            return self._case(source)
        except At as found:
            raise written.back(found) from found

    def _case(self, source: str) -> Case:
        raw = known_keys(self.raw, _TOP, ())
        self._format(raw)
        ruleset = self._ruleset(raw)
        reader = CycleReader(raw.get("cycle", {}), ruleset, self.folder)
        cycle, supplied = reader.cycle(), reader.supplied()
        _check_listed(ruleset, supplied.lists)
        lane = self.lane or FastLane(ruleset, cycle.periods, supplied, bools=self.bools)
        kept = {} if self.known is None else repacked(self.known, Cohort(ruleset, cycle, {}, supplied, lane=lane))
        reader_of = PeopleReader(ruleset, cycle, supplied, raw.get("defaults", {}), lane)
        people = reader_of.read(raw.get("appraisees", []), kept)
        decisions = DecisionReader(ruleset, cycle.periods).read(raw.get("decisions", []), people)
        return Case(
            cohort=Cohort(ruleset, cycle, people, supplied, decisions, lane),
            title=self._optional_text(raw, "title", Text("the title", "标题")),
            about=self._optional_text(raw, "about", Text("the note", "说明"), longest=2000),
            amendments=tuple(amendment.id for amendment in ruleset.amendments),
            expectations=read_expectations(raw.get("expect", {}), people, ruleset, cycle),
            cites=read_cites(raw.get("cites", {}), ruleset),
            raw=self.raw,
            source=source,
        )

    def _format(self, raw: Mapping[str, Any]) -> None:
        version = raw.get("format")
        if version == FORMAT and not isinstance(version, bool):
            return
        if isinstance(version, int) and version > FORMAT:
            text = Message(
                "K2627",
                "this case has format {found}; this Kaohe reads {known}: update Kaohe",
                "案例格式为 {found}，本程序只读 {known}：请升级",
            ).format(found=version, known=FORMAT)
        else:
            text = Message(
                "K2628",
                "a case begins with format = {known}; write that as its first line",
                "案例须写 format = {known}；请写在第一行",
            ).format(known=FORMAT)
        raise At(("format",), CaseError(text))

    def _ruleset(self, raw: Mapping[str, Any]) -> Ruleset:
        amendments = [
            name if isinstance(name, str) else str(echo(name))
            for name in as_list(raw.get("amendments", []), ("amendments",))
        ]
        choices = _choices(raw.get("settings", {}))
        try:
            ruleset = self._load(_scheme_of(raw), amendments, choices)
        except KaoheError as error:
            key = "settings" if choices and "setting" in error.text.en else "amendments" if amendments else "scheme"
            raise At((key,), error) from error
        self._pinned(raw, ruleset)
        return ruleset

    def _load(self, name: str, amendments: Sequence[str], choices: Mapping[str, str | tuple[str, ...]]) -> Ruleset:
        given = self.given
        if given is not None and given.id == name:
            those_of_given = ([one.id for one in given.amendments], dict(given.choices))
            if not (amendments or choices) or those_of_given == ([*amendments], dict(choices)):
                return given
        return load(name, amendments=amendments, choices=choices)

    def _pinned(self, raw: Mapping[str, Any], ruleset: Ruleset) -> None:
        if "digest" in raw and raw["digest"] != ruleset.digest:
            raise At(
                ("digest",),
                CaseError(
                    Message(
                        "K2629",
                        "the case was made with other rules ({case}) than are installed ({here}); "
                        "install that version, or take the digest out to evaluate with these",
                        "案例所用规则（{case}）与已安装的（{here}）不同；请安装原版本，或删去 digest 按现规则计算",
                    ).format(case=str(raw["digest"])[:12], here=ruleset.digest[:12])
                ),
            )

    def _optional_text(self, raw: Mapping[str, Any], key: str, what: Text, *, longest: int = 200) -> str:
        if key not in raw:
            return ""
        return text_at(raw[key], what, (key,), longest=longest)


def _scheme_of(raw: Mapping[str, Any]) -> str:
    """The scheme that the case names, "" where it names none, which no scheme is called."""
    name = raw.get("scheme", "")
    if not isinstance(name, str):
        text = Message(
            "K2630",
            "scheme is the id of a scheme in quotes, not {value}; correct it",
            "scheme 须是加引号的方案编号，不是 {value}；请更正",
        )
        raise At(("scheme",), CaseError(text.format(value=echo(name))))
    return name


def _check_listed(ruleset: Ruleset, lists: Mapping[str, tuple[str, ...]]) -> None:
    """A setting whose codes are of a list of the cycle's names no other: it would be without effect."""
    chosen = dict(ruleset.choices)
    for setting in ruleset.settings:
        known = lists.get(setting.list_key or "", ())
        given = chosen.get(setting.key, ())
        twice = None if isinstance(given, str) else twice_alike(given)
        if twice is not None:
            raise At(
                ("settings", setting.key, twice[1]),
                CaseError(_TWICE.format(why=look_alike(given[twice[0]], given[twice[1]]))),
            )
        for code in (given,) if isinstance(given, str) else given:
            if setting.list_key is not None and code not in known:
                text = Message(
                    "K2631",
                    "{code} is not in the list {key} of the cycle ({known}); add it there, or correct it here",
                    "{code} 不在本周期的 {key} 清单中（{known}）；请在清单中补上，或在此更正",
                ).format(code=code, key=setting.list_key, known=", ".join(known[:20]) or "-")
                raise At(("settings", setting.key), CaseError(text))


def _choices(raw: object) -> dict[str, str | tuple[str, ...]]:
    """The settings as chosen: a code each, or a list of codes."""
    if not isinstance(raw, Mapping):
        raise At(
            ("settings",),
            CaseError(
                Message(
                    "K2632",
                    "this must be a table of keys; write it like { key = value }",
                    "此处须是键值表；请写成 { 键 = 值 }",
                )
            ),
        )
    for key, value in raw.items():
        if not all(isinstance(code, str) for code in (value if isinstance(value, list) else [value])):
            text = Message(
                "K2633",
                "setting {key} takes a code in quotes, or a list of them; correct it",
                "设置项 {key} 须是加引号的代码或其列表；请更正",
            )
            raise At(("settings", str(key)), CaseError(text.format(key=str(key))))
    return {str(key): tuple(value) if isinstance(value, list) else value for key, value in raw.items()}
