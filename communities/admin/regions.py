"""The register of regions, to be looked at: it changes as a whole, by `load_regions`."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _

from communities.admin.slum_panels import slums_of
from communities.filters.regions import RegionFilterSet
from communities.models import Region, RegionCode
from communities.region_words import full_name, short_name
from p2kp_site.exchange.stewardship import ExchangeAdminMixin
from p2kp_site.foundation.stewardship import StewardAdmin, StewardInline

__all__ = ["RegionAdmin", "full_name", "short_name"]


class PastCodeInline(StewardInline):
    """Codes that a region had once: they are seen by whoever sees the region."""

    model = RegionCode
    fields = ("code", "edition", "from_on", "until_on")
    readonly_fields = fields
    can_delete = False
    verbose_name_plural = _("past codes")

    def get_queryset(self, request: Any) -> QuerySet[RegionCode]:
        return RegionCode.objects.filter(region__in=Region.objects.visible_to(request.reader))

    def may(self, request: Any, verb: str) -> bool:
        return verb == "view" and bool(request.reader.may("communities.view_region"))


@admin.register(Region)
class RegionAdmin(ExchangeAdminMixin, StewardAdmin):
    """Regions, read only."""

    dataset = "regions"
    filterset_class = RegionFilterSet
    page_order = ("path",)
    search_fields = ("name",)  # asked for by Django; the filter set's `q` does the work
    list_display = ("code", "name", "kind", "part_of", "edition", "in_force")
    list_select_related = ("parent__parent__parent",)
    fieldsets = (
        (None, {"fields": ("name", "kind", "part_of", "code", "bps_code")}),
        (_("Register"), {"fields": ("edition", "valid_from", "retired_on")}),
    )
    readonly_fields = ("part_of",)
    inlines = (PastCodeInline,)
    history_untold = ("path", "search_name")
    change_form_outer_after_template = "communities/board_life.html"

    choice_related = ("parent__parent",)
    choice_source = "parent"
    choices = {"parent": lambda rows, reader: rows.in_force()}

    def has_add_permission(self, request: Any, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: Any, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: Any, obj: Any = None) -> bool:
        return False

    def get_inlines(self, request: Any, obj: Any) -> Any:
        return self.inlines if obj and obj.past_codes.exists() else ()

    def render_change_form(
        self, request: Any, context: dict[str, Any], *args: Any, **options: Any
    ) -> HttpResponse:
        if obj := options.get("obj"):
            context["life"] = slums_of(obj, request.reader)
        answer: HttpResponse = super().render_change_form(request, context, *args, **options)
        return answer

    def choice_label(self, obj: Region) -> str:
        return full_name(obj)

    @admin.display(description=_("part of"))
    def part_of(self, obj: Region) -> str:
        names, parent = [], obj.parent
        while parent is not None:
            names.append(short_name(parent))
            parent = parent.parent
        return ", ".join(names) or "–"

    @admin.display(description=_("in force"), boolean=True)
    def in_force(self, obj: Region) -> bool:
        return obj.retired_on is None
