"""The container of old binary Office files: a small file system inside a file."""

import struct
from pathlib import Path

from .faults import UnusableFile

_END = 0xFFFFFFFA
_SMALL = 4096
_WORKBOOK, _ENCRYPTED = ("workbook", "book"), ("encryptedpackage",)
_OTHERS = {"worddocument": "Word", "powerpoint document": "PowerPoint", "__properties_version1.0":
           "Outlook", "fileheader": "HWP"}  # fmt: skip  # a table, an entry a line


class OleFile:
    """The streams of one file by lower-case name. All errors are UnusableFile."""

    def __init__(self, path: Path) -> None:
        self._data = path.read_bytes()
        try:
            self._open()
        except (struct.error, IndexError, ValueError) as error:
            raise UnusableFile("damaged_workbook", detail=f"container: {error}") from error

    def _open(self) -> None:
        head = self._data[:512]
        self._sector = 1 << struct.unpack_from("<H", head, 30)[0]
        if self._sector not in (512, 4096):
            raise ValueError("sector size")
        directory, small_fat, more = (struct.unpack_from("<I", head, n)[0] for n in (48, 60, 68))
        listed = [n for n in struct.unpack_from("<109I", head, 76) if n < _END]
        seen: set[int] = set()
        while more < _END and more not in seen:
            seen.add(more)
            numbers = self._numbers(more)
            listed += [n for n in numbers[:-1] if n < _END]
            more = numbers[-1]
        self._fat = [number for sector in listed for number in self._numbers(sector)]
        self._small_fat = _unpack(self._chain(small_fat)) if small_fat < _END else []
        self._entries: dict[str, tuple[int, int]] = {}
        self._small_data = b""
        entries = self._chain(directory)
        for offset in range(0, len(entries) - 127, 128):
            self._see_entry(entries[offset : offset + 128])

    def _see_entry(self, entry: bytes) -> None:
        length, kind = struct.unpack_from("<HB", entry, 64)
        name = entry[: max(0, length - 2)].decode("utf-16-le", "replace").lower()
        start, size = struct.unpack_from("<II", entry, 116)
        if kind == 5:
            self._small_data = self._chain(start)[:size] if size else b""
        elif kind == 2:
            self._entries.setdefault(name, (start, size))

    def workbook(self) -> bytes:
        """The stream of the workbook; raises UnusableFile when the file is something else."""
        for name in _ENCRYPTED:
            if name in self._entries:
                raise UnusableFile("encrypted_workbook")
        for name in _WORKBOOK:
            if name in self._entries:
                return self._stream(*self._entries[name])
        for name, found in _OTHERS.items():
            if name in self._entries:
                raise UnusableFile("not_a_table", found=found)
        raise UnusableFile("damaged_workbook", detail="no workbook in the container")

    def _stream(self, start: int, size: int) -> bytes:
        if size >= _SMALL:
            return self._chain(start)[:size]
        parts = []
        seen: set[int] = set()
        while start < _END and start not in seen and start < len(self._small_fat):
            seen.add(start)
            parts.append(self._small_data[start * 64 : start * 64 + 64])
            start = self._small_fat[start]
        return b"".join(parts)[:size]

    def _chain(self, start: int) -> bytes:
        parts = []
        seen: set[int] = set()
        while start < _END:
            if start in seen or start >= len(self._fat):
                raise UnusableFile("damaged_workbook", detail="container: broken chain")
            seen.add(start)
            parts.append(self._at(start))
            start = self._fat[start]
        return b"".join(parts)

    def _at(self, sector: int) -> bytes:
        offset = (sector + 1) * self._sector
        if offset >= len(self._data):
            raise UnusableFile("damaged_workbook", detail="container: cut off")
        return self._data[offset : offset + self._sector]

    def _numbers(self, sector: int) -> list[int]:
        return _unpack(self._at(sector))


def _unpack(data: bytes) -> list[int]:
    return list(struct.unpack(f"<{len(data) // 4}I", data[: len(data) // 4 * 4]))
