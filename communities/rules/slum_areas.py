"""What holds for slum areas and their parts, said without a database."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from communities.rules.figures import limit_faults
from p2kp_site.exchange.reading import Fault

# Decimals of hectares, to the square metre; and the most of them that stand in one row, far above
# what a kelurahan has of slum.
PLACES = 4
LARGEST = Decimal("9999.9999")


def slum_area_part_faults(values: Mapping[str, Any]) -> Iterator[tuple[str, Fault]]:
    """The faults of a part across its columns, as (column, fault).

    The constraints of the table hold the same.
    """
    by_decree = values["hectares_by_decree"]
    if by_decree is not None and by_decree <= 0:
        yield "hectares_by_decree", Fault("no_hectares", {"text": str(by_decree)})
    for column in ("hectares_by_decree", "hectares_verified"):
        hectares = values[column]
        if hectares is not None and hectares != round(hectares, PLACES):
            said = {"text": str(hectares), "places": PLACES}
            yield column, Fault("too_many_places", said)
    limits = {"hectares_by_decree": (None, LARGEST), "hectares_verified": (0, LARGEST)}
    yield from limit_faults(values, limits)


def lies_faults(
    *, regency: str, regency_name: str, village: str, village_name: str
) -> Iterator[tuple[str, Fault]]:
    """The fault of a part whose kelurahan lies in another regency than its slum area.

    `regency` is the area of the slum area, `village` the path of the kelurahan.
    """
    if not village.startswith(regency):
        said = {"text": village_name, "regency": regency_name}
        yield "region", Fault("village_outside_regency", said)


def decree_faults(
    number: str, decree_on: date | str, held: Iterable[date | str]
) -> Iterator[tuple[str, Fault]]:
    """The fault of a new slum area whose decree stands with another day at the areas beside it."""
    days = sorted(held)
    if days and decree_on not in days:
        yield "decree_on", Fault("decree_of_another_day", {"text": number, "held_on": days[0]})
