"""Figures about people: men, women, and how many of them have a low income."""

from collections.abc import Iterator, Mapping
from typing import Any

from p2kp_site.exchange.reading import Fault

Limits = Mapping[str, tuple[int | None, int | None]]


def limit_faults(values: Mapping[str, Any], limits: Limits) -> Iterator[tuple[str, Fault]]:
    """The faults of numbers outside their limits, both of which are allowed values."""
    for column, (least, most) in limits.items():
        number = values[column]
        if number is None:
            continue
        if least is not None and number < least:
            yield column, Fault("too_small", {"text": str(number), "limit": least})
        elif most is not None and number > most:
            yield column, Fault("too_large", {"text": str(number), "limit": most})


def people_faults(
    values: Mapping[str, Any], men: str, women: str, low_income: str
) -> Iterator[tuple[str, Fault]]:
    """The fault of more people with a low income than people; an uncounted figure is None."""
    total, poor = added(values[men], values[women]), values[low_income]
    if total is not None and poor is not None and poor > total:
        yield low_income, Fault("more_low_income_than_people", {"text": str(poor), "people": total})


def added(men: int | None, women: int | None) -> int | None:
    """Men and women together, as long as both were counted."""
    return None if men is None or women is None else men + women
