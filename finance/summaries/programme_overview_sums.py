"""What the overview of the programme asks of the tables: always as much, however large a region."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import Count, F, Q, Sum
from django.db.models.functions import Coalesce

from communities.models import Board, SlumAreaPart
from communities.models.slum_area_parts import SlumClass
from communities.summaries.scopes import Division, Sums, counts
from communities.summaries.tables import merged
from finance.models import Contribution, Disbursement, Grant
from p2kp_site.foundation.periods import Period
from p2kp_site.foundation.signoffs import SignoffState
from p2kp_site.foundation.summaries import Point
from programs.models import Case, Location, Partnership, Plan, PlannedActivity, Work, Workshop
from programs.models.case_constraints import open_on, overdue_on
from programs.models.works import PEOPLE_COUNTED

MOST_YEARS = 15
_UNSIGNED_PLAN = ~Q(plan__signoff=SignoffState.VERIFIED)
_UNSIGNED_SLUM = ~Q(slum_area__signoff=SignoffState.VERIFIED)
# A disbursement is verified when its chain approved it, a case when its outcome was checked.
_UNAPPROVED, _UNCHECKED = Q(approved_version__isnull=True), Q(outcome_checked_by__isnull=True)


class Asked:
    """The questions put to the tables, one statement a table and period."""

    def __init__(self, division: Division, verified_only: bool) -> None:
        self.division, self.verified_only = division, verified_only

    def rows(self, model: Any) -> Any:
        """The rows that count."""
        rows = model.objects.all()
        return rows.verified() if self.verified_only else rows

    def sums(self, period: Period) -> dict[str, Sums]:
        """Every sum of a period by part."""
        found = merged(
            self._locations(period.last.year),
            self._boards(period.last),
            self._plans(period),
            self._lines(period),
            self._works(period),
            self._grants(period),
            self._disbursements(period),
            self._contributions(period),
            self._partnerships(period),
            self._workshops(period),
            self._slums(period.last),
            self._cases(period),
        )
        return {path: _with_both(sums) for path, sums in found.items()}

    def _locations(self, year: int) -> Mapping[str, Sums]:
        rows = self.rows(Location).filter(year=year)
        return self.division.sums(
            rows, **counts(locations=None), villages=Count("region", distinct=True)
        )

    def _boards(self, on: date) -> Mapping[str, Sums]:
        return self.division.sums(self.rows(Board).standing_on(on), **counts(boards=None))

    def _plans(self, period: Period) -> Mapping[str, Sums]:
        rows = self.rows(Plan).in_force_on(period.last).filter(ratified_on__gte=period.start)
        return self.division.sums(rows, **counts(plans=None))

    def _lines(self, period: Period) -> Mapping[str, Sums]:
        rows = self.rows(PlannedActivity).in_force_on(period.last)
        rows = rows.filter(planned_year__range=(period.start.year, period.last.year))
        return self.division.sums(rows, **counts(_UNSIGNED_PLAN, lines=None))

    def _works(self, period: Period) -> Mapping[str, Sums]:
        rows = self.rows(Work).filter(_within("finished_on", period))
        men, women = Coalesce("beneficiaries_men", 0), Coalesce("beneficiaries_women", 0)
        return self.division.sums(
            rows,
            **counts(
                works=None,
                works_people=PEOPLE_COUNTED,
                works_women=Q(beneficiaries_women__isnull=False),
                works_low_income=Q(beneficiaries_low_income__isnull=False),
            ),
            people=Sum(men + women),
            people_women=Sum("beneficiaries_women"),
            people_low_income=Sum("beneficiaries_low_income"),
        )

    def _grants(self, period: Period) -> Mapping[str, Sums]:
        rows = self.rows(Grant).filter(_within("agreement_on", period))
        return self.division.sums(rows, **counts(grants=None), allocated=Sum("amount"))

    def _disbursements(self, period: Period) -> Mapping[str, Sums]:
        """Only payments that were paid have an SP2D; what came back is taken off each of them."""
        paid, accounted = _within("sp2d_on", period), _within("lpj_on", period)
        return self.division.sums(
            self.rows(Disbursement).filter(paid | accounted),
            **counts(_UNAPPROVED, payments=paid, accounts=accounted),
            disbursed=Sum(_LEFT, filter=paid),
            accounted=Sum("accounted_amount", filter=accounted),
        )

    def _contributions(self, period: Period) -> Mapping[str, Sums]:
        promised, given = _within("promised_on", period), _within("realised_on", period)
        kept = promised & Q(realised_on__lt=period.end)
        return self.division.sums(
            self.rows(Contribution).filter(promised | given),
            **counts(promises=promised, gifts=given),
            promised=Sum("promised_amount", filter=promised),
            promised_given=Sum("realised_amount", filter=kept),
            given=Sum("realised_amount", filter=given),
        )

    def _partnerships(self, period: Period) -> Mapping[str, Sums]:
        """Signed in the period, whether or not it still held at its end; and holding then."""
        last = period.last
        standing = Q(signed_on__lte=last) & (Q(until_on__isnull=True) | Q(until_on__gt=last))
        signed = _within("signed_on", period)
        return self.division.sums(
            self.rows(Partnership).filter(standing | signed),
            **counts(partnerships=standing, partnerships_signed=signed),
        )

    def _workshops(self, period: Period) -> Mapping[str, Sums]:
        rows = self.rows(Workshop).filter(_within("starts_on", period))
        return self.division.sums(rows, **counts(workshops=None))

    def _slums(self, on: date) -> Mapping[str, Sums]:
        classes = {f"slum_{word or 'unstated'}": Q(slum_class=word) for word in CLASSES}
        return self.division.sums(
            self.rows(SlumAreaPart).in_force_on(on),
            **counts(
                _UNSIGNED_SLUM,
                slum=None,
                slum_measured=Q(hectares_verified__isnull=False),
                **classes,
            ),
            hectares=Sum("hectares_by_decree"),
            hectares_measured=Sum("hectares_verified"),
            **{
                f"hectares_{name}": Sum("hectares_by_decree", filter=which)
                for name, which in classes.items()
            },
        )

    def _cases(self, period: Period) -> Mapping[str, Sums]:
        touching = Q(closed_on__isnull=True) | Q(closed_on__gte=period.start)
        return self.division.sums(
            self.rows(Case).filter(touching, received_on__lt=period.end),
            **counts(
                _UNCHECKED,
                opened=_within("received_on", period),
                closed=_within("closed_on", period),
                in_process=open_on(period.last),
                overdue=overdue_on(period.last),
            ),
        )

    def disbursed_by_year(self, on: date) -> list[Point]:
        """What was disbursed in each year that had ended by that day, less what came back."""
        return self._by_year(Disbursement, "sp2d_on", _LEFT, on)

    def given_by_year(self, on: date) -> list[Point]:
        """What residents gave in each year that had ended by that day."""
        return self._by_year(Contribution, "realised_on", F("realised_amount"), on)

    def _by_year(self, model: Any, day: str, amount: Any, on: date) -> list[Point]:
        last = on.year if (on.month, on.day) == (12, 31) else on.year - 1
        since = last - MOST_YEARS + 1
        rows = self.division.inside(self.rows(model)).order_by()
        rows = rows.filter(**{f"{day}__range": (date(since, 1, 1), date(last, 12, 31))})
        # By day, of which there are few: SQLite asks Python for the year of every row.
        by_year: dict[int, int] = {}
        for paid_on, summed in rows.values_list(day).annotate(summed=Sum(amount)):
            by_year[paid_on.year] = by_year.get(paid_on.year, 0) + summed
        first = min(by_year, default=last + 1)
        return [Point(str(year), by_year.get(year, 0)) for year in range(first, last + 1)]

    def grants_without_a_day(self) -> int:
        """Grants of which the day of the agreement is not known: no period has them."""
        return self.division.inside(self.rows(Grant).filter(agreement_on__isnull=True)).count()


CLASSES = ("", *SlumClass.values)
_LEFT = F("amount") - F("answered")


def _with_both(sums: Sums) -> Sums:
    """The whole that swadaya is a share of, made of two tables."""
    return {**sums, "given_and_disbursed": sums.get("given", 0) + sums.get("disbursed", 0)}


def _within(column: str, period: Period) -> Q:
    return Q((f"{column}__gte", period.start), (f"{column}__lt", period.end))
