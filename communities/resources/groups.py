"""Self-help groups as a dataset."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from communities.filters.groups import SelfHelpGroupFilterSet
from communities.models import SelfHelpGroup
from communities.resources.of_boards import (
    board_column,
    board_name_column,
    district_column,
    people_columns,
    village_column,
)
from communities.resources.signoffs import FormDataset
from communities.rules.groups import group_faults
from p2kp_site.exchange.columns import Column
from p2kp_site.exchange.reading import Fault
from p2kp_site.exchange.registry import register
from p2kp_site.exchange.standard_columns import note_column, ref_column


@register
class SelfHelpGroupDataset(FormDataset):
    """The self-help groups that boards accompany."""

    slug = "groups"
    title = _("Self-help groups (KSM)")
    model = SelfHelpGroup
    filterset_class = SelfHelpGroupFilterSet
    period = _("The day it was formed; it stands from then until the day it was closed.")

    ref = ref_column()
    board = board_column()
    board_name = board_name_column()
    village = village_column()
    district = district_column()
    name = Column(
        _("Group name"),
        "name",
        required=True,
        key=True,
        width=30,
        synonyms=("Nama KSM", "KSM", "Nama Kelompok", "Nama"),
    )
    kind = Column(
        _("Kind of group"),
        "choice",
        required=True,
        width=18,
        synonyms=("Jenis KSM", "Jenis Kelompok", "Bidang", "Bidang KSM", "L/S/E", "Jenis"),
        help_text=_("What the group is about: environment (L), social life (S) or economy (E)."),
    )
    formed_on = Column(
        _("Formed on"),
        "date",
        width=14,
        synonyms=("Tanggal Berdiri", "Tgl. Berdiri", "Tanggal Pembentukan", "Tgl Pembentukan"),
    )
    chair = Column(
        _("Chair"), personal=True, width=26, synonyms=("Ketua", "Ketua KSM", "Nama Ketua")
    )
    members_men, members_women, members_low_income = people_columns(
        (_("Members, men"), _("Members, women"), _("Members with a low income")),
        ("Anggota", "Jumlah Anggota"),
        bare=True,
    )
    is_active = Column(_("Active"), "yes_no", width=10, synonyms=("Aktif", "Status Aktif"))
    closed_on = Column(
        _("Closed on"), "date", width=14, synonyms=("Tanggal Ditutup", "Tanggal Bubar")
    )
    inactive_reason = Column(
        _("Why not active"),
        width=30,
        synonyms=("Alasan Tidak Aktif",),
        help_text=_("To be filled when the group is not active."),
    )
    note = note_column()

    def row_faults(self, values: Mapping[str, Any]) -> Iterable[tuple[str, Fault]]:
        return group_faults(values)
