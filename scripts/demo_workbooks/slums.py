"""The forms about slum areas: an invented decree, its parts, and where P2KP of 2015 works.

That P2KP took slum areas as its target is a fact; no decree of the regency was found, so that the
number, the day, the areas and their hectares are invented and say so.
"""

from datetime import date

from demo_workbooks.facts import BELOW_LATER, BOARDS, in_words
from demo_workbooks.plans import PLACE
from demo_workbooks.sheets import Form

REGENCY = ("14.04", "Kabupaten Indragiri Hilir")
DECREE, DECREE_ON = "CONTOH/SK-KUMUH/2015 (rekaan)", date(2015, 3, 16)
RIVER, MARKET = "Kawasan Contoh Tepi Sungai", "Kawasan Contoh Pasar"
NOTE = "Data contoh: SK, kawasan dan luas rekaan"
# Slum area, place in the list of boards, RT/RW, hectares by decree and verified, class, treatment.
PARTS = (
    (RIVER, 1, "RT 01–04 RW 02", "12,4", "11,85", "Sedang", "Peningkatan"),
    (RIVER, 2, "RT 02 RW 01", "6,75", None, "Ringan", "Peningkatan"),
    (RIVER, 6, "RT 01–02 RW 03", "4,2", None, "Ringan", "Pencegahan"),
    (MARKET, 0, "RT 05 RW 02", "8,1", "7,6", "Berat", "Peningkatan"),
    (MARKET, 5, "RT 03 RW 01", "3,35", None, None, "Pencegahan"),
)


def slum_areas() -> Form:
    """The two slum areas of the decree."""
    return Form(
        "contoh-kawasan-kumuh.xlsx",
        "Kawasan Kumuh",
        ("DAFTAR KAWASAN KUMUH MENURUT SK", "KABUPATEN INDRAGIRI HILIR", "SK rekaan"),
        (
            "No",
            "Kode Kabupaten/Kota",
            "Kabupaten/Kota",
            "Nomor SK Kumuh",
            "Tanggal SK Kumuh",
            "Kawasan Kumuh",
            "Penandatangan",
            "Jabatan Penandatangan",
            "Keterangan",
        ),
        [
            (
                number,
                *REGENCY,
                DECREE,
                in_words(DECREE_ON),
                name,
                "Bapak Contoh Bupati (nama rekaan)",
                "Bupati",
                NOTE,
            )
            for number, name in enumerate((RIVER, MARKET), 1)
        ],
        BELOW_LATER,
    )


def parts() -> Form:
    """What the decree counts as slum in five kelurahan."""
    rows = [
        (
            number,
            *REGENCY[:1],
            DECREE,
            area,
            BOARDS[board].region,
            BOARDS[board].village,
            "Tembilahan",
            *facts,
            NOTE,
        )
        for number, (area, board, *facts) in enumerate(PARTS, 1)
    ]
    return Form(
        "contoh-bagian-kawasan-kumuh.xlsx",
        "Bagian Kawasan",
        ("LUAS KAWASAN KUMUH MENURUT KELURAHAN", PLACE, "SK dan luas rekaan"),
        (
            "No",
            "Kode Kabupaten/Kota",
            "Nomor SK Kumuh",
            "Kawasan Kumuh",
            "Kode Wilayah",
            "Kelurahan/Desa",
            "Kecamatan",
            "RT/RW",
            ("Luas (ha)", ("Luas SK (ha)", "Luas Verifikasi (ha)")),
            "Tingkat Kekumuhan",
            "Jenis Penanganan",
            "Keterangan",
        ),
        rows,
        BELOW_LATER,
        total="Jumlah",
    )


def locations() -> Form:
    """The kelurahan of P2KP 2015: those with a part of a slum area."""
    rows = [
        (
            number,
            "P2KP-2015",
            2015,
            BOARDS[board].region,
            BOARDS[board].village,
            "Tembilahan",
            treatment,
            "CONTOH/P2KP/2015/01",
            date(2015, 4, 20),
            "Data contoh: sasaran kawasan kumuh",
        )
        for number, (_area, board, *_facts, treatment) in enumerate(PARTS, 1)
    ]
    return Form(
        "contoh-lokasi-p2kp-2015.xlsx",
        "Lokasi 2015",
        ("DAFTAR LOKASI P2KP TAHUN 2015", PLACE, "Sasaran: kawasan kumuh"),
        (
            "No",
            "Program",
            "Tahun",
            "Kode Wilayah",
            "Kelurahan/Desa",
            "Kecamatan",
            "Jenis Lokasi",
            "Nomor SK",
            "Tanggal SK",
            "Keterangan",
        ),
        rows,
        BELOW_LATER,
    )
