"""The pages of subscriptions, with their recipients and what was sent last."""

from typing import Any, ClassVar

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import display

from p2kp_site.foundation.stewardship import StewardAdmin, StewardInline
from p2kp_site.foundation.stewardship.choices import Narrow
from p2kp_site.foundation.summaries import title_of
from p2kp_site.foundation.wording import NOTHING, in_words
from p2kp_site.reports.admin.forms import inside
from p2kp_site.reports.admin.subscription_forms import (
    RecipientForm,
    RecipientFormSet,
    SubscriptionForm,
)
from p2kp_site.reports.fault_messages import describe_reason
from p2kp_site.reports.filters.subscriptions import SubscriptionFilterSet
from p2kp_site.reports.models import Recipient, Subscription
from p2kp_site.reports.models.runs import period_in_words
from p2kp_site.reports.models.subscriptions import FormatsField
from p2kp_site.reports.services.subscriptions import SCHEDULE, begin

MOST_ISSUES = 12


class RecipientInline(StewardInline):
    """Who receives it; whoever left says so by the mail, and nobody else can undo it."""

    model = Recipient
    form = RecipientForm
    formset = RecipientFormSet
    hide_title = True
    fields = ("account", "address", "region", "language", "left_at")
    readonly_fields = ("left_at",)
    autocomplete_fields = ("region",)
    choices: ClassVar[dict[str, Narrow]] = {"region": inside}

    def get_queryset(self, request: Any) -> QuerySet[Any]:
        rows = super().get_queryset(request)
        return rows.select_related("user", "region__parent__parent").order_by("pk")

    def get_fields(self, request: Any, obj: Any = None) -> Any:
        """Where nothing is typed, an account stands as itself."""
        fields = super().get_fields(request, obj)
        page = self.admin_site.get_model_admin(Subscription)
        if obj is None or page.has_change_permission(request, obj):
            return fields
        return ["user" if one == "account" else one for one in fields]

    def get_formset(self, request: Any, obj: Any = None, **options: Any) -> Any:
        formset = super().get_formset(request, obj, **options)
        formset.form = type("ReadersRecipientForm", (formset.form,), {"reader": request.reader})
        return formset


@admin.register(Subscription)
class SubscriptionAdmin(StewardAdmin):
    """Subscriptions: one's own are written, those of the area are looked at by administrators."""

    form = SubscriptionForm
    filterset_class = SubscriptionFilterSet
    change_form_outer_before_template = "reports/subscription_head.html"
    list_display = ("titled", "standing", "place", "rhythm", "owner_name", "number_of_recipients")
    list_select_related = ("owner", "region")
    autocomplete_fields = ("region",)
    choices: ClassVar[dict[str, Narrow]] = {"region": inside}
    inlines = (RecipientInline,)
    fieldsets = (
        (
            None,
            {
                "fields": (
                    ("summary", "region"),
                    "rhythm",
                    ("send_days", "send_time"),
                    ("formats", "verified_only"),
                    "is_active",
                )
            },
        ),
    )

    class Media:
        css = {"all": ("exchange/exchange.css", "reports/reports.css")}

    def get_queryset(self, request: Any) -> QuerySet[Any]:
        return super().get_queryset(request).prefetch_related("recipients")

    def get_fieldsets(self, request: Any, obj: Any = None) -> list[Any]:
        """Where nothing is typed, the summary and its files stand in words."""
        fieldsets = super().get_fieldsets(request, obj)
        if obj is None or self.has_change_permission(request, obj):
            return fieldsets
        read = (("titled", "region"), "rhythm", ("send_days", "send_time"))
        return [(None, {"fields": (*read, ("files", "verified_only"), "is_active")})]

    def get_form(self, request: Any, obj: Any = None, change: bool = False, **options: Any) -> Any:
        form = super().get_form(request, obj, change=change, **options)
        return type("ReadersSubscriptionForm", (form,), {"reader": request.reader})

    def has_delete_permission(self, request: Any, obj: Any = None) -> bool:
        """What was sent stays told: a subscription is switched off."""
        return False

    # Columns of the list ----------------------------------------------------------------------

    @display(description=gettext_lazy("summary"))
    def titled(self, row: Subscription) -> str:
        return title_of(row.summary)

    @display(description=gettext_lazy("state"), label={"running": "success", "stopped": "danger"})
    def standing(self, row: Subscription) -> tuple[str, str]:
        if row.stopped_at is not None:
            return "stopped", _("stopped after failures")
        return ("running", _("running")) if row.is_active else ("off", _("switched off"))

    @display(description=gettext_lazy("region"))
    def place(self, row: Subscription) -> Any:
        return row.region or _("the whole nation")

    @display(description=gettext_lazy("owner"))
    def owner_name(self, row: Subscription) -> str:
        return row.owner.name or row.owner.username

    @display(description=gettext_lazy("recipients"))
    def number_of_recipients(self, row: Subscription) -> int:
        return sum(one.left_at is None for one in row.recipients.all())

    @display(description=gettext_lazy("files"))
    def files(self, row: Subscription) -> str:
        return FormatsField.in_words(row.formats)

    # The page ---------------------------------------------------------------------------------

    def save_model(self, request: Any, obj: Any, form: Any, change: bool) -> None:
        if not change:
            obj.owner = request.reader.user
        if not change or set(SCHEDULE) & set(form.changed_data):
            # What ended before is neither sent nor missed.
            obj.since = timezone.now()
        super().save_model(request, obj, form, change)

    def save_related(self, request: Any, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        subscription = form.instance
        if not change and not subscription.recipients.exists():
            own = Recipient(subscription=subscription, user=request.reader.user)
            own.save(change_set=self.change_set(request))
        if subscription.is_active and begin(subscription, at=timezone.now()):
            messages.success(request, _("The subscription runs again."))

    def render_change_form(
        self, request: Any, context: dict[str, Any], obj: Any = None, **options: Any
    ) -> Any:
        if obj is not None:
            context["standing"] = self._told(obj)
            context["issues"] = list(obj.issues.order_by("-pk")[:MOST_ISSUES])
        return super().render_change_form(request, context, obj=obj, **options)

    def _told(self, row: Subscription) -> list[tuple[str, str]]:
        """Who owns it, how it stands, and what went wrong."""
        told = [(_("Owner"), str(row.owner)), (_("State"), self.standing(row)[1])]
        if row.failures:
            told.append((_("Failures in a row"), str(row.failures)))
        if row.stopped_at is not None:
            why = describe_reason({"kind": row.stopped_why})
            told.append((_("Stopped"), f"{in_words(row.stopped_at)}: {why}"))
        if row.absent_period:
            told.append((_("Did not arrive"), period_in_words(row.absent_period)))
        return told or [(_("State"), NOTHING)]
