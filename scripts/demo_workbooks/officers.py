"""The form about the officers of boards."""

from collections.abc import Iterator

from demo_workbooks.boards import PLACE
from demo_workbooks.facts import BELOW, BOARDS, Board, in_words
from demo_workbooks.sheets import Form

ELECTED = 9  # on a board; the secretary and the units are appointed
POSITIONS = ("Koordinator", *["Anggota"] * 8, "Sekretaris", "UPK", "UPL", "UPS")
UNITS = {
    "UPK": "Unit Pengelola Keuangan (UPK)",
    "UPL": "Unit Pengelola Lingkungan (UPL)",
    "UPS": "Unit Pengelola Sosial (UPS)",
}
SCHOOLS = ("SMA/SMK atau sederajat", "SMP atau sederajat", "Sarjana (S1)", "SD atau sederajat")
TRADES = ("Pedagang", "Guru", "Nelayan", "Ibu rumah tangga", "Petani kelapa", "Tukang kayu")


def officers() -> Form:
    """Who sat on the boards, one block for each kelurahan."""
    rows: list[tuple[object, ...]] = []
    for board in BOARDS:
        for term in board.terms:
            rows += _officers_of(board, term)
    return Form(
        "contoh-pengurus-bkm.xlsx",
        "Pengurus",
        ("DAFTAR PENGURUS BKM/LKM MENURUT PERIODE", PLACE, "Nama, umur dan suara rekaan"),
        (
            "No",
            "Kode BKM",
            "Nama BKM/LKM",
            "Periode",
            "Nama Anggota",
            "Jabatan",
            "L/P",
            "Status Sosial",
            "Umur (tahun)",
            "Pendidikan",
            "Pekerjaan",
            "Jumlah Suara",
            ("Masa Bakti", ("Mulai", "Sampai")),
            "Status Pengurus",
        ),
        rows,
        BELOW,
    )


def _officers_of(board: Board, term: int) -> Iterator[tuple[object, ...]]:
    begins, ends = board.term_from(term), board.term_from(term + 1)
    for number, position in enumerate(POSITIONS, 1):
        # Whoever was elected a second time stands in the upper half of the first list.
        person = number if term == 1 or number <= 4 else 4 + number % 9
        yield (
            number,
            board.code,
            board.name,
            term,
            board.person(number),
            UNITS.get(position, position),
            "L" if number % 2 else "P",
            "Miskin & Rentan" if person % 3 == 0 else "Non-miskin",
            27 + (7 * person + board.number) % 30 + 3 * (term - 1),
            SCHOOLS[(person + board.number) % len(SCHOOLS)],
            TRADES[(person + term + board.number) % len(TRADES)],
            58 - 4 * number + board.number if number <= ELECTED else None,
            in_words(begins) if number % 2 else begins,
            ends,
            "Aktif" if term == board.terms[-1] else "Tidak aktif",
        )
