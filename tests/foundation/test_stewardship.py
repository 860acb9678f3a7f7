"""What holds on the pages of every kind of record, shown on community boards."""

from datetime import timedelta
from http import HTTPStatus
from typing import Any

import pytest
from django.contrib import admin
from django.db import connection
from django.http import HttpRequest
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from unfold.admin import ModelAdmin

from communities.admin.boards import BoardAdmin
from communities.models import Board, Region
from p2kp_site.foundation.models import ChangeSet
from p2kp_site.foundation.models.change_sets import Door
from p2kp_site.foundation.reader import reader_for
from p2kp_site.foundation.records import StaleRecord
from tests.builders import make_board, make_change_set, make_region
from tests.builders_accounts import INHIL, NATION, RETEH, browser_of, make_person, region_of

pytestmark = pytest.mark.django_db

LIST = "/admin/communities/board/"


@pytest.fixture
def village() -> Region:
    return region_of("14.04.04.1001")


@pytest.fixture
def elsewhere() -> Board:
    return make_board(region=make_region(code="14.04.01.1001"), name="BKM Orang Lain")


@pytest.fixture
def steward(village: Region) -> Client:
    return browser_of(make_person("data_steward", name="Ani"))


def page(board: Board, kind: str = "change") -> str:
    return reverse(f"admin:communities_board_{kind}", args=[board.pk])


def entries(board: Board, **changes: Any) -> dict[str, Any]:
    """What the form of a board sends."""
    facts = {
        "region": board.region_id,
        "name": board.name,
        "is_active": "on",
        "read_version": board.version,
        "coordinator": board.coordinator,
    }
    return {**facts, **changes}


def changed(board: Board, *, by: Any = None, **values: Any) -> None:
    """Somebody else writes the next version."""
    record = Board.objects.get(pk=board.pk)
    for name, value in values.items():
        setattr(record, name, value)
    record.save(change_set=make_change_set(by=by))


# Rows of other areas -----------------------------------------------------------------------------


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


# Lists -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "query",
    [
        "regoin=14.04.04",
        "e=1",
        "p=2",
        "o=1",
        "all=",
        "region__id=1",
        "is_active=perhaps",
        "formed_on_after=yesterday",
        "region=99.99",
        "q=%00",
        "after=x~y",
        "after=1",
        "before=~",
        "after=%00~1",
        "after=014~1&before=014~2",
    ],
)
def test_nonsense_in_the_address_gives_no_rows_and_says_so(steward, village, query):
    make_board(region=village, name="BKM Tampak")
    answer = steward.get(f"{LIST}?{query}")
    assert answer.status_code == HTTPStatus.BAD_REQUEST
    text = answer.content.decode()
    assert "cannot be shown as asked" in text
    assert "BKM Tampak" not in text


def test_a_misspelt_filter_is_told_the_right_name(steward):
    assert "Did you mean “region”?" in steward.get(f"{LIST}?regoin=14").content.decode()


def test_filter_by_the_region_of_another_area_is_refused(steward, elsewhere):
    answer = steward.get(f"{LIST}?region={elsewhere.region.code}")
    assert answer.status_code == HTTPStatus.BAD_REQUEST
    assert "Orang Lain" not in answer.content.decode()


def test_filters_in_use_are_shown_in_words(steward, village):
    make_board(region=village)
    query = "region=14.04.04.1001&is_active=true&formed_on_after=2015-08-12&has_deed=unknown"
    answer = steward.get(f"{LIST}?{query}")
    assert answer.context["cl"].active_filters == [
        "Region: Tembilahan Kota (14.04.04.1001)",
        "Active: Yes",
        "Formed on: from Aug. 12, 2015",
    ]


def make_boards(village: Region, count: int) -> None:
    boards = [Board(region=village, code=f"B-{n:04d}", name=f"BKM {n:04d}") for n in range(count)]
    Board.objects.bulk_create(boards, change_set=make_change_set())


def test_pages_are_turned_by_key_forth_and_back(steward, village):
    make_boards(village, 250)
    names, address = [], LIST
    while address:
        changelist = steward.get(address).context["cl"]
        names += [board.name for board in changelist.result_list]
        last, address = changelist, changelist.next_link and LIST + changelist.next_link
    assert names == [f"BKM {n:04d}" for n in range(250)]
    middle = steward.get(LIST + last.previous_link).context["cl"]
    assert [board.name for board in middle.result_list] == names[100:200]
    first = steward.get(LIST + middle.previous_link).context["cl"]
    assert [board.name for board in first.result_list] == names[:100]
    assert first.previous_link == ""


def test_the_key_of_a_page_shows_no_row_of_another_area(steward, elsewhere, village):
    make_board(region=village)
    answer = steward.get(f"{LIST}?after=0~0")
    assert "Orang Lain" not in answer.content.decode()


def test_numbers_beyond_every_row_are_answered_like_any_other(steward, village):
    board, beyond = make_board(region=village), 10**30
    assert steward.get(f"{LIST}?after=014~{beyond}").status_code == HTTPStatus.OK
    assert steward.get(f"{LIST}{beyond}/change/").status_code == HTTPStatus.NOT_FOUND
    assert steward.get(f"{page(board, 'history')}?before={beyond}").status_code == HTTPStatus.OK


def test_rows_are_counted_up_to_a_thousand(steward, village):
    make_boards(village, 1_000)
    assert steward.get(LIST).context["cl"].count_in_words == "1,000"
    make_board(region=village)
    assert steward.get(LIST).context["cl"].count_in_words == "more than 1,000"


def test_a_list_asks_as_many_questions_for_ten_boards_as_for_two_hundred(steward, village):
    make_boards(village, 10)
    steward.get(LIST)
    with CaptureQueriesContext(
        connection,
    ) as few:
        steward.get(LIST)
    more = [Board(region=village, code=f"C-{n}", name=f"BKM {n}") for n in range(190)]
    Board.objects.bulk_create(more, change_set=make_change_set())
    with CaptureQueriesContext(connection) as many:
        steward.get(LIST)
    # session, person, areas, two for rights, rows, count
    assert len(few) == len(many) == 7, [query["sql"] for query in many]


# Writing -----------------------------------------------------------------------------------------


def test_a_change_is_kept_with_who_when_where_and_why(steward, village):
    board = make_board(region=village, name="Lama")
    answer = steward.post(page(board), entries(board, name="Baru", why="Salah ketik"))
    assert answer.status_code == HTTPStatus.FOUND
    board.refresh_from_db()
    assert (board.name, board.version, str(board.changed_by)[:3]) == ("Baru", 2, "Ani")
    assert (board.change_set.door, board.change_set.why) == (Door.PAGE, "Salah ketik")


def test_saving_without_a_change_makes_no_version(steward, village):
    board = make_board(region=village)
    before = ChangeSet.objects.count()
    steward.post(page(board), entries(board))
    board.refresh_from_db()
    assert board.version == 1
    assert ChangeSet.objects.count() == before


def test_entries_made_from_an_old_version_are_kept_and_not_stored(steward, village):
    board = make_board(region=village, name="Lama")
    stale = entries(board, name="Punya saya")
    changed(board, by=make_person("data_steward", name="Budi"), name="Punya Budi")
    answer = steward.post(page(board), stale)
    (message,) = answer.context["adminform"].form.non_field_errors()
    assert "Budi" in message
    assert "“Punya Budi”" in message
    assert 'value="Punya saya"' in answer.content.decode()
    board.refresh_from_db()
    assert board.name == "Punya Budi"
    form = answer.context["adminform"].form
    again = {**stale, "read_version": form["read_version"].value()}
    steward.post(page(board), again)
    board.refresh_from_db()
    assert board.name == "Punya saya"


def test_a_form_without_its_version_is_refused(steward, village):
    board = make_board(region=village, name="Lama")
    steward.post(page(board), entries(board, name="Baru", read_version=""))
    board.refresh_from_db()
    assert board.name == "Lama"


def test_a_race_between_check_and_write_ends_in_the_same_words(steward, village, monkeypatch):
    board = make_board(region=village, name="Lama")
    answered = ModelAdmin.changeform_view

    def too_late(page_of_boards: Any, request: Any, *args: Any, **options: Any) -> Any:
        monkeypatch.setattr(ModelAdmin, "changeform_view", answered)
        changed(board, name="Lebih cepat")
        raise StaleRecord(board)

    monkeypatch.setattr(ModelAdmin, "changeform_view", too_late)
    answer = steward.post(page(board), entries(board, name="Baru"))
    (message,) = answer.context["adminform"].form.non_field_errors()
    assert "“Lebih cepat”" in message
    board.refresh_from_db()
    assert board.name == "Lebih cepat"


def test_deleting_keeps_the_history_with_who_and_why(steward, village):
    board = make_board(region=village)
    key = board.pk
    steward.post(page(board, "delete"), {"post": "yes", "why": "Tercatat dua kali"})
    assert not Board.objects.filter(pk=key).exists()
    last = Board.history.filter(id=key).latest("history_id")
    assert (last.history_type, last.change_set.why) == ("-", "Tercatat dua kali")
    assert last.change_set.by.name == "Ani"


def test_boards_are_deleted_from_the_list_under_one_change_set(steward, village, elsewhere):
    boards = [make_board(region=village) for _n in range(3)]
    keys = [board.pk for board in boards]
    before = ChangeSet.objects.count()
    steward.post(
        LIST,
        {"action": "delete_selected", "_selected_action": [*keys, elsewhere.pk], "post": "yes"},
    )
    assert list(Board.objects.values_list("pk", flat=True)) == [elsewhere.pk]
    assert ChangeSet.objects.count() == before + 1


def test_what_others_refer_to_cannot_be_deleted_and_the_page_says_what_does(village):
    for _n in range(2):
        make_board(region=village, name="BKM Rahasia")
    person = make_person("data_steward")

    request: Any = HttpRequest()
    request.user, request.reader = person, reader_for(person, on=timezone.localdate())
    found = admin.site._registry[Region].get_deleted_objects([village], request)
    assert found[3] == ["Community boards (BKM/LKM): 2"]
    assert "Rahasia" not in str(found[3])


# People's data -----------------------------------------------------------------------------------


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


# History -----------------------------------------------------------------------------------------


def test_history_tells_before_and_after_in_words(steward, village):
    board = make_board(region=village, name="Lama")
    steward.post(
        page(board),
        entries(board, name="Baru", formed_on="2015-08-12", is_active="", inactive_reason="Bubar"),
    )
    versions = steward.get(page(board, "history")).context["versions"]
    changes = {change.field: (change.before, change.after) for change in versions[0].changes}
    assert changes == {
        "Name": ("Lama", "Baru"),
        "Formed on": ("–", "Aug. 12, 2015"),
        "Active": ("Yes", "No"),
        "Why not active": ("–", "Bubar"),
    }
    assert [version.number for version in versions] == [2, 1]
    assert versions[0].door == "page"


def test_history_names_no_place_that_the_reader_may_not_see(steward, village, elsewhere):
    board = make_board(region=elsewhere.region)
    changed(board, region=village)
    text = steward.get(page(board, "history")).content.decode()
    assert elsewhere.region.name not in text
    assert "Tembilahan Kota" in text


def test_history_is_turned_page_by_page(steward, village):
    board = make_board(region=village, name="0")
    for number in range(1, 45):
        changed(board, name=str(number))
    address, numbers = page(board, "history"), []
    while address:
        context = steward.get(address).context
        numbers += [version.number for version in context["versions"]]
        older = context["older"]
        address = older and f"{page(board, 'history')}?before={older}"
    assert numbers == list(range(45, 0, -1))


def test_history_asks_no_more_questions_for_more_versions(steward, village):
    board = make_board(region=village, name="0")
    steward.get(page(board, "history"))
    with CaptureQueriesContext(connection) as few:
        steward.get(page(board, "history"))
    for number in range(1, 15):
        changed(board, name=str(number))
    with CaptureQueriesContext(connection) as many:
        steward.get(page(board, "history"))
    assert len(few) == len(many)


# The first page and what stands on no page -------------------------------------------------------


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
