"""`manage.py import_dataset DATASET FILE --as USER`: an import without a browser."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import gettext as _

from p2kp_site.exchange.faults import describe_failure, describe_fault
from p2kp_site.exchange.models import ImportJob
from p2kp_site.exchange.models.imports import ImportState, RowKind
from p2kp_site.exchange.reading import UnusableFile
from p2kp_site.exchange.registry import UnknownDataset, dataset_named
from p2kp_site.exchange.services.imports import cancel_import, confirm_import, start_import
from p2kp_site.exchange.services.running import run_import
from p2kp_site.foundation.commands import ProductCommand
from p2kp_site.foundation.reader import Reader


class Command(ProductCommand):
    help = "Read a file into a dataset: a preview, or with --confirm the import itself."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("dataset")
        parser.add_argument("file", type=Path)
        parser.add_argument("--as", dest="user", required=True, help="the account that imports")
        parser.add_argument("--confirm", action="store_true", help="store what is good")
        parser.add_argument(
            "--partial", action="store_true", help="store the good rows even when some are refused"
        )
        parser.add_argument(
            "--ignore",
            action="append",
            default=[],
            metavar="HEADING",
            help="leave a column out that the dataset does not know",
        )
        parser.add_argument(
            "--column",
            action="append",
            default=[],
            metavar="HEADING=NAME",
            help="say which column a heading means",
        )
        parser.add_argument("--json", action="store_true")

    def handle(self, *_args: Any, **options: Any) -> None:
        reader = self.reader_named(options["user"])
        mapping: dict[str, str | None] = dict.fromkeys(options["ignore"])
        for decision in options["column"]:
            heading, separator, name = decision.rpartition("=")
            if not separator:
                self.refuse(_("--column takes HEADING=NAME, not “%(text)s”.") % {"text": decision})
            mapping[heading] = name
        job = self._start(reader, options["dataset"], options["file"], mapping)
        run_import(job.pk, clock=timezone.now)
        job.refresh_from_db()
        if job.state == ImportState.CHECKED and options["confirm"]:
            self._confirm(job, reader, partial=options["partial"])
        self._refuse_unusable(job, reader)
        result = outcome(job)
        self.finish(result, as_json=options["json"], text=_told(job, result))
        if job.refused:
            sys.exit(1)

    def _start(
        self, reader: Reader, dataset: str, path: Path, mapping: dict[str, str | None]
    ) -> ImportJob:
        try:
            with path.open("rb") as file:
                return start_import(
                    reader=reader,
                    dataset=dataset,
                    file=file,
                    name=path.name,
                    at=timezone.now(),
                    mapping=mapping,
                )
        except UnknownDataset:
            self.refuse(_("There is no dataset called “%(name)s”.") % {"name": dataset})
        except PermissionDenied:
            self.refuse(_("This account may not import “%(name)s”.") % {"name": dataset})
        except UnusableFile as error:
            self.refuse(describe_failure({"kind": error.kind, "params": error.params}))
        except OSError as error:
            self.refuse(f"{path}: {error.strerror}")

    def _confirm(self, job: ImportJob, reader: Reader, *, partial: bool) -> None:
        if (job.refused and not partial) or not job.added + job.changed + job.unchanged:
            return
        confirm_import(job=job, partial=partial, by=reader, at=timezone.now())
        run_import(job.pk, clock=timezone.now)
        job.refresh_from_db()
        if job.state == ImportState.QUEUED:  # rows changed meanwhile: show them as they are now
            run_import(job.pk, clock=timezone.now)
            job.refresh_from_db()

    def _refuse_unusable(self, job: ImportJob, reader: Reader) -> None:
        if job.state == ImportState.MAPPING:
            unknown = job.layout["unknown"]
            cancel_import(job=job, by=reader, at=timezone.now())
            self.refuse(
                describe_failure({"kind": "unknown_columns", "params": {"columns": unknown}})
            )
        if job.state in (ImportState.UNUSABLE, ImportState.FAILED):
            self.refuse(describe_failure(job.failure))


def outcome(job: ImportJob) -> dict[str, Any]:
    """An import as automation reads it."""
    dataset = dataset_named(job.dataset)()
    faults = [
        {
            "sheet": job.layout.get("sheet"),
            "row": row.number,
            "column": fault.get("column"),
            "value": (fault.get("params") or {}).get("text", ""),
            "kind": fault["kind"],
            "message": describe_fault(fault, dataset),
        }
        for row in job.rows.filter(kind=RowKind.REFUSED).order_by("number").iterator()
        for fault in row.faults
    ]
    return {
        "job": job.pk,
        "state": job.state,
        "written": job.state == ImportState.DONE,
        **job.counts,
        "faults": faults,
        "sha256": job.sha256,
        "same_as": job.layout.get("same_as"),
    }


def _told(job: ImportJob, result: dict[str, Any]) -> str:
    """An import as a person reads it on the terminal."""
    lines = [f"#{job.pk} {job.file_name}: {job.get_state_display()}"]
    if result["same_as"]:
        lines.append(
            _("The same file came in before, as import #%(pk)d.") % {"pk": result["same_as"]}
        )
    lines += [_("row %(row)d, %(column)s: %(message)s") % fault for fault in result["faults"][:50]]
    fields: Any = job._meta
    counts = ", ".join(
        f"{fields.get_field(name).verbose_name} {value}" for name, value in job.counts.items()
    )
    lines.append(counts)
    if not result["written"]:
        lines.append(_("Nothing was stored."))
    return "\n".join(lines)
