"""The forms about offices: who they are, and whom they accompanied from when until when.

The offices exist or existed, but for the one that is called invented; the days of their
assignments are invented. The consultants spoke at the workshop of 2015, so that their contracts go
on under P2KP after PNPM Mandiri Perkotaan had ended.
"""

from datetime import date

from demo_workbooks.facts import BELOW, in_words
from demo_workbooks.sheets import Form

PLACE = "KABUPATEN INDRAGIRI HILIR, PROVINSI RIAU"
NOTE = "Data contoh: hari dan alamat rekaan"
BAPPEDA, KMW, ASKOT = "INS-1404-BAPPEDA", "INS-14-KMW-OC1", "INS-1404-ASKOT"
WORKS_OFFICE, PARTNER = "INS-1404-DCKPR", "INS-1404-CONTOH"
WORKS_OFFICE_NAME = "Dinas Cipta Karya dan Perumahan Rakyat Kabupaten Indragiri Hilir"
PARTNER_NAME = "PT Contoh Mitra (rekaan)"


def agencies() -> Form:
    """The offices, and an invented firm; no persons."""
    offices = (
        (
            BAPPEDA,
            "Bappeda Kabupaten Indragiri Hilir",
            "Badan perencanaan (Bappeda)",
            "14.04",
            "Kabupaten Indragiri Hilir",
            None,
            None,
            "Jl. Contoh No. 1, Tembilahan",
        ),
        (
            KMW,
            "KMW OC 1 Riau",
            "Konsultan manajemen wilayah (KMW)",
            "14",
            "Riau",
            "1 September 2006",
            "1 Januari 2016",
            "Jl. Contoh No. 14, Pekanbaru",
        ),
        (
            ASKOT,
            "Askot P2KP Indragiri Hilir",
            "Asisten koordinator kota (Askot)",
            "14.04",
            "Kabupaten Indragiri Hilir",
            "1 September 2006",
            "1 Januari 2016",
            "Jl. Contoh No. 2, Tembilahan",
        ),
        (
            WORKS_OFFICE,
            WORKS_OFFICE_NAME,
            "Dinas teknis (Dinas)",
            "14.04",
            "Kabupaten Indragiri Hilir",
            None,
            None,
            "Jl. Contoh No. 3, Tembilahan",
        ),
        (
            PARTNER,
            PARTNER_NAME,
            "Mitra swasta",
            "14.04",
            "Kabupaten Indragiri Hilir",
            None,
            None,
            "Jl. Contoh No. 4, Tembilahan",
        ),
    )
    return Form(
        "contoh-lembaga.xlsx",
        "Lembaga",
        (
            "DAFTAR LEMBAGA, KONSULTAN PENDAMPING DAN MITRA",
            f"P2KP / PNPM MANDIRI PERKOTAAN, {PLACE}",
        ),
        (
            "No",
            "Kode Lembaga",
            "Nama Lembaga",
            "Jenis Lembaga",
            "Kode Wilayah",
            "Nama Wilayah",
            "Aktif Sejak",
            "Aktif Sampai",
            "Alamat Kantor",
            "Keterangan",
        ),
        [(number, *office, NOTE) for number, office in enumerate(offices, 1)],
        BELOW,
    )


def assignments() -> Form:
    """Each contract of the consultants, from its first day until the day after its last."""
    contracts = (
        (KMW, "KMW OC 1 Riau", "14", "Riau", date(2006, 9, 1), date(2010, 1, 1)),
        (KMW, "KMW OC 1 Riau", "14", "Riau", date(2010, 1, 1), date(2015, 4, 1)),
        (KMW, "KMW OC 1 Riau", "14", "Riau", date(2015, 4, 1), date(2016, 1, 1)),
        (ASKOT, "Askot P2KP Indragiri Hilir", "14.04", "", date(2006, 9, 1), date(2009, 1, 1)),
        (ASKOT, "Askot P2KP Indragiri Hilir", "14.04", "", date(2009, 1, 1), date(2015, 4, 1)),
        (ASKOT, "Askot P2KP Indragiri Hilir", "14.04", "", date(2015, 4, 1), date(2016, 1, 1)),
    )
    rows = [
        (
            number,
            code,
            name,
            region,
            place or "Kabupaten Indragiri Hilir",
            since,
            in_words(until),
            NOTE,
        )
        for number, (code, name, region, place, since, until) in enumerate(contracts, 1)
    ]
    return Form(
        "contoh-penugasan-konsultan.xlsx",
        "Penugasan",
        ("PENUGASAN KONSULTAN PENDAMPING MENURUT KONTRAK", PLACE),
        (
            "No",
            "Kode Lembaga",
            "Nama Konsultan",
            "Kode Wilayah",
            "Wilayah Dampingan",
            "Bertugas Sejak",
            "Bertugas Sampai",
            "Keterangan",
        ),
        rows,
        BELOW,
    )
