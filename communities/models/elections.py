"""Elections of boards: in the neighbourhoods (basis) and among their delegates (board)."""

from typing import Any, ClassVar, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from communities.models.boards import Board
from communities.models.people import counted_people, low_income_among
from communities.rules.figures import added
from communities.rules.officers import LAST_TERM
from communities.scoping import SignedPlace, SignedPlaceQuerySet
from p2kp_site.foundation.signoffs import PaperSignatures


class ElectionKind(models.TextChoices):
    """Who votes for whom."""

    BASIS = "basis", _("basis (delegates)")
    BOARD = "board", _("board (BKM/LKM)")


class BoardElectionQuerySet(SignedPlaceQuerySet):
    """Questions about elections."""

    def final(self) -> Self:
        """The elections whose result stands."""
        return self.filter(is_final=True)

    def with_people(self) -> Self:
        """With `participant_count` and `elected_count`: men and women together."""
        return self.annotate(
            participant_count=F("participants_men") + F("participants_women"),
            elected_count=F("elected_men") + F("elected_women"),
        )


class BoardElection(SignedPlace, PaperSignatures):
    """An election for one term of a board: who came, and who was elected.

    The figures of the basis elections of all neighbourhoods stand in one row. Totals are computed.
    """

    area_from: ClassVar[str] = "board"

    board = models.ForeignKey(
        Board,
        models.PROTECT,
        related_name="elections",
        verbose_name=_("community board (BKM/LKM)"),
    )
    kind = models.CharField(
        _("kind"),
        max_length=5,
        choices=ElectionKind.choices,
        help_text=_("Residents choose delegates in each neighbourhood; these choose the board."),
    )
    held_on = models.DateField(
        _("held on"), help_text=_("Of the neighbourhoods’ elections, the last day.")
    )

    term = models.PositiveSmallIntegerField(
        _("term"),
        validators=[MinValueValidator(1), MaxValueValidator(LAST_TERM)],
        help_text=_("Which term of the board: 1 for its first, 2 after the next election, …"),
    )
    place = models.CharField(_("place"), max_length=150, blank=True)
    participants_men = models.PositiveIntegerField(_("participants, men"))
    participants_women = models.PositiveIntegerField(_("participants, women"))
    participants_low_income = counted_people(
        _("participants with a low income"), help_text=_("Of men and women. Empty: not counted.")
    )
    elected_men = counted_people(_("elected, men"))
    elected_women = counted_people(_("elected, women"))
    elected_low_income = counted_people(
        _("elected with a low income"), help_text=_("Of men and women. Empty: not counted.")
    )
    adults = models.PositiveIntegerField(
        _("adults of the kelurahan"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_("Everybody who may vote; turnout is counted by it."),
    )
    adults_on = models.DateField(_("adults counted on"), null=True, blank=True)
    adults_source = models.CharField(
        _("source of the adults"),
        max_length=150,
        blank=True,
        help_text=_("Such as the register of the kelurahan, or the statistics office (BPS)."),
    )

    is_final = models.BooleanField(
        _("final"),
        default=True,
        help_text=_("Not for an election that was repeated or declared void."),
    )
    note = models.TextField(_("note"), blank=True)

    objects: ClassVar[Any] = BoardElectionQuerySet.as_manager()

    class Meta(SignedPlace.Meta):
        verbose_name = _("board election")
        verbose_name_plural = _("board elections")
        constraints = [
            *SignedPlace.Meta.constraints,
            models.UniqueConstraint(
                fields=["board", "kind", "held_on"],
                name="election_once_a_day",
                violation_error_message=_("This election of the board stands here already."),
            ),
            models.UniqueConstraint(
                fields=["board", "kind", "term"],
                condition=Q(is_final=True),
                name="election_final_once_a_term",
                violation_error_message=_(
                    "The board has a final election of this kind for this term already."
                ),
            ),
            models.CheckConstraint(
                condition=Q(term__gte=1, term__lte=LAST_TERM),
                name="election_term_is_a_number_of_order",
                violation_error_message=_("Terms are counted from 1."),
            ),
            models.CheckConstraint(
                condition=low_income_among("participants"),
                name="election_low_income_among_participants",
                violation_error_message=_(
                    "There cannot be more participants with a low income than participants."
                ),
            ),
            models.CheckConstraint(
                condition=low_income_among("elected"),
                name="election_low_income_among_elected",
                violation_error_message=_(
                    "There cannot be more elected with a low income than elected."
                ),
            ),
            models.CheckConstraint(
                condition=Q(elected_men__lte=F("participants_men"))
                & Q(elected_women__lte=F("participants_women"))
                & Q(elected_low_income__lte=F("participants_low_income")),
                name="election_elected_among_participants",
                violation_error_message=_("Only participants can be elected."),
            ),
            models.CheckConstraint(
                # Said apart that there are adults: NULL would pass.
                condition=Q(adults__isnull=False, adults__gte=1, adults_on__isnull=False)
                | Q(adults__isnull=True, adults_on__isnull=True, adults_source=""),
                name="election_adults_are_dated",
                violation_error_message=_("Say on which day the adults were counted."),
            ),
        ]
        indexes = [
            *SignedPlace.Meta.indexes,
            # Lists and exports: within an area, in a fixed order.
            models.Index(fields=["area", "id"], name="election_by_area"),
        ]

    def __str__(self) -> str:
        return gettext("%(kind)s, term %(term)s, %(board)s") % {
            "kind": capfirst(self.get_kind_display()),
            "term": self.term,
            "board": self.board,
        }

    @property
    def participants(self) -> int:
        """Men and women who came."""
        return self.participants_men + self.participants_women

    @property
    def elected(self) -> int | None:
        """Men and women who were elected, when both were counted."""
        return added(self.elected_men, self.elected_women)
