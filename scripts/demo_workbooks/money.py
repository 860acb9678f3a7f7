"""The forms about money: what was budgeted, granted, and given by residents. All of it invented."""

from datetime import date

from demo_workbooks.facts import BELOW, BOARDS, NOTE, Board, as_clerks_write, rupiah
from demo_workbooks.plans import PLACE
from demo_workbooks.sheets import Form

YEAR = 2014
SCHEME = "CONTOH-2014"
REGENCY = ("14.04", "Kabupaten Indragiri Hilir")


def granted(board: Board) -> int:
    """What a board was granted: no two boards alike, so that a mix-up shows."""
    return 150_000_000 + board.number * 10_000_000


def budgets() -> Form:
    """What the state and the regency set aside."""
    lines = (
        (YEAR, "APBN", "CONTOH-BLM-APBN", 1_300_000_000),
        (YEAR, "APBD-KAB", "CONTOH-BLM-APBD", 325_000_000),
        (2015, "APBD-KAB", "CONTOH-BLM-APBD", 250_000_000),
    )
    return Form(
        "contoh-anggaran.xlsx",
        "Anggaran",
        ("ANGGARAN BLM MENURUT SUMBER DANA", PLACE, "Nilai uang rekaan"),
        (
            "No",
            "Kode Wilayah",
            "Nama Wilayah",
            "Tahun Anggaran",
            "Kode Sumber Dana",
            "Program",
            "Mata Anggaran",
            "Anggaran",
            "Pro Poor",
            "Keterangan",
        ),
        [
            (
                number,
                *REGENCY,
                year,
                source,
                "PNPM-MP" if year == YEAR else "P2KP-2015",
                line,
                rupiah(amount),
                "Ya",
                NOTE,
            )
            for number, (year, source, line, amount) in enumerate(lines, 1)
        ],
        BELOW,
    )


def grants() -> Form:
    """One agreement for each board."""
    return Form(
        "contoh-blm.xlsx",
        "BLM",
        ("DAFTAR BANTUAN LANGSUNG MASYARAKAT (BLM), TAHUN 2014", PLACE, "Nilai uang rekaan"),
        (
            "No",
            "Kode BKM",
            "Nama BKM/LKM",
            "Program",
            "Tahun Anggaran",
            "BLM ke",
            "Nomor SPPB",
            "Tanggal SPPB",
            "Jumlah BLM",
            "Skema Tahap",
            "Keterangan",
        ),
        [
            (
                board.number,
                board.code,
                board.name,
                "PNPM-MP",
                YEAR,
                1,
                f"CONTOH/SPPB/2014/{board.number:02d}",
                as_clerks_write(date(2014, 4, 10 + board.number), board.number),
                rupiah(granted(board)),
                SCHEME,
                NOTE,
            )
            for board in BOARDS
        ],
        BELOW,
    )


def contributions() -> Form:
    """What residents promised and gave: most of it, here and there less, once nothing yet."""
    rows = [
        row
        for board in BOARDS
        for row in (
            _given(board, 1, "Tunai", 4_000_000 + board.number * 500_000),
            _given(board, 2, "HOK", 6_000_000 + board.number * 250_000),
        )
    ]
    return Form(
        "contoh-swadaya.xlsx",
        "Swadaya",
        ("JANJI DAN REALISASI SWADAYA WARGA, TAHUN 2014", PLACE, "Nilai uang rekaan"),
        (
            "No",
            "Kode BKM",
            "Nama BKM/LKM",
            "Tahun Anggaran",
            "Nomor Swadaya",
            "Jenis Swadaya",
            ("Janji", ("Janji Swadaya", "Tanggal Janji")),
            ("Realisasi", ("Realisasi Swadaya", "Tanggal Realisasi")),
            "Keterangan",
        ),
        [(number, *row) for number, row in enumerate(rows, 1)],
        BELOW,
    )


def _given(board: Board, number: int, kind: str, promised: int) -> tuple[object, ...]:
    given: int | None = promised
    if board.number % 4 == 1:
        given = promised - 750_000
    if board.number == len(BOARDS):
        given = None
    return (
        board.code,
        board.name,
        YEAR,
        f"CONTOH/SW/{board.number:02d}/{number}",
        kind,
        rupiah(promised),
        date(2014, 4, board.number),
        rupiah(given),
        date(2014, 10, 2 * board.number + number) if given else None,
        NOTE,
    )
