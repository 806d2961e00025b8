"""Hold every mutant of the core against the tests, and the survivors against their checked list.

    python tests/mutation/run.py [--only GLOB] [--again] [--budget SECONDS]

Results are kept in .mutants/; `--again` runs those anew that survived last time. Exit status 1 when fewer than 95 % are
killed, a survivor is not listed with a reason in survivors/, or an entry there is not true any more.
"""

from __future__ import annotations

import argparse
import fnmatch
import json
import os
import sys
import time
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
KEPT = ROOT / ".mutants"
LISTS = Path(__file__).parent / "survivors"
TESTS = ("tests/engine", "tests/quota", "tests/rules", "tests/plugins", "tests/cases")
LEFT_OUT = ("test_quota_bugs.py", "test_quota_cli.py", "test_rules_digest.py", "test_rules_loader.py")
ENOUGH = 0.95


def main() -> int:
    """Run and judge."""
    options = _options()
    os.chdir(ROOT)
    sys.path.insert(0, str(ROOT / "tests"))
    from mutation._generate import Mutant, generate
    from mutation._harness import Harness, Result

    options.kept.mkdir(exist_ok=True)
    results = options.kept / "results.json"
    began = time.monotonic()
    mutants = generate(options.kept / "mutants")
    if not options.again:
        (options.kept / "survey").unlink(missing_ok=True)
    before = json.loads(results.read_text("utf-8")) if options.again and results.exists() else {}
    asked = [mutant for mutant in mutants if fnmatch.fnmatch(mutant.key, options.only)]
    asked = [one for one in asked if before.get(one.key, {}).get("status") not in ("killed", "timeout")]
    found = {one.key: before[one.key] for one in mutants if one.key in before}
    print(f"{len(asked)} mutants of {len({one.function for one in asked})} functions", flush=True)

    def report(mutant: Mutant, result: Result) -> None:
        worse = found.get(mutant.key, {}).get("status") == "survived" and mutant.key in seen
        if not worse:
            found[mutant.key] = {"status": result.status, "by": result.by, "seconds": result.seconds}
        seen.add(mutant.key)
        if len(seen) % 100 == 0:
            print(f"{len(seen)} done, {_counts(found)}; {time.monotonic() - began:.0f} s", flush=True)
            results.write_text(json.dumps(found, ensure_ascii=False, indent=1), "utf-8")

    seen: set[str] = set()
    harness = Harness(mutants, asked, options.workers, options.budget, options.kept / "survey", report)
    for mutant in mutants:
        if before.get(mutant.key, {}).get("by"):
            harness.learn(mutant, before[mutant.key]["by"])
    arguments = ["-q", "--no-header", "-p", "no:cacheprovider", *options.tests]
    arguments += [f"--ignore-glob=*/{name}" for name in LEFT_OUT]
    status = pytest.main(arguments, plugins=[harness])
    doubtful = [key for key, result in found.items() if result["by"] in harness.failed]
    results.write_text(
        json.dumps({k: r for k, r in found.items() if k not in doubtful}, ensure_ascii=False, indent=1), "utf-8"
    )
    if harness.failed or status not in (pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED):
        print("the tests fail without a mutant:", *harness.failed, sep="\n  ")
        return 2
    here = {key: result for key, result in found.items() if fnmatch.fnmatch(key, options.only)}
    return _judge(here, {one.key for one in mutants}, time.monotonic() - began)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", default="*", help="mutants whose key matches, e.g. 'engine._grade:*'")
    parser.add_argument(
        "--again", action="store_true", help="keep what was killed last time, and the survey of unchanged tests"
    )
    parser.add_argument(
        "--budget", type=float, default=10.0, help="seconds of tests for each mutant, the quickest first"
    )
    parser.add_argument("--tests", nargs="*", default=TESTS, help="instead of all that bear on the core")
    parser.add_argument("--kept", type=Path, default=KEPT, help="the folder of the survey and the results")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    return parser.parse_args()


def _counts(found: dict[str, dict[str, object]]) -> str:
    return ", ".join(
        f"{count} {word}" for word, count in sorted(Counter(str(r["status"]) for r in found.values()).items())
    )


def _judge(found: dict[str, dict[str, object]], every: set[str], seconds: float) -> int:
    alive = {key for key, result in found.items() if result["status"] not in ("killed", "timeout")}
    from mutation._lists import listed_in

    listed = {key for file in sorted(LISTS.glob("*.toml")) for key in listed_in(file)}
    share = 1 - len(alive) / max(1, len(found))
    print(f"{len(found)} mutants: {_counts(found)}; {share:.1%} killed; {seconds:.0f} s")
    unlisted = sorted(alive - listed)
    stale = sorted((listed & found.keys()) - alive) + sorted(listed - every)
    for word, keys in (("not listed in survivors/", unlisted), ("listed, but killed or not there", stale)):
        print(f"{len(keys)} {word}:" if keys else f"none {word}")
        for key in keys:
            print(f"  {json.dumps(key, ensure_ascii=False)},")
    return 0 if share >= ENOUGH and not unlisted and not stale else 1


if __name__ == "__main__":
    sys.exit(main())
