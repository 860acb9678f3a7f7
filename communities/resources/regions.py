"""Regions as a dataset: they leave as files and come in only as the official register."""

from django.utils.translation import gettext_lazy as _

from communities.filters.regions import RegionFilterSet
from communities.models import Region
from communities.resources.places import PlaceDataset
from p2kp_site.exchange.columns import Column
from p2kp_site.exchange.registry import register


@register
class RegionDataset(PlaceDataset):
    """The register of regions as the system holds it."""

    slug = "regions"
    title = _("Regions")
    model = Region
    filterset_class = RegionFilterSet
    importable = False
    order = ("path",)

    ref = Column(_("Ref"), "ref", width=15)
    code = Column(_("Region code"), "code", key=True, help_text=_("Kemendagri code."))
    parent_code = Column(
        _("Code of the region above"), "code", source="parent__code", beside=("code", "parent")
    )
    name = Column(_("Name"), required=True, width=30)
    kind = Column(_("Kind"), "choice")
    bps_code = Column(_("BPS code"), "code")
    edition = Column(_("Edition"))
    valid_from = Column(_("Valid from"), "date")
    retired_on = Column(_("Retired on"), "date")
