"""The summaries of the nation, from the order to the file; and the plain scan of its money."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.conf import settings
from django.db import connection
from django.utils import timezone

from bench.task import Run, WrongResult, bench_user
from finance.models import Disbursement

FORMATS = ("json", "html", "pdf", "xlsx")
SLUGS = ("programme-overview", "community-boards")
_YEAR = 2010


def project(run: Run, slug: str, format_: str) -> dict[str, Any]:
    """A run as the worker makes it: figures, their checksum, and one file."""
    from p2kp_site.foundation.reader import reader_for
    from p2kp_site.reports.services.runs import run_summary, start_run

    reader = reader_for(bench_user(), on=timezone.localdate())
    with run.meter.measure() as measured:
        queued = start_run(
            reader=reader, summary=slug, region="ID", period=str(_YEAR), formats=[format_],
            language="id", at=timezone.now(),
        )  # fmt: skip
        run_summary(queued.pk, clock=timezone.now)
    queued.refresh_from_db()
    if queued.state != "done" or not queued.figures:
        raise WrongResult(f"{run.task.job}: {queued.state} {queued.failure}")
    (settings.MEDIA_ROOT / queued.files[format_]["path"]).unlink()
    return {**measured.as_dict(), "found": {}}


def scan(run: Run) -> dict[str, Any]:
    """One pass over the payments of a year by province, and nothing else."""
    table = Disbursement._meta.db_table
    with run.meter.measure() as measured, connection.cursor() as cursor:
        cursor.execute(
            f"SELECT SUBSTR(area, 1, 3), COUNT(*), SUM(amount) FROM {table}"  # noqa: S608  # a table of our own
            " WHERE sp2d_on BETWEEN %s AND %s GROUP BY 1",
            [f"{_YEAR}-01-01", f"{_YEAR}-12-31"],
        )
        if not cursor.fetchall():
            raise WrongResult(f"{run.task.job}: nothing was paid")
    return {**measured.as_dict(), "found": {}}


SIDES: dict[tuple[str, str], Callable[[Run], dict[str, Any]]] = {
    (f"summaries.{slug}.{format_}", "project"): partial(project, slug=slug, format_=format_)
    for slug in SLUGS
    for format_ in FORMATS
} | {(f"summaries.{slug}.json", "scan"): scan for slug in SLUGS}
