"""`manage.py decide disbursements`: what it decides, what it says, and how it ends."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from finance.models import Decision
from finance.models.disbursements import State
from p2kp_site.foundation.models.change_sets import Door
from tests.builders import make_board
from tests.builders_accounts import make_person
from tests.finance.builders import make_grant, make_tranche
from tests.finance.builders_disbursements import (
    handed_over,
    make_backlog,
    make_chain,
    make_disbursement,
    make_holder,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def people() -> None:
    make_chain("FASKEL")
    make_holder("FASKEL", user=make_person("approver", username="bujang", area=""))
    make_person("verifier", username="siti")
    make_person("data_steward", username="amir")


def waiting(code: str = "B-1"):
    row = make_disbursement(make_tranche(make_grant(board=make_board(code=code))))
    assert handed_over(row).done == 1
    return row


def run(*arguments: str) -> tuple[int, str, str]:
    """Exit code, output, and what would stand on stderr."""
    out = StringIO()
    try:
        call_command("decide", *arguments, stdout=out)
    except SystemExit as end:
        return int(end.code or 0), out.getvalue(), ""
    except CommandError as error:
        return error.returncode, out.getvalue(), str(error)
    return 0, out.getvalue(), ""


BUJANG = ("disbursements", "--as", "bujang")


def test_all_rows_of_a_filter_are_approved() -> None:
    one, other = waiting("B-1"), waiting("B-2")
    code, out, _err = run(*BUJANG, "--action", "approve", "--filter", "board=B-1", "--json")
    assert (code, json.loads(out.splitlines()[-1])) == (
        0, {"decided": 1, "refused": 0, "reasons": {}},
    )  # fmt: skip
    one.refresh_from_db()
    other.refresh_from_db()
    assert (one.state, other.state) == (State.APPROVED, State.HANDED_OVER)
    assert Decision.objects.get().change_set.door == Door.COMMAND


def test_rows_that_are_refused_end_with_1_and_are_counted() -> None:
    waiting()
    make_disbursement()
    code, out, _err = run(*BUJANG, "--action", "approve", "--json")
    assert code == 1
    assert json.loads(out) == {"decided": 1, "refused": 1, "reasons": {"not_handed_over": 1}}


def test_no_row_at_all_is_no_failure() -> None:
    code, out, _err = run(*BUJANG, "--action", "approve", "--json")
    assert (code, json.loads(out)) == (0, {"decided": 0, "refused": 0, "reasons": {}})


@pytest.mark.parametrize("action", ["return", "reject"])
def test_without_json_a_sentence_says_what_was_done(action: str) -> None:
    row = waiting()
    code, out, _err = run(*BUJANG, "--action", action, "--reason", "Rekening salah")
    assert (code, len(out.splitlines())) == (0, 1)
    row.refresh_from_db()
    assert row.decision_reason == "Rekening salah"


def test_backlog_is_signed_in_one_act() -> None:
    rows = [make_backlog() for _row in range(3)]
    arguments = ("--as", "siti", "--action", "approve", "--filter", "is_backlog=true", "--json")
    code, out, _err = run("disbursements", *arguments)
    assert (code, json.loads(out)["decided"]) == (0, len(rows))


@pytest.mark.parametrize(
    "arguments",
    [
        ("disbursements", "--as", "amir", "--action", "approve"),
        ("disbursements", "--as", "nobody", "--action", "approve"),
        (*BUJANG, "--action", "return"),
        (*BUJANG, "--action", "reject", "--reason", " "),
        (*BUJANG, "--action", "approve", "--filter", "kode=B-1"),
        (*BUJANG, "--action", "approve", "--filter", "state=nonsense"),
        (*BUJANG, "--action", "approve", "--filter", "state"),
        ("boards", "--as", "bujang", "--action", "approve"),
        ("nonsense", "--as", "bujang", "--action", "approve"),
    ],
)
def test_what_cannot_be_done_ends_with_2_and_one_line(arguments: tuple[str, ...]) -> None:
    row = waiting()
    code, out, err = run(*arguments)
    assert (code, out) == (2, "")
    assert err
    assert "\n" not in err
    row.refresh_from_db()
    assert row.state == State.HANDED_OVER


def test_an_unknown_action_is_refused() -> None:
    with pytest.raises(CommandError):
        call_command("decide", *BUJANG, "--action", "sign")
