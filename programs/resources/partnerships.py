"""Partnerships of boards as a dataset."""

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
from p2kp_site.exchange.columns import Column
from p2kp_site.exchange.reading import Fault
from p2kp_site.exchange.registry import register
from p2kp_site.exchange.standard_columns import note_column, ref_column
from programs.filters.partnerships import PartnershipFilterSet
from programs.models import Partnership
from programs.resources.lookups import PARTNER
from programs.rules.partnerships import partnership_faults

# What offices write in place of a label.
KIND_WORDS = {
    "Dana": "funds",
    "Modal": "funds",
    "Barang": "goods",
    "Material": "goods",
    "Bahan": "goods",
    "Pelatihan": "advice",
    "Pendampingan": "advice",
    "Program": "programme",
    "Channeling": "programme",
    "Chanelling": "programme",
    "Pemasaran": "marketing",
}


@register
class PartnershipDataset(FormDataset):
    """What boards agreed on with offices, firms and universities, and what came of it."""

    slug = "partnerships"
    title = _("Partnerships")
    model = Partnership
    filterset_class = PartnershipFilterSet
    period = _(
        "Signed: the day of the signature; standing: from then until the day on which it no longer"
        " holds."
    )

    ref = ref_column()
    board = board_column()
    board_name = board_name_column()
    village = village_column()
    district = district_column()
    agency = Column(
        _("Code of the partner"),
        "code",
        source="agency__code",
        key=True,
        required=True,
        lookup=PARTNER,
        width=20,
        synonyms=("Kode Mitra", "Kode Lembaga", "Kode Instansi"),
        help_text=_("Code of the office, firm or other agency, as in the dataset of agencies."),
    )
    agency_name = Column(
        _("Partner"),
        source="agency__name",
        beside=("agency", "name"),
        width=34,
        synonyms=("Mitra", "Nama Mitra", "Mitra Kerja", "Nama Lembaga", "Lembaga"),
    )
    signed_on = Column(
        _("Signed on"),
        "date",
        key=True,
        required=True,
        width=14,
        synonyms=("Tanggal", "Tanggal Tanda Tangan", "Tanggal MoU", "Tanggal Perjanjian"),
    )
    until_on = Column(
        _("Holding until"),
        "date",
        width=14,
        synonyms=("Sampai", "Berlaku Sampai", "Tanggal Berakhir", "Berakhir"),
        help_text=_("The first day on which it no longer holds. Empty: until further notice."),
    )
    kind = Column(
        _("Kind of partnership"),
        "choice",
        required=True,
        width=22,
        synonyms=("Jenis", "Jenis Kemitraan", "Bentuk", "Bentuk Kemitraan", "Bentuk Kerja Sama"),
        help_text=_("What the partner brings above all."),
    )
    agreement_number = Column(
        _("Number of the agreement"),
        width=26,
        synonyms=("Nomor Perjanjian", "No. MoU", "Nomor MoU", "Nomor Kerja Sama", "No. Perjanjian"),
        help_text=_("Number of the MoU or agreement, as on paper."),
    )
    purpose = Column(
        _("Purpose"),
        required=True,
        width=40,
        synonyms=("Tujuan", "Untuk", "Kegiatan", "Kegiatan yang Dimitrakan", "Peruntukan"),
        help_text=_("What the two want to do together."),
    )
    value = Column(
        _("Value"),
        "rupiah",
        width=20,
        synonyms=("Nilai", "Nilai Kemitraan", "Nilai (Rp)", "Nilai Kerja Sama", "Besaran"),
        help_text=_("In whole rupiah, goods and services included. Empty: nobody valued it."),
    )
    results = Column(
        _("Results"),
        "long_text",
        width=40,
        synonyms=("Hasil", "Hasil Kemitraan", "Realisasi"),
        help_text=_("What came of it so far."),
    )
    note = note_column()

    def reader_options(self, column: Column) -> dict[str, Any]:
        options = super().reader_options(column)
        if column.name == "kind":
            options["choices"] = {**KIND_WORDS, **options["choices"]}
        return options

    def row_faults(self, values: Mapping[str, Any]) -> Iterable[tuple[str, Fault]]:
        return partnership_faults(values)
