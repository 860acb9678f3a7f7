"""The pages of community boards (BKM/LKM)."""

from datetime import date
from typing import Any

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from communities.admin.board_life import BoardLife
from communities.admin.of_boards import PlaceColumns
from communities.admin.regions import short_name
from communities.filters.boards import BoardFilterSet
from communities.models import Board
from communities.rules.boards import board_faults, new_board_code
from communities.stewardship import PAPER_SIGNATURES, SignedAdmin
from p2kp_site.exchange.stewardship import ExchangeAdminMixin
from p2kp_site.foundation.stewardship import StewardAdmin, StewardForm

# The faults of an imported row speak of cells; here a person looks at a form.
FAULTS = {
    "only_when_inactive": _("Leave this empty while the board is active."),
    "inactive_without_reason": _("Say why the board is not active."),
    "closed_before_formed": _("A board cannot be closed before it was formed."),
}


class BoardForm(StewardForm):
    """A board as it is typed: the rules of the import hold here too, each at its own field."""

    class Meta:
        model = Board
        exclude: tuple[str, ...] = ()

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if "code" in self.fields:
            self.fields["code"].required = False
            # The code is what papers and files know the board by.
            self.fields["code"].disabled = bool(self.instance.pk)

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if not data.get("code") and not self.instance.pk and data.get("region"):
            data["code"] = new_board_code(data["region"].code)
        facts = {
            column: data.get(column, getattr(self.instance, column))
            for column in ("is_active", "inactive_reason", "formed_on", "closed_on")
        }
        values = {
            column: value.isoformat() if isinstance(value, date) else value
            for column, value in facts.items()
        }
        for column, fault in board_faults(values):
            if column in self.fields and column not in self.errors:
                self.add_error(column, FAULTS[fault.kind])
        return data


@admin.register(Board)
class BoardAdmin(BoardLife, PlaceColumns, ExchangeAdminMixin, SignedAdmin, StewardAdmin):
    """Community boards."""

    dataset = "boards"
    form = BoardForm
    filterset_class = BoardFilterSet
    personal_fields = ("coordinator", "phone", "bank_account_number")
    search_fields = ("name",)  # asked for by Django; the filter set's `q` does the work
    list_display = ("name", "code", "village", "district", "regency", "formed_on", "is_active")
    list_select_related = ("region__parent__parent",)
    autocomplete_fields = ("region",)
    choices = {"region": lambda rows, reader: rows.in_force().villages()}
    fieldsets = (
        (None, {"fields": ("region", ("name", "code"), "formed_on")}),
        (_("Contact"), {"fields": ("coordinator", ("address", "phone"))}),
        (_("Notarial deed"), {"fields": (("deed_number", "deed_on"), "notary")}),
        (_("Bank account"), {"fields": (("bank_name", "bank_account_number"),)}),
        (_("State"), {"fields": ("is_active", ("closed_on", "inactive_reason"), "note")}),
        PAPER_SIGNATURES,
    )
    choice_related = ("region",)

    def choice_label(self, obj: Board) -> str:
        return f"{obj} — {obj.region.name}"

    @admin.display(description=_("kelurahan or desa"))
    def village(self, board: Board) -> str:
        return board.region.name

    @admin.display(description=_("district"))
    def district(self, board: Board) -> str:
        return board.region.parent.name if board.region.parent else ""

    @admin.display(description=_("regency or city"))
    def regency(self, board: Board) -> str:
        district = board.region.parent
        return short_name(district.parent) if district and district.parent else ""
