"""What the database holds about sign-offs, whoever writes and through whichever door."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from p2kp_site.foundation.signoff_steps import OPEN, SIGNED, STEPS, SignoffState


def _signed_by(*steps: str) -> Q:
    """Exactly these steps bear a signature; a return bears a reason, and nothing else does."""
    condition = Q()
    for step in STEPS:
        missing = step not in steps
        condition &= Q((f"{step}_by__isnull", missing), (f"{step}_at__isnull", missing))
    reason = Q(return_reason="")
    return condition & (~reason if SignoffState.RETURNED in steps else reason)


_HANDED, _ACKNOWLEDGED, _VERIFIED = SIGNED
_ORDER = (
    (Q(signoff=SignoffState.ENTERED) & _signed_by())
    | (Q(signoff=_HANDED) & _signed_by(_HANDED))
    | (Q(signoff=_ACKNOWLEDGED) & _signed_by(_HANDED, _ACKNOWLEDGED))
    | (Q(signoff=_VERIFIED) & _signed_by(_HANDED, _ACKNOWLEDGED, _VERIFIED))
    | (Q(signoff=_VERIFIED, needs_acknowledgement=False) & _signed_by(_HANDED, _VERIFIED))
    | (Q(signoff=SignoffState.RETURNED) & _signed_by(SignoffState.RETURNED))
)

# For the Meta of an abstract model: the names are filled in for each concrete one.
SIGNOFF_CONSTRAINTS: list[models.BaseConstraint] = [
    models.CheckConstraint(
        condition=_ORDER,
        name="%(app_label)s_%(class)s_signoff_order",
        violation_error_message=_(
            "A form is handed over, acknowledged and verified in this order, each by a "
            "person and at a time; a return has a reason."
        ),
    ),
    models.CheckConstraint(
        condition=Q(acknowledged_by__isnull=True)
        | Q(verified_by__isnull=True)
        | ~Q(acknowledged_by=F("verified_by")),
        name="%(app_label)s_%(class)s_signoff_two_people",
        violation_error_message=_("Whoever acknowledged a form does not verify it."),
    ),
    models.CheckConstraint(
        condition=Q(changed_by__isnull=True)
        | (
            (Q(acknowledged_by__isnull=True) | ~Q(acknowledged_by=F("changed_by")))
            & (Q(verified_by__isnull=True) | ~Q(verified_by=F("changed_by")))
        ),
        name="%(app_label)s_%(class)s_signoff_not_by_who_entered",
        violation_error_message=_("Whoever entered a form neither acknowledges nor verifies it."),
    ),
    models.CheckConstraint(
        condition=Q(
            signoff__in=SIGNED,
            signed_version__isnull=False,
            signed_version=F("version"),
        )
        | Q(signoff__in=OPEN, signed_version__isnull=True),
        name="%(app_label)s_%(class)s_signoff_seal",
        violation_error_message=_(
            "This row carries sign-offs: what was signed cannot change under them."
        ),
    ),
]
