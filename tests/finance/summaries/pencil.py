"""What a person with all lists and a pencil counts of the programme, row by row."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from communities.models import Board, SlumArea, SlumAreaPart
from finance.models import Contribution, Disbursement, Grant
from p2kp_site.foundation.periods import Period
from p2kp_site.foundation.signoffs import SignoffState
from programs.models import Case, Location, Partnership, Plan, PlannedActivity, Work, Workshop
from tests.programs.summaries.towns import percent

Papers = dict[Any, list[Any]]
_KINDS: tuple[Any, ...] = (
    Location, Board, Plan, Work, Grant, Contribution, Partnership, Workshop, Case, SlumArea,
)  # fmt: skip
_OF = {
    PlannedActivity: ("plan",),
    Disbursement: ("answers",),
    SlumAreaPart: ("slum_area",),
}


def papers() -> Papers:
    """Every row of every table, laid out once."""
    laid: Papers = {kind: list(kind.objects.order_by("pk")) for kind in _KINDS}
    for kind, parents in _OF.items():
        laid[kind] = list(kind.objects.select_related(*parents).order_by("pk"))
    return laid


def is_verified(row: Any) -> bool:
    """Did it come to the end of the way that its kind takes?"""
    if isinstance(row, Disbursement):
        return row.approved_version is not None
    if isinstance(row, Case):
        return row.outcome_checked_by_id is not None
    form = getattr(row, "plan", None) if isinstance(row, PlannedActivity) else row
    form = row.slum_area if isinstance(row, SlumAreaPart) else form
    return bool(form.signoff == SignoffState.VERIFIED)


class Pencil:
    """The figures of a region, counted row by row."""

    def __init__(
        self, laid: Papers, path: str, period: Period, *, verified_only: bool = False
    ) -> None:
        self.laid, self.path, self.period = laid, path, period
        self.verified_only = verified_only

    def rows(self, kind: Any, wanted: Callable[[Any], Any]) -> list[Any]:
        return [
            row
            for row in self.laid[kind]
            if row.area.startswith(self.path)
            and (not self.verified_only or is_verified(row))
            and wanted(row)
        ]

    def falls(self, day: date | None) -> bool:
        """Does a day lie in the period?"""
        return day is not None and self.period.start <= day <= self.period.last

    def stands(self, begun: date | None, over: date | None) -> bool:
        """Had it begun, and was it not over at the end of the period?"""
        last = self.period.last
        return begun is not None and begun <= last and (over is None or over > last)

    def figures(self) -> dict[str, Any]:
        """Every figure by its key."""
        return {**self._work(), **self._money(), **self._slums(), **self._around()}

    def _in_force(self) -> set[int]:
        """The last edition of each plan that was ratified by the end, whoever verified it."""
        latest: dict[Any, Any] = {}
        for plan in sorted(self.laid[Plan], key=lambda plan: plan.edition):
            if plan.ratified_on and plan.ratified_on <= self.period.last:
                latest[plan.board_id, plan.kind, plan.start_year] = plan.pk
        return set(latest.values())

    def _work(self) -> dict[str, Any]:
        last, held = self.period.last, self._in_force()
        years = range(self.period.start.year, last.year + 1)
        works = self.rows(Work, lambda row: self.falls(row.finished_on))
        located = self.rows(Location, lambda row: row.year == last.year)
        lines = self.rows(
            PlannedActivity, lambda row: row.planned_year in years and row.plan_id in held
        )
        plans = self.rows(Plan, lambda row: row.pk in held and self.falls(row.ratified_on))
        men, women = _sum(works, "beneficiaries_men"), _sum(works, "beneficiaries_women")
        return {
            "villages": len({row.region_id for row in located}),
            "boards": len(self.rows(Board, lambda row: self.stands(row.formed_on, row.closed_on))),
            "plans": len(plans),
            "lines": len(lines),
            "works": len(works),
            "people": men + women,
            "people_women": women,
            "people_low_income": _sum(works, "beneficiaries_low_income"),
        }

    def _money(self) -> dict[str, Any]:
        grants = self.rows(Grant, lambda row: self.falls(row.agreement_on))
        paid = self.rows(Disbursement, lambda row: self.falls(row.sp2d_on))
        disbursed = sum(row.amount - self._came_back(row) for row in paid)
        accounts = self.rows(Disbursement, lambda row: self.falls(row.lpj_on))
        promises = self.rows(Contribution, lambda row: self.falls(row.promised_on))
        gifts = self.rows(Contribution, lambda row: self.falls(row.realised_on))
        given, promised = _sum(gifts, "realised_amount"), _sum(promises, "promised_amount")
        kept = [row for row in promises if self.stands(row.realised_on, None)]
        return {
            "allocated": _sum(grants, "amount"),
            "disbursed": disbursed,
            "accounted": _sum(accounts, "accounted_amount"),
            "promised": promised,
            "given": given,
            "share_kept": percent(_sum(kept, "realised_amount"), promised),
            "share_swadaya": percent(given, given + disbursed),
        }

    def _came_back(self, payment: Disbursement) -> int:
        """What approved reversals and returns took off a payment."""
        return sum(
            row.amount
            for row in self.laid[Disbursement]
            if row.answers_id == payment.pk and row.state == "approved"
        )

    def _slums(self) -> dict[str, Any]:
        issued = [row for row in self.laid[SlumArea] if row.decree_on <= self.period.last]
        latest: dict[int, date] = {}
        for row in issued:
            latest[row.region_id] = max(row.decree_on, latest.get(row.region_id, date.min))
        held = {row.pk for row in issued if row.decree_on == latest[row.region_id]}
        parts = self.rows(SlumAreaPart, lambda row: row.slum_area_id in held)
        by_class = {
            f"slum_{word or 'unstated'}": _sum(
                [row for row in parts if row.slum_class == word], "hectares_by_decree"
            )
            for word in ("", "light", "medium", "heavy")
        }
        return {
            "slum": _sum(parts, "hectares_by_decree"),
            "slum_measured": _sum(parts, "hectares_verified"),
            **by_class,
        }

    def _around(self) -> dict[str, Any]:
        last = self.period.last
        standing = self.rows(Case, lambda row: self.stands(row.received_on, row.closed_on))
        partnerships = self.rows(Partnership, lambda row: self.stands(row.signed_on, row.until_on))
        return {
            "partnerships": len(partnerships),
            "partnerships_signed": len(
                self.rows(Partnership, lambda row: self.falls(row.signed_on))
            ),
            "workshops": len(self.rows(Workshop, lambda row: self.falls(row.starts_on))),
            "opened": len(self.rows(Case, lambda row: self.falls(row.received_on))),
            "closed": len(self.rows(Case, lambda row: self.falls(row.closed_on))),
            "in_process": len(standing),
            "overdue": sum(row.due_on is not None and row.due_on < last for row in standing),
        }


def _sum(rows: Iterable[Any], column: str) -> Any:
    return sum(getattr(row, column) or 0 for row in rows)
