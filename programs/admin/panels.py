"""What was planned and what became of it, as the pages of plans and works tell it.

Each panel asks a fixed number of questions, however many lines, works and sources there are.
"""

from typing import Any

from django.db.models import Sum
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from communities.admin.figures import at_right
from p2kp_site.foundation.fields import in_rupiah
from p2kp_site.foundation.links import way_to
from p2kp_site.foundation.reader import Reader
from p2kp_site.foundation.wording import NOTHING
from programs.admin.figures import measure, people
from programs.models import FundingSource, Plan, PlannedActivity, PlannedCost, Work, WorkCost

MOST_LINES = 50


def lines_of(plan: Plan, reader: Reader) -> list[dict[str, Any]]:
    """The lines of a plan, planned against realised, with the ways to their lists."""
    if not reader.may("programs.view_plannedactivity"):
        return []
    rows = PlannedActivity.objects.filter(plan=plan).planned_against_realised().order_by("pk")
    adds = (
        not plan.is_ratified
        and reader.may("programs.add_plannedactivity")
        and reader.covers(plan.area)
    )
    page = "admin:programs_plannedactivity"
    return [
        {
            "title": _("Planned activities: %(number)d") % {"number": plan.activities.count()},
            "table": {
                "headers": [
                    _("Number"), _("Planned activity"), _("Year"), _("Volume"), _("Realised"),
                    _("Planned cost"), _("Realised cost"), _("Works"),
                ],
                "rows": [_line(row) for row in rows[:MOST_LINES]],
            },
            "all": f"{reverse(f'{page}_changelist')}?{urlencode({'plan': plan.ref})}",
            "add": adds and f"{reverse(f'{page}_add')}?{urlencode({'plan': plan.pk})}",
        }
    ]  # fmt: skip


def _line(row: Any) -> list[Any]:
    realised = measure(row.realised_volume, row.unit) if row.work_count else NOTHING
    return [
        way_to(row, row.number),
        row.sub_component,
        str(row.planned_year),
        at_right(measure(row.volume, row.unit)),
        at_right(realised),
        at_right(in_rupiah(row.planned_cost)),
        at_right(in_rupiah(row.realised_cost) if row.work_count else NOTHING),
        at_right(str(row.work_count)),
    ]  # fmt: skip


def works_of(line: PlannedActivity, reader: Reader) -> list[dict[str, Any]]:
    """The works of a planned activity, in whichever edition they name it."""
    if not reader.may("programs.view_work"):
        return []
    works = Work.objects.visible_to(reader).of_line(line).with_realised_cost().with_progress()
    listed = f"{reverse('admin:programs_work_changelist')}?{urlencode({'activity': line.ref})}"
    return [
        {
            "title": _("Works of this activity"),
            "table": {
                "headers": [_("Number"), _("Volume"), _("Realised cost"), _("Progress")],
                "rows": [_work(work) for work in works.order_by("pk")[:MOST_LINES]],
            },
            "all": listed,
            "add": False,
        }
    ]


def _work(work: Any) -> list[Any]:
    percent = work.physical_percent
    return [
        way_to(work, work.number),
        at_right(measure(work.volume, work.unit)),
        at_right(in_rupiah(work.realised_cost)),
        at_right(NOTHING if percent is None else measure(percent, "%")),
    ]  # fmt: skip


def planned_and_realised(work: Work, reader: Reader) -> list[dict[str, Any]]:
    """What the line in force planned, what this work came to, and all works of the line."""
    if work.activity is None or not reader.may("programs.view_plannedactivity"):
        return []
    line = _standing(work.activity, reader)
    all_works = Work.objects.of_line(line)
    several = all_works.exclude(pk=work.pk).exists()
    figures = [_volume, _costs, _beneficiaries]
    rows = [row for figure in figures for row in figure(line, work, all_works)]
    headers = ["", _("Planned"), _("This work"), _("All works of the activity")]
    works = reverse("admin:programs_work_changelist")
    return [
        {
            "title": _("Planned and realised: %(activity)s") % {"activity": line},
            "table": {
                "headers": headers if several else headers[:3],
                "rows": [[row[0], *map(at_right, row[1 : 4 if several else 3])] for row in rows],
            },
            "all": f"{works}?{urlencode({'activity': line.ref})}",
            "add": False,
        }
    ]


def _standing(named: PlannedActivity, reader: Reader) -> PlannedActivity:
    """The line in the edition that is in force today; the one that was named where none is."""
    same = PlannedActivity.objects.same_line(named).in_force_on(reader.on)
    line: PlannedActivity = same.select_related("plan").first() or named
    return line


Row = list[str]


def _volume(line: PlannedActivity, work: Work, all_works: Any) -> list[Row]:
    total = all_works.aggregate(total=Sum("volume"))["total"]
    return [
        [
            _("Volume"),
            measure(line.volume, line.unit),
            measure(work.volume, work.unit),
            measure(total, line.unit),
        ]
    ]


def _costs(line: PlannedActivity, work: Work, all_works: Any) -> list[Row]:
    def by_source(rows: Any) -> dict[int, int]:
        return dict(rows.order_by().values_list("source").annotate(total=Sum("amount")))

    columns = [
        by_source(PlannedCost.objects.filter(activity=line)),
        by_source(WorkCost.objects.filter(work=work)),
        by_source(WorkCost.objects.filter(work__in=all_works.values("pk"))),
    ]
    sources = FundingSource.objects.filter(pk__in={key for one in columns for key in one})

    def cell(amounts: dict[int, int], source: FundingSource) -> str:
        return in_rupiah(amounts[source.pk]) if source.pk in amounts else NOTHING

    rows = [[source.code, *(cell(one, source) for one in columns)] for source in sources.in_order()]
    return [*rows, [_("Together"), *(in_rupiah(sum(one.values())) for one in columns)]]


def _beneficiaries(line: PlannedActivity, work: Work, all_works: Any) -> list[Row]:
    """People reached; of all works nothing, for two works may serve the same people."""
    columns = {
        "beneficiaries_men": _("Men who benefit"),
        "beneficiaries_women": _("Women who benefit"),
        "beneficiaries_low_income": _("People with a low income"),
        "beneficiaries_households": _("Households"),
    }
    return [
        [label, people(getattr(line, name)), people(getattr(work, name)), NOTHING]
        for name, label in columns.items()
    ]
