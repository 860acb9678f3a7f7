"""Remind people of the due days of cases, once of each; what is long overdue goes a level up."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from p2kp_site.foundation.scoping import within
from programs.models import Case, CaseReminder, CaseType, Holiday, ReminderMail
from programs.models.case_constraints import HandlingLevel
from programs.models.case_reminders import MailState
from programs.rules.case_reminders import ESCALATION, handled_in, nearest, next_higher, windows
from programs.services.case_people import CaseWorkers
from programs.services.reminder_mails import send_waiting

if TYPE_CHECKING:
    from p2kp_site.accounts.models import User

# How deep the area of a level is: the nation is no step of the path.
_DEPTH = {level: depth for depth, level in enumerate(reversed(HandlingLevel))}


@dataclass(frozen=True, slots=True)
class Reminded:
    """What a run did. `uncertain` are mails of all runs of which nobody knows whether they left."""

    made: int = 0
    sent: int = 0
    shown: int = 0
    waiting: int = 0
    uncertain: int = 0
    is_holiday: bool = False


def remind_cases(*, on: date, clock: Callable[[], datetime]) -> Reminded:
    """Make the reminders that a day asks for, and send their mails; again, it does nothing.

    Nobody is reminded on a holiday, nor of a case that lies where the day is one.
    """
    resting = Holiday.objects.resting(on)
    uncertain = ReminderMail.objects.uncertain(at=clock()).count
    if "" in resting:
        return Reminded(uncertain=uncertain(), is_holiday=True)
    workers = CaseWorkers(on=on)
    made = shown = 0
    for case_type in CaseType.objects.order_by("pk"):
        for rows, kind in _due(case_type, on):
            if resting:
                rows = rows.exclude(within(resting))
            for case in rows.select_related("assignee").order_by("pk"):
                if (mails := _make(case, kind, workers, at=clock())) is not None:
                    made += 1
                    shown += sum(mail.state == MailState.SHOWN for mail in mails)
    sent = send_waiting(workers=workers, resting=resting, clock=clock)
    waiting = ReminderMail.objects.to_send(resting=resting).count()
    return Reminded(made, sent, shown, waiting, uncertain())


def _due(case_type: CaseType, on: date) -> Iterator[tuple[Any, str]]:
    """The cases of this type that a day asks to be reminded of and were not, by kind."""
    days = {
        "remind_days_before": case_type.remind_days_before,
        "escalate_days_after": case_type.escalate_days_after,
    }
    for kind, first, last in windows(on, **days):
        range_ = Q(due_on__lte=last)
        if first is not None:
            range_ &= Q(due_on__gte=first)
        reminded = CaseReminder.objects.filter(
            case=OuterRef("pk"), due_on=OuterRef("due_on"), kind=kind
        )
        yield Case.objects.open_cases().filter(~Exists(reminded), range_, type=case_type), kind


def _make(
    case: Case, kind: str, workers: CaseWorkers, *, at: datetime
) -> Sequence[ReminderMail] | None:
    """Make this reminder with a row for each person; None where another run was faster."""
    key = {"case": case, "due_on": case.due_on, "kind": kind}
    with transaction.atomic():
        reminder, is_new = CaseReminder.objects.get_or_create(**key, defaults={"made_at": at})
        if not is_new:
            return None
        mails: Sequence[ReminderMail] = ReminderMail.objects.bulk_create(
            ReminderMail(
                reminder=reminder,
                user=user,
                state=MailState.WAITING if user.email else MailState.SHOWN,
            )
            for user in _told(case, kind, workers)
        )
        return mails


def _told(case: Case, kind: str, workers: CaseWorkers) -> Sequence["User"]:
    """Whom a reminder concerns: who has the case, else the nearest who may have it; or those of the
    next level above these."""
    seat = workers.seat_of(case.assignee, case.area) if case.assignee else None
    people: Sequence[User] = [case.assignee] if seat is not None else []
    if seat is None:
        seat = nearest(handled_in(case.area, _DEPTH[HandlingLevel(case.level)]), workers.by_area)
        people = workers.by_area[seat] if seat is not None else []
    if kind == ESCALATION:
        higher = next_higher(seat, workers.by_area) if seat is not None else None
        people = workers.by_area[higher] if higher is not None else []
    # Somebody may hold an area by two assignments.
    return list({user.pk: user for user in people}.values())
