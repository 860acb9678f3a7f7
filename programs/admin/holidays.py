"""The pages of the calendar: days on which nobody is reminded of cases."""

from typing import Any, ClassVar

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from p2kp_site.foundation.stewardship import StewardAdmin
from programs.filters.holidays import HolidayFilterSet
from programs.models import Holiday


@admin.register(Holiday)
class HolidayAdmin(StewardAdmin):
    """Holidays of the nation and of regions, the earliest first."""

    filterset_class = HolidayFilterSet
    page_order = ("on", "id")
    search_fields = ("name",)  # asked for by Django; the filter set's `q` does the work
    list_display = ("on", "name", "place", "every_week")
    list_select_related = ("region",)
    autocomplete_fields = ("region",)
    choices: ClassVar[Any] = {"region": lambda rows, reader: rows.in_force()}
    fieldsets = ((None, {"fields": (("on", "name"), ("region", "every_week"))}),)

    @admin.display(description=_("region"))
    def place(self, holiday: Holiday) -> str:
        return holiday.region.name if holiday.region else str(_("the whole nation"))
