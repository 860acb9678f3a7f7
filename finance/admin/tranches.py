"""Tranches: written on the page of their grant, listed by those who follow the money."""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from communities.admin.figures import at_right, two_lines
from finance.admin.sources import SourcedInline
from finance.fault_messages import told
from finance.filters.tranches import TrancheFilterSet
from finance.models import Tranche
from finance.rules.tranches import sum_faults
from p2kp_site.exchange.stewardship import ExchangeAdminMixin
from p2kp_site.foundation.fields import in_rupiah
from p2kp_site.foundation.links import way_to
from p2kp_site.foundation.stewardship import StewardAdmin
from p2kp_site.foundation.stewardship.forms import InlineForm
from p2kp_site.foundation.wording import NOTHING
from programs.admin.figures import rupiah


class TrancheForm(InlineForm):
    """A tranche as it is typed; once anything of it was approved, its number and source stand."""

    class Meta:
        model = Tranche
        exclude: tuple[str, ...] = ()

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name in ("number", "source"):
            if self.instance.approved and name in self.fields:
                self.fields[name].disabled = True


class TrancheFormSet(forms.BaseInlineFormSet):
    """The tranches of one grant as they are typed together."""

    def clean(self) -> None:
        """They do not come to more than the grant, whatever changes on the page at once."""
        super().clean()
        granted = self.instance.amount
        if any(self.errors) or granted is None:
            return
        kept = [form.instance for form in self.forms if form not in self.deleted_forms]
        amounts = [tranche.amount for tranche in kept if tranche.amount is not None]
        for fault in sum_faults(amounts, granted=granted):
            raise forms.ValidationError(told(fault))


class Progress:
    """How far a tranche has come: running totals that nobody types."""

    @admin.display(description=_("approved"))
    def approved_told(self, tranche: Tranche) -> str:
        return at_right(in_rupiah(tranche.approved))

    @admin.display(description=_("paid"))
    def paid_told(self, tranche: Tranche) -> str:
        return at_right(in_rupiah(tranche.paid))

    @admin.display(description=_("covered by LPJ"))
    def accounted_told(self, tranche: Tranche) -> str:
        return at_right(in_rupiah(tranche.accounted))


PROGRESS = ("approved_told", "paid_told", "accounted_told")


class TrancheInline(SourcedInline):
    """The tranches on the page of their grant; how far each has come stands below them."""

    model = Tranche
    form = TrancheForm
    formset = TrancheFormSet
    fields = ("number", "source", "amount", "planned_on")


@admin.register(Tranche)
class TrancheAdmin(Progress, ExchangeAdminMixin, StewardAdmin):
    """Tranches of all grants, to be looked through; they are changed on the page of their grant."""

    class Media:
        css: ClassVar[dict[str, tuple[str, ...]]] = {"all": ("finance/finance.css",)}

    dataset = "tranches"
    filterset_class = TrancheFilterSet
    search_fields = ("grant__agreement_number",)  # asked for by Django; `q` does the work
    list_display = (
        "label_told", "board_and_village", "grant_name", "held_up", "amount_told",
        *PROGRESS, "planned_on",
    )  # fmt: skip
    list_select_related = (
        "source",
        "grant__programme",
        "grant__board__region",
    )
    choice_related = ("source", "grant__programme", "grant__board")
    fieldsets = (
        (
            None,
            {"fields": ("grant_link", ("number", "source"), ("amount", "planned_on"), PROGRESS)},
        ),
    )
    readonly_fields = ("grant_link", *PROGRESS)

    def get_queryset(self, request: Any) -> QuerySet[Any]:
        rows: Any = super().get_queryset(request)
        return rows.with_open_account_before()

    def choice_label(self, obj: Any) -> str:
        return f"{obj} — {obj.grant}"

    # A tranche is signed with its grant, whose page holds their sum.

    def has_add_permission(self, request: Any, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: Any, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: Any, obj: Any = None) -> bool:
        return False

    # Columns --------------------------------------------------------------------------------------

    @admin.display(description=_("tranche"))
    def label_told(self, tranche: Tranche) -> str:
        return tranche.label

    @admin.display(description=_("grant"))
    def grant_name(self, tranche: Tranche) -> str:
        return tranche.grant.name

    @admin.display(description=_("grant"))
    def grant_link(self, tranche: Tranche) -> str:
        return way_to(tranche.grant, tranche.grant)

    @admin.display(description=_("community board (BKM/LKM)"))
    def board_and_village(self, tranche: Tranche) -> str:
        board = tranche.grant.board
        return two_lines(board.name, board.region.name)

    @admin.display(description=_("amount"))
    def amount_told(self, tranche: Tranche) -> str:
        return rupiah(tranche.amount)

    @admin.display(description=_("waits"))
    def held_up(self, tranche: Any) -> Any:
        waits = tranche.has_open_account_before and tranche.approved < tranche.amount
        return _("for the account of an earlier tranche") if waits else NOTHING
