"""Why an issue or a mail came to nothing, and why a subscription stopped: what a person reads."""

from collections.abc import Mapping
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from p2kp_site.exchange.faults import describe_failure

REASONS: Final[dict[str, Any]] = {
    "not_allowed": _(
        "The owner no longer has the right to this summary, or no longer works in this region."
    ),
    "no_recipients": _("Nobody receives it: add a recipient, or switch the subscription off."),
    "nothing_left": _("No mail could be sent: each of them says why."),
    "mail_server": _("The mail server did not answer: send it again when it does."),
    "summary_elsewhere": _("The summary was still being made: send it again."),
    "recipient_left": _("The recipient does not want it any more."),
    "recipient_not_allowed": _(
        "The recipient may not see these figures: their account lacks the right or the area."
    ),
    "no_address": _("The account has no e-mail address: fill it in, and send again."),
    "mail_refused": _("The mail server refused the address or the mail: check it, and send again."),
    "broke_off": _(
        "The mail server broke off: the mail may have arrived. Ask, before you send it again."
    ),
    "worker_died_sending": _(
        "The worker died while it was sending: the mail may have arrived. Ask, before you send it"
        " again."
    ),
    "worker_died": _("The work broke off several times and was given up: send it again."),
    "cancelled": _("It was cancelled."),
    "internal": _("Something went wrong on our side: send it again, and tell the administrator."),
    "failures": _("It failed five times in a row."),
}


def describe_reason(failure: Mapping[str, Any] | None) -> str:
    """A reason in the active language; nothing for none."""
    if not failure:
        return ""
    text = REASONS.get(str(failure.get("kind")))
    return str(text) if text else describe_failure(failure)
