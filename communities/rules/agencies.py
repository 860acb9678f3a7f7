"""What holds for every agency and every assignment of a consultant, said without a database."""

from collections.abc import Iterator, Mapping
from typing import Any

from communities.rules.spans import span_faults
from p2kp_site.exchange.reading import Fault
from p2kp_site.foundation.refs import new_ref

NATION = "ID"

# Who is engaged by the programme to accompany an area, and changes from year to year.
CONSULTANT_KINDS = frozenset(
    {
        "national_consultant",
        "regional_consultant",
        "oversight_consultant",
        "city_coordinator",
        "assistant_city_coordinator",
        "facilitator_team",
    }
)


def agency_faults(values: Mapping[str, Any]) -> Iterator[tuple[str, Fault]]:
    """The faults of an agency across its columns, as (column, fault); dates are ISO texts."""
    return span_faults(values, "active_from", "active_until")


def consultant_assignment_faults(values: Mapping[str, Any]) -> Iterator[tuple[str, Fault]]:
    """The faults of an assignment across its columns, as (column, fault)."""
    return span_faults(values, "from_on", "until_on")


def new_agency_code(region_code: str) -> str:
    """A code for an agency that came without one: `INS-1404-K7M9X`, `INS-ID-K7M9X` of the nation.

    The digits are the code of the day of its region; the rest is drawn, as that of a board.
    """
    place = region_code.replace(".", "")[:6] or NATION
    return f"INS-{place}-{new_ref()[:5]}"
