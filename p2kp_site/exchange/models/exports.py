"""Exports: every file that leaves the house, who took it, and what was in it."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from p2kp_site.exchange.models.jobs import DatasetJob


class ExportState(models.TextChoices):
    """Where an export stands."""

    QUEUED = "queued", _("waiting to be made")
    RUNNING = "running", _("being made")
    DONE = "done", _("done")
    FAILED = "failed", _("failed")
    CANCELLED = "cancelled", _("cancelled")


class ExportFormat(models.TextChoices):
    """What the file is opened with."""

    XLSX = "xlsx", _("Excel workbook (XLSX)")
    CSV = "csv", _("CSV")
    CSV_EXCEL = "csv_excel", _("CSV for Excel (semicolons)")

    @property
    def suffix(self) -> str:
        return "xlsx" if self == ExportFormat.XLSX else "csv"


class ExportJob(DatasetJob):
    """One file that one person takes out: which rows, which columns, how many, its checksum."""

    WAITING: ClassVar = {ExportState.QUEUED: ExportState.RUNNING}
    HELD: ClassVar = {ExportState.RUNNING: ExportState.QUEUED}

    state = models.CharField(
        _("state"), max_length=10, choices=ExportState.choices, default=ExportState.QUEUED
    )
    format = models.CharField(_("format"), max_length=10, choices=ExportFormat.choices)
    filters = models.JSONField(_("filter"), default=dict)
    columns = models.JSONField(_("columns"), default=list, editable=False)
    row_count = models.PositiveIntegerField(_("rows"), null=True, editable=False)
    file = models.CharField(_("file"), max_length=300, blank=True, editable=False)
    dictionary = models.CharField(_("data dictionary"), max_length=300, blank=True, editable=False)
    size = models.PositiveBigIntegerField(_("size in bytes"), null=True, editable=False)
    sha256 = models.CharField("SHA-256", max_length=64, blank=True, editable=False)

    class Meta(DatasetJob.Meta):
        verbose_name = _("export")
        verbose_name_plural = _("exports")
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="done") | (~Q(sha256="") & Q(row_count__isnull=False)),
                name="export_done_with_rows_and_checksum",
            ),
        ]
        indexes = [
            # The list of exports, newest first within an area.
            models.Index(fields=["area", "-id"], name="export_by_area"),
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.dataset}.{ExportFormat(self.format).suffix}"
