"""When a case is reminded of its due day, and to whom a reminder goes up; without a database."""

from collections.abc import Collection, Iterator
from datetime import date, timedelta

from p2kp_site.foundation.areas import LEVEL_ENDS, above

BEFORE, DUE, ESCALATION = "before", "due", "escalation"
_WEEK = 7

Window = tuple[str, date | None, date | None]


def windows(
    on: date, *, remind_days_before: int | None, escalate_days_after: int | None
) -> Iterator[Window]:
    """Which due days ask for which reminder on that day: kind, first and last due day.

    A kind holds until the next one takes its place, so that a reminder whose day was a holiday, or
    a day without a worker, goes out on the next day that counts. An end that is None is open.
    """
    overdue = None if escalate_days_after is None else on - timedelta(escalate_days_after)
    if overdue is not None:
        yield ESCALATION, None, overdue
    yield DUE, None if overdue is None else overdue + timedelta(1), on
    if remind_days_before is not None:
        yield BEFORE, on + timedelta(1), on + timedelta(remind_days_before)


def rests(day: date, holiday: date, *, every_week: bool) -> bool:
    """Is that day this holiday? One of every week comes again, from its first day on."""
    days = (day - holiday).days
    return days == 0 or (every_week and days > 0 and days % _WEEK == 0)


def handled_in(area: str, depth: int) -> str:
    """The area on whose level a case is handled: `depth` steps of the path to where it lies."""
    return area[: LEVEL_ENDS[depth - 1]] if depth else ""


def nearest(area: str, held: Collection[str]) -> str | None:
    """Of the areas in which somebody works, the smallest that holds this one; None without any."""
    return next((one for one in reversed(above(area)) if one in held), None)


def next_higher(area: str, held: Collection[str]) -> str | None:
    """The next area above this one in which somebody works; None above the highest."""
    return next((one for one in reversed(above(area)[:-1]) if one in held), None)
