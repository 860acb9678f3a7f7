"""Community boards as a dataset."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from communities.filters.boards import BoardFilterSet
from communities.models import Board
from communities.resources.places import (
    district_column,
    regency_column,
    village_code_column,
    village_column,
)
from communities.resources.signoffs import FormDataset
from communities.rules.boards import board_faults, new_board_code
from communities.rules.regions import fold
from p2kp_site.exchange.columns import Column
from p2kp_site.exchange.reading import Fault
from p2kp_site.exchange.registry import register
from p2kp_site.exchange.standard_columns import note_column


@register
class BoardDataset(FormDataset):
    """Every community board with its papers and its bank account."""

    slug = "boards"
    title = _("Community boards (BKM/LKM)")
    model = Board
    filterset_class = BoardFilterSet
    period = _("The day it was formed; it stands from then until the day it was closed.")

    ref = Column(
        _("Ref"),
        "ref",
        width=15,
        help_text=_("Reference of the row; leave it as it is, and empty for a new board."),
    )
    code = Column(
        _("Board code"),
        "code",
        key=True,
        width=20,
        synonyms=("Kode", "Kode BKM", "Kode BKM/LKM"),
        help_text=_("Never changes. Left empty, the system issues one."),
    )
    name = Column(
        _("Board name"),
        "name",
        required=True,
        width=34,
        synonyms=("Nama BKM/LKM", "Nama BKM", "Nama LKM", "Nama"),
    )
    region = village_code_column()
    village = village_column()
    district = district_column()
    regency = regency_column()
    formed_on = Column(
        _("Formed on"),
        "date",
        width=14,
        synonyms=(
            "Tanggal Berdiri",
            "Tgl. Berdiri",
            "Tanggal Pembentukan",
            "Tgl Pembentukan",
            "Pembentukan Tanggal",
        ),
    )
    coordinator = Column(
        _("Coordinator"), personal=True, width=26, synonyms=("Koordinator", "Koordinator BKM")
    )
    address = Column(_("Address"), width=36, synonyms=("Alamat",))
    phone = Column(_("Phone"), "phone", personal=True, synonyms=("Telepon", "No. Telepon", "HP"))
    deed_number = Column(_("Deed number"), synonyms=("Nomor Akta", "No. Akta", "No. Akta Notaris"))
    deed_on = Column(_("Deed date"), "date", width=14, synonyms=("Tanggal Akta", "Tgl. Akta"))
    notary = Column(_("Notary"), width=28, synonyms=("Notaris", "Nama Notaris"))
    bank_name = Column(_("Bank"), synonyms=("Nama Bank",))
    bank_account_number = Column(
        _("Bank account number"),
        personal=True,
        width=24,
        synonyms=("Nomor Rekening", "No. Rekening", "Rekening"),
    )
    is_active = Column(_("Active"), "yes_no", width=10, synonyms=("Aktif", "Status Aktif"))
    closed_on = Column(_("Closed on"), "date", width=14, synonyms=("Tanggal Ditutup",))
    inactive_reason = Column(
        _("Why not active"),
        width=30,
        synonyms=("Alasan Tidak Aktif",),
        help_text=_("To be filled when the board is not active."),
    )
    note = note_column()

    def row_faults(self, values: Mapping[str, Any]) -> Iterable[tuple[str, Fault]]:
        return board_faults(values)

    def issue_key(self, values: Mapping[str, Any]) -> str | None:
        return new_board_code(values["region"])

    def likeness(self, values: Mapping[str, Any]) -> str:
        """The letters of the name, within the kelurahan."""
        return f"{values['region']} {fold(values['name'])}"

    def known_likenesses(self, likenesses: Iterable[str]) -> Mapping[str, str]:
        regions = {likeness.partition(" ")[0] for likeness in likenesses}
        standing = self.rows().filter(region__code__in=regions)
        return {
            self.likeness({"region": region, "name": name}): code
            for region, name, code in standing.values_list("region__code", "name", "code")
        }
