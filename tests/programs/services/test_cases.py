"""What happens to cases: opened, moved, handed over, assigned, noted, closed, checked, reopened."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from p2kp_site.foundation.models.change_sets import Door
from programs.models import Case, CaseStage, CaseTerm, CaseType
from programs.services.case_acts import (
    ActedMeanwhile,
    CaseRefused,
    ClosedCase,
    MoveNotAllowed,
    NotAssignable,
    NothingToCheck,
    OutcomeMissing,
    ReasonMissing,
    SameLevel,
    SamePerson,
)
from programs.services.case_moves import check_outcome, move_case, reopen_case
from programs.services.case_people import assignable
from programs.services.case_types import load_case_types
from programs.services.cases import (
    add_note,
    assign_case,
    assign_cases,
    hand_over_case,
    set_due_day,
)
from tests.builders import AT, TODAY, make_change_set
from tests.builders_accounts import RETEH, TEMBILAHAN, make_person, region_of
from tests.builders_signoffs import reader_of
from tests.programs.builders import PDF_BYTES
from tests.programs.builders_cases import (
    LATER,
    checked,
    checker,
    desk_worker,
    make_case,
    moved,
    stage_of,
    type_of,
)

pytestmark = pytest.mark.django_db
NOW: dict[str, Any] = {"at": LATER, "door": Door.PAGE}


def kinds(case: Case) -> list[str]:
    return list(case.events.in_order().values_list("kind", flat=True))


# Opening -----------------------------------------------------------------------------------------


def test_a_case_is_numbered_by_type_regency_and_year() -> None:
    elsewhere = region_of("14.10.01.1001")
    cases = [
        make_case(),
        make_case(region=region_of("14.04.13.1001")),
        make_case(received_on=date(2016, 1, 1)),
        make_case(region=elsewhere),
        make_case("KUMUH", region=region_of("14.04"), slum_area=_slum_area()),
        make_case(),
    ]
    assert [case.number for case in cases] == [
        "PPM-1404-2015-0001", "PPM-1404-2015-0002", "PPM-1404-2016-0001", "PPM-1410-2015-0001",
        "KMH-1404-2015-0001", "PPM-1404-2015-0003",
    ]  # fmt: skip


def _slum_area() -> Any:
    from tests.communities.builders import make_slum_area

    return make_slum_area()


def test_a_case_begins_in_the_first_stage_at_the_level_of_its_region() -> None:
    levels = {"14.04.04.1001": "village", "14.04.04": "district", "14.04": "regency",
              "14": "province"}  # fmt: skip
    for code, level in levels.items():
        case = make_case(region=region_of(code))
        assert (case.stage.code, case.level, case.due_on) == ("DITERIMA", level, None)
        assert kinds(case) == ["opened"]


def test_whoever_works_elsewhere_opens_no_case() -> None:
    with pytest.raises(PermissionDenied):
        make_case(by=desk_worker(area=RETEH))
    with pytest.raises(PermissionDenied):
        make_case(by=checker())
    assert not Case.objects.exists()


def test_the_time_limit_of_the_stage_gives_the_due_day() -> None:
    for code, days in (("DITERIMA", 3), ("DITELAAH", 14)):
        stage = stage_of(code)
        stage.limit_days = days
        stage.save(change_set=make_change_set())
    case = make_case()
    assert case.due_on == TODAY + timedelta(days=3)
    moved(case, "DITELAAH")
    assert case.due_on == TODAY + timedelta(days=14)
    set_due_day(case, on=date(2026, 3, 5), reason="Diminta bupati", by=desk_worker(), **NOW)
    case.refresh_from_db()
    assert case.due_on == date(2026, 3, 5)
    assert [*Case.objects.overdue(on=date(2026, 3, 6))] == [case]
    assert not Case.objects.overdue(on=date(2026, 3, 5)).exists()
    moved(case, "DITANGANI")
    assert case.due_on is None


# Moving ------------------------------------------------------------------------------------------


def test_a_move_writes_who_moved_it_where_and_why_and_is_no_new_version() -> None:
    case, by = make_case(), desk_worker(name="Ibu Contoh Satu")
    moved(case, "DITELAAH", by=by)
    moved(case, "DITERIMA", by=by, reason="Salah alamat")
    assert case.stage.code == "DITERIMA"
    assert case.version == 1
    assert kinds(case) == ["opened", "moved", "moved"]
    last = case.events.in_order().last()
    assert (last.by, last.text, last.stage_from.code) == (by.user, "Salah alamat", "DITELAAH")
    assert case.history.count() == 3


def test_a_move_that_needs_a_reason_or_an_outcome_is_refused_without() -> None:
    case, by = make_case(), desk_worker()
    with pytest.raises(OutcomeMissing):
        move_case(case, to="SELESAI", by=by, **NOW)
    with pytest.raises(ReasonMissing):
        move_case(case, to="DITUTUP", outcome="Bukan kewenangan", by=by, **NOW)
    case.refresh_from_db()
    assert (case.stage.code, kinds(case)) == ("DITERIMA", ["opened"])


def test_who_saw_another_stage_is_told_who_moved_the_case_where() -> None:
    case = make_case()
    moved(case, "DITELAAH", by=desk_worker(name="Ibu Contoh Satu"))
    with pytest.raises(ActedMeanwhile, match=r"Ibu Contoh Satu.*Ditelaah"):
        move_case(case, to="DITANGANI", expected="DITERIMA", by=desk_worker(), **NOW)
    case.refresh_from_db()
    assert case.stage.code == "DITELAAH"


def test_whoever_checks_or_works_elsewhere_moves_nothing() -> None:
    case = make_case()
    for by in (checker(), desk_worker(area=RETEH)):
        with pytest.raises(PermissionDenied):
            move_case(case, to="DITELAAH", by=by, **NOW)


# Closing, checking, reopening --------------------------------------------------------------------


def test_a_second_person_checks_the_outcome_of_a_closed_case() -> None:
    closer, case = desk_worker(), make_case()
    both = make_person("data_steward", "verifier", area="")
    moved(case, "SELESAI", by=closer, outcome="Uang sudah kembali.")
    assert (case.closed_on, case.closed_by, case.outcome) == (
        TODAY, closer.user, "Uang sudah kembali.",
    )  # fmt: skip
    assert [*Case.objects.to_check()] == [case]
    own = moved(make_case(), "SELESAI", by=reader_of(both))
    with pytest.raises(SamePerson):
        check_outcome(own, by=reader_of(both), **NOW)
    with pytest.raises(PermissionDenied):
        check_outcome(case, by=desk_worker(), **NOW)
    assert [*Case.objects.checkable_by(reader_of(both))] == [case]
    checked(case, by=reader_of(both))
    assert case.outcome_checked_by == both
    assert kinds(case) == ["opened", "closed", "checked"]
    with pytest.raises(NothingToCheck):
        check_outcome(case, by=checker(), **NOW)


def test_a_case_is_reopened_with_a_reason_and_its_outcome_is_gone() -> None:
    case = checked(moved(make_case(), "SELESAI"))
    with pytest.raises(ReasonMissing):
        reopen_case(case, reason=" ", by=desk_worker(), **NOW)
    reopen_case(case, reason="Bukti baru", by=desk_worker(), **NOW)
    case.refresh_from_db()
    assert (case.stage.code, case.is_open, case.outcome) == ("DITANGANI", True, "")
    assert (case.outcome_checked_by, case.needs_check) == (None, False)
    assert kinds(case) == ["opened", "closed", "checked", "reopened"]
    case.title = "Judul yang diperbaiki"
    case.save(change_set=make_change_set())


def test_an_open_case_is_not_reopened() -> None:
    with pytest.raises(MoveNotAllowed):
        reopen_case(make_case(), to="SELESAI", reason="x", by=desk_worker(), **NOW)


# Handing over, assigning, noting -----------------------------------------------------------------


def test_a_hand_over_changes_the_level_and_never_the_place() -> None:
    case, by = make_case(), desk_worker()
    assign_case(case, to=make_person("data_steward"), by=by, **NOW)
    area = case.area
    with pytest.raises(ReasonMissing):
        hand_over_case(case, to="regency", reason="", by=by, **NOW)
    with pytest.raises(SameLevel):
        hand_over_case(case, to="village", reason="x", by=by, **NOW)
    hand_over_case(case, to="regency", reason="Menyangkut dana", expected="village", by=by, **NOW)
    case.refresh_from_db()
    assert (case.level, case.area, case.assignee) == ("regency", area, None)
    with pytest.raises(ActedMeanwhile, match="kabupaten"):
        hand_over_case(case, to="province", reason="x", expected="village", by=by, **NOW)
    assert kinds(case) == ["opened", "assigned", "handed_over"]


def test_a_case_is_assigned_to_people_who_see_it() -> None:
    case, by = make_case(), desk_worker()
    near = make_person("data_steward", area=TEMBILAHAN, name="Ibu Dekat")
    stranger = make_person("data_steward", area=RETEH)
    blind = make_person("administrator", area=TEMBILAHAN)
    assert near in assignable(case.area, on=TODAY)
    assert not {stranger, blind} & {*assignable(case.area, on=TODAY)}
    for person in (stranger, blind):
        with pytest.raises(NotAssignable):
            assign_case(case, to=person, by=by, **NOW)
    assign_case(case, to=near, by=by, **NOW)
    case.refresh_from_db()
    assert case.assignee == near
    assert [*Case.objects.assigned_to(near)] == [case]
    assert not Case.objects.unassigned().exists()


def test_many_cases_are_assigned_at_once_and_what_does_not_fit_is_counted() -> None:
    near = make_person("data_steward", area=TEMBILAHAN)
    fits = [make_case(), make_case()]
    moved(make_case(), "SELESAI")
    assign_case(make_case(), to=near, by=desk_worker(), **NOW)
    make_case(region=region_of("14.04.01.1001"))
    outcome = assign_cases(Case.objects.all(), to=near, by=desk_worker(), **NOW)
    assert (outcome.done, dict(outcome.reasons)) == (2, {"closed": 1, "theirs": 1, "unseen": 1})
    for case in fits:
        case.refresh_from_db()
        assert (case.assignee, kinds(case)) == (near, ["opened", "assigned"])


def test_a_note_stands_in_the_timeline_with_its_file() -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    case, by = make_case(), desk_worker()
    with pytest.raises(CaseRefused):
        add_note(case, text="  ", by=by, **NOW)
    add_note(case, text="Ditelepon", by=by, **NOW)
    note = add_note(case, file=SimpleUploadedFile("bukti.pdf", PDF_BYTES), by=by, **NOW)
    assert kinds(case) == ["opened", "noted", "noted"]
    assert note.file.read() == PDF_BYTES


def test_a_closed_case_takes_notes_alone() -> None:
    case, by = moved(make_case(), "SELESAI"), desk_worker()
    for act in (
        lambda: hand_over_case(case, to="regency", reason="x", by=by, **NOW),
        lambda: assign_case(case, to=None, by=by, **NOW),
        lambda: set_due_day(case, on=TODAY, by=by, **NOW),
    ):
        with pytest.raises(ClosedCase):
            act()
    add_note(case, text="Terima kasih dari pelapor", by=by, **NOW)
    assert kinds(case) == ["opened", "closed", "noted"]


# The shipped types -------------------------------------------------------------------------------


def test_the_types_are_loaded_once_and_never_over_what_the_ministry_wrote() -> None:
    assert load_case_types(at=AT) == 21
    assert (CaseType.objects.count(), CaseTerm.objects.count()) == (3, 18)
    stage = CaseStage.objects.get(code="DITELAAH")
    stage.name, stage.limit_days = "Nama dari kementerian", 14
    stage.save(change_set=make_change_set())
    assert load_case_types(at=AT) == 0
    stage.refresh_from_db()
    assert (stage.name, stage.limit_days) == ("Nama dari kementerian", 14)
    for row in (*CaseType.objects.all(), *CaseStage.objects.all(), *type_of().moves.all()):
        row.clean()
