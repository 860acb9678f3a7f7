"""The pages of agencies and of their assignments."""

import pytest
from django.test import Client

from communities.models import Agency, ConsultantAssignment, Region
from tests.builders_accounts import NATION, browser_of, make_person, region_of
from tests.communities.builders import make_agency, make_assignment

pytestmark = pytest.mark.django_db

LIST = "/admin/communities/agency/"
ADD = f"{LIST}add/"
ASSIGN = "/admin/communities/consultantassignment/"


@pytest.fixture
def district() -> Region:
    return region_of("14.04.04")


@pytest.fixture
def steward(district: Region) -> Client:
    return browser_of(make_person("data_steward"))


def test_an_agency_without_a_code_gets_one(steward, district):
    steward.post(ADD, {"region": district.pk, "name": "Tim 3", "kind": "facilitator_team"})
    agency = Agency.objects.get()
    assert agency.code.startswith("INS-140404-")
    assert agency.area == district.path


def test_only_the_nation_writes_agencies_of_the_nation(steward):
    sent = {"region": "", "name": "KMP Wilayah 1", "kind": "national_consultant"}
    answer = steward.post(ADD, sent)
    assert answer.context["adminform"].form.errors["region"] == ["Choose a region."]
    nation = browser_of(make_person("data_steward", area=NATION))
    nation.post(ADD, sent)
    agency = Agency.objects.get()
    assert (agency.area, agency.code[:7]) == ("", "INS-ID-")


def test_the_code_of_an_agency_never_changes(steward, district):
    agency = make_agency(region=district, code="INS-1")
    sent = {
        "region": district.pk, "code": "INS-2", "name": "Lain", "kind": agency.kind,
        "read_version": 1,
    }  # fmt: skip
    steward.post(f"{LIST}{agency.pk}/change/", sent)
    agency.refresh_from_db()
    assert (agency.code, agency.name) == ("INS-1", "Lain")


def test_only_consultants_are_offered_for_an_assignment(steward):
    make_agency(name="Konsultan Contoh")
    make_agency(name="Dinas Contoh", kind="technical_office")
    query = {"app_label": "communities", "model_name": "consultantassignment"}
    offered = steward.get(
        "/admin/autocomplete/", {**query, "field_name": "agency", "term": "Contoh"}
    ).json()["results"]
    assert [one["text"].partition(" (")[0] for one in offered] == ["Konsultan Contoh"]
    assert offered[0]["text"].endswith("— the whole nation")


def test_an_assignment_that_overlaps_or_ends_before_it_begins_is_told_at_its_field(
    steward, district
):
    agency = make_agency()
    make_assignment(agency=agency, region=district)
    sent = {"agency": agency.pk, "region": district.pk, "from_on": "2013-01-01"}
    errors = steward.post(f"{ASSIGN}add/", sent).context["adminform"].form.errors
    assert "already in an assignment from Jan. 1, 2012" in errors["from_on"][0]
    backwards = {**sent, "from_on": "2010-01-01", "until_on": "2009-01-01"}
    errors = steward.post(f"{ASSIGN}add/", backwards).context["adminform"].form.errors
    assert errors["until_on"] == ["It ends after it begins."]
    before = {**sent, "from_on": "2010-01-01", "until_on": "2012-01-01"}
    steward.post(f"{ASSIGN}add/", before)
    assert ConsultantAssignment.objects.count() == 2


def test_agencies_are_found_by_kind_region_day_and_word(steward, district):
    make_agency(name="Alfa", region=district, active_until="2012-01-01")
    make_agency(name="Beta", kind="technical_office", region=region_of("14.04"))

    def found(query: str) -> list[str]:
        return [one.name for one in steward.get(f"{LIST}?{query}").context["cl"].result_list]

    assert found("kind=technical_office") == ["Beta"]
    assert found("region=14.04.04") == ["Alfa"]
    assert found("active_on=2012-01-01") == ["Beta"]
    assert found("q=alf") == ["Alfa"]
    assert found("region=14.04") == ["Beta", "Alfa"]


def test_assignments_are_found_by_the_region_that_they_serve(steward, district):
    make_assignment(region=region_of("14"), agency=make_agency(name="KMW Contoh"))
    make_assignment(
        region=district, agency=make_agency(name="Faskel Contoh"), until_on="2013-01-01"
    )

    def found(query: str) -> list[str]:
        rows = steward.get(f"{ASSIGN}?{query}").context["cl"].result_list
        return [row.agency.name for row in rows]

    assert found("serving=14.04.04") == ["KMW Contoh", "Faskel Contoh"]
    assert found("serving=14.04.04&on=2013-01-01") == ["KMW Contoh"]
    assert found("region=14.04.04") == ["Faskel Contoh"]
    assert found("q=faskel") == ["Faskel Contoh"]
    assert found("kind=city_coordinator") == []
