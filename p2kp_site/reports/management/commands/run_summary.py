"""`manage.py run_summary SUMMARY --region CODE --period PERIOD --as USER --output FOLDER`."""

import shutil
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from communities.summaries.scopes import NoSuchRegion
from p2kp_site.exchange.faults import describe_failure
from p2kp_site.foundation.commands import ProductCommand
from p2kp_site.foundation.periods import UnusablePeriod
from p2kp_site.foundation.summaries import UnknownSummary
from p2kp_site.reports.models import SummaryRun
from p2kp_site.reports.models.runs import RunFormat, RunState
from p2kp_site.reports.services.runs import run_summary, start_run


class Command(ProductCommand):
    help = "Make a summary of a region and a period, and write it to files."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("summary")
        parser.add_argument("--region", required=True, metavar="CODE", help="ID is the nation")
        parser.add_argument(
            "--period",
            required=True,
            help="2015, 2015-H1, 2015-Q1, 2015-03, 2015-W07 or 2015-07-01..2016-06-30",
        )
        parser.add_argument("--as", dest="user", required=True, help="the account that reads")
        parser.add_argument(
            "--format", default="", metavar="FORMAT,…", help=", ".join(RunFormat.values)
        )
        parser.add_argument("--output", type=Path, metavar="FOLDER", help="where the files go")
        parser.add_argument("--verified-only", action="store_true")
        parser.add_argument("--json", action="store_true", help="the figures, on the last line")

    def handle(self, *_args: Any, **options: Any) -> None:
        formats = self._formats(options["format"])
        output: Path | None = options["output"]
        if formats and output is None:
            self.refuse(_("Say with --output into which folder the files go."))
        if output is not None:
            self._make_folder(output)
        run = self._started(options, formats)
        run_summary(run.pk, clock=timezone.now)
        run.refresh_from_db()
        if run.state != RunState.DONE:
            self.refuse(describe_failure(run.failure))
        files = self._files(run, output) if output else {}
        kept = run.figures or {}
        result = {
            **kept,
            "run": run.pk,
            "ref": run.ref,
            "state": run.state,
            "sha256": run.sha256,
            "files": files,
        }
        told = {"n": run.pk, "files": ", ".join(one["path"] for one in files.values()) or "–"}
        text = _("Summary #%(n)s is kept; files: %(files)s") % told
        self.finish(result, as_json=options["json"], text=text)

    def _formats(self, text: str) -> list[str]:
        formats = [word.strip().lower() for word in text.split(",") if word.strip()]
        for word in formats:
            if word not in RunFormat.values:
                known = ", ".join(RunFormat.values)
                self.refuse(
                    _("There is no format “%(name)s”; there are: %(known)s.")
                    % {"name": word, "known": known}
                )
        return list(dict.fromkeys(formats))

    def _started(self, options: dict[str, Any], formats: list[str]) -> SummaryRun:
        name = {"name": options["summary"]}
        try:
            return start_run(
                reader=self.reader_named(options["user"]),
                summary=options["summary"],
                region=options["region"],
                period=options["period"],
                formats=formats,
                language=get_language() or "id",
                at=timezone.now(),
                verified_only=options["verified_only"],
            )
        except UnknownSummary:
            self.refuse(_("There is no summary called “%(name)s”.") % name)
        except PermissionDenied:
            self.refuse(_("This account may not read “%(name)s”.") % name)
        except NoSuchRegion:
            told = {"code": options["region"]}
            self.refuse(_("There is no region “%(code)s” in the area of this account.") % told)
        except UnusablePeriod:
            self.refuse(_("“%(text)s” names no period.") % {"text": options["period"]})

    def _make_folder(self, output: Path) -> None:
        try:
            output.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            told = {"path": output, "why": error.strerror}
            self.refuse(_("The folder %(path)s cannot be made: %(why)s") % told)

    def _files(self, run: SummaryRun, output: Path) -> dict[str, dict[str, Any]]:
        """Copies of the kept files."""
        copied = {}
        for format_, kept in run.files.items():
            source = Path(settings.MEDIA_ROOT) / kept["path"]
            shutil.copyfile(source, output / source.name)
            copied[format_] = {**kept, "path": str(output / source.name)}
        return copied
