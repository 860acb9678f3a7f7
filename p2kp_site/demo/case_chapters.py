"""What the story tells of cases: what came up in 2015, who did what, and where each case stands.

All of it is invented; titles say so. Days are those of the story.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from p2kp_site.demo.chapters import REGENCY, STEWARD, TEMBILAHAN, VERIFIER

BOARD = "BKM-140404-00"
COMPLAINT, UPGRADING, CARRYING_OUT = "PPM", "KUMUH", "RENCANA"
RIVER = "Kawasan Contoh Tepi Sungai"


@dataclass(frozen=True, slots=True)
class Act:
    """What somebody did with a case on a day; `verb` is one of those in `cases.py`."""

    on: date
    by: str
    verb: str
    facts: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Story:
    """A case from its opening on; `about` names a board, a work, a plan or a slum area."""

    type: str
    title: str
    description: str
    region: str
    about: tuple[str, ...]
    received_on: date
    by: str
    stands_at: str
    acts: tuple[Act, ...]
    facts: Mapping[str, object] = field(default_factory=dict)


def _complaint(nature: str, channel: str, theme: str, **facts: str) -> Mapping[str, object]:
    scope = "administration"
    return {"nature": nature, "scope": scope, "channel": channel, "theme": theme, **facts}


# Opened in the kecamatan, handed up, closed in the regency, checked by a second person.
HANDED_UP = Story(
    COMPLAINT,
    "Drainase tersumbat, air tergenang di jalan (contoh)",
    "Warga melapor bahwa saluran tahun 2008 tersumbat dan air tergenang sesudah hujan (rekaan).",
    f"{TEMBILAHAN}.1002",
    ("work", f"{BOARD}2", "CONTOH/2008/02"),
    date(2015, 6, 8),
    STEWARD,
    "SELESAI",
    (
        Act(date(2015, 6, 8), STEWARD, "assign", {"to": STEWARD}),
        Act(date(2015, 6, 10), STEWARD, "move", {"to": "DITELAAH"}),
        Act(
            date(2015, 6, 12),
            STEWARD,
            "note",
            {"text": "Lokasi ditinjau bersama BKM: saluran induk di hilir tersumbat (contoh)."},
        ),
        Act(date(2015, 6, 15), STEWARD, "move", {"to": "DITANGANI"}),
        Act(
            date(2015, 6, 22),
            STEWARD,
            "hand_over",
            {"to": "regency", "reason": "Saluran induk adalah urusan kabupaten (contoh)."},
        ),
        Act(date(2015, 6, 23), REGENCY, "assign", {"to": REGENCY}),
        Act(
            date(2015, 7, 13),
            REGENCY,
            "note",
            {"text": "Saluran induk dijadwalkan dibersihkan bulan ini (contoh)."},
        ),
        Act(date(2015, 7, 20), REGENCY, "move", {"to": "DIUSULKAN"}),
        Act(
            date(2015, 8, 3),
            REGENCY,
            "move",
            {"to": "SELESAI", "outcome": "Saluran induk dibersihkan, genangan surut (contoh)."},
        ),
        Act(
            date(2015, 8, 10),
            VERIFIER,
            "check",
            {"text": "Dicek di lapangan sesudah hujan: air mengalir (contoh)."},
        ),
    ),
    _complaint(
        "problem", "TATAP-MUKA", "INFRASTRUKTUR", reporter_name="Ibu Contoh Pelapor (rekaan)"
    ),
)

# Closed, and nobody has checked its outcome yet.
ANSWERED = Story(
    COMPLAINT,
    "Kapan rembug warga tentang P2KP diadakan? (contoh)",
    "Warga menanyakan jadwal rembug (rekaan).",
    f"{TEMBILAHAN}.1004",
    ("board", f"{BOARD}4"),
    date(2015, 8, 24),
    STEWARD,
    "SELESAI",
    (
        Act(
            date(2015, 8, 26),
            STEWARD,
            "move",
            {"to": "SELESAI", "outcome": "Jadwal rembug dipasang di kantor lurah (contoh)."},
        ),
    ),
    _complaint("informative", "SMS-TELEPON", "SOSIALISASI"),
)

# Its day has passed.
OVERDUE = Story(
    COMPLAINT,
    "Gerobak sampah dari mitra tidak terpakai (contoh)",
    "Warga melapor bahwa dua gerobak sampah belum dipakai (rekaan).",
    f"{TEMBILAHAN}.1002",
    ("board", f"{BOARD}2"),
    date(2015, 9, 7),
    STEWARD,
    "DITELAAH",
    (
        Act(date(2015, 9, 7), STEWARD, "assign", {"to": STEWARD}),
        Act(date(2015, 9, 9), STEWARD, "move", {"to": "DITELAAH"}),
        Act(
            date(2015, 9, 9),
            STEWARD,
            "due",
            {"on": date(2015, 10, 15), "reason": "Sebelum rembug tahunan (contoh)."},
        ),
    ),
    _complaint("problem", "KOTAK", "PELAKU"),
)

SLUM = Story(
    UPGRADING,
    "Peningkatan kualitas Kawasan Contoh Tepi Sungai (contoh)",
    "Sasaran P2KP 2015; kawasan dan SK rekaan.",
    TEMBILAHAN,
    ("slum_area", RIVER),
    date(2015, 6, 15),
    REGENCY,
    "DIRENCANAKAN",
    (
        Act(date(2015, 6, 15), REGENCY, "assign", {"to": REGENCY}),
        Act(date(2015, 7, 6), REGENCY, "move", {"to": "DIRENCANAKAN"}),
        Act(
            date(2015, 7, 6),
            REGENCY,
            "note",
            {"text": "Disepakati dalam lokakarya Mei 2015: tepi sungai didahulukan (contoh)."},
        ),
    ),
)

PLAN = Story(
    CARRYING_OUT,
    "PJM Pronangkis diperbarui untuk P2KP (contoh)",
    "Tindak lanjut lokakarya: rencana BKM disesuaikan dengan sasaran kawasan kumuh (rekaan).",
    f"{TEMBILAHAN}.1001",
    ("plan", f"{BOARD}1"),
    date(2015, 6, 2),
    STEWARD,
    "BERJALAN",
    (
        Act(date(2015, 6, 2), STEWARD, "assign", {"to": STEWARD}),
        Act(date(2015, 6, 29), STEWARD, "move", {"to": "BERJALAN"}),
    ),
)

CASES = (PLAN, HANDED_UP, SLUM, ANSWERED, OVERDUE)
