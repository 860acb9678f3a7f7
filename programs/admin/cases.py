"""The desk: cases by queue, and the page on which one is worked on."""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from communities.admin.figures import two_lines
from communities.admin.of_boards import PlaceColumns
from communities.admin.regions import short_name
from communities.worklist import capped
from p2kp_site.exchange.stewardship import ExchangeAdminMixin
from p2kp_site.foundation.models.change_sets import Door
from p2kp_site.foundation.stewardship import StewardAdmin, StewardForm
from p2kp_site.foundation.stewardship.files import PrivateFiles
from p2kp_site.foundation.wording import NOTHING, in_words
from programs.admin.case_acting import ActsOnCases
from programs.admin.case_panels import letterhead_of, standing_of, told, tone_of
from programs.filters.cases import (
    DESK,
    MINE,
    OPEN,
    OVERDUE,
    TO_CHECK,
    UNASSIGNED,
    UNCERTAIN,
    CaseFilterSet,
    queue_of,
)
from programs.models import Case, CaseEvent
from programs.rules.cases import SUBJECTS
from programs.services.cases import open_case

TABS = (
    (MINE, _("Mine")),
    (OPEN, _("In my area")),
    (OVERDUE, _("Overdue")),
    (UNASSIGNED, _("Assigned to nobody")),
    (TO_CHECK, _("Waiting for a second person")),
    (UNCERTAIN, _("Reminders that may not have arrived")),
)
PEOPLE = (
    "reporter_name", "reporter_contact", "reporter_address",
    "accused_name", "accused_position", "accused_contact",
)  # fmt: skip  # names as running text
OF_COMPLAINTS: Any = (
    (
        _("Of a complaint"),
        {
            "fields": (
                ("nature", "scope"), ("channel", "theme"), ("amount_misused", "amount_returned"),
            )
        },
    ),
    (
        _("People of a complaint"),
        {
            "fields": (
                ("reporter_name", "reporter_contact"), "reporter_address",
                ("accused_name", "accused_position"), "accused_contact",
            )
        },
    ),
)  # fmt: skip  # sections of a page, few lines each


class CaseForm(StewardForm):
    """What a case is; its type stays, and what changes by acts is not here."""

    class Meta:
        model = Case
        exclude: tuple[str, ...] = ()

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        fields: dict[str, forms.Field] = self.fields
        if self.instance.pk and "type" in fields:
            fields["type"].disabled = True

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        case_type = data.get("type")
        if case_type and not self.instance.pk and case_type.first_stage is None:
            self.add_error("type", gettext("This type of cases has no stages yet."))
        return data


@admin.register(Case)
class CaseAdmin(ActsOnCases, PrivateFiles, PlaceColumns, ExchangeAdminMixin, StewardAdmin):
    """Cases."""

    class Media:
        css: ClassVar[dict[str, tuple[str, ...]]] = {"all": ("foundation/sheet.css",)}
        js = ("foundation/sheet.js",)

    dataset = "cases"
    form = CaseForm
    filterset_class = CaseFilterSet
    files = ((CaseEvent, "file"),)
    personal_fields = PEOPLE
    history_untold: ClassVar[tuple[str, ...]] = ("register_key",)
    search_fields = ("number",)  # asked for by Django; the filter set's `q` does the work
    list_before_template = "programs/desk.html"
    list_display = (
        "number", "stage_label", "what", "place", "level", "assignee_told",
        "received_on", "due_told",
    )  # fmt: skip  # names as running text
    list_select_related = ("type", "stage", "assignee", "region__parent__parent")
    related = (
        "type", "stage", "assignee", "closed_by", "outcome_checked_by", "channel", "theme",
        "region__parent__parent__parent", *SUBJECTS, "plan__board",
    )  # fmt: skip  # names as running text
    autocomplete_fields = ("region", *SUBJECTS)
    choices: ClassVar[Any] = {
        "region": lambda rows, reader: rows.in_force(),
        "type": lambda rows, reader: rows.active().order_by("code"),
        "channel": lambda rows, reader: rows.channels().active().in_order(),
        "theme": lambda rows, reader: rows.themes().active().in_order(),
    }
    # What presses most comes first; a queue is what a filter leaves.
    late_order: ClassVar[tuple[str, ...]] = ("due_on", "id")
    change_form_outer_before_template = "programs/case.html"
    fieldsets = (
        (
            None,
            {
                "fields": (
                    ("type", "region"), "title", "description", ("received_on", "event_on"),
                    ("register_number", "priority"),
                )
            },
        ),
        (_("About"), {"fields": (("board", "slum_area"), ("plan", "work"))}),
        *OF_COMPLAINTS,
    )  # fmt: skip  # sections of a page, few lines each

    def get_queryset(self, request: Any) -> QuerySet[Any]:
        """On the page of one case with everything that it names."""
        rows: QuerySet[Any] = super().get_queryset(request)
        of_one = request.resolver_match and "object_id" in request.resolver_match.kwargs
        return rows.select_related(*self.related) if of_one else rows

    def get_fieldsets(self, request: Any, obj: Any = None) -> list[Any]:
        """Without what only complaints have, where it is none."""
        fieldsets = super().get_fieldsets(request, obj)
        if obj is None or obj.type.is_complaint:
            return fieldsets
        titles = {title for title, _options in OF_COMPLAINTS}
        return [one for one in fieldsets if one[0] not in titles]

    def get_page_order(self, request: Any) -> tuple[str, ...]:
        late = request.GET.get(DESK) == OVERDUE
        return self.late_order if late else super().get_page_order(request)

    def changelist_view(self, request: Any, extra_context: Any = None) -> HttpResponse:
        desk = self._desk(request) if self.has_view_permission(request) else []
        return super().changelist_view(request, {**(extra_context or {}), "desk": desk})

    def _desk(self, request: Any) -> list[dict[str, Any]]:
        """The queues of the desk: each a filtered list, with its number as far as it is counted."""
        page, now = reverse("admin:programs_case_changelist"), request.GET.get(DESK, "")
        rows = Case.objects.visible_to(request.reader)
        return [
            {
                "title": title,
                "number": capped(queue_of(name, rows, request.reader)),
                "url": f"{page}?{DESK}={name}",
                "is_open": name == now,
            }
            for name, title in TABS
        ]

    def render_change_form(
        self, request: Any, context: dict[str, Any], *args: Any, **options: Any
    ) -> HttpResponse:
        if obj := options.get("obj"):
            context["case"] = {
                **standing_of(obj, request.reader),
                "buttons": self.buttons(request, obj),
            }
            context["life"] = told(obj, request.reader)
            context["sheet"] = letterhead_of(obj, request.reader)
        answer: HttpResponse = super().render_change_form(request, context, *args, **options)
        return answer

    # Writing --------------------------------------------------------------------------------------

    def has_change_permission(self, request: Any, obj: Any = None) -> bool:
        """What is closed stands: a case is reopened first."""
        return (obj is None or obj.is_open) and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: Any, obj: Any = None) -> bool:
        """Nobody: a case that was opened by mistake is closed with a reason."""
        return False

    def save_model(self, request: Any, obj: Any, form: Any, change: bool) -> None:
        if change:
            super().save_model(request, obj, form, change)
            return
        act = self.change_set(request)
        open_case(obj, by=request.reader, at=timezone.now(), door=Door.PAGE, change_set=act)

    # Columns --------------------------------------------------------------------------------------

    @display(description=_("stage"), label={"info": "info", "success": "success"})
    def stage_label(self, case: Case) -> Any:
        return tone_of(case), case.stage.name

    @admin.display(description=_("title"))
    def what(self, case: Case) -> str:
        return two_lines(case.title, case.type.name)

    @admin.display(description=_("region"))
    def place(self, case: Case) -> str:
        """The region, and beneath it the two that it lies in."""
        above = [case.region.parent, case.region.parent and case.region.parent.parent]
        return two_lines(case.region.name, ", ".join(short_name(one) for one in above if one))

    @admin.display(description=_("assigned to"))
    def assignee_told(self, case: Case) -> str:
        return str(case.assignee or NOTHING)

    @admin.display(description=_("due on"))
    def due_told(self, case: Case) -> str:
        if case.due_on is None or not case.is_open:
            return NOTHING
        day = in_words(case.due_on)
        late = case.due_on < timezone.localdate()
        return gettext("%(day)s, overdue") % {"day": day} if late else day
