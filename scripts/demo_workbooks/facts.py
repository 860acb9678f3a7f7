"""What is known of Tembilahan, and what was invented around it.

The kelurahan with their codes are real. The boards, people, days and amounts are not, and say so:
nobody knows the names of the real eight boards.
"""

from dataclasses import dataclass
from datetime import date, timedelta

NOTE = "Data contoh"
BELOW = (
    "Keterangan: semua nama orang, BKM, KSM, tanggal dan nilai uang dalam berkas ini rekaan.",
    "Tembilahan, 30 April 2015",
)
# Of papers that came after April 2015.
BELOW_LATER = (BELOW[0], "Tembilahan, 31 Desember 2015")
NUMBERS = (
    "Satu",
    "Dua",
    "Tiga",
    "Empat",
    "Lima",
    "Enam",
    "Tujuh",
    "Delapan",
    "Sembilan",
    "Sepuluh",
    "Sebelas",
    "Dua Belas",
    "Tiga Belas",
)
MONTHS = (
    "Januari",
    "Februari",
    "Maret",
    "April",
    "Mei",
    "Juni",
    "Juli",
    "Agustus",
    "September",
    "Oktober",
    "November",
    "Desember",
)


@dataclass(frozen=True)
class Board:
    """A board of the demo: its number, its invented flower, its real kelurahan."""

    number: int
    flower: str
    region: str
    village: str
    formed_on: date

    @property
    def code(self) -> str:
        return f"BKM-140404-{self.number:03d}"

    @property
    def name(self) -> str:
        return f"BKM Contoh {self.flower}"

    def person(self, number: int) -> str:
        """An invented name; those with even numbers are women."""
        title = "Bapak" if number % 2 else "Ibu"
        return f"{title} Contoh {self.flower} {NUMBERS[number - 1]}"

    def term_from(self, term: int) -> date:
        """The first day of a term of three years."""
        return self.formed_on.replace(year=self.formed_on.year + 3 * (term - 1))

    @property
    def terms(self) -> range:
        """The terms whose papers the office found: of the last three boards only the first."""
        return range(1, 3 if self.number <= 5 else 2)


BOARDS = tuple(
    Board(number, *facts)
    for number, facts in enumerate(
        (
            ("Melati", "14.04.04.1001", "Tembilahan Kota", date(2006, 9, 12)),
            ("Mawar", "14.04.04.1002", "Tembilahan Hilir", date(2006, 10, 3)),
            ("Kenanga", "14.04.04.1003", "Seberang Tembilahan", date(2006, 10, 17)),
            ("Cempaka", "14.04.04.1004", "Sungai Perak", date(2006, 11, 21)),
            ("Anggrek", "14.04.04.1005", "Sungai Beringin", date(2007, 2, 6)),
            ("Dahlia", "14.04.04.1006", "Pekan Arba", date(2007, 3, 14)),
            ("Seroja", "14.04.04.1007", "Seberang Tembilahan Barat", date(2007, 4, 24)),
            ("Flamboyan", "14.04.04.1008", "Seberang Tembilahan Selatan", date(2007, 5, 9)),
        ),
        start=1,
    )
)


def as_clerks_write(day: date, number: int) -> object:
    """A day in one of the ways of one office: a date, in words, or with hyphens."""
    match number % 3:
        case 0:
            return f"{day:%d-%m-%Y}"
        case 1:
            return day
    return in_words(day)


def in_words(day: date) -> str:
    """`12 Agustus 2008`."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def rupiah(amount: int | None) -> str | None:
    """`Rp 1.234.567`; nothing where there is nothing."""
    return f"Rp {amount:,}".replace(",", ".") if amount else None


def later(day: date, days: int) -> date:
    return day + timedelta(days=days)
