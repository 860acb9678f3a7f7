"""Funding sources as a dataset."""

from django.utils.translation import gettext_lazy as _

from p2kp_site.exchange.columns import Column
from p2kp_site.exchange.datasets import Dataset
from p2kp_site.exchange.registry import register
from p2kp_site.exchange.standard_columns import note_column, ref_column
from programs.filters.funding_sources import FundingSourceFilterSet
from programs.models import FundingSource


def source_options() -> list[tuple[int, str, str]]:
    """Every source, in the order of the forms; one that is no longer used keeps its rows."""
    sources = FundingSource.objects.in_order()
    return [(key, code, name) for key, code, name in sources.values_list("pk", "code", "name")]


@register
class FundingSourceDataset(Dataset):
    """The sources of money that plans, works and budgets name."""

    slug = "funding-sources"
    title = _("Funding sources")
    model = FundingSource
    filterset_class = FundingSourceFilterSet
    order = ("position", "pk")

    ref = ref_column()
    code = Column(
        _("Code of the source"),
        "code",
        key=True,
        required=True,
        width=20,
        synonyms=("Kode", "Kode Sumber", "Kode Sumber Dana", "Source code"),
        help_text=_("Capital letters, digits, . / - only; heads the columns of costs."),
    )
    name = Column(
        _("Name of the source"),
        required=True,
        width=40,
        synonyms=("Nama", "Nama Sumber", "Sumber Dana", "Sumber", "Name"),
    )
    kind = Column(
        _("Whose money"),
        "choice",
        required=True,
        width=22,
        synonyms=("Jenis", "Jenis Sumber", "Jenis Sumber Dana", "Kind"),
    )
    position = Column(
        _("Place in the list"),
        "count",
        width=10,
        synonyms=("Urutan", "Nomor Urut dalam Daftar"),
        help_text=_("Lists and the columns of files follow it."),
    )
    is_active = Column(
        _("Active"),
        "yes_no",
        width=10,
        synonyms=("Aktif", "Masih Dipakai"),
        help_text=_("New rows may name it."),
    )
    note = note_column()
