"""The pages of slum areas, each with its parts in kelurahan and desa."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _

from communities.admin.figures import hectares, two_lines
from communities.admin.of_boards import PlaceColumns
from communities.admin.regions import short_name
from communities.admin.slum_area_parts import SlumAreaPartInline
from communities.admin.slum_panels import panels_of
from communities.filters.slum_areas import SlumAreaFilterSet
from communities.models import SlumArea
from communities.stewardship import PAPER_SIGNATURES, SignedAdmin
from p2kp_site.exchange.stewardship import ExchangeAdminMixin
from p2kp_site.foundation.stewardship import StewardAdmin, StewardForm


class SlumAreaForm(StewardForm):
    """A slum area as it is typed; its regency stays, for its parts lie there."""

    class Meta:
        model = SlumArea
        exclude: tuple[str, ...] = ()

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if "region" in self.fields:
            self.fields["region"].disabled = bool(self.instance.pk)


@admin.register(SlumArea)
class SlumAreaAdmin(PlaceColumns, ExchangeAdminMixin, SignedAdmin, StewardAdmin):
    """Slum areas that regencies and cities named by decree."""

    dataset = "slum-areas"
    form = SlumAreaForm
    filterset_class = SlumAreaFilterSet
    search_fields = ("name",)  # asked for by Django; the filter set's `q` does the work
    list_display = (
        "name_and_decree", "regency", "decree_on", "until_told", "parts_told",
        "by_decree_told", "verified_told",
    )  # fmt: skip  # names as running text
    list_select_related = ("region",)
    autocomplete_fields = ("region",)
    choices = {"region": lambda rows, reader: rows.in_force().regencies()}
    choice_related = ("region",)
    inlines = (SlumAreaPartInline,)
    change_form_outer_after_template = "communities/board_life.html"
    fieldsets = (
        (None, {"fields": ("region", "name", "note")}),
        (
            _("Decree"),
            {
                "fields": (
                    ("decree_number", "decree_on"), ("signer_name", "signer_position"),
                )
            },
        ),
        PAPER_SIGNATURES,
    )  # fmt: skip  # sections of a page, few lines each

    def get_queryset(self, request: Any) -> QuerySet[Any]:
        rows: Any = super().get_queryset(request)
        return rows.with_until().with_hectares()

    def choice_label(self, obj: Any) -> str:
        return f"{obj} — {short_name(obj.region)}"

    def render_change_form(
        self, request: Any, context: dict[str, Any], *args: Any, **options: Any
    ) -> HttpResponse:
        if obj := options.get("obj"):
            context["life"] = panels_of(obj, request.reader)
        answer: HttpResponse = super().render_change_form(request, context, *args, **options)
        return answer

    @admin.display(description=_("slum area"))
    def name_and_decree(self, slum_area: SlumArea) -> str:
        return two_lines(slum_area.name, slum_area.decree_number)

    @admin.display(description=_("regency or city"))
    def regency(self, slum_area: SlumArea) -> str:
        return short_name(slum_area.region)

    @admin.display(description=_("replaced on"))
    def until_told(self, slum_area: Any) -> Any:
        return slum_area.until

    @admin.display(description=_("parts"))
    def parts_told(self, slum_area: Any) -> int:
        return int(slum_area.part_count)

    @admin.display(description=_("hectares by decree"))
    def by_decree_told(self, slum_area: Any) -> str:
        return hectares(slum_area.hectares_by_decree)

    @admin.display(description=_("hectares verified"))
    def verified_told(self, slum_area: Any) -> str:
        return hectares(slum_area.hectares_verified)
