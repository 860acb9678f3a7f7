"""A region that gets another parent takes along all that lies in it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from communities.models import Board, Region, RegionCode
from communities.services.region_paths import scoped_models
from communities.services.regions import (
    CannotMoveRegion,
    move_region,
)
from p2kp_site.foundation.models import ChangeSet
from tests.builders import make_board, make_region, make_user
from tests.communities.services.registers import AT, LATER, RIAU, load, register

pytestmark = pytest.mark.django_db


def test_every_row_with_an_area_follows():
    assert Board in scoped_models()


class TestMoveRegion:
    @pytest.fixture(autouse=True)
    def regions(self):
        load(register(*RIAU, "14.01 Kabupaten Kampar", "14.01.01 Bangkinang Kota"))

    def region(self, code: str) -> Region:
        return Region.objects.in_force().get(code=code)

    def move(self, code: str, to: str, *, by=None, new_code: str | None = None):
        region, to_region = self.region(code), self.region(to)
        return move_region(region, to=to_region, by=by, at=AT, why="UU 1/2026", code=new_code)

    def test_a_region_moves_with_all_below_it_and_keeps_its_codes(self):
        user = make_user()
        board = make_board(region=self.region("14.04.04.1001"))
        moved = self.move("14.04.04", "14.01", by=user)
        kota = self.region("14.04.04.1001")
        assert (moved.parent.code, moved.code, moved.version) == ("14.01", "14.04.04", 2)
        assert moved.path == self.region("14.01").path + "002"
        assert (kota.path, kota.version) == (moved.path + "0001", 1)
        assert Board.objects.values_list("area", "version").get(pk=board.pk) == (kota.path, 1)
        last = Region.history.filter(id=moved.pk).latest()
        assert (last.path, last.parent_id) == (moved.path, moved.parent_id)
        assert (last.change_set.by, last.change_set.why) == (user, "UU 1/2026")
        assert Board.history.count() == 1

    def test_a_region_may_get_a_new_code_and_its_old_one_is_remembered(self):
        moved = self.move("14.04.04", "14.01", new_code="140102")
        assert moved.code == "14.01.02"
        assert RegionCode.objects.get(region=moved).code == "14.04.04"

    def test_what_moves_away_does_not_move_its_neighbours(self):
        before = self.region("14.04.13").path
        self.move("14.04.04", "14.01")
        assert self.region("14.04.13").path == before

    @pytest.mark.parametrize(
        ("code", "to", "new_code"),
        [
            ("14.04", "14.04", None),
            ("14.04", "14.04.04", None),
            ("14", "14.04", None),
            ("14.04.04", "14", None),
            ("14.04.04", "14.04.13", None),
            ("14.04.04.1001", "14.01", None),
            ("14.04.04", "14.04", None),
            ("14.04.04", "14.01", "14.01.01"),
            ("14.04.04", "14.01", "14.01"),
            ("14.04.04", "14.01", "rubbish"),
        ],
    )
    def test_cycles_wrong_levels_and_taken_codes_are_refused(self, code, to, new_code):
        count = ChangeSet.objects.count()
        with pytest.raises(CannotMoveRegion):
            self.move(code, to, new_code=new_code)
        assert ChangeSet.objects.count() == count

    def test_a_retired_region_neither_moves_nor_takes_others_in(self):
        old = self.region("14.04.13")
        load(register(*RIAU[:5]), on=LATER)
        old.refresh_from_db()
        with pytest.raises(CannotMoveRegion):
            move_region(old, to=self.region("14.04"), by=None, at=AT, why="")
        with pytest.raises(CannotMoveRegion):
            move_region(self.region("14.04.04.1001"), to=old, by=None, at=AT, why="")

    def test_the_statements_do_not_grow_with_what_moves(self):
        counts = []
        for code, to, boards in (("14.04.04", "14.01", 1), ("14.04.13", "14.01", 30)):
            village = self.region(code).children.first()
            for _number in range(boards):
                make_board(region=village)
            for number in range(boards):
                make_region(code=f"{code}.20{number + 50}", parent=self.region(code))
            with CaptureQueriesContext(connection) as queries:
                self.move(code, to)
            counts.append(len(queries))
        assert counts[0] == counts[1]
