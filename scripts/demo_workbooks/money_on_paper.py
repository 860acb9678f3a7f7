"""The forms about money of the years before the system: what was paid and accounted for on paper.

All amounts are invented; the shares of the tranches are those of 2008: 30 % APBN, then 30 % APBN
with 20 % APBD, then 20 % APBN.
"""

from collections.abc import Iterator
from datetime import date

from demo_workbooks.facts import BELOW, BOARDS, NOTE, Board, as_clerks_write, later, rupiah
from demo_workbooks.plans import PLACE
from demo_workbooks.sheets import Form, Heading

YEAR = 2008
PROGRAMME = "PNPM-MP"
ON_PAPER = "Dari arsip kertas, nilai uang rekaan"
# Tranche, source, percent, for when it was planned.
SHARES = (
    (1, "APBN", 30, date(2008, 4, 15)),
    (2, "APBN", 30, date(2008, 8, 15)),
    (2, "APBD-KAB", 20, date(2008, 8, 15)),
    (3, "APBN", 20, date(2008, 12, 15)),
)
# Tranche and source: how many of the boards were paid, and the SP2D that paid them all.
PAID = {
    (1, "APBN"): (8, "CONTOH/SP2D/2008/0117", date(2008, 5, 6)),
    (2, "APBN"): (7, "CONTOH/SP2D/2008/0342", date(2008, 9, 11)),
    (2, "APBD-KAB"): (7, "CONTOH/SP2D/2008/K-021", date(2008, 10, 2)),
    (3, "APBN"): (6, "CONTOH/SP2D/2009/0029", date(2009, 2, 18)),
}
# Board and tranche whose LPJ was never found.
WITHOUT_LPJ = (6, 3)
_GRANT: tuple[Heading, ...] = ("Kode BKM", "Nama BKM/LKM", "Program", "Tahun Anggaran", "BLM ke")


def granted(board: Board) -> int:
    """What a board was granted in 2008: no two boards alike, so that a mix-up shows."""
    return 120_000_000 + board.number * 10_000_000


def _grant(board: Board) -> tuple[object, ...]:
    return (board.code, board.name, PROGRAMME, YEAR, 1)


def grants() -> Form:
    """One agreement for each board."""
    return Form(
        "contoh-blm-2008.xlsx",
        "BLM 2008",
        ("DAFTAR BANTUAN LANGSUNG MASYARAKAT (BLM), TAHUN 2008", PLACE, ON_PAPER),
        ("No", *_GRANT, "Nomor SPPB", "Tanggal SPPB", "Jumlah BLM", "Keterangan"),
        [
            (
                board.number,
                *_grant(board),
                f"CONTOH/SPPB/{YEAR}/{board.number:02d}",
                as_clerks_write(date(YEAR, 3, 2 + board.number), board.number),
                rupiah(granted(board)),
                NOTE,
            )
            for board in BOARDS
        ],
        BELOW,
    )


def tranches() -> Form:
    """Three tranches for each board, the second from two sources."""
    rows = [
        (*_grant(board), number, source, rupiah(granted(board) * percent // 100), planned_on)
        for board in BOARDS
        for number, source, percent, planned_on in SHARES
    ]
    return Form(
        "contoh-termin-2008.xlsx",
        "Termin 2008",
        ("TAHAP (TERMIN) BLM MENURUT SUMBER DANA, TAHUN 2008", PLACE, ON_PAPER),
        ("No", *_GRANT, "Termin", "Sumber Dana", "Jumlah Tahap", "Rencana Cair"),
        [(number, *row) for number, row in enumerate(rows, 1)],
        BELOW,
        total="Jumlah",
    )


def disbursements() -> Form:
    """What the treasury paid, many boards under one SP2D, and what the boards accounted for."""
    return Form(
        "contoh-pencairan-2008.xlsx",
        "Pencairan 2008",
        ("PENCAIRAN DAN PERTANGGUNGJAWABAN BLM TAHUN 2008", PLACE, ON_PAPER),
        (
            "No",
            *_GRANT,
            "Tahap",
            "Sumber Dana",
            "Pencairan ke",
            "Jumlah Pencairan",
            ("SP2D", ("Nomor SP2D", "Tanggal SP2D")),
            ("LPJ", ("Nomor LPJ", "Tanggal LPJ", "Jumlah LPJ")),
            "Keterangan",
        ),
        [(number, *row) for number, row in enumerate(_payments(), 1)],
        BELOW,
        column_numbers=True,
    )


def _payments() -> Iterator[tuple[object, ...]]:
    for number, source, percent, _planned_on in SHARES:
        boards, sp2d, day = PAID[number, source]
        for board in BOARDS[:boards]:
            amount = granted(board) * percent // 100
            yield (
                *_grant(board),
                number,
                source,
                1,
                rupiah(amount),
                sp2d,
                as_clerks_write(day, number),
                *_account(board, number, source, amount, day),
                NOTE,
            )


def _account(
    board: Board, number: int, source: str, amount: int, paid_on: date
) -> tuple[object, ...]:
    if (board.number, number) == WITHOUT_LPJ:
        return (None, None, None)
    lpj = f"CONTOH/LPJ/{YEAR}/{board.number:02d}/{number}-{source}"
    return (lpj, later(paid_on, 90 + 5 * board.number), rupiah(amount))
