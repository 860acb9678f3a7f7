"""Contributions of residents (swadaya) as a dataset."""

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
from finance.filters.contributions import ContributionFilterSet
from finance.models import Contribution
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
from finance.rules.contributions import contribution_faults
from p2kp_site.exchange.columns import Column
from p2kp_site.exchange.reading import Fault
from p2kp_site.exchange.registry import register
from p2kp_site.exchange.standard_columns import note_column, ref_column

# What offices write in place of a label.
KIND_OF_GIFT = {
    "Tunai": "cash",
    "Uang": "cash",
    "Material": "goods",
    "Bahan": "goods",
    "Tenaga": "labour",
    "HOK": "labour",
}


@register
class ContributionDataset(MoneyRules, FormDataset):
    """What residents of each board promised and gave, in money, goods and labour."""

    slug = "contributions"
    title = _("Community contributions")
    model = Contribution
    filterset_class = ContributionFilterSet
    period = _("Promised: day of the promise; given: day on which it was given.")
    links = WHAT_FOR

    ref = ref_column()
    board = board_column()
    board_name = board_name_column()
    village = village_column()
    district = district_column()
    fiscal_year = year_column()
    number = Column(
        _("Number of the contribution"),
        key=True,
        required=True,
        width=20,
        synonyms=("Nomor", "Nomor Bukti", "No. Bukti", "Nomor Swadaya", "Number"),
        help_text=_("Number of the form or receipt; the system never makes one up."),
    )
    kind = Column(
        _("Kind of contribution"),
        "choice",
        required=True,
        width=16,
        synonyms=("Jenis", "Jenis Swadaya", "Bentuk", "Bentuk Swadaya", "Kind"),
    )
    promised_amount = Column(
        _("Amount promised"),
        "rupiah",
        width=20,
        synonyms=("Janji", "Rencana Swadaya", "Swadaya Rencana", "Janji Swadaya"),
    )
    promised_on = Column(
        _("Promised on"), "date", width=14, synonyms=("Tanggal Janji", "Tgl. Janji")
    )
    realised_amount = Column(
        _("Amount given"),
        "rupiah",
        width=20,
        synonyms=("Realisasi", "Realisasi Swadaya", "Swadaya", "Swadaya Realisasi"),
        help_text=_("0 when nothing came of the promise."),
    )
    realised_on = Column(
        _("Given on"), "date", width=14, synonyms=("Tanggal Realisasi", "Tgl. Realisasi")
    )
    plan_kind = plan_kind_column()
    plan_start_year = plan_year_column()
    activity_number = activity_column()
    work = work_column()
    note = note_column()

    def reader_options(self, column: Column) -> dict[str, Any]:
        options = super().reader_options(column)
        if column.name == "kind":
            options["choices"] = {**KIND_OF_GIFT, **options["choices"]}
        return options

    def own_faults(self, values: Mapping[str, Any]) -> Iterable[tuple[str, Fault]]:
        return at_columns(contribution_faults({**values, "activity": values["activity_number"]}))
