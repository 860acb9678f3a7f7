"""What holds for slum areas and their parts, said without a database."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from communities.rules.figures import limit_faults
from p2kp_site.exchange.reading import Fault


def slum_area_part_faults(values: Mapping[str, Any]) -> Iterator[tuple[str, Fault]]:
    """The faults of a part across its columns, as (column, fault).

    The constraints of the table hold the same.
    """
    by_decree = values["hectares_by_decree"]
    if by_decree is not None and by_decree <= 0:
        yield "hectares_by_decree", Fault("no_hectares", {"text": str(by_decree)})
    yield from limit_faults(values, {"hectares_verified": (0, None)})


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
