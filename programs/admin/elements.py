"""The pages of elements of participants."""

from django.contrib import admin

from p2kp_site.foundation.stewardship import StewardAdmin
from programs.filters.elements import ElementFilterSet
from programs.models import Element


@admin.register(Element)
class ElementAdmin(StewardAdmin):
    """Elements of participants, in the order of the forms."""

    filterset_class = ElementFilterSet
    page_order = ("position", "id")
    search_fields = ("code",)  # asked for by Django; the filter set's `q` does the work
    list_display = ("code", "name", "position", "is_active")
    fieldsets = ((None, {"fields": (("code", "name"), ("position", "is_active"), "note")}),)
