"""The forms about works: what came of the plans, in two books by two offices."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from demo_workbooks.boards import group_name
from demo_workbooks.facts import BELOW, NOTE, Board, as_clerks_write, in_words, later, rupiah
from demo_workbooks.plans import ACTIVITIES, PLACE, PLANS, Activity
from demo_workbooks.sheets import Form


@dataclass(frozen=True)
class Work:
    """A work of a board: of a line of its plan, or of none."""

    board: Board
    number: str
    started_on: date
    days: int | None
    activity: Activity

    planned: bool = True

    @property
    def finished_on(self) -> date | None:
        return later(self.started_on, self.days) if self.days else None

    def row(self) -> tuple[object, ...]:
        """The row of the form: costs and volume differ from the plan, as they do."""
        line, board = self.activity.line, self.board
        apbn, apbd, own = self.activity.costs
        more = board.number * 250_000
        done = self.finished_on is not None
        handed_over = self.planned and self.finished_on
        men, women = 9 + board.number, 3 + board.number % 4
        return (
            board.code,
            board.name,
            self.number,
            "PJM Pronangkis" if self.planned else None,
            self.activity.plan.start_year if self.planned else None,
            line.number if self.planned else None,
            "Tidak" if self.planned else "Ya",
            line.sector,
            line.sub_component,
            line.detail if self.planned else "Perbaikan sesudah banjir (rekaan)",
            line.nature,
            self.activity.where,
            self.activity.volume - (board.number if line.unit == "m" else 0),
            line.unit,
            group_name(board, 1),
            as_clerks_write(self.started_on, board.number),
            in_words(self.finished_on) if self.finished_on else None,
            men,
            women,
            (men + women) * 24 if done else (men + women) * 10,
            rupiah(apbn),
            rupiah(apbd),
            rupiah(own + more),
            *self.activity.people,
            ("Baik (KB)", "Cukup (KC)")[board.number % 4 == 2] if done else None,
            f"KPP Contoh {board.flower}" if handed_over else None,
            later(handed_over, 30) if handed_over else None,
            NOTE,
        )


def _of(sub_component: str) -> dict[int, Activity]:
    return {
        one.plan.board.number: one for one in ACTIVITIES if one.line.sub_component == sub_component
    }


_DRAINS, _ROADS, _TOILETS = _of("Drainase"), _of("Jalan lingkungan"), _of("MCK")
_HEADINGS = (
    "No",
    "Kode BKM",
    "Nama BKM/LKM",
    "Nomor Pekerjaan",
    "Jenis Rencana",
    "Tahun Awal",
    "Nomor Kegiatan",
    "Di Luar Rencana",
    "Bidang",
    "Subkomponen",
    "Rincian",
    "Sifat",
    "RT/RW",
    "Volume",
    "Satuan",
    "Nama KSM",
    "Tanggal Mulai",
    "Tanggal Selesai",
    ("Tenaga Kerja", ("L", "P")),
    "HOK",
    ("Biaya", ("APBN", "APBD-KAB", "SWADAYA")),
    ("Pemanfaat", ("L", "P", "MBR", "KK")),
    "Mutu",
    "Diserahterimakan kepada",
    "Tanggal Serah Terima",
    "Keterangan",
)


def _of_the_plans() -> Iterator[Work]:
    """Drains in 2008, roads in 2009, a toilet in 2010, and one that was never finished."""
    for plan in PLANS[:7]:
        number = plan.board.number
        yield Work(
            plan.board,
            f"CONTOH/2008/{number:02d}",
            date(2008, 6, 1 + number),
            60 + number,
            _DRAINS[number],
        )
    for plan in PLANS[:5]:
        number = plan.board.number
        yield Work(
            plan.board,
            f"CONTOH/2009/{number:02d}",
            date(2009, 5, 10 + number),
            75 + number,
            _ROADS[number],
        )
    first, second = PLANS[0].board, PLANS[1].board
    yield Work(first, "CONTOH/2010/01", date(2010, 7, 5), 50, _TOILETS[1])
    yield Work(second, "CONTOH/2015/02", date(2015, 2, 9), None, _TOILETS[2])


def works() -> Form:
    """The works as the office in Tembilahan wrote them down."""
    return _form(
        "contoh-pekerjaan.xlsx",
        ("REALISASI KEGIATAN BKM/LKM, 2008 S.D. 2015", PLACE, "Nilai uang rekaan"),
        _of_the_plans(),
    )


def works_of_2014() -> Form:
    """Two works of 2014 that the regency wrote down: no plan had foreseen the flood."""
    boards = [plan.board for plan in PLANS[3:5]]
    return _form(
        "contoh-pekerjaan-2014.xlsx",
        ("REALISASI KEGIATAN DI LUAR PJM, TAHUN 2014", PLACE, "Nilai uang rekaan"),
        (
            Work(
                board,
                f"CONTOH/2014/{board.number:02d}",
                date(2014, 8, board.number),
                40,
                _DRAINS[board.number],
                planned=False,
            )
            for board in boards
        ),
    )


def _form(file: str, titles: tuple[str, ...], chosen: Iterator[Work]) -> Form:
    rows = [(number, *work.row()) for number, work in enumerate(chosen, 1)]
    return Form(file, "Pekerjaan", titles, _HEADINGS, rows, BELOW)
