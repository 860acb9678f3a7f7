"""The pages of tranche schemes, with their shares."""

from decimal import Decimal
from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from communities.admin.figures import at_right
from finance.admin.sources import SourcedInline
from finance.fault_messages import told
from finance.filters.schemes import TrancheSchemeFilterSet
from finance.models import TrancheScheme, TrancheShare
from finance.rules.tranches import percent, share_faults
from p2kp_site.foundation.decimals import DecimalFormField
from p2kp_site.foundation.stewardship import StewardAdmin
from p2kp_site.foundation.stewardship.forms import InlineForm


class PercentField(DecimalFormField):
    """A share as people write it, in percent; it is kept in hundredths of one."""

    def __init__(self, **options: Any) -> None:
        limits = {"min_value": Decimal("0.01"), "max_value": 100}
        super().__init__(max_digits=5, decimal_places=2, **{**limits, **options})

    def clean(self, value: Any) -> Any:
        share = super().clean(value)
        return share if share is None else int(share * 100)

    def prepare_value(self, value: Any) -> Any:
        return super().prepare_value(Decimal(value) / 100 if isinstance(value, int) else value)

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(initial and Decimal(initial) / 100, data)


class ShareForm(InlineForm):
    """A share as it is typed."""

    share = PercentField(label=_("share in percent"))

    class Meta:
        model = TrancheShare
        exclude: tuple[str, ...] = ()


class ShareFormSet(forms.BaseInlineFormSet):
    """The shares of one scheme as they are typed together."""

    def clean(self) -> None:
        """They come to 100 %, or nothing is stored."""
        super().clean()
        if any(self.errors):
            return
        kept = [form.instance for form in self.forms if form not in self.deleted_forms]
        shares = [row.share for row in kept if row.share is not None]
        for fault in share_faults(shares):
            raise forms.ValidationError(told(fault))


class ShareInline(SourcedInline):
    """What each source gives in each tranche."""

    model = TrancheShare
    form = ShareForm
    formset = ShareFormSet
    verbose_name_plural = _("shares, together 100 %")
    fields = ("number", "source", "share")

    def get_fields(self, request: Any, obj: Any = None) -> Any:
        """Who only reads sees percent as well."""
        writes = self.has_add_permission(request, obj) and "" in request.reader.areas
        return self.fields if writes else ("number", "source", "percent_told")

    def get_readonly_fields(self, request: Any, obj: Any = None) -> Any:
        return ("percent_told",)

    @admin.display(description=_("share in percent"))
    def percent_told(self, share: TrancheShare) -> str:
        return percent(share.share)


@admin.register(TrancheScheme)
class TrancheSchemeAdmin(StewardAdmin):
    """Tranche schemes."""

    filterset_class = TrancheSchemeFilterSet
    page_order = ("code",)
    search_fields = ("code",)  # asked for by Django; the filter set's `q` does the work
    list_display = ("code", "name", "from_on", "until_on", "total_told")
    inlines = (ShareInline,)
    fieldsets = ((None, {"fields": (("code", "name"), ("from_on", "until_on"), "note")}),)

    def get_queryset(self, request: Any) -> QuerySet[Any]:
        rows: Any = super().get_queryset(request)
        return rows.with_share_total()

    @admin.display(description=_("shares together"))
    def total_told(self, scheme: Any) -> str:
        return at_right(percent(scheme.share_total))
