"""What holds for the plans of a community and for their lines, said without a database."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from p2kp_site.exchange.reading import Fault

PJM, RENTA, RPLP = "pjm", "renta", "rplp"
# Years that a plan of this kind usually covers: PJM three, RPLP five, Renta is the yearly extract.
USUAL_YEARS = {PJM: 3, RENTA: 1, RPLP: 5}


def usual_end(kind: str, start_year: int) -> int:
    """The last year of a plan of this kind when the paper does not say."""
    return start_year + USUAL_YEARS[kind] - 1


def plan_faults(values: Mapping[str, Any]) -> Iterator[tuple[str, Fault]]:
    """The faults of a plan across its columns; the constraints of the table hold the same."""
    start, end = values["start_year"], values["end_year"]
    if start and end and end < start:
        yield "end_year", Fault("ends_before_it_begins", {"text": str(end), "since": start})
    if values["ratified_on"] and not values["ratified_by"]:
        yield "ratified_by", Fault("ratified_by_nobody", {"text": values["ratified_on"]})
    if values["ratified_by"] and not values["ratified_on"]:
        yield "ratified_on", Fault("ratified_on_no_day", {"text": values["ratified_by"]})


def held_faults(
    values: Mapping[str, Any], *, first: int | None, last: int | None
) -> Iterator[tuple[str, Fault]]:
    """The faults of a plan whose years no longer hold its lines, planned for `first` to `last`."""
    said = {"first": first, "last": last}
    if first and values["start_year"] and first < values["start_year"]:
        yield "start_year", Fault("lines_outside_plan", said)
    if last and values["end_year"] and last > values["end_year"]:
        yield "end_year", Fault("lines_outside_plan", said)


def line_faults(
    values: Mapping[str, Any],
    *,
    plan: str,
    ratified_on: date | str | None,
    start_year: int,
    end_year: int,
) -> Iterator[tuple[str, Fault]]:
    """The faults of a line within its plan: the lines of a ratified edition stand."""
    if ratified_on:
        yield "plan", Fault("plan_is_ratified", {"text": plan, "ratified_on": ratified_on})
    year = values["planned_year"]
    if year and not start_year <= year <= end_year:
        yield (
            "planned_year",
            Fault("year_outside_plan", {"text": str(year), "since": start_year, "until": end_year}),
        )
