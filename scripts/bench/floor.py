"""The floor: the same rows by the database's own bulk path, and nothing else."""

import csv
import os
import shutil
import subprocess
from collections.abc import Iterator
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from bench import rows as data
from bench.task import Run, columns
from communities.models import Board, Region
from p2kp_site.foundation.models.change_sets import Door, open_change_set

_FILLED = (
    *("ref", "version", "changed_at", "changed_by_id", "change_set_id", "area", "region_id"),
    *("code", "name", "formed_on", "coordinator", "address", "phone", "deed_number", "deed_on"),
    *("notary", "bank_name", "bank_account_number", "is_active", "closed_on", "inactive_reason"),
    "note",
)
# What no file fills: sign-offs and signatures on paper, with what they begin with.
_REST: dict[str, Any] = {
    str(field.column): field.get_db_prep_save(field.get_default(), connection)
    for field in Board._meta.concrete_fields
    if not field.primary_key and field.column not in _FILLED
}
TABLE_COLUMNS = (*_FILLED, *_REST)
_TABLE = Board._meta.db_table
_EXPORT = (
    f"SELECT {{}} FROM {_TABLE} b"  # noqa: S608  # names of our own, values as parameters
    " JOIN communities_region v ON v.id = b.region_id"
    " JOIN communities_region d ON d.id = v.parent_id"
    " JOIN communities_region r ON r.id = d.parent_id ORDER BY b.area, b.id"
)
_ELSEWHERE = {"region": "v.code", "village": "v.name", "district": "d.name", "regency": "r.name"}
# Nobody has signed here: their columns are empty, whatever is joined for them.
for _step in ("handed_over", "acknowledged", "verified"):
    _ELSEWHERE |= {f"{_step}_by": f"b.{_step}_by_id", f"{_step}_on": f"b.{_step}_at"}


def prepared_rows(rows: int, kind: str, change_set: Any) -> Iterator[tuple[Any, ...]]:
    """What the table has to hold, row by row, ready to be written."""
    places = {
        code: (pk, path) for code, pk, path in Region.objects.values_list("code", "pk", "path")
    }
    at = connection.ops.adapt_datetimefield_value(change_set.at)
    rest = tuple(_REST.values())
    for i, (board, _village) in enumerate(data.boards(rows, kind)):
        pk, path = places[board.region]
        yield (
            *(f"B{i:011d}", 1, at, change_set.by_id, change_set.pk, path, pk),
            *(board.code, board.name, board.formed_on, board.coordinator, board.address),
            *(board.phone, "", None, "", board.bank_name, board.bank_account_number),
            *(board.is_active, None, board.inactive_reason, ""),
            *rest,
        )


def write_boards(run: Run, read: Any = None) -> None:
    """Put the rows into the table, measured; `read` is what has to be done before, measured too."""
    change_set = open_change_set(by=None, at=timezone.now(), door=Door.COMMAND, why="floor")
    lines = list(prepared_rows(run.task.rows, run.task.kind, change_set))
    names = ", ".join(TABLE_COLUMNS)
    if connection.vendor == "postgresql":
        pieces = _as_copy(lines)
        with run.meter.measure(), transaction.atomic(), connection.cursor() as cursor:
            if read:
                read()
            with cursor.copy(f"COPY {_TABLE} ({names}) FROM STDIN") as copy:
                for piece in pieces:
                    copy.write(piece)
        return
    marks = ", ".join("%s" for _ in TABLE_COLUMNS)
    with run.meter.measure(), transaction.atomic(), connection.cursor() as cursor:
        if read:
            read()
        # Names of our own, values as parameters.
        cursor.executemany(f"INSERT INTO {_TABLE} ({names}) VALUES ({marks})", lines)  # noqa: S608


def _as_copy(lines: list[tuple[Any, ...]]) -> list[str]:
    """The rows as texts for COPY, a thousand in a piece; nothing in them needs escaping."""
    texts = ["\t".join("\\N" if v is None else str(v) for v in line) + "\n" for line in lines]
    return ["".join(texts[i : i + 1_000]) for i in range(0, len(texts), 1_000)]


def export_csv(run: Run) -> None:
    """All boards with the names of their regions into a CSV file, measured."""
    names = columns()
    cells = ", ".join(f"{_ELSEWHERE.get(n, f'b.{n}')} AS {n}" for n in names)
    query, path = _EXPORT.format(cells), run.task.out("csv")
    if connection.vendor == "postgresql":
        command, environment = _psql(f"\\copy ({query}) TO '{path}' CSV HEADER")
        with run.meter.measure():
            subprocess.run(command, env=environment, check=True, stdout=subprocess.DEVNULL)
        return
    with run.meter.measure(), path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(names)
        writer.writerows(connection.connection.execute(query))


def _psql(command: str) -> tuple[list[str], dict[str, str]]:
    import with_pg

    settings, folder = connection.settings_dict, with_pg.find()
    own = str(folder / "psql") if folder and (folder / "psql").exists() else None
    program = own or shutil.which("psql") or "psql"
    server = {
        "PGHOST": settings["HOST"],
        "PGUSER": settings["USER"],
        "PGDATABASE": settings["NAME"],
    }
    return [program, "-X", "-q", "-c", command], {**os.environ, **server}
