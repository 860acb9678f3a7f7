"""The forms about boards: themselves, their elections, years and groups."""

from collections.abc import Iterator
from datetime import date

from demo_workbooks.facts import (
    BELOW,
    BOARDS,
    NOTE,
    Board,
    as_clerks_write,
    later,
)
from demo_workbooks.sheets import Form

PLACE = "KECAMATAN TEMBILAHAN, KABUPATEN INDRAGIRI HILIR"
AS_OF = "Keadaan 30 April 2015"


def boards() -> Form:
    """The list of boards."""
    rows = [
        (
            board.number,
            board.code,
            board.name,
            board.region,
            board.village,
            "Tembilahan",
            as_clerks_write(board.formed_on, board.number),
            board.person(1),
            f"Jl. Contoh No. {board.number}, {board.village}",
            f"{board.number:02d}/CONTOH/2008",
            date(2008, 1, 10 + board.number),
            "Notaris Rekaan, S.H.",
            "Ya",
            NOTE,
        )
        for board in BOARDS
    ]
    return Form(
        "contoh-bkm-tembilahan.xlsx",
        "Data BKM",
        (
            "DAFTAR BADAN KESWADAYAAN MASYARAKAT (BKM/LKM)",
            f"P2KP / PNPM MANDIRI PERKOTAAN, {PLACE}",
            AS_OF,
        ),
        (
            "No",
            "Kode BKM",
            "Nama BKM/LKM",
            "Kode Wilayah",
            "Kelurahan/Desa",
            "Kecamatan",
            "Tanggal Berdiri",
            "Koordinator",
            "Alamat",
            "No. Akta",
            "Tanggal Akta",
            "Notaris",
            "Aktif",
            "Keterangan",
        ),
        rows,
        BELOW,
        total="Jumlah 8 BKM/LKM",
    )


def elections() -> Form:
    """Elections: of delegates in the neighbourhoods, and of the boards by these."""
    rows = [row for board in BOARDS for term in board.terms for row in _elections_of(board, term)]
    return Form(
        "contoh-pemilihan-bkm.xlsx",
        "Pemilihan",
        ("REKAPITULASI PEMILIHAN UTUSAN (BASIS) DAN PEMILIHAN BKM/LKM", PLACE, AS_OF),
        (
            "No",
            "Kode BKM",
            "Kelurahan",
            "Jenis Pemilihan",
            "Tanggal Pemilihan",
            "Periode",
            "Tempat",
            ("Peserta", ("L", "P", "MBR")),
            ("Terpilih", ("L", "P", "MBR")),
            "Penduduk Dewasa",
            "Tanggal Data Penduduk Dewasa",
            "Sumber Data",
            "Hasil Akhir",
            "Keterangan",
        ),
        [(number, *row) for number, row in enumerate(rows, 1)],
        BELOW,
    )


def _elections_of(board: Board, term: int) -> Iterator[tuple[object, ...]]:
    day = board.term_from(term)
    adults = 1_800 + 350 * board.number + 120 * (term - 1)
    came = adults * (31 + 2 * board.number + 3 * term) // 100
    delegates = 24 + 3 * board.number
    if board.number == 2 and term == 2:
        # Too few came, so the neighbourhoods of this kelurahan chose twice.
        few = (adults // 10, adults // 14, adults // 20, None, None, None)
        yield _election(board, "Basis", later(day, -42), term, few, adults, "Tidak", "diulang")
    came_all = (came * 47 // 100, came - came * 47 // 100, came * 38 // 100)
    chosen = (delegates * 6 // 10, delegates - delegates * 6 // 10, delegates // 3)
    basis = (*came_all, *chosen)
    yield _election(board, "Basis", later(day, -21), term, basis, adults, "Ya")
    yield _election(board, "BKM/LKM", day, term, (*chosen, 5, 4, 3), None, "Ya")


def _election(
    board: Board,
    kind: str,
    day: date,
    term: int,
    people: tuple[int | None, ...],
    adults: int | None,
    final: str,
    remark: str = "",
) -> tuple[object, ...]:
    return (
        board.code,
        board.village,
        kind,
        as_clerks_write(day, board.number + term),
        term,
        f"Kantor Lurah {board.village}" if kind.startswith("BKM") else "Semua RT",
        *people,
        adults,
        date(day.year - 1, 12, 31) if adults else None,
        "Data kelurahan (rekaan)" if adults else None,
        final,
        f"{NOTE}; {remark}" if remark else NOTE,
    )


LEVELS = ("Awal", "Berdaya", "Mandiri", "Menuju Madani")
OPINIONS = (
    "Tidak dilakukan",
    "Wajar dengan pengecualian (WDP)",
    "Wajar tanpa pengecualian (WTP)",
)
YEARS = range(2010, 2015)


def years() -> Form:
    """Independence and audit of each board, year by year."""
    rows = [_year(board, year) for year in YEARS for board in BOARDS]
    return Form(
        "contoh-kemandirian-bkm.xlsx",
        "Kemandirian",
        ("STATUS KEMANDIRIAN DAN AUDIT INDEPENDEN BKM/LKM", PLACE, "Tahun 2010 s.d. 2014"),
        (
            "No",
            "Kode BKM",
            "Nama BKM/LKM",
            "Tahun",
            "Status Kemandirian",
            "Hasil Audit",
            "Tanggal Audit",
            "Nama Auditor",
            "Keterangan",
        ),
        [(number, *row) for number, row in enumerate(rows, 1)],
        BELOW,
        column_numbers=True,
    )


def _year(board: Board, year: int) -> tuple[object, ...]:
    since = year - YEARS[0]
    level = LEVELS[min(3, (since + board.number % 3) // 2 + (board.number == 1))]
    opinion = OPINIONS[min(2, (since + board.number) % 4)]
    audited = opinion != OPINIONS[0]
    return (
        board.code,
        board.name,
        year,
        level,
        opinion,
        as_clerks_write(date(year + 1, 3, 3 + board.number), since) if audited else None,
        "Kantor Akuntan Publik Rekaan" if audited else None,
        NOTE,
    )


def groups() -> Form:
    """Three self-help groups for each board, one for each aspect."""
    rows = [
        (number, *_group(board, *kind))
        for number, (board, kind) in enumerate(
            (
                (board, kind)
                for board in BOARDS
                for kind in (("Lingkungan (L)", 1), ("Sosial (S)", 2), ("Ekonomi (E)", 3))
            ),
            1,
        )
    ]
    return Form(
        "contoh-ksm.xlsx",
        "KSM",
        ("DAFTAR KELOMPOK SWADAYA MASYARAKAT (KSM)", PLACE, AS_OF),
        (
            "No",
            "Kode BKM",
            "Nama BKM/LKM",
            "Nama KSM",
            "Jenis KSM",
            "Tanggal Pembentukan",
            "Ketua",
            ("Jumlah Anggota", ("L", "P", "MBR")),
            "Aktif",
            "Alasan Tidak Aktif",
            "Keterangan",
        ),
        rows,
        BELOW,
        total="Jumlah",
    )


def group_name(board: Board, place: int) -> str:
    """The groups are numbered through: `KSM Contoh Melati 1`."""
    return f"KSM Contoh {board.flower} {place}"


def _group(board: Board, kind: str, place: int) -> tuple[object, ...]:
    ended = board.number == 3 and place == 3
    men, women = (8, 4) if place == 1 else (3 + board.number % 3, 9)
    return (
        board.code,
        board.name,
        group_name(board, place),
        kind,
        as_clerks_write(later(board.formed_on, 200 + 30 * place), board.number),
        board.person(place + 4),
        men,
        women,
        (men + women) * 2 // 3,
        "Tidak" if ended else "Ya",
        "Anggota pindah (rekaan)" if ended else None,
        NOTE,
    )
