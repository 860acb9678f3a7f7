"""Plans of community boards as a dataset, each edition a row."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.db.models import Max, Min
from django.utils.translation import gettext_lazy as _

from communities.resources.of_boards import (
    board_column,
    board_name_column,
    district_column,
    village_column,
)
from communities.resources.signoffs import FormDataset
from communities.rules.figures import limit_faults
from p2kp_site.exchange.columns import Column
from p2kp_site.exchange.datasets import WouldBe
from p2kp_site.exchange.reading import Fault
from p2kp_site.exchange.registry import register
from p2kp_site.exchange.standard_columns import note_column, ref_column
from programs.filters.plans import PlanFilterSet
from programs.models import Plan, PlannedActivity
from programs.rules.plans import held_faults, plan_faults

KIND_WORDS = {
    "Pronangkis": "pjm",
    "PJM": "pjm",
    "Rencana Tahunan": "renta",
    "Rencana Penataan Lingkungan Permukiman": "rplp",
}
# What a ratified edition is; another one is another edition.
IDENTITY = ("board_id", "kind", "start_year", "end_year", "edition")


@register
class PlanDataset(FormDataset):
    """PJM Pronangkis, Renta and RPLP, with their ratification."""

    slug = "plans"
    title = _("Plans")
    model = Plan
    filterset_class = PlanFilterSet
    period = _("Day of the ratification.")

    ref = ref_column()
    board = board_column()
    board_name = board_name_column()
    village = village_column()
    district = district_column()
    kind = Column(
        _("Kind of plan"),
        "choice",
        key=True,
        required=True,
        width=16,
        synonyms=("Jenis", "Jenis Rencana", "Jenis Dokumen", "Kind"),
    )
    start_year = Column(
        _("First year"),
        "year",
        key=True,
        required=True,
        width=10,
        synonyms=("Tahun Awal", "Tahun Mulai", "Dari Tahun"),
    )
    end_year = Column(
        _("Last year"),
        "year",
        required=True,
        width=10,
        synonyms=("Tahun Akhir", "Sampai Tahun"),
        help_text=_("A PJM Pronangkis covers three years, a Renta one, an RPLP five."),
    )
    edition = Column(
        _("Edition (version)"),
        "count",
        key=True,
        width=10,
        synonyms=("Versi", "Edisi", "Versi ke", "Revisi ke", "Edition", "Version"),
        help_text=_("1 for the first; left empty it is the first."),
    )
    ratified_on = Column(
        _("Ratified on"),
        "date",
        width=14,
        synonyms=("Tanggal Disahkan", "Tanggal Pengesahan", "Tgl. Pengesahan"),
        help_text=_("From the ratification on the lines of this edition stand."),
    )
    ratified_by = Column(
        _("Ratified by"),
        width=28,
        synonyms=("Disahkan oleh", "Pengesah", "Forum Pengesahan"),
        help_text=_("Who ratified it: a residents’ meeting, the lurah, …"),
    )
    note = note_column()

    def reader_options(self, column: Column) -> dict[str, Any]:
        options = super().reader_options(column)
        if column.name == "kind":
            options["choices"] = {**KIND_WORDS, **options["choices"]}
        return options

    def row_faults(self, values: Mapping[str, Any]) -> Iterable[tuple[str, Fault]]:
        yield from plan_faults(values)
        yield from limit_faults(values, {"edition": (1, None)})

    def slice_faults(self, rows: Sequence[WouldBe]) -> Iterator[tuple[int, str, Fault]]:
        """A ratified edition stays what it is, and ratified; lines lie within their plan."""
        changed = {row.pk: row for row in rows if row.pk}
        yield from _leaving_lines(changed)
        yield from _leaving_works(changed)
        ratified = Plan.objects.ratified().filter(pk__among=set(changed))
        for pk, *held in ratified.values_list("pk", *IDENTITY):
            row = changed[pk]
            found = row.found.get("board_id")
            now = {**row.values, "board_id": found.stores["board_id"] if found else held[0]}
            touched = [n for n, was in zip(IDENTITY, held, strict=True) if now[n] != was]
            touched += [] if row.values["ratified_on"] else ["ratified_on"]
            for name in touched:
                column = name.removesuffix("_id")
                text = str(row.values[column] or "")
                yield row.number, column, Fault("ratified_edition_stays", {"text": text})


def _leaving_lines(changed: Mapping[int, WouldBe]) -> Iterator[tuple[int, str, Fault]]:
    """Plans whose years would no longer hold what is planned for them."""
    lines = PlannedActivity.objects.filter(plan__in=_plans(changed)).order_by().values("plan")
    years = lines.annotate(first=Min("planned_year"), last=Max("planned_year"))
    for pk, first, last in years.values_list("plan", "first", "last"):
        for column, fault in held_faults(changed[pk].values, first=first, last=last):
            yield changed[pk].number, column, fault


def _leaving_works(changed: Mapping[int, WouldBe]) -> Iterator[tuple[int, str, Fault]]:
    """Plans that would go to another board than the works that carry out their lines."""
    named = PlannedActivity.objects.filter(plan__in=_plans(changed), works__isnull=False)
    plans = Plan.objects.filter(pk__in=named.values("plan"))
    for pk, board, code in plans.values_list("pk", "board_id", "board__code"):
        found = changed[pk].found.get("board_id")
        if found and found.stores["board_id"] != board:
            yield changed[pk].number, "board", Fault("works_name_its_lines", {"found": code})


def _plans(changed: Mapping[int, WouldBe]) -> Any:
    return Plan.objects.filter(pk__among=set(changed)).values("pk")
