"""The base of all pages on which records are kept: who sees what, who writes what, and what stays.

A page names its `filterset_class` and its columns; everything else holds by itself.
"""

from typing import Any, ClassVar

from django.contrib.admin.widgets import AutocompleteMixin
from django.forms import ModelChoiceField
from unfold.admin import ModelAdmin, TabularInline

from p2kp_site.foundation.stewardship.access import InlineAccess, PersonalColumns, RowAccess
from p2kp_site.foundation.stewardship.choices import (
    ChoicesView,
    Choosable,
    ScopedChoices,
    ToldOnce,
)
from p2kp_site.foundation.stewardship.figures import PlainFigures
from p2kp_site.foundation.stewardship.forms import InlineForm, StewardForm, keep_chosen
from p2kp_site.foundation.stewardship.history import HistoryPage
from p2kp_site.foundation.stewardship.lists import LIST_CONTROLS, StrictLists
from p2kp_site.foundation.stewardship.writing import OneAct

__all__ = [
    "LIST_CONTROLS",
    "ChoicesView",
    "StewardAdmin",
    "StewardForm",
    "StewardInline",
    "keep_chosen",
]


class StewardAdmin(
    PlainFigures,
    OneAct,
    HistoryPage,
    PersonalColumns,
    StrictLists,
    ScopedChoices,
    RowAccess,
    Choosable,
    ModelAdmin,
):
    """The pages of one kind of record: list, form, history, deletion, and choices for others."""

    form = StewardForm
    change_form_before_template = "foundation/form_before.html"
    save_as = False
    view_on_site = False
    warn_unsaved_form = True

    why_fieldset: ClassVar[Any] = (None, {"fields": ("why",)})

    def get_fieldsets(self, request: Any, obj: Any = None) -> list[Any]:
        """The columns of the record, and for a change the reason of it."""
        fieldsets = super().get_fieldsets(request, obj)
        if obj is not None and self.has_change_permission(request, obj):
            fieldsets.append(self.why_fieldset)
        return fieldsets


class StewardInline(PlainFigures, ScopedChoices, InlineAccess, TabularInline):
    """Rows that are kept on the page of another row."""

    form: Any = InlineForm
    extra = 0
    show_change_link = False

    def get_formset(self, request: Any, obj: Any = None, **options: Any) -> Any:
        """The rows as they are typed; what their boxes offer is asked for once, not once a row."""
        formset = super().get_formset(request, obj, **options)
        for field in formset.form.base_fields.values():
            widget = getattr(field.widget, "widget", field.widget)  # without the links beside it
            looked_up = isinstance(widget, AutocompleteMixin)
            if isinstance(field, ModelChoiceField) and not looked_up:
                field.choices = ToldOnce(field.choices)
        return formset
