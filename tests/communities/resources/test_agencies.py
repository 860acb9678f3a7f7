"""Offices bring in their agencies: those of a region of any level, and those of the nation."""

import pytest

from communities.models import Agency
from communities.models.agencies import AgencyKind
from p2kp_site.foundation.reader import Reader
from tests.builders_accounts import region_of
from tests.communities.builders import make_agency, make_assignment
from tests.communities.resources.files import (
    INHIL,
    TEMBILAHAN,
    bring,
    bring_and_store,
    make_places,
    steward_of,
    take,
)
from tests.exchange.services.office import KOTA, changes, counts, faults

pytestmark = pytest.mark.django_db

HEAD = ("Kode Lembaga", "Nama Lembaga", "Jenis Lembaga", "Kode Wilayah")


@pytest.fixture
def steward() -> Reader:
    make_places()
    return steward_of(INHIL)


def test_an_agency_belongs_to_a_region_of_any_level(steward: Reader) -> None:
    bring_and_store(
        "agencies",
        steward,
        (*HEAD, "Nama Wilayah"),
        ("KORKOT-04", "Korkot Contoh", "Korkot", INHIL, "Kab. Indragiri Hilir"),
        ("FASKEL-1", "Tim Contoh", "Tim Faskel", KOTA, "Tembilahan Kota"),
    )
    held = {a.code: (a.kind, a.region and a.region.code, a.area) for a in Agency.objects.all()}
    assert held == {
        "KORKOT-04": ("city_coordinator", INHIL, steward.area),
        "FASKEL-1": ("facilitator_team", KOTA, Agency.objects.get(code="FASKEL-1").region.path),
    }


def test_only_the_nation_writes_an_agency_without_a_region(steward: Reader) -> None:
    row = ("KMP", "Konsultan Contoh", "KMP", "")
    assert faults(bring("agencies", steward, HEAD, row)) == {(2, "region"): "required"}
    bring_and_store("agencies", steward_of(None), HEAD, row)
    agency = Agency.objects.get(code="KMP")
    assert (agency.region, agency.area) == (None, "")


def test_an_agency_of_a_region_is_not_made_one_of_the_nation_by_its_steward(
    steward: Reader,
) -> None:
    make_agency(code="OC-1", region=region_of(INHIL))
    file = (("Kode Lembaga", "Kode Wilayah"), ("OC-1", ""))
    assert faults(bring("agencies", steward, *file)) == {(2, "region"): "required"}
    job = bring("agencies", steward_of(None), *file)
    assert changes(job) == {2: {"region": [INHIL, None]}}


def test_agencies_above_are_read_and_not_written(steward: Reader) -> None:
    make_agency(code="KMP-1", name="Konsultan Contoh")
    shown = take("agencies", steward)
    assert [row["code"] for row in shown] == ["KMP-1"]
    job = bring("agencies", steward, ("Ref", "Nama Lembaga"), (shown[0]["ref"], "Lain"))
    assert faults(job)[2, "ref"] == "unknown_ref"


def test_a_name_of_a_region_without_its_code_is_no_agency_of_the_nation(steward: Reader) -> None:
    head = (*HEAD, "Nama Wilayah")
    row = ("D-1", "Dinas Contoh", "Bappeda", "", "Kab. Indragiri Hilir")
    assert faults(bring("agencies", steward_of(None), head, row)) == {
        (2, "region_name"): "name_without_code"
    }


def test_an_agency_without_a_code_gets_one_of_its_region(steward: Reader) -> None:
    rows = (("", "Dinas Contoh", "Dinas", INHIL), ("", "KMP Contoh", "KMP", ""))
    bring_and_store("agencies", steward_of(None), HEAD, *rows)
    codes = dict(Agency.objects.values_list("name", "code"))
    assert codes["Dinas Contoh"].startswith("INS-1404-")
    assert codes["KMP Contoh"].startswith("INS-ID-")


def test_a_row_without_a_code_that_looks_like_an_agency_is_perhaps_that_one(
    steward: Reader,
) -> None:
    make_agency(code="KMP-1", name="Konsultan Contoh")
    make_agency(code="OC-1", name="OC Contoh", region=region_of(INHIL))
    rows = (
        ("", "KONSULTAN contoh", "KMP", ""),
        ("", "O.C. Contoh", "OC/OSP", INHIL),
        ("", "Konsultan Contoh", "KMP", INHIL),
    )
    job = bring("agencies", steward_of(None), HEAD, *rows)
    assert faults(job) == {(2, "code"): "perhaps_this_one", (3, "code"): "perhaps_this_one"}
    assert counts(job) == {"read": 3, "added": 1, "refused": 2}


def test_who_is_assigned_to_regions_stays_a_consultant(steward: Reader) -> None:
    region = region_of(INHIL)
    make_assignment(region=region, agency=make_agency(code="OC-1", region=region))
    make_agency(code="OC-2", region=region)
    head = ("Kode Lembaga", "Jenis Lembaga")
    job = bring("agencies", steward, head, ("OC-1", "other"), ("OC-2", "private partner"))
    assert faults(job) == {(2, "kind"): "assigned_as_consultant"}
    assert changes(job) == {
        3: {"kind": [AgencyKind.REGIONAL_CONSULTANT, AgencyKind.PRIVATE_PARTNER]}
    }


def test_an_agency_ends_after_it_begins_and_its_address_is_one(steward: Reader) -> None:
    head = (*HEAD, "Aktif Sejak", "Aktif Sampai", "Email")
    job = bring(
        "agencies",
        steward,
        head,
        ("A-1", "Satu", "Korkot", INHIL, "2012-01-01", "2012-01-01", ""),
        ("A-2", "Dua", "Korkot", INHIL, "", "", "bukan surel"),
    )
    assert faults(job) == {
        (2, "active_until"): "ends_before_it_begins", (3, "email"): "not_allowed"
    }  # fmt: skip


def test_a_region_outside_the_area_is_not_named(steward: Reader) -> None:
    row = ("A-1", "Satu", "Korkot", INHIL)
    job = bring("agencies", steward_of(TEMBILAHAN), HEAD, row)
    assert faults(job) == {(2, "region"): "unknown_region_of_any_level"}
