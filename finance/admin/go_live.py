"""The pages of go-live dates."""

from typing import Any

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from communities.admin.regions import short_name
from finance.filters.go_live import GoLiveFilterSet
from finance.models import GoLive
from p2kp_site.foundation.stewardship import StewardAdmin


@admin.register(GoLive)
class GoLiveAdmin(StewardAdmin):
    """From which day each regency enters its payments here.

    The nation writes them: whoever moves the day decides which payments need no chain.
    """

    filterset_class = GoLiveFilterSet
    list_display = ("region_name", "on")
    list_select_related = ("region",)
    autocomplete_fields = ("region",)
    choices = {"region": lambda rows, reader: rows.in_force()}
    fieldsets = ((None, {"fields": ("region", "on", "note")}),)

    def has_add_permission(self, request: Any, obj: Any = None) -> bool:
        return "" in request.reader.areas and super().has_add_permission(request, obj)

    def may_write(self, request: Any, obj: Any) -> bool:
        return "" in request.reader.areas and super().may_write(request, obj)

    @admin.display(description=_("region"))
    def region_name(self, row: GoLive) -> str:
        return short_name(row.region)
