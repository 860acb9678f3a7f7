"""Cases, their types, and the people who work on them: builders fill in the rest."""

from datetime import date, timedelta
from itertools import count
from typing import Any

from communities.models import Region
from p2kp_site.accounts.models import User
from p2kp_site.foundation.models.change_sets import Door
from p2kp_site.foundation.reader import Reader
from programs.models import Case, CaseStage, CaseTerm, CaseType, Holiday
from programs.models.case_constraints import HandlingLevel
from programs.rules.cases import case_number
from programs.services.case_moves import check_outcome, move_case
from programs.services.case_types import load_case_types
from programs.services.cases import open_case
from tests.builders import AT, make_change_set
from tests.builders_accounts import NATION, make_person, region_of
from tests.builders_signoffs import reader_of

KOTA = "14.04.04.1001"
LATER = AT + timedelta(hours=1)
RECEIVED = date(2015, 8, 3)

_numbers = count(1)


def type_of(code: str = "PPM") -> CaseType:
    """A shipped type of cases, loaded when it is missing."""
    load_case_types(at=AT)
    return CaseType.objects.get(code=code)


def term_of(kind: str) -> CaseTerm:
    """The first of the shipped channels or themes."""
    load_case_types(at=AT)
    return CaseTerm.objects.filter(kind=kind).in_order()[0]


def make_holiday(on: date = date(2026, 3, 11), **values: Any) -> Holiday:
    """A day of the calendar, of the whole nation unless said otherwise."""
    holiday = Holiday(**{"on": on, "name": "Libur", **values})
    holiday.save(change_set=make_change_set())
    return holiday


def stage_of(code: str, case_type: str = "PPM") -> CaseStage:
    return type_of(case_type).stages.get(code=code)


def _facts(case_type: str, region: Region | None, values: dict[str, Any]) -> dict[str, Any]:
    terms = {
        name: CaseTerm.objects.get(kind=name, code=values[name])
        for name in ("channel", "theme")
        if values.get(name)
    }
    facts = {"title": f"Contoh perkara {next(_numbers)}", "received_on": RECEIVED}
    return {
        **facts, **values, **terms,
        "type": type_of(case_type), "region": region or region_of(KOTA),
    }  # fmt: skip


def desk_worker(*, area: str = NATION, user: User | None = None, **values: Any) -> Reader:
    """Somebody who works on cases."""
    return reader_of(user or make_person("data_steward", area=area, **values))


def checker(*, area: str = NATION, **values: Any) -> Reader:
    """Somebody who checks outcomes."""
    return reader_of(make_person("verifier", area=area, **values))


def make_case(
    case_type: str = "PPM", *, region: Region | None = None, by: Reader | None = None, **values: Any
) -> Case:
    """A case that was opened just now: a complaint of Tembilahan Kota unless said otherwise."""
    case = Case(**_facts(case_type, region, values))
    return open_case(case, by=by or desk_worker(), at=AT, door=Door.PAGE)


def register_case(
    case_type: str = "PPM",
    *,
    stage: str,
    region: Region | None = None,
    closed_by: User | None = None,
    **values: Any,
) -> Case:
    """A case as a file brought it in at some stage, without a timeline."""
    load_case_types(at=AT)
    level = values.pop("level", HandlingLevel.VILLAGE)
    own = {n: values.pop(n) for n in ("closed_on", "outcome", "due_on") if n in values}
    case = Case(**_facts(case_type, region, values))
    number = case_number(f"{case.type.prefix}-1404-2015", 9000 + next(_numbers))
    if own.get("closed_on"):
        own["closed_by"] = closed_by or make_person("data_steward", area=NATION)
    case.begin(number=number, stage=stage_of(stage, case_type), level=level, **own)
    case.save(change_set=make_change_set())
    return case


def moved(case: Case, to: str, *, by: Reader | None = None, **facts: Any) -> Case:
    """The same case one move further, with whatever the move asks for."""
    facts = {"reason": "Sesuai bukti.", "outcome": "Sudah dijelaskan.", **facts}
    move_case(case, to=to, by=by or desk_worker(), at=LATER, door=Door.PAGE, **facts)
    case.refresh_from_db()
    return case


def checked(case: Case, *, by: Reader | None = None) -> Case:
    """The same closed case, its outcome checked by a second person."""
    check_outcome(case, by=by or checker(), at=LATER, door=Door.PAGE)
    case.refresh_from_db()
    return case
