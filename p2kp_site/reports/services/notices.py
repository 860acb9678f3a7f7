"""Mails to the owner of a subscription: that it stopped, and that something did not arrive."""

import logging
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from p2kp_site.foundation.periods import read_period
from p2kp_site.foundation.summaries import title_of
from p2kp_site.reports.fault_messages import describe_reason
from p2kp_site.reports.models import Issue, Subscription

logger = logging.getLogger(__name__)


def tell_stopped(subscription: Subscription, issue: Issue) -> None:
    """Tell the owner that a subscription was switched off after failures, and the last reason."""
    with override(subscription.owner.language):
        why = describe_reason(issue.failure)
        _tell(
            subscription,
            subject=_("Switched off: %(title)s") % {"title": title_of(subscription.summary)},
            text=_(
                "Your subscription failed five times in a row and was switched off. Last reason:"
                " %(why)s"
            )
            % {"why": why},
        )


def tell_absent(subscription: Subscription, period: str) -> None:
    """Tell the owner that a summary that was expected did not arrive."""
    language = subscription.owner.language
    with override(language):
        called = read_period(period).label(language)
        _tell(
            subscription,
            subject=_("Did not arrive: %(title)s, %(period)s")
            % {"title": title_of(subscription.summary), "period": called},
            text=_(
                "This summary should have been sent and was not, and nothing says why. Tell the"
                " administrator: perhaps the worker or the clock of the site stands still."
            ),
        )


def _tell(subscription: Subscription, *, subject: str, text: str) -> None:
    owner = subscription.owner
    if not owner.email or not owner.is_active:
        logger.warning("%s: %s has no address to be told", subscription, owner.username)
        return
    page = reverse("admin:reports_subscription_change", args=[subscription.pk])
    context: dict[str, Any] = {
        "text": text,
        "title": title_of(subscription.summary),
        "region": subscription.region or _("the whole nation"),
        "rhythm": subscription.get_rhythm_display(),
        "url": settings.SITE_URL.rstrip("/") + page,
    }
    mail = EmailMessage(subject, render_to_string("reports/notice.txt", context), to=[owner.email])
    mail.extra_headers["Auto-Submitted"] = "auto-generated"
    try:
        mail.send()
    except OSError:
        # The first page tells the same; a notice that cannot be sent must not stop the worker.
        logger.exception("%s: the owner could not be told", subscription)
