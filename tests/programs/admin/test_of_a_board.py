"""Following a board by clicking: its plans, works, partnerships, grants and cases; and back."""

from typing import Any

import pytest
from django.urls import reverse

from tests.builders import make_board
from tests.builders_accounts import browser_of, make_person, region_of
from tests.communities.builders import make_slum_area, make_slum_area_part
from tests.finance.builders import make_grant, make_tranche
from tests.programs.admin.pages import page, questions, shown
from tests.programs.builders import make_line, make_partnership, make_plan, make_work
from tests.programs.builders_cases import make_case, type_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def types() -> None:
    type_of()


def told(browser: Any, address: str) -> dict[str, Any]:
    """The sections of a page by their titles."""
    return {part["title"]: part for part in browser.get(address).context["life"]}


def of_board(board: Any) -> str:
    return reverse("admin:communities_board_change", args=[board.pk])


def first_cells(part: Any) -> list[str]:
    return [row[0] for row in part["table"]["rows"]]


def test_a_board_leads_to_its_plans_works_grants_partnerships_and_cases(steward, board) -> None:
    plan = make_plan(board=board)
    work = make_work(activity=make_line(plan), number="SPK/01")
    partnership = make_partnership(board=board)
    grant = make_grant(board=board)
    make_tranche(grant, amount=60_000_000, approved=60_000_000, paid=60_000_000)
    case = make_case(region=board.region, board=board)
    make_case(region=board.region, title="tentang yang lain")
    parts = told(steward, of_board(board))
    for title, row in (
        ("Plans", plan), ("Works", work), ("Partnerships", partnership), ("Cases", case),
    ):  # fmt: skip
        (cell,) = first_cells(parts[title])
        assert page(row) in cell, title
        assert steward.get(parts[title]["all"]).status_code == 200
    (row,) = parts["Grants (BLM)"]["table"]["rows"]
    assert reverse("admin:finance_grant_change", args=[grant.pk]) in row[0]
    assert ["200.000.000" in row[3], "60.000.000" in row[4]] == [True, True]


def test_cases_about_plans_and_works_of_a_board_are_cases_of_the_board(steward, board) -> None:
    work = make_work(board=board)
    plan = make_plan(board=board)
    mine = {
        make_case(region=board.region, board=board).number,
        make_case(region=board.region, work=work).number,
        make_case("RENCANA", region=board.region, plan=plan).number,
    }
    other = make_board(region=board.region)
    make_case(region=board.region, work=make_work(board=other))
    assert len(first_cells(told(steward, of_board(board))["Cases"])) == 3
    assert shown(steward, f"board={board.code}") == mine


@pytest.mark.parametrize("kind", ["plan", "work", "slum_area"])
def test_a_plan_a_work_and_a_slum_area_tell_the_cases_about_them(ministry, board, kind) -> None:
    make: Any = {
        "plan": lambda: make_plan(board=board),
        "work": lambda: make_work(board=board),
        "slum_area": make_slum_area,
    }[kind]
    about = make()
    region = about.region if kind == "slum_area" else board.region
    kind_of_case = {"plan": "RENCANA", "work": "PPM", "slum_area": "KUMUH"}[kind]
    case = make_case(kind_of_case, region=region, **{kind: about})
    make_case(region=board.region)
    app = about._meta.app_label
    address = reverse(f"admin:{app}_{about._meta.model_name}_change", args=[about.pk])
    part = told(ministry, address)["Cases"]
    assert [page(case) in cell for cell in first_cells(part)] == [True]
    assert shown(ministry, part["all"].partition("?")[2]) == {case.number}
    form = ministry.get(part["add"]).context["adminform"].form
    assert form[kind].value() == str(about.pk)


def test_cases_outside_the_area_of_a_reader_are_not_told(board) -> None:
    slums = make_slum_area()
    make_slum_area_part(slums)
    make_case("KUMUH", region=slums.region, slum_area=slums)
    here = browser_of(make_person("data_steward", area="14.04.04"))
    part = told(here, reverse("admin:communities_slumarea_change", args=[slums.pk]))["Cases"]
    assert part["table"]["rows"] == []
    assert not part["add"]


def test_a_board_tells_the_slum_areas_of_its_kelurahan(steward, board) -> None:
    slums = make_slum_area()
    make_slum_area_part(slums, region=board.region)
    make_slum_area_part(slums, region=region_of("14.04.04.1002"))
    part = told(steward, of_board(board))["Slum areas in its kelurahan or desa"]
    address = reverse("admin:communities_slumarea_change", args=[slums.pk])
    assert [address in cell for cell in first_cells(part)] == [True]


def test_the_page_of_a_board_asks_as_much_however_much_hangs_on_it(steward, board) -> None:
    few = questions(steward, of_board(board))
    for year in (2010, 2013):
        plan = make_plan(board=board, start_year=year, end_year=year + 2)
        make_case("RENCANA", region=board.region, plan=plan)
        make_case(region=board.region, work=make_work(activity=make_line(plan)))
        make_grant(board=board, fiscal_year=year)
        make_slum_area_part(make_slum_area(decree_number=f"SK/{year}"), region=board.region)
    assert questions(steward, of_board(board)) == few
