"""Years of boards as a dataset."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from communities.filters.board_years import BoardYearFilterSet
from communities.models import BoardYear
from communities.resources.of_boards import (
    board_column,
    board_name_column,
    district_column,
    village_column,
)
from communities.resources.signoffs import FormDataset
from communities.rules.board_years import board_year_faults
from p2kp_site.exchange.columns import Column
from p2kp_site.exchange.reading import Fault
from p2kp_site.exchange.registry import register
from p2kp_site.exchange.standard_columns import note_column, ref_column


@register
class BoardYearDataset(FormDataset):
    """What boards had become by the end of each year: independence and audit."""

    slug = "board-years"
    title = _("Years of boards")
    model = BoardYear
    filterset_class = BoardYearFilterSet
    period = _("31 December of the year; of a board, the latest year that has ended.")

    ref = ref_column()
    board = board_column()
    board_name = board_name_column()
    village = village_column()
    district = district_column()
    year = Column(_("Year"), "year", required=True, key=True, width=10, synonyms=("Tahun",))
    independence = Column(
        _("Independence"),
        "choice",
        width=24,
        synonyms=("Kemandirian", "Tingkat Kemandirian", "Status Kemandirian", "Kemandirian BKM"),
        help_text=_("Empty: not assessed."),
    )
    audit = Column(
        _("Audit"),
        "choice",
        width=28,
        synonyms=("Hasil Audit", "Opini Audit", "Opini", "Pendapat Auditor"),
        help_text=_("The opinion of the independent auditor. Empty: not known."),
    )
    audited_on = Column(_("Audited on"), "date", width=14, synonyms=("Tanggal Audit", "Tgl. Audit"))
    auditor = Column(
        _("Audited by"),
        width=30,
        synonyms=("Auditor", "Nama Auditor", "KAP", "Kantor Akuntan Publik"),
        help_text=_("The office that audited."),
    )
    note = note_column()

    def row_faults(self, values: Mapping[str, Any]) -> Iterable[tuple[str, Fault]]:
        return board_year_faults(values)
