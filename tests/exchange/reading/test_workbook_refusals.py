"""Workbooks that are damaged, dangerous, too large or none."""

import zipfile
from pathlib import Path
from typing import Any

import pytest

from p2kp_site.exchange.reading import Limits, UnusableFile

from .boards import read
from .workbooks import sheet_xml, write_xlsx

HEAD: list[Any] = ["Kode", "Nama BKM", "L", "P"]
ROWS: list[list[Any]] = [["B-1", "BKM Maju", 5, 3], ["B-2", "BKM Jaya", 6, 4]]
MANY: list[list[Any]] = [HEAD, *([f"B-{n}", "BKM Maju", 5, 3] for n in range(20_000))]


def refusal(path: Path, limits: Limits | None = None) -> UnusableFile:
    with pytest.raises(UnusableFile) as caught:
        read(path, limits=limits)
    return caught.value


@pytest.mark.parametrize(
    "part",
    [
        '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><sst/>',
        '<?xml version="1.0"?><!-- <sst> --><!DOCTYPE x><sst/>',
        "<?xml version='1.0'?>" + " " * 70_000 + "<!DOCTYPE x><sst/>",
    ],
    ids=["entity", "behind a comment", "far down"],
)
def test_a_part_with_a_doctype_is_refused(tmp_path: Path, part: str) -> None:
    path = write_xlsx(
        tmp_path / "b.xlsx", {"S": sheet_xml([HEAD, *ROWS])}, {"xl/sharedStrings.xml": part}
    )
    assert refusal(path).kind == "unsafe_xml"


def test_a_letter_in_a_zip_is_no_workbook(tmp_path: Path) -> None:
    path = tmp_path / "b.xlsx"
    for name, kind in (
        ("surat.txt", "archive_not_workbook"),
        ("word/document.xml", "archive_not_workbook"),
        ("xl/workbook.bin", "unsupported_workbook"),
        ("xl/workbook.xml", "damaged_workbook"),
    ):
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr(name, "<a/>")
        assert refusal(path).kind == kind


@pytest.mark.parametrize("share", [0.3, 0.6, 0.95])
def test_a_workbook_that_is_cut_off_is_damaged(tmp_path: Path, share: float) -> None:
    path = write_xlsx(tmp_path / "b.xlsx", {"S": sheet_xml(MANY[:500])})
    whole = path.read_bytes()
    path.write_bytes(whole[: int(len(whole) * share)])
    assert refusal(path).kind == "damaged_workbook"


def test_flipped_bytes_in_a_workbook_are_refused_or_read_but_never_crash(tmp_path: Path) -> None:
    whole = write_xlsx(tmp_path / "b.xlsx", {"S": sheet_xml(MANY[:300])}).read_bytes()
    path = tmp_path / "c.xlsx"
    for at in range(50, len(whole), len(whole) // 12):
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 0x5A]) + whole[at + 1 :])
        assert outcome(path) != "reader_died", at


def outcome(path: Path) -> str:
    try:
        read(path)
    except UnusableFile as caught:
        return caught.kind
    return "read"


def test_a_workbook_over_the_limits_is_refused(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "b.xlsx", {"S": sheet_xml(MANY)})
    assert refusal(path, Limits(rows=100)).kind == "too_many_rows"
    assert refusal(path, Limits(cells=100)).kind == "too_many_cells"
    assert refusal(path, Limits(inflated_bytes=10_000)).kind == "inflates_too_much"
    assert refusal(path, Limits(archive_entries=2)).kind == "inflates_too_much"
    assert refusal(path, Limits(seconds=0.01)).kind == "took_too_long"


def test_a_workbook_that_needs_more_memory_than_allowed_is_refused(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "b.xlsx", {"S": sheet_xml([HEAD, *ROWS * 100_000])})
    assert refusal(path, Limits(child_memory_bytes=48 << 20)).kind == "too_much_memory"
