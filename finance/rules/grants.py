"""What holds for a grant, said without a database."""

from collections.abc import Iterator, Mapping
from typing import Any

from p2kp_site.exchange.reading import Fault


def grant_faults(values: Mapping[str, Any]) -> Iterator[tuple[str, Fault]]:
    """The faults of a grant across its columns; the constraints of the table hold the same."""
    if values["number"] is not None and values["number"] < 1:
        yield "number", Fault("number_from_one", {"text": str(values["number"])})
    if values["agreement_number"] and not values["agreement_on"]:
        yield "agreement_on", Fault("agreed_on_no_day", {"text": values["agreement_number"]})
    if values["agreement_on"] and not values["agreement_number"]:
        yield "agreement_number", Fault("agreement_without_number")
