"""What a file is, by its content; its name's ending decides nothing."""

import os
from pathlib import Path

from .faults import UnusableFile
from .limits import Limits

_FOREIGN = (
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"BM6", "BMP"),
    (b"II*\x00", "TIFF"),
    (b"MM\x00*", "TIFF"),
    (b"%PDF", "PDF"),
    (b"{\\rtf", "RTF"),
    (b"Rar!", "RAR"),
    (b"7z\xbc\xaf", "7z"),
    (b"\x1f\x8b", "gzip"),
    (b"BZh", "bzip2"),
    (b"\xfd7zXZ", "xz"),
    (b"PAR1", "Parquet"),
    (b"SQLite format 3", "SQLite"),
    (b"MZ", "Windows program"),
    (b"\x7fELF", "program"),
)
_HTML = ("<!doctype html", "<html", "<head", "<body", "<table", "<meta", "<style", "mime-version:")


def recognise(path: Path, limits: Limits) -> str:
    """`zip`, `ole` (old binary workbook) or `text`; raises UnusableFile for anything else."""
    size = os.path.getsize(path)
    if size == 0:
        raise UnusableFile("empty_file")
    if size > limits.file_bytes:
        raise UnusableFile("file_too_large", bytes=size, limit=limits.file_bytes)
    with path.open("rb") as file:
        head = file.read(64)
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return "zip"
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        return "ole"
    for magic, name in _FOREIGN:
        if head.startswith(magic):
            raise UnusableFile("not_a_table", found=name)
    return "text"


def refuse_markup(head: str) -> None:
    """Raises UnusableFile when the beginning of a text is that of a web page or of XML."""
    start = head.lstrip("\ufeff \t\r\n")[:1000].lower()
    if start.startswith(_HTML):
        raise UnusableFile("html_page")
    if start.startswith("<?xml"):
        raise UnusableFile("html_page" if "<html" in start else "xml_file")
