"""What holds for a partnership, said without a database."""

from collections.abc import Iterator, Mapping
from typing import Any

from communities.rules.spans import span_faults
from p2kp_site.exchange.reading import Fault


def partnership_faults(values: Mapping[str, Any]) -> Iterator[tuple[str, Fault]]:
    """The faults of a partnership across its columns; the constraints of the table hold the same.

    It holds from the day it was signed until the day on which it no longer does.
    """
    yield from span_faults(values, "signed_on", "until_on")
