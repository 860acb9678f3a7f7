"""An import whose rows were signed since is not taken back under the signatures."""

import pytest

from communities.models import Board
from p2kp_site.exchange.services.undoing import UndoReport, undo_import
from p2kp_site.foundation.signoffs import SignoffState
from tests.builders_signoffs import brought_to
from tests.exchange.crash.desk import NOW, board_rows, make_steward, stored

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("state", [SignoffState.HANDED_OVER, SignoffState.VERIFIED])
def test_signed_rows_are_kept_and_counted(state: str) -> None:
    steward = make_steward()
    stored(steward, board_rows([0]))
    job = stored(steward, board_rows(range(3), name="Lain"))
    for code in ("BKM-000000", "BKM-000001"):
        brought_to(Board.objects.get(code=code), state)
    assert undo_import(job=job, by=steward, at=NOW) == UndoReport(removed=1, restored=0, kept=2)
    left = dict(Board.objects.values_list("code", "signoff"))
    assert left == {"BKM-000000": state, "BKM-000001": state}


def test_an_import_drops_the_sign_offs_of_what_it_changes_and_its_undo_brings_none_back() -> None:
    steward = make_steward()
    stored(steward, board_rows(range(2)))
    brought_to(Board.objects.get(code="BKM-000000"), SignoffState.VERIFIED)
    job = stored(steward, board_rows(range(2), name="Lain"))
    assert not Board.objects.signed().exists()
    assert undo_import(job=job, by=steward, at=NOW) == UndoReport(removed=0, restored=2, kept=0)
    board = Board.objects.get(code="BKM-000000")
    assert (board.name, board.signoff) == ("BKM Sejahtera 0", SignoffState.ENTERED)
    assert (board.version, board.signatures) == (3, [])
