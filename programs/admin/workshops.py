"""The pages of workshops, with who came, who spoke, what it cost and what tells of it."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminFileFieldWidget

from communities.admin.figures import at_right
from communities.admin.regions import short_name
from communities.models.people import Sex
from communities.stewardship import PAPER_SIGNATURES, SignedAdmin
from p2kp_site.exchange.stewardship import ExchangeAdminMixin
from p2kp_site.foundation.links import way_to
from p2kp_site.foundation.private_files import PrivateFileField
from p2kp_site.foundation.stewardship import StewardAdmin, StewardInline
from p2kp_site.foundation.stewardship.files import PrivateFiles
from p2kp_site.foundation.wording import NOTHING
from programs.admin.costs import WorkshopCostInline
from programs.admin.figures import people, rupiah
from programs.admin.listed import ListedInline
from programs.fault_messages import told
from programs.filters.workshops import WorkshopFilterSet
from programs.models import Workshop, WorkshopFile, WorkshopParticipants, WorkshopSpeaker
from programs.rules.workshops import attendance_faults


class ParticipantsFormSet(forms.BaseInlineFormSet):
    """Who came to one workshop, as it is typed together."""

    def clean(self) -> None:
        """Participants with a low income, on the form above, are among those who came."""
        super().clean()
        if any(self.errors):
            return
        kept = [form.instance for form in self.forms if form not in self.deleted_forms]
        faults = attendance_faults(
            men=[row.number for row in kept if row.sex == Sex.MALE],
            women=[row.number for row in kept if row.sex == Sex.FEMALE],
            low_income=self.instance.participants_low_income,
        )
        for _column, fault in faults:
            raise ValidationError(told(fault))


class ParticipantsInline(ListedInline):
    """Men and women of each element."""

    model = WorkshopParticipants
    formset = ParticipantsFormSet
    listed = "element"
    order_within = ("-sex", "pk")  # men first, as on the forms
    fields = ("element", "sex", "number")


class SpeakerInline(StewardInline):
    """Who spoke, about what."""

    model = WorkshopSpeaker
    hide_title = True
    fields = ("number", "name", "position", "agency", "topic")
    ordering = ("number",)


class FileInline(StewardInline):
    """Minutes, lists and photos."""

    model = WorkshopFile
    hide_title = True
    fields = ("kind", "content", "caption")
    ordering = ("kind", "pk")
    formfield_overrides = {
        PrivateFileField: {
            "widget": UnfoldAdminFileFieldWidget(
                attrs={"accept": "application/pdf,image/jpeg,image/png"}
            )
        }
    }


@admin.register(Workshop)
class WorkshopAdmin(PrivateFiles, ExchangeAdminMixin, SignedAdmin, StewardAdmin):
    """Workshops, socialisations and trainings."""

    dataset = "workshops"
    filterset_class = WorkshopFilterSet
    files = ((WorkshopFile, "content"),)
    search_fields = ("title",)  # asked for by Django; the filter set's `q` does the work
    list_display = (
        "title", "kind", "host_name", "held_for", "starts_on", "days_told", "people_told", "cost",
    )  # fmt: skip
    list_select_related = ("host", "region")
    autocomplete_fields = ("host", "region")
    choices = {
        "region": lambda rows, reader: rows.in_force(),
        "programme": lambda rows, reader: rows.order_by("from_on", "pk"),
    }
    inlines = (ParticipantsInline, SpeakerInline, WorkshopCostInline, FileInline)
    fieldsets = (
        (
            None,
            {
                "fields": (
                    "title", "kind", "host", ("starts_on", "ends_on"), "region", "place",
                    "programme",
                )
            },
        ),
        (
            _("What happened there"),
            {"fields": ("opened_by", "media", "participants_low_income", "results", "note")},
        ),
        PAPER_SIGNATURES,
    )  # fmt: skip

    readonly_fields = ("programme_link",)

    def get_fieldsets(self, request: Any, obj: Any = None) -> list[Any]:
        """Beside the choice of a programme the way to its page."""
        first, *others = super().get_fieldsets(request, obj)
        if obj is None or obj.programme_id is None:
            return [first, *others]
        fields = [*first[1]["fields"][:-1], ("programme", "programme_link")]
        return [(first[0], {"fields": fields}), *others]

    def get_queryset(self, request: Any) -> QuerySet[Any]:
        rows: Any = super().get_queryset(request)
        return rows.with_participants().with_total_cost()

    @admin.display(description=_("page of the programme"))
    def programme_link(self, workshop: Workshop) -> str:
        programme = workshop.programme
        return way_to(programme, programme) if programme else NOTHING

    @admin.display(description=_("host"))
    def host_name(self, workshop: Workshop) -> str:
        return workshop.host.name

    @admin.display(description=_("region"))
    def held_for(self, workshop: Workshop) -> str:
        return short_name(workshop.region)

    @admin.display(description=_("days"))
    def days_told(self, workshop: Workshop) -> str:
        return at_right(people(workshop.days))

    @admin.display(description=_("participants"))
    def people_told(self, workshop: Any) -> str:
        return at_right(people(workshop.participant_count or None))

    @admin.display(description=_("cost"))
    def cost(self, workshop: Any) -> str:
        return rupiah(workshop.total_cost)
