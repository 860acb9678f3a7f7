"""The sides of the imports."""

from collections.abc import Callable
from typing import Any

from django.utils import timezone

from bench import floor
from bench.rows import is_faulty
from bench.task import Run, WrongResult, bench_user, stored_boards
from communities.models import Board


def project(run: Run) -> dict[str, Any]:
    """The whole flow: the file kept, read and checked, confirmed, stored with history, receipt."""
    from p2kp_site.exchange.services.imports import confirm_import, start_import
    from p2kp_site.exchange.services.running import run_import
    from p2kp_site.foundation.reader import reader_for

    suffix = "xlsx" if run.task.job == "import.new_xlsx" else "csv"
    reader = reader_for(bench_user(), on=timezone.localdate())
    history_before = Board.history.count()
    with run.meter.measure() as measured, run.task.file(suffix).open("rb") as file:
        job = start_import(
            reader=reader, dataset="boards", file=file, name=f"boards.{suffix}", at=timezone.now()
        )
        run_import(job.pk, clock=timezone.now)
        job.refresh_from_db()
        checked = run.meter.so_far()
        confirm_import(job=job, partial=True, by=reader, at=timezone.now())
        run_import(job.pk, clock=timezone.now)
        job.refresh_from_db()
    measured.parts = {"check": checked, "apply": measured.seconds - checked}
    _verify(run, job, Board.history.count() - history_before)
    return {**measured.as_dict(), "found": stored_boards(run.task.rows)}


def _verify(run: Run, job: Any, history: int) -> None:
    """The receipt must say what the file held."""
    rows, name = run.task.rows, run.task.job
    bad = sum(map(is_faulty, range(rows))) if run.task.kind == "faulty" else 0
    wanted = {"added": rows - bad, "changed": 0, "unchanged": 0, "refused": bad}
    if name == "import.update":
        wanted = {"added": 0, "changed": rows, "unchanged": 0, "refused": 0}
    elif name == "import.same":
        wanted = {"added": 0, "changed": 0, "unchanged": rows, "refused": 0}
    found = {key: job.counts[key] for key in wanted}
    written = found["added"] + found["changed"]
    if job.state != "done" or found != wanted or history != written:
        raise WrongResult(f"{name}: {job.state} {job.failure} {found}, history {history}; {wanted}")
    touched = Board.objects.filter(change_set=job.change_set).count()
    if touched != written:
        raise WrongResult(f"{name}: {touched} rows written, the receipt says {written}")


def stock(run: Run) -> dict[str, Any]:
    """The library row by row, as its admin does it: a dry run with differences, then the import."""
    from bench.stock import BoardResource, WritingResource

    with run.meter.measure() as measured:
        _import_by_library(run, BoardResource, dry_run=True)
        checked = run.meter.so_far()
        _import_by_library(run, WritingResource)
    measured.parts = {"preview": checked, "write": measured.seconds - checked}
    return {**measured.as_dict(), "found": stored_boards(run.task.rows)}


def bulk(run: Run) -> dict[str, Any]:
    """The library's bulk way. Of new rows its preview counts, as in the figures to beat; of changed
    rows it does not, since it alone would take minutes."""
    from bench.stock import BulkResource, NewBulkResource

    kind = BulkResource if run.task.kind == "update" else NewBulkResource
    with run.meter.measure() as measured:
        if run.task.kind == "new":
            _import_by_library(run, kind, dry_run=True)
        _import_by_library(run, kind)
    return {**measured.as_dict(), "found": stored_boards(run.task.rows)}


def _import_by_library(run: Run, kind: Any, *, dry_run: bool = False) -> None:
    import tablib  # type: ignore[import-untyped]  # has no types

    from p2kp_site.foundation.models.change_sets import Door, open_change_set

    dataset = tablib.Dataset().load(run.task.file().read_text(encoding="utf-8"), format="csv")
    resource = kind()
    resource.change_set = open_change_set(
        by=None, at=timezone.now(), door=Door.COMMAND, why="stock"
    )
    resource.import_data(dataset, dry_run=dry_run, raise_errors=True)


def lowest(run: Run) -> dict[str, Any]:
    """The database's bulk path; for a workbook with the native reader before it."""
    read = _read_workbook(run) if run.task.job == "import.new_xlsx" else None
    floor.write_boards(run, read)
    return {**run.meter.measured.as_dict(), "found": stored_boards(run.task.rows)}


def _read_workbook(run: Run) -> Callable[[], None]:
    def read() -> None:
        from python_calamine import load_workbook

        rows = load_workbook(run.task.file("xlsx")).get_sheet_by_index(0).to_python()
        if len(rows) != run.task.rows + 1:
            raise WrongResult(f"the workbook has {len(rows)} rows")

    return read


_JOBS = ("new_csv", "update", "same", "faulty", "new_xlsx")
SIDES: dict[tuple[str, str], Callable[[Run], dict[str, Any]]] = {
    (f"import.{job}", side): function
    for job in _JOBS
    for side, function in (
        ("project", project),
        ("clean", project),
        ("stock", stock),
        ("bulk", bulk),
        ("floor", lowest),
    )
}
