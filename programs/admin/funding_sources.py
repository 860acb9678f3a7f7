"""The pages of funding sources."""

from django.contrib import admin

from p2kp_site.exchange.stewardship import ExchangeAdminMixin
from p2kp_site.foundation.stewardship import StewardAdmin
from programs.filters.funding_sources import FundingSourceFilterSet
from programs.models import FundingSource


@admin.register(FundingSource)
class FundingSourceAdmin(ExchangeAdminMixin, StewardAdmin):
    """Funding sources, in the order of the forms."""

    dataset = "funding-sources"
    filterset_class = FundingSourceFilterSet
    page_order = ("position", "id")
    search_fields = ("code",)  # asked for by Django; the filter set's `q` does the work
    list_display = ("code", "name", "kind", "position", "is_active")
    fieldsets = ((None, {"fields": (("code", "name"), "kind", ("position", "is_active"), "note")}),)
