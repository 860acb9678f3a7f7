"""The pages of subscriptions and of what they sent."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from p2kp_site.accounts.models import User
from p2kp_site.accounts.rules.roles import RoleName
from p2kp_site.foundation.summaries import title_of
from p2kp_site.reports.models import Issue, Recipient, Subscription
from p2kp_site.reports.services.sending import send_issue
from tests.architecture.form_pages import entries_of
from tests.builders import make_board, make_region
from tests.builders_accounts import INHIL, region_of
from tests.exchange.services.office import make_person
from tests.reports.subscribers import (
    LATER,
    SINCE,
    clock,
    decide,
    make_owner,
    send,
    subscribe,
)

pytestmark = pytest.mark.django_db
ADD = "admin:reports_subscription_add"
LIST = "admin:reports_subscription_changelist"


@pytest.fixture
def owner() -> User:
    make_board(formed_on="2010-01-01")
    return make_owner(is_staff=True)


@pytest.fixture
def desk(client: Client, owner: User) -> Client:
    client.force_login(owner)
    return client


def typed(**values: Any) -> dict[str, Any]:
    """What the form of a new subscription sends."""
    recipients = values.pop("recipients", [])
    sent = {
        "summary": "community-boards",
        "region": str(region_of(INHIL).pk),
        "rhythm": "monthly",
        "send_days": "3",
        "send_time": "07:30",
        "formats": ["pdf"],
        "is_active": "on",
        "recipients-TOTAL_FORMS": str(len(recipients)),
        "recipients-INITIAL_FORMS": "0",
        **values,
    }
    for number, one in enumerate(recipients):
        for name, value in {"language": "id", **one}.items():
            sent[f"recipients-{number}-{name}"] = value
    return sent


def page_of(row: Any) -> str:
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])


def test_who_subscribes_owns_it_and_receives_it_when_nobody_else_is_named(
    desk: Client, owner: User
) -> None:
    answer = desk.post(reverse(ADD), typed())
    assert answer.status_code == 302, answer.context["errors"]
    subscription = Subscription.objects.get()
    assert (subscription.owner, subscription.area) == (owner, region_of(INHIL).path)
    assert (subscription.rhythm, subscription.send_days) == ("monthly", 3)
    assert subscription.formats == ["pdf"]
    assert [one.user for one in subscription.recipients.all()] == [owner]


def test_recipients_are_accounts_of_the_area_or_addresses_with_a_region(desk: Client) -> None:
    colleague = make_owner(username="rekan")
    place = str(region_of("14.04.04").pk)
    recipients = [
        {"account": "rekan"},
        {"address": "camat@tembilahan.example", "region": place, "language": "en"},
    ]
    answer = desk.post(reverse(ADD), typed(recipients=recipients))
    assert answer.status_code == 302, answer.context["errors"]
    told = [(one.user, one.address, one.language) for one in Recipient.objects.order_by("pk")]
    assert told == [(colleague, "", "id"), (None, "camat@tembilahan.example", "en")]


@pytest.mark.parametrize(
    ("values", "why"),
    [
        ({"region": "elsewhere"}, "di luar"),
        ({"region": ""}, "di luar"),
        ({"summary": "nothing"}, "nothing"),
        ({"send_days": "61"}, "60"),
        ({"recipients": [{"account": "jauh"}]}, "jauh"),
        ({"recipients": [{"account": "rekan"}, {"account": "rekan"}]}, "satu kali"),
        ({"recipients": [{"account": "rekan", "address": "a@b.example"}]}, "di sebelahnya"),
        ({"recipients": [{"address": "a@b.example"}]}, "wilayah di sebelahnya"),
        ({"recipients": [{"address": "a@b.example", "region": "elsewhere"}]}, "di luar"),
    ],
)
def test_what_the_owner_may_not_have_is_refused(
    desk: Client, values: dict[str, Any], why: str
) -> None:
    elsewhere = make_region(code="15")
    make_person(region=elsewhere, username="jauh")
    make_owner(username="rekan")
    text = str(elsewhere.pk)
    values = {name: text if value == "elsewhere" else value for name, value in values.items()}
    for one in values.get("recipients", []):
        one.update({name: text for name, value in one.items() if value == "elsewhere"})
    answer = desk.post(reverse(ADD), typed(**values))
    assert answer.status_code == 200
    assert why in answer.content.decode()
    assert not Subscription.objects.exists()


def test_a_page_that_is_sent_back_as_it_came_changes_nothing(desk: Client, owner: User) -> None:
    subscription = subscribe(owner, formats=["pdf", "xlsx"])
    before = Subscription.objects.values().get()
    answer = desk.post(page_of(subscription), {**entries_of(desk, subscription), "_save": "1"})
    assert answer.status_code == 302, answer.context["errors"]
    assert Subscription.objects.values().get() == before
    assert Recipient.objects.get().version == 1


def test_another_rhythm_begins_to_count_anew(desk: Client, owner: User) -> None:
    subscription = subscribe(owner)
    desk.post(page_of(subscription), {**entries_of(desk, subscription), "rhythm": "weekly"})
    changed = Subscription.objects.get()
    assert changed.rhythm == "weekly"
    assert changed.since > SINCE
    assert decide(LATER).queued == []


def test_saving_what_stopped_starts_it_again(desk: Client, owner: User) -> None:
    subscription = subscribe(owner)
    rows = Subscription.objects.filter(pk=subscription.pk)
    rows.stamp(stopped_at=LATER, stopped_why="failures", failures=5)
    page = desk.get(page_of(subscription)).content.decode()
    assert "Gagal lima kali berturut-turut" in page
    answer = desk.post(page_of(subscription), entries_of(desk, subscription), follow=True)
    assert "Langganan berjalan lagi" in answer.content.decode()
    assert (Subscription.objects.get().is_running, Subscription.objects.get().failures) == (True, 0)


def test_an_owner_who_left_the_area_can_still_switch_it_off(client: Client, owner: User) -> None:
    subscription = subscribe(owner)
    owner.area_assignments.update(region=make_region(code="15"))
    client.force_login(owner)
    sent = entries_of(client, subscription)
    assert client.post(page_of(subscription), sent).status_code == 200
    del sent["is_active"]
    assert client.post(page_of(subscription), sent).status_code == 302
    assert not Subscription.objects.get().is_active


def test_an_administrator_of_the_area_looks_and_does_not_write(client: Client, owner: User) -> None:
    receiver = make_person(region=region_of(INHIL), is_staff=True)
    subscription = subscribe(owner, to=[receiver], formats=["pdf"])
    (issue,) = send()
    for region, status in ((region_of(INHIL), 200), (make_region(code="15"), 404)):
        person = make_person(region=region, role=RoleName.ADMINISTRATOR, is_staff=True)
        client.force_login(person)
        assert client.get(page_of(subscription)).status_code == status
        assert client.get(page_of(issue)).status_code == status
    client.force_login(
        make_person(region=region_of(INHIL), role=RoleName.ADMINISTRATOR, is_staff=True)
    )
    told = client.get(page_of(subscription)).content.decode()
    assert subscription.summary not in told
    assert all(words in told for words in (title_of(subscription.summary), str(receiver), "(PDF)"))
    again = reverse("admin:reports_issue_again", args=[issue.pk])
    assert client.post(again).status_code == 403
    assert client.post(page_of(subscription), typed()).status_code == 403


def test_the_page_of_an_issue_says_what_was_sent_to_whom_and_what_failed(
    desk: Client, owner: User
) -> None:
    colleague = make_owner(email="", name="Rekan Tanpa Surel")
    subscribe(owner, to=[owner, colleague])
    (issue,) = send()
    page = desk.get(page_of(issue)).content.decode()
    assert owner.email in page
    assert "Rekan Tanpa Surel" in page
    assert "tidak memiliki alamat surel" in page
    assert (
        "1 dari 2 terkirim, 1 gagal"
        in desk.get(
            reverse("admin:reports_issue_changelist"), {"deliveries": "failed"}
        ).content.decode()
    )
    User.objects.filter(pk=colleague.pk).update(email="rekan@inhil.example")
    desk.post(reverse("admin:reports_issue_again", args=[issue.pk]))
    send_issue(issue.pk, clock=clock)
    assert [one.to for one in mail.outbox][1:] == [["rekan@inhil.example"]]


def test_a_missed_issue_has_its_button(desk: Client, owner: User) -> None:
    subscribe(owner)
    decide(LATER + timedelta(days=40))
    missed = Issue.objects.get(state="missed")
    assert "Kirim sekarang" in desk.get(page_of(missed)).content.decode()
    desk.post(reverse("admin:reports_issue_again", args=[missed.pk]))
    missed.refresh_from_db()
    assert missed.state == "queued"


def test_a_list_with_a_state_that_nobody_knows_is_no_list_of_everything(desk: Client) -> None:
    address = reverse("admin:reports_issue_changelist")
    assert desk.get(address, {"deliveries": "x"}).status_code == 404
    assert desk.get(reverse(LIST), {"trouble": "x"}).status_code == 400


def test_the_pages_ask_as_often_however_many_rows_there_are(
    desk: Client, owner: User, django_assert_max_num_queries: Any
) -> None:
    for _number in range(3):
        subscription = subscribe(owner)
    (issue, *_others) = send()
    for address, most in (
        (reverse(LIST), 12),
        (reverse("admin:reports_issue_changelist"), 12),
        (page_of(subscription), 25),
        (page_of(issue), 14),
    ):
        with django_assert_max_num_queries(most):
            assert desk.get(address).status_code == 200
