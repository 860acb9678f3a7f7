"""Works: what a community has made or is making, and what it cost."""

from decimal import Decimal
from typing import Any, ClassVar, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _

from communities.models import Board, SelfHelpGroup
from communities.scoping import PlaceQuerySet, SignedPlace, SignedPlaceQuerySet
from p2kp_site.foundation.fields import RupiahField, in_rupiah, rupiah_range
from p2kp_site.foundation.lookups import begun_index
from p2kp_site.foundation.signoffs import PaperSignatures
from programs.fault_messages import told
from programs.models.activities import PlannedActivity, total
from programs.models.undertakings import Cost, Undertaking
from programs.rules.works import EAST, NORTH, SOUTH, WEST, belonging_faults, work_faults


class Quality(models.TextChoices):
    """The certificate of the technical facilitator: KB, KC or KK."""

    GOOD = "good", _("good (KB)")
    FAIR = "fair", _("fair (KC)")
    POOR = "poor", _("poor (KK)")


PEOPLE_COUNTED = Q(beneficiaries_men__isnull=False) | Q(beneficiaries_women__isnull=False)


class WorkQuerySet(SignedPlaceQuerySet):
    """Questions about works."""

    def finished(self) -> Self:
        """Works that are finished."""
        return self.filter(finished_on__isnull=False)

    def under_way(self) -> Self:
        """Works that were started and are not finished."""
        return self.filter(started_on__isnull=False, finished_on__isnull=True)

    def with_people_counted(self) -> Self:
        """Works of which somebody counted the men or women who benefit."""
        return self.filter(PEOPLE_COUNTED)

    def of_line(self, line: PlannedActivity) -> Self:
        """The works of a planned activity, whichever edition of the plan they name."""
        return self.filter(activity__in=PlannedActivity.objects.same_line(line).values("pk"))

    def with_realised_cost(self) -> Self:
        """With `realised_cost`, the sum of all sources."""
        costs = WorkCost.objects.filter(work=OuterRef("pk"))
        return self.annotate(realised_cost=total(costs, "work", "amount"))

    def with_progress(self) -> Self:
        """With `physical_percent`, as it was last told; None before that."""
        progress: Any = self.model._meta.get_field("progress").related_model
        told_last = progress.objects.filter(work=OuterRef("pk")).order_by("-on")
        return self.annotate(physical_percent=Subquery(told_last.values("physical_percent")[:1]))


def _still(label: Any) -> Any:
    return models.BooleanField(label, null=True, blank=True)


class Work(Undertaking, SignedPlace, PaperSignatures):
    """A piece of work under one paper or contract, planned in a line of a plan or not planned."""

    area_from: ClassVar[str] = "board"

    board = models.ForeignKey(
        Board,
        models.PROTECT,
        related_name="works",
        db_index=False,  # the unique key begins with it
        verbose_name=_("community board (BKM/LKM)"),
    )
    number = models.CharField(
        _("number"), max_length=60, help_text=_("Number of the proposal or contract, as on paper.")
    )
    activity = models.ForeignKey(
        PlannedActivity,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="works",
        verbose_name=_("planned activity"),
        help_text=_("The line of the plan that this work carries out."),
    )
    is_unplanned = models.BooleanField(
        _("unplanned"), default=False, help_text=_("The work stands in no plan of the board.")
    )
    group = models.ForeignKey(
        SelfHelpGroup,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="works",
        verbose_name=_("self-help group (KSM)"),
    )

    started_on = models.DateField(_("started on"), null=True, blank=True)
    finished_on = models.DateField(_("finished on"), null=True, blank=True)
    workers_men = models.PositiveIntegerField(_("workers, men"), null=True, blank=True)
    workers_women = models.PositiveIntegerField(_("workers, women"), null=True, blank=True)
    person_days = models.PositiveIntegerField(_("person-days (HOK)"), null=True, blank=True)
    person_days_cost = RupiahField(_("cost of the person-days"), null=True, blank=True)

    quality = models.CharField(_("quality"), max_length=4, choices=Quality.choices, blank=True)
    handed_over_to = models.CharField(_("handed over to"), max_length=150, blank=True)
    handover_on = models.DateField(_("day of the handover"), null=True, blank=True)
    still_exists = _still(_("still exists"))
    is_in_good_state = _still(_("in good state"))
    is_working = _still(_("works as meant"))
    is_in_use = _still(_("in use"))
    is_developed_further = _still(_("developed further"))

    latitude = models.DecimalField(
        _("latitude"), max_digits=8, decimal_places=6, null=True, blank=True
    )
    longitude = models.DecimalField(
        _("longitude"), max_digits=9, decimal_places=6, null=True, blank=True
    )

    objects: ClassVar[Any] = WorkQuerySet.as_manager()

    class Meta(SignedPlace.Meta):
        verbose_name = _("work")
        verbose_name_plural = _("works")
        constraints = [
            *SignedPlace.Meta.constraints,
            *Undertaking.Meta.constraints,
            models.UniqueConstraint(
                fields=["board", "number"],
                name="work_number_once",
                violation_error_message=_("The board has a work with this number already."),
            ),
            models.CheckConstraint(
                condition=~Q(number=""),
                name="work_has_a_number",
                violation_error_message=_("Write the number of the proposal or contract."),
            ),
            models.CheckConstraint(
                condition=Q(is_unplanned=True, activity__isnull=True)
                | Q(is_unplanned=False, activity__isnull=False),
                name="work_planned_or_not",
                violation_error_message=_(
                    "Name the planned activity of this work, or mark the work as unplanned."
                ),
            ),
            models.CheckConstraint(
                condition=Q(finished_on__isnull=True)
                | Q(started_on__isnull=True)
                | Q(finished_on__gte=F("started_on")),
                name="work_finished_after_started",
                violation_error_message=_("A work cannot be finished before it was started."),
            ),
            models.CheckConstraint(
                condition=rupiah_range("person_days_cost"),
                name="work_person_days_cost_is_money",
                violation_error_message=_("The cost of the person-days is not negative."),
            ),
            models.CheckConstraint(
                condition=Q(handed_over_to="", handover_on__isnull=True)
                | (~Q(handed_over_to="") & Q(handover_on__isnull=False)),
                name="work_handed_over_to_somebody",
                violation_error_message=_("A handover has a day and says to whom."),
            ),
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                # Said outright: a comparison with nothing would pass.
                | Q(
                    latitude__isnull=False,
                    longitude__isnull=False,
                    latitude__gte=Decimal(SOUTH),
                    latitude__lte=Decimal(NORTH),
                    longitude__gte=Decimal(WEST),
                    longitude__lte=Decimal(EAST),
                ),
                name="work_lies_in_indonesia",
                violation_error_message=_(
                    "A position has both coordinates and lies in Indonesia: latitude between -11.5"
                    " and 6.5, longitude between 94.5 and 141.5."
                ),
            ),
            models.CheckConstraint(
                condition=Q(quality__in=["", *Quality.values]),
                name="work_quality_known",
                violation_error_message=_("This quality is not known."),
            ),
        ]
        indexes = [
            *SignedPlace.Meta.indexes,
            # Lists and exports: within an area, in a fixed order.
            models.Index(fields=["area", "id"], name="work_by_area"),
            # The search box: who has a paper in hand types its number, or how it begins.
            begun_index("number", "work_by_number_begun"),
            # The search box, over more than a regency: what is made, by how it begins.
            begun_index("sub_component", "work_by_what_is_made"),
            # The lists of some days or one year, and of what is not finished.
            models.Index(fields=["finished_on", "area", "id"], name="work_by_day"),
            # The list of works of one quality, however few.
            models.Index(fields=["quality", "area", "id"], name="work_by_quality"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.sub_component}"

    def clean(self) -> None:
        """Say in words what the constraints hold, and whose the activity and the group are."""
        faults = list(work_faults({**vars(self), "activity": self.activity_id}))
        faults += belonging_faults(
            board=self.board_id,
            activity_board=self.activity.plan.board_id if self.activity else None,
            group_board=self.group.board_id if self.group else None,
        )
        if faults:
            raise ValidationError({column: told(fault) for column, fault in faults})


class OfWork(PlaceQuerySet):
    """Rows that belong to a work."""

    area_field = "work__area"


class WorkCost(Cost):
    """What one source really gave for a work."""

    work = models.ForeignKey(
        Work,
        models.PROTECT,
        related_name="costs",
        db_index=False,  # the unique key begins with it
        verbose_name=_("work"),
    )

    objects: ClassVar[Any] = OfWork.as_manager()

    class Meta(Cost.Meta):
        verbose_name = _("realised cost")
        verbose_name_plural = _("realised costs")
        constraints = [
            *Cost.Meta.constraints,
            models.UniqueConstraint(
                fields=["work", "source"],
                name="work_cost_source_once",
                violation_error_message=_("Each source stands once: add its amounts up."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source}: {in_rupiah(self.amount)}"
