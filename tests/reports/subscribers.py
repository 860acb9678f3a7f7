"""Subscriptions for tests, who owns them, and the mails that came of them."""

import re
from datetime import UTC, datetime, timedelta
from email import message_from_string
from email.message import Message
from pathlib import Path
from typing import Any

from django.conf import settings

from communities.models import AreaAssignment
from p2kp_site.accounts.models import User
from p2kp_site.accounts.rules.roles import RoleName
from p2kp_site.reports.models import Issue, Recipient, Subscription
from p2kp_site.reports.services.planning import Decided, start_due
from p2kp_site.reports.services.sending import send_issue
from tests.builders import make_change_set
from tests.builders_accounts import INHIL, region_of
from tests.exchange.services.office import make_person

SINCE = datetime(2026, 1, 20, 2, 0, tzinfo=UTC)
# The first of February at six in Jakarta, and a while later.
DUE = datetime(2026, 1, 31, 23, 0, tzinfo=UTC)
LATER = DUE + timedelta(minutes=5)


def clock() -> datetime:
    """When the workers of these tests live."""
    return LATER


def make_owner(code: str = INHIL, **values: Any) -> User:
    """Somebody who may subscribe: a steward with an address, at work since before it all."""
    values = {"role": RoleName.DATA_STEWARD, "email": "pemilik@inhil.example", **values}
    person = make_person(region=region_of(code), from_on=SINCE.date(), **values)
    AreaAssignment.objects.filter(user=person).update(from_on=SINCE.date() - timedelta(days=90))
    return person


def subscribe(owner: User | None = None, code: str | None = INHIL, **values: Any) -> Subscription:
    """A monthly summary of boards, sent on the first at six, to its owner."""
    owner = owner or make_owner()
    recipients = values.pop("to", [owner])
    standard = {"summary": "community-boards", "rhythm": "monthly", "since": SINCE}
    subscription = Subscription(
        owner=owner, region=region_of(code) if code else None, **{**standard, **values}
    )
    subscription.save(change_set=make_change_set())
    for one in recipients:
        add_recipient(subscription, one)
    return Subscription.objects.get(pk=subscription.pk)


def add_recipient(subscription: Subscription, to: Any, language: str = "id") -> Recipient:
    """An account, or (address, code of a region)."""
    recipient = Recipient(subscription=subscription, language=language)
    if isinstance(to, User):
        recipient.user = to
    else:
        recipient.address, recipient.region = to[0], region_of(to[1])
    recipient.save(change_set=make_change_set())
    return recipient


def decide(at: datetime = LATER) -> Decided:
    return start_due(at=at)


def send(at: datetime = LATER) -> list[Issue]:
    """What beat and worker do then; the issues that were sent."""
    for pk in decide(at).queued:
        send_issue(pk, clock=lambda: at)
    return list(Issue.objects.order_by("pk"))


def states(issue: Issue) -> list[str]:
    """How the mails of an issue stand."""
    return list(issue.deliveries.order_by("pk").values_list("state", flat=True))


def letters_in_folder() -> list[Message]:
    """The mails that processes have left in the folder."""
    files = sorted(Path(settings.EMAIL_FILE_PATH).glob("*.log"))
    texts = [t for file in files for t in re.split(r"^-{79}\n", file.read_text(), flags=re.M)]
    return [message_from_string(text) for text in texts if text.strip()]


def forget_letters() -> None:
    """Empty the folder."""
    for file in Path(settings.EMAIL_FILE_PATH).glob("*.log"):
        file.unlink()


def parts_of(mail: Any) -> dict[str, str]:
    """Text and HTML of a mail of Django's outbox."""
    ((html, _kind),) = mail.alternatives
    return {"text": mail.body, "html": html}
