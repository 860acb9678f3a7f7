"""The kinds of cases, their stages and the moves between these, as `setup` brings them.

What is here is a beginning: the ministry renames, adds and limits on the pages of case types, and
a row that is there already is left as it is. No source gives time limits, so none is set.

Complaints: the steps of the handbooks (receive, record, review, route, confirm, clarify, propose
solutions, document); channels and themes from the monthly reports of 2012 to 2018, as they stand.
"""

from dataclasses import dataclass

PLAN, SLUM_AREA = "plan", "slum_area"


@dataclass(frozen=True, slots=True)
class ShippedStage:
    """A stage of a case; `limit_days` is how long a case may stay in it."""

    code: str
    name: str
    is_done: bool = False
    limit_days: int | None = None


@dataclass(frozen=True, slots=True)
class ShippedMove:
    """A way from one stage to another: into a done one it closes, out of one it reopens."""

    origin: str
    to: str
    needs_reason: bool = False
    needs_check: bool = False


@dataclass(frozen=True, slots=True)
class ShippedType:
    """A kind of case; its numbers begin with `prefix`. `subject`: what each of them is about."""

    code: str
    prefix: str
    name: str
    stages: tuple[ShippedStage, ...]
    moves: tuple[ShippedMove, ...]
    subject: str = ""
    is_complaint: bool = False


@dataclass(frozen=True, slots=True)
class ShippedTerm:
    """A channel or a theme of complaints."""

    code: str
    name: str


Stage, Move, Term = ShippedStage, ShippedMove, ShippedTerm
WITH_REASON = {"needs_reason": True}
WITH_CHECK = {"needs_check": True}

TYPES = (
    ShippedType(
        code="PPM",
        prefix="PPM",
        name="Pengaduan masyarakat",
        is_complaint=True,
        stages=(
            Stage("DITERIMA", "Diterima dan dicatat"),
            Stage("DITELAAH", "Ditelaah"),
            Stage("DITANGANI", "Ditangani"),
            Stage("DIUSULKAN", "Penyelesaian diusulkan"),
            Stage("SELESAI", "Selesai", is_done=True),
            Stage("DITUTUP", "Ditutup tanpa penanganan", is_done=True),
        ),
        moves=(
            Move("DITERIMA", "DITELAAH"),
            Move("DITERIMA", "SELESAI", **WITH_CHECK),
            Move("DITERIMA", "DITUTUP", **WITH_REASON, **WITH_CHECK),
            Move("DITELAAH", "DITANGANI"),
            Move("DITELAAH", "DITERIMA", **WITH_REASON),
            Move("DITELAAH", "SELESAI", **WITH_CHECK),
            Move("DITELAAH", "DITUTUP", **WITH_REASON, **WITH_CHECK),
            Move("DITANGANI", "DIUSULKAN"),
            Move("DITANGANI", "DITELAAH", **WITH_REASON),
            Move("DIUSULKAN", "SELESAI", **WITH_CHECK),
            Move("DIUSULKAN", "DITANGANI", **WITH_REASON),
            Move("SELESAI", "DITANGANI", **WITH_REASON),
            Move("DITUTUP", "DITELAAH", **WITH_REASON),
        ),
    ),
    ShippedType(
        code="KUMUH",
        prefix="KMH",
        name="Peningkatan kualitas kawasan kumuh",
        subject=SLUM_AREA,
        stages=(
            Stage("TERDATA", "Terdata"),
            Stage("DIRENCANAKAN", "Direncanakan"),
            Stage("DILAKSANAKAN", "Dilaksanakan"),
            Stage("DIVERIFIKASI", "Hasil diverifikasi"),
            Stage("TUNTAS", "Tuntas", is_done=True),
            Stage("DIHENTIKAN", "Dihentikan", is_done=True),
        ),
        moves=(
            Move("TERDATA", "DIRENCANAKAN"),
            Move("TERDATA", "DIHENTIKAN", **WITH_REASON, **WITH_CHECK),
            Move("DIRENCANAKAN", "DILAKSANAKAN"),
            Move("DIRENCANAKAN", "TERDATA", **WITH_REASON),
            Move("DIRENCANAKAN", "DIHENTIKAN", **WITH_REASON, **WITH_CHECK),
            Move("DILAKSANAKAN", "DIVERIFIKASI"),
            Move("DILAKSANAKAN", "DIRENCANAKAN", **WITH_REASON),
            Move("DIVERIFIKASI", "TUNTAS", **WITH_CHECK),
            Move("DIVERIFIKASI", "DILAKSANAKAN", **WITH_REASON),
            Move("TUNTAS", "DIVERIFIKASI", **WITH_REASON),
            Move("DIHENTIKAN", "DIRENCANAKAN", **WITH_REASON),
        ),
    ),
    ShippedType(
        code="RENCANA",
        prefix="RCN",
        name="Pelaksanaan rencana",
        subject=PLAN,
        stages=(
            Stage("DISIAPKAN", "Disiapkan"),
            Stage("BERJALAN", "Berjalan"),
            Stage("TERHENTI", "Terhenti sementara"),
            Stage("DIEVALUASI", "Dievaluasi"),
            Stage("SELESAI", "Selesai", is_done=True),
            Stage("DIBATALKAN", "Dibatalkan", is_done=True),
        ),
        moves=(
            Move("DISIAPKAN", "BERJALAN"),
            Move("DISIAPKAN", "DIBATALKAN", **WITH_REASON, **WITH_CHECK),
            Move("BERJALAN", "TERHENTI", **WITH_REASON),
            Move("BERJALAN", "DIEVALUASI"),
            Move("TERHENTI", "BERJALAN"),
            Move("TERHENTI", "DIBATALKAN", **WITH_REASON, **WITH_CHECK),
            Move("DIEVALUASI", "BERJALAN", **WITH_REASON),
            Move("DIEVALUASI", "SELESAI", **WITH_CHECK),
            Move("SELESAI", "DIEVALUASI", **WITH_REASON),
            Move("DIBATALKAN", "DISIAPKAN", **WITH_REASON),
        ),
    ),
)

CHANNELS = (
    Term("TATAP-MUKA", "Tatap muka"),
    Term("SMS-TELEPON", "SMS atau telepon"),
    Term("KOTAK", "Kotak pengaduan"),
    Term("SUREL", "Surel"),
    Term("FACEBOOK", "Facebook"),
    Term("WHATSAPP", "WhatsApp"),
    Term("SUPERVISI", "Kunjungan supervisi"),
    Term("PO-BOX", "PO Box 2222 JKPMT"),
    Term("WEB", "Formulir di situs web"),
)

THEMES = (
    Term("INFRASTRUKTUR", "Infrastruktur"),
    Term("EKONOMI", "Ekonomi"),
    Term("PELAKU", "Pelaku"),
    Term("SOSIAL", "Sosial"),
    Term("PENCAIRAN-BKM", "Pencairan BLM ke BKM"),
    Term("ALOKASI-BLM", "Alokasi BLM"),
    Term("PENCAIRAN-KSM", "Pencairan ke KSM"),
    Term("SOSIALISASI", "Sosialisasi"),
    Term("PELATIHAN", "Pelatihan"),
)
