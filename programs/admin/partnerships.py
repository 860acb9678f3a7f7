"""The pages of partnerships."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from communities.admin.of_boards import OfBoards
from communities.stewardship import PAPER_SIGNATURES, SignedAdmin
from p2kp_site.exchange.stewardship import ExchangeAdminMixin
from p2kp_site.foundation.stewardship import StewardAdmin
from programs.admin.figures import rupiah
from programs.filters.partnerships import PartnershipFilterSet
from programs.models import Partnership


@admin.register(Partnership)
class PartnershipAdmin(OfBoards, ExchangeAdminMixin, SignedAdmin, StewardAdmin):
    """Partnerships of community boards."""

    dataset = "partnerships"
    filterset_class = PartnershipFilterSet
    list_display = (
        "board_and_village", "partner", "kind", "purpose", "signed_on", "until_on",
        "value_told",
    )  # fmt: skip  # names as running text
    list_select_related = ("agency", "board__region__parent__parent")
    autocomplete_fields = ("board", "agency")
    fieldsets = (
        (
            None,
            {
                "fields": (
                    "board", "agency", ("signed_on", "until_on"), ("kind", "agreement_number"),
                )
            },
        ),
        (_("What for"), {"fields": ("purpose", "value", "results", "note")}),
        PAPER_SIGNATURES,
    )  # fmt: skip  # sections of a page, few lines each

    @admin.display(description=_("partner"))
    def partner(self, partnership: Partnership) -> str:
        return partnership.agency.name

    @admin.display(description=_("value"))
    def value_told(self, partnership: Partnership) -> str:
        return rupiah(partnership.value)
