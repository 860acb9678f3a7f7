"""Sign-offs in words, the same on pages and at the console."""

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext_lazy
from django.utils.translation import gettext_lazy as _

from communities.services.signoffs import SignOutcome
from p2kp_site.foundation.signoffs import SignoffState
from p2kp_site.foundation.wording import left_in_words

# What a person does, as the button says it.
VERB: Mapping[str, Any] = {
    SignoffState.HANDED_OVER: _("Hand over form"),
    SignoffState.ACKNOWLEDGED: _("Acknowledge"),
    SignoffState.VERIFIED: _("Verify"),
    SignoffState.RETURNED: _("Return"),
}
DONE = {
    SignoffState.HANDED_OVER: ngettext_lazy(
        "%(number)d row handed over.", "%(number)d rows handed over.", "number"
    ),
    SignoffState.ACKNOWLEDGED: ngettext_lazy(
        "%(number)d row acknowledged.", "%(number)d rows acknowledged.", "number"
    ),
    SignoffState.VERIFIED: ngettext_lazy(
        "%(number)d row verified.", "%(number)d rows verified.", "number"
    ),
    SignoffState.RETURNED: ngettext_lazy(
        "%(number)d row returned.", "%(number)d rows returned.", "number"
    ),
}
REASONS: Mapping[str, str | Promise] = {
    "already_signed": _("this step was taken already"),
    "already_returned": _("returned already"),
    "not_handed_over": _("not handed over"),
    "not_acknowledged": _("not acknowledged yet"),
    "acknowledgement_not_needed": _("needs no acknowledgement"),
    "entered_by_you": _("you entered it yourself"),
    "acknowledged_by_you": _("you acknowledged it yourself"),
    "only_a_verifier": _("what is verified is returned by a verifier only"),
    "changed_meanwhile": _("changed by somebody else at this moment"),
}


def refused_in_words(outcome: SignOutcome) -> str:
    """How many were left as they are, and why; empty for none."""
    return left_in_words(outcome.refused, outcome.reasons, REASONS)


def why_not(outcome: SignOutcome) -> str:
    """Why one form was not signed."""
    reasons = [str(REASONS[kind]) for kind in sorted(outcome.reasons)]
    if not reasons:
        return gettext("Not signed: somebody changed this row after you had opened it.")
    return gettext("Not signed: %(reason)s.") % {"reason": "; ".join(reasons)}


def outcome_in_words(outcome: SignOutcome, step: str) -> str:
    """What an act of signing did."""
    done = str(DONE[SignoffState(step)] % {"number": outcome.signed})
    return f"{done} {refused_in_words(outcome)}".strip()
