"""Works as a dataset: what was made, what it cost, and what became of it."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext_lazy as _

from communities.resources.of_boards import (
    board_column,
    board_name_column,
    district_column,
    village_column,
)
from communities.resources.signoffs import FormDataset
from p2kp_site.exchange.columns import Column, Link, Spread
from p2kp_site.exchange.reading import Fault
from p2kp_site.exchange.registry import register
from p2kp_site.exchange.standard_columns import note_column, ref_column
from programs.filters.works import WorkFilterSet
from programs.models import Work, WorkCost, WorkPhoto, WorkProgress
from programs.resources.counts import NumberOf
from programs.resources.funding_sources import source_options
from programs.resources.lookups import GROUP, LINE
from programs.resources.undertakings import (
    UndertakingColumns,
    what_faults,
)
from programs.rules.works import position_faults, work_faults


class LastProgress(Column):
    """How much of a work stands, as it was told last."""

    @property
    def value(self) -> Any:
        told = WorkProgress.objects.filter(work=OuterRef("pk")).order_by("-on")
        return Subquery(told.values("physical_percent")[:1])


def _yes_no(heading: Any, *synonyms: str) -> Column:
    return Column(heading, "yes_no", width=12, synonyms=synonyms)


@register
class WorkDataset(UndertakingColumns, FormDataset):
    """The works of community boards, with the costs of each source as they were."""

    slug = "works"
    title = _("Works")
    model = Work
    filterset_class = WorkFilterSet
    period = _("Day on which it was finished; of a work that was begun, the day of its start.")
    what_after = "group"
    links = (
        Link(LINE, ("board", "plan_kind", "plan_start_year", "activity_number"), shared=("board",)),
        Link(GROUP, ("board", "group"), shared=("board",)),
    )
    spreads = (
        Spread(
            "cost",
            _("Realised cost"),
            "rupiah",
            WorkCost,
            "work",
            "source",
            "amount",
            source_options,
            synonyms=("Biaya", "Realisasi Biaya", "Realisasi", "Cost"),
        ),
    )

    ref = ref_column()
    board = board_column()
    board_name = board_name_column()
    village = village_column()
    district = district_column()
    number = Column(
        _("Number of the work"),
        key=True,
        required=True,
        width=22,
        synonyms=("Nomor Pekerjaan", "Nomor Kontrak", "Nomor Proposal", "No. SPK", "No. Proposal"),
        help_text=_("Number of the proposal or contract, as on paper."),
    )
    plan_kind = Column(
        _("Kind of plan"),
        "choice",
        source="activity__plan__kind",
        width=16,
        synonyms=("Jenis Rencana", "Rencana", "Jenis Dokumen"),
    )
    plan_start_year = Column(
        _("First year of the plan"),
        "year",
        source="activity__plan__start_year",
        width=12,
        synonyms=("Tahun Awal", "Tahun Awal Rencana", "Tahun Rencana Awal"),
    )
    activity_number = Column(
        _("Number of the line in the plan"),
        source="activity__number",
        width=14,
        synonyms=("Nomor Kegiatan", "No. Kegiatan", "Kode Kegiatan", "Nomor Kegiatan Rencana"),
        help_text=_("The planned activity that the work carries out; empty when it is unplanned."),
    )
    is_unplanned = Column(
        _("Unplanned"),
        "yes_no",
        width=12,
        synonyms=("Di Luar Rencana", "Tidak Direncanakan"),
        help_text=_("Yes: the work stands in no plan of the board."),
    )
    group = Column(
        _("Self-help group (KSM)"),
        source="group__name",
        width=26,
        synonyms=("KSM", "Nama KSM", "Kelompok", "Kelompok Swadaya Masyarakat", "Pelaksana"),
        help_text=_("Name of a group of the same board."),
    )
    started_on = Column(
        _("Started on"), "date", width=14, synonyms=("Tanggal Mulai", "Tgl. Mulai", "Mulai")
    )
    finished_on = Column(
        _("Finished on"), "date", width=14, synonyms=("Tanggal Selesai", "Tgl. Selesai", "Selesai")
    )
    physical_percent = LastProgress(
        _("Physical progress (%)"),
        "decimal",
        source="progress__physical_percent",
        compared=True,
        width=12,
        synonyms=("Progres Fisik", "Kemajuan Fisik", "Progres Fisik (%)"),
        help_text=_("As it was told last, on the page of the work."),
    )
    photo_count = NumberOf(
        _("Number of photos"),
        rows=WorkPhoto,
        by="work",
        source="photos__id",
        synonyms=("Jumlah Foto", "Foto"),
        help_text=_("Photos are added on the page of the work."),
    )
    workers_men = Column(
        _("Workers, men"), "count", width=12, synonyms=("Pekerja Laki-laki", "Tenaga Kerja L")
    )
    workers_women = Column(
        _("Workers, women"), "count", width=12, synonyms=("Pekerja Perempuan", "Tenaga Kerja P")
    )
    person_days = Column(_("Person-days (HOK)"), "count", width=12, synonyms=("HOK", "Jumlah HOK"))
    person_days_cost = Column(
        _("Cost of the person-days"), "rupiah", width=18, synonyms=("Biaya HOK", "HOK (Rp)")
    )
    quality = Column(
        _("Quality"),
        "choice",
        width=14,
        synonyms=("Mutu", "Kualitas", "Sertifikat Mutu", "KB/KC/KK"),
    )
    handed_over_to = Column(
        _("Handed over to"),
        width=26,
        synonyms=("Diserahterimakan kepada", "Penerima Serah Terima", "Pengelola", "KPP"),
    )
    handover_on = Column(
        _("Day of the handover"),
        "date",
        width=14,
        synonyms=("Tanggal Serah Terima", "Tgl. Serah Terima"),
    )
    still_exists = _yes_no(_("Still exists"), "Masih Ada")
    is_in_good_state = _yes_no(_("In good state"), "Baik", "Dalam Keadaan Baik", "Kondisi Baik")
    is_working = _yes_no(_("Works as meant"), "Berfungsi")
    is_in_use = _yes_no(_("In use"), "Dimanfaatkan")
    is_developed_further = _yes_no(_("Developed further"), "Dikembangkan")
    latitude = Column(
        _("Latitude"), "decimal", width=12, synonyms=("Lintang", "Lat", "Koordinat Y")
    )
    longitude = Column(
        _("Longitude"), "decimal", width=12, synonyms=("Bujur", "Long", "Lon", "Koordinat X")
    )
    note = note_column()

    def row_faults(self, values: Mapping[str, Any]) -> Iterable[tuple[str, Fault]]:
        yield from what_faults(values)
        known = {**values, "activity": values["activity_number"]}
        for column, fault in work_faults(known):
            yield "activity_number" if column == "activity" else column, fault
        yield from position_faults(values)
