"""Parts of slum areas: written on the page of their slum area, looked through in a list."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldAdminTextareaWidget

from communities.admin.figures import hectares, two_lines
from communities.admin.of_boards import PlaceColumns
from communities.admin.regions import full_name, short_name
from communities.fault_messages import told
from communities.filters.slum_area_parts import SlumAreaPartFilterSet
from communities.models import SlumAreaPart
from communities.rules.slum_areas import lies_faults
from p2kp_site.exchange.stewardship import ExchangeAdminMixin
from p2kp_site.foundation.links import way_to
from p2kp_site.foundation.stewardship import StewardAdmin, StewardInline, keep_chosen
from p2kp_site.foundation.stewardship.forms import InlineForm, name_boxes


class SlumAreaPartForm(InlineForm):
    """A part as it is typed; it stays in its kelurahan, and another one is another part."""

    class Meta:
        model = SlumAreaPart
        exclude: tuple[str, ...] = ()
        widgets = {"note": UnfoldAdminTextareaWidget(attrs={"rows": 2})}

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if self.instance.pk and "region" in self.fields:
            keep_chosen(self)
            field = self.fields["region"]
            field.disabled = True
            # Its name is known: a box that looks for regions would ask for it once a row.
            region = self.instance.region
            field.widget = UnfoldAdminSelectWidget(choices=[(region.pk, full_name(region))])
            name_boxes(self)


class SlumAreaPartFormSet(forms.BaseInlineFormSet):
    """The parts of one slum area as they are typed together."""

    def clean(self) -> None:
        """They lie in the regency of the decree, which may be as new as they are."""
        super().clean()
        regency = self.instance.region if self.instance.region_id else None
        if any(self.errors) or regency is None:
            return
        kept = [form for form in self.forms if form not in self.deleted_forms]
        for form in kept:
            if form.instance.region_id:
                village = form.instance.region
                for column, fault in lies_faults(
                    regency=regency.path,
                    regency_name=regency.name,
                    village=village.path,
                    village_name=village.name,
                ):
                    form.add_error(column, told(fault))


class SlumAreaPartInline(StewardInline):
    """The parts on the page of their slum area."""

    model = SlumAreaPart
    form = SlumAreaPartForm
    formset = SlumAreaPartFormSet
    hide_title = True
    fields = (
        "region", "neighbourhoods", "hectares_by_decree", "hectares_verified", "slum_class",
        "treatment", "note",
    )  # fmt: skip
    autocomplete_fields = ("region",)
    choices = {"region": lambda rows, reader: rows.in_force().villages()}
    ordering = ("area", "pk")

    def get_queryset(self, request: Any) -> QuerySet[Any]:
        rows = super().get_queryset(request)
        return rows.select_related("slum_area__region", "region__parent__parent__parent")


@admin.register(SlumAreaPart)
class SlumAreaPartAdmin(PlaceColumns, ExchangeAdminMixin, StewardAdmin):
    """Parts of all slum areas, to be looked through; they are changed on the page of theirs."""

    dataset = "slum-area-parts"
    filterset_class = SlumAreaPartFilterSet
    search_fields = ("neighbourhoods",)  # asked for by Django; the filter set's `q` does the work
    list_display = (
        "village_and_district", "regency", "slum_area_and_decree", "slum_class", "treatment",
        "by_decree_told", "verified_told",
    )  # fmt: skip
    list_select_related = ("slum_area", "region__parent__parent")
    choice_related = ("slum_area", "region")
    fieldsets = (
        (
            None,
            {
                "fields": (
                    "slum_area_link", ("region", "neighbourhoods"), ("slum_class", "treatment"),
                    ("hectares_by_decree", "hectares_verified"), "note",
                )
            },
        ),
    )  # fmt: skip
    readonly_fields = ("slum_area_link",)

    # A part is signed with its slum area, on whose page it is written.

    def has_add_permission(self, request: Any, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: Any, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: Any, obj: Any = None) -> bool:
        return False

    # Columns --------------------------------------------------------------------------------------

    @admin.display(description=_("slum area"))
    def slum_area_link(self, part: SlumAreaPart) -> str:
        return way_to(part.slum_area, part.slum_area)

    @admin.display(description=_("kelurahan or desa"))
    def village_and_district(self, part: SlumAreaPart) -> str:
        district = part.region.parent
        return two_lines(part.region.name, district.name if district else "")

    @admin.display(description=_("regency or city"))
    def regency(self, part: SlumAreaPart) -> str:
        district = part.region.parent
        return short_name(district.parent) if district and district.parent else ""

    @admin.display(description=_("slum area"))
    def slum_area_and_decree(self, part: SlumAreaPart) -> str:
        return two_lines(part.slum_area.name, part.slum_area.decree_number)

    @admin.display(description=_("hectares by decree"))
    def by_decree_told(self, part: SlumAreaPart) -> str:
        return hectares(part.hectares_by_decree)

    @admin.display(description=_("hectares verified"))
    def verified_told(self, part: SlumAreaPart) -> str:
        return hectares(part.hectares_verified)
