"""The headings of boards, and ways to read a whole file in a test."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from p2kp_site.exchange.reading import Limits, SourceRow, Table, open_table

HEADINGS = {
    "Kode": "code",
    "Kode BKM": "code",
    "Nama BKM/LKM": "name",
    "Nama BKM": "name",
    "Board name": "name",
    "Kode Wilayah": "region_code",
    "Village code": "region_code",
    "Kelurahan/Desa": "village",
    "Village": "village",
    "Kecamatan": "district",
    "Subdistrict": "district",
    "Tanggal Berdiri": "founded_on",
    "Tgl. Berdiri": "founded_on",
    "Tanggal": "founded_on",
    "Notaris": "notary",
    "Notary": "notary",
    "Koordinator": "coordinator",
    "Koordinator BKM": "coordinator",
    "L": "members_male",
    "Men": "members_male",
    "P": "members_female",
    "Women": "members_female",
}
KINDS: dict[str, tuple[str, dict[str, Any]]] = {
    "code": ("text", {}),
    "name": ("name", {"max_length": 200}),
    "region_code": ("region_code", {}),
    "village": ("text", {}),
    "district": ("text", {}),
    "founded_on": ("date", {}),
    "notary": ("text", {}),
    "coordinator": ("text", {}),
    "members_male": ("count", {"minimum": 0}),
    "members_female": ("count", {"minimum": 0}),
}


def samples() -> Path:
    """The shared folder of sample files; the test is skipped where there is none."""
    folder = os.environ.get("P2KP_SAMPLES")
    if not folder:
        pytest.skip("P2KP_SAMPLES does not name the folder of shared sample files")
    return Path(folder)


def write(path: Path, text: str, encoding: str = "utf-8") -> Path:
    path.write_bytes(text.encode(encoding))
    return path


def read(
    path: Path,
    headings: Mapping[str, str] = HEADINGS,
    mapping: Mapping[str, str | None] | None = None,
    limits: Limits | None = None,
    size: int = 2000,
) -> tuple[Table, list[SourceRow]]:
    """The table, already closed, and all its rows."""
    with open_table(
        path, name=path.name, headings=headings, mapping=mapping, limits=limits
    ) as table:
        rows = [row for part in table.slices(size) for row in part]
    return table, rows


def kinds(rows: list[SourceRow]) -> dict[int, str]:
    """Row number -> data, blank, or why it was skipped."""
    return {row.number: row.why or row.kind for row in rows}
