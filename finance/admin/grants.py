"""The pages of grants, with their tranches and what became of the money."""

from typing import Any, ClassVar

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

from communities.admin.board_life import tell_of_boards
from communities.admin.of_boards import OfBoards
from communities.stewardship import PAPER_SIGNATURES, SignedAdmin
from finance.admin.panels import grants_of, grants_of_programme, letterhead_of, money_of
from finance.admin.tranches import TrancheInline
from finance.filters.grants import GrantFilterSet
from finance.models import Grant
from finance.services.grants import GrantRefused, make_tranches, recount, release
from p2kp_site.exchange.stewardship import ExchangeAdminMixin
from p2kp_site.foundation.records import StaleRecord
from p2kp_site.foundation.stewardship import StewardAdmin, StewardForm
from programs.admin.figures import rupiah
from programs.admin.gatherings import tell_of_programmes

tell_of_boards(Grant, gettext_lazy("Grants (BLM)"), grants_of)
tell_of_programmes(grants_of_programme)

IDENTITY = ("board", "programme", "fiscal_year", "number")


class GrantForm(StewardForm):
    """A grant as it is typed; once anything of it was approved it stays whose and of when it is."""

    class Meta:
        model = Grant
        exclude: tuple[str, ...] = ()

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        approved = self.instance.pk and self.instance.tranches.filter(approved__gt=0).exists()
        for name in IDENTITY:
            if approved and name in self.fields:
                self.fields[name].disabled = True


@admin.register(Grant)
class GrantAdmin(OfBoards, ExchangeAdminMixin, SignedAdmin, StewardAdmin):
    """Grants to community boards."""

    dataset = "grants"
    form = GrantForm
    filterset_class = GrantFilterSet
    search_fields = ("agreement_number",)  # asked for by Django; the filter set's `q` does the work
    list_display = (
        "board_and_village", "regency", "name_told", "agreement_on",
        "amount_told", "in_tranches", "paid", "accounted",
    )  # fmt: skip
    list_select_related = ("board__region__parent__parent", "programme")
    choice_related = ("board", "programme")
    choices = {
        "programme": lambda rows, reader: rows.order_by("from_on", "pk"),
        "scheme": lambda rows, reader: rows.order_by("code"),
    }
    inlines = (TrancheInline,)
    related = ("board__region__parent__parent__parent", "programme")
    actions_detail = ("split_grant",)
    # A grant is read more often than it is typed.
    change_form_outer_before_template = "finance/grant_life.html"
    fieldsets = (
        (None, {"fields": ("board", ("programme", "fiscal_year", "number"))}),
        (
            gettext_lazy("Agreement"),
            {"fields": (("agreement_number", "agreement_on"), ("amount", "scheme"), "note")},
        ),
        PAPER_SIGNATURES,
    )

    def get_queryset(self, request: Any) -> QuerySet[Any]:
        rows: Any = super().get_queryset(request).select_related(*self.related)
        return rows.with_paid_total().with_accounted_total()

    def render_change_form(
        self, request: Any, context: dict[str, Any], *args: Any, **options: Any
    ) -> HttpResponse:
        if obj := options.get("obj"):
            context["life"] = money_of(obj, request.reader)
            context["sheet"] = letterhead_of(obj, request.reader)
        answer: HttpResponse = super().render_change_form(request, context, *args, **options)
        return answer

    class Media:
        css: ClassVar[dict[str, tuple[str, ...]]] = {
            "all": ("foundation/sheet.css", "finance/finance.css")
        }
        js = ("foundation/sheet.js",)

    # A grant and its tranches are written together: only at the end must the sum be right.

    def save_model(self, request: Any, obj: Any, form: Any, change: bool) -> None:
        if change:
            release(obj)
        super().save_model(request, obj, form, change)

    def save_related(self, request: Any, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        recount([form.instance.pk])

    # Columns --------------------------------------------------------------------------------------

    @admin.display(description=gettext_lazy("grant"))
    def name_told(self, grant: Grant) -> str:
        return grant.name

    @admin.display(description=gettext_lazy("amount"))
    def amount_told(self, grant: Grant) -> str:
        return rupiah(grant.amount)

    @admin.display(description=gettext_lazy("in tranches"))
    def in_tranches(self, grant: Grant) -> str:
        return rupiah(grant.tranched)

    @admin.display(description=gettext_lazy("paid"))
    def paid(self, grant: Any) -> str:
        return rupiah(grant.paid_total)

    @admin.display(description=gettext_lazy("covered by LPJ"))
    def accounted(self, grant: Any) -> str:
        return rupiah(grant.accounted_total)

    # Button ---------------------------------------------------------------------------------------

    def has_split_permission(self, request: Any, object_id: Any = None) -> bool:
        """May the reader have the tranches made?"""
        obj = self.get_object(request, str(object_id)) if object_id else None
        return self.has_change_permission(request, obj)

    def get_actions_detail(self, request: Any, object_id: Any) -> list[Any]:
        """The button is there while the grant names a scheme and has no tranches."""
        grant = self.get_object(request, str(object_id))
        fits = grant.scheme_id is not None and grant.tranched == 0
        return super().get_actions_detail(request, object_id) if fits else []

    @action(
        description=gettext_lazy("Make the tranches"),
        permissions=["split"],
        url_path="make-tranches",
        icon="call_split",
    )
    def split_grant(self, request: Any, object_id: str) -> HttpResponse:
        """Split the amount by the scheme, to the last rupiah."""
        grant: Grant = self.get_object(request, object_id)
        if not self.has_change_permission(request, grant):
            raise PermissionDenied
        back = reverse("admin:finance_grant_change", args=[grant.pk])
        if request.method == "POST":
            try:
                made = make_tranches(grant, by=request.reader.user, at=timezone.now())
            except GrantRefused as error:
                messages.error(request, str(error))
            except StaleRecord:
                messages.error(request, _("Somebody changed the grant meanwhile: look again."))
            else:
                told = _("Tranches made: %(number)d. They come to the whole amount.")
                messages.success(request, told % {"number": len(made)})
            return redirect(back)
        question = _("Split the amount by the scheme “%(scheme)s”?")
        request.current_app = self.admin_site.name
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "original": grant,
            "title": str(grant),
            "question": question % {"scheme": grant.scheme or "–"},
            "button": _("Make the tranches"),
            "form": forms.Form(),
            "back": back,
            "media": self.media,
        }
        return TemplateResponse(request, "foundation/act.html", context)
