"""Spans of days [from, until): the day on which a span ends is not in it any more."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from p2kp_site.exchange.reading import Fault

Span = tuple[str, str | None]


def span_faults(values: Mapping[str, Any], since: str, until: str) -> Iterator[tuple[str, Fault]]:
    """The fault of a span [since, until) that is empty or runs backwards."""
    begins, ends = values[since], values[until]
    if begins and ends and ends <= begins:
        yield until, Fault("ends_before_it_begins", {"text": ends, "begins": begins})


def overlapping(span: Span, others: Iterable[Span]) -> Span | None:
    """The first of the other spans [from, until) that shares a day with this one; ISO dates."""
    begins, ends = span
    for other in others:
        starts, stops = other
        if (stops is None or begins < stops) and (ends is None or starts < ends):
            return other
    return None
