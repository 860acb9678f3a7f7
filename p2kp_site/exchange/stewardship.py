"""Import and export on the list of a model: the buttons, and the pages behind them."""

from collections.abc import Mapping
from typing import Any, ClassVar

import django_filters
from django.contrib.admin.options import IS_FACETS_VAR
from django.contrib.admin.views.main import ALL_VAR, ERROR_FLAG, ORDER_VAR, PAGE_VAR
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from import_export.admin import ImportExportMixin

from p2kp_site.exchange import tasks
from p2kp_site.exchange.admin.columns import columns_in_words, template_workbook
from p2kp_site.exchange.admin.forms import ExportForm, UploadForm
from p2kp_site.exchange.admin.jobs import send
from p2kp_site.exchange.faults import describe_failure
from p2kp_site.exchange.reading import UnusableFile
from p2kp_site.exchange.registry import dataset_named
from p2kp_site.exchange.services.exporting import start_export
from p2kp_site.exchange.services.imports import start_import
from p2kp_site.foundation.filters import StrictFilterSet, UnusableFilter
from p2kp_site.foundation.stewardship import LIST_CONTROLS as PAGE_CONTROLS

# What may stand in the address of a list and is no filter.
LIST_CONTROLS = PAGE_CONTROLS | {
    ALL_VAR,
    ORDER_VAR,
    PAGE_VAR,
    ERROR_FLAG,
    IS_FACETS_VAR,
    "_changelist_filters",
}
MOST_COUNTED = 100_000


class ExchangeAdminMixin(ImportExportMixin):
    """Import and export of the dataset called `dataset`, for the page of its model.

    Buttons, addresses and rights are the library's; its pages are not: they would read the whole
    file inside the request.
    """

    dataset: ClassVar[str]

    def has_import_permission(self, request: HttpRequest) -> bool:
        importable = dataset_named(self.dataset).importable
        return importable and bool(super().has_import_permission(request))

    def get_urls(self) -> list[URLPattern]:
        name = f"{self.opts.app_label}_{self.opts.model_name}_import_template"
        view = self.admin_site.admin_view(self.import_template_view)
        return [path("import/template/", view, name=name), *super().get_urls()]

    def process_import(self, request: HttpRequest, **options: Any) -> HttpResponse:
        """The library's second step: here a job has a page of its own."""
        raise Http404

    # Import -----------------------------------------------------------------------------------

    def import_action(self, request: Any, **options: Any) -> HttpResponse:
        """Take a file in and lead to the page of its import."""
        if not self.has_import_permission(request) or request.reader.area is None:
            raise PermissionDenied
        form = UploadForm(request.POST or None, request.FILES or None)
        if request.method == "POST" and form.is_valid():
            file = form.cleaned_data["file"]
            try:
                job = start_import(
                    reader=request.reader,
                    dataset=self.dataset,
                    file=file,
                    name=file.name,
                    at=timezone.now(),
                )
            except UnusableFile as error:
                failure = {"kind": error.kind, "params": error.params}
                form.add_error("file", describe_failure(failure))
            else:
                tasks.wake(job)
                return redirect("admin:exchange_importjob_change", job.pk)
        dataset = dataset_named(self.dataset)(request.reader)
        context = {
            "title": _("Import: %(title)s") % {"title": dataset.title},
            "form": form,
            "columns": columns_in_words(dataset),
            "left_out": len(dataset.fields) - len(dataset.columns),
        }
        return self._page(request, "exchange/upload.html", context, bool(form.errors))

    def import_template_view(self, request: Any) -> FileResponse:
        """An empty workbook with the headings of the dataset."""
        if not self.has_import_permission(request):
            raise PermissionDenied
        dataset = dataset_named(self.dataset)(request.reader)
        name = _("template-%(dataset)s.xlsx") % {"dataset": self.dataset}
        return send(lambda: template_workbook(dataset, str(request.reader.user.name)), name)

    # Export -----------------------------------------------------------------------------------

    def export_action(self, request: Any) -> HttpResponse:
        """Show what would leave, in words and numbers, and start the export when asked."""
        if not self.has_export_permission(request) or request.reader.area is None:
            raise PermissionDenied
        dataset = dataset_named(self.dataset)(request.reader)
        filters = filters_in(request.GET, dataset.filterset_class)
        context: dict[str, Any] = {
            "title": _("Export: %(title)s") % {"title": dataset.title},
            "list_url": self._address("changelist"),
        }
        try:
            filterset = dataset.filterset_class(filters, dataset.rows(), reader=request.reader)
            rows = filterset.rows()
        except UnusableFilter as error:
            context["filter_errors"] = error.messages
            return self._page(request, "exchange/export.html", context, True)
        form = ExportForm(request.POST if request.method == "POST" else None)
        if form.is_valid():
            job = start_export(
                reader=request.reader,
                dataset=self.dataset,
                format=form.cleaned_data["format"],
                filters=filters,
                language=get_language() or "id",
                at=timezone.now(),
            )
            tasks.wake(job)
            return redirect("admin:exchange_exportjob_change", job.pk)
        context.update(
            form=form,
            words=filterset.in_words(),
            count=_capped(rows),
            headings=[str(column.heading) for column in dataset.columns],
            left_out=len(dataset.fields) - len(dataset.columns),
        )
        return self._page(request, "exchange/export.html", context, bool(form.errors))

    # Shared -----------------------------------------------------------------------------------

    def _address(self, page: str) -> str:
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_{page}")

    def _page(
        self, request: Any, template: str, context: dict[str, Any], refused: bool
    ) -> HttpResponse:
        request.current_app = self.admin_site.name
        page = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "media": self.media,
            **context,
        }
        return TemplateResponse(request, template, page, status=400 if refused else 200)


def filters_in(query: QueryDict, filterset: type[StrictFilterSet]) -> dict[str, Any]:
    """The filters of a list's address, as an export keeps them; unknown ones are kept too.

    They are refused later by the filter set itself, with a word about which.
    """
    many = {
        name
        for name, filter_ in filterset.base_filters.items()
        if isinstance(filter_, django_filters.MultipleChoiceFilter)
    }
    found: Mapping[str, Any] = {
        name: query.getlist(name) if name in many else query[name]
        for name in query
        if name not in LIST_CONTROLS
    }
    return {name: value for name, value in found.items() if value not in ("", [], [""])}


def _capped(rows: Any) -> str:
    """How many rows, counted no further than a person needs to decide."""
    count = rows.order_by()[: MOST_COUNTED + 1].count()
    if count > MOST_COUNTED:
        return _("more than %(count)s") % {
            "count": number_format(MOST_COUNTED, force_grouping=True)
        }
    return str(number_format(count, force_grouping=True))
