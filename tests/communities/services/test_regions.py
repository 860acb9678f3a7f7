"""The national register comes into the base, and regions change their place in it."""

import csv
import os
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from communities.models import Board, Region, RegionCode
from communities.services.region_paths import scoped_models
from communities.services.regions import (
    SHIPPED_REGISTER,
    CannotMoveRegion,
    load_register,
    move_region,
)
from communities.services.register_files import RegisterRow, read_register
from p2kp_site.foundation.models import ChangeSet
from tests.builders import make_board, make_region, make_user

pytestmark = pytest.mark.django_db

AT = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
ON = date(2026, 3, 2)
LATER = date(2027, 1, 1)


def register(*lines: str) -> list[RegisterRow]:
    """Rows of a register out of `code name` lines."""
    pairs = (line.split(" ", 1) for line in lines)
    return [RegisterRow(code, code.rpartition(".")[0], name) for code, name in pairs]


def load(rows: list[RegisterRow], *, edition: str = "2025", on: date = ON):
    return load_register(rows, by=None, at=AT, edition=edition, on=on)


def history(region: Region) -> list[tuple[str, int, str]]:
    return list(
        Region.history.filter(id=region.pk)
        .order_by("history_id")
        .values_list("history_type", "version", "code")
    )


RIAU = (
    "14 Riau",
    "14.04 Kabupaten Indragiri Hilir",
    "14.04.04 Tembilahan",
    "14.04.04.1001 Tembilahan Kota",
    "14.04.04.1002 Tembilahan Hilir",
    "14.04.13 Tembilahan Hulu",
    "14.04.13.2002 Pekan Kamis",
)


def test_the_shipped_register_is_riau_down_to_the_villages_of_indragiri_hilir():
    report = load(read_register(SHIPPED_REGISTER))
    assert (report.read, report.added) == (269, 269)
    kinds = ("province", "regency", "city", "district", "urban_village", "village")
    counts = [Region.objects.filter(kind=kind).count() for kind in kinds]
    assert counts == [1, 10, 2, 20, 39, 197]
    kota = Region.objects.get(code="14.04.04.1001")
    assert kota.parent
    assert (kota.parent.code, kota.path[: len(kota.parent.path)]) == ("14.04.04", kota.parent.path)
    assert (kota.search_name, kota.edition, kota.level) == ("tembilahankota", "2025", 4)
    assert kota.valid_from is None
    assert Region.history.count() == 269


def test_the_same_register_again_writes_nothing():
    rows = read_register(SHIPPED_REGISTER)
    load(rows)
    with CaptureQueriesContext(connection) as queries:
        report = load(rows, edition="2026", on=LATER)
    assert report.unchanged == 269
    assert ChangeSet.objects.count() == 1
    assert not [q for q in queries if q["sql"].startswith(("INSERT", "UPDATE", "DELETE", "COPY"))]


def test_all_of_a_load_is_one_change_that_names_the_edition():
    load(register(*RIAU), edition="Kepmendagri 300.2.2-2138/2025")
    change_set = ChangeSet.objects.get()
    assert (change_set.door, change_set.by) == ("command", None)
    assert "Kepmendagri 300.2.2-2138/2025" in change_set.why
    assert set(Region.objects.values_list("change_set", flat=True)) == {change_set.pk}


def test_another_spelling_is_applied_with_history():
    load(register(*RIAU))
    report = load(register(*RIAU[:4], "14.04.04.1002 Tembilahan hilir", *RIAU[5:]), edition="2026")
    assert (report.respelt, report.unchanged, report.doubtful) == (1, 6, 0)
    region = Region.objects.get(code="14.04.04.1002")
    assert (region.name, region.edition, region.version) == ("Tembilahan hilir", "2026", 2)
    assert history(region) == [("+", 1, "14.04.04.1002"), ("~", 2, "14.04.04.1002")]


def test_a_name_that_differs_beyond_spelling_is_reported_and_not_applied():
    load(register(*RIAU))
    report = load(register(*RIAU[:4], "14.04.04.1002 Pekan Arba", *RIAU[5:]))
    assert (report.doubtful, report.unchanged) == (1, 6)
    assert report.doubtful_regions[0].name == "Tembilahan Hilir"
    assert report.doubtful_regions[0].new_name == "Pekan Arba"
    assert Region.objects.get(code="14.04.04.1002").name == "Tembilahan Hilir"
    assert ChangeSet.objects.count() == 1


def test_a_regency_that_was_recoded_stays_the_same_region_with_all_that_lies_in_it():
    load(
        register(
            "91 Papua",
            "91.01 Kabupaten Merauke",
            "91.01.01 Merauke",
            "91.01.01.1001 Maro",
            "91.03 Kabupaten Jayapura",
        ),
        edition="2022",
    )
    merauke, maro = Region.objects.get(code="91.01"), Region.objects.get(code="91.01.01.1001")
    board = make_board(region=maro)
    report = load(
        register(
            "91 Papua",
            "91.03 Kabupaten Jayapura",
            "93 Papua Selatan",
            "93.01 Kabupaten Merauke",
            "93.01.01 Merauke",
            "93.01.01.1001 Maro",
        ),
        edition="2023",
        on=LATER,
    )
    assert (report.moved, report.added, report.retired, report.unchanged) == (3, 1, 0, 2)
    new = Region.objects.get(code="93.01")
    assert new.pk == merauke.pk
    assert new.parent
    assert (new.parent.code, new.parent.valid_from) == ("93", LATER)
    assert new.path.startswith(new.parent.path)
    now = Region.objects.get(pk=maro.pk)
    assert (now.code, now.version) == ("93.01.01.1001", 2)
    assert now.path.startswith(new.path)
    past = RegionCode.objects.get(region=merauke)
    assert (past.code, past.edition, past.from_on, past.until_on) == ("91.01", "2022", None, LATER)
    assert history(new) == [("+", 1, "91.01"), ("~", 2, "93.01")]
    assert Region.history.filter(id=new.pk, version=2).get().path == new.path
    area, version = Board.objects.values_list("area", "version").get(pk=board.pk)
    assert (area, version) == (now.path, 1)
    assert Board.history.filter(id=board.pk).count() == 1


def test_a_code_given_to_another_place_later_is_another_region():
    load(register(*RIAU))
    old = Region.objects.get(code="14.04.04.1002")
    load(register(*RIAU[:4], *RIAU[5:]), on=LATER)
    old.refresh_from_db()
    assert (old.retired_on, old.version) == (LATER, 2)
    report = load(register(*RIAU[:4], "14.04.04.1002 Pekan Arba", *RIAU[5:]), on=date(2028, 1, 1))
    assert report.added == 1
    new = Region.objects.in_force().get(code="14.04.04.1002")
    assert new.pk != old.pk
    assert new.path != old.path
    assert new.valid_from == date(2028, 1, 1)


def test_a_region_under_a_new_code_leaves_its_old_code_to_another_place():
    load(register(*RIAU))
    hilir = Region.objects.get(code="14.04.04.1002")
    load(
        register(
            *RIAU[:4], "14.04.04.1002 Pekan Arba", "14.04.04.1009 Tembilahan Hilir", *RIAU[5:]
        ),
        on=LATER,
    )
    hilir.refresh_from_db()
    assert hilir.code == "14.04.04.1009"
    assert Region.objects.get(code="14.04.04.1002").name == "Pekan Arba"


def test_a_region_that_vanished_is_retired_with_all_below_it():
    load(register(*RIAU))
    report = load(register(*RIAU[:5]), on=LATER)
    assert [detail.code for detail in report.retired_regions] == ["14.04.13", "14.04.13.2002"]
    retired = Region.objects.filter(retired_on=LATER)
    assert set(retired.values_list("code", "version")) == {("14.04.13", 2), ("14.04.13.2002", 2)}


def test_a_partial_file_retires_nothing_that_it_does_not_cover():
    load(register(*RIAU, "11 Aceh", "11.01 Kabupaten Aceh Selatan", "12 Sumatera Utara"))
    report = load(register(*RIAU[:3]), on=LATER)
    # The other district of Indragiri Hilir, and its village.
    assert report.retired == 2
    assert Region.objects.in_force().filter(code="11.01").exists()
    assert Region.objects.in_force().filter(code="14.04.04.1001").exists()
    assert {detail.code for detail in report.kept_regions} == {
        *("11", "11.01", "12", "14.04.04.1001", "14.04.04.1002")
    }


def test_regions_that_the_base_had_not_reached_have_no_day_of_birth():
    load(register(*RIAU, "14.01 Kabupaten Kampar"))
    load(
        register(
            *RIAU,
            "14.01 Kabupaten Kampar",
            "14.01.01 Bangkinang Kota",
            "14.04.04.1006 Pekan Arba",
        ),
        on=LATER,
    )
    assert Region.objects.get(code="14.01.01").valid_from is None
    assert Region.objects.get(code="14.04.04.1006").valid_from == LATER


def test_a_board_follows_its_district_into_a_new_regency_and_keeps_its_version():
    load(register(*RIAU))
    board = make_board(region=Region.objects.get(code="14.04.13.2002"))
    other = make_board(region=Region.objects.get(code="14.04.04.1001"))
    load(
        register(
            *RIAU[:5],
            "14.13 Kabupaten Tembilahan",
            "14.13.01 Tembilahan Hulu",
            "14.13.01.2002 Pekan Kamis",
        ),
        on=LATER,
    )
    new = Region.objects.get(code="14.13.01.2002")
    assert new.pk == board.region_id
    assert Board.objects.values_list("area", "version").get(pk=board.pk) == (new.path, 1)
    assert Board.objects.get(pk=other.pk).area == other.area


def statements(*editions: list[RegisterRow]) -> int:
    """How many statements the last of some loads takes; the base is as before afterwards."""
    with transaction.atomic():
        for rows in editions[:-1]:
            load(rows)
        with CaptureQueriesContext(connection) as queries:
            load(editions[-1], on=LATER)
        transaction.set_rollback(True)
    return len(queries)


def recoded(rows: list[RegisterRow], old: str, new: str) -> list[RegisterRow]:
    """The rows, where those below `old` have codes below `new`."""
    codes = {row.code: row.code for row in rows}
    codes |= {code: new + code[len(old) :] for code in codes if code.startswith(old)}
    return [RegisterRow(codes[r.code], codes.get(r.parent_code, ""), r.name) for r in rows]


def test_a_load_of_twice_as_many_regions_takes_as_many_statements():
    rows = read_register(SHIPPED_REGISTER)
    once, twice = statements(rows), statements(rows + recoded(rows, "14", "15"))
    assert once == twice
    assert once < 30


def test_a_change_of_many_regions_takes_as_many_statements_as_of_few():
    counts = []
    for rows in (register(*RIAU, "14.01 Kabupaten Kampar"), read_register(SHIPPED_REGISTER)):
        edition = [
            RegisterRow(row.code, row.code.rpartition(".")[0], row.name)
            for row in recoded(rows, "14.04", "93.04")
        ]
        counts.append(statements(rows, [*edition, RegisterRow("93", "", "Riau Hilir")]))
    assert counts[0] == counts[1]


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


@pytest.mark.skipif(not os.environ.get("P2KP_REGISTER"), reason="P2KP_REGISTER names no register")
def test_the_whole_country_is_loaded_and_stays_as_it_is():
    rows = read_register(Path(os.environ["P2KP_REGISTER"]))
    report = load(rows)
    assert report.added == len(rows) == 91_599
    again = load(rows)
    assert again.unchanged == 91_599


@pytest.mark.skipif(
    not (os.environ.get("P2KP_REGISTER") and os.environ.get("P2KP_SAMPLES")),
    reason="P2KP_REGISTER and P2KP_SAMPLES name no folders",
)
def test_the_regencies_that_were_recoded_since_2016_are_found_again():
    path = Path(os.environ["P2KP_SAMPLES"], "regions", "kabupaten_changes_2016_2025.csv")
    with path.open(encoding="utf-8", newline="") as file:
        changes = list(csv.DictReader(file))
    upper = [r for r in read_register(Path(os.environ["P2KP_REGISTER"])) if len(r.code) <= 5]
    recoded = {c["new_code"]: c for c in changes if c["change"] == "recoded"}
    renamed = {c["new_code"]: c for c in changes if c["change"] == "renamed"}
    old = []
    for row in upper:
        if change := recoded.get(row.code):
            code = change["old_code"]
            row = RegisterRow(code, code[:2], change["name_2016"])
        elif change := renamed.get(row.code):
            row = row._replace(name=change["name_2016"])
        if row.code[:2] not in ("93", "94", "95", "96"):
            old.append(row)
    load(old, edition="2016")
    report = load(upper, edition="2025", on=LATER)
    assert (report.moved, report.added, report.retired) == (26, 4, 0)
    # Pahuwato became Pohuwato, which is spelling.
    assert (report.doubtful, report.respelt) == (4, 1)
