"""What holds for a case, said without a database."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from p2kp_site.exchange.reading import Fault
from p2kp_site.foundation.areas import LEVEL_ENDS
from programs.rules.case_types import PLAN, SLUM_AREA

# The columns that say what a case is about; at most one of them is filled.
SUBJECTS = ("board", "slum_area", "plan", "work")
# What only a complaint has.
OF_COMPLAINTS = (
    "nature", "scope", "channel", "theme", "amount_misused", "amount_returned",
    "reporter_name", "reporter_contact", "reporter_address",
    "accused_name", "accused_position", "accused_contact",
)  # fmt: skip  # names as running text
_NUMBER = re.compile(r"([A-Z][A-Z0-9]{1,9}-\d{2,4}-\d{4})-(\d{4,9})")


def number_stem(prefix: str, regency_code: str, year: int) -> str:
    """What the numbers of one type, regency and year begin with: `PPM-1404-2015`."""
    return f"{prefix}-{regency_code.replace('.', '')[:4]}-{year:04d}"


def case_number(stem: str, running: int) -> str:
    """The number of a case: `PPM-1404-2015-0007`."""
    return f"{stem}-{running:04d}"


def split_number(number: str) -> tuple[str, int] | None:
    """Stem and running number of a case number; None for what is none."""
    found = _NUMBER.fullmatch(number)
    return (found[1], int(found[2])) if found else None


def register_key(area: str, received_on: str, register_number: str) -> str | None:
    """What keeps apart the numbers in the registers of a regency and a year; None without one.

    `area` is where the case lies, `received_on` a day as ISO text.
    """
    regency = area[: LEVEL_ENDS[1]]
    return f"{regency}/{received_on[:4]}/{register_number}" if register_number else None


def remaining(misused: int | None, returned: int | None) -> int | None:
    """What of misused money has not come back; None while no amount is known."""
    return None if misused is None else misused - (returned or 0)


def case_faults(values: Mapping[str, Any]) -> Iterator[tuple[str, Fault]]:
    """The faults of a case across its columns; the constraints of the table hold the same.

    `values` names each subject by the column of `SUBJECTS`.
    """
    yield from _day_faults(values)
    named = [name for name in SUBJECTS if values[name]]
    for name in named[1:]:
        yield name, Fault("several_subjects")
    misused, returned = values["amount_misused"], values["amount_returned"]
    if returned is not None and misused is None:
        yield "amount_misused", Fault("returned_of_nothing", {"text": _rupiah(returned)})
    elif returned is not None and misused is not None and returned > misused:
        said = {"text": _rupiah(returned), "most": _rupiah(misused)}
        yield "amount_returned", Fault("returned_too_much", said)


def _rupiah(amount: int) -> str:
    return f"Rp {amount:,}".replace(",", ".")


def _day_faults(values: Mapping[str, Any]) -> Iterator[tuple[str, Fault]]:
    received, happened, closed = (values[n] for n in ("received_on", "event_on", "closed_on"))
    if received and happened and happened > received:
        yield "event_on", Fault("happened_after_received", {"text": happened, "since": received})
    if received and closed and closed < received:
        yield "closed_on", Fault("closed_before_received", {"text": closed, "since": received})


def type_faults(
    values: Mapping[str, Any], *, subject: str, is_complaint: bool
) -> Iterator[tuple[str, Fault]]:
    """The faults of a case of a type: what it must be about, and what only complaints have."""
    if subject and not values[subject]:
        yield subject, Fault("case_about_a_plan" if subject == PLAN else "case_about_a_slum_area")
    if is_complaint:
        return
    for name in OF_COMPLAINTS:
        if values.get(name) not in (None, ""):
            yield name, Fault("only_of_complaints", {"text": str(values[name])})


def closing_faults(*, is_done: bool, closed_on: Any, outcome: Any) -> Iterator[tuple[str, Fault]]:
    """The faults of a case that is taken over: a done one has the day on which it was closed."""
    if is_done and not closed_on:
        yield "closed_on", Fault("done_on_no_day")
    elif closed_on and not is_done:
        yield "closed_on", Fault("closed_in_process", {"text": closed_on})
    if outcome and not is_done:
        yield "outcome", Fault("outcome_in_process", {"text": str(outcome)})


__all__ = [
    "OF_COMPLAINTS",
    "PLAN",
    "SLUM_AREA",
    "SUBJECTS",
    "case_faults",
    "case_number",
    "closing_faults",
    "number_stem",
    "register_key",
    "remaining",
    "split_number",
    "type_faults",
]
