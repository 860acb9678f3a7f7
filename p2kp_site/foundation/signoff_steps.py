"""The steps of a sign-off: which may come next, who may do them, and to whom they are refused."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from p2kp_site.foundation.reader import Reader


class SignoffState(models.TextChoices):
    """How far a form has come; the steps bear the names of the states that they lead to."""

    ENTERED = "entered", _("entered")
    HANDED_OVER = "handed_over", _("handed over")
    ACKNOWLEDGED = "acknowledged", _("acknowledged")
    VERIFIED = "verified", _("verified")
    RETURNED = "returned", _("returned")


SIGNED = (SignoffState.HANDED_OVER, SignoffState.ACKNOWLEDGED, SignoffState.VERIFIED)
OPEN = (SignoffState.ENTERED, SignoffState.RETURNED)
STEPS = (*SIGNED, SignoffState.RETURNED)
# The right that a step takes: `<app>.<verb>_<model>`; what is verified is returned by a verifier.
VERBS: dict[str, str] = {
    SignoffState.HANDED_OVER: "hand_over",
    SignoffState.ACKNOWLEDGED: "acknowledge",
    SignoffState.VERIFIED: "verify",
}


def may_sign(model: Any, step: str, reader: Reader) -> bool:
    """Has the reader the right to this step of this kind of form at all? Rows are asked apart."""
    verbs = [VERBS[SignoffState.ACKNOWLEDGED], VERBS[SignoffState.VERIFIED]]
    if step in VERBS:
        verbs = [VERBS[step]]
    meta = model._meta
    return any(reader.may(f"{meta.app_label}.{verb}_{meta.model_name}") for verb in verbs)


def ready_for(step: str) -> Q:
    """Forms whose state lets this step come next."""
    handed_over = Q(signoff=SignoffState.HANDED_OVER)
    match step:
        case SignoffState.HANDED_OVER:
            return Q(signoff__in=OPEN)
        case SignoffState.ACKNOWLEDGED:
            return handed_over & Q(needs_acknowledgement=True)
        case SignoffState.VERIFIED:
            without = handed_over & Q(needs_acknowledgement=False)
            return Q(signoff=SignoffState.ACKNOWLEDGED) | without
        case SignoffState.RETURNED:
            return Q(signoff__in=SIGNED)
    raise ValueError(step)


def own_part(step: str, user_id: int) -> dict[str, Q]:
    """Forms that this person may not sign because of their own part in them, by kind of refusal."""
    entered = {"entered_by_you": Q(changed_by=user_id)}
    match step:
        case SignoffState.ACKNOWLEDGED:
            return entered
        case SignoffState.VERIFIED:
            return {**entered, "acknowledged_by_you": Q(acknowledged_by=user_id)}
    return {}
