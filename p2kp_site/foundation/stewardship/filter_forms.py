"""The form of a filter set as the drawer of a list shows it, and the filters in use in words."""

from collections.abc import Iterator
from typing import Any

import django_filters
from django import forms
from django.conf import settings
from django.contrib.admin.widgets import get_select2_language
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from unfold.widgets import (
    INPUT_CLASSES,
    SELECT_CLASSES,
    UnfoldAdminCheckboxSelectMultipleWidget,
)

from p2kp_site.foundation.filters import StrictFilterSet
from p2kp_site.foundation.stewardship.choices import Choosable

SEARCH = "q"
# Typed as in all our forms: a browser's own box has the order of the browser's language, in which
# the third of April may read as the fourth of March.
_DAY = {"placeholder": _("dd-mm-yyyy")}
_MIN = "" if settings.DEBUG else ".min"


class FilterForm:
    """Stands where the theme expects one filter of a list: it draws the whole form."""

    title = ""
    template = "foundation/filters.html"

    def __init__(self, filterset: StrictFilterSet, site: Any, controls: frozenset[str]) -> None:
        self.form = filterset.form
        # The theme keeps all other parameters: the search stays, the place in the list does not.
        self.used_parameters = {*_parameters(filterset), *controls}
        for name, field in self.form.fields.items():
            if name != SEARCH:
                _dress(field, site)

    @property
    def media(self) -> forms.Media:
        """Scripts that turn a code to be typed into a place to be looked up."""
        return look_up_media()

    def has_output(self) -> bool:
        return True

    def choices(self, changelist: Any) -> Iterator[Any]:
        """The fields of the drawer; the search has a box of its own."""
        for field in self.form:
            if field.name != SEARCH:
                chosen = getattr(self.form, "cleaned_data", {}).get(field.name)
                if isinstance(field.field, forms.ModelChoiceField) and chosen:
                    field.field.widget.attrs["data-label"] = str(chosen)
                yield field


def look_up_media() -> forms.Media:
    """What a page loads where places are looked up by name, in the language in use."""
    language = get_select2_language()
    return forms.Media(
        js=[
            f"admin/js/vendor/jquery/jquery{_MIN}.js",
            f"admin/js/vendor/select2/select2.full{_MIN}.js",
            *([f"admin/js/vendor/select2/i18n/{language}.js"] if language else []),
            "admin/js/jquery.init.js",
            "foundation/place_filter.js",
        ],
        css={
            "screen": [
                f"admin/css/vendor/select2/select2{_MIN}.css",
                "admin/css/autocomplete.css",
            ]
        },
    )


def _parameters(filterset: StrictFilterSet) -> Iterator[str]:
    for name, field in filterset.form.fields.items():
        suffixes = getattr(field.widget, "suffixes", None) or [""]
        if name != SEARCH:
            yield from (f"{name}_{suffix}" if suffix else name for suffix in suffixes)


def _dress(field: forms.Field, site: Any) -> None:
    """Give a field of a filter the looks of the theme."""
    widget: Any = field.widget
    field.label = capfirst(field.label)
    if isinstance(field, django_filters.fields.DateRangeField):
        widget.template_name = "foundation/range.html"
        for end in widget.widgets:
            end.attrs.update({"class": " ".join(INPUT_CLASSES), **_DAY})
    elif isinstance(widget, forms.SelectMultiple):
        # A box to tick for each value: in a list, one would have to hold a key down.
        field.widget = UnfoldAdminCheckboxSelectMultipleWidget(choices=widget.choices)
    elif isinstance(widget, forms.NullBooleanSelect):
        widget.choices = (("unknown", _("All")), ("true", _("Yes")), ("false", _("No")))
        widget.attrs["class"] = " ".join(SELECT_CLASSES)
    elif isinstance(widget, forms.Select):
        widget.attrs["class"] = " ".join(SELECT_CLASSES)
    else:
        widget.attrs["class"] = " ".join(INPUT_CLASSES)
        if isinstance(field, forms.DateField):
            widget.attrs.update(_DAY)
        elif isinstance(field, forms.ModelChoiceField):
            _look_up(field, site)


def _look_up(field: Any, site: Any) -> None:
    """Let a code that is typed be looked up by name, where scripts run."""
    model = field.queryset.model
    page = site._registry.get(model)
    if isinstance(page, Choosable) and page.choice_source:
        field.widget.attrs.update(
            {
                "placeholder": _("Code"),
                "data-look-up": reverse(f"{site.name}:autocomplete"),
                "data-app-label": model._meta.app_label,
                "data-model-name": model._meta.model_name,
                "data-field-name": page.choice_source,
            }
        )
