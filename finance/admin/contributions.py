"""The pages of contributions of residents (swadaya)."""

from typing import Any

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from communities.admin.figures import at_right
from communities.admin.of_boards import OfBoards
from communities.stewardship import SignedAdmin
from finance.filters.contributions import ContributionFilterSet
from finance.models import Contribution
from p2kp_site.exchange.stewardship import ExchangeAdminMixin
from p2kp_site.foundation.fields import in_rupiah
from p2kp_site.foundation.stewardship import StewardAdmin


@admin.register(Contribution)
class ContributionAdmin(OfBoards, ExchangeAdminMixin, SignedAdmin, StewardAdmin):
    """Contributions, promised and given."""

    dataset = "contributions"
    filterset_class = ContributionFilterSet
    list_display = (
        "number", "year_told", "board_and_village", "kind", "promised", "promised_on",
        "given", "realised_on",
    )  # fmt: skip  # names as running text
    autocomplete_fields = ("board", "activity", "work")
    choices = {"activity": lambda rows, reader: rows.choosable_on(reader.on)}
    fieldsets = (
        (None, {"fields": ("board", ("fiscal_year", "number"), "kind")}),
        (
            _("Promised and given"),
            {"fields": (("promised_amount", "promised_on"), ("realised_amount", "realised_on"))},
        ),
        (_("What for"), {"fields": ("activity", "work", "note")}),
    )

    @admin.display(description=_("fiscal year"))
    def year_told(self, contribution: Contribution) -> str:
        return str(contribution.fiscal_year)

    @admin.display(description=_("promised"))
    def promised(self, contribution: Any) -> str:
        return at_right(in_rupiah(contribution.promised_amount))

    @admin.display(description=_("given"))
    def given(self, contribution: Any) -> str:
        return at_right(in_rupiah(contribution.realised_amount))
