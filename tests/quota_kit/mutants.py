"""Deliberate bugs: copies of the allocator with one small change each, and the promise that must catch it."""

from __future__ import annotations

import importlib
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from attrs import frozen

from kaohe.engine import quota
from quota_kit import promises
from quota_kit.promises import Allocate, Promise

__all__ = ["BUGS", "Bug", "broken"]


@frozen
class Bug:
    """In `module`, `right` replaced by `wrong`; `caught_by` is broken then, `shares` says on which problems."""

    name: str
    module: str
    right: str
    wrong: str
    caught_by: Promise
    shares: bool = False


@contextmanager
def broken(bug: Bug, place: Path) -> Iterator[Allocate]:
    """The allocator with `bug` in it, under a name of its own, from a copy of its source in `place`."""
    name = "quota_with_" + "".join(c if c.isalnum() else "_" for c in bug.name)
    folder = place / name
    shutil.copytree(Path(quota.__file__).parent, folder, ignore=shutil.ignore_patterns("__pycache__"))
    source = folder / f"{bug.module}.py"
    text = source.read_text("utf-8")
    assert text.count(bug.right) == 1, f"{bug.name}: the line to change is not in {bug.module} exactly once"
    source.write_text(text.replace(bug.right, bug.wrong), "utf-8")
    sys.path.insert(0, str(place))
    try:
        yield importlib.import_module(name).allocate
    finally:
        sys.path.remove(str(place))
        for loaded in [module for module in sys.modules if module.split(".")[0] == name]:
            del sys.modules[loaded]


BUGS = (
    Bug(
        "cap off by one",
        "_greedy",
        "            if held[g] >= caps[g]:",
        "            if held[g] > caps[g]:",
        promises.caps_hold,
    ),
    Bug(
        "middle groups skipped",
        "_greedy",
        "            if held[g] >= caps[g]:",
        "            if held[g] >= caps[g] and (g == home or parents[g] < 0):",
        promises.caps_hold,
    ),
    Bug(
        "ties by input order",
        "_greedy",
        "            if end < count and keys[order[end]] == keys[candidate]:",
        "            if False:",
        promises.twins_equal,
    ),
    Bug(
        "ties by id",
        "_allocate",
        "    order = sorted(eligible, key=keys.__getitem__, reverse=True)",
        "    keys = [(key, problem.candidates[n].id) for n, key in enumerate(keys)]\n"
        "    order = sorted(eligible, key=keys.__getitem__, reverse=True)",
        promises.order_is_nothing,
    ),
    Bug(
        "the whole class tied",
        "_greedy",
        "            self.component[g] = self.component[parent]\n        elif self.wanting[g] > room:",
        "            self.component[g] = self.component[parent]\n        elif self.wanting[g] >= room:",
        promises.ties_are_real,
    ),
    Bug(
        "one tie set for two lines",
        "_greedy",
        "        if top not in numbers:",
        "        top = next(iter(numbers), top)\n        if top not in numbers:",
        promises.answers_every_set,
    ),
    Bug(
        "floors checked only at the group itself",
        "_greedy",
        "                held[self.parents[g]] += max(held[g], self.floors[g])",
        "                held[self.parents[g]] += held[g]",
        promises.floors_hold,
    ),
    Bug(
        "places held back for whoever comes",
        "_greedy",
        "            if held[g] < floors[g]:",
        "            if False:",
        promises.floors_hold,
    ),
    Bug(
        "a reserved place never released",
        "_greedy",
        "        self.floors = [min(group.floor, supply[g]) for g, group in enumerate(self.tree.groups)]",
        "        self.floors = [group.floor for group in self.tree.groups]",
        promises.none_wasted,
    ),
    Bug(
        "the ineligible counted as supply",
        "_greedy",
        "        for candidate in self.order:\n            supply",
        "        for candidate in range(len(self.homes)):\n            supply",
        promises.none_wasted,
    ),
    Bug(
        "caps below not counted in supply",
        "_greedy",
        "            supply[g] = min(supply[g], self.caps[g])",
        "            supply[g] = supply[g]",
        promises.floors_move_no_places,
    ),
    Bug(
        "the ineligible take places",
        "_allocate",
        "enumerate(problem.candidates) if candidate.eligible]",
        "enumerate(problem.candidates)]",
        promises.answers_every_set,
    ),
    Bug(
        "lower ranks take disputed places",
        "_greedy",
        "            while taken < len(people) and self._take(home):",
        "            while taken < len(people) and home not in verdict.component and self._take(home):",
        promises.answers_every_set,
    ),
    Bug(
        "a group that refused once refuses its whole branch",
        "_greedy",
        "                self.closed[home] = True",
        "                self.closed[home] = self.closed[parents[home]] = True",
        promises.none_wasted,
    ),
    Bug(
        "the shut line forgotten below",
        "_greedy",
        "            room = min(room, self._held_back(g))",
        "            pass",
        promises.answers_every_set,
    ),
    Bug(
        "best and worst exchanged",
        "_allocate",
        "    order = sorted(eligible, key=keys.__getitem__, reverse=True)",
        "    order = sorted(eligible, key=keys.__getitem__)",
        promises.no_justified_envy,
    ),
    Bug(
        "keys cut to whole numbers",
        "_keys",
        "    return [top * (scale // bottom) for top, bottom in ratios]",
        "    return [top // bottom for top, bottom in ratios]",
        promises.scale_is_nothing,
    ),
    Bug(
        "an illegal choice accepted",
        "_greedy",
        "        return all(max(held[g], self.floors[g]) <= self.caps[g] for g in self.tree.order)",
        "        return True",
        promises.caps_hold,
    ),
    Bug(
        "the losers of a tie keep their chance",
        "_greedy",
        "            self.status[candidate] = IN if candidate in chosen else OUT",
        "            self.status[candidate] = IN",
        promises.ties_are_independent,
    ),
    Bug(
        "a conflict seen only at the group itself",
        "_tree",
        "            need = max(group.floor, inside[number])",
        "            need = group.floor",
        promises.answers_every_set,
    ),
    Bug(
        "the outermost full group blamed",
        "_report",
        "        line[g] = g if g in full else line[tree.parents[g]]",
        "        line[g] = line[tree.parents[g]] if line[tree.parents[g]] >= 0 else g if g in full else -1",
        promises.stopped_where_it_is_full,
    ),
    Bug(
        "an empty place handed down",
        "_greedy",
        "            own[tie.top] += tie.vacant",
        "            pass",
        promises.fewer_leaves_it_empty,
    ),
    Bug(
        "a share floor rounded down",
        "_lines",
        "        return max(declared.floor, -(-share.numerator * whole // share.denominator))",
        "        return max(declared.floor, share.numerator * whole // share.denominator)",
        promises.answers_every_set,
        shares=True,
    ),
    Bug(
        "shortfall weighed as a rank",
        "_worth",
        "        self.penalty = 1 << place",
        "        self.penalty = 1",
        promises.answers_every_set,
        shares=True,
    ),
    Bug(
        "a share counted of the places, not the selected",
        "_lines",
        "        whole = totals.get(self.tree.share_of.get(group, -1))",
        "        whole = self.shape.supply.get(self.tree.share_of.get(group, -1))",
        promises.answers_every_set,
        shares=True,
    ),
    Bug(
        "the first best split taken for the only one",
        "_trace",
        "                    split.add(places)",
        "                    split = split or {places}",
        promises.answers_every_set,
        shares=True,
    ),
    Bug(
        "one more asked for pushes nobody out",
        "_lines",
        "        elif self.total and code - self.worth.step < self.codes[self.total - 1]:",
        "        elif False:",
        promises.answers_every_set,
        shares=True,
    ),
    Bug(
        "keys compared as text",
        "_allocate",
        "    order = sorted(eligible, key=keys.__getitem__, reverse=True)",
        "    order = sorted(eligible, key=lambda n: str(keys[n]), reverse=True)",
        promises.better_is_no_worse,
    ),
    Bug(
        "losers counted against the others",
        "_greedy",
        "                self.closed[home] = True",
        "                held[home] += 1",
        promises.losers_do_not_matter,
    ),
    Bug(
        "the equals of the last who is sure taken with them",
        "_share_floor",
        "            for _, end, people in self._runs(self.cells[group]):",
        "            for end, _, people in self._runs(self.cells[group]):",
        promises.answers_every_set,
        shares=True,
    ),
)
