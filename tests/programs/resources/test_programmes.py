"""Programmes as files: one follows the other, in the file as in the table."""

from typing import Any

import pytest
from django.utils.translation import override

from p2kp_site.exchange.models.imports import ImportState
from p2kp_site.exchange.services.undoing import undo_import
from programs.models import Programme
from tests.builders import AT
from tests.exchange.services.office import counts, faults
from tests.programs.builders import make_alias, make_location, make_programme
from tests.programs.resources.desk import bring, ministry, steward, store

pytestmark = pytest.mark.django_db

HEAD = ("Kode Program", "Nama Program", "Singkatan", "Mulai", "Sampai", "Pendahulu")


def row(number: int, predecessor: str = "", **other: Any) -> tuple[Any, ...]:
    facts = {
        "code": f"PROG-{number}",
        "name": f"Program Contoh {number}",
        "abbreviation": f"PC{number}",
        "from_on": f"01-01-{2000 + number}",
        "until_on": f"01-01-{2001 + number}",
        **other,
    }
    return (*facts.values(), predecessor)


def chain() -> dict[str, str | None]:
    return dict(Programme.objects.values_list("code", "predecessor__code"))


@pytest.mark.parametrize("format_", ["csv", "xlsx"])
def test_a_file_brings_programmes_that_follow_each_other(format_: str) -> None:
    rows = [row(1), row(2, "PROG-1"), row(3, "prog-2")]
    job = store("programmes", ministry(), HEAD, *rows, format_=format_)
    assert counts(job) == {"read": 3, "added": 3}
    assert chain() == {"PROG-1": None, "PROG-2": "PROG-1", "PROG-3": "PROG-2"}
    history = Programme.history.filter(code="PROG-3")
    assert [h.predecessor.code for h in history] == ["PROG-2"]


def test_the_order_of_the_rows_does_not_matter() -> None:
    store("programmes", ministry(), HEAD, row(3, "PROG-2"), row(2, "PROG-1"), row(1))
    assert chain() == {"PROG-1": None, "PROG-2": "PROG-1", "PROG-3": "PROG-2"}


def test_a_programme_that_is_there_may_follow_one_that_comes() -> None:
    by = ministry()
    store("programmes", by, HEAD, row(2))
    job = store("programmes", by, HEAD, row(1), row(2, "PROG-1"))
    assert counts(job) == {"read": 2, "added": 1, "changed": 1}
    assert chain()["PROG-2"] == "PROG-1"
    assert Programme.objects.get(code="PROG-2").version == 2


def test_who_follows_nobody_known_is_refused_and_who_follows_that_one_too() -> None:
    by = ministry()
    job = bring("programmes", by, HEAD, row(1), row(2, "TIADA"), row(3, "PROG-2"))
    assert faults(job) == {
        (3, "predecessor"): "unknown_record",
        (4, "predecessor"): "unknown_record",
    }
    store("programmes", by, HEAD, row(1), row(2, "TIADA"), row(3, "PROG-2"), partial=True)
    assert chain() == {"PROG-1": None}


def test_who_follows_a_row_that_is_refused_for_another_reason_is_refused_too() -> None:
    wrong = row(2, "PROG-1", until_on="01-01-1990")
    job = bring("programmes", ministry(), HEAD, row(1), wrong, row(3, "PROG-2"), row(4, "PROG-3"))
    assert faults(job) == {
        (3, "until_on"): "ends_before_it_begins",
        (4, "predecessor"): "unknown_record",
        (5, "predecessor"): "unknown_record",
    }


def test_no_programme_follows_itself() -> None:
    job = bring("programmes", ministry(), HEAD, row(1, "PROG-1"))
    assert faults(job) == {(2, "predecessor"): "its_own_predecessor"}


def test_a_whole_chain_is_taken_back_but_what_is_used_by_now_stays() -> None:
    by = ministry()
    job = store("programmes", by, HEAD, row(1), row(2, "PROG-1"), row(3, "PROG-2"))
    assert undo_import(job=job, by=by, at=AT).removed == 3
    assert chain() == {}
    job = store("programmes", by, HEAD, row(1), row(2, "PROG-1"), row(3, "PROG-2"))
    make_location(programme=Programme.objects.get(code="PROG-2"))
    report = undo_import(job=job, by=by, at=AT)
    assert (report.removed, report.kept) == (1, 2)
    assert chain() == {"PROG-1": None, "PROG-2": "PROG-1"}


def test_an_abbreviation_means_one_programme_at_a_time() -> None:
    other = make_programme(code="LAMA", abbreviation="LAMA")
    make_alias(other, abbreviation="PC7")
    rows = [row(1, abbreviation="PC"), row(2, abbreviation="PC")]
    meeting = row(3, abbreviation="pc", from_on="01-07-2001", until_on="01-07-2002")
    at_alias = row(7, from_on="01-02-2007")
    job = bring("programmes", ministry(), HEAD, *rows, meeting, at_alias)
    assert faults(job) == {
        (4, "abbreviation"): "abbreviation_taken",
        (5, "abbreviation"): "abbreviation_taken",
    }


def test_two_programmes_may_change_their_abbreviations_in_one_file() -> None:
    by = ministry()
    store("programmes", by, HEAD, row(1, abbreviation="A", until_on=""))
    job = bring(
        "programmes", by, HEAD, row(1, abbreviation="B", until_on=""), row(2, abbreviation="A")
    )
    assert faults(job) == {}


def test_only_the_nation_writes_programmes_and_sources() -> None:
    programme = make_programme(code="PROG-1")
    by = steward()
    job = bring("programmes", by, HEAD, row(1), row(2))
    assert job.state == ImportState.CHECKED
    assert faults(job)[2, "code"] == "key_taken"
    assert faults(job)[3, "code"] == "may_not_add"
    head = ("Ref", "Kode Program", "Nama Program")
    job = bring("programmes", by, head, (programme.ref, "PROG-1", "Lain"))
    assert faults(job)[2, "ref"] == "unknown_ref"
    head = ("Kode", "Nama", "Siapa Punya Dana")
    with override("id"):
        job = bring("funding-sources", by, ("code", "name", "kind"), ("DANA", "Dana", "state"))
    assert faults(job) == {(2, "code"): "may_not_add"}
