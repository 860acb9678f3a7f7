"""How much of a file from a stranger is read before it is refused."""

from dataclasses import dataclass

MIB = 1024 * 1024


@dataclass(frozen=True)
class Limits:
    """Caps on one file. Sizes in bytes, times in seconds."""

    file_bytes: int = 100 * MIB
    inflated_bytes: int = 1024 * MIB
    # A sheet full of figures shrinks 10 to 30 times, one of blanks a thousand times.
    inflation_ratio: int = 200
    ratio_from_bytes: int = 16 * MIB
    archive_entries: int = 5000
    cells: int = 20_000_000
    rows: int = 1_048_576
    child_memory_bytes: int = 2048 * MIB
    seconds: float = 300.0
