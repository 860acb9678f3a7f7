"""The pages of summaries: one to ask for live figures, and one for each run that was kept."""

from pathlib import Path
from typing import Any, ClassVar

from django.conf import settings
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from unfold.decorators import display

from p2kp_site.exchange import tasks
from p2kp_site.exchange.admin.jobs import JobAdmin, View, send
from p2kp_site.exchange.faults import describe_failure
from p2kp_site.foundation.stewardship.choices import Narrow
from p2kp_site.foundation.stewardship.filter_forms import look_up_media
from p2kp_site.foundation.summaries import Document, UnknownSummary, summary_named, title_of
from p2kp_site.foundation.summary_json import from_json
from p2kp_site.reports.admin.forms import SummaryForm, first_asked, inside
from p2kp_site.reports.drawing import SCREEN
from p2kp_site.reports.models import SummaryRun
from p2kp_site.reports.models.runs import RunFormat, RunState
from p2kp_site.reports.rendering.words import in_words
from p2kp_site.reports.services.comparing import changed_since, moved_since_last
from p2kp_site.reports.services.runs import start_run
from p2kp_site.reports.tasks import run_summary as _served  # noqa: F401  # known once it is imported

# What a button on the live page makes.
MADE = {
    "pdf": (RunFormat.PDF.value,),
    "xlsx": (RunFormat.XLSX.value,),
    "all": (RunFormat.PDF.value, RunFormat.XLSX.value, RunFormat.HTML.value),
}
MOST_KEPT = 10


@admin.register(SummaryRun)
class SummaryRunAdmin(JobAdmin):
    """Summaries, live and kept."""

    list_display = ("titled", "state_badge", "region_name", "period_told", "owner_name", "asked_at")
    list_select_related = ("owner", "region")
    page_template = "reports/run.html"
    related = ("region",)
    choices: ClassVar[dict[str, Narrow]] = {"region": inside}

    class Media:
        css = {"all": ("exchange/exchange.css", "reports/reports.css")}

    @display(description=gettext_lazy("summary"))
    def titled(self, run: SummaryRun) -> str:
        return f"#{run.pk} {title_of(run.summary)}"

    @display(description=gettext_lazy("region"))
    def region_name(self, run: SummaryRun) -> str:
        return str(run.region) if run.region else str(_("the whole nation"))

    @display(description=gettext_lazy("period"))
    def period_told(self, run: SummaryRun) -> str:
        return run.period_in_words

    def get_urls(self) -> list[URLPattern]:
        live = self.admin_site.admin_view(self.live_view)
        return [path("live/", live, name="reports_summaryrun_live"), *super().get_urls()]

    def pages(self) -> dict[str, View]:
        return {**super().pages(), "file": self.file_view}

    # Live figures -----------------------------------------------------------------------------

    def live_view(self, request: Any) -> HttpResponse:
        """Today's figures of a region and a period; a press of a button keeps them as files."""
        asked = request.POST if request.method == "POST" else request.GET
        form = SummaryForm(asked or None, reader=request.reader, site=self.admin_site)
        # The stubs do not know what our query sets and fields answer.
        if not form.fields["summary"].choices:  # type: ignore[attr-defined]
            raise PermissionDenied
        if not asked:
            form.initial = first_asked(request.reader)
        if request.method == "POST" and form.is_valid():
            return self._make(request, form)
        page = {
            # Without `opts`: the theme would head live figures as kept ones.
            **self.admin_site.each_context(request),
            "title": _("Summaries"),
            "media": self.media + look_up_media(),
            "form": form,
            "runs": self._kept(request),
        }
        status = 200
        if asked and form.is_valid():
            document = self._document(request, form)
            page |= {"document": in_words(document, SCREEN), "title": document.title}
        elif asked:
            status = 400
        request.current_app = self.admin_site.name
        return TemplateResponse(request, "reports/live.html", page, status=status)

    def _document(self, request: Any, form: SummaryForm) -> Document:
        return summary_named(form.cleaned_data["summary"]).document(
            scope=form.scope,
            period=form.span,
            reader=request.reader,
            at=timezone.now(),
            verified_only=form.cleaned_data["verified_only"],
        )

    def _make(self, request: Any, form: SummaryForm) -> HttpResponse:
        run = start_run(
            reader=request.reader,
            summary=form.cleaned_data["summary"],
            region=form.scope.code,
            period=form.span.text,
            formats=MADE.get(request.POST.get("make", ""), MADE["all"]),
            language=get_language() or "id",
            at=timezone.now(),
            verified_only=form.cleaned_data["verified_only"],
        )
        tasks.wake(run)
        return redirect(self.page_of(run))

    def _kept(self, request: Any) -> list[dict[str, Any]]:
        """The last runs that the reader may look at."""
        runs = self.get_queryset(request).select_related("region", "owner").order_by("-pk")
        return [
            {
                "url": self.page_of(run),
                "title": title_of(run.summary),
                "place": self.region_name(run),
                "period": run.period_in_words,
                "state": run.get_state_display(),
                "at": run.created_at,
            }
            for run in runs[:MOST_KEPT]
        ]

    # A kept run -------------------------------------------------------------------------------

    def page_context(self, request: Any, job: SummaryRun) -> dict[str, Any]:
        context = super().page_context(request, job)
        context.update(
            title=title_of(job.summary),
            failure=describe_failure(job.failure) if job.failure else "",
            live_url=live_url(job),
            files=[
                {"format": RunFormat(name).label, "name": name, **kept}
                for name, kept in job.files.items()
            ],
        )
        if job.state == RunState.DONE:
            self._ask_right(request, job)
            document = from_json(job.figures or {})
            context.update(
                document=in_words(document, SCREEN),
                moved=moved_since_last(job, request.reader),
                changed=changed_since(job, request.reader),
            )
        return context

    def _ask_right(self, request: Any, run: SummaryRun) -> None:
        """Figures are read by whoever may read what they count."""
        try:
            readable = summary_named(run.summary).may_be_read_by(request.reader)
        except UnknownSummary:
            readable = request.reader.may("reports.view_summaryrun")
        if not readable:
            raise PermissionDenied

    def file_view(self, request: HttpRequest, pk: int) -> FileResponse:
        """A file of the run; without a format in the address the first of them."""
        run: SummaryRun = self.visible(request, pk)
        self._ask_right(request, run)
        format_ = request.GET.get("format") or next(iter(run.files), "")
        kept = run.file_of(format_)
        if run.state != RunState.DONE or kept is None:
            raise Http404
        place = Path(settings.MEDIA_ROOT) / kept["path"]
        return send(lambda: place.open("rb"), place.name)


def live_url(run: SummaryRun) -> str:
    """The page with today's figures of the same region and period."""
    asked = {"summary": run.summary, "region": run.region_code, "period": run.period}
    if run.verified_only:
        asked["verified_only"] = "on"
    return f"{reverse('admin:reports_summaryrun_live')}?{urlencode(asked)}"
