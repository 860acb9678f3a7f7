"""The pages of elections of boards."""

from typing import Any

from django.contrib import admin
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _

from communities.admin.of_boards import OfBoards
from communities.admin.rule_forms import RuleForm
from communities.filters.elections import BoardElectionFilterSet
from communities.models import BoardElection
from communities.models.elections import ElectionKind
from communities.rules.elections import election_faults, turnout
from communities.stewardship import PAPER_SIGNATURES, SignedAdmin
from p2kp_site.exchange.stewardship import ExchangeAdminMixin
from p2kp_site.foundation.stewardship import StewardAdmin
from p2kp_site.foundation.wording import in_words


class BoardElectionForm(RuleForm):
    """An election as it is typed."""

    rule = staticmethod(election_faults)

    class Meta:
        model = BoardElection
        exclude: tuple[str, ...] = ()


@admin.register(BoardElection)
class BoardElectionAdmin(OfBoards, ExchangeAdminMixin, SignedAdmin, StewardAdmin):
    """Elections of boards."""

    dataset = "board-elections"
    form = BoardElectionForm
    filterset_class = BoardElectionFilterSet
    list_display = (
        "board_name", "kind", "held_on", "term", "took_part", "were_elected", "turned_out",
        "is_final",
    )  # fmt: skip  # names as running text
    fieldsets: Any = (
        (None, {"fields": ("board", ("kind", "term"), ("held_on", "place"), "is_final")}),
        (
            _("Participants"),
            {"fields": (("participants_men", "participants_women", "participants_low_income"),)},
        ),
        (_("Elected"), {"fields": (("elected_men", "elected_women", "elected_low_income"),)}),
        (_("Adults of the kelurahan"), {"fields": (("adults", "adults_on"), "adults_source")}),
        (_("Other"), {"fields": ("note",)}),
        PAPER_SIGNATURES,
    )

    @admin.display(description=_("participants"))
    def took_part(self, election: BoardElection) -> str:
        return in_words(election.participants)

    @admin.display(description=_("elected"))
    def were_elected(self, election: BoardElection) -> str:
        return in_words(election.elected)

    @admin.display(description=_("turnout"))
    def turned_out(self, election: BoardElection) -> str:
        return turnout_in_words(election)


def turnout_in_words(election: BoardElection) -> str:
    """The share of the adults who took part; only the basis election is open to all of them."""
    share = None
    if election.kind == ElectionKind.BASIS:
        share = turnout(election.participants, election.adults)
    return in_words(None) if share is None else f"{number_format(share)} %"
