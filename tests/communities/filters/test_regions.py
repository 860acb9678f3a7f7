"""Which regions: by text, code, name, kind, place and state."""

from datetime import date

import pytest

from communities.filters.regions import RegionFilterSet
from communities.models import Region
from communities.services.regions import SHIPPED_REGISTER, load_register
from communities.services.register_files import read_register
from p2kp_site.foundation.filters import UnusableFilter
from p2kp_site.foundation.reader import Reader
from tests.builders import AT, TODAY

pytestmark = pytest.mark.django_db

NATION = Reader(user=None, rights=frozenset(), areas=("",), on=TODAY)


@pytest.fixture(autouse=True)
def register():
    load_register(read_register(SHIPPED_REGISTER), by=None, at=AT, edition="2025", on=TODAY)


def codes(reader: Reader = NATION, **data: object) -> list[str]:
    rows = Region.objects.visible_to(reader)
    found = RegionFilterSet(data, rows, reader=reader).rows()
    return sorted(found.values_list("code", flat=True))


@pytest.mark.parametrize(
    ("data", "count", "first"),
    [
        ({}, 269, "14"),
        ({"code": "14.04.04"}, 9, "14.04.04"),
        ({"code": "140404"}, 9, "14.04.04"),
        ({"code": "14.0"}, 265, "14.01"),
        ({"name": "sungai perak"}, 1, "14.04.04.1004"),
        ({"name": "Sungaiperak"}, 1, "14.04.04.1004"),
        ({"name": "..."}, 0, None),
        ({"kind": ["city"]}, 2, "14.71"),
        ({"kind": ["city", "regency"]}, 12, "14.01"),
        ({"region": "14.04"}, 257, "14.04"),
        ({"parent": "14.04"}, 20, "14.04.01"),
        ({"parent": "14.04", "name": "tembilahan"}, 2, "14.04.04"),
        ({"q": "tembilahan kota"}, 1, "14.04.04.1001"),
        ({"q": "1404041001"}, 1, "14.04.04.1001"),
        ({"q": "14.04.04.1"}, 8, "14.04.04.1001"),
        ({"in_force": "true"}, 269, "14"),
        ({"in_force": "false"}, 0, None),
    ],
)
def test_regions_are_found(data, count, first):
    found = codes(**data)
    assert len(found) == count
    assert (found[0] if found else None) == first


def test_retired_regions_are_told_from_those_in_force():
    Region.objects.filter(code="14.04.04.1001").stamp(retired_on=date(2026, 1, 1))
    assert codes(in_force="false") == ["14.04.04.1001"]
    assert len(codes(in_force="true")) == 268


@pytest.mark.parametrize(
    "data",
    [{"code": "riau"}, {"kind": ["island"]}, {"region": "99"}, {"parent": "x"}, {"level": 1}],
)
def test_nonsense_is_refused(data):
    with pytest.raises(UnusableFilter):
        codes(**data)


def test_a_region_outside_the_readers_area_is_no_filter():
    area = Region.objects.get(code="14.04.04").path
    reader = Reader(user=None, rights=frozenset(), areas=(area,), on=TODAY)
    assert len(codes(reader, region="14.04.04")) == 9
    with pytest.raises(UnusableFilter):
        codes(reader, region="14.04.13")
