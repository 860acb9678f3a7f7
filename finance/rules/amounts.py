"""What holds for every amount of money in a file, said without a database."""

from collections.abc import Iterator, Mapping
from typing import Any

from p2kp_site.exchange.reading import Fault


def amount_faults(
    values: Mapping[str, Any], least: Mapping[str, int]
) -> Iterator[tuple[str, Fault]]:
    """The faults of amounts below the least that each column takes; the table holds the same."""
    for column, limit in least.items():
        amount = values[column]
        if amount is None or amount >= limit:
            continue
        if amount < 0:
            yield column, Fault("negative_amount", {"text": amount})
        else:
            yield column, Fault("too_small", {"text": str(amount), "limit": limit})
