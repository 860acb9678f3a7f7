"""What holds for every community board, said without a database."""

from collections.abc import Iterator, Mapping
from typing import Any

from p2kp_site.exchange.reading import Fault
from p2kp_site.foundation.refs import new_ref


def board_faults(values: Mapping[str, Any]) -> Iterator[tuple[str, Fault]]:
    """The faults of a board across its columns, as (column, fault); dates are ISO texts.

    The constraints of the table hold the same.
    """
    if values["is_active"]:
        for column in ("inactive_reason", "closed_on"):
            if values[column]:
                yield column, Fault("only_when_inactive", {"text": str(values[column])})
    elif not values["inactive_reason"]:
        yield "inactive_reason", Fault("inactive_without_reason")
    formed_on, closed_on = values["formed_on"], values["closed_on"]
    if formed_on and closed_on and closed_on < formed_on:
        yield (
            "closed_on",
            Fault("closed_before_formed", {"text": closed_on, "formed_on": formed_on}),
        )


def new_board_code(region_code: str) -> str:
    """A code for a board that came without one: `BKM-140404-K7M9X`.

    The six digits are the district's code of the day; the rest is drawn, not counted, so that two
    offices that import at one moment do not meet.
    """
    return f"BKM-{region_code.replace('.', '')[:6]}-{new_ref()[:5]}"
