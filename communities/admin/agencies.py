"""The pages of agencies: offices, consultants and partners."""

from typing import Any, ClassVar

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from communities.admin.regions import short_name
from communities.admin.rule_forms import RuleForm
from communities.filters.agencies import AgencyFilterSet
from communities.models import Agency
from communities.rules.agencies import agency_faults, new_agency_code
from communities.scoping import NATION
from p2kp_site.exchange.stewardship import ExchangeAdminMixin
from p2kp_site.foundation.reader import Reader
from p2kp_site.foundation.stewardship import StewardAdmin


class AgencyForm(RuleForm):
    """An agency as it is typed; one of the whole nation is written by the nation."""

    rule = staticmethod(agency_faults)
    reader: ClassVar[Reader]

    class Meta:
        model = Agency
        exclude: tuple[str, ...] = ()

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if "code" in self.fields:
            self.fields["code"].required = False
            # The code is what papers and files know the agency by.
            self.fields["code"].disabled = bool(self.instance.pk)

    def clean_region(self) -> Any:
        region = self.cleaned_data["region"]
        if region is None and not self.reader.covers(NATION):
            raise ValidationError(_("Choose a region."))
        return region

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if not data.get("code") and not self.instance.pk and "region" in data:
            data["code"] = new_agency_code(data["region"].code if data["region"] else NATION)
        return data


@admin.register(Agency)
class AgencyAdmin(ExchangeAdminMixin, StewardAdmin):
    """Agencies."""

    dataset = "agencies"
    form = AgencyForm
    filterset_class = AgencyFilterSet
    search_fields = ("name",)  # asked for by Django; the filter set's `q` does the work
    list_display = ("name", "code", "kind", "of_region", "active_from", "active_until")
    list_select_related = ("region",)
    autocomplete_fields = ("region",)
    choices = {"region": lambda rows, reader: rows.in_force()}
    choice_related = ("region",)
    fieldsets = (
        (None, {"fields": ("region", ("name", "code"), "kind", ("active_from", "active_until"))}),
        (_("Contact"), {"fields": ("address", ("phone", "email"))}),
        (_("Other"), {"fields": ("note",)}),
    )

    def get_form(self, request: Any, obj: Any = None, change: bool = False, **options: Any) -> Any:
        form = super().get_form(request, obj, change, **options)
        form.reader = request.reader
        return form

    def choice_label(self, obj: Agency) -> str:
        return f"{obj} — {self.of_region(obj)}"

    @admin.display(description=_("region"))
    def of_region(self, agency: Agency) -> str:
        return short_name(agency.region) if agency.region else str(_("the whole nation"))
