"""Move a case along the table of its type: to the next stage, to its end, and out of it again."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from p2kp_site.foundation.models import ChangeSet
from p2kp_site.foundation.models.change_sets import Door
from p2kp_site.foundation.reader import Reader
from programs.models import Case, CaseEvent, CaseMove
from programs.models.case_events import EventKind
from programs.models.cases import CHECK
from programs.services.case_acts import (
    MoveNotAllowed,
    NothingToCheck,
    OutcomeMissing,
    ReasonMissing,
    SamePerson,
    acting_on,
    day_of,
    due_day,
    refuse_unseen,
    tell,
    write,
)

_LONGEST_WHY = 500


def move_case(
    case: Case,
    *,
    to: str,
    by: Reader,
    at: datetime,
    door: Door,
    expected: str = "",
    reason: str = "",
    outcome: str = "",
) -> CaseEvent:
    """Move a case to the stage with this code; `expected` is the stage in which it was seen.

    A move into a stage that is done closes the case, with its outcome; a move out of one reopens
    it. Raises ActedMeanwhile, MoveNotAllowed, ReasonMissing or OutcomeMissing, and PermissionDenied
    for a stranger.
    """
    reason, outcome = reason.strip(), outcome.strip()
    why = (reason or outcome)[:_LONGEST_WHY]
    with acting_on(case, by=by, at=at, door=door, why=why) as (standing, change_set):
        refuse_unseen(standing, stage=expected)
        move = _allowed(standing, to)
        if move.asks_reason and not reason:
            raise ReasonMissing(_("“%(move)s” needs a reason.") % {"move": move})
        if move.closes and not outcome:
            raise OutcomeMissing(_("Write what came of the case: it is closed with its outcome."))
        write(standing, change_set, **_after(standing, move, change_set, outcome))
        kind = EventKind.MOVED
        if move.closes or move.reopens:
            kind = EventKind.CLOSED if move.closes else EventKind.REOPENED
        text = "\n\n".join(part for part in (reason, outcome if move.closes else "") if part)
        return tell(standing, kind, change_set, stage_from=move.origin, stage_to=move.to, text=text)


def _allowed(case: Case, to: str) -> CaseMove:
    """The move to this stage, or why there is none."""
    moves = CaseMove.objects.filter(origin=case.stage).select_related("origin", "to")
    ways = {move.to.code: move for move in moves.order_by("to__position", "pk")}
    if to in ways:
        found: CaseMove = ways[to]
        return found
    named = ", ".join(f"{code} ({move.to.name})" for code, move in ways.items())
    raise MoveNotAllowed(
        _("From “%(stage)s” a case of this type is not moved to %(to)s, but to: %(ways)s.")
        % {"stage": case.stage.name, "to": to or "–", "ways": named or "–"}
    )


def _after(case: Case, move: CaseMove, change_set: ChangeSet, outcome: str) -> dict[str, Any]:
    """What stands in a case after a move."""
    day = day_of(change_set.at)
    columns: dict[str, Any] = {"stage": move.to, "due_on": due_day(move.to, day)}
    if move.closes:
        columns |= {
            # A case that is received and closed in advance of the calendar is closed no earlier.
            "closed_on": max(day, case.received_on),
            "closed_by": change_set.by_id,
            "outcome": outcome,
            "needs_check": move.needs_check,
        }
    elif move.reopens:
        columns |= {
            "closed_on": None, "closed_by": None, "outcome": "", "needs_check": False,
            "outcome_checked_by": None, "outcome_checked_at": None,
        }  # fmt: skip  # a table, an entry a line
    return columns


def reopen_case(
    case: Case, *, to: str = "", reason: str, by: Reader, at: datetime, door: Door
) -> CaseEvent:
    """Take a closed case up again, with a reason: at this stage, or where its type leads first.

    Raises as `move_case` does.
    """
    moves = CaseMove.objects.filter(origin=case.stage_id, origin__is_done=True, to__is_done=False)
    back = list(moves.order_by("to__position", "pk").values_list("to__code", flat=True))
    if not back or (to and to not in back):
        raise MoveNotAllowed(
            _("There is no such way back: %(ways)s.") % {"ways": ", ".join(back) or "–"}
        )
    seen = case.stage.code
    return move_case(case, to=to or back[0], reason=reason, expected=seen, by=by, at=at, door=door)


def check_outcome(case: Case, *, by: Reader, at: datetime, door: Door, text: str = "") -> CaseEvent:
    """Check the outcome of a closed case, as a second person: never who closed it.

    Who does not agree reopens the case. Raises NothingToCheck, SamePerson, and PermissionDenied
    for a stranger.
    """
    with acting_on(case, by=by, at=at, door=door, right=CHECK) as (standing, change_set):
        if standing.is_open or standing.outcome_checked_by_id:
            raise NothingToCheck(_("There is no outcome that waits to be checked."))
        if standing.closed_by_id == change_set.by_id:
            raise SamePerson(_("You closed this case yourself: somebody else checks its outcome."))
        write(
            standing, change_set,
            outcome_checked_by=change_set.by_id, outcome_checked_at=change_set.at,
        )  # fmt: skip  # a call, its options side by side
        return tell(standing, EventKind.CHECKED, change_set, text=text.strip())
