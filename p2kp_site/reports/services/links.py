"""Addresses that ask for nothing but their signature: a file of a mail, and the way to leave."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core import signing
from django.urls import reverse

from p2kp_site.reports.models import Delivery, Recipient

_FILE, _LEAVE = "reports.file", "reports.leave"


class Expired(Exception):
    """The address was right, and its time is over."""


@dataclass(frozen=True, slots=True)
class FileLink:
    """What a signed address leads to."""

    delivery: Delivery
    format: str
    until: datetime


def file_link(delivery: Delivery, format_: str, *, at: datetime) -> str:
    """The address of a file of a delivery, which holds for some days."""
    until = at + timedelta(days=settings.MAIL_LINK_DAYS)
    told = {"d": delivery.ref, "f": format_, "u": int(until.timestamp())}
    return _absolute("reports:file", signing.dumps(told, salt=_FILE))


def opened_file(token: str, *, at: datetime) -> FileLink | None:
    """What the address leads to; None for a signature that is not ours. Raises Expired."""
    told = _read(token, _FILE)
    if told is None:
        return None
    until = datetime.fromtimestamp(told["u"], tz=at.tzinfo)
    if until <= at:
        raise Expired
    found = Delivery.objects.select_related("run__region", "issue").filter(ref=told["d"]).first()
    return FileLink(found, told["f"], until) if found and found.run else None


def leave_link(recipient: Recipient) -> str:
    """The address at which a recipient switches their own receipt off."""
    return _absolute("reports:leave", signing.dumps({"r": recipient.ref}, salt=_LEAVE))


def leaving(token: str) -> Recipient | None:
    """Whose address it is; None for a signature that is not ours."""
    told = _read(token, _LEAVE)
    if told is None:
        return None
    rows = Recipient.objects.select_related("subscription__region", "user", "region")
    recipient: Recipient | None = rows.filter(ref=told["r"]).first()
    return recipient


def _read(token: str, salt: str) -> dict[str, Any] | None:
    try:
        told: dict[str, Any] = signing.loads(token, salt=salt)
    except signing.BadSignature:
        return None
    return told


def _absolute(name: str, token: str) -> str:
    return settings.SITE_URL.rstrip("/") + reverse(name, args=[token])
