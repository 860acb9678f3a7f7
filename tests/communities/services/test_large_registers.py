"""The size of a register costs rows, not statements; the national one loads."""

import csv
import os
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from communities.services.regions import (
    SHIPPED_REGISTER,
)
from communities.services.register_files import RegisterRow, read_register
from tests.communities.services.registers import LATER, RIAU, load, register

pytestmark = pytest.mark.django_db


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
