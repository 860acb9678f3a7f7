"""The pages of expenditures."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from communities.admin.of_boards import OfBoards
from communities.stewardship import SignedAdmin
from finance.filters.expenditures import ExpenditureFilterSet
from finance.models import Expenditure
from p2kp_site.exchange.stewardship import ExchangeAdminMixin
from p2kp_site.foundation.stewardship import StewardAdmin
from p2kp_site.foundation.wording import NOTHING
from programs.admin.figures import rupiah


@admin.register(Expenditure)
class ExpenditureAdmin(OfBoards, ExchangeAdminMixin, SignedAdmin, StewardAdmin):
    """What boards spent."""

    dataset = "expenditures"
    filterset_class = ExpenditureFilterSet
    list_display = (
        "evidence_number", "year_told", "board_and_village", "spent_on", "tranche_told",
        "description", "amount_told",
    )  # fmt: skip  # names as running text
    list_select_related = ("board__region__parent__parent", "tranche__source")
    autocomplete_fields = ("board", "tranche", "activity", "work")
    choices = {"activity": lambda rows, reader: rows.choosable_on(reader.on)}
    fieldsets = (
        (None, {"fields": ("board", ("fiscal_year", "evidence_number"))}),
        (_("Payment"), {"fields": (("spent_on", "amount"), "payee", "description")}),
        (_("Whose money, and what for"), {"fields": ("tranche", "activity", "work")}),
    )

    @admin.display(description=_("fiscal year"))
    def year_told(self, expenditure: Expenditure) -> str:
        return str(expenditure.fiscal_year)

    @admin.display(description=_("tranche"))
    def tranche_told(self, expenditure: Expenditure) -> str:
        return expenditure.tranche.label if expenditure.tranche else NOTHING

    @admin.display(description=_("amount"))
    def amount_told(self, expenditure: Expenditure) -> str:
        return rupiah(expenditure.amount)
