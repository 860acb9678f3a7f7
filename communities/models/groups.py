"""Self-help groups (KSM): residents who carry out works together, or save and borrow."""

from datetime import date
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from communities.models.boards import Board
from communities.models.people import counted_people, low_income_among
from communities.models.sectors import Sector
from communities.rules.figures import added
from communities.scoping import SignedPlace, SignedPlaceQuerySet
from p2kp_site.foundation.signoffs import PaperSignatures


class SelfHelpGroupQuerySet(SignedPlaceQuerySet):
    """Questions about self-help groups."""

    def active(self) -> Self:
        """Groups that still work."""
        return self.filter(is_active=True)

    def standing_on(self, on: date) -> Self:
        """Groups that were formed by that day and not closed yet."""
        return self.filter(Q(closed_on__isnull=True) | Q(closed_on__gt=on), formed_on__lte=on)

    def with_members(self) -> Self:
        """With `member_count`: men and women together."""
        return self.annotate(member_count=F("members_men") + F("members_women"))


class SelfHelpGroup(SignedPlace, PaperSignatures):
    """A self-help group (Kelompok Swadaya Masyarakat) that a community board accompanies."""

    area_from: ClassVar[str] = "board"

    board = models.ForeignKey(
        Board, models.PROTECT, related_name="groups", verbose_name=_("community board (BKM/LKM)")
    )
    name = models.CharField(_("name"), max_length=150)

    kind = models.CharField(_("kind"), max_length=1, choices=Sector.choices)
    formed_on = models.DateField(_("formed on"), null=True, blank=True)
    chair = models.CharField(_("chair"), max_length=150, blank=True)
    members_men = counted_people(_("members, men"), help_text=_("Empty: not counted."))
    members_women = counted_people(_("members, women"), help_text=_("Empty: not counted."))
    members_low_income = counted_people(
        _("members with a low income"), help_text=_("Of men and women. Empty: not counted.")
    )

    is_active = models.BooleanField(_("active"), default=True)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    inactive_reason = models.CharField(
        _("why not active"),
        max_length=250,
        blank=True,
        help_text=_("To be filled when the group is not active."),
    )
    note = models.TextField(_("note"), blank=True)

    objects: ClassVar[Any] = SelfHelpGroupQuerySet.as_manager()

    class Meta(SignedPlace.Meta):
        verbose_name = _("self-help group (KSM)")
        verbose_name_plural = _("self-help groups (KSM)")
        default_permissions: ClassVar[tuple[str, ...]] = (
            *SignedPlace.Meta.default_permissions,
            "personal",
        )
        constraints = [
            *SignedPlace.Meta.constraints,
            models.UniqueConstraint(
                fields=["board", "name"],
                name="group_name_once_a_board",
                violation_error_message=_("The board has a group of this name already."),
            ),
            models.CheckConstraint(
                condition=~Q(name=""),
                name="group_has_a_name",
                violation_error_message=_("A group needs a name."),
            ),
            models.CheckConstraint(
                condition=low_income_among("members"),
                name="group_low_income_among_members",
                violation_error_message=_(
                    "There cannot be more members with a low income than members."
                ),
            ),
            models.CheckConstraint(
                condition=Q(is_active=True, inactive_reason="", closed_on__isnull=True)
                | (Q(is_active=False) & ~Q(inactive_reason="")),
                name="group_inactive_with_a_reason",
                violation_error_message=_(
                    "Say why the group is not active; an active one has no reason or closing day."
                ),
            ),
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True)
                | Q(formed_on__isnull=True)
                | Q(closed_on__gte=F("formed_on")),
                name="group_closed_after_formed",
                violation_error_message=_("A group cannot be closed before it was formed."),
            ),
        ]
        indexes = [
            *SignedPlace.Meta.indexes,
            # Lists and exports: within an area, in a fixed order.
            models.Index(fields=["area", "id"], name="group_by_area"),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.board}"

    @property
    def members(self) -> int | None:
        """Men and women together, when both were counted."""
        return added(self.members_men, self.members_women)
