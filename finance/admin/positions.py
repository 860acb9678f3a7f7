"""The pages of positions and of those who hold them."""

from typing import Any

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from communities.services.assignments import within_reach
from finance.filters.positions import PositionAssignmentFilterSet, PositionFilterSet
from finance.models import Position, PositionAssignment
from p2kp_site.foundation.stewardship import StewardAdmin, StewardForm


@admin.register(Position)
class PositionAdmin(StewardAdmin):
    """Positions; the nation's administrators write them."""

    filterset_class = PositionFilterSet
    page_order = ("code",)
    search_fields = ("code",)  # asked for by Django; the filter set's `q` does the work
    list_display = ("code", "name")
    fieldsets = ((None, {"fields": (("code", "name"), "note")}),)


class PositionAssignmentForm(StewardForm):
    """A holder as typed; once given, only the end and the note change."""

    class Meta:
        model = PositionAssignment
        exclude: tuple[str, ...] = ()

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name in ("position", "user", "region", "from_on"):
            if self.instance.pk and name in self.fields:
                self.fields[name].disabled = True


@admin.register(PositionAssignment)
class PositionAssignmentAdmin(StewardAdmin):
    """Who holds which position, where and when; nobody gives one to themselves."""

    form = PositionAssignmentForm
    filterset_class = PositionAssignmentFilterSet
    list_display = ("position_name", "user", "place", "from_on", "until_on")
    list_select_related = ("position", "user", "region")
    autocomplete_fields = ("region",)
    choices = {
        "region": lambda rows, reader: rows.in_force().writable_by(reader),
        "position": lambda rows, reader: rows.order_by("code"),
        "user": lambda rows, reader: (
            within_reach(reader)
            .filter(is_active=True)
            .exclude(pk=reader.user.pk if reader.user else 0)
            .order_by("name")
        ),
    }
    fieldsets = (
        (None, {"fields": ("position", "user", "region", ("from_on", "until_on"), "note")}),
    )

    def formfield_for_foreignkey(self, db_field: Any, request: Any, **options: Any) -> Any:
        field = super().formfield_for_foreignkey(db_field, request, **options)
        if db_field.name == "region":
            # An empty field must not hand out the whole country.
            field.required = "" not in request.reader.areas
        return field

    def get_list_display_links(self, request: Any, list_display: Any) -> tuple[str, ...]:
        return ("position_name",)

    @admin.display(description=_("position"))
    def position_name(self, row: PositionAssignment) -> str:
        return row.position.name

    @admin.display(description=_("region"))
    def place(self, row: PositionAssignment) -> Any:
        return row.region or _("the whole nation")
