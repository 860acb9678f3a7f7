"""The pages of locations: which kelurahan and desa a programme took up."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from communities.admin.of_boards import PlaceColumns
from communities.admin.regions import short_name
from communities.stewardship import SignedAdmin
from p2kp_site.exchange.stewardship import ExchangeAdminMixin
from p2kp_site.foundation.stewardship import StewardAdmin
from programs.filters.locations import LocationFilterSet
from programs.models import Location
from programs.models.programmes import abbreviation_in_year


@admin.register(Location)
class LocationAdmin(PlaceColumns, ExchangeAdminMixin, SignedAdmin, StewardAdmin):
    """Locations of programmes."""

    dataset = "locations"
    filterset_class = LocationFilterSet
    list_display = (
        "village", "district", "regency", "programme_then", "year_told", "kind",
        "decree_number",
    )  # fmt: skip  # names as running text
    list_select_related = ("programme", "region__parent__parent")
    autocomplete_fields = ("region",)
    choices = {
        "region": lambda rows, reader: rows.in_force().villages(),
        "programme": lambda rows, reader: rows.order_by("from_on", "pk"),
    }
    fieldsets = (
        (None, {"fields": ("region", ("programme", "year"), ("kind", "cycle_year"))}),
        (_("Decree"), {"fields": (("decree_number", "decree_on"), "note")}),
    )

    def get_queryset(self, request: Any) -> QuerySet[Any]:
        rows: Any = super().get_queryset(request)
        return rows.annotate(programme_then=abbreviation_in_year("programme", "year"))

    @admin.display(description=_("kelurahan or desa"))
    def village(self, location: Location) -> str:
        return location.region.name

    @admin.display(description=_("district"))
    def district(self, location: Location) -> str:
        return location.region.parent.name if location.region.parent else ""

    @admin.display(description=_("regency or city"))
    def regency(self, location: Location) -> str:
        district: Any = location.region.parent
        return short_name(district.parent) if district and district.parent else ""

    @admin.display(description=_("programme"))
    def programme_then(self, location: Any) -> str:
        """What the programme was called in that year."""
        return str(location.programme_then)

    @admin.display(description=_("year"))
    def year_told(self, location: Location) -> str:
        return str(location.year)
