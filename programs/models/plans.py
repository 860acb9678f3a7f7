"""Plans of a community: PJM Pronangkis, Renta, RPLP; each in editions that were ratified."""

from collections.abc import Iterator
from datetime import date
from typing import Any, ClassVar, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Count, Exists, F, Max, Min, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from communities.models import Board
from communities.scoping import SignedPlace, SignedPlaceQuerySet
from p2kp_site.exchange.reading import Fault
from p2kp_site.foundation.fields import YearField, year_range
from p2kp_site.foundation.private_files import JPEG, PDF, PNG, FileOf, PrivateFileField
from p2kp_site.foundation.signoffs import PaperSignatures
from programs.fault_messages import told
from programs.rules.plans import PJM, RENTA, RPLP, held_faults, plan_faults

LARGEST_MINUTES = 10  # megabytes


class PlanKind(models.TextChoices):
    """Which plan of the community it is."""

    PJM = PJM, "PJM Pronangkis"
    RENTA = RENTA, "Renta"
    RPLP = RPLP, "RPLP"


class PlanQuerySet(SignedPlaceQuerySet):
    """Questions about plans."""

    def ratified(self) -> Self:
        """Editions that were ratified, whenever that was."""
        return self.filter(ratified_on__isnull=False)

    def in_force_on(self, day: date) -> Self:
        """The last edition of each plan that was ratified by that day."""
        later = self.model._default_manager.filter(
            board=OuterRef("board"),
            kind=OuterRef("kind"),
            start_year=OuterRef("start_year"),
            edition__gt=OuterRef("edition"),
            ratified_on__lte=day,
        )
        return self.filter(~Exists(later), ratified_on__lte=day)

    def editions_of(self, plan: "Plan") -> Self:
        """All editions of a plan."""
        return self.filter(board=plan.board_id, kind=plan.kind, start_year=plan.start_year)

    def with_line_count(self) -> Self:
        """With `line_count`, the number of planned activities."""
        lines: Any = self.model._meta.get_field("activities").related_model
        counted = lines.objects.filter(plan=OuterRef("pk")).order_by().values("plan")
        number = Subquery(counted.annotate(n=Count("pk")).values("n"))
        return self.annotate(line_count=Coalesce(number, 0))


class Plan(SignedPlace, PaperSignatures):
    """One edition of a plan of a community board, for some years.

    Once it is ratified its lines stand; what changes is written into a new edition.
    """

    area_from: ClassVar[str] = "board"

    board = models.ForeignKey(
        Board,
        models.PROTECT,
        related_name="plans",
        db_index=False,  # the unique key begins with it
        verbose_name=_("community board (BKM/LKM)"),
    )
    kind = models.CharField(_("kind"), max_length=6, choices=PlanKind.choices)
    start_year = YearField(_("first year"))
    end_year = YearField(_("last year"))
    edition = models.PositiveSmallIntegerField(_("edition"), default=1)
    ratified_on = models.DateField(_("ratified on"), null=True, blank=True)
    ratified_by = models.CharField(
        _("ratified by"),
        max_length=150,
        blank=True,
        help_text=_("Who ratified it: a residents’ meeting, the lurah, …"),
    )
    minutes = PrivateFileField(
        _("minutes"),
        blank=True,
        validators=[FileOf((PDF, JPEG, PNG), LARGEST_MINUTES)],
        help_text=_("The minutes of the ratification: PDF, JPEG or PNG, at most 10 MB."),
    )
    note = models.TextField(_("note"), blank=True)

    objects: ClassVar[Any] = PlanQuerySet.as_manager()

    class Meta(SignedPlace.Meta):
        verbose_name = _("plan")
        verbose_name_plural = _("plans")
        constraints = [
            *SignedPlace.Meta.constraints,
            models.UniqueConstraint(
                fields=["board", "kind", "start_year", "edition"],
                name="plan_edition_once",
                violation_error_message=_("The board has this edition of the plan already."),
            ),
            models.CheckConstraint(
                condition=Q(kind__in=PlanKind.values) & Q(edition__gte=1),
                name="plan_kind_and_edition",
                violation_error_message=_("A plan has a known kind and an edition from 1 on."),
            ),
            models.CheckConstraint(
                condition=year_range("start_year", "end_year") & Q(end_year__gte=F("start_year")),
                name="plan_years_follow",
                violation_error_message=_("A plan cannot end before it begins."),
            ),
            models.CheckConstraint(
                condition=Q(ratified_on__isnull=True, ratified_by="")
                | (Q(ratified_on__isnull=False) & ~Q(ratified_by="")),
                name="plan_ratified_by_somebody",
                violation_error_message=_("A ratification has a day and says by whom."),
            ),
        ]
        indexes = [
            *SignedPlace.Meta.indexes,
            # Lists and exports: within an area, in a fixed order.
            models.Index(fields=["area", "id"], name="plan_by_area"),
        ]

    def __str__(self) -> str:
        return f"{self.name} — {self.board.name}"

    @property
    def name(self) -> str:
        """The plan as its board calls it, with its edition."""
        years = str(self.start_year)
        if self.end_year != self.start_year:
            years += f"–{self.end_year}"
        edition = _("edition %(number)s") % {"number": self.edition}
        return f"{self.get_kind_display()} {years}, {edition}"

    @property
    def is_ratified(self) -> bool:
        return self.ratified_on is not None

    def clean(self) -> None:
        """Say in words what the constraints hold, and what would no longer lie within the plan."""
        faults = [*plan_faults(vars(self)), *self._held_faults()]
        if faults:
            raise ValidationError({column: told(fault) for column, fault in faults})

    def _held_faults(self) -> Iterator[tuple[str, Fault]]:
        if self._state.adding:
            return
        lines: Any = self.activities
        years = lines.aggregate(first=Min("planned_year"), last=Max("planned_year"))
        yield from held_faults(vars(self), **years)
        worked = Plan.objects.filter(pk__in=lines.filter(works__isnull=False).values("plan"))
        for board, code in worked.values_list("board_id", "board__code"):
            if board != self.board_id:
                yield "board", Fault("works_name_its_lines", {"found": code})
