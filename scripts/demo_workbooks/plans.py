"""The forms about programmes and plans: locations, plans, their ratification, their lines."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from demo_workbooks.facts import BELOW, BOARDS, NOTE, Board, as_clerks_write, later, rupiah
from demo_workbooks.sheets import Form

PLACE = "KECAMATAN TEMBILAHAN, KABUPATEN INDRAGIRI HILIR"
LOCATED = range(2006, 2015)


def name_in(year: int) -> str:
    """What papers of a year call the programme."""
    if year < 2007:
        return "P2KP"
    return "PNPM Mandiri P2KP" if year < 2008 else "PNPM Mandiri Perkotaan"


def locations() -> Form:
    """The kelurahan of the programme, year by year, under the name of each year."""
    rows = [
        (
            number,
            name_in(year),
            year,
            board.region,
            board.village,
            "Tembilahan",
            year - 2005 if year < 2010 else None,
            f"CONTOH/{year}/01",
            date(year, 2, 15),
            NOTE,
        )
        for number, (year, board) in enumerate(
            ((year, board) for year in LOCATED for board in BOARDS), 1
        )
    ]
    return Form(
        "contoh-lokasi-program.xlsx",
        "Lokasi",
        ("DAFTAR LOKASI PROGRAM MENURUT TAHUN", PLACE, "P2KP 2006, PNPM Mandiri sejak 2007"),
        (
            "No",
            "Program",
            "Tahun",
            "Kode Wilayah",
            "Kelurahan/Desa",
            "Kecamatan",
            "Tahun ke- (siklus)",
            "Nomor SK",
            "Tanggal SK",
            "Keterangan",
        ),
        rows,
        BELOW,
    )


@dataclass(frozen=True)
class Plan:
    """The PJM Pronangkis of a board."""

    board: Board

    @property
    def start_year(self) -> int:
        return self.board.formed_on.year + 1

    @property
    def end_year(self) -> int:
        return self.start_year + 2

    @property
    def ratified_on(self) -> date | None:
        """The last board never brought its minutes, so that its plan is a draft."""
        return later(self.board.formed_on, 180) if self.board.number < 8 else None


PLANS = tuple(Plan(board) for board in BOARDS)
_PLAN_KEY = ("Kode BKM", "Nama BKM/LKM", "Jenis Rencana", "Tahun Awal")


def _key(plan: Plan) -> tuple[object, ...]:
    return (plan.board.code, plan.board.name, "PJM Pronangkis", plan.start_year)


def plans() -> Form:
    """Eight plans of three years; seven were ratified, and say who signed them on paper."""
    return Form(
        "contoh-pjm-pronangkis.xlsx",
        "PJM",
        ("DAFTAR PJM PRONANGKIS DAN PENGESAHANNYA DALAM REMBUG WARGA", PLACE),
        (
            "No",
            *_PLAN_KEY,
            "Edisi",
            "Tahun Akhir",
            "Tanggal Pengesahan",
            "Disahkan oleh",
            "Diserahkan oleh",
            "Jabatan yang menyerahkan",
            "Tanggal Diserahkan",
            "Diketahui oleh",
            "Jabatan yang mengetahui",
            "Tanggal Diketahui",
            "Keterangan",
        ),
        [
            (number, *_key(plan), 1, plan.end_year, *_ratification(plan, number), NOTE)
            for number, plan in enumerate(PLANS, 1)
        ],
        BELOW,
        total="Jumlah",
    )


def _ratification(plan: Plan, number: int) -> tuple[object, ...]:
    day = plan.ratified_on
    if day is None:
        return (None,) * 8
    return (
        as_clerks_write(day, number),
        f"Rembug warga Kelurahan {plan.board.village}",
        plan.board.person(1),
        "Koordinator BKM",
        later(day, 2),
        f"Bapak Contoh Lurah {number}",
        "Lurah",
        later(day, 5),
    )


@dataclass(frozen=True)
class Line:
    """A line of a plan, before it is scaled to its board."""

    number: str
    sector: str
    sub_component: str
    detail: str
    nature: str
    volume: int
    unit: str
    apbn: int
    apbd: int
    swadaya: int
    men: int
    women: int


MILLION = 1_000_000
LINES = (
    Line("L-01", "L", "Drainase", "Saluran beton", "Baru", 240, "m", 68, 0, 14, 210, 224),
    Line("L-02", "L", "Jalan lingkungan", "Rabat beton", "Baru", 310, "m", 92, 20, 18, 340, 352),
    Line("L-03", "L", "MCK", "MCK umum 4 pintu", "Rehab", 1, "unit", 31, 0, 6, 95, 103),
    Line("S-01", "S", "Pelatihan", "Menjahit", "Baru", 20, "orang", 12, 0, 2, 2, 18),
    Line("E-01", "E", "Pinjaman bergulir", "Modal usaha", "Baru", 5, "kegiatan", 40, 0, 0, 11, 29),
)


@dataclass(frozen=True)
class Activity:
    """A line in the plan of a board."""

    plan: Plan
    line: Line

    @property
    def year(self) -> int:
        return self.plan.start_year + LINES.index(self.line) % 3

    @property
    def volume(self) -> int:
        grown = self.line.volume > 100
        return self.line.volume + 15 * self.plan.board.number * grown

    def share(self, of: int) -> int:
        """What a source gives, in rupiah; odd sums, as estimates have them."""
        number = self.plan.board.number
        return of * MILLION + (of * number * 37_500 if of else 0)

    @property
    def costs(self) -> tuple[int, int, int]:
        """APBN, APBD and the residents' own share."""
        return (
            self.share(self.line.apbn),
            self.share(self.line.apbd),
            self.share(self.line.swadaya),
        )

    @property
    def people(self) -> tuple[int, int, int, int]:
        """Men, women, with a low income, households."""
        men, women = self.line.men + self.plan.board.number, self.line.women
        return (men, women, (men + women) * 7 // 10, (men + women) // 4 + 1)

    @property
    def where(self) -> str:
        return f"RT {LINES.index(self.line) + 1:02d} RW {self.plan.board.number % 4 + 1:02d}"


ACTIVITIES = tuple(Activity(plan, line) for plan in PLANS for line in LINES)


def activities() -> Form:
    """Five lines in each plan, with what each source is to give."""
    return Form(
        "contoh-kegiatan-pjm.xlsx",
        "Kegiatan",
        ("RENCANA KEGIATAN PJM PRONANGKIS DAN SUMBER DANANYA", PLACE, "Nilai uang rekaan"),
        (
            "No",
            *_PLAN_KEY,
            "Edisi",
            "Nomor Kegiatan",
            "Tahun Rencana",
            "Bidang",
            "Subkomponen",
            "Rincian",
            "Sifat",
            "RT/RW",
            "Volume",
            "Satuan",
            ("Biaya", ("APBN", "APBD-KAB", "SWADAYA")),
            ("Pemanfaat", ("L", "P", "MBR", "KK")),
            "Keterangan",
        ),
        [(number, *row) for number, row in enumerate(_activity_rows(), 1)],
        BELOW,
        column_numbers=True,
    )


def _activity_rows() -> Iterator[tuple[object, ...]]:
    for activity in ACTIVITIES:
        line = activity.line
        yield (
            *_key(activity.plan),
            1,
            line.number,
            activity.year,
            line.sector,
            line.sub_component,
            line.detail,
            line.nature,
            activity.where,
            activity.volume,
            line.unit,
            *map(rupiah, activity.costs),
            *activity.people,
            NOTE,
        )
