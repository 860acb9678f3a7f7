"""Which due days a day asks about, what a calendar rests on, and where a reminder goes up to."""

from datetime import date, timedelta

import pytest

from programs.rules.case_reminders import (
    BEFORE,
    DUE,
    ESCALATION,
    handled_in,
    nearest,
    next_higher,
    rests,
    windows,
)

DAY = date(2026, 3, 11)
VILLAGE, DISTRICT, REGENCY, PROVINCE = "0140040040001", "014004004", "014004", "014"


def kind_of(due_in: int, *, before: int | None = 3, after: int | None = 7) -> str | None:
    """What a case is reminded of today that is due in so many days."""
    due = DAY + timedelta(due_in)
    found = [
        kind
        for kind, first, last in windows(DAY, remind_days_before=before, escalate_days_after=after)
        if (first is None or first <= due) and last is not None and due <= last
    ]
    assert len(found) <= 1
    return found[0] if found else None


@pytest.mark.parametrize(
    ("due_in", "kind"),
    [
        (4, None),
        (3, BEFORE),
        (1, BEFORE),
        (0, DUE),
        (-6, DUE),
        (-7, ESCALATION),
        (-900, ESCALATION),
    ],
)
def test_a_case_is_reminded_of_what_it_has_come_to(due_in: int, kind: str | None) -> None:
    assert kind_of(due_in) == kind


def test_a_type_may_remind_on_the_due_day_alone() -> None:
    assert kind_of(1, before=None) is None
    assert kind_of(-900, after=None) == DUE


@pytest.mark.parametrize(
    ("days", "every_week", "rested"),
    [(0, False, True), (7, False, False), (0, True, True), (7, True, True), (6, True, False),
     (-7, True, False)],
)  # fmt: skip
def test_a_holiday_is_a_day_or_such_a_day_of_every_week(
    days: int, every_week: bool, rested: bool
) -> None:
    assert rests(DAY + timedelta(days), DAY, every_week=every_week) is rested


def test_a_case_is_handled_on_the_way_up_from_where_it_lies() -> None:
    assert [handled_in(VILLAGE, depth) for depth in range(5)] == [
        "", PROVINCE, REGENCY, DISTRICT, VILLAGE,
    ]  # fmt: skip
    assert handled_in(REGENCY, 4) == REGENCY


def test_a_reminder_goes_to_the_nearest_and_up_to_the_next() -> None:
    held = {REGENCY, "", "015"}
    assert nearest(VILLAGE, held) == REGENCY
    assert next_higher(REGENCY, held) == ""
    assert next_higher("", held) is None
    assert nearest(VILLAGE, {"015"}) is None
