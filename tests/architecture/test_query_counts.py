"""How often each page asks the database, in `query_counts.txt`, a line for each page.

A line names the page as the table of access does, and the number. Who makes a page, or changes one,
puts in the lines that this test tells.
"""

from pathlib import Path

import pytest
from django.apps import apps
from django.contrib import admin
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.architecture.access_answers import PAGES
from tests.architecture.access_pages import address_of
from tests.architecture.every_page import PARTS, Everyone, addresses

# On one database: the other was found to ask the same.
pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]

TABLE = Path(__file__).with_name("query_counts.txt")
# Lists of the ministry of which one row is made here: a kind of form, a year or a day has one.
ALONE = {
    "communities.signoffrule",
    "finance.ceiling",
    "finance.chain",
    "finance.golive",
    "programs.holiday",
}


def counted(part: str) -> dict[str, int]:
    """What the table says of the pages of a part."""
    lines = [line.rpartition(": ") for line in TABLE.read_text(encoding="utf-8").splitlines()]
    return {name: int(number) for name, _colon, number in lines if of(name) == part}


def of(name: str) -> str:
    """The part of the site to which a page belongs."""
    app, dot, _page = name.partition(".")
    return app if dot else "site"


def asks(browser: Client, address: str) -> int:
    """How often a page asks when it is opened the second time."""
    browser.get(address)
    with CaptureQueriesContext(connection) as asked:
        browser.get(address)
    return len(asked)


def browser_of(everyone: Everyone) -> Client:
    browser = Client()
    browser.force_login(everyone.user)
    return browser


@pytest.mark.parametrize("part", PARTS)
def test_every_page_asks_as_often_as_the_table_says(part: str) -> None:
    everyone = Everyone()
    browser = browser_of(everyone)
    found = {page.name: asks(browser, page.address) for page in addresses(everyone, part)}
    expected = counted(part)
    changed = {line for line in found.items() if line not in expected.items()}
    assert not changed, "\n".join(f"{name}: {number}" for name, number in sorted(changed))
    assert set(expected) == set(found), "these pages are no more"


@pytest.mark.parametrize("label", sorted(PAGES.keys() - ALONE))
def test_a_list_asks_no_more_often_for_many_rows_than_for_one(
    label: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    everyone = Everyone()
    model = apps.get_model(label)
    everyone.row(model)
    address = address_of(everyone.row(model), "changelist")
    browser = browser_of(everyone)
    assert len(browser.get(address).context["cl"].result_list) > 1
    many = asks(browser, address)
    monkeypatch.setattr(admin.site._registry[model], "list_per_page", 1)
    assert asks(browser, address) >= many
