"""The overview of the programme counts what a pencil counts, and its links lead there."""

from datetime import date
from functools import partial
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from communities.models import Region
from communities.summaries.scopes import scope_named
from p2kp_site.accounts.rules.roles import RoleName
from p2kp_site.foundation.periods import read_period
from p2kp_site.foundation.reader import Reader
from p2kp_site.foundation.summaries import ChartKind, Nature, Unit, summary_named
from programs.models import Programme
from tests.builders import AT, make_board, make_region
from tests.exchange.services.office import make_person, reader
from tests.finance.builders import make_contribution, make_grant, make_tranche
from tests.finance.builders_disbursements import make_backlog
from tests.finance.summaries.drawn import AREAS, Drawing
from tests.finance.summaries.pencil import Pencil, is_verified, papers
from tests.programs.builders import make_alias, make_programme, make_work, make_workshop
from tests.programs.summaries.reading import cells_of, document_of, figures_of, listed

pytestmark = pytest.mark.django_db
OVERVIEW = summary_named("programme-overview")
made = partial(document_of, OVERVIEW)
PERIODS = ("2015", "2014-Q3", "2014-07-01..2015-06-30")


@pytest.fixture
def nation() -> Reader:
    return reader(make_person(region=None, role=RoleName.MINISTRY_ANALYST))


@pytest.mark.parametrize("seed", range(2))
def test_every_figure_is_the_one_that_a_pencil_counts(seed: int, nation: Reader) -> None:
    Drawing(seed).draw()
    laid = papers()
    for verified_only in (False, True):
        for code in AREAS:
            for period in map(read_period, PERIODS):
                document = made(nation, code, period.text, verified_only=verified_only)
                now, before = (
                    Pencil(laid, document.scope.path, span, verified_only=verified_only).figures()
                    for span in (period, period.previous)
                )
                assert figures_of(document) == now, (code, period)
                for one in document.figures:
                    assert one.cell.previous == before[one.measure.key], one.measure.key


def test_the_parts_and_the_own_line_make_the_total(nation: Reader) -> None:
    Drawing(4).draw()
    for code in AREAS:
        for table in made(nation, code).tables:
            lines = [*table.lines, table.own]
            for place, measure in enumerate(table.measures):
                if measure.unit != Unit.SHARE:
                    total = table.total.cells[place]
                    assert total.value == sum(line.cells[place].value or 0 for line in lines)
                    assert total.unverified == sum(line.cells[place].unverified for line in lines)


def test_a_line_of_a_part_is_the_total_of_that_part(nation: Reader) -> None:
    Drawing(5).draw()
    for code in ("ID", "14", "14.04", "14.04.04"):
        for table in made(nation, code).tables:
            for line in table.lines:
                alone = made(nation, line.code)
                twin = next(one for one in alone.tables if one.key == table.key)
                assert twin.total.cells == line.cells


@pytest.mark.parametrize("verified_only", [False, True])
def test_each_link_leads_to_exactly_the_rows_that_are_counted(verified_only: bool) -> None:
    Drawing(6).draw()
    by = reader(make_person(region=Region.objects.get(code="14"), role=RoleName.AUDITOR))
    for code, period in (("14", "2013-01-01..2015-12-31"), ("14.04", "2014-07-01..2015-06-30")):
        document = made(by, code, period, verified_only=verified_only)
        if code == "14" and not verified_only:
            assert not [one.measure.key for one in document.figures if not one.cell.rows]
        for key, cell in cells_of(document):
            rows = listed(cell.url, by)
            assert len(rows) == cell.rows, (key, cell.url)
            assert sum(not is_verified(row) for row in rows) == cell.unverified, (key, cell.url)


def test_a_link_opens_for_its_reader() -> None:
    Drawing(6).draw()
    person = make_person(region=Region.objects.get(code="14"), role=RoleName.AUDITOR, is_staff=True)
    client = Client()
    client.force_login(person)
    document = made(reader(person), "14", verified_only=True)
    for one in document.figures:
        answer = client.get(one.cell.url)
        assert answer.status_code == 200, one.cell.url
        assert answer.context["cl"].result_count == one.cell.rows, one.cell.url


def test_the_number_of_questions_does_not_grow_with_the_region(
    nation: Reader, django_assert_num_queries: Any
) -> None:
    Drawing(8).draw()
    for code in ("14.04", "ID"):
        scope = scope_named(code, nation)
        with django_assert_num_queries(30):
            OVERVIEW.document(scope=scope, period=read_period("2015"), reader=nation, at=AT)


def test_a_workshop_of_a_province_stands_on_the_line_of_the_level(nation: Reader) -> None:
    make_region(code="14.04.04.1001")
    riau = Region.objects.get(code="14")
    for region in (riau, Region.objects.get(code="14.04")):
        make_workshop(region=region, starts_on=date(2015, 4, 14))
    table = next(one for one in made(nation, "14").tables if one.key == "around")
    place = [measure.key for measure in table.measures].index("workshops")
    assert [line.cells[place].value for line in table.lines] == [1]
    assert (table.own.cells[place].value, table.total.cells[place].value) == (1, 2)
    (row,) = listed(table.own.cells[place].url, nation)
    assert row.region == riau


def test_swadaya_and_costs_of_works_do_not_feed_each_other(nation: Reader) -> None:
    board = make_board()
    make_contribution(
        board=board, realised_amount=30_000_000, realised_on=date(2015, 5, 1),
        promised_amount=40_000_000, promised_on=date(2015, 2, 1),
    )  # fmt: skip
    make_work(board=board, finished_on=date(2015, 6, 1), person_days_cost=99_000_000)
    tranche = make_tranche(make_grant(board=board), amount=36_250_000)
    make_backlog(tranche, amount=36_250_000)
    found = figures_of(made(nation, "14.04", "2010-01-01..2015-12-31"))
    assert (found["given"], found["disbursed"]) == (30_000_000, 36_250_000)
    tranche.refresh_from_db()
    assert tranche.paid == found["disbursed"]
    assert str(found["share_swadaya"]) == "45.3"
    assert str(found["share_kept"]) == "75.0"


def test_a_grant_without_a_day_is_told_apart(nation: Reader) -> None:
    make_grant(agreement_on=None)
    note = made(nation, "14.04").notes[0]
    assert len(listed(note.url, nation)) == 1
    with translation.override("id"):
        assert "1 BLM tidak dihitung" in made(nation, "14.04").notes[0].text


def renamed_programme() -> Programme:
    """P2KP, called PNPM for some years."""
    programme = make_programme(
        code="P2KP-1",
        name="Program P2KP",
        abbreviation="P2KP",
        from_on=date(2006, 1, 1),
        until_on=date(2015, 4, 1),
    )
    make_alias(
        programme,
        name="Program PNPM",
        abbreviation="PNPM",
        from_on=date(2007, 5, 1),
        until_on=None,
    )
    return programme


@pytest.mark.parametrize(
    ("period", "names"),
    [
        ("2006", "Program P2KP (P2KP), 1 Januari 2006 sampai 30 April 2007"),
        (
            "2007",
            "Program P2KP (P2KP), 1 Januari 2006 sampai 30 April 2007; "
            "Program PNPM (PNPM), 1 Mei 2007 sampai 31 Maret 2015",
        ),
        ("2010", "Program PNPM (PNPM), 1 Mei 2007 sampai 31 Maret 2015"),
        (
            "2015",
            "Program PNPM (PNPM), 1 Mei 2007 sampai 31 Maret 2015; "
            "Program Kota (KOTA), mulai 1 April 2015",
        ),
        ("2001", "–"),
    ],
)
def test_the_programme_is_named_as_it_was_then(period: str, names: str, nation: Reader) -> None:
    make_region(code="14")
    renamed_programme()
    make_programme(
        name="Program Kota", abbreviation="KOTA", from_on=date(2015, 4, 1), until_on=None
    )
    (fact,) = made(nation, "14", period).facts
    assert fact.text == names


def test_charts_draw_regions_and_years(nation: Reader) -> None:
    for number, year in enumerate((2011, 2013), 1):
        make_contribution(realised_amount=number * 1_000_000, realised_on=date(year, 3, 1))
    charts = {chart.key: chart for chart in made(nation, "14", "2013").charts}
    assert set(charts) == {"given", "given_by_year"}
    line = charts["given_by_year"]
    assert line.kind == ChartKind.LINE
    assert [(one.label, one.value) for one in line.points] == [
        ("2011", 1_000_000), ("2012", 0), ("2013", 2_000_000),
    ]  # fmt: skip
    assert [(one.label, one.value) for one in charts["given"].points] == [
        ("Kab. Indragiri Hilir", 2_000_000)
    ]


def test_it_says_what_flows_and_what_stands(nation: Reader) -> None:
    make_region(code="14")
    nature = {one.measure.key: one.measure.nature for one in made(nation, "14").figures}
    assert nature["disbursed"] == nature["works"] == nature["closed"] == Nature.FLOW
    assert nature["boards"] == nature["slum"] == nature["overdue"] == Nature.STOCK


def test_it_is_read_by_whom_may_see_all_that_it_counts() -> None:
    region = make_region(code="14")
    assert OVERVIEW.may_be_read_by(reader(make_person(region=region, role=RoleName.AUDITOR)))
    without = make_person(region=region, without=["view_disbursement"])
    assert not OVERVIEW.may_be_read_by(reader(without))
