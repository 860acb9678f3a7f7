"""The pages of years of boards: independence and audit."""

from typing import Any

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from communities.admin.of_boards import OfBoards
from communities.admin.rule_forms import RuleForm
from communities.filters.board_years import BoardYearFilterSet
from communities.models import BoardYear
from communities.rules.board_years import board_year_faults
from communities.stewardship import PAPER_SIGNATURES, SignedAdmin
from p2kp_site.exchange.stewardship import ExchangeAdminMixin
from p2kp_site.foundation.stewardship import StewardAdmin


class BoardYearForm(RuleForm):
    """A year of a board as it is typed."""

    rule = staticmethod(board_year_faults)

    class Meta:
        model = BoardYear
        exclude: tuple[str, ...] = ()


@admin.register(BoardYear)
class BoardYearAdmin(OfBoards, ExchangeAdminMixin, SignedAdmin, StewardAdmin):
    """Years of boards."""

    dataset = "board-years"
    form = BoardYearForm
    filterset_class = BoardYearFilterSet
    list_display = (
        "board_name", "of_year", "independence", "audit", "village", "regency",
    )  # fmt: skip  # names as running text
    fieldsets: Any = (
        (None, {"fields": ("board", ("year", "independence"))}),
        (_("Audit"), {"fields": ("audit", ("audited_on", "auditor"))}),
        (_("Other"), {"fields": ("note",)}),
        PAPER_SIGNATURES,
    )

    @admin.display(description=_("year"))
    def of_year(self, row: BoardYear) -> str:
        """The year without the point of thousands that lists give to numbers."""
        return str(row.year)
