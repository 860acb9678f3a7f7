"""A job: work that a person asked for and a worker does. The row is the truth, not the message."""

from datetime import datetime, timedelta
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from p2kp_site.foundation.areas import LONGEST
from p2kp_site.foundation.reader import Reader
from p2kp_site.foundation.scoping import ScopedQuerySet, within

# A worker beats at least every few seconds; after this long without a beat it is taken for dead.
LEASE = timedelta(seconds=45)
MOST_ATTEMPTS = 3


class JobQuerySet(ScopedQuerySet):
    """Questions about jobs."""

    def visible_to(self, reader: Reader) -> Self:
        """One's own jobs; with the right to look at jobs, also those of one's area.

        Also one's own are seen only from the area that one has now: whoever was sent to another
        regency leaves the files of the former one behind.
        """
        right = f"{self.model._meta.app_label}.view_{self.model._meta.model_name}"
        if reader.may(right):
            return self.filter(within(reader.areas) | self._own(reader))
        return self.filter(self._own(reader))

    def writable_by(self, reader: Reader) -> Self:
        return self.filter(self._own(reader))

    @staticmethod
    def _own(reader: Reader) -> Q:
        if reader.user is None or reader.area is None:
            return Q(pk__in=[])
        # Of several areas the job carries what they have in common.
        return Q(owner=reader.user) & (within(reader.areas) | Q(area=reader.area))

    def abandoned(self, at: datetime) -> Self:
        """Jobs that a worker holds and has not touched for longer than the lease."""
        return self.filter(state__in=self.model.HELD, heartbeat_at__lt=at - LEASE)

    def waiting(self) -> Self:
        """Jobs that no worker holds and that a worker should take."""
        return self.filter(state__in=self.model.WAITING)


class Job(models.Model):
    """What all jobs share: owner, state, the worker's lease, progress and how it ended."""

    WAITING: ClassVar[dict[str, str]]  # waiting state -> state in which a worker holds it
    HELD: ClassVar[dict[str, str]]  # held state -> waiting state to which it falls back

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by")
    )
    area = models.CharField(_("area"), max_length=LONGEST, editable=False)
    language = models.CharField(_("language"), max_length=10, default="id")
    created_at = models.DateTimeField(_("asked for at"))
    started_at = models.DateTimeField(_("started at"), null=True, editable=False)
    finished_at = models.DateTimeField(_("finished at"), null=True, editable=False)

    woken_at = models.DateTimeField(null=True, editable=False)
    lease = models.CharField(max_length=32, blank=True, editable=False)
    heartbeat_at = models.DateTimeField(null=True, editable=False)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0, editable=False)
    cancel_requested = models.BooleanField(default=False, editable=False)
    progress_done = models.PositiveIntegerField(default=0, editable=False)
    progress_total = models.PositiveIntegerField(null=True, editable=False)
    failure = models.JSONField(_("what went wrong"), null=True, editable=False)

    objects = JobQuerySet.as_manager()

    class Meta:
        abstract = True
        default_permissions = ("view",)

    @property
    def is_waiting(self) -> bool:
        # Each job has a state of its own.
        return self.state in self.WAITING  # type: ignore[attr-defined]

    @property
    def is_held(self) -> bool:
        # Each job has a state of its own.
        return self.state in self.HELD  # type: ignore[attr-defined]

    @property
    def percent(self) -> int | None:
        """Progress in percent, as far as it can be told."""
        if not self.progress_total:
            return None
        return min(100, self.progress_done * 100 // self.progress_total)


class DatasetJob(Job):
    """A job about the rows of a dataset."""

    dataset = models.CharField(_("dataset"), max_length=40)

    class Meta(Job.Meta):
        abstract = True
