"""The summary of boards counts what a pencil counts, level by level, and its links lead there."""

from functools import partial
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from communities.models import Region
from communities.summaries.scopes import NoSuchRegion, scope_named
from p2kp_site.accounts.rules.roles import RoleName
from p2kp_site.foundation.periods import read_period
from p2kp_site.foundation.reader import Reader
from p2kp_site.foundation.signoffs import SignoffState
from p2kp_site.foundation.summaries import Nature, Unit, summary_named
from p2kp_site.foundation.summary_json import as_json, from_json
from tests.builders import AT, make_board, make_change_set, make_region
from tests.communities.builders import make_officer
from tests.exchange.services.office import make_person, reader
from tests.programs.summaries.reading import cells_of, document_of, figures_of, listed
from tests.programs.summaries.towns import AREAS, Pencil, draw_towns, papers

pytestmark = pytest.mark.django_db
BOARDS = summary_named("community-boards")
made = partial(document_of, BOARDS)
PERIODS = ("2015", "2014-H2", "2013-07-01..2014-06-30")


@pytest.fixture
def nation() -> Reader:
    return reader(make_person(region=None, role=RoleName.MINISTRY_ANALYST))


@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize("verified_only", [False, True])
def test_every_figure_is_the_one_that_a_pencil_counts(
    seed: int, verified_only: bool, nation: Reader
) -> None:
    draw_towns(seed)
    rows = papers()
    for code in AREAS:
        for period in map(read_period, PERIODS):
            document = made(nation, code, period.text, verified_only=verified_only)
            now, before = (
                Pencil(rows, document.scope.path, span, verified_only=verified_only).figures()
                for span in (period, period.previous)
            )
            assert figures_of(document) == now, (code, period)
            for one in document.figures:
                assert one.cell.previous == before[one.measure.key], one.measure.key


def test_the_parts_and_the_own_line_make_the_total(nation: Reader) -> None:
    draw_towns(4)
    for code in AREAS:
        document = made(nation, code)
        for table in document.tables:
            lines = [*table.lines, table.own]
            for place, measure in enumerate(table.measures):
                if measure.unit == Unit.COUNT:
                    total = table.total.cells[place]
                    assert total.value == sum(line.cells[place].value or 0 for line in lines)
                    assert total.unverified == sum(line.cells[place].unverified for line in lines)


def test_a_line_of_a_part_is_the_total_of_that_part(nation: Reader) -> None:
    draw_towns(5)
    for code in ("ID", "14", "14.04", "14.04.04"):
        for table in made(nation, code).tables:
            for line in table.lines:
                alone = made(nation, line.code)
                twin = next(one for one in alone.tables if one.key == table.key)
                assert twin.total.cells == line.cells


@pytest.mark.parametrize("verified_only", [False, True])
def test_each_link_leads_to_exactly_the_rows_that_are_counted(verified_only: bool) -> None:
    draw_towns(6)
    regency = Region.objects.get(code="14.04")
    by = reader(make_person(region=regency, role=RoleName.VERIFIER))
    document = made(by, "14.04", verified_only=verified_only)
    assert len(cells_of(document)) > 60
    for key, cell in cells_of(document):
        rows = listed(cell.url, by)
        assert len(rows) == cell.rows, (key, cell.url)
        unverified = [row for row in rows if row.signoff != SignoffState.VERIFIED]
        assert len(unverified) == cell.unverified, (key, cell.url)


def test_a_link_opens_for_its_reader() -> None:
    draw_towns(6)
    person = make_person(
        region=Region.objects.get(code="14.04"), role=RoleName.VERIFIER, is_staff=True
    )
    client = Client()
    client.force_login(person)
    for key, cell in cells_of(made(reader(person), "14.04"))[:40]:
        answer = client.get(cell.url)
        assert answer.status_code == 200, (key, cell.url)
        assert answer.context["cl"].result_count == cell.rows


def test_an_empty_region_has_noughts_and_unknown_shares(nation: Reader) -> None:
    make_region(code="14.04.04.1001")
    document = made(nation, "14.04")
    for one in document.figures:
        assert one.cell.value == (None if one.measure.unit == Unit.SHARE else 0)
        assert (one.cell.rows, one.cell.unverified) == (0, 0)
    assert [line.code for line in document.tables[0].lines] == ["14.04.04"]
    assert document.charts == []


def test_the_nation_is_told_by_province_and_a_village_by_itself(nation: Reader) -> None:
    draw_towns(7)
    assert [line.code for line in made(nation, "ID").tables[0].lines] == ["14", "15"]
    village = made(nation, "14.04.04.1001").tables[0]
    assert village.lines == []
    assert village.own.cells == village.total.cells


@pytest.mark.parametrize("code", ["ID", "14", "14.71", "99", ""])
def test_a_region_outside_the_area_is_refused_whether_there_is_one_or_not(code: str) -> None:
    make_region(code="14.71.01.1001")
    make_region(code="14.04.04.1001")
    by = reader(make_person(region=Region.objects.get(code="14.04")))
    with pytest.raises(NoSuchRegion):
        scope_named(code, by)


def test_it_is_read_by_whom_may_see_all_that_it_counts() -> None:
    region = make_region(code="14")
    assert BOARDS.may_be_read_by(reader(make_person(region=region, role=RoleName.AUDITOR)))
    assert not BOARDS.may_be_read_by(
        reader(make_person(region=region, role=RoleName.ADMINISTRATOR))
    )
    without = make_person(region=region, without=["view_boardofficer"])
    assert not BOARDS.may_be_read_by(reader(without))


def test_the_number_of_questions_does_not_grow_with_the_region(
    nation: Reader, django_assert_num_queries: Any
) -> None:
    draw_towns(8)
    for code in ("14.04", "ID"):
        with django_assert_num_queries(15 if code == "ID" else 16):
            made(nation, code)


def test_boards_whose_beginning_is_not_known_are_told_apart(nation: Reader) -> None:
    make_board(formed_on=None)
    note = made(nation, "14.04").notes[0]
    assert len(listed(note.url, nation)) == 1
    with translation.override("id"):
        assert "1 BKM/LKM tidak dihitung" in made(nation, "14.04").notes[0].text


def test_a_retired_region_keeps_its_line_without_a_link(nation: Reader) -> None:
    district = make_region(code="14.04.04.1001").parent
    assert district is not None
    make_officer(board=make_board(formed_on="2010-01-01"), term_from="2014-01-01")
    district.retired_on = AT.date()
    district.save(change_set=make_change_set())
    (line,) = made(nation, "14.04").tables[1].lines
    assert line.code == "14.04.04"
    assert line.cells[0].value == 1
    assert not line.cells[0].url


def test_what_is_kept_gives_the_same_document_back(nation: Reader) -> None:
    draw_towns(9)
    document = made(nation, "14")
    kept = as_json(document)
    assert as_json(from_json(kept)) == kept
    assert from_json(kept).figures == document.figures
    assert [t.total for t in from_json(kept).tables] == [t.total for t in document.tables]
    (first, *_rest) = kept["tables"][0]["rows"]
    assert first["region"] == "14.04"
    assert isinstance(first["boards"], int)


def test_it_says_what_flows_and_what_stands(nation: Reader) -> None:
    make_region(code="14")
    nature = {one.measure.key: one.measure.nature for one in made(nation, "14").figures}
    assert nature["boards_formed"] == nature["turnout"] == Nature.FLOW
    assert nature["boards"] == nature["share_independent"] == Nature.STOCK
