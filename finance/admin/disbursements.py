"""The pages of disbursements: payments and counter-rows on their way through the chain."""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from communities.admin.of_boards import PlaceColumns
from communities.admin.regions import short_name
from finance.admin.acting import ActsOnRows
from finance.admin.chain_panels import TONES, counter_rows_of, progress_of
from finance.filters.disbursements import AWAITING_ME, TO_DECIDE, DisbursementFilterSet
from finance.models import Disbursement
from finance.models.disbursements import State
from finance.rules.disbursements import days_without_account
from finance.services.disbursements import take_back
from p2kp_site.exchange.stewardship import ExchangeAdminMixin
from p2kp_site.foundation.fields import in_rupiah
from p2kp_site.foundation.stewardship import StewardAdmin, StewardForm
from p2kp_site.foundation.wording import NOTHING
from programs.admin.figures import at_right, rupiah

ANSWER = ("kind_told", "reason", "receipt_number")


class DisbursementForm(StewardForm):
    """A disbursement as it is typed; a counter-row stays what it is and of which payment."""

    class Meta:
        model = Disbursement
        exclude: tuple[str, ...] = ("kind", "answers")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        fields: dict[str, forms.Field] = self.fields
        if not self.instance.is_payment:
            for name in ("tranche", "payment_no"):
                if name in fields:
                    fields[name].disabled = True
        if self.instance.kind == "reversal" and "amount" in fields:
            fields["amount"].disabled = True


@admin.register(Disbursement)
class DisbursementAdmin(ActsOnRows, PlaceColumns, ExchangeAdminMixin, StewardAdmin):
    """Disbursements."""

    dataset = "disbursements"
    form = DisbursementForm
    filterset_class = DisbursementFilterSet
    personal_fields = ("account_number",)
    history_untold: ClassVar[tuple[str, ...]] = (
        "handed_over_version", "approved_version", "maker", "answered",
    )  # fmt: skip
    search_fields = ("sp2d_number",)  # asked for by Django; the filter set's `q` does the work
    list_display = (
        "number_told", "board_name", "village", "regency", "year_told", "kind_told", "amount_told",
        "sp2d_number", "sp2d_on", "days_told", "waits_for", "state_label",
    )  # fmt: skip
    list_select_related = (
        "tranche__source",
        "tranche__grant__board__region__parent__parent",
        "next_position",
    )
    choice_related = ("tranche__source", "tranche__grant__board", "tranche__grant__programme")
    autocomplete_fields = ("tranche",)
    # Who waits longest comes first; a queue is what a filter leaves, and needs no index of its own.
    queue_order: ClassVar[tuple[str, ...]] = ("handed_over_at", "id")
    change_form_outer_before_template = "finance/chain.html"
    change_form_outer_after_template = "communities/board_life.html"
    readonly_fields = ("kind_told", "account_number", "account_changed_on", "answered_told")

    def get_queryset(self, request: Any) -> Any:
        related = ("tranche__source", "tranche__grant__board", "answers__tranche__source")
        return super().get_queryset(request).select_related(*related)

    def get_page_order(self, request: Any) -> tuple[str, ...]:
        queue = request.GET.get(AWAITING_ME) == TO_DECIDE
        return self.queue_order if queue else super().get_page_order(request)

    def get_fields(self, request: Any, obj: Any = None) -> list[Any]:
        """What a payment has, what a counter-row has, and what was copied at the hand-over."""
        fields: list[Any] = ["tranche", ("payment_no", "amount")]
        if obj is not None and not obj.is_payment:
            fields.append(ANSWER if obj.receipt_number else ANSWER[:2])
        if obj is not None and obj.round:
            fields.append(("account_number", "account_changed_on"))
        if obj is not None and obj.answered:
            fields.append("answered_told")
        return [*fields, "note"]

    def render_change_form(
        self, request: Any, context: dict[str, Any], *args: Any, **options: Any
    ) -> HttpResponse:
        if obj := options.get("obj"):
            context["chain"] = {
                **progress_of(obj, request.reader),
                "buttons": self.buttons(request, obj),
            }
            context["life"] = counter_rows_of(obj)
        answer: HttpResponse = super().render_change_form(request, context, *args, **options)
        return answer

    # Writing --------------------------------------------------------------------------------------

    def has_change_permission(self, request: Any, obj: Any = None) -> bool:
        """Drafts change freely, what is handed over by a new round, approved money never."""
        writable = obj is None or obj.is_open or obj.is_signed
        return writable and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: Any, obj: Any = None) -> bool:
        """A draft goes while nobody was asked to decide on it."""
        draft = obj is None or (obj.is_open and obj.round == 0)
        return draft and super().has_delete_permission(request, obj)

    def save_model(self, request: Any, obj: Any, form: Any, change: bool) -> None:
        if change and form.typed and obj.is_signed:
            # The page said so beforehand, as it does for any signed row.
            take_back(obj, change_set=self.change_set(request, form.cleaned_data.get("why", "")))
            request.signoffs_dropped = True
        super().save_model(request, obj, form, change)

    def get_deleted_objects(self, objs: Any, request: Any) -> Any:
        found, counts, lacking, protected = super().get_deleted_objects(objs, request)
        if closed := sum(1 for row in objs if not row.is_open or row.round):
            # It is no matter of rights: nobody deletes what was decided on.
            lacking = {*lacking} - {self.opts.verbose_name}
            words = _now("Rows that were handed over or paid: %(number)d") % {"number": closed}
            protected = [*protected, words]
        return found, counts, lacking, protected

    # Columns --------------------------------------------------------------------------------------

    def choice_label(self, obj: Any) -> str:
        return f"{obj} — {obj.tranche.grant}"

    @admin.display(description=_("number"))
    def number_told(self, row: Disbursement) -> str:
        return f"{row.tranche.label}/{row.payment_no}"

    @admin.display(description=_("community board (BKM/LKM)"))
    def board_name(self, row: Disbursement) -> str:
        return row.tranche.grant.board.name

    @admin.display(description=_("kelurahan or desa"))
    def village(self, row: Disbursement) -> str:
        return row.tranche.grant.board.region.name

    @admin.display(description=_("regency or city"))
    def regency(self, row: Disbursement) -> str:
        district = row.tranche.grant.board.region.parent
        return short_name(district.parent) if district and district.parent else ""

    @admin.display(description=_("fiscal year"))
    def year_told(self, row: Disbursement) -> str:
        return str(row.tranche.grant.fiscal_year)

    @admin.display(description=_("kind"))
    def kind_told(self, row: Disbursement) -> str:
        return row.get_kind_display()

    @admin.display(description=_("amount"))
    def amount_told(self, row: Disbursement) -> str:
        return rupiah(row.amount)

    @admin.display(description=_("reversed or returned"))
    def answered_told(self, row: Disbursement) -> str:
        return in_rupiah(row.answered)

    @admin.display(description=_("days to LPJ"))
    def days_told(self, row: Disbursement) -> str:
        days = days_without_account(row.sp2d_on, row.lpj_on, timezone.localdate())
        waits = row.lpj_on is None and row.net > 0
        if days is None or not (row.lpj_on or waits):
            return at_right(NOTHING)
        return at_right(_now("%(days)d so far") % {"days": days} if waits else str(days))

    @admin.display(description=_("waits for"))
    def waits_for(self, row: Disbursement) -> str:
        return row.next_position.name if row.next_position else NOTHING

    @display(description=_("state"), label=TONES)
    def state_label(self, row: Disbursement) -> Any:
        return row.state, State(row.state).label
