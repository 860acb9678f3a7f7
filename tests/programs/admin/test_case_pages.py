"""The page of a case: its facts, its timeline, and each act with its question."""

from datetime import date
from http import HTTPStatus
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from programs.models import Case, CaseEvent
from tests.builders import make_change_set
from tests.builders_accounts import INHIL, RETEH, browser_of, make_person, region_of
from tests.programs.admin.pages import adding, errors_of, listed, page, questions, shown
from tests.programs.builders import PDF_BYTES
from tests.programs.builders_cases import (
    desk_worker,
    make_case,
    moved,
    type_of,
)

pytestmark = pytest.mark.django_db

PEOPLE = {"reporter_name": "Ibu Contoh Pelapor", "accused_name": "Bapak Contoh Terlapor"}


@pytest.fixture(autouse=True)
def types() -> None:
    type_of()


def act(case: Case, name: str, **query: str) -> str:
    address = reverse("admin:programs_case_act", args=[case.pk, name])
    told = "&".join(f"{key}={value}" for key, value in query.items())
    return f"{address}?{told}"


def sent(
    browser: Any, case: Case, name: str, query: dict[str, str] | None = None, **facts: Any
) -> Any:
    """Open the question of an act as the page offers it, and answer it."""
    address = act(case, name, **(query or {}))
    form = browser.get(address).context["form"]
    return browser.post(address, {**form.initial, "confirmed": "on", **facts})


def facts_of(answer: Any) -> dict[str, str]:
    return {str(row[0]): str(row[1]) for row in answer.context["life"][0]["table"]["rows"]}


# Opening and correcting --------------------------------------------------------------------------


def test_a_complaint_is_opened_on_its_page_and_numbered(steward, board) -> None:
    entries = {
        "type": type_of().pk, "region": board.region.pk, "board": board.pk, "title": "Jalan rusak",
        "received_on": "2015-08-03", "priority": "high", "amount_misused": "5.000.000",
        "reporter_name": "Ibu Contoh",
    }  # fmt: skip
    answer = steward.post(adding("case"), entries)
    assert answer.status_code == HTTPStatus.FOUND, errors_of(answer)
    case = Case.objects.get()
    assert (case.number, case.stage.code, case.board) == ("PPM-1404-2015-0001", "DITERIMA", board)
    (event,) = case.events.all()
    assert (event.kind, event.change_set_id) == ("opened", case.change_set_id)


def test_what_does_not_go_together_is_told_at_its_field(ministry, elsewhere) -> None:
    entries = {
        "type": type_of("RENCANA").pk, "region": region_of("14.04.04.1001").pk, "title": "Contoh",
        "received_on": "2015-08-03", "event_on": "2015-08-04", "priority": "normal",
        "board": elsewhere.pk, "accused_name": "Bapak Contoh",
    }  # fmt: skip
    errors = errors_of(ministry.post(adding("case"), entries))
    assert set(errors) == {"plan", "event_on", "board", "accused_name"}
    assert not Case.objects.exists()


def test_a_case_is_corrected_while_it_is_open_and_keeps_its_type(steward) -> None:
    case = make_case()
    browser_page = steward.get(page(case))
    form = browser_page.context["adminform"].form
    assert form.fields["type"].disabled
    assert not {"stage", "level", "number", "assignee", "due_on", "outcome"} & set(form.fields)
    moved(case, "SELESAI")
    assert steward.get(page(case)).context["has_change_permission"] is False
    answer = steward.post(page(case), {"title": "Lain"})
    assert answer.status_code == HTTPStatus.FORBIDDEN
    assert steward.get(page(case, "delete")).status_code == HTTPStatus.FORBIDDEN


# The page ----------------------------------------------------------------------------------------


def test_the_page_tells_the_case_from_top_to_bottom(steward, board) -> None:
    case = make_case(board=board, description="Lubang besar", amount_misused=5_000_000, **PEOPLE)
    moved(case, "DITELAAH", by=desk_worker(name="Ibu Contoh Satu"))
    answer = steward.get(page(case))
    facts = facts_of(answer)
    assert facts["Description"] == "Lubang besar"
    assert reverse("admin:communities_board_change", args=[board.pk]) in facts["About"]
    assert facts["Amount remaining"] == "Rp\xa05.000.000"
    _facts, people, _reminders, timeline = answer.context["life"]
    assert people["table"]["rows"] == [
        ["Reporter", "Ibu Contoh Pelapor"], ["Accused", "Bapak Contoh Terlapor"],
    ]  # fmt: skip
    first, last = timeline["table"]["rows"]
    assert first[1].startswith("Ibu Contoh Satu")
    assert first[2] == "moved: Diterima dan dicatat → Ditelaah"
    assert last[2].startswith("opened")
    words = [words for _address, words in answer.context["case"]["buttons"]]
    assert words == [
        "To “Diterima dan dicatat”", "To “Ditangani”", "To “Selesai”",
        "To “Ditutup tanpa penanganan”", "Hand over to another level", "Assign",
        "Set the due day", "Add a note or a file",
    ]  # fmt: skip


def test_the_page_asks_a_fixed_number_of_questions(steward, board) -> None:
    case = make_case(board=board)
    few = questions(steward, page(case))
    for _number in range(3):
        moved(case, "DITELAAH")
        moved(case, "DITERIMA")
    assert questions(steward, page(case)) == few
    assert few <= 26


def test_the_page_prints_on_one_sheet(steward) -> None:
    case = make_case(register_number="REG-7")
    answer = steward.get(page(case))
    sheet, told = answer.context["sheet"], answer.content.decode()
    assert case.number in sheet["title"]
    assert ("Number in the register", "REG-7") in sheet["facts"]
    assert sheet["place"].startswith("Tembilahan Kota, Tembilahan")
    assert "foundation/sheet.css" in told
    assert "data-print" in told


def test_a_case_of_another_area_is_not_there(steward) -> None:
    case = make_case(region=region_of("14.04.01.1001"))
    for address in (page(case), act(case, "move"), page(case, "history")):
        assert steward.get(address).status_code == HTTPStatus.NOT_FOUND
    assert browser_of(make_person("data_steward", area=RETEH)).get(page(case)).status_code == 200


# Acts --------------------------------------------------------------------------------------------


def test_a_case_is_moved_with_what_its_move_asks_for(steward) -> None:
    case = make_case()
    form = steward.get(act(case, "move", to="DITUTUP", seen="DITERIMA")).context["form"]
    assert form.fields["reason"].required
    assert form.fields["outcome"].required
    assert "outcome" not in steward.get(act(case, "move", to="DITELAAH")).context["form"].fields
    answer = sent(steward, case, "move", {"to": "DITELAAH", "seen": "DITERIMA"})
    assert answer.status_code == HTTPStatus.FOUND
    case.refresh_from_db()
    assert case.stage.code == "DITELAAH"


def test_who_moves_a_case_that_somebody_moved_is_told_and_nothing_is_done(steward) -> None:
    case = make_case()
    address = act(case, "move", to="DITELAAH", seen="DITERIMA")
    form = steward.get(address).context["form"]
    moved(case, "SELESAI", by=desk_worker(name="Ibu Contoh Satu"))
    answer = steward.post(address, {**form.initial, "confirmed": "on"}, follow=True)
    (message,) = answer.context["messages"]
    assert str(message).startswith("Nothing was done. Ibu Contoh Satu")
    assert "to “Selesai”" in str(message)
    case.refresh_from_db()
    assert (case.stage.code, case.events.count()) == ("SELESAI", 2)


def test_a_case_is_handed_over_assigned_and_noted_from_its_page(steward) -> None:
    case, near = make_case(), make_person("data_steward", area=INHIL)
    assert sent(steward, case, "assign", to=near.pk).status_code == HTTPStatus.FOUND
    assert sent(steward, case, "due", on="2026-04-01").status_code == HTTPStatus.FOUND
    assert sent(steward, case, "hand_over", to="regency", reason="Dana").status_code == 302
    file = SimpleUploadedFile("bukti.pdf", PDF_BYTES)
    assert sent(steward, case, "note", text="Bukti", file=file).status_code == HTTPStatus.FOUND
    case.refresh_from_db()
    assert (case.level, case.due_on, case.assignee) == ("regency", date(2026, 4, 1), None)
    kinds = list(case.events.in_order().values_list("kind", flat=True))
    assert kinds == ["opened", "assigned", "due", "handed_over", "noted"]
    assert errors_in(sent(steward, case, "note"))
    assert errors_in(sent(steward, case, "note", file=SimpleUploadedFile("a.pdf", b"MZ\x90")))


def errors_in(answer: Any) -> Any:
    return answer.context["form"].errors


def test_the_file_of_an_event_is_for_those_who_see_the_case(steward) -> None:
    case = make_case()
    sent(steward, case, "note", file=SimpleUploadedFile("bukti.pdf", PDF_BYTES))
    event = CaseEvent.objects.get(kind="noted")
    assert b"".join(steward.get(event.file.url).streaming_content) == PDF_BYTES
    stranger = browser_of(make_person("data_steward", area=RETEH))
    assert stranger.get(event.file.url).status_code == HTTPStatus.NOT_FOUND


def test_a_second_person_checks_the_outcome_from_the_page(steward) -> None:
    case = moved(make_case(), "SELESAI")
    checker = browser_of(make_person("verifier", name="Ibu Contoh Dua"))
    answer = checker.get(page(case))
    assert answer.context["case"]["waits"]
    assert [words for _address, words in answer.context["case"]["buttons"]] == ["Check the outcome"]
    assert sent(checker, case, "check", text="Cocok").status_code == HTTPStatus.FOUND
    case.refresh_from_db()
    assert case.outcome_checked_by.name == "Ibu Contoh Dua"
    assert checker.get(page(case)).context["case"]["buttons"] == []
    assert steward.get(act(case, "check")).status_code == HTTPStatus.FORBIDDEN
    assert checker.get(act(case, "move")).status_code == HTTPStatus.FORBIDDEN
    assert checker.get(act(case, "delete")).status_code == HTTPStatus.NOT_FOUND


# People ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", ["verifier", "approver", "ministry_analyst", "auditor"])
def test_the_people_of_a_complaint_are_not_there_without_their_right(role, board) -> None:
    case = make_case(title="Jalan rusak", **PEOPLE)
    case.reporter_name = "Ibu Contoh Lain"
    case.save(change_set=make_change_set())
    browser = browser_of(make_person(role))
    shown_texts = "".join(
        browser.get(address).content.decode()
        for address in (listed("case"), page(case), page(case, "history"))
    )
    assert "Jalan rusak" in shown_texts
    for name in (*PEOPLE.values(), "Ibu Contoh Lain"):
        assert name not in shown_texts
    assert shown(browser, "q=Terlapor") == set()


def test_who_keeps_the_data_finds_a_complaint_by_its_people(steward) -> None:
    case = make_case(**PEOPLE)
    assert shown(steward, "q=Terlapor") == {case.number}
    assert "Ibu Contoh Pelapor" in steward.get(page(case)).content.decode()


# Types -------------------------------------------------------------------------------------------


def test_the_ministry_writes_the_table_of_stages_and_moves(ministry, steward) -> None:
    kind = type_of("PPM")
    answer = ministry.get(page(kind))
    assert answer.status_code == HTTPStatus.OK
    formsets = [one.formset for one in answer.context["inline_admin_formsets"]]
    assert [len(one.forms) for one in formsets] == [6, 13]
    ways = formsets[1].forms[0].fields["to"].queryset
    assert set(ways) == set(kind.stages.all())
    assert steward.get(page(kind)).context["has_change_permission"] is False
    assert steward.get(listed("caseterm", "kind=theme")).status_code == HTTPStatus.OK
