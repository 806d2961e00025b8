"""The contract as a state machine: two handles on one book behave as one dictionary with a history."""

# ruff: noqa: D102  (a rule's name says what it does)
from __future__ import annotations

from typing import Any, ClassVar

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from kaohe.store import Change, Conflict, Receipt, Store
from lengths import scaled

from .kits import Kit

KINDS = ("entry", "person")
IDS = st.sampled_from(("1", "2", "张三", '"],["entry","1",', "%_'\\"))
TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**40), 10**40) | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=6,
)
FIELDS = st.builds(
    lambda unit, other: {"unit": unit, **other},
    st.sampled_from(("u1", "u2", "U1", "%")),
    st.dictionaries(TEXTS.filter(lambda name: not name.startswith("_")), VALUES, max_size=3),
)
Key = tuple[str, str]


class Contract(RuleBasedStateMachine):
    """Two handles, one model."""

    kit: ClassVar[Kit]

    def __init__(self) -> None:
        super().__init__()
        self.place = self.kit.new()
        self.handles: list[Store] = []
        self.docs: dict[Key, tuple[int, dict[str, Any]]] = {}
        self.commits: list[dict[Key, dict[str, Any] | None]] = [{}]
        self.receipts: list[Receipt] = []

    @initialize()
    def open_both(self) -> None:
        self.handles = [self.kit.open(self.place), self.kit.open(self.place)]
        self.receipts = [self.handles[0].head()]

    @rule(
        which=st.integers(0, 1),
        changes=st.dictionaries(st.tuples(st.sampled_from(KINDS), IDS), st.none() | FIELDS, min_size=1, max_size=3),
    )
    def commit(self, which: int, changes: dict[Key, dict[str, Any] | None]) -> None:
        receipt = self.handles[which].commit(self._changes(changes), reason="更正")
        assert receipt.seq == len(self.commits)
        for key, fields in changes.items():
            self.docs.pop(key, None)
            if fields is not None:
                self.docs[key] = (receipt.seq, fields)
        self.commits.append(changes)
        self.receipts.append(receipt)

    def _changes(self, changes: dict[Key, dict[str, Any] | None]) -> list[Change]:
        versions = {key: self.docs.get(key, (0, {}))[0] for key in changes}
        return [Change(*key, fields, seen=versions[key]) for key, fields in changes.items()]

    @rule(
        which=st.integers(0, 1),
        key=st.tuples(st.sampled_from(KINDS), IDS),
        seen=st.integers(0, 6),
        fields=FIELDS,
    )
    def commit_after_another(self, which: int, key: Key, seen: int, fields: dict[str, Any]) -> None:
        now = self.docs.get(key, (0, {}))[0]
        if seen == now:
            return
        with pytest.raises(Conflict):
            self.handles[which].commit([Change(*key, fields, seen=seen)], reason="迟到")

    @rule(which=st.integers(0, 1), kind=st.sampled_from(KINDS), unit=st.sampled_from(("u1", "u2", "U1", "%")))
    def find(self, which: int, kind: str, unit: str) -> None:
        found = self.handles[which].find(kind, unit=unit)
        expected = [id_ for (of, id_), (_, doc) in self.docs.items() if of == kind and doc["unit"] == unit]
        assert [document.id for document in found] == sorted(expected)

    @rule(which=st.integers(0, 1), key=st.tuples(st.sampled_from(KINDS), IDS))
    def history_of_one(self, which: int, key: Key) -> None:
        records = [record.seq for record in self.handles[which].history(*key)]
        assert records == [seq for seq, changes in enumerate(self.commits) if key in changes]

    @rule(which=st.integers(0, 1))
    def spoil_what_was_handed_out(self, which: int) -> None:
        for kind in KINDS:
            for document in self.handles[which].find(kind):
                document.fields["unit"] = ["spoilt"]

    @rule(which=st.integers(0, 1))
    def reopen(self, which: int) -> None:
        self.handles[which].close()
        self.handles[which] = self.kit.open(self.place)

    @precondition(lambda self: self.receipts)
    @rule(which=st.integers(0, 1), data=st.data())
    def verify(self, which: int, data: st.DataObject) -> None:
        receipt = data.draw(st.sampled_from(self.receipts))
        report = self.handles[which].verify(Receipt.parse(str(receipt)))
        assert (report.records, report.documents) == (len(self.commits), len(self.docs))
        assert (report.head, report.covered, report.bits) == (self.receipts[-1], receipt.seq, 48)

    @invariant()
    def both_show_the_same(self) -> None:
        for handle in self.handles:
            assert handle.head() == self.receipts[-1]
            assert [record.receipt for record in handle.history()] == self.receipts
            shown = {(one.kind, one.id): (one.version, one.fields) for kind in KINDS for one in handle.find(kind)}
            assert shown == self.docs
            for key, (version, fields) in self.docs.items():
                document = handle.get(*key)
                assert document is not None
                assert (document.version, document.fields) == (version, fields)

    def teardown(self) -> None:
        for handle in self.handles:
            handle.close()


def contract(kit: Kit, examples: int, *, shrink: bool = True) -> None:
    """Run the machine on `kit`; `shrink` searches for the shortest failing run."""
    machine = type("Bound", (Contract,), {"kit": kit})
    checks = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=examples,
            stateful_step_count=scaled(12, 40),
            deadline=None,
            suppress_health_check=checks,
            database=None,
            print_blob=False,
            report_multiple_bugs=False,
            phases=(Phase.generate, Phase.shrink) if shrink else (Phase.generate,),
        ),
    )
