"""Files that appear whole or not at all, with the fingerprint that the register keeps of them."""

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Final

PART_SUFFIX: Final = ".part"


class HashedFile:
    """A file being written: takes bytes in order and knows their number and SHA-256.

    It cannot seek, so what was hashed is what lies on the disk.
    """

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._sha256 = hashlib.sha256()
        self.size = 0
        """Bytes written so far."""

    def write(self, data: bytes, /) -> int:
        """Write all of `data` and return its length in bytes."""
        self._file.write(data)
        self._sha256.update(data)
        self.size += len(data)
        return len(data)

    def flush(self) -> None:
        """Hand what is buffered to the operating system."""
        self._file.flush()

    def hexdigest(self) -> str:
        """Return the SHA-256 of the bytes so far as 64 hexadecimal digits; after closing too."""
        return self._sha256.hexdigest()


@contextmanager
def atomic_file(path: str | os.PathLike[str]) -> Iterator[HashedFile]:
    """Write the file at `path` so that a reader sees the old one or the whole new one.

    Bytes go to `path.part` beside it, reach the disk, and take the name `path` when the block
    ends. If the block raises, the part is removed, `path` stays as it was and the error goes on.
    One writer per path at a time. Raises `OSError` when the folder is missing or full.
    """
    target = Path(path)
    part = target.with_name(target.name + PART_SUFFIX)
    try:
        with part.open("wb") as file:
            hashed = HashedFile(file)
            yield hashed
            file.flush()
            os.fsync(file.fileno())
        part.replace(target)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    _sync_folder(target.parent)


def _sync_folder(folder: Path) -> None:
    # The new name lives in the folder, which has its own place on the disk; Windows has no way.
    if os.name != "posix":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
