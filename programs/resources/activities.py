"""Planned activities, the lines of plans, as a dataset."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from communities.resources.places import PlaceDataset
from p2kp_site.exchange.columns import Column, Link, Spread
from p2kp_site.exchange.datasets import WouldBe
from p2kp_site.exchange.reading import Fault
from p2kp_site.exchange.registry import register
from p2kp_site.exchange.standard_columns import note_column, ref_column
from programs.filters.activities import PlannedActivityFilterSet
from programs.models import PlannedActivity, PlannedCost
from programs.resources.funding_sources import source_options
from programs.resources.lookups import PLAN
from programs.resources.undertakings import (
    UndertakingColumns,
    what_faults,
)


@register
class PlannedActivityDataset(UndertakingColumns, PlaceDataset):
    """What communities mean to make, line by line, with the costs of each source."""

    slug = "planned-activities"
    title = _("Planned activities")
    model = PlannedActivity
    filterset_class = PlannedActivityFilterSet
    period = _("Year for which it is planned, in the edition that is in force.")
    part_of = "plan_id"
    what_after = "planned_year"
    links = (Link(PLAN, ("board", "plan_kind", "plan_start_year", "plan_edition")),)
    spreads = (
        Spread(
            "cost",
            _("Planned cost"),
            "rupiah",
            PlannedCost,
            "activity",
            "source",
            "amount",
            source_options,
            synonyms=("Biaya", "Rencana Biaya", "Cost"),
        ),
    )

    ref = ref_column()
    board = Column(
        _("Board code"),
        "code",
        source="plan__board__code",
        key=True,
        required=True,
        width=20,
        help_text=_("Code of the community board whose plan it is."),
        synonyms=("Kode BKM", "Kode LKM", "Kode BKM/LKM"),
    )
    board_name = Column(
        _("Board name"),
        source="plan__board__name",
        beside=("board", "name"),
        width=30,
        synonyms=("Nama BKM/LKM", "Nama BKM", "Nama LKM", "BKM", "LKM", "BKM/LKM"),
    )
    plan_kind = Column(
        _("Kind of plan"),
        "choice",
        source="plan__kind",
        key=True,
        required=True,
        width=16,
        synonyms=("Jenis Rencana", "Rencana", "Jenis Dokumen"),
    )
    plan_start_year = Column(
        _("First year of the plan"),
        "year",
        source="plan__start_year",
        key=True,
        required=True,
        width=12,
        synonyms=("Tahun Awal", "Tahun Awal Rencana", "Tahun Rencana Awal"),
    )
    plan_edition = Column(
        _("Edition of the plan"),
        "count",
        source="plan__edition",
        key=True,
        required=True,
        width=10,
        synonyms=("Versi", "Edisi", "Versi Rencana", "Revisi ke"),
        help_text=_("1 for the first; the lines of a ratified edition stand."),
    )
    number = Column(
        _("Number of the line"),
        key=True,
        required=True,
        width=14,
        synonyms=("Nomor Kegiatan", "No. Kegiatan", "Kode Kegiatan", "Nomor Baris"),
        help_text=_("Number of the line; it stays across editions."),
    )
    planned_year = Column(
        _("Planned for"),
        "year",
        required=True,
        width=12,
        synonyms=("Tahun Rencana", "Tahun Pelaksanaan", "Direncanakan Tahun"),
    )
    note = note_column()

    def row_faults(self, values: Mapping[str, Any]) -> Iterable[tuple[str, Fault]]:
        return what_faults(values)

    def slice_faults(self, rows: Sequence[WouldBe]) -> Iterator[tuple[int, str, Fault]]:
        """A line is planned for a year of its plan."""
        for row in rows:
            plan, year = row.found.get("plan_id"), row.values["planned_year"]
            if plan and plan.beside:
                since, until = row.values["plan_start_year"], int(plan.beside["end_year"])
                if not since <= year <= until:
                    said = {"text": str(year), "since": since, "until": until}
                    yield row.number, "planned_year", Fault("year_outside_plan", said)
