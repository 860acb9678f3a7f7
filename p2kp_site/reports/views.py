"""A short address leads to the page of a kept summary, which asks who wants to see it."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from p2kp_site.reports.models import SummaryRun


def kept(request: Any, ref: str) -> HttpResponse:
    """The way to a run; who is not signed in signs in first, and strangers learn nothing."""
    if not request.user.is_authenticated:
        return redirect(f"{reverse('admin:login')}?next={request.path}")
    run = SummaryRun.objects.visible_to(request.reader).filter(ref=ref).first()
    if run is None:
        raise Http404
    return redirect("admin:reports_summaryrun_change", run.pk)
