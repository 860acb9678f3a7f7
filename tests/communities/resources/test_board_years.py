"""Offices bring in what boards had become: independence by its numbers or words, and audits."""

import pytest

from communities.models import BoardYear
from p2kp_site.foundation.reader import Reader
from tests.builders import make_board
from tests.communities.resources.files import (
    TEMBILAHAN,
    bring,
    bring_and_store,
    make_places,
    steward_of,
)
from tests.exchange.services.office import faults

pytestmark = pytest.mark.django_db

HEAD = ("Kode BKM", "Tahun", "Kemandirian", "Hasil Audit", "Tanggal Audit", "Auditor")


@pytest.fixture
def steward() -> Reader:
    make_places()
    make_board(code="A-1")
    return steward_of(TEMBILAHAN)


def test_independence_comes_as_number_or_word_and_nought_is_one_of_them(steward: Reader) -> None:
    words = ("0", "1", "Mandiri", "Menuju Madani", "")
    rows = [("A-1", str(2010 + i), word, "", "", "") for i, word in enumerate(words)]
    bring_and_store("board-years", steward, HEAD, *rows)
    held = BoardYear.objects.order_by("year").values_list("independence", flat=True)
    assert list(held) == [0, 1, 2, 3, None]


def test_an_audit_has_an_opinion_before_it_has_a_day_and_an_auditor(steward: Reader) -> None:
    rows = (
        ("A-1", "2010", "", "WTP", "2011-03-01", "KAP Contoh"),
        ("A-1", "2011", "", "not done", "2012-03-01", ""),
        ("A-1", "2012", "", "", "", "KAP Contoh"),
        ("A-1", "2013", "", "WDP", "2012-12-31", ""),
        ("A-1", "1998", "", "", "", ""),
    )
    job = bring("board-years", steward, HEAD, *rows)
    assert faults(job) == {
        (3, "audited_on"): "only_when_audited",
        (4, "auditor"): "only_when_audited",
        (5, "audited_on"): "audited_before_the_year",
        (6, "year"): "too_small",
    }
