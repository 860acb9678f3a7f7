"""What pages tell of slums: a slum area by class, and a kelurahan by decree.

Each panel asks a fixed number of questions, however many parts there are.
"""

from collections.abc import Callable
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from communities.admin.figures import at_right, hectares, two_lines
from communities.models import Region, SlumArea, SlumAreaPart
from communities.models.regions import RegionKind
from communities.models.slum_area_parts import SlumClass
from p2kp_site.foundation.links import way_to
from p2kp_site.foundation.reader import Reader
from p2kp_site.foundation.wording import in_words

MOST_PARTS = 50

# Sections that higher floors add to the page of a slum area.
Panels = Callable[[SlumArea, Reader], list[dict[str, Any]]]
_told_from_above: list[Panels] = []


def tell_of_slum_areas(panels: Panels) -> None:
    """Have the page of a slum area tell of a higher floor, which this one does not know."""
    _told_from_above.append(panels)


def panels_of(slum_area: SlumArea, reader: Reader) -> list[dict[str, Any]]:
    """The sections of the page of a slum area, as far as this reader may see them."""
    told = (panels(slum_area, reader) for panels in (classes_of, *_told_from_above))
    return [panel for panels in told for panel in panels]


def classes_of(slum_area: SlumArea, reader: Reader) -> list[dict[str, Any]]:
    """The parts of a slum area that the reader sees, added up by class."""
    if not reader.may("communities.view_slumareapart"):
        return []
    parts = SlumAreaPart.objects.visible_to(reader).filter(slum_area=slum_area)
    lines = [
        [
            str(SlumClass(one["slum_class"]).label if one["slum_class"] else _("not stated")),
            at_right(str(one["part_count"])),
            hectares(one["hectares_by_decree"]),
            hectares(one["hectares_verified"]),
        ]
        for one in parts.class_totals()
    ]
    headers = [_("Class"), _("Parts"), _("Hectares by decree"), _("Hectares verified")]
    table = {"headers": headers, "rows": lines}
    return [_panel(_("By class"), table, slum_area=slum_area.ref)]


def slums_of(region: Region, reader: Reader) -> list[dict[str, Any]]:
    """What decrees count as slum in a kelurahan or desa, the latest first."""
    is_village = region.kind in (RegionKind.URBAN_VILLAGE, RegionKind.VILLAGE)
    if not is_village or not reader.may("communities.view_slumareapart"):
        return []
    table = slum_table(region, reader)
    return [_panel(_("Slum areas in this kelurahan or desa"), table, region=region.code)]


def slum_table(region: Region, reader: Reader) -> dict[str, Any]:
    """The parts of slum areas in a kelurahan or desa, the latest decree first."""
    parts = SlumAreaPart.objects.visible_to(reader).filter(region=region)
    newest = parts.select_related("slum_area").order_by("-slum_area__decree_on", "-pk")
    in_force = {
        *SlumArea.objects.in_force_on(reader.on)
        .filter(parts__in=parts)
        .values_list("pk", flat=True)
    }
    headers = [
        _("Slum area"), _("In force"), _("Class"), _("Treatment"), _("Hectares by decree"),
        _("Hectares verified"),
    ]  # fmt: skip
    lines = [
        [
            _named(one.slum_area),
            in_words(one.slum_area_id in in_force),
            in_words(one.get_slum_class_display()),
            in_words(one.get_treatment_display()),
            hectares(one.hectares_by_decree),
            hectares(one.hectares_verified),
        ]
        for one in newest[:MOST_PARTS]
    ]
    return {"headers": headers, "rows": lines}


def _named(area: SlumArea) -> str:
    """A slum area with the way to its page, and its decree beneath it."""
    decree = {"number": area.decree_number, "day": in_words(area.decree_on)}
    return two_lines(way_to(area, area.name), _("%(number)s of %(day)s") % decree)


def _panel(title: str, table: dict[str, Any], **query: str) -> dict[str, Any]:
    listed = reverse("admin:communities_slumareapart_changelist")
    return {
        "title": title,
        "table": table,
        "all": f"{listed}?{urlencode(query)}",
        "add": False,
    }
