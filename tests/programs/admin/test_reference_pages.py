"""Programmes and funding sources: everybody reads them, the nation writes them."""

from http import HTTPStatus

import pytest

from programs.models import FundingSource, Programme, ProgrammeAlias
from programs.services.reference_lists import load_reference_lists
from tests.builders import AT
from tests.programs.admin.pages import adding, errors_of, inline, listed, page, questions
from tests.programs.builders import make_alias, make_programme, make_source

pytestmark = pytest.mark.django_db

PROGRAMME = {
    "code": "BARU",
    "name": "Program Baru",
    "abbreviation": "PB",
    "from_on": "2020-01-01",
    **inline("aliases"),
}


@pytest.mark.parametrize("model", ["programme", "fundingsource"])
def test_an_office_reads_the_lists_and_does_not_add_to_them(steward, model) -> None:
    load_reference_lists(at=AT)
    row = (Programme if model == "programme" else FundingSource).objects.earliest("pk")
    assert steward.get(listed(model)).status_code == HTTPStatus.OK
    assert steward.get(page(row)).status_code == HTTPStatus.OK
    assert steward.get(adding(model)).status_code == HTTPStatus.FORBIDDEN
    assert steward.post(page(row), {}).status_code == HTTPStatus.FORBIDDEN


def test_the_ministry_adds_a_programme_with_its_names(ministry) -> None:
    names = inline(
        "aliases",
        {"name": "Dulu", "abbreviation": "D", "from_on": "2020-01-01", "until_on": "2021-01-01"},
        {"name": "Kini", "abbreviation": "K", "from_on": "2021-01-01", "until_on": ""},
    )
    answer = ministry.post(adding("programme"), {**PROGRAMME, **names})
    assert answer.status_code == HTTPStatus.FOUND
    assert ProgrammeAlias.objects.filter(programme__code="BARU").count() == 2


def test_names_that_overlap_are_told_at_their_row(ministry) -> None:
    names = inline(
        "aliases",
        {"name": "Dulu", "abbreviation": "D", "from_on": "2020-01-01", "until_on": "2021-01-01"},
        {"name": "Kini", "abbreviation": "K", "from_on": "2020-06-01", "until_on": ""},
    )
    answer = ministry.post(adding("programme"), {**PROGRAMME, **names})
    assert answer.status_code == HTTPStatus.OK
    (formset,) = answer.context["inline_admin_formsets"]
    assert "names follow each other" in str(formset.formset.errors)
    assert not Programme.objects.exists()


def test_an_abbreviation_of_another_programme_at_that_time_is_refused(ministry) -> None:
    make_programme(code="LAMA", abbreviation="PB", until_on=None)
    errors = errors_of(ministry.post(adding("programme"), PROGRAMME))
    assert "one programme at a time" in errors["abbreviation"][0]


def test_lists_and_forms_ask_as_many_questions_for_many_rows_as_for_few(steward) -> None:
    programme = make_programme()
    make_alias(programme)
    make_source()
    addresses = (listed("programme"), listed("fundingsource"), page(programme))
    few = [questions(steward, one) for one in addresses]
    for number in range(9):
        make_programme(predecessor=programme)
        make_alias(programme, from_on=f"20{10 + number}-01-01", until_on=f"20{10 + number}-02-01")
        make_source()
    assert [questions(steward, one) for one in addresses] == few
    # session, person, areas, rights, rows with their number
    assert few[0] == few[1] == 5


def test_a_programme_is_found_by_a_name_that_it_had(steward) -> None:
    load_reference_lists(at=AT)
    answer = steward.get(listed("programme", "q=P2KKP"))
    assert [row.code for row in answer.context["cl"].result_list] == ["P2KP-2015"]
    answer = steward.get(listed("programme", "running_on=2010-06-01"))
    assert [row.code for row in answer.context["cl"].result_list] == ["PNPM-MP"]
