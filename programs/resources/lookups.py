"""Look-ups of programmes, plans and their lines in files."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from communities.models import SelfHelpGroup
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

    def current(self, reader: Reader) -> QuerySet[Programme]:
        rows: QuerySet[Programme] = Programme.objects.visible_to(reader)
        return rows

    def resolve(
        self, texts: Iterable[tuple[str, int]], reader: Reader
    ) -> Mapping[tuple[str, int], Found]:
        known = self._known(reader)
        found = {}
        for text, year in texts:
            meant = _called(text, year, known)
            if len(meant) == 1:
                found[text, year] = Found((meant[0].code, year), {"programme_id": meant[0].pk})
        return found

    def unknown(self, text: tuple[str, int], name: str | None, reader: Reader) -> Fault:
        """Several programmes of one name are named by their codes, else those of that year."""
        known = self._known(reader)
        if meant := _called(*text, known):
            codes = [one.code for one in meant]
            return Fault("ambiguous_programme", {"text": str(text[0]), "readings": codes})
        running = [one.code for one in known if one.own_name.meets(_year(text[1]))]
        said = {"text": str(text[0]), "year": text[1], "suggestions": running[:4]}
        return Fault("unknown_programme", said)

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


def _called(text: str, year: int, known: list[Programme]) -> list[Programme]:
    if by_code := [one for one in known if same_text(one.code, text)]:
        return by_code
    period = _year(year)
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
PREDECESSOR = RecordLookup(Programme, "code", stores={"predecessor_id": "pk"}, visible=True)
PLAN = PlanLookup()
LINE = LineLookup()
GROUP = RecordLookup(SelfHelpGroup, "board__code", "name", stores={"group_id": "pk"})
