"""Grants (BLM) as a dataset; their tranches and payments are not in it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from communities.resources.of_boards import (
    board_column,
    board_name_column,
    district_column,
    village_column,
)
from communities.resources.signoffs import FormDataset
from finance.filters.grants import GrantFilterSet
from finance.models import Grant, TrancheScheme
from finance.resources.lookups import SCHEME
from finance.resources.money import MoneyRules, in_words, programme_column, year_column
from finance.rules.grants import grant_faults, scheme_faults, standing_faults, tranched_faults
from p2kp_site.exchange.columns import Column, Link
from p2kp_site.exchange.datasets import WouldBe
from p2kp_site.exchange.reading import Fault
from p2kp_site.exchange.registry import register
from p2kp_site.exchange.standard_columns import note_column, ref_column
from programs.resources.lookups import PROGRAMME_OF_YEAR

# What a grant is; once anything of it was approved it stays so.
IDENTITY = ("board_id", "programme_id", "fiscal_year", "number")


@register
class GrantDataset(MoneyRules, FormDataset):
    """What programmes agreed to give community boards, one row for each agreement."""

    slug = "grants"
    title = _("Grants (BLM)")
    model = Grant
    filterset_class = GrantFilterSet
    period = _("Day of the grant agreement.")
    links = (Link(PROGRAMME_OF_YEAR, ("programme", "fiscal_year"), shared=("fiscal_year",)),)

    ref = ref_column()
    board = board_column()
    board_name = board_name_column()
    village = village_column()
    district = district_column()
    programme = programme_column()
    fiscal_year = year_column()
    number = Column(
        _("Number of the grant"),
        "count",
        key=True,
        width=10,
        synonyms=("Nomor", "BLM ke", "Nomor BLM", "Number"),
        help_text=_("1, unless the board got several grants of the programme in this year."),
    )
    agreement_number = Column(
        _("Agreement number"),
        width=28,
        synonyms=("Nomor SPPB", "No. SPPB", "SPPB", "Nomor Perjanjian"),
        help_text=_("Number of the grant agreement (SPPB)."),
    )
    agreement_on = Column(
        _("Agreement date"), "date", width=14, synonyms=("Tanggal SPPB", "Tgl. SPPB")
    )
    amount = Column(
        _("Amount of the grant"),
        "rupiah",
        required=True,
        width=20,
        synonyms=("BLM", "Jumlah BLM", "Pagu BLM", "Nilai BLM", "Jumlah", "Amount"),
    )
    scheme = Column(
        _("Tranche scheme"),
        "code",
        source="scheme__code",
        lookup=SCHEME,
        width=18,
        synonyms=("Skema", "Skema Tahap", "Kode Skema"),
        help_text=_("Code of the scheme; its tranches are made on the page of the grant."),
    )
    tranched = Column(
        _("In tranches"),
        "rupiah",
        compared=True,
        width=20,
        synonyms=("Jumlah Tahap", "Dibagi Tahap"),
        help_text=_("What the tranches come to; they are written on the page of the grant."),
    )
    note = note_column()

    def own_faults(self, values: Mapping[str, Any]) -> Iterable[tuple[str, Fault]]:
        return grant_faults(values)

    def slice_faults(self, rows: Sequence[WouldBe]) -> Iterator[tuple[int, str, Fault]]:
        """What was split stays within the amount, and what was approved stays whose it is."""
        changed = {row.pk: row for row in rows if row.pk}
        standing: Any = Grant.objects.filter(pk__among=set(changed)).with_approved_total()
        for pk, tranched, approved, *held in standing.values_list(
            "pk", "tranched", "approved_total", *IDENTITY
        ):
            row = changed[pk]
            faults = list(tranched_faults(amount=row.values["amount"], tranched=tranched))
            faults += standing_faults(_touched(row, held), approved=approved)
            for column, fault in faults:
                yield row.number, column, in_words(fault)
        yield from _outside_scheme(rows)


def _touched(row: WouldBe, held: Sequence[Any]) -> list[str]:
    """The columns by which the row would become another grant."""
    now = dict(row.values)
    for name, was in zip(IDENTITY, held, strict=True):
        if name.endswith("_id"):
            found = row.found.get(name)
            now[name] = found.stores[name] if found else was
    changed = [name for name, was in zip(IDENTITY, held, strict=True) if now[name] != was]
    return [name.removesuffix("_id") for name in changed]


def _outside_scheme(rows: Sequence[WouldBe]) -> Iterator[tuple[int, str, Fault]]:
    """Grants that were agreed on a day on which their scheme was not in force."""
    codes = {row.values["scheme"] for row in rows if row.values["scheme"]}
    schemes = {one.code: one for one in TrancheScheme.objects.filter(code__in=codes)}
    for row in rows:
        scheme, day = schemes.get(row.values["scheme"]), row.values["agreement_on"]
        if scheme and day:
            on = date.fromisoformat(str(day))
            for column, fault in scheme_faults(scheme.code, in_force=scheme.is_in_force(on)):
                yield row.number, column, fault
