"""What the acts upon a case share: who may, how it is held meanwhile, and what is written."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from p2kp_site.foundation.history import write_history
from p2kp_site.foundation.models import ChangeSet
from p2kp_site.foundation.models.change_sets import Door, open_change_set
from p2kp_site.foundation.reader import Reader
from p2kp_site.foundation.wording import in_words
from programs.models import Case, CaseEvent, CaseStage
from programs.models.case_events import MOVES, EventKind
from programs.models.cases import MOVE


class CaseRefused(ValueError):
    """A case does not take an act as it stands; the message says why, and nothing was written."""


class MoveNotAllowed(CaseRefused):
    """The table of moves knows no such move."""


class ReasonMissing(CaseRefused):
    """An act that somebody else will want to understand came without a reason."""


class OutcomeMissing(CaseRefused):
    """A case is closed with what came of it."""


class ActedMeanwhile(CaseRefused):
    """Somebody was faster: the case is not any more where the person saw it."""


class ClosedCase(CaseRefused):
    """A closed case was to be worked on."""


class NotAssignable(CaseRefused):
    """The person does not see the case."""


class SameLevel(CaseRefused):
    """A case was to be handed over to the level where it is."""


class NothingToCheck(CaseRefused):
    """The case is open, or its outcome was checked already."""


class SamePerson(CaseRefused):
    """Whoever closed a case was to check its outcome."""


def refuse_without(by: Reader, right: str) -> None:
    """Raise PermissionDenied for somebody without this right."""
    if by.user is None or not by.may(right):
        raise PermissionDenied(right)


@contextmanager
def acting_on(
    case: Case, *, by: Reader, at: datetime, door: Door, right: str = MOVE, why: str = ""
) -> Iterator[tuple[Case, ChangeSet]]:
    """The case as it stands, held until the act is written, with the change set of the act.

    Raises PermissionDenied without the right, or where the reader may not write.
    """
    refuse_without(by, right)
    with transaction.atomic():
        rows: Any = Case.objects.filter(pk=case.pk).writable_by(by)
        rows.lock(with_keys=False)
        standing = rows.select_related("stage", "type", "closed_by").first()
        if standing is None:
            raise PermissionDenied(right)
        yield standing, open_change_set(by=by.user, at=at, door=door, why=why)


def tell(case: Case, kind: EventKind, change_set: ChangeSet, **facts: Any) -> CaseEvent:
    """Write what happened into the timeline."""
    event: CaseEvent = CaseEvent.objects.create(
        case=case, kind=kind, by_id=change_set.by_id, at=change_set.at, change_set=change_set,
        **facts,
    )  # fmt: skip  # a call, its options side by side
    return event


def write(case: Case, change_set: ChangeSet, **columns: Any) -> None:
    """Write what an act changes of a case, with its history: it is no new version."""
    Case.objects.filter(pk=case.pk).stamp(change_set=change_set, **columns)
    write_history(Case, change_set, first=True, signed=True)


def refuse_unseen(case: Case, *, stage: str = "", level: str = "") -> None:
    """Raise ActedMeanwhile where the case is not at the stage or level that the person saw."""
    if (not stage or stage == case.stage.code) and (not level or level == case.level):
        return
    kinds = MOVES if stage and stage != case.stage.code else (EventKind.HANDED_OVER,)
    raise ActedMeanwhile(_happened_last(case, kinds))


def _happened_last(case: Case, kinds: Any) -> str:
    """Who did what with the case before the person could."""
    told = ("by", "stage_from", "stage_to")
    events = CaseEvent.objects.filter(case=case, kind__in=kinds).select_related(*told)
    last = events.order_by("-pk").first()
    facts = {"number": case.number, "stage": case.stage.name, "level": case.get_level_display()}
    if last is None:
        return _("%(number)s stands at “%(stage)s”, on the level %(level)s: look again.") % facts
    facts |= {"who": last.by or _("The system"), "when": in_words(last.at)}
    if last.kind == EventKind.HANDED_OVER:
        return _("%(who)s handed %(number)s over to the level %(level)s on %(when)s.") % facts
    facts |= {"from": last.stage_from.name, "to": last.stage_to.name}
    return _("%(who)s moved %(number)s from “%(from)s” to “%(to)s” on %(when)s.") % facts


def refuse_closed(case: Case) -> None:
    """Raise ClosedCase for a case that is done."""
    if not case.is_open:
        raise ClosedCase(_("%(number)s is closed: reopen it first.") % {"number": case.number})


def due_day(stage: CaseStage, since: date) -> date | None:
    """The day by which a case leaves this stage; None without a time limit."""
    return None if stage.limit_days is None else since + timedelta(days=stage.limit_days)


def day_of(at: datetime) -> date:
    """The calendar day of a moment, in the business time zone."""
    return timezone.localdate(at)
