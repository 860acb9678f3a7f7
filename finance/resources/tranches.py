"""Tranches of grants as a dataset."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from communities.resources.of_boards import (
    board_column,
    board_name_column,
    district_column,
    village_column,
)
from communities.resources.places import PlaceDataset
from finance.filters.tranches import TrancheFilterSet
from finance.models import Tranche
from finance.resources import of_grants as grants
from finance.resources.lookups import GRANT, SOURCE
from finance.resources.money import MoneyRules, in_words
from finance.rules.tranches import standing_faults, tranche_faults
from p2kp_site.exchange.columns import Column, Link
from p2kp_site.exchange.datasets import WouldBe
from p2kp_site.exchange.reading import Fault
from p2kp_site.exchange.registry import register
from p2kp_site.exchange.standard_columns import ref_column
from p2kp_site.exchange.totals import Total

_RUNNING = _("The system adds it up; a file does not say it.")


def _over_grant(amount: int, left: int) -> Fault:
    return in_words(Fault("over_grant", {"text": amount, "left": left}))


@register
class TrancheDataset(MoneyRules, PlaceDataset):
    """How grants are paid out, one row for each source of each tranche; signed with their grant."""

    slug = "tranches"
    title = _("Tranches")
    model = Tranche
    filterset_class = TrancheFilterSet
    period = _("Day for which the tranche is planned.")
    part_of = "grant_id"
    links = (Link(GRANT, grants.GRANT_COLUMNS, optional=grants.GRANT_OPTIONAL),)
    totals = (Total("grant_id", "tranched", limit="amount", over=_over_grant),)
    contested = ("grant_tranches_within_amount", "tranche_approved_paid_accounted")

    ref = ref_column()
    board = board_column("grant__board")
    board_name = board_name_column("grant__board")
    village = village_column("grant__board")
    district = district_column("grant__board")
    programme = grants.programme_column("grant")
    fiscal_year = grants.year_column("grant")
    grant_number = grants.grant_number_column("grant")
    number = Column(
        _("Tranche"),
        "ordinal",
        key=True,
        required=True,
        width=10,
        synonyms=("Tahap", "Termin", "Tahap ke", "Termin ke"),
        help_text=_("1, 2, 3: two sources of one tranche are two rows."),
    )
    source = Column(
        _("Code of the source"),
        "code",
        source="source__code",
        key=True,
        required=True,
        lookup=SOURCE,
        width=20,
        synonyms=("Sumber", "Sumber Dana", "Kode Sumber", "Kode Sumber Dana", "Source"),
        help_text=_("Code of the source, as in the dataset of funding sources."),
    )
    amount = Column(
        _("Amount of the tranche"),
        "rupiah",
        required=True,
        width=20,
        synonyms=("Jumlah", "Jumlah (Rp)", "Nilai", "Jumlah Tahap", "Amount"),
    )
    planned_on = Column(
        _("Planned on"), "date", width=14, synonyms=("Rencana Cair", "Tanggal Rencana")
    )
    approved = Column(
        _("Approved"), "rupiah", compared=True, width=20, help_text=_RUNNING,
        synonyms=("Disetujui",),
    )  # fmt: skip  # a call, its options side by side
    paid = Column(
        _("Paid"), "rupiah", compared=True, width=20, help_text=_RUNNING, synonyms=("Dicairkan",)
    )
    accounted = Column(
        _("Accounted for"), "rupiah", compared=True, width=20, help_text=_RUNNING,
        synonyms=("Dipertanggungjawabkan",),
    )  # fmt: skip  # a call, its options side by side

    def own_faults(self, values: Mapping[str, Any]) -> Iterable[tuple[str, Fault]]:
        if values["number"] is not None and values["number"] < 1:
            yield "number", Fault("number_from_one", {"text": str(values["number"])})

    def slice_faults(self, rows: Sequence[WouldBe]) -> Iterator[tuple[int, str, Fault]]:
        """What was approved stays within the tranche, and of the source that pays it."""
        changed = {row.pk: row for row in rows if row.pk}
        standing = Tranche.objects.filter(pk__among=set(changed), approved__gt=0)
        for pk, approved in standing.values_list("pk", "approved"):
            row = changed[pk]
            faults = [*tranche_faults(amount=row.values["amount"], approved=approved)]
            touched = [name for name in ("number", "source") if name in row.changes]
            faults += standing_faults(touched, approved=approved)
            for column, fault in faults:
                yield row.number, column, in_words(fault)
