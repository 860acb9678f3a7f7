"""Regions as people name them, in lists, forms and reports."""

import re

from communities.models import Region
from communities.models.regions import RegionKind

_REGENCY = re.compile(r"^(kabupaten|kab\.)\s+", re.IGNORECASE)


def short_name(region: Region) -> str:
    """A region as an address names it: `Kec. Tembilahan`, `Kab. Indragiri Hilir`, `Kota Dumai`."""
    if region.kind == RegionKind.DISTRICT:
        return f"Kec. {region.name}"
    if region.kind == RegionKind.REGENCY:
        return f"Kab. {_REGENCY.sub('', region.name)}"
    if region.kind == RegionKind.CITY and not region.name.casefold().startswith("kota "):
        return f"Kota {region.name}"
    return region.name


def full_name(region: Region) -> str:
    """A region with the two levels above it and its code, enough to tell it from its namesakes."""
    above: list[str] = []
    parent = region.parent
    while parent is not None and len(above) < 2:
        above.append(short_name(parent))
        parent = parent.parent
    name = (
        region.name
        if region.kind in (RegionKind.URBAN_VILLAGE, RegionKind.VILLAGE)
        else (short_name(region))
    )
    place = f"{name} — {', '.join(above)}" if above else name
    return f"{place} ({region.code})"
