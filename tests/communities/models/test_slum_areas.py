"""Slum areas: named by a decree, in force until the regency's next one."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from communities.models import Region, SlumArea, SlumAreaPart
from p2kp_site.foundation.reader import Reader
from tests.builders import TODAY, make_change_set, make_region
from tests.builders_accounts import region_of
from tests.communities.builders import make_slum_area, make_slum_area_part
from tests.communities.models.refusals import (
    WRITTEN_BY_THE_SYSTEM,
    assert_given_once,
    assert_refused,
)

pytestmark = pytest.mark.django_db

FIRST, SECOND = date(2014, 12, 1), date(2018, 5, 7)


@pytest.mark.parametrize("values", [{"decree_number": ""}, {"name": ""}])
def test_what_cannot_be_is_refused_by_the_page_and_by_the_table(values: dict[str, Any]) -> None:
    assert_refused(make_slum_area(), values)


@pytest.mark.parametrize(
    "values",
    [
        {"hectares_by_decree": Decimal(0)},
        {"hectares_by_decree": Decimal(-1)},
        {"hectares_verified": Decimal("-0.0001")},
        {"slum_class": "awful"},
        {"treatment": "none"},
    ],
)
def test_a_part_that_cannot_be_is_refused_by_the_page_and_by_the_table(
    values: dict[str, Any],
) -> None:
    assert_refused(make_slum_area_part(), values)


def test_a_decree_names_a_slum_area_once_and_this_a_kelurahan_once() -> None:
    assert_given_once(make_slum_area, region=region_of("14.04"), name="Kawasan Pasar Pagi")
    make_slum_area(name="Kawasan Pasar Pagi", decree_number="SK/2/2018")
    make_slum_area(name="Kawasan Pasar Pagi", region=region_of("14.10"))
    area = make_slum_area()
    assert_given_once(make_slum_area_part, slum_area=area, region=region_of("14.04.04.1001"))


def refusals(row: Any) -> set[str]:
    with pytest.raises(ValidationError) as refusal:
        row.full_clean(exclude=WRITTEN_BY_THE_SYSTEM)
    return set(refusal.value.message_dict)


def test_a_decree_is_of_a_regency_or_city() -> None:
    for code in ("14", "14.04.04", "14.04.04.1001"):
        assert refusals(make_slum_area(region=region_of(code))) == {"region"}
    make_slum_area(region=make_region(code="14.71", name="Kota Pekanbaru")).full_clean(
        exclude=WRITTEN_BY_THE_SYSTEM
    )


def test_a_part_lies_in_one_kelurahan_or_desa_of_the_regency() -> None:
    area = make_slum_area()
    for code in ("14.04", "14.04.04", "14.10.01.1001"):
        assert refusals(make_slum_area_part(area, region=region_of(code))) == {"region"}
    make_slum_area_part(area, region=region_of("14.04.13.2002")).full_clean(
        exclude=WRITTEN_BY_THE_SYSTEM
    )


def test_a_new_slum_area_has_the_day_of_its_decree_and_a_wrong_day_can_be_corrected() -> None:
    standing = make_slum_area(decree_on=FIRST)
    new = SlumArea(
        region=standing.region, decree_number=standing.decree_number, decree_on=SECOND, name="Baru"
    )
    assert refusals(new) == {"decree_on"}
    standing.decree_on = SECOND
    standing.full_clean(exclude=WRITTEN_BY_THE_SYSTEM)


# In force -----------------------------------------------------------------------------------------


def in_force(on: date) -> set[str]:
    return set(SlumArea.objects.in_force_on(on).values_list("name", flat=True))


def decrees() -> None:
    """Two decrees of Indragiri Hilir; what the second leaves out is no slum any more."""
    for name in ("Pasar", "Tepi Sungai"):
        make_slum_area(name=name, decree_number="SK/1", decree_on=FIRST)
    make_slum_area(name="Pasar II", decree_number="SK/2", decree_on=SECOND)


def test_a_decree_is_in_force_from_its_day_until_the_next_decree_of_the_regency() -> None:
    decrees()
    assert in_force(date(2014, 11, 30)) == set()
    assert in_force(FIRST) == {"Pasar", "Tepi Sungai"}
    assert in_force(date(2018, 5, 6)) == {"Pasar", "Tepi Sungai"}
    assert in_force(SECOND) == {"Pasar II"}
    assert in_force(TODAY) == {"Pasar II"}


def test_the_decree_of_another_regency_replaces_nothing() -> None:
    decrees()
    make_slum_area(
        name="Jauh", region=region_of("14.10"), decree_number="SK/2", decree_on=date(2020, 1, 1)
    )
    assert in_force(TODAY) == {"Pasar II", "Jauh"}


def test_a_slum_area_ends_with_the_day_of_the_next_decree() -> None:
    decrees()
    make_slum_area(name="Pasar III", decree_number="SK/3", decree_on=date(2023, 1, 9))
    until = dict(SlumArea.objects.with_until().values_list("name", "until"))
    assert until == {
        "Pasar": SECOND, "Tepi Sungai": SECOND, "Pasar II": date(2023, 1, 9), "Pasar III": None,
    }  # fmt: skip


def test_a_day_that_was_typed_wrong_takes_no_area_of_the_same_decree_out_of_force() -> None:
    make_slum_area(name="Pasar", decree_number="SK/1", decree_on=FIRST)
    make_slum_area(name="Hilir", decree_number="SK/1", decree_on=date(2015, 12, 1))
    assert in_force(TODAY) == {"Pasar", "Hilir"}
    assert set(SlumArea.objects.with_until().values_list("until", flat=True)) == {None}


def test_two_decrees_of_one_day_hold_together() -> None:
    make_slum_area(name="Pasar", decree_number="SK/1", decree_on=FIRST)
    make_slum_area(name="Hilir", decree_number="SK/2", decree_on=FIRST)
    assert in_force(TODAY) == {"Pasar", "Hilir"}


def test_parts_are_in_force_with_their_slum_area() -> None:
    decrees()
    parts = {area.name: make_slum_area_part(area) for area in SlumArea.objects.all()}
    assert set(SlumAreaPart.objects.in_force_on(FIRST)) == {parts["Pasar"], parts["Tepi Sungai"]}
    assert set(SlumAreaPart.objects.in_force_on(SECOND)) == {parts["Pasar II"]}


# Figures ------------------------------------------------------------------------------------------


@pytest.fixture
def measured() -> SlumArea:
    """39.48 hectares by decree, of which one part was verified."""
    area, villages = make_slum_area(), [region_of(f"14.04.04.100{n}") for n in (1, 2, 3)]
    make_slum_area_part(
        area, region=villages[0], hectares_by_decree=Decimal("31.77"), slum_class="heavy",
        hectares_verified=Decimal("30.0001"),
    )  # fmt: skip
    make_slum_area_part(
        area, region=villages[1], hectares_by_decree=Decimal("7.71"), slum_class="light"
    )
    make_slum_area_part(area, region=villages[2], hectares_by_decree=Decimal("0.0024"))
    return area


def test_the_hectares_of_a_slum_area_are_those_of_its_parts(measured: SlumArea) -> None:
    make_slum_area(name="Kosong")
    told = SlumArea.objects.with_hectares().order_by("pk")
    facts = [(one.part_count, one.hectares_by_decree, one.hectares_verified) for one in told]
    assert facts == [(3, Decimal("39.4824"), Decimal("30.0001")), (0, None, None)]


def test_hectares_add_up_by_class_and_what_was_not_verified_is_unknown(measured: SlumArea) -> None:
    make_slum_area_part(make_slum_area(), hectares_by_decree=Decimal("0.5"), slum_class="heavy")
    told = [
        (one["slum_class"], one["part_count"], one["hectares_by_decree"], one["hectares_verified"])
        for one in SlumAreaPart.objects.class_totals()
    ]
    assert told == [
        ("", 1, Decimal("0.0024"), None),
        ("light", 1, Decimal("7.71"), None),
        ("heavy", 2, Decimal("32.27"), Decimal("30.0001")),
    ]


# Who reads ----------------------------------------------------------------------------------------


def reader(code: str) -> Reader:
    path = Region.objects.get(code=code).path if code else ""
    return Reader(None, frozenset(), (path,), TODAY)


@pytest.mark.parametrize(
    ("area", "sees", "writes", "parts"),
    [
        ("14.04", 1, 1, 3),
        ("14.04.04.1002", 1, 0, 1),
        ("14.04.13", 1, 0, 0),
        ("14.10", 0, 0, 0),
        ("", 1, 1, 3),
    ],
)
def test_a_decree_is_read_below_and_its_parts_where_they_lie(
    measured: SlumArea, area: str, sees: int, writes: int, parts: int
) -> None:
    if area:
        region_of(area)
    who = reader(area)
    assert SlumArea.objects.visible_to(who).count() == sees
    assert SlumArea.objects.writable_by(who).count() == writes
    assert SlumAreaPart.objects.visible_to(who).count() == parts


def test_the_area_of_a_part_is_that_of_its_kelurahan(measured: SlumArea) -> None:
    assert measured.area == region_of("14.04").path
    part = SlumAreaPart.objects.get(region__code="14.04.04.1002")
    assert part.area == part.region.path
    part.region = region_of("14.04.13.2002")
    part.save(change_set=make_change_set())
    assert SlumAreaPart.objects.get(pk=part.pk).area == region_of("14.04.13.2002").path
