"""Decide on disbursements: approve, return or reject one, a selection, or all of a filter.

Approval of the last step reserves: of two people who approve more than a tranche holds, one does.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery

from finance.models import Decision, Disbursement, DisbursementStep, PositionAssignment, Tranche
from finance.models.decisions import Action
from finance.models.disbursements import DECIDE, OPEN, VERIFY, State
from finance.models.positions import falling_to
from finance.rules.disbursements import Payment, Row, Tally
from finance.services.disbursement_acts import (
    MissingReason,
    Outcome,
    close,
    hindered,
    lock_tranches,
    lying_where,
    outcome,
    refuse_without,
    reserve,
    told,
    unhindered,
)
from finance.services.handing_over import UNSENT
from p2kp_site.foundation.bulk import insert_rows
from p2kp_site.foundation.models import ChangeSet
from p2kp_site.foundation.models.change_sets import Door, open_change_set
from p2kp_site.foundation.reader import Reader

_COLUMNS = (
    "pk", "round", "next_step", "next_position", "changed_by", "is_backlog", "later_step",
    "kind", "amount", "tranche", "answers",
)  # fmt: skip  # names as running text


def decide(
    rows: QuerySet[Any],
    *,
    action: str,
    by: Reader,
    at: datetime,
    door: Door,
    reason: str = "",
) -> Outcome:
    """Decide on these rows, as far as they wait for a position that the person holds.

    Rows whose state, people or money do not allow it are refused and counted. Backlog rows have no
    chain: a verifier approves them, which signs them. Raises PermissionDenied without the right,
    MissingReason for a return or rejection without one, ValueError for an unknown action.
    """
    action, reason = Action(action), reason.strip()[:500]
    refuse_without(by, DECIDE, VERIFY)
    if action != Action.APPROVE and not reason:
        raise MissingReason(action)
    own, kinds = lying_where(rows, by), _hindrances(action, by)
    with transaction.atomic():
        change_set = open_change_set(by=by.user, at=at, door=door, why=reason)
        lock_tranches(own)
        ready = _with_later_step(unhindered(own, kinds)).order_by("pk")
        found = list(ready.select_for_update(of=("self",)).values_list(*_COLUMNS))
        kept, over = _affordable(found) if action == Action.APPROVE else (found, Counter())
        _write_decisions(kept, action, change_set, reason)
        if kept and action == Action.APPROVE:
            _approve(kept, change_set)
        elif kept:
            _send_back(action, change_set, reason)
        reasons = told(hindered(own.exclude(change_set=change_set), kinds), over)
        close(change_set, len(kept))
    return outcome(len(kept), reasons)


def preview(rows: QuerySet[Any], *, action: str, by: Reader) -> Outcome:
    """What deciding on these rows now would do."""
    own, kinds = lying_where(rows, by), _hindrances(Action(action), by)
    over: Counter[str] = Counter()
    if action == Action.APPROVE:
        ready = _with_later_step(unhindered(own, kinds)).order_by("pk")
        _kept, over = _affordable(list(ready.values_list(*_COLUMNS)))
    reasons = hindered(own, kinds)
    ready_number = reasons.pop("", 0) - over.total()
    return outcome(ready_number, told(reasons, over))


def _hindrances(action: Action, by: Reader) -> dict[str, Q]:
    """Why nobody, or not this person, decides on a row so, by kind, the first that holds."""
    sealed = Q(approved_version__isnull=False)
    kinds = {
        "approved_already": sealed,
        "not_handed_over": Q(state__in=OPEN),
        "rejected": Q(state=State.REJECTED),
    }
    backlog, user = Q(is_backlog=True), by.user
    held = PositionAssignment.objects.held_by(by) if by.may(DECIDE) else []
    if action != Action.APPROVE:
        kinds["backlog_stays"] = backlog
    if not by.may(VERIFY):
        kinds["only_a_verifier"] = backlog
    kinds["decided_by_you"] = Disbursement.objects.all().decided_by(user)
    kinds["not_your_position"] = ~backlog & ~falling_to(held, "next_position")
    kinds["entered_by_you"] = Q(changed_by=user) | Q(maker=user)
    return kinds


def _with_later_step(rows: Any) -> Any:
    """With `later_step`, the number of the step that follows the present one; None after it."""
    return rows.annotate(later_step=_later("number"))


def _later(column: str) -> Subquery:
    steps = DisbursementStep.objects.filter(
        disbursement=OuterRef("pk"), round=OuterRef("round"), number__gt=OuterRef("next_step")
    )
    return Subquery(steps.order_by("number").values(column)[:1])


def _affordable(found: Sequence[Any]) -> tuple[list[Any], Counter[str]]:
    """The rows that can be approved, one after the other, and why the others cannot."""
    last = {row[0]: Row(row[0], *row[7:]) for row in found if row[6] is None and not row[5]}
    over: Counter[str] = Counter()
    if not last:
        return list(found), over
    keys = sorted({row.tranche for row in last.values()})
    answered = sorted({row.answers for row in last.values() if row.answers is not None})
    tally = Tally(_unapproved(keys), _payments(answered))
    kept = []
    for row in found:
        refused = tally.take(last[row[0]]) if row[0] in last else ""
        if refused:
            over[refused] += 1
        else:
            kept.append(row)
    return kept, over


_SLICE = 500


def _unapproved(keys: Sequence[int]) -> dict[int, int]:
    """What can still be approved in these tranches."""
    left = {}
    for start in range(0, len(keys), _SLICE):
        some = Tranche.objects.filter(pk__in=keys[start : start + _SLICE])
        left.update(dict(some.values_list("pk", F("amount") - F("approved"))))
    return left


def _payments(keys: Sequence[int]) -> dict[int, Payment]:
    columns = ("amount", "answered", "accounted_amount", "state")
    found = {}
    for start in range(0, len(keys), _SLICE):
        some = Disbursement.objects.filter(pk__in=keys[start : start + _SLICE])
        found.update({key: Payment(*facts) for key, *facts in some.values_list("pk", *columns)})
    return found


def _write_decisions(
    kept: Sequence[Any], action: Action, change_set: ChangeSet, reason: str
) -> None:
    """One decision for each row; the table refuses a second one of the person or the step."""
    at: Any = change_set.at
    if connection.vendor == "sqlite":
        at = connection.ops.adapt_datetimefield_value(at)
    insert_rows(
        Decision,
        (
            "disbursement_id", "round", "step", "position_id", "maker_id", "person_id", "action",
            "at", "reason", "change_set_id",
        ),
        (
            (*row[:2], row[2] or 0, *row[3:5], change_set.by_id, action.value, at, reason,
             change_set.pk)
            for row in kept
        ),
    )  # fmt: skip  # a call, its options side by side


def _decided(change_set: ChangeSet) -> Any:
    """The rows on which this act decided."""
    decisions = Decision.objects.filter(change_set=change_set)
    return Disbursement.objects.filter(pk__in=decisions.values("disbursement"))


def _approve(kept: Sequence[Any], change_set: ChangeSet) -> None:
    """Lead the rows to their next step, and approve those without one."""
    rows = _decided(change_set)
    sealed = {
        "approved_version": F("version"),
        "approved_at": change_set.at,
        "change_set": change_set,
    }
    later = DisbursementStep.objects.filter(
        disbursement=OuterRef("pk"), round=OuterRef("round"), number__gt=OuterRef("next_step")
    )
    rows.filter(is_backlog=True).stamp(**sealed)
    waiting = rows.filter(state=State.HANDED_OVER)
    # The last steps first: the others come to theirs by the second statement.
    waiting.filter(~Exists(later)).stamp(
        state=State.APPROVED, next_step=None, next_position=None, **sealed
    )
    waiting.stamp(
        next_step=_later("number"), next_position=_later("position"), change_set=change_set
    )
    if any(row[6] is None and not row[5] for row in kept):
        reserve(change_set)


def _send_back(action: Action, change_set: ChangeSet, reason: str) -> None:
    waiting = {"next_step": None, "next_position": None}
    returned = action == Action.RETURN
    _decided(change_set).stamp(
        state=State.RETURNED if returned else State.REJECTED,
        decision_reason=reason,
        change_set=change_set,
        **(UNSENT if returned else waiting),
    )
