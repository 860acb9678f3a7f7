"""The national register comes into the base, and regions change their place in it."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from communities.models import Board, Region, RegionCode
from communities.services.regions import (
    SHIPPED_REGISTER,
)
from communities.services.register_files import read_register
from p2kp_site.foundation.models import ChangeSet
from tests.builders import make_board
from tests.communities.services.registers import LATER, RIAU, history, load, register

pytestmark = pytest.mark.django_db


def test_the_shipped_register_is_riau_down_to_the_villages_of_indragiri_hilir():
    report = load(read_register(SHIPPED_REGISTER))
    assert (report.read, report.added) == (269, 269)
    kinds = ("province", "regency", "city", "district", "urban_village", "village")
    counts = [Region.objects.filter(kind=kind).count() for kind in kinds]
    assert counts == [1, 10, 2, 20, 39, 197]
    kota = Region.objects.get(code="14.04.04.1001")
    assert kota.parent
    assert (kota.parent.code, kota.path[: len(kota.parent.path)]) == ("14.04.04", kota.parent.path)
    assert (kota.search_name, kota.edition, kota.level) == ("tembilahankota", "2025", 4)
    assert kota.valid_from is None
    assert Region.history.count() == 269


def test_the_same_register_again_writes_nothing():
    rows = read_register(SHIPPED_REGISTER)
    load(rows)
    with CaptureQueriesContext(connection) as queries:
        report = load(rows, edition="2026", on=LATER)
    assert report.unchanged == 269
    assert ChangeSet.objects.count() == 1
    assert not [q for q in queries if q["sql"].startswith(("INSERT", "UPDATE", "DELETE", "COPY"))]


def test_all_of_a_load_is_one_change_that_names_the_edition():
    load(register(*RIAU), edition="Kepmendagri 300.2.2-2138/2025")
    change_set = ChangeSet.objects.get()
    assert (change_set.door, change_set.by) == ("command", None)
    assert "Kepmendagri 300.2.2-2138/2025" in change_set.why
    assert set(Region.objects.values_list("change_set", flat=True)) == {change_set.pk}


def test_another_spelling_is_applied_with_history():
    load(register(*RIAU))
    report = load(register(*RIAU[:4], "14.04.04.1002 Tembilahan hilir", *RIAU[5:]), edition="2026")
    assert (report.respelt, report.unchanged, report.doubtful) == (1, 6, 0)
    region = Region.objects.get(code="14.04.04.1002")
    assert (region.name, region.edition, region.version) == ("Tembilahan hilir", "2026", 2)
    assert history(region) == [("+", 1, "14.04.04.1002"), ("~", 2, "14.04.04.1002")]


def test_a_name_that_differs_beyond_spelling_is_reported_and_not_applied():
    load(register(*RIAU))
    report = load(register(*RIAU[:4], "14.04.04.1002 Pekan Arba", *RIAU[5:]))
    assert (report.doubtful, report.unchanged) == (1, 6)
    assert report.doubtful_regions[0].name == "Tembilahan Hilir"
    assert report.doubtful_regions[0].new_name == "Pekan Arba"
    assert Region.objects.get(code="14.04.04.1002").name == "Tembilahan Hilir"
    assert ChangeSet.objects.count() == 1


def test_a_regency_that_was_recoded_stays_the_same_region_with_all_that_lies_in_it():
    load(
        register(
            "91 Papua",
            "91.01 Kabupaten Merauke",
            "91.01.01 Merauke",
            "91.01.01.1001 Maro",
            "91.03 Kabupaten Jayapura",
        ),
        edition="2022",
    )
    merauke, maro = Region.objects.get(code="91.01"), Region.objects.get(code="91.01.01.1001")
    board = make_board(region=maro)
    report = load(
        register(
            "91 Papua",
            "91.03 Kabupaten Jayapura",
            "93 Papua Selatan",
            "93.01 Kabupaten Merauke",
            "93.01.01 Merauke",
            "93.01.01.1001 Maro",
        ),
        edition="2023",
        on=LATER,
    )
    assert (report.moved, report.added, report.retired, report.unchanged) == (3, 1, 0, 2)
    new = Region.objects.get(code="93.01")
    assert new.pk == merauke.pk
    assert new.parent
    assert (new.parent.code, new.parent.valid_from) == ("93", LATER)
    assert new.path.startswith(new.parent.path)
    now = Region.objects.get(pk=maro.pk)
    assert (now.code, now.version) == ("93.01.01.1001", 2)
    assert now.path.startswith(new.path)
    past = RegionCode.objects.get(region=merauke)
    assert (past.code, past.edition, past.from_on, past.until_on) == ("91.01", "2022", None, LATER)
    assert history(new) == [("+", 1, "91.01"), ("~", 2, "93.01")]
    assert Region.history.filter(id=new.pk, version=2).get().path == new.path
    area, version = Board.objects.values_list("area", "version").get(pk=board.pk)
    assert (area, version) == (now.path, 1)
    assert Board.history.filter(id=board.pk).count() == 1


def test_a_code_given_to_another_place_later_is_another_region():
    load(register(*RIAU))
    old = Region.objects.get(code="14.04.04.1002")
    load(register(*RIAU[:4], *RIAU[5:]), on=LATER)
    old.refresh_from_db()
    assert (old.retired_on, old.version) == (LATER, 2)
    report = load(register(*RIAU[:4], "14.04.04.1002 Pekan Arba", *RIAU[5:]), on=date(2028, 1, 1))
    assert report.added == 1
    new = Region.objects.in_force().get(code="14.04.04.1002")
    assert new.pk != old.pk
    assert new.path != old.path
    assert new.valid_from == date(2028, 1, 1)


def test_a_region_under_a_new_code_leaves_its_old_code_to_another_place():
    load(register(*RIAU))
    hilir = Region.objects.get(code="14.04.04.1002")
    load(
        register(
            *RIAU[:4], "14.04.04.1002 Pekan Arba", "14.04.04.1009 Tembilahan Hilir", *RIAU[5:]
        ),
        on=LATER,
    )
    hilir.refresh_from_db()
    assert hilir.code == "14.04.04.1009"
    assert Region.objects.get(code="14.04.04.1002").name == "Pekan Arba"


def test_a_region_that_vanished_is_retired_with_all_below_it():
    load(register(*RIAU))
    report = load(register(*RIAU[:5]), on=LATER)
    assert [detail.code for detail in report.retired_regions] == ["14.04.13", "14.04.13.2002"]
    retired = Region.objects.filter(retired_on=LATER)
    assert set(retired.values_list("code", "version")) == {("14.04.13", 2), ("14.04.13.2002", 2)}


def test_a_partial_file_retires_nothing_that_it_does_not_cover():
    load(register(*RIAU, "11 Aceh", "11.01 Kabupaten Aceh Selatan", "12 Sumatera Utara"))
    report = load(register(*RIAU[:3]), on=LATER)
    # The other district of Indragiri Hilir, and its village.
    assert report.retired == 2
    assert Region.objects.in_force().filter(code="11.01").exists()
    assert Region.objects.in_force().filter(code="14.04.04.1001").exists()
    assert {detail.code for detail in report.kept_regions} == {
        *("11", "11.01", "12", "14.04.04.1001", "14.04.04.1002")
    }


def test_regions_that_the_base_had_not_reached_have_no_day_of_birth():
    load(register(*RIAU, "14.01 Kabupaten Kampar"))
    load(
        register(
            *RIAU,
            "14.01 Kabupaten Kampar",
            "14.01.01 Bangkinang Kota",
            "14.04.04.1006 Pekan Arba",
        ),
        on=LATER,
    )
    assert Region.objects.get(code="14.01.01").valid_from is None
    assert Region.objects.get(code="14.04.04.1006").valid_from == LATER


def test_a_board_follows_its_district_into_a_new_regency_and_keeps_its_version():
    load(register(*RIAU))
    board = make_board(region=Region.objects.get(code="14.04.13.2002"))
    other = make_board(region=Region.objects.get(code="14.04.04.1001"))
    load(
        register(
            *RIAU[:5],
            "14.13 Kabupaten Tembilahan",
            "14.13.01 Tembilahan Hulu",
            "14.13.01.2002 Pekan Kamis",
        ),
        on=LATER,
    )
    new = Region.objects.get(code="14.13.01.2002")
    assert new.pk == board.region_id
    assert Board.objects.values_list("area", "version").get(pk=board.pk) == (new.path, 1)
    assert Board.objects.get(pk=other.pk).area == other.area
