"""Run a summary: ask for it, take its figures at one moment, and make its files of them."""

import hashlib
import json
import shutil
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from communities.models import Region
from communities.summaries.scopes import scope_named, scope_of
from p2kp_site.exchange.services.leases import Clock, Lease, claim
from p2kp_site.exchange.services.running import settled_whatever_happens
from p2kp_site.exchange.writing.atomic import atomic_file
from p2kp_site.foundation.periods import read_period
from p2kp_site.foundation.reader import Reader, reader_for
from p2kp_site.foundation.summaries import NATION_CODE, Document, Scope, summary_named
from p2kp_site.foundation.summary_json import as_json
from p2kp_site.reports.models import SummaryRun
from p2kp_site.reports.models.runs import RunState
from p2kp_site.reports.rendering import render


def start_run(
    *,
    reader: Reader,
    summary: str,
    region: str,
    period: str,
    formats: Sequence[str],
    language: str,
    at: datetime,
    verified_only: bool = False,
) -> SummaryRun:
    """Queue a run of a summary for a region (`ID` is the nation) and a period.

    Raises UnknownSummary, NoSuchRegion for a region outside the reader's area, UnusablePeriod, and
    PermissionDenied without the right to all that it counts.
    """
    kind = summary_named(summary)
    if not kind.may_be_read_by(reader) or reader.user is None:
        raise PermissionDenied(summary)
    scope = scope_named(region, reader)
    # Of a file stands its path, not its place in the alphabet: the same code may come back.
    place = None if scope.is_nation else Region.objects.get(path=scope.path)
    return SummaryRun.objects.create(
        summary=summary,
        region=place,
        area=scope.path,
        period=read_period(period).text,
        verified_only=verified_only,
        formats=list(formats),
        owner=reader.user,
        language=language,
        created_at=at,
    )


def run_summary(pk: int, *, clock: Clock) -> bool:
    """Make what a run waits for. False when there was nothing to take."""
    lease = claim(SummaryRun, pk, clock=clock)
    if lease is None:
        return False
    with settled_whatever_happens(lease):
        _make(lease)
    return True


def _make(lease: Lease[SummaryRun]) -> None:
    run, at = lease.job, lease.clock()
    reader = reader_for(run.owner, on=timezone.localdate(at))
    with lease.beating():
        document = _document(run, reader, at)
    figures = as_json(document)
    lease.beat(done=0, total=len(run.formats), now=True)
    files: dict[str, Any] = {}
    for number, format_ in enumerate(run.formats, 1):
        files[format_] = _written(run, document, format_)
        lease.beat(done=number, now=True)
    with transaction.atomic():
        lease.settle(
            RunState.DONE, as_of=at, figures=figures, sha256=checksum(figures), files=files
        )


def _document(run: SummaryRun, reader: Reader, at: datetime) -> Document:
    """The figures, with the rights and the area that the owner has now."""
    kind = summary_named(run.summary)
    scope = scope_of(run.region) if run.region else scope_of_nation(reader)
    if not kind.may_be_read_by(reader) or not reader.covers(scope.path):
        raise PermissionDenied(str(run))
    return kind.document(
        scope=scope,
        period=read_period(run.period),
        reader=reader,
        at=at,
        verified_only=run.verified_only,
    )


def scope_of_nation(reader: Reader) -> Scope:
    """The nation, as this reader's language calls it."""
    return scope_named(NATION_CODE, reader)


def checksum(figures: dict[str, Any]) -> str:
    """The SHA-256 of kept figures, whatever the order in which a database gives them back."""
    text = json.dumps(figures, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _written(run: SummaryRun, document: Document, format_: str) -> dict[str, Any]:
    """Write one file into a folder of this attempt; what attempts before it left is taken away."""
    kept = Path(settings.MEDIA_ROOT)
    for attempt in range(1, run.attempts):
        shutil.rmtree(kept / f"summaries/{run.pk}/{attempt}", ignore_errors=True)
    folder = f"summaries/{run.pk}/{run.attempts}"
    (kept / folder).mkdir(parents=True, exist_ok=True)
    period = run.period.replace("..", "_")
    name = f"{run.summary}-{run.region_code}-{period}-{run.pk}.{format_}"
    with atomic_file(kept / folder / name) as file:
        file.write(render(document, format_, link=live_link(run)))
    return {"path": f"{folder}/{name}", "size": file.size, "sha256": file.hexdigest()}


def live_link(run: SummaryRun) -> str:
    """The short address at which the run stands beside today's figures."""
    return settings.SITE_URL.rstrip("/") + reverse("reports:kept", args=[run.ref])
