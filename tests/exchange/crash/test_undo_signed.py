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
