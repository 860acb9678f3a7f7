"""Look-ups of programmes, plans and their lines in files."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from communities.models import Agency, SelfHelpGroup
from communities.resources.lookups import same_board_name
from p2kp_site.exchange.columns import Found
from p2kp_site.exchange.lookups import RecordLookup
from p2kp_site.exchange.reading import Fault
from p2kp_site.foundation.reader import Reader
from programs.models import Plan, PlannedActivity, Programme
from programs.rules.programmes import DatedName, same_text


class ProgrammeOfYear:
    """A programme by its code, or by what it was called at some time of the year beside it."""

    stores: Mapping[str, str] = {"programme_id": "pk"}
    when, not_found, ambiguous = "year", "unknown_programme", "ambiguous_programme"

    def current(self, reader: Reader) -> QuerySet[Programme]:
        rows: QuerySet[Programme] = Programme.objects.visible_to(reader)
        return rows

    def resolve(
        self, texts: Iterable[tuple[str, Any]], reader: Reader
    ) -> Mapping[tuple[str, Any], Found]:
        known = self._known(reader)
        found = {}
        for text, when in texts:
            meant = _called(text, self.period(when), known)
            if len(meant) == 1:
                found[text, when] = Found((meant[0].code, when), {"programme_id": meant[0].pk})
        return found

    def unknown(self, text: tuple[str, Any], name: str | None, reader: Reader) -> Fault:
        """Several programmes of one name are named by their codes, else those of that time."""
        known, period = self._known(reader), self.period(text[1])
        if meant := _called(text[0], period, known):
            codes = [one.code for one in meant]
            return Fault(self.ambiguous, {"text": str(text[0]), "readings": codes})
        running = [one.code for one in known if one.own_name.meets(period)]
        said = {"text": str(text[0]), self.when: text[1], "suggestions": running[:4]}
        return Fault(self.not_found, said)

    def period(self, when: Any) -> DatedName:
        """The time of the row, to be compared with the time of a name."""
        return _year(when)

    def differs(self, written: str, found: Found, aspect: str) -> bool:
        return False  # nothing stands beside a programme

    def _known(self, reader: Reader) -> list[Programme]:
        """All programmes with their names, the oldest first: there are a handful."""
        rows = self.current(reader).prefetch_related("aliases")
        return list(rows.order_by("from_on", "pk"))


def _year(year: int) -> DatedName:
    """A year as a period, to be compared with the time of a name."""
    if not date.min.year < year < date.max.year:
        return DatedName(None, "", "", date.max, date.min)
    return DatedName(None, "", "", date(year, 1, 1), date(year + 1, 1, 1))


class ProgrammeOfDay(ProgrammeOfYear):
    """A programme by its code, or by what it was called on the day beside it."""

    when, not_found, ambiguous = "day", "unknown_programme_on", "ambiguous_programme_on"

    def period(self, when: str) -> DatedName:
        day = date.fromisoformat(when)
        until = day + timedelta(days=1) if day < date.max else day
        return DatedName(None, "", "", day, until)


def _called(text: str, period: DatedName, known: list[Programme]) -> list[Programme]:
    if by_code := [one for one in known if same_text(one.code, text)]:
        return by_code
    return [
        one
        for one in known
        if any(
            same_text(text, word)
            for name in (one.own_name, *one.names)
            if name.meets(period)
            for word in (name.name, name.abbreviation)
        )
    ]


class PlanLookup(RecordLookup):
    """An edition of a plan by board, kind, first year and edition.

    The lines of a ratified edition stand. One without any line takes its lines, though: that is how
    a file of plans and a file of their lines come into an empty base.
    """

    def __init__(self) -> None:
        lines = PlannedActivity.objects.filter(plan=OuterRef("pk"))
        super().__init__(
            Plan,
            "board__code",
            "kind",
            "start_year",
            "edition",
            stores={"plan_id": "pk", "area": "area"},
            beside={"name": "board__name", "end_year": "end_year"},
            annotations={"has_lines": Exists(lines)},
            open_when=Q(ratified_on__isnull=True) | Q(has_lines=False),
            closed_by=("ratified_on", "has_lines", "kind", "start_year", "end_year", "edition"),
            closed=_ratified,
        )

    def differs(self, written: str, found: Found, aspect: str) -> bool:
        return not same_board_name(written, found.beside[aspect])


def _ratified(ratified_on: date | None, has_lines: bool, *identity: Any) -> Fault | None:
    if ratified_on is None or not has_lines:
        return None
    kind, start_year, end_year, edition = identity
    plan = Plan(kind=kind, start_year=start_year, end_year=end_year, edition=edition)
    said = {"text": plan.name, "ratified_on": ratified_on.isoformat()}
    return Fault("plan_is_ratified", said)


class LineLookup(RecordLookup):
    """A line by its number, which it keeps in every edition: meant is the one ratified last.

    A line that stands in the draft of a later edition only is named by no work yet, as on the page.
    """

    def __init__(self) -> None:
        super().__init__(
            PlannedActivity,
            "plan__board__code",
            "plan__kind",
            "plan__start_year",
            "number",
            stores={"activity_id": "pk"},
            order=(F("plan__ratified_on").asc(nulls_first=True), "plan__edition"),
        )

    def current(self, reader: Reader) -> QuerySet[Any]:
        first_or_ratified = Q(plan__edition=1) | Q(plan__ratified_on__isnull=False)
        return super().current(reader).filter(first_or_ratified)


PROGRAMME_OF_YEAR = ProgrammeOfYear()
PROGRAMME_OF_DAY = ProgrammeOfDay()
PREDECESSOR = RecordLookup(Programme, "code", stores={"predecessor_id": "pk"}, visible=True)
PLAN = PlanLookup()
LINE = LineLookup()
GROUP = RecordLookup(SelfHelpGroup, "board__code", "name", stores={"group_id": "pk"})
# Offices of the levels above hold workshops and sign agreements as well.
_AGENCY: Mapping[str, Any] = {"beside": {"name": "name"}, "visible": True}
HOST = RecordLookup(Agency, "code", stores={"host_id": "pk"}, **_AGENCY)
PARTNER = RecordLookup(Agency, "code", stores={"agency_id": "pk"}, **_AGENCY)
