"""What happens to plans: they are ratified, and then only a new edition changes them."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from p2kp_site.foundation.models import ChangeSet
from p2kp_site.foundation.models.change_sets import Door, open_change_set
from p2kp_site.foundation.records import StaleRecord
from programs.models import Plan, PlannedActivity, PlannedCost

if TYPE_CHECKING:
    from p2kp_site.accounts.models import User

# What a line is, apart from where it stands and who wrote it.
_OWN = frozenset({"id", "ref", "version", "changed_at", "changed_by", "change_set", "area"})


class PlanRefused(ValueError):
    """A plan cannot be ratified or continued; the message says why."""


@transaction.atomic
def ratify(
    plan: Plan,
    *,
    on: date,
    ratified_by: str,
    by: "User | None",
    at: datetime,
    minutes: Any = None,
    change_set: ChangeSet | None = None,
) -> Plan:
    """Write down that an edition was ratified; from then on its lines stand.

    Raises PlanRefused, and StaleRecord when somebody changed the plan since it was read.
    """
    plan = _locked(plan)
    _refuse_ratification(plan, on=on, ratified_by=ratified_by, today=timezone.localdate(at))
    plan.ratified_on, plan.ratified_by = on, ratified_by.strip()
    if minutes is not None:
        plan.minutes = minutes
    plan.reopen()
    plan.save(change_set=change_set or _act(by, at, _("Ratified")))
    return plan


@transaction.atomic
def new_edition(
    plan: Plan, *, by: "User | None", at: datetime, change_set: ChangeSet | None = None
) -> Plan:
    """The next edition of a ratified plan as a draft, with all lines and costs, numbers kept.

    Raises PlanRefused, and StaleRecord when somebody changed the plan since it was read.
    """
    plan = _locked(plan)
    if not plan.is_ratified:
        raise PlanRefused(_("This edition is a draft still: change it instead."))
    later = Plan.objects.editions_of(plan).filter(edition__gt=plan.edition)
    if last := later.order_by("-edition").first():
        raise PlanRefused(
            _("There is an edition %(number)s already: go on from that one.")
            % {"number": last.edition}
        )
    change_set = change_set or _act(by, at, _("New edition"))
    edition = Plan(
        board=plan.board,
        kind=plan.kind,
        start_year=plan.start_year,
        end_year=plan.end_year,
        edition=plan.edition + 1,
        note=plan.note,
    )
    edition.save(change_set=change_set)
    _copy_lines(plan, edition, change_set)
    return edition


def _copy_lines(plan: Plan, edition: Plan, change_set: ChangeSet) -> None:
    lines = list(PlannedActivity.objects.filter(plan=plan).order_by("pk"))
    copies = {line.pk: PlannedActivity(**_facts(line, "plan"), plan=edition) for line in lines}
    if not copies:
        return
    PlannedActivity.objects.bulk_create(copies.values(), change_set=change_set)
    costs = PlannedCost.objects.filter(activity__plan=plan).order_by("pk")
    PlannedCost.objects.bulk_create(
        [
            PlannedCost(**_facts(cost, "activity"), activity=copies[cost.activity_id])
            for cost in costs
        ],
        change_set=change_set,
    )


def _facts(row: Any, parent: str) -> dict[str, Any]:
    """The columns of a row that its copy has as well."""
    return {
        field.attname: getattr(row, field.attname)
        for field in row._meta.concrete_fields
        if field.name not in _OWN and field.name != parent
    }


def _locked(plan: Plan) -> Plan:
    """The plan as it stands, held until the end of the transaction; what was read must be it."""
    standing: Plan = (
        Plan.objects.select_for_update(of=("self",)).select_related("board").get(pk=plan.pk)
    )
    if standing.version != plan.version:
        raise StaleRecord(standing)
    return standing


def _refuse_ratification(plan: Plan, *, on: date, ratified_by: str, today: date) -> None:
    if plan.is_ratified:
        raise PlanRefused(_("This edition is ratified already."))
    if not ratified_by.strip():
        raise PlanRefused(_("Write who ratified the plan: a residents’ meeting, the lurah, …"))
    if on > today:
        raise PlanRefused(_("A plan cannot be ratified in the future."))
    if not plan.activities.exists():
        raise PlanRefused(_("A plan without lines cannot be ratified: add its activities first."))
    before = Plan.objects.editions_of(plan).filter(edition__lt=plan.edition)
    if before.filter(ratified_on__gt=on).exists():
        raise PlanRefused(_("An earlier edition was ratified after this day: check the date."))


def _act(by: "User | None", at: datetime, why: str) -> ChangeSet:
    return open_change_set(by=by, at=at, door=Door.PAGE if by else Door.COMMAND, why=why)
