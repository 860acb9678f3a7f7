"""What is asked for on the page of summaries: which, of which region, and which period."""

from datetime import date
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from unfold.widgets import INPUT_CLASSES, SELECT_CLASSES

from communities.models import Region
from communities.summaries.scopes import NoSuchRegion, scope_named
from p2kp_site.foundation.periods import Period, UnusablePeriod, read_period
from p2kp_site.foundation.reader import Reader
from p2kp_site.foundation.scoping import within
from p2kp_site.foundation.summaries import NATION_CODE, Scope, all_summaries

_BOX = {"class": " ".join(INPUT_CLASSES), "autocomplete": "off"}


def inside(rows: Any, reader: Reader) -> Any:
    """The regions in force that lie in the reader's areas."""
    return rows.in_force().filter(within(reader.areas, "path"))


def own_region(reader: Reader) -> str:
    """The code of the smallest region that holds the reader's areas, where they cover it."""
    if reader.area is None or not reader.covers(reader.area):
        return ""
    if reader.area == "":
        return NATION_CODE
    found = Region.objects.in_force().filter(path=reader.area).values_list("code", flat=True)
    return found.first() or ""


class SummaryForm(forms.Form):
    """A summary of a region and a period; `scope` and `span` are what was understood."""

    summary = forms.ChoiceField(label=_("Summary"))
    region = forms.CharField(
        label=_("Region"),
        required=False,
        help_text=_("By code or name; empty: your whole area."),
    )
    period = forms.CharField(
        label=_("Period"),
        help_text=_(
            "2015, 2015-H1 (half-year), 2015-Q1 (quarter), 2015-03, 2015-W07 (week), "
            "or 2015-07-01..2016-06-30"
        ),
        widget=forms.TextInput(attrs={**_BOX, "placeholder": "2015"}),
    )
    verified_only = forms.BooleanField(label=_("Verified rows only"), required=False)

    scope: Scope
    span: Period

    def __init__(self, data: Any, *, reader: Reader, site: Any) -> None:
        super().__init__(data)
        self.reader = reader
        readable = [one for one in all_summaries() if one.may_be_read_by(reader)]
        choices: Any = [(one.slug, one.title) for one in readable]
        summary: Any = self.fields["summary"]
        summary.choices = choices
        summary.widget.attrs["class"] = " ".join(SELECT_CLASSES)
        self.fields["region"].widget.attrs.update(
            {
                **_BOX,
                "placeholder": str(_("Code")),
                "data-look-up": reverse(f"{site.name}:autocomplete"),
                "data-app-label": "reports",
                "data-model-name": "summaryrun",
                "data-field-name": "region",
            }
        )

    def clean_region(self) -> str:
        code: str = self.cleaned_data["region"].strip() or own_region(self.reader)
        if not code:
            raise forms.ValidationError(_("Choose a region: you work in several areas."))
        try:
            self.scope = scope_named(code, self.reader)
        except NoSuchRegion:
            message = _("Choose a region in your area: this one is unknown or outside it.")
            raise forms.ValidationError(message) from None
        self.fields["region"].widget.attrs["data-label"] = self.scope.name
        return code

    def clean_period(self) -> str:
        try:
            self.span = read_period(self.cleaned_data["period"])
        except UnusablePeriod:
            message = _("This is no period. Write it such as 2015, 2015-Q1 or 2015-03.")
            raise forms.ValidationError(message) from None
        return self.span.text


def first_asked(reader: Reader) -> dict[str, Any]:
    """What the form holds when nobody has asked yet: the year that ended last."""
    return {"summary": "", "region": "", "period": last_year(reader.on)}


def last_year(on: date) -> str:
    return str(on.year - 1)
