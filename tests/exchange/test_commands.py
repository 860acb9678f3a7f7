"""The commands: exit codes, JSON, and one line for what cannot be done."""

import json
import subprocess
import sys
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from communities.models import AreaAssignment, Board, Region
from p2kp_site.accounts.models import User
from p2kp_site.exchange.models import ImportJob
from tests.builders import make_board, make_region
from tests.exchange.services.office import HEAD, KOTA, as_csv, make_person

pytestmark = pytest.mark.django_db

GOOD = as_csv(HEAD, ("A-1", "Satu", KOTA))
MIXED = as_csv(HEAD, ("A-1", "Satu", KOTA), ("A-2", "", KOTA))
KEYS = {
    "job", "state", "written", "read", "added", "changed", "unchanged", "refused", "blank",
    "skipped", "faults", "sha256",
}  # fmt: skip


@pytest.fixture(autouse=True)
def siti() -> User:
    """A steward of Tembilahan, of every day since the story began."""
    make_region(code=KOTA)
    region = Region.objects.get(code="14.04.04")
    return make_person(region=region, username="siti", from_on=date(2006, 1, 1))


def run(*arguments: object) -> tuple[int, str, str]:
    """Exit code, output, and what would stand on stderr."""
    out = StringIO()
    try:
        call_command(*map(str, arguments), stdout=out)
    except SystemExit as end:
        return int(end.code or 0), out.getvalue(), ""
    except CommandError as error:
        return error.returncode, out.getvalue(), str(error)
    return 0, out.getvalue(), ""


def file_of(folder: Path, content: bytes, name: str = "boards.csv") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def imported(path: object, *more: str) -> tuple[int, dict[str, Any], str]:
    code, out, err = run("import_dataset", "boards", path, "--as", "siti", "--json", *more)
    lines = out.splitlines()
    return code, json.loads(lines[-1]) if lines else {}, err


def test_a_preview_writes_nothing_and_says_so(tmp_path: Path) -> None:
    code, result, _err = imported(file_of(tmp_path, GOOD))
    assert code == 0
    assert (result["state"], result["written"], result["added"]) == ("checked", False, 1)
    assert not Board.objects.exists()


def test_the_result_holds_these_keys(tmp_path: Path) -> None:
    for more in ((), ("--confirm",), ("--confirm", "--partial")):
        _code, result, _err = imported(file_of(tmp_path, MIXED), *more)
        assert set(result) - {"same_as"} == KEYS
        assert len(result["sha256"]) == 64
    assert result["faults"] == [
        {
            "sheet": None, "row": 3, "column": "name", "value": "", "kind": "required",
            "message": result["faults"][0]["message"],
        }
    ]  # fmt: skip


def test_a_confirmed_file_without_faults_is_stored(tmp_path: Path) -> None:
    code, result, _err = imported(file_of(tmp_path, GOOD), "--confirm")
    assert (code, result["state"], result["written"]) == (0, "done", True)
    assert Board.objects.get().code == "A-1"


def test_refused_rows_end_with_one_and_keep_the_good_rows_out_unless_partial(
    tmp_path: Path,
) -> None:
    path = file_of(tmp_path, MIXED)
    assert imported(path)[0] == 1
    code, result, _err = imported(path, "--confirm")
    assert (code, result["written"], Board.objects.count()) == (1, False, 0)
    code, result, _err = imported(path, "--confirm", "--partial")
    assert (code, result["written"], result["added"], result["refused"]) == (1, True, 1, 1)
    assert Board.objects.get().code == "A-1"


def test_unknown_columns_can_be_ignored_or_named(tmp_path: Path) -> None:
    file = as_csv((*HEAD, "Warna", "Jalan"), ("A-1", "Satu", KOTA, "biru", "Jl. Satu"))
    path = file_of(tmp_path, file)
    code, _result, err = imported(path)
    assert code == 2
    assert "Warna" in err
    code, _result, _err = imported(
        path, "--ignore", "Warna", "--column", "Jalan=address", "--confirm"
    )
    assert code == 0
    assert Board.objects.get().address == "Jl. Satu"


def refusals(folder: Path) -> dict[str, tuple[Any, ...]]:
    """Commands that cannot be done."""
    good, out = file_of(folder, GOOD), folder / "out.csv"
    export = ("export_dataset", "boards", "--as", "siti", "--format", "csv", "--output")
    return {
        "unknown user": ("import_dataset", "boards", good, "--as", "nobody"),
        "unknown dataset": ("import_dataset", "bords", good, "--as", "siti"),
        "missing file": ("import_dataset", "boards", folder / "no.csv", "--as", "siti"),
        "directory": ("import_dataset", "boards", folder, "--as", "siti"),
        "empty file": ("import_dataset", "boards", file_of(folder, b"", "e.csv"), "--as", "siti"),
        "unusable file": (
            "import_dataset", "boards", file_of(folder, b"\x89PNG\r\n\x1a\n" * 9, "p.csv"),
            "--as", "siti",
        ),
        "not importable": ("import_dataset", "regions", good, "--as", "siti"),
        "column without name": (
            "import_dataset", "boards", good, "--as", "siti", "--column", "Warna",
        ),
        "export for unknown user": (*export[:3], "nobody", *export[4:], out),
        "export of unknown dataset": ("export_dataset", "bords", *export[2:], out),
        "unknown filter": (*export, out, "--filter", "is_activ=true"),
        "bad filter value": (*export, out, "--filter", "formed_on_after=rubbish"),
        "filter on another's region": (*export, out, "--filter", "region=14.99"),
        "filter without value": (*export, out, "--filter", "region"),
        "missing output folder": (*export, folder / "no" / "out.csv"),
        "output is a folder": (*export, folder),
    }  # fmt: skip


REFUSED = (
    "unknown user", "unknown dataset", "missing file", "directory", "empty file", "unusable file",
    "not importable", "column without name", "export for unknown user",
    "export of unknown dataset", "unknown filter", "bad filter value",
    "filter on another's region", "filter without value", "missing output folder",
    "output is a folder",
)  # fmt: skip


@pytest.mark.parametrize("what", REFUSED)
def test_what_cannot_be_done_ends_with_two_and_one_line(tmp_path: Path, what: str) -> None:
    code, out, err = run(*refusals(tmp_path)[what])
    assert code == 2
    assert err.strip()
    assert "\n" not in err.strip()
    assert out == ""
    assert not Board.objects.exists()
    assert not (tmp_path / "out.csv").exists()
    if what == "unknown filter":
        assert "is_active" in err


def test_a_file_that_may_not_be_read_ends_with_two(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = file_of(tmp_path, GOOD)

    def denied(*_args: Any, **_options: Any) -> Any:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "open", denied)
    code, _out, err = run("import_dataset", "boards", path, "--as", "siti")
    assert (code, len(err.splitlines())) == (2, 1)


@pytest.mark.parametrize("lack", ["right", "area", "account"])
def test_without_right_area_or_account_nothing_is_done(
    tmp_path: Path, siti: User, lack: str
) -> None:
    if lack == "right":
        siti.groups.clear()
    elif lack == "area":
        AreaAssignment.objects.filter(user=siti).update(until_on=date(2007, 1, 1))
    else:
        User.objects.filter(pk=siti.pk).update(is_active=False)
    wanted = refusals(tmp_path)
    for what in ("empty file", "missing output folder"):
        assert run(*wanted[what])[0] == 2
    code, _result, err = imported(file_of(tmp_path, GOOD), "--confirm")
    assert (code, len(err.splitlines())) == (2, 1)
    out = tmp_path / "out.csv"
    export = ("export_dataset", "boards", "--as", "siti", "--format", "csv", "--output", out)
    assert run(*export)[0] == 2
    assert not out.exists()
    assert not ImportJob.objects.exists()


def test_an_export_says_what_it_wrote(tmp_path: Path) -> None:
    make_board(code="A-1")
    for format_, name in (("csv", "b.csv"), ("xlsx", "b.xlsx")):
        path = tmp_path / name
        code, out, _err = run(
            "export_dataset", "boards", "--as", "siti", "--format", format_,
            "--output", path, "--filter", "is_active=true", "region=14.04.04", "--json",
        )  # fmt: skip
        result = json.loads(out)
        assert (code, result["rows"], result["size"]) == (0, 1, path.stat().st_size)
        again = imported(path)
        assert (again[0], again[1]["unchanged"]) == (0, 1)


def test_the_datasets_and_their_columns_are_listed() -> None:
    code, out, _err = run("datasets", "--json")
    boards = next(d for d in json.loads(out) if d["name"] == "boards")
    columns = {column["name"]: column for column in boards["columns"]}
    assert code == 0
    assert columns["code"]["key"]
    assert columns["coordinator"]["personal"]
    assert columns["village"]["mode"] == "compared"
    assert "boards" in run("datasets")[1]


@pytest.mark.django_db(transaction=True)
def test_the_shell_sees_the_exit_code_and_one_line(
    child_environment: dict[str, str], tmp_path: Path
) -> None:
    for arguments, code in (
        (["import_dataset", "boards", file_of(tmp_path, MIXED), "--as", "siti"], 1),
        (["import_dataset", "boards", tmp_path / "no.csv", "--as", "siti"], 2),
    ):
        command = [sys.executable, "manage.py", *map(str, arguments)]
        ended = subprocess.run(
            command, env=child_environment, capture_output=True, text=True, check=False
        )
        assert ended.returncode == code, ended.stderr
        assert len(ended.stderr.splitlines()) == (1 if code == 2 else 0)
