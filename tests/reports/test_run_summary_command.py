"""`manage.py run_summary`: the figures on its last line, the files in a folder, 2 for a refusal."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from communities.models import Region
from p2kp_site.accounts.models import User
from p2kp_site.accounts.rules.roles import RoleName
from p2kp_site.reports.models import SummaryRun
from tests.builders import make_board, make_region
from tests.exchange.services.office import make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def person() -> User:
    make_board(formed_on="2010-01-01")
    return make_person(region=Region.objects.get(code="14.04"), role=RoleName.VERIFIER)


def run(person: User, *told: str, **asked: Any) -> dict[str, Any]:
    """What the last line says."""
    whole = {"region": "14.04", "period": "2015", **asked}
    options = [f"--{name}={value}" for name, value in whole.items()]
    out = StringIO()
    call_command(
        "run_summary", "community-boards", *options, "--as", person.username, *told, stdout=out
    )
    said: dict[str, Any] = json.loads(out.getvalue().splitlines()[-1])
    return said


def test_it_says_figures_and_tables(person: User) -> None:
    said = run(person, "--json")
    figures = {one["key"]: one for one in said["figures"]}
    boards = figures["boards"]
    assert (boards["value"], boards["previous"], boards["unverified"]) == (1, 1, 1)
    assert figures["turnout"]["value"] is None
    table = said["tables"][0]
    assert table["key"] == "boards"
    assert [row["region"] for row in table["rows"]] == ["14.04.04"]
    assert table["rows"][0]["boards"] == table["total"]["boards"] == 1
    assert table["own"]["boards"] == 0
    assert said["files"] == {}


def test_it_writes_the_files_it_is_asked_for(person: User, tmp_path: Path) -> None:
    said = run(person, "--format", "html,pdf,xlsx,json", "--output", str(tmp_path), "--json")
    kept = SummaryRun.objects.get(pk=said["run"])
    assert {path.suffix for path in tmp_path.iterdir()} == {".html", ".pdf", ".xlsx", ".json"}
    for format_, file in said["files"].items():
        assert Path(file["path"]).stat().st_size == kept.files[format_]["size"]
    read = json.loads(Path(said["files"]["json"]["path"]).read_text())
    assert read["figures"] == said["figures"]
    assert read["tables"] == said["tables"]


def test_verified_only_leaves_the_others_out(person: User) -> None:
    figures = {one["key"]: one for one in run(person, "--json", "--verified-only")["figures"]}
    assert figures["boards"]["value"] == 0


@pytest.mark.parametrize(
    ("asked", "told", "why"),
    [
        ({"region": "ID"}, (), "Tidak ada wilayah “ID” di wilayah kerja akun ini."),
        ({"region": "14"}, (), "Tidak ada wilayah “14”"),
        ({"region": "15.01"}, (), "Tidak ada wilayah “15.01”"),
        ({"period": "2015-Q9"}, (), "“2015-Q9” bukan periode."),
        ({"format": "docx"}, (), "Tidak ada format “docx”"),
        ({"format": "pdf"}, (), "--output"),
        ({"output": __file__}, (), "tidak dapat dibuat"),
        ({}, ("--as", "nobody"), "nobody"),
    ],
)
def test_what_cannot_be_done_ends_with_two_and_one_line(
    person: User, asked: dict[str, str], told: tuple[str, ...], why: str
) -> None:
    make_region(code="15.01")
    with pytest.raises(CommandError) as refusal:
        run(person, *told, **asked)
    assert refusal.value.returncode == 2
    assert why in str(refusal.value)
    assert "\n" not in str(refusal.value)


def test_an_account_without_the_right_is_refused(person: User) -> None:
    region = Region.objects.get(code="14.04")
    with pytest.raises(CommandError) as refusal:
        run(make_person(region=region, role=RoleName.ADMINISTRATOR))
    assert refusal.value.returncode == 2
