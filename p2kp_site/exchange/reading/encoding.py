"""Which encoding a text file has: decided for the whole file before any of it is read."""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from .faults import UnusableFile

_CHUNK = 1024 * 1024
_LONGEST_LINE = 8 * _CHUNK
_UTF8_SEQUENCE = re.compile(
    rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}"
)
_HIGH = re.compile(rb"[\x80-\xff]")
_NOT_WINDOWS = re.compile(rb"[\x81\x8d\x8f\x90\x9d]")


@dataclass(frozen=True)
class TextFacts:
    """The encoding by Python's name and the number of line ends."""

    encoding: str
    lines: int


def inspect_text(path: Path) -> TextFacts:
    """One pass over the bytes. UTF-8, UTF-16, else Windows-1252; raises UnusableFile."""
    with path.open("rb") as file:
        head = file.read(4096)
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _decodes(path, "utf-16")
    if head.count(b"\0") * 4 >= len(head):
        even = head[0::2].count(b"\0")
        return _decodes(path, "utf-16-be" if even * 2 > head.count(b"\0") else "utf-16-le")
    return _utf8_or_windows(path, head.startswith(codecs.BOM_UTF8))


def _chunks(path: Path) -> Iterator[tuple[int, bytes]]:
    position = line = 0
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            yield position, chunk
            end = max(chunk.rfind(b"\n"), chunk.rfind(b"\r"))
            line = len(chunk) - end if end >= 0 else line + len(chunk)
            if line > _LONGEST_LINE:
                raise UnusableFile("line_too_long", position=position, limit=_LONGEST_LINE)
            position += len(chunk)


def _decodes(path: Path, encoding: str) -> TextFacts:
    decoder = codecs.getincrementaldecoder(encoding)()
    lines = 0
    size = path.stat().st_size
    for position, chunk in _chunks(path):
        try:
            text = decoder.decode(chunk, position + len(chunk) >= size)
        except UnicodeDecodeError as error:
            raise UnusableFile("unknown_encoding", position=position + error.start) from error
        if "\0" in text:
            raise UnusableFile("nul_byte", position=position + 2 * text.index("\0"))
        lines += text.count("\n")
    return TextFacts(encoding, lines)


def _utf8_or_windows(path: Path, marked: bool) -> TextFacts:
    decoder = codecs.getincrementaldecoder("utf-8")()
    lines, pending, broken = 0, False, -1
    for position, chunk in _chunks(path):
        if b"\0" in chunk:
            raise UnusableFile("nul_byte", position=position + chunk.index(b"\0"))
        lines += chunk.count(b"\n")
        if broken >= 0 or (chunk.isascii() and not pending):
            continue
        try:
            decoder.decode(chunk)
            pending = bool(decoder.getstate()[0])
        except UnicodeDecodeError as error:
            broken = position + error.start
    if broken < 0 and pending:
        broken = path.stat().st_size - 1
    if broken < 0:
        return TextFacts("utf-8-sig" if marked else "utf-8", lines or _old_line_ends(path))
    if marked:
        raise UnusableFile("mixed_encoding", position=broken)
    _refuse_mixture(path, broken)
    return TextFacts("cp1252", lines or _old_line_ends(path))


def _refuse_mixture(path: Path, broken: int) -> None:
    """Bytes that are no UTF-8 may be Windows-1252, but not beside letters in UTF-8."""
    sequences = strays = 0
    for position, chunk in _chunks(path):
        if chunk.isascii():
            continue
        if found := _NOT_WINDOWS.search(_UTF8_SEQUENCE.sub(b"", chunk)):
            raise UnusableFile("unknown_encoding", position=position + found.start())
        sequences += len(_UTF8_SEQUENCE.findall(chunk))
        strays += len(_HIGH.findall(_UTF8_SEQUENCE.sub(b"", chunk)))
    if sequences > strays or (sequences and sequences * 10 > strays):
        raise UnusableFile("mixed_encoding", position=broken)


def _old_line_ends(path: Path) -> int:
    return sum(chunk.count(b"\r") for _position, chunk in _chunks(path))
