"""Wake workers: a message carries the number of a job, the row says what is to be done."""

import logging
from datetime import timedelta
from typing import Any

from celery import shared_task
from django.conf import settings
from django.db import transaction
from django.utils import timezone
from kombu.exceptions import OperationalError

from p2kp_site.exchange.models import ExportJob, ImportJob
from p2kp_site.exchange.models.jobs import Job
from p2kp_site.exchange.services import leases, running
from p2kp_site.foundation.filesystem_broker import prune

logger = logging.getLogger(__name__)

_KEEP_MESSAGES = timedelta(hours=1)


@shared_task(name="exchange.run_import")
def run_import(pk: int) -> None:
    """Check or store one import."""
    running.run_import(pk, clock=timezone.now)


@shared_task(name="exchange.run_export")
def run_export(pk: int) -> None:
    """Write one export."""
    running.run_export(pk, clock=timezone.now)


# What is sent for which kind of job; a floor above adds its own with `serve`.
_doors: dict[type[Job], Any] = {ImportJob: run_import, ExportJob: run_export}


def serve(model: type[Job], task: Any) -> None:
    """Have the jobs of this kind woken by this task, and swept like all others."""
    _doors[model] = task


@shared_task(name="exchange.sweep")
def sweep() -> None:
    """Find jobs whose worker died and jobs of which no worker heard, and wake workers for them."""
    if settings.BROKER_URL.startswith("filesystem:"):
        prune(settings.VAR_DIR / "broker", _KEEP_MESSAGES)
    for model in _doors:
        for pk in leases.sweep(model, at=timezone.now()):
            _send(model, pk)


def wake(job: Job) -> None:
    """Wake a worker for a job once the transaction is through.

    A broker that is gone is no error: the row waits, and the sweeper sends the message later.
    """
    transaction.on_commit(lambda: _send(type(job), job.pk))


def _send(model: type[Job], pk: int) -> None:
    try:
        _doors[model].delay(pk)
    except (OperationalError, OSError) as error:
        logger.warning("no broker for %s %s: %s", model.__name__, pk, error)
        return
    model.objects.filter(pk=pk).update(woken_at=timezone.now())
