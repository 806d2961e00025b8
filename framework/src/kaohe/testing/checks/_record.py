"""Checks of evaluation itself: the same every time, everywhere, from any form of the case, and touching nothing."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ...cases import read_case
from ...errors import KaoheError
from ...words import Text
from ..basis import Problem, Subject, World, check, declaration_check, plain_case
from ._watch import Watch

__all__ = ["outcomes_text"]


def outcomes_text(world: World) -> str:
    """The outcomes of a world as JSON text, to the byte."""
    return _text([outcome.as_json() for outcome in world.outcomes.values()])


def _text(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


@check("record.idempotent", "record", Text("evaluating twice gives the same", "两次计算结果相同"))
def _idempotent(world: World) -> Iterator[Problem]:
    again = world.with_rows(world.rows)
    if outcomes_text(world) != outcomes_text(again):
        yield Problem(text=Text("a second evaluation of the same case differs", "同一案例再次计算，结果不同"))


@check(
    "record.round-trip",
    "record",
    Text("a case written as JSON and read again is the same to the byte", "案例写成 JSON 再读入，逐字节一致"),
)
def _round_trip(world: World) -> Iterator[Problem]:
    text = _text(plain_case(world.case))
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "case.json"
        file.write_text(json.dumps({**world.raw}, ensure_ascii=False, default=str), "utf-8")
        try:
            case = read_case(file, ruleset=world.subject.rules) if "settings" not in world.raw else world.case
        except KaoheError as error:
            yield Problem(text=Text("its JSON form is refused: {why}", "JSON 形式被拒收：{why}").format(why=error.text))
            return
    other = World(world.subject, plain_case(case))
    if _text(plain_case(case)) != text or outcomes_text(world) != outcomes_text(other):
        yield Problem(text=Text("read again from JSON it comes out otherwise", "从 JSON 重新读入后结果不同"))


@check(
    "record.pure",
    "record",
    Text("evaluation reads no clock, file, network or random number", "计算不读时钟、文件、网络或随机数"),
)
def _pure(world: World) -> Iterator[Problem]:
    with Watch() as watch:
        _ = world.with_rows(world.rows).outcomes
    for touched in sorted(watch.touched):
        yield Problem(text=Text("evaluation calls {what}", "计算时调用了 {what}").format(what=touched))
        return


_PROGRAM = """
import json, sys
from kaohe.testing import installed, sample_world
world = sample_world(installed(sys.argv[1]))
print(json.dumps([outcome.as_json() for outcome in world.outcomes.values()], ensure_ascii=True, sort_keys=True))
"""


@declaration_check(
    "record.hash-seeds",
    Text("outcomes do not depend on the hash seed of the process", "结果与进程的散列种子无关"),
    phase="table",
)
def _hash_seeds(subject: Subject) -> Iterator[Problem]:
    """Two processes with different seeds; only an installed scheme can be loaded there."""
    if not subject.installed or not subject.runs:
        return
    found = {seed: _in_process(subject.id, seed) for seed in ("0", "4242")}
    if len(set(found.values())) > 1:
        yield Problem(text=Text("outcomes differ between hash seeds 0 and 4242", "散列种子 0 与 4242 的结果不同"))


def _in_process(name: str, seed: str) -> str:
    environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONIOENCODING": "utf-8"}
    environment["PYTHONPATH"] = os.pathsep.join(path for path in sys.path if path)
    done = subprocess.run(  # noqa: S603  # this interpreter, this package, the id of an installed scheme
        [sys.executable, "-c", _PROGRAM, name],
        capture_output=True,
        text=True,
        env=environment,
        timeout=120,
        check=False,
    )
    return done.stdout if done.returncode == 0 else done.stderr
