"""Slum areas and their parts as files, as the tables of decrees are typed."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from communities.models import SlumArea, SlumAreaPart
from p2kp_site.foundation.reader import Reader
from p2kp_site.foundation.signoffs import SignoffState
from tests.builders import make_region
from tests.builders_accounts import region_of
from tests.builders_signoffs import brought_to
from tests.communities.builders import make_slum_area, make_slum_area_part
from tests.communities.resources.files import (
    INHIL,
    RETEH,
    TEMBILAHAN,
    bring,
    bring_and_store,
    make_places,
    steward_of,
    take,
)
from tests.exchange.services.office import HILIR, KOTA, changes, counts, faults

pytestmark = pytest.mark.django_db

AREAS = ("Kode Kabupaten/Kota", "No. SK", "Tgl. SK", "Nama Kawasan", "Penandatangan SK")
PARTS = (
    "No. SK", "Kawasan Kumuh", "Kode Kelurahan", "RT/RW", "Luas (ha)", "Luas Verifikasi (ha)",
    "Tingkat Kekumuhan", "Penanganan",
)  # fmt: skip
FIRST, SECOND = "SK/1/2014", "817/PERKIM-SET/2018/375"
FIRST_AREAS = (
    (INHIL, FIRST, "1 Desember 2014", "Kawasan Pasar", "Bapak Contoh"),
    (INHIL, FIRST, "1 Desember 2014", "Kawasan Tepi Sungai", "Bapak Contoh"),
)
SECOND_AREAS = ((INHIL, SECOND, "07-05-2018", "Kawasan Pasar", "Ibu Contoh"),)
FIRST_PARTS = (
    (FIRST, "Kawasan Pasar", KOTA, "RT 01, 02 RW 03", "31,77", "", "Kumuh Berat", "Peningkatan"),
    (FIRST, "Kawasan Tepi Sungai", HILIR, "", "7,71", "0", "ringan", "pencegahan"),
)
SECOND_PARTS = ((SECOND, "Kawasan Pasar", KOTA, "", "12,5", "", "Sedang", "Peningkatan"),)


@pytest.fixture
def steward() -> Reader:
    make_places()
    return steward_of(INHIL)


def in_force(on: date) -> set[tuple[str, str, Decimal]]:
    parts = SlumAreaPart.objects.in_force_on(on)
    names = ("slum_area__decree_number", "slum_area__name", "hectares_by_decree")
    return set(parts.values_list(*names))


@pytest.mark.parametrize("order", [(0, 1), (1, 0)], ids=["as issued", "the later one first"])
@pytest.mark.parametrize("by_kind", [True, False], ids=["areas first", "decree by decree"])
def test_two_decrees_replace_each_other_in_whatever_order_their_files_come(
    steward: Reader, order: tuple[int, int], by_kind: bool
) -> None:
    areas, parts = (FIRST_AREAS, SECOND_AREAS), (FIRST_PARTS, SECOND_PARTS)
    files = [("slum-areas", AREAS, areas[n]) for n in order]
    files += [("slum-area-parts", PARTS, parts[n]) for n in order]
    if not by_kind:
        files = [files[0], files[2], files[1], files[3]]
    for slug, heads, rows in files:
        assert counts(bring_and_store(slug, steward, heads, *rows))["added"] == len(rows)
    assert in_force(date(2014, 11, 30)) == set()
    assert in_force(date(2018, 5, 6)) == {
        (FIRST, "Kawasan Pasar", Decimal("31.77")),
        (FIRST, "Kawasan Tepi Sungai", Decimal("7.71")),
    }
    assert in_force(date(2018, 5, 7)) == {(SECOND, "Kawasan Pasar", Decimal("12.5"))}


def test_the_table_of_a_decree_comes_in_as_it_is_typed(steward: Reader) -> None:
    bring_and_store("slum-areas", steward, AREAS, *FIRST_AREAS)
    bring_and_store("slum-area-parts", steward, PARTS, *FIRST_PARTS)
    first, second = SlumAreaPart.objects.order_by("area")
    assert (first.slum_class, first.treatment, first.neighbourhoods, first.hectares_verified) == (
        "heavy", "improvement", "RT 01, 02 RW 03", None,
    )  # fmt: skip
    assert (second.slum_class, second.treatment, second.hectares_verified) == (
        "light", "prevention", 0,
    )  # fmt: skip
    assert first.slum_area.signer_name == "Bapak Contoh"
    again = bring("slum-area-parts", steward, PARTS, *FIRST_PARTS)
    assert counts(again) == {"read": 2, "unchanged": 2}
    told = take("slum-area-parts", steward)
    assert [row["hectares_by_decree"] for row in told] == ["31.7700", "7.7100"]


def test_square_metres_are_hectares_and_what_may_be_two_numbers_is_refused(steward: Reader) -> None:
    make_slum_area(decree_number=FIRST, name="Kawasan Pasar")

    def row(village: str, hectares: str) -> tuple[Any, ...]:
        return (FIRST, "Kawasan Pasar", village, "", hectares, "", "", "")

    bring_and_store("slum-area-parts", steward, PARTS, row(HILIR, "12500 m2"))
    assert SlumAreaPart.objects.get().hectares_by_decree == Decimal("1.25")
    refused = {
        "1.234": "ambiguous_number",
        "0": "no_hectares",
        "-3": "no_hectares",
        "10.000,5": "not_allowed",
        "0,00001": "not_allowed",
    }
    for text, kind in refused.items():
        job = bring("slum-area-parts", steward, PARTS, row(KOTA, text))
        assert faults(job) == {(2, "hectares_by_decree"): kind}, text


# Which slum area ----------------------------------------------------------------------------------


def test_a_kelurahan_outside_the_regency_of_the_decree_is_refused(steward: Reader) -> None:
    make_region(code="14.10.01.1001", name="Jauh")
    make_slum_area(decree_number=FIRST, name="Kawasan Pasar")
    nation = steward_of(None)
    row = (FIRST, "Kawasan Pasar", "14.10.01.1001", "", "5", "", "", "")
    job = bring("slum-area-parts", nation, PARTS, row)
    assert faults(job) == {(2, "region"): "village_outside_regency"}


def test_a_part_that_stands_cannot_leave_the_regency_through_a_file_with_little_in_it(
    steward: Reader,
) -> None:
    make_region(code="14.10.01.1001", name="Jauh")
    part = make_slum_area_part(make_slum_area())
    job = bring(
        "slum-area-parts", steward_of(None), ("ref", "Kode Kelurahan"), (part.ref, "14.10.01.1001")
    )
    assert faults(job) == {(2, "region"): "village_outside_regency"}
    moved = bring("slum-area-parts", steward, ("ref", "Kode Kelurahan"), (part.ref, RETEH))
    assert changes(moved) == {2: {"region": [KOTA, RETEH]}}


def test_the_regency_is_left_out_where_number_and_name_say_which_one_is_meant(
    steward: Reader,
) -> None:
    make_slum_area(decree_number=FIRST, name="Kawasan Pasar")
    make_slum_area(decree_number=FIRST, name="Kawasan Pasar", region=region_of("14.10"))
    row = FIRST_PARTS[0]
    assert faults(bring("slum-area-parts", steward, PARTS, row)) == {}
    nation = steward_of(None)
    job = bring("slum-area-parts", nation, PARTS, row)
    assert faults(job) == {(2, "decree_number"): "several_slum_areas"}
    heads = (*PARTS, "Kode Kabupaten/Kota")
    job = bring_and_store("slum-area-parts", nation, heads, (*row, INHIL))
    assert SlumAreaPart.objects.get().slum_area.region.code == INHIL
    again = bring("slum-area-parts", steward, PARTS, row)
    assert counts(again) == {"read": 1, "unchanged": 1}


def test_whoever_works_below_the_regency_reads_its_decree_and_writes_nothing_of_it(
    steward: Reader,
) -> None:
    area = make_slum_area(decree_number=FIRST, name="Kawasan Pasar")
    make_slum_area_part(area, region=region_of(HILIR))
    make_slum_area_part(area, region=region_of(RETEH))
    below = steward_of(TEMBILAHAN)
    assert len(take("slum-areas", below)) == 1
    assert [row["village"] for row in take("slum-area-parts", below)] == ["Tembilahan Hilir"]
    job = bring("slum-area-parts", below, PARTS, FIRST_PARTS[0])
    assert faults(job) == {(2, "decree_number"): "unknown_record"}
    job = bring("slum-areas", below, AREAS, SECOND_AREAS[0])
    assert faults(job) == {(2, "region"): "unknown_regency"}


def test_a_decree_is_of_a_regency_and_of_no_district(steward: Reader) -> None:
    row = (TEMBILAHAN, *SECOND_AREAS[0][1:])
    assert faults(bring("slum-areas", steward, AREAS, row)) == {(2, "region"): "unknown_regency"}


# Across rows --------------------------------------------------------------------------------------


def test_a_new_slum_area_with_another_day_of_the_same_decree_is_refused(steward: Reader) -> None:
    first, second = FIRST_AREAS
    late = (*second[:2], "2 Desember 2014", *second[3:])
    job = bring("slum-areas", steward, AREAS, first, late)
    assert faults(job) == {(3, "decree_on"): "decree_of_another_day"}
    make_slum_area(decree_number=FIRST, decree_on=date(2014, 12, 1), name="Kawasan Pasar")
    job = bring("slum-areas", steward, AREAS, late)
    assert faults(job) == {(2, "decree_on"): "decree_of_another_day"}


def test_a_file_corrects_the_day_of_a_decree_and_adds_to_it(steward: Reader) -> None:
    make_slum_area(decree_number=FIRST, decree_on=date(2014, 12, 2), name="Kawasan Pasar")
    bring_and_store("slum-areas", steward, AREAS, *reversed(FIRST_AREAS))
    assert set(SlumArea.objects.values_list("decree_on", flat=True)) == {date(2014, 12, 1)}


def test_a_slum_area_with_parts_does_not_go_to_another_regency(steward: Reader) -> None:
    make_region(code="14.10", name="Kabupaten Kepulauan Meranti")
    area, bare = make_slum_area(), make_slum_area()
    make_slum_area_part(area)
    heads, nation = ("ref", "Kode Kabupaten/Kota"), steward_of(None)
    job = bring("slum-areas", nation, heads, (area.ref, "14.10"), (bare.ref, "14.10"))
    assert faults(job) == {(2, "region"): "parts_outside_regency"}


def test_a_part_is_signed_with_its_slum_area(steward: Reader) -> None:
    area = make_slum_area(decree_number=FIRST, name="Kawasan Pasar")
    other = make_slum_area(decree_number=FIRST, name="Kawasan Tepi Sungai")
    part = make_slum_area_part(area)
    for form in (area, other):
        brought_to(form, SignoffState.VERIFIED)
    heads = ("ref", "Luas Verifikasi (ha)")
    bring_and_store("slum-area-parts", steward, heads, (part.ref, "7,25"))
    area.refresh_from_db()
    other.refresh_from_db()
    assert (area.signoff, area.version) == (SignoffState.ENTERED, 2)
    assert (other.signoff, other.version) == (SignoffState.VERIFIED, 1)
    job = bring("slum-area-parts", steward, ("ref", "Kawasan Kumuh", "No. SK"),
                (part.ref, other.name, FIRST))  # fmt: skip
    assert "stays_with_its_parent" in faults(job).values()
