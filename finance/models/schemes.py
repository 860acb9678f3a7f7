"""How the money of a grant is split into tranches: a scheme is data, and none is built in."""

from datetime import date
from typing import Any, ClassVar, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from communities.scoping import ReferenceQuerySet
from finance.rules.tranches import WHOLE
from p2kp_site.foundation.records import Record
from programs.models import FundingSource
from programs.models.funding_sources import CODE
from programs.models.programmes import running_on


class TrancheSchemeQuerySet(ReferenceQuerySet):
    """Questions about tranche schemes."""

    def in_force_on(self, day: date) -> Self:
        """Schemes by which a grant could be agreed on that day."""
        return self.filter(running_on(day))

    def with_share_total(self) -> Self:
        """With `share_total`, in hundredths of a percent; 10,000 is the whole."""
        shares = TrancheShare.objects.filter(scheme=OuterRef("pk")).order_by().values("scheme")
        total = Subquery(shares.annotate(total=Sum("share")).values("total"))
        return self.annotate(share_total=Coalesce(total, 0))

    def whole(self) -> Self:
        """Schemes whose shares come to 100 %: only these split a grant."""
        return self.with_share_total().filter(share_total=WHOLE)


class TrancheScheme(Record):
    """A way to pay a grant out, such as 30 % APBN; 30 % APBN and 20 % APBD; 20 % APBN.

    The shares of a scheme come to 100 %. No row can hold that: its page refuses another sum, and
    a grant is split by a whole scheme only.
    """

    code = models.CharField(_("code"), max_length=20, unique=True, validators=[CODE])
    name = models.CharField(_("name"), max_length=150)
    from_on = models.DateField(_("valid from"), null=True, blank=True)
    until_on = models.DateField(
        _("valid until"),
        null=True,
        blank=True,
        help_text=_("The first day on which no grant is agreed by it any more."),
    )
    note = models.TextField(_("note"), blank=True)

    objects: ClassVar[Any] = TrancheSchemeQuerySet.as_manager()

    class Meta(Record.Meta):
        verbose_name = _("tranche scheme")
        verbose_name_plural = _("tranche schemes")
        constraints = [
            models.CheckConstraint(
                condition=~Q(code="") & ~Q(name=""),
                name="tranche_scheme_has_code_and_name",
                violation_error_message=_("A tranche scheme needs a code and a name."),
            ),
            models.CheckConstraint(
                condition=Q(from_on__isnull=True)
                | Q(until_on__isnull=True)
                | Q(until_on__gt=F("from_on")),
                name="tranche_scheme_until_after_from",
                violation_error_message=_("A tranche scheme cannot end before it begins."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} – {self.name}"

    def is_in_force(self, on: date) -> bool:
        """Could a grant be agreed by it on that day?"""
        begun = self.from_on is None or self.from_on <= on
        return begun and (self.until_on is None or on < self.until_on)


class TrancheShare(Record):
    """What one source gives in one tranche of a scheme."""

    scheme = models.ForeignKey(
        TrancheScheme,
        models.PROTECT,
        related_name="shares",
        db_index=False,  # the unique key begins with it
        verbose_name=_("tranche scheme"),
    )
    number = models.PositiveSmallIntegerField(
        _("tranche"), help_text=_("1, 2, 3: two sources of one tranche are two rows.")
    )
    source = models.ForeignKey(
        FundingSource,
        models.PROTECT,
        related_name="+",
        db_index=False,  # nobody looks rows up by it
        verbose_name=_("source"),
    )
    share = models.PositiveSmallIntegerField(
        _("share"), help_text=_("In hundredths of a percent: 3000 is 30 %.")
    )

    objects: ClassVar[Any] = ReferenceQuerySet.as_manager()

    class Meta(Record.Meta):
        verbose_name = _("share of a tranche scheme")
        verbose_name_plural = _("shares of a tranche scheme")
        constraints = [
            models.UniqueConstraint(
                fields=["scheme", "number", "source"],
                name="tranche_share_once",
                violation_error_message=_("Each source stands once in a tranche."),
            ),
            models.CheckConstraint(
                condition=Q(number__gte=1, share__gte=1, share__lte=WHOLE),
                name="tranche_share_number_and_share",
                violation_error_message=_(
                    "Tranches count from 1 on, and a share is above 0 and at most 100 %."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}: {self.source}"

    def clean(self) -> None:
        """Say in words what the constraint holds."""
        if self.number is not None and self.number < 1:
            raise ValidationError({"number": _("Tranches count from 1 on.")})
