"""Decisions: which positions decide on a disbursement in a round, and who decided what."""

from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from finance.models.disbursements import Disbursement
from finance.models.positions import Position
from p2kp_site.foundation.models import ChangeSet
from p2kp_site.foundation.reader import Reader
from p2kp_site.foundation.scoping import ScopedQuerySet, within


class Action(models.TextChoices):
    """What somebody decides; approval leads to the next step or, after the last, to payment."""

    APPROVE = "approve", _("approve")
    RETURN = "return", _("return for correction")
    REJECT = "reject", _("reject")


class OfDisbursement(ScopedQuerySet):
    """Rows that are seen by whoever sees the disbursement, and written by services alone."""

    def visible_to(self, reader: Reader) -> Self:
        return self.filter(within(reader.areas, "disbursement__area"))

    def in_order(self) -> Self:
        """As they follow each other: by round, then by step."""
        return self.order_by("round", "number" if self.model is DisbursementStep else "step", "pk")


class DisbursementStep(models.Model):
    """A step of the chain as it was copied onto a disbursement when it was handed over."""

    disbursement = models.ForeignKey(
        Disbursement,
        models.PROTECT,
        related_name="steps",
        db_index=False,  # the unique key begins with it
        verbose_name=_("disbursement"),
    )
    round = models.PositiveSmallIntegerField(_("round"))
    number = models.PositiveSmallIntegerField(_("step"))
    position = models.ForeignKey(
        Position,
        models.PROTECT,
        related_name="+",
        db_index=False,  # nobody looks rows up by it
        verbose_name=_("position"),
    )

    objects: ClassVar[Any] = OfDisbursement.as_manager()

    class Meta:
        verbose_name = _("step of a disbursement")
        verbose_name_plural = _("steps of a disbursement")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["disbursement", "round", "number"], name="disbursement_step_once"
            ),
            models.UniqueConstraint(
                fields=["disbursement", "round", "position"],
                name="disbursement_step_position_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.position}"


class Decision(models.Model):
    """What a person decided about a disbursement, in which round and at which step; never edited.

    The signature under a backlog row is a decision of round 0, which needs no position.
    """

    disbursement = models.ForeignKey(
        Disbursement,
        models.PROTECT,
        related_name="decisions",
        db_index=False,  # the unique key begins with it
        verbose_name=_("disbursement"),
    )
    round = models.PositiveSmallIntegerField(_("round"))
    step = models.PositiveSmallIntegerField(_("step"))
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        db_index=False,  # nobody looks rows up by it
        verbose_name=_("person"),
    )
    position = models.ForeignKey(
        Position,
        models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,  # nobody looks rows up by it
        verbose_name=_("position"),
    )
    action = models.CharField(_("decision"), max_length=7, choices=Action.choices)
    at = models.DateTimeField(_("at"))
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    maker = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,  # nobody looks rows up by it
        verbose_name=_("entered by"),
    )
    change_set = models.ForeignKey(
        ChangeSet, models.PROTECT, related_name="+", verbose_name=_("change")
    )

    objects: ClassVar[Any] = OfDisbursement.as_manager()

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["disbursement", "round", "person"],
                name="decision_person_once_a_round",
                violation_error_message=_("Nobody decides on two steps of one round."),
            ),
            models.UniqueConstraint(
                fields=["disbursement", "round", "step"],
                name="decision_step_once_a_round",
                violation_error_message=_("This step was decided already."),
            ),
            models.CheckConstraint(
                condition=Q(maker__isnull=True) | ~Q(maker=F("person")),
                name="decision_not_by_the_maker",
                violation_error_message=_("Whoever entered a disbursement does not decide on it."),
            ),
            models.CheckConstraint(
                condition=Q(action=Action.APPROVE)
                | Q(action__in=(Action.RETURN, Action.REJECT)) & ~Q(reason=""),
                name="decision_with_a_reason",
                violation_error_message=_("Whoever returns or rejects a disbursement says why."),
            ),
            models.CheckConstraint(
                condition=Q(round=0, position__isnull=True, action=Action.APPROVE)
                | Q(round__gte=1, position__isnull=False),
                name="decision_in_a_position",
                violation_error_message=_("Somebody decides as the holder of a position."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.get_action_display()}"
