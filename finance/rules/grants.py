"""What holds for a grant, said without a database."""

from collections.abc import Iterator, Mapping, Sequence
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


def tranched_faults(*, amount: int | None, tranched: int) -> Iterator[tuple[str, Fault]]:
    """The fault of a grant that would be less than its tranches."""
    if amount is not None and amount < tranched:
        yield "amount", Fault("grant_below_tranches", {"text": amount, "tranched": tranched})


def standing_faults(touched: Sequence[str], *, approved: int) -> Iterator[tuple[str, Fault]]:
    """The faults of a grant that would become another one after some of it was approved."""
    if approved:
        for column in touched:
            yield column, Fault("approved_grant_stays", {"approved": approved})


def scheme_faults(code: str, *, in_force: bool) -> Iterator[tuple[str, Fault]]:
    """The fault of a grant that was agreed by a scheme of another time."""
    if not in_force:
        yield "scheme", Fault("scheme_not_in_force", {"text": code})
