"""A programme in two provinces, drawn by chance: some of it verified, paid back or undated."""

import random
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from communities.models import Board, Region, SlumArea
from finance.models.disbursements import State
from p2kp_site.accounts.models import User
from programs.models import Case, Plan
from programs.services.plans import new_edition
from tests.builders import AT, make_board, make_change_set, make_region, make_user
from tests.communities.builders import make_agency, make_slum_area, make_slum_area_part
from tests.finance.builders import make_contribution, make_grant, make_tranche
from tests.finance.builders_disbursements import make_counter_row, make_disbursement, rows_of
from tests.programs.builders import (
    make_line,
    make_location,
    make_partnership,
    make_plan,
    make_programme,
    make_work,
    make_workshop,
    ratified,
)
from tests.programs.builders_cases import register_case
from tests.programs.summaries.towns import VILLAGES, Signing

AREAS = ("ID", "14", "14.04", "14.04.04", "14.04.04.1001", "15")
_FIRST = date(2013, 1, 1)
_LEVELS = ("14", "14.04", "14.04.04", "14.04.04.1001", "15")


class Drawing:
    """Draws rows of every table into regions of every level."""

    def __init__(self, seed: int) -> None:
        self.chance, self.act = random.Random(seed), make_change_set()
        self.sign = Signing(self.chance)
        self.clerk, self.other = make_user(), make_user()
        self.programmes = [make_programme(), make_programme()]
        self.host = make_agency(kind="technical_office")
        self.partners = [make_agency(kind="private_partner") for _ in range(2)]

    def draw(self) -> None:
        """Everything, village by village and then what belongs to larger regions."""
        villages = [make_region(code=code, change_set=self.act) for code in VILLAGES]
        for village in villages:
            for year in (2014, 2015):
                for programme in self.programmes:
                    if self.chance.random() < 0.5:
                        row = make_location(programme=programme, region=village, year=year)
                        self.sign.sometimes(row)
            for _ in range(self.chance.choice((1, 1, 2))):
                self._board(village)
        for code in _LEVELS:
            self._around(Region.objects.in_force().get(code=code))
        for code in ("14.04", "14.71", "15.01"):
            self._slums(Region.objects.in_force().get(code=code), villages)

    def day(self) -> date:
        return _FIRST + timedelta(days=self.chance.randrange(365 * 3 + 100))

    def maybe(self, value: Any, how_often: float = 0.7) -> Any:
        return value if self.chance.random() < how_often else None

    def money(self) -> int:
        return self.chance.randrange(1, 90) * 1_000_003

    def _board(self, village: Region) -> None:
        formed, closed = self.day(), None
        if self.chance.random() < 0.3:
            closed = formed + timedelta(days=self.chance.randrange(1, 400))
        board = make_board(
            region=village,
            change_set=self.act,
            formed_on=self.maybe(formed, 0.9),
            closed_on=closed,
            is_active=closed is None,
            inactive_reason="digabung" if closed else "",
        )
        self.sign.sometimes(board)
        for start_year in self.chance.sample((2012, 2013, 2014, 2015), 2):
            self._plan(board, start_year)
        for _ in range(self.chance.randrange(4)):
            self._work(board)
        for year in self.chance.sample((2013, 2014, 2015), self.chance.choice((1, 2))):
            self._grant(board, year)
        for _ in range(self.chance.randrange(4)):
            self._contribution(board)
        for partner in self.partners:
            if self.chance.random() < 0.5:
                signed = self.day()
                until = self.maybe(signed + timedelta(days=self.chance.randrange(1, 700)))
                row = make_partnership(
                    board=board, agency=partner, signed_on=signed, until_on=until
                )
                self.sign.sometimes(row)

    def _plan(self, board: Board, start_year: int) -> None:
        kind = self.chance.choice(("pjm", "renta"))
        plan = make_plan(board=board, kind=kind, start_year=start_year, end_year=start_year + 2)
        for _ in range(self.chance.randrange(1, 4)):
            make_line(plan, planned_year=start_year + self.chance.randrange(3))
        day = self.day()
        if self.chance.random() < 0.8:
            plan = ratified(plan, day)
            if self.chance.random() < 0.5:
                later = new_edition(plan, by=None, at=AT)
                make_line(later, planned_year=start_year)
                ratified(later, day + timedelta(days=self.chance.randrange(1, 300)))
        for one in Plan.objects.editions_of(plan):
            self.sign.sometimes(one)

    def _work(self, board: Board) -> None:
        men, women = (self.maybe(self.chance.randrange(60)) for _ in range(2))
        people = (men or 0) + (women or 0)
        counted = men is not None and women is not None
        work = make_work(
            board=board,
            finished_on=self.maybe(self.day(), 0.8),
            beneficiaries_men=men,
            beneficiaries_women=women,
            beneficiaries_low_income=self.chance.randrange(people + 1) if counted else None,
        )
        self.sign.sometimes(work)

    def _grant(self, board: Board, year: int) -> None:
        day = self.maybe(self.day(), 0.8)
        grant = make_grant(
            board=board,
            programme=self.programmes[0],
            fiscal_year=year,
            amount=400_000_000,
            agreement_on=day,
            agreement_number="SPPB" if day else "",
        )
        self.sign.sometimes(grant)
        tranche = make_tranche(grant, amount=400_000_000)
        for _ in range(self.chance.choice((1, 2, 3))):
            self._payment(tranche)

    def _payment(self, tranche: Any) -> None:
        amount, paid = self.money(), self.day()
        row = make_disbursement(tranche, by=self.clerk, amount=amount)
        if self.chance.random() < 0.2:
            return  # nobody handed it over
        back = self.chance.choice((0, 0, amount // 3, amount))
        accounted = self.chance.choice((0, (amount - back) // 2, amount - back))
        sealed = {"approved_version": row.version, "approved_at": AT}
        facts: dict[str, Any] = {"sp2d_number": "SP2D", "sp2d_on": paid, "is_backlog": True}
        if accounted:
            lpj_on = paid + timedelta(days=self.chance.randrange(300))
            facts |= {"lpj_number": "LPJ", "lpj_on": lpj_on, "accounted_amount": accounted}
        if self.chance.random() < 0.5:
            facts |= sealed
        state = State.ACCOUNTED if accounted else State.PAID
        rows_of(row).stamp(state=state, **facts)
        row.refresh_from_db()
        # One that was only entered counts for nothing yet.
        for counts in (True, False):
            if not back or (not counts and back == amount):
                continue
            answer = make_counter_row(row, back, by=self.clerk)
            if counts:
                done = {
                    **{"approved_version": answer.version, "approved_at": AT},
                    **{"handed_over_version": answer.version, "handed_over_at": AT},
                }
                rows_of(answer).stamp(state=State.APPROVED, round=1, **done)
                rows_of(row).stamp(answered=back)

    def _contribution(self, board: Board) -> None:
        promised = self.maybe(self.money())
        given = self.maybe(self.chance.choice((0, self.money()))) if promised else self.money()
        row = make_contribution(
            board=board,
            promised_amount=promised,
            promised_on=self.day() if promised else None,
            realised_amount=given,
            realised_on=None if given is None else self.day(),
        )
        self.sign.sometimes(row)

    def _around(self, region: Region) -> None:
        """Workshops and cases, which lie in regions of any level."""
        for _ in range(self.chance.randrange(1, 4)):
            starts = self.day()
            row = make_workshop(region=region, host=self.host, starts_on=starts, ends_on=None)
            self.sign.sometimes(row)
        for _ in range(self.chance.randrange(1, 5)):
            received = self.day()
            due = self.maybe(received + timedelta(days=self.chance.randrange(200)))
            if self.chance.random() < 0.5:
                register_case(stage="DITANGANI", region=region, received_on=received, due_on=due)
                continue
            closed = received + timedelta(days=self.chance.randrange(400))
            case = register_case(
                stage="SELESAI",
                region=region,
                received_on=received,
                closed_on=closed,
                closed_by=self.clerk,
                outcome="Selesai",
            )
            self._check(case, self.other)

    def _check(self, case: Case, by: User) -> None:
        if self.chance.random() < 0.5:
            rows: Any = Case.objects.filter(pk=case.pk)
            rows.stamp(outcome_checked_by=by.pk, outcome_checked_at=AT)

    def _slums(self, regency: Region, villages: list[Region]) -> None:
        inside = [one for one in villages if one.path.startswith(regency.path)]
        for number in range(self.chance.choice((1, 2))):
            day = self.day()
            for _ in range(3):
                area: SlumArea = make_slum_area(
                    region=regency, decree_number=f"SK/{number}", decree_on=day
                )
                for village in inside:
                    hectares = Decimal(self.chance.randrange(1, 499_999)) / 5_000
                    make_slum_area_part(
                        area,
                        region=village,
                        hectares_by_decree=hectares,
                        hectares_verified=self.maybe(hectares / 2),
                        slum_class=self.chance.choice(("", "light", "medium", "heavy")),
                    )
                self.sign.sometimes(area)
