"""Imports: a file that a person brings in, what was found in it, and what became of it."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from p2kp_site.exchange.models.jobs import DatasetJob
from p2kp_site.foundation.models import ChangeSet


class ImportState(models.TextChoices):
    """Where an import stands."""

    QUEUED = "queued", _("waiting to be read")
    CHECKING = "checking", _("being read")
    MAPPING = "mapping", _("columns to be decided")
    CHECKED = "checked", _("waiting for your confirmation")
    CONFIRMED = "confirmed", _("waiting to be stored")
    APPLYING = "applying", _("being stored")
    DONE = "done", _("done")
    UNDONE = "undone", _("undone")
    UNUSABLE = "unusable", _("file cannot be used")
    FAILED = "failed", _("failed")
    CANCELLED = "cancelled", _("cancelled")


def upload_path(job: "ImportJob", name: str) -> str:
    """Where an uploaded file is kept: under its own random folder, with its own name."""
    return f"imports/{job.token}/{name}"


class ImportJob(DatasetJob):
    """One file brought in by one person: read, checked, confirmed, stored, perhaps undone."""

    WAITING: ClassVar = {
        ImportState.QUEUED: ImportState.CHECKING,
        ImportState.CONFIRMED: ImportState.APPLYING,
    }
    HELD: ClassVar = {held: waiting for waiting, held in WAITING.items()}

    COUNTS: ClassVar = ("read", "added", "changed", "unchanged", "refused", "blank", "skipped")

    state = models.CharField(
        _("state"), max_length=10, choices=ImportState.choices, default=ImportState.QUEUED
    )
    token = models.CharField(max_length=32, editable=False)
    file = models.FileField(_("file"), upload_to=upload_path, max_length=300)
    file_name = models.CharField(_("file name"), max_length=200)
    size = models.PositiveBigIntegerField(_("size in bytes"))
    sha256 = models.CharField("SHA-256", max_length=64)
    mapping = models.JSONField(_("decisions about columns"), default=dict)
    layout = models.JSONField(_("what was found in the file"), default=dict, editable=False)
    partial = models.BooleanField(
        _("keep the good rows"),
        default=False,
        help_text=_("Store the good rows even when some are refused."),
    )

    read = models.PositiveIntegerField(_("read"), default=0, editable=False)
    added = models.PositiveIntegerField(_("new"), default=0, editable=False)
    changed = models.PositiveIntegerField(_("changed"), default=0, editable=False)
    unchanged = models.PositiveIntegerField(_("unchanged"), default=0, editable=False)
    refused = models.PositiveIntegerField(_("refused"), default=0, editable=False)
    blank = models.PositiveIntegerField(_("blank"), default=0, editable=False)
    skipped = models.PositiveIntegerField(_("skipped"), default=0, editable=False)

    confirmed_at = models.DateTimeField(_("confirmed at"), null=True, editable=False)
    change_set = models.OneToOneField(
        ChangeSet, models.PROTECT, null=True, editable=False, related_name="import_job"
    )
    undo_change_set = models.OneToOneField(
        ChangeSet, models.PROTECT, null=True, editable=False, related_name="undone_import_job"
    )

    class Meta(DatasetJob.Meta):
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        constraints = [
            # The receipt: no row of the file may be lost between reading and storing.
            models.CheckConstraint(
                condition=~Q(state__in=["checked", "confirmed", "applying", "done", "undone"])
                | Q(
                    read=F("added")
                    + F("changed")
                    + F("unchanged")
                    + F("refused")
                    + F("blank")
                    + F("skipped")
                ),
                name="import_receipt_adds_up",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["done", "undone"], change_set__isnull=False)
                | (~Q(state__in=["done", "undone"]) & Q(change_set__isnull=True)),
                name="import_done_with_its_change_set",
            ),
            models.CheckConstraint(
                condition=Q(state="undone", undo_change_set__isnull=False)
                | (~Q(state="undone") & Q(undo_change_set__isnull=True)),
                name="import_undone_with_its_change_set",
            ),
        ]
        indexes = [
            # The list of imports, newest first within an area; and "this very file came before".
            models.Index(fields=["area", "-id"], name="import_by_area"),
            models.Index(fields=["sha256"], name="import_by_content"),
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.file_name}"

    @property
    def counts(self) -> dict[str, int]:
        """The receipt: read = added + changed + unchanged + refused + blank + skipped."""
        return {name: getattr(self, name) for name in self.COUNTS}


class RowKind(models.TextChoices):
    """What an import would do, or did, with a row of the file."""

    NEW = "new", _("new")
    CHANGED = "changed", _("changed")
    UNCHANGED = "unchanged", _("unchanged")
    REFUSED = "refused", _("refused")
    SKIPPED = "skipped", _("skipped")


class ImportRow(models.Model):
    """A row of an imported file as it was understood; together they are the preview."""

    # Written by the ten thousand, always for a job that is at hand: no index of its own, and no
    # check of each row by the database.
    job = models.ForeignKey(
        ImportJob, models.CASCADE, related_name="rows", db_index=False, db_constraint=False
    )
    number = models.PositiveIntegerField(_("row"))
    kind = models.CharField(_("kind"), max_length=9, choices=RowKind.choices)
    key = models.CharField(_("key"), max_length=400, blank=True)
    target_id = models.BigIntegerField(null=True)
    seen_version = models.PositiveIntegerField(null=True)
    seen_signoff = models.CharField(max_length=12, blank=True)
    source = models.JSONField(_("cells of the file"), default=list)
    payload = models.JSONField(_("values to store"), default=dict)
    changes = models.JSONField(_("before and after"), default=dict)
    faults = models.JSONField(_("faults"), default=list)

    class Meta:
        verbose_name = _("row of an import")
        verbose_name_plural = _("rows of an import")
        default_permissions = ()
        indexes = [
            # The preview: rows of one kind in the order of the file.
            models.Index(fields=["job", "kind", "number"], name="import_row_by_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.number}: {self.kind}"

    def add_fault(self, fault: dict[str, Any]) -> None:
        """Refuse the row for one more reason."""
        self.kind = RowKind.REFUSED
        self.faults = [*self.faults, fault]
