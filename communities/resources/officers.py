"""Officers of boards as a dataset."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from communities.filters.officers import BoardOfficerFilterSet
from communities.models import BoardOfficer
from communities.resources.of_boards import (
    board_column,
    board_name_column,
    district_column,
    term_column,
    village_column,
)
from communities.resources.signoffs import FormDataset
from communities.rules.officers import officer_faults
from p2kp_site.exchange.columns import Column
from p2kp_site.exchange.reading import Fault
from p2kp_site.exchange.registry import register
from p2kp_site.exchange.standard_columns import ref_column


@register
class BoardOfficerDataset(FormDataset):
    """Everybody who sits on a board or works for it, term by term."""

    slug = "board-officers"
    title = _("Board officers")
    model = BoardOfficer
    filterset_class = BoardOfficerFilterSet
    period = _("From the beginning of the term until its end.")

    ref = ref_column()
    board = board_column()
    board_name = board_name_column()
    village = village_column()
    district = district_column()
    term = term_column(key=True)
    name = Column(
        _("Officer name"),
        "name",
        required=True,
        key=True,
        personal=True,
        width=30,
        synonyms=("Nama Pengurus", "Nama Anggota", "Nama Anggota BKM", "Nama Lengkap", "Nama"),
    )
    position = Column(
        _("Position"),
        "choice",
        width=24,
        synonyms=("Jabatan", "Jabatan di BKM", "Unsur"),
        help_text=_("Left empty, a new officer is a member."),
    )
    sex = Column(
        _("Sex"), "sex", required=True, width=14, synonyms=("L/P", "P/W", "JK", "Jenis Kelamin")
    )
    social_status = Column(
        _("Social status"),
        "choice",
        personal=True,
        width=22,
        synonyms=("Status Sosial", "Status Ekonomi"),
        help_text=_("By the residents’ own survey (PS-2). Empty: not known."),
    )
    age = Column(
        _("Age"),
        "count",
        personal=True,
        width=8,
        synonyms=("Umur", "Usia", "Umur (tahun)"),
        help_text=_("In years, when the term began."),
    )
    education = Column(
        _("Education"),
        "choice",
        personal=True,
        width=24,
        synonyms=("Pendidikan", "Pendidikan Terakhir"),
        help_text=_("The highest school that was finished. Empty: not known."),
    )
    occupation = Column(_("Occupation"), personal=True, width=22, synonyms=("Pekerjaan",))
    votes = Column(
        _("Votes"),
        "count",
        width=10,
        synonyms=("Suara", "Jumlah Suara", "Perolehan Suara"),
        help_text=_("Votes received in the election; empty for those whom the board appointed."),
    )
    term_from = Column(
        _("Term from"),
        "date",
        width=14,
        synonyms=("Periode Mulai", "Mulai Masa Bakti", "Masa Bakti Mulai"),
    )
    term_until = Column(
        _("Term until"),
        "date",
        width=14,
        synonyms=("Periode Sampai", "Akhir Masa Bakti", "Masa Bakti Sampai"),
        help_text=_("The first day on which somebody else may serve; usually three years later."),
    )
    status = Column(
        _("Status"),
        "choice",
        width=14,
        synonyms=("Status Pengurus", "Status Keaktifan"),
        help_text=_("Left empty, a new officer is active."),
    )

    def row_faults(self, values: Mapping[str, Any]) -> Iterable[tuple[str, Fault]]:
        return officer_faults(values)
