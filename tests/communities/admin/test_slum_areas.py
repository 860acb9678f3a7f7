"""The pages of slum areas and of their parts, and what a kelurahan's page tells of them."""

from datetime import date
from decimal import Decimal
from http import HTTPStatus
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from communities.models import Region, SlumArea, SlumAreaPart
from p2kp_site.foundation.signoffs import SignoffState
from tests.builders import make_region
from tests.builders_accounts import INHIL, TEMBILAHAN, browser_of, make_person, region_of
from tests.builders_signoffs import brought_to
from tests.communities.builders import make_slum_area, make_slum_area_part

pytestmark = pytest.mark.django_db

LIST = reverse("admin:communities_slumarea_changelist")
PARTS = reverse("admin:communities_slumareapart_changelist")
ADD = reverse("admin:communities_slumarea_add")


@pytest.fixture
def village() -> Region:
    return region_of("14.04.04.1001")


@pytest.fixture
def steward(village: Region) -> Client:
    return browser_of(make_person("data_steward", area=INHIL))


def page(row: Any) -> str:
    return reverse(f"admin:communities_{row._meta.model_name}_change", args=[row.pk])


def part_entries(village: Region | None, hectares: str, **other: Any) -> dict[str, Any]:
    facts = {"hectares_by_decree": hectares, **other}
    return {"region": village.pk, **facts} if village else facts


def entries(*parts: dict[str, Any], stored: int = 0, **changes: Any) -> dict[str, Any]:
    facts = {
        "region": region_of(INHIL).pk, "name": "Kawasan Pasar", "decree_number": "SK/1/2014",
        "decree_on": "2014-12-01", "parts-TOTAL_FORMS": len(parts), "parts-INITIAL_FORMS": stored,
    }  # fmt: skip
    for number, part in enumerate(parts):
        facts |= {f"parts-{number}-{column}": value for column, value in part.items()}
    return {**facts, **changes}


def part_errors(answer: Any) -> list[Any]:
    (inline,) = answer.context["inline_admin_formsets"]
    return inline.formset.errors


def found(browser: Client, address: str, query: str) -> set[str]:
    rows = browser.get(f"{address}?{query}").context["cl"].result_list
    return {row.name if isinstance(row, SlumArea) else row.region.code for row in rows}


def questions(browser: Client, address: str) -> int:
    browser.get(address)
    with CaptureQueriesContext(connection) as asked:
        assert browser.get(address).status_code == HTTPStatus.OK
    return len(asked)


# Typed --------------------------------------------------------------------------------------------


def test_a_slum_area_is_typed_with_its_parts_as_papers_write_them(steward, village) -> None:
    sent = entries(part_entries(village, "31,77", slum_class="heavy", treatment="improvement"))
    assert steward.post(ADD, sent).status_code == HTTPStatus.FOUND
    part = SlumAreaPart.objects.get()
    assert (part.hectares_by_decree, part.hectares_verified) == (Decimal("31.77"), None)
    assert (part.area, part.slum_area.area) == (village.path, region_of(INHIL).path)
    assert 'value="31,77"' in steward.get(page(part.slum_area)).content.decode()


@pytest.mark.parametrize("code", ["14.10.01.1001", "14.04.04"])
def test_a_part_elsewhere_is_refused_at_its_own_row_before_anything_is_stored(code) -> None:
    nation = browser_of(make_person("data_steward", area=""))
    there, here = region_of(code), region_of("14.04.04.1001")
    answer = nation.post(ADD, entries(part_entries(here, "5"), part_entries(there, "5")))
    first, second = part_errors(answer)
    assert (first, set(second)) == ({}, {"region"})
    assert not SlumArea.objects.exists()


def test_a_part_of_no_size_is_refused_and_one_that_proved_no_slum_is_not(steward, village) -> None:
    answer = steward.post(ADD, entries(part_entries(village, "0")))
    assert set(part_errors(answer)[0]) == {"hectares_by_decree"}
    sent = entries(part_entries(village, "2", hectares_verified="0"))
    assert steward.post(ADD, sent).status_code == HTTPStatus.FOUND


def test_a_part_that_is_changed_drops_the_sign_offs_of_its_slum_area(steward, village) -> None:
    area = make_slum_area()
    part = brought_to(area, SignoffState.VERIFIED) and make_slum_area_part(area)
    change = part_entries(None, "8,25", id=part.pk, slum_area=area.pk)
    sent = entries(change, stored=1, name=area.name, read_version=area.version, seen_signoffs="1")
    assert steward.post(page(area), sent).status_code == HTTPStatus.FOUND
    area.refresh_from_db()
    part.refresh_from_db()
    assert part.hectares_by_decree == Decimal("8.25")
    assert (area.signoff, area.version) == (SignoffState.ENTERED, 2)


def test_a_part_stays_in_its_kelurahan_though_this_is_retired(steward, village) -> None:
    part = make_slum_area_part(make_slum_area())
    Region.objects.filter(pk=village.pk).stamp(retired_on=date(2020, 1, 1))
    area = part.slum_area
    change = part_entries(region_of("14.04.04.1002"), "9", id=part.pk, slum_area=area.pk)
    sent = entries(change, stored=1, name=area.name, read_version=area.version)
    assert steward.post(page(area), sent).status_code == HTTPStatus.FOUND
    part.refresh_from_db()
    assert (part.region, part.hectares_by_decree) == (village, 9)


def test_only_regencies_issue_decrees_and_only_kelurahan_are_parts(steward) -> None:
    def offered(model: str) -> set[str]:
        query = {"app_label": "communities", "model_name": model, "field_name": "region"}
        answer = steward.get("/admin/autocomplete/", query).json()
        return {one["code"] for one in answer["results"]}

    assert offered("slumarea") == {INHIL}
    assert offered("slumareapart") == {"14.04.04.1001"}


# Read ---------------------------------------------------------------------------------------------


def test_whoever_works_below_reads_the_decree_with_the_parts_of_their_own_area(village) -> None:
    area = make_slum_area()
    make_slum_area_part(area)
    make_slum_area_part(area, region=make_region(code="14.04.01.1001", name="Pulaukijang"))
    below = browser_of(make_person("data_steward", area=TEMBILAHAN))
    text = below.get(page(area)).content.decode()
    assert "Tembilahan Kota" in text
    assert "Pulaukijang" not in text
    assert below.post(page(area), entries()).status_code == HTTPStatus.FORBIDDEN
    assert found(below, LIST, "") == {area.name}
    assert found(below, PARTS, "") == {"14.04.04.1001"}


def test_slum_areas_are_found_by_decree_day_and_word(steward) -> None:
    make_slum_area(name="Pasar", decree_number="SK/1", decree_on=date(2014, 12, 1))
    make_slum_area(name="Hilir", decree_number="SK/2", decree_on=date(2018, 5, 7))
    assert found(steward, LIST, "in_force_on=2018-05-06") == {"Pasar"}
    assert found(steward, LIST, "in_force_on=2018-05-07") == {"Hilir"}
    assert found(steward, LIST, "decree_number=sk/1") == {"Pasar"}
    assert found(steward, LIST, "decree_on_after=2015-01-01") == {"Hilir"}
    assert found(steward, LIST, "q=pas+indragiri") == {"Pasar"}


def test_parts_are_found_by_place_class_treatment_slum_area_and_day(steward, village) -> None:
    first = make_slum_area(name="Pasar", decree_number="SK/1", decree_on=date(2014, 12, 1))
    second = make_slum_area(name="Hilir", decree_number="SK/2", decree_on=date(2018, 5, 7))
    other = region_of("14.04.01.1001")
    make_slum_area_part(first, slum_class="heavy", hectares_verified=Decimal(3))
    make_slum_area_part(second, region=other, slum_class="light", treatment="prevention")
    one, two = {village.code}, {other.code}
    expected = {
        "region=14.04.04": one, f"slum_area={second.ref}": two, "slum_class=heavy": one,
        "slum_class=heavy&slum_class=light": one | two, "treatment=prevention": two,
        "is_verified=true": one, "is_verified=false": two, "in_force_on=2014-12-01": one,
        "in_force_on=2026-03-02": two, "q=sk/1": one, "q=hilir": two, "q=tembilahan": one,
    }  # fmt: skip
    assert {query: found(steward, PARTS, query) for query in expected} == expected


def test_the_page_adds_hectares_up_by_class(steward, village) -> None:
    area = make_slum_area()
    make_slum_area_part(area, slum_class="heavy", hectares_by_decree=Decimal("31.77"))
    make_slum_area_part(
        area, region=region_of("14.04.04.1002"), slum_class="heavy",
        hectares_by_decree=Decimal("7.71"),
    )  # fmt: skip
    panel, _cases = steward.get(page(area)).context["life"]
    ((name, parts, by_decree, verified),) = panel["table"]["rows"]
    assert name == "heavy (berat)"
    assert [">2<" in parts, ">39.48<" in by_decree, ">–<" in verified] == [True, True, True]
    assert found(steward, *panel["all"].split("?")) == {village.code, "14.04.04.1002"}


def test_the_page_of_a_kelurahan_tells_its_slums_the_latest_decree_first(steward, village) -> None:
    for number, day in ((1, date(2014, 12, 1)), (2, date(2018, 5, 7))):
        area = make_slum_area(name=f"Pasar {number}", decree_number=f"SK/{number}", decree_on=day)
        make_slum_area_part(area)
    (panel,) = steward.get(page(village)).context["life"]
    (latest, in_force), (before, superseded) = (row[:2] for row in panel["table"]["rows"])
    assert ("SK/2" in latest, in_force) == (True, "Yes")
    assert ("SK/1" in before, superseded) == (True, "No")
    assert steward.get(page(village.parent)).context["life"] == []


def test_more_parts_are_no_more_questions(steward, village) -> None:
    area = make_slum_area()
    make_slum_area_part(area)
    addresses = (LIST, PARTS, page(area), page(village))
    few = [questions(steward, address) for address in addresses]
    for number in range(1002, 1022):
        make_slum_area_part(area, region=region_of(f"14.04.04.{number}"))
        make_slum_area_part(make_slum_area(decree_number=f"SK/{number}"))
    assert [questions(steward, address) for address in addresses] == few == [5, 5, 11, 11]
