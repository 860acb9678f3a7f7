"""Pages for whoever holds a mail: a file that was too large for it, and the way to leave.

They ask for nothing but the signature in the address, show nothing but what the mail said, and are
in the language of the mail.
"""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from p2kp_site.exchange.admin.jobs import send
from p2kp_site.foundation.periods import read_period
from p2kp_site.foundation.summaries import title_of
from p2kp_site.reports.models import Recipient, SummaryRun
from p2kp_site.reports.models.runs import RunFormat
from p2kp_site.reports.rendering.words import letterhead
from p2kp_site.reports.services.links import Expired, FileLink, leaving, opened_file
from p2kp_site.reports.services.subscriptions import leave as leave_for_good


@require_safe
def file(request: HttpRequest, token: str) -> HttpResponseBase:
    """A file of a summary: first what it is, then the file."""
    try:
        link = opened_file(token, at=timezone.now())
    except Expired:
        text = _("This address has expired. Ask the sender to send the summary again.")
        return _page(request, {"title": _("Expired"), "text": text}, status=410)
    if link is None:
        raise Http404
    run = link.delivery.run
    kept = run.file_of(link.format) if run else None
    if run is None or kept is None:
        raise Http404
    if "download" in request.GET:
        place = Path(settings.MEDIA_ROOT) / kept["path"]
        return send(lambda: place.open("rb"), place.name)
    with override(link.delivery.language):
        return _page(request, _about(run, link))


def _about(run: SummaryRun, link: FileLink) -> dict[str, Any]:
    until = date_format(timezone.localtime(link.until), "j F Y H:i")
    return {
        "title": title_of(run.summary),
        "language": link.delivery.language,
        "facts": [
            (_("Region"), run.region or _("the whole nation")),
            (_("Period"), read_period(run.period).label(link.delivery.language)),
            (_("File"), RunFormat(link.format).label),
            (_("This address holds until"), until),
        ],
        "download": "?download=1",
    }


# A mail program presses the button by itself, as RFC 8058 has it, and knows no cookie of ours.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest, token: str) -> HttpResponse:
    """Where a recipient switches their own receipt off: asked once, and done by a press."""
    recipient = leaving(token)
    if recipient is None:
        raise Http404
    with override(recipient.reads):
        if request.method == "POST":
            leave_for_good(recipient, at=timezone.now())
            recipient.refresh_from_db()
        return _page(request, _of_leaving(recipient))


def _of_leaving(recipient: Recipient) -> dict[str, Any]:
    subscription = recipient.subscription
    place: Any = recipient.region or subscription.region or _("the whole nation")
    page = {
        "title": title_of(subscription.summary),
        "language": recipient.reads,
        "facts": [(_("Region"), place), (_("Rhythm"), subscription.get_rhythm_display())],
    }
    if recipient.left_at is None:
        text = _("You receive this summary by mail. You can stop receiving it here.")
        return {**page, "text": text, "button": _("Stop receiving it")}
    return {**page, "text": _("You do not receive this summary any more.")}


def _page(request: HttpRequest, context: dict[str, Any], status: int = 200) -> HttpResponse:
    page = {"language": settings.LANGUAGE_CODE, "letterhead": letterhead(), **context}
    answer = render(request, "reports/outside.html", page, status=status)
    answer.headers["Cache-Control"] = "private, no-store"
    answer.headers["Referrer-Policy"] = "no-referrer"
    return answer
