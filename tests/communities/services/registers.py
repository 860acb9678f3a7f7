"""Small registers of regions for tests, and what was loaded of them."""

from datetime import UTC, date, datetime

from communities.models import Region
from communities.services.regions import load_register
from communities.services.register_files import RegisterRow

AT = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
ON = date(2026, 3, 2)
LATER = date(2027, 1, 1)


def register(*lines: str) -> list[RegisterRow]:
    """Rows of a register out of `code name` lines."""
    pairs = (line.split(" ", 1) for line in lines)
    return [RegisterRow(code, code.rpartition(".")[0], name) for code, name in pairs]


def load(rows: list[RegisterRow], *, edition: str = "2025", on: date = ON):
    return load_register(rows, by=None, at=AT, edition=edition, on=on)


def history(region: Region) -> list[tuple[str, int, str]]:
    return list(
        Region.history.filter(id=region.pk)
        .order_by("history_id")
        .values_list("history_type", "version", "code")
    )


RIAU = (
    "14 Riau",
    "14.04 Kabupaten Indragiri Hilir",
    "14.04.04 Tembilahan",
    "14.04.04.1001 Tembilahan Kota",
    "14.04.04.1002 Tembilahan Hilir",
    "14.04.13 Tembilahan Hulu",
    "14.04.13.2002 Pekan Kamis",
)
