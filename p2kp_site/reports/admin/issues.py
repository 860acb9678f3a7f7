"""The pages of issues: what was sent, when, to whom, what failed, and the button to send again."""

from typing import Any, ClassVar

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import display

from p2kp_site.exchange import tasks
from p2kp_site.exchange.admin.jobs import JobAdmin, View
from p2kp_site.exchange.worklist import TONES
from p2kp_site.foundation.summaries import title_of
from p2kp_site.reports.fault_messages import describe_reason
from p2kp_site.reports.models import Issue
from p2kp_site.reports.models.issues import DeliveryState, IssueState
from p2kp_site.reports.services.again import AGAIN, send_again
from p2kp_site.reports.tasks import send_issue as _served  # noqa: F401  # known once it is imported

ISSUE_TONES = {**TONES, "missed": "warning"}
DELIVERY_TONES = {
    "planned": "info",
    "sending": "info",
    "sent": "success",
    "failed": "danger",
    "uncertain": "warning",
}
DELIVERIES = "deliveries"


class DeliveriesFilter(admin.SimpleListFilter):
    """Issues of which a mail is in a state."""

    title = gettext_lazy("mails")
    parameter_name = DELIVERIES

    def lookups(self, request: Any, model_admin: Any) -> Any:
        return DeliveryState.choices

    def queryset(self, request: Any, queryset: Any) -> Any:
        state = self.value()
        return queryset.with_delivery(state) if state in DeliveryState.values else queryset


@admin.register(Issue)
class IssueAdmin(JobAdmin):
    """What subscriptions sent, one line for each period."""

    list_display = (
        "titled",
        "state_badge",
        "place",
        "period_told",
        "owner_name",
        "told",
        "asked_at",
    )
    list_select_related = ("owner", "subscription__region")
    list_filter: ClassVar[tuple[Any, ...]] = ("state", DeliveriesFilter)
    known = JobAdmin.known | {DELIVERIES}
    page_template = "reports/issue.html"
    related = ("subscription__region", "subscription__owner")

    class Media:
        css = {"all": ("exchange/exchange.css", "reports/reports.css")}

    def get_queryset(self, request: Any) -> QuerySet[Any]:
        rows: Any = super().get_queryset(request)
        numbered: QuerySet[Any] = rows.with_numbers()
        return numbered

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        if request.GET.get(DELIVERIES, "sent") not in DeliveryState.values:
            raise Http404
        return super().changelist_view(request, extra_context)

    @display(description=gettext_lazy("summary"))
    def titled(self, issue: Issue) -> str:
        return f"#{issue.pk} {title_of(issue.subscription.summary)}"

    @display(description=gettext_lazy("state"), label=ISSUE_TONES)
    def state_badge(self, job: Any) -> tuple[str, str]:
        return job.state, job.get_state_display()

    @display(description=gettext_lazy("region"))
    def place(self, issue: Issue) -> Any:
        return issue.subscription.region or _("the whole nation")

    @display(description=gettext_lazy("period"))
    def period_told(self, issue: Issue) -> str:
        return issue.period_in_words

    @display(description=gettext_lazy("mails"))
    def told(self, issue: Any) -> str:
        """How many were sent of how many, and what needs a person."""
        parts = [
            _("%(sent)d of %(all)d sent") % {"sent": issue.number_sent, "all": issue.number_all}
        ]
        if issue.number_failed:
            parts.append(_("%(number)d failed") % {"number": issue.number_failed})
        if issue.number_uncertain:
            parts.append(_("%(number)d uncertain") % {"number": issue.number_uncertain})
        return ", ".join(parts)

    # The page ---------------------------------------------------------------------------------

    def pages(self) -> dict[str, View]:
        return {**super().pages(), "again": self.again_view}

    def page_context(self, request: Any, job: Issue) -> dict[str, Any]:
        context = super().page_context(request, job)
        may = context["is_owner"] and not (job.is_waiting or job.is_held)
        deliveries = list(job.deliveries.select_related("user", "region", "run").order_by("pk"))
        failed = [one for one in deliveries if one.state == DeliveryState.FAILED]
        missed = job.state == IssueState.MISSED
        context.update(
            title=title_of(job.subscription.summary),
            tone=ISSUE_TONES.get(job.state, ""),
            failure=describe_reason(job.failure),
            deliveries=[
                {
                    "row": one,
                    "tone": DELIVERY_TONES[one.state],
                    "why": describe_reason(one.failure),
                    "again": may and one.state in AGAIN,
                }
                for one in deliveries
            ],
            may_send_all=may and (missed or bool(failed) or not deliveries),
            missed=missed,
        )
        return context

    def again_view(self, request: Any, pk: int) -> HttpResponse:
        """Send again what failed, or the one mail that the button stands beside."""
        issue: Issue = self.visible(request, pk)
        if request.method != "POST":
            return self.back(issue)
        chosen = request.POST.get("delivery", "")
        if chosen and not chosen.isdecimal():
            raise Http404
        if issue.owner_id != getattr(request.reader.user, "pk", None):
            raise PermissionDenied

        def act() -> str:
            queued = send_again(
                issue,
                by=request.reader,
                at=timezone.now(),
                delivery=int(chosen) if chosen else None,
            )
            tasks.wake(queued)
            return _("It is being sent.")

        return self.step(request, issue, act)
