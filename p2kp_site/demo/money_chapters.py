"""What the story tells of money: by whom it is decided on, and how far each payment comes.

The days are those of the story, 2014 and 2015: what people did then is stamped with then.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

NOTE = "Data contoh"
YEAR = 2014
AGREED = "CONTOH/SPPB/2014/"  # and the number of the board
BOARD = "BKM-140404-0"
CODE = "CONTOH-2014"
CHAIN_NAME, SCHEME_NAME = "Rantai keputusan contoh 2014", "Skema contoh 2014, tiga tahap"
FROM = date(2014, 1, 1)
TREASURER = "keuangan.inhil"  # writes down SP2D and LPJ

# As papers of 2013 show it: each of them signs after the other.
CHAIN = (
    ("FASKEL", "Tim Fasilitator Kelurahan", "faskel.inhil"),
    ("PJOK", "Penanggung Jawab Operasional Kegiatan (PJOK)", "pjok.inhil"),
    ("KORKOT", "Koordinator Kota (Korkot)", "korkot.inhil"),
    ("PPK", "Pejabat Pembuat Komitmen (PPK)", "ppk.inhil"),
    ("SATKER", "Satuan Kerja (Satker)", "satker.inhil"),
)
ALL = len(CHAIN)
# Tranche, source and share in hundredths of a percent.
SHARES = (
    (1, "APBN", 3000),
    (2, "APBN", 3000),
    (2, "APBD-KAB", 2000),
    (3, "APBN", 2000),
)
# Of the eight grants the last waits for somebody to press the button.
SPLIT = range(1, 8)


@dataclass(frozen=True, slots=True)
class Payments:
    """One tranche of several boards, which goes through the chain together."""

    boards: tuple[int, ...]
    tranche: int
    source: str
    begun_on: date
    approvals: int = ALL
    sp2d: tuple[str, date] | None = None
    lpj_on: Mapping[int, date] = field(default_factory=dict)
    returned_because: str = ""
    is_held_up: bool = False


PAYMENTS = (
    Payments(
        (1, 2, 3, 4, 5, 6),
        1,
        "APBN",
        date(2014, 5, 5),
        sp2d=("CONTOH/SP2D/2014/001", date(2014, 5, 22)),
        # Two boards have not accounted for it until today.
        lpj_on={
            1: date(2014, 8, 18),
            2: date(2014, 8, 25),
            3: date(2014, 9, 30),
            6: date(2014, 10, 20),
        },
    ),
    Payments((7,), 1, "APBN", date(2014, 6, 2), approvals=1),
    # Paid in another year than it was agreed for.
    Payments(
        (1,),
        2,
        "APBN",
        date(2014, 11, 3),
        sp2d=("CONTOH/SP2D/2015/004", date(2015, 1, 14)),
        lpj_on={1: date(2015, 4, 2)},
    ),
    Payments((1,), 2, "APBD-KAB", date(2014, 11, 3)),
    Payments((2,), 2, "APBN", date(2014, 11, 10), approvals=3),
    Payments(
        (3,),
        2,
        "APBN",
        date(2014, 11, 17),
        approvals=2,
        returned_because="Berita acara penarikan dana belum ditandatangani (contoh).",
    ),
    # The account of the first tranche is missing.
    Payments((4,), 2, "APBN", date(2014, 11, 24), is_held_up=True),
)


@dataclass(frozen=True, slots=True)
class GivenBack:
    """A part of a payment that went back to the treasury, before the board accounted for it."""

    board: int
    tranche: int
    source: str
    amount: int
    on: date
    receipt: str
    reason: str


GIVEN_BACK = GivenBack(
    6,
    1,
    "APBN",
    5_000_000,
    date(2014, 9, 15),
    "CONTOH/NTPN/0001",
    "Satu kegiatan batal karena lahan tidak jadi dihibahkan (contoh).",
)

# What a board spent of its first tranche: what for, where, and the part of it in percent.
SPENT = (
    ("Semen dan pasir (contoh)", "Toko Contoh Bangunan", 50),
    ("Batu dan besi (contoh)", "Toko Contoh Material", 30),
    ("Upah kerja KSM (contoh)", "KSM Contoh", 20),
)
SPENDERS = {1: 3, 2: 3, 3: 3, 4: 2, 6: 3}

# What the papers of 2008 come to, in rupiah, added up by hand.
AGREED_ON_PAPER = "CONTOH/SPPB/2008/"
ON_PAPER = {
    "granted": 1_320_000_000,
    "tranched": 1_320_000_000,
    "approved": 1_142_000_000,
    "paid": 1_142_000_000,
    "accounted": 1_106_000_000,
    "payments": 28,
    "sp2d": 4,
}
