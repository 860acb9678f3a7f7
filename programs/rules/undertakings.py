"""What holds for everything that is planned or built: whom it serves, and how many of them."""

from collections.abc import Iterator, Mapping
from typing import Any

from communities.rules.figures import people_faults
from p2kp_site.exchange.reading import Fault

UNITS = ("m", "m2", "m3", "unit", "paket", "orang", "titik", "KK", "kegiatan")


def undertaking_faults(values: Mapping[str, Any]) -> Iterator[tuple[str, Fault]]:
    """The faults of an activity or a work across its columns."""
    yield from people_faults(
        values, "beneficiaries_men", "beneficiaries_women", "beneficiaries_low_income"
    )
    if values["volume"] is not None and not values["unit"]:
        yield "unit", Fault("volume_without_unit", {"text": str(values["volume"])})
