"""When a summary is due, told from the moment alone."""

from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

import pytest

from p2kp_site.reports.rules.subscriptions import KINDS, Schedule, failures_in_a_row

JAKARTA = ZoneInfo("Asia/Jakarta")


def schedule(rhythm: str, days: int = 0, at: time = time(6)) -> Schedule:
    return Schedule(KINDS[rhythm], days, at, JAKARTA)


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=JAKARTA)


@pytest.mark.parametrize(
    ("rhythm", "days", "now", "period"),
    [
        ("weekly", 0, "2026-03-02T06:00", "2026-W09"),  # a Monday
        ("weekly", 0, "2026-03-02T05:59", "2026-W08"),
        ("weekly", 2, "2026-03-04T05:59", "2026-W08"),
        ("weekly", 9, "2026-03-04T05:59", "2026-W07"),
        ("weekly", 0, "2026-01-01T00:00", "2025-W52"),
        ("weekly", 0, "2027-01-04T06:00", "2026-W53"),
        ("monthly", 0, "2026-03-01T06:00", "2026-02"),
        ("monthly", 0, "2026-03-01T05:59", "2026-01"),
        ("monthly", 14, "2026-03-15T06:00", "2026-02"),
        ("monthly", 60, "2026-03-02T06:00", "2025-12"),
        ("quarterly", 0, "2026-04-01T06:00", "2026-Q1"),
        ("quarterly", 10, "2026-04-10T23:59", "2025-Q4"),
        ("half_year", 0, "2026-07-01T06:00", "2026-H1"),
        ("half_year", 0, "2026-07-01T05:00", "2025-H2"),
        ("yearly", 0, "2026-01-01T06:00", "2025"),
        ("yearly", 31, "2026-01-31T06:00", "2024"),
    ],
)
def test_the_last_period_whose_moment_has_come(
    rhythm: str, days: int, now: str, period: str
) -> None:
    assert schedule(rhythm, days).last_due(local(now)).text == period


def test_the_moment_is_one_of_the_business_time_zone() -> None:
    monthly = schedule("monthly")
    assert monthly.last_due(datetime(2026, 2, 28, 23, 0, tzinfo=UTC)).text == "2026-02"
    assert monthly.last_due(datetime(2026, 2, 28, 22, 59, tzinfo=UTC)).text == "2026-01"


@pytest.mark.parametrize(
    ("since", "now", "periods"),
    [
        ("2026-01-20T09:00", "2026-01-31T23:00", []),
        ("2026-01-20T09:00", "2026-02-01T06:00", ["2026-01"]),
        ("2026-01-20T09:00", "2026-04-10T09:00", ["2026-03", "2026-02", "2026-01"]),
        ("2026-02-01T06:00", "2026-02-15T09:00", []),
    ],
)
def test_what_ended_before_it_was_counted_is_not_due(
    since: str, now: str, periods: list[str]
) -> None:
    found = schedule("monthly").due_between(local(since), local(now))
    assert [period.text for period in found] == periods


@pytest.mark.parametrize(
    ("ended", "number"),
    [
        ([], 0),
        (["failed"], 1),
        (["failed", "failed", "done", "failed"], 2),
        (["done", "failed"], 0),
        (["failed"] * 5, 5),
    ],
)
def test_failures_count_from_the_last_one_back(ended: list[str], number: int) -> None:
    assert failures_in_a_row(ended) == number
