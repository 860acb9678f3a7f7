"""The pages of plans: editions, what was planned and what became of it, and ratification."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import action
from unfold.widgets import (
    UnfoldAdminFileFieldWidget,
    UnfoldAdminSingleDateWidget,
    UnfoldAdminTextInputWidget,
)

from communities.admin.figures import at_right
from communities.admin.of_boards import OfBoards
from communities.stewardship import PAPER_SIGNATURES, SignedAdmin
from p2kp_site.exchange.stewardship import ExchangeAdminMixin
from p2kp_site.foundation.records import StaleRecord
from p2kp_site.foundation.stewardship import StewardAdmin, StewardForm
from p2kp_site.foundation.stewardship.files import PrivateFiles
from programs.admin.cases_about import cases_about
from programs.admin.panels import lines_of
from programs.filters.plans import PlanFilterSet
from programs.models import Plan
from programs.rules.plans import usual_end
from programs.services.plans import PlanRefused, new_edition, ratify

IDENTITY = ("board", "kind", "start_year", "end_year", "edition")


class PlanForm(StewardForm):
    """A plan as it is typed; of a ratified edition only what stands on paper can be corrected."""

    class Meta:
        model = Plan
        exclude: tuple[str, ...] = ()

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if "end_year" in self.fields:
            self.fields["end_year"].required = False
            self.fields["end_year"].help_text = _(
                "Left empty: three years for a PJM Pronangkis, one for a Renta, five for an RPLP."
            )
        if self.instance.is_ratified:
            for name in IDENTITY:
                if name in self.fields:
                    self.fields[name].disabled = True
            for name in ("ratified_on", "ratified_by"):
                if name in self.fields:
                    self.fields[name].required = True

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if not data.get("end_year") and data.get("start_year") and data.get("kind"):
            data["end_year"] = usual_end(data["kind"], data["start_year"])
        return data


class RatifyForm(forms.Form):
    """When an edition was ratified, and by whom."""

    ratified_on = forms.DateField(
        label=gettext_lazy("Ratified on"), widget=UnfoldAdminSingleDateWidget
    )
    ratified_by = forms.CharField(
        label=gettext_lazy("Ratified by"),
        max_length=150,
        widget=UnfoldAdminTextInputWidget,
        help_text=gettext_lazy("Who ratified it: a residents’ meeting, the lurah, …"),
    )
    minutes = forms.FileField(
        label=gettext_lazy("Minutes"),
        required=False,
        widget=UnfoldAdminFileFieldWidget,
        validators=Plan._meta.get_field("minutes").validators,
        help_text=gettext_lazy("The minutes of the ratification: PDF, JPEG or PNG, at most 10 MB."),
    )


@admin.register(Plan)
class PlanAdmin(PrivateFiles, OfBoards, ExchangeAdminMixin, SignedAdmin, StewardAdmin):
    """Plans of community boards."""

    dataset = "plans"
    form = PlanForm
    filterset_class = PlanFilterSet
    files = ((Plan, "minutes"),)
    search_fields = ("kind",)  # asked for by Django; the filter set's `q` does the work
    list_display = (
        "kind", "years", "edition", "board_name", "regency", "ratified_on", "lines",
    )  # fmt: skip  # names as running text
    choice_related = ("board",)
    actions_detail = ("ratify_plan", "next_edition")
    change_form_outer_after_template = "communities/board_life.html"
    fieldsets = (
        (
            None,
            {"fields": ("board", ("kind", "edition"), ("start_year", "end_year"), "note")},
        ),
        (
            gettext_lazy("Ratification"),
            {"fields": (("ratified_on", "ratified_by"), "minutes")},
        ),
        PAPER_SIGNATURES,
    )

    def get_queryset(self, request: Any) -> QuerySet[Any]:
        rows: Any = super().get_queryset(request)
        return rows.with_line_count()

    def get_readonly_fields(self, request: Any, obj: Any = None) -> list[Any]:
        """A plan is ratified by its button; afterwards a slip of the pen can be corrected."""
        fields = list(super().get_readonly_fields(request, obj))
        return fields if obj and obj.is_ratified else [*fields, "ratified_on", "ratified_by"]

    @admin.display(description=gettext_lazy("years"))
    def years(self, plan: Plan) -> str:
        if plan.start_year == plan.end_year:
            return str(plan.start_year)
        return f"{plan.start_year}–{plan.end_year}"

    @admin.display(description=gettext_lazy("planned activities"))
    def lines(self, plan: Any) -> str:
        return at_right(str(plan.line_count))

    def render_change_form(
        self, request: Any, context: dict[str, Any], *args: Any, **options: Any
    ) -> HttpResponse:
        if obj := options.get("obj"):
            context["life"] = lines_of(obj, request.reader) + cases_about(obj, request.reader)
        answer: HttpResponse = super().render_change_form(request, context, *args, **options)
        return answer

    # Buttons ----------------------------------------------------------------------------------

    def has_continue_permission(self, request: Any, object_id: Any = None) -> bool:
        """May the reader ratify the plan or make a new edition of it?"""
        obj = self.get_object(request, str(object_id)) if object_id else None
        return self.has_change_permission(request, obj)

    def get_actions_detail(self, request: Any, object_id: Any) -> list[Any]:
        """Only the button that makes sense for the edition as it is."""
        plan = self.get_object(request, str(object_id))
        unfit = "ratify_plan" if plan.is_ratified else "next_edition"
        shown = super().get_actions_detail(request, object_id)
        return [one for one in shown if not one.action_name.endswith(unfit)]

    @action(
        description=gettext_lazy("Ratify"),
        permissions=["continue"],
        url_path="ratify",
        icon="gavel",
    )
    def ratify_plan(self, request: Any, object_id: str) -> HttpResponse:
        """Write down the ratification of a draft."""
        plan = self._continued(request, object_id)
        form = RatifyForm(request.POST or None, request.FILES or None)
        if request.method == "POST" and form.is_valid():
            data = form.cleaned_data
            try:
                ratify(
                    plan,
                    on=data["ratified_on"],
                    ratified_by=data["ratified_by"],
                    minutes=data["minutes"],
                    by=request.reader.user,
                    at=timezone.now(),
                )
            except PlanRefused as error:
                form.add_error(None, str(error))
            except StaleRecord:
                form.add_error(None, _("Somebody changed the plan meanwhile: look at it again."))
            else:
                messages.success(request, _("The plan is ratified; its lines stand from now on."))
                return redirect(self._page_of(plan))
        question = _("Ratify “%(plan)s”? Its lines stand afterwards.") % {"plan": plan}
        return self._asked(request, plan, question, _("Ratify"), form)

    @action(
        description=gettext_lazy("New edition"),
        permissions=["continue"],
        url_path="new-edition",
        icon="content_copy",
    )
    def next_edition(self, request: Any, object_id: str) -> HttpResponse:
        """Go on from a ratified edition with a draft of the next."""
        plan = self._continued(request, object_id)
        form = forms.Form(request.POST or None)
        if request.method == "POST":
            try:
                edition = new_edition(plan, by=request.reader.user, at=timezone.now())
            except PlanRefused as error:
                messages.error(request, str(error))
                return redirect(self._page_of(plan))
            messages.success(request, _("This is the new edition, a draft with all lines."))
            return redirect(self._page_of(edition))
        question = _("Make a new edition of “%(plan)s”? All lines are copied into a draft.")
        return self._asked(request, plan, question % {"plan": plan}, _("New edition"), form)

    def _continued(self, request: Any, object_id: str) -> Plan:
        plan: Plan = self.get_object(request, object_id)
        if not self.has_change_permission(request, plan):
            raise PermissionDenied
        return plan

    def _page_of(self, plan: Plan) -> str:
        return reverse("admin:programs_plan_change", args=[plan.pk])

    def _asked(
        self, request: Any, plan: Plan, question: str, button: str, form: forms.Form
    ) -> HttpResponse:
        request.current_app = self.admin_site.name
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "original": plan,
            "title": str(plan),
            "question": question,
            "button": button,
            "form": form,
            "back": self._page_of(plan),
            "media": self.media + form.media,
        }
        return TemplateResponse(request, "foundation/act.html", context)
