"""The pages of planned activities, the lines of plans."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _

from communities.admin.figures import at_right
from p2kp_site.exchange.stewardship import ExchangeAdminMixin
from p2kp_site.foundation.stewardship import StewardAdmin, StewardForm
from programs.admin.costs import PlannedCostInline
from programs.admin.figures import measure, rupiah
from programs.admin.panels import works_of
from programs.filters.activities import PlannedActivityFilterSet
from programs.models import PlannedActivity
from programs.rules.undertakings import UNITS


class PlannedActivityForm(StewardForm):
    """A line of a draft as it is typed; it never goes to another plan."""

    class Meta:
        model = PlannedActivity
        exclude: tuple[str, ...] = ()
        help_texts = {"unit": _("Such as %(units)s.") % {"units": ", ".join(UNITS)}}

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if "plan" in self.fields:
            self.fields["plan"].disabled = bool(self.instance.pk)


@admin.register(PlannedActivity)
class PlannedActivityAdmin(ExchangeAdminMixin, StewardAdmin):
    """Planned activities; those of a ratified edition are read only."""

    dataset = "planned-activities"
    form = PlannedActivityForm
    filterset_class = PlannedActivityFilterSet
    search_fields = ("number",)  # asked for by Django; the filter set's `q` does the work
    list_display = (
        "number", "sub_component", "board_name", "plan_name", "year_told", "amount",
        "planned", "realised",
    )  # fmt: skip  # names as running text
    list_select_related = ("plan__board",)
    autocomplete_fields = ("plan",)
    choices = {"plan": lambda rows, reader: rows.filter(ratified_on__isnull=True)}
    choice_related = ("plan__board",)
    inlines = (PlannedCostInline,)
    change_form_outer_after_template = "communities/board_life.html"
    fieldsets = (
        (None, {"fields": ("plan", ("number", "planned_year"), ("sector", "nature"))}),
        (
            _("What is made"),
            {"fields": ("sub_component", "detail", "neighbourhood", ("volume", "unit"))},
        ),
        (
            _("For whom"),
            {
                "fields": (
                    ("beneficiaries_men", "beneficiaries_women"),
                    ("beneficiaries_low_income", "beneficiaries_households"),
                    "note",
                )
            },
        ),
    )

    def get_queryset(self, request: Any) -> QuerySet[Any]:
        rows: Any = super().get_queryset(request).select_related("plan__board")
        return rows.planned_against_realised()

    def choice_label(self, obj: Any) -> str:
        return f"{obj} — {obj.plan.board.name}, {obj.plan.name}"

    def has_change_permission(self, request: Any, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and not _stands(obj)

    def has_delete_permission(self, request: Any, obj: Any = None) -> bool:
        return super().has_delete_permission(request, obj) and not _stands(obj)

    def get_deleted_objects(self, objs: Any, request: Any) -> Any:
        found, counts, lacking, protected = super().get_deleted_objects(objs, request)
        if any(_stands(line) for line in objs):
            protected = [*protected, _("Lines of a ratified edition stand.")]
        return found, counts, lacking, protected

    # A line is signed with its plan, so the plan becomes a new version with it.

    def save_related(self, request: Any, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        self._touch_plans(request, [form.instance])

    def delete_model(self, request: Any, obj: Any) -> None:
        super().delete_model(request, obj)
        self._touch_plans(request, [obj])

    def delete_queryset(self, request: Any, queryset: QuerySet[Any]) -> None:
        lines = list(queryset.select_related("plan"))
        super().delete_queryset(request, queryset)
        self._touch_plans(request, lines)

    def _touch_plans(self, request: Any, lines: list[Any]) -> None:
        act = request.__dict__.get("change_set")
        for plan in {line.plan_id: line.plan for line in lines}.values():
            if act is not None:
                self._touch(request, plan, act)

    def render_change_form(
        self, request: Any, context: dict[str, Any], *args: Any, **options: Any
    ) -> HttpResponse:
        if obj := options.get("obj"):
            context["life"] = works_of(obj, request.reader)
        answer: HttpResponse = super().render_change_form(request, context, *args, **options)
        return answer

    @admin.display(description=_("community board (BKM/LKM)"))
    def board_name(self, line: Any) -> str:
        return str(line.plan.board.name)

    @admin.display(description=_("plan"))
    def plan_name(self, line: Any) -> str:
        return str(line.plan.name)

    @admin.display(description=_("planned for"))
    def year_told(self, line: Any) -> str:
        return str(line.planned_year)

    @admin.display(description=_("volume"))
    def amount(self, line: Any) -> str:
        return at_right(measure(line.volume, line.unit))

    @admin.display(description=_("planned cost"))
    def planned(self, line: Any) -> str:
        return rupiah(line.planned_cost)

    @admin.display(description=_("realised cost"))
    def realised(self, line: Any) -> str:
        return rupiah(line.realised_cost)


def _stands(line: Any) -> bool:
    return line is not None and line.plan.is_ratified
