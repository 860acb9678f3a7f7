"""The pages of workshops and partnerships: typed, found, and told of by boards and programmes."""

from datetime import date
from http import HTTPStatus
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from communities.models import Region
from programs.models import Partnership, Workshop
from tests.builders_accounts import browser_of, make_person, reads
from tests.communities.builders import make_agency
from tests.programs.admin.pages import adding, errors_of, inline, listed, page, questions
from tests.programs.builders import (
    PDF_BYTES,
    make_element,
    make_participants,
    make_partnership,
    make_programme,
    make_source,
    make_speaker,
    make_workshop,
    make_workshop_cost,
    make_workshop_file,
)

pytestmark = pytest.mark.django_db

PARTS = ("participants", "speakers", "costs", "files")
EMPTY = {name: value for part in PARTS for name, value in inline(part).items()}


def workshop(held_for: Any, **changes: Any) -> dict[str, Any]:
    """What the form of a new workshop sends."""
    host = make_agency(name="Dinas Contoh", kind="technical_office")
    facts = {
        "title": "Lokakarya P2KP", "kind": "workshop", "host": host.pk, "region": held_for.pk,
        "starts_on": "2015-04-14", "ends_on": "2015-04-15",
    }  # fmt: skip
    return {**facts, **EMPTY, **changes}


def partnership(board: Any, **changes: Any) -> dict[str, Any]:
    firm = make_agency(name="PT Contoh", kind="private_partner")
    facts = {
        "board": board.pk, "agency": firm.pk, "signed_on": "2014-03-10", "kind": "funds",
        "purpose": "Jalan lingkungan",
    }  # fmt: skip
    return {**facts, **changes}


def test_a_workshop_is_typed_with_who_came_who_spoke_its_cost_and_its_minutes(
    steward, board
) -> None:
    element = make_element("PEMDA")
    came = [
        {"element": element.pk, "sex": sex, "number": number}
        for sex, number in (("male", 20), ("female", 15))
    ]
    sent = workshop(
        board.region,
        participants_low_income="35",
        **inline("participants", *came),
        **inline("speakers", {"number": "1", "name": "Kepala Bappeda", "topic": "Kemiskinan"}),
        **inline("costs", {"source": make_source().pk, "amount": "12.500.000"}),
        **inline("files", {"kind": "minutes", "content": SimpleUploadedFile("n.pdf", PDF_BYTES)}),
    )
    assert steward.post(adding("workshop"), sent).status_code == HTTPStatus.FOUND
    row = Workshop.objects.with_participants().with_total_cost().get()
    assert (row.participant_count, row.total_cost, row.days) == (35, 12_500_000, 2)
    assert (row.speakers.get().topic, row.files.get().kind) == ("Kemiskinan", "minutes")
    assert row.area == board.area


def test_more_participants_with_a_low_income_than_participants_are_refused(steward, board) -> None:
    element = make_element()
    came = [
        {"element": element.pk, "sex": sex, "number": number}
        for sex, number in (("male", 20), ("female", 15))
    ]
    sent = workshop(board.region, participants_low_income="36", **inline("participants", *came))
    answer = steward.post(adding("workshop"), sent)
    assert "36 people with a low income are more than the 35 people" in answer.content.decode()
    assert not Workshop.objects.exists()
    # What is taken away is not counted.
    row = make_workshop(region=board.region, participants_low_income=20)
    rows = [make_participants(row, 10, element=element, sex=sex) for sex in ("male", "female")]
    kept = [
        {"id": one.pk, "workshop": row.pk, "element": element.pk, "sex": one.sex, "number": 10}
        for one in rows
    ]
    gone = [kept[0], {**kept[1], "number": "5"}]
    sent = workshop(board.region, participants_low_income="20", version=row.version)
    sent.update(inline("participants", *gone, stored=2))
    assert "20 people with a low income are more than the 15" in (
        steward.post(page(row), sent).content.decode()
    )


def test_what_cannot_be_of_a_workshop_is_told_at_its_field(steward, board, elsewhere) -> None:
    cases = [
        ({"ends_on": "2015-04-13"}, {"ends_on"}),
        ({"title": ""}, {"title"}),
        ({"region": elsewhere.region_id}, {"region"}),
        ({"participants_low_income": "-1"}, {"participants_low_income"}),
    ]
    for changes, fields in cases:
        answer = steward.post(adding("workshop"), workshop(board.region, **changes))
        assert set(errors_of(answer)) == fields, changes
    assert not Workshop.objects.exists()


def test_an_element_that_was_stopped_is_offered_no_more_and_stays_where_it_stands(
    steward, board
) -> None:
    make_element("DIPAKAI")
    old = make_element("LAMA", is_active=False)
    row = make_workshop(region=board.region)
    assert "LAMA –" not in steward.get(page(row)).content.decode()
    make_participants(row, element=old)
    text = steward.get(page(row)).content.decode()
    assert "LAMA –" in text
    assert "DIPAKAI –" in text


def test_who_works_in_a_district_sees_no_workshop_of_the_regency(steward, board) -> None:
    regency = Region.objects.get(code="14.04")
    row = make_workshop(region=regency, title="Milik kabupaten")
    assert steward.get(page(row)).status_code == HTTPStatus.NOT_FOUND
    office = browser_of(make_person("data_steward", area="14.04"))
    assert office.get(page(row)).status_code == HTTPStatus.OK
    assert "Milik kabupaten" in office.get(listed("workshop")).content.decode()


def test_workshops_are_found_by_kind_programme_host_year_element_and_source(steward, board) -> None:
    programme, element, source = make_programme(), make_element("BKM"), make_source("CSR")
    host = make_agency(name="Bappeda Contoh")
    found_first = make_workshop(
        region=board.region, programme=programme, host=host, title="Lokakarya desa"
    )
    other = make_workshop(region=board.region, kind="training", starts_on=date(2014, 1, 1))
    make_participants(found_first, element=element)
    make_participants(other, 0, element=element)
    make_workshop_cost(found_first, source=source)

    def found(query: str) -> list[Workshop]:
        return list(steward.get(listed("workshop", query)).context["cl"].result_list)

    for query in (
        "kind=workshop", f"programme={programme.code}", f"host={host.code.lower()}", "year=2015",
        "element=BKM", "source=CSR", "q=desa", "q=bappeda", "starts_on_after=2015-01-01",
    ):  # fmt: skip
        assert found(query) == [found_first], query
    assert found("kind=training") == [other]
    assert found(f"region={board.region.code}&signoff=entered") == [found_first, other]


def test_a_file_of_a_workshop_is_handed_out_to_who_sees_the_workshop(
    steward, board, elsewhere
) -> None:
    own, far = (make_workshop_file(make_workshop(region=one.region)) for one in (board, elsewhere))
    answer = steward.get(own.content.url)
    assert "attachment" in answer.headers["Content-Disposition"]
    assert b"".join(answer.streaming_content) == PDF_BYTES
    assert steward.get(far.content.url).status_code == HTTPStatus.NOT_FOUND
    administrator = browser_of(make_person("administrator"))
    assert administrator.get(own.content.url).status_code == HTTPStatus.FORBIDDEN


# Partnerships ---------------------------------------------------------------------------------


def test_a_partnership_is_typed_and_what_cannot_be_is_told_at_its_field(steward, board) -> None:
    for changes, fields in (
        ({"until_on": "2014-03-10"}, {"until_on"}),
        ({"value": "0"}, {"value"}),
        ({"purpose": ""}, {"purpose"}),
    ):
        answer = steward.post(adding("partnership"), partnership(board, **changes))
        assert set(errors_of(answer)) == fields, changes
    sent = partnership(board, value="Rp 25.000.000", until_on="2015-03-10")
    assert steward.post(adding("partnership"), sent).status_code == HTTPStatus.FOUND
    row = Partnership.objects.get()
    assert (row.value, row.area) == (25_000_000, board.area)


def test_partnerships_are_found_by_board_partner_kind_and_day(steward, board, elsewhere) -> None:
    firm = make_agency(name="PT Sawit Contoh", kind="private_partner")
    first = make_partnership(board=board, agency=firm, until_on=date(2015, 1, 1))
    second = make_partnership(
        board=board, agency=make_agency(kind="technical_office"), kind="advice",
        signed_on=date(2016, 1, 1), purpose="Pelatihan",
    )  # fmt: skip
    make_partnership(board=elsewhere, agency=firm)

    def found(query: str) -> list[Partnership]:
        return list(steward.get(listed("partnership", query)).context["cl"].result_list)

    for query in (
        f"agency={firm.code}", "agency_kind=private_partner", "kind=funds", "year=2014",
        "on=2014-06-01", "q=sawit",
    ):  # fmt: skip
        assert found(query) == [first], query
    assert found("on=2016-06-01") == found("signed_on_after=2015-01-01") == [second]
    assert found(f"board={board.code}") == [first, second]


def test_the_page_of_a_board_lists_its_partnerships_the_latest_first(
    steward, board, elsewhere
) -> None:
    make_partnership(board=board, agency=make_agency(name="PT Lama"), value=1_500_000)
    make_partnership(board=board, agency=make_agency(name="Dinas Baru"), signed_on=date(2015, 1, 1))
    make_partnership(board=elsewhere, agency=make_agency(name="PT Jauh"))
    answer = steward.get(f"/admin/communities/board/{board.pk}/change/")
    told = {part["title"]: part for part in answer.context["life"]}["Partnerships"]
    rows = told["table"]["rows"]
    assert [row[0].split(">")[1].split("<")[0] for row in rows] == ["Dinas Baru", "PT Lama"]
    assert "Rp\xa01.500.000" in rows[1][4]
    assert told["all"] == listed("partnership", f"board={board.code}")
    assert told["add"] == f"{adding('partnership')}?board={board.pk}"


def test_the_page_of_a_workshop_leads_to_its_programme(steward, board) -> None:
    programme = make_programme()
    one = make_workshop(region=board.region, programme=programme)
    way = f'<a href="{page(programme)}"'
    assert way in steward.get(page(one)).content.decode()
    without = make_workshop(region=board.region, programme=None, title="Tanpa program")
    assert way not in steward.get(page(without)).content.decode()


def test_the_page_of_a_programme_links_its_workshops_in_ones_own_area(
    steward, board, elsewhere
) -> None:
    programme = make_programme()
    make_workshop(region=board.region, programme=programme, title="Dekat")
    make_workshop(region=elsewhere.region, programme=programme, title="Jauh")
    make_workshop(region=board.region, title="Tanpa program")
    part, _grants = steward.get(page(programme)).context["life"]
    assert [row[0].split(">")[1].split("<")[0] for row in part["table"]["rows"]] == ["Dekat"]
    assert part["all"] == listed("workshop", f"programme={programme.code}")
    assert steward.get(part["all"]).context["cl"].result_count == 1


# Questions ------------------------------------------------------------------------------------


def test_lists_and_forms_ask_as_much_for_many_rows_as_for_few(steward, board) -> None:
    programme, element = make_programme(), make_element()
    row = make_workshop(region=board.region, programme=programme)
    deal = make_partnership(board=board)

    def fill() -> None:
        other = make_workshop(region=board.region, programme=programme)
        for one in (row, other):
            make_participants(one, element=make_element())
            make_workshop_cost(one)
            make_speaker(one, one.speakers.count() + 1)
            make_workshop_file(one)
        make_partnership(board=board)

    fill()
    make_participants(row, element=element)
    board_page = f"/admin/communities/board/{board.pk}/change/"
    addresses = (
        listed("workshop"), listed("partnership"), listed("element"), page(row), page(deal),
        page(programme), board_page,
    )  # fmt: skip
    few = [questions(steward, one) for one in addresses]
    for _number in range(5):
        fill()
    assert [questions(steward, one) for one in addresses] == few
    # session, person, areas, rights; the rows and their number; of a filter its choices
    assert few[0] <= 8, few
    assert few[1] <= 6, few
    assert max(few) < 30, few


@pytest.mark.parametrize("role", ["data_steward", "verifier", "auditor", "ministry_analyst"])
def test_every_page_renders_in_indonesian(role, board) -> None:
    row = make_workshop(region=board.region, programme=make_programme())
    make_participants(row, 1250)
    make_workshop_cost(row, 12_500_000)
    make_speaker(row)
    deal = make_partnership(board=board, value=25_000_000)
    browser = browser_of(make_person(role))
    reads(browser, "id")
    for one in (row, deal, make_element(), row.programme):
        for address in (listed(one._meta.model_name), page(one), page(one, "history")):
            assert browser.get(address).status_code == HTTPStatus.OK, address
    text = browser.get(listed("workshop")).content.decode()
    assert "Rp\xa012.500.000" in text
    assert "1.250" in text
    assert "lokakarya" in text
    assert "Rp\xa025.000.000" in browser.get(listed("partnership")).content.decode()
