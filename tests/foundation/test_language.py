"""A page is Indonesian until the person chooses otherwise; their account keeps what they chose."""

import pytest
from django.test import Client
from django.urls import reverse

from p2kp_site.accounts.models import User
from tests.builders_accounts import PASSWORD, make_person

pytestmark = pytest.mark.django_db


def language_of(client: Client, page: str = "admin:index", **headers: str) -> str:
    """In which language this browser is shown a page."""
    return str(client.get(reverse(page), headers=headers).headers["Content-Language"])


def choose(client: Client, language: str) -> None:
    """Press the switch of languages."""
    client.post(reverse("set_language"), {"language": language})


def signed_in(user: User) -> Client:
    """A browser that was never here before."""
    client = Client()
    client.force_login(user)
    return client


def test_a_browser_that_asks_for_english_is_answered_in_indonesian(client: Client) -> None:
    page = client.get(reverse("admin:login"), headers={"accept-language": "en-US,en"})
    assert page.headers["Content-Language"] == "id"
    assert 'lang="id"' in page.content.decode()
    there = signed_in(make_person("data_steward"))
    assert language_of(there, **{"accept-language": "en-US,en"}) == "id"


def test_a_person_who_chose_english_reads_english_before_they_sign_in(client: Client) -> None:
    choose(client, "en")
    assert language_of(client, "admin:login") == "en"


def test_a_language_that_nobody_offers_is_indonesian(client: Client) -> None:
    client.cookies["django_language"] = "xx"
    assert language_of(client, "admin:login") == "id"


def test_the_language_that_a_person_chose_holds_when_they_sign_in_elsewhere() -> None:
    budi = make_person("data_steward", username="budi", password=PASSWORD)
    choose(signed_in(budi), "en")
    elsewhere = Client()
    assert language_of(elsewhere, "admin:login") == "id"
    elsewhere.post(reverse("admin:login"), {"username": "budi", "password": PASSWORD})
    assert language_of(elsewhere) == "en"
    choose(elsewhere, "id")
    assert language_of(signed_in(budi)) == "id"


def test_a_machine_that_somebody_else_used_does_not_say_what_a_person_reads() -> None:
    browser = signed_in(make_person("data_steward"))
    choose(browser, "en")
    browser.force_login(make_person("verifier"))
    assert language_of(browser) == "id"


def test_a_choice_stands_in_the_history_of_the_account_once() -> None:
    budi = make_person("data_steward")
    browser = signed_in(budi)
    before = budi.history.count()
    for language in ("en", "en", "fr", ""):
        choose(browser, language)
    told = budi.history.order_by("-history_id")
    (row,) = told[: told.count() - before]
    assert (row.language, row.history_user, row.history_change_reason) == ("en", budi, None)


def test_whoever_must_choose_a_password_may_choose_a_language_first() -> None:
    browser = signed_in(make_person("data_steward", must_change_password=True))
    choose(browser, "en")
    assert language_of(browser, "admin:password_change") == "en"


def test_a_mere_look_at_the_address_changes_nothing() -> None:
    budi = make_person("data_steward")
    signed_in(budi).get(reverse("set_language"), {"language": "en"})
    budi.refresh_from_db()
    assert budi.language == "id"
