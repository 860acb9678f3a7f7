"""The bench's own data: a register of regions, community boards, and files of them.

Everything follows from the number of a row, so that any process can work out what a file held
and what a table must hold afterwards.
"""

import csv
import hashlib
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

HEADINGS = (
    *("Kode BKM/LKM", "Nama BKM/LKM", "Kode Wilayah", "Kelurahan/Desa", "Kecamatan"),
    *("Tanggal Berdiri", "Koordinator", "Alamat", "Telepon", "Nama Bank", "Nomor Rekening"),
    *("Aktif", "Alasan Tidak Aktif"),
)
PROVINCES, REGENCIES, DISTRICTS, VILLAGES = 3, 12, 12, 14
FAULTY_EVERY = 50  # two in a hundred
KINDS = ("new", "update", "faulty")

_FIRST = (
    *("Rahmat", "Dedi", "Syahrul", "Zulkifli", "Hendra"),
    *("Yuliana", "Nurbaiti", "Fatimah", "Asnidar", "Mardiana"),
)
_LAST = (
    *("Hidayat", "Saputra", "Harahap", "Lubis", "Batubara"),
    *("Effendi", "Sitorus", "Maulana", "Siregar"),
)
_WORDS = (
    *("Maju", "Karya", "Harapan", "Sepakat", "Bina", "Tunas"),
    *("Melati", "Cahaya", "Gotong", "Mufakat", "Amanah"),
)
_ENDS = (
    *("Bersama", "Bhakti", "Baru", "Jaya", "Warga", "Mandiri"),
    *("Indah", "Pesisir", "Royong", "Sejati", "Umat", "Damai"),
)
_BANKS = ("Bank Riau Kepri", "BRI", "BNI", "Bank Mandiri")
_DAY = date(2001, 1, 1)


class Village(NamedTuple):
    """A village of the generated register with the names above it."""

    code: str
    name: str
    district: str


class Board(NamedTuple):
    """A board as it lies in the table, its region by code and its day as ISO text."""

    code: str
    name: str
    region: str
    formed_on: str
    coordinator: str
    address: str
    phone: str
    bank_name: str
    bank_account_number: str
    is_active: bool
    inactive_reason: str


def register() -> list[tuple[str, str, str]]:
    """Regions as (code, code of the parent, name), parents first."""
    regions = []
    for p in range(1, PROVINCES + 1):
        province = f"{60 + p}"
        regions.append((province, "", f"Provinsi Uji {p}"))
        for r in range(1, REGENCIES + 1):
            regency = f"{province}.{r:02d}"
            regions.append((regency, province, f"Kabupaten {_WORDS[r % 11]} {p}{r:02d}"))
            for d in range(1, DISTRICTS + 1):
                district = f"{regency}.{d:02d}"
                regions.append((district, regency, f"{_ENDS[d % 12]} {p}{r:02d}{d:02d}"))
                for v in range(1, VILLAGES + 1):
                    code = f"{district}.{1000 * (1 + v % 2) + v}"
                    regions.append((code, district, f"{_WORDS[v % 11]} {_ENDS[d % 12]} {v}"))
    return regions


def villages() -> list[Village]:
    """The lowest level of the register, in a fixed shuffled order."""
    names = {code: name for code, _parent, name in register()}
    lowest = [Village(c, n, names[c[:8]]) for c, n in names.items() if len(c) == 13]
    return [lowest[i * 7919 % len(lowest)] for i in range(len(lowest))]


def board(i: int, village: Village, *, changed: bool = False) -> Board:
    """Board number `i`; changed, it has another coordinator and another account."""
    turn = i + 3 if changed else i
    active = i % 20 != 7
    return Board(
        code=f"BKM-{village.code[:8].replace('.', '')}-{i:06d}",
        name=f"BKM {_WORDS[i % 11]} {_ENDS[i // 11 % 12]} {i % 97}",
        region=village.code,
        formed_on=(_DAY + timedelta(i * 131 % 5500)).isoformat(),
        coordinator=f"{_FIRST[turn % 10]} {_LAST[turn // 10 % 9]}",
        address=f"Jl. Parit {i % 40 + 1} No. {i % 151 + 1}, RT {i % 20 + 1:02d}",
        phone=f"+62812{10_000_000 + i * 7 % 80_000_000}",
        bank_name=_BANKS[i % 4],
        bank_account_number=f"{1_000_000_000 + turn * 31}",
        is_active=active,
        inactive_reason="" if active else "Tidak ada kegiatan",
    )


def is_faulty(i: int) -> bool:
    """Does row `i` of the faulty file have a fault?"""
    return i % FAULTY_EVERY == FAULTY_EVERY - 1


def boards(rows: int, kind: str = "new") -> Iterator[tuple[Board, Village]]:
    """What a file of this kind holds, good rows and rows that will be spoilt alike."""
    places = villages()
    for i in range(rows):
        village = places[i % len(places)]
        yield board(i, village, changed=kind == "update"), village


def cells(row: Board, village: Village, spoil: int | None = None) -> list[str]:
    """A board as a clerk writes it; `spoil` says which fault is planted."""
    texts = [
        *(row.code, row.name, row.region, village.name, village.district, row.formed_on),
        *(row.coordinator, row.address, row.phone, row.bank_name, row.bank_account_number),
        *("Ya" if row.is_active else "Tidak", row.inactive_reason),
    ]
    if spoil is not None:
        place, text = ((2, f"{row.region[:9]}9999"), (5, "31/02/2008"), (1, ""), (8, "0812"))[spoil]
        texts[place] = text
    return texts


def lines(rows: int, kind: str) -> Iterator[list[str]]:
    """The rows of a file below its header."""
    for i, (row, village) in enumerate(boards(rows, kind)):
        spoilt = kind == "faulty" and is_faulty(i)
        yield cells(row, village, i // FAULTY_EVERY % 4 if spoilt else None)


def write_csv(path: Path, rows: int, kind: str) -> None:
    """Write a file of boards as CSV."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADINGS)
        writer.writerows(lines(rows, kind))


def write_xlsx(path: Path, rows: int, kind: str) -> None:
    """Write a file of boards as a workbook, by a library that is not the project's own."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet("BKM")
    sheet.append(HEADINGS)
    for line in lines(rows, kind):
        sheet.append([*line[:5], date.fromisoformat(line[5]), *line[6:]])
    book.save(path)


class Sums:
    """Checksums over decoded rows, whatever their order: over all, and over the first n."""

    def __init__(self, limits: Iterable[int]) -> None:
        self._limits = sorted(set(limits))
        self._found = dict.fromkeys(self._limits, (0, 0))

    def add(self, row: Board) -> None:
        number = int(row.code[-6:])
        digest = int.from_bytes(hashlib.blake2b(repr(tuple(row)).encode(), digest_size=8).digest())
        for limit in self._limits:
            if number < limit:
                count, total = self._found[limit]
                self._found[limit] = count + 1, (total + digest) % (1 << 64)

    def result(self) -> dict[str, list[str]]:
        """By limit: how many rows, and their checksum."""
        return {str(n): [str(count), f"{total:016x}"] for n, (count, total) in self._found.items()}


def expected(rows: int, kind: str, limits: Iterable[int]) -> dict[str, list[str]]:
    """What must lie in the table once a file of this kind was taken in."""
    sums = Sums(limits)
    for i, (row, _village) in enumerate(boards(rows, kind)):
        if not (kind == "faulty" and is_faulty(i)):
            sums.add(row)
    return sums.result()
