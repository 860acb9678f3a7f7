"""What a fresh process is asked to do, and what the sides of a job have in common."""

import csv
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

from bench.measure import Meter
from bench.rows import Board, Sums


class WrongResult(Exception):
    """A side did not do the work that it was timed for."""


@dataclass
class Task:
    """One side of one job, on so many rows."""

    job: str
    side: str
    kind: str
    rows: int
    folder: str

    def as_json(self) -> str:
        return json.dumps(asdict(self))

    def file(self, suffix: str = "csv") -> Path:
        """The file that was prepared for this task."""
        return Path(self.folder) / f"{self.kind}-{self.rows}.{suffix}"

    def out(self, suffix: str) -> Path:
        """Where an export of this task goes."""
        return Path(self.folder) / f"out.{suffix}"


class Run:
    """A task with its meter."""

    def __init__(self, task: Task, meter: Meter) -> None:
        self.task = task
        self.meter = meter


def bench_user() -> Any:
    """The person who does everything here: a data steward of the whole nation."""
    from p2kp_site.accounts.models import User

    return User.objects.get(username="bench")


def stored_boards(limit: int) -> dict[str, list[str]]:
    """How many boards lie in the table, and the checksum over what they hold."""
    from communities.models import Board as Stored

    sums = Sums([limit])
    fields = ("region__code" if name == "region" else name for name in Board._fields)
    for values in Stored.objects.values_list(*fields).iterator(chunk_size=5_000):
        sums.add(_board(values))
    return sums.result()


def exported_csv(path: Path, limit: int) -> dict[str, list[str]]:
    """The same of a CSV file with the columns of the dataset."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return _exported(csv.reader(file), limit)


def exported_xlsx(path: Path, limit: int) -> dict[str, list[str]]:
    """The same of a workbook."""
    from python_calamine import load_workbook

    sheet = load_workbook(path).get_sheet_by_index(0)
    return _exported(sheet.iter_rows(), limit)


def columns() -> list[str]:
    """The columns of the dataset, in the order of its files."""
    from p2kp_site.exchange.registry import dataset_named

    return list(dataset_named("boards").fields)


def _exported(lines: Iterable[Sequence[Any]], limit: int) -> dict[str, list[str]]:
    names, rows = columns(), iter(lines)
    if len(next(rows)) != len(names):
        raise WrongResult(f"not all {len(names)} columns of the dataset are written")
    positions = [names.index(name) for name in Board._fields]
    sums = Sums([limit])
    for line in rows:
        sums.add(_board([line[position] for position in positions]))
    return sums.result()


def _board(values: Sequence[Any]) -> Board:
    texts: dict[str, Any] = {
        name: value.isoformat()[:10] if isinstance(value, date) else value
        for name, value in zip(Board._fields, values, strict=True)
    }
    active = str(texts["is_active"]).casefold() in ("1", "t", "true", "ya", "yes")
    # A phone number begins with a plus, so an export has to defuse it.
    phone = str(texts["phone"]).lstrip("'")
    texts |= {"is_active": active, "phone": phone}
    return Board(**texts)
