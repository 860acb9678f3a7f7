"""The list of locations calls a programme as it was called in the year of the row."""

from typing import Any

import pytest

from tests.programs.admin.pages import listed, questions
from tests.programs.builders import make_alias, make_location, make_programme

pytestmark = pytest.mark.django_db


@pytest.fixture
def programme() -> Any:
    """P2KP, called PNPM from the middle of 2007 until the end of 2014."""
    made = make_programme(
        code="P2KP-1999", abbreviation="P2KP", from_on="1999-01-01", until_on=None
    )
    make_alias(made, abbreviation="PNPM", from_on="2007-04-30", until_on="2015-01-01")
    return made


def test_each_row_has_the_name_of_its_year(steward, board, programme) -> None:
    for year in (2006, 2007, 2014, 2015):
        make_location(region=board.region, programme=programme, year=year)
    rows = steward.get(listed("location")).context["cl"].result_list
    told = {row.year: row.programme_then for row in rows}
    assert told == {2006: "P2KP", 2007: "PNPM", 2014: "PNPM", 2015: "P2KP"}
    assert "PNPM" in steward.get(listed("location")).content.decode()


def test_names_cost_no_question(steward, board, programme) -> None:
    make_location(region=board.region, programme=programme, year=2000)
    few = questions(steward, listed("location"))
    for year in range(2001, 2010):
        make_location(region=board.region, programme=programme, year=year)
    assert questions(steward, listed("location")) == few
