"""The words by which a row that is no data gives itself away: totals, notes, signatures."""

import re
from typing import Any

from .names import clean, fold
from .raw_cells import is_blank

# No total and no signature is longer; a long text is somebody's remark.
_LONGEST = 100
_CARRIED = re.compile(
    r"^(?:sub)?(?:jumlah|jml|total)?(?:di)?(?:pindahan|pindahkan)(?:darihal(?:aman)?\d*)?$"
)
_TOTAL = re.compile(
    r"^(?:grand|sub)?(?:jumlah|jml|total|subtotal|subjumlah)"
    r"(?:total|jumlah|semua|seluruh(?:nya)?|keseluruhan|umum|akhir|besar|rp|rupiah"
    r"|(?:sampai(?:dengan)?|per)?hal(?:aman)?(?:ini)?\d*"
    r")*(?:\d{0,4}(?:kecamatan|kelurahan|desa|kabupaten|kota|provinsi|propinsi|nasional|bkm|lkm)\w*"
    r"|[ivx]{1,4}|[a-h]|\d{1,3})?$"
)
_SHORT_REGION_TOTAL = re.compile(r"^\W*(?:sub\W*)?(?:jumlah|total)\W+(?:kec|kel|kab|prov)\.", re.I)
# `Jumlah 24 KSM`, `Total: 1.250 unit`: a number of something, and no more.
_COUNTED_TOTAL = re.compile(
    r"^\W*(?:(?:grand|sub)\W*)?(?:jumlah|jml|total)\W+\d{1,3}(?:\.?\d{3})*\s+[^\W\d_]{2,20}\W*$",
    re.I,
)
_AVERAGE = re.compile(r"^(?:nilai)?rata(?:2|rata)$")

_PAGE = re.compile(
    r"^\W*(?:hal(?:aman)?|page)\W*\d+(?:\s*(?:dari|of|/)\s*\d+)?\W*$|^-\s*\d+\s*-$", re.I
)
_NOTE = re.compile(
    r"^(?:\*+\)?\s*)?(?:catatan|keterangan|ket|sumber(?: data)?|nb|note|notes|source|data diolah"
    r"|dicetak|tanggal cetak)\b\s*(?:[:.]|$)"
    r"|^\*+\)?\s*\S",
    re.I,
)
_MONTH = r"(?:jan|feb|peb|mar|apr|mei|may|jun|jul|ag|aug|sep|okt|oct|nov|nop|des|dec)"
_SIGNATURE = re.compile(
    rf"^[A-Za-z .'-]{{3,40}},\s*(?:tgl\.?\s*)?(?:\d{{1,2}}|\.+|…+)?\s*(?:{_MONTH}[a-z]*|\.+|…+)"
    r"\s*(?:\d{4}|20\.*|\.+|…+)$"
    r"|^\W*(?:mengetahui|diketahui|menyetujui|disetujui|mengesahkan|dibuat|diperiksa)"
    r"(?:\s+(?:oleh|di))?\b.{0,30}$"
    r"|^nip\b\W*[\d .]*$"
    r"|^(?:a\.\s?n\.|an\.|u\.b\.|plt\.|ttd\.?$)"
    r"|^\(\s*(?:[._…\s]|\u00a0){3,}\)$|^[._…]{6,}$"
    r"|^(?:kepala dinas|kepala bidang|kepala desa|camat|lurah|bupati|walikota|wali kota"
    r"|koordinator kota|korkot|askot|penanggung jawab|yang membuat|pembuat daftar)\b.{0,40}$",
    re.I,
)
_SECTION = re.compile(
    r"^(?:(?:prov|kab|kec|kel|ds)\.\s*\w|(?:provinsi|propinsi|kabupaten|kota|kecamatan|kelurahan|desa"
    r"|dusun|rt|rw|wilayah|tahap|termin|tahun|bulan|triwulan|periode|siklus)\b)"
    r"|^(?:[A-Z]|[IVX]{1,5})[.)]\s+\S",
    re.I,
)
_FIGURES = re.compile(r"^(?:rp|idr)?[\s.:]*[-(]?[\d\s.,'%()+=-]+$", re.I)
# Region codes, NIK and dates are made of digits too, but they say which row it is.
_IDENTITY = re.compile(
    r"^(?:\d{2}\.\d{2}\.\d{2}[\d.]*|\d{16}|\d{1,2}[-. ]\d{1,2}[-. ]\d{4}|\d{4}-\d\d-\d\d)$"
)
_COLUMN_NUMBER = re.compile(r"^[(\[]?\s*-?(\d{1,3})\s*[)\].]?$")


def total_kind(text: str) -> str | None:
    """`total` or `carried_over` when the text is one that only such rows bear."""
    if len(text) > _LONGEST:
        return None
    key = fold(text)
    if _CARRIED.match(key):
        return "carried_over"
    if _TOTAL.match(key) or _AVERAGE.match(key) or _SHORT_REGION_TOTAL.match(text):
        return "total"
    return "total" if _COUNTED_TOTAL.match(text) else None


def lone_kind(text: str) -> str | None:
    """What a text that stands alone on its row says of itself; None when it says nothing."""
    if len(text) > _LONGEST * 5:
        return None
    if _PAGE.match(text):
        return "page_number"
    if _NOTE.match(text):
        return "note"
    return "signature" if is_signature(text) else None


def is_signature(text: str) -> bool:
    """Place and date, an office or dots to sign on."""
    return bool(_SIGNATURE.match(text))


def is_section(text: str) -> bool:
    """A text that heads a group of rows: `KECAMATAN ENOK`, `B. Rekapitulasi`."""
    return bool(_SECTION.match(text))


def is_figure(cell: Any) -> bool:
    """A number, or a text of digits and marks such as `Rp 4.999.999.999` or `-`."""
    if isinstance(cell, int | float):
        return True
    if not isinstance(cell, str):
        return False
    text = cell.strip()
    return is_blank(text) or bool(_FIGURES.match(text) and not _IDENTITY.match(text))


def are_column_numbers(cells: list[Any]) -> bool:
    """`(1) (2) (3)`, also as the negative numbers that a spreadsheet makes of them."""
    if len(cells) < 3:
        return False
    for wanted, cell in enumerate(cells, 1):
        if isinstance(cell, int):
            if abs(cell) != wanted:
                return False
            continue
        found = _COLUMN_NUMBER.match(clean(cell)) if isinstance(cell, str) else None
        if not found or int(found.group(1)) != wanted:
            return False
    return True


def continues(above: Any, text: str) -> bool:
    """Whether the text may be the rest of the text above it: words without digits, both."""
    if not isinstance(above, str) or len(text) > 60 or any(c.isdigit() for c in text):
        return False
    bare = above.strip().lstrip("0123456789.) ")
    if not bare or any(c.isdigit() for c in bare) or ":" in text:
        return False
    return not is_section(text) and not (text.isupper() and not above.isupper())
