"""`manage.py move_case`: what it moves, what it says, and how it ends."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from p2kp_site.foundation.models.change_sets import Door
from tests.builders_accounts import NATION, RETEH, make_person
from tests.programs.builders_cases import make_case

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def people() -> None:
    make_person("data_steward", area=NATION, username="siti")
    make_person("verifier", area=NATION, username="bujang")
    make_person("data_steward", area=RETEH, username="jauh")


def run(*arguments: str) -> tuple[int, str, str]:
    """Exit code, output, and what would stand on stderr."""
    out = StringIO()
    try:
        call_command("move_case", *arguments, stdout=out)
    except SystemExit as end:
        return int(end.code or 0), out.getvalue(), ""
    except CommandError as error:
        return error.returncode, out.getvalue(), str(error)
    return 0, out.getvalue(), ""


def test_a_case_is_moved() -> None:
    case = make_case()
    code, out, _err = run(case.number.lower(), "--to", "ditelaah", "--as", "siti", "--json")
    assert (code, json.loads(out)) == (
        0, {"number": case.number, "from": "DITERIMA", "moved": True, "to": "DITELAAH"},
    )  # fmt: skip
    case.refresh_from_db()
    assert case.stage.code == "DITELAAH"
    assert case.events.in_order().last().change_set.door == Door.COMMAND


def test_a_move_that_is_refused_ends_with_1_and_says_why() -> None:
    case = make_case()
    code, out, _err = run(case.number, "--to", "DITANGANI", "--as", "siti", "--json")
    told = json.loads(out)
    assert (code, told["moved"], told["refused"]) == (1, False, "MoveNotAllowed")
    assert "DITELAAH" in told["reason"]
    code, out, _err = run(case.number, "--to", "SELESAI", "--as", "siti")
    assert code == 1
    assert "hasil" in out
    code, out, _err = run(
        case.number, "--to", "DITUTUP", "--as", "siti", "--outcome", "Bukan kewenangan",
        "--reason", "Diteruskan ke dinas",
    )  # fmt: skip
    assert code == 0
    assert "Ditutup tanpa penanganan" in out


@pytest.mark.parametrize("username", ["entah", "bujang", "jauh"])
def test_who_cannot_move_the_case_ends_with_2(username: str) -> None:
    case = make_case()
    code, out, err = run(case.number, "--to", "DITELAAH", "--as", username)
    assert (code, out) == (2, "")
    assert err


def test_a_number_that_nobody_has_ends_with_2() -> None:
    code, _out, err = run("PPM-1404-2015-9999", "--to", "DITELAAH", "--as", "siti")
    assert code == 2
    assert "PPM-1404-2015-9999" in err
