"""The pages of self-help groups (KSM)."""

from typing import Any

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from communities.admin.of_boards import OfBoards
from communities.admin.rule_forms import RuleForm
from communities.filters.groups import SelfHelpGroupFilterSet
from communities.models import SelfHelpGroup
from communities.rules.groups import group_faults
from communities.stewardship import PAPER_SIGNATURES, SignedAdmin
from p2kp_site.exchange.stewardship import ExchangeAdminMixin
from p2kp_site.foundation.stewardship import StewardAdmin
from p2kp_site.foundation.wording import in_words


class SelfHelpGroupForm(RuleForm):
    """A group as it is typed."""

    rule = staticmethod(group_faults)

    class Meta:
        model = SelfHelpGroup
        exclude: tuple[str, ...] = ()


@admin.register(SelfHelpGroup)
class SelfHelpGroupAdmin(OfBoards, ExchangeAdminMixin, SignedAdmin, StewardAdmin):
    """Self-help groups."""

    dataset = "groups"
    form = SelfHelpGroupForm
    filterset_class = SelfHelpGroupFilterSet
    personal_fields = ("chair",)
    search_fields = ("name",)  # asked for by Django; the filter set's `q` does the work
    list_display = (
        "name", "kind", "board_name", "village", "regency", "counted", "is_active",
    )  # fmt: skip  # names as running text
    choice_related = ("board",)
    fieldsets: Any = (
        (None, {"fields": ("board", ("name", "kind"), "formed_on", "chair")}),
        (_("Members"), {"fields": (("members_men", "members_women", "members_low_income"),)}),
        (_("State"), {"fields": ("is_active", ("closed_on", "inactive_reason"), "note")}),
        PAPER_SIGNATURES,
    )

    @admin.display(description=_("members"))
    def counted(self, group: SelfHelpGroup) -> str:
        return in_words(group.members)
