"""Run the sides of a job in turn, each in a fresh process; what writes, on a fresh copy."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bench import rows as data
from bench.databases import Databases
from bench.plan import Job, Side
from bench.task import Task

ROOT = Path(__file__).resolve().parents[2]
BASES = {"full": "rows", "small": "small_rows", "large": "large_rows", "boards": "boards"}
# Templates that hold works, disbursements or cases as well, made from the one of the boards.
FILLED = {
    f"{size} {what}": f"{size}_{what}"
    for what in ("works", "disbursements", "cases")
    for size in ("small", "large")
} | {"large summarized": "large_disbursements"}
Sizes = Mapping[str, int]


class Broken(Exception):
    """A process failed or a result was wrong: then no ratio is printed."""


@dataclass
class Outcome:
    """What the runs of one side came to."""

    side: Side
    rows: int
    runs: list[dict[str, Any]] = field(default_factory=list)

    def least(self, of: str = "seconds") -> float:
        return min(run[of] for run in self.runs)

    def each(self, of: str = "seconds") -> list[float]:
        """The cost of a row, run by run."""
        return [run[of] / (self.rows if of == "seconds" else 1) for run in self.runs]


class Runner:
    """The bench on one kind of database."""

    def __init__(self, databases: Databases, folder: Path, sizes: Sizes) -> None:
        (folder / "var" / "static").mkdir(parents=True, exist_ok=True)
        self._databases = databases
        self._folder = folder
        self._sizes = sizes
        self._made: set[str] = set()
        self._expected: dict[tuple[str, int], dict[str, list[str]]] = {}

    def run(self, job: Job, runs: int) -> list[Outcome]:
        """A B C A B C …; raises Broken where a side did not do the work."""
        outcomes = [Outcome(side, self._sizes[side.size]) for side in job.sides]
        for outcome in outcomes:
            self._make_template(outcome.side.template)
            self._make_files(job, outcome)
        for _turn in range(runs):
            for outcome in outcomes:
                outcome.runs.append(self._run_once(job, outcome))
        return outcomes

    def _run_once(self, job: Job, outcome: Outcome) -> dict[str, Any]:
        side = outcome.side
        database = side.template if job.reads else "run"
        if not job.reads:
            self._databases.copy(side.template, database)
        task = Task(job.name, side.name, side.kind, outcome.rows, str(self._folder))
        result: dict[str, Any] = json.loads(self._child(database, "measure", task.as_json()))
        wanted = self._wanted(side.kind, outcome.rows)
        if result["found"] and result["found"] != wanted:
            raise Broken(f"{job.name}, {side.name}: {result['found']} instead of {wanted}")
        return result

    def _wanted(self, kind: str, rows: int) -> dict[str, list[str]]:
        if (kind, rows) not in self._expected:
            self._expected[kind, rows] = data.expected(rows, kind, [rows])
        return self._expected[kind, rows]

    def _make_template(self, name: str) -> None:
        if name in self._made:
            return
        asked = {"boards": 0}
        if name == "empty":
            self._databases.create(name)
        else:
            above = "boards" if name in FILLED else "empty"
            self._make_template(above)
            self._databases.copy(above, name)
            size = self._sizes[{**BASES, **FILLED}[name]]
            asked = {name.partition(" ")[2] if name in FILLED else "boards": size}
        self._child(name, "prepare", json.dumps(asked))
        self._databases.settle(name)
        self._made.add(name)

    def _make_files(self, job: Job, outcome: Outcome) -> None:
        if not job.name.startswith("import."):
            return
        write = data.write_csv
        task = Task(job.name, outcome.side.name, outcome.side.kind, outcome.rows, str(self._folder))
        path = task.file()
        if job.name == "import.new_xlsx":
            path, write = task.file("xlsx"), data.write_xlsx
        if not path.exists():
            write(path, outcome.rows, outcome.side.kind)

    def _child(self, database: str, verb: str, argument: str) -> str:
        """The last line that a fresh process prints."""
        environment = {
            **{k: v for k, v in os.environ.items() if k != "DJANGO_SETTINGS_MODULE"},
            "DATABASE_URL": self._databases.url(database),
            "VAR_DIR": str(self._folder / "var"),
            "SECRET_KEY": "only-for-the-bench",
            "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "scripts")]),
            **{"DEBUG": "0", "HTTPS": "0", "ALLOWED_HOSTS": "testserver"},
        }
        command = [sys.executable, "-m", "bench.child", verb, argument]
        with subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True
        ) as process:
            said, _ = process.communicate()
        if process.returncode:
            raise Broken(f"{' '.join(command[2:])} ended with code {process.returncode}")
        return said.strip().rpartition("\n")[2]
