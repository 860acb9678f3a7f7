"""The forms about who met and who agreed: the workshop of 2015, and partnerships of boards.

Of the workshop it is known who held it (the Dinas), that it took two days in Tembilahan, what it
was about, that the Asisten III opened it, and which offices spoke. Its days, its hall, its title,
who came, what it cost and what was agreed is invented. The partnerships are invented altogether.
"""

from datetime import date

from demo_workbooks.facts import (
    BELOW,
    BELOW_LATER,
    BOARDS,
    NOTE,
    Board,
    as_clerks_write,
    in_words,
    rupiah,
)
from demo_workbooks.offices import BAPPEDA, PARTNER, PARTNER_NAME, WORKS_OFFICE, WORKS_OFFICE_NAME
from demo_workbooks.plans import PLACE
from demo_workbooks.sheets import Form

# A day after the change of the programme's name; nobody knows the real one.
FIRST_DAY, LAST_DAY = date(2015, 5, 26), date(2015, 5, 27)
TITLE = "Lokakarya Peralihan PNPM Mandiri Perkotaan ke P2KP (judul rekaan)"
ELEMENTS = ("PEMDA", "KECAMATAN", "KELDES", "BKM", "KONSULTAN")
MEN, WOMEN = (9, 2, 6, 14, 5), (4, 1, 2, 10, 2)
WORKSHOP_NOTE = (
    "Fakta: penyelenggara, lamanya dua hari, tempat di Tembilahan, pokok bahasan, jabatan pembuka,"
    " lembaga narasumber. Rekaan: hari, gedung, judul, peserta, biaya, hasil dan nama orang."
)


def workshops() -> Form:
    """The workshop of two days about the change from PNPM Mandiri Perkotaan to P2KP."""
    return Form(
        "contoh-lokakarya-2015.xlsx",
        "Lokakarya",
        (
            "LAPORAN LOKAKARYA DAN SOSIALISASI, TAHUN 2015",
            "KABUPATEN INDRAGIRI HILIR, PROVINSI RIAU",
            "Hari, peserta dan biaya rekaan",
        ),
        (
            "No",
            "Kode Penyelenggara",
            "Penyelenggara",
            "Judul Kegiatan",
            "Jenis Kegiatan",
            "Program",
            "Tanggal Mulai",
            "Tanggal Selesai",
            "Kode Wilayah",
            "Tempat",
            "Dibuka oleh",
            ("Peserta L", ELEMENTS),
            ("Peserta P", ELEMENTS),
            "Peserta MBR",
            ("Biaya", ("APBN", "APBD-KAB")),
            "Hasil yang Disepakati",
            "Keterangan",
        ),
        [
            (
                1,
                WORKS_OFFICE,
                WORKS_OFFICE_NAME,
                TITLE,
                "Lokakarya",
                "P2KP",
                in_words(FIRST_DAY),
                LAST_DAY,
                "14.04",
                "Gedung Contoh (rekaan), Tembilahan",
                "Bapak Contoh Pembuka (nama rekaan), Asisten III Setda Kabupaten Indragiri Hilir",
                *MEN,
                *WOMEN,
                12,
                rupiah(18_500_000),
                rupiah(21_750_000),
                "Kawasan kumuh menjadi sasaran; BKM/LKM memperbarui rencananya (hasil rekaan).",
                WORKSHOP_NOTE,
            )
        ],
        BELOW_LATER,
    )


def partnerships() -> Form:
    """Two boards with a firm and an office: one agreement stands, one has ended."""
    advice = "Pendampingan penyusunan rencana kerja BKM (rekaan)"
    waste = "Gerobak sampah dan tempat pengolahan kompos (rekaan)"
    bappeda = (BAPPEDA, "Bappeda Kabupaten Indragiri Hilir")
    rows = (
        (BOARDS[1], PARTNER, PARTNER_NAME, date(2013, 9, 17), None, "Barang", waste, 45_000_000),
        (BOARDS[4], *bappeda, date(2011, 3, 8), date(2013, 3, 8), "Pendampingan", advice, None),
    )
    return Form(
        "contoh-kemitraan.xlsx",
        "Kemitraan",
        ("DAFTAR KEMITRAAN BKM/LKM", PLACE, "Perjanjian dan nilainya rekaan"),
        (
            "No",
            "Kode BKM",
            "Nama BKM/LKM",
            "Kode Mitra",
            "Nama Mitra",
            "Tanggal Perjanjian",
            "Berlaku Sampai",
            "Bentuk Kemitraan",
            "Nomor Perjanjian",
            "Kegiatan yang Dimitrakan",
            "Nilai Kemitraan",
            "Hasil Kemitraan",
            "Keterangan",
        ),
        [(number, *_partnership(number, *row)) for number, row in enumerate(rows, 1)],
        BELOW,
    )


def _partnership(
    number: int,
    board: Board,
    agency: str,
    name: str,
    signed_on: date,
    until_on: date | None,
    kind: str,
    purpose: str,
    value: int | None,
) -> tuple[object, ...]:
    return (
        board.code,
        board.name,
        agency,
        name,
        as_clerks_write(signed_on, number),
        until_on,
        kind,
        f"CONTOH/MOU/{signed_on.year}/{number:02d}",
        purpose,
        rupiah(value),
        "Berjalan" if until_on is None else "Selesai",
        NOTE,
    )
