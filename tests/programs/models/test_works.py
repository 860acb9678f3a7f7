"""Works: what the tables hold, and whose activities and groups a work may name."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction

from p2kp_site.foundation.private_files import kind_of
from programs.models import Work, WorkPhoto
from tests.builders import make_board
from tests.communities.builders import make_group
from tests.communities.models.refusals import (
    WRITTEN_BY_THE_SYSTEM,
    assert_given_once,
    assert_refused,
)
from tests.programs.builders import (
    JPEG_BYTES,
    PDF_BYTES,
    PNG_BYTES,
    make_line,
    make_location,
    make_photo,
    make_plan,
    make_progress,
    make_source,
    make_work,
    make_work_cost,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "values",
    [
        {"number": ""},
        {"is_unplanned": False},
        {"started_on": date(2010, 3, 2), "finished_on": date(2010, 3, 1)},
        {"person_days_cost": -1},
        {"handed_over_to": "KPP Contoh"},
        {"handover_on": date(2010, 3, 1)},
        {"quality": "best"},
        {"latitude": Decimal("-0.3")},
        {"longitude": Decimal("103.1")},
        # The two in each other's place: never both in Indonesia.
        {"latitude": Decimal("99.9"), "longitude": Decimal("-0.3")},
        {"volume": Decimal("5")},
        {"sector": "X"},
        {"beneficiaries_men": 2, "beneficiaries_women": 3, "beneficiaries_low_income": 6},
    ],
)
def test_what_cannot_be_of_a_work(values: dict[str, Any]) -> None:
    assert_refused(make_work(), values)


def test_a_planned_work_is_not_unplanned() -> None:
    assert_refused(make_work(activity=make_line()), {"is_unplanned": True})


def test_a_position_lies_in_indonesia() -> None:
    make_work(latitude=Decimal("-0.331200"), longitude=Decimal("103.160000"))


@pytest.mark.parametrize("percent", [Decimal("-0.01"), Decimal("100.01")])
def test_progress_is_a_share(percent: Decimal) -> None:
    assert_refused(make_progress(make_work(), 50), {"physical_percent": percent})


def test_a_photo_has_a_stage_and_a_file() -> None:
    assert_refused(make_photo(make_work()), {"stage": 25})
    assert_refused(make_photo(make_work()), {"image": ""})


def test_keys_are_given_once() -> None:
    board, work, source = make_board(), make_work(), make_source()
    assert_given_once(make_work, board=board, number="SPK 1")
    make_work_cost(work, source=source)
    make_progress(work, 10)
    with pytest.raises(IntegrityError), transaction.atomic():
        make_work_cost(work, source=source)
    with pytest.raises(IntegrityError), transaction.atomic():
        make_progress(work, 20)


def errors(row: Any) -> dict[str, list[str]]:
    with pytest.raises(ValidationError) as refusal:
        row.full_clean(exclude=WRITTEN_BY_THE_SYSTEM)
    return refusal.value.message_dict


def test_a_work_names_an_activity_and_a_group_of_its_own_board() -> None:
    work = make_work(activity=make_line(), group=None)
    work.full_clean(exclude=WRITTEN_BY_THE_SYSTEM)
    work.activity = make_line(make_plan(board=make_board()))
    work.group = make_group(board=make_board())
    assert set(errors(work)) == {"activity", "group"}


def test_costs_are_summed_and_progress_is_the_last_told() -> None:
    work, bare = make_work(), make_work()
    make_work_cost(work, 40)
    make_work_cost(work, 2)
    make_progress(work, 50, date(2010, 6, 1))
    make_progress(work, 30, date(2010, 5, 1))
    rows = {w.pk: w for w in Work.objects.with_realised_cost().with_progress()}
    assert (rows[work.pk].realised_cost, rows[work.pk].physical_percent) == (42, 50)
    assert (rows[bare.pk].realised_cost, rows[bare.pk].physical_percent) == (0, None)


def test_works_are_found_by_the_line_and_by_how_far_they_are() -> None:
    line = make_line()
    done = make_work(activity=line, started_on=date(2010, 1, 1), finished_on=date(2010, 2, 1))
    begun = make_work(started_on=date(2010, 1, 1))
    assert list(Work.objects.of_line(line)) == list(Work.objects.finished()) == [done]
    assert list(Work.objects.under_way()) == [begun]


# Files ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("beginning", "kind"),
    [(PDF_BYTES, "pdf"), (PNG_BYTES, "png"), (JPEG_BYTES, "jpg"), (b"<svg", None), (b"", None)],
)
def test_a_file_is_what_its_first_bytes_say(beginning: bytes, kind: str | None) -> None:
    assert kind_of(beginning) == kind


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("foto.png", PNG_BYTES, None),
        ("foto.pdf", JPEG_BYTES, None),
        ("foto.png", PDF_BYTES, "other_kind"),
        ("foto.jpg", b"<script>alert(1)</script>", "other_kind"),
        ("foto.jpg", JPEG_BYTES + b"\0" * (8 * 1024**2), "too_large"),
    ],
)
def test_a_photo_is_checked_by_its_content(name: str, content: bytes, code: str | None) -> None:
    photo = WorkPhoto(work=make_work(), stage=0, image=SimpleUploadedFile(name, content))
    if code is None:
        photo.full_clean(exclude=WRITTEN_BY_THE_SYSTEM)
        return
    with pytest.raises(ValidationError) as refusal:
        photo.full_clean(exclude=WRITTEN_BY_THE_SYSTEM)
    assert [error.code for error in refusal.value.error_dict["image"]] == [code]


def test_a_file_is_kept_under_a_name_of_ours() -> None:
    photo = make_photo(make_work())
    assert photo.image.name.startswith(f"programs/workphoto/{photo.ref}-")


# Locations -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "values", [{"year": 201}, {"cycle_year": 0}, {"cycle_year": 5}, {"kind": "x"}]
)
def test_what_cannot_be_of_a_location(values: dict[str, Any]) -> None:
    assert_refused(make_location(), values)


def test_a_place_is_a_location_of_a_programme_once_a_year() -> None:
    location = make_location()
    with pytest.raises(IntegrityError), transaction.atomic():
        make_location(region=location.region, programme=location.programme)
    make_location(region=location.region, programme=location.programme, year=2011)


def test_a_location_is_a_kelurahan_or_desa() -> None:
    location = make_location()
    location.region = location.region.parent
    assert "region" in errors(location)
