"""The summary of community boards: where they stand, who serves on them, how far they have come."""

from datetime import date, datetime
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, Sum
from django.db.models.functions import ExtractYear
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from communities.models import Board, BoardElection, BoardOfficer, BoardYear
from communities.models.board_years import Audit, Independence
from communities.models.elections import ElectionKind
from communities.models.people import Sex, SocialStatus
from communities.rules.board_years import OPINIONS
from communities.summaries.scopes import Division, Sums, counts
from communities.summaries.tables import Counted, Rows, merged
from p2kp_site.foundation.periods import Period
from p2kp_site.foundation.reader import Reader
from p2kp_site.foundation.summaries import (
    Chart,
    ChartKind,
    Document,
    Note,
    Point,
    Scope,
    Summary,
    Unit,
    register,
)
from programs.models import Location
from programs.summaries.community_board_figures import SERVING, specs_of

_MOST_YEARS = 15


@register
class CommunityBoards(Summary):
    """Boards by the next level of regions, each figure against the period before."""

    slug = "community-boards"
    title = gettext_lazy("State of the community boards (BKM/LKM)")
    purpose = gettext_lazy(
        "Kelurahan with a board, its deed, officers, elections, independence and audits."
    )
    rights = (
        "communities.view_board",
        "communities.view_boardelection",
        "communities.view_boardofficer",
        "communities.view_boardyear",
        "programs.view_location",
    )
    counts = (Board, BoardOfficer, BoardElection, BoardYear, Location)

    def document(
        self,
        *,
        scope: Scope,
        period: Period,
        reader: Reader,
        at: datetime,
        verified_only: bool = False,
    ) -> Document:
        division = Division(scope, reader)
        asked = _Asked(division, verified_only)
        counted = Counted(
            division,
            asked.sums(period),
            asked.sums(period.previous),
            verified_only=verified_only,
        )
        specs = specs_of(period)
        return self.titled(
            scope,
            period,
            at=at,
            verified_only=verified_only,
            figures=[counted.figure(spec) for spec in specs.key_figures],
            tables=[
                counted.table("boards", _("Boards by region"), specs.boards),
                counted.table("people", _("Officers and elections"), specs.people),
                counted.table("maturity", _("Independence and audits"), specs.maturity),
            ],
            charts=_charts(counted, specs, asked.standing_by_year(period.last)),
            notes=_notes(asked, scope, period),
        )


class _Asked:
    """The questions put to the tables: always as many, whatever the size of the region."""

    def __init__(self, division: Division, verified_only: bool) -> None:
        self.division, self.verified_only = division, verified_only

    def rows(self, model: Any) -> Any:
        rows = model.objects.all()
        return rows.verified() if self.verified_only else rows

    def sums(self, period: Period) -> dict[str, Sums]:
        """Every sum of a period by part."""
        return merged(
            self._locations(period),
            self._boards(period),
            self._formed(period),
            self._officers(period.last),
            self._elections(period),
            self._years(period.last),
        )

    def _locations(self, period: Period) -> dict[str, Sums]:
        """Kelurahan of the programmes in the year of the period's end, and those with a board."""
        boards = self.rows(Board).standing_on(period.last).filter(region=OuterRef("region"))
        rows = self.rows(Location).filter(year=period.last.year).annotate(has_board=Exists(boards))
        return self.division.sums(
            rows,
            **counts(locations=None),
            villages_in_programme=Count("region", distinct=True),
            villages_covered=Count("region", distinct=True, filter=Q(has_board=True)),
        )

    def _boards(self, period: Period) -> dict[str, Sums]:
        last = period.last
        rows = self.rows(Board).standing_on(last)
        dated = Q(deed_on__isnull=True) | Q(deed_on__lte=last)
        return self.division.sums(
            rows,
            **counts(standing=None, with_deed=~Q(deed_number="") & dated),
            villages_with_board=Count("region", distinct=True),
        )

    def _formed(self, period: Period) -> dict[str, Sums]:
        rows = self.rows(Board).filter(formed_on__gte=period.start, formed_on__lt=period.end)
        return self.division.sums(rows, **counts(formed=None))

    def _officers(self, on: date) -> dict[str, Sums]:
        rows = self.rows(BoardOfficer).standing_on(on).filter(status__in=SERVING)
        poor = Q(social_status=SocialStatus.POOR_VULNERABLE)
        return self.division.sums(
            rows,
            **counts(
                officers=None,
                officers_women=Q(sex=Sex.FEMALE),
                officers_poor=poor,
                officers_known=~Q(social_status=""),
            ),
        )

    def _elections(self, period: Period) -> dict[str, Sums]:
        held = self.rows(BoardElection).final()
        held = held.filter(held_on__gte=period.start, held_on__lt=period.end)
        basis = Q(kind=ElectionKind.BASIS)
        adults, poor = Q(adults__isnull=False), Q(participants_low_income__isnull=False)
        people = F("participants_men") + F("participants_women")
        return self.division.sums(
            held,
            **counts(
                elections=Q(kind=ElectionKind.BOARD),
                basis=basis,
                basis_with_adults=basis & adults,
                basis_with_poor=basis & poor,
            ),
            people=Sum(people, filter=basis),
            people_women=Sum("participants_women", filter=basis),
            voters=Sum(people, filter=basis & adults),
            people_adult=Sum("adults", filter=basis & adults),
            people_poor=Sum("participants_low_income", filter=basis & poor),
            people_asked=Sum(people, filter=basis & poor),
        )

    def _years(self, on: date) -> dict[str, Sums]:
        rows = self.rows(BoardYear).latest_by(on)
        levels = {f"independence_{n}": Q(independence=n) for n in Independence.values}
        audits = {f"audit_{word}": Q(audit=word) for word in Audit.values}
        return self.division.sums(
            rows,
            **counts(
                **levels,
                **audits,
                assessed=Q(independence__isnull=False),
                independent=Q(independence__gte=Independence.INDEPENDENT),
                audited=Q(audit__in=OPINIONS),
                audit_known=~Q(audit=""),
            ),
        )

    def standing_by_year(self, on: date) -> list[Point]:
        """How many boards stood at the end of each year that had ended by that day."""
        last = on.year if (on.month, on.day) == (12, 31) else on.year - 1
        boards = self.division.inside(self.rows(Board).filter(formed_on__isnull=False)).order_by()
        lives = list(
            boards.annotate(begun=ExtractYear("formed_on"), over=ExtractYear("closed_on"))
            .values_list("begun", "over")
            .annotate(number=Count("pk"))
        )
        if not lives:
            return []
        first = max(min(begun for begun, _over, _number in lives), last - _MOST_YEARS + 1)
        return [
            Point(
                str(year),
                sum(n for begun, over, n in lives if begun <= year and (not over or over > year)),
            )
            for year in range(first, last + 1)
        ]

    def without_a_day(self) -> int:
        """Boards of which nobody wrote down when they were formed."""
        return self.division.inside(self.rows(Board).filter(formed_on__isnull=True)).count()


def _charts(counted: Counted, specs: Any, by_year: list[Point]) -> list[Chart]:
    coverage, standing = counted.points(specs.coverage), counted.points(specs.standing)
    maturity = [
        Point(spec.measure.label, (cell := counted.figure(spec).cell).value, cell.unverified)
        for spec in specs.independence
    ]
    drawn = [
        Chart(
            "coverage",
            ChartKind.BARS,
            _("Kelurahan of the programme that have a board, by region"),
            _("Bars: for each region the share of its kelurahan that have a board, in percent."),
            coverage,
            Unit.SHARE,
        ),
        Chart(
            "standing",
            ChartKind.BARS,
            _("Boards by region, and how many of them are not verified"),
            _("Bars: for each region the number of its boards at the end of the period."),
            standing,
        ),
        Chart(
            "by_year",
            ChartKind.LINE,
            _("Boards at the end of each year"),
            _("Line: the number of boards at the end of each year."),
            by_year,
        ),
        Chart(
            "independence",
            ChartKind.BARS,
            _("Boards by independence"),
            _("Bars: the number of boards at each level of independence."),
            maturity,
        ),
    ]
    return [chart for chart in drawn if any(point.value for point in chart.points)]


def _notes(asked: _Asked, scope: Scope, period: Period) -> list[Note]:
    notes = [
        Note(
            _(
                "Kelurahan and desa of the programme are its locations of %(year)d, "
                "the year in which the period ends."
            )
            % {"year": period.last.year}
        ),
        Note(
            _(
                "A share is made of sums over all boards; what was not counted or assessed is left "
                "out of both. Whoever took part in elections of several boards is counted more "
                "than once."
            )
        ),
        Note(
            _(
                "Independence and audits are those of each board’s latest year that had ended by "
                "the end of the period."
            )
        ),
        Note(_("The regions are those of today, also for a period before they were changed.")),
    ]
    if number := asked.without_a_day():
        rows = Rows(Board, {"has_formation_day": "false"})
        region = "" if scope.is_nation else scope.code
        told = ngettext(
            "%(number)d board is not counted, because the day of its formation is not known.",
            "%(number)d boards are not counted, because the day of their formation is not known.",
            number,
        )
        url = rows.url(region, verified_only=asked.verified_only)
        notes.insert(0, Note(told % {"number": number}, url))
    return notes
