"""What holds on the pages of every kind of record, shown on community boards."""

from datetime import timedelta
from http import HTTPStatus
from typing import Any

import pytest
from django.contrib import admin
from django.test import Client
from django.utils import timezone

from communities.admin.boards import BoardAdmin
from communities.models import Board
from tests.builders import make_board
from tests.builders_accounts import INHIL, NATION, RETEH, browser_of, make_person
from tests.builders_pages import LIST, changed, entries, page

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("kind", ["change", "delete", "history"])
def test_steward_of_tembilahan_cannot_open_a_board_of_another_district(steward, elsewhere, kind):
    answer = steward.get(page(elsewhere, kind))
    assert answer.status_code == HTTPStatus.NOT_FOUND
    assert "Orang Lain" not in answer.content.decode()


@pytest.mark.parametrize("kind", ["change", "delete"])
def test_steward_of_tembilahan_cannot_post_to_a_board_of_another_district(steward, elsewhere, kind):
    answer = steward.post(page(elsewhere, kind), entries(elsewhere, name="X", post="yes"))
    assert answer.status_code == HTTPStatus.NOT_FOUND
    elsewhere.refresh_from_db()
    assert elsewhere.name == "BKM Orang Lain"


def test_a_list_shows_the_rows_of_ones_area_only(steward, elsewhere, village):
    make_board(region=village, name="BKM Sendiri")
    text = steward.get(LIST).content.decode()
    assert "BKM Sendiri" in text
    assert "Orang Lain" not in text


def test_a_superuser_without_an_area_sees_nothing(elsewhere):
    boss = make_person(area=None, is_superuser=True)
    client = browser_of(boss)
    assert "Orang Lain" not in client.get(LIST).content.decode()
    assert client.get(page(elsewhere)).status_code == HTTPStatus.NOT_FOUND


def test_whoever_lacks_the_right_is_refused(village):
    board = make_board(region=village)
    administrator = browser_of(make_person("administrator"))
    assert administrator.get(LIST).status_code == HTTPStatus.FORBIDDEN
    assert administrator.get(page(board)).status_code == HTTPStatus.FORBIDDEN


def test_a_verifier_reads_and_cannot_write(village):
    board = make_board(region=village)
    verifier = browser_of(make_person("verifier"))
    assert verifier.get(page(board)).status_code == HTTPStatus.OK
    assert verifier.post(page(board), entries(board, name="X")).status_code == HTTPStatus.FORBIDDEN
    assert verifier.get(page(board, "delete")).status_code == HTTPStatus.FORBIDDEN


def test_a_forged_region_of_another_district_is_refused_at_its_field(steward, elsewhere, village):
    board = make_board(region=village)
    answer = steward.post(page(board), entries(board, region=elsewhere.region_id))
    assert answer.status_code == HTTPStatus.OK
    (error,) = answer.context["adminform"].form.errors["region"]
    assert "outside your area" in error
    board.refresh_from_db()
    assert board.region == village


def test_a_new_board_cannot_be_put_into_another_district(steward, elsewhere):
    answer = steward.post(
        f"{LIST}add/", {"region": elsewhere.region_id, "name": "Baru", "is_active": "on"}
    )
    assert "region" in answer.context["adminform"].form.errors
    assert not Board.objects.filter(name="Baru").exists()


def autocomplete(client: Client, term: str, field: str = "region", model: str = "board") -> Any:
    query = {"app_label": "communities", "model_name": model, "field_name": field, "term": term}
    return client.get("/admin/autocomplete/", query)


def test_autocomplete_offers_villages_of_ones_area_only(steward, elsewhere):
    texts = [one["text"] for one in autocomplete(steward, "").json()["results"]]
    assert [text.split(" ")[0] for text in texts] == ["Tembilahan"]
    assert autocomplete(steward, "14.04.01").json()["results"] == []


def test_autocomplete_of_a_filter_offers_regions_above_too(steward, elsewhere):
    results = autocomplete(steward, "", field="parent", model="region").json()["results"]
    assert {one["code"] for one in results} == {"14", "14.04", "14.04.04", "14.04.04.1001"}


def test_autocomplete_through_a_field_without_declared_choices_offers_nobody(steward):
    answer = autocomplete(steward, "", field="changed_by", model="board")
    assert answer.status_code == HTTPStatus.FORBIDDEN or answer.json()["results"] == []


def test_whoever_may_not_see_regions_gets_no_autocomplete():
    nobody = browser_of(make_person())
    assert autocomplete(nobody, "").status_code == HTTPStatus.FORBIDDEN


def test_without_the_right_nobody_sees_columns_about_a_person(village):
    board = make_board(region=village, coordinator="Siti Aminah", phone="0812-7000-1111")
    changed(board, coordinator="Rahmat")
    verifier = browser_of(make_person("verifier"))
    for address in (LIST, page(board), page(board, "history"), f"{LIST}?q=Rahmat"):
        text = verifier.get(address).content.decode()
        assert "Siti Aminah" not in text, address
        assert "0812-7000" not in text, address
        assert "BKM" in text
    assert verifier.get(f"{LIST}?q=Rahmat").context["cl"].result_count == 0


def test_a_page_hides_personal_columns_from_whoever_may_change_the_rest():
    class Reader:
        def may(self, right: str) -> bool:
            return "personal" not in right

    class Request:
        reader = Reader()

    page_of_boards = BoardAdmin(Board, admin.site)
    fields = str(page_of_boards.get_fieldsets(Request()))
    assert "coordinator" not in fields
    assert "address" in fields


def test_the_first_page_and_the_sidebar_show_only_what_one_may_see(village):
    make_board(region=village)
    steward = browser_of(make_person("data_steward")).get("/admin/").content.decode()
    administrator = browser_of(make_person("administrator")).get("/admin/").content.decode()
    assert "/admin/communities/board/" in steward
    assert "/admin/accounts/user/" not in steward
    assert "/admin/accounts/user/" in administrator
    assert "/admin/communities/board/" not in administrator


def test_whoever_has_no_area_is_told_whom_to_ask():
    text = browser_of(make_person("data_steward", area=None)).get("/admin/").content.decode()
    assert "No area is assigned to you" in text


def test_an_area_that_has_ended_shows_nothing(village):
    make_board(region=village, name="BKM Dulu")
    person = make_person("data_steward")
    person.area_assignments.update(until_on=timezone.localdate() - timedelta(days=1))
    assert "BKM Dulu" not in browser_of(person).get(LIST).content.decode()


def test_groups_and_the_schedule_are_edited_by_nobody():
    boss = browser_of(make_person("administrator", area=NATION, is_superuser=True))
    for address in ("auth/group/", "django_celery_beat/periodictask/"):
        assert boss.get(f"/admin/{address}").status_code == HTTPStatus.NOT_FOUND


@pytest.mark.parametrize("address", ["/admin/", LIST, f"{LIST}add/", f"{LIST}?x=1"])
def test_pages_carry_no_script_of_their_own_and_load_nothing_from_outside(steward, address):
    text = steward.get(address).content.decode()
    scripts = [part.partition(">")[0] for part in text.split("<script")[1:]]
    assert all(" src=" in script for script in scripts)
    assert not any(mark in text for mark in (" onclick=", " onchange=", " onsubmit=", "//cdn"))


def test_a_reader_of_a_wider_area_sees_both_districts(elsewhere, village):
    make_board(region=village, name="BKM Sendiri")
    for area in (INHIL, NATION):
        text = browser_of(make_person("data_steward", area=area)).get(LIST).content.decode()
        assert "Orang Lain" in text
        assert "BKM Sendiri" in text
    reteh = browser_of(make_person("data_steward", area=RETEH)).get(LIST).content.decode()
    assert "BKM Sendiri" not in reteh
