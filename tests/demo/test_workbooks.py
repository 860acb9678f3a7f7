"""The demo's workbooks are those that their script makes, and the story tells of each."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from p2kp_site.demo.chapters import CHAPTERS
from p2kp_site.demo.story import DATA

ROOT = Path(__file__).resolve().parents[2]
KEPT = sorted(path.name for path in DATA.glob("*.xlsx"))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the script makes today."""
    folder = tmp_path_factory.mktemp("workbooks")
    subprocess.run(
        [sys.executable, "-m", "demo_workbooks", str(folder)],
        env={**os.environ, "PYTHONPATH": str(ROOT / "scripts")},
        cwd=ROOT,
        check=True,
        stdout=subprocess.DEVNULL,
    )
    return folder


def test_every_workbook_of_the_repository_is_made_by_the_script(made: Path) -> None:
    assert sorted(path.name for path in made.iterdir()) == KEPT


@pytest.mark.parametrize("name", KEPT)
def test_a_workbook_is_the_one_that_the_script_makes(name: str, made: Path) -> None:
    assert parts(DATA / name) == parts(made / name)


def test_the_story_tells_of_every_workbook() -> None:
    assert sorted(chapter.file for chapter in CHAPTERS) == KEPT


def parts(path: Path) -> dict[str, tuple[bytes, object]]:
    """What lies in a workbook and when it was made; how it is packed is another matter."""
    with zipfile.ZipFile(path) as book:
        return {entry.filename: (book.read(entry), entry.date_time) for entry in book.infolist()}
