"""The page of an import: what was found in the file, what it would change, and the receipt."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import admin, messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.formats import number_format
from django.utils.html import format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from unfold.decorators import display

from p2kp_site.exchange import tasks
from p2kp_site.exchange.admin.dataset_jobs import DatasetJobAdmin, dataset_url
from p2kp_site.exchange.admin.forms import LEAVE_OUT, ColumnsForm
from p2kp_site.exchange.admin.jobs import View, send
from p2kp_site.exchange.admin.previews import COUNT_OF, PreviewForm, PreviewReader
from p2kp_site.exchange.admin.returns import refused_file
from p2kp_site.exchange.faults import describe_failure, describe_note
from p2kp_site.exchange.models import ImportJob
from p2kp_site.exchange.models.imports import ImportState, RowKind
from p2kp_site.exchange.services.imports import cancel_import, confirm_import, decide_columns
from p2kp_site.exchange.services.undoing import undo_import

PREVIEWED = (
    ImportState.CHECKED,
    ImportState.CONFIRMED,
    ImportState.APPLYING,
    ImportState.DONE,
    ImportState.UNDONE,
)
STOPPABLE = (
    ImportState.QUEUED,
    ImportState.CHECKING,
    ImportState.MAPPING,
    ImportState.CHECKED,
    ImportState.CONFIRMED,
)
BROKEN = (ImportState.UNUSABLE, ImportState.FAILED)


@admin.register(ImportJob)
class ImportJobAdmin(DatasetJobAdmin):
    """Imports: each with its preview, its decisions and its receipt."""

    list_display = (
        "named",
        "state_badge",
        "what_came_of_it",
        "dataset_title",
        "owner_name",
        "asked_at",
    )
    page_template = "exchange/import_job.html"
    related = ("change_set", "undo_change_set", "undo_change_set__by")

    @display(description=gettext_lazy("result"))
    def what_came_of_it(self, job: ImportJob) -> str:
        """The counts that are not zero, as far as the file was read."""
        if job.state not in PREVIEWED:
            return "–"
        told = [
            (number_format(getattr(job, name), force_grouping=True), RowKind(kind).label)
            for kind, name in COUNT_OF.items()
            if getattr(job, name)
        ]
        parts = format_html_join(", ", '<span class="whitespace-nowrap">{} {}</span>', told)
        return parts or "–"

    def pages(self) -> dict[str, View]:
        return {
            **super().pages(),
            "columns": self.columns_view,
            "confirm": self.confirm_view,
            "cancel": self.cancel_view,
            "undo": self.undo_view,
            "file": self.file_view,
            "refused": self.refused_view,
        }

    # What is shown ----------------------------------------------------------------------------

    def page_context(self, request: Any, job: ImportJob) -> dict[str, Any]:
        context = super().page_context(request, job)
        dataset = context["dataset"]
        context.update(
            failure=describe_failure(job.failure, dataset) if job.failure else "",
            is_broken=job.state in BROKEN,
            notes=[describe_note(note) for note in job.layout.get("notes", [])],
            same_as=job.layout.get("same_as"),
            can_stop=context["is_owner"] and job.state in STOPPABLE,
            upload_url=dataset_url(job, "import"),
        )
        if dataset is None:
            return context
        may_import = request.reader.may(dataset.right("import"))
        context["may_import"] = may_import
        context["can_undo"] = job.state == ImportState.DONE and may_import
        if job.state == ImportState.MAPPING:
            context["columns_form"] = ColumnsForm(job.layout, dataset)
        if job.state in PREVIEWED:
            context.update(self._preview(request, job, dataset))
        return context

    def _preview(self, request: HttpRequest, job: ImportJob, dataset: Any) -> dict[str, Any]:
        form = PreviewForm(request.GET)
        reader = PreviewReader(job, dataset)
        if form.is_valid():
            wanted = form.cleaned_data
        else:
            messages.error(request, _("There are no such rows: the whole preview is shown."))
            wanted = {}
        preview = reader.page(wanted)
        here = {"kind": preview.kind, **({"reason": preview.reason} if preview.reason else {})}
        return {
            "preview": preview,
            "cards": self._cards(job, preview.kind),
            "to_store": job.added + job.changed,
            "may_confirm": job.state == ImportState.CHECKED
            and job.added + job.changed + job.unchanged > 0,
            "seen": job.finished_at.isoformat() if job.finished_at else "",
            "earlier_query": urlencode({**here, "until": preview.earlier or 0}),
            "later_query": urlencode({**here, "start": preview.later or 0}),
        }

    def _cards(self, job: ImportJob, shown: str) -> list[dict[str, Any]]:
        """The receipt: the kinds of rows that add up to all that was read."""
        kinds = {name: kind for kind, name in COUNT_OF.items()}
        order = ("added", "changed", "unchanged", "refused", "blank", "skipped")
        return [
            {
                "name": name,
                "count": getattr(job, name),
                # A column, no relation from elsewhere.
                "label": ImportJob._meta.get_field(name).verbose_name,  # type: ignore[union-attr]
                "kind": kinds.get(name),
                "shown": kinds.get(name) == shown,
            }
            for name in order
        ]

    # What a person does -----------------------------------------------------------------------

    @method_decorator(require_POST)
    def columns_view(self, request: Any, pk: int) -> HttpResponse:
        job, dataset = self.own(request, pk, "import")
        form = ColumnsForm(job.layout, dataset, request.POST)
        if request.POST.get("leave_out") == "1":
            form = ColumnsForm(job.layout, dataset, dict.fromkeys(form.fields, LEAVE_OUT))
        if job.state == ImportState.MAPPING and not form.is_valid():
            context = {**self.page_context(request, job), "columns_form": form}
            return self.render(request, job, context, status=400)

        def decide() -> str:
            mapping = form.mapping() if form.is_valid() else {}
            decide_columns(job=job, mapping=mapping, by=request.reader)
            tasks.wake(job)
            return _("The file is read again with your decisions.")

        return self.step(request, job, decide)

    @method_decorator(require_POST)
    def confirm_view(self, request: Any, pk: int) -> HttpResponse:
        job, _dataset = self.own(request, pk, "import")
        read_at = job.finished_at.isoformat() if job.finished_at else ""
        if job.state == ImportState.CHECKED and request.POST.get("seen") != read_at:
            messages.warning(
                request, _("The file was read again after you saw this page: look at it once more.")
            )
            return self.back(job)

        def confirm() -> str:
            partial = request.POST.get("partial") == "1"
            confirm_import(job=job, partial=partial, by=request.reader, at=timezone.now())
            tasks.wake(job)
            return _("Confirmed. The rows are being stored.")

        return self.step(request, job, confirm)

    @method_decorator(require_POST)
    def cancel_view(self, request: Any, pk: int) -> HttpResponse:
        job, _dataset = self.own(request, pk, "import")

        def cancel() -> str:
            cancel_import(job=job, by=request.reader, at=timezone.now())
            return _("Cancelled. Nothing was stored.")

        return self.step(request, job, cancel)

    @method_decorator(require_POST)
    def undo_view(self, request: Any, pk: int) -> HttpResponse:
        job = self.visible(request, pk)

        def undo() -> str:
            report = undo_import(
                job=job, by=request.reader, at=timezone.now(), why=request.POST.get("why", "")[:400]
            )
            text = _("Undone: %(removed)s rows removed, %(restored)s rows put back.")
            if report.kept:
                text += " " + _(
                    "%(kept)s rows stay, because somebody went on working with them since."
                )
            return text % {
                name: number_format(getattr(report, name), force_grouping=True)
                for name in ("removed", "restored", "kept")
            }

        return self.step(request, job, undo)

    # Files ------------------------------------------------------------------------------------

    def file_view(self, request: HttpRequest, pk: int) -> FileResponse:
        """The file as it came, for whoever brought it."""
        job, _dataset = self.own(request, pk, "import")
        return send(job.file.open, job.file_name)

    def refused_view(self, request: Any, pk: int) -> FileResponse:
        """The refused rows with what to do about each, for whoever brought them."""
        job, dataset = self.own(request, pk, "import")
        suffix = "csv" if request.GET.get("format") == "csv" else "xlsx"
        return send(lambda: refused_file(job, dataset, suffix), _refused_name(job, suffix))


def _refused_name(job: ImportJob, suffix: str) -> str:
    stem = job.file_name.rpartition(".")[0] or job.file_name
    return _("%(stem)s (refused #%(pk)d)") % {"stem": stem, "pk": job.pk} + f".{suffix}"
