"""What the pages of imports and exports share: who sees a job, how far it is, how a file leaves."""

from collections.abc import Callable
from typing import Any, ClassVar

from django.contrib import messages
from django.contrib.admin import ShowFacets
from django.contrib.admin.views.main import PAGE_VAR
from django.core.files import File
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin
from unfold.decorators import display
from unfold.paginator import InfinitePaginator

from p2kp_site.exchange.admin.progress import moment, progress_of, why_not_now
from p2kp_site.exchange.models.jobs import Job
from p2kp_site.exchange.services.imports import NotNow
from p2kp_site.exchange.worklist import TONES

View = Callable[..., HttpResponseBase]


class JobAdmin(ModelAdmin):
    """A list of jobs and a page for each; nobody adds, edits or deletes a job by hand."""

    ordering = ("-pk",)
    list_filter: ClassVar[tuple[Any, ...]] = ("state",)
    list_select_related: ClassVar[tuple[str, ...]] = ("owner",)
    list_per_page = 50
    show_full_result_count = False
    show_facets = ShowFacets.NEVER
    paginator = InfinitePaginator
    actions = None
    sortable_by = ()
    page_template: ClassVar[str]
    # What may stand in the address of the list.
    known: ClassVar[frozenset[str]] = frozenset({PAGE_VAR, "state__exact"})

    class Media:
        css = {"all": ("exchange/exchange.css",)}

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Everybody sees their own jobs; which others they see is asked of the rows."""
        return bool(request.user.is_active and request.user.is_staff)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def get_queryset(self, request: Any) -> QuerySet[Any]:
        return super().get_queryset(request).visible_to(request.reader)

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """The list; Django would answer a parameter that it does not know with all rows."""
        if unknown := sorted(set(request.GET) - self.known):
            request.current_app = self.admin_site.name
            page = {**self.admin_site.each_context(request), "opts": self.opts, "names": unknown}
            return TemplateResponse(request, "exchange/list_refused.html", page, status=400)
        return super().changelist_view(request, extra_context)

    # Columns of the list ----------------------------------------------------------------------

    @display(description=_("file"))
    def named(self, job: Job) -> str:
        return format_html('<span class="ex-name">{}</span>', job)

    @display(description=_("by"))
    def owner_name(self, job: Job) -> str:
        return str(job.owner.name or job.owner.username)

    @display(description=_("asked for at"))
    def asked_at(self, job: Job) -> str:
        return format_html('<span class="whitespace-nowrap">{}</span>', moment(job.created_at))

    @display(description=_("state"), label=TONES)
    def state_badge(self, job: Any) -> tuple[str, str]:
        return job.state, job.get_state_display()

    # Addresses --------------------------------------------------------------------------------

    def pages(self) -> dict[str, View]:
        """The addresses below a job, each with its view."""
        return {"progress": self.progress_view}

    def get_urls(self) -> list[URLPattern]:
        name = f"{self.opts.app_label}_{self.opts.model_name}"
        own = [
            path(f"<int:pk>/{word}/", self.admin_site.admin_view(view), name=f"{name}_{word}")
            for word, view in self.pages().items()
        ]
        return [*own, *super().get_urls()]

    def visible(self, request: HttpRequest, pk: Any) -> Any:
        """The job, or 404 for whoever may not see it: its existence is no one else's business."""
        if not str(pk).isdecimal():
            raise Http404
        related = ["owner", *self.related]
        return get_object_or_404(self.get_queryset(request).select_related(*related), pk=pk)

    related: ClassVar[tuple[str, ...]] = ()

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> Any:
        """A job has no history but its own page."""
        return redirect(self.page_of(self.visible(request, object_id)))

    def page_of(self, job: Job) -> str:
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", args=[job.pk])

    # The page ---------------------------------------------------------------------------------

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        job = self.visible(request, object_id)
        return self.render(request, job, self.page_context(request, job))

    def page_context(self, request: Any, job: Any) -> dict[str, Any]:
        """What the page tells; each kind of job adds its own."""
        return {
            "job": job,
            "is_owner": is_owner(job, request),
            "tone": TONES.get(job.state, ""),
            "progress": progress_of(job, timezone.now()),
        }

    def render(
        self, request: Any, job: Any, context: dict[str, Any], status: int = 200
    ) -> HttpResponse:
        request.current_app = self.admin_site.name
        page = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "original": job,
            "title": str(job),
            "media": self.media,
            **context,
        }
        return TemplateResponse(request, self.page_template, page, status=status)

    def progress_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """How far the job is, for the page that shows it moving."""
        answer = JsonResponse(progress_of(self.visible(request, pk), timezone.now()))
        answer.headers["Cache-Control"] = "no-store"
        return answer

    # Steps --------------------------------------------------------------------------

    def step(self, request: HttpRequest, job: Any, act: Callable[[], str]) -> HttpResponse:
        """Do what a button says and lead back to the job's page with one line about it."""
        try:
            messages.success(request, act())
        except NotNow as error:
            messages.warning(request, why_not_now(error))
        return self.back(job)

    def back(self, job: Job) -> HttpResponse:
        return redirect(self.page_of(job))


def send(open_file: Callable[[], Any], name: str) -> FileResponse:
    """Hand out a file as a download that no browser opens or guesses at."""
    try:
        file: File[bytes] = open_file()
    except FileNotFoundError:
        raise Http404 from None
    answer = FileResponse(
        file, as_attachment=True, filename=name, content_type="application/octet-stream"
    )
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def is_owner(job: Job, request: Any) -> bool:
    return request.reader.user is not None and job.owner_id == request.reader.user.pk
