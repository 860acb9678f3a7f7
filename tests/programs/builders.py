"""Programmes, plans, works and more: each builder takes what the test is about, and fills in."""

from datetime import date
from itertools import count
from typing import Any

from django.core.files.base import ContentFile

from communities.models import Board, Sector
from p2kp_site.foundation.models import ChangeSet
from programs.models import (
    Element,
    FundingSource,
    Location,
    Partnership,
    Plan,
    PlannedActivity,
    PlannedCost,
    Programme,
    ProgrammeAlias,
    Work,
    WorkCost,
    WorkPhoto,
    WorkProgress,
    Workshop,
    WorkshopCost,
    WorkshopFile,
    WorkshopParticipants,
    WorkshopSpeaker,
)
from programs.services.plans import ratify
from tests.builders import AT, make_board, make_change_set
from tests.communities.builders import make_agency

PDF_BYTES = b"%PDF-1.4\n% minutes of an invented meeting\n"
PNG_BYTES = b"\x89PNG\r\n\x1a\n" + b"\0" * 40
JPEG_BYTES = b"\xff\xd8\xff\xe0" + b"\0" * 40

_numbers = count(1)


def _stored(row: Any, change_set: ChangeSet | None = None) -> Any:
    row.save(change_set=change_set or make_change_set())
    return row


def make_programme(*, code: str = "", **values: Any) -> Programme:
    """A programme of 2007 to 2015."""
    code = code or f"PROG-{next(_numbers)}"
    facts = {
        "name": f"Program Contoh {code}",
        "abbreviation": code,
        "from_on": date(2007, 1, 1),
        "until_on": date(2015, 4, 1),
        **values,
    }
    programme: Programme = _stored(Programme(code=code, **facts))
    return programme


def make_alias(programme: Programme, **values: Any) -> ProgrammeAlias:
    """Another name of a programme, in 2007."""
    facts = {
        "name": "Nama Lain Contoh",
        "abbreviation": "NLC",
        "from_on": date(2007, 1, 1),
        "until_on": date(2008, 1, 1),
        **values,
    }
    alias: ProgrammeAlias = _stored(ProgrammeAlias(programme=programme, **facts))
    return alias


def make_source(code: str = "", **values: Any) -> FundingSource:
    """A funding source."""
    number = next(_numbers)
    facts = {"name": f"Sumber Contoh {number}", "kind": "state", "position": number, **values}
    source: FundingSource = _stored(FundingSource(code=code or f"SUMBER-{number}", **facts))
    return source


def make_location(*, region: Any = None, **values: Any) -> Location:
    """A location of 2010, of Tembilahan Kota unless a region is given."""
    region = region or make_board().region
    facts = {"programme": values.pop("programme", None) or make_programme(), "year": 2010}
    location: Location = _stored(Location(region=region, **{**facts, **values}))
    return location


def make_plan(
    *, board: Board | None = None, ratified_on: date | None = None, **values: Any
) -> Plan:
    """A draft of a PJM Pronangkis 2010–2012; with a day it has a line and is ratified."""
    facts = {"kind": "pjm", "start_year": 2010, "end_year": 2012, **values}
    plan: Plan = _stored(Plan(board=board or make_board(), **facts))
    if ratified_on is None:
        return plan
    make_line(plan)
    return ratified(plan, ratified_on)


def ratified(plan: Plan, on: date = date(2010, 1, 20)) -> Plan:
    """The plan as a residents' meeting ratified it."""
    return ratify(plan, on=on, ratified_by="Rembug warga", by=None, at=AT)


def make_line(plan: Plan | None = None, **values: Any) -> PlannedActivity:
    """100 m of drainage."""
    facts = {
        "number": f"L-{next(_numbers):03d}",
        "sector": Sector.ENVIRONMENT,
        "sub_component": "Drainase",
        "planned_year": 2010,
        "volume": 100,
        "unit": "m",
        **values,
    }
    line: PlannedActivity = _stored(PlannedActivity(plan=plan or make_plan(), **facts))
    return line


def make_planned_cost(
    line: PlannedActivity, amount: int = 1_000_000, source: FundingSource | None = None
) -> PlannedCost:
    cost: PlannedCost = _stored(
        PlannedCost(activity=line, source=source or make_source(), amount=amount)
    )
    return cost


def make_work(*, board: Board | None = None, **values: Any) -> Work:
    """A work that no plan names, unless a planned activity is given."""
    line = values.get("activity")
    board = board or (line.plan.board if line else make_board())
    facts = {
        "number": f"SPK-{next(_numbers):03d}",
        "is_unplanned": line is None,
        "sector": Sector.ENVIRONMENT,
        "sub_component": "Drainase",
        **values,
    }
    work: Work = _stored(Work(board=board, **facts))
    return work


def make_work_cost(
    work: Work, amount: int = 1_000_000, source: FundingSource | None = None
) -> WorkCost:
    cost: WorkCost = _stored(WorkCost(work=work, source=source or make_source(), amount=amount))
    return cost


def make_progress(work: Work, percent: int, on: date = date(2010, 6, 1)) -> WorkProgress:
    row: WorkProgress = _stored(WorkProgress(work=work, physical_percent=percent, on=on))
    return row


def make_photo(work: Work, stage: int = 0, content: bytes = PNG_BYTES) -> WorkPhoto:
    photo = WorkPhoto(work=work, stage=stage)
    photo.image.save("foto.png", ContentFile(content), save=False)
    stored: WorkPhoto = _stored(photo)
    return stored


def make_element(code: str = "", **values: Any) -> Element:
    """An element of participants."""
    number = next(_numbers)
    facts = {"name": f"Unsur Contoh {number}", "position": number, **values}
    element: Element = _stored(Element(code=code or f"UNSUR-{number}", **facts))
    return element


def make_workshop(*, region: Any = None, **values: Any) -> Workshop:
    """A workshop of two days, in Tembilahan Kota unless a region is given."""
    region = region or make_board().region
    facts = {
        "host": values.pop("host", None) or make_agency(kind="technical_office"),
        "starts_on": date(2015, 4, 14),
        "ends_on": date(2015, 4, 15),
        "title": f"Lokakarya Contoh {next(_numbers)}",
        "kind": "workshop",
        **values,
    }
    workshop: Workshop = _stored(Workshop(region=region, **facts))
    return workshop


def make_participants(
    workshop: Workshop, number: int = 10, *, element: Element | None = None, sex: str = "female"
) -> WorkshopParticipants:
    """Ten women."""
    facts = {"element": element or make_element(), "sex": sex, "number": number}
    row: WorkshopParticipants = _stored(WorkshopParticipants(workshop=workshop, **facts))
    return row


def make_speaker(workshop: Workshop, number: int = 1, **values: Any) -> WorkshopSpeaker:
    """The first speaker."""
    facts = {"name": "Narasumber Contoh", "topic": "Kemitraan", **values}
    row: WorkshopSpeaker = _stored(WorkshopSpeaker(workshop=workshop, number=number, **facts))
    return row


def make_workshop_cost(
    workshop: Workshop, amount: int = 1_000_000, source: FundingSource | None = None
) -> WorkshopCost:
    facts = {"source": source or make_source(), "amount": amount}
    cost: WorkshopCost = _stored(WorkshopCost(workshop=workshop, **facts))
    return cost


def make_workshop_file(
    workshop: Workshop, kind: str = "minutes", content: bytes = PDF_BYTES
) -> WorkshopFile:
    row = WorkshopFile(workshop=workshop, kind=kind)
    row.content.save("berkas", ContentFile(content), save=False)
    stored: WorkshopFile = _stored(row)
    return stored


def make_partnership(*, board: Board | None = None, **values: Any) -> Partnership:
    """An agreement of 2014 with a firm."""
    facts = {
        "agency": values.pop("agency", None) or make_agency(kind="private_partner"),
        "signed_on": date(2014, 3, 10),
        "kind": "funds",
        "purpose": "Perbaikan jalan lingkungan",
        **values,
    }
    row: Partnership = _stored(Partnership(board=board or make_board(), **facts))
    return row
