"""A small district's scheme with worked cases, and sixteen mistakes that people make when they declare such a one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from attrs import evolve

from kaohe.rules import (
    Bands,
    Bonus,
    Ceiling,
    Choice,
    Days,
    Finding,
    Kind,
    Link,
    Penalty,
    Quota,
    Rank,
    ScoreOf,
    Tally,
    Total,
    weighted,
)
from kaohe.rules.nodes import Option
from kaohe.rules.tools import Rule
from kaohe.testing import Subject, case_text, subject_of
from kaohe.words import Text
from scheme_kit import GRADES, MONTH, MONTHS, bands, count, declare, option, score

__all__ = ["BUGS", "CASES", "district"]

BEST, GOOD, POOR = GRADES


def _choice(key: str, **options: str) -> Choice:
    """A choice whose codes have labels of their own, as a declared change is told by labels."""
    made = tuple(Option(code, Text(code, label)) for code, label in options.items())
    return Choice(key, Text(key, key), clause="1", options=made)


MEMBER, TEAM = Kind("member", Text("member", "队员"), GRADES), Kind("team", Text("team", "工作队"), GRADES)
OWN_TEAM = Link("team", Text("team", "所在工作队"), TEAM, clause="1")

WORK, MONTHLY, TARGET = score("work"), score("monthly", on=MONTH), score("target")
LATE, SERIAL = count("late", high=99), count("serial")
AWARD = Finding("award", Text("awards", "表彰"), clause="3")
CASE = Finding("case", Text("cases", "违纪"), clause="7")
AWAY, SERVED = (Days(key, Text(key, key), clause="7") for key in ("away", "served"))
DISCIPLINE = _choice("discipline", none="无", warning="警告", demerit="记过")
POSTING, DIVISION = (
    _choice("posting", here="本地", exchange="交流", lent="借调"),
    _choice("division", x="东片", y="西片"),
)
BALLOT = Tally("ballot", Text("ballot", "测评"), clause="7", options=option("good", "fair", "bad"))

Rules = dict[tuple[str, str], dict[str, Rule]]


def _said(name: str, en: str, zh: str) -> dict[str, Any]:
    return {"id": name, "clause": name.partition("-")[0], "text": Text(en, zh)}


def _member() -> dict[tuple[str, str], list[Rule]]:
    return {
        ("scoring", "member"): [
            Total(
                **_said("2", "the score", "得分"), value=weighted((WORK, "60%"), (MONTHLY.mean(), "40%")),
                at_least=0, at_most=100,
            ),
            bands(ScoreOf(), id="4", clause="4", assumption=()),
            bands(MONTHLY, id="4-month", clause="4", assumption=()),
        ],
        ("bonus_penalty", "member"): [
            Bonus(**_said("3", "for each award", "每次表彰加分"), points=(AWARD.count() * 2).at_most(6)),
            Penalty(**_said("5", "for each time late", "每次迟到扣分"), points=(LATE * 1).at_most(5)),
        ],
        ("veto", "member"): [
            Ceiling(POOR, **_said("7", "away for too long", "长期离岗"), when=AWAY >= 15),
            Ceiling(POOR, **_said("7-case", "a case", "违纪"), when=CASE),
            Ceiling(POOR, **_said("7-month", "a case in the month", "当月违纪"), when=CASE.during(MONTH) > 0),
            Ceiling(GOOD, **_said("8", "disciplined", "受处分"), when=DISCIPLINE.is_in("warning", "demerit")),
            Ceiling(POOR, **_said("9", "the ballot", "测评"), when=BALLOT.share("bad") > "1/3", confirm=True),
        ],
        ("quota", "member"): [
            Quota(
                BEST, **_said("6", "the best of each division", "各片区优秀"), share="30%", rounding="down",
                pool=(OWN_TEAM.their(DIVISION),), base=POSTING.is_("here"), eligible=SERVED >= 180,
                only=POSTING.is_in("here", "exchange"), rank=(Rank(ScoreOf()), Rank(WORK)), otherwise=GOOD,
            )
        ],
    }  # fmt: skip


def _team() -> dict[tuple[str, str], list[Rule]]:
    return {
        ("scoring", "team"): [
            Total(**_said("2-team", "the team's mark", "工作队得分"), value=TARGET),
            bands(ScoreOf(), id="4-team", clause="4", assumption=()),
        ],
        ("veto", "team"): [Ceiling(POOR, **_said("7-case", "a case", "违纪"), when=CASE)],
    }


def district(folder: Path | None = None, bug: str = "") -> Subject:
    """The scheme, sound or with one mistake; its worked cases are written into `folder`."""
    rules: Rules = {key: {rule.id: rule for rule in found} for key, found in {**_member(), **_team()}.items()}
    if bug:
        BUGS[bug](rules)
    hooks: dict[str, dict[str, list[Rule]]] = {}
    for (hook, kind), found in rules.items():
        hooks.setdefault(hook, {})[kind] = list(found.values())
    cases = _written(folder) if folder is not None else []
    return subject_of(declare(kinds=(TEAM, MEMBER), name="district", **hooks), cases=cases)


def _written(folder: Path) -> list[Path]:
    folder.mkdir(parents=True, exist_ok=True)
    for name, (people, expect) in CASES.items():
        cycle = {"start": "2020-01-01", "end": "2020-12-31", "periods": {"month": MONTHS}}
        raw = {"format": 1, "scheme": "district", "title": name, "cycle": cycle, "appraisees": people, "expect": expect}
        (folder / f"{name}.toml").write_text(case_text(raw), "utf-8")
    return sorted(folder.glob("*.toml"))


def team(name: str = "T", **facts: Any) -> dict[str, Any]:
    """A team of division x that no rule troubles."""
    return {"id": name, "kind": "team", "facts": {"target": 80, "division": "x", "case": []} | facts}


def member(name: str = "P", of_team: str = "T", **facts: Any) -> dict[str, Any]:
    """A member with 80 points, outside the quota, whom no rule troubles; `mark` is one mark for everything."""
    mark = facts.pop("mark", 80)
    quiet: dict[str, Any] = {
        "work": mark, "monthly": [mark] * len(MONTHS), "award": [], "late": 0, "away": 0, "case": [], "served": 300,
        "discipline": "none", "posting": "lent", "ballot": votes(60, 0),
    }  # fmt: skip
    return {"id": name, "kind": "member", "links": {"team": of_team}, "facts": quiet | facts}


def votes(good: int, bad: int) -> dict[str, int]:
    """A ballot without blanks."""
    return {"issued": good + bad, "collected": good + bad, "spoilt": 0, "blank": 0, "good": good, "fair": 0, "bad": bad}


def found(number: int, month: int = 2) -> list[dict[str, str]]:
    """So many findings of one month."""
    return [{"date": f"2020-{month:02}-{day:02}", "document": f"组〔2020〕{day}号"} for day in range(1, number + 1)]


def rechecked(row: dict[str, Any], rule: str) -> dict[str, Any]:
    """The row with a re-check recorded as confirmed."""
    return {**row, "rechecks": {rule: {"status": "confirmed", "document": "组〔2020〕9号"}}}


def _here(name: str, mark: int, **facts: Any) -> dict[str, Any]:
    return member(name, mark=mark, **{"posting": "here", **facts})


CASES: dict[str, tuple[list[dict[str, Any]], dict[str, Any]]] = {
    "2-weights": ([team(), member(work=70, monthly=[95] * 4)], {"P": {"score": 80}}),
    "2-mean": ([team(), member(monthly=[70, 80, 80, 90])], {"P": {"score": 80}}),
    "3-cap": ([team(), member(award=found(4))], {"P": {"score": 86}}),
    "5-cap": ([team(), member(late=9)], {"P": {"score": 75}}),
    "4-edge": ([team(), member(mark=90)], {"P": {"grade": BEST}}),
    "7-team": ([team(case=found(1))], {"T": {"grade": POOR}}),
    "7-month": ([team(), member(case=found(1))], {"P": {"grade": POOR, "periods": {"2020-02": POOR, "2020-03": GOOD}}}),
    "8-warning": ([team(), member(mark=95, discipline="warning")], {"P": {"grade": GOOD}}),
    "9-third": ([team(), rechecked(member(ballot=votes(40, 20)), "9")], {"P": {"grade": GOOD}}),
    "9-open": ([team(), member(ballot=votes(30, 30))], {"P": {"not_rules": ["9"]}}),
    "6-places": (
        [
            team(), team("U", division="y"),
            *(_here(f"P{mark}", mark) for mark in (95, 94, 93)), *(_here(f"Q{place}", 80) for place in range(3)),
            _here("S", 96, served=100), *(_here(f"E{place}", 80, posting="exchange") for place in range(3)),
            member("L", mark=95), _here("Y", 99) | {"links": {"team": "U"}},
        ],
        {
            "P95": {"grade": BEST}, "P94": {"grade": BEST}, "P93": {"grade": GOOD}, "S": {"grade": GOOD},
            "L": {"grade": BEST}, "Y": {"grade": GOOD},
        },
    ),
    "6-tie": (
        [team(), _here("A", 95), _here("B", 95), *(_here(f"C{place}", 80) for place in range(2))],
        {"A": {"state": "tied"}, "B": {"state": "tied"}},
    ),
}  # fmt: skip


def _in(hook: str, name: str, kind: str = "member", **change: Any) -> Callable[[Rules], None]:
    """A mistake: one rule with some fields otherwise."""

    def made(rules: Rules) -> None:
        rules[hook, kind][name] = evolve(rules[hook, kind][name], **change)

    return made


def _less(hook: str, name: str, kind: str = "member") -> Callable[[Rules], None]:
    """A mistake: one rule forgotten."""

    def made(rules: Rules) -> None:
        del rules[hook, kind][name]

    return made


def _bands_from_91(rules: Rules) -> None:
    known = rules["scoring", "member"]["4"]
    assert isinstance(known, Bands)
    rules["scoring", "member"]["4"] = evolve(known, bands=(evolve(known.bands[0], low=91), *known.bands[1:]))


BUGS: dict[str, Callable[[Rules], None]] = {
    ">= for >": _in("veto", "9", when=BALLOT.share("bad") >= "1/3"),
    "wrong base": _in("quota", "6", base=None),
    "penalty cap missing": _in("bonus_penalty", "5", points=LATE * 1),
    "pool key forgotten": _in("quota", "6", pool=()),
    "confirm dropped": _in("veto", "9", confirm=False),
    "tie by serial number": _in("quota", "6", rank=(Rank(ScoreOf()), Rank(WORK), Rank(SERIAL))),
    "wrong grade in a veto": _in("veto", "8", grade=POOR),
    "sum for mean": _in("scoring", "2", value=weighted((WORK, "60%"), (MONTHLY.sum(), "40%"))),
    "weights swapped": _in("scoring", "2", value=weighted((WORK, "40%"), (MONTHLY.mean(), "60%"))),
    "band off by one": _bands_from_91,
    "a kind missing in a veto": _less("veto", "7-case", "team"),
    "quota rounded up": _in("quota", "6", rounding="up"),
    "only and eligible swapped": _in("quota", "6", only=SERVED >= 180, eligible=POSTING.is_in("here", "exchange")),
    "bonus uncapped": _in("bonus_penalty", "3", points=AWARD.count() * 2),
    "wrong option code": _in("veto", "8", when=DISCIPLINE.is_in("none", "demerit")),
    "period rule missing": _less("veto", "7-month"),
}
