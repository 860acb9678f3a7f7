"""The pages of works, with their costs, progress and photos."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminImageSmallFieldWidget

from communities.admin.figures import at_right
from communities.admin.of_boards import OfBoards
from communities.stewardship import PAPER_SIGNATURES, SignedAdmin
from p2kp_site.exchange.stewardship import ExchangeAdminMixin
from p2kp_site.foundation.private_files import PrivateFileField
from p2kp_site.foundation.stewardship import StewardAdmin, StewardForm, StewardInline
from p2kp_site.foundation.stewardship.files import PrivateFiles
from p2kp_site.foundation.wording import NOTHING
from programs.admin.cases_about import cases_about
from programs.admin.costs import WorkCostInline
from programs.admin.figures import measure, rupiah
from programs.admin.panels import planned_and_realised
from programs.filters.works import WorkFilterSet
from programs.models import Work, WorkPhoto, WorkProgress
from programs.rules.undertakings import UNITS


class WorkForm(StewardForm):
    """A work as it is typed."""

    class Meta:
        model = Work
        exclude: tuple[str, ...] = ()
        help_texts = {"unit": _("Such as %(units)s.") % {"units": ", ".join(UNITS)}}


class ProgressInline(StewardInline):
    """How much stood on which day."""

    model = WorkProgress
    hide_title = True
    fields = ("on", "physical_percent", "note")
    ordering = ("on",)


class PhotoInline(StewardInline):
    """Photos before, at half and at the end."""

    model = WorkPhoto
    hide_title = True
    fields = ("stage", "image", "taken_on", "caption")
    ordering = ("stage", "pk")
    formfield_overrides = {
        PrivateFileField: {"widget": UnfoldAdminImageSmallFieldWidget(attrs={"accept": "image/*"})}
    }


@admin.register(Work)
class WorkAdmin(PrivateFiles, OfBoards, ExchangeAdminMixin, SignedAdmin, StewardAdmin):
    """Works of community boards."""

    dataset = "works"
    form = WorkForm
    filterset_class = WorkFilterSet
    files = ((WorkPhoto, "image"),)
    search_fields = ("number",)  # asked for by Django; the filter set's `q` does the work
    list_display = (
        "number", "sub_component", "board_name", "finished_on", "amount",
        "cost", "progress_told",
    )  # fmt: skip  # names as running text
    autocomplete_fields = ("board", "activity", "group")
    choices = {"activity": lambda rows, reader: rows.choosable_on(reader.on)}
    inlines = (WorkCostInline, ProgressInline, PhotoInline)
    change_form_outer_after_template = "communities/board_life.html"
    fieldsets = (
        (
            None,
            {"fields": ("board", ("number", "is_unplanned"), "activity", "group")},
        ),
        (
            _("What is made"),
            {
                "fields": (
                    ("sector", "nature"), "sub_component", "detail", "neighbourhood",
                    ("volume", "unit"), ("latitude", "longitude"),
                )
            },
        ),
        (
            _("Work"),
            {
                "fields": (
                    ("started_on", "finished_on"),
                    ("workers_men", "workers_women"),
                    ("person_days", "person_days_cost"),
                )
            },
        ),
        (
            _("For whom"),
            {
                "fields": (
                    ("beneficiaries_men", "beneficiaries_women"),
                    ("beneficiaries_low_income", "beneficiaries_households"),
                )
            },
        ),
        (
            _("Quality and upkeep"),
            {
                "fields": (
                    "quality",
                    ("handed_over_to", "handover_on"),
                    ("still_exists", "is_in_good_state"),
                    ("is_working", "is_in_use"),
                    "is_developed_further",
                    "note",
                )
            },
        ),
        PAPER_SIGNATURES,
    )  # fmt: skip  # sections of a page, few lines each

    def get_queryset(self, request: Any) -> QuerySet[Any]:
        rows: Any = super().get_queryset(request)
        return rows.with_realised_cost().with_progress()

    def render_change_form(
        self, request: Any, context: dict[str, Any], *args: Any, **options: Any
    ) -> HttpResponse:
        if obj := options.get("obj"):
            told = planned_and_realised(obj, request.reader)
            context["life"] = told + cases_about(obj, request.reader)
        answer: HttpResponse = super().render_change_form(request, context, *args, **options)
        return answer

    @admin.display(description=_("volume"))
    def amount(self, work: Any) -> str:
        return at_right(measure(work.volume, work.unit))

    @admin.display(description=_("realised cost"))
    def cost(self, work: Any) -> str:
        return rupiah(work.realised_cost)

    @admin.display(description=_("progress"))
    def progress_told(self, work: Any) -> str:
        percent = work.physical_percent
        return at_right(NOTHING if percent is None else measure(percent, "%"))
