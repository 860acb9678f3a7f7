"""What the figures of an election mean, and what holds for them, said without a database."""

from collections.abc import Iterator, Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from communities.rules.figures import added, limit_faults, people_faults
from communities.rules.officers import LAST_TERM
from p2kp_site.exchange.reading import Fault

GROUPS = ("men", "women", "low_income")
LIMITS = {"term": (1, LAST_TERM), "adults": (1, None)}


def turnout(participants: int | None, adults: int | None) -> Decimal | None:
    """The share of the adults of a kelurahan who chose its delegates, in percent, one decimal.

    Participants of the final basis election, divided by the adults of the kelurahan; over several
    boards both are summed first. None where either was not counted. It may exceed 100 where the
    adults were counted earlier.
    """
    if participants is None or not adults:
        return None
    share = Decimal(100 * participants) / Decimal(adults)
    return share.quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)


def election_faults(values: Mapping[str, Any]) -> Iterator[tuple[str, Fault]]:
    """The faults of an election across its columns, as (column, fault).

    The constraints of the table hold the same.
    """
    yield from limit_faults(values, LIMITS)
    for of in ("participants", "elected"):
        yield from people_faults(values, f"{of}_men", f"{of}_women", f"{of}_low_income")
    for group in GROUPS:
        yield from _too_many_elected(values, group)
    if values["adults"] is not None and not values["adults_on"]:
        yield "adults_on", Fault("adults_without_a_day", {"text": str(values["adults"])})
    if values["adults"] is None:
        for column in ("adults_on", "adults_source"):
            if values[column]:
                yield column, Fault("only_with_adults", {"text": str(values[column])})


def _too_many_elected(values: Mapping[str, Any], group: str) -> Iterator[tuple[str, Fault]]:
    """Who is elected is there; so the total follows from men and women."""
    elected, participants = values[f"elected_{group}"], values[f"participants_{group}"]
    if elected is not None and participants is not None and elected > participants:
        params = {"text": str(elected), "participants": participants}
        yield f"elected_{group}", Fault("more_elected_than_participants", params)


def people_of(values: Mapping[str, Any], of: str) -> int | None:
    """All participants, or all who were elected."""
    return added(values[f"{of}_men"], values[f"{of}_women"])
