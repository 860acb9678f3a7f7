"""The pages of disbursements: payments and counter-rows on their way through the chain."""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.http import HttpResponse
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.html import format_html, format_html_join
from django.utils.http import urlencode
from django.utils.safestring import mark_safe
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from communities.admin.figures import at_right, two_lines
from communities.admin.of_boards import BoardColumns
from finance.admin.acting import ActsOnRows
from finance.admin.chain_panels import TONES, counter_rows_of, progress_of
from finance.filters.disbursements import (
    AWAITING_ME,
    TO_DECIDE,
    WITHOUT_LPJ,
    DisbursementFilterSet,
)
from finance.models import Disbursement
from finance.models.disbursements import State
from finance.rules.disbursements import days_without_account
from finance.services.disbursements import take_back
from p2kp_site.exchange.stewardship import ExchangeAdminMixin
from p2kp_site.foundation.fields import in_rupiah
from p2kp_site.foundation.links import way_to
from p2kp_site.foundation.stewardship import StewardAdmin, StewardForm
from p2kp_site.foundation.wording import NOTHING, in_words
from programs.admin.figures import rupiah

ANSWER = ("kind_told", "receipt_number")


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
class DisbursementAdmin(ActsOnRows, BoardColumns, ExchangeAdminMixin, StewardAdmin):
    """Disbursements."""

    class Media:
        css: ClassVar[dict[str, tuple[str, ...]]] = {"all": ("finance/finance.css",)}

    dataset = "disbursements"
    form = DisbursementForm
    filterset_class = DisbursementFilterSet
    personal_fields = ("account_number",)
    history_untold: ClassVar[tuple[str, ...]] = (
        "handed_over_version", "approved_version", "maker", "answered",
    )  # fmt: skip
    search_fields = ("sp2d_number",)  # asked for by Django; the filter set's `q` does the work
    list_display = (
        "number_told", "board_and_village", "regency", "year_told", "amount_told",
        "state_label", "days_told", "sp2d_told", "waits_for",
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
    late_order: ClassVar[tuple[str, ...]] = ("sp2d_on", "id")
    change_form_outer_before_template = "finance/chain.html"
    change_form_outer_after_template = "communities/board_life.html"
    readonly_fields = (
        "grant_link",
        "kind_told", "account_number", "account_changed_on", "answered_told",
    )  # fmt: skip

    def get_queryset(self, request: Any) -> Any:
        related = (*self.choice_related, "answers__tranche__source")
        rows: Any = super().get_queryset(request).select_related(*related)
        return rows.with_boards_under_sp2d(request.reader)

    def get_page_order(self, request: Any) -> tuple[str, ...]:
        if request.GET.get(WITHOUT_LPJ):
            return self.late_order
        queue = request.GET.get(AWAITING_ME) == TO_DECIDE
        return self.queue_order if queue else super().get_page_order(request)

    def get_fields(self, request: Any, obj: Any = None) -> list[Any]:
        """What a payment has, what a counter-row has, and what was copied at the hand-over."""
        fields: list[Any] = ["tranche", ("payment_no", "amount")]
        if obj is not None:
            fields.insert(0, "grant_link")
        if obj is not None and not obj.is_payment:
            fields += [ANSWER if obj.receipt_number else ANSWER[0], "reason"]
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

    def why_kept(self, obj: Disbursement) -> str:
        """A draft goes while nobody was asked to decide on it."""
        if obj.is_open and obj.round == 0:
            return ""
        return gettext(
            "It was handed over or paid, and so it stays. Before it is approved, correct it and"
            " hand it over again, or ask whoever decides to reject it. What was paid is taken back"
            " by a reversal, on the page of the payment."
        )

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
            words = gettext("Rows that were handed over or paid: %(number)d") % {"number": closed}
            protected = [*protected, words]
        return found, counts, lacking, protected

    # Columns --------------------------------------------------------------------------------------

    def choice_label(self, obj: Any) -> str:
        return f"{obj} — {obj.tranche.grant}"

    @admin.display(description=_("grant"))
    def grant_link(self, row: Disbursement) -> str:
        return way_to(row.tranche.grant, row.tranche.grant)

    @admin.display(description=_("number"))
    def number_told(self, row: Disbursement) -> str:
        name = f"{row.tranche.label}/{row.payment_no}"
        return name if row.is_payment else two_lines(name, row.get_kind_display())

    def board_of(self, row: Disbursement) -> Any:
        return row.tranche.grant.board

    @admin.display(description=_("fiscal year"))
    def year_told(self, row: Disbursement) -> str:
        """The year of the grant, and beneath it that of the payment where it is another."""
        year = row.tranche.grant.fiscal_year
        if row.sp2d_on is None or row.sp2d_on.year == year:
            return str(year)
        return two_lines(str(year), gettext("paid in %(year)s") % {"year": row.sp2d_on.year})

    @admin.display(description=_("SP2D"))
    def sp2d_told(self, row: Any) -> str:
        if not row.sp2d_number:
            return NOTHING
        # A long number is broken where it has its strokes.
        parts = format_html_join(mark_safe("/<wbr>"), "{}", zip(row.sp2d_number.split("/")))
        paper = format_html("{}, {}", parts, in_words(row.sp2d_on))
        if row.boards_under_sp2d == 1:
            return paper
        # The way to all boards under this SP2D.
        words = ngettext("%(number)d board", "%(number)d boards", row.boards_under_sp2d)
        return format_html(
            # Underlined: within other text a colour alone is not seen by everybody.
            '<span>{} (<a href="?{}" class="underline">{}</a>)</span>',
            paper,
            urlencode({"sp2d_number": row.sp2d_number}),
            words % {"number": row.boards_under_sp2d},
        )

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
        number = number_format(days, force_grouping=True)
        return at_right(two_lines(number, gettext("so far")) if waits else number)

    @admin.display(description=_("waits for"))
    def waits_for(self, row: Disbursement) -> str:
        return row.next_position.name if row.next_position else NOTHING

    @display(description=_("state"), label=TONES)
    def state_label(self, row: Disbursement) -> Any:
        return row.state, State(row.state).label
