"""Two provinces of boards drawn by chance, and what a person with a list and a pencil counts."""

import random
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from communities.models import Board, BoardElection, BoardOfficer, BoardYear, Region
from communities.models.board_years import Audit
from p2kp_site.foundation.periods import Period
from p2kp_site.foundation.signoff_steps import SIGNED
from p2kp_site.foundation.signoffs import SignoffState
from programs.models import Location
from tests.builders import make_board, make_change_set, make_region
from tests.builders_signoffs import signed, signer
from tests.communities.builders import make_board_year, make_election, make_officer
from tests.programs.builders import make_location, make_programme

VILLAGES = ("14.04.04.1001", "14.04.04.1002", "14.04.05.1001", "14.71.01.1001", "15.01.01.2001")
AREAS = ("ID", "14", "14.04", "14.04.04", "14.04.04.1001", "15", "14.04.05.1001")
_FIRST = date(2011, 1, 1)


def draw_towns(seed: int) -> None:
    """Boards with all that hangs on them, in and around 2012 to 2015, some of it verified."""
    chance, act = random.Random(seed), make_change_set()
    sign = Signing(chance)
    programmes = [make_programme(), make_programme()]
    for code in VILLAGES:
        region = make_region(code=code, change_set=act)
        for programme in programmes:
            for year in (2014, 2015):
                if chance.random() < 0.6:
                    sign.sometimes(make_location(programme=programme, region=region, year=year))
        for _ in range(chance.choice((0, 1, 1, 2))):
            _draw_board(chance, region, act, sign)


def _day(chance: random.Random, years: int = 5) -> date:
    return _FIRST + timedelta(days=chance.randrange(365 * years))


class Signing:
    """Three people who now and then sign a form to the end."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.people = {step: signer(step) for step in SIGNED}

    def sometimes(self, form: Any) -> None:
        if self.chance.random() < 0.4:
            for step, person in self.people.items():
                signed(type(form).objects.filter(pk=form.pk), step, by=person)


def _draw_board(chance: random.Random, region: Region, act: Any, sign: Signing) -> None:
    formed = _day(chance) if chance.random() < 0.9 else None
    closed = _day(chance) if chance.random() < 0.3 else None
    if closed and formed and closed < formed:
        closed = formed + timedelta(days=400)
    board = make_board(
        region=region,
        change_set=act,
        formed_on=formed,
        closed_on=closed,
        is_active=closed is None,
        inactive_reason="digabung" if closed else "",
        deed_number=chance.choice(("", "12", "7")),
        deed_on=chance.choice((None, _day(chance))),
    )
    for _ in range(chance.randrange(4)):
        begins = _day(chance)
        officer = make_officer(
            board=board,
            sex=chance.choice(("male", "female")),
            social_status=chance.choice(("", "poor_vulnerable", "not_poor")),
            status=chance.choice(("active", "inactive", "removed")),
            term_from=chance.choice((begins, begins, None)),
            term_until=chance.choice((begins + timedelta(days=1095), None)),
            change_set=act,
        )
        sign.sometimes(officer)
    for term in range(1, chance.randrange(1, 4)):
        for kind in ("basis", "board"):
            men, women = chance.randrange(40), chance.randrange(40)
            held = _day(chance)
            adults = chance.choice((None, chance.randrange(100, 900)))
            election = make_election(
                board=board,
                kind=kind,
                term=term,
                held_on=held,
                participants_men=men,
                participants_women=women,
                participants_low_income=chance.choice((None, chance.randrange(men + women + 1))),
                adults=adults,
                adults_on=held if adults else None,
                is_final=chance.random() < 0.8,
                change_set=act,
            )
            sign.sometimes(election)
    for year in chance.sample(range(2011, 2016), chance.randrange(4)):
        row = make_board_year(
            board=board,
            year=year,
            independence=chance.choice((None, 0, 1, 2, 3)),
            audit=chance.choice(("", *Audit.values)),
            change_set=act,
        )
        sign.sometimes(row)
    sign.sometimes(board)


# By pencil -----------------------------------------------------------------------------------


def percent(part: int, whole: int) -> Decimal | None:
    if not whole:
        return None
    return (Decimal(100 * part) / whole).quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)


Papers = dict[Any, list[Any]]


def papers() -> Papers:
    """Every row of every table, laid out once."""
    kinds = (Board, BoardElection, BoardOfficer, BoardYear, Location)
    return {kind: list(kind.objects.order_by("pk")) for kind in kinds}


class Pencil:
    """The figures of a region, counted row by row."""

    def __init__(
        self, rows: Papers, path: str, period: Period, *, verified_only: bool = False
    ) -> None:
        self.papers, self.period = rows, period
        self.path, self.verified_only = path, verified_only
        start, last = period.start, period.last
        self.boards = self._rows(
            Board,
            lambda b: (
                b.formed_on and b.formed_on <= last and (b.closed_on is None or b.closed_on > last)
            ),
        )
        self.formed = self._rows(Board, lambda b: b.formed_on and start <= b.formed_on <= last)
        self.officers = self._rows(
            BoardOfficer,
            lambda o: (
                o.status != "removed"
                and o.term_from
                and o.term_from <= last
                and (o.term_until is None or o.term_until > last)
            ),
        )
        self.elections = self._rows(
            BoardElection, lambda e: e.is_final and start <= e.held_on <= last
        )
        self.locations = self._rows(Location, lambda one: one.year == last.year)
        self.years = self._latest_years(last)

    def _rows(self, model: Any, wanted: Callable[[Any], Any]) -> list[Any]:
        return [
            row
            for row in self.papers[model]
            if row.area.startswith(self.path)
            and wanted(row)
            and (not self.verified_only or row.signoff == SignoffState.VERIFIED)
        ]

    def _latest_years(self, last: date) -> list[Any]:
        ended = last.year if (last.month, last.day) == (12, 31) else last.year - 1
        latest: dict[int, Any] = {}
        for row in sorted(self.papers[BoardYear], key=lambda row: row.year):
            if row.year <= ended:
                latest[row.board_id] = row
        held = set(latest.values())
        return self._rows(BoardYear, lambda row: row in held)

    def figures(self) -> dict[str, Any]:
        """Every figure by its key."""
        deeds = [
            b
            for b in self.boards
            if b.deed_number and (b.deed_on is None or b.deed_on <= self.period.last)
        ]
        located = {one.region_id for one in self.locations}
        with_board = {b.region_id for b in self.boards}
        basis = [e for e in self.elections if e.kind == "basis"]
        asked = [o for o in self.officers if o.social_status]
        audited = [y for y in self.years if y.audit not in ("", "not_done")]
        counted = [e for e in basis if e.participants_low_income is not None]
        with_adults = [e for e in basis if e.adults]
        assessed = [y for y in self.years if y.independence is not None]
        return {
            "villages_in_programme": len(located),
            "coverage": percent(len(located & with_board), len(located)),
            "villages_with_board": len(with_board),
            "boards": len(self.boards),
            "boards_formed": len(self.formed),
            "boards_with_deed": len(deeds),
            "share_with_deed": percent(len(deeds), len(self.boards)),
            "officers": len(self.officers),
            "officers_women": percent(
                sum(o.sex == "female" for o in self.officers), len(self.officers)
            ),
            "officers_low_income": percent(
                sum(o.social_status == "poor_vulnerable" for o in asked), len(asked)
            ),
            "elections": len(self.elections) - len(basis),
            "turnout": percent(_people(with_adults), sum(e.adults for e in with_adults)),
            "participants_women": percent(sum(e.participants_women for e in basis), _people(basis)),
            "participants_low_income": percent(
                sum(e.participants_low_income for e in counted), _people(counted)
            ),
            **{f"independence_{n}": sum(y.independence == n for y in self.years) for n in range(4)},
            **{f"audit_{word}": sum(y.audit == word for y in self.years) for word in Audit.values},
            "share_independent": percent(sum(y.independence >= 2 for y in assessed), len(assessed)),
            "share_audited": percent(len(audited), sum(bool(y.audit) for y in self.years)),
            "share_unqualified": percent(
                sum(y.audit == "unqualified" for y in audited), len(audited)
            ),
        }


def _people(elections: Iterable[Any]) -> int:
    return sum(e.participants_men + e.participants_women for e in elections)
