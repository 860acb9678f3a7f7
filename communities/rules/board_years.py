"""What holds for what a board had become by a year's end, said without a database."""

from collections.abc import Iterator, Mapping
from typing import Any

from communities.rules.figures import limit_faults
from p2kp_site.exchange.reading import Fault

# The first boards were formed in 1999.
FIRST_YEAR, LAST_YEAR = 1999, 2100
LIMITS = {"year": (FIRST_YEAR, LAST_YEAR)}

# An auditor wrote one of these; "not done" and an unknown state have neither day nor auditor.
OPINIONS = frozenset({"unqualified", "qualified", "adverse", "disclaimer"})


def board_year_faults(values: Mapping[str, Any]) -> Iterator[tuple[str, Fault]]:
    """The faults of a board's year across its columns, as (column, fault); dates are ISO texts.

    The constraints of the table hold the same.
    """
    yield from limit_faults(values, LIMITS)
    if values["audit"] not in OPINIONS:
        for column in ("audited_on", "auditor"):
            if values[column]:
                yield column, Fault("only_when_audited", {"text": str(values[column])})
    elif values["year"] and values["audited_on"] and values["audited_on"] < str(values["year"]):
        params = {"text": values["audited_on"], "year": values["year"]}
        yield "audited_on", Fault("audited_before_the_year", params)
