"""What holds for a workshop, said without a database."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from communities.rules.figures import people_faults
from p2kp_site.exchange.reading import Fault

MEN, WOMEN, LOW_INCOME = "participants_men", "participants_women", "participants_low_income"


def days_of(starts_on: date, ends_on: date | None) -> int:
    """How many days a workshop took, the first and the last included."""
    return ((ends_on or starts_on) - starts_on).days + 1


def workshop_faults(values: Mapping[str, Any]) -> Iterator[tuple[str, Fault]]:
    """The faults of a workshop across its columns; the constraints of the table hold the same."""
    starts_on, ends_on = values["starts_on"], values["ends_on"]
    if starts_on and ends_on and ends_on < starts_on:
        yield "ends_on", Fault("ends_before_it_starts", {"text": ends_on, "since": starts_on})


def counted(numbers: Iterable[int | None]) -> int | None:
    """The sum of what was counted; None where nothing was."""
    known = [number for number in numbers if number is not None]
    return sum(known) if known else None


def attendance_faults(
    *, men: Iterable[int | None], women: Iterable[int | None], low_income: int | None
) -> Iterator[tuple[str, Fault]]:
    """The fault of more participants with a low income than participants of all elements.

    The elements stand in a table of their own, so no constraint sees both: page and file ask this.
    """
    people = {MEN: counted(men), WOMEN: counted(women), LOW_INCOME: low_income}
    yield from people_faults(people, MEN, WOMEN, LOW_INCOME)
