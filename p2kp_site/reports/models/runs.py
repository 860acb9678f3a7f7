"""Runs of summaries: what was asked for, the figures as they were then, and the files of them."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from communities.models import Region
from communities.region_words import short_name
from p2kp_site.exchange.models.jobs import Job
from p2kp_site.foundation.periods import read_period
from p2kp_site.foundation.refs import REF_LENGTH, new_ref
from p2kp_site.foundation.summaries import NATION_CODE, title_of


class RunState(models.TextChoices):
    """Where a run stands."""

    QUEUED = "queued", _("waiting to be made")
    RUNNING = "running", _("being made")
    DONE = "done", _("done")
    FAILED = "failed", _("failed")
    CANCELLED = "cancelled", _("cancelled")


class RunFormat(models.TextChoices):
    """What a file of a summary is opened with."""

    HTML = "html", _("Web page (HTML)")
    PDF = "pdf", _("Paper (PDF)")
    XLSX = "xlsx", _("Excel workbook (XLSX)")
    JSON = "json", _("For programs (JSON)")


class SummaryField(models.CharField):
    """The short name of a summary, which people read as its title."""

    def deconstruct(self) -> Any:
        name, _path, args, options = super().deconstruct()
        return name, "django.db.models.CharField", args, options

    @staticmethod
    def in_words(value: str) -> str:
        """What the summary is called."""
        return title_of(value)


def period_in_words(period: str) -> str:
    """What people call a period that is kept by its short name."""
    return read_period(period).label(get_language() or "id")


def place_of(region: Region | None) -> str:
    """What people call the place that a summary is about."""
    return short_name(region) if region else gettext("the whole nation")


class SummaryRun(Job):
    """A summary as it was at one moment; its figures are kept, and its files are made of them.

    `area` is that of its region: whoever oversees the region looks at its runs.
    """

    WAITING: ClassVar = {RunState.QUEUED: RunState.RUNNING}
    HELD: ClassVar = {RunState.RUNNING: RunState.QUEUED}

    ref = models.CharField(
        _("reference"), max_length=REF_LENGTH, unique=True, default=new_ref, editable=False
    )
    summary = SummaryField(_("summary"), max_length=60)
    region = models.ForeignKey(
        Region,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("region"),
        help_text=_("Empty: the whole nation."),
    )
    period = models.CharField(_("period"), max_length=30)
    verified_only = models.BooleanField(_("verified rows only"), default=False)
    formats = models.JSONField(_("formats"), default=list, editable=False)

    state = models.CharField(
        _("state"), max_length=10, choices=RunState.choices, default=RunState.QUEUED
    )
    as_of = models.DateTimeField(_("as of"), null=True, editable=False)
    figures = models.JSONField(_("figures"), null=True, editable=False)
    sha256 = models.CharField("SHA-256", max_length=64, blank=True, editable=False)
    files = models.JSONField(_("files"), default=dict, editable=False)

    class Meta(Job.Meta):
        verbose_name = _("kept summary")
        verbose_name_plural = _("kept summaries")
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="done")
                | (Q(figures__isnull=False) & Q(as_of__isnull=False) & ~Q(sha256="")),
                name="summary_run_done_with_figures",
            ),
        ]
        indexes = [
            # The list of runs, newest first within an area.
            models.Index(fields=["area", "-id"], name="summary_run_by_area"),
        ]

    def __str__(self) -> str:
        return f"{title_of(self.summary)}, {place_of(self.region)}, {self.period_in_words}"

    @property
    def period_in_words(self) -> str:
        """What people call its period."""
        return period_in_words(self.period)

    @property
    def region_code(self) -> str:
        """The code of its region, or that of the nation."""
        return self.region.code if self.region else NATION_CODE

    def file_of(self, format_: str) -> dict[str, Any] | None:
        """Path, size and checksum of one of its files."""
        kept: dict[str, Any] | None = self.files.get(format_)
        return kept
