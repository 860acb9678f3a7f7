"""Every move that the table of a type does not know is refused at every door."""

from itertools import product
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.urls import reverse

from p2kp_site.exchange.models import ImportJob
from p2kp_site.foundation.models.change_sets import Door
from p2kp_site.foundation.reader import Reader
from programs.models import Case
from programs.resources.cases import CaseDataset
from programs.rules.case_types import TYPES
from programs.services.case_acts import MoveNotAllowed
from programs.services.case_moves import move_case
from tests.builders import make_change_set
from tests.builders_accounts import NATION, browser_of, make_person
from tests.builders_signoffs import reader_of
from tests.communities.builders import make_slum_area_part
from tests.exchange.contract.files import bring
from tests.exchange.services.office import as_csv, faults
from tests.programs.builders import make_plan
from tests.programs.builders_cases import LATER, RECEIVED, register_case, stage_of

pytestmark = pytest.mark.django_db

ORIGINS = [(one, stage) for one in TYPES for stage in one.stages]
SAID = {"reason": "Sesuai bukti.", "outcome": "Sudah dijelaskan."}
Cases = dict[str, Case]


def at_every_other(one: Any, origin: Any, codes: list[str]) -> Cases:
    """A case of the type in the stage, for each stage to which somebody tries to move it."""
    about: dict[str, Any] = {}
    if one.subject == "plan":
        about["plan"] = make_plan()
    elif one.subject == "slum_area":
        about["slum_area"] = make_slum_area_part().slum_area
    if origin.is_done:
        about |= {"closed_on": RECEIVED, "outcome": "Selesai"}
    return {code: register_case(one.code, stage=origin.code, **about) for code in codes}


def unmoved(cases: Cases, origin: Any) -> bool:
    rows = Case.objects.filter(pk__in=[case.pk for case in cases.values()])
    stands = set(rows.values_list("stage__code", flat=True)) == {origin.code}
    return stands and not any(case.events.exists() for case in cases.values())


@pytest.mark.parametrize(
    ("one", "origin"), ORIGINS, ids=[f"{one.code}-{stage.code}" for one, stage in ORIGINS]
)
def test_a_move_that_the_table_does_not_know_is_refused_at_every_door(one, origin) -> None:
    known = {move.to for move in one.moves if move.origin == origin.code}
    illegal = [stage.code for stage in one.stages if stage.code not in known]
    assert origin.code in illegal
    cases = at_every_other(one, origin, illegal)
    user = make_person("data_steward", area=NATION)
    by_services(cases, reader_of(user))
    by_forms(cases, browser_of(user))
    by_commands(cases, user.username)
    by_the_doors_of_the_record(one, cases)
    others = {code: case for code, case in cases.items() if code != origin.code}
    by_a_file(one, others, reader_of(user))
    assert unmoved(cases, origin)


def by_services(cases: Cases, by: Reader) -> None:
    for code, case in cases.items():
        with pytest.raises(MoveNotAllowed):
            move_case(case, to=code, by=by, at=LATER, door=Door.PAGE, **SAID)


def by_forms(cases: Cases, browser: Any) -> None:
    for code, case in cases.items():
        address = reverse("admin:programs_case_act", args=[case.pk, "move"])
        sent = {"to": code, "expected": case.stage.code, "confirmed": "on", **SAID}
        answer = browser.post(address, sent)
        assert answer.status_code == 200
        assert answer.context["form"].errors


def by_commands(cases: Cases, username: str) -> None:
    for code, case in cases.items():
        told = [f"--to={code}", f"--as={username}", "--reason=x", "--outcome=x"]
        with pytest.raises(SystemExit) as ended:
            call_command("move_case", case.number, *told)
        assert ended.value.code == 1


def by_the_doors_of_the_record(one: Any, cases: Cases) -> None:
    for code, case in cases.items():
        stage = stage_of(code, one.code)
        act = make_change_set()
        with pytest.raises(PermissionDenied):
            Case.objects.filter(pk=case.pk).update(stage=stage, change_set=act)
        if stage != case.stage:
            case.stage = stage
            with pytest.raises(PermissionDenied):
                case.save(change_set=act)
        with pytest.raises(PermissionDenied):
            Case.objects.bulk_update([case], ["stage"], change_set=act)


def by_a_file(one: Any, cases: Cases, by: Reader) -> None:
    rows = [(case.number, one.code, code) for code, case in cases.items()]
    job = bring(CaseDataset, by, as_csv(("number", "type", "stage"), *rows), "csv")
    assert job.refused == len(rows)
    assert {column for _row, column in faults(job)} == {"stage"}


def test_a_file_does_not_make_the_moves_either_that_the_table_knows() -> None:
    by = reader_of(make_person("data_steward", area=NATION))
    case = register_case(stage="DITERIMA")
    cells = {"stage": "DITELAAH", "level": "Kabupaten", "due_on": "2015-12-01",
             "closed_on": "2015-12-01", "outcome": "Selesai"}  # fmt: skip
    for column, cell in cells.items():
        head = ("number", "type", column) if column == "stage" else ("number", column)
        row = (case.number, "PPM", cell) if column == "stage" else (case.number, cell)
        job: ImportJob = bring(CaseDataset, by, as_csv(head, row), "csv")
        assert faults(job) == {(2, column): "case_moves_on_its_page"}


def test_every_move_of_every_table_can_be_made() -> None:
    by = reader_of(make_person("data_steward", area=NATION))
    for one, stage in product(TYPES, range(len(TYPES[0].stages))):
        origin = one.stages[stage]
        legal = [move.to for move in one.moves if move.origin == origin.code]
        for code, case in at_every_other(one, origin, legal).items():
            move_case(case, to=code, by=by, at=LATER, door=Door.PAGE, **SAID)
            case.refresh_from_db()
            assert case.stage.code == code
            assert case.is_open != case.stage.is_done
