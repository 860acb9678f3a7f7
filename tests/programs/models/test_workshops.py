"""Workshops: what the tables hold, and where a workshop lies."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction

from communities.models import Region
from communities.services.regions import move_region
from programs.models import Workshop, WorkshopFile
from tests.builders import AT, make_region
from tests.communities.builders import make_agency
from tests.communities.models.refusals import (
    WRITTEN_BY_THE_SYSTEM,
    assert_given_once,
    assert_refused,
)
from tests.programs.builders import (
    JPEG_BYTES,
    PDF_BYTES,
    make_element,
    make_participants,
    make_source,
    make_speaker,
    make_workshop,
    make_workshop_cost,
    make_workshop_file,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "values", [{"title": ""}, {"kind": "party"}, {"ends_on": date(2015, 4, 13)}]
)
def test_what_cannot_be_of_a_workshop(values: dict[str, Any]) -> None:
    assert_refused(make_workshop(), values)


def test_a_host_holds_a_workshop_of_one_title_once_a_day() -> None:
    host = make_agency()
    assert_given_once(make_workshop, host=host, title="Lokakarya", region=make_region(code="14.04"))
    make_workshop(host=host, title="Lokakarya", starts_on=date(2015, 4, 13))
    make_workshop(host=make_agency(), title="Lokakarya")


def test_a_workshop_of_a_regency_belongs_to_the_regency_and_one_of_a_village_to_the_village() -> (
    None
):
    village = make_region(code="14.04.04.1001")
    regency = Region.objects.get(code="14.04")
    assert make_workshop(region=village).area == village.path
    assert make_workshop(region=regency).area == regency.path
    inside = Workshop.objects.filter(area__startswith=regency.path)
    assert inside.count() == 2


def test_a_workshop_moves_with_its_region_and_what_hangs_on_it_is_seen_there() -> None:
    village, other = make_region(code="14.04.04.1001"), make_region(code="14.04.13.1001")
    workshop = make_workshop(region=village)
    came = make_participants(workshop)
    assert other.parent is not None
    move_region(village, to=other.parent, by=None, at=AT, why="Perda", code="14.04.13.1999")
    workshop.refresh_from_db()
    village.refresh_from_db()
    assert workshop.area == village.path
    assert workshop.area.startswith(other.parent.path)
    assert workshop.version == 1
    rows = type(came).objects.filter(workshop__area__startswith=other.parent.path)
    assert list(rows) == [came]


@pytest.mark.parametrize("values", [{"sex": "both"}, {"number": -1}])
def test_what_cannot_be_of_participants(values: dict[str, Any]) -> None:
    assert_refused(make_participants(make_workshop()), values)


@pytest.mark.parametrize("values", [{"name": ""}, {"number": 0}])
def test_what_cannot_be_of_a_speaker(values: dict[str, Any]) -> None:
    assert_refused(make_speaker(make_workshop()), values)


def test_men_and_women_of_an_element_stand_once_each_and_a_source_once() -> None:
    workshop, element, source = make_workshop(), make_element(), make_source()
    make_participants(workshop, element=element, sex="male")
    make_participants(workshop, element=element, sex="female")
    make_workshop_cost(workshop, source=source)
    make_speaker(workshop, 1)
    for again in (
        lambda: make_participants(workshop, element=element, sex="male"),
        lambda: make_workshop_cost(workshop, source=source),
        lambda: make_speaker(workshop, 1),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            again()


def test_a_file_has_a_kind_and_is_what_it_says() -> None:
    row = make_workshop_file(make_workshop())
    assert_refused(row, {"kind": "song"})
    assert_refused(make_workshop_file(make_workshop()), {"content": ""})
    for name, content, taken in (
        ("a.pdf", PDF_BYTES, True), ("a.jpg", JPEG_BYTES, True), ("a.pdf", b"MZ\x90", False),
    ):  # fmt: skip
        file = SimpleUploadedFile(name, content)
        sent = WorkshopFile(workshop=row.workshop, kind="minutes", content=file)
        if taken:
            sent.full_clean(exclude=WRITTEN_BY_THE_SYSTEM)
        else:
            with pytest.raises(ValidationError, match="PDF, JPG, PNG"):
                sent.full_clean(exclude=WRITTEN_BY_THE_SYSTEM)


def test_participants_and_costs_are_added_up() -> None:
    workshop = make_workshop()
    for number in (7, 8):
        make_participants(workshop, number)
        make_workshop_cost(workshop, number * 100)
    make_workshop()
    rows = Workshop.objects.with_participants().with_total_cost().order_by("pk")
    assert [(row.participant_count, row.total_cost) for row in rows] == [(15, 1500), (0, 0)]
