"""Every address of the site, tried by every role in the own area and in another.

The expected answers stand in `access_answers.py`; an address that is not in it fails here.
"""

from typing import Any

import pytest
from django.template.response import SimpleTemplateResponse
from django.urls import NoReverseMatch, reverse

from tests.architecture.access_answers import PAGES, SITE
from tests.architecture.access_kinds import LETTERS, OWNER
from tests.architecture.access_pages import ABOUT, address_of, arguments_of, doors_of, word_of
from tests.architecture.access_people import (
    Cast,
    admin_addresses,
    gets_through,
    model_of,
    situations,
    visit,
)
from tests.exchange.contract.world import World

# On one database: who may open a page does not depend on it; which rows stand there does, and is
# asked on both in `test_access_files` and with every kind of row.
pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]

JOBS = (
    "exchange.importjob",
    "exchange.exportjob",
    "reports.summaryrun",
    "reports.issue",
    "reports.subscription",
)
PER_MODEL = pytest.mark.parametrize("label", sorted(PAGES))


@pytest.fixture
def cast() -> Cast:
    return Cast(World())


def test_every_address_stands_in_the_table() -> None:
    told = {(label, word_of(page)) for label in PAGES for page in doors_of(label) if page != "rows"}
    told |= {("", word_of(page)) for page in SITE}
    assert told == admin_addresses()


@pytest.fixture
def unread(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages are opened and not read: some thousands of them would take minutes to be written."""
    monkeypatch.setattr(SimpleTemplateResponse, "rendered_content", "")


@PER_MODEL
@pytest.mark.usefixtures("unread")
def test_a_page_opens_for_whom_the_table_says(label: str, cast: Cast) -> None:
    model = model_of(label)
    row = cast.row(model)
    letters = [*LETTERS, *([OWNER] if label in JOBS else [])]
    wrong = {}
    for page, answer in doors_of(label).items():
        for situation, expected in situations(answer, model):
            through = "".join(
                letter
                for letter in letters
                if opens(label, page, row, cast.person(letter, situation, model))
            )
            if sorted(through) != sorted(expected):
                wrong[page, situation] = f"{through}, not {expected}"
    assert wrong == {}


def opens(label: str, page: str, row: Any, user: Any) -> bool:
    """Does the page let this person through?"""
    name = f"admin:{label.replace('.', '_')}"
    if page == "rows":
        answer = visit(user, reverse(f"{name}_changelist"))
        listed = answer.context_data["cl"].result_list if gets_through(answer) else ()
        return row.pk in {one.pk for one in listed}
    return gets_through(visit(user, address_of(row, page), send=page.endswith("!")))


@pytest.mark.usefixtures("unread")
@pytest.mark.parametrize("door", sorted(SITE))
def test_a_page_of_the_site_opens_for_whom_the_table_says(door: str, cast: Cast) -> None:
    word = word_of(door)
    address = reverse(f"admin:{word}", args=arguments_of(word))
    for situation, expected in situations(SITE[door]):
        through = [
            letter
            for letter in LETTERS
            if gets_through(
                visit(
                    cast.person(letter, situation),
                    address,
                    send=door.endswith("!"),
                    **ABOUT.get(word, {}),
                )
            )
        ]
        assert sorted(through) == sorted(expected), situation


def test_who_is_not_signed_in_is_led_to_the_sign_in_page(cast: Cast) -> None:
    opened = []
    for label, page in sorted(admin_addresses() - {("", "login"), ("", "logout")}):
        name = f"admin:{label.replace('.', '_')}_{page}" if label else f"admin:{page}"
        for args in ([], ["1"], arguments_of(page)):
            try:
                address = reverse(name, args=args)
            except NoReverseMatch:  # an address of another form
                continue
            if gets_through(visit(None, address)):
                opened.append(address)
    assert opened == []
