"""The mail that brings a summary: key figures in its text, files attached or by signed links."""

from dataclasses import replace
from datetime import datetime, timedelta
from email.utils import parseaddr
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override

from p2kp_site.foundation.summary_json import from_json
from p2kp_site.reports.drawing import SCREEN
from p2kp_site.reports.models import Delivery, SummaryRun
from p2kp_site.reports.models.runs import RunFormat
from p2kp_site.reports.rendering.words import in_words
from p2kp_site.reports.services.links import file_link, leave_link
from p2kp_site.reports.services.runs import live_link

_KINDS = {
    RunFormat.HTML: "text/html",
    RunFormat.PDF: "application/pdf",
    RunFormat.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    RunFormat.JSON: "application/json",
}


def letter_of(delivery: Delivery, run: SummaryRun, *, at: datetime) -> EmailMultiAlternatives:
    """The mail of a delivery, in the language of its recipient."""
    with override(delivery.language):
        return _letter(delivery, run, at)


def _letter(delivery: Delivery, run: SummaryRun, at: datetime) -> EmailMultiAlternatives:
    attached = _fits(run)
    leave = leave_link(delivery.recipient) if delivery.recipient else ""
    words = _words(delivery, run)
    context = {
        "document": words,
        "language": delivery.language,
        "files": _files(delivery, run, at),
        "attached": attached,
        "until": at + timedelta(days=settings.MAIL_LINK_DAYS),
        # An address has no account, and would only be asked to sign in.
        "live": live_link(run) if delivery.user_id else "",
        "leave": leave,
    }
    mail = EmailMultiAlternatives(
        subject=_("%(title)s, %(region)s, %(period)s")
        % {name: words[name] for name in ("title", "region", "period")},
        body=render_to_string("reports/mail.txt", context),
        to=[delivery.user.email if delivery.user else delivery.address],
        headers=_headers(delivery, leave),
    )
    mail.attach_alternative(render_to_string("reports/mail.html", context), "text/html")
    if attached:
        for format_, kept in run.files.items():
            file = Path(settings.MEDIA_ROOT) / kept["path"]
            mail.attach(file.name, file.read_bytes(), _KINDS[RunFormat(format_)])
    return mail


def _fits(run: SummaryRun) -> bool:
    return sum(kept["size"] for kept in run.files.values()) <= settings.MAIL_MAX_BYTES


def _words(delivery: Delivery, run: SummaryRun) -> dict[str, Any]:
    """Title and key figures; tables and charts stand in the files."""
    document = replace(from_json(run.figures or {}), tables=(), charts=())
    words = in_words(document, SCREEN, base=settings.SITE_URL.rstrip("/"))
    if not delivery.user_id:
        for one in (*words["figures"], *words["notes"]):
            one["url"] = ""
    return words


def _files(delivery: Delivery, run: SummaryRun, at: datetime) -> list[dict[str, Any]]:
    return [
        {
            "label": str(RunFormat(name).label),
            "size": kept["size"],
            "url": file_link(delivery, name, at=at),
        }
        for name, kept in run.files.items()
    ]


def _headers(delivery: Delivery, leave: str) -> dict[str, str]:
    """By its ID the log of a mail server tells what became of an uncertain mail."""
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].partition("@")[2] or "localhost"
    headers = {
        "Message-ID": f"<{delivery.ref}.{delivery.attempts + 1}@{domain}>",
        "Auto-Submitted": "auto-generated",
    }
    if leave:
        headers["List-Unsubscribe"] = f"<{leave}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return headers
