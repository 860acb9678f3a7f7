"""What the datasets of money share: amounts, fiscal years, and what the money was for."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from finance.resources.lookups import WORK
from finance.rules.amounts import amount_faults
from p2kp_site.exchange.columns import Column, Link
from p2kp_site.exchange.reading import Fault
from p2kp_site.foundation.fields import RupiahField, in_rupiah
from programs.resources.lookups import LINE
from programs.resources.plans import KIND_WORDS

# The work or the line of a plan that money was given or spent for.
WHAT_FOR = (
    Link(LINE, ("board", "plan_kind", "plan_start_year", "activity_number"), shared=("board",)),
    Link(WORK, ("board", "work"), shared=("board",)),
)


class MoneyRules:
    """What a dataset of amounts adds: one that is negative is told so, not only that it is low."""

    model: ClassVar[type[models.Model]]
    stored: list[Column]

    def reader_options(self, column: Column) -> dict[str, Any]:
        # Of the dataset beside this mixin.
        options: dict[str, Any] = super().reader_options(column)  # type: ignore[misc]
        if column.name in self._least():
            options.pop("minimum", None)
        if column.name == "plan_kind":
            options["choices"] = {**KIND_WORDS, **options["choices"]}
        return options

    def row_faults(self, values: Mapping[str, Any]) -> Iterable[tuple[str, Fault]]:
        """Of amounts, then of the dataset's own columns; whole numbers are rupiah."""
        for column, fault in (*amount_faults(values, self._least()), *self.own_faults(values)):
            yield column, in_words(fault)

    def own_faults(self, values: Mapping[str, Any]) -> Iterable[tuple[str, Fault]]:
        """The faults across the columns of this dataset alone."""
        return ()

    def _least(self) -> dict[str, int]:
        """The columns of money that a file fills, with the least that each takes."""
        fields: Iterator[Any] = iter(self.model._meta.fields)
        money = {f.name: f.minimum for f in fields if isinstance(f, RupiahField)}
        return {c.name: money[c.name] for c in self.stored if c.name in money}


def in_words(fault: Fault) -> Fault:
    """The fault with its amounts as papers write them."""
    if fault.kind == "too_small":
        return fault
    said = {n: in_rupiah(v) if isinstance(v, int) else v for n, v in fault.params.items()}
    return Fault(fault.kind, said)


def at_columns(faults: Iterable[tuple[str, Fault]]) -> Iterator[tuple[str, Fault]]:
    """Faults of a planned activity stand at the number of its line."""
    for column, fault in faults:
        yield "activity_number" if column == "activity" else column, fault


def programme_column() -> Column:
    """The programme, by its code or by its name of the fiscal year."""
    return Column(
        _("Programme"),
        source="programme__code",
        key=True,
        required=True,
        width=16,
        synonyms=("Program", "Kode Program", "Nama Program", "Programme code"),
        help_text=_("Code of the programme, or what it was called in that year, such as PNPM-MP."),
    )


def year_column() -> Column:
    """The fiscal year."""
    return Column(
        _("Fiscal year"),
        "year",
        key=True,
        required=True,
        width=10,
        synonyms=("Tahun Anggaran", "TA", "T.A.", "Tahun"),
    )


def plan_kind_column() -> Column:
    """Which plan the activity stands in."""
    return Column(
        _("Kind of plan"),
        "choice",
        source="activity__plan__kind",
        width=16,
        synonyms=("Jenis Rencana", "Rencana", "Jenis Dokumen"),
    )


def plan_year_column() -> Column:
    """The first year of that plan."""
    return Column(
        _("First year of the plan"),
        "year",
        source="activity__plan__start_year",
        width=12,
        synonyms=("Tahun Awal", "Tahun Awal Rencana", "Tahun Rencana Awal"),
    )


def activity_column() -> Column:
    """The number of the line of that plan."""
    return Column(
        _("Number of the line in the plan"),
        source="activity__number",
        width=14,
        synonyms=("Nomor Kegiatan", "No. Kegiatan", "Kode Kegiatan", "Nomor Kegiatan Rencana"),
        help_text=_("The planned activity; empty where the work is named, or neither."),
    )


def work_column() -> Column:
    """The work, by its number within the board."""
    return Column(
        _("Number of the work"),
        source="work__number",
        width=22,
        synonyms=("Nomor Pekerjaan", "Nomor Kontrak", "No. SPK", "Pekerjaan"),
        help_text=_("A work of the same board; empty where the planned activity is named."),
    )
