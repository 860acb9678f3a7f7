"""Reminders of cases: once of each due day, up and never aside, and never on a holiday."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.core import mail
from django.db import transaction

from p2kp_site.accounts.models import User
from p2kp_site.foundation.models.change_sets import Door
from programs.models import Case, CaseReminder, CaseType, ReminderMail
from programs.models.case_reminders import PATIENCE, MailState
from programs.services.case_reminders import Reminded, remind_cases
from programs.services.cases import assign_case, hand_over_case, set_due_day
from tests.builders import make_change_set
from tests.builders_accounts import INHIL, NATION, RETEH, RIAU, TEMBILAHAN, make_person, region_of
from tests.finance.at_once import at_once, errors_in
from tests.programs.builders_cases import desk_worker, make_holiday, moved, register_case, type_of

DUE = date(2026, 3, 11)  # a Wednesday
SOON, OVERDUE = DUE - timedelta(3), DUE + timedelta(7)
NOW = datetime(2026, 3, 1, 1, 0, tzinfo=UTC)
ACT: dict[str, Any] = {"at": NOW, "door": Door.PAGE}


def remind(on: date, *, after: timedelta = timedelta()) -> Reminded:
    return remind_cases(on=on, clock=lambda: NOW + after)


def steward(area: str, name: str, **values: Any) -> User:
    """Somebody who works on cases in an area, and has an address."""
    address = f"{name.lower()}@contoh.example"
    values = {"name": name, "username": name.lower(), "email": address, **values}
    return make_person("data_steward", area=area, **values)


def case_due(on: date | None = DUE, *, to: User | None = None, **facts: Any) -> Case:
    """A complaint of Tembilahan Kota that is handled there and due on a day."""
    case = register_case(stage="DITANGANI", due_on=on, **facts)
    if to is not None:
        assign_case(case, to=to, by=desk_worker(username=f"penata{case.pk}"), **ACT)
        User.objects.filter(username=f"penata{case.pk}").update(is_active=False)
    return case


def rest(on: date, *, region: str = "", every_week: bool = False) -> None:
    where = region_of(region) if region else None
    make_holiday(on, region=where, every_week=every_week)


def told() -> list[str]:
    """Who got a mail so far, each as often as they got one."""
    return sorted(address.partition("@")[0] for one in mail.outbox for address in one.to)


@pytest.mark.django_db
def test_whoever_has_the_case_is_reminded_before_and_on_the_due_day() -> None:
    case_due(to=steward(TEMBILAHAN, "Ani"))
    steward(TEMBILAHAN, "Budi")
    assert remind(SOON - timedelta(1)) == Reminded()
    assert remind(SOON) == Reminded(made=1, sent=1)
    assert remind(DUE) == Reminded(made=1, sent=1)
    assert told() == ["ani", "ani"]
    assert remind(DUE) == remind(DUE + timedelta(1)) == remind(SOON) == Reminded()


@pytest.mark.django_db
def test_a_case_of_nobody_is_told_to_the_nearest_who_may_have_it() -> None:
    case_due()
    for area, name in ((INHIL, "Ani"), (RIAU, "Budi"), (RETEH, "Citra"), (NATION, "Dewi")):
        steward(area, name)
    make_person("auditor", area=TEMBILAHAN, email="periksa@contoh.example")
    assert remind(DUE).sent == 1
    assert told() == ["ani"]


@pytest.mark.django_db
def test_whoever_does_not_see_the_case_any_more_is_not_reminded() -> None:
    ani, _budi = steward(TEMBILAHAN, "Ani"), steward(INHIL, "Budi")
    case_due(to=ani)
    ani.area_assignments.update(region=region_of(RETEH))
    remind(DUE)
    assert told() == ["budi"]


@pytest.mark.django_db
def test_what_is_long_overdue_goes_up_and_never_aside() -> None:
    case_due(to=steward(TEMBILAHAN, "Ani"))
    for area, name in ((RETEH, "Citra"), (INHIL, "Budi"), (NATION, "Dewi"), ("14.05", "Eka")):
        steward(area, name)
    assert remind(OVERDUE) == Reminded(made=1, sent=1)
    assert told() == ["budi"]
    assert remind(OVERDUE + timedelta(90)) == Reminded()


@pytest.mark.django_db
def test_a_level_without_people_is_passed_on_the_way_up() -> None:
    case_due()
    steward(TEMBILAHAN, "Ani")
    steward(NATION, "Dewi")
    remind(OVERDUE)
    assert told() == ["dewi"]


@pytest.mark.django_db
def test_above_the_highest_nobody_is_told() -> None:
    case_due(to=steward(NATION, "Dewi"))
    steward(TEMBILAHAN, "Ani")
    assert remind(OVERDUE) == Reminded(made=1)
    assert told() == []


@pytest.mark.django_db
def test_a_case_that_was_handed_over_is_told_where_it_is_handled() -> None:
    case = case_due()
    for area, name in ((TEMBILAHAN, "Ani"), (INHIL, "Budi"), (RIAU, "Citra")):
        steward(area, name)
    by = desk_worker(username="penata")
    hand_over_case(case, to="regency", reason="Lintas kecamatan", by=by, **ACT)
    User.objects.filter(username="penata").update(is_active=False)
    remind(DUE)
    assert told() == ["budi"]
    remind(OVERDUE)
    assert told() == ["budi", "citra"]


@pytest.mark.django_db
def test_another_due_day_is_told_anew() -> None:
    case = case_due(to=steward(TEMBILAHAN, "Ani"))
    remind(DUE)
    later = DUE + timedelta(20)
    set_due_day(case, on=later, by=desk_worker(), **ACT)
    assert remind(DUE) == Reminded()
    assert remind(later) == Reminded(made=1, sent=1)
    assert set(CaseReminder.objects.values_list("due_on", flat=True)) == {DUE, later}


@pytest.mark.django_db
def test_a_closed_case_is_silent_and_so_is_one_without_a_due_day() -> None:
    moved(case_due(to=steward(TEMBILAHAN, "Ani")), "DIUSULKAN")
    case_due(None)
    closed = case_due()
    moved(moved(closed, "DIUSULKAN"), "SELESAI")
    Case.objects.filter(pk=closed.pk).stamp(due_on=DUE)
    assert remind(OVERDUE) == Reminded()


@pytest.mark.django_db
def test_what_waited_is_not_sent_once_the_case_is_due_on_another_day() -> None:
    case = case_due()
    reminder = CaseReminder.objects.create(case=case, due_on=DUE, kind="due", made_at=NOW)
    ReminderMail.objects.create(reminder=reminder, user=steward(TEMBILAHAN, "Ani"))
    Case.objects.filter(pk=case.pk).stamp(due_on=DUE + timedelta(30))
    assert remind(DUE) == Reminded()
    assert told() == []


@pytest.mark.django_db
def test_a_type_says_how_many_days_before_and_after() -> None:
    case_due(to=steward(TEMBILAHAN, "Ani"))
    steward(INHIL, "Budi")
    days = {"remind_days_before": None, "escalate_days_after": 30}
    CaseType.objects.filter(pk=type_of().pk).update(change_set=make_change_set(), **days)
    assert remind(SOON) == Reminded()
    remind(OVERDUE)
    assert told() == ["ani"]
    remind(DUE + timedelta(30))
    assert told() == ["ani", "budi"]


# The calendar -------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_what_falls_on_a_holiday_goes_out_on_the_next_day_that_is_none() -> None:
    case_due(to=steward(TEMBILAHAN, "Ani"))
    rest(DUE)
    rest(DUE + timedelta(1))
    assert remind(DUE) == remind(DUE + timedelta(1)) == Reminded(is_holiday=True)
    assert remind(DUE + timedelta(2)) == Reminded(made=1, sent=1)


@pytest.mark.django_db
def test_weekends_are_holidays_where_the_calendar_says_so() -> None:
    sunday = DUE + timedelta(4)
    case_due(sunday, to=steward(TEMBILAHAN, "Ani"))
    CaseType.objects.update(change_set=make_change_set(), remind_days_before=None)
    rest(sunday - timedelta(70), every_week=True)
    assert remind(sunday) == Reminded(is_holiday=True)
    assert remind(sunday + timedelta(1)).sent == 1


@pytest.mark.django_db
def test_a_holiday_of_a_region_is_none_elsewhere() -> None:
    case_due(to=steward(TEMBILAHAN, "Ani"))
    case_due(to=steward(RETEH, "Citra"), region=region_of("14.04.01.1001"))
    rest(DUE, region=TEMBILAHAN)
    assert remind(DUE) == Reminded(made=1, sent=1)
    assert told() == ["citra"]
    assert remind(DUE + timedelta(1)) == Reminded(made=1, sent=1)


# The mails ----------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_mail_says_which_case_and_names_nobody() -> None:
    case = case_due(
        to=steward(TEMBILAHAN, "Ani"), title="Perkara Pak Rahasia", description="Pak Rahasia",
        reporter_name="Ibu Pelapor", accused_name="Bapak Terlapor",
    )  # fmt: skip
    remind(DUE)
    (sent,) = mail.outbox
    text = f"{sent.subject}\n{sent.body}"
    for said in (case.number, "Pengaduan masyarakat", "Ditangani", "11 Maret 2026"):
        assert said in text
    assert f"{settings.SITE_URL}/admin/programs/case/{case.pk}/change/" in text
    assert not any(name in text for name in ("Rahasia", "Pelapor", "Terlapor"))


@pytest.mark.django_db
def test_a_reminder_speaks_the_language_of_its_reader() -> None:
    ani, budi = steward(TEMBILAHAN, "Ani"), steward(TEMBILAHAN, "Budi", language="en")
    case_due()
    remind(DUE)
    openings = {one.to[0].partition("@")[0]: one.body.splitlines()[0] for one in mail.outbox}
    assert openings == {ani.username: "Sebuah kasus jatuh tempo.", budi.username: "A case is due."}


@pytest.mark.django_db
def test_without_an_address_a_reminder_is_shown_only() -> None:
    ani = make_person("data_steward", area=TEMBILAHAN)
    case_due(to=ani)
    assert remind(DUE) == Reminded(made=1, shown=1)
    row = ReminderMail.objects.get()
    assert (row.user, row.state, mail.outbox) == (ani, MailState.SHOWN, [])


@pytest.mark.django_db
def test_without_a_mail_server_reminders_wait_for_the_next_run(settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    case_due(to=steward(TEMBILAHAN, "Ani"))
    assert remind(DUE) == Reminded(made=1, waiting=1)
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert remind(DUE + timedelta(1)) == Reminded(sent=1)
    assert told() == ["ani"]


@pytest.mark.django_db
def test_what_died_on_its_way_is_uncertain_and_not_sent_again() -> None:
    case_due(to=steward(TEMBILAHAN, "Ani"))
    remind(DUE)
    ReminderMail.objects.update(state=MailState.SENDING, sent_at=None)
    mail.outbox.clear()
    assert remind(DUE, after=PATIENCE - timedelta(seconds=1)) == Reminded()
    assert remind(DUE, after=PATIENCE) == Reminded(uncertain=1)
    assert mail.outbox == []


@pytest.mark.django_db(transaction=True)
def test_two_runs_at_one_moment_remind_once() -> None:
    def prepared() -> None:
        for area, name in ((TEMBILAHAN, "Ani"), (TEMBILAHAN, "Budi")):
            steward(area, name)
        for _number in range(3):
            case_due()

    transaction.atomic(prepared)()
    outcomes = at_once(*(lambda: remind(DUE) for _run in range(3)))
    assert errors_in(outcomes) == []
    assert told() == ["ani"] * 3 + ["budi"] * 3
    assert sum(one.made for one in outcomes) == CaseReminder.objects.count() == 3
    assert set(ReminderMail.objects.values_list("state", flat=True)) == {MailState.SENT}
