"""Parts of slum areas as a dataset: the tables of decrees, kelurahan by kelurahan."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from communities.filters.slum_area_parts import SlumAreaPartFilterSet
from communities.models import SlumAreaPart
from communities.resources.lookups import REGENCY_HELP, SLUM_AREA
from communities.resources.places import (
    PlaceDataset,
    district_column,
    village_code_column,
    village_column,
)
from communities.rules.slum_areas import lies_faults, slum_area_part_faults
from p2kp_site.exchange.columns import Column, Link
from p2kp_site.exchange.datasets import WouldBe
from p2kp_site.exchange.reading import Fault
from p2kp_site.exchange.registry import register
from p2kp_site.exchange.standard_columns import note_column, ref_column

# Where a part and its decree lie: area and name of the regency, path and name of the kelurahan.
_Places = tuple[str, str, str, str]


@register
class SlumAreaPartDataset(PlaceDataset):
    """What decrees count as slum in each kelurahan or desa; signed with the slum area."""

    slug = "slum-area-parts"
    title = _("Parts of slum areas")
    model = SlumAreaPart
    filterset_class = SlumAreaPartFilterSet
    period = _("As its slum area: from the day of the decree until the regency’s next decree.")
    part_of = "slum_area_id"
    links = (Link(SLUM_AREA, ("decree_number", "slum_area", "regency"), optional=("regency",)),)

    ref = ref_column()
    regency = Column(
        _("Code of the regency or city"),
        "region_code",
        source="slum_area__region__code",
        key=True,
        synonyms=("Kode Kabupaten/Kota", "Kode Kab/Kota"),
        help_text=REGENCY_HELP,
    )
    decree_number = Column(
        _("Decree number"),
        source="slum_area__decree_number",
        required=True,
        key=True,
        width=32,
        synonyms=("Nomor SK", "No. SK", "Nomor SK Kumuh", "No. SK Kumuh", "SK Kumuh", "SK Bupati",
                  "SK Walikota", "SK Bupati/Walikota"),
        help_text=_("Number of the decree (SK), as in the dataset of slum areas."),
    )  # fmt: skip  # a call, its options side by side
    slum_area = Column(
        _("Name of the slum area"),
        source="slum_area__name",
        required=True,
        key=True,
        width=34,
        synonyms=("Nama Kawasan", "Kawasan", "Kawasan Kumuh", "Nama Lokasi", "Lokasi Kumuh"),
        help_text=_("What the decree calls it, as in the dataset of slum areas."),
    )
    region = village_code_column(key=True)
    village = village_column()
    district = district_column()
    neighbourhoods = Column(
        _("RT/RW"),
        width=24,
        synonyms=("RT dan RW", "Lingkup Administratif", "Lokasi RT/RW", "RW"),
        help_text=_("As the decree lists them."),
    )
    hectares_by_decree = Column(
        _("Hectares by decree"),
        "area_ha",
        required=True,
        width=14,
        synonyms=("Luas", "Luas (ha)", "Luas SK", "Luas SK (ha)", "Luas Menurut SK",
                  "Luas Kumuh", "Luas Kumuh (ha)", "Luasan Kumuh", "Luas Kawasan (ha)"),
    )  # fmt: skip  # a call, its options side by side
    hectares_verified = Column(
        _("Hectares verified"),
        "area_ha",
        width=14,
        synonyms=("Luas Verifikasi", "Luas Verifikasi (ha)", "Luas Terverifikasi",
                  "Luas Hasil Verifikasi", "Luas Hasil Verifikasi (ha)"),
        help_text=_("As measured afterwards; 0 where it is no slum. Empty: not verified."),
    )  # fmt: skip  # a call, its options side by side
    slum_class = Column(
        _("Class of the slum"),
        "choice",
        width=16,
        synonyms=("Klasifikasi", "Kelas", "Tingkat Kekumuhan", "Kategori Kumuh", "Kategori"),
        help_text=_("As the decree states it. Empty: not stated."),
    )
    treatment = Column(
        _("Treatment"),
        "choice",
        width=22,
        synonyms=("Penanganan", "Jenis Penanganan", "Pola Penanganan", "Peningkatan/Pencegahan"),
        help_text=_("Empty: not stated."),
    )
    note = note_column()

    def row_faults(self, values: Mapping[str, Any]) -> Iterable[tuple[str, Fault]]:
        return slum_area_part_faults(values)

    def slice_faults(self, rows: Sequence[WouldBe]) -> Iterator[tuple[int, str, Fault]]:
        """A part lies in the regency whose decree it is."""
        placed = [row for row in rows if not row.pk or {"region", "slum_area"} & {*row.changes}]
        standing = _standing({row.pk for row in placed if row.pk})
        for row in placed:
            regency, regency_name, village, village_name = _places(row, standing)
            for column, fault in lies_faults(
                regency=regency,
                regency_name=regency_name,
                village=village,
                village_name=village_name,
            ):
                yield row.number, column, fault


def _standing(parts: set[int]) -> dict[int | None, _Places]:
    """Where these parts lie in the table."""
    rows = SlumAreaPart.objects.filter(pk__among=parts) if parts else SlumAreaPart.objects.none()
    names = ("slum_area__area", "slum_area__region__name", "region__path", "region__name")
    return {pk: tuple(places) for pk, *places in rows.values_list("pk", *names)}


def _places(row: WouldBe, standing: Mapping[int | None, _Places]) -> _Places:
    """Where a row would lie; what the file does not say is as it was."""
    regency, regency_name, village, village_name = standing.get(row.pk, ("", "", "", ""))
    if decree := row.found.get("slum_area_id"):
        regency, regency_name = decree.beside["area"], decree.beside["regency"]
    if place := row.found.get("region_id"):
        village, village_name = place.stores["area"], place.beside["name"]
    return regency, regency_name, village, village_name
