"""Chains: which positions decide on a disbursement, one after the other; chains are data."""

from datetime import date
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from communities.scoping import ReferenceQuerySet
from finance.models.positions import Position
from p2kp_site.foundation.fields import RupiahField, rupiah_range
from p2kp_site.foundation.records import Record
from programs.models.funding_sources import CODE


class ChainQuerySet(ReferenceQuerySet):
    """Questions about chains."""

    def in_force_on(self, day: date) -> "Chain | None":
        """The chain by which a disbursement that is handed over on that day is decided."""
        found: Chain | None = self.filter(from_on__lte=day).order_by("-from_on").first()
        return found


class Chain(Record):
    """The order in which positions decide on disbursements, from a day on until the next chain."""

    code = models.CharField(_("code"), max_length=20, unique=True, validators=[CODE])
    name = models.CharField(_("name"), max_length=150)
    from_on = models.DateField(
        _("valid from"),
        unique=True,
        help_text=_("What is handed over from this day on takes this chain, until the next one."),
    )
    needs_account_before = models.BooleanField(
        _("needs the account of the tranche before"),
        default=True,
        help_text=_("A tranche is not handed over while an earlier one is not accounted for."),
    )
    note = models.TextField(_("note"), blank=True)

    objects: ClassVar[Any] = ChainQuerySet.as_manager()

    class Meta(Record.Meta):
        verbose_name = _("chain of decisions")
        verbose_name_plural = _("chains of decisions")
        constraints = [
            models.CheckConstraint(
                condition=~Q(code="") & ~Q(name=""),
                name="chain_has_code_and_name",
                violation_error_message=_("A chain needs a code and a name."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.code})"


class ChainStep(Record):
    """A step of a chain: the position that decides, and from which amount on it is asked."""

    chain = models.ForeignKey(
        Chain,
        models.PROTECT,
        related_name="steps",
        db_index=False,  # the unique key begins with it
        verbose_name=_("chain of decisions"),
    )
    number = models.PositiveSmallIntegerField(_("step"))
    position = models.ForeignKey(
        Position,
        models.PROTECT,
        related_name="+",
        db_index=False,  # nobody looks rows up by it
        verbose_name=_("position"),
    )
    minimum_amount = RupiahField(
        _("from this amount on"),
        default=0,
        help_text=_("Smaller disbursements leave the step out; 0 is all of them."),
    )

    objects: ClassVar[Any] = ReferenceQuerySet.as_manager()

    class Meta(Record.Meta):
        verbose_name = _("step of a chain")
        verbose_name_plural = _("steps of a chain")
        constraints = [
            models.UniqueConstraint(
                fields=["chain", "number"],
                name="chain_step_number_once",
                violation_error_message=_("The chain has a step with this number already."),
            ),
            models.UniqueConstraint(
                fields=["chain", "position"],
                name="chain_step_position_once",
                violation_error_message=_("A position decides once in a chain."),
            ),
            models.CheckConstraint(
                condition=Q(number__gte=1) & rupiah_range("minimum_amount"),
                name="chain_step_number_and_amount",
                violation_error_message=_(
                    "Steps count from 1 on, and the amount of a step is not negative."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.position}"
