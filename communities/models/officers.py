"""Officers of boards: who was elected to a board or works for it, term by term."""

from datetime import date
from typing import Any, ClassVar, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Max, OuterRef, Q, Subquery
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from communities.models.boards import Board
from communities.models.people import Education, Sex, SocialStatus
from communities.rules.officers import LAST_TERM, OLDEST, YOUNGEST
from communities.scoping import SignedPlace, SignedPlaceQuerySet


class OfficerPosition(models.TextChoices):
    """What somebody does on a board; its units are appointed by it."""

    COORDINATOR = "coordinator", _("coordinator")
    MEMBER = "member", _("member")
    SECRETARY = "secretary", _("secretary")
    FINANCE_UNIT = "finance_unit", _("financial unit (UPK)")
    ENVIRONMENT_UNIT = "environment_unit", _("environmental unit (UPL)")
    SOCIAL_UNIT = "social_unit", _("social unit (UPS)")
    FINANCE_SUPERVISOR = "finance_supervisor", _("supervisor of the UPK")
    OTHER = "other", _("other")


class OfficerStatus(models.TextChoices):
    """Whether somebody still serves."""

    ACTIVE = "active", _("active")
    INACTIVE = "inactive", _("not active")
    REMOVED = "removed", _("removed")


class BoardOfficerQuerySet(SignedPlaceQuerySet):
    """Questions about the officers of boards."""

    def active(self) -> Self:
        """Those who still serve."""
        return self.filter(status=OfficerStatus.ACTIVE)

    def standing_on(self, on: date) -> Self:
        """Those in whose term that day lies."""
        return self.filter(Q(term_until__isnull=True) | Q(term_until__gt=on), term_from__lte=on)

    def of_latest_term(self) -> Self:
        """The officers of each board's latest term."""
        terms = BoardOfficer.objects.filter(board=OuterRef("board")).values("board")
        return self.filter(term=Subquery(terms.annotate(last=Max("term")).values("last")))


class BoardOfficer(SignedPlace):
    """A person on a board, or in one of its units, for one of its terms."""

    area_from: ClassVar[str] = "board"

    board = models.ForeignKey(
        Board,
        models.PROTECT,
        related_name="officers",
        verbose_name=_("community board (BKM/LKM)"),
    )
    term = models.PositiveSmallIntegerField(
        _("term"),
        validators=[MinValueValidator(1), MaxValueValidator(LAST_TERM)],
        help_text=_("Which term of the board: 1 for its first, 2 after the next election, …"),
    )
    name = models.CharField(_("name"), max_length=150)

    position = models.CharField(
        _("position"),
        max_length=20,
        choices=OfficerPosition.choices,
        default=OfficerPosition.MEMBER,
    )
    sex = models.CharField(_("sex"), max_length=6, choices=Sex.choices)
    social_status = models.CharField(
        _("social status"),
        max_length=15,
        choices=SocialStatus.choices,
        blank=True,
        help_text=_("By the residents’ own survey (PS-2). Empty: not known."),
    )
    age = models.PositiveSmallIntegerField(
        _("age"),
        null=True,
        blank=True,
        validators=[MinValueValidator(YOUNGEST), MaxValueValidator(OLDEST)],
        help_text=_("In years, when the term began."),
    )
    education = models.CharField(
        _("education"),
        max_length=20,
        choices=Education.choices,
        blank=True,
        help_text=_("The highest school that was finished. Empty: not known."),
    )
    occupation = models.CharField(_("occupation"), max_length=100, blank=True)
    votes = models.PositiveIntegerField(
        _("votes"),
        null=True,
        blank=True,
        help_text=_("Votes received in the election; empty for those whom the board appointed."),
    )

    term_from = models.DateField(_("term from"), null=True, blank=True)
    term_until = models.DateField(
        _("term until"),
        null=True,
        blank=True,
        help_text=_("The first day on which somebody else may serve; usually three years later."),
    )
    status = models.CharField(
        _("status"), max_length=8, choices=OfficerStatus.choices, default=OfficerStatus.ACTIVE
    )

    objects: ClassVar[Any] = BoardOfficerQuerySet.as_manager()

    class Meta(SignedPlace.Meta):
        verbose_name = _("board officer")
        verbose_name_plural = _("board officers")
        default_permissions: ClassVar[tuple[str, ...]] = (
            *SignedPlace.Meta.default_permissions,
            "personal",
        )
        constraints = [
            *SignedPlace.Meta.constraints,
            models.UniqueConstraint(
                fields=["board", "term", "name"],
                name="officer_once_a_term",
                violation_error_message=_("This person stands in this term of the board already."),
            ),
            models.CheckConstraint(
                condition=~Q(name=""),
                name="officer_has_a_name",
                violation_error_message=_("An officer needs a name."),
            ),
            models.CheckConstraint(
                condition=Q(term__gte=1, term__lte=LAST_TERM),
                name="officer_term_is_a_number_of_order",
                violation_error_message=_("Terms are counted from 1."),
            ),
            models.CheckConstraint(
                condition=Q(age__isnull=True) | Q(age__gte=YOUNGEST, age__lte=OLDEST),
                name="officer_is_an_adult",
                violation_error_message=_("An officer is an adult."),
            ),
            models.CheckConstraint(
                condition=Q(term_until__isnull=True)
                | Q(term_from__isnull=True)
                | Q(term_until__gt=F("term_from")),
                name="officer_term_ends_after_it_begins",
                violation_error_message=_("A term ends after it begins."),
            ),
        ]
        indexes = [
            *SignedPlace.Meta.indexes,
            # Lists and exports: within an area, in a fixed order.
            models.Index(fields=["area", "id"], name="officer_by_area"),
        ]

    def __str__(self) -> str:
        # Without the name: titles are read by people without the right to it.
        return gettext("%(position)s, term %(term)s, %(board)s") % {
            "position": capfirst(self.get_position_display()),
            "term": self.term,
            "board": self.board,
        }
