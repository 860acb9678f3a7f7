"""The pages of programmes, with the names that each had."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _

from p2kp_site.exchange.stewardship import ExchangeAdminMixin
from p2kp_site.foundation.stewardship import StewardAdmin, StewardInline
from programs.admin.gatherings import panels_of
from programs.fault_messages import told
from programs.filters.programmes import ProgrammeFilterSet
from programs.models import Programme, ProgrammeAlias
from programs.rules.programmes import DatedName, name_faults


class AliasFormSet(forms.BaseInlineFormSet):
    """The names of one programme as they are typed together."""

    def clean(self) -> None:
        """Names that are new here are not in the database yet, to be asked about."""
        super().clean()
        typed: list[tuple[Any, DatedName]] = []
        for form in self.forms:
            data = form.cleaned_data if form.is_valid() else {}
            if not data.get("from_on") or data.get("DELETE"):
                continue
            mine = DatedName(
                "this", data["name"], data["abbreviation"], data["from_on"], data["until_on"]
            )
            for column, fault in name_faults(mine, [other for _form, other in typed]):
                form.add_error(column, told(fault))
            typed.append((form, mine))


class AliasInline(StewardInline):
    """Other names, each for some of the time."""

    model = ProgrammeAlias
    formset = AliasFormSet
    hide_title = True
    fields = ("name", "abbreviation", "from_on", "until_on")
    ordering = ("from_on",)


@admin.register(Programme)
class ProgrammeAdmin(ExchangeAdminMixin, StewardAdmin):
    """Programmes, the oldest first."""

    dataset = "programmes"
    filterset_class = ProgrammeFilterSet
    page_order = ("from_on", "id")
    search_fields = ("code",)  # asked for by Django; the filter set's `q` does the work
    list_display = ("code", "name", "abbreviation", "from_on", "until_on", "predecessor_code")
    list_select_related = ("predecessor",)
    inlines = (AliasInline,)
    change_form_outer_after_template = "communities/board_life.html"
    fieldsets = (
        (None, {"fields": ("code", ("name", "abbreviation"), ("from_on", "until_on"))}),
        (None, {"fields": ("predecessor", "note")}),
    )

    def render_change_form(
        self, request: Any, context: dict[str, Any], *args: Any, **options: Any
    ) -> HttpResponse:
        if obj := options.get("obj"):
            context["life"] = panels_of(obj, request.reader)
        answer: HttpResponse = super().render_change_form(request, context, *args, **options)
        return answer

    @admin.display(description=_("predecessor"))
    def predecessor_code(self, programme: Programme) -> str:
        return programme.predecessor.code if programme.predecessor else "–"
