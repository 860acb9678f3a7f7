"""The mail itself: language, figures, files or links, and the way to leave."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from p2kp_site.accounts.models import User
from p2kp_site.reports.models import Delivery, Recipient
from p2kp_site.reports.services.links import file_link, leave_link
from tests.builders import make_board
from tests.reports.subscribers import (
    LATER,
    add_recipient,
    make_owner,
    parts_of,
    send,
    states,
    subscribe,
)

pytestmark = pytest.mark.django_db
TEMBILAHAN = "14.04.04"


@pytest.fixture
def owner() -> User:
    make_board(formed_on="2010-01-01")
    return make_owner()


def path_of(address: str) -> str:
    return "/" + address.partition("://")[2].partition("/")[2]


@pytest.mark.parametrize(
    ("language", "subject", "words"),
    [
        ("id", "Keadaan BKM/LKM, Kab. Indragiri Hilir, Januari 2026", "Angka utama"),
        ("en", "January 2026", "Key figures"),
    ],
)
def test_a_mail_speaks_the_language_of_its_recipient(
    owner: User, language: str, subject: str, words: str
) -> None:
    User.objects.filter(pk=owner.pk).update(language=language)
    subscribe(owner)
    send()
    (letter,) = mail.outbox
    assert subject in letter.subject
    for text in parts_of(letter).values():
        assert words in text
        assert "1" in text
    others = {"id": "Key figures", "en": "Angka utama"}[language]
    assert others not in letter.body


def test_each_recipient_of_one_summary_is_written_to_in_their_own_language(owner: User) -> None:
    other = make_owner(email="pembaca@inhil.example", language="en")
    subscription = subscribe(owner, to=[owner, other])
    add_recipient(subscription, ("camat@tembilahan.example", "14.04"), "en")
    send()
    opened = {one.to[0]: "Key figures" in one.body for one in mail.outbox}
    assert opened == {
        "pemilik@inhil.example": False,
        "pembaca@inhil.example": True,
        "camat@tembilahan.example": True,
    }
    stops = {
        one.address: "Stop receiving it" in client_text(leave_link(one.recipient))
        for one in Delivery.objects.select_related("recipient__user")
        if one.recipient
    }
    assert stops == opened


def client_text(address: str) -> str:
    """What stands on a page for whoever holds a mail."""
    return Client().get(path_of(address)).content.decode()


def test_a_mail_says_how_it_can_be_followed_and_left(owner: User) -> None:
    subscribe(owner)
    (issue,) = send()
    (letter,) = mail.outbox
    delivery = issue.deliveries.get()
    headers = letter.extra_headers
    assert headers["Message-ID"] == delivery.message_id == f"<{delivery.ref}.1@localhost>"
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert headers["List-Unsubscribe"].strip("<>") in letter.body
    assert headers["Auto-Submitted"] == "auto-generated"


def test_a_recipient_switches_their_own_receipt_off(owner: User, client: Client) -> None:
    subscription = subscribe(owner)
    other = add_recipient(subscription, ("camat@tembilahan.example", TEMBILAHAN))
    address = path_of(leave_link(other))
    page = client.get(address)
    assert "berhenti menerimanya" in page.content.decode()
    assert "Set-Cookie" not in page.headers
    assert Recipient.objects.receiving().count() == 2
    client.post(address, {"List-Unsubscribe": "One-Click"})
    assert [one.user for one in Recipient.objects.receiving()] == [owner]
    assert "tidak menerima ringkasan ini lagi" in client.get(address).content.decode()
    (issue,) = send()
    assert states(issue) == ["sent"]
    assert [one.to for one in mail.outbox] == [[owner.email]]


def test_an_address_that_somebody_made_up_leads_nowhere(owner: User, client: Client) -> None:
    own = path_of(leave_link(add_recipient(subscribe(owner, to=[]), owner)))
    for address in ("/r/leave/x/", own[:-3] + "xx/", "/r/file/x/", own.replace("leave", "file")):
        assert client.get(address).status_code == 404


@pytest.fixture
def large(owner: User, settings: Any) -> Delivery:
    """A delivery whose files are too large for a mail."""
    settings.MAIL_MAX_BYTES = 1_000
    subscribe(owner, formats=["pdf", "json"])
    (issue,) = send()
    delivery: Delivery = issue.deliveries.get()
    return delivery


def test_large_files_are_behind_links_that_ask_for_nothing_but_their_signature(
    large: Delivery, client: Client, settings: Any
) -> None:
    (letter,) = mail.outbox
    assert letter.attachments == []
    address = file_link(large, "pdf", at=LATER)
    assert address in letter.body
    settings.MAIL_LINK_DAYS = 10_000  # the mail is of 2026, the page is opened today
    address = path_of(file_link(large, "pdf", at=timezone.now()))
    page = client.get(address).content.decode()
    assert "Januari 2026" in page
    assert "berlaku sampai" in page
    file = client.get(address, {"download": "1"})
    assert large.run is not None
    kept = Path(settings.MEDIA_ROOT) / large.run.files["pdf"]["path"]
    assert file.getvalue() == kept.read_bytes()
    assert client.post(address).status_code == 405


def test_a_link_expires(large: Delivery, client: Client, settings: Any) -> None:
    ended = timezone.now() - timedelta(days=settings.MAIL_LINK_DAYS)
    address = path_of(file_link(large, "pdf", at=ended))
    for asked in ({}, {"download": "1"}):
        page = client.get(address, asked)
        assert page.status_code == 410
        assert "kedaluwarsa" in page.content.decode()


def test_a_link_leads_to_its_own_file_only(large: Delivery, client: Client) -> None:
    address = path_of(file_link(large, "xlsx", at=timezone.now()))
    assert client.get(address).status_code == 404
