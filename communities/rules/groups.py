"""What holds for every self-help group (KSM), said without a database."""

from collections.abc import Iterator, Mapping
from typing import Any

from communities.rules.boards import board_faults
from communities.rules.figures import people_faults
from p2kp_site.exchange.reading import Fault


def group_faults(values: Mapping[str, Any]) -> Iterator[tuple[str, Fault]]:
    """The faults of a group across its columns, as (column, fault); dates are ISO texts.

    It is formed, works and is closed as a board is. The constraints of the table hold the same.
    """
    yield from board_faults(values)
    yield from people_faults(values, "members_men", "members_women", "members_low_income")
