"""Community boards (BKM/LKM): the residents' own boards that plan and carry the programme."""

from datetime import date
from typing import Any, ClassVar, Self

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from communities.models.regions import Region, RegionKind
from communities.scoping import SignedPlace, SignedPlaceQuerySet
from p2kp_site.foundation.signoffs import PaperSignatures


class BoardQuerySet(SignedPlaceQuerySet):
    """Questions about community boards."""

    def active(self) -> Self:
        """Boards that still work."""
        return self.filter(is_active=True)

    def standing_on(self, on: date) -> Self:
        """Boards that were formed by that day and not closed yet."""
        return self.filter(Q(closed_on__isnull=True) | Q(closed_on__gt=on), formed_on__lte=on)

    def with_deed_by(self, on: date) -> Self:
        """Boards with a notarial deed of that day or before; one without a date counts."""
        dated = Q(deed_on__isnull=True) | Q(deed_on__lte=on)
        return self.filter(dated).exclude(deed_number="")


class Board(SignedPlace, PaperSignatures):
    """A community board (Badan or Lembaga Keswadayaan Masyarakat) of a kelurahan or desa.

    The board and its funding have separate lives: it may stand for years without a grant.
    """

    region = models.ForeignKey(
        Region, models.PROTECT, related_name="boards", verbose_name=_("kelurahan or desa")
    )
    code = models.CharField(
        _("code"),
        max_length=30,
        unique=True,
        validators=[
            RegexValidator(r"^[A-Z0-9][A-Z0-9./-]*\Z", _("Capital letters, digits, . / - only."))
        ],
        help_text=_("Code of the board; it never changes. Left empty, the system issues one."),
    )
    name = models.CharField(_("name"), max_length=150)
    formed_on = models.DateField(_("formed on"), null=True, blank=True)

    coordinator = models.CharField(_("coordinator"), max_length=150, blank=True)
    address = models.CharField(_("address"), max_length=250, blank=True)
    phone = models.CharField(_("phone"), max_length=20, blank=True)
    deed_number = models.CharField(_("deed number"), max_length=60, blank=True)
    deed_on = models.DateField(_("deed date"), null=True, blank=True)
    notary = models.CharField(_("notary"), max_length=150, blank=True)
    bank_name = models.CharField(_("bank"), max_length=100, blank=True)
    bank_account_number = models.CharField(_("bank account number"), max_length=40, blank=True)

    is_active = models.BooleanField(_("active"), default=True)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    inactive_reason = models.CharField(
        _("why not active"),
        max_length=250,
        blank=True,
        help_text=_("To be filled when the board is not active."),
    )
    note = models.TextField(_("note"), blank=True)

    objects: ClassVar[Any] = BoardQuerySet.as_manager()

    class Meta(SignedPlace.Meta):
        verbose_name = _("community board (BKM/LKM)")
        verbose_name_plural = _("community boards (BKM/LKM)")
        default_permissions: ClassVar[tuple[str, ...]] = (
            *SignedPlace.Meta.default_permissions,
            "personal",
        )
        constraints = [
            *SignedPlace.Meta.constraints,
            models.CheckConstraint(
                condition=~Q(code="") & ~Q(name=""),
                name="board_has_code_and_name",
                violation_error_message=_("A board needs a code and a name."),
            ),
            models.CheckConstraint(
                condition=Q(is_active=True, inactive_reason="", closed_on__isnull=True)
                | (Q(is_active=False) & ~Q(inactive_reason="")),
                name="board_inactive_with_a_reason",
                violation_error_message=_(
                    "Say why the board is not active; an active one has no reason or closing day."
                ),
            ),
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True)
                | Q(formed_on__isnull=True)
                | Q(closed_on__gte=F("formed_on")),
                name="board_closed_after_formed",
                violation_error_message=_("A board cannot be closed before it was formed."),
            ),
        ]
        indexes = [
            *SignedPlace.Meta.indexes,
            # Lists and exports: within an area, in a fixed order.
            models.Index(fields=["area", "id"], name="board_by_area"),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.code})"

    def clean(self) -> None:
        """Say in words what the constraints hold."""
        if self.region_id and self.region.kind not in (
            RegionKind.URBAN_VILLAGE,
            RegionKind.VILLAGE,
        ):
            raise ValidationError({"region": _("A board belongs to a kelurahan or desa.")})
