"""A page is Indonesian until the person chooses otherwise here."""

import pytest
from django.test import Client
from django.urls import reverse

pytestmark = pytest.mark.django_db


def test_a_browser_that_asks_for_english_is_answered_in_indonesian(client: Client) -> None:
    page = client.get(reverse("admin:login"), headers={"accept-language": "en-US,en"})
    assert page.headers["Content-Language"] == "id"
    assert 'lang="id"' in page.content.decode()


def test_a_person_who_chose_english_reads_english(client: Client) -> None:
    client.post(reverse("set_language"), {"language": "en"})
    page = client.get(reverse("admin:login"))
    assert page.headers["Content-Language"] == "en"


def test_a_language_that_nobody_offers_is_indonesian(client: Client) -> None:
    client.cookies["django_language"] = "xx"
    assert client.get(reverse("admin:login")).headers["Content-Language"] == "id"
