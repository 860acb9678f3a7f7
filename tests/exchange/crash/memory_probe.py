"""Reads, stores and takes out a number of boards in this process and prints its peak memory.

`memory_probe.py STEWARD ROWS` prints the peak in MB after each of the three.
"""

import csv
import resource
import sys
import tempfile
from pathlib import Path
from typing import Any

import django

django.setup()

from django.db.backends.signals import connection_created
from django.utils import timezone

from p2kp_site.accounts.models import User
from p2kp_site.exchange.models.exports import ExportFormat
from p2kp_site.exchange.services.exporting import start_export
from p2kp_site.exchange.services.imports import confirm_import, start_import
from p2kp_site.exchange.services.running import run_export, run_import
from p2kp_site.foundation.reader import reader_for

COLUMNS = ("code", "name", "region", "address", "note")


def small_cache(connection: Any, **_options: Any) -> None:
    """SQLite's cache of pages fills up to a bound of its own: not what is measured here."""
    if connection.vendor == "sqlite":
        connection.cursor().execute("PRAGMA cache_size=-2048")


def peak() -> int:
    """The most memory that this process has had so far, in MB."""
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most // (1024 * 1024 if sys.platform == "darwin" else 1024)


def main(username: str, rows: int) -> None:
    reader = reader_for(User.objects.get(username=username), on=timezone.localdate())
    with tempfile.TemporaryDirectory(prefix="p2kp-memory-") as folder:
        path = Path(folder) / "boards.csv"
        with path.open("w", newline="") as text:
            writer = csv.writer(text)
            writer.writerow(COLUMNS)
            writer.writerows(
                (f"M{rows}-{n}", f"BKM {n}", "14.04.04.1001", f"Jl. Kartini {n}", "x" * 60)
                for n in range(rows)
            )
        with path.open("rb") as file:
            job = start_import(
                reader=reader, dataset="boards", file=file, name=path.name, at=timezone.now()
            )
    run_import(job.pk, clock=timezone.now)
    job.refresh_from_db()
    print(job.state, job.added, peak(), flush=True)
    confirm_import(job=job, partial=False, by=reader, at=timezone.now())
    run_import(job.pk, clock=timezone.now)
    job.refresh_from_db()
    print(job.state, job.added, peak(), flush=True)
    for format_ in (ExportFormat.CSV, ExportFormat.XLSX):
        export = start_export(
            reader=reader,
            dataset="boards",
            format=format_,
            filters={},
            language="id",
            at=timezone.now(),
        )
        run_export(export.pk, clock=timezone.now)
        export.refresh_from_db()
        print(export.state, export.row_count, peak(), flush=True)


connection_created.connect(small_cache)
main(sys.argv[1], int(sys.argv[2]))
