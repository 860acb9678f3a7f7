"""Offices bring in which consultant accompanies which region, and when."""

from datetime import date

import pytest

from communities.models import Agency, ConsultantAssignment
from communities.models.agencies import AgencyKind
from p2kp_site.exchange.services.undoing import UndoReport, undo_import
from p2kp_site.foundation.reader import Reader
from tests.builders import AT
from tests.builders_accounts import region_of
from tests.communities.builders import make_agency, make_assignment
from tests.communities.resources.files import (
    INHIL,
    TEMBILAHAN,
    bring,
    bring_and_store,
    make_places,
    steward_of,
)
from tests.exchange.services.office import changes, counts, faults, store

pytestmark = pytest.mark.django_db

SLUG = "consultant-assignments"
HEAD = ("Kode Konsultan", "Kode Wilayah", "Bertugas Sejak", "Bertugas Sampai")


@pytest.fixture
def steward() -> Reader:
    """The steward of Indragiri Hilir, whom the consultants of the nation serve, too."""
    make_places()
    make_agency(code="OC-1", name="OC Contoh Satu")
    make_agency(code="OC-2", name="OC Contoh Dua")
    return steward_of(INHIL)


def spans() -> list[tuple[str, str, date, date | None]]:
    rows = ConsultantAssignment.objects.order_by("from_on", "agency__code")
    return list(rows.values_list("agency__code", "region__code", "from_on", "until_on"))


def test_a_consultant_of_a_level_above_is_assigned_to_a_region_of_any_level(
    steward: Reader,
) -> None:
    head = (*HEAD, "Nama Konsultan", "Nama Wilayah")
    bring_and_store(
        SLUG,
        steward,
        head,
        ("OC-1", INHIL, "2012-01-01", "2013-01-01", "OC Contoh Satu", "Indragiri Hilir"),
        ("OC-2", TEMBILAHAN, "2012-06-01", "", "", "Kec. Tembilahan"),
    )
    assert spans() == [
        ("OC-1", INHIL, date(2012, 1, 1), date(2013, 1, 1)),
        ("OC-2", TEMBILAHAN, date(2012, 6, 1), None),
    ]
    area = ConsultantAssignment.objects.get(region__code=TEMBILAHAN).area
    assert area == region_of(TEMBILAHAN).path


def test_only_consultants_are_assigned_and_only_in_the_own_area(steward: Reader) -> None:
    make_agency(code="BAPPEDA", kind=AgencyKind.PLANNING_AGENCY)
    make_agency(code="OC-9", region=region_of("14.10"))
    job = bring(
        SLUG,
        steward,
        HEAD,
        ("BAPPEDA", INHIL, "2012-01-01", ""),
        ("OC-9", INHIL, "2012-01-01", ""),
        ("OC-1", "14", "2012-01-01", ""),
        ("OC-1", "", "2012-01-01", ""),
    )
    assert faults(job) == {
        (2, "agency"): "no_consultant",
        (3, "agency"): "unknown_record",
        (4, "region"): "unknown_region_of_any_level",
        (5, "region"): "required",
    }


def test_a_name_beside_a_code_must_be_that_of_the_code(steward: Reader) -> None:
    head = (*HEAD, "Nama Konsultan")
    job = bring(SLUG, steward, head, ("OC-1", INHIL, "2012-01-01", "", "OC Contoh Dua"))
    assert faults(job) == {(2, "agency_name"): "differs_from_code"}


@pytest.mark.parametrize("size", [1, 5000], ids=["row by row", "in one slice"])
def test_a_consultant_has_a_region_once_at_a_time(
    steward: Reader, size: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("p2kp_site.exchange.services.checking.SLICE", size)
    make_assignment(
        region=region_of(INHIL),
        agency=Agency.objects.get(code="OC-1"),
        from_on=date(2012, 1, 1),
        until_on=date(2013, 1, 1),
    )
    job = bring(
        SLUG,
        steward,
        HEAD,
        ("OC-1", INHIL, "2012-12-31", ""),
        ("OC-1", INHIL, "2013-01-01", "2014-01-01"),
        ("OC-1", INHIL, "2013-06-01", "2013-07-01"),
        ("OC-1", TEMBILAHAN, "2013-06-01", ""),
        ("OC-2", INHIL, "2013-06-01", ""),
    )
    assert faults(job) == {
        (2, "from_on"): "assignments_overlap",
        (4, "from_on"): "assignments_overlap",
    }
    assert counts(job) == {"read": 5, "added": 3, "refused": 2}


def test_one_file_ends_an_assignment_and_begins_the_next(steward: Reader) -> None:
    agency = Agency.objects.get(code="OC-1")
    make_assignment(region=region_of(INHIL), agency=agency, from_on=date(2012, 1, 1))
    job = bring_and_store(
        SLUG,
        steward,
        HEAD,
        ("OC-1", INHIL, "2014-01-01", ""),
        ("OC-1", INHIL, "2012-01-01", "2014-01-01"),
    )
    assert changes(job) == {3: {"until_on": [None, "2014-01-01"]}}
    assert [span[2:] for span in spans()] == [
        (date(2012, 1, 1), date(2014, 1, 1)), (date(2014, 1, 1), None)
    ]  # fmt: skip
    assert undo_import(job=job, by=steward, at=AT) == UndoReport(1, 1, 0)
    assert [span[2:] for span in spans()] == [(date(2012, 1, 1), None)]


def test_a_file_by_reference_is_held_to_the_same_rule(steward: Reader) -> None:
    agency = Agency.objects.get(code="OC-1")
    first = make_assignment(
        region=region_of(INHIL), agency=agency, from_on=date(2012, 1, 1), until_on=date(2013, 1, 1)
    )
    make_assignment(region=region_of(INHIL), agency=agency, from_on=date(2014, 1, 1))
    head = ("Ref", "Bertugas Sampai")
    job = bring(SLUG, steward, head, (first.ref, "2014-01-02"))
    assert faults(job) == {(2, "from_on"): "assignments_overlap"}
    job = store(bring(SLUG, steward, head, (first.ref, "2014-01-01")), steward)
    assert counts(job) == {"read": 1, "changed": 1}
