"""The shared sample files of local offices, each read as a careful person would read it.

The expectations lie beside the files. What needs a register of regions or boards is left out.
"""

import csv
import json
import re
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from p2kp_site.exchange.reading import Fault, Marked, PercentNumber, UnusableFile, cell_reader
from p2kp_site.exchange.reading.faults import FILE_KINDS
from p2kp_site.exchange.reading.names import strip_serial

from .boards import KINDS, kinds, read, samples

BOARDS = [
    "01_kop_dan_kepala_tiga_baris.xlsx", "02_kepala_tiap_halaman.xlsx", "03_nama_kusut.xlsx",
    "04_tanggal.xlsx", "05_kode_rusak.xlsx", "06_dua_tabel.xlsx", "07_lembar_kedua.xlsx",
    "08_baris_dan_kolom_tersembunyi.xlsx", "09_baris_hantu.xlsx", "10_rumus_dengan_nilai.xlsx",
    "11_rumus_tanpa_nilai.xlsx", "12_excel_lama.xls", "13_libreoffice.ods",
    "14_titik_koma_bom.csv", "15_tsv_bernama_csv.csv", "16_utf16.csv", "17_cp1252.csv",
    "18_koma_dan_kutip.csv", "19_sep_dan_baris_kosong.csv",
    "20_kepala_bahasa_inggris_dan_urutan_lain.xlsx",
]  # fmt: skip
# Only a register tells that these codes are not those of the row.
NEEDS_REGISTER = {("05_kode_rusak.xlsx", row) for row in (9, 12, 15)}
ROMAN = {"I": "1", "II": "2", "III": "3"}
CRITERIA = [
    "1a",
    "1b",
    "1c",
    "2a",
    "2b",
    "3a",
    "3b",
    "4a",
    "4b",
    "4c",
    "5a",
    "5b",
    "6a",
    "6b",
    "7a",
    "7b",
]
PAYMENTS = {
    "Kode BKM": "board_code", "Nama BKM": "board_name", "Kode Wilayah": "region_code",
    "TA": "fiscal_year", "Tahap": "tranche", "No. SP2D": "sp2d_no", "Tgl SP2D": "sp2d_on",
    "Jumlah (Rp)": "amount",
}  # fmt: skip
AREAS = {"Kawasan": "area_name", "Kelurahan": "village", "Kode": "region_code", "Luas": "area_ha",
         "Persen Tertangani": "handled_percent"}  # fmt: skip
OTHERS: dict[str, dict[str, str]] = {
    "slums/01_kumuh_per_rt.xlsx": {
        "Kecamatan": "district", "Kelurahan": "village", "Kampung": "kampung", "Luas": "area_ha",
        "RT/RW": "", "Jml Bangunan": "buildings", "Jml Penduduk": "population",
        "Jml KK": "households", "Panjang Jalan Ideal (m)": "ideal_road_m",
        "Panjang Drainase Ideal (m)": "ideal_drain_m", **{c: f"need.{c}" for c in CRITERIA},
    },
    "slums/02_titik_atau_koma.xlsx": AREAS,
    "slums/03_galat_rumus.xlsx": AREAS,
    "disbursements/01_pencairan_blm.xlsx": PAYMENTS,
    "disbursements/03_sel_gabung_dan_subtotal.xlsx": PAYMENTS,
    "households/01_nik.xlsx": {
        "NIK": "nik", "Nama Kepala Keluarga": "name", "L/P": "sex", "Tgl Lahir": "born_on",
        "Alamat": "address", "Kode Wilayah": "region_code", "Jml Anggota": "members",
    },
    "households/03_pw_bukan_lp.xlsx": {"Nama": "name", "Jenis Kelamin": "sex"},
    "regions/01_daftar_wilayah_2015.xlsx": {
        "Kode": "code", "Nama Provinsi / Kabupaten / Kota": "name", "Kecamatan": "district_name",
        "Kelurahan": "kelurahan_name", "Desa": "desa_name", "Luas Wilayah": "area_km2",
        "Jumlah Penduduk": "population",
    },
}  # fmt: skip
KIND_OF = {
    "area_ha": "area_ha", "buildings": "count", "population": "count", "households": "count",
    "ideal_road_m": "decimal", "ideal_drain_m": "decimal", "handled_percent": "percent",
    "region_code": "region_code", "code": "region_code", "sp2d_on": "date", "born_on": "date",
    "amount": "amount", "nik": "nik", "sex": "sex", "members": "count", "area_km2": "decimal",
}  # fmt: skip


def expected(folder: str, name: str) -> tuple[Path, dict[str, Any]]:
    root = samples() / "messy" / folder
    return root / name, json.loads((root / "expected.json").read_text("utf-8"))["files"][name]


def plain(value: Any) -> Any:
    """A value as the expectations write it, and what bears a mark without its mark."""
    if isinstance(value, Marked):
        return plain(value.value)
    if isinstance(value, date):
        return value.isoformat()
    return float(value) if isinstance(value, Decimal) else value


def check_rows(table: Any, rows: list[Any], wanted: dict[str, Any]) -> None:
    """The right sheet, the right header, and each row of the right kind."""
    assert table.sheet == wanted.get("sheet")
    assert table.header_rows == wanted["header_rows"]
    found = kinds(rows)
    assert [n for n, kind in found.items() if kind == "data"] == sorted(
        {record["row"] for record in wanted["rows"]}
    )
    expected_skips = {record["row"]: record["why"] for record in wanted["skipped"]}
    expected_skips |= {record["row"]: "other table" for record in wanted.get("other_table", ())}
    for number, why in expected_skips.items():
        assert found[number] != "data", why
    assert found.keys() >= expected_skips.keys()
    assert sorted(found) == [n for n in range(1, max(found) + 1) if n not in table.header_rows]


@pytest.mark.parametrize("name", BOARDS)
def test_boards_are_read_row_by_row_and_cell_by_cell(name: str) -> None:
    path, wanted = expected("boards", name)
    table, rows = read(path)
    check_rows(table, rows, wanted)
    cells = {row.number: row for row in rows}
    for record in wanted["rows"]:
        number = record["row"]
        assert cells[number].hidden == record.get("hidden", False)
        refused = {item["field"] for item in record.get("refused", ())}
        doubtful = {item["field"] for item in record.get("warnings", ())}
        for column in table.columns:
            if column.field is None:
                continue
            kind, options = KINDS[column.field]
            result = cell_reader(kind, **options)(cells[number].cells[column.index])
            if column.field in refused:
                if (name, number) in NEEDS_REGISTER or cells[number].cells[column.index] is None:
                    continue
                marked = isinstance(result, Marked) and result.kind == "undotted_code"
                assert isinstance(result, Fault) or marked, (number, column.field)
            elif not (column.field in doubtful and isinstance(result, Fault)):
                assert plain(result) == record["values"][column.field], (number, column.field)


@pytest.mark.parametrize("name", OTHERS)
def test_other_files_are_read_row_by_row_and_cell_by_cell(name: str) -> None:
    path, wanted = expected(*name.split("/"))
    table, rows = read(path, headings={k: v for k, v in OTHERS[name].items() if v})
    check_rows(table, rows, wanted)
    cells = {row.number: row for row in rows}
    for record in wanted["rows"]:
        values = dict(record["values"])
        values |= {f"need.{k}": v for k, v in values.pop("need", {}).items()}
        refused = {item["field"] for item in record.get("refused", ())}
        doubtful = {item["field"] for item in record.get("warnings", ())}
        for column in table.columns:
            if column.field is None:
                continue
            result = reading(column, cells[record["row"]].cells[column.index])
            if column.field in refused:
                assert isinstance(result, Fault), (record["row"], column.field)
            elif not (column.field in doubtful and isinstance(result, Fault)):
                wish = values.get(column.field)
                assert same(plain(result), wish), (record["row"], column.field, result)


def reading(column: Any, cell: Any) -> Any:
    """The value of a cell; numbers of tranches and years are read by their dataset, not here."""
    field = column.field
    if field.startswith("need."):
        return cell_reader("decimal")(cell)
    options = {"heading": column.heading} if field == "sex" else {}
    result = cell_reader(KIND_OF.get(field, "text"), **options)(cell)
    if field.endswith("name") and isinstance(result, str):
        return strip_serial(result)
    if field == "fiscal_year" and isinstance(result, str):
        return int(re.sub(r"\D", "", result))
    if field == "tranche" and isinstance(result, str):
        found = re.search(r"\b(I{1,3}|\d)\b", result)
        return int(ROMAN.get(found[1], found[1])) if found else result
    return result


def same(read_as: Any, wanted: Any) -> bool:
    if isinstance(read_as, str) and isinstance(wanted, str):
        return read_as == wanted or read_as.replace(" ", "").lower() == wanted.lower()
    return read_as == wanted


def test_a_file_with_its_tranches_side_by_side_has_a_column_for_each() -> None:
    path, wanted = expected("disbursements", "02_termin_melebar.xlsx")
    spread = {
        f"Tahap {roman} {text}": f"{field}.{number}"
        for roman, number in ROMAN.items()
        for text, field in (("Tanggal", "sp2d_on"), ("Rp", "amount"))
    }
    table, rows = read(
        path, headings={**PAYMENTS, **spread} | {"Tgl SP2D": "x", "Jumlah (Rp)": "y"}
    )
    assert table.header_rows == wanted["header_rows"]
    assert {row.number for row in rows if row.kind == "data"} == {r["row"] for r in wanted["rows"]}
    columns = {column.field: column.index for column in table.columns}
    cells = {row.number: row.cells for row in rows}
    for record in wanted["rows"]:
        values, row = record["values"], cells[record["row"]]
        assert row[columns[f"amount.{values['tranche']}"]] == values["amount"]
        assert row[columns[f"sp2d_on.{values['tranche']}"]].isoformat() == values["sp2d_on"]


def test_families_in_blocks_are_read_person_by_person() -> None:
    path, wanted = expected("households", "02_blok_per_keluarga.xlsx")
    headings = {"No. KK": "family_no", "Alamat": "address", "NIK": "nik", "Nama Lengkap": "name",
                "JK": "sex", "Hub. Keluarga": "relation", "Lahir Tempat": "born_in",
                "Lahir Tanggal": "born_on"}  # fmt: skip
    table, rows = read(path, headings=headings)
    check_rows(table, rows, wanted)
    columns = {column.field: column.index for column in table.columns if column.field}
    cells = {row.number: row.cells for row in rows}
    for record in wanted["rows"]:
        for field in ("nik", "born_on"):
            result = cell_reader(field if field == "nik" else "date")(
                cells[record["row"]][columns[field]]
            )
            assert plain(result) == record["values"][field]


BROKEN = [
    "bom_entitas.xlsx", "bom_zip.xlsx", "bukan_buku_kerja.xlsx", "gambar.csv", "gambar.xlsx",
    "hanya_bom.csv", "hanya_kepala.csv", "kosong.csv", "kosong.xlsx", "laman_web.xls",
    "lembar_raksasa.xlsx", "nul.csv", "tabel_lain.xlsx", "tanpa_kepala.csv", "terpotong.xls",
    "terpotong.xlsx",
]  # fmt: skip


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_file_is_refused_as_a_whole(name: str) -> None:
    path, wanted = expected("broken", name)
    with pytest.raises(UnusableFile) as caught:
        read(path)
    assert caught.value.kind in FILE_KINDS, wanted["refuse_file"]
    json.dumps(caught.value.params)


# These are refused by a register of regions only.
REGISTER_CODES = {f"region_code-0{n}" for n in (30, 36, 37, 39, 40, 41, 42, 43, 44, 55)}


def spellings() -> list[dict[str, str]]:
    with (samples() / "values" / "readings.csv").open(encoding="utf-8", newline="") as file:
        return [
            row
            for row in csv.DictReader(file)
            if row["kind"] not in ("region_name", "board_name") and row["id"] not in REGISTER_CODES
        ]


def cell_of(row: dict[str, str]) -> Any:
    if row["cell"] == "number":
        if "cell format" in row["context"] and "%" in row["context"]:
            return PercentNumber(row["text"])
        return int(row["text"]) if re.fullmatch(r"-?\d+", row["text"]) else float(row["text"])
    if row["cell"] == "date":
        return date.fromisoformat(row["text"])
    return row["text"] == "TRUE" if row["cell"] == "bool" else row["text"]


def test_every_shared_spelling_reads_as_written_beside_it() -> None:
    wrong = []
    for row in spellings():
        heading = row["context"].removeprefix("heading ") if "heading" in row["context"] else ""
        options = {"heading": heading} if row["kind"] in ("sex", "yes_no") else {}
        result = cell_reader(row["kind"], **options)(cell_of(row))
        value = result.value if isinstance(result, Marked) else result
        right = not isinstance(value, Fault) and row["expected"] and equals(value, row["expected"])
        accepted = {
            "read": right,
            "refused": isinstance(value, Fault),
            "read_or_refuse": right or isinstance(value, Fault),
        }
        if not accepted[row["outcome"]]:
            wrong.append((row["id"], row["text"], row["outcome"], row["expected"], result))
    assert not wrong


def equals(value: Any, text: str) -> bool:
    if value is None or isinstance(value, bool):
        return text == {None: "EMPTY", True: "true", False: "false"}[value]
    if isinstance(value, int | Decimal):
        return text != "EMPTY" and Decimal(value) == Decimal(text)
    return text == (value.isoformat() if isinstance(value, date) else value)
