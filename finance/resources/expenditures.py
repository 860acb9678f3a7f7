"""Expenditures of boards as a dataset."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from communities.resources.of_boards import (
    board_column,
    board_name_column,
    district_column,
    village_column,
)
from communities.resources.signoffs import FormDataset
from finance.filters.expenditures import ExpenditureFilterSet
from finance.models import Expenditure
from finance.resources.money import (
    WHAT_FOR,
    MoneyRules,
    activity_column,
    at_columns,
    plan_kind_column,
    plan_year_column,
    work_column,
    year_column,
)
from finance.rules.undertakings import belonging_faults, named_faults
from p2kp_site.exchange.columns import Column
from p2kp_site.exchange.datasets import WouldBe
from p2kp_site.exchange.reading import Fault
from p2kp_site.exchange.registry import register
from p2kp_site.exchange.standard_columns import ref_column

_ON_THE_PAGE = _("Whose money it was is named on the page of the expenditure.")


@register
class ExpenditureDataset(MoneyRules, FormDataset):
    """What each board spent, one row for each piece of evidence.

    A tranche is only compared: whose money it was is named on the page.
    """

    slug = "expenditures"
    title = _("Expenditures")
    model = Expenditure
    filterset_class = ExpenditureFilterSet
    period = _("Day on which it was spent.")
    links = WHAT_FOR

    ref = ref_column()
    board = board_column()
    board_name = board_name_column()
    village = village_column()
    district = district_column()
    fiscal_year = year_column()
    evidence_number = Column(
        _("Evidence number"),
        key=True,
        required=True,
        width=20,
        synonyms=("Nomor Bukti", "No. Bukti", "Nomor Kuitansi", "No. Kuitansi", "Nomor"),
        help_text=_("Number of the receipt; the system never makes one up."),
    )
    spent_on = Column(
        _("Spent on"),
        "date",
        required=True,
        width=14,
        synonyms=("Tanggal", "Tanggal Bukti", "Tanggal Pengeluaran", "Tgl. Bukti"),
    )
    amount = Column(
        _("Amount spent"),
        "rupiah",
        required=True,
        width=20,
        synonyms=("Jumlah", "Jumlah (Rp)", "Pengeluaran", "Nilai", "Amount"),
    )
    payee = Column(
        _("Paid to"),
        width=28,
        synonyms=("Dibayar kepada", "Penerima", "Toko"),
        help_text=_("The shop, office or group; no names of private people."),
    )
    description = Column(
        _("What for"),
        width=34,
        synonyms=("Uraian", "Keperluan", "Untuk Pembayaran", "Keterangan"),
    )
    tranche_number = Column(
        _("Tranche"),
        "count",
        source="tranche__number",
        compared=True,
        width=10,
        synonyms=("Tahap", "Termin"),
        help_text=_ON_THE_PAGE,
    )
    tranche_source = Column(
        _("Source of the tranche"),
        source="tranche__source__code",
        compared=True,
        width=16,
        synonyms=("Sumber Dana Tahap", "Sumber Dana"),
        help_text=_ON_THE_PAGE,
    )
    plan_kind = plan_kind_column()
    plan_start_year = plan_year_column()
    activity_number = activity_column()
    work = work_column()

    def own_faults(self, values: Mapping[str, Any]) -> Iterable[tuple[str, Fault]]:
        return at_columns(named_faults({**values, "activity": values["activity_number"]}))

    def slice_faults(self, rows: Sequence[WouldBe]) -> Iterator[tuple[int, str, Fault]]:
        """An expenditure from a tranche stays with the board of that tranche."""
        changed = {row.pk: row for row in rows if row.pk}
        paid = Expenditure.objects.filter(pk__among=set(changed), tranche__isnull=False)
        for pk, board in paid.values_list("pk", "tranche__grant__board_id"):
            if found := changed[pk].found.get("board_id"):
                faults = belonging_faults(board=found.stores["board_id"], tranche_board=board)
                for _column, fault in faults:
                    yield changed[pk].number, "board", fault
