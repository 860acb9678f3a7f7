"""Subscriptions: a summary that is sent to people again and again."""

from datetime import time
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from communities.models import Region
from communities.scoping import FromBelow, PlaceQuerySet
from p2kp_site.foundation.reader import Reader
from p2kp_site.foundation.records import Record, RecordQuerySet
from p2kp_site.foundation.scoping import within
from p2kp_site.foundation.summaries import NATION_CODE, title_of
from p2kp_site.foundation.wording import NOTHING
from p2kp_site.reports.models.runs import RunFormat, SummaryField, place_of
from p2kp_site.reports.rules.subscriptions import KINDS, MOST_DAYS, Schedule

OVERSEE = "reports.oversee_subscription"


class FormatsField(models.JSONField):
    """The files that go with a mail, which people read by what they are opened with."""

    def deconstruct(self) -> Any:
        name, _path, args, options = super().deconstruct()
        return name, "django.db.models.JSONField", args, options

    @staticmethod
    def in_words(value: list[str]) -> str:
        """What each file is opened with."""
        return ", ".join(str(RunFormat(one).label) for one in value) or NOTHING


class Rhythm(models.TextChoices):
    """How often a summary is sent: after each period of this length."""

    WEEKLY = "weekly", _("weekly")
    MONTHLY = "monthly", _("monthly")
    QUARTERLY = "quarterly", _("quarterly")
    HALF_YEAR = "half_year", _("every half-year")
    YEARLY = "yearly", _("yearly")


def overseen_by(reader: Reader, area: str, owner: str) -> Q:
    """One's own, wherever one works now; with the right to oversee, those of one's area."""
    if reader.user is None or reader.area is None:
        return Q(pk__in=[])
    own = Q((owner, reader.user))
    return own | within(reader.areas, area) if reader.may(OVERSEE) else own


class SubscriptionQuerySet(PlaceQuerySet):
    """Questions about subscriptions."""

    def visible_to(self, reader: Reader) -> Self:
        return self.filter(overseen_by(reader, "area", "owner"))

    def writable_by(self, reader: Reader) -> Self:
        """One's own: also one of an area that one has left, to switch it off."""
        if reader.user is None or reader.area is None:
            return self.none()
        return self.filter(owner=reader.user)

    def running(self) -> Self:
        """Those that are sent: neither switched off nor stopped after failures."""
        return self.filter(is_active=True, stopped_at__isnull=True)


class Subscription(FromBelow):
    """A summary of a region that is sent after each period, with the rights of its owner."""

    guarded: ClassVar[frozenset[str]] = frozenset(
        {"failures", "stopped_at", "stopped_why", "absent_period", "absent_since"}
    )

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        editable=False,
        related_name="+",
        verbose_name=_("owner"),
    )
    summary = SummaryField(_("summary"), max_length=60)
    region = models.ForeignKey(
        Region,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("region"),
        help_text=_("In your area. Leave empty for the whole nation."),
    )
    verified_only = models.BooleanField(_("verified rows only"), default=False)
    rhythm = models.CharField(_("rhythm"), max_length=10, choices=Rhythm.choices)
    send_days = models.PositiveSmallIntegerField(
        _("days after the period"),
        default=0,
        help_text=_("0 is the first day after the period has ended; at most 60."),
    )
    send_time = models.TimeField(
        _("time of the day"),
        default=time(6),
        help_text=_("In the time zone of the programme."),
    )
    formats = FormatsField(_("files"), default=list, blank=True)
    is_active = models.BooleanField(
        _("active"),
        default=True,
        help_text=_("Saving a subscription that stopped after failures starts it again."),
    )

    # Set anew with the rhythm: what ended before is neither sent nor missed.
    since = models.DateTimeField(_("counted from"), editable=False)
    failures = models.PositiveSmallIntegerField(_("failures in a row"), default=0, editable=False)
    stopped_at = models.DateTimeField(_("stopped at"), null=True, editable=False)
    stopped_why = models.CharField(_("why it stopped"), max_length=40, blank=True, editable=False)
    absent_period = models.CharField(
        _("period that did not arrive"), max_length=30, blank=True, editable=False
    )
    absent_since = models.DateTimeField(_("noticed at"), null=True, editable=False)

    # The manager of the base is declared more narrowly.
    objects: ClassVar[Any] = SubscriptionQuerySet.as_manager()  # type: ignore[assignment]

    class Meta(FromBelow.Meta):
        verbose_name = _("subscription")
        verbose_name_plural = _("subscriptions")
        default_permissions = (*FromBelow.Meta.default_permissions, "oversee")
        constraints = [
            models.CheckConstraint(
                condition=Q(rhythm__in=Rhythm.values) & Q(send_days__lte=MOST_DAYS),
                name="subscription_rhythm_and_days",
                violation_error_message=_("A summary is sent at most 60 days after its period."),
            ),
            models.CheckConstraint(
                condition=Q(stopped_at__isnull=True, stopped_why="")
                | Q(stopped_at__isnull=False) & ~Q(stopped_why=""),
                name="subscription_stopped_says_why",
                violation_error_message=_("A subscription that stopped says why."),
            ),
        ]
        indexes = [
            # The list of subscriptions.
            models.Index(fields=["area", "id"], name="subscription_by_area"),
        ]

    def __str__(self) -> str:
        called = f"{title_of(self.summary)}, {place_of(self.region)}"
        return f"{called} ({self.get_rhythm_display()})"

    @property
    def region_code(self) -> str:
        """The code of its region, or that of the nation."""
        return self.region.code if self.region else NATION_CODE

    @property
    def is_running(self) -> bool:
        """Is it sent?"""
        return self.is_active and self.stopped_at is None

    @property
    def schedule(self) -> Schedule:
        """When it is sent, in the business time zone."""
        zone = timezone.get_default_timezone()
        return Schedule(KINDS[self.rhythm], self.send_days, self.send_time, zone)


class RecipientQuerySet(RecordQuerySet):
    """Questions about recipients."""

    def visible_to(self, reader: Reader) -> Self:
        return self.filter(overseen_by(reader, "subscription__area", "subscription__owner"))

    def writable_by(self, reader: Reader) -> Self:
        if reader.user is None or reader.area is None:
            return self.none()
        return self.filter(subscription__owner=reader.user)

    def receiving(self) -> Self:
        """Those who have not left."""
        return self.filter(left_at__isnull=True)


class Recipient(Record):
    """Who receives a subscription: an account, or an address that gets the figures of one region.

    An account has an area of its own, which is asked before each mail; an address has none, so the
    region whose figures it gets stands beside it.
    """

    guarded: ClassVar[frozenset[str]] = frozenset({"left_at"})

    subscription = models.ForeignKey(
        Subscription,
        models.PROTECT,
        related_name="recipients",
        verbose_name=_("subscription"),
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("account"),
    )
    address = models.EmailField(_("or e-mail address"), blank=True)
    region = models.ForeignKey(
        Region,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("region of the address"),
        help_text=_("An address gets the figures of this region only; it lies in your area."),
    )
    # Of an address: an account has a language of its own.
    language = models.CharField(
        _("language"), max_length=10, choices=settings.LANGUAGES, default="id"
    )
    left_at = models.DateTimeField(_("left at"), null=True, editable=False)

    objects: ClassVar[Any] = RecipientQuerySet.as_manager()

    class Meta(Record.Meta):
        verbose_name = _("recipient")
        verbose_name_plural = _("recipients")
        constraints = [
            models.CheckConstraint(
                condition=Q(user__isnull=False, address="", region__isnull=True)
                | Q(user__isnull=True, region__isnull=False) & ~Q(address=""),
                name="recipient_is_account_or_address_with_region",
                violation_error_message=_(
                    "A recipient is an account, or an e-mail address with a region beside it."
                ),
            ),
            models.UniqueConstraint(
                fields=["subscription", "user"],
                name="recipient_account_once",
                violation_error_message=_("This account receives the subscription already."),
            ),
            models.UniqueConstraint(
                fields=["subscription", "address", "region"],
                name="recipient_address_once",
                violation_error_message=_("This address receives the subscription already."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.user) if self.user_id else f"{self.address} ({self.region})"

    @property
    def reads(self) -> str:
        """The language in which they are written to."""
        return str(self.user.language) if self.user else self.language
