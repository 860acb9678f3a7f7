"""Agencies as a dataset."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from communities.filters.agencies import AgencyFilterSet
from communities.models import Agency
from communities.resources.lookups import REGION
from communities.resources.places import (
    PlaceDataset,
    region_name_column,
)
from communities.rules.agencies import CONSULTANT_KINDS, agency_faults, new_agency_code
from communities.rules.regions import fold
from communities.scoping import NATION
from p2kp_site.exchange.columns import Column
from p2kp_site.exchange.datasets import WouldBe
from p2kp_site.exchange.reading import Fault
from p2kp_site.exchange.registry import register
from p2kp_site.exchange.standard_columns import note_column, ref_column


@register
class AgencyDataset(PlaceDataset):
    """Every office, consultant and partner, of a region or of the whole nation."""

    slug = "agencies"
    title = _("Agencies")
    model = Agency
    filterset_class = AgencyFilterSet
    period = _("From the day it became active until the day it is active no more.")

    ref = ref_column()
    code = Column(
        _("Agency code"),
        "code",
        key=True,
        width=20,
        synonyms=("Kode Lembaga", "Kode Instansi", "Kode"),
        help_text=_("Never changes. Left empty, the system issues one."),
    )
    name = Column(
        _("Agency name"),
        "name",
        required=True,
        width=34,
        synonyms=("Nama Lembaga", "Nama Instansi", "Instansi", "Lembaga", "Nama"),
    )
    kind = Column(
        _("Kind of agency"),
        "choice",
        required=True,
        width=30,
        synonyms=("Jenis Lembaga", "Jenis Instansi", "Jenis"),
    )
    region = Column(
        _("Region code"),
        "region_code",
        source="region__code",
        lookup=REGION,
        help_text=_(
            "Kemendagri code of the region whose agency it is, of any level, such as 14.04."
            " Empty: of the whole nation."
        ),
        synonyms=("Kode Wilayah", "Kode Kabupaten/Kota", "Kode Kemendagri"),
    )
    region_name = region_name_column()
    active_from = Column(
        _("Active from"), "date", width=14, synonyms=("Aktif Sejak", "Aktif Mulai", "Mulai Aktif")
    )
    active_until = Column(
        _("Active until"),
        "date",
        width=14,
        synonyms=("Aktif Sampai", "Berakhir"),
        help_text=_("The first day on which it is not active any more."),
    )
    address = Column(_("Address"), width=36, synonyms=("Alamat", "Alamat Kantor"))
    phone = Column(
        _("Phone"),
        "phone",
        synonyms=("Telepon", "No. Telepon"),
        help_text=_("Of the office, not of a person."),
    )
    email = Column(
        _("E-mail"),
        width=28,
        synonyms=("Email", "Surel", "Alamat Email"),
        help_text=_("Of the office, not of a person."),
    )
    note = note_column()

    def row_faults(self, values: Mapping[str, Any]) -> Iterable[tuple[str, Fault]]:
        return agency_faults(values)

    def slice_faults(self, rows: Sequence[WouldBe]) -> Iterable[tuple[int, str, Fault]]:
        """Who is assigned to regions stays a consultant."""
        others = {
            row.pk: row for row in rows if row.pk and row.values["kind"] not in CONSULTANT_KINDS
        }
        if others:
            assigned = Agency.objects.filter(pk__in=others, assignments__isnull=False)
            for pk in sorted(set(assigned.values_list("pk", flat=True))):
                row = others[pk]
                yield (
                    row.number,
                    "kind",
                    Fault("assigned_as_consultant", {"text": row.values["code"]}),
                )

    def issue_key(self, values: Mapping[str, Any]) -> str | None:
        return new_agency_code(values["region"] or NATION)

    def likeness(self, values: Mapping[str, Any]) -> str:
        """The letters of the name, within the region."""
        return f"{values['region'] or NATION} {fold(values['name'])}"

    def known_likenesses(self, likenesses: Iterable[str]) -> Mapping[str, str]:
        regions = {likeness.partition(" ")[0] for likeness in likenesses}
        there = Q(region__code__in=regions)
        if NATION in regions:
            there |= Q(region__isnull=True)
        standing = self.rows().filter(there).values_list("region__code", "name", "code")
        return {
            self.likeness({"region": region, "name": name}): code for region, name, code in standing
        }
