"""The form about complaints: the register that an office kept on paper. All of it invented."""

from datetime import date

from demo_workbooks.facts import BELOW, BOARDS, in_words
from demo_workbooks.plans import PLACE
from demo_workbooks.sheets import Form


def register() -> Form:
    """Three complaints of the old register: two are done, one was left lying."""
    rows = (
        (
            BOARDS[0],
            date(2009, 8, 3),
            "Papan informasi BLM belum dipasang (contoh)",
            ("informatif", "administrasi", "TATAP-MUKA", "SOSIALISASI"),
            "SELESAI",
            date(2009, 8, 21),
            "BKM memasang papan informasi di kantor lurah (contoh).",
        ),
        (
            BOARDS[2],
            date(2011, 2, 14),
            "Upah kerja KSM terlambat dibayar (contoh)",
            ("masalah", "keuangan", "KOTAK", "PENCAIRAN-KSM"),
            "SELESAI",
            date(2011, 4, 5),
            "Upah dibayar lunas, dengan tanda terima (contoh).",
        ),
        (
            BOARDS[6],
            date(2014, 11, 24),
            "Warga menanyakan lokasi MCK (contoh)",
            ("informatif", "administrasi", "SMS-TELEPON", "INFRASTRUKTUR"),
            "DITELAAH",
            None,
            None,
        ),
    )
    return Form(
        "contoh-pengaduan-lama.xlsx",
        "Buku Register",
        ("BUKU REGISTER PENGADUAN MASYARAKAT (PPM)", PLACE, "Dari buku register kertas, rekaan"),
        (
            "No",
            "No. Register",
            "Kode Jenis Kasus",
            "Kode Wilayah",
            "Kelurahan/Desa",
            "Kode BKM",
            "Pokok Pengaduan",
            "Tanggal Diterima",
            ("Pengaduan", ("Sifat", "Lingkup", "Saluran", "Tema")),
            "Derajat Masalah",
            "Status Penanganan",
            "Tanggal Selesai",
            "Penyelesaian",
            "Uraian",
        ),
        [
            (
                number,
                f"CONTOH/REG/{received_on.year}/{number:03d}",
                "PPM",
                board.region,
                board.village,
                board.code,
                title,
                in_words(received_on),
                *kinds,
                "Kelurahan",
                stage,
                closed_on,
                outcome,
                "Data contoh, disalin dari register kertas yang direka.",
            )
            for number, (board, received_on, title, kinds, stage, closed_on, outcome) in enumerate(
                rows, 1
            )
        ],
        BELOW,
    )
