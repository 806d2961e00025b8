"""The workload of `places.py` in two other engines: `python tests/bench/others.py` (needs kaohe[bench]).

OpenFisca computes whole columns of floats, and its formulas can rank within groups. zen evaluates one record after
another; it knows no quota, so its scores are given places by a few lines of Python. Each grade that is not the exact one
is counted, and apart from those each place that was given although people are tied at the line. CPU seconds.
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))
from bench.run import best, say, turns
from engine_kit.pooled import GRADES, MONTHS, Record, by_hand, by_hand_record, pooled_case, pooled_scheme
from kaohe.cases import case_from_data
from kaohe.engine import Evaluation

Grades = Mapping[str, str | None]
MARKS = ("usual", "opinion", "targets")


def openfisca(records: Sequence[Record]) -> tuple[float, Grades] | None:
    """CPU seconds and grades of OpenFisca, its input columns set; None where it is not installed."""
    try:
        numpy, builder = import_module("numpy"), import_module("openfisca_core.simulations").SimulationBuilder
    except ImportError:
        return None
    system, names = _system(numpy), [record[0] for record in records]
    groups = sorted({record[1] for record in records})
    columns = {
        (mark, month): numpy.array([record[2 + at][place] for record in records], dtype=float)
        for at, mark in enumerate(MARKS)
        for place, month in enumerate(MONTHS)
    }

    def simulation() -> Any:
        made = builder()
        made.create_entities(system)
        made.declare_person_entity("person", names)
        group = made.declare_entity("group", groups)
        made.join_with_persons(group, [record[1] for record in records], ["member"] * len(records))
        found = made.build(system)
        for (mark, month), column in columns.items():
            found.set_input(mark, month, column)
        return found

    ready = [simulation() for _ in range(3)]  # one each, since what it computed it remembers
    seconds, places = best(lambda: ready.pop().calculate("grade", "2019"), 3)
    return seconds, {name: GRADES[place] for name, place in zip(names, places.tolist(), strict=True)}


def _system(numpy: Any) -> Any:
    """The rules of `pooled_scheme` as variables of OpenFisca."""
    entities, variables = import_module("openfisca_core.entities"), import_module("openfisca_core.variables")
    periods = import_module("openfisca_core.periods")
    person = entities.Entity("person", "persons", "", "")
    roles = [{"key": "member", "plural": "members", "label": "member"}]
    group = entities.GroupEntity("group", "groups", "", "", roles=roles)

    def score(persons: Any, period: Any) -> Any:
        return sum(persons("month", month) for month in period.get_subperiods(periods.MONTH)) / len(MONTHS)

    def weighed(persons: Any, period: Any) -> Any:
        usual, opinion, targets = (persons(mark, period) for mark in MARKS)
        return usual * 0.1 + opinion * 0.2 + targets * 0.7

    def grade(persons: Any, period: Any) -> Any:
        found = persons("score", period)
        may = found >= 90
        rank = persons.get_rank(persons.group, -found, condition=may)
        places = persons.group.nb_persons() * 3 // 10
        return numpy.where(may & (rank < places), 0, numpy.where(found >= 60, 1, 2))

    def variable(name: str, of: type, period: Any, formula: Callable[..., Any] | None = None) -> Any:
        said = {"value_type": of, "entity": person, "definition_period": period, "label": name}
        return type(name, (variables.Variable,), said | ({} if formula is None else {"formula": formula}))

    system = import_module("openfisca_core.taxbenefitsystems").TaxBenefitSystem([person, group])
    for mark in MARKS:
        system.add_variable(variable(mark, float, periods.MONTH))
    system.add_variable(variable("month", float, periods.MONTH, weighed))
    system.add_variable(variable("score", float, periods.YEAR, score))
    system.add_variable(variable("grade", int, periods.YEAR, grade))
    return system


def zen(records: Sequence[Record]) -> tuple[float, Grades] | None:
    """CPU seconds and grades of zen, with the places given out in Python; None where it is not installed."""
    try:
        engine = import_module("zen").ZenEngine()
    except ImportError:
        return None
    decision = engine.create_decision(json.dumps(_model()))
    asked = [(record[0], record[1], dict(zip(MARKS, map(list, record[2:]), strict=True))) for record in records]
    return best(lambda: _placed([(who, group, decision.evaluate(facts)["result"]) for who, group, facts in asked]), 1)


def _model() -> dict[str, Any]:
    """Score and proposal of `pooled_scheme` as a decision of zen."""
    sums = " + ".join(f"sum({mark}) * {weight}" for mark, weight in zip(MARKS, ("0.1", "0.2", "0.7"), strict=True))
    expressions = [
        {"id": "1", "key": "score", "value": f"({sums}) / {len(MONTHS)}"},
        {"id": "2", "key": "place", "value": "$.score >= 90 ? 0 : $.score >= 60 ? 1 : 2"},
    ]
    return {
        "nodes": [
            {"id": "in", "name": "in", "type": "inputNode", "content": {}},
            {"id": "at", "name": "at", "type": "expressionNode", "content": {"expressions": expressions}},
            {"id": "out", "name": "out", "type": "outputNode", "content": {}},
        ],
        "edges": [
            {"id": "1", "sourceId": "in", "targetId": "at", "type": "edge"},
            {"id": "2", "sourceId": "at", "targetId": "out", "type": "edge"},
        ],
    }


def _placed(found: Sequence[tuple[str, str, Mapping[str, Any]]]) -> Grades:
    """Grades after the places of each group, by the numbers as they come."""
    grades: dict[str, str | None] = {who: GRADES[result["place"]] for who, _, result in found}
    pools: dict[str, list[tuple[float, str]]] = defaultdict(list)
    counts: dict[str, int] = defaultdict(int)
    for who, group, result in found:
        counts[group] += 1
        if result["place"] == 0:
            pools[group].append((-result["score"], who))
    for group, rivals in pools.items():
        for _, who in sorted(rivals)[counts[group] * 3 // 10 :]:
            grades[who] = GRADES[1]
    return grades


def compared(people: int, engines: Sequence[Callable[[Sequence[Record]], tuple[float, Grades] | None]]) -> None:
    """Each engine beside the hand-written program and ours, for so many people."""
    data = pooled_case(people)
    records = [by_hand_record(row) for row in data["appraisees"]]
    case = case_from_data(data, ruleset=pooled_scheme())
    (hand, _), (ours, exact) = turns(lambda: by_hand(records), lambda: Evaluation(case.cohort).grades())
    print(f"{people:,} members x 12 months, 30 % excellent in 200 groups; evaluation alone")
    say("hand-written in whole numbers", hand)
    say("compiled from the declarations", ours, hand)
    for engine in engines:
        found = engine(records)
        if found is None:
            print(f"{engine.__name__} is not installed; pip install 'kaohe[bench]'")
            continue
        seconds, grades = found
        say(engine.__name__, seconds, hand)
        wrong = sum(grade not in (None, grades[name]) for name, grade in exact.items())
        tied = sum(grade is None for grade in exact.values())
        print(f"  {wrong:,} wrong grades; {tied:,} people tied at a line are given grades as if they were not")


if __name__ == "__main__":
    compared(10_000, (openfisca, zen))
    compared(100_000, (openfisca,))
