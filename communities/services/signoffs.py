"""Sign forms: hand over, acknowledge, verify or return one, a selection, or all of a filter.

One act is one statement that writes, whatever the number of forms, the same for page and command.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import BooleanField, Case, CharField, Count, F, Q, QuerySet, Value, When

from communities.models import SignoffRule
from p2kp_site.foundation.history import write_history
from p2kp_site.foundation.models.change_sets import ChangeSet, Door, open_change_set
from p2kp_site.foundation.reader import Reader
from p2kp_site.foundation.scoping import within
from p2kp_site.foundation.signoff_steps import own_part, ready_for
from p2kp_site.foundation.signoffs import OPEN, SIGNED, STEPS, UNSIGNED, SignoffState, may_sign

_READY = ""  # the kind of those that nothing hinders


class MissingReason(ValueError):
    """A form is returned only with a reason."""


@dataclass(frozen=True, slots=True)
class SignOutcome:
    """What an act of signing did; `reasons` counts the refused forms by kind."""

    signed: int
    refused: int
    reasons: dict[str, int] = field(default_factory=dict)


def sign(
    rows: QuerySet[Any], *, step: str, by: Reader, at: datetime, door: Door, reason: str = ""
) -> SignOutcome:
    """Take these forms one step further, as far as they lie where the person may write.

    Forms whose state or people do not allow the step are refused and counted; of two people who
    sign the same form at once, one does. Raises PermissionDenied without the right to the step,
    MissingReason for a return without one, ValueError for an unknown step.
    """
    if step not in STEPS:
        raise ValueError(step)
    if by.user is None or not may_sign(rows.model, step, by):
        raise PermissionDenied(f"{rows.model._meta.label}: {step}")
    reason = reason.strip()
    if step == SignoffState.RETURNED and not reason:
        raise MissingReason(step)
    own = _lying_where(rows, by)
    with transaction.atomic():
        change_set = open_change_set(by=by.user, at=at, door=door, why=reason)
        allowed = _allowed(own, step, by)
        allowed.lock()
        # Asked again now that they are held: what somebody signed meanwhile falls out.
        signed = allowed.stamp(**_values(rows.model, step, change_set, reason))
        if signed:
            write_history(rows.model, change_set, first=True, signed=True)
        # Looked at afterwards: whoever was faster is among the reasons.
        reasons = _reasons(own.exclude(change_set=change_set), step, by)
        if not signed:
            transaction.set_rollback(True)  # An act that did nothing leaves nothing behind.
    if ready := reasons.pop(_READY, 0):
        reasons["changed_meanwhile"] = ready
    return SignOutcome(signed, sum(reasons.values()), reasons)


def preview(rows: QuerySet[Any], *, step: str, by: Reader) -> SignOutcome:
    """What signing these forms now would do."""
    reasons = _reasons(_lying_where(rows, by), step, by)
    ready = reasons.pop(_READY, 0)
    return SignOutcome(ready, sum(reasons.values()), reasons)


def _lying_where(rows: QuerySet[Any], by: Reader) -> Any:
    """These forms, without the joins and the order of a list, where the reader may write."""
    chosen = rows.order_by().values("pk")
    every: Any = rows.model._default_manager
    return every.filter(pk__in=chosen).writable_by(by)


def _hindrances(step: str, by: Reader) -> dict[str, Q]:
    """Why a form does not take this step, by kind, the first that holds."""
    found: dict[str, Q] = {}
    match step:
        case SignoffState.HANDED_OVER:
            found["already_signed"] = Q(signoff__in=SIGNED)
        case SignoffState.ACKNOWLEDGED:
            found["already_signed"] = Q(signoff__in=SIGNED[1:])
            found["not_handed_over"] = Q(signoff__in=OPEN)
            found["acknowledgement_not_needed"] = Q(needs_acknowledgement=False)
        case SignoffState.VERIFIED:
            found["already_signed"] = Q(signoff=SignoffState.VERIFIED)
            found["not_handed_over"] = Q(signoff__in=OPEN)
            found["not_acknowledged"] = Q(
                signoff=SignoffState.HANDED_OVER, needs_acknowledgement=True
            )
        case SignoffState.RETURNED:
            found["already_returned"] = Q(signoff=SignoffState.RETURNED)
            found["not_handed_over"] = Q(signoff__in=OPEN)
    if by.user is not None:
        found.update(own_part(step, by.user.pk))
    return found


def _for_verifiers(rows: Any, step: str, by: Reader) -> Q | None:
    """What is verified comes back from a verifier only."""
    if step != SignoffState.RETURNED or may_sign(rows.model, SignoffState.VERIFIED, by):
        return None
    return Q(signoff=SignoffState.VERIFIED)


def _allowed(own: Any, step: str, by: Reader) -> Any:
    """The forms that take the step."""
    allowed = own.filter(ready_for(step))
    for refused in own_part(step, by.user.pk if by.user else 0).values():
        allowed = allowed.exclude(refused)
    if (verified := _for_verifiers(own, step, by)) is not None:
        allowed = allowed.exclude(verified)
    return allowed


def _reasons(rows: Any, step: str, by: Reader) -> dict[str, int]:
    kinds = _hindrances(step, by)
    if (verified := _for_verifiers(rows, step, by)) is not None:
        kinds["only_a_verifier"] = verified
    cases = [When(condition, then=Value(kind)) for kind, condition in kinds.items()]
    kind = Case(*cases, default=Value(_READY), output_field=CharField())
    counted = rows.order_by().annotate(hindrance=kind).values("hindrance")
    return dict(counted.annotate(number=Count("pk")).values_list("hindrance", "number"))


def _values(model: Any, step: str, change_set: ChangeSet, reason: str) -> dict[str, Any]:
    """The columns that the step writes; content and its author stay."""
    values: dict[str, Any] = {}
    if step == SignoffState.RETURNED:
        values = {**UNSIGNED, "return_reason": reason[:500]}
    elif step == SignoffState.HANDED_OVER:
        needed = _needs_acknowledgement(model)
        values = {**UNSIGNED, "signed_version": F("version"), "needs_acknowledgement": needed}
    values = {name.removesuffix("_id"): value for name, value in values.items()}
    return {
        **values,
        "signoff": step,
        f"{step}_by": change_set.by,
        f"{step}_at": change_set.at,
        "change_set": change_set,
    }


def _needs_acknowledgement(model: Any) -> Any:
    """What the most specific rule says of each form; a form without a rule is acknowledged."""
    cases = [
        When(within([rule.path]), then=Value(rule.needs_acknowledgement))
        for rule in SignoffRule.objects.about(model._meta.label_lower)
    ]
    return Case(*cases, default=Value(True), output_field=BooleanField())
