"""Budgets of regions as a dataset."""

from django.utils.translation import gettext_lazy as _

from communities.resources.places import (
    region_code_column,
    region_name_column,
)
from communities.resources.signoffs import FormDataset
from finance.filters.funding import BudgetFilterSet
from finance.models import Budget
from finance.resources.lookups import SOURCE
from finance.resources.money import MoneyRules, programme_column, year_column
from p2kp_site.exchange.columns import Column, Link
from p2kp_site.exchange.registry import register
from p2kp_site.exchange.standard_columns import note_column, ref_column
from programs.resources.lookups import PROGRAMME_OF_YEAR


@register
class BudgetDataset(MoneyRules, FormDataset):
    """What each source gives a programme in a region, year by year and line by line."""

    slug = "budgets"
    title = _("Budgets")
    model = Budget
    filterset_class = BudgetFilterSet
    period = _("Fiscal year; never split into months.")
    links = (Link(PROGRAMME_OF_YEAR, ("programme", "fiscal_year"), shared=("fiscal_year",)),)

    ref = ref_column()
    region = region_code_column()
    region_name = region_name_column("Nama Kabupaten/Kota")
    fiscal_year = year_column()
    source = Column(
        _("Code of the source"),
        "code",
        source="source__code",
        required=True,
        key=True,
        lookup=SOURCE,
        width=20,
        synonyms=("Sumber", "Sumber Dana", "Kode Sumber", "Kode Sumber Dana", "Source"),
        help_text=_("Code of the source, as in the dataset of funding sources."),
    )
    programme = programme_column()
    line = Column(
        _("Budget line"),
        key=True,
        width=30,
        synonyms=("Mata Anggaran", "MAK", "Pos Anggaran", "Kode Rekening", "Line"),
        help_text=_("As the budget paper (DIPA, DPA) writes it; left empty it is “-”, no line."),
    )
    amount = Column(
        _("Amount of the budget"),
        "rupiah",
        required=True,
        width=20,
        synonyms=("Anggaran", "Pagu", "Jumlah", "Jumlah (Rp)", "Nilai", "Amount"),
    )
    is_pro_poor = Column(
        _("Pro-poor"),
        "yes_no",
        width=12,
        synonyms=("Pro Poor", "Pro-Rakyat Miskin", "Untuk Warga Miskin"),
        help_text=_("The money is spent on poor people."),
    )
    note = note_column()
