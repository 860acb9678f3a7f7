"""Workshops as a dataset: what was held where, who came, what it cost and what was agreed."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import F, Func, IntegerField
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from communities.models.people import Sex
from communities.resources.lookups import REGION
from communities.resources.places import region_name_column
from communities.resources.signoffs import FormDataset
from p2kp_site.exchange.columns import Column, Link, Spread
from p2kp_site.exchange.reading import Fault
from p2kp_site.exchange.registry import register
from p2kp_site.exchange.standard_columns import note_column, ref_column
from programs.filters.workshops import WorkshopFilterSet
from programs.models import (
    Workshop,
    WorkshopCost,
    WorkshopFile,
    WorkshopParticipants,
    WorkshopSpeaker,
)
from programs.resources.counts import NumberOf
from programs.resources.elements import element_options
from programs.resources.funding_sources import source_options
from programs.resources.lookups import HOST, PROGRAMME_OF_DAY
from programs.rules.workshops import MEN, WOMEN, attendance_faults, workshop_faults

# What offices write in place of a label.
KIND_WORDS = {
    "Lokakarya": "workshop",
    "Workshop": "workshop",
    "Sosialisasi": "socialisation",
    "Penyuluhan": "socialisation",
    "Pelatihan": "training",
    "Bimtek": "training",
    "Bimbingan Teknis": "training",
    "Rapat": "meeting",
    "Rapat Koordinasi": "meeting",
    "Rakor": "meeting",
}


class DaysBetween(Func):
    """The number of days from one day until another, both included."""

    output_field = IntegerField()
    template = "(%(expressions)s + 1)"
    arg_joiner = " - "

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        template = "CAST(julianday(%(expressions)s) + 1 AS integer)"
        return super().as_sql(
            compiler, connection, template=template, arg_joiner=") - julianday(", **context
        )


class Days(Column):
    """How many days a workshop took."""

    @property
    def value(self) -> Any:
        return DaysBetween(Coalesce("ends_on", "starts_on"), F("starts_on"))


def _participants(prefix: str, heading: Any, sex: Sex, *synonyms: str) -> Spread:
    return Spread(
        prefix,
        heading,
        "count",
        WorkshopParticipants,
        "workshop",
        "element",
        "number",
        element_options,
        synonyms=synonyms,
        also=("sex", sex.value),
    )


def _with_title(kind: type[FormDataset]) -> type[FormDataset]:
    """Class decorator: the column `title`, a name that in the class is the dataset's own."""
    title = Column(
        _("Title of the workshop"),
        key=True,
        required=True,
        width=40,
        synonyms=("Judul", "Nama Kegiatan", "Kegiatan", "Judul Kegiatan", "Tema", "Title"),
        help_text=_("What the paper calls it, without its days."),
    )
    fields: dict[str, Column] = {}
    for name, column in kind.fields.items():
        fields[name] = column
        if name == "starts_on":
            fields["title"] = title
    kind.fields = fields
    return kind


@register
@_with_title
class WorkshopDataset(FormDataset):
    """Workshops, socialisations and trainings, with who came and what each source gave."""

    slug = "workshops"
    title = _("Workshops")
    model = Workshop
    filterset_class = WorkshopFilterSet
    period = _("The first day.")
    links = (Link(PROGRAMME_OF_DAY, ("programme", "starts_on"), shared=("starts_on",)),)
    spreads = (
        _participants(
            MEN,
            _("Participants, men"),
            Sex.MALE,
            "Peserta L", "Peserta Laki-laki", "Peserta Pria", "Laki-laki", "L",
        ),
        _participants(
            WOMEN,
            _("Participants, women"),
            Sex.FEMALE,
            "Peserta P", "Peserta Perempuan", "Peserta Wanita", "Perempuan", "P",
        ),
        Spread(
            "cost",
            _("Cost"),
            "rupiah",
            WorkshopCost,
            "workshop",
            "source",
            "amount",
            source_options,
            synonyms=("Biaya", "Dana", "Anggaran"),
        ),
    )  # fmt: skip  # a table, an entry a line

    ref = ref_column()
    host = Column(
        _("Code of the host"),
        "code",
        source="host__code",
        key=True,
        required=True,
        lookup=HOST,
        width=20,
        synonyms=("Kode Penyelenggara", "Kode Lembaga", "Kode Instansi"),
        help_text=_("Code of the agency that held it, as in the dataset of agencies."),
    )
    host_name = Column(
        _("Host name"),
        source="host__name",
        beside=("host", "name"),
        width=34,
        synonyms=("Penyelenggara", "Nama Penyelenggara", "Pelaksana", "Instansi"),
    )
    starts_on = Column(
        _("First day"),
        "date",
        key=True,
        required=True,
        width=14,
        synonyms=("Tanggal", "Tanggal Mulai", "Tgl. Mulai", "Tanggal Pelaksanaan"),
    )
    ends_on = Column(
        _("Last day"),
        "date",
        width=14,
        synonyms=("Tanggal Selesai", "Tgl. Selesai", "Sampai Tanggal"),
        help_text=_("Empty: it took one day."),
    )
    days = Days(
        _("Days"),
        "count",
        source="starts_on",
        compared=True,
        width=10,
        synonyms=("Jumlah Hari", "Lama", "Lama (Hari)"),
        help_text=_("The first and the last day included."),
    )
    kind = Column(
        _("Kind of workshop"),
        "choice",
        required=True,
        width=22,
        synonyms=("Jenis", "Jenis Kegiatan", "Bentuk Kegiatan"),
    )
    programme = Column(
        _("Programme"),
        source="programme__code",
        width=16,
        synonyms=("Program", "Kode Program", "Nama Program", "Programme code"),
        help_text=_("Code of the programme, or what it was called on that day, such as PNPM-MP."),
    )
    region = Column(
        _("Region code"),
        "region_code",
        source="region__code",
        required=True,
        lookup=REGION,
        synonyms=("Kode Wilayah", "Kode Kabupaten/Kota", "Kode Kemendagri"),
        help_text=_(
            "Kemendagri code of the region that it was for, of any level, such as 14.04 for a"
            " workshop of the regency."
        ),
    )
    region_name = region_name_column()
    place = Column(
        _("Place"),
        width=28,
        synonyms=("Tempat", "Lokasi", "Tempat Pelaksanaan"),
        help_text=_("The hall or house, and the town."),
    )
    opened_by = Column(
        _("Opened by"),
        width=30,
        synonyms=("Dibuka oleh", "Pembuka"),
        help_text=_("Who opened it, by name and office, such as Asisten III Setda."),
    )
    media = Column(
        _("Media"),
        width=28,
        synonyms=("Media", "Media Sosialisasi", "Media yang Dipakai"),
        help_text=_("What carried the message, such as leaflets, banners, radio, film."),
    )
    participants_low_income = Column(
        _("Participants with a low income"),
        "count",
        width=14,
        synonyms=("Peserta MBR", "Peserta Miskin", "MBR"),
        help_text=_("Of men and women. Empty: not counted."),
    )
    results = Column(
        _("Agreed results"),
        "long_text",
        width=40,
        synonyms=("Hasil", "Kesepakatan", "Hasil Kesepakatan", "Hasil yang Disepakati"),
        help_text=_("What those present agreed on."),
    )
    speaker_count = NumberOf(
        _("Number of speakers"),
        rows=WorkshopSpeaker,
        by="workshop",
        source="speakers__id",
        synonyms=("Jumlah Narasumber", "Narasumber"),
        help_text=_("Speakers are added on the page of the workshop."),
    )
    file_count = NumberOf(
        _("Number of files"),
        rows=WorkshopFile,
        by="workshop",
        source="files__id",
        synonyms=("Jumlah Berkas", "Jumlah Lampiran"),
        help_text=_("Minutes and photos are added on the page of the workshop."),
    )
    note = note_column()

    def reader_options(self, column: Column) -> dict[str, Any]:
        options = super().reader_options(column)
        if column.name == "kind":
            options["choices"] = {**KIND_WORDS, **options["choices"]}
        return options

    def row_faults(self, values: Mapping[str, Any]) -> Iterable[tuple[str, Fault]]:
        yield from workshop_faults(values)
        yield from attendance_faults(
            men=self._counted(MEN, values),
            women=self._counted(WOMEN, values),
            low_income=values["participants_low_income"],
        )

    def _counted(self, prefix: str, values: Mapping[str, Any]) -> list[int | None]:
        """What stands in the columns of a spread."""
        spread = [c.name for c in self.fields.values() if c.spread and c.spread.prefix == prefix]
        return [values[name] for name in spread]
