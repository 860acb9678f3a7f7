"""The pages of budgets and of the ceilings of grants."""

from typing import Any

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from communities.admin.regions import short_name
from communities.stewardship import SignedAdmin
from finance.filters.funding import BudgetFilterSet, CeilingFilterSet
from finance.models import Budget, Ceiling
from p2kp_site.exchange.stewardship import ExchangeAdminMixin
from p2kp_site.foundation.stewardship import StewardAdmin
from programs.admin.figures import rupiah


@admin.register(Budget)
class BudgetAdmin(ExchangeAdminMixin, SignedAdmin, StewardAdmin):
    """Budgets of regions."""

    dataset = "budgets"
    filterset_class = BudgetFilterSet
    list_display = (
        "region_name", "year_told", "source_code", "programme_code", "line", "is_pro_poor",
        "amount_told",
    )  # fmt: skip  # names as running text
    list_select_related = ("region", "source", "programme")
    autocomplete_fields = ("region",)
    choices = {
        "region": lambda rows, reader: rows.in_force(),
        "source": lambda rows, reader: rows.active().in_order(),
        "programme": lambda rows, reader: rows.order_by("from_on", "pk"),
    }
    fieldsets = (
        (
            None,
            {
                "fields": (
                    "region", ("fiscal_year", "programme"), ("source", "line"),
                    ("amount", "is_pro_poor"), "note",
                )
            },
        ),
    )  # fmt: skip  # sections of a page, few lines each

    @admin.display(description=_("region"))
    def region_name(self, budget: Budget) -> str:
        return short_name(budget.region)

    @admin.display(description=_("fiscal year"))
    def year_told(self, budget: Budget) -> str:
        return str(budget.fiscal_year)

    @admin.display(description=_("source"))
    def source_code(self, budget: Budget) -> str:
        return budget.source.code

    @admin.display(description=_("programme"))
    def programme_code(self, budget: Budget) -> str:
        return budget.programme.code

    @admin.display(description=_("amount"))
    def amount_told(self, budget: Budget) -> str:
        return rupiah(budget.amount)


@admin.register(Ceiling)
class CeilingAdmin(StewardAdmin):
    """Ceilings of grants, year by year."""

    filterset_class = CeilingFilterSet
    page_order = ("fiscal_year", "id")
    list_display = ("year_told", "category", "amount_told", "basis")
    list_display_links = ("category",)
    fieldsets = ((None, {"fields": (("fiscal_year", "category"), "amount", "basis")}),)

    @admin.display(description=_("fiscal year"))
    def year_told(self, ceiling: Any) -> str:
        return str(ceiling.fiscal_year)

    @admin.display(description=_("ceiling"))
    def amount_told(self, ceiling: Any) -> str:
        return rupiah(ceiling.amount)
