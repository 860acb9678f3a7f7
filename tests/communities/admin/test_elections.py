"""The pages of elections, years, officers and groups: what is told where, and what is found."""

from typing import Any

import pytest
from django.test import Client

from communities.models import Board, Region
from tests.builders import make_board
from tests.builders_accounts import browser_of, make_person, region_of
from tests.communities.builders import make_board_year, make_election, make_group, make_officer

pytestmark = pytest.mark.django_db

BASE = "/admin/communities"


@pytest.fixture
def village() -> Region:
    return region_of("14.04.04.1001")


@pytest.fixture
def board(village: Region) -> Board:
    return make_board(region=village, name="BKM Contoh")


@pytest.fixture
def steward(village: Region) -> Client:
    return browser_of(make_person("data_steward"))


ELECTION = {
    "kind": "basis", "held_on": "2012-08-12", "term": 1,
    "participants_men": 20, "participants_women": 30, "is_final": "on",
}  # fmt: skip
OFFICER = {"term": 1, "name": "X", "sex": "male", "position": "member", "status": "active"}
GROUP = {"name": "KSM X", "kind": "L", "is_active": "on"}


@pytest.mark.parametrize(
    ("model", "facts", "field", "words"),
    [
        (
            "boardelection",
            {**ELECTION, "participants_low_income": 51},
            "participants_low_income",
            "only 50 men and women",
        ),
        ("boardelection", {**ELECTION, "elected_men": 21}, "elected_men", "Only 20 took part"),
        ("boardelection", {**ELECTION, "adults": 900}, "adults_on", "on which day"),
        ("boardelection", {**ELECTION, "adults_source": "RT"}, "adults_source", "empty while"),
        ("boardyear", {"year": 1998}, "year", "1999"),
        ("boardyear", {"year": 2012, "auditor": "KAP"}, "auditor", "no auditor"),
        (
            "boardyear",
            {"year": 2012, "audit": "qualified", "audited_on": "2011-05-05"},
            "audited_on",
            "has begun",
        ),
        ("boardofficer", {**OFFICER, "age": 16}, "age", "17"),
        (
            "boardofficer",
            {**OFFICER, "term_from": "2012-01-01", "term_until": "2012-01-01"},
            "term_until",
            "ends after",
        ),
        (
            "selfhelpgroup",
            {**GROUP, "members_men": 3, "members_women": 2, "members_low_income": 6},
            "members_low_income",
            "only 5",
        ),
        ("selfhelpgroup", {**GROUP, "is_active": ""}, "inactive_reason", "Say why the group"),
        ("selfhelpgroup", {**GROUP, "closed_on": "2012-01-01"}, "closed_on", "empty while"),
    ],
)
def test_what_cannot_be_is_told_once_at_its_field(steward, board, model, facts, field, words):
    answer = steward.post(f"{BASE}/{model}/add/", {"board": board.pk, **facts})
    errors = answer.context["adminform"].form.errors
    assert list(errors) == [field]
    (told,) = errors[field]
    assert words in told


@pytest.mark.parametrize(
    ("make", "model", "facts"),
    [
        (make_election, "boardelection", {**ELECTION, "held_on": "2012-08-20"}),
        (make_board_year, "boardyear", {"year": 2012}),
        (make_officer, "boardofficer", OFFICER),
        (make_group, "selfhelpgroup", GROUP),
    ],
)
def test_a_second_row_of_one_key_is_refused_in_words(steward, board, make, model, facts):
    known = {name: value for name, value in facts.items() if name not in ("is_active", "is_final")}
    make(board=board, **{**known, "held_on": "2012-08-12"} if "held_on" in known else known)
    answer = steward.post(f"{BASE}/{model}/add/", {"board": board.pk, **facts})
    (told,) = answer.context["adminform"].form.non_field_errors()
    assert "already" in told


@pytest.mark.parametrize(
    ("model", "field", "defaults"),
    [("boardofficer", "sex", False), ("boardelection", "kind", False),
     ("selfhelpgroup", "kind", False), ("boardofficer", "position", True)],
)  # fmt: skip
def test_a_new_form_chooses_nothing_that_nobody_chose(steward, model, field, defaults):
    form = steward.get(f"{BASE}/{model}/add/").context["adminform"].form
    assert (form.fields[field].choices[0][0] == "") is not defaults


def test_turnout_stands_in_the_list_for_basis_elections_only(steward, board):
    counted: dict[str, Any] = {"adults": 160, "adults_on": "2012-01-01"}
    make_election(board=board, kind="basis", **counted)
    make_election(board=board, kind="board", **counted)
    text = steward.get(f"{BASE}/boardelection/").content.decode()
    assert text.count("25.0 %") == 1


def found(client: Client, model: str, query: str) -> int:
    return len(client.get(f"{BASE}/{model}/?{query}").context["cl"].result_list)


def test_elections_are_found_by_kind_term_date_and_state(steward, board):
    make_election(board=board, kind="basis", adults=900, adults_on="2012-01-01")
    make_election(board=board, place="Balai Contoh")
    make_election(board=board, term=2, held_on="2015-08-12", is_final=False)
    for query, number in (
        ("kind=basis", 1), ("term=1", 2), ("is_final=false", 1), ("with_adults=true", 1),
        ("with_adults=false", 2), ("held_on_after=2013-01-01", 1), ("q=balai", 1), ("q=contoh", 3),
        ("region=14.04.04.1001", 3), ("signoff=entered", 3), ("signoff=verified", 0),
    ):  # fmt: skip
        assert found(steward, "boardelection", query) == number, query


def test_officers_are_found_by_term_position_sex_and_day(steward, board):
    make_officer(board=board, term=1, term_from="2009-01-01", term_until="2012-01-01")
    make_officer(board=board, term=2, name="Ibu Khusus", term_from="2012-01-01")
    make_officer(board=board, term=2, sex="male", position="coordinator", status="removed")
    for query, number in (
        ("latest_term=true", 2), ("latest_term=false", 1), ("term=1", 1), ("sex=male", 1),
        ("position=coordinator", 1), ("status=active", 2), ("serving_on=2012-01-01", 1),
        ("q=khusus", 1),
    ):  # fmt: skip
        assert found(steward, "boardofficer", query) == number, query


def test_years_and_groups_are_found_by_what_they_are(steward, board):
    make_board_year(board=board, year=2011, independence=0)
    make_board_year(board=board, year=2012, audit="adverse", auditor="KAP Khusus")
    for query, number in (
        ("year=2011", 1), ("independence=0", 1), ("audit=adverse", 1), ("q=khusus", 1),
    ):  # fmt: skip
        assert found(steward, "boardyear", query) == number, query
    make_group(board=board, chair="Ibu Ketua", formed_on="2010-01-01")
    make_group(board=board, kind="E", is_active=False, inactive_reason="Bubar")
    for query, number in (
        ("kind=E", 1), ("kind=E&kind=L", 2), ("is_active=true", 1), ("q=ketua", 1),
        ("formed_on_before=2010-01-01", 1),
    ):  # fmt: skip
        assert found(steward, "selfhelpgroup", query) == number, query


def test_a_year_stands_in_the_list_as_a_year(steward, board):
    make_board_year(board=board, year=2012)
    text = steward.get(f"{BASE}/boardyear/").content.decode()
    assert "2012" in text
    assert "2,012" not in text
    assert "2.012" not in text
