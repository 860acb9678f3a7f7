"""Reminders of the due days of cases: each is made once, and each of its mails leaves once."""

from datetime import datetime, timedelta
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from p2kp_site.foundation.reader import Reader
from p2kp_site.foundation.scoping import ScopedQuerySet, within
from programs.models.cases import Case
from programs.rules.case_reminders import BEFORE, DUE, ESCALATION

# A mail leaves within seconds; whoever did not say so after this long has died meanwhile.
PATIENCE = timedelta(minutes=10)


class ReminderKind(models.TextChoices):
    """What a reminder says."""

    BEFORE = BEFORE, _("due soon")
    DUE = DUE, _("due")
    ESCALATION = ESCALATION, _("overdue, told to the level above")


class MailState(models.TextChoices):
    """How far the word to one person has come."""

    WAITING = "waiting", _("waits to be sent")
    SENDING = "sending", _("is being sent")
    SENT = "sent", _("sent")
    SHOWN = "shown", _("shown only")


class CaseReminderQuerySet(ScopedQuerySet):
    """Questions about reminders."""

    def visible_to(self, reader: Reader) -> Self:
        return self.filter(within(reader.areas, "case__area"))

    def in_order(self) -> Self:
        """The latest first."""
        return self.order_by("-pk")


class CaseReminder(models.Model):
    """That a case was due on a day, told once to whom it concerns; another due day is told anew."""

    case = models.ForeignKey(
        Case, models.PROTECT, related_name="reminders",
        db_index=False,  # the unique key begins with it
        verbose_name=_("case"),
    )  # fmt: skip  # a call, its options side by side
    due_on = models.DateField(_("due on"))
    kind = models.CharField(_("kind"), max_length=10, choices=ReminderKind.choices)
    made_at = models.DateTimeField(_("at"))

    objects: ClassVar[Any] = CaseReminderQuerySet.as_manager()

    class Meta:
        verbose_name = _("reminder of a case")
        verbose_name_plural = _("reminders of cases")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["case", "due_on", "kind"],
                name="case_reminded_once",
                violation_error_message=_("The case was reminded of this already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.case_id}"


class ReminderMailQuerySet(ScopedQuerySet):
    """Questions about the words to single people."""

    def visible_to(self, reader: Reader) -> Self:
        return self.filter(within(reader.areas, "reminder__case__area"))

    def standing(self) -> Self:
        """Those whose case is open and still due on that day."""
        held = {"closed_on__isnull": True, "due_on": OuterRef("reminder__due_on")}
        return self.filter(Exists(Case.objects.filter(pk=OuterRef("reminder__case"), **held)))

    def to_send(self, *, resting: Any) -> Self:
        """Those that wait for a mail, but for those of areas that rest."""
        rows = self.standing().filter(state=MailState.WAITING)
        return rows.exclude(within(resting, "reminder__case__area")) if resting else rows

    def uncertain(self, *, at: datetime) -> Self:
        """Those of which nobody knows whether the mail left: whoever sent it died meanwhile."""
        return self.filter(state=MailState.SENDING, taken_at__lte=at - PATIENCE)

    def cases(self) -> Any:
        """The keys of their cases, for a query of cases."""
        return self.order_by().values("reminder__case")


class ReminderMail(models.Model):
    """A reminder to one person: by mail, or without an address on the first page alone.

    It is taken to *sending* before the mail leaves, and is not taken twice: what dies there is
    uncertain, and nobody sends it again by itself.
    """

    reminder = models.ForeignKey(
        CaseReminder, models.PROTECT, related_name="mails",
        db_index=False,  # the unique key begins with it
        verbose_name=_("reminder of a case"),
    )  # fmt: skip  # a call, its options side by side
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("account")
    )
    state = models.CharField(
        _("state"), max_length=7, choices=MailState.choices, default=MailState.WAITING
    )
    taken_at = models.DateTimeField(_("taken at"), null=True)
    sent_at = models.DateTimeField(_("sent at"), null=True)

    objects: ClassVar[Any] = ReminderMailQuerySet.as_manager()

    class Meta:
        verbose_name = _("mail of a reminder")
        verbose_name_plural = _("mails of reminders")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["reminder", "user"],
                name="case_reminder_once_to_each",
                violation_error_message=_("This person was reminded of this already."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=(MailState.WAITING, MailState.SHOWN), sent_at__isnull=True)
                | Q(state=MailState.SENDING, taken_at__isnull=False, sent_at__isnull=True)
                | Q(state=MailState.SENT, taken_at__isnull=False, sent_at__gte=F("taken_at")),
                name="case_reminder_taken_before_it_is_sent",
                violation_error_message=_("A mail is taken before it is sent."),
            ),
        ]
        indexes = [
            # The run: what waits; the desk: what is uncertain. Few beside what was sent.
            models.Index(
                fields=["state", "id"],
                condition=Q(state__in=(MailState.WAITING, MailState.SENDING)),
                name="case_reminder_under_way",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_state_display()}: {self.user_id}"

    def is_uncertain(self, at: datetime) -> bool:
        """Did whoever sent it die meanwhile?"""
        return (
            self.state == MailState.SENDING
            and self.taken_at is not None
            and self.taken_at <= at - PATIENCE
        )
