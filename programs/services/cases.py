"""Open a case, hand it over, assign it, and write into its timeline."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from p2kp_site.foundation.history import write_history
from p2kp_site.foundation.models import ChangeSet
from p2kp_site.foundation.models.change_sets import Door, open_change_set
from p2kp_site.foundation.reader import Reader
from programs.models import Case, CaseEvent
from programs.models.case_constraints import HandlingLevel
from programs.models.case_events import EventKind
from programs.models.cases import MOVE
from programs.rules.cases import number_stem
from programs.services.case_acts import (
    CaseRefused,
    NotAssignable,
    ReasonMissing,
    SameLevel,
    acting_on,
    day_of,
    due_day,
    refuse_closed,
    refuse_unseen,
    refuse_without,
    tell,
    write,
)
from programs.services.case_numbers import issue_number
from programs.services.case_people import sees_cases_of

if TYPE_CHECKING:
    from p2kp_site.accounts.models import User

ADD, VIEW = "programs.add_case", "programs.view_case"
# At which level a case begins that lies in a region of this level: from the province down.
_BEGINS_AT = dict(enumerate([*HandlingLevel][-2::-1], 1))


@dataclass(frozen=True, slots=True)
class Assigned:
    """What assigning did; `reasons` counts the cases that were left, by kind."""

    done: int
    reasons: Mapping[str, int] = field(default_factory=dict)


@transaction.atomic
def open_case(
    case: Case, *, by: Reader, at: datetime, door: Door, change_set: ChangeSet | None = None
) -> Case:
    """Open a case that was filled in: it gets its number, and begins in the first stage.

    Raises PermissionDenied outside the reader's area, CaseRefused where its type has no stage to
    begin in, and ValidationError for what does not go together.
    """
    refuse_without(by, ADD)
    if not by.covers(case.region.path):
        raise PermissionDenied(ADD)
    stage = case.type.first_stage
    if stage is None or stage.is_done:
        raise CaseRefused(_("This type of cases has no stage in which a case begins."))
    case.clean()
    stem = number_stem(case.type.prefix, case.region.code, case.received_on.year)
    case.begin(
        number=issue_number(stem),
        stage=stage,
        level=_BEGINS_AT[case.region.level],
        due_on=due_day(stage, day_of(at)),
    )
    change_set = change_set or open_change_set(by=by.user, at=at, door=door)
    case.save(change_set=change_set)
    tell(case, EventKind.OPENED, change_set, stage_to=stage, level_to=case.level)
    return case


def hand_over_case(
    case: Case,
    *,
    to: str,
    reason: str,
    by: Reader,
    at: datetime,
    door: Door,
    expected: str = "",
) -> CaseEvent:
    """Hand a case over to another level, with a reason; where it lies does not change.

    Nobody is assigned to it afterwards. Raises ActedMeanwhile, ClosedCase, SameLevel or
    ReasonMissing, and PermissionDenied for a stranger.
    """
    level, reason = HandlingLevel(to), reason.strip()
    with acting_on(case, by=by, at=at, door=door, why=reason[:500]) as (standing, change_set):
        refuse_unseen(standing, level=expected)
        refuse_closed(standing)
        if standing.level == level:
            raise SameLevel(_("The case is handled at this level already."))
        if not reason:
            raise ReasonMissing(_("Whoever hands a case over says why."))
        write(standing, change_set, level=level, assignee=None)
        return tell(
            standing, EventKind.HANDED_OVER, change_set,
            level_from=standing.level, level_to=level, text=reason,
        )  # fmt: skip  # a call, its options side by side


def assign_case(
    case: Case, *, to: "User | None", by: Reader, at: datetime, door: Door
) -> CaseEvent:
    """Assign a case to somebody who sees it, or to nobody.

    Raises ClosedCase or NotAssignable, and PermissionDenied for a stranger.
    """
    with acting_on(case, by=by, at=at, door=door) as (standing, change_set):
        refuse_closed(standing)
        if to is not None and not sees_cases_of(to, standing.area, on=day_of(at)):
            raise NotAssignable(
                _("%(name)s does not see this case, and cannot work on it.") % {"name": to}
            )
        write(standing, change_set, assignee=to)
        return tell(standing, EventKind.ASSIGNED, change_set, assigned_to=to)


def assign_cases(
    rows: QuerySet[Any], *, to: "User", by: Reader, at: datetime, door: Door
) -> Assigned:
    """Assign these cases to one person, as far as they are open and the person sees them.

    What is left is counted by reason. Raises PermissionDenied without the right.
    """
    refuse_without(by, MOVE)
    with transaction.atomic():
        chosen = Case.objects.filter(pk__in=rows.order_by().values("pk")).writable_by(by)
        chosen.lock(with_keys=False)
        ready, left = [], Counter[str]()
        sees: dict[str, bool] = {}
        facts = chosen.order_by("pk").values_list("pk", "area", "closed_on", "assignee")
        for pk, area, closed_on, assignee in facts:
            if area not in sees:
                sees[area] = sees_cases_of(to, area, on=day_of(at))
            if closed_on or assignee == to.pk or not sees[area]:
                why = "closed" if closed_on else "unseen"
                left["theirs" if assignee == to.pk and not closed_on else why] += 1
            else:
                ready.append(pk)
        if ready:
            _assign(ready, to, open_change_set(by=by.user, at=at, door=door))
    return Assigned(len(ready), dict(left))


def _assign(keys: list[int], to: "User", change_set: ChangeSet) -> None:
    Case.objects.filter(pk__among=keys).stamp(assignee=to, change_set=change_set)
    write_history(Case, change_set, first=True, signed=True)
    facts: dict[str, Any] = {
        "kind": EventKind.ASSIGNED, "by_id": change_set.by_id, "at": change_set.at,
        "assigned_to": to, "change_set": change_set,
    }  # fmt: skip  # a table, an entry a line
    CaseEvent.objects.bulk_create(CaseEvent(case_id=pk, **facts) for pk in keys)


def set_due_day(
    case: Case, *, on: date | None, reason: str = "", by: Reader, at: datetime, door: Door
) -> CaseEvent:
    """Set the day by which a case is to go on, in place of the one that its stage gives.

    Raises ClosedCase, and PermissionDenied for a stranger.
    """
    with acting_on(case, by=by, at=at, door=door, why=reason[:500]) as (standing, change_set):
        refuse_closed(standing)
        write(standing, change_set, due_on=on)
        return tell(standing, EventKind.DUE, change_set, due_on=on, text=reason.strip())


def add_note(
    case: Case, *, text: str = "", file: Any = None, by: Reader, at: datetime, door: Door
) -> CaseEvent:
    """Write a note into the timeline of a case, with a file where there is one.

    Raises ReasonMissing for neither, and PermissionDenied for a stranger.
    """
    with acting_on(case, by=by, at=at, door=door) as (standing, change_set):
        if not text.strip() and not file:
            raise ReasonMissing(_("Write something, or choose a file."))
        return tell(standing, EventKind.NOTED, change_set, text=text.strip(), file=file or "")
