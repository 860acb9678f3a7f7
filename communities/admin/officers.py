"""The pages of officers: who sits on a board or works for it."""

from typing import Any

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from communities.admin.of_boards import OfBoards
from communities.admin.rule_forms import RuleForm
from communities.filters.officers import BoardOfficerFilterSet
from communities.models import BoardOfficer
from communities.rules.officers import officer_faults
from communities.stewardship import SignedAdmin
from p2kp_site.exchange.stewardship import ExchangeAdminMixin
from p2kp_site.foundation.stewardship import StewardAdmin


class BoardOfficerForm(RuleForm):
    """An officer as typed."""

    rule = staticmethod(officer_faults)

    class Meta:
        model = BoardOfficer
        exclude: tuple[str, ...] = ()


@admin.register(BoardOfficer)
class BoardOfficerAdmin(OfBoards, ExchangeAdminMixin, SignedAdmin, StewardAdmin):
    """Officers of boards."""

    dataset = "board-officers"
    form = BoardOfficerForm
    filterset_class = BoardOfficerFilterSet
    personal_fields = ("name", "social_status", "age", "education", "occupation")
    list_display = (
        "name", "position", "sex", "term", "board_name", "regency", "status",
    )  # fmt: skip  # names as running text
    fieldsets: Any = (
        (None, {"fields": ("board", ("name", "sex"), ("position", "votes"))}),
        (_("Term"), {"fields": ("term", ("term_from", "term_until"), "status")}),
        (_("Person"), {"fields": (("age", "social_status"), ("education", "occupation"))}),
    )
