"""Bring the shipped types of cases and the lists of complaints into the database."""

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from p2kp_site.foundation.models import ChangeSet
from p2kp_site.foundation.models.change_sets import Door, open_change_set
from programs.models import CaseMove, CaseStage, CaseTerm, CaseType
from programs.models.case_terms import TermKind
from programs.rules.case_types import CHANNELS, THEMES, TYPES, ShippedTerm, ShippedType

if TYPE_CHECKING:
    from p2kp_site.accounts.models import User

_STEP = 10  # positions leave room for what the ministry adds in between


@transaction.atomic
def load_case_types(*, at: datetime, by: "User | None" = None) -> int:
    """Add the types and terms that are missing, by their codes; returns how many those were.

    A type that is there stays as it is, with its stages and moves: the ministry's table counts.
    """
    known = set(CaseType.objects.values_list("code", flat=True))
    new_types = [one for one in TYPES if one.code not in known]
    terms = [*_missing(TermKind.CHANNEL, CHANNELS), *_missing(TermKind.THEME, THEMES)]
    if not new_types and not terms:
        return 0
    change_set = open_change_set(by=by, at=at, door=Door.SETUP)
    CaseTerm.objects.bulk_create(terms, change_set=change_set)
    for shipped in new_types:
        _add(shipped, change_set)
    return len(new_types) + len(terms)


def _missing(kind: TermKind, shipped: Iterable[ShippedTerm]) -> list[CaseTerm]:
    known = set(CaseTerm.objects.filter(kind=kind).values_list("code", flat=True))
    return [
        CaseTerm(kind=kind, code=one.code, name=one.name, position=number * _STEP)
        for number, one in enumerate(shipped, 1)
        if one.code not in known
    ]


def _add(shipped: ShippedType, change_set: ChangeSet) -> None:
    facts = {name: getattr(shipped, name) for name in ("code", "prefix", "name", "subject")}
    case_type = CaseType(**facts, is_complaint=shipped.is_complaint)
    case_type.save(change_set=change_set)
    stages = [
        CaseStage(
            type=case_type, code=one.code, name=one.name, position=number * _STEP,
            is_done=one.is_done, limit_days=one.limit_days,
        )
        for number, one in enumerate(shipped.stages, 1)
    ]  # fmt: skip  # a table, an entry a line
    CaseStage.objects.bulk_create(stages, change_set=change_set)
    by_code = {stage.code: stage for stage in case_type.stages.all()}
    moves = [
        CaseMove(
            type=case_type, origin=by_code[one.origin], to=by_code[one.to],
            needs_reason=one.needs_reason, needs_check=one.needs_check,
        )
        for one in shipped.moves
    ]  # fmt: skip  # a table, an entry a line
    CaseMove.objects.bulk_create(moves, change_set=change_set)
