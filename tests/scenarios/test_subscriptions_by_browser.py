"""A summary on its way: asked for in the browser, sent by the worker, opened from the mail."""

import re
from datetime import timedelta
from email.message import Message
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.utils import timezone

from p2kp_site.accounts.models import User
from p2kp_site.reports.models import Delivery, Subscription
from p2kp_site.reports.models.issues import DeliveryState
from p2kp_site.reports.tasks import start_due
from tests.builders import make_board
from tests.builders_accounts import INHIL, RETEH, make_person
from tests.exchange.crash.crew import until
from tests.reports.subscribers import forget_letters, letters_in_folder

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("worker")]

ADD = "/admin/reports/subscription/add/"
RUNS = "/admin/reports/summaryrun/"
TITLE = "Keadaan BKM/LKM"
KEPT = re.compile(r"\S+/r/\w{12}/")


def subscribe(page: Any, reader: User) -> None:
    """Fill in the form for somebody else: the boards of the regency, every week."""
    page.goto(ADD)
    page.select_option("select[name=summary]", "community-boards")
    page.select_option("select[name=rhythm]", "weekly")
    page.locator("select[name=region] + .select2 .select2-selection").click()
    page.locator(".select2-search__field").press_sequentially("Indragiri")
    page.get_by_role("option", name="Indragiri Hilir").first.click()
    page.locator("a.add-row").click()
    page.fill("input[name=recipients-0-account]", reader.username)
    page.locator("button[name=_save]").first.click()
    page.wait_for_url("**/reports/subscription/")


def a_week_passes() -> None:
    """It counts from a week ago, so that one period is due now."""
    since = timezone.now() - timedelta(days=7)
    assert Subscription.objects.stamp(since=since) == 1


def arrived() -> Message:
    """The one mail in the folder, once the worker says that it left."""
    sent = Delivery.objects.filter(state=DeliveryState.SENT)
    until(sent.exists, "no mail was sent")
    (letter,) = letters_in_folder()
    return letter


def link_in(letter: Message) -> str:
    """The address at which the mail says that the figures are, on the site that is served."""
    text: Any = next(part for part in letter.walk() if part.get_content_type() == "text/plain")
    found = KEPT.search(text.get_payload(decode=True).decode())
    assert found
    return urlsplit(found[0]).path


def test_a_subscription_arrives_and_its_link_opens_live_figures_to_its_reader_alone(
    sits_down: Any,
) -> None:
    forget_letters()
    make_board(name="BKM Contoh Melati", formed_on="2010-01-01")
    bupati = make_person("approver", area=INHIL, name="Umar", email="umar@inhil.example")
    analyst = make_person("ministry_analyst", area=INHIL, name="Rina", email="rina@p2kp.example")
    subscribe(sits_down(analyst), bupati)
    a_week_passes()
    start_due.delay()
    letter = arrived()
    assert letter["To"] == bupati.email
    link = link_in(letter)

    reader = sits_down(bupati)
    reader.goto(link)
    assert TITLE in reader.content()
    kept = urlsplit(reader.url).path
    reader.locator("a[href*='/summaryrun/live/?']").first.click()
    figures = reader.locator("#document")
    figures.locator("a[href*='/communities/board/']").first.click()
    reader.get_by_text("BKM Contoh Melati").first.wait_for()

    stranger = sits_down(make_person("approver", area=RETEH, name="Orang Lain"))
    for address in (link, kept):
        assert stranger.goto(address).status == 404
        assert TITLE not in stranger.content()
    stranger.goto(RUNS)
    assert kept not in stranger.content()
