"""`manage.py load_regions`: the operator's door to the register."""

import json
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from communities.models import Region
from communities.services.regions import SHIPPED_REGISTER
from p2kp_site.foundation.models import ChangeSet

ROOT = Path(__file__).resolve().parents[2]
NUMBERS = ("read", "added", "respelt", "doubtful", "moved", "retired", "unchanged")


def run(*arguments: str) -> str:
    out = StringIO()
    call_command("load_regions", *arguments, stdout=out)
    return out.getvalue()


@pytest.mark.django_db
def test_the_last_line_is_the_report_as_json():
    report = json.loads(run(str(SHIPPED_REGISTER), "--json").splitlines()[-1])
    assert [report[name] for name in NUMBERS] == [269, 269, 0, 0, 0, 0, 0]
    again = json.loads(run(str(SHIPPED_REGISTER), "--json").splitlines()[-1])
    assert [again[name] for name in NUMBERS] == [269, 0, 0, 0, 0, 0, 269]
    assert ChangeSet.objects.count() == 1


@pytest.mark.django_db
def test_the_edition_is_named_or_taken_from_the_file():
    run(str(SHIPPED_REGISTER))
    assert set(Region.objects.values_list("edition", flat=True)) == {SHIPPED_REGISTER.stem}
    change_set = ChangeSet.objects.get()
    assert (change_set.by, change_set.door) == (None, "command")


@pytest.mark.django_db
def test_what_is_doubtful_is_shown_to_a_person(tmp_path):
    lines = SHIPPED_REGISTER.read_text(encoding="utf-8").splitlines()
    run(str(SHIPPED_REGISTER), "--edition", "2025")
    path = tmp_path / "2026.csv"
    changed = [line.replace("Pekan Arba", "Pasar Baru") for line in lines if "14.02" not in line]
    path.write_text("\n".join(changed), encoding="utf-8")
    with translation.override("en"):
        printed = run(str(path))
    assert "14.04.04.1006 Pekan Arba -> 14.04.04.1006 Pasar Baru" in printed
    assert "14.02 Kabupaten Indragiri Hulu" in printed
    assert Region.objects.get(code="14.04.04.1006").name == "Pekan Arba"


@pytest.mark.django_db
def test_a_file_that_is_no_register_is_refused():
    with pytest.raises(CommandError) as refused:
        run(str(ROOT / "manage.py"))
    assert refused.value.returncode == 2
    assert not Region.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_the_process_says_in_one_line_why_and_ends_with_two(child_environment, tmp_path):
    path = tmp_path / "register.csv"
    path.write_text("code,parent_code,name\n14,,Riau\n14.1,14,Rusak\n")
    done = subprocess.run(
        [sys.executable, "manage.py", "load_regions", str(path)],
        cwd=ROOT,
        env=child_environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert len(done.stderr.splitlines()) == 1
    assert "14.1" in done.stderr
