"""Slum areas, as decrees name them, as a dataset."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from communities.filters.slum_areas import SlumAreaFilterSet
from communities.models import SlumArea, SlumAreaPart
from communities.resources.lookups import REGENCY, REGENCY_HELP
from communities.resources.signoffs import FormDataset
from communities.rules.slum_areas import decree_faults
from p2kp_site.exchange.columns import Column
from p2kp_site.exchange.datasets import WouldBe
from p2kp_site.exchange.reading import Fault
from p2kp_site.exchange.registry import register
from p2kp_site.exchange.standard_columns import note_column, ref_column

# A regency, and the number of one of its decrees.
_Decree = tuple[int, str]


@register
class SlumAreaDataset(FormDataset):
    """The slum areas that regencies and cities named by decree; the latest decree holds."""

    slug = "slum-areas"
    title = _("Slum areas")
    model = SlumArea
    filterset_class = SlumAreaFilterSet
    period = _("From the day of the decree until the day of the regency’s next decree.")

    ref = ref_column()
    region = Column(
        _("Code of the regency or city"),
        "region_code",
        source="region__code",
        required=True,
        key=True,
        lookup=REGENCY,
        help_text=REGENCY_HELP,
        synonyms=("Kode Kabupaten/Kota", "Kode Kab/Kota", "Kode Wilayah", "Kode Kemendagri"),
    )
    region_name = Column(
        _("Regency/City"),
        source="region__name",
        beside=("region", "name"),
        width=28,
        synonyms=("Kabupaten/Kota", "Kabupaten", "Kota", "Kab/Kota", "Regency"),
    )
    decree_number = Column(
        _("Decree number"),
        required=True,
        key=True,
        width=32,
        synonyms=("Nomor SK", "No. SK", "Nomor SK Kumuh", "No. SK Kumuh", "SK Kumuh", "SK Bupati",
                  "SK Walikota", "SK Bupati/Walikota"),
        help_text=_("Number of the decree (SK), as on paper."),
    )  # fmt: skip  # a call, its options side by side
    decree_on = Column(
        _("Day of the decree"),
        "date",
        required=True,
        width=14,
        synonyms=("Tanggal SK", "Tgl. SK", "Tanggal SK Kumuh", "Tanggal Penetapan"),
        help_text=_("It is in force from this day until the next decree of the regency or city."),
    )
    name = Column(
        _("Name of the slum area"),
        required=True,
        key=True,
        width=34,
        synonyms=("Nama Kawasan", "Kawasan", "Kawasan Kumuh", "Nama Lokasi", "Lokasi Kumuh"),
        help_text=_("What the decree calls the slum area."),
    )
    signer_name = Column(
        _("Decree signed by"),
        width=28,
        synonyms=("Penandatangan", "Penandatangan SK", "Ditandatangani oleh", "Nama Penandatangan"),
        help_text=_("Who signed the decree, as on paper."),
    )
    signer_position = Column(
        _("Position of who signed the decree"),
        width=24,
        synonyms=("Jabatan Penandatangan", "Jabatan Penandatangan SK"),
        help_text=_("Such as Bupati or Walikota, as on paper."),
    )
    note = note_column()

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        # What the file says so far: the days of decrees, and the rows of the table that it changes.
        self._said: dict[_Decree, set[str]] = {}
        self._changed: set[int] = set()

    def slice_faults(self, rows: Sequence[WouldBe]) -> Iterator[tuple[int, str, Fault]]:
        """A decree has one day, and no part of a slum area lies in another regency."""
        yield from _leaving_parts(rows)
        self._changed |= {row.pk for row in rows if row.pk}
        decrees = _decrees(rows)
        held = self._held(decrees.values())
        # Rows that stand come first: a day that they correct holds for new ones.
        for row in sorted(rows, key=lambda row: row.pk is None):
            decree, day = decrees[row.number], row.values["decree_on"]
            said = self._said.setdefault(decree, set())
            known = said | held.get(decree, set())
            # A wrong day is corrected row by row, as on the page; only a new row must agree.
            faults = [] if row.pk else [*decree_faults(decree[1], day, known)]
            for column, fault in faults:
                yield row.number, column, fault
            if not faults:
                said.add(day)

    def _held(self, decrees: Any) -> dict[_Decree, set[str]]:
        """The days of these decrees in the table, of rows that the file leaves as they are."""
        regions, numbers = ({one[place] for one in decrees} for place in (0, 1))
        rows = SlumArea.objects.filter(region__pk__among=regions, decree_number__among=numbers)
        held: dict[_Decree, set[str]] = {}
        for pk, region, number, day in rows.values_list(
            "pk", "region_id", "decree_number", "decree_on"
        ):
            if pk not in self._changed:
                held.setdefault((region, number), set()).add(day.isoformat())
        return held


def _decrees(rows: Sequence[WouldBe]) -> dict[int, _Decree]:
    """The decree of each row, by its number; a regency that the file does not say is as it was."""
    standing: Mapping[int | None, int] = dict(
        SlumArea.objects.filter(pk__among=[row.pk for row in rows if row.pk]).values_list(
            "pk", "region_id"
        )
    )
    decrees = {}
    for row in rows:
        found = row.found.get("region_id")
        region = found.stores["region_id"] if found else standing[row.pk]
        decrees[row.number] = (region, row.values["decree_number"])
    return decrees


def _leaving_parts(rows: Sequence[WouldBe]) -> Iterator[tuple[int, str, Fault]]:
    """Slum areas that would go to another regency than their parts lie in."""
    moved = {row.pk: row for row in rows if row.pk and "region" in row.changes}
    if not moved:
        return
    parts = SlumAreaPart.objects.filter(slum_area__pk__among=set(moved))
    told = set()
    for pk, area in parts.values_list("slum_area_id", "area"):
        row, found = moved[pk], moved[pk].found["region_id"]
        if found and pk not in told and not area.startswith(found.stores["area"]):
            told.add(pk)
            said = {"text": str(row.values["region"])}
            yield row.number, "region", Fault("parts_outside_regency", said)
