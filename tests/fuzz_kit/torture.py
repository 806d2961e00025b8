"""The long run of `make torture` for readers: `python tests/fuzz_kit/torture.py [--inputs N] [--seed S] [--only KIND]`.

Prints what each kind came to, then how commands end that are interrupted at random moments; exit status 1 where
anything went wrong. The same seed tries the same inputs.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from ends_kit import commands, ended_by_interrupt
from fuzz_kit import KINDS, fuzz

_SLOWER = {"plugins": 40, "replay files": 4}


def main() -> int:
    """Run; 1 where an input ended in a traceback, a hang or a wrong sentence."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--inputs", type=int, default=10_000)
    asked.add_argument("--interrupts", type=int, default=10, help="of each command")
    asked.add_argument("--seed", type=int, default=0)
    asked.add_argument("--only", choices=[*KINDS, "interrupts"])
    options = asked.parse_args()
    wrong = []
    for name, kind in KINDS.items():
        if options.only in (None, name):
            count = fuzz(kind, seed=options.seed, inputs=max(1, options.inputs // _SLOWER.get(name, 1)))
            print(count, flush=True)
            wrong += count.wrong
    if options.only in (None, "interrupts"):
        wrong += interrupted(options.interrupts, options.seed)
    for text in wrong[:50]:
        print("  ", text)
    return int(bool(wrong))


def interrupted(times: int, seed: int) -> list[str]:
    """What is wrong with the ends of every command, interrupted so many times at random moments."""
    rng, wrong, ends = random.Random(seed), [], 0
    with tempfile.TemporaryDirectory() as place:
        for number in range(times):
            for name in commands(Path(place)):
                folder = Path(tempfile.mkdtemp(dir=place))
                words = commands(folder)[name]
                done = ended_by_interrupt(words, at=rng.random(), seed=number, folder=folder)
                ends += done.status == 130
                if done.complaint:
                    wrong.append(f"{' '.join(words)} after {done.after:.3f} s: {done.complaint}: {done.stderr[-300:]}")
    tried = times * len(commands(Path(tempfile.mkdtemp())))
    print(f"interrupts: {tried} of every command, {ends} before its end, wrong {len(wrong)}", flush=True)
    return wrong


if __name__ == "__main__":
    sys.exit(main())
