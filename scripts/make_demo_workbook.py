"""Make the demo's workbook of boards, as a local office would have typed it.

Needs openpyxl (a development dependency). The kelurahan are real; everything else is invented and
says so, since nobody knows the names of the real eight boards.
"""

from datetime import date
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

TARGET = Path(__file__).resolve().parent.parent / "p2kp_site/demo/data/contoh-bkm-tembilahan.xlsx"
TITLES = (
    "CONTOH – DATA REKAAN",
    "DAFTAR BADAN KESWADAYAAN MASYARAKAT (BKM/LKM)",
    "PNPM MANDIRI PERKOTAAN, KECAMATAN TEMBILAHAN, KABUPATEN INDRAGIRI HILIR",
    "Keadaan 30 April 2015",
)
HEADINGS = (
    "No",
    "Kode BKM",
    "Nama BKM/LKM",
    "Kode Wilayah",
    "Kelurahan/Desa",
    "Kecamatan",
    "Tanggal Berdiri",
    "Koordinator",
    "Alamat",
    "No. Akta",
    "Tanggal Akta",
    "Notaris",
    "Aktif",
)
VILLAGES = (
    ("14.04.04.1001", "Tembilahan Kota"),
    ("14.04.04.1002", "Tembilahan Hilir"),
    ("14.04.04.1003", "Seberang Tembilahan"),
    ("14.04.04.1004", "Sungai Perak"),
    ("14.04.04.1005", "Sungai Beringin"),
    ("14.04.04.1006", "Pekan Arba"),
    ("14.04.04.1007", "Seberang Tembilahan Barat"),
    ("14.04.04.1008", "Seberang Tembilahan Selatan"),
)
FLOWERS = ("Melati", "Mawar", "Kenanga", "Cempaka", "Anggrek", "Dahlia", "Seroja", "Flamboyan")
FORMED = (
    date(2006, 9, 12),
    "3 Oktober 2006",
    date(2006, 10, 17),
    "21-11-2006",
    date(2007, 2, 6),
    "14 Maret 2007",
    date(2007, 4, 24),
    "09-05-2007",
)


def rows() -> list[tuple[object, ...]]:
    """One invented board for each of the eight kelurahan, dates written as clerks write them."""
    return [
        (
            n,
            f"BKM-140404-{n:03d}",
            f"BKM Contoh {flower}",
            code,
            village,
            "Tembilahan",
            formed,
            f"Koordinator Rekaan {n}",
            f"Jl. Contoh No. {n}, {village}",
            f"{n:02d}/CONTOH/2008",
            date(2008, 1, 10 + n),
            "Notaris Rekaan, S.H.",
            "Ya",
        )
        for n, ((code, village), flower, formed) in enumerate(
            zip(VILLAGES, FLOWERS, FORMED, strict=True), start=1
        )
    ]


def main() -> None:
    book = Workbook(write_only=False)
    book.remove(book.worksheets[0])
    sheet = book.create_sheet("Data BKM")
    for title in TITLES:
        sheet.append([title])
        sheet.merge_cells(
            start_row=sheet.max_row, end_row=sheet.max_row, start_column=1, end_column=13
        )
        sheet.cell(sheet.max_row, 1).font = Font(bold=True)
        sheet.cell(sheet.max_row, 1).alignment = Alignment(horizontal="center")
    sheet.append([])
    sheet.append(HEADINGS)
    thin = Side(style="thin")
    for cell in sheet[sheet.max_row]:
        cell.font = Font(bold=True)
        cell.fill = PatternFill("solid", fgColor="DDE6EF")
        cell.alignment = Alignment(wrap_text=True, vertical="center")
    for row in rows():
        sheet.append(row)
    for row in sheet.iter_rows(min_row=6, max_row=sheet.max_row):
        for cell in row:
            cell.border = Border(top=thin, bottom=thin, left=thin, right=thin)
            if isinstance(cell.value, date):
                cell.number_format = "dd-mm-yyyy"
    sheet.append(["", "", "Jumlah 8 BKM/LKM"])
    sheet.append([])
    sheet.append(["Keterangan: semua nama orang dan BKM dalam berkas ini rekaan."])
    for letter, width in zip(
        "ABCDEFGHIJKLM", (5, 17, 24, 16, 28, 14, 17, 24, 38, 16, 14, 24, 8), strict=True
    ):
        sheet.column_dimensions[letter].width = width
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    book.save(TARGET)


if __name__ == "__main__":
    main()
