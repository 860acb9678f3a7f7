"""Issues of subscriptions, one for each period, and the mails of each issue."""

from datetime import datetime
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Count, Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from communities.models import Region
from p2kp_site.exchange.models.jobs import LEASE, Job, JobQuerySet
from p2kp_site.foundation.reader import Reader
from p2kp_site.foundation.refs import REF_LENGTH, new_ref
from p2kp_site.foundation.scoping import ScopedQuerySet
from p2kp_site.reports.models.runs import SummaryRun, period_in_words
from p2kp_site.reports.models.subscriptions import Recipient, Subscription, overseen_by


class IssueState(models.TextChoices):
    """Where an issue stands."""

    QUEUED = "queued", _("waiting to be sent")
    RUNNING = "running", _("being sent")
    DONE = "done", _("sent")
    FAILED = "failed", _("failed")
    CANCELLED = "cancelled", _("cancelled")
    MISSED = "missed", _("missed")


class DeliveryState(models.TextChoices):
    """Where a mail stands; what died on its way is uncertain, and is not sent again by itself."""

    PLANNED = "planned", _("planned")
    SENDING = "sending", _("being sent")
    SENT = "sent", _("sent")
    FAILED = "failed", _("failed")
    UNCERTAIN = "uncertain", _("uncertain")


class IssueQuerySet(JobQuerySet):
    """Questions about issues."""

    def visible_to(self, reader: Reader) -> Self:
        return self.filter(overseen_by(reader, "area", "owner"))

    def writable_by(self, reader: Reader) -> Self:
        if reader.user is None or reader.area is None:
            return self.none()
        return self.filter(owner=reader.user)

    def with_delivery(self, state: str) -> Self:
        """Those of which a mail is in this state."""
        return self.filter(Exists(Delivery.objects.filter(issue=OuterRef("pk"), state=state)))

    def with_numbers(self) -> Self:
        """With how many mails are sent, failed and uncertain, and how many there are."""
        states = (DeliveryState.SENT, DeliveryState.FAILED, DeliveryState.UNCERTAIN)
        numbers = {
            f"number_{state}": Count("deliveries", filter=Q(deliveries__state=state))
            for state in states
        }
        return self.annotate(number_all=Count("deliveries"), **numbers)


class Issue(Job):
    """What a subscription sends about one period: decided once, made and sent by a worker.

    A period that passed while nothing was sent is *missed*: it is listed, and sent only when
    somebody says so.
    """

    WAITING: ClassVar = {IssueState.QUEUED: IssueState.RUNNING}
    HELD: ClassVar = {IssueState.RUNNING: IssueState.QUEUED}

    subscription = models.ForeignKey(
        Subscription,
        models.PROTECT,
        related_name="issues",
        db_index=False,  # the unique key begins with it
        verbose_name=_("subscription"),
    )
    period = models.CharField(_("period"), max_length=30)
    state = models.CharField(
        _("state"), max_length=10, choices=IssueState.choices, default=IssueState.QUEUED
    )

    objects: ClassVar[Any] = IssueQuerySet.as_manager()

    class Meta(Job.Meta):
        verbose_name = _("issue of a subscription")
        verbose_name_plural = _("issues of subscriptions")
        constraints = [
            models.UniqueConstraint(fields=["subscription", "period"], name="issue_once_a_period"),
        ]
        indexes = [
            # The list of issues, newest first within an area.
            models.Index(fields=["area", "-id"], name="issue_by_area"),
        ]

    def __str__(self) -> str:
        return f"{self.subscription}, {self.period_in_words}"

    @property
    def period_in_words(self) -> str:
        """What people call its period."""
        return period_in_words(self.period)


class DeliveryQuerySet(ScopedQuerySet):
    """Questions about mails."""

    def visible_to(self, reader: Reader) -> Self:
        return self.filter(overseen_by(reader, "issue__area", "issue__owner"))

    def writable_by(self, reader: Reader) -> Self:
        if reader.user is None or reader.area is None:
            return self.none()
        return self.filter(issue__owner=reader.user)

    def left_by_the_dead(self, at: datetime) -> Self:
        """Mails on their way of which no worker will say any more how they ended."""
        return self.filter(state=DeliveryState.SENDING, sending_at__lt=at - LEASE).exclude(
            issue__state=IssueState.RUNNING
        )


class Delivery(models.Model):
    """One mail of an issue to one recipient.

    It becomes *sending* by compare-and-set before it leaves, so that no two workers send it.
    """

    ref = models.CharField(max_length=REF_LENGTH, unique=True, default=new_ref, editable=False)
    issue = models.ForeignKey(
        Issue, models.PROTECT, related_name="deliveries", verbose_name=_("issue of a subscription")
    )
    # Whom the owner took off the list was sent this all the same: the row stays.
    recipient = models.ForeignKey(
        Recipient, models.SET_NULL, null=True, related_name="+", verbose_name=_("recipient")
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("account"),
    )
    address = models.EmailField(_("address"), blank=True)
    region = models.ForeignKey(
        Region, models.PROTECT, null=True, related_name="+", verbose_name=_("region")
    )
    language = models.CharField(_("language"), max_length=10)
    run = models.ForeignKey(
        SummaryRun, models.PROTECT, null=True, related_name="+", verbose_name=_("kept summary")
    )
    state = models.CharField(
        _("state"), max_length=10, choices=DeliveryState.choices, default=DeliveryState.PLANNED
    )
    token = models.CharField(max_length=32, blank=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    sending_at = models.DateTimeField(_("left at"), null=True)
    sent_at = models.DateTimeField(_("sent at"), null=True)
    message_id = models.CharField(_("message ID"), max_length=150, blank=True)
    failure = models.JSONField(_("what went wrong"), null=True)

    objects: ClassVar[Any] = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["issue", "recipient"], name="delivery_once_a_recipient"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["planned", "failed"])
                | Q(sending_at__isnull=False) & ~Q(token="") & ~Q(address=""),
                name="delivery_that_left_says_when_and_whereto",
            ),
            models.CheckConstraint(
                condition=~Q(state="sent") | Q(sent_at__isnull=False),
                name="delivery_sent_says_when",
            ),
        ]
        indexes = [
            # The sweeper looks for what is on its way, however many were sent.
            models.Index(
                fields=["sending_at"], condition=Q(state="sending"), name="delivery_on_its_way"
            ),
        ]

    def __str__(self) -> str:
        return self.to

    @property
    def to(self) -> str:
        """To whom it goes: the person, or the address."""
        if self.user is None:
            return self.address
        return f"{self.user.name} <{self.address or self.user.email}>"
