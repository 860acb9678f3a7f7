"""When a summary is due: which periods have ended, and when each of them is to be sent.

A period is sent so many days after its last day, at a time of the day in the business time zone:
with 0 days on the first day of the next period. Nothing is counted down: what is due is told from
the moment alone, so that a clock that was wrong, or a beat that stood still, spoils nothing.
"""

from dataclasses import dataclass
from datetime import datetime, time, timedelta, tzinfo

from p2kp_site.foundation.periods import Kind, Period, holding

KINDS = {
    "weekly": Kind.WEEK,
    "monthly": Kind.MONTH,
    "quarterly": Kind.QUARTER,
    "half_year": Kind.HALF,
    "yearly": Kind.YEAR,
}
MOST_DAYS = 60
MOST_FAILURES = 5


@dataclass(frozen=True, slots=True)
class Schedule:
    """How often a summary is sent, how many days after the period's end, and at what time."""

    kind: Kind
    days: int
    time: time
    zone: tzinfo

    def sent_at(self, period: Period) -> datetime:
        """The moment from which the period is to be sent."""
        day = period.end + timedelta(days=self.days)
        return datetime.combine(day, self.time, tzinfo=self.zone)

    def last_due(self, now: datetime) -> Period:
        """The last period whose moment has come."""
        period = holding(self.kind, now.astimezone(self.zone).date())
        while self.sent_at(period) > now:
            period = period.previous
        return period

    def due_between(self, since: datetime, now: datetime) -> list[Period]:
        """The periods whose moment came after `since` and not after now, the last one first."""
        found = []
        period = self.last_due(now)
        while self.sent_at(period) > since:
            found.append(period)
            period = period.previous
        return found


def failures_in_a_row(ended: list[str]) -> int:
    """How many of these ends, the last one first, were failures before one was none."""
    for number, state in enumerate(ended):
        if state != "failed":
            return number
    return len(ended)
