"""A zip archive written from front to back, for sinks that cannot seek.

The standard library's `zipfile` can stream too, but it closes a broken archive as if it were
whole, and switches to a form that Excel repairs with a warning once a part may pass 2 GiB. Here an
archive without its directory stays unreadable, which is the mark that a download died.
"""

import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from struct import Struct
from typing import Final, NamedTuple

from p2kp_site.exchange.writing import ByteSink

# Level 1: XML of a table shrinks tenfold already, and higher levels cost more time than bytes.
_LEVEL: Final = 1
_VERSION: Final = 20
_SIZES_FOLLOW: Final = 0x0008
_DEFLATED: Final = 8
# The first day that zip knows: equal rows give equal bytes, so a SHA-256 can be compared.
_TIME: Final = 0
_DATE: Final = (1 << 5) | 1
_BYTES_MAX: Final = 0xFFFFFFFF

_LOCAL_HEADER: Final = Struct("<4s5H3I2H")
_DATA_DESCRIPTOR: Final = Struct("<4s3I")
_DIRECTORY_ENTRY: Final = Struct("<4s6H3I5H2I")
_DIRECTORY_END: Final = Struct("<4s4H2IH")


class _Entry(NamedTuple):
    name: bytes
    checksum: int
    packed: int
    size: int
    offset: int


class ZipPart:
    """One file inside the archive while it is being written."""

    def __init__(self, stream: "ZipStream") -> None:
        self._stream = stream
        self._deflate = zlib.compressobj(_LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS, 9)
        self.checksum = 0
        self.size = 0
        """Bytes written so far, before compression."""
        self.packed = 0

    def write(self, data: bytes, /) -> None:
        """Compress `data` and pass on what comes out; best in pieces of 64 KiB and more."""
        self.checksum = zlib.crc32(data, self.checksum)
        self.size += len(data)
        self._put(self._deflate.compress(data))

    def finish(self) -> None:
        """Pass on what the compressor still holds."""
        self._put(self._deflate.flush())

    def _put(self, packed: bytes) -> None:
        if packed:
            self.packed += len(packed)
            self._stream.put(packed)


class ZipStream:
    """A zip archive under way; parts come one after another, `close` makes it readable.

    Raises `OverflowError` when a part or the archive passes 4 GiB, the end of the plain format.
    """

    def __init__(self, sink: ByteSink) -> None:
        self._sink = sink
        self._offset = 0
        self._entries: list[_Entry] = []

    def put(self, data: bytes) -> None:
        """Hand bytes to the sink and keep count of where the next part begins."""
        self._sink.write(data)
        self._offset += len(data)

    @contextmanager
    def part(self, name: str) -> Iterator[ZipPart]:
        """Open the part called `name` (ASCII, forward slashes) until the block ends."""
        offset = self._offset
        encoded = name.encode("ascii")
        moment = (_VERSION, _SIZES_FOLLOW, _DEFLATED, _TIME, _DATE)
        self.put(_LOCAL_HEADER.pack(b"PK\3\4", *moment, 0, 0, 0, len(encoded), 0) + encoded)
        part = ZipPart(self)
        yield part
        part.finish()
        if max(part.size, self._offset) > _BYTES_MAX:
            raise OverflowError(f"{name} makes the archive larger than 4 GiB")
        self.put(_DATA_DESCRIPTOR.pack(b"PK\7\10", part.checksum, part.packed, part.size))
        self._entries.append(_Entry(encoded, part.checksum, part.packed, part.size, offset))

    def add(self, name: str, text: str) -> None:
        """Write a small part in one go, as UTF-8."""
        with self.part(name) as part:
            part.write(text.encode())

    def close(self) -> None:
        """Write the directory; without it no reader accepts the archive."""
        start = self._offset
        moment = (_VERSION, _VERSION, _SIZES_FOLLOW, _DEFLATED, _TIME, _DATE)
        for entry in self._entries:
            sizes = (entry.checksum, entry.packed, entry.size, len(entry.name))
            fields = (*moment, *sizes, 0, 0, 0, 0, 0, entry.offset)
            self.put(_DIRECTORY_ENTRY.pack(b"PK\1\2", *fields) + entry.name)
        count = len(self._entries)
        length = self._offset - start
        self.put(_DIRECTORY_END.pack(b"PK\5\6", 0, 0, count, count, length, start, 0))
