"""Grants and their money: each builder takes what the test is about and fills in the rest."""

from datetime import date
from itertools import count
from typing import Any

from django.db import transaction

from communities.models import Board
from finance.models import (
    Budget,
    Ceiling,
    Contribution,
    Expenditure,
    Grant,
    Tranche,
    TrancheScheme,
    TrancheShare,
)
from finance.services.grants import recount
from p2kp_site.foundation.models import ChangeSet
from tests.builders import make_board, make_change_set
from tests.programs.builders import make_programme, make_source

_numbers = count(1)
# (tranche, code of the source, hundredths of a percent), as the ministry split grants in 2008.
OF_2008 = ((1, "APBN", 3000), (2, "APBN", 3000), (2, "APBD-KAB", 2000), (3, "APBN", 2000))


def _stored(row: Any, change_set: ChangeSet | None = None) -> Any:
    row.save(change_set=change_set or make_change_set())
    return row


def source_of(code: str) -> Any:
    """The source with this code, made when it is missing."""
    from programs.models import FundingSource

    return FundingSource.objects.filter(code=code).first() or make_source(code)


def make_scheme(
    shares: tuple[tuple[int, str, int], ...] = OF_2008, *, code: str = "", **values: Any
) -> TrancheScheme:
    """A tranche scheme, of 2008 unless shares are given."""
    code = code or f"SKEMA-{next(_numbers)}"
    facts = {"name": f"Skema Contoh {code}", **values}
    scheme: TrancheScheme = _stored(TrancheScheme(code=code, **facts))
    for number, source, share in shares:
        _stored(TrancheShare(scheme=scheme, number=number, source=source_of(source), share=share))
    return scheme


def make_grant(*, board: Board | None = None, **values: Any) -> Grant:
    """A grant of Rp 200 million for 2010."""
    facts = {"fiscal_year": 2010, "amount": 200_000_000, **values}
    if "programme" not in facts:
        facts["programme"] = make_programme()
    grant: Grant = _stored(Grant(board=board or make_board(), **facts))
    return grant


def make_tranche(grant: Grant | None = None, **values: Any) -> Tranche:
    """The first tranche of a grant, from APBN; `approved`, `paid` and `accounted` are written."""
    grant = grant or make_grant()
    totals = {n: values.pop(n) for n in ("approved", "paid", "accounted") if n in values}
    facts = {"number": 1, "amount": 60_000_000, **values}
    if "source" not in facts:
        facts["source"] = source_of("APBN")
    tranche: Tranche = _stored(Tranche(grant=grant, **facts))
    if totals:
        Tranche.objects.filter(pk=tranche.pk).stamp(**totals)
        tranche.refresh_from_db()
    with transaction.atomic():
        recount([grant.pk])
    grant.refresh_from_db()
    return tranche


def make_budget(*, region: Any = None, **values: Any) -> Budget:
    """A budget of Rp 1 billion for 2010, of Tembilahan Kota unless a region is given."""
    facts = {"fiscal_year": 2010, "amount": 1_000_000_000, **values}
    if "source" not in facts:
        facts["source"] = make_source()
    if "programme" not in facts:
        facts["programme"] = make_programme()
    budget: Budget = _stored(Budget(region=region or make_board().region, **facts))
    return budget


def make_ceiling(**values: Any) -> Ceiling:
    facts = {"fiscal_year": 2008, "category": "3.000–10.000 jiwa", "amount": 200_000_000}
    ceiling: Ceiling = _stored(Ceiling(**{**facts, **values}))
    return ceiling


def make_contribution(*, board: Board | None = None, **values: Any) -> Contribution:
    """Rp 5 million in cash that were promised in 2010."""
    facts = {
        "fiscal_year": 2010,
        "number": f"SW-{next(_numbers):03d}",
        "kind": "cash",
        "promised_amount": 5_000_000,
        "promised_on": date(2010, 3, 1),
        **values,
    }
    contribution: Contribution = _stored(Contribution(board=board or make_board(), **facts))
    return contribution


def make_expenditure(*, board: Board | None = None, **values: Any) -> Expenditure:
    """Rp 1 million for cement, in 2010."""
    tranche = values.get("tranche")
    board = board or (tranche.grant.board if tranche else make_board())
    facts = {
        "fiscal_year": 2010,
        "evidence_number": f"KW-{next(_numbers):03d}",
        "spent_on": date(2010, 6, 1),
        "amount": 1_000_000,
        "description": "Semen",
        **values,
    }
    expenditure: Expenditure = _stored(Expenditure(board=board, **facts))
    return expenditure
