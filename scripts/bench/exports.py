"""The sides of the exports."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from django.utils import timezone

from bench import floor
from bench.task import Run, WrongResult, bench_user, exported_csv, exported_xlsx

_DECODE = {"csv": exported_csv, "xlsx": exported_xlsx}


def project(run: Run, format_: str) -> dict[str, Any]:
    """From the queued job to the file with its checksum; the first byte is watched."""
    from django.conf import settings

    from p2kp_site.exchange.services.exporting import start_export
    from p2kp_site.exchange.services.running import run_export
    from p2kp_site.exchange.writing.atomic import HashedFile
    from p2kp_site.foundation.reader import reader_for

    reader = reader_for(bench_user(), on=timezone.localdate())
    write = HashedFile.write

    def watched(file: HashedFile, data: bytes) -> int:
        run.meter.byte_written()
        HashedFile.write = write  # type: ignore[method-assign]  # a meter in its place for a while
        return write(file, data)

    HashedFile.write = watched  # type: ignore[method-assign]  # a meter in its place for a while
    with run.meter.measure() as measured:
        job = start_export(
            reader=reader,
            dataset="boards",
            format=format_,
            filters={},
            language="id",
            at=timezone.now(),
        )
        run_export(job.pk, clock=timezone.now)
        job.refresh_from_db()
    if job.state != "done" or job.row_count != run.task.rows:
        raise WrongResult(f"{run.task.job}: {job.state} {job.failure}, {job.row_count} rows")
    path = Path(settings.MEDIA_ROOT) / job.file
    found = _DECODE[format_](path, run.task.rows)
    path.unlink()
    return {**measured.as_dict(), "found": found}


def stock(run: Run, format_: str) -> dict[str, Any]:
    """The library's export with its tables joined; the file is written once it is whole."""
    from bench.stock import ExportResource, PlainBoard

    first = PlainBoard.objects.order_by("pk").values_list("pk", flat=True)[0]
    rows = PlainBoard.objects.filter(pk__lt=first + run.task.rows).order_by("area", "pk")
    path = run.task.out(format_)
    with run.meter.measure() as measured:
        people = ("handed_over_by", "acknowledged_by", "verified_by")
        rows = rows.select_related("region__parent__parent", *people)
        dataset = ExportResource().export(queryset=rows)
        data = dataset.export(format_)
        run.meter.byte_written()
        path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return {**measured.as_dict(), "found": _DECODE[format_](path, run.task.rows)}


def lowest(run: Run) -> dict[str, Any]:
    """The database's own way to a CSV file, in both jobs."""
    floor.export_csv(run)
    found = exported_csv(run.task.out("csv"), run.task.rows)
    return {**run.meter.measured.as_dict(), "found": found}


SIDES: dict[tuple[str, str], Callable[[Run], dict[str, Any]]] = {
    key: function
    for format_ in ("csv", "xlsx")
    for key, function in (
        ((f"export.{format_}", "project"), partial(project, format_=format_)),
        ((f"export.{format_}", "stock"), partial(stock, format_=format_)),
        ((f"export.{format_}", "floor"), lowest),
    )
}
