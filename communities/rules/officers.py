"""What holds for everybody who sits on a board or works for it, said without a database."""

from collections.abc import Iterator, Mapping
from typing import Any

from communities.rules.figures import limit_faults
from communities.rules.spans import span_faults
from p2kp_site.exchange.reading import Fault

YOUNGEST, OLDEST = 17, 110
LAST_TERM = 30
LIMITS = {"term": (1, LAST_TERM), "age": (YOUNGEST, OLDEST), "votes": (0, None)}


def officer_faults(values: Mapping[str, Any]) -> Iterator[tuple[str, Fault]]:
    """The faults of an officer across the columns, as (column, fault); dates are ISO texts.

    The constraints of the table hold the same.
    """
    yield from limit_faults(values, LIMITS)
    yield from span_faults(values, "term_from", "term_until")
