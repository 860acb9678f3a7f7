"""The pages of works: typed with costs, progress and photos, compared with the plan."""

from datetime import date
from decimal import Decimal
from http import HTTPStatus
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from programs.models import Work, WorkPhoto
from programs.services.plans import new_edition
from tests.builders import AT
from tests.builders_accounts import browser_of, make_person, reads
from tests.communities.builders import make_group
from tests.programs.admin.pages import adding, errors_of, inline, listed, page, questions
from tests.programs.builders import (
    JPEG_BYTES,
    PNG_BYTES,
    make_line,
    make_location,
    make_photo,
    make_plan,
    make_planned_cost,
    make_progress,
    make_source,
    make_work,
    make_work_cost,
    ratified,
)

pytestmark = pytest.mark.django_db

EMPTY = {**inline("costs"), **inline("progress"), **inline("photos")}


def entries(board: Any, **changes: Any) -> dict[str, Any]:
    facts = {"board": board.pk, "number": "SPK 1", "sector": "L", "sub_component": "Drainase"}
    return {**facts, **EMPTY, **changes}


def test_an_unplanned_work_is_typed_with_costs_progress_and_a_photo(steward, board) -> None:
    sent = entries(
        board,
        is_unplanned="on",
        person_days_cost="1.250.000",
        **inline("costs", {"source": make_source().pk, "amount": "7.000.000"}),
        **inline("progress", {"on": "2010-06-01", "physical_percent": "50"}),
        **inline("photos", {"stage": "50", "image": SimpleUploadedFile("a.jpg", JPEG_BYTES)}),
    )
    assert steward.post(adding("work"), sent).status_code == HTTPStatus.FOUND
    work = Work.objects.with_realised_cost().with_progress().get()
    assert (work.realised_cost, work.physical_percent, work.person_days_cost) == (
        7_000_000, 50, 1_250_000,
    )  # fmt: skip
    assert work.photos.get().stage == 50
    assert work.area == board.area


def test_a_file_that_is_no_image_is_told_at_its_row(steward, board) -> None:
    photo = {"stage": "0", "image": SimpleUploadedFile("a.jpg", b"<script>alert(1)</script>")}
    answer = steward.post(
        adding("work"), entries(board, is_unplanned="on", **inline("photos", photo))
    )
    assert "none of: JPG, PNG" in answer.content.decode()
    assert not Work.objects.exists()


def test_what_cannot_be_is_told_at_its_field(steward, board, elsewhere) -> None:
    line, group = make_line(make_plan(board=board)), make_group(board=board)
    cases = [
        ({}, {"activity"}),
        ({"is_unplanned": "on", "activity": line.pk}, {"activity"}),
        ({"is_unplanned": "on", "volume": "5"}, {"unit"}),
        ({"is_unplanned": "on", "latitude": "-0.3"}, {"longitude"}),
        ({"is_unplanned": "on", "handed_over_to": "KPP"}, {"handover_on"}),
        (
            {"is_unplanned": "on", "started_on": "2010-03-02", "finished_on": "2010-03-01"},
            {"finished_on"},
        ),
    ]
    for changes, fields in cases:
        errors = errors_of(steward.post(adding("work"), entries(board, **changes)))
        assert set(errors) == fields, changes
    from tests.builders import make_board

    beside = make_board(region=board.region)
    sent = entries(beside, activity=line.pk, group=group.pk)
    assert set(errors_of(steward.post(adding("work"), sent))) == {"activity", "group"}
    other = make_line(make_plan(board=elsewhere))
    assert "activity" in errors_of(steward.post(adding("work"), entries(board, activity=other.pk)))
    assert not Work.objects.exists()


def test_choices_offer_lines_in_force_of_ones_own_area(steward, board, elsewhere) -> None:
    first = make_line(make_plan(board=board), sub_component="Jalan")
    make_line(make_plan(board=elsewhere), sub_component="Jalan")
    plan = ratified(first.plan)
    copy = new_edition(plan, by=None, at=AT).activities.get()

    def offered() -> list[str]:
        query = "app_label=programs&model_name=work&field_name=activity&term=jalan"
        answer = steward.get(f"/admin/autocomplete/?{query}").json()
        return [one["id"] for one in answer["results"]]

    assert offered() == [str(first.pk)]
    ratified(copy.plan, date(2011, 1, 1))
    assert offered() == [str(copy.pk)]


def test_the_page_compares_the_work_with_the_line_in_force(steward, board) -> None:
    apbn, own = make_source("APBN"), make_source("SWADAYA")
    line = make_line(make_plan(board=board), volume=100, beneficiaries_men=40)
    make_planned_cost(line, 8_000_000, apbn)
    plan = ratified(line.plan)
    work = make_work(activity=line, volume=60, unit="m", beneficiaries_men=25)
    make_work_cost(work, 5_000_000, apbn)
    make_work_cost(work, 1_000_000, own)
    edition = new_edition(plan, by=None, at=AT)
    copy = edition.activities.get()
    copy.volume = 90
    from tests.builders import make_change_set

    copy.save(change_set=make_change_set())
    ratified(edition, date(2011, 1, 1))
    panel, _cases = steward.get(page(work)).context["life"]
    rows = {
        row[0]: [cell.split(">")[1].split("<")[0] for cell in row[1:]]
        for row in panel["table"]["rows"]
    }
    assert rows["Volume"] == ["90 m", "60 m"]
    assert rows["APBN"] == ["Rp\xa08.000.000", "Rp\xa05.000.000"]
    assert rows["SWADAYA"] == ["–", "Rp\xa01.000.000"]
    assert rows["Together"] == ["Rp\xa08.000.000", "Rp\xa06.000.000"]
    assert rows["Men who benefit"] == ["40", "25"]
    make_work_cost(make_work(activity=copy, volume=30, unit="m"), 500, own)
    panel, _cases = steward.get(page(work)).context["life"]
    assert "90 m" in panel["table"]["rows"][0][3]


def test_works_are_found_by_board_year_source_line_and_state(steward, board) -> None:
    line, apbn = make_line(make_plan(board=board)), make_source("APBN")
    done = make_work(activity=line, finished_on=date(2011, 2, 1))
    begun = make_work(board=board, started_on=date(2011, 1, 1))
    make_work_cost(done, source=apbn)

    def found(query: str) -> list[Work]:
        return list(steward.get(listed("work", query)).context["cl"].result_list)

    assert found(f"board={board.code}") == [done, begun]
    assert found("year=2011") == found("source=APBN") == found(f"activity={line.ref}") == [done]
    assert found("is_finished=true") == [done]
    assert found("is_unplanned=true") == found("is_finished=false") == [begun]
    assert found("signoff=entered&q=drainase") == [done, begun]


def test_volumes_and_percentages_are_typed_with_a_comma(steward, board) -> None:
    reads(steward, "id")
    sent = entries(
        board,
        is_unplanned="on",
        volume="1.250,50",
        unit="m",
        **inline("progress", {"on": "01-06-2010", "physical_percent": "12,5"}),
    )
    assert steward.post(adding("work"), sent).status_code == HTTPStatus.FOUND
    work = Work.objects.with_progress().get()
    assert (work.volume, work.physical_percent) == (Decimal("1250.50"), Decimal("12.5"))
    text = steward.get(page(work)).content.decode()
    assert 'value="1250,5"' in text
    assert 'value="12,5"' in text


# Who sees what -------------------------------------------------------------------------------


def test_a_work_of_another_area_is_not_there(steward, elsewhere) -> None:
    work = make_work(board=elsewhere)
    photo = make_photo(work)
    assert steward.get(page(work)).status_code == HTTPStatus.NOT_FOUND
    assert steward.get(photo.image.url).status_code == HTTPStatus.NOT_FOUND
    assert "Orang Lain" not in steward.get(listed("work")).content.decode()


def test_a_photo_is_shown_to_who_sees_the_work(steward, board) -> None:
    photo = make_photo(make_work(board=board), content=PNG_BYTES)
    answer = steward.get(photo.image.url)
    assert answer.headers["Content-Type"] == "image/png"
    assert answer.headers["Content-Security-Policy"].startswith("sandbox")
    assert b"".join(answer.streaming_content) == PNG_BYTES
    assert photo.image.url in steward.get(page(photo.work)).content.decode()


def test_minutes_are_a_download_for_who_sees_the_plan(steward, board, elsewhere) -> None:
    from django.core.files.base import ContentFile

    from programs.services.plans import ratify
    from tests.programs.builders import PDF_BYTES

    for owner, status in ((board, HTTPStatus.OK), (elsewhere, HTTPStatus.NOT_FOUND)):
        plan = make_plan(board=owner)
        make_line(plan)
        plan = ratify(
            plan, on=date(2010, 1, 20), ratified_by="Lurah", by=None, at=AT,
            minutes=ContentFile(PDF_BYTES, name="ba.pdf"),
        )  # fmt: skip
        answer = steward.get(plan.minutes.url)
        assert answer.status_code == status
        if status == HTTPStatus.OK:
            assert "attachment" in answer.headers["Content-Disposition"]


def test_files_are_for_people_with_the_right_and_an_area(board) -> None:
    address = make_photo(make_work(board=board)).image.url
    administrator = browser_of(make_person("administrator"))
    assert administrator.get(address).status_code == HTTPStatus.FORBIDDEN
    assert browser_of(make_person("auditor", area=None)).get(address).status_code == 404
    from django.test import Client

    assert Client().get(address).status_code == HTTPStatus.FOUND
    WorkPhoto.objects.get().image.storage.delete(WorkPhoto.objects.get().image.name)
    assert browser_of(make_person("auditor")).get(address).status_code == 404


def test_a_location_is_typed_in_ones_own_area_only(steward, board, elsewhere) -> None:
    from tests.programs.builders import make_programme

    sent = {"programme": make_programme().pk, "year": 2010, "kind": "", "cycle_year": "1"}
    own = steward.post(adding("location"), {**sent, "region": board.region_id})
    assert own.status_code == HTTPStatus.FOUND
    other = steward.post(adding("location"), {**sent, "region": elsewhere.region_id})
    assert "region" in errors_of(other)


# Questions -----------------------------------------------------------------------------------


def test_lists_and_forms_ask_as_many_questions_for_many_rows_as_for_few(steward, board) -> None:
    line, programme = make_line(make_plan(board=board)), None
    work = make_work(activity=line, group=make_group(board=board))
    make_work_cost(work)
    make_progress(work, 1, date(2010, 1, 1))
    make_photo(work)
    location = make_location(region=board.region)
    programme = location.programme
    addresses = (listed("work"), listed("location"), page(location), page(work))
    few = [questions(steward, one) for one in addresses]
    for number in range(6):
        make_work_cost(make_work(activity=line))
        make_work_cost(work)
        make_progress(work, 2 + number, date(2010, 2 + number, 1))
        make_photo(work)
        make_location(region=board.region, programme=programme, year=2011 + number)
    more = [questions(steward, one) for one in addresses]
    # Whether other works share the line is one question more or less, not one for each of them.
    assert more[:3] == few[:3]
    assert abs(more[3] - few[3]) <= 1, (few, more)
    # session, person, areas, rights, rows with their number, sources or programmes of the filter
    assert few[:2] == [6, 6]
    assert max(more) < 30, more


@pytest.mark.parametrize("role", ["data_steward", "verifier", "auditor", "ministry_analyst"])
def test_every_page_renders_in_indonesian_with_indonesian_figures(role, board) -> None:
    line = make_line(make_plan(board=board), volume=1250)
    make_planned_cost(line, 12_500_000)
    work = make_work(activity=line, person_days_cost=1_500_000)
    make_photo(work)
    location = make_location(region=board.region)
    browser = browser_of(make_person(role))
    reads(browser, "id")
    rows = (line, line.plan, work, location, location.programme, make_source())
    for row in rows:
        for address in (listed(row._meta.model_name), page(row), page(row, "history")):
            assert browser.get(address).status_code == HTTPStatus.OK, address
    text = browser.get(listed("plannedactivity")).content.decode()
    assert "Rp\xa012.500.000" in text
    assert "1.250 m" in text
    told = "".join(
        browser.get(page(row, kind)).content.decode()
        for row in rows
        for kind in ("change", "history")
    )
    assert "2010" in told
    assert "2.010" not in told
