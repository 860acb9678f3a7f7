"""What holds for a contribution of residents (swadaya), said without a database."""

from collections.abc import Iterator, Mapping
from typing import Any

from finance.rules.undertakings import named_faults
from p2kp_site.exchange.reading import Fault


def contribution_faults(values: Mapping[str, Any]) -> Iterator[tuple[str, Fault]]:
    """The faults of a contribution across its columns; the table holds the same."""
    yield from named_faults(values)
    for what in ("promised", "realised"):
        amount, day = values[f"{what}_amount"], values[f"{what}_on"]
        if amount is not None and not day:
            yield f"{what}_on", Fault(f"{what}_on_no_day", {"text": amount})
        if amount is None and day:
            yield f"{what}_amount", Fault(f"{what}_no_amount", {"text": day})
    if values["promised_amount"] is None and values["realised_amount"] is None:
        yield "promised_amount", Fault("neither_promised_nor_given")
