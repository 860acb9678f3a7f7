"""The summary of the programme: one page for a leader, and the tables behind it."""

from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from communities.models import Board, SlumAreaPart
from communities.summaries.scopes import Division
from communities.summaries.tables import Counted, Rows
from finance.models import Contribution, Disbursement, Grant
from finance.summaries.programme_overview_figures import Specs, specs_of
from finance.summaries.programme_overview_sums import Asked
from p2kp_site.foundation.periods import Period
from p2kp_site.foundation.reader import Reader
from p2kp_site.foundation.summaries import (
    Chart,
    ChartKind,
    Document,
    Fact,
    Note,
    Point,
    Scope,
    Summary,
    Unit,
    register,
)
from p2kp_site.foundation.wording import NOTHING, range_in_words
from programs.models import (
    Case,
    Location,
    Partnership,
    Plan,
    PlannedActivity,
    Programme,
    Work,
    Workshop,
)
from programs.rules.programmes import DatedName, names_between


@register
class ProgrammeOverview(Summary):
    """The programme by the next level of regions, each figure against the period before."""

    slug = "programme-overview"
    title = gettext_lazy("The programme at a glance")
    purpose = gettext_lazy(
        "One page for a leader: boards, plans, works, people reached, BLM and swadaya, slums, "
        "partnerships, workshops and cases."
    )
    rights = (
        "communities.view_board",
        "communities.view_slumareapart",
        "finance.view_contribution",
        "finance.view_disbursement",
        "finance.view_grant",
        "programs.view_case",
        "programs.view_location",
        "programs.view_partnership",
        "programs.view_plan",
        "programs.view_plannedactivity",
        "programs.view_work",
        "programs.view_workshop",
    )
    counts = (
        Location, Board, Plan, PlannedActivity, Work, Grant, Disbursement, Contribution,
        SlumAreaPart, Partnership, Workshop, Case,
    )  # fmt: skip  # names as running text

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
        asked = Asked(division, verified_only)
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
                counted.table("work", _("Boards, plans and works"), specs.work),
                counted.table("money", _("BLM and swadaya"), specs.money),
                counted.table("slums", _("Slums by class"), specs.slums),
                counted.table("around", _("Partnerships, workshops and cases"), specs.around),
            ],
            charts=_charts(counted, specs, asked, period),
            notes=_notes(asked, period),
            facts=[Fact(_("Programme"), _programmes(reader, period))],
        )


def _programmes(reader: Reader, period: Period) -> str:
    """The programmes of a period by the names that they bore in it, with their days."""
    rows: Any = Programme.objects.visible_to(reader)
    pieces: list[DatedName] = []
    for one in rows.prefetch_related("aliases").order_by("from_on", "pk"):
        pieces += names_between(one.own_name, one.names, period.start, period.end)
    return "; ".join(_name_in_words(piece) for piece in pieces) or NOTHING


def _name_in_words(piece: DatedName) -> str:
    last = piece.until_on and piece.until_on - timedelta(days=1)
    days = range_in_words(piece.from_on, last)
    return f"{piece.name} ({piece.abbreviation}), {days}"


def _charts(counted: Counted, specs: Specs, asked: Asked, period: Period) -> list[Chart]:
    bars, line = ChartKind.BARS, ChartKind.LINE
    drawn = [
        Chart(
            "disbursed",
            bars,
            _("BLM disbursed, by region"),
            _("Bars: for each region what was disbursed in the period, where there was any."),
            _with_any(counted.points(specs["disbursed"])),
            Unit.RUPIAH,
        ),
        Chart(
            "given",
            bars,
            _("Swadaya given, by region"),
            _("Bars: for each region what residents gave in the period, where they did."),
            _with_any(counted.points(specs["given"])),
            Unit.RUPIAH,
        ),
        Chart(
            "works",
            bars,
            _("Works finished by region, and how many of them are not verified"),
            _(
                "Bars: for each region the number of works that were finished in the period, "
                "where there were any."
            ),
            _with_any(counted.points(specs["works"])),
        ),
        Chart(
            "disbursed_by_year",
            line,
            _("BLM disbursed in each year"),
            _("Line: what was disbursed in each year, less what came back."),
            asked.disbursed_by_year(period.last),
            Unit.RUPIAH,
        ),
        Chart(
            "given_by_year",
            line,
            _("Swadaya given in each year"),
            _("Line: what residents gave in each year."),
            asked.given_by_year(period.last),
            Unit.RUPIAH,
        ),
    ]
    return [chart for chart in drawn if len(chart.points) > (chart.kind == line)]


def _with_any(points: list[Point]) -> list[Point]:
    """Regions without anything would fill the page."""
    return [point for point in points if point.value]


def _notes(asked: Asked, period: Period) -> list[Note]:
    told = [
        _(
            "Kelurahan and desa of the programme are its locations of %(year)d, the year in which "
            "the period ends."
        )
        % {"year": period.last.year},
        _(
            "A plan counts once, in the edition that was in force at the end of the period. Plans "
            "name years, not days: a part of a year shows what is planned for the whole year."
        ),
        _(
            "People reached are those who benefit from works that were finished in the period. "
            "Whoever benefits from several works is counted more than once; where nobody counted, "
            "the work is left out."
        ),
        _(
            "BLM is allocated on the day of the grant agreement, disbursed on that of the SP2D, "
            "and accounted for on that of the LPJ. What was reversed or returned is taken off the "
            "payment that it answers, whenever it came back. Swadaya is what the contributions of "
            "residents say; costs of plans and works are in neither."
        ),
        _(
            "Promises kept are what was given by the end of the period of the swadaya that was "
            "promised in it. The share of swadaya is that of swadaya given in the sum of swadaya "
            "given and BLM disbursed."
        ),
        _(
            "Slum hectares are those of the last decree of each regency and city that was issued "
            "by the end of the period."
        ),
        _(
            "A case is verified when a second person checked its outcome, a disbursement when its "
            "chain approved it or its paper was signed. A case is overdue by the due day that "
            "stands in it today; one that was closed since then has none."
        ),
        _("The regions are those of today, also for a period before they were changed."),
    ]
    notes = [Note(text) for text in told]
    if number := asked.grants_without_a_day():
        rows = Rows(Grant, {"has_agreement_day": "false"})
        scope = asked.division.scope
        text = ngettext(
            "%(number)d grant is not counted, because the day of its agreement is not known.",
            "%(number)d grants are not counted, because the day of their agreement is not known.",
            number,
        ) % {"number": number}
        region = "" if scope.is_nation else scope.code
        notes.insert(0, Note(text, rows.url(region, verified_only=asked.verified_only)))
    return notes
