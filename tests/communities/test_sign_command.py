"""`manage.py sign`: what it signs, what it says, and how it ends."""

import json
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from communities.models import Board
from p2kp_site.foundation.models.change_sets import Door
from p2kp_site.foundation.signoffs import SignoffState
from tests.builders import make_board, make_change_set, make_user
from tests.builders_accounts import make_person
from tests.builders_signoffs import brought_to

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def people() -> None:
    make_person("data_steward", username="siti")
    make_person("verifier", username="bujang")


def entered(**values: Any) -> Board:
    return make_board(change_set=make_change_set(by=make_user()), **values)


def run(*arguments: str) -> tuple[int, str, str]:
    """Exit code, output, and what would stand on stderr."""
    out = StringIO()
    try:
        call_command("sign", "boards", *arguments, stdout=out)
    except SystemExit as end:
        return int(end.code or 0), out.getvalue(), ""
    except CommandError as error:
        return error.returncode, out.getvalue(), str(error)
    return 0, out.getvalue(), ""


def test_all_rows_of_a_filter_are_signed() -> None:
    one, other = entered(code="B-1"), entered(code="B-2")
    code, out, _err = run("--step", "handed_over", "--as", "siti", "--filter", "code=B-1", "--json")
    assert (code, json.loads(out.splitlines()[-1])) == (
        0, {"signed": 1, "refused": 0, "reasons": {}}
    )  # fmt: skip
    one.refresh_from_db()
    other.refresh_from_db()
    assert (one.signoff, other.signoff) == (SignoffState.HANDED_OVER, SignoffState.ENTERED)
    assert one.change_set.door == Door.COMMAND


def test_rows_that_are_refused_end_with_1_and_are_counted() -> None:
    brought_to(entered(), SignoffState.ACKNOWLEDGED)
    entered()
    code, out, _err = run("--step", "verified", "--as", "bujang", "--json")
    assert code == 1
    assert json.loads(out) == {"signed": 1, "refused": 1, "reasons": {"not_handed_over": 1}}


def test_no_row_at_all_is_no_failure() -> None:
    code, out, _err = run("--step", "handed_over", "--as", "siti", "--json")
    assert (code, json.loads(out)) == (0, {"signed": 0, "refused": 0, "reasons": {}})


def test_without_json_a_sentence_says_what_was_done() -> None:
    brought_to(entered(), SignoffState.HANDED_OVER)
    code, out, _err = run("--step", "returned", "--as", "bujang", "--reason", "Akta belum ada")
    assert (code, len(out.splitlines())) == (0, 1)
    assert Board.objects.get().return_reason == "Akta belum ada"


@pytest.mark.parametrize(
    "arguments",
    [
        ("--step", "verified", "--as", "siti"),
        ("--step", "returned", "--as", "bujang"),
        ("--step", "approved", "--as", "bujang"),
        ("--step", "verified", "--as", "nobody"),
        ("--step", "verified", "--as", "bujang", "--filter", "kode=B-1"),
        ("--step", "verified", "--as", "bujang", "--filter", "code"),
    ],
)
def test_what_cannot_be_done_ends_with_2_and_one_line(arguments: tuple[str, ...]) -> None:
    brought_to(entered(), SignoffState.ACKNOWLEDGED)
    code, out, err = run(*arguments)
    assert (code, out) == (2 if err and "approved" not in arguments else code, "")
    assert err
    assert "\n" not in err
    assert Board.objects.get().signoff == SignoffState.ACKNOWLEDGED


@pytest.mark.parametrize("dataset", ["regions", "nonsense"])
def test_only_forms_are_signed(dataset: str) -> None:
    with pytest.raises(CommandError) as refused:
        call_command("sign", dataset, "--step", "verified", "--as", "bujang")
    assert refused.value.returncode == 2
