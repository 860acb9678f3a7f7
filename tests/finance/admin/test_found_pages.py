"""Pages of filtered lists are those of the whole list, however many rows a filter leaves."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from finance.admin.disbursements import DisbursementAdmin
from finance.filters.disbursements import DisbursementFilterSet
from finance.models import Disbursement, Grant
from finance.models.disbursements import State
from p2kp_site.foundation.stewardship import lists
from tests.builders import make_board, make_region
from tests.finance.admin.pages import listed
from tests.finance.builders import make_grant, make_tranche
from tests.finance.builders_disbursements import brought_to, make_chain, make_disbursement

pytestmark = pytest.mark.django_db
VILLAGES = ("14.04.04.1002", "14.04.04.1001", "14.04.04.1003", "14.04.04.1002")


@pytest.fixture(autouse=True)
def payments(board: Any, elsewhere: Any) -> None:
    """Payments of boards in three villages, entered in no order of places, and one elsewhere."""
    make_chain("FASKEL", "PPK")
    boards = [make_board(region=make_region_once(code), name="BKM Bersama") for code in VILLAGES]
    for one in (*boards, elsewhere):
        tranche = make_tranche(make_grant(board=one))
        for number in (1, 2):
            make_disbursement(tranche, payment_no=number, amount=1_000_000)
    brought_to(make_disbursement(make_tranche(make_grant(board=boards[0], number=2))), State.PAID)


def make_region_once(code: str) -> Any:
    from communities.models import Region

    return Region.objects.in_force().filter(code=code).first() or make_region(code=code)


QUERIES = (
    *("fiscal_year=2010", "fiscal_year=2010&region=14.04", "q=bersama", "source=APBN"),
    *(
        "is_backlog=false",
        "is_verified=false",
        "sp2d_on_after=2000-01-01",
        "q=bersama&kind=payment",
    ),
    *("state=entered&state=paid", "state=entered", "fiscal_year=2010&region=14.04.04.1002"),
    *("paid_in_another_year=true", "kind=payment"),
)


@pytest.mark.parametrize("counted", [1, 4, 1_000])
@pytest.mark.parametrize("query", QUERIES)
def test_pages_of_a_filter_are_turned_forth_and_back(
    steward: Any, query: str, counted: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lists, "MOST_COUNTED", counted)
    monkeypatch.setattr(DisbursementAdmin, "list_per_page", 2)
    turn_pages(steward, query, counted)


@pytest.mark.sqlite
@pytest.mark.parametrize("most", [2, 3])
def test_pages_of_some_days_are_the_same_in_the_index_of_days_and_in_the_list(
    steward: Any, most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    for grant in Grant.objects.filter(number=1).order_by("-area")[1:3]:
        brought_to(make_disbursement(make_tranche(grant, number=2)), State.PAID)
    monkeypatch.setattr(lists, "MOST_COUNTED", 1)
    monkeypatch.setattr(lists, "MOST_SORTED", most)
    monkeypatch.setattr(DisbursementAdmin, "list_per_page", 1)
    turn_pages(steward, "sp2d_on_after=2000-01-01", 1)


def turn_pages(steward: Any, query: str, counted: int) -> None:
    """Turn all pages of a list, forth and back: they are the rows of an export in its order."""
    address, found, back = listed("disbursement", query), [], []
    while address:
        changelist = steward.get(address).context["cl"]
        assert changelist.result_count == min(len(wanted(query, changelist)), counted + 1)
        found += changelist.result_list
        last, address = (
            changelist,
            changelist.next_link and listed("disbursement").rstrip("?") + (changelist.next_link),
        )
    assert [row.pk for row in found] == wanted(query, last) != []
    while last.previous_link:
        last = steward.get(listed("disbursement").rstrip("?") + last.previous_link).context["cl"]
        back = [*last.result_list, *back]
    assert [row.pk for row in back] == [row.pk for row in found[: len(back)]]


def wanted(query: str, changelist: Any) -> list[int]:
    """The keys of all rows, as an export finds them."""
    reader = changelist.filterset.reader
    rows = Disbursement.objects.visible_to(reader)
    filterset = DisbursementFilterSet(changelist.filterset.data, rows, reader=reader)
    return [*filterset.rows().order_by("area", "pk").values_list("pk", flat=True)]


@pytest.mark.parametrize(
    ("query", "number"),
    [("q=2010", 5), ("q=bersama+2010", 5), ("q=apbn+bersama", 5), ("q=1999", 0)],
)
def test_tranches_are_searched_by_year_source_and_board(
    steward: Any, query: str, number: int
) -> None:
    assert steward.get(listed("tranche", query)).context["cl"].result_count == number


def test_an_agreement_is_found_by_how_its_number_begins(steward: Any) -> None:
    grant = Grant.objects.get(pk=Grant.objects.order_by("pk").values("pk")[:1])
    answer = steward.get(listed("grant", f"q={grant.agreement_number[:6].lower()}"))
    assert grant in answer.context["cl"].result_list


@pytest.mark.postgresql
def test_words_that_many_rows_hold_are_looked_for_in_the_order_of_the_list(
    steward: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lists, "MOST_COUNTED", 1)
    monkeypatch.setattr(DisbursementAdmin, "list_per_page", 2)
    with CaptureQueriesContext(connection) as asked:
        steward.get(listed("disbursement", "q=bersama&kind=payment"))
    said = [one["sql"] for one in asked]
    page = said[said.index("SET LOCAL enable_sort = off") + 1]
    with connection.cursor() as cursor:
        cursor.execute("SHOW enable_sort")
        assert cursor.fetchone() == ("on",)
        cursor.execute("SET LOCAL enable_sort = off")
        cursor.execute(f"EXPLAIN {page}")
        assert "Sort" not in str(cursor.fetchall())
