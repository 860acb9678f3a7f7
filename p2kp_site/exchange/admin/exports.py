"""The page of an export: which rows, how many, the file and its checksum."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib import admin
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from p2kp_site.exchange.admin.dataset_jobs import DatasetJobAdmin
from p2kp_site.exchange.admin.jobs import View, send
from p2kp_site.exchange.faults import describe_failure
from p2kp_site.exchange.models import ExportJob
from p2kp_site.exchange.models.exports import ExportState
from p2kp_site.exchange.services.exporting import cancel_export


@admin.register(ExportJob)
class ExportJobAdmin(DatasetJobAdmin):
    """Exports: every file that left, and who took it."""

    list_display = (
        "named",
        "state_badge",
        "row_count",
        "dataset_title",
        "owner_name",
        "asked_at",
    )
    page_template = "exchange/export_job.html"

    def pages(self) -> dict[str, View]:
        return {
            **super().pages(),
            "file": self.file_view,
            "dictionary": self.dictionary_view,
            "cancel": self.cancel_view,
        }

    def page_context(self, request: Any, job: ExportJob) -> dict[str, Any]:
        context = super().page_context(request, job)
        dataset, progress = context["dataset"], context["progress"]
        context.update(
            words=self._words(job, dataset, request.reader),
            failure=describe_failure(job.failure, dataset) if job.failure else "",
            headings=self._headings(job, dataset),
            can_take=context["is_owner"]
            and job.state == ExportState.DONE
            and dataset is not None
            and request.reader.may(dataset.right("export")),
            can_stop=context["is_owner"] and progress["moving"],
        )
        return context

    def _words(self, job: ExportJob, dataset: Any, reader: Any) -> list[str]:
        """The filter in words; as it was written where it says nothing to this reader."""
        if dataset is not None:
            filterset = dataset.filterset_class(job.filters, dataset.rows(), reader=reader)
            if filterset.is_valid() and not filterset.unknown_names():
                return filterset.in_words()
        return [f"{name}: {value}" for name, value in job.filters.items()]

    def _headings(self, job: ExportJob, dataset: Any) -> list[str]:
        fields = dataset.fields if dataset is not None else {}
        return [str(fields[name].heading) if name in fields else name for name in job.columns]

    def file_view(self, request: HttpRequest, pk: int) -> FileResponse:
        """The file, for whoever asked for it and still may."""
        return self._hand_out(request, pk, "file")

    def dictionary_view(self, request: HttpRequest, pk: int) -> FileResponse:
        """What each column of the CSV file means, for people and for programs."""
        return self._hand_out(request, pk, "dictionary")

    def _hand_out(self, request: HttpRequest, pk: int, which: str) -> FileResponse:
        job, _dataset = self.own(request, pk, "export")
        kept: str = getattr(job, which)
        if job.state != ExportState.DONE or not kept:
            raise Http404
        path = Path(settings.MEDIA_ROOT) / kept
        return send(lambda: path.open("rb"), path.name)

    @method_decorator(require_POST)
    def cancel_view(self, request: Any, pk: int) -> HttpResponse:
        job, _dataset = self.own(request, pk, "export")

        def cancel() -> str:
            cancel_export(job=job, by=request.reader, at=timezone.now())
            return _("Cancelled. No file was made.")

        return self.step(request, job, cancel)
