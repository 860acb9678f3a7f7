"""Leases: how one worker, and only one, holds a job, and how its death is noticed.

Everything goes by compare-and-set on the job's row: whoever lost the lease (because a sweeper took
the worker for dead, or a person cancelled) changes nothing more.
"""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any, Generic, TypeVar

from django.db import connection, transaction
from django.db.models import F
from django.utils.crypto import get_random_string

from p2kp_site.exchange.models.jobs import MOST_ATTEMPTS, Job, JobQuerySet

logger = logging.getLogger(__name__)

Clock = Callable[[], datetime]
J = TypeVar("J", bound=Job)

_BEAT_EVERY = timedelta(seconds=1)
_REWAKE_AFTER = timedelta(seconds=60)


class LeaseLost(Exception):
    """Another worker or a person has taken the job out of this worker's hands."""


class JobCancelled(Exception):
    """The owner asked for the job to stop."""


class Lease(Generic[J]):
    """A worker's hold on a job, kept alive by beats."""

    def __init__(self, job: J, clock: Clock) -> None:
        self.job = job
        self.clock = clock
        # Every job has `objects`.
        self._rows = type(job).objects.filter(pk=job.pk, lease=job.lease, state=job.state)  # type: ignore[attr-defined]
        self._beaten_at = clock()

    def beat(self, *, done: int, total: int | None = None, now: bool = False) -> None:
        """Say that the worker lives and how far it is, at most once a second.

        Raises LeaseLost or JobCancelled: the work stops there.
        """
        at = self.clock()
        if not now and at - self._beaten_at < _BEAT_EVERY:
            return
        self._beaten_at = at
        values = {"heartbeat_at": at, "progress_done": done}
        if total is not None:
            values["progress_total"] = total
        if not self._rows.update(**values):
            raise LeaseLost(self.job.pk)
        if self._rows.filter(cancel_requested=True).exists():
            raise JobCancelled(self.job.pk)

    @contextmanager
    def beating(self) -> Iterator[None]:
        """Beat before each statement of the work inside: for what the database counts, of which no
        rows pass through the worker's hands. Outside transactions only, or nobody sees the beats.
        """
        on_it = False

        def before(execute: Callable[..., Any], *statement: Any) -> Any:
            nonlocal on_it
            # A beat is a statement, too.
            if not on_it:
                on_it = True
                try:
                    self.beat(done=self.job.progress_done)
                finally:
                    on_it = False
            return execute(*statement)

        with connection.execute_wrapper(before):
            yield

    def settle(self, state: str, **values: Any) -> None:
        """Give the job back in a new state, with what came of it, or raise LeaseLost."""
        changed = self._rows.update(
            state=state, lease="", heartbeat_at=None, finished_at=self.clock(), **values
        )
        if not changed:
            raise LeaseLost(self.job.pk)
        self.job.refresh_from_db()


def claim(model: type[J], pk: int, *, clock: Clock) -> Lease[J] | None:
    """Take a waiting job; None when somebody else has it or nothing is to be done."""
    token = get_random_string(32)
    for waiting, held in model.WAITING.items():
        taken = model.objects.filter(pk=pk, state=waiting).update(
            state=held,
            lease=token,
            heartbeat_at=clock(),
            started_at=clock(),
            attempts=F("attempts") + 1,
            progress_done=0,
            progress_total=None,
        )
        if taken:
            # By the token too: whoever sleeps here for long comes back to somebody else's job.
            job = model.objects.filter(pk=pk, lease=token).first()
            return Lease(job, clock) if job else None
    return None


def sweep(model: type[J], *, at: datetime) -> list[int]:
    """Take jobs from dead workers, give up on hopeless ones, and name those to be woken.

    A job is tried MOST_ATTEMPTS times; after that it ends as failed, with the reason.
    """
    for pk in model.objects.abandoned(at).values_list("pk", flat=True):
        with transaction.atomic():
            _take_away(model.objects.filter(pk=pk), at)
    waiting = model.objects.waiting()
    unheard = waiting.filter(woken_at__isnull=True) | waiting.filter(
        woken_at__lt=at - _REWAKE_AFTER
    )
    return list(unheard.values_list("pk", flat=True))


def _take_away(row: JobQuerySet, at: datetime) -> None:
    """Take a job from its dead worker, asking again: it may have beaten a moment ago.

    A row that is locked belongs to a worker in the middle of its transaction: it lives.
    """
    job = row.abandoned(at).select_for_update(skip_locked=True).first()
    if job is None:
        return
    if job.attempts < MOST_ATTEMPTS:
        row.update(state=job.HELD[job.state], lease="", heartbeat_at=None, woken_at=None)
    else:
        row.update(
            state="failed",
            lease="",
            heartbeat_at=None,
            finished_at=at,
            failure={"kind": "worker_died", "params": {"attempts": job.attempts}},
        )
    logger.warning("%s: the worker of attempt %d is gone", job, job.attempts)
