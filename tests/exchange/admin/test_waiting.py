"""What waits for a person is shown where they begin."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from p2kp_site.accounts.models import User
from p2kp_site.exchange.worklist import waiting_for
from tests.exchange.admin.pages import boards, page, press, upload
from tests.exchange.services.office import KOTA, make_person, reader, take

pytestmark = pytest.mark.django_db


def test_a_preview_waits_until_it_is_decided(desk: Client, steward: User) -> None:
    job = upload(desk, boards(("A-1", "BKM", KOTA, "")))
    later = timezone.now() + timedelta(days=300)
    line = waiting_for(reader(steward), at=later)[0]
    assert (line.url, line.asks) == (page(job), True)
    press(desk, job, "cancel")
    assert waiting_for(reader(steward)) == []


def test_what_asks_for_a_decision_stands_before_what_is_done(desk: Client, steward: User) -> None:
    upload(desk, boards(("A-1", "BKM", KOTA, "")))
    export = take(reader(steward), "csv")
    now = export.finished_at or timezone.now()
    assert [line.asks for line in waiting_for(reader(steward), at=now)] == [True, False]


def test_nobody_is_shown_what_waits_for_others(desk: Client, steward: User) -> None:
    upload(desk, boards(("A-1", "BKM", KOTA, "")))
    colleague = make_person(region=steward.area_assignments.get().region)
    assert waiting_for(reader(colleague)) == []
