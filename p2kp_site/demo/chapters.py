"""What the story tells: which workbook comes when, how far its rows are signed, what leaves."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from p2kp_site.foundation.signoffs import SignoffState

STEWARD, ACKNOWLEDGER, VERIFIER = "steward.tembilahan", "acknowledger.inhil", "verifier.inhil"
TWO_ROLES, ANALYST, NATION = "ganda.inhil", "analyst", "admin"
REGENCY = "steward.inhil"
TEMBILAHAN, INHIL = "14.04.04", "14.04"


@dataclass(frozen=True, slots=True)
class Chapter:
    """A workbook with so many rows of a dataset, which somebody brings in."""

    file: str
    dataset: str
    rows: int
    by: str = STEWARD


# Parents before children.
CHAPTERS = (
    Chapter("contoh-lembaga.xlsx", "agencies", 5, by=NATION),
    Chapter("contoh-penugasan-konsultan.xlsx", "consultant-assignments", 6, by=NATION),
    Chapter("contoh-lokasi-program.xlsx", "locations", 72),
    Chapter("contoh-lokasi-p2kp-2015.xlsx", "locations", 5, by=REGENCY),
    Chapter("contoh-bkm-tembilahan.xlsx", "boards", 8),
    Chapter("contoh-pengurus-bkm.xlsx", "board-officers", 169),
    Chapter("contoh-pemilihan-bkm.xlsx", "board-elections", 27),
    Chapter("contoh-kemandirian-bkm.xlsx", "board-years", 40),
    Chapter("contoh-ksm.xlsx", "groups", 24),
    Chapter("contoh-pjm-pronangkis.xlsx", "plans", 8),
    Chapter("contoh-kegiatan-pjm.xlsx", "planned-activities", 40),
    Chapter("contoh-pekerjaan.xlsx", "works", 14),
    Chapter("contoh-pekerjaan-2014.xlsx", "works", 2, by=TWO_ROLES),
    Chapter("contoh-lokakarya-2015.xlsx", "workshops", 1, by=REGENCY),
    Chapter("contoh-kemitraan.xlsx", "partnerships", 2),
    Chapter("contoh-kawasan-kumuh.xlsx", "slum-areas", 2, by=REGENCY),
    Chapter("contoh-bagian-kawasan-kumuh.xlsx", "slum-area-parts", 5, by=REGENCY),
    Chapter("contoh-anggaran.xlsx", "budgets", 3, by=REGENCY),
    # What was paid on paper, long before Indragiri Hilir went live.
    Chapter("contoh-blm-2008.xlsx", "grants", 8),
    Chapter("contoh-termin-2008.xlsx", "tranches", 32),
    Chapter("contoh-pencairan-2008.xlsx", "disbursements", 28),
    Chapter("contoh-blm.xlsx", "grants", 8),
    Chapter("contoh-swadaya.xlsx", "contributions", 16),
    Chapter("contoh-pengaduan-lama.xlsx", "cases", 3),
)


@dataclass(frozen=True, slots=True)
class Signing:
    """How far the rows that a filter shows come, step by step, each by somebody else."""

    dataset: str
    as_far_as: SignoffState
    filters: Mapping[str, str] = field(default_factory=dict)
    handed_over_by: str = STEWARD


# Some rows stop halfway, so that every queue holds something; groups wait to be handed over.
SIGNINGS = (
    Signing("locations", SignoffState.VERIFIED),
    Signing("boards", SignoffState.VERIFIED, {"formed_on_before": "2007-03-31"}),
    Signing("boards", SignoffState.ACKNOWLEDGED, {"code": "BKM-140404-007"}),
    Signing("boards", SignoffState.HANDED_OVER, {"code": "BKM-140404-008"}),
    Signing("board-officers", SignoffState.VERIFIED, {"term": "1"}),
    Signing("board-officers", SignoffState.HANDED_OVER, {"term": "2"}),
    Signing("board-elections", SignoffState.VERIFIED, {"term": "1"}),
    Signing("board-elections", SignoffState.HANDED_OVER, {"term": "2"}),
    Signing("board-years", SignoffState.HANDED_OVER),
    Signing("plans", SignoffState.VERIFIED, {"ratified_on_before": "2007-08-31"}),
    Signing("plans", SignoffState.ACKNOWLEDGED, {"ratified_on_after": "2007-09-01"}),
    Signing("works", SignoffState.VERIFIED, {"year": "2008"}),
    Signing("works", SignoffState.ACKNOWLEDGED, {"year": "2009"}),
    Signing("works", SignoffState.HANDED_OVER, {"year": "2010"}),
    Signing("works", SignoffState.ACKNOWLEDGED, {"year": "2014"}, handed_over_by=TWO_ROLES),
    Signing("workshops", SignoffState.VERIFIED, handed_over_by=REGENCY),
    Signing("partnerships", SignoffState.VERIFIED, {"signed_on_after": "2013-01-01"}),
    Signing("partnerships", SignoffState.HANDED_OVER, {"signed_on_before": "2012-12-31"}),
    Signing("slum-areas", SignoffState.VERIFIED, handed_over_by=REGENCY),
    Signing("grants", SignoffState.VERIFIED, {"is_split": "true"}),
    Signing("contributions", SignoffState.HANDED_OVER),
)


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows of a dataset by a filter."""

    dataset: str
    filters: Mapping[str, str]


# The verifier sends this one back …
RETURNED = Rows("works", {"year": "2010"})
REASON = "Foto 100 % belum ada, dan volume tidak sesuai dengan gambar (contoh)."
# … and these were entered by somebody who is a verifier, too, and may not verify them.
OWN = Rows("works", {"year": "2014"})


@dataclass(frozen=True, slots=True)
class Export:
    """Rows that the analyst takes out of a region, and who brings them back, as a trial."""

    dataset: str
    region: str = TEMBILAHAN
    place: str = "tembilahan"
    back_by: str = STEWARD


def _of_the_regency(dataset: str) -> Export:
    return Export(dataset, INHIL, "inhil", REGENCY)


EXPORTED = (
    Export("boards"),
    Export("plans"),
    Export("works"),
    _of_the_regency("workshops"),
    _of_the_regency("slum-areas"),
    _of_the_regency("cases"),
)
