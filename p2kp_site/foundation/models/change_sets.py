"""One act of one person: everything that a request, a job or a command changed together."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from p2kp_site.accounts.models import User


class Door(models.TextChoices):
    """Through which door a change came in."""

    PAGE = "page", _("page")
    IMPORT = "import", _("import")
    UNDO = "undo", _("undo of an import")
    COMMAND = "command", _("command")
    SETUP = "setup", _("setup")


class ChangeSet(models.Model):
    """Who changed something, when, through which door and why; never edited."""

    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("by")
    )
    at = models.DateTimeField(_("at"))
    door = models.CharField(_("door"), max_length=10, choices=Door.choices)
    why = models.CharField(_("why"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("change")
        verbose_name_plural = _("changes")
        default_permissions = ("view",)
        constraints = [
            models.CheckConstraint(
                condition=Q(by__isnull=False) | Q(door__in=["command", "setup"]),
                name="change_set_has_an_author",
                violation_error_message=_("Every change needs an author."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_door_display()} {self.at:%Y-%m-%d %H:%M}"


def open_change_set(*, by: "User | None", at: datetime, door: Door, why: str = "") -> ChangeSet:
    """Open the change set under which one act writes all its rows.

    `by` may be empty only for what the operator does at the console (`command`, `setup`).
    """
    return ChangeSet.objects.create(by=by, at=at, door=door, why=why[:500])
