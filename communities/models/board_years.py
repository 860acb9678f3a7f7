"""Years of boards: how independent a board had become, and what its auditor found."""

from datetime import date
from typing import Any, ClassVar, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from communities.models.boards import Board
from communities.rules.board_years import FIRST_YEAR, LAST_YEAR, OPINIONS
from communities.scoping import SignedPlace, SignedPlaceQuerySet
from p2kp_site.foundation.fields import YearField
from p2kp_site.foundation.signoffs import PaperSignatures


class Independence(models.IntegerChoices):
    """How far a board stands on its own feet, by the numbers of the programme's forms."""

    BEGINNING = 0, _("beginning (Awal)")
    EMPOWERED = 1, _("empowered (Berdaya)")
    INDEPENDENT = 2, _("independent (Mandiri)")
    CIVIL = 3, _("towards a civil society (Menuju Madani)")


class Audit(models.TextChoices):
    """What an independent auditor said of a year's books."""

    NOT_DONE = "not_done", _("not done")
    UNQUALIFIED = "unqualified", _("unqualified (WTP)")
    QUALIFIED = "qualified", _("qualified (WDP)")
    ADVERSE = "adverse", _("adverse (Tidak Wajar)")
    DISCLAIMER = "disclaimer", _("disclaimer of opinion")


class BoardYearQuerySet(SignedPlaceQuerySet):
    """Questions about the years of boards."""

    def audited(self) -> Self:
        """Years whose books an auditor saw, whatever the opinion."""
        return self.filter(audit__in=OPINIONS)

    def latest_by(self, on: date) -> Self:
        """Of each board the latest year that had ended by that day: its state at a period's end."""
        ended = on.year if (on.month, on.day) == (12, 31) else on.year - 1
        # Asked as an absence: PostgreSQL looks the later ones up at once, not beside every row.
        later = BoardYear.objects.filter(board=OuterRef("board"), year__gt=OuterRef("year"))
        return self.filter(~Exists(later.filter(year__lte=ended)), year__lte=ended)


class BoardYear(SignedPlace, PaperSignatures):
    """What a board had become by the end of a year."""

    area_from: ClassVar[str] = "board"

    board = models.ForeignKey(
        Board, models.PROTECT, related_name="years", verbose_name=_("community board (BKM/LKM)")
    )
    year = YearField(
        _("year"), validators=[MinValueValidator(FIRST_YEAR), MaxValueValidator(LAST_YEAR)]
    )

    independence = models.PositiveSmallIntegerField(
        _("independence"),
        choices=Independence.choices,
        null=True,
        blank=True,
        help_text=_("Empty: not assessed."),
    )
    audit = models.CharField(
        _("audit"),
        max_length=11,
        choices=Audit.choices,
        blank=True,
        help_text=_("The opinion of the independent auditor. Empty: not known."),
    )
    audited_on = models.DateField(_("audited on"), null=True, blank=True)
    auditor = models.CharField(
        _("auditor"), max_length=150, blank=True, help_text=_("The office that audited.")
    )
    note = models.TextField(_("note"), blank=True)

    objects: ClassVar[Any] = BoardYearQuerySet.as_manager()

    class Meta(SignedPlace.Meta):
        verbose_name = _("year of a board")
        verbose_name_plural = _("years of boards")
        constraints = [
            *SignedPlace.Meta.constraints,
            models.UniqueConstraint(
                fields=["board", "year"],
                name="board_year_once",
                violation_error_message=_("This year of the board stands here already."),
            ),
            models.CheckConstraint(
                condition=Q(year__gte=FIRST_YEAR, year__lte=LAST_YEAR),
                name="board_year_is_a_year",
                violation_error_message=_("A year of the programme has four digits, from 1999 on."),
            ),
            models.CheckConstraint(
                condition=Q(independence__isnull=True)
                | Q(independence__in=sorted(Independence.values)),
                name="board_year_independence_is_known",
                violation_error_message=_("Independence is a number from 0 to 3."),
            ),
            models.CheckConstraint(
                condition=Q(audit__in=sorted(OPINIONS)) | Q(audited_on__isnull=True, auditor=""),
                name="board_year_audited_with_an_opinion",
                violation_error_message=_(
                    "Day and auditor are those of an audit that was done: say what it found."
                ),
            ),
        ]
        indexes = [
            *SignedPlace.Meta.indexes,
            # Lists and exports: within an area, in a fixed order.
            models.Index(fields=["area", "id"], name="board_year_by_area"),
        ]

    def __str__(self) -> str:
        return f"{self.year}, {self.board}"
