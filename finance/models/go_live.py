"""Go-live dates: from when on an area pays by the chain of decisions, and not on paper alone."""

from datetime import date
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from communities.models import Region
from communities.scoping import FromBelow, FromBelowQuerySet
from p2kp_site.foundation.scoping import containing
from p2kp_site.foundation.wording import in_words


class GoLiveQuerySet(FromBelowQuerySet):
    """Questions about go-live dates."""

    def of_area(self, area: str) -> date | None:
        """The day on which this area went live; the nearest region decides; None says nobody."""
        nearest = self.filter(containing([area])).order_by("-area")
        found: date | None = nearest.values_list("on", flat=True).first()
        return found


class GoLive(FromBelow):
    """The day from which on a region pays by the chain of decisions.

    A disbursement whose SP2D is older was paid on paper: it is a backlog row.
    """

    region = models.OneToOneField(
        Region,
        models.PROTECT,
        related_name="go_live",
        verbose_name=_("region"),
        help_text=_("A regency or city, as a rule."),
    )
    on = models.DateField(_("goes live on"))
    note = models.TextField(_("note"), blank=True)

    objects: ClassVar[Any] = GoLiveQuerySet.as_manager()

    class Meta(FromBelow.Meta):
        verbose_name = _("go-live date")
        verbose_name_plural = _("go-live dates")
        indexes = [
            # The list of go-live dates.
            models.Index(fields=["area", "id"], name="go_live_by_area"),
        ]

    def __str__(self) -> str:
        return f"{self.region}: {in_words(self.on)}"
