"""What happened to a case: its timeline, which nobody rewrites."""

from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from p2kp_site.foundation.models import ChangeSet
from p2kp_site.foundation.private_files import JPEG, PDF, PNG, FileOf, PrivateFileField
from p2kp_site.foundation.reader import Reader
from p2kp_site.foundation.refs import REF_LENGTH, new_ref
from p2kp_site.foundation.scoping import within
from p2kp_site.foundation.timelines import ToldRow, ToldRows
from programs.models.case_constraints import HandlingLevel
from programs.models.case_types import CaseStage
from programs.models.cases import Case

LARGEST_FILE = 10


class EventKind(models.TextChoices):
    """What happened."""

    OPENED = "opened", _("opened")
    TAKEN_OVER = "taken_over", _("taken over from the old register")
    MOVED = "moved", _("moved")
    CLOSED = "closed", _("closed")
    REOPENED = "reopened", _("opened again")
    HANDED_OVER = "handed_over", _("handed to another level")
    ASSIGNED = "assigned", _("assigned")
    DUE = "due", _("due day set")
    CHECKED = "checked", _("outcome checked")
    NOTED = "noted", _("note")


MOVES = (EventKind.MOVED, EventKind.CLOSED, EventKind.REOPENED)


class CaseEventQuerySet(ToldRows):
    """Rows that are seen by whoever sees the case, and written by services alone."""

    def visible_to(self, reader: Reader) -> Self:
        return self.filter(within(reader.areas, "case__area"))

    def in_order(self) -> Self:
        """As they happened."""
        return self.order_by("pk")


def _stage(label: Any) -> Any:
    return models.ForeignKey(
        CaseStage, models.PROTECT, null=True, related_name="+",
        db_index=False,  # nobody looks rows up by it
        verbose_name=label,
    )  # fmt: skip  # a call, its options side by side


def _user(label: Any) -> Any:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+",
        db_index=False,  # nobody looks rows up by it
        verbose_name=label,
    )  # fmt: skip  # a call, its options side by side


class CaseEvent(ToldRow):
    """One thing that happened to a case: a move, a hand-over, a note, a file; by whom and when."""

    ref = models.CharField(_("ref"), max_length=REF_LENGTH, unique=True, default=new_ref)
    case = models.ForeignKey(Case, models.PROTECT, related_name="events", verbose_name=_("case"))
    kind = models.CharField(_("kind"), max_length=11, choices=EventKind.choices)
    by = _user(_("by"))
    at = models.DateTimeField(_("at"))
    stage_from = _stage(_("from stage"))
    stage_to = _stage(_("to stage"))
    level_from = models.CharField(
        _("from level"), max_length=8, choices=HandlingLevel.choices, blank=True
    )
    level_to = models.CharField(
        _("to level"), max_length=8, choices=HandlingLevel.choices, blank=True
    )
    assigned_to = _user(_("assigned to"))
    due_on = models.DateField(_("due on"), null=True)
    text = models.TextField(_("text"), blank=True)
    file = PrivateFileField(
        _("file"), blank=True, validators=[FileOf((PDF, JPEG, PNG), LARGEST_FILE)]
    )
    change_set = models.ForeignKey(
        ChangeSet, models.PROTECT, related_name="+", verbose_name=_("change")
    )

    objects: ClassVar[Any] = CaseEventQuerySet.as_manager()

    class Meta:
        verbose_name = _("event of a case")
        verbose_name_plural = _("events of cases")
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(kind__in=(EventKind.OPENED, EventKind.TAKEN_OVER)),
                name="case_begins_once",
                violation_error_message=_("A case begins once."),
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=MOVES)
                | Q(stage_from__isnull=False, stage_to__isnull=False)
                & ~Q(stage_from=F("stage_to")),
                name="case_event_moves_elsewhere",
                violation_error_message=_("A move leads from one stage to another."),
            ),
            models.CheckConstraint(
                condition=~Q(kind=EventKind.HANDED_OVER)
                | (~Q(level_from="") & ~Q(level_to="") & ~Q(level_from=F("level_to"))),
                name="case_event_hands_over_elsewhere",
                violation_error_message=_("A hand-over leads from one level to another."),
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=(EventKind.REOPENED, EventKind.HANDED_OVER)) | ~Q(text=""),
                name="case_event_with_a_reason",
                violation_error_message=_("Whoever hands a case over or reopens it says why."),
            ),
            models.CheckConstraint(
                condition=~Q(kind=EventKind.NOTED) | ~Q(text="") | ~Q(file=""),
                name="case_event_notes_something",
                violation_error_message=_("A note has a text or a file."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.case_id}"
