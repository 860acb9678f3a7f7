"""Expenditures of boards as a dataset."""

from collections.abc import Iterable, Mapping
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
from finance.resources.lookups import TRANCHE_OF_BOARD
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
from finance.resources.of_grants import grant_number_column
from finance.rules.undertakings import named_faults
from p2kp_site.exchange.columns import Column, Link
from p2kp_site.exchange.reading import Fault
from p2kp_site.exchange.registry import register
from p2kp_site.exchange.standard_columns import ref_column

_TRANCHE_COLUMNS = (
    "board", "tranche_programme", "tranche_fiscal_year", "tranche_grant_number",
    "tranche_number", "tranche_source",
)  # fmt: skip  # names as running text
_OPTIONAL = ("tranche_programme", "tranche_grant_number", "tranche_source")


@register
class ExpenditureDataset(MoneyRules, FormDataset):
    """What each board spent, one row for each piece of evidence, and out of which tranche."""

    slug = "expenditures"
    title = _("Expenditures")
    model = Expenditure
    filterset_class = ExpenditureFilterSet
    period = _("Day on which it was spent.")
    links = (*WHAT_FOR, Link(TRANCHE_OF_BOARD, _TRANCHE_COLUMNS, ("board",), _OPTIONAL))

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
    tranche_fiscal_year = Column(
        _("Fiscal year of the grant"),
        "year",
        source="tranche__grant__fiscal_year",
        width=10,
        synonyms=("Tahun BLM", "TA BLM", "Tahun Anggaran BLM"),
        help_text=_("Of the tranche whose money it was; empty for money from elsewhere."),
    )
    tranche_programme = Column(
        _("Programme of the grant"),
        source="tranche__grant__programme__code",
        width=16,
        synonyms=("Program BLM",),
        help_text=_("It may be left out where the board has one grant of that year."),
    )
    tranche_grant_number = grant_number_column("tranche__grant", key=False)
    tranche_number = Column(
        _("Tranche"),
        "count",
        source="tranche__number",
        width=10,
        synonyms=("Tahap", "Termin"),
        help_text=_("Whose money it was; empty for money from elsewhere."),
    )
    tranche_source = Column(
        _("Source of the tranche"),
        source="tranche__source__code",
        width=16,
        synonyms=("Sumber Dana Tahap", "Sumber Dana"),
        help_text=_("It may be left out where the tranche has one source."),
    )
    plan_kind = plan_kind_column()
    plan_start_year = plan_year_column()
    activity_number = activity_column()
    work = work_column()

    def own_faults(self, values: Mapping[str, Any]) -> Iterable[tuple[str, Fault]]:
        return at_columns(named_faults({**values, "activity": values["activity_number"]}))
