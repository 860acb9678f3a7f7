"""Locations of programmes as a dataset."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from communities.resources.places import (
    district_column,
    regency_column,
    village_code_column,
    village_column,
)
from communities.resources.signoffs import FormDataset
from communities.rules.figures import limit_faults
from p2kp_site.exchange.columns import Column, Link
from p2kp_site.exchange.reading import Fault
from p2kp_site.exchange.registry import register
from p2kp_site.exchange.standard_columns import note_column, ref_column
from programs.filters.locations import LocationFilterSet
from programs.models import Location
from programs.models.programmes import abbreviation_in_year
from programs.resources.lookups import PROGRAMME_OF_YEAR


class NameOfTheYear(Column):
    """What the programme was called in the year of the row."""

    @property
    def value(self) -> Any:
        return abbreviation_in_year("programme", "year")


@register
class LocationDataset(FormDataset):
    """The kelurahan and desa that a programme took up, year by year."""

    slug = "locations"
    title = _("Locations of programmes")
    model = Location
    filterset_class = LocationFilterSet
    period = _("Year: counted in every period that touches it.")
    links = (Link(PROGRAMME_OF_YEAR, ("programme", "year"), shared=("year",)),)

    ref = ref_column()
    programme = Column(
        _("Programme"),
        source="programme__code",
        key=True,
        required=True,
        width=16,
        synonyms=("Program", "Kode Program", "Nama Program", "Programme code"),
        help_text=_("Code of the programme, or what it was called in that year, such as PNPM-MP."),
    )
    programme_then = NameOfTheYear(
        _("Called in that year"),
        source="programme__abbreviation",
        compared=True,
        width=22,
        help_text=_("What the programme was called in the year of the row."),
    )
    region = village_code_column(key=True)
    village = village_column()
    district = district_column()
    regency = regency_column()
    year = Column(
        _("Year"),
        "year",
        key=True,
        required=True,
        width=10,
        synonyms=("Tahun", "Tahun Lokasi", "Tahun Anggaran", "TA"),
    )
    kind = Column(
        _("Kind of location"),
        "choice",
        width=16,
        synonyms=("Jenis", "Jenis Lokasi", "Peningkatan/Pencegahan"),
    )
    cycle_year = Column(
        _("Year of the cycle"),
        "count",
        width=12,
        synonyms=("Tahun ke", "Tahun ke-", "Tahun Siklus"),
        help_text=_("Which year of the programme it is there: 1 to 4 (Tahun 1 to Tahun 4)."),
    )
    decree_number = Column(
        _("Decree number"), width=28, synonyms=("Nomor SK", "No. SK", "SK Lokasi", "No. SK Lokasi")
    )
    decree_on = Column(_("Decree date"), "date", width=14, synonyms=("Tanggal SK", "Tgl. SK"))
    note = note_column()

    def row_faults(self, values: Mapping[str, Any]) -> Iterable[tuple[str, Fault]]:
        return limit_faults(values, {"cycle_year": (1, 4)})
