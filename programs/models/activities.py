"""Lines of a plan: what a community means to make, with whose money, for whom."""

from collections.abc import Iterable
from datetime import date
from typing import Any, ClassVar, Self

from django.apps import apps
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models
from django.db.models import Count, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from communities.scoping import Place, PlaceQuerySet
from p2kp_site.foundation.fields import YearField, in_rupiah, year_range
from p2kp_site.foundation.models import ChangeSet
from p2kp_site.foundation.signoffs import SignoffState
from programs.fault_messages import told
from programs.models.plans import Plan
from programs.models.undertakings import Cost, Undertaking
from programs.rules.plans import line_faults
from programs.rules.undertakings import undertaking_faults


class PlanIsRatified(PermissionDenied):
    """A line of a ratified edition was to be added, changed or deleted."""


def refuse_ratified(plans: Iterable[Plan]) -> None:
    """Raise PlanIsRatified when one of these plans was ratified."""
    for plan in plans:
        if plan.is_ratified:
            raise PlanIsRatified(
                _("The plan “%(plan)s” is ratified: make a new edition of it.") % {"plan": plan}
            )


def total(rows: Any, of: str, column: str) -> Coalesce:
    """The sum of a column over rows that belong to the outer row; 0 without any."""
    field = rows.model._meta.get_field(column)
    # A sum of rupiah or people is whole: SQLite would keep fifteen digits of a decimal.
    whole = isinstance(field, models.IntegerField)
    kind = models.BigIntegerField() if whole else models.DecimalField(decimal_places=2)
    summed = rows.order_by().values(of).annotate(total=Sum(column)).values("total")
    return Coalesce(Subquery(summed), 0, output_field=kind)


class LineQuerySet(PlaceQuerySet):
    """Rows that belong to a plan: they stand when it is ratified, whatever the door."""

    plan_field: ClassVar[str] = "plan"

    def update(self, *, change_set: ChangeSet | None = None, **values: Any) -> int:
        plans = Plan.objects.ratified().select_related("board")
        refuse_ratified(plans.filter(pk__in=self.order_by().values(self.plan_field)))
        return super().update(change_set=change_set, **values)


class PlannedActivityQuerySet(LineQuerySet):
    """Questions about planned activities."""

    def in_force_on(self, day: date) -> Self:
        """Lines of the editions that were in force on that day."""
        return self.filter(plan__in=Plan.objects.in_force_on(day))

    def verified(self) -> Self:
        """Lines of plans that were signed to the end; a line is signed with its plan."""
        return self.filter(plan__signoff=SignoffState.VERIFIED)

    def choosable_on(self, day: date) -> Self:
        """Lines that a work may name: of editions in force, and of plans never ratified yet."""
        first_draft = Q(plan__edition=1, plan__ratified_on__isnull=True)
        return self.filter(first_draft | Q(plan__in=Plan.objects.in_force_on(day).values("pk")))

    def same_line(self, line: "PlannedActivity") -> Self:
        """This line in every edition of its plan: its number stays."""
        return self.filter(
            plan__in=Plan.objects.editions_of(line.plan).values("pk"), number=line.number
        )

    def with_planned_cost(self) -> Self:
        """With `planned_cost`, the sum of all sources."""
        costs = PlannedCost.objects.filter(activity=OuterRef("pk"))
        return self.annotate(planned_cost=total(costs, "activity", "amount"))

    def planned_against_realised(self) -> Self:
        """With what was planned and what the works of the line, in whichever edition, came to.

        `planned_cost`, `realised_cost`, `realised_volume`, `work_count`. People reached are not
        summed: who is served by two works would be counted twice.
        """
        works: Any = apps.get_model("programs", "Work")._default_manager
        costs: Any = apps.get_model("programs", "WorkCost")._default_manager
        mine = works.filter(**_line("activity__"))
        counted = mine.order_by().values("activity__number").annotate(n=Count("pk")).values("n")
        return self.with_planned_cost().annotate(
            realised_cost=total(
                costs.filter(**_line("work__activity__")), "work__activity__number", "amount"
            ),
            realised_volume=total(mine, "activity__number", "volume"),
            work_count=Coalesce(Subquery(counted), 0),
        )


def _line(prefix: str) -> dict[str, OuterRef]:
    """Rows of the same line as the outer planned activity, in any edition of its plan."""
    plan = {name: OuterRef(f"plan__{name}") for name in ("board", "kind", "start_year")}
    return {
        f"{prefix}number": OuterRef("number"),
        **{f"{prefix}plan__{name}": outer for name, outer in plan.items()},
    }


class PlannedActivity(Undertaking, Place):
    """One line of a plan; it is signed with its plan, and stands when that is ratified."""

    area_from: ClassVar[str] = "plan"

    plan = models.ForeignKey(
        Plan,
        models.PROTECT,
        related_name="activities",
        db_index=False,  # the unique key begins with it
        verbose_name=_("plan"),
    )
    number = models.CharField(
        _("number"), max_length=30, help_text=_("Number of the line; it stays across editions.")
    )
    planned_year = YearField(_("planned for"))

    objects: ClassVar[Any] = PlannedActivityQuerySet.as_manager()

    class Meta(Place.Meta):
        verbose_name = _("planned activity")
        verbose_name_plural = _("planned activities")
        constraints = [
            *Undertaking.Meta.constraints,
            models.UniqueConstraint(
                fields=["plan", "number"],
                name="planned_activity_number_once",
                violation_error_message=_("The plan has a line with this number already."),
            ),
            models.CheckConstraint(
                condition=~Q(number="") & year_range("planned_year"),
                name="planned_activity_number_and_year",
                violation_error_message=_("A line has a number and a year that can be meant."),
            ),
        ]
        indexes = [
            # Lists and exports: within an area, in a fixed order.
            models.Index(fields=["area", "id"], name="planned_activity_by_area"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.sub_component}"

    def derive(self) -> None:
        refuse_ratified([self.plan])
        super().derive()

    def delete(self, *args: Any, **options: Any) -> Any:
        """Delete a line of a draft; raises PlanIsRatified for any other."""
        refuse_ratified([self.plan])
        return super().delete(*args, **options)

    def clean(self) -> None:
        """Say in words what the constraints hold, and what they cannot see."""
        faults = list(undertaking_faults(vars(self)))
        if self.plan_id:
            faults += line_faults(
                vars(self),
                plan=self.plan.name,
                ratified_on=self.plan.ratified_on,
                start_year=self.plan.start_year,
                end_year=self.plan.end_year,
            )
        if faults:
            raise ValidationError({column: told(fault) for column, fault in faults})


class PlannedCostQuerySet(LineQuerySet):
    """Costs of the lines of plans."""

    area_field = "activity__area"
    plan_field = "activity__plan"


class PlannedCost(Cost):
    """What one source is to give for a planned activity."""

    activity = models.ForeignKey(
        PlannedActivity,
        models.PROTECT,
        related_name="costs",
        db_index=False,  # the unique key begins with it
        verbose_name=_("planned activity"),
    )

    objects: ClassVar[Any] = PlannedCostQuerySet.as_manager()

    class Meta(Cost.Meta):
        verbose_name = _("planned cost")
        verbose_name_plural = _("planned costs")
        constraints = [
            *Cost.Meta.constraints,
            models.UniqueConstraint(
                fields=["activity", "source"],
                name="planned_cost_source_once",
                violation_error_message=_("Each source stands once: add its amounts up."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source}: {in_rupiah(self.amount)}"

    def derive(self) -> None:
        refuse_ratified([self.activity.plan])
        super().derive()

    def delete(self, *args: Any, **options: Any) -> Any:
        """Delete the cost of a line of a draft; raises PlanIsRatified for any other."""
        refuse_ratified([self.activity.plan])
        return super().delete(*args, **options)
