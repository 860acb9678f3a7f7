"""Every form of the site: sent back as it came, it changes nothing and loses nothing."""

from collections.abc import Iterator
from html.parser import HTMLParser
from http import HTTPStatus
from typing import Any

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from p2kp_site.accounts.rules.roles import RoleName
from p2kp_site.foundation.records import Record
from p2kp_site.foundation.stewardship import StewardAdmin
from tests.architecture.access_people import Cast
from tests.builders_accounts import NATION, browser_of, make_person, reads
from tests.exchange.contract.world import World
from tests.programs.builders import make_progress, make_work

# On one database: what a form sends back does not depend on it.
pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]

# The pages on which administrators write, and not stewards.
OF_ADMINISTRATORS = {
    "communities.signoffrule",
    "finance.chain",
    "finance.golive",
    "finance.position",
    "finance.positionassignment",
}


class Form(HTMLParser):
    """The fields of the form of a record, with what a browser would send of them."""

    def __init__(self, text: str, name: str) -> None:
        super().__init__()
        self.name, self.inside = name, False
        self.sent: dict[str, str] = {}
        self.types: dict[str, str] = {}
        self.select = self.area = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        told = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.inside = told.get("id") == self.name
        if not self.inside or ("disabled" in told and tag != "option"):
            return
        if tag == "input":
            self._input(told)
        elif tag == "select":
            self.select = told.get("name", "")
        elif tag == "textarea":
            self.area = told.get("name", "")
            self.sent[self.area] = ""
        elif tag == "option" and self.select and ("selected" in told or self._is_first()):
            self.sent[self.select] = told.get("value", "")

    def _is_first(self) -> bool:
        return self.select not in self.sent

    def _input(self, told: dict[str, str]) -> None:
        kind, name = told.get("type", "text"), told.get("name", "")
        self.types[name] = kind
        ticked = kind not in ("checkbox", "radio") or "checked" in told
        if name and ticked and kind not in ("file", "submit", "button"):
            value = told.get("value", "on" if kind == "checkbox" else "")
            # A box for numbers is empty where the browser takes the text for none.
            usable = kind != "number" or value.lstrip("-").replace(".", "", 1).isdecimal()
            self.sent[name] = value if usable else ""

    def handle_data(self, data: str) -> None:
        if self.area:
            self.sent[self.area] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.inside = False
        elif tag == "select":
            self.select = ""
        elif tag == "textarea":
            # A browser drops the line break with which the text begins.
            self.sent[self.area] = self.sent[self.area].removeprefix("\r").removeprefix("\n")
            self.area = ""


# Their rows come from the register, or are made and tested by tests of their own.
ELSEWHERE = {"communities.region", "communities.areaassignment", "reports.subscription"}


def kept_on_pages() -> Iterator[Any]:
    for model, page in admin.site._registry.items():
        kept = isinstance(page, StewardAdmin) and issubclass(model, Record)
        if kept and model._meta.label_lower not in ELSEWHERE:
            yield pytest.param(model, id=model._meta.label_lower)


@pytest.fixture
def cast() -> Cast:
    return Cast(World())


def opened(browser: Client, row: Any) -> tuple[str, Form]:
    meta = row._meta
    address = reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[row.pk])
    answer = browser.get(address)
    assert answer.status_code == HTTPStatus.OK
    return address, Form(answer.content.decode(), f"{meta.model_name}_form")


def steward_of_all() -> Client:
    return browser_of(make_person(RoleName.DATA_STEWARD, area=NATION))


def writer_of(model: Any) -> Client:
    """Who writes rows of this kind, for the whole nation."""
    of_administrators = model._meta.label_lower in OF_ADMINISTRATORS
    role = RoleName.ADMINISTRATOR if of_administrators else RoleName.DATA_STEWARD
    return browser_of(make_person(role, area=NATION))


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("model", list(kept_on_pages()))
def test_a_form_that_is_sent_back_as_it_came_changes_nothing(model, language, cast) -> None:
    row = cast.row(model)
    browser = writer_of(model)
    reads(browser, language)
    address, form = opened(browser, row)
    if "read_version" not in form.sent:
        assert "_save" not in form.types, "a page that is read only has nothing to save with"
        return
    before = model._default_manager.values().get(pk=row.pk)
    answer = browser.post(address, {**form.sent, "_save": "1"})
    assert answer.status_code == HTTPStatus.FOUND, answer.context["errors"]
    assert model._default_manager.values().get(pk=row.pk) == before


@pytest.mark.parametrize("language", ["id", "en"])
def test_decimals_are_boxes_of_text_that_give_back_what_is_stored(language, cast) -> None:
    work = make_work(
        board=cast.world.rows("boards")[0],
        volume="1254.50",
        unit="m",
        latitude="-0.331",
        longitude="103.16",
    )
    progress = make_progress(work, "33.33")
    browser = steward_of_all()
    reads(browser, language)
    address, form = opened(browser, work)
    shown = {
        "volume": "1254,5",
        "latitude": "-0,331",
        "longitude": "103,16",
        "progress-0-physical_percent": "33,33",
    }
    assert {name: (form.types[name], form.sent[name]) for name in shown} == {
        name: ("text", text) for name, text in shown.items()
    }
    answer = browser.post(address, {**form.sent, "note": "Baru", "_save": "1"})
    assert answer.status_code == HTTPStatus.FOUND, answer.context["errors"]
    after = type(work).objects.get(pk=work.pk)
    stored = (str(after.volume), str(after.latitude), str(after.longitude), after.note)
    assert stored == ("1254.50", "-0.331000", "103.160000", "Baru")
    assert after.version == 2
    progress.refresh_from_db()
    assert progress.version == 1


@pytest.mark.parametrize("model", list(kept_on_pages()))
def test_no_form_chooses_for_the_person(model) -> None:
    page = admin.site._registry[model]
    meta = model._meta
    answer = writer_of(model).get(reverse(f"admin:{meta.app_label}_{meta.model_name}_add"))
    if answer.status_code == HTTPStatus.FORBIDDEN:
        return  # nobody adds rows here, as the table of access says
    form = Form(answer.content.decode(), f"{meta.model_name}_form")
    inlines = [
        (
            f"{one.model._meta.get_field(_link(one, model)).related_query_name()}-__prefix__-",
            one.model,
        )
        for one in page.inlines
    ]
    for prefix, kind in [("", model), *inlines]:
        for field in kind._meta.fields:
            name = f"{prefix}{field.name}"
            if field.choices and not field.has_default() and name in form.sent:
                assert form.sent[name] == "", name


def _link(inline: Any, model: Any) -> str:
    return next(f.name for f in inline.model._meta.fields if f.related_model is model)
