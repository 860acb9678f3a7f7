"""What holds on the pages of everything that lies in an area: who sees it, and how it is asked."""

from http import HTTPStatus
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from communities.models import Region
from tests.builders import make_change_set
from tests.builders_accounts import INHIL, browser_of, make_person, region_of
from tests.communities.admin.below import KINDS, OF_BOARDS, OF_LEVELS, SECRET, Kind

pytestmark = pytest.mark.django_db

EVERY = pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.model)
BELOW_BOARDS = pytest.mark.parametrize("kind", OF_BOARDS, ids=lambda kind: kind.model)


@pytest.fixture
def village() -> Region:
    return region_of("14.04.04.1001")


@pytest.fixture
def elsewhere() -> Region:
    return region_of("14.04.01.1001")


@pytest.fixture
def steward(village: Region) -> Client:
    return browser_of(make_person("data_steward", username="penata"))


def rows_of(kind: Kind) -> Any:
    return apps.get_model("communities", kind.model).objects


@EVERY
def test_rows_of_another_area_are_on_no_page(kind, steward, village, elsewhere):
    theirs = kind.make(elsewhere)
    for address in (kind.list, f"{kind.list}?q={SECRET}"):
        text = steward.get(address).content.decode().replace(f"q={SECRET}", "")
        assert steward.get(address).context["cl"].result_list == []
        assert f"BKM {SECRET}" not in text
        assert f"Tim {SECRET}" not in text
    for page in ("change", "history", "delete"):
        answer = steward.get(kind.page(theirs, page))
        assert answer.status_code == HTTPStatus.NOT_FOUND
        assert SECRET not in answer.content.decode()
    posted = steward.post(kind.page(theirs), {**kind.entries(village), "read_version": 1})
    assert posted.status_code == HTTPStatus.NOT_FOUND
    assert rows_of(kind).get(pk=theirs.pk).version == 1


@EVERY
def test_rows_of_ones_own_area_are_listed_opened_and_told(kind, steward, village):
    mine = kind.make(village)
    assert steward.get(kind.list).context["cl"].result_list == [mine]
    for page in ("change", "history", "delete"):
        assert steward.get(kind.page(mine, page)).status_code == HTTPStatus.OK


@EVERY
def test_a_new_row_lies_where_its_parent_lies(kind, steward, village):
    answer = steward.post(kind.add, kind.entries(village))
    assert answer.status_code == HTTPStatus.FOUND, answer.context["adminform"].form.errors
    row = rows_of(kind).latest("pk")
    assert row.area == village.path
    assert (row.version, row.changed_by.username) == (1, "penata")


@EVERY
def test_a_row_cannot_be_put_into_another_area_by_a_forged_key(kind, steward, elsewhere):
    before = rows_of(kind).count()
    answer = steward.post(kind.add, entries := kind.entries(elsewhere))
    field = "board" if "board" in entries else "region"
    (error,) = answer.context["adminform"].form.errors[field]
    assert "outside your area" in error
    assert rows_of(kind).count() == before


@EVERY
def test_a_verifier_reads_and_does_not_write(kind, village):
    row = kind.make(village)
    verifier = browser_of(make_person("verifier"))
    assert verifier.get(kind.page(row)).status_code == HTTPStatus.OK
    assert verifier.get(kind.add).status_code == HTTPStatus.FORBIDDEN
    posted = verifier.post(kind.page(row), {**kind.entries(village), "read_version": 1})
    assert posted.status_code == HTTPStatus.FORBIDDEN


@EVERY
def test_a_list_asks_as_many_questions_for_many_rows_as_for_few(kind, steward, village):
    kind.make(village)
    steward.get(kind.list)
    with CaptureQueriesContext(connection) as few:
        steward.get(kind.list)
    for _n in range(8):
        kind.make(village)
    with CaptureQueriesContext(connection) as many:
        steward.get(kind.list)
    # session, person, areas, rights, rows with their count
    assert len(few) == len(many) == 5, [query["sql"] for query in many]


@EVERY
def test_the_page_of_a_row_asks_few_questions(kind, steward, village):
    row = kind.make(village)
    steward.get(kind.page(row))
    with CaptureQueriesContext(connection) as asked:
        steward.get(kind.page(row))
    assert len(asked) == PAGE_QUERIES[kind.model], [query["sql"] for query in asked]


PAGE_QUERIES = {
    "boardofficer": 9,
    "boardelection": 9,
    "boardyear": 9,
    "selfhelpgroup": 9,
    "agency": 8,
    "consultantassignment": 11,
}


@pytest.mark.parametrize("kind", OF_LEVELS, ids=lambda kind: kind.model)
def test_rows_of_the_levels_above_are_read_and_not_written(kind, steward, village):
    above = kind.make(region_of(INHIL))
    assert steward.get(kind.list).context["cl"].result_list == [above]
    page = steward.get(kind.page(above))
    assert page.status_code == HTTPStatus.OK
    assert SECRET in page.content.decode()
    posted = steward.post(kind.page(above), {**kind.entries(village), "read_version": 1})
    assert posted.status_code == HTTPStatus.FORBIDDEN
    assert steward.get(kind.page(above, "delete")).status_code == HTTPStatus.FORBIDDEN


@BELOW_BOARDS
def test_boards_of_ones_area_are_offered_and_no_others(kind, steward, village, elsewhere):
    kind.make(village)
    kind.make(elsewhere)
    query = {"app_label": "communities", "model_name": kind.model, "field_name": "board"}
    offered = steward.get("/admin/autocomplete/", {**query, "term": SECRET}).json()["results"]
    assert len(offered) == 1
    assert offered[0]["text"].endswith("— Tembilahan Kota")


@BELOW_BOARDS
def test_a_list_shows_the_rows_of_one_board(kind, steward, village, elsewhere):
    mine, _other, theirs = kind.make(village), kind.make(village), kind.make(elsewhere)
    found = steward.get(f"{kind.list}?board={mine.board.code}").context["cl"].result_list
    assert found == [mine]
    refused = steward.get(f"{kind.list}?board={theirs.board.code}")
    assert refused.status_code == HTTPStatus.BAD_REQUEST
    assert SECRET not in refused.content.decode()


@BELOW_BOARDS
def test_a_row_is_changed_with_a_reason_and_keeps_its_history(kind, steward, village):
    row = kind.make(village)
    board = {"board": row.board_id}
    sent = {**kind.entries(village), **board, "read_version": 1, "why": "Salah ketik"}
    answer = steward.post(kind.page(row), sent)
    assert answer.status_code == HTTPStatus.FOUND, answer.context["adminform"].form.errors
    row.refresh_from_db()
    assert (row.version, row.change_set.why) == (2, "Salah ketik")
    assert "Salah ketik" in steward.get(kind.page(row, "history")).content.decode()


@EVERY
def test_a_row_of_one_area_does_not_follow_another(kind, village, elsewhere):
    mine, theirs = kind.make(village), kind.make(elsewhere)
    rows_of(kind).filter(pk=mine.pk).update(change_set=make_change_set())
    theirs.refresh_from_db()
    assert theirs.area == elsewhere.path
