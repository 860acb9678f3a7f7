"""`manage.py export_dataset DATASET --as USER --format csv|xlsx --output FILE`."""

import shutil
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from p2kp_site.exchange.faults import describe_failure
from p2kp_site.exchange.models.exports import ExportFormat, ExportState
from p2kp_site.exchange.registry import UnknownDataset
from p2kp_site.exchange.services.exporting import start_export
from p2kp_site.exchange.services.running import run_export
from p2kp_site.foundation.commands import ProductCommand
from p2kp_site.foundation.filters import UnusableFilter


class Command(ProductCommand):
    help = "Write the rows of a dataset that an account sees to a file."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("dataset")
        parser.add_argument("--as", dest="user", required=True, help="the account that exports")
        parser.add_argument("--filter", nargs="*", action="extend", default=[], metavar="KEY=VALUE")
        parser.add_argument("--format", choices=["csv", "xlsx"], required=True)
        parser.add_argument("--delimiter", choices=[",", ";"], default=",")
        parser.add_argument("--output", type=Path, required=True)
        parser.add_argument("--json", action="store_true")

    def handle(self, *_args: Any, **options: Any) -> None:
        filters = self.filters_in(options["filter"])
        format_ = ExportFormat(options["format"])
        if format_ == ExportFormat.CSV and options["delimiter"] == ";":
            format_ = ExportFormat.CSV_EXCEL
        output: Path = options["output"]
        if output.is_dir():
            self.refuse(_("%(path)s is a folder: name a file.") % {"path": output})
        if not output.parent.is_dir():
            self.refuse(_("There is no folder %(path)s.") % {"path": output.parent})
        try:
            job = start_export(
                reader=self.reader_named(options["user"]),
                dataset=options["dataset"],
                format=format_,
                filters=filters,
                language=get_language() or "id",
                at=timezone.now(),
            )
        except UnknownDataset:
            self.refuse(_("There is no dataset called “%(name)s”.") % {"name": options["dataset"]})
        except PermissionDenied:
            self.refuse(_("This account may not export “%(name)s”.") % {"name": options["dataset"]})
        except UnusableFilter as error:
            self.refuse(str(error))
        run_export(job.pk, clock=timezone.now)
        job.refresh_from_db()
        if job.state != ExportState.DONE:
            self.refuse(describe_failure(job.failure))
        kept = Path(settings.MEDIA_ROOT)
        shutil.copyfile(kept / job.file, output)
        if job.dictionary:
            shutil.copyfile(kept / job.dictionary, output.with_suffix(".schema.json"))
        result = {
            "job": job.pk,
            "state": job.state,
            "rows": job.row_count,
            "file": str(output),
            "size": job.size,
            "sha256": job.sha256,
            "columns": job.columns,
        }
        text = _("%(rows)d rows written to %(file)s") % {"rows": job.row_count, "file": output}
        self.finish(result, as_json=options["json"], text=text)
