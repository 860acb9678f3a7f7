#!/usr/bin/env python3
"""Keeps docs/data-dictionary.md in step with the datasets: `data_dictionary.py update` or `check`.

The page is in Indonesian, for those who fill in the files; English stands beside it where programs
need it. `check` changes nothing and fails where the page is not the one of the code.
"""

import difflib
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "data-dictionary.md"
LANGUAGES = ("id", "en")

INTRO = """\
# Kamus data

Semua kumpulan data yang dapat diimpor dan diekspor, menurut urutan impor ke basis data kosong:
yang disebut oleh kumpulan lain berdiri lebih dahulu. Halaman ini dibuat dari kode dengan
`make dictionary` dan diperiksa oleh `make check`; jangan diubah dengan tangan. Keterangan yang sama
ada di lembar "Keterangan" setiap buku kerja ekspor, di berkas `.schema.json` di samping CSV, dan
dalam `manage.py datasets --json`.

*All datasets, in the order in which they can be imported into an empty base. Made from the code.*

Cara membaca:

- **Kunci** menamai baris bila berkas tidak membawa `ref`; semua bagiannya wajib. **Tanggal**
  menempatkan baris dalam suatu periode `[awal, akhir)`.
- **Wilayah**: *tempat* – dibaca dan ditulis oleh yang bekerja di situ; *terbaca dari bawah* –
  milik tingkat yang menerbitkan, dibaca juga oleh semua di dalamnya; *acuan* – tanpa wilayah,
  dibaca semua, ditulis tingkat nasional.
- **Cara**: kolom *disimpan* ditulis oleh impor (sel kosong mengosongkan isi, kolom yang tidak ada
  dibiarkan); kolom *dibandingkan* hanya untuk dibaca: saat impor harus kosong atau sama.
- **Pribadi**: bagi yang tidak berhak atas data pribadi, kolom tidak ada dalam ekspor dan ditolak
  dalam impor.
- Judul kolom boleh ditulis dalam bahasa Indonesia atau Inggris, atau dengan nama kolomnya.
"""

KINDS = {
    "ref": "ref",
    "text": "teks",
    "name": "nama",
    "long_text": "teks panjang",
    "code": "kode",
    "region_code": "kode wilayah",
    "date": "tanggal",
    "year": "tahun",
    "count": "bilangan bulat",
    "ordinal": "nomor tahap",
    "rupiah": "rupiah penuh",
    "decimal": "bilangan desimal",
    "area_ha": "luas (ha)",
    "percent": "persen",
    "yes_no": "ya/tidak",
    "choice": "pilihan",
    "sex": "L/P",
    "phone": "telepon",
    "nik": "NIK",
    "rt_rw": "RT/RW",
}
MODES = {"set": "disimpan", "compared": "dibandingkan"}
HEADS = ("Nama", "Judul", "Jenis", "Cara", "Wajib", "Kunci", "Pribadi", "Arti")


def page() -> str:
    """The whole page."""
    from p2kp_site.exchange.registry import all_datasets

    parts = [INTRO, "| | Kumpulan data | Nama | Kunci |\n|---|---|---|---|"]
    datasets = all_datasets()
    for number, kind in enumerate(datasets, 1):
        key = ", ".join(f"`{name}`" for name in _key(kind))
        title = _in("id", kind.title)
        parts.append(f"| {number} | [{title}](#{kind.slug}) | `{kind.slug}` | {key} |")
    contents = "\n".join(parts)
    return "\n".join([contents, *("\n".join(_section(kind)) for kind in datasets)])


def _section(kind: Any) -> Iterator[str]:
    yield ""
    yield f'<a id="{kind.slug}"></a>'
    yield f"## {_in('id', kind.title)}"
    yield ""
    yield f"*{_in('en', kind.title)}* (`{kind.slug}`). {_about(kind)}"
    yield ""
    yield f"- Kunci: {', '.join(f'`{name}`' for name in _key(kind))}"
    yield f"- Tanggal: {_in('id', getattr(kind, 'period', '')) or '–'}"
    yield f"- Wilayah: {_area(kind)}"
    yield f"- Pengesahan: {_signing(kind)}"
    yield f"- Impor: {'ya' if kind.importable else 'tidak, hanya ekspor'}"
    yield ""
    yield f"| {' | '.join(HEADS)} |"
    yield f"|{'---|' * len(HEADS)}"
    for name, column in kind.fields.items():
        yield _line(kind, name, column)
    for spread in getattr(kind, "spreads", ()):
        yield _spread_line(spread)


def _line(kind: Any, name: str, column: Any) -> str:
    marks = ("ya" if on else "" for on in (column.required, column.key, column.personal))
    mode = MODES[column.mode] if kind.importable else "diekspor"
    start = (f"`{name}`", _in("id", column.heading), KINDS[column.kind], mode)
    return _row([*start, *marks, _meaning(kind, name, column)])


def _spread_line(spread: Any) -> str:
    meaning = "Satu kolom untuk setiap isi daftar acuan, menurut kodenya; kosong berarti tidak ada."
    heading = f"{_in('id', spread.heading)}: …"
    name = f"`{spread.prefix}.<kode>`"
    return _row([name, heading, KINDS[spread.kind], MODES["set"], "", "", "", meaning])


def _row(cells: list[str]) -> str:
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"


def _meaning(kind: Any, name: str, column: Any) -> str:
    """What the column means, and what may stand in it."""
    field = _field(kind, column.source if column.attribute else name)
    parts = [_in("id", column.help_text or getattr(field, "help_text", ""))]
    if column.kind == "choice":
        texts = "; ".join(_choice(value, label) for value, label in field.flatchoices)
        parts.append(f"Pilihan: {texts}.")
    if column.beside:
        parts.append(f"Mengikuti kolom `{column.beside[0]}`.")
    length = getattr(field, "max_length", None)
    typed = column.kind in ("text", "name", "code") and not column.lookup and not column.beside
    if length and typed:
        parts.append(f"Paling panjang {length} huruf.")
    return " ".join(part for part in parts if part)


def _choice(value: Any, label: Any) -> str:
    return f"{_in('id', label)} (`{value}`, {_in('en', label)})"


def _field(kind: Any, path: str) -> Any:
    """The field of the model at the end of a path; None where the path leads to none."""
    from django.core.exceptions import FieldDoesNotExist

    model, field = kind.model, None
    for step in path.split("__"):
        try:
            field = model._meta.get_field(step)
        except FieldDoesNotExist:
            return None
        model = field.related_model
    return field


def _key(kind: Any) -> list[str]:
    return [name for name, column in kind.fields.items() if column.key]


def _about(kind: Any) -> str:
    """What a row is, by the first sentence of the model."""
    first = " ".join((kind.model.__doc__ or "").split("\n\n")[0].split())
    return f"Satu baris: *{first}*" if first else ""


def _area(kind: Any) -> str:
    from communities.scoping import FromBelowQuerySet, ReferenceQuerySet

    rows = kind.model._default_manager.all()
    if isinstance(rows, ReferenceQuerySet):
        return "acuan"
    return "terbaca dari bawah" if isinstance(rows, FromBelowQuerySet) else "tempat"


def _signing(kind: Any) -> str:
    if any(field.name == "signoff" for field in kind.model._meta.fields):
        return "formulir (diserahkan, diketahui, diverifikasi)"
    part_of = getattr(kind, "part_of", "")
    return f"bersama `{part_of}`" if part_of else "–"


def _in(language: str, text: Any) -> str:
    from django.utils.translation import override

    with override(language):
        return str(text)


def update() -> int:
    """Writes the page."""
    PAGE.write_text(page(), encoding="utf-8")
    return 0


def check() -> int:
    """0 where the page is as the code says."""
    stands = PAGE.read_text(encoding="utf-8") if PAGE.exists() else ""
    wanted = page()
    if stands == wanted:
        return 0
    lines = difflib.unified_diff(stands.splitlines(), wanted.splitlines(), lineterm="", n=0)
    print(f"{PAGE.relative_to(ROOT)} is not of this code; run scripts/data_dictionary.py update:")
    print("\n".join(list(lines)[:40]))
    return 1


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "p2kp_site.settings")
    import django

    django.setup()
    sys.exit({"update": update, "check": check}[sys.argv[1]]())
