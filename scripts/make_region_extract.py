#!/usr/bin/env python3
"""Makes the register that is shipped: `scripts/make_region_extract.py ARCHIVE`.

Riau down to its regencies and Indragiri Hilir (14.04) down to its villages, 269 regions, out of
the archive that `npm pack idn-area-data@4.0.1` gives. The data are under the Open Database
License; `communities/data/README.md` says so.
"""

import csv
import hashlib
import io
import sys
import tarfile
from pathlib import Path

PINNED = "8d47ffb2be39c08aacb0a2dd43193a1edb5754edb1022d57158341c702acc32d"
FILES = {
    "provinces": None,
    "regencies": "province_code",
    "districts": "regency_code",
    "villages": "district_code",
}
PROVINCE, REGENCY = "14", "14.04"
REGIONS = 269
TARGET = (
    Path(__file__).resolve().parent.parent
    / "communities"
    / "data"
    / "regions_riau_indragiri_hilir.csv"
)


def extract(archive: Path) -> list[tuple[str, str, str]]:
    """Code, parent's code and name of each region of the extract, in code order."""
    digest = hashlib.sha256(archive.read_bytes()).hexdigest()
    if digest != PINNED:
        sys.exit(f"{archive.name} is not idn-area-data 4.0.1: its SHA-256 is {digest}")
    regions = []
    with tarfile.open(archive) as tar:
        for name, parent_column in FILES.items():
            member = tar.extractfile(f"package/data/{name}.csv")
            if member is None:
                sys.exit(f"{archive.name} holds no {name}.csv")
            for row in csv.DictReader(io.TextIOWrapper(member, "utf-8", newline="")):
                if _is_shipped(row["code"]):
                    parent = row[parent_column] if parent_column else ""
                    regions.append((row["code"], parent, row["name"].strip()))
    return sorted(regions)


def _is_shipped(code: str) -> bool:
    above_districts = code.startswith(PROVINCE) and code.count(".") <= 1
    return above_districts or code.startswith(REGENCY + ".")


def main(arguments: list[str]) -> None:
    """Write the extract beside the notice of its licence."""
    if len(arguments) != 1:
        sys.exit(__doc__)
    regions = extract(Path(arguments[0]))
    if len(regions) != REGIONS:
        sys.exit(f"{len(regions)} regions in place of {REGIONS}")
    with TARGET.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("code", "parent_code", "name"))
        writer.writerows(regions)
    print(f"{TARGET.name}: {len(regions)} regions")


if __name__ == "__main__":
    main(sys.argv[1:])
