"""The workflow phase: people of an office at random, and the faults of an office that it brings to light."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any, cast

import pytest

from kaohe.engine import Evaluation
from kaohe.office import Accept, AskSecond, Enter, Pledge, Return, Revise, Seal, Second, Sign
from kaohe.testing import Options, installed, run
from kaohe.testing.basis import World
from kaohe.testing.fuzz import drawn_worlds
from kaohe.testing.people import cohort_rows
from kaohe.testing.workflow import WORKFLOW, Save, Walk, broken_by, walked

SCHEME = "xizang-2018"


@pytest.fixture(scope="module")
def world() -> World:
    """Five teams of the Tibet scheme with their unit: what they are asked for stands in every quarter."""
    subject = installed(SCHEME)
    return next(one for one in cohort_rows(subject) if one.note.startswith("team"))


@pytest.fixture
def walk(world: World, tmp_path: Path) -> Iterator[Walk]:
    """A book of it: nothing is entered twice, and what is odd in it is accepted."""
    found = Walk(world, tmp_path)
    assert found.do(Save("ada", [AskSecond([])]))
    assert found.do(Save("wang", [Accept(one.id) for one in found.office("wu").warned()]))
    yield found
    found.close()


def ready(walk: Walk) -> str:
    """A quarter that nothing keeps from being signed; its name."""
    office = walk.office("wu")
    names = [one.partition("/")[2] for one in office.spans if one.startswith("quarter/")]
    return next(name for name in names if not office.unready(name))


def signed(walk: Walk) -> str:
    """A quarter that every level has signed; its name."""
    span = ready(walk)
    for who in ("sun", "qian") * 5:
        walk.do(Save(who, [Sign(span)]))
    assert all(one.complete for one in walk.office("wu").signatures(span))
    return span


def entry(walk: Walk, span: str, value: Any = 61) -> Enter:
    """Another mark of that quarter."""
    office = walk.office("wu")
    rules = office.ruleset.kind("team")
    assert rules is not None
    who = next(who for who, person in office.people.items() if person.kind == "team")
    key = next(one.key for one in rules.inputs if getattr(one.on, "key", "") == "quarter")
    return Enter(who, key, value, span)


def test_a_sound_office_walks_through() -> None:
    """Walks over books of every kind of the scheme find nothing, and every check was asked."""
    report = run(installed(SCHEME), Options(phases=("workflow",), worlds=2, seed=2))
    assert [(one.id, one.status, one.runs) for one in report.results] == [(name, "passed", 2) for name in WORKFLOW]


def test_whoever_may_does_and_others_are_refused(walk: Walk) -> None:
    """A quarter is signed, changed by a revision, which takes the signatures, and nobody else does any of it."""
    span = signed(walk)
    assert not walk.do(Save("li", [entry(walk, span)]))
    assert not walk.do(Save("wu", [Revise("quarter", span), entry(walk, span)]))
    assert walk.do(Save("li", [Revise("quarter", span), entry(walk, span)]))
    assert not any(one.signatures for one in walk.office("wu").signatures(span))


def test_an_approved_mark_that_can_be_edited_is_found(walk: Walk, monkeypatch: pytest.MonkeyPatch) -> None:
    """An office in which a revision leaves the signatures standing fails `office.signed`."""
    span = signed(walk)
    monkeypatch.setattr("kaohe.office._draft.taken_back", lambda *_: {})
    assert broken_by(walk, Save("li", [Revise("quarter", span), entry(walk, span)])) == "office.signed"


def test_a_closed_book_that_is_written_is_found(walk: Walk, monkeypatch: pytest.MonkeyPatch) -> None:
    """An office that forgets its seal fails `office.closed`."""
    monkeypatch.setattr("kaohe.office.steps._guard.Guard.sealed", lambda _: None)
    walk.seen.sealed = walk.office("wu").head.full
    span = ready(walk)
    assert broken_by(walk, Save("li", [entry(walk, span)])) == "office.closed"


def test_a_traceback_is_found(walk: Walk, monkeypatch: pytest.MonkeyPatch) -> None:
    """An act that ends in another error than a refusal fails `office.refuses`."""

    def wrong(*_: object) -> None:
        raise KeyError("x")

    monkeypatch.setattr(Return, "written", wrong)
    span = signed(walk)
    assert broken_by(walk, Save("wang", [Return(span)])) == "office.refuses"


def test_signing_ones_own_entries_is_found(walk: Walk, monkeypatch: pytest.MonkeyPatch) -> None:
    """An office in which whoever entered may sign fails `office.apart`."""
    span = ready(walk)
    assert walk.do(Save("li", [entry(walk, span, 86)]))
    monkeypatch.setattr("kaohe.office.steps._guard.Guard.refusals", lambda *_: iter(()))
    monkeypatch.setattr("kaohe.office.steps._roles.Holder.at_level", lambda *_: True)
    monkeypatch.setattr("kaohe.office.steps._signing._apart", lambda *_: None)
    assert broken_by(walk, Save("li", [Sign(span)])) == "office.apart"


def _unmarked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kaohe.office._draft.taken_back", lambda *_: {})


def _alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kaohe.office.steps._signing._apart", lambda *_: None)


def _forgetful(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kaohe.office.procedure._draws.current", lambda *_: None)


def _seeing(monkeypatch: pytest.MonkeyPatch) -> None:
    from kaohe.office.steps._control import Blind, Control

    shown = Blind.as_json

    def blind(office: Control, appraisee: str, at: str = "") -> Blind:
        form = original(office, appraisee, at)
        first.update({one.key: one.first for one in office.second_entries(at) if one.appraisee == appraisee})
        return form

    first: dict[str, Any] = {}
    original = Control.blind
    monkeypatch.setattr(Control, "blind", blind)
    monkeypatch.setattr(Blind, "as_json", lambda form: shown(form) | {"was": {k: v for k, v in first.items() if v}})


def _one_hand(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kaohe.office._hands.Hands.of", lambda *_: frozenset())


def _unsealed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kaohe.office.steps._guard.Guard.sealed", lambda _: None)


def _stale(monkeypatch: pytest.MonkeyPatch) -> None:
    def first(office: Any) -> Evaluation:
        office._earlier = office._earlier or Evaluation(office._cohort)
        return cast("Evaluation", office._earlier)

    monkeypatch.setattr("kaohe.office._book.Book._evaluated", first)


# The fault, the checks that are about it, and the first seed: near it a walk comes upon the fault soon.
SEEDED: dict[str, tuple[Callable[[pytest.MonkeyPatch], None], set[str], int]] = {
    "an approved score can be edited": (_unmarked, {"office.signed", "office.approved"}, 1),
    "one's own entry is signed": (_alone, {"office.apart"}, 1),
    "a sample is drawn twice": (_forgetful, {"office.drawn"}, 0),
    "the second clerk sees the first entry": (_seeing, {"office.blind"}, 0),
    "one login makes both entries": (_one_hand, {"office.apart"}, 4),
    "a closed book changes": (_unsealed, {"office.closed"}, 2),
    "results are those of an earlier book": (_stale, {"office.replays"}, 0),
}


@pytest.fixture(scope="module")
def spare(world: World) -> list[dict[str, Any]]:
    """Other people of all kinds, drawn at random, whose facts are what is entered."""
    drawn = drawn_worlds(world.subject, Options(phases=("workflow",), worlds=40, seed=1))
    return [row for one in islice(drawn, 40) for row in one.rows]


@pytest.mark.parametrize("fault", SEEDED)
def test_random_walks_find_it(
    fault: str, world: World, spare: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Random walks come upon each fault that an office may have, by the check that is about it."""
    seed, checks, first = SEEDED[fault]
    seed(monkeypatch)
    monkeypatch.setattr("kaohe.testing.workflow._walk._few", lambda _, saves, check: tuple(saves))
    found = next(
        (found for number in range(first, first + 12) if (found := walked(world, spare, number)) is not None), None
    )
    assert found is not None
    assert found.check in checks


def test_what_is_found_is_told_in_few_saves(
    world: World, spare: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The saves that lead to a change of what is signed are few, and the last is the change."""
    _unmarked(monkeypatch)
    found = next(found for seed in range(7, 13) if (found := walked(world, spare, seed)) is not None)
    assert found.check in ("office.signed", "office.approved")
    assert len(found.saves) <= 12  # of more than seventy: each warning is accepted before anybody signs
    assert any(isinstance(change, Revise) for change in found.saves[-1].changes)


def test_a_sample_drawn_twice_is_found(walk: Walk, monkeypatch: pytest.MonkeyPatch) -> None:
    """An office that forgets what it drew, and takes another pledge, fails `office.drawn`."""
    which = next(one.id for one in walk.office("wu").procedure.subjects() if not one.needs_codes)
    pledge = [Pledge(which, hashlib.sha256(seed).hexdigest()) for seed in (b"one", b"two")]
    assert walk.do(Save("wang", [pledge[0]]))
    assert not walk.do(Save("wang", [pledge[1]]))
    monkeypatch.setattr("kaohe.office.procedure._draws.current", lambda *_: None)
    assert broken_by(walk, Save("wang", [pledge[1]])) == "office.drawn"


def test_a_closed_book_takes_nothing(walk: Walk) -> None:
    """Closing needs the year approved; a second entry that nobody asked for is refused with its number."""
    assert not walk.do(Save("ada", [Seal("2099-12-31")]))
    assert not walk.do(Save("zhao", [Second("P1", {"usual": 1}, walk.office("wu").spans[0].partition("/")[2])]))
